package handlers

import (
	"strconv"
	"strings"

	"ashar/internal/civic"
	"ashar/views"
)

// action reads a row of the plan with all that was reported.
func (a *App) action(c *Ctx) (views.ActionData, error) {
	d, err := a.jointPlan(c)
	if err != nil {
		return views.ActionData{}, err
	}
	x := views.ActionData{JointPlanData: d, Action: d.Plan.Find(c.Param("action"))}
	if x.Action == nil {
		return x, civic.E(civic.NotFound, "error.not_found")
	}
	x.Reports, err = a.store.ActionReports(c.Request().Context(), c.Scope.Cycle)
	return x, err
}

func actionPath(c *Ctx) string { return views.ActionPath(c.Scope.Cycle, c.Param("action"), "") }

func (c *Ctx) actionPage(d views.ActionData) views.Page {
	p := c.behindPlan("way.plan", d.JointPlanData)
	p.Title = d.Action.Title.In(string(c.Lang))
	return p
}

// Action is the page of a row: its statuses, steps, reports, and all that the plan says of it.
func (a *App) Action(c *Ctx) error {
	d, err := a.action(c)
	if err != nil {
		return err
	}
	d.Form = c.reportToForm(d)
	return c.show(c.actionPage(d), views.ActionContent(d))
}

// reportToForm is a report to be: as the row stands, of today.
func (c *Ctx) reportToForm(d views.ActionData) *views.Form {
	return c.emptyForm("status", string(d.Action.Status), "percent", strconv.Itoa(d.Action.Percent), "spent", c.Lang.Number(d.Action.Spent), "on", d.Today)
}

// ReportAction takes what the aiyl okmotu says of a row. On the board only the
// status is chosen: the rest stays as it was reported last.
func (a *App) ReportAction(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	d, err := a.action(c)
	if err != nil {
		return err
	}
	quick := c.checked("quick")
	if quick {
		status := form.Value("status")
		if status == "" {
			status = form.Value("to")
		}
		if status == string(d.Action.Status) {
			return c.goTo(planPath(c.Scope.Cycle) + "?view=board")
		}
		form.Values.Set("status", status)
		form.Values.Set("percent", strconv.Itoa(d.Action.Percent))
		form.Values.Set("spent", c.Lang.Number(d.Action.Spent))
		form.Values.Set("on", d.Today)
	}
	var es civic.Errors
	r := civic.ReportAction{ID: a.ids.New(), Action: d.Action.ID, Status: civic.ActionStatus(form.Value("status")), Spent: som(form, "spent", &es),
		Delay: c.text("delay"), Note: c.text("note"), On: form.Value("on"), Base: base(form)}
	r.Percent = reportedPercent(form.Value("percent"), r.Status, quick)
	form.Values.Set("percent", strconv.Itoa(max(r.Percent, 0)))
	if err = es.Or(); err == nil {
		_, err = c.Apply(r)
	}
	if err != nil {
		d.Form = form
		return c.refuse(err, c.actionPage(d), form, views.ActionContent(d))
	}
	if quick {
		c.flash(false, "action.moved", "action", d.Action.Title.In(string(c.Lang)), "status", c.Lang.T("action.status."+string(r.Status)))
		return c.goTo(planPath(c.Scope.Cycle) + "?view=board")
	}
	return c.saved(actionPath(c))
}

// reportedPercent is what was typed, but where the status leaves no choice.
func reportedPercent(typed string, status civic.ActionStatus, quick bool) int {
	switch status {
	case civic.ActionDone:
		return 100
	case civic.NotStarted:
		return 0
	}
	n, err := strconv.Atoi(strings.Trim(typed, " %\u00a0"))
	if err != nil {
		return -1 // refused with a sentence at the field
	}
	if quick && n == 100 { // taken up again
		n = 90
	}
	return n
}

// MarkStep says on which day a step was done.
func (a *App) MarkStep(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	_, err = c.Apply(civic.MarkStep{Action: c.Param("action"), Step: form.Value("step"), On: form.Value("done_on")})
	if civic.KindOf(err) == civic.Invalid {
		d, e := a.action(c)
		if e != nil {
			return e
		}
		d.Form = c.reportToForm(d)
		return c.refuse(err, c.actionPage(d), d.Form, views.ActionContent(d))
	}
	if err != nil {
		return a.backWith(c, err, actionPath(c))
	}
	return c.saved(actionPath(c) + "#steps")
}
