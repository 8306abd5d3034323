package paper

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func lettersOf(ls []*line) string {
	var b strings.Builder
	for _, l := range ls {
		for _, p := range l.parts {
			b.WriteString(strings.ReplaceAll(p.text, " ", ""))
		}
	}
	return b.String()
}

func TestLinesBreakWherePeopleWould(t *testing.T) {
	for _, c := range []struct {
		text string
		mm   float64
		want string
	}{
		{"таза суу түтүгү", 14, "таза суу|түтүгү"},
		{"казуу иши, 30 адам-күн", 24, "казуу иши,|30 адам-күн"},
		{"суу – өмүр", 9, "суу –|өмүр"},
		{"биринчи\nэкинчи", 100, "биринчи|экинчи"},
		{"11:00–13:02 бүттү", 22, "11:00–13:02|бүттү"},
		{"Ново-Николаевка", 20, "Ново-|Николаевка"},
		{"", 100, ""},
		{"  \n  ", 100, ""},
	} {
		var got []string
		for _, l := range wrap(in(body, c.text), c.mm, 'L') {
			s := ""
			for _, p := range l.parts {
				s += p.text
			}
			got = append(got, s)
		}
		if strings.Join(got, "|") != c.want {
			t.Errorf("%q in %.0f mm breaks %q, want %q", c.text, c.mm, strings.Join(got, "|"), c.want)
		}
	}
}

// Wrapping loses no letter, keeps their order and stays in its measure.
func FuzzWrap(f *testing.F) {
	for _, s := range strange {
		f.Add(s, 40.0)
	}
	f.Fuzz(func(t *testing.T, s string, mm float64) {
		if !(mm > 0 && mm < 500) || len(s) > 20000 {
			return
		}
		clean := drawable(s)
		if !utf8.ValidString(clean) {
			t.Fatalf("drawable(%q) is not UTF-8", s)
		}
		for _, r := range clean {
			if r != '\n' && (!faces()[0].has(r) || !faces()[1].has(r)) {
				t.Fatalf("U+%04X is in no font", r)
			}
		}
		if drawable(clean) != clean {
			t.Fatalf("drawable twice differs: %q", clean)
		}
		half := len(clean) / 2
		for half > 0 && !utf8.RuneStart(clean[half]) {
			half--
		}
		ls := wrap([]run{{clean[:half], body}, {clean[half:], strong}}, mm, 'L')
		want := strings.NewReplacer(" ", "", "\n", "").Replace(drawable(clean[:half]) + drawable(clean[half:]))
		if got := lettersOf(ls); got != want {
			t.Fatalf("%q became %q", want, got)
		}
		for _, l := range ls {
			if l.w > mm+0.02 && utf8.RuneCountInString(lettersOf([]*line{l})) > 1 && !strings.ContainsFunc(clean, func(r rune) bool { return faces()[0].width(r) == 0 }) {
				t.Fatalf("a line of %.2f in %.2f mm", l.w, mm)
			}
		}
	})
}
