package handlers

import (
	"context"
	"slices"
	"strconv"

	"ashar/internal/civic"
	"ashar/views"
)

type templateStore interface {
	Template(ctx context.Context, kind, municipality string) (civic.Template, error)
	UnitName(ctx context.Context, id string) (civic.Text, error)
}

// template reads what the editor of a list shows: the list of the path's
// municipality, or of the installation; where there is none, what is in effect.
func (a *App) template(c *Ctx) (*views.TemplateData, error) {
	kind, m, ctx := c.Param("template"), c.Scope.Municipality, c.Request().Context()
	if !slices.Contains(civic.TemplateKinds, kind) {
		return nil, civic.E(civic.NotFound, "error.not_found")
	}
	d := &views.TemplateData{Path: "/templates/" + kind, Kind: kind, Open: c.QueryParam("open"), Municipality: m}
	var err error
	if d.Template, err = a.store.Template(ctx, kind, m); err != nil {
		return nil, err
	}
	d.Base, d.Common = d.Template.Version, civic.DefaultTemplate(kind)
	if m != "" {
		d.Path = "/municipalities/" + m + d.Path
		if d.Place, err = a.store.UnitName(ctx, m); err != nil {
			return nil, err
		}
		common, err := a.store.Template(ctx, kind, "")
		if err != nil {
			return nil, err
		}
		if common.Version > 0 {
			d.Common = common
		}
	}
	if d.Base == 0 {
		d.Template = d.Common
	}
	d.Here, d.There = d.Template.Differences(d.Common)
	d.Reset = c.QueryParam("reset") != "" && len(d.Here)+len(d.There) > 0
	d.Form = a.templateForm(c, d)
	return d, nil
}

// templateForm is the row that is open, or a new one.
func (a *App) templateForm(c *Ctx, d *views.TemplateData) *views.Form {
	n, _ := strconv.Atoi(d.Open)
	if d.Template.Name(n) == "" {
		return c.emptyForm("phase", c.QueryParam("phase"), "role", string(civic.Facilitator), "days", "0", "minutes", "10")
	}
	var text, prompt civic.Text
	form := c.emptyForm("row", d.Open, "was", d.Template.Name(n))
	put := func(name, value string) { form.Values.Set(name, value) }
	if d.Kind == "agenda" {
		row := d.Template.Agenda[n-1]
		text, prompt = row.Title, row.Prompt
		put("minutes", strconv.Itoa(row.Minutes))
		put("part", row.Part)
		put("retired", map[bool]string{true: "1"}[row.Retired])
	} else {
		row := d.Template.Checklist[n-1]
		text = row.Text
		put("phase", string(row.Phase))
		put("role", string(row.Role))
		put("days", strconv.Itoa(max(row.Due, -row.Due)))
		put("mandatory", map[bool]string{true: "1"}[row.Mandatory])
		put("retired", map[bool]string{true: "1"}[row.Retired])
	}
	for name, t := range map[string]civic.Text{"text": text, "prompt": prompt} {
		put(name+"_ky", t.KY)
		put(name+"_ru", t.RU)
		put(name+"_en", t.EN)
	}
	return form
}

// Template is the editor of a list that sessions begin with.
func (a *App) Template(c *Ctx) error {
	d, err := a.template(c)
	if err != nil {
		return err
	}
	return c.show(c.page("template.title."+d.Kind), views.TemplateContent(d))
}

// SaveRow adds a row or changes one. It is found by what it said when it was
// opened: somebody may have moved it since.
func (a *App) SaveRow(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	d, err := a.template(c)
	if err != nil {
		return err
	}
	t := d.Template
	n, _ := strconv.Atoi(form.Value("row"))
	if n > 0 {
		if n = t.Find(n, form.Value("was")); n == 0 { // somebody else changed its words
			err = civic.E(civic.Conflict, "error.row_changed")
		}
	}
	if err == nil {
		t.Checklist, t.Agenda = slices.Clone(t.Checklist), slices.Clone(t.Agenda)
		if d.Kind == "agenda" {
			t.Agenda = put(t.Agenda, n, stepOf(form, t.Agenda, n))
		} else {
			t.Checklist = put(t.Checklist, n, itemOf(form))
		}
		err = a.saveTemplate(c, d, t)
	}
	if err != nil {
		d.Form, d.Open = form, "new"
		if n > 0 {
			d.Open = strconv.Itoa(n)
		} else { // what was typed stays, as a new row
			form.Values.Del("row")
			form.Values.Del("was")
		}
		return c.refuse(err, c.page("template.title."+d.Kind), form, views.TemplateContent(d))
	}
	c.flash(false, "common.saved")
	return c.goTo(d.Path + "#phase-" + form.Value("phase"))
}

// put sets row n, counted from 1, or adds one.
func put[T any](rows []T, n int, row T) []T {
	if n == 0 {
		return append(rows, row)
	}
	rows[n-1] = row
	return rows
}

func textOf(form *views.Form, name string) civic.Text {
	said := func(lang string) string { return civic.Said(form.Value(name + "_" + lang)) }
	return civic.Text{KY: said("ky"), RU: said("ru"), EN: said("en")}
}

// itemOf reads an item; what is due before the session counts backwards.
func itemOf(form *views.Form) civic.ChecklistItem {
	item := civic.ChecklistItem{Text: textOf(form, "text"), Phase: civic.Phase(form.Value("phase")), Role: civic.Role(form.Value("role")),
		Mandatory: form.Value("mandatory") != "", Retired: form.Value("retired") != ""}
	days, err := strconv.Atoi(form.Value("days"))
	if err != nil || days < 0 {
		days = 1000 // refused at its field
	}
	switch item.Phase {
	case civic.Before:
		item.Due = -days
	case civic.After:
		item.Due = days
	}
	return item
}

// stepOf reads a step; its tips stay as they were.
func stepOf(form *views.Form, had []civic.AgendaItem, n int) (step civic.AgendaItem) {
	if n > 0 {
		step.Tips = had[n-1].Tips
	}
	step.Title, step.Prompt, step.Part, step.Retired = textOf(form, "text"), textOf(form, "prompt"), form.Value("part"), form.Value("retired") != ""
	step.Minutes, _ = strconv.Atoi(form.Value("minutes"))
	return step
}

func (a *App) saveTemplate(c *Ctx, d *views.TemplateData, t civic.Template) error {
	t.Arrange()
	_, err := c.Apply(civic.SaveTemplate{Template: d.Kind, Municipality: d.Municipality, Base: d.Base, Checklist: t.Checklist, Agenda: t.Agenda})
	return err
}

// OrderRows takes a new order: one row moved by a button, or all as they were dragged.
func (a *App) OrderRows(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	d, err := a.template(c)
	if err != nil {
		return err
	}
	if form.Value("base") != strconv.Itoa(d.Base) { // the numbers mean other rows by now
		c.flash(true, "error.changed_meanwhile")
		return c.goTo(d.Path)
	}
	t := d.Template
	if n, err := strconv.Atoi(form.Value("up")); err == nil {
		t.Move(n, -1)
	} else if n, err := strconv.Atoi(form.Value("down")); err == nil {
		t.Move(n, 1)
	} else {
		var order []int
		for _, s := range form.Values["order"] {
			n, _ := strconv.Atoi(s)
			order = append(order, n)
		}
		t.Reorder(order)
	}
	if err := a.saveTemplate(c, d, t); err != nil {
		return err
	}
	if d, err = a.template(c); err != nil {
		return err
	}
	return c.done(d.Path, views.TemplateContent(d))
}

// ResetTemplate takes the common list over; the own one stays an older version.
func (a *App) ResetTemplate(c *Ctx) error {
	d, err := a.template(c)
	if err != nil {
		return err
	}
	if err := a.saveTemplate(c, d, d.Common); err != nil {
		return err
	}
	c.flash(false, "common.saved")
	return c.goTo(d.Path)
}
