package handlers

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"ashar/internal/civic"
	"ashar/internal/i18n"
	"ashar/views"
)

type planStore interface {
	Plan(ctx context.Context, cycle string) (civic.Plan, error)
	PlanVersions(ctx context.Context, cycle string) ([]civic.PlanVersion, error)
	PlanSuggestions(ctx context.Context, cycle string) ([]civic.PlanSuggestion, error)
	ActionReports(ctx context.Context, cycle string) ([]civic.ActionReport, error)
	AdoptedResolutions(ctx context.Context, cycle string) ([]civic.Resolution, error)
}

func planPath(cycle string) string { return cyclePath(cycle) + "/plan" }

// jointPlan reads what every page of the joint action plan stands on.
func (a *App) jointPlan(c *Ctx) (d views.JointPlanData, err error) {
	ctx := c.Request().Context()
	d.Writes, d.Today = c.User.Holds(c.Scope.Municipality, planners...), civic.Today(a.now())
	if d.Cycle, d.Place, err = a.store.Cycle(ctx, c.Scope.Cycle); err != nil {
		return d, err
	}
	d.Plan, err = a.store.Plan(ctx, c.Scope.Cycle)
	d.Form = c.emptyForm()
	return d, err
}

// begunPlan is the same where somebody must have begun the plan.
func (a *App) begunPlan(c *Ctx) (views.JointPlanData, error) {
	d, err := a.jointPlan(c)
	if err == nil && !d.Plan.Exists() {
		err = civic.E(civic.NotFound, "error.not_found")
	}
	return d, err
}

// JointPlan is the station of the joint action plan (БАП): a board, a table, or along the months.
func (a *App) JointPlan(c *Ctx) error {
	d, err := a.jointPlan(c)
	if err != nil {
		return err
	}
	if d.Reports, err = a.store.ActionReports(c.Request().Context(), c.Scope.Cycle); err != nil {
		return err
	}
	switch d.View = c.QueryParam("view"); d.View {
	case "board", "table", "time":
	default:
		d.View = "board"
		if !d.Adopted() { // until it is carried out there is nothing to move
			d.View = "table"
		}
	}
	p := c.stationPage("plan", d.Cycle, d.Place)
	p.Wide, p.Styles = true, []string{"action.css"}
	p.Scripts = []string{"board.js"}
	return c.show(p, views.JointPlanContent(d))
}

// behindPlan is a page behind the station: the way up leads back to it.
func (c *Ctx) behindPlan(titleKey string, d views.JointPlanData) views.Page {
	p := c.cyclePage(titleKey, d.Cycle, d.Place)
	p.Way = &views.Way{Cycle: d.Cycle.ID, Part: "plan"}
	p.Back = &views.Link{Href: planPath(d.Cycle.ID), Text: c.Lang.T("way.plan")}
	p.Styles = []string{"action.css"}
	return p
}

// EditJointPlan is the form of the head; before the plan is begun, filled sensibly.
func (a *App) EditJointPlan(c *Ctx) error {
	d, err := a.jointPlan(c)
	if err != nil {
		return err
	}
	h := d.Plan.PlanHead
	if !d.Plan.Exists() {
		h = UsualPlanHead(d.Cycle, d.Place)
	}
	from, to := "", ""
	if years := h.Years(); len(years) > 0 {
		from, to = strconv.Itoa(years[0]), strconv.Itoa(years[len(years)-1])
	}
	d.Form = c.emptyForm("base", strconv.FormatInt(d.Plan.Version, 10), "title_ky", h.Title.KY, "title_ru", h.Title.RU, "from", from, "to", to,
		"party_ao", h.PartyAO, "party_people", h.PartyPeople, "agreed_by", h.AgreedBy, "agreed_on", h.AgreedOn)
	return c.show(c.behindPlan("plan.edit", d), views.JointPlanForm(d))
}

// UsualPlanHead is of two years from the budget year of the cycle on.
func UsualPlanHead(cy civic.Cycle, place civic.Place) civic.PlanHead {
	from, to := strconv.Itoa(cy.BudgetYear), strconv.Itoa(cy.BudgetYear+1)
	return civic.PlanHead{Title: inEach("plan.usual_title", "name", place.Name, "from", from, "to", to), Starts: from + "-01-01", Ends: to + "-12-31",
		PartyAO: inEach("plan.usual_ao", "name", place.Name).KY, PartyPeople: inEach("plan.usual_people", "name", place.Name).KY}
}

// inEach is a sentence in the three languages, with names in each.
func inEach(key string, args ...any) civic.Text {
	say := func(l i18n.Lang) string {
		named := slices.Clone(args)
		for i, a := range named {
			if name, is := a.(civic.Text); is {
				named[i] = name.In(string(l))
			}
		}
		return l.T(key, named...)
	}
	return civic.Text{KY: say(i18n.KY), RU: say(i18n.RU), EN: say(i18n.EN)}
}

// SaveJointPlan begins the plan or changes its head.
func (a *App) SaveJointPlan(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	d, err := a.jointPlan(c)
	if err != nil {
		return err
	}
	save := civic.SavePlan{Cycle: c.Scope.Cycle, Reason: c.text("reason"), Base: base(form)}
	save.PlanHead = civic.PlanHead{Title: civic.Text{KY: c.text("title_ky"), RU: c.text("title_ru")}, PartyAO: c.text("party_ao"), PartyPeople: c.text("party_people"),
		AgreedBy: c.text("agreed_by"), AgreedOn: form.Value("agreed_on"), Starts: c.text("from") + "-01-01", Ends: c.text("to") + "-12-31"}
	if usual := UsualPlanHead(d.Cycle, d.Place); save.Title.KY == usual.Title.KY {
		save.Title.EN = usual.Title.EN
	}
	if _, err := c.Apply(save); err != nil {
		d.Form = form
		return c.refuse(err, c.behindPlan("plan.edit", d), form, views.JointPlanForm(d))
	}
	return c.saved(planPath(c.Scope.Cycle))
}

// PlanSuggestions are what the council accepted and the budget has, to be taken as rows.
func (a *App) PlanSuggestions(c *Ctx) error {
	d, err := a.suggestions(c)
	if err != nil {
		return err
	}
	for _, x := range d.Suggestions {
		if x.Funded && !x.Taken { // what has its money is what a plan begins with
			d.Form.Values.Add("needs", x.Text.Need)
		}
	}
	return c.show(c.behindPlan("plan.suggestions", d), views.SuggestionsContent(d))
}

func (a *App) suggestions(c *Ctx) (views.JointPlanData, error) {
	d, err := a.begunPlan(c)
	if err == nil {
		d.Suggestions, err = a.store.PlanSuggestions(c.Request().Context(), c.Scope.Cycle)
	}
	return d, err
}

// TakeActions makes rows of those that were ticked. Who is responsible is left to be said.
func (a *App) TakeActions(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	d, err := a.suggestions(c)
	if err != nil {
		return err
	}
	take := civic.TakeActions{Cycle: c.Scope.Cycle}
	for _, x := range d.Suggestions {
		if form.Has("needs", x.Text.Need) && !x.Taken {
			x.Text.MonitoringBy = inAll("plan.usual_monitoring").KY
			take.Actions = append(take.Actions, civic.NewAction{ID: a.ids.New(), ActionText: x.Text})
		}
	}
	if _, err := c.Apply(take); err != nil {
		d.Form = form
		return c.refuse(err, c.behindPlan("plan.suggestions", d), form, views.SuggestionsContent(d))
	}
	c.flash(false, "plan.took", "n", len(take.Actions))
	return c.goTo(planPath(c.Scope.Cycle) + "?view=table")
}

// som reads an amount of a form; nothing typed is none, and what is no amount is refused at its field.
func som(form *views.Form, field string, es *civic.Errors) int64 {
	typed := strings.TrimSpace(form.Value(field))
	if typed == "" {
		return 0
	}
	n, ok := civic.Som(typed)
	if !ok {
		*es = append(*es, civic.Bad(field, "error.som"))
	}
	return n
}
