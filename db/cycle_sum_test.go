package db

import (
	"math/rand/v2"
	"strings"
	"testing"

	"ashar/internal/civic"
)

// recount is how the migration added up all cycles, another spelling than the writer's.
func recount(t *testing.T) string {
	t.Helper()
	text, err := migrations.ReadFile("migrations/00270_cycle_sums.sql")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), "INSERT INTO cycle_sums\n")
	query, _, found := strings.Cut(rest, ";")
	if !found {
		t.Fatal("the migration adds nothing up")
	}
	return query
}

// sumsDiffer are cycles whose kept sums are not those of a recount; all counts the cycles.
func sumsDiffer(t *testing.T, s *Store) (differ []string, all int) {
	t.Helper()
	query := recount(t)
	for _, each := range []string{`SELECT cycle_id FROM (SELECT * FROM cycle_sums EXCEPT ` + query + `)`, `SELECT 'lacks ' || id FROM (SELECT id FROM cycles EXCEPT SELECT cycle_id FROM cycle_sums)`} {
		if err := s.each(t.Context(), each, nil, func(r scanner) error {
			var id string
			err := r.Scan(&id)
			differ = append(differ, id)
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.row(t.Context(), `SELECT count(*) FROM cycle_sums`, nil, &all); err != nil {
		t.Fatal(err)
	}
	return differ, all
}

func TestTheSumsOfACycleAreWhatARecountFindsAfterAnyChanges(t *testing.T) {
	h := newNeedHall(t, []string{"жол", "суу", "мектеп"}, []string{"көпүрө", "жарык", "клуб"})
	head, err := h.s.SessionHead(t.Context(), h.sessions[0])
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(7, 11))
	need := func() string { all := h.needs().Needs; return all[r.IntN(len(all))].ID }
	var planned, actions []string
	do(t, h.s, h.cycle, civic.SavePlan{Cycle: h.cycle, PlanHead: civic.PlanHead{Title: civic.Text{KY: "БАП"}, Starts: "2017-01-01", Ends: "2018-12-31"}})
	changes := map[string]func() (string, civic.Change){
		"plan": func() (string, civic.Change) {
			planned = append(planned, h.s.IDs.New())
			return h.cycle, civic.PlanSession{ID: planned[len(planned)-1], Village: head.Village, Audience: head.Audience, Date: civic.AddDays("2017-01-10", len(planned)), Starts: "11:00", Ends: "13:00", ExpectedMin: 8, ExpectedMax: 12}
		},
		"cancel or not": func() (string, civic.Change) {
			if len(planned) == 0 {
				return "", nil
			}
			id := planned[r.IntN(len(planned))]
			return id, civic.SetSessionStatus{Session: id, Status: []civic.SessionStatus{civic.Cancelled, civic.Planned}[r.IntN(2)], Reason: "кар"}
		},
		"correct": func() (string, civic.Change) {
			id := h.sessions[r.IntN(len(h.sessions))]
			return id, civic.CorrectSession{Session: id, What: "саны", Reason: "ката"}
		},
		"count": func() (string, civic.Change) {
			id := h.sessions[r.IntN(len(h.sessions))]
			return id, civic.SetCount{Session: id, What: civic.Came, Sex: "f", Band: "29-45", People: 8 + r.IntN(9)}
		},
		"close": func() (string, civic.Change) {
			id := h.sessions[r.IntN(len(h.sessions))]
			return id, civic.CloseSession{Session: id}
		},
		"join": func() (string, civic.Change) { return h.cycle, civic.JoinNeeds{Into: need(), From: []string{need()}} },
		"split": func() (string, civic.Change) {
			all := h.needs().Needs
			n := all[r.IntN(len(all))]
			if len(n.Cards) < 2 {
				return "", nil
			}
			return h.cycle, civic.SplitNeed{Need: n.ID, Cards: []string{n.Cards[1].Card}, Fresh: h.s.IDs.New()}
		},
		"decide": func() (string, civic.Change) {
			return h.cycle, civic.Decide{ID: h.s.IDs.New(), Need: need(), Outcome: civic.Accepted, Reason: civic.Text{KY: "Бюджетке кирди."}, On: "2016-12-12", Amount: 100}
		},
		"action": func() (string, civic.Change) {
			actions = append(actions, h.s.IDs.New())
			return h.cycle, civic.SaveAction{ID: actions[len(actions)-1], ActionText: civic.ActionText{Title: civic.Text{KY: "Иш"}, Costs: []civic.ActionCost{{Source: civic.LocalBudget, Year: 2017, Amount: int64(1000 + r.IntN(9000))}}}}
		},
		"drop": func() (string, civic.Change) {
			if len(actions) == 0 {
				return "", nil
			}
			return h.cycle, civic.DropAction{ID: actions[r.IntN(len(actions))], Reason: "башка"}
		},
	}
	names := []string{"plan", "cancel or not", "correct", "count", "close", "join", "split", "decide", "action", "drop"}
	taken := map[string]int{}
	for range 250 {
		name := names[r.IntN(len(names))]
		scope, change := changes[name]()
		if change == nil {
			continue
		}
		if _, err := h.s.Apply(t.Context(), civic.Operation{Scope: scope, Change: change}); err == nil {
			taken[name]++
		}
		if differ, all := sumsDiffer(t, h.s); len(differ) > 0 || all == 0 {
			t.Fatalf("after %q: %v of %d cycles differ", name, differ, all)
		}
	}
	for _, name := range names {
		if taken[name] == 0 {
			t.Errorf("%q was never taken: %v", name, taken)
		}
	}
}
