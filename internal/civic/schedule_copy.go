package civic

import (
	"crypto/sha256"
	"slices"
	"sort"
	"time"
)

// CopySchedule plans many sessions at once, as they were previewed: a copy of
// another cycle's schedule. Its scope is the cycle that receives them. Source
// is only remembered.
type CopySchedule struct {
	Cycle  string        `json:"cycle"`
	Source string        `json:"source"`
	Rows   []PlanSession `json:"rows"`
}

func (CopySchedule) Kind() string      { return "schedule.copy" }
func (c CopySchedule) Subject() string { return c.Cycle }

// Validate checks every row; nothing to copy is refused.
func (c CopySchedule) Validate() error {
	if len(c.Rows) == 0 {
		return Bad("", "error.copy_nothing")
	}
	for _, r := range c.Rows {
		if err := r.Validate(); err != nil {
			return err
		}
	}
	return nil
}

// Journaled leaves the phone numbers out.
func (c CopySchedule) Journaled() any {
	rows := make([]PlanSession, len(c.Rows))
	for i, r := range c.Rows {
		r.InviterPhone = ""
		rows[i] = r
	}
	c.Rows = rows
	return c
}

// CopyChoices say how one schedule becomes another: which village and audience
// stands for which ("" = leave out), and on which day the first session falls.
type CopyChoices struct {
	Villages  map[string]string // source id → target id
	Audiences map[string]string
	First     string // date of the first copied session
	Venues    bool   // take venues over: only sensible within a municipality
	Moderator string // who moderates where the source\'s moderator is not of the target; "" = nobody yet
	Recorder  string // the same for recording
	Seed      string // id from which the new rows' ids follow, so that sending twice counts once
}

// Copied is a row of the preview: what would be planned, or why it would not.
type Copied struct {
	From ScheduleRow
	Plan PlanSession
	Skip CopySkip // "" when it will be planned
	// KeptModerator and KeptRecorder: the person belongs to the target too.
	KeptModerator, KeptRecorder bool
}

// CopySkip says why a row is not copied.
type CopySkip string

const (
	SkipVillage  CopySkip = "village"  // no village stands for its village
	SkipAudience CopySkip = "audience" // no audience stands for its audience
	SkipPlanned  CopySkip = "planned"  // the target has a session there already
)

// MatchVillages proposes which of the target's villages stands for which of the
// source's: the same id, the same name, and what is left in order.
func MatchVillages(from, to []ScheduleVillage) map[string]string {
	ids := func(vs []ScheduleVillage) (out []string, names []string) {
		for _, v := range vs {
			out, names = append(out, v.ID), append(names, Fold(v.Name.KY))
		}
		return out, names
	}
	a, an := ids(from)
	b, bn := ids(to)
	return match(a, an, b, bn, true)
}

// MatchAudiences proposes the same for audiences: the same name, then the same
// kind; what is left stands for nothing, since groups are not alike by order.
func MatchAudiences(from, to []Audience) map[string]string {
	ids := func(as []Audience, name func(Audience) string) (out []string, names []string) {
		for _, v := range as {
			out, names = append(out, v.ID), append(names, name(v))
		}
		return out, names
	}
	byName := func(a Audience) string { return Fold(a.Name.KY) }
	byKind := func(a Audience) string { return string(a.Kind) }
	a, an := ids(from, byName)
	b, bn := ids(to, byName)
	m := match(a, an, b, bn, false)
	used := map[string]bool{}
	for _, t := range m {
		used[t] = true
	}
	var restA, restB []Audience
	for _, x := range from {
		if m[x.ID] == "" {
			restA = append(restA, x)
		}
	}
	for _, x := range to {
		if !used[x.ID] && !x.Retired {
			restB = append(restB, x)
		}
	}
	a, an = ids(restA, byKind)
	b, bn = ids(restB, byKind)
	for k, v := range match(a, an, b, bn, false) {
		m[k] = v
	}
	return m
}

// match pairs ids that are the same, then names that are, then the rest in order.
func match(a, an, b, bn []string, inOrder bool) map[string]string {
	m, used := map[string]string{}, map[string]bool{}
	pair := func(same func(i, j int) bool) {
		for i := range a {
			for j := range b {
				if m[a[i]] == "" && !used[b[j]] && same(i, j) {
					m[a[i]], used[b[j]] = b[j], true
				}
			}
		}
	}
	pair(func(i, j int) bool { return a[i] == b[j] })
	pair(func(i, j int) bool { return an[i] != "" && an[i] == bn[j] })
	if inOrder {
		pair(func(int, int) bool { return true })
	}
	return m
}

// CopyPlan says row by row what copying source into the schedule would do.
// Cancelled rows of the source are planned anew: the group was to be asked.
func (s Schedule) CopyPlan(source Schedule, how CopyChoices) []Copied {
	rows := append([]ScheduleRow{}, source.Rows...)
	sort.SliceStable(rows, func(i, j int) bool { return rows[i].Date+rows[i].Starts < rows[j].Date+rows[j].Starts })
	shift := 0
	if len(rows) > 0 && ValidDate(how.First) {
		shift = DaysBetween(rows[0].Date, how.First)
	}
	own := map[string]bool{} // rows this very copy made, when it is sent twice
	for _, r := range rows {
		own[ChildID(how.Seed, r.ID)] = true
	}
	taken := map[Cell]bool{}
	for _, r := range s.Rows {
		if r.Status != Cancelled && !own[r.ID] {
			taken[Cell{r.Village, r.Audience}] = true
		}
	}
	here := map[string]bool{}
	for _, p := range s.Staff {
		here[p.ID] = true
	}
	var out []Copied
	for _, r := range rows {
		c := Copied{From: r}
		cell := Cell{how.Villages[r.Village], how.Audiences[r.Audience]}
		switch {
		case cell.Village == "":
			c.Skip = SkipVillage
		case cell.Audience == "":
			c.Skip = SkipAudience
		case taken[cell]:
			c.Skip = SkipPlanned
		}
		if c.Skip == "" {
			taken[cell] = true
			c.Plan = PlanSession{ID: ChildID(how.Seed, r.ID), Village: cell.Village, Audience: cell.Audience,
				Date: AddDays(r.Date, shift), Starts: r.Starts, Ends: r.Ends, ExpectedMin: r.ExpectedMin, ExpectedMax: r.ExpectedMax,
				Language: r.Language, Childcare: r.Childcare}
			if how.Venues {
				c.Plan.Venue, c.Plan.Heating, c.Plan.Power, c.Plan.Accessible = r.Venue, r.Heating, r.Power, r.Accessible
				c.Plan.Inviter, c.Plan.InviterPhone = r.Inviter, r.InviterPhone
			}
			if c.KeptModerator = here[r.Moderator]; c.KeptModerator {
				c.Plan.Moderator = r.Moderator
			}
			if c.KeptRecorder = here[r.Recorder]; c.KeptRecorder {
				c.Plan.Recorder = r.Recorder
			}
			women := s.AudienceOf(cell.Audience).Kind == Women
			if !c.KeptModerator && here[how.Moderator] && (!women || s.staff(how.Moderator).Sex != "m") {
				c.Plan.Moderator = how.Moderator
			}
			if !c.KeptRecorder && here[how.Recorder] && how.Recorder != c.Plan.Moderator {
				c.Plan.Recorder = how.Recorder
			}
		}
		out = append(out, c)
	}
	return out
}

// Plans are the rows of a preview that will be planned.
func Plans(copied []Copied) []PlanSession {
	var out []PlanSession
	for _, c := range copied {
		if c.Skip == "" {
			out = append(out, c.Plan)
		}
	}
	return out
}

// With is the schedule as it would be with further rows: to check a preview.
func (s Schedule) With(plans []PlanSession) Schedule {
	rows := append([]ScheduleRow{}, s.Rows...)
	for _, p := range plans {
		m, r := s.staff(p.Moderator), s.staff(p.Recorder)
		rows = append(rows, ScheduleRow{ModeratorName: m.Name, ModeratorSex: m.Sex, RecorderName: r.Name,
			Session: Session{ID: p.ID, Status: Planned, Village: p.Village, Audience: p.Audience, Date: p.Date, Starts: p.Starts,
				Ends: p.Ends, Venue: p.Venue, Moderator: p.Moderator, Recorder: p.Recorder}})
	}
	s.Rows = rows
	return s
}

// CheckCopied lists what may be wrong with the rows of a preview, once they
// stand in the schedule; its other warnings are left out.
func (s Schedule) CheckCopied(copied []Copied, now string) []Warning {
	plans := Plans(copied)
	isNew := map[string]bool{}
	for _, p := range plans {
		isNew[p.ID] = true
	}
	return slices.DeleteFunc(s.With(plans).Check(now), func(w Warning) bool {
		return !slices.ContainsFunc(w.Sessions, func(id string) bool { return isNew[id] })
	})
}

// ChildID is an id that follows from another id and a name: the same two
// always give the same one (UUIDv8, RFC 9562).
func ChildID(parent, name string) string {
	sum := sha256.Sum256([]byte(parent + "\x00" + name))
	var b [16]byte
	copy(b[:], sum[:])
	b[6] = b[6]&0x0f | 0x80
	b[8] = b[8]&0x3f | 0x80
	return FormatID(b)
}

// StaffName is the name of somebody of the municipality.
func (s Schedule) StaffName(id string) string { return s.staff(id).Name }

// FirstDay is the date of the first row, "" when there is none.
func (s Schedule) FirstDay() string {
	first := ""
	for _, r := range s.Rows {
		if first == "" || r.Date < first {
			first = r.Date
		}
	}
	return first
}

// FirstCopied is the day proposed for the first of copied sessions: from a
// date on, moved by whole weeks so that a plan of Mondays keeps its Mondays,
// and never a day of rest. Without the day it stood on it is the next working day.
func FirstCopied(stood, from string) string {
	if !ValidDate(stood) || !ValidDate(from) || Day(stood).Weekday() == time.Sunday {
		return WorkDay(from)
	}
	day := AddDays(from, (int(Day(stood).Weekday())-int(Day(from).Weekday())+7)%7)
	for RestDay(day) {
		day = AddDays(day, 7)
	}
	return day
}
