package civic

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"
)

var gatheringID = NewIDs(time.Now).New()

func plannedGathering() SaveGathering {
	return SaveGathering{ID: gatheringID, GatheringPlan: GatheringPlan{Sort: VillageGathering, Date: "2016-12-16", Starts: "10:00"}}
}

func TestAPlanNeedsADayAnHourAndTheSourceOfItsQuorum(t *testing.T) {
	if err := plannedGathering().Validate(); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		field string
		spoil func(*SaveGathering)
	}{
		{"sort", func(s *SaveGathering) { s.Sort = "party" }},
		{"village", func(s *SaveGathering) { s.Sort = VillageMeeting }},
		{"date", func(s *SaveGathering) { s.Date = "16.12.2016" }},
		{"starts", func(s *SaveGathering) { s.Starts = "" }},
		{"ends", func(s *SaveGathering) { s.Ends = "09:30" }},
		{"notice_on", func(s *SaveGathering) { s.NoticeOn = "2016-12-17" }},
		{"quorum", func(s *SaveGathering) { s.Quorum = -1 }},
		{"quorum_source", func(s *SaveGathering) { s.Quorum = 50 }},
		{"agenda", func(s *SaveGathering) { s.Agenda = strings.Repeat("маселе\n", agendaMost+1) }},
	} {
		s := plannedGathering()
		c.spoil(&s)
		var fields []string
		for _, p := range Problems(s.Validate()) {
			fields = append(fields, p.Field)
		}
		if !slices.Equal(fields, []string{c.field}) {
			t.Errorf("wrong %s: refused at %v", c.field, fields)
		}
	}
}

func TestAQuorumIsSaidAsHowManyAreMissing(t *testing.T) {
	for _, c := range []struct{ quorum, present, lacking int }{{0, 0, 0}, {100, 104, 0}, {100, 100, 0}, {100, 99, 1}, {100, 0, 100}} {
		g := Gathering{GatheringPlan: GatheringPlan{Quorum: c.quorum}, Present: c.present}
		if got := g.Lacking(); got != c.lacking {
			t.Errorf("%d of %d: %d lacking, want %d", c.present, c.quorum, got, c.lacking)
		}
	}
}

func TestMostOfWhoVotedCarriesAProposal(t *testing.T) {
	for _, c := range []struct {
		votes GatheringVotes
		want  bool
	}{{GatheringVotes{88, 7, 9}, true}, {GatheringVotes{50, 50, 0}, false}, {GatheringVotes{40, 30, 20}, false}, {GatheringVotes{46, 30, 15}, true}} {
		if c.votes.Carried() != c.want {
			t.Errorf("%+v: carried %v", c.votes, !c.want)
		}
	}
}

func TestNamesOfAGatheringStayOutOfTheJournal(t *testing.T) {
	const name = "Айнура Бекова"
	for _, change := range []Private{
		SaveGathering{GatheringPlan: GatheringPlan{Chair: name, Secretary: name, Counters: name}},
		SaveItem{Speaker: name}, SaveProposal{Author: name}, SaveNominee{Name: name}, SetNominee{Reason: name},
	} {
		if text := sprint(change.Journaled()); strings.Contains(text, name) {
			t.Errorf("%s tells %s", change.Kind(), text)
		}
	}
}

// held is a gathering that lacks nothing.
func heldGathering() GatheringRecord {
	return GatheringRecord{Gathering: Gathering{GatheringPlan: GatheringPlan{Sort: VillageGathering, Number: "2", Date: "2015-12-11", Starts: "10:00", NoticeOn: "2015-12-02", NoticeWay: "дүкөндө",
		Quorum: 100, QuorumRule: "100 адам", QuorumSource: "14-берене", Chair: "Жылдыз", Secretary: "Мирлан", Counters: "Асел\nКубан"}, Status: GatheringLive, Decisions: "Жактырылсын", Present: 104},
		Items:    []GatheringItem{{ID: "i", Place: 1, Title: "Шайлоо", Done: true}},
		Said:     []Proposal{{ID: "p", Number: 1, Sort: Motion, Text: "Жарык", Author: "Турат", Votes: &GatheringVotes{60, 20, 10}}, {ID: "q", Number: 2, Sort: Question, Text: "Качан?", BySlip: true, Answer: "Мартта"}},
		Nominees: []Nominee{{ID: "n", Body: "initiative", Name: "Бермет"}, {ID: "g", Body: "initiative", Name: "Эркин", Removed: true, Reason: "көчүп кетти"}},
	}
}

func TestWhatIsMissingIsToldAndWhatMustNotBeMissingBlocks(t *testing.T) {
	whole := heldGathering()
	if missing := whole.Missing(); len(missing) != 0 {
		t.Fatalf("a whole gathering lacks %+v", missing)
	}
	for _, c := range []struct {
		key    string
		blocks bool
		spoil  func(*GatheringRecord)
	}{
		{"presence", true, func(r *GatheringRecord) { r.Present, r.Said = 0, nil }},
		{"quorum", false, func(r *GatheringRecord) { r.Present = 95 }},
		{"quorum_rule", false, func(r *GatheringRecord) { r.Quorum, r.QuorumSource = 0, "" }},
		{"officers", true, func(r *GatheringRecord) { r.Secretary = "" }},
		{"notice", false, func(r *GatheringRecord) { r.NoticeWay = "" }},
		{"number", false, func(r *GatheringRecord) { r.Number = "" }},
		{"agenda", true, func(r *GatheringRecord) { r.Items = nil }},
		{"items", false, func(r *GatheringRecord) { r.Items[0].Done = false }},
		{"votes", false, func(r *GatheringRecord) { r.Said[0].Votes = nil }},
		{"too_many", true, func(r *GatheringRecord) { r.Said[0].Votes.For = 80 }},
		{"answer", false, func(r *GatheringRecord) { r.Said[1].Answer = "" }},
		{"lists", false, func(r *GatheringRecord) { r.Nominees = nil }},
		{"decisions", false, func(r *GatheringRecord) { r.Decisions = " \n" }},
	} {
		r := heldGathering()
		c.spoil(&r)
		missing := r.Missing()
		if len(missing) != 1 || missing[0].Key != "gathering.missing."+c.key || missing[0].Blocks != c.blocks || Blocked(missing) != c.blocks {
			t.Errorf("%s: %+v", c.key, missing)
		}
	}
}

func TestMinutesWithoutNamesKeepTheNumbersAndOneCheckValue(t *testing.T) {
	r := heldGathering()
	r.Status, r.MinutesVer = GatheringClosed, 1
	m := r.MinutesOf(Cycle{Title: Text{KY: "2015"}}, Place{})
	if m.State != MinutesClosed || len(m.Proposals) != 1 || len(m.Questions) != 1 || m.SlipsIn != 1 || len(m.Lists) != 1 {
		t.Fatalf("minutes: %+v", m)
	}
	bare := m.Nameless()
	for _, name := range []string{"Турат", "Бермет", "Эркин", "көчүп", "Асел"} {
		if !strings.Contains(sprint(m), name) || strings.Contains(sprint(bare), name) {
			t.Errorf("%s: in the minutes %v, without names %v", name, strings.Contains(sprint(m), name), strings.Contains(sprint(bare), name))
		}
	}
	if !strings.Contains(sprint(bare), "Жылдыз") || len(bare.Lists[0].Stand) != 1 || len(bare.Lists[0].Gone) != 1 {
		t.Errorf("without names: %+v", bare)
	}
	if m.Check() == "" || m.Check() != bare.Check() {
		t.Error("the check value is another without names")
	}
	m.Decisions = append(m.Decisions, "Дагы")
	if m.Check() == bare.Check() {
		t.Error("the check value does not notice another decision")
	}
}

func sprint(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(text)
}
