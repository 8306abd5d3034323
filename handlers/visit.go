package handlers

import (
	"slices"
	"strconv"

	"ashar/internal/civic"
	"ashar/views"
)

// visit reads the visit of the path; a new one has none.
func (a *App) visit(c *Ctx) (views.VisitData, error) {
	d, err := a.monitored(c)
	if err != nil {
		return views.VisitData{}, err
	}
	x := views.VisitData{MonitoringData: d, Drop: c.emptyForm()}
	id := c.Param("visit")
	if id == "" {
		x.Form = c.emptyForm("base", "0", "action", c.QueryParam("action"), "method", "visit")
		return x, nil
	}
	all, err := a.store.Visits(c.Request().Context(), c.Scope.Cycle)
	if err != nil {
		return x, err
	}
	i := slices.IndexFunc(all, func(v civic.Visit) bool { return v.ID == id })
	if i < 0 {
		return x, civic.E(civic.NotFound, "error.not_found")
	}
	v := &all[i]
	x.Visit = v
	x.Form = c.emptyForm("base", strconv.FormatInt(v.Version, 10), "action", v.Action, "title", v.Title, "due", v.Due, "who", v.Who, "method", string(v.Method))
	return x, nil
}

func (c *Ctx) visitPage(d views.VisitData) views.Page {
	key := "visit.edit"
	if d.Visit == nil {
		key = "visit.new"
	}
	return c.monitoringPage(key, d.MonitoringData)
}

// EditVisit is the form of a visit, planned or to be planned.
func (a *App) EditVisit(c *Ctx) error {
	d, err := a.visit(c)
	if err != nil {
		return err
	}
	return c.show(c.visitPage(d), views.VisitForm(d))
}

// SaveVisit plans a visit, or changes it.
func (a *App) SaveVisit(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	save := civic.SaveVisit{ID: c.Param("visit"), Action: form.Value("action"), Title: c.text("title"), Due: form.Value("due"), Who: c.text("who"),
		Method: civic.VisitMethod(form.Value("method")), Reason: c.text("reason"), Base: base(form)}
	if save.ID == "" {
		save.ID, save.Base = c.opID(), 0
	}
	if _, err := c.Apply(save); err != nil {
		d, e := a.visit(c)
		if e != nil {
			return e
		}
		if d.Visit != nil && civic.KindOf(err) == civic.Conflict { // seen now: saving again replaces it
			form.Values.Set("base", strconv.FormatInt(d.Visit.Version, 10))
		}
		d.Form = form
		return c.refuse(err, c.visitPage(d), form, views.VisitForm(d))
	}
	return c.saved(views.MonitoringPath(c.Scope.Cycle, "#visits"))
}

// DropVisit takes a visit out of the plan, with a reason.
func (a *App) DropVisit(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	if _, err := c.Apply(civic.DropVisit{ID: c.Param("visit"), Reason: c.text("reason")}); err != nil {
		d, e := a.visit(c)
		if e != nil {
			return e
		}
		d.Drop = form
		return c.refuse(err, c.visitPage(d), form, views.VisitForm(d))
	}
	return c.saved(views.MonitoringPath(c.Scope.Cycle, "#visits"))
}
