package db

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"testing"

	"ashar/internal/civic"
)

// roundHall is a session of a cycle with the given rules, and three options.
type roundHall struct {
	t       *testing.T
	s       *Store
	session string
	round   string
	options []civic.RoundOption
	rules   civic.CycleRules
}

func newRoundHall(t *testing.T, rules civic.CycleRules) *roundHall {
	t.Helper()
	s := open(t)
	h := &roundHall{t: t, s: s, rules: rules, session: s.IDs.New(), round: s.IDs.New()}
	id := func() string { return s.IDs.New() }
	oblast, raion, m, v, cycle, audience := id(), id(), id(), id(), id(), id()
	h.must(civic.Installation, civic.SaveUnit{ID: oblast, Level: civic.Oblast, Code: "41708000000000", Name: civic.Text{KY: "Чүй"}})
	h.must(civic.Installation, civic.SaveUnit{ID: raion, Parent: oblast, Level: civic.Raion, Code: "41708209000000", Name: civic.Text{KY: "Жайыл"}})
	h.must(civic.Installation, civic.SaveUnit{ID: m, Parent: raion, Level: civic.Municipality, Code: "41708209822000", Name: civic.Text{KY: "Ак-Башат"}})
	h.must(civic.Installation, civic.SaveUnit{ID: v, Parent: m, Level: civic.Village, Code: "41708209822010", Name: civic.Text{KY: "Айдарбек"}})
	h.must(m, civic.SaveCycle{ID: cycle, Municipality: m, Title: civic.Text{KY: "Цикл"}, Starts: "2016-11-22", Ends: "2017-03-31", BudgetYear: 2017,
		Rules: rules, Audiences: []civic.CycleAudience{{ID: audience, Kind: civic.Women, Name: civic.Text{KY: "Аялдар"}}}})
	h.must(cycle, civic.PlanSession{ID: h.session, Village: v, Audience: audience, Date: "2016-12-12", Starts: "11:00", Ends: "13:00", ExpectedMin: 8, ExpectedMax: 12})
	for _, title := range []string{"Суу", "Жол", "Жарык"} {
		h.options = append(h.options, civic.RoundOption{ID: id(), Title: title})
	}
	return h
}

func (h *roundHall) apply(scope string, change civic.Change) error {
	_, err := h.s.Apply(context.Background(), civic.Operation{Scope: scope, Change: change})
	return err
}

func (h *roundHall) must(scope string, change civic.Change) {
	h.t.Helper()
	if err := h.apply(scope, change); err != nil {
		h.t.Fatalf("%s: %v", change.Kind(), err)
	}
}

func (h *roundHall) open(groups ...civic.RoundGroup) {
	h.t.Helper()
	by := civic.BySex
	if groups[0].Key == civic.Everybody {
		by = civic.Together
	}
	h.must(h.session, civic.OpenRound{Session: h.session, ID: h.round, Rules: civic.RulesOfRound(h.rules, by), Options: h.options, Groups: groups})
}

func (h *roundHall) get() civic.Round {
	h.t.Helper()
	rounds, err := h.s.Rounds(context.Background(), h.session)
	if err != nil || len(rounds) == 0 {
		h.t.Fatalf("%d rounds, %v", len(rounds), err)
	}
	return rounds[0]
}

func TestAClosedRoundNeverChanges(t *testing.T) {
	rules := civic.DefaultRules()
	rules.Dots = 1
	h := newRoundHall(t, rules)
	h.open(civic.RoundGroup{Key: "f", Heads: 2})
	h.must(h.session, civic.SetTally{Round: h.round, Option: h.options[0].ID, Group: "f", N: 2})
	h.must(h.session, civic.ConfirmRound{Round: h.round, Counters: [2]string{"Айгүл", "Чынара"}})
	h.must(h.session, civic.CloseRound{Round: h.round})
	before := h.get()
	for _, change := range []civic.Change{
		civic.SetTally{Round: h.round, Option: h.options[0].ID, Group: "f", N: 1},
		civic.SetRest{Round: h.round, What: "unused", Group: "f", N: 1},
		civic.ConfirmRound{Round: h.round, Counters: [2]string{"Башка", "Бирөө"}},
		civic.CloseRound{Round: h.round},
		civic.OpenRound{Session: h.session, ID: h.s.IDs.New(), Rules: civic.RulesOfRound(rules, civic.BySex), Options: h.options, Groups: []civic.RoundGroup{{Key: "f", Heads: 2}}},
	} {
		if err := h.apply(h.session, change); civic.KindOf(err) != civic.Conflict {
			t.Errorf("%s after the close: %v", change.Kind(), err)
		}
	}
	after := h.get()
	if after.Version != before.Version || after.Sum("f") != 2 || after.Counters != before.Counters {
		t.Errorf("%+v became %+v", before, after)
	}
	result := civic.RoundResult{Rows: []civic.ResultRow{{Option: h.options[0].ID, Place: 1, PlaceTo: 1}}}
	if err := h.apply(h.session, civic.RevealRound{Round: h.round, Result: result}); civic.KindOf(err) != civic.Invalid {
		t.Errorf("a result that leaves options out: %v", err)
	}
	for _, o := range h.options[1:] {
		result.Rows = append(result.Rows, civic.ResultRow{Option: o.ID, Place: 2, PlaceTo: 3})
	}
	h.must(h.session, civic.RevealRound{Round: h.round, Result: result})
	if err := h.apply(h.session, civic.RevealRound{Round: h.round, Result: result}); civic.KindOf(err) != civic.Conflict {
		t.Errorf("revealed twice: %v", err)
	}
}

func TestARoundIsRefusedOtherRulesAndOtherSessions(t *testing.T) {
	h := newRoundHall(t, civic.DefaultRules())
	rules := civic.RulesOfRound(h.rules, civic.BySex)
	rules.Dots = 5
	if err := h.apply(h.session, civic.OpenRound{Session: h.session, ID: h.round, Rules: rules, Options: h.options,
		Groups: []civic.RoundGroup{{Key: "f", Heads: 2}}}); civic.KindOf(err) != civic.Invalid {
		t.Errorf("five beans where the cycle says three: %v", err)
	}
	h.open(civic.RoundGroup{Key: "f", Heads: 2})
	for _, change := range []civic.Change{
		civic.SetTally{Round: h.round, Option: h.options[0].ID, Group: "f", N: 1},
		civic.CloseRound{Round: h.round},
	} {
		if err := h.apply(h.s.IDs.New(), change); err == nil {
			t.Errorf("%s in a scope that is not the round's", change.Kind())
		}
	}
	for _, change := range []civic.Change{
		civic.SetTally{Round: h.round, Option: h.options[0].ID, Group: "m", N: 1}, // nobody of it votes
		civic.SetTally{Round: h.round, Option: h.s.IDs.New(), Group: "f", N: 1},   // not ranked
		civic.SetScore{Round: h.round, Option: h.options[0].ID, Criterion: "x"},   // another method
		civic.PutBallot{Round: h.round, Salt: strings.Repeat("x", 20), Places: map[string]int{h.options[0].ID: 1}},
	} {
		if err := h.apply(h.session, change); civic.KindOf(err) != civic.Invalid {
			t.Errorf("%s: %v", change.Kind(), err)
		}
	}
}

// Somebody with a copy of the whole database learns the ballots, but not which
// was entered when, and not from the journal.
func TestBallotsCannotBeToldApart(t *testing.T) {
	rules := civic.DefaultRules()
	rules.Method = civic.Ballots
	h := newRoundHall(t, rules)
	h.open(civic.RoundGroup{Key: civic.Everybody, Heads: 40})
	ctx := context.Background()
	op := civic.Operation{ID: h.s.IDs.New(), Scope: h.session, Change: civic.PutBallot{Round: h.round, Salt: strings.Repeat("s", 26), Places: map[string]int{h.options[2].ID: 1}}}
	for range 2 { // sent twice, counted once
		if _, err := h.s.Apply(ctx, op); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 30 {
		h.must(h.session, civic.PutBallot{Round: h.round, Salt: strings.Repeat("s", 26), Places: map[string]int{h.options[i%2].ID: 1}})
	}
	r := h.get()
	if len(r.Ballots) != 31 {
		t.Fatalf("%d ballots", len(r.Ballots))
	}
	var read []string
	if err := h.s.each(ctx, `SELECT places FROM ballots`, nil, func(row scanner) error {
		var places string
		err := row.Scan(&places)
		read = append(read, places)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	asEntered := slices.IndexFunc(read, func(p string) bool { return strings.Contains(p, h.options[2].ID) }) == 0
	for i, p := range read[1:] {
		asEntered = asEntered && strings.Contains(p, h.options[i%2].ID)
	}
	if asEntered {
		t.Error("the ballots lie in the order they were entered")
	}
	var data sql.NullString
	if err := h.s.each(ctx, `SELECT data || coalesce(outcome, '') FROM journal WHERE kind = 'round.ballot'`, nil, func(row scanner) error {
		err := row.Scan(&data)
		for _, o := range h.options {
			if strings.Contains(data.String, o.ID) {
				t.Errorf("the journal holds a mark: %s", data.String)
			}
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if !data.Valid {
		t.Error("the journal does not count the ballots")
	}
}

func TestRoundsAreReadInThreeQueries(t *testing.T) {
	h := newRoundHall(t, civic.DefaultRules())
	h.open(civic.RoundGroup{Key: "f", Heads: 2}, civic.RoundGroup{Key: "m", Heads: 1})
	h.must(h.session, civic.SetTally{Round: h.round, Option: h.options[1].ID, Group: "m", N: 3})
	h.must(h.session, civic.SetRest{Round: h.round, What: "spoiled", Group: "f", N: 4})
	h.must(h.session, civic.SetRest{Round: h.round, What: "unused", Group: "f", N: 2})
	before := h.s.Queries()
	r := h.get()
	if n := h.s.Queries() - before; n > 3 {
		t.Errorf("%d queries", n)
	}
	if r.Groups[0].Spoiled != 4 || r.Groups[0].Unused != 2 || r.Counts[civic.RoundCell{Option: h.options[1].ID, Group: "m"}] != 3 || len(r.Gaps()) != 0 {
		t.Errorf("%+v, gaps %+v", r, r.Gaps())
	}
}
