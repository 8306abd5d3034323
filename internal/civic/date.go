package civic

import (
	"regexp"
	"strings"
	"time"
)

// Dates are "2006-01-02" and clock times "15:04", both local: a schedule says
// what the village's clock will show.

// Zone is the clock of Kyrgyzstan: six hours ahead, without daylight saving.
var Zone = time.FixedZone("Asia/Bishkek", 6*3600)

// ValidDate reports whether s is a date.
func ValidDate(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}

// ValidClock reports whether s is a time of day.
func ValidClock(s string) bool {
	_, err := time.Parse("15:04", s)
	return err == nil && len(s) == 5
}

var clockForm = regexp.MustCompile(`^([01]?[0-9]|2[0-3])[.:h -]?([0-5][0-9])$`)

// CleanClock understands a time of day as people type it: 9:30, 09.30, 0930.
// What is none stays as it is.
func CleanClock(s string) string {
	m := clockForm.FindStringSubmatch(strings.TrimSpace(s))
	if m == nil {
		return s
	}
	if len(m[1]) == 1 {
		m[1] = "0" + m[1]
	}
	return m[1] + ":" + m[2]
}

// Day is the date as midnight in Kyrgyzstan; the zero time for what is not a date.
func Day(date string) time.Time {
	d, err := time.ParseInLocation(time.DateOnly, date, Zone)
	if err != nil {
		return time.Time{}
	}
	return d
}

// At is a date and clock time in Kyrgyzstan.
func At(date, clock string) time.Time {
	d, err := time.ParseInLocation("2006-01-02 15:04", date+" "+clock, Zone)
	if err != nil {
		return time.Time{}
	}
	return d
}

// Today is the date in Kyrgyzstan.
func Today(now time.Time) string { return now.In(Zone).Format(time.DateOnly) }

// Moment is the date and clock in Kyrgyzstan, "2006-01-02 15:04".
func Moment(now time.Time) string { return now.In(Zone).Format("2006-01-02 15:04") }

// MonthOf counts months since the year 0.
type MonthOf int

// Month is the month of a date, 0 for what is not one.
func Month(date string) MonthOf {
	d := Day(date)
	if d.IsZero() {
		return 0
	}
	return MonthOf(d.Year()*12 + int(d.Month()) - 1)
}

// Year and Number (from 1) of a month.
func (m MonthOf) Year() int   { return int(m) / 12 }
func (m MonthOf) Number() int { return int(m)%12 + 1 }

// Add is the month n months later.
func (m MonthOf) Add(n int) MonthOf { return m + MonthOf(n) }

// Since counts the months from another to this one.
func (m MonthOf) Since(other MonthOf) int { return int(m - other) }

// Share is how much of the month a day has behind it, 0 to 1: at its beginning, or at its end.
func (m MonthOf) Share(date string, end bool) float64 {
	day := Day(date).Day()
	if !end {
		day--
	}
	return float64(day) / float64(time.Date(m.Year(), time.Month(m.Number())+1, 0, 0, 0, 0, 0, time.UTC).Day())
}
