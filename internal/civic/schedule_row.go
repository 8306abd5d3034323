package civic

import (
	"slices"
	"time"
)

// lacking: rows that want a moderator, a recorder, a venue or more days to
// invite, one warning a village; after a copy from another municipality they are many.
func (c *checker) lacking(kind WarningKind, lacks func(ScheduleRow) bool) {
	for _, v := range c.Villages {
		var ids []string
		var names Several
		for _, r := range c.rows {
			if r.Village == v.ID && ahead(r) && lacks(r) {
				ids, names = append(ids, r.ID), append(names, c.AudienceOf(r.Audience).Name)
			}
		}
		if len(ids) > 0 {
			slices.Reverse(ids) // the first in time is the one to change first
			c.found = append(c.found, Warning{Kind: kind, Sessions: ids, Soft: kind == HintSoon, Args: []any{"village", v.Name, "audiences", names}})
		}
	}
}

// passed reports whether a row's hour went by.
func (c *checker) passed(r ScheduleRow) bool { return c.now != "" && r.Date+" "+r.Ends < c.now }

// soon reports whether too few days are left to invite people to a row. A
// village that confirmed it has invited them.
func (c *checker) soon(r ScheduleRow) bool {
	return c.now != "" && r.Status == Planned && r.Date < AddDays(c.today, DaysAhead) && !c.passed(r) && !c.published()
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
	if r.Date < c.Cycle.Starts || c.Cycle.Ends != "" && r.Date > c.Cycle.Ends {
		c.warn(WarnOutside, one, append(args, "from", On(c.Cycle.Starts), "to", On(c.Cycle.Ends))...)
	}
	if h, ok := HolidayOn(r.Date); ok {
		note := Word("schedule.holiday.sure")
		if h.Estimated {
			note = "schedule.holiday.estimated"
		}
		c.warn(WarnHoliday, one, append(args, "holiday", Word(h.Key), "note", note)...)
	}
	if c.passed(r) {
		c.warn(WarnPassed, one, args...)
		return
	}
	c.hints(r, a.Kind, args)
}

// hints: the day or the hour suits people badly.
func (c *checker) hints(r ScheduleRow, kind AudienceKind, args []any) {
	day := Day(r.Date).Weekday()
	if _, holiday := HolidayOn(r.Date); day == time.Sunday && !holiday {
		c.hint(HintSunday, r, args...)
	}
	if kind != Women && day == time.Friday && r.Starts < fridayTo && fridayFrom < r.Ends {
		c.hint(HintFriday, r, append(args, "from", fridayFrom, "to", fridayTo)...)
	}
	if kind == Women && (r.Starts < milkingFrom || r.Ends > milkingTo) {
		c.hint(HintMilking, r, append(args, "from", milkingFrom, "to", milkingTo)...)
	}
}

// published reports whether the plan hangs in the villages as it stands: then
// people were invited, and a day that draws near is no surprise.
func (c *checker) published() bool {
	if c.hung == nil {
		yes := c.Status() == SchedulePublished
		c.hung = &yes
	}
	return *c.hung
}

// RestDay reports whether nobody should be asked to come on a date: a Sunday
// or a public holiday.
func RestDay(date string) bool {
	_, holiday := HolidayOn(date)
	return holiday || Day(date).Weekday() == time.Sunday
}

// WorkDay is the first day from a date on that is no day of rest.
func WorkDay(date string) string {
	for ValidDate(date) && RestDay(date) {
		date = AddDays(date, 1)
	}
	return date
}
