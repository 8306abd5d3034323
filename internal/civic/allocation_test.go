package civic

import (
	"testing"
	"time"
)

// smallDivision is of two villages: women, men and the vulnerable of the first, youth and a mixed group of the second.
func smallDivision() Division {
	return Division{Year: 2017, Budget: 1000,
		Lines: []BudgetLine{{Need: "road", Cost: 600}, {Need: "well", Cost: 300}, {Need: "light", Cost: 200}, {Need: "gas"}, {Need: "bridge", Cost: 5000}},
		Groups: []BudgetGroup{
			{Village: "a", Audience: Women, People: 210, Asked: []string{"well"}},
			{Village: "a", Audience: Men, People: 190, Asked: []string{"road"}},
			{Village: "a", Audience: Vulnerable, People: 600, Came: 8, Asked: []string{"light"}},
			{Village: "b", Audience: Youth, People: 80, Asked: []string{"light", "road"}},
			{Village: "b", Audience: Mixed, Came: 11, Asked: []string{"gas"}},
		}}
}

func TestCoverageCountsNobodyTwice(t *testing.T) {
	d := smallDivision()
	audiences, villages, total := d.Coverage([]string{"road", "light"})
	if len(audiences) != 5 || len(villages) != 2 {
		t.Fatalf("%+v %+v", audiences, villages)
	}
	for i, want := range []Covered{{Audience: Women, Groups: 0, Of: 1, People: 0, OfPeople: 210}, {Audience: Men, Groups: 1, Of: 1, People: 190, OfPeople: 190},
		{Audience: Youth, Groups: 1, Of: 1, People: 80, OfPeople: 80}, {Audience: Vulnerable, Groups: 1, Of: 1}, {Audience: Mixed, Groups: 0, Of: 1}} {
		got := audiences[i]
		if got.Audience != want.Audience || got.Groups != want.Groups || got.Of != want.Of || got.People != want.People || got.OfPeople != want.OfPeople {
			t.Errorf("%+v, want %+v", got, want)
		}
	}
	// in the first village the vulnerable are 600 of a whole nobody knows: only the men are sure
	if v := villages[0]; v.Groups != 2 || v.Of != 3 || v.People != 190 || v.OfPeople != 400 {
		t.Errorf("%+v", v)
	}
	if total.Groups != 3 || total.Of != 5 || total.People != 270 || total.OfPeople != 480 {
		t.Errorf("%+v", total)
	}
}

func TestOverridesKeepWithinTheMoneyAndTheLastOneCounts(t *testing.T) {
	a := Allocation{Division: smallDivision(), Winners: []string{"road", "well"}}
	for _, c := range []struct {
		need string
		in   bool
		key  string
	}{
		{"light", true, "error.override_over"}, // 100 is left, it costs 200
		{"road", true, "error.override_same"},
		{"light", false, "error.override_same"},
		{"gas", true, "error.override_need"},
		{"bridge", true, "error.override_need"},
		{"nothing", true, "error.override_need"},
		{"well", false, ""},
	} {
		err := a.Decide(Override{Need: c.need, In: c.in})
		if ps := Problems(err); (len(ps) == 0) != (c.key == "") || len(ps) > 0 && ps[0].Key != c.key {
			t.Errorf("%s %t: %v, want %s", c.need, c.in, err, c.key)
		}
	}
	a.Overrides = append(a.Overrides, Override{Need: "well", In: false})
	if err := a.Decide(Override{Need: "light", In: true}); err != nil {
		t.Error(err)
	}
	a.Overrides = append(a.Overrides, Override{Need: "light", In: true})
	if got := a.Final(); len(got) != 2 || got[0] != "road" || got[1] != "light" || a.Rest() != 200 {
		t.Errorf("%v, %d left", got, a.Rest())
	}
	if !a.Differs("well") || !a.Differs("light") || a.Differs("road") || !a.Ruled("well") {
		t.Error("what differs from the rule is not told")
	}
	a.Overrides = append(a.Overrides, Override{Need: "light", In: false}, Override{Need: "well", In: true})
	if a.Differs("well") || len(a.Overrides) != 4 {
		t.Error("going back to the rule's answer is no difference, and nothing is forgotten")
	}
}

func TestADivisionThatDoesNotHoldIsRefused(t *testing.T) {
	ids := NewIDs(time.Now)
	good := KeepAllocation{ID: ids.New(), Rules: DefaultBudgetRules(), Division: smallDivision(), Winners: []string{"road", "well"}, Election: "META"}
	if err := good.Validate(); err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(*KeepAllocation){
		"over the money": func(k *KeepAllocation) { k.Winners = []string{"road", "well", "light"} },
		"without a cost": func(k *KeepAllocation) { k.Winners = []string{"gas"} },
		"too dear":       func(k *KeepAllocation) { k.Winners = []string{"bridge"} },
		"twice":          func(k *KeepAllocation) { k.Winners = []string{"well", "well"} },
		"without a file": func(k *KeepAllocation) { k.Election = "" },
		"no rule":        func(k *KeepAllocation) { k.Rules.Rule = "best" },
	} {
		k := good
		if spoil(&k); k.Validate() == nil {
			t.Errorf("%s is kept", name)
		}
	}
	if journaled, ok := good.Journaled().(KeepAllocation); !ok || journaled.Election == good.Election || good.Election != "META" {
		t.Error("the file goes into the journal")
	}
}

func TestBudgetRulesThatDivideAlike(t *testing.T) {
	a := DefaultBudgetRules()
	b := a
	b.By, b.At, b.Reason, b.Guaranteed = "Аты", time.Now(), "себеп", []AudienceKind{}
	if !a.Same(b) {
		t.Error("who declared them is no difference")
	}
	b.Lot = &BudgetLot{Seed: "1 2 3"}
	if a.Same(b) {
		t.Error("a lot is a difference")
	}
	for field, r := range map[string]BudgetRules{
		"completion": {Rule: Greedy, Utility: CostUtility, Completion: "add1u", Ties: CostTie, Ballots: ApprovalBallots, Slices: EqualSlices},
		"guaranteed": {Rule: Greedy, Utility: CostUtility, Ties: CostTie, Ballots: ApprovalBallots, Slices: EqualSlices, Guaranteed: []AudienceKind{Women, Women}},
		"ties":       {Rule: Greedy, Utility: CostUtility, Ties: "chance", Ballots: ApprovalBallots, Slices: EqualSlices},
	} {
		if ps := Problems(r.Validate()); len(ps) != 1 || ps[0].Field != field {
			t.Errorf("%s: %v", field, ps)
		}
	}
}

func TestTheNewestEstimateStands(t *testing.T) {
	all := []Estimate{{Need: "a", Cost: 0}, {Need: "a", Cost: 500}, {Need: "b", Cost: 700}, {Need: "b", Cost: 900}}
	stands := NewestEstimates(all)
	if _, has := stands["a"]; has || stands["b"].Cost != 700 || len(stands) != 1 {
		t.Errorf("%+v", stands)
	}
	id := NewIDs(time.Now).New()
	for field, set := range map[string]SetEstimate{
		"source": {ID: id, Cost: 5, Dated: "2015-12-01"}, "dated": {ID: id, Cost: 5, Source: "смета", Dated: "кечээ"},
		"cost": {ID: id, Cost: -1, Source: "смета", Dated: "2015-12-01"}, "note": {ID: id},
	} {
		if ps := Problems(set.Validate()); len(ps) != 1 || ps[0].Field != field {
			t.Errorf("%s: %v", field, ps)
		}
	}
}

// Everybody sees the money of the division that was adopted: over another sum that was decided, and where nothing was decided yet.
func TestTheAdoptedDivisionIsTheMoneyThatWasGiven(t *testing.T) {
	a := &Allocation{Division: smallDivision(), Winners: []string{"road", "well"}, Overrides: []Override{{Need: "well"}, {Need: "light", In: true}}, AdoptedAt: time.Unix(1, 0)}
	standing := map[string]*Decision{"road": {Need: "road", Outcome: Accepted, Amount: 550}, "well": {Need: "well", Outcome: Accepted, Amount: 300}, "gas": {Need: "gas", Outcome: Accepted, Amount: 40}}
	v := &PublicView{Decisions: standing, Division: a, Actions: map[string][]*Action{"well": {{Costs: []ActionCost{{Amount: 7}}}}, "light": {{Costs: []ActionCost{{Amount: 9}}}}},
		List: &NeedList{Rows: []NeedRow{{Need: &Need{ID: "road"}}, {Need: &Need{ID: "light"}}, {Need: &Need{ID: "bridge"}}}}}
	given := v.Given()
	for need, want := range map[string]int64{"road": 600, "well": 0, "light": 200, "gas": 40, "bridge": 0} {
		if given[need] != want {
			t.Errorf("%s: %d, want %d", need, given[need], want)
		}
	}
	if n := v.Undecided(); n != 1 {
		t.Errorf("%d undecided: the light has its money", n)
	}
	if other := a.Otherwise(standing); len(other) != 1 || other[0].Need != "road" {
		t.Errorf("%+v", other)
	}
	v.Division = nil
	if given = v.Given(); given["road"] != 550 || given["well"] != 300 || given["gas"] != 40 || given["light"] != 9 {
		t.Errorf("without a division: %v", given)
	}
}
