package civic

import (
	"cmp"
	"slices"
	"time"
)

// PeriodReport is what the monitoring group reports of a period (domain §3.9),
// and to whom it was presented. Dates are "2006-01-02".
type PeriodReport struct {
	ID           string
	Starts, Ends string
	Summary      string
	CouncilOn    string // presented to the council; "" not yet
	CitizensOn   string // and to citizens
	By           string // name
	Version      int64
	At           time.Time
}

// SavePeriodReport writes a report (Base 0) or changes it as it was at Base.
type SavePeriodReport struct {
	ID         string `json:"id"`
	Starts     string `json:"starts"`
	Ends       string `json:"ends"`
	Summary    string `json:"summary,omitempty"`
	CouncilOn  string `json:"council_on,omitempty"`
	CitizensOn string `json:"citizens_on,omitempty"`
	Base       int64  `json:"base"`
}

func (SavePeriodReport) Kind() string      { return "monitoring.report" }
func (s SavePeriodReport) Subject() string { return s.ID }

// Validate wants a period.
func (s SavePeriodReport) Validate() error {
	var es Errors
	if !ValidID(s.ID) {
		es = append(es, Bad("", "error.id"))
	}
	for _, f := range []struct {
		name, date string
		must       bool
	}{{"starts", s.Starts, true}, {"ends", s.Ends, true}, {"council_on", s.CouncilOn, false}, {"citizens_on", s.CitizensOn, false}} {
		if (f.must || f.date != "") && !ValidDate(f.date) {
			es = append(es, Bad(f.name, "error.date"))
		}
	}
	if len(es) == 0 && s.Ends < s.Starts {
		es = append(es, Bad("ends", "error.ends_before_start"))
	}
	if tooLong(s.Summary, WordsMax) {
		es = append(es, Bad("summary", "error.text_long", "n", WordsMax))
	}
	return es.Or()
}

// Period is how the actions stood at the end of a period, by the aiyl okmotu
// and by the monitoring group, and what the group's acts of the period say.
type Period struct {
	PeriodReport
	Rows            []PeriodRow
	Late            []*PeriodRow // the longest delay first
	Recommendations []*Act       // acts of the period that recommend something
	Open            []*Act       // filed acts that were not answered by its end
	Acts            int          // filed acts of the period
	Plan, Fact      int64        // money of all actions
}

// PeriodRow is an action at the end of the period. Group is nil where no act was filed.
type PeriodRow struct {
	*Action
	AOStatus  ActionStatus
	AOPercent int
	Fact      int64 // som, as the aiyl okmotu reported
	Why       string
	Group     *Act
	DaysLate  int
}

// Differ reports whether the two see another status.
func (r *PeriodRow) Differ() bool { return r.Group != nil && r.Group.Status != r.AOStatus }

// PeriodOf reckons a period's tables. Reports and acts may be in any order.
func PeriodOf(p PeriodReport, actions []Action, reports []ActionReport, acts []Act) *Period {
	out := &Period{PeriodReport: p}
	group := newestActs(acts, p.Ends)
	told := newestReports(reports, p.Ends)
	for i := range actions {
		r := PeriodRow{Action: &actions[i], AOStatus: NotStarted, Group: group[actions[i].ID]}
		if t := told[r.ID]; t != nil {
			r.AOStatus, r.AOPercent, r.Fact, r.Why = t.Status, t.Percent, t.Spent, t.Delay
		}
		if r.AOStatus.late(r.Ends, p.Ends) {
			r.DaysLate = DaysBetween(r.Ends, p.Ends)
		}
		out.Plan += r.Cost()
		out.Fact += r.Fact
		out.Rows = append(out.Rows, r)
	}
	for i := range out.Rows {
		if out.Rows[i].DaysLate > 0 {
			out.Late = append(out.Late, &out.Rows[i])
		}
	}
	slices.SortStableFunc(out.Late, func(a, b *PeriodRow) int { return cmp.Compare(b.DaysLate, a.DaysLate) })
	for i := range acts {
		a := &acts[i]
		if !a.Filed() || a.VisitedOn > p.Ends {
			continue
		}
		if a.VisitedOn >= p.Starts {
			out.Acts++
			if a.Recommendations != "" {
				out.Recommendations = append(out.Recommendations, a)
			}
		}
		if a.Awaits(p.Ends) {
			out.Open = append(out.Open, a)
		}
	}
	byNumber := func(a, b *Act) int { return cmp.Compare(a.Number, b.Number) }
	slices.SortFunc(out.Recommendations, byNumber)
	slices.SortFunc(out.Open, byNumber)
	return out
}

// newestActs is the newest filed act of each action up to a day: the group's status.
func newestActs(acts []Act, day string) map[string]*Act {
	newest := map[string]*Act{}
	for i := range acts {
		a := &acts[i]
		if !a.Filed() || a.VisitedOn > day {
			continue
		}
		if had := newest[a.Action]; had == nil || a.VisitedOn > had.VisitedOn || a.VisitedOn == had.VisitedOn && a.Number > had.Number {
			newest[a.Action] = a
		}
	}
	return newest
}

func newestReports(reports []ActionReport, day string) map[string]*ActionReport {
	newest := map[string]*ActionReport{}
	for i := range reports {
		r := &reports[i]
		if r.On > day {
			continue
		}
		if had := newest[r.Action]; had == nil || r.On > had.On || r.On == had.On && r.At.After(had.At) {
			newest[r.Action] = r
		}
	}
	return newest
}
