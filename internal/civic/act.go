package civic

import (
	"slices"
	"strings"
	"time"
)

// Act is the record of a visit by the monitoring group (domain §3.9): a draft
// until it is filed, fixed from then on. AOStatus and AOPercent are the aiyl
// okmotu's as they stood when it was filed; Answer is the aiyl okmotu's.
type Act struct {
	ActText
	ID           string
	Action       string
	ActionTitle  Text
	ActionPlace  int    // among the rows of the plan
	Visit        string // of the annual plan; "" unplanned
	Amends       string // the filed act it adds to or corrects
	AmendsNumber int
	Number       int // given when filed
	AOStatus     ActionStatus
	AOPercent    int
	FiledAt      time.Time // zero: a draft
	Answer       string
	AnsweredBy   string // name
	AnsweredOn   string // date
	Photos       []ActPhoto
	Pictures     int // photos that are there
	Version      int64
	By           string // name
	At           time.Time
}

// Quality of the work as the group found it.
var Qualities = []string{"good", "fair", "poor"}

// ActText is what the group writes. Dates are "2006-01-02", money whole som, nil not known.
type ActText struct {
	VisitedOn       string       `json:"visited_on"`
	Members         string       `json:"members,omitempty"` // one a line; never journaled
	Method          VisitMethod  `json:"method"`
	PlannedWork     string       `json:"planned_work,omitempty"`
	FoundWork       string       `json:"found_work,omitempty"`
	PlannedMoney    *int64       `json:"planned_money,omitempty"`
	FoundMoney      *int64       `json:"found_money,omitempty"`
	PlannedEnd      string       `json:"planned_end,omitempty"`
	FoundEnd        string       `json:"found_end,omitempty"`
	Quality         string       `json:"quality,omitempty"`
	QualityNote     string       `json:"quality_note,omitempty"`
	Pleased         int          `json:"pleased,omitempty"` // users asked, as counts
	Neither         int          `json:"neither,omitempty"`
	Displeased      int          `json:"displeased,omitempty"`
	Violations      string       `json:"violations,omitempty"`
	Recommendations string       `json:"recommendations,omitempty"`
	Status          ActionStatus `json:"status,omitempty"`
	Percent         int          `json:"percent,omitempty"`
	AnswerDue       string       `json:"answer_due,omitempty"`
}

// Filed reports whether the act is fixed.
func (a *Act) Filed() bool { return !a.FiledAt.IsZero() }

// Differs reports whether the group found another status than the aiyl okmotu had reported then.
func (a *Act) Differs() bool { return a.Filed() && a.Status != a.AOStatus }

// Asked is how many users gave their opinion.
func (t *ActText) Asked() int { return t.Pleased + t.Neither + t.Displeased }

// Awaits reports whether the aiyl okmotu still has to answer on a day.
func (a *Act) Awaits(on string) bool {
	return a.Filed() && a.AnswerDue != "" && (a.AnsweredOn == "" || a.AnsweredOn > on)
}

// Overdue reports whether an answer was due before a day and has not come.
func (a *Act) Overdue(today string) bool { return a.Awaits(today) && a.AnswerDue < today }

// PlannedOf is what the plan says of an action, for an act to be compared with.
func PlannedOf(a *Action) ActText {
	t := ActText{PlannedWork: a.Title.KY, PlannedEnd: a.Ends, Method: "visit"}
	if a.Result != "" {
		t.PlannedWork += "\n" + a.Result
	}
	if cost := max(a.Cost(), a.Estimate); cost > 0 {
		t.PlannedMoney = &cost
	}
	return t
}

// usersMost bounds how many users are asked at one visit.
const usersMost = 10_000

// problems are what cannot be, in a draft too.
func (t *ActText) problems() (es Errors) {
	if !ValidDate(t.VisitedOn) {
		es = append(es, Bad("visited_on", "error.date"))
	}
	if !slices.Contains(VisitMethods, t.Method) {
		es = append(es, Bad("method", "error.choice"))
	}
	for _, f := range []struct {
		name, text string
		most       int
	}{{"members", t.Members, ReasonMax}, {"planned_work", t.PlannedWork, WordsMax}, {"found_work", t.FoundWork, WordsMax}, {"quality_note", t.QualityNote, ReasonMax},
		{"violations", t.Violations, WordsMax}, {"recommendations", t.Recommendations, WordsMax}} {
		if tooLong(f.text, f.most) {
			es = append(es, Bad(f.name, "error.text_long", "n", f.most))
		}
	}
	for _, f := range []struct {
		name string
		som  *int64
	}{{"planned_money", t.PlannedMoney}, {"found_money", t.FoundMoney}} {
		if f.som != nil && (*f.som < 0 || *f.som > somMost) {
			es = append(es, Bad(f.name, "error.som"))
		}
	}
	for _, f := range []struct{ name, date string }{{"planned_end", t.PlannedEnd}, {"found_end", t.FoundEnd}, {"answer_due", t.AnswerDue}} {
		if f.date != "" && !ValidDate(f.date) {
			es = append(es, Bad(f.name, "error.date"))
		}
	}
	if t.Quality != "" && !slices.Contains(Qualities, t.Quality) {
		es = append(es, Bad("quality", "error.choice"))
	}
	for _, f := range []struct {
		name string
		n    int
	}{{"pleased", t.Pleased}, {"neither", t.Neither}, {"displeased", t.Displeased}} {
		if f.n < 0 || f.n > usersMost {
			es = append(es, Bad(f.name, "error.act_users", "n", usersMost))
		}
	}
	if t.Status != "" && !slices.Contains(ActionStatuses, t.Status) {
		es = append(es, Bad("status", "error.choice"))
	}
	if t.Percent < 0 || t.Percent > 100 {
		es = append(es, Bad("percent", "error.percent"))
	}
	return es
}

// Lacks is what an act lacks to be filed on a day.
func (t *ActText) Lacks(today string) (es Errors) {
	if t.VisitedOn > today {
		es = append(es, Bad("visited_on", "error.future"))
	}
	if strings.TrimSpace(t.Members) == "" {
		es = append(es, Bad("members", "error.act_members"))
	}
	if strings.TrimSpace(t.FoundWork) == "" {
		es = append(es, Bad("found_work", "error.act_found"))
	}
	switch {
	case t.Status == "":
		es = append(es, Bad("status", "error.act_status"))
	case t.Status == ActionDone && t.Percent != 100:
		es = append(es, Bad("percent", "error.report_done"))
	case t.Status == NotStarted && t.Percent != 0:
		es = append(es, Bad("percent", "error.report_not_started"))
	case t.Status == ActionUnderWay && t.Percent == 100:
		es = append(es, Bad("percent", "error.report_whole"))
	}
	if t.AnswerDue != "" && t.AnswerDue < t.VisitedOn {
		es = append(es, Bad("answer_due", "error.act_due"))
	}
	return es
}
