package handlers

import (
	"slices"
	"strconv"

	"ashar/internal/civic"
	"ashar/views"
)

// KeepOf is the division by the declared rules, ready to be kept.
func KeepOf(id string, list *civic.NeedList, b civic.Budget, estimates []civic.Estimate) (civic.KeepAllocation, error) {
	k := civic.KeepAllocation{ID: id, Rules: b.Rules, Division: DivisionOf(list, b, estimates)}
	if k.Division.Budget <= 0 || !slices.ContainsFunc(k.Division.Lines, k.Division.Takes) {
		return k, civic.Bad("", "error.budget_nothing")
	}
	if !b.Rules.Declared() || !b.Rules.Drawn() {
		return k, civic.E(civic.Conflict, "error.budget_undeclared")
	}
	answer, err := Answer(k.Division, "declared", k.Rules)
	if err != nil {
		return k, err
	}
	file, err := pabulibOf(list.Place, list.Cycle, k.Division, k.Rules)
	k.Winners, k.Election = answer.In, string(file)
	return k, err
}

// KeepAllocation keeps the division as it really is, by the declared rules.
func (a *App) KeepAllocation(c *Ctx) error {
	if _, err := c.form(); err != nil {
		return err
	}
	ctx := c.Request().Context()
	list, err := a.needList(ctx, c.Scope.Cycle)
	if err != nil {
		return err
	}
	b, err := a.store.Budget(ctx, c.Scope.Cycle)
	if err != nil {
		return err
	}
	estimates, err := a.store.Estimates(ctx, c.Scope.Cycle)
	if err != nil {
		return err
	}
	keep, err := KeepOf(c.opID(), list, b, estimates)
	if err != nil {
		return err
	}
	if _, err := c.Apply(keep); err != nil {
		return err
	}
	c.flash(false, "budget.was_kept")
	return c.goTo(views.AllocationPath(c.Scope.Cycle, keep.ID))
}

// Allocations leads to the divisions that were kept.
func (a *App) Allocations(c *Ctx) error { return c.goTo(views.BudgetPath(c.Scope.Cycle)) }

// Allocation is a division that was kept.
func (a *App) Allocation(c *Ctx) error { return a.showAllocation(c, nil, nil) }

// allocationAsked is the one of the path, with the rule's answer reckoned again from what was kept.
func (a *App) allocationAsked(c *Ctx) (*views.AllocationData, error) {
	ctx := c.Request().Context()
	cycle, place, err := a.store.Cycle(ctx, c.Scope.Cycle)
	if err != nil {
		return nil, err
	}
	b, err := a.store.Budget(ctx, cycle.ID)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(b.Allocations, func(x civic.Allocation) bool { return x.ID == c.Param("allocation") })
	if i < 0 {
		return nil, civic.E(civic.NotFound, "error.not_found")
	}
	d := &views.AllocationData{Cycle: cycle, Place: place, A: b.Allocations[i], Others: b.Allocations, Decides: c.User.Holds(c.Scope.Municipality, deciders...)}
	decisions, err := a.store.Decisions(ctx, cycle.ID)
	if err != nil {
		return nil, err
	}
	standing := civic.Standing(decisions)
	d.Contrary, d.Otherwise = d.A.Contrary(standing), d.A.Otherwise(standing)
	answer, err := Answer(d.A.Division, "declared", d.A.Rules)
	d.Answer = &answer
	d.Command = allocateCommand(d.A.Division, d.A.Rules, d.FileName()+".pb")
	return d, err
}

func (a *App) showAllocation(c *Ctx, form *views.Form, refused error) error {
	d, err := a.allocationAsked(c)
	if err != nil {
		return err
	}
	if d.Form = form; form == nil {
		d.Form = c.emptyForm("base", strconv.FormatInt(d.A.Version, 10))
	}
	page := c.budgetPage(d.Cycle, d.Place, "budget.one")
	if refused != nil {
		return c.refuse(refused, page, form, views.AllocationContent(d))
	}
	return c.show(page, views.AllocationContent(d))
}

// OverrideAllocation decides on a need otherwise than the rule, with a reason.
func (a *App) OverrideAllocation(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	base, _ := strconv.ParseInt(form.Value("base"), 10, 64) // what is no version is none that stands
	override := civic.OverrideAllocation{ID: c.Param("allocation"), Need: form.Value("need"), In: form.Value("in") == "1", Reason: c.text("reason"), Base: base}
	if form.Value("in") == "" {
		err = civic.Errors(append(civic.Problems(override.Validate()), civic.Bad("in", "error.choice"))).Or()
	} else {
		_, err = c.Apply(override)
	}
	if err != nil {
		return a.showAllocation(c, form, err)
	}
	return c.saved(views.AllocationPath(c.Scope.Cycle, override.ID))
}

// AdoptAllocation makes a division the one that counts.
func (a *App) AdoptAllocation(c *Ctx) error {
	base, _ := strconv.ParseInt(c.FormValue("base"), 10, 64)
	id := c.Param("allocation")
	if _, err := c.Apply(civic.AdoptAllocation{ID: id, Base: base}); err != nil {
		return err
	}
	c.flash(false, "budget.was_adopted")
	return c.goTo(views.AllocationPath(c.Scope.Cycle, id))
}

// AllocationFile is the Pabulib file that a division was reckoned from.
func (a *App) AllocationFile(c *Ctx) error {
	d, err := a.allocationAsked(c)
	if err != nil {
		return err
	}
	text, err := a.store.Election(c.Request().Context(), d.Cycle.ID, d.A.ID)
	if err != nil {
		return err
	}
	return c.pabulib(d.FileName(), []byte(text))
}
