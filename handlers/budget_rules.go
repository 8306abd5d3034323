package handlers

import (
	"strconv"

	"ashar/internal/civic"
	"ashar/views"
)

// BudgetRules is the page on which the rules are declared, before money is divided by them.
func (a *App) BudgetRules(c *Ctx) error { return a.showBudgetRules(c, nil, nil, nil) }

func (a *App) showBudgetRules(c *Ctx, form, lot *views.Form, refused error) error {
	ctx := c.Request().Context()
	cycle, place, err := a.store.Cycle(ctx, c.Scope.Cycle)
	if err != nil {
		return err
	}
	b, err := a.store.Budget(ctx, cycle.ID)
	if err != nil {
		return err
	}
	d := &views.BudgetRulesData{Cycle: cycle, Rules: b.Rules, Form: form, Lot: lot, Plans: c.User.Holds(c.Scope.Municipality, planners...), Kept: len(b.Allocations) > 0}
	for i := range b.Allocations {
		d.Adopted = d.Adopted || b.Allocations[i].Adopted()
	}
	if form == nil {
		d.Form = rulesForm(c, b.Rules)
	}
	if lot == nil {
		d.Lot = c.emptyForm()
	}
	page := c.budgetPage(cycle, place, "budget.rules")
	if refused == nil {
		return c.show(page, views.BudgetRulesContent(d))
	}
	if lot != nil {
		return c.refuse(refused, page, lot, views.BudgetRulesContent(d))
	}
	return c.refuse(refused, page, d.Form, views.BudgetRulesContent(d))
}

func rulesForm(c *Ctx, r civic.BudgetRules) *views.Form {
	seen := int64(0)
	if r.Declared() {
		seen = r.At.UnixMicro()
	}
	completion := r.Completion
	if completion == "" {
		completion = civic.DefaultBudgetRules().Completion
	}
	form := c.emptyForm("rule", r.Rule, "completion", completion, "utility", r.Utility, "ties", r.Ties, "ballots", r.Ballots, "slices", r.Slices,
		"seen", strconv.FormatInt(seen, 10))
	for i, k := range r.Guaranteed {
		form.Values.Set("guaranteed_"+itoa(i+1), string(k))
	}
	return form
}

// DeclareBudgetRules declares them.
func (a *App) DeclareBudgetRules(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	seen, err := strconv.ParseInt(form.Value("seen"), 10, 64)
	if err != nil {
		seen = 0
	}
	r := civic.BudgetRules{Rule: form.Value("rule"), Utility: form.Value("utility"), Ties: form.Value("ties"), Ballots: form.Value("ballots"),
		Slices: form.Value("slices"), Reason: c.text("reason")}
	if r.Rule == civic.EqualShares {
		r.Completion = form.Value("completion")
	}
	for n := 1; n <= views.MostGuaranteed; n++ {
		if k := form.Value("guaranteed_" + itoa(n)); k != "" {
			r.Guaranteed = append(r.Guaranteed, civic.AudienceKind(k))
		}
	}
	if _, err := c.Apply(civic.DeclareBudgetRules{Cycle: c.Scope.Cycle, Rules: r, Seen: seen}); err != nil {
		return a.showBudgetRules(c, form, nil, err)
	}
	return c.saved(views.BudgetPath(c.Scope.Cycle) + "/rules")
}

// DrawBudgetLot records the lot that decides between equals.
func (a *App) DrawBudgetLot(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	if _, err := c.Apply(civic.DrawBudgetLot{Cycle: c.Scope.Cycle, Seed: c.text("seed"), Witness: c.text("witness")}); err != nil {
		return a.showBudgetRules(c, nil, form, err)
	}
	return c.saved(views.BudgetPath(c.Scope.Cycle) + "/rules")
}
