package civic

import (
	"slices"
	"strings"
)

const (
	presentMost = 5000 // of one village and sex
	agendaMost  = 30
	placeMax    = 200
)

// SaveGathering plans a gathering (Base 0) or changes its plan. Agenda begins
// it, one item a line; later each item is changed by itself.
type SaveGathering struct {
	ID string `json:"id"`
	GatheringPlan
	Agenda string `json:"agenda,omitempty"`
	Base   int64  `json:"base"`
}

func (SaveGathering) Kind() string      { return "gathering.save" }
func (s SaveGathering) Subject() string { return s.ID }

// Validate wants a day, an hour, and the source of a quorum that is asked.
func (s SaveGathering) Validate() error {
	var es Errors
	if !ValidID(s.ID) {
		es = append(es, Bad("", "error.id"))
	}
	if !slices.Contains(GatheringSorts, s.Sort) {
		es = append(es, Bad("sort", "error.choice"))
	}
	if s.Sort == VillageMeeting && s.Village == "" {
		es = append(es, Bad("village", "error.gathering_village"))
	}
	if !ValidDate(s.Date) {
		es = append(es, Bad("date", "error.date"))
	}
	if !ValidClock(s.Starts) {
		es = append(es, Bad("starts", "error.clock"))
	}
	if s.Ends != "" && !ValidClock(s.Ends) {
		es = append(es, Bad("ends", "error.clock"))
	} else if s.Ends != "" && s.Ends <= s.Starts {
		es = append(es, Bad("ends", "error.gathering_ends"))
	}
	if s.NoticeOn != "" && !ValidDate(s.NoticeOn) {
		es = append(es, Bad("notice_on", "error.date"))
	} else if s.NoticeOn > s.Date {
		es = append(es, Bad("notice_on", "error.gathering_notice"))
	}
	if s.Quorum < 0 || s.Quorum > presentMost {
		es = append(es, Bad("quorum", "error.gathering_number", "most", presentMost))
	}
	if s.Quorum > 0 && strings.TrimSpace(s.QuorumSource) == "" {
		es = append(es, Bad("quorum_source", "error.gathering_source"))
	}
	for _, f := range []struct {
		name, text string
		most       int
	}{{"number", s.Number, 30}, {"venue", s.Venue, placeMax}, {"initiator", s.Initiator, placeMax}, {"notice_way", s.NoticeWay, titleMax},
		{"quorum_rule", s.QuorumRule, titleMax}, {"quorum_source", s.QuorumSource, placeMax}, {"chair", s.Chair, 120}, {"secretary", s.Secretary, 120}, {"counters", s.Counters, titleMax}} {
		if tooLong(f.text, f.most) {
			es = append(es, Bad(f.name, "error.text_long", "n", f.most))
		}
	}
	items := Lines(s.Agenda)
	if len(items) > agendaMost {
		es = append(es, Bad("agenda", "error.gathering_agenda", "most", agendaMost))
	} else if slices.ContainsFunc(items, func(i string) bool { return tooLong(i, titleMax) }) {
		es = append(es, Bad("agenda", "error.text_long", "n", titleMax))
	}
	return es.Or()
}

// Journaled leaves out the names.
func (s SaveGathering) Journaled() any {
	s.Chair, s.Secretary, s.Counters = "", "", ""
	return s
}

// SetGatheringStatus starts a gathering, or cancels it with a reason.
type SetGatheringStatus struct {
	ID     string          `json:"id"`
	Status GatheringStatus `json:"status"`
	Reason string          `json:"reason,omitempty"`
}

func (SetGatheringStatus) Kind() string      { return "gathering.status" }
func (s SetGatheringStatus) Subject() string { return s.ID }

// Validate wants a reason for what is cancelled.
func (s SetGatheringStatus) Validate() error {
	if s.Status != GatheringLive && s.Status != GatheringCancelled {
		return Bad("status", "error.choice")
	}
	if s.Status == GatheringCancelled {
		return reasoned("reason", s.Reason)
	}
	return nil
}

// reasoned wants a reason in a word or two.
func reasoned(field, text string) error {
	if len([]rune(strings.TrimSpace(text))) < 3 {
		return Bad(field, "error.words_needed")
	}
	if tooLong(text, ReasonMax) {
		return Bad(field, "error.text_long", "n", ReasonMax)
	}
	return nil
}

// SaveItem adds an item to the agenda (Base 0), or changes it with what was heard.
type SaveItem struct {
	ID        string `json:"id"`
	Gathering string `json:"gathering"`
	Title     string `json:"title"`
	Speaker   string `json:"speaker,omitempty"`
	Heard     string `json:"heard,omitempty"`
	Base      int64  `json:"base"`
}

func (SaveItem) Kind() string      { return "gathering.item" }
func (s SaveItem) Subject() string { return s.ID }

// Validate wants a title.
func (s SaveItem) Validate() error {
	var es Errors
	if !ValidID(s.ID) {
		es = append(es, Bad("", "error.id"))
	}
	if strings.TrimSpace(s.Title) == "" {
		es = append(es, Bad("title", "error.words_needed"))
	}
	for _, f := range []struct {
		name, text string
		most       int
	}{{"title", s.Title, titleMax}, {"speaker", s.Speaker, placeMax}, {"heard", s.Heard, WordsMax}} {
		if tooLong(f.text, f.most) {
			es = append(es, Bad(f.name, "error.text_long", "n", f.most))
		}
	}
	return es.Or()
}

// Journaled leaves out who spoke.
func (s SaveItem) Journaled() any {
	s.Speaker = ""
	return s
}

// SetItem says that an item is done or not, or takes it off the agenda.
type SetItem struct {
	ID        string `json:"id"`
	Gathering string `json:"gathering"`
	Done      bool   `json:"done"`
	Gone      bool   `json:"gone,omitempty"`
}

func (SetItem) Kind() string      { return "gathering.item_done" }
func (s SetItem) Subject() string { return s.ID }

// Validate has nothing to check.
func (SetItem) Validate() error { return nil }

// OrderItems puts the agenda into an order.
type OrderItems struct {
	Gathering string   `json:"gathering"`
	Items     []string `json:"items"`
}

func (OrderItems) Kind() string      { return "gathering.order" }
func (o OrderItems) Subject() string { return o.Gathering }

// Validate has nothing to check: what is not of the agenda is passed over.
func (OrderItems) Validate() error { return nil }

// SetPresence is how many people of a village and sex are there.
type SetPresence struct {
	Gathering string `json:"gathering"`
	Village   string `json:"village"`
	Sex       string `json:"sex"`
	People    int    `json:"people"`
}

func (SetPresence) Kind() string      { return "gathering.presence" }
func (s SetPresence) Subject() string { return s.Gathering }

// Validate wants a number that can be.
func (s SetPresence) Validate() error {
	if !slices.Contains(Sexes, s.Sex) {
		return Bad("sex", "error.choice")
	}
	if s.People < 0 || s.People > presentMost {
		return Bad("people", "error.gathering_number", "most", presentMost)
	}
	return nil
}

// SaveGatheringDecisions is what the gathering decided, one a line, and how many slips were handed out.
type SaveGatheringDecisions struct {
	ID         string `json:"id"`
	Decisions  string `json:"decisions"`
	SlipsGiven int    `json:"slips_given"`
	Base       int64  `json:"base"`
}

func (SaveGatheringDecisions) Kind() string      { return "gathering.decisions" }
func (s SaveGatheringDecisions) Subject() string { return s.ID }

// Validate bounds both.
func (s SaveGatheringDecisions) Validate() error {
	var es Errors
	if tooLong(s.Decisions, WordsMax) {
		es = append(es, Bad("decisions", "error.text_long", "n", WordsMax))
	}
	if s.SlipsGiven < 0 || s.SlipsGiven > presentMost {
		es = append(es, Bad("slips_given", "error.gathering_number", "most", presentMost))
	}
	return es.Or()
}

// CloseGathering ends it: from then on its minutes change only by a correction.
type CloseGathering struct {
	ID string `json:"id"`
}

func (CloseGathering) Kind() string      { return "gathering.close" }
func (c CloseGathering) Subject() string { return c.ID }

// Validate has nothing to check.
func (CloseGathering) Validate() error { return nil }

// CorrectGathering opens closed minutes again: closing them makes the next version.
type CorrectGathering struct {
	ID     string `json:"id"`
	Reason string `json:"reason"`
}

func (CorrectGathering) Kind() string      { return "gathering.correct" }
func (c CorrectGathering) Subject() string { return c.ID }

// Validate wants a reason.
func (c CorrectGathering) Validate() error { return reasoned("reason", c.Reason) }
