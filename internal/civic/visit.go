package civic

import (
	"slices"
	"strings"
	"time"
)

// VisitMethod is how the monitoring group looks at something (domain §3.9).
type VisitMethod string

// VisitMethods in the order they are offered.
var VisitMethods = []VisitMethod{"visit", "documents", "interview", "survey"}

// Visit is a line of the monitoring group's annual plan. Dates are "2006-01-02".
type Visit struct {
	ID          string
	Action      string // "" something else, by its Title
	ActionTitle Text
	Title       string
	Due         string
	Planned     string // the date before it was moved; "" never moved
	Who         string
	Method      VisitMethod
	Dropped     bool
	Reason      string // why it was moved or dropped
	Act         string // the newest act written of it
	Filed       bool   // and one of them is filed
	Version     int64
	At          time.Time
}

// Name is what is looked at.
func (v *Visit) Name() Text {
	if v.Title != "" {
		return Text{KY: v.Title}
	}
	return v.ActionTitle
}

// Year of the annual plan that holds the visit.
func (v *Visit) Year() string { return v.Due[:4] }

// Overdue reports whether a visit should have been by a day and there is no act of it.
func (v *Visit) Overdue(today string) bool { return !v.Dropped && !v.Filed && v.Due < today }

// SaveVisit plans a visit (Base 0) or changes it as it was at Base; moving it wants a reason.
type SaveVisit struct {
	ID     string      `json:"id"`
	Action string      `json:"action,omitempty"`
	Title  string      `json:"title,omitempty"`
	Due    string      `json:"due"`
	Who    string      `json:"who,omitempty"`
	Method VisitMethod `json:"method"`
	Reason string      `json:"reason,omitempty"`
	Base   int64       `json:"base"`
}

func (SaveVisit) Kind() string      { return "visit.save" }
func (s SaveVisit) Subject() string { return s.ID }

// Journaled leaves out who goes.
func (s SaveVisit) Journaled() any {
	s.Who = ""
	return s
}

// Validate wants something to look at, and a day.
func (s SaveVisit) Validate() error {
	var es Errors
	if !ValidID(s.ID) {
		es = append(es, Bad("", "error.id"))
	}
	if s.Action == "" && strings.TrimSpace(s.Title) == "" {
		es = append(es, Bad("title", "error.visit_what"))
	}
	if !ValidDate(s.Due) {
		es = append(es, Bad("due", "error.date"))
	}
	if !slices.Contains(VisitMethods, s.Method) {
		es = append(es, Bad("method", "error.choice"))
	}
	for _, f := range []struct {
		name, text string
		most       int
	}{{"title", s.Title, titleMax}, {"who", s.Who, ReasonMax}, {"reason", s.Reason, ReasonMax}} {
		if tooLong(f.text, f.most) {
			es = append(es, Bad(f.name, "error.text_long", "n", f.most))
		}
	}
	return es.Or()
}

// DropVisit takes a visit out of the plan; it stays readable with the reason.
type DropVisit struct {
	ID     string `json:"id"`
	Reason string `json:"reason"`
}

func (DropVisit) Kind() string      { return "visit.drop" }
func (d DropVisit) Subject() string { return d.ID }

// Validate wants a reason.
func (d DropVisit) Validate() error {
	return wantsText("reason", d.Reason, "error.visit_reason", ReasonMax).Or()
}
