package budget

import (
	"math/big"
	"reflect"
	"slices"
	"testing"
)

// village is an approval election: projects with costs, then ballots as the
// letters of what they name.
func village(budget int64, costs map[string]int64, ballots ...string) *Election {
	e := &Election{Kind: Approval, Budget: budget}
	at := map[string]int{}
	for id, cost := range costs {
		e.Projects = append(e.Projects, Project{ID: id, Cost: cost})
	}
	slices.SortFunc(e.Projects, func(a, b Project) int { return int(a.ID[0]) - int(b.ID[0]) })
	for i, p := range e.Projects {
		at[p.ID] = i
	}
	for _, named := range ballots {
		b := Ballot{Weight: 1}
		for _, id := range named {
			b.Projects = append(b.Projects, at[string(id)])
		}
		e.Ballots = append(e.Ballots, b)
	}
	return e
}

func allocate(t failing, e *Election, rule Rule) *Result {
	t.Helper()
	r, err := Allocate(e, rule)
	if err != nil {
		t.Fatalf("%+v: %v", rule, err)
	}
	coherent(t, e, r)
	return r
}

// Ten people, 100 som: each share is 10. The road (w) is wanted by six, costs
// 60; the well (x) by the other four, costs 40; the club (y) by the six, 40.
func TestEqualSharesServeTheMinorityToo(t *testing.T) {
	e := village(100, map[string]int64{"w": 60, "x": 40, "y": 40}, "wy", "wy", "wy", "wy", "wy", "wy", "x", "x", "x", "x")
	for rule, want := range map[*Rule][]string{
		{Name: Greedy}:                             {"w", "y"},
		{Name: Greedy, Utility: Cardinality}:       {"w", "y"}, // 6/40, then 4/40 = 6/60 by id
		{Name: EqualShares}:                        {"w", "x"},
		{Name: EqualShares, Utility: Cardinality}:  {"x", "y"},
		{Name: EqualShares, Completion: Add1U}:     {"w", "x"},
		{Name: Phragmen}:                           {"x", "y"},
		{Name: Greedy, Guaranteed: []int{1}}:       {"w", "x"},
		{Name: EqualShares, Guaranteed: []int{1}}:  {"x"}, // 60 left, 6 each: 36 do not buy the club
		{Name: GreedyNoSkip, Guaranteed: []int{2}}: {"w", "y"},
	} {
		if got := allocate(t, e, *rule).Winners(); !slices.Equal(got, want) {
			t.Errorf("%+v chooses %v, want %v", *rule, got, want)
		}
	}
}

// The same, with who pays what.
func TestAResultSaysWhoPaidWhat(t *testing.T) {
	e := village(100, map[string]int64{"w": 60, "x": 40, "y": 40}, "wy", "wy", "wy", "wy", "wy", "wy", "x", "x", "x", "x")
	r := allocate(t, e, Rule{Name: EqualShares})
	w, x := r.Rounds[0], r.Rounds[1]
	if w.Price.Cmp(big.NewRat(10, 1)) != 0 || w.Rho.Cmp(big.NewRat(1, 6)) != 0 || w.Full != 6 || w.Spent != 0 || w.Left.Sign() != 0 || w.Rest != 40 {
		t.Errorf("the road: %+v", w)
	}
	if x.Price.Cmp(big.NewRat(10, 1)) != 0 || x.Full != 4 || x.FullSum.Cmp(big.NewRat(40, 1)) != 0 || x.Rest != 0 {
		t.Errorf("the well: %+v", x)
	}
	if r.Share.Cmp(big.NewRat(10, 1)) != 0 || r.Covered != 10 {
		t.Errorf("share %v, %d covered", r.Share, r.Covered)
	}
	if m := r.Missed[0]; m.Project != 2 || m.Why != TooPoor || m.Had.Sign() != 0 || m.Votes != 6 || m.Room != 0 {
		t.Errorf("the club: %+v", m)
	}
	if pays := r.Payments(1); len(pays) != 4 || pays[0].Ballot != 6 || pays[0].Paid.Cmp(big.NewRat(10, 1)) != 0 || pays[0].Before.Cmp(big.NewRat(10, 1)) != 0 {
		t.Errorf("payments of the well: %+v", pays)
	}
}

// Three people with 30 each; a (45) is wanted by 1 and 2, b (35) by 2 and 3.
func TestWhoHasTooLittleGivesWhatTheyHave(t *testing.T) {
	e := village(90, map[string]int64{"a": 45, "b": 35}, "a", "ab", "b")
	r := allocate(t, e, Rule{Name: EqualShares, Utility: Cardinality})
	// b first: 17.5 each. Then a has 30 + 12.5 = 42.5 of 45.
	if !slices.Equal(r.Winners(), []string{"b"}) || r.Missed[0].Had.Cmp(big.NewRat(85, 2)) != 0 {
		t.Fatalf("%v, %+v", r.Winners(), r.Missed)
	}
	// Two more each are 32: 32 + 14.5 = 46.5, the second gives 14.5 and the first the other 30.5.
	r = allocate(t, e, Rule{Name: EqualShares, Utility: Cardinality, Completion: Add1})
	if a := r.Rounds[1]; r.Raised != 2 || a.Spent != 1 || a.SpentSum.Cmp(big.NewRat(29, 2)) != 0 || a.FullSum.Cmp(big.NewRat(61, 2)) != 0 || a.Left.Cmp(big.NewRat(3, 2)) != 0 {
		t.Fatalf("raised by %d: %+v", r.Raised, r.Rounds)
	}
}

// A group's ballot of 210 women is 210 women's ballots.
func TestAGroupPaysFromItsPeoplesShares(t *testing.T) {
	e := village(1000, map[string]int64{"a": 500, "b": 450, "c": 100}, "ac", "b", "c")
	e.Ballots[0].Weight, e.Ballots[1].Weight, e.Ballots[2].Weight = 210, 190, 100
	r := allocate(t, e, Rule{Name: EqualShares})
	// A share is 2: the women have 420, the men 380, the young 200. Only c is
	// affordable: 100 of 310 people.
	if !slices.Equal(r.Winners(), []string{"c"}) || r.Rounds[0].Full != 310 || r.Share.Cmp(big.NewRat(2, 1)) != 0 {
		t.Fatalf("%v: %+v", r.Winners(), r.Rounds)
	}
	if pays := r.Payments(0); pays[0].Paid.Cmp(big.NewRat(2100, 31)) != 0 || pays[0].Before.Cmp(big.NewRat(420, 1)) != 0 {
		t.Errorf("%+v", pays)
	}
	if h := r.Missed[0].Had; h.Cmp(new(big.Rat).Sub(big.NewRat(420, 1), big.NewRat(2100, 31))) != 0 {
		t.Errorf("the women still have %v", h)
	}
}

func TestTiesAreBrokenAsDeclared(t *testing.T) {
	e := village(10, map[string]int64{"a": 10, "b": 5, "c": 5}, "ab", "ac")
	e.Projects[0].ID, e.Projects[1].ID, e.Projects[2].ID = "a", "9", "10"
	for _, c := range []struct {
		rule Rule
		want []string
	}{
		{Rule{Name: Greedy}, []string{"a"}},
		{Rule{Name: Greedy, Guaranteed: []int{1}}, []string{"10", "9"}},
		{Rule{Name: GreedyNoSkip, Ties: Lot, Lot: []int{2, 0, 1}}, []string{"a"}},
	} {
		if got := allocate(t, e, c.rule).Winners(); !slices.Equal(got, c.want) {
			t.Errorf("%+v chooses %v, want %v", c.rule, got, c.want)
		}
	}
	e = village(5, map[string]int64{"a": 5, "b": 4, "c": 4}, "abc")
	e.Projects[1].ID, e.Projects[2].ID = "9", "10"
	for ties, want := range map[string]string{Lexicographic: "10", CostVotes: "10", Lot: "9"} {
		if got := allocate(t, e, Rule{Ties: ties, Lot: []int{1, 0, 2}}).Winners(); !slices.Equal(got, []string{want}) {
			t.Errorf("%s chooses %v, want %s", ties, got, want)
		}
	}
}

// Points are utilities; of an order the last named gives nothing.
func TestPointsAndOrders(t *testing.T) {
	e := village(30, map[string]int64{"a": 20, "b": 10, "c": 10}, "abc", "cb")
	e.Kind = Ordinal // a 2, b 1, c 0+1, b 0
	if got := e.scores(); !reflect.DeepEqual(got, []int64{2, 1, 1}) {
		t.Errorf("Borda points %v", got)
	}
	e.Kind = Cumulative
	e.Ballots[0].Points, e.Ballots[1].Points = []int64{5, 3, 0}, []int64{1, 9}
	r := allocate(t, e, Rule{Name: EqualShares})
	// A share is 15. b gets 12 points of 10 som, a 5 of 20, c 1 of 10: b costs
	// 5/6 a point, 2.5 and 7.5; then nobody has 20 for a or 10 for c but 7.5.
	if b := r.Rounds[0]; !slices.Equal(r.Winners(), []string{"b"}) || b.Price.Cmp(big.NewRat(5, 6)) != 0 {
		t.Errorf("%v: %+v", r.Winners(), r.Rounds)
	}
}

func TestRulesThatThereAreNotAreRefused(t *testing.T) {
	e := village(10, map[string]int64{"a": 10}, "a")
	for _, rule := range []Rule{{Name: "knapsack"}, {Utility: "joy"}, {Completion: Add1}, {Name: EqualShares, Completion: "add2"}, {Ties: "dice"},
		{Ties: Lot}, {Ties: Lot, Lot: []int{1}}, {Guaranteed: []int{0, 0}}} {
		if _, err := Allocate(e, rule); err == nil {
			t.Errorf("%+v is taken", rule)
		}
	}
	for _, bad := range []Election{{}, {Kind: Approval, Budget: 1}, {Kind: Approval, Budget: 5, Projects: []Project{{ID: "a"}}},
		{Kind: Approval, Budget: 5, Projects: []Project{{ID: "a", Cost: 1}}, Ballots: []Ballot{{Weight: 1, Projects: []int{0, 0}}}},
		{Kind: Approval, Budget: 5, Projects: []Project{{ID: "a", Cost: 1}}, Ballots: []Ballot{{Weight: -1}}},
		{Kind: Scoring, Budget: 5, Projects: []Project{{ID: "a", Cost: 1}}, Ballots: []Ballot{{Weight: 1, Projects: []int{0}}}}} {
		if _, err := Allocate(&bad, Rule{}); err == nil {
			t.Errorf("%+v is taken", bad)
		}
	}
}
