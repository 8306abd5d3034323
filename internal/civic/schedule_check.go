package civic

import (
	"slices"
	"sort"
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
	WarnPassed      WarningKind = "passed"  // the day went by, neither held nor moved
	HintFriday      WarningKind = "friday"  // men during Friday prayer
	HintMilking     WarningKind = "milking" // women outside 11:00–16:00
)

// Rules of thumb of the schedule (domain §2 and §3.1).
const (
	TravelMinutes = 60 // between sessions of one person in different villages
	MaxPerDay     = 2  // sessions a day for a moderator: each takes two hours and a protocol

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

// Check lists what may be wrong with the plan, clashes first. today
// "2006-01-02" is needed to see what has passed. Cancelled rows count for
// nothing; held ones are facts, and warn only together with one still to come.
func (s Schedule) Check(today string) []Warning {
	c := checker{Schedule: s, today: today}
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
	c.unmoderated()
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
	today string
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

// unmoderated: rows without a moderator, one warning a village; after a copy
// from another municipality they are many.
func (c *checker) unmoderated() {
	for _, v := range c.Villages {
		var ids []string
		var names Several
		for _, r := range c.rows {
			if r.Village == v.ID && r.Moderator == "" && ahead(r) {
				ids, names = append(ids, r.ID), append(names, c.AudienceOf(r.Audience).Name)
			}
		}
		if len(ids) > 0 {
			slices.Reverse(ids) // the first in time is the one to change first
			c.warn(WarnNoModerator, ids, "village", v.Name, "audiences", names)
		}
	}
}

// single looks at a row by itself.
func (c *checker) single(r ScheduleRow) {
	a := c.AudienceOf(r.Audience)
	args := []any{"village", c.VillageName(r.Village), "audience", a.Name, "date", On(r.Date), "starts", r.Starts}
	one := []string{r.ID}
	if r.Moderator != "" && a.Kind == Women && r.ModeratorSex == "m" {
		c.warn(WarnNoWoman, one, append(args, "person", r.ModeratorName)...)
	}
	if r.Moderator != "" && r.Moderator == r.Recorder {
		c.warn(WarnOneBoth, one, append(args, "person", r.ModeratorName)...)
	}
	if h, ok := HolidayOn(r.Date); ok {
		note := Word("schedule.holiday.sure")
		if h.Estimated {
			note = "schedule.holiday.estimated"
		}
		c.warn(WarnHoliday, one, append(args, "holiday", Word(h.Key), "note", note)...)
	}
	if r.Date < c.Cycle.Starts || c.Cycle.Ends != "" && r.Date > c.Cycle.Ends {
		c.warn(WarnOutside, one, append(args, "from", On(c.Cycle.Starts), "to", On(c.Cycle.Ends))...)
	}
	if c.today != "" && r.Date < c.today {
		c.warn(WarnPassed, one, args...)
	}
	if a.Kind == Men && Day(r.Date).Weekday() == 5 && r.Starts < fridayTo && fridayFrom < r.Ends {
		c.hint(HintFriday, r, append(args, "from", fridayFrom, "to", fridayTo)...)
	}
	if a.Kind == Women && (r.Starts < milkingFrom || r.Ends > milkingTo) {
		c.hint(HintMilking, r, append(args, "from", milkingFrom, "to", milkingTo)...)
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
