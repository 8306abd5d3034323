package tally

import (
	"slices"
	"testing"
)

// The hall of the mock: seven women, five men, three beans each, the women's beans one short.
func TestBeansThatDoNotAddUpAreNamed(t *testing.T) {
	d := DotsRound{Options: []string{"water", "kinder"}, K: 3,
		Groups: []Group{{Key: "f", Heads: 7}, {Key: "m", Heads: 5, Spoiled: 1, Unused: 2}},
		Counts: map[string]map[string]int{"water": {"f": 12, "m": 4}, "kinder": {"f": 8, "m": 8}}}
	if gaps := d.Check(); !slices.Equal(gaps, []Gap{{Group: "f", Heads: 7, Want: 21, Got: 20}}) {
		t.Fatalf("%+v", gaps)
	}
	d.Counts["kinder"]["f"] = 9
	if gaps := d.Check(); len(gaps) > 0 {
		t.Fatalf("%+v", gaps)
	}
	r := d.Result(SharePlace, nil)
	if r.Rows[0].Option != "kinder" || r.Rows[0].Points != 17 || r.Rows[0].ByGroup["m"] != 8 {
		t.Fatalf("%+v", r.Rows)
	}
}

func TestTiesGoAsDeclared(t *testing.T) {
	d := DotsRound{Options: []string{"a", "b", "c", "d"}, K: 1, Groups: []Group{{Key: "f", Heads: 9}, {Key: "m", Heads: 9}},
		Counts: map[string]map[string]int{"a": {"f": 5}, "b": {"f": 1, "m": 3}, "c": {"f": 2, "m": 2}, "d": {"m": 1}}}
	places := func(r Result) (out []int) {
		for _, row := range r.Rows {
			out = append(out, row.Place)
		}
		return out
	}
	if got := places(d.Result(SharePlace, nil)); !slices.Equal(got, []int{1, 2, 2, 4}) {
		t.Errorf("shared: %v", got)
	}
	women := d.Result(MoreWomen, nil)
	if women.Rows[1].Option != "c" || !slices.Equal(places(women), []int{1, 2, 3, 4}) {
		t.Errorf("women: %+v", women.Rows)
	}
	open := d.Result(ByLot, nil)
	if !open.Rows[1].Shared() {
		t.Error("a lot that is not drawn yet parts nobody")
	}
	lots := Draw(open, func(int) int { return 0 })
	drawn := d.Result(ByLot, lots)
	if len(lots) != 2 || drawn.Rows[1].Option != lots[0] || drawn.Rows[1].Shared() {
		t.Errorf("lots %v, %+v", lots, drawn.Rows)
	}
}

func TestACircleOfPairsIsATie(t *testing.T) {
	p := PairwiseRound{Options: []string{"a", "b", "c", "d"}, Answers: map[PairKey]string{
		{"a", "b"}: "a", {"b", "c"}: "b", {"a", "c"}: "c", {"a", "d"}: "a", {"b", "d"}: "b"}}
	if open := p.Open(); !slices.Equal(open, []PairKey{{"c", "d"}}) {
		t.Fatalf("open: %v", open)
	}
	p.Answers[PairKey{"c", "d"}] = "" // equal: c wins less than a and b, yet the circle stays one place
	r := p.Result(SharePlace, nil)
	for i := range 3 {
		if r.Rows[i].Place != 1 || r.Rows[i].Last != 3 {
			t.Fatalf("%+v", r.Rows)
		}
	}
	if r.Rows[3].Option != "d" || r.Rows[3].Place != 4 {
		t.Fatalf("%+v", r.Rows)
	}
	if c := p.Circles(); len(c) != 1 || len(c[0]) != 3 {
		t.Fatalf("%v", c)
	}
}

func TestScoresAreWeightedAndWhole(t *testing.T) {
	s := ScoringRound{Options: []string{"a", "b"}, Criteria: []Criterion{{"people", 2}, {"cost", 0}},
		Scores: map[string]map[string]int{"a": {"people": 3, "cost": 5}, "b": {"people": 4}}}
	if m := s.Missing(); !slices.Equal(m, []Cell{{"b", "cost"}}) {
		t.Fatalf("%v", m)
	}
	s.Scores["b"]["cost"] = 1
	r := s.Result(SharePlace, nil)
	if r.Rows[0].Option != "b" || r.Rows[0].Points != 8 || !slices.Equal(r.Rows[0].Parts, []int{8, 0}) {
		t.Fatalf("%+v: a criterion of weight 0 must not count", r.Rows)
	}
}

func TestBallotsShareTheAverageOfPlacesLeft(t *testing.T) {
	b := BallotsRound{Options: []string{"a", "b", "c"}, Ordered: true, Ballots: [][]string{{"a"}, {"b", "a"}, {}}}
	r := b.Result(SharePlace, nil)
	got := map[string]int{}
	for _, row := range r.Rows {
		got[row.Option] = row.Points
	}
	// doubled: a 4+2+2, b 1+4+2, c 1+0+2
	if got["a"] != 8 || got["b"] != 7 || got["c"] != 3 {
		t.Fatalf("%v", got)
	}
	b.Ordered = false
	if r := b.Result(SharePlace, nil); r.Rows[0].Option != "a" || r.Rows[0].Points != 2 {
		t.Fatalf("%+v", r.Rows)
	}
}

func TestMoreHandsThanPeopleAreNamed(t *testing.T) {
	h := HandsRound{Options: []string{"a"}, Groups: []Group{{Key: "f", Heads: 7}, {Key: "m", Heads: 5}},
		Counts: map[string]map[string]int{"a": {"f": 7, "m": 6}}}
	if over := h.Check(); !slices.Equal(over, []Excess{{Option: "a", Group: "m", Heads: 5, Got: 6}}) {
		t.Fatalf("%+v", over)
	}
}
