package handlers

import (
	"slices"
	"strconv"
	"strings"

	"ashar/internal/civic"
	"ashar/views"
)

// EditNeed is the form of what stands on a need.
func (a *App) EditNeed(c *Ctx) error {
	d, err := a.needEdit(c)
	if err != nil {
		return err
	}
	n := d.Need
	d.Form = c.emptyForm("base", strconv.FormatInt(n.Version, 10), "title_ky", n.Title.KY, "title_ru", n.Title.RU, "title_en", n.Title.EN,
		"sector", n.Sector, "location", n.Location, "competence", string(n.Competence), "issue", n.Issue)
	if n.Beneficiaries > 0 {
		d.Form.Values.Set("beneficiaries", strconv.Itoa(n.Beneficiaries))
	}
	if n.Programme {
		d.Form.Values.Set("programme", "1")
	}
	return c.show(a.needEditFrame(c, d), views.NeedForm(d))
}

func (a *App) needEdit(c *Ctx) (views.NeedEditData, error) {
	ctx := c.Request().Context()
	ns, err := a.store.Needs(ctx, c.Scope.Cycle)
	if err != nil {
		return views.NeedEditData{}, err
	}
	d := views.NeedEditData{Needs: &ns, Need: ns.Find(c.Param("need"))}
	if d.Need == nil {
		return d, civic.E(civic.NotFound, "error.not_found")
	}
	all, err := a.store.SectorsOf(ctx, c.Scope.Municipality)
	d.Sectors = slices.DeleteFunc(all, func(s civic.Sector) bool { return s.Retired && s.ID != d.Need.Sector })
	return d, err
}

func (a *App) needEditFrame(c *Ctx, d views.NeedEditData) views.Page {
	p := c.cyclePage("need.edit", d.Needs.Cycle, d.Needs.Place)
	p.Way = &views.Way{Cycle: d.Needs.Cycle.ID, Part: "needs"}
	p.Back = &views.Link{Href: views.NeedsPath(c.Scope.Cycle, "/"+d.Need.ID), Text: d.Need.Title.In(string(c.Lang))}
	return p
}

// SaveNeed changes what stands on a need. Where somebody else changed it
// meanwhile, what was typed stays, beside what stands there now.
func (a *App) SaveNeed(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	d, err := a.needEdit(c)
	if err != nil {
		return err
	}
	save := civic.SaveNeed{ID: d.Need.ID, Title: civic.Text{KY: c.text("title_ky"), RU: c.text("title_ru"), EN: c.text("title_en")}, Sector: form.Value("sector"),
		Location: c.text("location"), Competence: civic.Competence(form.Value("competence")), Issue: c.text("issue"), Programme: c.checked("programme"), Base: base(form)}
	if people := strings.Join(strings.Fields(form.Value("beneficiaries")), ""); people != "" {
		if save.Beneficiaries, err = strconv.Atoi(people); err != nil {
			save.Beneficiaries = -1 // refused with a sentence at the field
		}
	}
	_, err = c.Apply(save)
	if err == nil {
		return c.saved(views.NeedsPath(c.Scope.Cycle, "/"+d.Need.ID))
	}
	if civic.KindOf(err) == civic.Conflict {
		d.Other = true
		form.Values.Set("base", strconv.FormatInt(d.Need.Version, 10))
	}
	d.Form = form
	return c.refuse(err, a.needEditFrame(c, d), form, views.NeedForm(d))
}
