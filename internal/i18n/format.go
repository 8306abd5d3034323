package i18n

import (
	"math"
	"sort"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/collate"
)

// Zone is the clock every time is shown in: Kyrgyzstan, without daylight saving.
var Zone = time.FixedZone("Asia/Bishkek", 6*3600)

// space never breaks: numbers and their unit stay together.
const space = "\u00a0"

var months = map[Lang][12]string{
	KY: {"январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"},
	RU: {"январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"},
	EN: {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
}

// monthsOf stand behind a day: «12-декабры», «12 декабря».
var monthsOf = map[Lang][12]string{
	KY: {"январы", "февралы", "марты", "апрели", "майы", "июну", "июлу", "августу", "сентябры", "октябры", "ноябры", "декабры"},
	RU: {"января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"},
	EN: months[EN],
}

var monthsShort = map[Lang][12]string{
	KY: {"янв", "фев", "мар", "апр", "май", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"},
	RU: {"янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"},
	EN: {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
}

var weekdays = map[Lang][7]string{
	KY: {"жекшемби", "дүйшөмбү", "шейшемби", "шаршемби", "бейшемби", "жума", "ишемби"},
	RU: {"воскресенье", "понедельник", "вторник", "среда", "четверг", "пятница", "суббота"},
	EN: {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
}

var weekdaysShort = map[Lang][7]string{
	KY: {"жек", "дүй", "шей", "шар", "бей", "жум", "ишм"},
	RU: {"вс", "пн", "вт", "ср", "чт", "пт", "сб"},
	EN: {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"},
}

// Date is a full date: «2016-жылдын 12-декабры», «12 декабря 2016 г.», "12 December 2016".
func (l Lang) Date(t time.Time) string {
	l, t = l.orDefault(), t.In(Zone)
	day, month, year := strconv.Itoa(t.Day()), monthsOf[l][t.Month()-1], strconv.Itoa(t.Year())
	switch l {
	case KY:
		return year + "-жылдын" + space + day + "-" + month
	case RU:
		return day + space + month + space + year + space + "г."
	}
	return day + space + month + space + year
}

// DayMonth is «12-декабрь», «12 декабря», "12 December".
func (l Lang) DayMonth(t time.Time) string {
	l, t = l.orDefault(), t.In(Zone)
	if l == KY {
		return strconv.Itoa(t.Day()) + "-" + months[KY][t.Month()-1]
	}
	return strconv.Itoa(t.Day()) + space + monthsOf[l][t.Month()-1]
}

// DateShort is «12-дек», «12 дек», "12 Dec".
func (l Lang) DateShort(t time.Time) string {
	l, t = l.orDefault(), t.In(Zone)
	if l == KY {
		return strconv.Itoa(t.Day()) + "-" + monthsShort[KY][t.Month()-1]
	}
	return strconv.Itoa(t.Day()) + space + monthsShort[l][t.Month()-1]
}

// Month heads a calendar: «декабрь 2016».
func (l Lang) Month(t time.Time) string {
	l, t = l.orDefault(), t.In(Zone)
	if l == KY {
		return strconv.Itoa(t.Year()) + "-жыл, " + months[KY][t.Month()-1]
	}
	return months[l][t.Month()-1] + " " + strconv.Itoa(t.Year())
}

// Weekday is the day's name.
func (l Lang) Weekday(t time.Time) string { return weekdays[l.orDefault()][t.In(Zone).Weekday()] }

// WeekdayShort is the day's name in a column head.
func (l Lang) WeekdayShort(t time.Time) string {
	return weekdaysShort[l.orDefault()][t.In(Zone).Weekday()]
}

// Clock is the time of day: 11:04.
func (l Lang) Clock(t time.Time) string { return t.In(Zone).Format("15:04") }

// DateTime is a date and the time of day.
func (l Lang) DateTime(t time.Time) string { return l.Date(t) + ", " + l.Clock(t) }

// Number groups thousands: 1 600 000, in English 1,600,000.
func (l Lang) Number(n int64) string {
	sep := space
	if l == EN {
		sep = ","
	}
	s := strconv.FormatInt(n, 10)
	sign := ""
	if s[0] == '-' {
		sign, s = "−", s[1:]
	}
	var b strings.Builder
	b.WriteString(sign)
	for i, d := range s {
		if i > 0 && (len(s)-i)%3 == 0 {
			b.WriteString(sep)
		}
		b.WriteRune(d)
	}
	return b.String()
}

// Decimal rounds to so many digits: 3,5 in Kyrgyz and Russian, 3.5 in English.
func (l Lang) Decimal(f float64, digits int) string {
	s := strconv.FormatFloat(f, 'f', digits, 64)
	whole, rest, _ := strings.Cut(s, ".")
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return s
	}
	point := ","
	if l == EN {
		point = "."
	}
	out := l.Number(n)
	if n == 0 && math.Signbit(f) {
		out = "−0"
	}
	if rest != "" {
		out += point + rest
	}
	return out
}

// Percent writes a share (0.35) as 35 %.
func (l Lang) Percent(share float64) string {
	s := l.Decimal(math.Round(share*100), 0)
	if l == EN {
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

var and = map[Lang]string{KY: " жана ", RU: " и ", EN: " and "}

// List joins: «a, b жана c».
func (l Lang) List(items []string) string {
	if len(items) < 2 {
		return strings.Join(items, "")
	}
	last := len(items) - 1
	return strings.Join(items[:last], ", ") + and[l.orDefault()] + items[last]
}

// SortBy sorts by a name in the order of the language's alphabet (Kyrgyz: … н ң о ө … у ү …).
func SortBy[T any](l Lang, items []T, name func(T) string) {
	c := collate.New(l.Tag(), collate.IgnoreCase)
	var buf collate.Buffer
	keys := make([]struct {
		key  []byte
		item T
	}, len(items))
	for i, item := range items {
		keys[i].key, keys[i].item = c.KeyFromString(&buf, name(item)), item
	}
	sort.SliceStable(keys, func(i, j int) bool { return string(keys[i].key) < string(keys[j].key) })
	for i := range keys {
		items[i] = keys[i].item
	}
}
