package handlers

import (
	"slices"
	"strconv"

	"ashar/internal/civic"
	"ashar/views"
)

// adoption reads what the page of putting forward and adopting shows.
func (a *App) adoption(c *Ctx) (views.JointPlanData, error) {
	d, err := a.begunPlan(c)
	d.Decides = c.User.Holds(c.Scope.Municipality, deciders...)
	if err != nil || !d.Writes || d.Plan.Status == civic.PlanDraft {
		return d, err
	}
	d.Resolutions, err = a.store.AdoptedResolutions(c.Request().Context(), c.Scope.Cycle)
	about := func(r civic.Resolution) bool { return r.About == civic.AboutPlan }
	if i := slices.IndexFunc(d.Resolutions, about); i > 0 { // the one about the plan first
		d.Resolutions[0], d.Resolutions[i] = d.Resolutions[i], d.Resolutions[0]
	}
	return d, err
}

// PlanAdoption says what each row lacks, puts the plan forward, and adopts it.
func (a *App) PlanAdoption(c *Ctx) error {
	d, err := a.adoption(c)
	if err != nil {
		return err
	}
	d.Form = c.emptyForm("approved_on", d.Today)
	if len(d.Resolutions) > 0 && d.Resolutions[0].About == civic.AboutPlan && !d.Adopted() {
		r := d.Resolutions[0]
		d.Form = c.emptyForm("resolution", r.ID, "approved_by", r.Chair, "approved_on", r.Date)
	}
	return c.show(c.behindPlan("plan.adoption", d), views.AdoptionContent(d))
}

// ProposePlan puts a whole plan forward, or takes it up again.
func (a *App) ProposePlan(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	if _, err := c.Apply(civic.ProposePlan{Cycle: c.Scope.Cycle, Back: c.checked("back"), Base: base(form)}); err != nil {
		return a.adoptionRefused(c, err, form)
	}
	return c.saved(planPath(c.Scope.Cycle) + "/adoption")
}

// AdoptPlan fixes the plan as the council adopted it.
func (a *App) AdoptPlan(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	if _, err := c.Apply(civic.AdoptPlan{Cycle: c.Scope.Cycle, Reason: c.text("reason"), Base: base(form), PlanApproval: civic.PlanApproval{
		ApprovedBy: c.text("approved_by"), ApprovedOn: form.Value("approved_on"), Resolution: form.Value("resolution"), ResolutionNumber: c.text("resolution_number")}}); err != nil {
		return a.adoptionRefused(c, err, form)
	}
	return c.saved(planPath(c.Scope.Cycle))
}

func (a *App) adoptionRefused(c *Ctx, err error, form *views.Form) error {
	d, e := a.adoption(c)
	if e != nil {
		return e
	}
	d.Form = form
	return c.refuse(err, c.behindPlan("plan.adoption", d), form, views.AdoptionContent(d))
}

// PlanVersions sets two versions side by side, ?a= and ?b=; without them the last two.
func (a *App) PlanVersions(c *Ctx) error {
	d, err := a.begunPlan(c)
	if err != nil {
		return err
	}
	if d.Versions, err = a.store.PlanVersions(c.Request().Context(), c.Scope.Cycle); err != nil {
		return err
	}
	after := d.Plan.Number
	before := max(after-1, 1)
	for name, n := range map[string]*int{"a": &before, "b": &after} {
		if asked, err := strconv.Atoi(c.QueryParam(name)); err == nil && asked > 0 && asked <= d.Plan.Number {
			*n = asked
		}
	}
	return c.show(c.behindPlan("plan.versions", d), views.PlanVersionsContent(d, before, after))
}
