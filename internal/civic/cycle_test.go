package civic

import "testing"

func TestRulesMustRank(t *testing.T) {
	good := DefaultRules()
	scoring := good
	scoring.Method = Scoring
	for name, c := range map[string]struct {
		change func(*CycleRules)
		field  string
	}{
		"as usual":                 {func(*CycleRules) {}, ""},
		"no method":                {func(r *CycleRules) { r.Method = "luck" }, "method"},
		"no beans":                 {func(r *CycleRules) { r.Dots = 0 }, "dots"},
		"ballots without marks":    {func(r *CycleRules) { r.Method, r.Marks = Ballots, 0 }, "marks"},
		"dots do not need marks":   {func(r *CycleRules) { r.Marks = 0 }, ""},
		"unknown tie-break":        {func(r *CycleRules) { r.TieBreak = "mayor" }, "tie_break"},
		"nobody needs to come":     {func(r *CycleRules) { r.MinAttendance = 0 }, "min_attendance"},
		"scoring without criteria": {func(r *CycleRules) { r.Method = Scoring }, "criteria"},
		"scoring with weight zero": {func(r *CycleRules) { r.Method, r.Criteria = Scoring, []Criterion{{Name: Text{KY: "Баасы"}}} }, "criteria"},
		"scoring": {func(r *CycleRules) {
			r.Method, r.Criteria = Scoring, []Criterion{{Name: Text{KY: "Баасы"}, Weight: 2}}
		}, ""},
	} {
		r := good
		c.change(&r)
		ps := Problems(r.Validate())
		if (c.field == "") != (len(ps) == 0) || len(ps) > 0 && ps[0].Field != c.field {
			t.Errorf("%s: %v", name, ps)
		}
	}
	if !good.Same(DefaultRules()) || good.Same(scoring) {
		t.Error("Same")
	}
}

func TestACycleGoesOnAndOnlyBackWhereItMay(t *testing.T) {
	for _, step := range []struct {
		from, to CycleStatus
		may      bool
	}{
		{Drafting, Agreed, true}, {Drafting, Underway, false}, {Drafting, Ended, false}, {Agreed, Underway, true}, {Agreed, Drafting, true},
		{Underway, Ended, true}, {Underway, Drafting, false}, {Ended, Underway, true}, {Ended, Drafting, false},
	} {
		if step.from.May(step.to) != step.may {
			t.Errorf("%s → %s: %v", step.from, step.to, !step.may)
		}
	}
}

func TestCancellingWantsAReason(t *testing.T) {
	if SetSessionStatus.Validate(SetSessionStatus{Status: Cancelled, Reason: "  "}) == nil {
		t.Error("cancelled without a reason")
	}
	if err := (SetSessionStatus{Status: Cancelled, Reason: "өрттөн кийин"}).Validate(); err != nil {
		t.Error(err)
	}
	if (SetSessionStatus{Status: Live}).Validate() == nil {
		t.Error("a status cannot be set to live")
	}
}
