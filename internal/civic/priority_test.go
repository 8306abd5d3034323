package civic

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestStatementsTakeAnyWordsUpToTenThousand(t *testing.T) {
	id := NewIDs(time.Now).New()
	for name, c := range map[string]struct {
		text, key string
	}{
		"a sentence":         {"крандан суу эки күндө бир эле келет", ""},
		"emoji only":         {"🚱🚱🚱", ""},
		"ten thousand":       {strings.Repeat("ң", 10_000), ""},
		"one more":           {strings.Repeat("ң", 10_001), "error.text_long"},
		"nothing":            {" \n ", "error.statement_empty"},
		"ten thousand emoji": {strings.Repeat("😀", 10_000), ""},
	} {
		for _, change := range []Change{
			AddStatements{Statements: []SaidStatement{{ID: id, Text: c.text}}},
			EditStatement{ID: id, Text: c.text},
		} {
			err := change.Validate()
			if ps := Problems(err); c.key == "" && err != nil || c.key != "" && (len(ps) != 1 || ps[0].Key != c.key || ps[0].Field != "text") {
				t.Errorf("%s, %s: %v, want %q", name, change.Kind(), err, c.key)
			}
		}
	}
}

func TestSavePriorityChecksEveryField(t *testing.T) {
	for field, cases := range map[string]map[string]bool{
		"title":      {"суу": true, " ": false, strings.Repeat("ө", 501): false},
		"affected":   {"": true, "120": true, "1 200": true, "-1": false, "көп": false, "99999999": false},
		"competence": {"": true, "ao": true, "raion": true, "king": false},
		"causes":     {strings.Repeat("ө", 10_000): true, strings.Repeat("ө", 10_001): false},
		"issue":      {"12": true, strings.Repeat("1", 41): false},
	} {
		for text, ok := range cases {
			err := SavePriority{Fields: map[string]string{field: text}}.Validate()
			if ps := Problems(err); (err == nil) != ok || !ok && ps[0].Field != field {
				t.Errorf("%s = %.20q: %v, want ok %v", field, text, err, ok)
			}
		}
	}
}

func TestEveryFieldIsReadAndSet(t *testing.T) {
	var p Priority
	for i, name := range PriorityFields() {
		text := strings.Repeat("a", i+1)
		switch name {
		case "affected":
			text = "120"
		case "supporters":
			text = "1 5 12"
		}
		p.SetField(name, text)
		if got := p.Field(name); got != text {
			t.Errorf("%s: %q, want %q", name, got, text)
		}
	}
	var r Remark
	for _, name := range RemarkFields {
		r.SetField(name, name)
		if r.Field(name) != name {
			t.Errorf("remark %s is not kept", name)
		}
	}
}

func TestTheJournalCountsSupportersWithoutTheirSeats(t *testing.T) {
	s := SavePriority{ID: "p", Fields: map[string]string{"title": "суу", "supporters": "3 7 9"}}
	j := s.Journaled().(SavePriority)
	if j.Fields["supporters"] != "3" || j.Fields["title"] != "суу" || s.Fields["supporters"] != "3 7 9" {
		t.Errorf("journal has %v, the change %v", j.Fields, s.Fields)
	}
}

func TestMergedUnitesAndNeverAdds(t *testing.T) {
	got := Merged([]Priority{
		{Title: "Суу", Affected: 100, Supporters: []int{1, 2, 3}, Outcome: Outcome{Causes: "эски\nдат"}},
		{Title: "Түтүк", Who: "Жогорку көчө", Affected: 120, Supporters: []int{3, 4}, Sector: "water", Outcome: Outcome{Causes: "дат\nакча жок", Labour: "10 адам"}},
	})
	if got.Title != "Суу" || got.Who != "Жогорку көчө" || got.Sector != "water" || got.Affected != 120 {
		t.Errorf("%+v", got)
	}
	if !slices.Equal(got.Supporters, []int{1, 2, 3, 4}) {
		t.Errorf("supporters %v: a set is united, not added", got.Supporters)
	}
	if got.Causes != "эски\nдат\nакча жок" || got.Labour != "10 адам" {
		t.Errorf("outcome %+v", got.Outcome)
	}
}

func TestReorderedLeavesOthersInTheirPlaces(t *testing.T) {
	all := []string{"a", "m", "b", "c", "w"}
	for _, c := range []struct{ wanted, want string }{
		{"c b a", "c m b a w"},
		{"b a", "b m a c w"},
		{"c x c a b", "c m a b w"},
		{"", "a m b c w"},
	} {
		if got := strings.Join(Reordered(all, strings.Fields(c.wanted)), " "); got != c.want {
			t.Errorf("%q: %q, want %q", c.wanted, got, c.want)
		}
	}
}

func TestAssembleNestsPartsAndKeepsOrder(t *testing.T) {
	ps := Assemble([]Priority{
		{ID: "a", MergedInto: "m"}, {ID: "m"}, {ID: "b", MergedInto: "m"}, {ID: "old", Dissolved: true}, {ID: "w", Withdrawn: true}, {ID: "c"},
	}, []Statement{
		{ID: "1", Place: 1, Priority: "a"}, {ID: "2", Place: 2, Priority: "b"}, {ID: "3", Place: 3}, {ID: "4", Place: 4, Priority: "a"},
		{ID: "5", Place: 5, Withdrawn: true}, {ID: "6", Place: 6}, {ID: "7", Place: 7, Priority: "m"},
	})
	ids := func(list []Statement) (s string) {
		for _, x := range list {
			s += x.ID
		}
		return s
	}
	if len(ps.Active) != 2 || ps.Active[0].ID != "m" || ps.Active[1].Number != 2 || len(ps.Withdrawn) != 1 || len(ps.Active[0].Parts) != 2 {
		t.Fatalf("%+v", ps)
	}
	if got := ids(ps.Active[0].Statements); got != "1247" {
		t.Errorf("statements of the merged card: %s", got)
	}
	if ids(ps.Loose) != "63" || ids(ps.Taken) != "5" || ps.Voices() != 6 {
		t.Errorf("loose %s, taken %s, voices %d", ids(ps.Loose), ids(ps.Taken), ps.Voices())
	}
	if ps.Find("c") == nil || ps.Find("w") == nil || ps.Find("a") != nil {
		t.Error("Find")
	}
}

func TestOutcomeSaysWhatIsMissing(t *testing.T) {
	if got := (Outcome{Causes: "x", Land: "5 сотка"}).Missing(); !slices.Equal(got, []string{"effects", "solutions"}) {
		t.Errorf("missing %v", got)
	}
	if !(Outcome{Causes: "a", Effects: "b", Solutions: "c", Labour: "d"}).Worked() {
		t.Error("worked through, and not counted")
	}
}

func TestSectorsAreOverlaid(t *testing.T) {
	def := DefaultSectors()
	if len(def) < 12 {
		t.Fatal("the default list is short")
	}
	for _, s := range def {
		if s.Name.KY == "" || s.Name.RU == "" || s.Name.EN == "" || !slices.Contains(SectorIcons, s.Icon) {
			t.Errorf("%s is not whole", s.ID)
		}
	}
	list := Sectors([]Sector{
		{ID: "water", Owner: "m", Name: Text{KY: "Суу"}, Place: 10},
		{ID: "water", Name: Text{KY: "Ичүүчү суу"}, Place: 10},
		{ID: "bees", Owner: "m", Name: Text{KY: "Аарычылык"}, Place: 15},
		{ID: "waste", Name: Text{KY: "Таштанды"}, Retired: true, Place: 100},
	})
	if list[0].Name.KY != "Суу" || list[1].ID != "bees" || len(list) != len(def)+1 || len(SectorsInUse(list)) != len(def) {
		t.Errorf("%+v", list)
	}
}

func TestVolunteersAreNamedOnlyWithConsent(t *testing.T) {
	id := NewIDs(time.Now).New()
	for name, c := range map[string]struct {
		v     SaveVolunteer
		field string
	}{
		"named with consent":   {SaveVolunteer{ID: id, Group: "initiative", Name: "Айгүл С.", Consent: true, KeepUntil: "2018-01-01"}, ""},
		"named without":        {SaveVolunteer{ID: id, Group: "initiative", Name: "Айгүл С.", KeepUntil: "2018-01-01"}, "consent"},
		"counted only":         {SaveVolunteer{ID: id, Group: "monitoring"}, ""},
		"a phone without name": {SaveVolunteer{ID: id, Group: "monitoring", Phone: "0555 123456"}, "name"},
		"no group":             {SaveVolunteer{ID: id}, "group"},
		"deleted":              {SaveVolunteer{ID: id, Gone: true}, ""},
	} {
		ps := Problems(c.v.Validate())
		if c.field == "" && len(ps) > 0 || c.field != "" && (len(ps) != 1 || ps[0].Field != c.field) {
			t.Errorf("%s: %v", name, ps)
		}
	}
	if s, _ := encodeAny(SaveVolunteer{ID: id, Group: "delegate", Name: "Жашыруун", Phone: "0700"}.Journaled()); strings.Contains(s, "Жашыруун") || strings.Contains(s, "0700") {
		t.Errorf("the journal names: %s", s)
	}
}

func encodeAny(v any) (string, error) {
	b, err := json.Marshal(v)
	return string(b), err
}

func TestTopFollowsTheRankingThatStands(t *testing.T) {
	ps := Priorities{Active: []Priority{{ID: "a"}, {ID: "m", Parts: []Priority{{ID: "b"}, {ID: "c"}}}, {ID: "new"}, {ID: "d"}, {ID: "e"}, {ID: "f"}, {ID: "g"}}}
	top := func(rounds ...Round) (s string) {
		for _, p := range ps.Top(rounds) {
			s += p.ID + " "
		}
		return s
	}
	result := func(order ...string) *RoundResult {
		r := &RoundResult{}
		for i, id := range order {
			r.Rows = append(r.Rows, ResultRow{Option: id, Place: i + 1})
		}
		return r
	}
	if got := top(); got != "a m new d e " {
		t.Errorf("without a ranking: %s", got)
	}
	ranked := Round{ID: "1", Status: RoundRevealed, Result: result("g", "c", "a", "b", "d")}
	if got := top(ranked); got != "g m a d new " {
		t.Errorf("ranked: %s", got)
	}
	ranked.ReplacedBy = "2"
	if got := top(ranked, Round{ID: "2", Status: RoundOpen}); got != "a m new d e " {
		t.Errorf("while it is recounted: %s", got)
	}
	if got := top(ranked, Round{ID: "2", Status: RoundRevealed, Result: result("d")}); got != "d a m new e " {
		t.Errorf("recounted: %s", got)
	}
}
