package tally

import (
	"errors"
	"slices"
	"testing"
)

// The hall of the mock: seven women, five men, three beans each, the women's beans one short.
func TestBeansThatDoNotAddUpAreNamed(t *testing.T) {
	d := DotsRound{Options: []string{"water", "kinder"}, K: 3,
		Groups: []Group{{Key: "f", Heads: 7}, {Key: "m", Heads: 5, Spoiled: 1, Unused: 2}},
		Counts: map[string]map[string]int{"water": {"f": 12, "m": 4}, "kinder": {"f": 8, "m": 8}}}
	if gaps := d.Check(); !slices.Equal(gaps, []Gap{{Group: "f", Heads: 7, Each: 3, Want: 21, Got: 20}}) || gaps[0].Short() != 1 {
		t.Fatalf("%+v", gaps)
	}
	d.Counts["kinder"]["f"] = 9
	if gaps := d.Check(); len(gaps) > 0 {
		t.Fatalf("%+v", gaps)
	}
	r := d.Result(SharePlace, nil)
	if r.Heads != 12 || r.Votes != 33 {
		t.Fatalf("people and beans are two things: %+v", r)
	}
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
	if len(lots) != 1 || len(lots[0]) != 2 || drawn.Rows[1].Option != lots[0][0] || drawn.Rows[1].Shared() {
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

func TestBeansOfAGroupThatIsNotThereAreNamed(t *testing.T) {
	counts := map[string]map[string]int{"a": {"f": 1, "youth": 2}}
	d := DotsRound{Options: []string{"a"}, Groups: []Group{{Key: "f", Heads: 1}}, K: 1, Counts: counts}
	if gaps := d.Check(); !slices.Equal(gaps, []Gap{{Group: "youth", Each: 1, Got: 2}}) {
		t.Fatalf("%+v", gaps)
	}
	h := HandsRound{Options: d.Options, Groups: d.Groups, Counts: counts}
	if over := h.Check(); !slices.Equal(over, []Excess{{Option: "a", Group: "youth", Got: 2}}) {
		t.Fatalf("%+v", over)
	}
}

func TestStepsOfATieBreakAreTriedInTurn(t *testing.T) {
	d := DotsRound{Options: []string{"a", "b", "c", "d"}, K: 4, Counts: map[string]map[string]int{
		"a": {"f/18-28": 2, "m/18-28": 2}, "b": {"f/18-28": 1, "f/60+": 1, "m/18-28": 2}, "c": {"f/18-28": 3, "m/18-28": 1}, "d": {"f/60+": 2, "m/60+": 2}}}
	first := d.Result("women,groups,lot", nil)
	if got := options(first); !slices.Equal(got, []string{"c", "b", "a", "d"}) || first.Rows[1].Shared() || !first.Rows[2].Shared() || !first.Rows[0].Tied {
		t.Fatalf("%+v", first.Rows)
	}
	lots := Draw(first, func(int) int { return 0 })
	drawn := d.Result("women,groups,lot", lots)
	if !slices.Equal(drawn.Lots, lots[0]) || !slices.Equal(options(drawn)[2:], lots[0]) || drawn.Rows[3].Shared() {
		t.Fatalf("%v: %+v", lots, drawn)
	}
	var wrong *StepError
	if err := TieBreak("women,mayor").Check(); !errors.As(err, &wrong) || wrong.Asked != "mayor" || wrong.Error() == "" {
		t.Fatal(err)
	}
	if err := TieBreak("women,groups,lot").Check(); err != nil {
		t.Fatal(err)
	}
}

func options(r Result) (out []string) {
	for _, row := range r.Rows {
		out = append(out, row.Option)
	}
	return out
}

// b came into the tie after the lot: c before a is known, b's place is not.
func TestALotAmongSomeOfATieDecidesNothing(t *testing.T) {
	d := DotsRound{Options: []string{"a", "b", "c"}, K: 1, Groups: []Group{{Key: "f", Heads: 3}},
		Counts: map[string]map[string]int{"a": {"f": 1}, "b": {"f": 1}, "c": {"f": 1}}}
	for _, row := range d.Result(ByLot, [][]string{{"c", "a"}}).Rows {
		if row.Place != 1 || row.Last != 3 {
			t.Fatalf("%+v", row)
		}
	}
}

// A group that may be as equal as it likes: every answer to five options is tried.
func TestNoCircleOvertakesWhoWonMore(t *testing.T) {
	p := PairwiseRound{Options: []string{"a", "b", "c", "d", "e"}}
	pairs := p.Pairs()
	for code := range 59049 {
		p.Answers = map[PairKey]string{}
		for k, x := 0, code; k < len(pairs); k, x = k+1, x/3 {
			p.Answers[pairs[k]] = []string{"", pairs[k].A, pairs[k].B}[x%3]
		}
		place := map[string]int{}
		rows := p.Result(SharePlace, nil).Rows
		for i, row := range rows {
			place[row.Option] = row.Place
			if i > 0 && row.Place > rows[i-1].Place && row.Points >= rows[i-1].Points {
				t.Fatalf("%v: %+v", p.Answers, rows)
			}
		}
		for _, circle := range p.Circles() {
			for _, o := range circle {
				if place[o] != place[circle[0]] {
					t.Fatalf("%v: circle %v: %+v", p.Answers, circle, rows)
				}
			}
		}
	}
}

func TestWhatWasNotAskedDoesNotCount(t *testing.T) {
	p := PairwiseRound{Options: []string{"a", "b"}, Answers: map[PairKey]string{{"b", "x"}: "x", {"a", "b"}: "b"}}
	if r := p.Result(SharePlace, nil); r.Rows[0].Option != "b" || r.Rows[0].Points != 2 || r.Rows[1].Points != 0 {
		t.Fatalf("%+v", r.Rows)
	}
	var size *SizeError
	if err := (PairwiseRound{Options: make([]string, 9)}).Check(); !errors.As(err, &size) {
		t.Fatal(err)
	}
	b := BallotsRound{Options: []string{"a", "b"}, Most: 1, Ballots: [][]string{{"x"}, {"b", "b"}, {"a", "b"}}}
	if faults := b.Check(); !slices.Equal(faults, []BallotFault{{0, "x", "option"}, {1, "b", "twice"}, {2, "b", "most"}}) {
		t.Fatalf("%+v", faults)
	}
	if r := b.Result(SharePlace, nil); r.Rows[0].Option != "b" || r.Rows[0].Points != 2 || r.Rows[1].Points != 1 {
		t.Fatalf("%+v", r.Rows)
	}
}

func TestAnIncompleteMatrixHasNoResult(t *testing.T) {
	s := ScoringRound{Options: []string{"a", "b"}, Criteria: []Criterion{{"people", 2}},
		Scores: map[string]map[string]int{"a": {"people": 3}, "b": {"people": 6}}}
	if m := s.Missing(); !slices.Equal(m, []Cell{{"b", "people"}}) || s.Result(SharePlace, nil).Rows != nil {
		t.Fatalf("%v", m)
	}
	s.Scores["b"]["people"], s.Criteria[0].Weight = 5, -1
	if w := s.Wrong(); len(w) != 1 || s.Result(SharePlace, nil).Rows != nil {
		t.Fatalf("%v", w)
	}
}

// A third option joined a tie after its lot was drawn; the lot is drawn again among all.
func TestTheLatestLotCounts(t *testing.T) {
	d := DotsRound{Options: []string{"a", "b", "c"}, Counts: map[string]map[string]int{"a": {"f": 1}, "b": {"f": 1}, "c": {"f": 1}}}
	r := d.Result(ByLot, [][]string{{"c", "a", "b"}, {"b", "a", "c"}})
	if r.Rows[0].Option != "b" || r.Rows[1].Option != "a" || r.Rows[2].Option != "c" || !slices.Equal(r.Lots, []string{"b", "a", "c"}) {
		t.Fatalf("%+v", r)
	}
}

// Lots of two ties were drawn apart: neither says anything about options of both.
func TestLotsOfDifferentTiesAreNotJoined(t *testing.T) {
	d := DotsRound{Options: []string{"a", "b", "c", "d"}, Counts: map[string]map[string]int{"a": {"f": 2}, "b": {"f": 1}, "c": {"f": 2}, "d": {"f": 1}}}
	r := d.Result(ByLot, [][]string{{"a", "b"}, {"d", "c"}})
	if !r.Rows[0].Shared() || !r.Rows[2].Shared() || len(r.Lots) > 0 {
		t.Fatalf("%+v", r)
	}
	r = d.Result(ByLot, [][]string{{"c", "a"}, {"d", "b"}})
	if got := options(r); !slices.Equal(got, []string{"c", "a", "d", "b"}) || r.Rows[0].Shared() {
		t.Fatalf("%+v", r)
	}
}

func TestAResultWithoutPlacesNeedsNoLot(t *testing.T) {
	if lots := Draw(Result{Rows: []Row{{Option: "a"}, {Option: "b"}}}, func(int) int { return 0 }); len(lots) > 0 {
		t.Fatal(lots)
	}
}

func TestAPairWonByAThirdIsStillOpen(t *testing.T) {
	p := PairwiseRound{Options: []string{"a", "b"}, Answers: map[PairKey]string{{"a", "b"}: "z"}}
	if open := p.Open(); !slices.Equal(open, []PairKey{{"a", "b"}}) {
		t.Fatal(open)
	}
}
