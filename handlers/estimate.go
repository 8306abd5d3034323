package handlers

import (
	"strconv"
	"strings"

	"ashar/internal/civic"
	"ashar/views"
)

// Costs lists what the needs of the list cost.
func (a *App) Costs(c *Ctx) error {
	ctx := c.Request().Context()
	list, err := a.needList(ctx, c.Scope.Cycle)
	if err != nil {
		return err
	}
	estimates, err := a.store.Estimates(ctx, c.Scope.Cycle)
	if err != nil {
		return err
	}
	return c.show(c.budgetPage(list.Cycle, list.Place, "budget.costs"),
		views.CostsContent(list, civic.NewestEstimates(estimates), civic.JoinedEstimates(estimates), c.User.Holds(c.Scope.Municipality, planners...)))
}

// Cost is one need's estimates. With ?of= the form is filled with one of a need that was joined into it.
func (a *App) Cost(c *Ctx) error { return a.showCost(c, nil, nil) }

func (a *App) showCost(c *Ctx, form *views.Form, refused error) error {
	ctx := c.Request().Context()
	ns, err := a.store.Needs(ctx, c.Scope.Cycle)
	if err != nil {
		return err
	}
	n := ns.Find(c.Param("need"))
	if n == nil {
		return civic.E(civic.NotFound, "error.not_found")
	}
	all, err := a.store.Estimates(ctx, c.Scope.Cycle)
	if err != nil {
		return err
	}
	var history []civic.Estimate
	for _, e := range all {
		if e.Need == n.ID {
			history = append(history, e)
		}
	}
	parts := civic.JoinedEstimates(all)[n.ID]
	if form == nil {
		form = c.emptyForm("dated", civic.Today(a.now()))
		for _, e := range parts {
			if e.ID == c.QueryParam("of") {
				form = c.emptyForm("cost", strconv.FormatInt(e.Cost, 10), "source", e.Source, "dated", e.Dated, "note", c.Lang.T("budget.cost_joined_of", "need", e.NeedTitle.In(string(c.Lang))))
			}
		}
	}
	page := c.budgetPage(ns.Cycle, ns.Place, "budget.cost_one")
	page.Back = &views.Link{Href: costsPath(ns.Cycle.ID), Text: c.Lang.T("budget.costs")}
	content := views.CostContent(ns.Cycle.ID, n, history, parts, form, c.User.Holds(c.Scope.Municipality, planners...))
	if refused != nil {
		return c.refuse(refused, page, form, content)
	}
	return c.show(page, content)
}

func costsPath(cycle string) string { return views.BudgetPath(cycle) + "/costs" }

// SetCost adds an estimate, or takes back the one that stands.
func (a *App) SetCost(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	set := civic.SetEstimate{ID: c.opID(), Need: c.Param("need"), Cost: amountOf(form.Value("cost")), Source: c.text("source"), Dated: form.Value("dated"), Note: c.text("note")}
	if c.checked("back") {
		set.Cost, set.Source, set.Dated = 0, "", ""
	} else if set.Cost == 0 || strings.TrimSpace(form.Value("cost")) == "" {
		set.Cost = -1 // nothing costs nothing: that is taken back, with a reason
	}
	if _, err := c.Apply(set); err != nil {
		return a.showCost(c, form, err)
	}
	return c.saved(costsPath(c.Scope.Cycle))
}
