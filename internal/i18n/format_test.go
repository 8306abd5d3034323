package i18n

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/text/collate"
	"pgregory.net/rapid"
	"time"
)

// said compares what the three languages say; _ in want stands for a space
// that does not break.
func said(t *testing.T, what string, got func(Lang) string, want ...string) {
	t.Helper()
	for i, l := range Langs {
		if g := strings.ReplaceAll(got(l), space, "·"); g != strings.ReplaceAll(want[i], "_", "·") {
			t.Errorf("%s in %s: %q, want %q", what, l, g, want[i])
		}
	}
	if got("xx") != got(KY) {
		t.Errorf("%s in an unknown language is not Kyrgyz", what)
	}
}

func TestDates(t *testing.T) {
	// 12 December 2016, a Monday, 11:04 in Bishkek.
	at := time.Date(2016, 12, 12, 5, 4, 59, 0, time.UTC)
	// One minute to midnight in UTC is the next year in Bishkek.
	eve := time.Date(2016, 12, 31, 23, 59, 0, 0, time.UTC)
	call := func(f func(Lang, time.Time) string, at time.Time) func(Lang) string {
		return func(l Lang) string { return f(l, at) }
	}
	said(t, "Date", call(Lang.Date, at), "2016-жылдын_12-декабры", "12_декабря_2016_г.", "12_December_2016")
	said(t, "Date", call(Lang.Date, eve), "2017-жылдын_1-январы", "1_января_2017_г.", "1_January_2017")
	said(t, "DayMonth", call(Lang.DayMonth, at), "12-декабрь", "12_декабря", "12_December")
	said(t, "DateShort", call(Lang.DateShort, at), "12-дек", "12_дек", "12_Dec")
	said(t, "DateShortYear", call(Lang.DateShortYear, eve), "2017-ж._1-янв", "1_янв_2017", "1_Jan_2017")
	said(t, "Month", call(Lang.Month, at), "2016-жыл, декабрь", "декабрь_2016", "December_2016")
	said(t, "Weekday", call(Lang.Weekday, at), "дүйшөмбү", "понедельник", "Monday")
	said(t, "Weekday", call(Lang.Weekday, eve), "жекшемби", "воскресенье", "Sunday")
	said(t, "WeekdayShort", call(Lang.WeekdayShort, at), "дүй", "пн", "Mon")
	said(t, "Clock", call(Lang.Clock, at), "11:04", "11:04", "11:04")
	said(t, "Clock", call(Lang.Clock, eve), "05:59", "05:59", "05:59")
	said(t, "DateTime", call(Lang.DateTime, at), "2016-жылдын_12-декабры, 11:04", "12_декабря_2016_г., 11:04", "12_December_2016, 11:04")
}

func TestNumbers(t *testing.T) {
	number := func(n int64) func(Lang) string { return func(l Lang) string { return l.Number(n) } }
	said(t, "Number", number(0), "0", "0", "0")
	said(t, "Number", number(999), "999", "999", "999")
	said(t, "Number", number(1000), "1_000", "1_000", "1,000")
	said(t, "Number", number(1_600_000), "1_600_000", "1_600_000", "1,600,000")
	said(t, "Number", number(-45_300), "−45_300", "−45_300", "−45,300")
	said(t, "Number", number(math.MinInt64), "−9_223_372_036_854_775_808", "−9_223_372_036_854_775_808", "−9,223,372,036,854,775,808")

	decimal := func(f float64, digits int) func(Lang) string {
		return func(l Lang) string { return l.Decimal(f, digits) }
	}
	said(t, "Decimal", decimal(3.5, 1), "3,5", "3,5", "3.5")
	said(t, "Decimal", decimal(2.5, 0), "3", "3", "3")
	said(t, "Decimal", decimal(0.999, 1), "1,0", "1,0", "1.0")
	said(t, "Decimal", decimal(12345.678, 2), "12_345,68", "12_345,68", "12,345.68")
	said(t, "Decimal", decimal(-0.25, 1), "−0,3", "−0,3", "−0.3")
	said(t, "Decimal", decimal(-0.001, 2), "0,00", "0,00", "0.00")
	said(t, "Decimal", decimal(math.NaN(), 1), "–", "–", "–")
	said(t, "Decimal", decimal(math.Inf(-1), 0), "–", "–", "–")

	percent := func(f float64) func(Lang) string { return func(l Lang) string { return l.Percent(f) } }
	said(t, "Percent", percent(0.35), "35_%", "35_%", "35%")
	said(t, "Percent", percent(0.125), "13_%", "13_%", "13%")
	said(t, "Percent", percent(1), "100_%", "100_%", "100%")
	said(t, "Percent", percent(0/math.Inf(1)), "0_%", "0_%", "0%")
	said(t, "Percent", percent(math.NaN()), "–", "–", "–")

	said(t, "Money", func(l Lang) string { return l.Money(1_600_000) }, "1_600_000_сом", "1_600_000_сом", "KGS_1,600,000")
}

func TestLists(t *testing.T) {
	list := func(items ...string) func(Lang) string { return func(l Lang) string { return l.List(items) } }
	said(t, "List", list(), "", "", "")
	said(t, "List", list("a"), "a", "a", "a")
	said(t, "List", list("a", "b"), "a жана b", "a и b", "a and b")
	said(t, "List", list("a", "b", "c"), "a, b жана c", "a, b и c", "a, b and c")
}

func TestTheKyrgyzAlphabetSorts(t *testing.T) {
	alphabet := strings.Split("абвгдеёжзийклмнңоөпрстуүфхцчшщъыьэюя", "")
	// Each letter stands before the next whatever follows it, so ң is a
	// letter and not an н with a tail.
	var words []string
	for _, letter := range alphabet {
		switch letter {
		case "ё": // CLDR holds ё for an е when the rest differs
			words = append(words, "ёя")
		case "е":
			words = append(words, "еа")
		default:
			words = append(words, letter+"а", strings.ToUpper(letter)+"я")
		}
	}
	got := slices.Clone(words)
	slices.Reverse(got)
	SortBy(got, func(s string) string { return s })
	if !slices.Equal(got, words) {
		t.Errorf("%s\nwant %s", got, words)
	}
}

// The Unicode collation sorts names of places as we do, in each language.
func TestSortingAgreesWithTheTablesOfTheWorld(t *testing.T) {
	letters := []rune(alphabet + strings.ToUpper(alphabet) + "ёЁabyzABYZ019 -")
	for _, l := range Langs {
		c := collate.New(l.Tag(), collate.Loose)
		rapid.Check(t, func(t *rapid.T) {
			word := rapid.StringOfN(rapid.SampledFrom(letters), 1, 12, -1)
			a, b := word.Draw(t, "a"), word.Draw(t, "b")
			if want, got := c.CompareString(a, b), slices.Compare(sortKey(a), sortKey(b)); want != got {
				t.Fatalf("%s: %q and %q are %d, the tables say %d", l, a, b, got, want)
			}
		})
	}
}

func TestVillagesSort(t *testing.T) {
	type village struct{ name, code string }
	got := []village{{"Үч-Терек", ""}, {"Өзгөрүш", ""}, {"нура", ""}, {"Ак-Башат", "first"}, {"Уч-Коргон", ""}, {"Оттук", ""}, {"Ак-Башат", "second"}, {"Нылды", ""}}
	SortBy(got, func(v village) string { return v.name })
	var names []string
	for _, v := range got {
		names = append(names, strings.TrimSpace(v.name+" "+v.code))
	}
	want := "Ак-Башат first, Ак-Башат second, нура, Нылды, Оттук, Өзгөрүш, Уч-Коргон, Үч-Терек"
	if s := strings.Join(names, ", "); s != want {
		t.Errorf("%s\nwant %s", s, want)
	}
}

func BenchmarkSortBy(b *testing.B) {
	names := make([]string, 500)
	for i := range names {
		names[i] = strings.Repeat(string([]rune("нңоөуү")[i%6]), 1+i%9)
	}
	for b.Loop() {
		SortBy(slices.Clone(names), func(s string) string { return s })
	}
}

// What a browser puts together is what the server writes, every day of a leap year.
func TestDateWordsMakeTheSameDate(t *testing.T) {
	for _, l := range Langs {
		pattern, months, weekdays := l.DateWords()
		for day := time.Date(2016, 1, 1, 12, 0, 0, 0, Zone); day.Year() == 2016; day = day.AddDate(0, 0, 1) {
			got := strings.NewReplacer("{w}", weekdays[day.Weekday()], "{d}", strconv.Itoa(day.Day()), "{m}", months[day.Month()-1], "{y}", "2016").Replace(pattern)
			if want := l.WeekdayDate(day); got != want {
				t.Fatalf("%s: %q, want %q", l, got, want)
			}
		}
	}
}
