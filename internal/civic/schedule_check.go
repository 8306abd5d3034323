package civic

import (
	"sort"
	"strings"
	"time"
)

// WarningKind names a reason in the catalogues: "schedule.warn.<kind>" is the
// sentence, "schedule.why.<kind>" the rule behind it, "schedule.fix.<kind>"
// what the link that mends it says.
type WarningKind string

const (
	WarnUncovered   WarningKind = "uncovered"    // a village lacks groups
	WarnPersonTwice WarningKind = "person_twice" // a moderator or recorder in two places at once
	WarnElsewhere   WarningKind = "elsewhere"    // … one of them in another cycle
	WarnVenueTwice  WarningKind = "venue_twice"  // a venue booked twice
	WarnTravel      WarningKind = "travel"       // no time to travel between villages
	WarnNoWoman     WarningKind = "no_woman"     // a women's group without a woman moderator
	WarnOverload    WarningKind = "overload"     // more than MaxPerDay for a moderator
	WarnHoliday     WarningKind = "holiday"      // a public holiday
	WarnOutside     WarningKind = "outside"      // not within the cycle
	WarnOneBoth     WarningKind = "one_both"     // one person moderates and records
	WarnNoModerator WarningKind = "no_moderator"
	WarnNoRecorder  WarningKind = "no_recorder"
	WarnNoVenue     WarningKind = "no_venue"
	WarnPassed      WarningKind = "passed"  // the hour went by, neither held nor moved
	HintSoon        WarningKind = "soon"    // too few days are left to invite
	HintSunday      WarningKind = "sunday"  // a day of rest
	HintFriday      WarningKind = "friday"  // men during Friday prayer
	HintMilking     WarningKind = "milking" // women outside 11:00–16:00
)

// Rules of thumb of the schedule (domain §2 and §3.1).
const (
	TravelMinutes = 60 // between sessions of one person in different villages
	MaxPerDay     = 2  // sessions a day for a moderator: each takes two hours and a protocol
	DaysAhead     = 4  // invitations reach people three days before (§3.2), and a day goes to handing them out

	fridayFrom, fridayTo   = "12:30", "14:00"
	milkingFrom, milkingTo = "11:00", "16:00"
)

// On is a date "2006-01-02" among a warning's arguments, shown in the reader's language.
type On string

// Several are names among a warning's arguments, joined in the reader's language.
type Several []Text

// Word is a catalogue key among a warning's arguments.
type Word string

// Warning is one thing that may be wrong with a schedule. It never blocks:
// people may know better. Args are name, value pairs; values are texts,
// numbers, Text, On, Several or Word. Number counts from 1 as on the matrix.
type Warning struct {
	Number   int
	Kind     WarningKind
	Args     []any
	Soft     bool     // a hint rather than a clash
	Sessions []string // rows concerned; the last is the one to change
	Cells    []Cell   // empty cells concerned
}

// Check lists what may be wrong with the plan, clashes first. now is a
// "2006-01-02 15:04" (Moment) or a date alone, the morning of that day: it is
// needed to see what has passed. Cancelled rows count for nothing; held ones
// are facts, and warn only together with one still to come.
func (s Schedule) Check(now string) []Warning {
	c := checker{Schedule: s, now: now, today: now[:min(len(now), len(time.DateOnly))]}
	for _, r := range s.Rows {
		if r.Status != Cancelled {
			c.rows = append(c.rows, r)
		}
	}
	sort.SliceStable(c.rows, func(i, j int) bool {
		a, b := c.rows[i], c.rows[j]
		return a.Date+a.Starts < b.Date+b.Starts
	})
	c.coverage()
	c.pairs()
	c.elsewhere()
	c.load()
	c.lacking(WarnNoModerator, func(r ScheduleRow) bool { return r.Moderator == "" })
	c.lacking(WarnNoRecorder, func(r ScheduleRow) bool { return r.Recorder == "" })
	c.lacking(WarnNoVenue, func(r ScheduleRow) bool { return strings.TrimSpace(r.Venue) == "" })
	c.lacking(HintSoon, c.soon)
	for _, r := range c.rows {
		if ahead(r) {
			c.single(r)
		}
	}
	sort.SliceStable(c.found, func(i, j int) bool { return !c.found[i].Soft && c.found[j].Soft })
	for i := range c.found {
		c.found[i].Number = i + 1
	}
	return c.found
}

type checker struct {
	Schedule
	now   string // compared as a text: a date alone stands before its hours
	today string
	hung  *bool         // the plan is published as it stands; reckoned once, and only if asked
	rows  []ScheduleRow // not cancelled, by time
	found []Warning
}

// ahead reports whether a row can still be changed.
func ahead(r ScheduleRow) bool { return r.Status == Planned || r.Status == Confirmed }

func (c *checker) warn(kind WarningKind, sessions []string, args ...any) {
	c.found = append(c.found, Warning{Kind: kind, Args: args, Sessions: sessions})
}

func (c *checker) hint(kind WarningKind, r ScheduleRow, args ...any) {
	c.found = append(c.found, Warning{Kind: kind, Args: args, Sessions: []string{r.ID}, Soft: true})
}

// coverage: every village × every audience. Nothing planned at all is a
// beginning, not a warning.
func (c *checker) coverage() {
	if len(c.rows) == 0 {
		return
	}
	covered := map[Cell]bool{}
	for _, r := range c.rows {
		covered[Cell{r.Village, r.Audience}] = true
	}
	for _, v := range c.Villages {
		var cells []Cell
		var names Several
		for _, a := range c.Audiences {
			if cell := (Cell{v.ID, a.ID}); !a.Retired && !covered[cell] {
				cells, names = append(cells, cell), append(names, a.Name)
			}
		}
		if len(cells) > 0 {
			c.found = append(c.found, Warning{Kind: WarnUncovered, Cells: cells, Args: []any{"village", v.Name, "audiences", names}})
		}
	}
}

// pairs looks at every two rows of one day.
func (c *checker) pairs() {
	for i, a := range c.rows {
		for _, b := range c.rows[i+1:] {
			if b.Date != a.Date {
				break
			}
			if !ahead(a) && !ahead(b) {
				continue
			}
			// The row to change is the later one, unless it is over already.
			ids := []string{a.ID, b.ID}
			if !ahead(b) {
				ids = []string{b.ID, a.ID}
			}
			overlap := a.Ends > b.Starts
			if p, ok := shared(a, b); ok {
				args := []any{"person", c.personName(p, a, b), "date", On(a.Date),
					"village", c.VillageName(a.Village), "starts", a.Starts, "other", c.VillageName(b.Village), "other_starts", b.Starts}
				gap := minuteOf(b.Starts) - minuteOf(a.Ends)
				switch {
				case overlap:
					c.warn(WarnPersonTwice, ids, args...)
				case a.Village != b.Village && gap < TravelMinutes:
					c.warn(WarnTravel, ids, append(args, "n", gap, "minutes", TravelMinutes)...)
				}
			}
			if overlap && a.Village == b.Village && a.Venue != "" && Fold(a.Venue) == Fold(b.Venue) {
				c.warn(WarnVenueTwice, ids, "venue", a.Venue, "village", c.VillageName(a.Village), "date", On(a.Date),
					"starts", a.Starts, "other_starts", b.Starts)
			}
		}
	}
}

// shared is a person who works in both rows.
func shared(a, b ScheduleRow) (string, bool) {
	for _, p := range [...]string{a.Moderator, a.Recorder} {
		if p != "" && (p == b.Moderator || p == b.Recorder) {
			return p, true
		}
	}
	return "", false
}

func (c *checker) personName(id string, rows ...ScheduleRow) string {
	for _, r := range rows {
		if r.Moderator == id && r.ModeratorName != "" {
			return r.ModeratorName
		}
		if r.Recorder == id && r.RecorderName != "" {
			return r.RecorderName
		}
	}
	return c.staff(id).Name
}

// elsewhere: the same person has a session of another cycle at the time.
func (c *checker) elsewhere() {
	for _, r := range c.rows {
		if !ahead(r) {
			continue
		}
		for _, b := range c.Elsewhere {
			if b.Date == r.Date && (b.Person == r.Moderator || b.Person == r.Recorder) && b.Starts < r.Ends && r.Starts < b.Ends {
				c.warn(WarnElsewhere, []string{r.ID}, "person", c.personName(b.Person, r), "date", On(r.Date),
					"village", c.VillageName(r.Village), "starts", r.Starts, "other_starts", b.Starts)
				break
			}
		}
	}
}

// load: at most MaxPerDay sessions a day for a moderator.
func (c *checker) load() {
	type day struct{ person, date string }
	var order []day
	of := map[day][]string{}
	late := map[day]ScheduleRow{}
	for _, r := range c.rows {
		if r.Moderator == "" {
			continue
		}
		d := day{r.Moderator, r.Date}
		if of[d] == nil {
			order = append(order, d)
		}
		of[d] = append(of[d], r.ID)
		if ahead(r) {
			late[d] = r
		}
	}
	for _, d := range order {
		if r, ok := late[d]; ok && len(of[d]) > MaxPerDay {
			c.warn(WarnOverload, of[d], "person", c.personName(d.person, r), "date", On(d.date), "n", len(of[d]), "most", MaxPerDay)
		}
	}
}

// Marks tells which warnings concern a row and an empty cell: the numbers on the matrix.
func Marks(ws []Warning) (rows map[string][]Warning, cells map[Cell][]Warning) {
	rows, cells = map[string][]Warning{}, map[Cell][]Warning{}
	for _, w := range ws {
		for _, id := range w.Sessions {
			rows[id] = append(rows[id], w)
		}
		for _, c := range w.Cells {
			cells[c] = append(cells[c], w)
		}
	}
	return rows, cells
}
