package handlers

import (
	"ashar/internal/civic"
	"ashar/views"
)

// UnitRemoval asks whether a unit should go, or says what keeps it.
func (a *App) UnitRemoval(c *Ctx) error {
	d, _, err := a.unitRemoval(c, c.emptyForm())
	if err != nil {
		return err
	}
	return c.show(a.unitPage(c, d.Unit.ID), views.UnitRemovalContent(d))
}

func (a *App) unitRemoval(c *Ctx, form *views.Form) (d views.UnitRemovalData, scope string, err error) {
	ctx := c.Request().Context()
	d.Form = form
	if d.Unit, err = a.store.Unit(ctx, c.Param("unit")); err != nil {
		return d, "", err
	}
	scope, ok := mayEdit(c.User, d.Unit.Level, c.Scope.Municipality)
	if !ok {
		return d, "", civic.E(civic.Forbidden, "error.forbidden")
	}
	d.Holds, err = a.store.UnitHolds(ctx, d.Unit.ID)
	return d, scope, err
}

// RemoveUnit takes back a unit that was added by mistake.
func (a *App) RemoveUnit(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	d, scope, err := a.unitRemoval(c, form)
	if err != nil {
		return err
	}
	if _, err := c.applyIn(scope, civic.RemoveUnit{Unit: d.Unit.ID}); err != nil {
		return c.refuse(err, a.unitPage(c, d.Unit.ID), form, views.UnitRemovalContent(d))
	}
	c.flash(false, "unit.removed", "name", d.Unit.Name.In(string(c.Lang)))
	return c.goTo(a.unitPage(c, d.Unit.Parent).Back.Href)
}

// TakeUnits brings the units of its predecessors under a unit.
func (a *App) TakeUnits(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	_, err = c.applyIn(civic.Installation, civic.TakeUnits{Unit: c.Param("unit"), Units: form.Values["units"]})
	if err != nil {
		d, e := a.unitData(c, form)
		if e != nil {
			return e
		}
		return c.refuse(err, a.unitPage(c, d.Unit.Parent), form, views.UnitContent(d))
	}
	return c.saved(views.UnitPath(c.Param("unit"), ""))
}
