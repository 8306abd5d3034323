package handlers

import (
	"slices"
	"strconv"
	"strings"

	"ashar/internal/civic"
	"ashar/views"
)

// rowAsked reads what the form of a row stands on; without :action it is of a new one.
func (a *App) rowAsked(c *Ctx) (d views.ActionData, err error) {
	if d.JointPlanData, err = a.begunPlan(c); err != nil {
		return d, err
	}
	if id := c.Param("action"); id != "" {
		if d.Action = d.Plan.Find(id); d.Action == nil {
			return d, civic.E(civic.NotFound, "error.not_found")
		}
	}
	ctx := c.Request().Context()
	if d.Sectors, err = a.store.SectorsOf(ctx, c.Scope.Municipality); err != nil {
		return d, err
	}
	d.Villages, err = a.store.CycleVillages(ctx, c.Scope.Cycle, c.Scope.Municipality)
	return d, err
}

func (c *Ctx) rowPage(d views.ActionData) views.Page {
	if d.Action == nil {
		return c.behindPlan("plan.add_row", d.JointPlanData)
	}
	p := c.actionPage(d)
	p.Back = &views.Link{Href: actionPath(c), Text: p.Title}
	return p
}

// NewAction is the form of a row to be; with ?need= it is filled from what was decided of the need.
func (a *App) NewAction(c *Ctx) error {
	d, err := a.rowAsked(c)
	if err != nil {
		return err
	}
	text := civic.ActionText{MonitoringBy: inAll("plan.usual_monitoring").KY}
	if need := c.QueryParam("need"); need != "" {
		all, err := a.store.PlanSuggestions(c.Request().Context(), c.Scope.Cycle)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(all, func(x civic.PlanSuggestion) bool { return x.Text.Need == need && !x.Taken })
		if i < 0 {
			return civic.E(civic.NotFound, "error.not_found")
		}
		all[i].Text.MonitoringBy = text.MonitoringBy
		text = all[i].Text
	}
	d.Form = actionToForm(c, a.ids.New(), text, 0)
	return c.show(c.rowPage(d), views.ActionForm(d))
}

// EditAction is the form of a row as it stands.
func (a *App) EditAction(c *Ctx) error {
	d, err := a.rowAsked(c)
	if err != nil {
		return err
	}
	d.Form = actionToForm(c, d.Action.ID, d.Action.Text(), d.Action.Version)
	return c.show(c.rowPage(d), views.ActionForm(d))
}

func actionToForm(c *Ctx, id string, t civic.ActionText, version int64) *views.Form {
	number := func(n int64) string {
		if n == 0 {
			return ""
		}
		return c.Lang.Number(n)
	}
	form := c.emptyForm("id", id, "base", strconv.FormatInt(version, 10), "need", t.Need, "title_ky", t.Title.KY, "title_ru", t.Title.RU, "description", t.Description,
		"sector", t.Sector, "issue", t.Issue, "village", t.Village, "result", t.Result, "responsible_ao", t.ResponsibleAO, "responsible_dt", t.ResponsibleDT,
		"starts", t.Starts, "ends", t.Ends, "estimate", number(t.Estimate), "indicator", t.Indicator, "baseline", t.Baseline, "target", t.Target,
		"beneficiaries", number(int64(t.Beneficiaries)), "monitoring_by", t.MonitoringBy, "steps", strconv.Itoa(max(3, len(t.Steps)+1)))
	for i, s := range t.Steps {
		step, text, due := views.StepFields(i + 1)
		form.Values.Set(step, s.ID)
		form.Values.Set(text, s.Text)
		form.Values.Set(due, s.Due)
	}
	for _, x := range t.Costs {
		form.Values.Set(views.CostField(x.Source, x.Year), number(x.Amount))
		if x.InKind != "" {
			form.Values.Set("ashar", x.InKind)
		}
	}
	return form
}

// actionFromForm reads a row. What the form does not ask (the English title, costs of other years) stays.
func (a *App) actionFromForm(c *Ctx, form *views.Form, d views.ActionData) (civic.ActionText, error) {
	var es civic.Errors
	t := civic.ActionText{Need: form.Value("need"), Title: civic.Text{KY: c.text("title_ky"), RU: c.text("title_ru")}, Description: c.text("description"),
		Sector: form.Value("sector"), Issue: c.text("issue"), Village: form.Value("village"), Result: c.text("result"), ResponsibleAO: c.text("responsible_ao"),
		ResponsibleDT: c.text("responsible_dt"), Starts: form.Value("starts"), Ends: form.Value("ends"), Estimate: som(form, "estimate", &es),
		Indicator: c.text("indicator"), Baseline: c.text("baseline"), Target: c.text("target"), MonitoringBy: c.text("monitoring_by")}
	if d.Action != nil {
		t.Need = d.Action.Need
		if t.Title.KY == d.Action.Title.KY {
			t.Title.EN = d.Action.Title.EN
		}
	}
	if typed := strings.TrimSpace(form.Value("beneficiaries")); typed != "" {
		n, ok := civic.Som(typed) // grouped as amounts are
		if !ok {
			es = append(es, civic.Bad("beneficiaries", "error.affected"))
		}
		t.Beneficiaries = int(n)
	}
	for i := range views.StepRows(form) {
		id, text, due := views.StepFields(i + 1)
		s := civic.ActionStep{ID: form.Value(id), Text: c.text(text), Due: form.Value(due)}
		if s.Text == "" && s.Due == "" {
			continue
		}
		if s.ID == "" {
			s.ID = a.ids.New()
		}
		if s.Text == "" {
			es = append(es, civic.Bad(text, "error.action_step_text"))
		}
		t.Steps = append(t.Steps, s)
	}
	years := d.Plan.CostYears()
	for _, source := range civic.MoneySources {
		for i, y := range years {
			x := civic.ActionCost{Source: source, Year: y, Amount: som(form, views.CostField(source, y), &es)}
			if source == civic.CommunityMoney && i == asharYear(form, years) {
				x.InKind = c.text("ashar")
			}
			if x.Amount > 0 || x.InKind != "" {
				t.Costs = append(t.Costs, x)
			}
		}
	}
	return t, es.Or()
}

// asharYear is with which year's money the labour in words stands: the first that the community pays in, else the first.
func asharYear(form *views.Form, years []int) int {
	for i, y := range years {
		if strings.TrimSpace(form.Value(views.CostField(civic.CommunityMoney, y))) != "" {
			return i
		}
	}
	return 0
}

// AddAction makes a row by hand.
func (a *App) AddAction(c *Ctx) error { return a.saveAction(c) }

// SaveAction changes a row.
func (a *App) SaveAction(c *Ctx) error { return a.saveAction(c) }

func (a *App) saveAction(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	d, err := a.rowAsked(c)
	if err != nil {
		return err
	}
	d.Form = form
	if c.checked("more") {
		form.Values.Set("steps", strconv.Itoa(views.StepRows(form)+3))
		return c.show(c.rowPage(d), views.ActionForm(d))
	}
	text, err := a.actionFromForm(c, form, d)
	save := civic.SaveAction{ID: form.Value("id"), ActionText: text, Reason: c.text("reason")}
	if d.Action != nil {
		save.ID, save.Base = d.Action.ID, max(1, base(form))
	}
	if err == nil {
		_, err = c.Apply(save)
	}
	if err != nil {
		return c.refuse(err, c.rowPage(d), form, views.ActionForm(d))
	}
	c.flash(false, "common.saved")
	return c.goTo(views.ActionPath(c.Scope.Cycle, save.ID, ""))
}

// DropAction takes a row out of the plan.
func (a *App) DropAction(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	d, err := a.rowAsked(c)
	if err != nil {
		return err
	}
	if _, err := c.Apply(civic.DropAction{ID: d.Action.ID, Reason: c.text("drop_reason")}); err != nil {
		for _, p := range civic.Problems(err) {
			if p.Field == "reason" {
				p.Field = "drop_reason"
			}
		}
		typed := form.Value("drop_reason")
		d.Form = actionToForm(c, d.Action.ID, d.Action.Text(), d.Action.Version)
		d.Form.Values.Set("drop_reason", typed)
		return c.refuse(err, c.rowPage(d), d.Form, views.ActionForm(d))
	}
	c.flash(false, "action.dropped")
	return c.goTo(planPath(c.Scope.Cycle) + "?view=table")
}
