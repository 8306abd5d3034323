package civic

import "slices"

// Schedule is a cycle's plan as a village × audience matrix with all that its
// page needs: who can be asked to moderate, and what was agreed last.
type Schedule struct {
	Cycle     Cycle
	Place     Place // the municipality
	Villages  []ScheduleVillage
	Audiences []Audience // asked ones in order, then retired ones that still have sessions
	Rows      []ScheduleRow
	Staff     []Staff
	Last      *ScheduleVersion // newest version, without its rows; nil for a draft
	// Elsewhere are sessions of the same people in other cycles: they too
	// keep a person busy. Names of places there are left out.
	Elsewhere []Busy
}

// ScheduleVillage is a row of the matrix. Population is 0 where unknown.
type ScheduleVillage struct {
	ID         string
	Name       Text
	Population int
}

// ScheduleRow is a session with the names its row shows.
type ScheduleRow struct {
	Session
	ModeratorName string
	ModeratorSex  string
	RecorderName  string
}

// Moved reports whether the row stands on another day or hour than agreed.
func (r ScheduleRow) Moved() bool { return r.MovedFrom != "" }

// Staff is somebody who can moderate or record in the municipality.
type Staff struct{ ID, Name, Sex string }

// Busy is a time when a person has a session in another cycle.
type Busy struct {
	Person       string
	Date         string
	Starts, Ends string
}

// Cell is one field of the matrix.
type Cell struct{ Village, Audience string }

// ScheduleCount is how far a schedule is. Cells are villages × audiences
// asked; a cell counts once, whatever number of sessions it holds.
type ScheduleCount struct {
	Cells     int
	Planned   int // cells with a session that is not cancelled
	Held      int // cells with a closed session
	Live      int // sessions
	Confirmed int // sessions
	Moved     int // sessions
	Cancelled int // sessions
}

// Count counts the matrix.
func (s Schedule) Count() ScheduleCount {
	var n ScheduleCount
	planned, held := map[Cell]bool{}, map[Cell]bool{}
	for _, r := range s.Rows {
		c := Cell{r.Village, r.Audience}
		if r.Moved() && r.Status != Cancelled {
			n.Moved++
		}
		switch r.Status {
		case Cancelled:
			n.Cancelled++
			continue
		case Closed:
			held[c] = true
		case Live:
			n.Live++
		case Confirmed:
			n.Confirmed++
		}
		planned[c] = true
	}
	for _, v := range s.Villages {
		for _, a := range s.Audiences {
			if a.Retired {
				continue
			}
			n.Cells++
			if planned[Cell{v.ID, a.ID}] {
				n.Planned++
			}
			if held[Cell{v.ID, a.ID}] {
				n.Held++
			}
		}
	}
	return n
}

// In lists the rows of a cell in the order of the schedule.
func (s Schedule) In(c Cell) []ScheduleRow {
	var rows []ScheduleRow
	for _, r := range s.Rows {
		if r.Village == c.Village && r.Audience == c.Audience {
			rows = append(rows, r)
		}
	}
	return rows
}

// VillageName finds a village of the matrix.
func (s Schedule) VillageName(id string) Text {
	for _, v := range s.Villages {
		if v.ID == id {
			return v.Name
		}
	}
	return Text{}
}

// AudienceOf finds an audience of the matrix.
func (s Schedule) AudienceOf(id string) Audience {
	for _, a := range s.Audiences {
		if a.ID == id {
			return a
		}
	}
	return Audience{}
}

// staff finds a person of the municipality.
func (s Schedule) staff(id string) Staff {
	for _, p := range s.Staff {
		if p.ID == id {
			return p
		}
	}
	return Staff{}
}

// HasStaff reports whether somebody can moderate or record here.
func (s Schedule) HasStaff(id string) bool {
	return slices.ContainsFunc(s.Staff, func(p Staff) bool { return p.ID == id })
}

// usualStart is the hour at which a group comes most easily (domain §2: women
// between the milkings, youth after school, men after work).
func usualStart(kind AudienceKind) string {
	switch kind {
	case Men:
		return "16:00"
	case Youth:
		return "15:00"
	}
	return "11:00"
}

// Spoken are the languages that a session is planned in.
var Spoken = []string{"ky", "ru", "uz", "dungan"}

// usualMinutes is how long a focus group takes (domain §2.3: 105–135 minutes).
const usualMinutes = 120

// Suggest fills the plan of an empty cell with what is most likely right: the
// next day on which nobody and nothing clashes, the hour that suits the group,
// the village's venue, the people who moderated and recorded last. today is
// "2006-01-02"; nothing is suggested before the cycle, nor so soon after today
// that people could not be invited.
func (s Schedule) Suggest(c Cell, today string) PlanSession {
	kind := s.AudienceOf(c.Audience).Kind
	p := PlanSession{Village: c.Village, Audience: c.Audience, ExpectedMin: 8, ExpectedMax: 12, Language: "ky",
		Starts: usualStart(kind)}
	p.Ends = clockOf(minuteOf(p.Starts) + usualMinutes)
	from := max(s.Cycle.Starts, AddDays(today, DaysAhead))
	for _, r := range s.Rows {
		if r.Status == Cancelled {
			continue
		}
		if r.Village == c.Village {
			p.Venue, p.Heating, p.Power, p.Accessible = r.Venue, r.Heating, r.Power, r.Accessible
			p.Language, p.Inviter, p.InviterPhone = r.Language, r.Inviter, r.InviterPhone
		}
		p.ExpectedMin, p.ExpectedMax = r.ExpectedMin, r.ExpectedMax
		if r.Moderator != "" && (kind != Women || s.staff(r.Moderator).Sex != "m") {
			p.Moderator = r.Moderator
		}
		if r.Recorder != "" {
			p.Recorder = r.Recorder
		}
		from = max(from, r.Date)
	}
	if p.Moderator == "" {
		for _, person := range s.Staff {
			if kind != Women || person.Sex == "f" {
				p.Moderator = person.ID
				break
			}
		}
	}
	if p.Recorder == p.Moderator {
		p.Recorder = ""
	}
	p.Date = s.freeDay(p, from)
	return p
}

// freeDay is the first day from which the plan would raise no warning of its
// own; the first working day when two months bring none.
func (s Schedule) freeDay(p PlanSession, from string) string {
	for n := range 62 {
		day := AddDays(from, n)
		if s.Cycle.Ends != "" && day > s.Cycle.Ends {
			break
		}
		p.ID, p.Date = "trial", day
		trial := s.With([]PlanSession{p})
		if !RestDay(day) && !trial.warnsOf("trial") {
			return day
		}
	}
	return WorkDay(from)
}

// warnsOf reports whether a row causes a warning that another day would mend.
func (s Schedule) warnsOf(session string) bool {
	for _, w := range s.Check("") {
		switch w.Kind {
		case WarnNoWoman, WarnOneBoth, WarnNoModerator, WarnNoRecorder, WarnNoVenue, HintMilking:
			continue
		}
		for _, id := range w.Sessions {
			if id == session {
				return true
			}
		}
	}
	return false
}

// Begun reports whether a real session of the cycle has started: from then on
// the ranking rules are fixed.
func (s Schedule) Begun() bool {
	for _, r := range s.Rows {
		if !r.StartedAt.IsZero() {
			return true
		}
	}
	return false
}

// Load is what one moderator carries in a schedule.
type Load struct {
	Person   string // user id
	Name     string
	Sessions int // not cancelled
	Held     int
	Days     int // on so many days
	Most     int // sessions on the fullest of them
}

// Loads lists the moderators by what they carry, the busiest first.
func (s Schedule) Loads() []Load {
	var out []Load
	at := map[string]int{}
	days := map[string]map[string]int{}
	for _, r := range s.Rows {
		if r.Moderator == "" || r.Status == Cancelled {
			continue
		}
		i, ok := at[r.Moderator]
		if !ok {
			i = len(out)
			at[r.Moderator], days[r.Moderator] = i, map[string]int{}
			out = append(out, Load{Person: r.Moderator, Name: r.ModeratorName})
		}
		l := &out[i]
		l.Sessions++
		if r.Status == Closed {
			l.Held++
		}
		days[r.Moderator][r.Date]++
		l.Days, l.Most = len(days[r.Moderator]), max(l.Most, days[r.Moderator][r.Date])
	}
	slices.SortStableFunc(out, func(a, b Load) int { return b.Sessions - a.Sessions })
	return out
}
