package db

import (
	"context"
	"testing"

	"ashar/internal/civic"
)

func (c *chamber) refused(change civic.Change, key string) {
	c.t.Helper()
	_, err := c.s.Apply(context.Background(), civic.Operation{Scope: c.cycle, Change: change})
	if ps := civic.Problems(err); len(ps) == 0 || ps[0].Key != key {
		c.t.Errorf("%s: %v, want %s", change.Kind(), err, key)
	}
}

func (c *chamber) does(change civic.Change) {
	c.t.Helper()
	if _, err := c.s.Apply(context.Background(), civic.Operation{Scope: c.cycle, Change: change}); err != nil {
		c.t.Fatal(change.Kind(), err)
	}
}

func (c *chamber) budget() civic.Budget {
	c.t.Helper()
	b, err := c.s.Budget(context.Background(), c.cycle)
	if err != nil {
		c.t.Fatal(err)
	}
	return b
}

// division of 2000 by what stands: the well costs 850, the road 1000.
func (c *chamber) division() civic.Division {
	return civic.Division{Year: 2017, Budget: 2000, Lines: []civic.BudgetLine{{Need: c.water, Code: "AAAAAAA", Cost: 850}, {Need: c.road, Code: "BBBBBBB", Cost: 1000}}}
}

func (c *chamber) keep(d civic.Division) civic.KeepAllocation {
	return civic.KeepAllocation{ID: c.s.IDs.New(), Rules: c.budget().Rules, Division: d, Winners: []string{c.water}, Election: "META"}
}

func newTreasury(t *testing.T) *chamber {
	t.Helper()
	c := newChamber(t)
	c.does(civic.SaveEnvelope{ID: c.s.IDs.New(), Year: 2017, Source: civic.LocalBudget, Amount: 1500})
	c.does(civic.SaveEnvelope{ID: c.s.IDs.New(), Year: 2017, Source: civic.GrantMoney, Name: "Грант", Amount: 500})
	c.does(civic.SaveEnvelope{ID: c.s.IDs.New(), Year: 2018, Source: civic.LocalBudget, Amount: 9000})
	c.does(civic.SetEstimate{ID: c.s.IDs.New(), Need: c.road, Cost: 1000, Source: "смета", Dated: "2016-12-01"})
	return c
}

func TestTheEnvelopeByYearAndSource(t *testing.T) {
	c := newTreasury(t)
	b := c.budget()
	if len(b.Money) != 3 || b.Money[0].Source != civic.LocalBudget || b.Money[2].Year != 2018 || civic.EnvelopeOf(b.Money, 2017) != 2000 {
		t.Fatalf("%+v", b.Money)
	}
	grant := b.Money[1]
	c.does(civic.SaveEnvelope{ID: grant.ID, Year: 2017, Source: civic.GrantMoney, Name: "Грант", Amount: 700, Base: 1})
	c.refused(civic.SaveEnvelope{ID: grant.ID, Year: 2017, Source: civic.GrantMoney, Name: "Грант", Amount: 900, Base: 1}, "error.changed_meanwhile")
	c.refused(civic.DropEnvelope{ID: grant.ID, Base: 1}, "error.changed_meanwhile")
	c.does(civic.DropEnvelope{ID: grant.ID, Base: 2})
	if got := civic.EnvelopeOf(c.budget().Money, 2017); got != 1500 {
		t.Errorf("%d", got)
	}
	if _, err := c.s.Apply(context.Background(), civic.Operation{Scope: c.s.IDs.New(), Change: civic.SetEstimate{ID: c.s.IDs.New(), Need: c.road, Cost: 1, Source: "x", Dated: "2016-12-01"}}); civic.KindOf(err) != civic.NotFound {
		t.Errorf("a need of another cycle: %v", err)
	}
	all, err := c.s.Estimates(context.Background(), c.cycle)
	if err != nil || len(all) != 3 || civic.NewestEstimates(all)[c.water].Cost != 850 {
		t.Errorf("%v %+v", err, all)
	}
}

func TestADivisionIsKeptOnlyOfWhatStandsAndByTheDeclaredRule(t *testing.T) {
	c := newTreasury(t)
	c.refused(c.keep(c.division()), "error.budget_undeclared")
	c.does(civic.DeclareBudgetRules{Cycle: c.cycle, Rules: civic.DefaultBudgetRules()})
	c.refused(civic.DeclareBudgetRules{Cycle: c.cycle, Rules: civic.DefaultBudgetRules()}, "error.changed_meanwhile") // somebody else declared meanwhile
	other := c.keep(c.division())
	other.Rules.Ties = civic.VotesTie
	c.refused(other, "error.changed_meanwhile")
	dearer := c.division()
	dearer.Lines[0].Cost = 900 // the estimate before
	c.refused(c.keep(dearer), "error.changed_meanwhile")
	richer := c.division()
	richer.Budget = 2500
	c.refused(c.keep(richer), "error.changed_meanwhile")

	k := c.keep(c.division())
	c.does(k)
	b := c.budget()
	if len(b.Allocations) != 1 || b.Allocations[0].Number != 1 || b.Allocations[0].Winners[0] != c.water || b.Current().ID != k.ID {
		t.Fatalf("%+v", b.Allocations)
	}
	if text, err := c.s.Election(context.Background(), c.cycle, k.ID); err != nil || text != "META" {
		t.Errorf("%q %v", text, err)
	}
	again := civic.DeclareBudgetRules{Cycle: c.cycle, Rules: civic.DefaultBudgetRules(), Seen: micros(b.Rules.At)}
	c.refused(again, "error.budget_rules_reason")
	again.Rules.Reason = "депутаттар чүчүкулакты тандады"
	again.Rules.Ties = civic.LotTie
	c.does(again)
	if b = c.budget(); b.Rules.Reason == "" || b.Allocations[0].Rules.Ties != civic.CostTie {
		t.Error("a division keeps the rules it was made by, and why they changed stands")
	}
}

func TestALotIsDrawnOnce(t *testing.T) {
	c := newTreasury(t)
	draw := civic.DrawBudgetLot{Cycle: c.cycle, Seed: "17 4 29", Witness: "Асан уулу Үсөн"}
	c.refused(draw, "error.budget_lot_drawn")
	rules := civic.DefaultBudgetRules()
	rules.Ties = civic.LotTie
	c.does(civic.DeclareBudgetRules{Cycle: c.cycle, Rules: rules})
	c.refused(c.keep(c.division()), "error.budget_undeclared") // not drawn yet
	c.does(draw)
	draw.Seed = "1 2 3 4"
	c.refused(draw, "error.budget_lot_drawn")
	r := c.budget().Rules
	if r.Lot == nil || r.Lot.Seed != "17 4 29" || r.Lot.Witness != "Асан уулу Үсөн" {
		t.Fatalf("%+v", r.Lot)
	}
	c.does(civic.DeclareBudgetRules{Cycle: c.cycle, Rules: rules, Seen: micros(r.At)})
	if c.budget().Rules.Lot == nil {
		t.Error("declaring the same again is no way to draw anew")
	}
	c.does(c.keep(c.division()))
}

func TestOverridesAndAdoption(t *testing.T) {
	c := newTreasury(t)
	c.does(civic.DeclareBudgetRules{Cycle: c.cycle, Rules: civic.DefaultBudgetRules()})
	k := c.keep(c.division())
	c.does(k)
	over := civic.OverrideAllocation{ID: k.ID, Need: c.road, In: true, Reason: "Көпүрө кулады, жол керек", Base: 1}
	c.does(over)
	c.refused(over, "error.changed_meanwhile")
	over.Base = 2
	c.refused(over, "error.override_same")
	c.refused(civic.AdoptAllocation{ID: k.ID, Base: 1}, "error.changed_meanwhile")
	c.does(civic.AdoptAllocation{ID: k.ID, Base: 2})
	over.In = false
	over.Base = 3
	c.refused(over, "error.budget_adopted")
	c.refused(civic.AdoptAllocation{ID: k.ID, Base: 3}, "error.budget_adopted")
	c.refused(civic.DeclareBudgetRules{Cycle: c.cycle, Rules: civic.DefaultBudgetRules(), Seen: micros(c.budget().Rules.At)}, "error.budget_adopted")
	c.refused(civic.AdoptAllocation{ID: c.s.IDs.New(), Base: 1}, "error.not_found")
	later := c.keep(c.division())
	c.does(later)
	b := c.budget()
	if a := b.Current(); a.ID != k.ID || !a.Adopted() || !a.In(c.road) || a.Ruled(c.road) || len(a.Overrides) != 1 {
		t.Errorf("%+v", a)
	}
	if b.Allocations[0].ID != later.ID || b.Allocations[0].Number != 2 {
		t.Error("the newest comes first")
	}
}
