package handlers

import (
	"strconv"
	"strings"

	"ashar/internal/civic"
	"ashar/views"
)

// amountOf is money that was typed, -1 where it is none: that is refused with a sentence at the field.
func amountOf(text string) int64 {
	n, ok := civic.Som(text)
	if !ok {
		return -1
	}
	return n
}

// Envelope is the page of a cycle's money.
func (a *App) Envelope(c *Ctx) error { return a.showEnvelope(c, nil, "", nil) }

// showEnvelope with the form of a row that was refused.
func (a *App) showEnvelope(c *Ctx, form *views.Form, row string, refused error) error {
	ctx := c.Request().Context()
	cycle, place, err := a.store.Cycle(ctx, c.Scope.Cycle)
	if err != nil {
		return err
	}
	d := &views.EnvelopeData{Cycle: cycle, Form: form, Row: row, Plans: c.User.Holds(c.Scope.Municipality, planners...)}
	if d.Money, err = a.store.Envelopes(ctx, cycle.ID); err != nil {
		return err
	}
	if form == nil {
		d.Form = c.emptyForm("year", itoa(cycle.BudgetYear), "source", string(civic.LocalBudget))
	}
	page := c.budgetPage(cycle, place, "budget.envelope")
	if refused != nil {
		return c.refuse(refused, page, d.Form, views.EnvelopeContent(d))
	}
	return c.show(page, views.EnvelopeContent(d))
}

func envelopePath(cycle string) string { return views.BudgetPath(cycle) + "/envelope" }

// AddEnvelope adds money of a source.
func (a *App) AddEnvelope(c *Ctx) error { return a.saveEnvelope(c, "") }

// ChangeEnvelope changes a row.
func (a *App) ChangeEnvelope(c *Ctx) error { return a.saveEnvelope(c, c.Param("row")) }

func (a *App) saveEnvelope(c *Ctx, row string) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	year, err := strconv.Atoi(strings.TrimSpace(form.Value("year")))
	if err != nil {
		year = 0 // refused with a sentence at the field
	}
	save := civic.SaveEnvelope{ID: row, Year: year, Source: civic.MoneySource(form.Value("source")), Name: c.text("name"), Amount: amountOf(form.Value("amount"))}
	if row == "" {
		save.ID = c.opID()
	} else if save.Base, err = strconv.ParseInt(form.Value("base"), 10, 64); err != nil || save.Base < 1 {
		return civic.E(civic.Conflict, "error.changed_meanwhile")
	}
	if _, err := c.Apply(save); err != nil {
		return a.showEnvelope(c, form, row, err)
	}
	return c.saved(envelopePath(c.Scope.Cycle))
}

// DropEnvelope takes a row out.
func (a *App) DropEnvelope(c *Ctx) error {
	base, err := strconv.ParseInt(c.FormValue("base"), 10, 64)
	if err != nil {
		base = 0
	}
	if _, err := c.Apply(civic.DropEnvelope{ID: c.Param("row"), Base: base}); err != nil {
		return err
	}
	c.flash(false, "budget.money_dropped")
	return c.goTo(envelopePath(c.Scope.Cycle))
}
