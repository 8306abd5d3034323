package handlers

import (
	"context"
	"strings"

	"ashar/internal/civic"
	"ashar/views"
)

type unitStore interface {
	Unit(ctx context.Context, id string) (civic.UnitRow, error)
	UnitsBelow(ctx context.Context, id string) ([]civic.UnitRow, error)
	UnitsAt(ctx context.Context, user string, level civic.Level) ([]civic.UnitRow, error)
	FindUnits(ctx context.Context, user, query string, most int) ([]civic.UnitRow, error)
	Kin(ctx context.Context, id string) (before, after []civic.UnitRow, err error)
	UnitHolds(ctx context.Context, unit string) ([]civic.UnitHold, error)
	UnitsLeft(ctx context.Context, unit string) ([]civic.UnitRow, error)
	CyclesWithout(ctx context.Context, village string) ([]civic.Cycle, error)
	Censuses(ctx context.Context, unit string) ([]civic.Census, error)
	ApplyAll(ctx context.Context, ops []civic.Operation) error
}

// mostFound is how many units a search shows.
const mostFound = 50

// Territory is the way into the territory. Who works in single municipalities
// begins with those; who sees all, with the oblasts and their raions.
func (a *App) Territory(c *Ctx) error {
	ctx := c.Request().Context()
	d := views.TerritoryData{Query: strings.TrimSpace(c.QueryParam("q")), Today: civic.Today(a.now()), Edits: c.User.Holds("", civic.Administrator),
		Somewhere: !c.User.Everywhere(), Below: map[string][]civic.UnitRow{}}
	var err error
	switch {
	case d.Query != "":
		if d.Found, err = a.store.FindUnits(ctx, c.User.ID, d.Query, mostFound+1); len(d.Found) > mostFound {
			d.Found, d.More = d.Found[:mostFound], true
		}
	case d.Somewhere:
		d.Tops, err = a.store.UnitsAt(ctx, c.User.ID, civic.Municipality)
	default:
		var raions []civic.UnitRow
		if d.Tops, err = a.store.UnitsAt(ctx, c.User.ID, civic.Oblast); err != nil {
			return err
		}
		raions, err = a.store.UnitsAt(ctx, c.User.ID, civic.Raion)
		for _, r := range raions {
			d.Below[r.Parent] = append(d.Below[r.Parent], r)
		}
	}
	if err != nil {
		return err
	}
	return c.show(c.officePage("territory.title"), views.TerritoryContent(d))
}

// mayEdit is the scope in which a person changes a unit: the installation for
// an administrator; for a coordinator the municipality, and only its villages.
func mayEdit(u civic.User, level civic.Level, municipality string) (scope string, ok bool) {
	if u.Holds("", civic.Administrator) {
		return civic.Installation, true
	}
	return municipality, level == civic.Village && u.Holds(municipality, civic.Coordinator)
}

// Unit is one oblast, raion, municipality or village.
func (a *App) Unit(c *Ctx) error {
	d, err := a.unitData(c, nil)
	if err != nil {
		return err
	}
	return c.show(a.unitPage(c, d.Unit.Parent), views.UnitContent(d))
}

// unitData is what the page of the path's unit shows; form is what was chosen
// of the units left below its predecessors.
func (a *App) unitData(c *Ctx, form *views.Form) (views.UnitData, error) {
	ctx, id := c.Request().Context(), c.Param("unit")
	d := views.UnitData{User: c.User, Form: form, Today: civic.Today(a.now()), Climbs: c.User.Everywhere()}
	u, err := a.store.Unit(ctx, id)
	if err != nil {
		return d, err
	}
	d.Unit = u
	_, d.Edits = mayEdit(c.User, u.Level, c.Scope.Municipality)
	_, d.Adds = mayEdit(c.User, u.Level.Child(), c.Scope.Municipality)
	d.Adds = d.Adds && !u.Past(d.Today)
	if u.Level == civic.Village {
		if d.Without, err = a.store.CyclesWithout(ctx, id); err != nil {
			return d, err
		}
		d.Censuses, err = a.store.Censuses(ctx, id)
	} else {
		d.Below, err = a.store.UnitsBelow(ctx, id)
	}
	if err != nil {
		return d, err
	}
	if d.Before, d.After, err = a.store.Kin(ctx, id); err != nil {
		return d, err
	}
	if u.Past(d.Today) {
		d.Followed = d.After
	}
	if d.Adds && len(d.Below) == 0 && len(d.Before) > 0 && c.User.Holds("", civic.Administrator) {
		if d.Left, err = a.store.UnitsLeft(ctx, id); err != nil {
			return d, err
		}
		if d.Form == nil {
			d.Form = c.emptyForm()
			for _, left := range d.Left {
				d.Form.Values.Add("units", left.ID)
			}
		}
	}
	if !d.Climbs { // kin of another municipality is not this reader's
		mine := func(us []civic.UnitRow) (own []civic.UnitRow) {
			for _, k := range us {
				if c.User.Holds(k.ID, planners...) || c.User.Holds(k.Parent, planners...) {
					own = append(own, k)
				}
			}
			return own
		}
		d.Before, d.After = mine(d.Before), mine(d.After)
	}
	return d, nil
}

// unitPage leads back to a unit, or to the top of the territory.
func (a *App) unitPage(c *Ctx, back string) views.Page {
	p := c.officePage("territory.title")
	p.Back = &views.Link{Href: "/territory", Text: c.Lang.T("territory.title")}
	if back != "" && (c.User.Everywhere() || c.User.Holds(back, planners...)) {
		p.Back.Href = views.UnitPath(back, "")
	}
	return p
}
