package handlers

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"ashar/internal/civic"
	"ashar/views"
)

type budgetStore interface {
	Budget(ctx context.Context, cycle string) (civic.Budget, error)
	Envelopes(ctx context.Context, cycle string) ([]civic.Envelope, error)
	Estimates(ctx context.Context, cycle string) ([]civic.Estimate, error)
	Election(ctx context.Context, cycle, allocation string) (string, error)
}

// budgetAsked reads what the cycle of the path has to divide money with.
func (a *App) budgetAsked(c *Ctx) (*views.BudgetData, *civic.NeedList, error) {
	ctx := c.Request().Context()
	list, err := a.needList(ctx, c.Scope.Cycle)
	if err != nil {
		return nil, nil, err
	}
	b, err := a.store.Budget(ctx, c.Scope.Cycle)
	if err != nil {
		return nil, nil, err
	}
	estimates, err := a.store.Estimates(ctx, c.Scope.Cycle)
	if err != nil {
		return nil, nil, err
	}
	d := &views.BudgetData{Cycle: list.Cycle, Place: list.Place, Rules: b.Rules, Current: b.Current(), Plans: c.User.Holds(c.Scope.Municipality, planners...),
		Real: DivisionOf(list, b, estimates), Form: &views.Form{Values: url.Values{}}}
	d.Division = d.Real
	return d, list, nil
}

// Budget is the page of dividing the budget: rules side by side, as it is or
// as it would be. What is tried stands in the address and is kept nowhere.
func (a *App) Budget(c *Ctx) error {
	d, _, err := a.budgetAsked(c)
	if err != nil {
		return err
	}
	tryOut(d, c.QueryParams())
	if err := compare(d, c.QueryParam("left"), c.QueryParam("right")); err != nil {
		return err
	}
	if len(d.Answers) > 0 && !d.Trial {
		d.Command = allocateCommand(d.Real, d.Rules, divisionName(d.Place, d.Real.Year)+".pb")
	}
	if c.partial() {
		return c.parts(views.BudgetAnswers(d))
	}
	return c.show(c.budgetPage(d.Cycle, d.Place, ""), views.BudgetContent(d))
}

// budgetPage is the station, or with a title a page below it.
func (c *Ctx) budgetPage(cycle civic.Cycle, place civic.Place, titleKey string) views.Page {
	p := c.stationPage("budget", cycle, place)
	if titleKey != "" {
		p.Title = c.Lang.T(titleKey)
		p.Back = &views.Link{Href: views.BudgetPath(cycle.ID), Text: c.Lang.T("way.budget")}
	}
	return p
}

// tryOut puts what was asked into the division; what is no amount is told and stays as it is.
func tryOut(d *views.BudgetData, asked url.Values) {
	d.Form.Values = asked
	if field, value, ok := strings.Cut(asked.Get("set"), "="); ok { // − and + without a script
		asked.Set(field, value)
	}
	amount := func(field string, real int64) int64 {
		text, given := asked[field]
		if !given {
			return real
		}
		if strings.TrimSpace(text[0]) == "" {
			return 0
		}
		n, ok := civic.Som(text[0])
		if !ok || n > civic.MostMoney {
			d.Form.Problems = append(d.Form.Problems, civic.Bad(field, "error.som"))
			return real
		}
		d.Trial = d.Trial || n != real
		return n
	}
	d.Division.Budget = amount("envelope", d.Real.Budget)
	d.Division.Lines = slices.Clone(d.Real.Lines)
	for i := range d.Division.Lines {
		l := &d.Division.Lines[i]
		real := l.Cost
		l.Cost = amount("cost_"+l.Code, real)
		d.Trial = d.Trial || l.Cost != real
	}
	d.Trial = d.Trial || d.Division.Budget != d.Real.Budget
}

// compare counts by all rules, and chooses which two stand side by side.
func compare(d *views.BudgetData, left, right string) error {
	if d.Division.Budget <= 0 || !slices.ContainsFunc(d.Division.Lines, d.Division.Takes) {
		return nil
	}
	rules := d.Rules
	if !rules.Drawn() { // shown by the cheaper first, until the lot is drawn; nothing can be kept before
		rules.Ties = civic.CostTie
	}
	keys, all := rulesBeside(rules)
	for _, k := range keys {
		answer, err := Answer(d.Division, k, all[k])
		if err != nil {
			return err
		}
		d.Answers = append(d.Answers, answer)
	}
	d.Keys, d.Left, d.Right = keys, "declared", civic.Greedy
	if !slices.Contains(keys, civic.Greedy) {
		d.Right = civic.EqualShares
	}
	if slices.Contains(keys, left) {
		d.Left = left
	}
	if slices.Contains(keys, right) {
		d.Right = right
	}
	return nil
}

// divisionName of files: whose budget, of which year.
func divisionName(place civic.Place, year int) string {
	name := "byudjet"
	if p := civic.FileName(place.Name.KY); p != "" {
		name += "-" + p
	}
	return name + "-" + itoa(year)
}

// BudgetFile is the division as it is, as a Pabulib file.
func (a *App) BudgetFile(c *Ctx) error {
	d, _, err := a.budgetAsked(c)
	if err != nil {
		return err
	}
	if d.Real.Budget <= 0 || !slices.ContainsFunc(d.Real.Lines, d.Real.Takes) {
		return civic.E(civic.NotFound, "error.not_found")
	}
	if !d.Rules.Drawn() {
		return civic.E(civic.Conflict, "error.budget_undeclared")
	}
	file, err := pabulibOf(d.Place, d.Cycle, d.Real, d.Rules)
	if err != nil {
		return err
	}
	return c.pabulib(divisionName(d.Place, d.Real.Year), file)
}

func (c *Ctx) pabulib(name string, file []byte) error {
	h := c.Response().Header()
	h.Set("Content-Disposition", `attachment; filename="`+name+`.pb"`)
	h.Set("Cache-Control", "private, no-store")
	return c.Blob(http.StatusOK, "text/plain; charset=utf-8", file)
}
