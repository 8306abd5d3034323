package db

import (
	"context"
	"testing"

	"ashar/internal/civic"
)

// chamber is a cycle with two needs and a proposal before the council.
type chamber struct {
	*hall
	cycle, water, road, proposal string
}

func newChamber(t *testing.T) *chamber {
	t.Helper()
	h := newHall(t)
	scope, err := h.s.Scope(context.Background(), "session", h.session)
	if err != nil {
		t.Fatal(err)
	}
	c := &chamber{hall: h, cycle: scope.Cycle, water: h.s.IDs.New(), road: h.s.IDs.New(), proposal: h.s.IDs.New()}
	gathering := h.s.IDs.New()
	for _, in := range []struct {
		query string
		args  []any
	}{
		{`INSERT INTO needs (id, cycle_id, code, title_ky, competence, made_at) VALUES ($1, $2, 'AAAAAAA', 'Таза суу', 'ao', 1)`, []any{c.water, c.cycle}},
		{`INSERT INTO needs (id, cycle_id, code, title_ky, competence, made_at) VALUES ($1, $2, 'BBBBBBB', 'Жол', 'ao', 1)`, []any{c.road, c.cycle}},
		{`INSERT INTO gatherings (id, cycle_id, sort, date, starts, status, made_at) VALUES ($1, $2, 'gathering', '2016-12-01', '10:00', 'closed', 1)`, []any{gathering, c.cycle}},
		{`INSERT INTO proposals (id, gathering_id, cycle_id, sort, place, text, author, votes_for, against, abstained, made_at) VALUES ($1, $2, $3, 'proposal', 1, 'Көпүрө', 'Асан', 90, 3, 7, 1)`, []any{c.proposal, gathering, c.cycle}},
		{`INSERT INTO proposals (id, gathering_id, cycle_id, sort, place, text, made_at) VALUES ($1, $2, $3, 'question', 2, 'Качан?', 2)`, []any{h.s.IDs.New(), gathering, c.cycle}},
		{`INSERT INTO proposals (id, gathering_id, cycle_id, sort, place, text, withdrawn, made_at) VALUES ($1, $2, $3, 'proposal', 3, 'Жок', 1, 3)`, []any{h.s.IDs.New(), gathering, c.cycle}},
		{`INSERT INTO estimates (id, cycle_id, need_id, cost, source, dated, made_by, made_at) VALUES ($1, $2, $3, 900, 'смета', '2016-11-01', 'x', 1)`, []any{h.s.IDs.New(), c.cycle, c.water}},
		{`INSERT INTO estimates (id, cycle_id, need_id, cost, source, dated, made_by, made_at) VALUES ($1, $2, $3, 850, 'тендер', '2016-12-01', 'x', 2)`, []any{h.s.IDs.New(), c.cycle, c.water}},
	} {
		if err := h.s.write(context.Background(), func(tx *Tx) error { return tx.exec(in.query, in.args...) }); err != nil {
			t.Fatal(in.query, err)
		}
	}
	return c
}

// today is the store's own day: decisions of the future are refused.
func (c *chamber) today() string { return civic.Today(c.s.now()) }

func (c *chamber) decide(need, replaces string, outcome civic.DecisionOutcome) civic.Decide {
	return civic.Decide{ID: c.s.IDs.New(), Need: need, Replaces: replaces, Outcome: outcome, Reason: civic.Text{KY: "негиз"}, Place: 1, On: c.today()}
}

func (c *chamber) facts() civic.CouncilFacts {
	c.t.Helper()
	f, err := c.s.CouncilFacts(context.Background(), c.cycle)
	if err != nil {
		c.t.Fatal(err)
	}
	return f
}

func TestALaterDecisionReplacesAnEarlierOneAndBothStay(t *testing.T) {
	c := newChamber(t)
	first := c.decide(c.water, "", civic.Postponed)
	first.Votes = &civic.CouncilVotes{Elected: 21, Present: 19, For: 12, Against: 4, Abstained: 3}
	first.Departs = civic.Text{KY: "себеби"}
	c.must(c.cycle, first)
	c.must(c.cycle, c.decide(c.road, "", civic.Accepted))
	if _, err := c.apply(c.cycle, c.decide(c.water, "", civic.Accepted)); civic.KindOf(err) != civic.Conflict {
		t.Errorf("decided without having seen what stands: %v", err)
	}
	second := c.decide(c.water, first.ID, civic.Accepted)
	second.Amount, second.BudgetLine, second.AnswerDue = 850, "7063", "2099-01-01"
	c.must(c.cycle, second)
	all, err := c.s.Decisions(context.Background(), c.cycle)
	if err != nil || len(all) != 3 {
		t.Fatalf("%d %v", len(all), err)
	}
	standing := civic.Standing(all)
	if s := standing[c.water]; s.ID != second.ID || s.Amount != 850 || s.BudgetLine != "7063" || s.Votes() != nil || s.Place != 1 {
		t.Errorf("%+v", s)
	}
	old := all[2]
	if old.ID != first.ID || old.ReplacedBy != second.ID || old.Votes() == nil || *old.Votes() != *first.Votes || old.Departs.KY != "себеби" {
		t.Errorf("%+v", old)
	}
	future := c.decide(c.water, second.ID, civic.Rejected)
	future.On = "2099-01-01"
	if _, err := c.apply(c.cycle, future); civic.Problems(err)[0].Field != "on" {
		t.Errorf("decided in the future: %v", err)
	}
	future.On = "2010-05-05"
	if _, err := c.apply(c.cycle, future); civic.Problems(err)[0].Key != "error.before_cycle" {
		t.Errorf("decided before the cycle: %v", err)
	}
	if _, err := c.apply(c.cycle, c.decide(c.s.IDs.New(), "", civic.Accepted)); civic.KindOf(err) != civic.NotFound {
		t.Errorf("decided on nothing: %v", err)
	}
	if _, err := c.apply(c.municipality, c.decide(c.road, "", civic.Accepted)); civic.KindOf(err) != civic.NotFound {
		t.Errorf("decided out of the cycle: %v", err)
	}
}

func TestAnAnswerIsGivenOnceUnlessItIsReadAgain(t *testing.T) {
	c := newChamber(t)
	d := c.decide(c.water, "", civic.Accepted)
	c.must(c.cycle, d)
	early := civic.AnswerDecision{Decision: d.ID, On: "2016-01-01", Answer: "бүттү", Base: 1}
	if _, err := c.apply(c.cycle, early); civic.Problems(err)[0].Field != "answered_on" {
		t.Errorf("answered before it was decided: %v", err)
	}
	answer := civic.AnswerDecision{Decision: d.ID, On: c.today(), Answer: "түтүк алмаштырылды", Base: 1}
	c.must(c.cycle, answer)
	if _, err := c.apply(c.cycle, answer); civic.KindOf(err) != civic.Conflict {
		t.Errorf("the answer of somebody else is written over: %v", err)
	}
	if got := c.facts().Decisions[0]; got.Answer != "түтүк алмаштырылды" || got.AnsweredOn != c.today() || got.Version != 2 {
		t.Errorf("%+v", got)
	}
}

func TestWhatIsBeforeTheCouncil(t *testing.T) {
	c := newChamber(t)
	proposed := c.decide("", "", civic.Accepted)
	proposed.Proposal, proposed.Place = c.proposal, 0
	c.must(c.cycle, proposed)
	before := c.s.Queries()
	f := c.facts()
	if n := c.s.Queries() - before; n > 2 {
		t.Errorf("%d queries", n)
	}
	if len(f.Proposals) != 1 || f.Proposals[0].Text != "Көпүрө" || *f.Proposals[0].For != 90 || *f.Proposals[0].Abstained != 7 {
		t.Errorf("%+v", f.Proposals)
	}
	if f.Costs[c.water] != (civic.Cost{Som: 850, Source: "тендер", Dated: "2016-12-01"}) || len(f.Costs) != 1 {
		t.Errorf("%+v", f.Costs)
	}
	c.must(c.cycle, civic.SetEstimate{ID: c.s.IDs.New(), Need: c.water, Note: "тендер жараксыз"})
	if costs := c.facts().Costs; len(costs) != 0 {
		t.Errorf("a cost that was taken back is before the council: %+v", costs)
	}
	if len(f.Decisions) != 1 || f.Decisions[0].About() != c.proposal {
		t.Errorf("%+v", f.Decisions)
	}
}

// What is to have been is not to come, and nothing of a cycle is over before it began.
func TestDaysThatCannotBeAreRefusedAtTheirField(t *testing.T) {
	c := newChamber(t)
	c.must(c.cycle, civic.SavePlan{Cycle: c.cycle, PlanHead: civic.PlanHead{Title: civic.Text{KY: "БАП"}, Starts: "2017-01-01", Ends: "2018-12-31"}})
	early := gatheringPlan()
	early.Date, early.NoticeOn = "2010-01-01", ""
	for field, x := range map[string]civic.Change{
		"dated":   civic.SetEstimate{ID: c.s.IDs.New(), Need: c.water, Cost: 5, Source: "смета", Dated: "2099-01-01"},
		"sent_on": civic.SaveLetter{ID: c.s.IDs.New(), Need: c.water, Addressee: "Жайыл районунун администрациясы", Text: civic.Text{KY: "Суу керек"}, SignedBy: "Н. Осмонов", Number: "1", SentOn: "2099-01-01", AnswerDue: "2099-02-01"},
		"date":    civic.SaveGathering{ID: c.s.IDs.New(), GatheringPlan: early},
		"ends":    civic.SaveAction{ID: c.s.IDs.New(), ActionText: civic.ActionText{Title: civic.Text{KY: "Жол"}, Starts: "2010-01-01", Ends: "2011-03-01"}},
	} {
		_, err := c.apply(c.cycle, x)
		if ps := civic.Problems(err); len(ps) != 1 || ps[0].Field != field || ps[0].Key != "error.future" && ps[0].Key != "error.before_cycle" {
			t.Errorf("%s: %v", field, err)
		}
	}
}
