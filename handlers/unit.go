package handlers

import (
	"slices"
	"strconv"
	"strings"

	"ashar/internal/civic"
	"ashar/views"
)

// NewOblast is the form of an oblast to come; everything else is added to the unit above it.
func (a *App) NewOblast(c *Ctx) error {
	d, err := a.newUnit(c, c.emptyForm("version", "0", "bring", "1"), civic.UnitRow{})
	if err != nil {
		return err
	}
	return c.show(a.unitPage(c, ""), views.UnitFormContent(d))
}

// AddOblast adds it.
func (a *App) AddOblast(c *Ctx) error { return a.addUnit(c, civic.UnitRow{}) }

// NewUnit is the form of a unit one level below that of the path.
func (a *App) NewUnit(c *Ctx) error {
	above, err := a.above(c)
	if err != nil {
		return err
	}
	d, err := a.newUnit(c, c.emptyForm("version", "0", "bring", "1"), above)
	if err != nil {
		return err
	}
	return c.show(a.unitPage(c, above.ID), views.UnitFormContent(d))
}

// AddUnit adds it.
func (a *App) AddUnit(c *Ctx) error {
	above, err := a.above(c)
	if err != nil {
		return err
	}
	return a.addUnit(c, above)
}

// above is the unit of the path, if this person may add to it.
func (a *App) above(c *Ctx) (civic.UnitRow, error) {
	u, err := a.store.Unit(c.Request().Context(), c.Param("unit"))
	if err != nil {
		return u, err
	}
	if u.Level == civic.Village {
		return u, civic.E(civic.NotFound, "error.not_found")
	}
	if _, ok := mayEdit(c.User, u.Level.Child(), c.Scope.Municipality); !ok {
		return u, civic.E(civic.Forbidden, "error.forbidden")
	}
	if u.Past(civic.Today(a.now())) {
		return u, civic.E(civic.Conflict, "error.unit_dissolved")
	}
	return u, nil
}

func (a *App) newUnit(c *Ctx, form *views.Form, above civic.UnitRow) (views.UnitFormData, error) {
	d := views.UnitFormData{Form: form, Path: "/territory/new", Back: "/territory", Level: civic.Oblast}
	if above.ID != "" {
		d.Path, d.Back, d.Level = views.UnitPath(above.ID, "/new"), views.UnitPath(above.ID, ""), above.Level.Child()
	}
	d.Title, d.Brings = c.Lang.T("territory.add."+string(d.Level)), d.Level != civic.Village
	var err error
	d.Origins, err = a.store.UnitsBelow(c.Request().Context(), above.ID)
	return d, err
}

func (a *App) addUnit(c *Ctx, above civic.UnitRow) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	d, err := a.newUnit(c, form, above)
	if err != nil {
		return err
	}
	save := unitFrom(form)
	save.ID, save.Parent, save.Level, save.Version = civic.ChildID(c.opID(), "unit"), above.ID, d.Level, 0
	if err := a.saveUnit(c, save, form, d.Origins, above.ID); err != nil {
		return c.refuse(err, a.unitPage(c, above.ID), form, views.UnitFormContent(d))
	}
	if d.Level == civic.Village {
		c.flashLink("common.saved", "territory.add_more", d.Path)
	} else {
		c.flash(false, "common.saved")
	}
	return c.goTo(views.UnitPath(save.ID, ""))
}

// EditUnit is the form of a unit as it stands.
func (a *App) EditUnit(c *Ctx) error {
	u, d, err := a.editUnit(c, nil)
	if err != nil {
		return err
	}
	return c.show(a.unitPage(c, u.ID), views.UnitFormContent(d))
}

// editUnit reads the unit of the path and prepares its form; without a form
// that was filled in, from what is saved.
func (a *App) editUnit(c *Ctx, form *views.Form) (civic.UnitRow, views.UnitFormData, error) {
	ctx := c.Request().Context()
	u, err := a.store.Unit(ctx, c.Param("unit"))
	if err != nil {
		return u, views.UnitFormData{}, err
	}
	scope, ok := mayEdit(c.User, u.Level, c.Scope.Municipality)
	if !ok {
		return u, views.UnitFormData{}, civic.E(civic.Forbidden, "error.forbidden")
	}
	if form == nil {
		form = c.emptyForm("version", strconv.FormatInt(u.Version, 10), "name_ky", u.Name.KY, "name_ru", u.Name.RU, "name_en", u.Name.EN,
			"code", u.Code, "aliases", strings.Join(u.Aliases, ", "), "from", u.From, "to", u.To, "parent", u.Parent)
		form.Values["origin"] = u.Predecessors
	}
	d := views.UnitFormData{Form: form, Path: views.UnitPath(u.ID, "/edit"), Back: views.UnitPath(u.ID, ""), Level: u.Level,
		Title: views.UnitName(ctx, u.Level, u.Name)}
	if scope == civic.Installation && u.Level != civic.Oblast {
		if d.Parents, err = a.store.UnitsAt(ctx, c.User.ID, u.Level.Parent()); err != nil {
			return u, d, err
		}
	}
	if d.Origins, err = a.store.UnitsBelow(ctx, u.Parent); err != nil {
		return u, d, err
	}
	before, _, err := a.store.Kin(ctx, u.ID)
	for _, k := range before { // one from elsewhere stays in sight, so that it stays at all
		if !slices.ContainsFunc(d.Origins, func(o civic.UnitRow) bool { return o.ID == k.ID }) {
			d.Origins = append(d.Origins, k)
		}
	}
	d.Origins = slices.DeleteFunc(d.Origins, func(o civic.UnitRow) bool { return o.ID == u.ID })
	return u, d, err
}

// SaveUnit changes a unit. Somebody else's change meanwhile is shown beside
// the fields, and saving again then overwrites it knowingly.
func (a *App) SaveUnit(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	u, d, err := a.editUnit(c, form)
	if err != nil {
		return err
	}
	save := unitFrom(form)
	save.ID, save.Level = u.ID, u.Level
	if save.Version == 0 {
		save.Version = u.Version
	}
	if len(d.Parents) == 0 {
		save.Parent = u.Parent
	}
	if err := a.saveUnit(c, save, form, d.Origins, c.Scope.Municipality); err != nil {
		if civic.KindOf(err) == civic.Conflict && civic.Problems(err)[0].Key == "error.changed_meanwhile" {
			form.Values.Set("version", strconv.FormatInt(u.Version, 10))
			d.Now = &u.Unit
		}
		return c.refuse(err, a.unitPage(c, u.ID), form, views.UnitFormContent(d))
	}
	return c.saved(views.UnitPath(u.ID, ""))
}

// unitFrom reads the form of a unit; where it stands is not asked.
func unitFrom(form *views.Form) civic.SaveUnit {
	said := func(name string) string { return civic.Said(form.Value(name)) }
	u := civic.SaveUnit{Name: civic.Text{KY: said("name_ky"), RU: said("name_ru"), EN: said("name_en")}, Code: said("code"),
		Parent: form.Value("parent"), From: said("from"), To: said("to"), Predecessors: form.Values["origin"]}
	u.Version, _ = strconv.ParseInt(form.Value("version"), 10, 64)
	for alias := range strings.SplitSeq(said("aliases"), ",") {
		if alias = strings.TrimSpace(alias); alias != "" && !slices.Contains(u.Aliases, alias) {
			u.Aliases = append(u.Aliases, alias)
		}
	}
	return u
}

// saveUnit saves a unit and, where wished, brings along what lies below those
// it was formed from and ends them, all of it or nothing.
func (a *App) saveUnit(c *Ctx, save civic.SaveUnit, form *views.Form, origins []civic.UnitRow, municipality string) error {
	ctx := c.Request().Context()
	scope, ok := mayEdit(c.User, save.Level, municipality)
	if !ok {
		return civic.E(civic.Forbidden, "error.forbidden")
	}
	for code := range strings.FieldsFuncSeq(form.Value("origin_codes"), func(r rune) bool { return r == ',' || r == ' ' || r == ';' }) {
		found, err := a.store.FindUnits(ctx, c.User.ID, code, 2)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(found, func(u civic.UnitRow) bool { return u.Code == code })
		if i < 0 {
			return civic.Bad("origin_codes", "error.unit_unknown_code", "code", code)
		}
		origins = append(origins, found[i])
		if !slices.Contains(save.Predecessors, found[i].ID) {
			save.Predecessors = append(save.Predecessors, found[i].ID)
		}
	}
	op := civic.Operation{ID: c.opID(), Actor: c.User.ID, Device: c.device(), Scope: scope, Change: save}
	ops := []civic.Operation{op}
	if c.checked("bring") && save.Version == 0 && save.Level != civic.Village && len(save.Predecessors) > 0 {
		take := civic.TakeUnits{Unit: save.ID}
		for _, id := range save.Predecessors {
			below, err := a.store.UnitsBelow(ctx, id)
			if err != nil {
				return err
			}
			for _, u := range below {
				if !u.Past(max(save.From, civic.Today(a.now()))) {
					take.Units = append(take.Units, u.ID)
				}
			}
		}
		if len(take.Units) > 0 {
			if save.From == "" {
				return civic.Bad("from", "error.unit_take_needs_date")
			}
			op.ID, op.Change = civic.ChildID(ops[0].ID, "take"), take
			ops = append(ops, op)
		}
	}
	if c.checked("end_origin") && len(save.Predecessors) > 0 {
		from := civic.Day(save.From)
		if from.IsZero() {
			return civic.Bad("from", "error.unit_end_needs_date")
		}
		for _, o := range origins {
			if !slices.Contains(save.Predecessors, o.ID) || o.To != "" {
				continue
			}
			full, err := a.store.Unit(ctx, o.ID) // with its own predecessors, which a save sets anew
			if err != nil {
				return err
			}
			end := full.Save()
			end.To = from.AddDate(0, 0, -1).Format("2006-01-02")
			op.ID, op.Change = civic.ChildID(ops[0].ID, "end/"+o.ID), end
			ops = append(ops, op)
		}
	}
	return a.store.ApplyAll(ctx, ops)
}
