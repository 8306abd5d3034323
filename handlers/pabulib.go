package handlers

import (
	"bytes"
	"errors"

	"ashar/internal/budget"
	"ashar/internal/civic"
	"ashar/views"
)

// PabulibFile is the page that takes a Pabulib file.
func (a *App) PabulibFile(c *Ctx) error {
	return a.showPabulib(c, &views.PabulibData{Form: c.emptyForm()}, nil)
}

func (a *App) showPabulib(c *Ctx, d *views.PabulibData, refused error) error {
	cycle, place, err := a.store.Cycle(c.Request().Context(), c.Scope.Cycle)
	if err != nil {
		return err
	}
	d.Action = views.BudgetPath(cycle.ID) + "/file"
	page := c.budgetPage(cycle, place, "pabulib.title")
	if refused != nil {
		return c.refuse(refused, page, d.Form, views.PabulibContent(d))
	}
	return c.show(page, views.PabulibContent(d))
}

// mostPabulib bytes of a file are read.
const mostPabulib = 8 << 20

// ReadPabulib shows what the rules make of a file. Nothing of it is kept.
func (a *App) ReadPabulib(c *Ctx) error {
	if err := a.dividing.pass(c); err != nil { // thousands of ballots take a while: one at a time
		return err
	}
	defer a.dividing.leave()
	d := &views.PabulibData{Form: c.emptyForm()}
	name, data, err := c.uploaded("file", mostPabulib, "error.pabulib_large")
	if err != nil {
		return a.showPabulib(c, d, err)
	}
	d.Name = name
	var found budget.Finding
	switch file, err := budget.ParsePabulib(bytes.NewReader(data)); {
	case errors.As(err, &found):
		d.Refused = &found
		return a.showPabulib(c, d, nil)
	case err != nil:
		return err
	default:
		d.File = file
	}
	for _, rule := range pabulibRules {
		result, err := budget.Allocate(&d.File.Election, rule)
		if err != nil {
			return a.showPabulib(c, &views.PabulibData{Form: d.Form}, civic.Bad("file", "error.pabulib_count").Because(err))
		}
		d.Results = append(d.Results, views.PabulibResult{Rule: result.Rule, Result: result})
	}
	return a.showPabulib(c, d, nil)
}

// pabulibRules are those a file is counted by, each as `ashar allocate` has it.
var pabulibRules = []budget.Rule{
	{Name: budget.Greedy, Ties: budget.CostVotes},
	{Name: budget.EqualShares, Completion: budget.None, Ties: budget.CostVotes},
	{Name: budget.EqualShares, Completion: budget.Add1U, Ties: budget.CostVotes},
	{Name: budget.Phragmen, Ties: budget.CostVotes},
}
