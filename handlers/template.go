package handlers

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"ashar/internal/civic"
	"ashar/views"
)

type templateStore interface {
	Templates(ctx context.Context, kind string, municipalities ...string) (civic.Templates, error)
	OwnTemplates(ctx context.Context, kind string) ([]civic.Template, error)
	TemplateVersions(ctx context.Context, kind, municipality string) ([]civic.Template, error)
	UnitName(ctx context.Context, id string) (civic.Text, error)
}

// template reads what the editor of a list shows: the list of the path's
// municipality, or of the installation; where there is none, what is in effect.
func (a *App) template(c *Ctx) (*views.TemplateData, error) {
	kind, m, ctx := c.Param("template"), c.Scope.Municipality, c.Request().Context()
	if !slices.Contains(civic.TemplateKinds, kind) {
		return nil, civic.E(civic.NotFound, "error.not_found")
	}
	d := &views.TemplateData{Path: "/templates/" + kind, Kind: kind, Municipality: m}
	all, err := a.store.Templates(ctx, kind, m)
	if err != nil {
		return nil, err
	}
	d.Template, d.Common = all.InEffect(kind, m), civic.DefaultTemplate(kind)
	d.Base, d.Own = all[m].Version, all[m].Own()
	if m != "" {
		d.Path, d.Common = "/municipalities/"+m+d.Path, all.Common(kind)
		if d.Place, err = a.store.UnitName(ctx, m); err != nil {
			return nil, err
		}
	}
	d.Changes = d.Template.Changes(d.Common)
	return d, nil
}

// templatePage is the frame of the editor; the way up leads to the municipality.
func (c *Ctx) templatePage(d *views.TemplateData) views.Page {
	p := c.officePage("template.title." + d.Kind)
	p.Scripts = []string{"reorder.js"}
	if d.Municipality != "" {
		place := c.Lang.T("paper.place.municipality", "name", d.Place.In(string(c.Lang)))
		p.Back = &views.Link{Href: "/municipalities/" + d.Municipality, Text: place}
		p.Where = &views.Where{Title: place, Sub: c.Lang.T("template.link")}
	}
	return p
}

// Template is the editor of a list that sessions begin with.
func (a *App) Template(c *Ctx) error {
	d, err := a.template(c)
	if err != nil {
		return err
	}
	if key := c.QueryParam("open"); key == "new" || d.Template.Find(key) > 0 {
		d.Open, d.Form = key, a.templateForm(c, d, key)
	}
	return c.show(c.templatePage(d), views.TemplateContent(d))
}

// templateForm is the row with a key, or a new one.
func (a *App) templateForm(c *Ctx, d *views.TemplateData, key string) *views.Form {
	n := d.Template.Find(key)
	if n == 0 {
		return c.emptyForm("phase", string(phaseOf(c.QueryParam("phase"), "")), "role", string(civic.Facilitator), "days", "0", "minutes", "10")
	}
	var text, prompt, tips civic.Text
	form := c.emptyForm("row", key, "seen", d.Template.Mark(n))
	put := func(name, value string) { form.Values.Set(name, value) }
	if d.Kind == "agenda" {
		row := d.Template.Agenda[n-1]
		text, prompt = row.Title, row.Prompt
		put("minutes", strconv.Itoa(row.Minutes))
		put("part", row.Part)
		for i, tip := range row.Tips {
			newline := map[bool]string{true: "\n"}[i > 0]
			tips.KY, tips.RU, tips.EN = tips.KY+newline+tip.Text.KY, tips.RU+newline+tip.Text.RU, tips.EN+newline+tip.Text.EN
		}
	} else {
		row := d.Template.Checklist[n-1]
		text = row.Text
		put("phase", string(row.Phase))
		put("role", string(row.Role))
		put("days", strconv.Itoa(max(row.Due, -row.Due)))
		put("mandatory", map[bool]string{true: "1"}[row.Mandatory])
	}
	for name, t := range map[string]civic.Text{"text": text, "prompt": prompt, "tips": tips} {
		put(name+"_ky", t.KY)
		put(name+"_ru", t.RU)
		put(name+"_en", t.EN)
	}
	return form
}

// SaveRow adds a row or changes one. Whoever changes it says which words they
// have read: another's are not overwritten unseen.
func (a *App) SaveRow(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	d, err := a.template(c)
	if err != nil {
		return err
	}
	key := form.Value("row")
	n, fresh := d.Template.Find(key), key == ""
	if fresh {
		key = c.opID()
		n = d.Template.Find(key)
	}
	typed := typedRow(form, d, n, key)
	switch {
	case n > 0 && typed.Mark(1) == d.Template.Mark(n): // it says so already: sent twice, or nothing changed
		return c.goTo(d.Path + "#" + views.TemplateRowID(key))
	case n == 0 && !fresh:
		err = civic.E(civic.Conflict, "error.row_gone")
	case n > 0 && form.Value("seen") != d.Template.Mark(n):
		err = civic.E(civic.Conflict, "error.row_changed")
	default:
		err = a.saveTemplate(c, d, d.Template.With(n, typed))
	}
	if err != nil {
		return a.refuseRow(c, d, form, typed, n, err)
	}
	return c.saved(d.Path + "#" + views.TemplateRowID(key))
}

// refuseRow keeps what was typed: in its row, beside what another wrote there
// meanwhile, or as a new row where its own is gone.
func (a *App) refuseRow(c *Ctx, d *views.TemplateData, form *views.Form, typed civic.Template, n int, err error) error {
	d.Form, d.Open = form, "new"
	if n > 0 {
		d.Open = d.Template.Key(n)
		if civic.KindOf(err) == civic.Conflict {
			d.Typed = &typed
		}
		form.Values.Set("seen", d.Template.Mark(n)) // this page shows it
	} else {
		form.Values.Del("row")
		form.Values.Set("phase", string(phaseOf(form.Value("phase"), ""))) // the form stands in one
	}
	return c.refuse(err, c.templatePage(d), form, views.TemplateContent(d))
}

// typedRow is a template of the one row that was typed.
func typedRow(form *views.Form, d *views.TemplateData, n int, key string) civic.Template {
	t := civic.Template{Kind: d.Kind}
	if d.Kind == "agenda" {
		step := stepOf(form, key)
		var had []civic.AgendaTip
		if n > 0 {
			had = d.Template.Agenda[n-1].Tips
		}
		step.Tips = tipsOf(form, had)
		t.Agenda = []civic.AgendaItem{step}
	} else {
		t.Checklist = []civic.ChecklistItem{itemOf(form, key)}
	}
	return t
}

// tipsOf reads hints, one a line in each language; a picture stays with its place.
func tipsOf(form *views.Form, had []civic.AgendaTip) (tips []civic.AgendaTip) {
	typed := textOf(form, "tips")
	ky, ru, en := hints(typed.KY), hints(typed.RU), hints(typed.EN)
	for i := range max(len(ky), len(ru), len(en)) {
		tip := civic.AgendaTip{Icon: "info", Text: civic.Text{KY: at(ky, i), RU: at(ru, i), EN: at(en, i)}}
		if i < len(had) {
			tip.Icon = had[i].Icon
		}
		tips = append(tips, tip)
	}
	return tips
}

// hints are the lines of a text; none of it are none.
func hints(text string) []string {
	if text = strings.TrimSpace(text); text == "" {
		return nil
	}
	return strings.Split(text, "\n")
}

// at is a list's i-th line, "" past its end.
func at(lines []string, i int) string {
	if i < len(lines) {
		return strings.TrimSpace(lines[i])
	}
	return ""
}

func textOf(form *views.Form, name string) civic.Text {
	said := func(lang string) string { return civic.Said(form.Value(name + "_" + lang)) }
	return civic.Text{KY: said("ky"), RU: said("ru"), EN: said("en")}
}

// itemOf reads an item; what is due before the session counts backwards.
func itemOf(form *views.Form, key string) civic.ChecklistItem {
	item := civic.ChecklistItem{Key: key, Text: textOf(form, "text"), Phase: civic.Phase(form.Value("phase")), Role: civic.Role(form.Value("role")),
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

func stepOf(form *views.Form, key string) civic.AgendaItem {
	step := civic.AgendaItem{Key: key, Title: textOf(form, "text"), Prompt: textOf(form, "prompt"), Part: form.Value("part"), Retired: form.Value("retired") != ""}
	step.Minutes, _ = strconv.Atoi(form.Value("minutes"))
	return step
}

func (a *App) saveTemplate(c *Ctx, d *views.TemplateData, t civic.Template) error {
	t.Arrange()
	_, err := c.Apply(civic.SaveTemplate{Template: d.Kind, Municipality: d.Municipality, Base: d.Base, Checklist: t.Checklist, Agenda: t.Agenda})
	return err
}

// OrderRows takes a new order of a phase: one row moved by a button, or all as they were dragged.
func (a *App) OrderRows(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	d, err := a.template(c)
	if err != nil {
		return err
	}
	wanted, moved := form.Values["order"], ""
	for name, by := range map[string]int{"up": -1, "down": 1} {
		if key := form.Value(name); key != "" {
			wanted, moved = civic.Moved(wanted, key, by), key
		}
	}
	phase := civic.Phase(form.Value("phase"))
	have, t := d.Template.Order(phase), d.Template
	switch {
	case slices.Equal(have, wanted): // sent twice
	case form.Value("seen") != civic.MarkOrder(have) || !t.Reorder(phase, wanted): // another order by now
		c.flash(true, "error.order_changed")
		return c.goTo(d.Path)
	default:
		if err := a.saveTemplate(c, d, t); err != nil {
			return err
		}
	}
	return a.templateDone(c, views.TemplateRowID(moved))
}

// RetireRow takes a row out of use, or brings it back.
func (a *App) RetireRow(c *Ctx) error {
	d, err := a.template(c)
	if err != nil {
		return err
	}
	n := d.Template.Find(c.FormValue("row"))
	if n == 0 {
		return civic.E(civic.NotFound, "error.not_found")
	}
	t := d.Template
	if t.Retire(n, c.checked("retired")) {
		if err := a.saveTemplate(c, d, t); err != nil {
			return err
		}
	}
	return a.templateDone(c, views.TemplateRowID(c.FormValue("row")))
}

// templateDone shows the list as it is after a change.
func (a *App) templateDone(c *Ctx, at string) error {
	d, err := a.template(c)
	if err != nil {
		return err
	}
	return c.done(d.Path+"#"+at, views.TemplateContent(d))
}
