package views

import (
	"context"
	"slices"
	"strconv"

	"ashar/internal/civic"
)

// MonitoringData is a cycle as the monitoring group looks at it.
type MonitoringData struct {
	Cycle   civic.Cycle
	Place   civic.Place
	Actions []civic.Action
	Visits  []civic.Visit
	Acts    []civic.Act // the newest visit first
	Reports []civic.PeriodReport
	Writes  bool // of the monitoring group
	Answers bool // of the aiyl okmotu
	Today   string
}

// MonitoringPath is the station, or what lies below it.
func MonitoringPath(cycle, more string) string { return "/cycles/" + cycle + "/monitoring" + more }

// ActPath is the page of an act, or what lies below it.
func ActPath(cycle, act, more string) string { return MonitoringPath(cycle, "/acts/"+act+more) }

func (d *MonitoringData) path(more string) string { return MonitoringPath(d.Cycle.ID, more) }

// shown are the acts a reader may see: a draft is its writers' alone.
func (d *MonitoringData) shown() (acts []*civic.Act) {
	for i := range d.Acts {
		if d.Acts[i].Filed() || d.Writes {
			acts = append(acts, &d.Acts[i])
		}
	}
	return acts
}

// open are the filed acts that wait for an answer, the longest first.
func (d *MonitoringData) open() (acts []*civic.Act) {
	for i := range d.Acts {
		if d.Acts[i].Awaits(d.Today) {
			acts = append(acts, &d.Acts[i])
		}
	}
	slices.SortStableFunc(acts, func(a, b *civic.Act) int {
		if a.AnswerDue < b.AnswerDue {
			return -1
		}
		return 1
	})
	return acts
}

// newest is the act that an action's group status is from.
func (d *MonitoringData) newest(action string) *civic.Act {
	for i := range d.Acts {
		if a := &d.Acts[i]; a.Action == action && a.Filed() {
			return a
		}
	}
	return nil
}

// years of the annual plans, the newest first.
func (d *MonitoringData) years() (years []string) {
	for i := range d.Visits {
		if y := d.Visits[i].Year(); !slices.Contains(years, y) {
			years = append(years, y)
		}
	}
	slices.Sort(years)
	slices.Reverse(years)
	return years
}

func (d *MonitoringData) count(what func(*civic.Action) bool) (n int) {
	for i := range d.Actions {
		if what(&d.Actions[i]) {
			n++
		}
	}
	return n
}

// VisitData is a visit that is planned, or to be planned: then Visit is nil.
type VisitData struct {
	MonitoringData
	Visit *civic.Visit
	Form  *Form
	Drop  *Form
}

// ActData is an act. New: nobody has written of it yet. Kept: the draft is kept, though it was not filed.
// Late: words came for an act that was filed already.
type ActData struct {
	MonitoringData
	Act                          civic.Act
	New, Kept, Late              bool
	Form, Photo, Answer, Removal *Form
	Shown                        *civic.ActPhoto // the one to be removed
}

func (d *ActData) here(more string) string { return ActPath(d.Cycle.ID, d.Act.ID, more) }

// action is the act's row of the plan; nil when it was taken out since.
func (d *ActData) action() *civic.Action {
	for i := range d.Actions {
		if d.Actions[i].ID == d.Act.Action {
			return &d.Actions[i]
		}
	}
	return nil
}

// photos are those that are there, and those that were removed.
func (d *ActData) photos() (there, former []civic.ActPhoto) {
	for _, p := range d.Act.Photos {
		if p.Removed() {
			former = append(former, p)
		} else {
			there = append(there, p)
		}
	}
	return there, former
}

// actPhotoAlt is a photo in words: its own, else when it was taken.
func actPhotoAlt(ctx context.Context, p civic.ActPhoto) string {
	if p.Caption != "" {
		return p.Caption
	}
	return t(ctx, "photo.taken", "time", lang(ctx).DayMonth(p.At)+", "+lang(ctx).Clock(p.At))
}

// actMoney is an amount that may not be known.
func actMoney(ctx context.Context, som *int64) string {
	if som == nil {
		return "–"
	}
	return lang(ctx).Money(*som)
}

func visitMethodOptions(ctx context.Context) []Option {
	options := make([]Option, len(civic.VisitMethods))
	for i, m := range civic.VisitMethods {
		options[i] = Option{string(m), t(ctx, "visit.method."+string(m))}
	}
	return options
}

func qualityOptions(ctx context.Context) []Option {
	options := make([]Option, len(civic.Qualities))
	for i, q := range civic.Qualities {
		options[i] = Option{q, t(ctx, "act.quality."+q)}
	}
	return options
}

// actionOptions are the rows of the plan, and that it is none of them.
func (d *MonitoringData) actionOptions(ctx context.Context) []Option {
	options := []Option{{"", t(ctx, "visit.other")}}
	for i := range d.Actions {
		a := &d.Actions[i]
		short, _ := clip(in(ctx, a.Title), 90)
		options = append(options, Option{a.ID, strconv.Itoa(a.Place) + ". " + short})
	}
	return options
}

// PeriodData is a report of a period; without a Period it is to be written.
type PeriodData struct {
	MonitoringData
	Period *civic.Period
	Form   *Form
}

// actDay is a date that may not be known.
func actDay(ctx context.Context, date string) string {
	if date == "" {
		return "–"
	}
	return lang(ctx).DateShortYear(civic.Day(date))
}
