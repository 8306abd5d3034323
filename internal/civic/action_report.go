package civic

import (
	"slices"
	"strings"
	"time"
)

// ActionReport is how an action stood on a day, as the aiyl okmotu told it.
type ActionReport struct {
	ID      string
	Action  string
	Status  ActionStatus
	Percent int
	Spent   int64 // since it began, som
	Delay   string
	Note    string
	On      string // date
	By      string // name
	At      time.Time
}

// ReportAction tells how an action stands. Base is the version of the action read.
type ReportAction struct {
	ID      string       `json:"id"`
	Action  string       `json:"action"`
	Status  ActionStatus `json:"status"`
	Percent int          `json:"percent"`
	Spent   int64        `json:"spent"`
	Delay   string       `json:"delay,omitempty"`
	Note    string       `json:"note,omitempty"`
	On      string       `json:"on"`
	Base    int64        `json:"base"`
}

func (ReportAction) Kind() string      { return "action.report" }
func (r ReportAction) Subject() string { return r.Action }

// Validate wants figures that agree with the status. Whether it is late, the plan says.
func (r ReportAction) Validate() error {
	var es Errors
	if !ValidID(r.ID) {
		es = append(es, Bad("", "error.id"))
	}
	if !slices.Contains(ActionStatuses, r.Status) {
		es = append(es, Bad("status", "error.choice"))
	}
	switch {
	case r.Percent < 0 || r.Percent > 100:
		es = append(es, Bad("percent", "error.percent"))
	case r.Status == ActionDone && r.Percent != 100:
		es = append(es, Bad("percent", "error.report_done"))
	case r.Status == NotStarted && r.Percent != 0:
		es = append(es, Bad("percent", "error.report_not_started"))
	case r.Status == ActionUnderWay && r.Percent == 100:
		es = append(es, Bad("percent", "error.report_whole"))
	}
	if r.Spent < 0 || r.Spent > somMost {
		es = append(es, Bad("spent", "error.som"))
	}
	if r.Status == ActionCancelled && strings.TrimSpace(r.Delay) == "" {
		es = append(es, Bad("delay", "error.report_cancelled"))
	}
	if !ValidDate(r.On) {
		es = append(es, Bad("on", "error.date"))
	}
	for _, f := range []struct{ name, text string }{{"delay", r.Delay}, {"note", r.Note}} {
		if tooLong(f.text, ReasonMax) {
			es = append(es, Bad(f.name, "error.text_long", "n", ReasonMax))
		}
	}
	return es.Or()
}

// Against checks a report with the row it is about: who is behind says why.
func (r ReportAction) Against(ends, last, today string) error {
	var es Errors
	if r.On > today {
		es = append(es, Bad("on", "error.future"))
	}
	if r.On < last {
		es = append(es, Bad("on", "error.report_earlier"))
	}
	behind := r.Status.late(ends, r.On) || r.Status == ActionDone && ends != "" && ends < r.On
	if behind && strings.TrimSpace(r.Delay) == "" {
		es = append(es, Bad("delay", "error.report_late"))
	}
	return es.Or()
}

// MarkStep says on which day a step was done; On "" that it was not.
type MarkStep struct {
	Action string `json:"action"`
	Step   string `json:"step"`
	On     string `json:"on"`
}

func (MarkStep) Kind() string      { return "action.step" }
func (m MarkStep) Subject() string { return m.Action }

// Validate wants a day or none.
func (m MarkStep) Validate() error {
	if m.On != "" && !ValidDate(m.On) {
		return Bad("on", "error.date")
	}
	return nil
}

// SpentBy is the money spent on all actions up to the end of a day: of each its newest report then.
func SpentBy(reports []ActionReport, day string) (sum int64) {
	type told struct {
		on    string
		at    time.Time
		spent int64
	}
	newest := map[string]told{}
	for _, r := range reports {
		if r.On > day {
			continue
		}
		had, ok := newest[r.Action]
		if !ok || r.On > had.on || r.On == had.on && r.At.After(had.at) {
			newest[r.Action] = told{r.On, r.At, r.Spent}
		}
	}
	for _, t := range newest {
		sum += t.spent
	}
	return sum
}
