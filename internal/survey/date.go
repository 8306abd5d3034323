package survey

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
)

const day = 86_400_000 // milliseconds

// moment is a date as JavaRosa's DateUtils.parseDateTime reads it, with a time and a zone or
// without. A time of another zone becomes the local one.
var moment = regexp.MustCompile(`^(\d{1,4})-(\d{1,2})-(\d{1,2})(?:T(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{1,2}(?::?\d{2})?)?)?$`)

// clock is a time of day alone.
var clock = regexp.MustCompile(`^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{1,2}(?::?\d{2})?)?$`)

// readMoment gives local milliseconds; offset is the local zone's, in minutes.
func readMoment(s string, offset int) (ms float64, ok bool) {
	m := moment.FindStringSubmatch(s)
	if m == nil {
		return 0, false
	}
	y, mo, d := atoi(m[1]), atoi(m[2]), atoi(m[3])
	if mo < 1 || mo > 12 || d < 1 || d > daysIn(y, mo) {
		return 0, false
	}
	ms = float64(daysSince1970(y, mo, d)) * day
	if m[4] == "" {
		return ms, true
	}
	part, ok := readClock(m[4:])
	if z := m[8]; z != "" {
		part += float64(offset-zone(z)) * 60_000
	}
	return ms + part, ok
}

// readClock gives milliseconds of hour, minute, second and fraction.
func readClock(m []string) (float64, bool) {
	h, mi, s := atoi(m[0]), atoi(m[1]), atoi(m[2])
	fraction := atoi((m[3] + "000")[:3])
	return float64(((h*60+mi)*60+s)*1000 + fraction), h < 24 && mi < 60 && s < 60
}

func zone(z string) int {
	if z == "Z" {
		return 0
	}
	digits := strings.ReplaceAll(z[1:], ":", "")
	minutes := 0
	if len(digits) > 2 {
		minutes = atoi(digits[len(digits)-2:])
		digits = digits[:len(digits)-2]
	}
	minutes += atoi(digits) * 60
	if z[0] == '-' {
		return -minutes
	}
	return minutes
}

func atoi(s string) int { n, _ := strconv.Atoi(s); return n } // of digits, at most nine

func daysIn(y, m int) int {
	if m == 2 && y%4 == 0 && (y%100 != 0 || y%400 == 0) {
		return 29
	}
	return [...]int{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}[m-1]
}

// daysSince1970 and civil are Howard Hinnant's: the same in every language, for any year.
func daysSince1970(y, m, d int) int {
	if m <= 2 {
		y--
	}
	era := floorDiv(y, 400)
	yoe := y - era*400
	doy := (153*((m+9)%12)+2)/5 + d - 1
	return era*146097 + yoe*365 + yoe/4 - yoe/100 + doy - 719468
}

func civil(days int) (y, m, d int) {
	days += 719468
	era := floorDiv(days, 146097)
	doe := days - era*146097
	yoe := (doe - doe/1460 + doe/36524 - doe/146096) / 365
	doy := doe - (365*yoe + yoe/4 - yoe/100)
	mp := (5*doy + 2) / 153
	d, m = doy-(153*mp+2)/5+1, (mp+2)%12+1
	y = yoe + era*400
	if m <= 2 {
		y++
	}
	return y, m, d
}

func floorDiv(a, b int) int {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

func formatDay(ms float64) string {
	y, m, d := civil(int(math.Floor(ms / day)))
	return fmt.Sprintf("%04d-%02d-%02d", y, m, d)
}

// formatMoment is how a date with its time is kept.
func formatMoment(ms float64, offset int) string {
	part := int(ms - math.Floor(ms/day)*day)
	sign := "+"
	if offset < 0 {
		sign, offset = "-", -offset
	}
	return fmt.Sprintf("%sT%02d:%02d:%02d.%03d%s%02d:%02d", formatDay(ms), part/3_600_000, part/60_000%60, part/1000%60, part%1000, sign, offset/60, offset%60)
}

var months = []string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}
var weekdays = []string{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"}

// formatDate is DateUtils.format. What JavaRosa refuses in a pattern stands as it is written.
func (iv *Interview) formatDate(ms float64, pattern string) string {
	days := math.Floor(ms / day)
	y, m, d := civil(int(days))
	part := int(ms - days*day)
	var b strings.Builder
	for i := 0; i < len(pattern); i++ {
		if pattern[i] != '%' || i+1 == len(pattern) {
			b.WriteByte(pattern[i])
			continue
		}
		i++
		switch pattern[i] {
		case '%':
			b.WriteByte('%')
		case 'Y':
			fmt.Fprintf(&b, "%04d", y)
		case 'y':
			fmt.Fprintf(&b, "%02d", y%100)
		case 'm':
			fmt.Fprintf(&b, "%02d", m)
		case 'n':
			fmt.Fprint(&b, m)
		case 'b':
			b.WriteString(iv.env.Months[m-1])
		case 'd':
			fmt.Fprintf(&b, "%02d", d)
		case 'e':
			fmt.Fprint(&b, d)
		case 'H':
			fmt.Fprintf(&b, "%02d", part/3_600_000)
		case 'h':
			fmt.Fprint(&b, part/3_600_000)
		case 'M':
			fmt.Fprintf(&b, "%02d", part/60_000%60)
		case 'S':
			fmt.Fprintf(&b, "%02d", part/1000%60)
		case '3':
			fmt.Fprintf(&b, "%03d", part%1000)
		case 'a':
			b.WriteString(iv.env.Weekdays[((int(days)+4)%7+7)%7])
		default:
			b.WriteString(pattern[i-1 : i+1])
		}
	}
	return b.String()
}
