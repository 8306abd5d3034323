package i18n

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// Zone is the clock every time is shown in: Kyrgyzstan, without daylight saving.
var Zone = time.FixedZone("Asia/Bishkek", 6*3600)

// space never breaks: numbers and their unit stay together.
const space = "\u00a0"

// The tables stand in the order of Langs.

var months = [3][12]string{
	{"январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"},
	{"январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"},
	{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
}

// monthsOf stand behind a day: «12-декабры», «12 декабря».
var monthsOf = [3][12]string{
	{"январы", "февралы", "марты", "апрели", "майы", "июну", "июлу", "августу", "сентябры", "октябры", "ноябры", "декабры"},
	{"января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"},
	{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
}

var monthsShort = [3][12]string{
	{"янв", "фев", "мар", "апр", "май", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"},
	{"янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"},
	{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
}

var weekdays = [3][7]string{
	{"жекшемби", "дүйшөмбү", "шейшемби", "шаршемби", "бейшемби", "жума", "ишемби"},
	{"воскресенье", "понедельник", "вторник", "среда", "четверг", "пятница", "суббота"},
	{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
}

var weekdaysShort = [3][7]string{
	{"жек", "дүй", "шей", "шар", "бей", "жум", "ишм"},
	{"вс", "пн", "вт", "ср", "чт", "пт", "сб"},
	{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"},
}

// Date is a full date: «2016-жылдын 12-декабры», «12 декабря 2016 г.», "12 December 2016".
func (l Lang) Date(t time.Time) string {
	t = t.In(Zone)
	day, month, year := strconv.Itoa(t.Day()), monthsOf[l.index()][t.Month()-1], strconv.Itoa(t.Year())
	switch l {
	case RU:
		return day + space + month + space + year + space + "г."
	case EN:
		return day + space + month + space + year
	}
	return year + "-жылдын" + space + day + "-" + month
}

// DayMonth is «12-декабрь», «12 декабря», "12 December".
func (l Lang) DayMonth(t time.Time) string {
	t = t.In(Zone)
	day := strconv.Itoa(t.Day())
	switch l {
	case RU, EN:
		return day + space + monthsOf[l.index()][t.Month()-1]
	}
	return day + "-" + months[0][t.Month()-1]
}

// DateShort is «12-дек», «12 дек», "12 Dec".
func (l Lang) DateShort(t time.Time) string {
	t = t.In(Zone)
	day, month := strconv.Itoa(t.Day()), monthsShort[l.index()][t.Month()-1]
	switch l {
	case RU, EN:
		return day + space + month
	}
	return day + "-" + month
}

// DateShortYear is «2016-ж. 12-дек», «12 дек 2016», "12 Dec 2016".
func (l Lang) DateShortYear(t time.Time) string {
	year := strconv.Itoa(t.In(Zone).Year())
	switch l {
	case RU, EN:
		return l.DateShort(t) + space + year
	}
	return year + "-ж." + space + l.DateShort(t)
}

// Month heads a calendar: «2016-жыл, декабрь», «декабрь 2016», "December 2016".
func (l Lang) Month(t time.Time) string {
	t = t.In(Zone)
	month, year := months[l.index()][t.Month()-1], strconv.Itoa(t.Year())
	switch l {
	case RU, EN:
		return month + space + year
	}
	return year + "-жыл, " + month
}

// Weekday is the day's name.
func (l Lang) Weekday(t time.Time) string { return weekdays[l.index()][t.In(Zone).Weekday()] }

// WeekdayDate is a date with its weekday: жума, 2016-жылдын 16-декабры.
func (l Lang) WeekdayDate(t time.Time) string { return l.Weekday(t) + ", " + l.Date(t) }

// DateWords are what WeekdayDate is made of, for a browser that says a date as
// it is chosen: {w} weekday, {d} day, {m} month, {y} year; the names in order,
// weekdays from Sunday.
func (l Lang) DateWords() (pattern string, ofMonth, ofWeek []string) {
	sample := time.Date(2222, 11, 27, 12, 0, 0, 0, Zone)
	pattern = strings.NewReplacer(l.Weekday(sample), "{w}", monthsOf[l.index()][10], "{m}", "27", "{d}", "2222", "{y}").Replace(l.WeekdayDate(sample))
	return pattern, monthsOf[l.index()][:], weekdays[l.index()][:]
}

// WeekdayShort is the day's name in a column head.
func (l Lang) WeekdayShort(t time.Time) string {
	return weekdaysShort[l.index()][t.In(Zone).Weekday()]
}

// Clock is the time of day: 11:04.
func (l Lang) Clock(t time.Time) string { return t.In(Zone).Format("15:04") }

// DateTime is a date and the time of day.
func (l Lang) DateTime(t time.Time) string { return l.Date(t) + ", " + l.Clock(t) }

// Number groups thousands: 1 600 000, in English 1,600,000.
func (l Lang) Number(n int64) string { return string(l.appendNumber(nil, n)) }

func (l Lang) appendNumber(b []byte, n int64) []byte {
	var buf [20]byte
	digits := strconv.AppendInt(buf[:0], n, 10)
	if n < 0 {
		b, digits = append(b, "−"...), digits[1:]
	}
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			if l == EN {
				b = append(b, ',')
			} else {
				b = append(b, space...)
			}
		}
		b = append(b, d)
	}
	return b
}

// Decimal rounds, halves away from zero, to so many digits: 3,5 in Kyrgyz and
// Russian, 3.5 in English. What is no number (a share of nothing) is a dash.
func (l Lang) Decimal(f float64, digits int) string {
	shift := math.Pow10(digits)
	rounded := math.Round(math.Abs(f)*shift) / shift
	whole, rest, _ := strings.Cut(strconv.FormatFloat(rounded, 'f', digits, 64), ".")
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return "–"
	}
	out := l.Number(n)
	if f < 0 && rounded != 0 {
		out = "−" + out
	}
	if rest == "" {
		return out
	}
	if l == EN {
		return out + "." + rest
	}
	return out + "," + rest
}

// Percent writes a share (0.35) as 35 %.
func (l Lang) Percent(share float64) string {
	s := l.Decimal(share*100, 0)
	switch {
	case s == "–":
		return s
	case l == EN:
		return s + "%"
	}
	return s + space + "%"
}

// Money is an amount in som.
func (l Lang) Money(som int64) string {
	if l == EN {
		return "KGS" + space + l.Number(som)
	}
	return l.Number(som) + space + "сом"
}

var and = [3]string{" жана ", " и ", " and "}

// List joins: «a, b жана c».
func (l Lang) List(items []string) string {
	if len(items) < 2 {
		return strings.Join(items, "")
	}
	last := len(items) - 1
	return strings.Join(items[:last], ", ") + and[l.index()] + items[last]
}
