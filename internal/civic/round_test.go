package civic

import (
	"strings"
	"testing"
)

func TestBeansThatAreMissingAreNamedByGroup(t *testing.T) {
	r := Round{Rules: RoundRules{Method: Dots, Dots: 3, By: BySex}, Options: []RoundOption{{ID: "a"}, {ID: "b"}},
		Groups: []RoundGroup{{Key: "f", Heads: 7, Spoiled: 1}, {Key: "m", Heads: 5, Unused: 2}},
		Counts: map[RoundCell]int{{"a", "f"}: 12, {"b", "f"}: 7, {"a", "m"}: 14}}
	gaps := r.Gaps()
	if len(gaps) != 2 {
		t.Fatalf("%+v", gaps)
	}
	if g := gaps[0]; g.Group != "f" || g.Want != 21 || g.Got != 20 || g.Short() != 1 {
		t.Errorf("women: %+v", g)
	}
	if g := gaps[1]; g.Group != "m" || g.Want != 15 || g.Got != 16 || g.Short() != -1 {
		t.Errorf("men: %+v", g)
	}
	r.Counts[RoundCell{"b", "f"}], r.Groups[1].Unused = 8, 1
	if gaps := r.Gaps(); len(gaps) != 0 {
		t.Errorf("what matches has gaps: %+v", gaps)
	}
}

func TestARoundIsHeldByTheCyclesRules(t *testing.T) {
	for _, c := range []struct {
		method    Method
		tie       string
		ways      string
		effective string // tie-break of a round counted together
	}{
		{Dots, "shared", "sex,band,", "shared"},
		{Dots, "women", "sex", "shared"},
		{Hands, "lot", "sex,band,", "lot"},
		{Pairwise, "women", "", "shared"}, // nobody's answers are told apart
		{Scoring, "lot", "", "lot"},
		{Ballots, "women", "", "shared"},
	} {
		rules := DefaultRules()
		rules.Method, rules.TieBreak = c.method, c.tie
		if got := strings.Join(rules.Ways(), ","); got != c.ways {
			t.Errorf("%s, %s: counted by %q, want %q", c.method, c.tie, got, c.ways)
		}
		if got := RulesOfRound(rules, Together).TieBreak; got != c.effective {
			t.Errorf("%s, %s: ties by %q, want %q", c.method, c.tie, got, c.effective)
		}
	}
	rules := DefaultRules()
	rules.TieBreak = "women"
	if got := RulesOfRound(rules, BySex); got.TieBreak != "women" || got.Dots != 3 || got.Marks != 0 {
		t.Errorf("%+v", got)
	}
}

func TestVotersAreThoseWhoCameAndStayed(t *testing.T) {
	h := HeadCount{{Came, "f", "18-28"}: 3, {Came, "f", "60+"}: 4, {Came, "m", "60+"}: 5, {Left, "f", ""}: 2, {Invited, "f", ""}: 20}
	if got := VotersOf(h, BySex); len(got) != 2 || got[0] != (RoundGroup{Key: "f", Heads: 5}) || got[1] != (RoundGroup{Key: "m", Heads: 5}) {
		t.Errorf("by sex %+v", got)
	}
	if got := VotersOf(h, ByBand); len(got) != 2 || got[0] != (RoundGroup{Key: "18-28", Heads: 3}) || got[1] != (RoundGroup{Key: "60+", Heads: 9}) {
		t.Errorf("by band %+v", got)
	}
	if got := VotersOf(h, Together); len(got) != 1 || got[0] != (RoundGroup{Key: Everybody, Heads: 10}) {
		t.Errorf("together %+v", got)
	}
	if got := VotersOf(HeadCount{}, BySex); got != nil {
		t.Errorf("an empty hall votes: %+v", got)
	}
}

func TestBallotsGoByTheRules(t *testing.T) {
	ordered, marked := RoundRules{Marks: 3}, RoundRules{Marks: 2, Unordered: true}
	for _, c := range []struct {
		rules  RoundRules
		places map[string]int
		ok     bool
	}{
		{ordered, map[string]int{"a": 1}, true},
		{ordered, map[string]int{"a": 2, "b": 1, "c": 3}, true},
		{ordered, map[string]int{"a": 1, "b": 1}, false},
		{ordered, map[string]int{"a": 2}, false},
		{ordered, map[string]int{"a": 1, "b": 3}, false},
		{ordered, map[string]int{"a": 1, "b": 2, "c": 3, "d": 4}, false},
		{marked, map[string]int{"a": 1, "b": 1}, true},
		{marked, map[string]int{"a": 1, "b": 2}, false},
		{marked, map[string]int{"a": 1, "b": 1, "c": 1}, false},
	} {
		if err := c.rules.CheckBallot(c.places); (err == nil) != c.ok {
			t.Errorf("%+v %v: %v", c.rules, c.places, err)
		}
	}
	if got := (Ballot{Places: map[string]int{"c": 1, "a": 3, "b": 2}}).Order(); strings.Join(got, "") != "cba" {
		t.Errorf("order %v", got)
	}
}

func TestAnOpeningIsRefusedForWhatIsMissing(t *testing.T) {
	id := func(n string) string { return "0158f166-dc80-7000-8000-00000000000" + n }
	good := OpenRound{ID: id("0"), Rules: RoundRules{Method: Dots, Dots: 3, By: BySex}, Groups: []RoundGroup{{Key: "f", Heads: 7}},
		Options: []RoundOption{{ID: id("1"), Title: "Суу"}, {ID: id("2"), Title: "Жол"}}}
	if err := good.Validate(); err != nil {
		t.Fatal(err)
	}
	for field, spoil := range map[string]func(*OpenRound){
		"options": func(o *OpenRound) { o.Options = o.Options[:1] },
		"groups":  func(o *OpenRound) { o.Groups = nil },
		"reason":  func(o *OpenRound) { o.Replaces = id("9") },
		"id":      func(o *OpenRound) { o.ID = "1" },
	} {
		o := good
		spoil(&o)
		if ps := Problems(o.Validate()); len(ps) != 1 || ps[0].Field != field {
			t.Errorf("%s: %v", field, ps)
		}
	}
	band := good
	band.Groups = []RoundGroup{{Key: "18-28", Heads: 2}}
	if band.Validate() == nil {
		t.Error("an age band among women and men")
	}
}
