package i18n

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2"
	"golang.org/x/text/feature/plural"
	"golang.org/x/text/unicode/norm"
)

// keys are the catalogue's, sorted, so that tests complain in order.
func keys() []string { return slices.Sorted(maps.Keys(catalogue)) }

// texts are what a message may say in a language, by plural form; one text
// without a form stands under "".
func (s *spoken) texts() map[string]string {
	if s.forms == nil {
		return map[string]string{"": s.text}
	}
	all := map[string]string{}
	for form, text := range s.forms {
		if text != "" {
			all[formNames[form]] = text
		}
	}
	return all
}

// placeholders of a text, each once, sorted.
func placeholders(text string) (names []string) {
	for _, name, after, ok := slot(text); ok; _, name, after, ok = slot(after) {
		names = append(names, name)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// eachText runs through every text of the catalogues.
func eachText(do func(where string, l Lang, s string)) {
	for _, key := range keys() {
		m := catalogue[key]
		for _, l := range Langs {
			for form, text := range m.said[l.index()].texts() {
				do(strings.TrimSpace(fmt.Sprintf("%s: %s: %s %s", m.file, key, l, form)), l, text)
			}
		}
	}
}

var keyShape = regexp.MustCompile(`^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$`)

func TestEveryKeySpeaksThreeLanguages(t *testing.T) {
	for _, key := range keys() {
		if !keyShape.MatchString(key) {
			t.Errorf("%s: %s does not look like a key", catalogue[key].file, key)
		}
		for _, l := range Langs {
			if !l.Has(key) {
				t.Errorf("%s: %s: no %s", catalogue[key].file, key, l)
			}
		}
	}
}

func TestPlaceholdersAreTheSameEverywhere(t *testing.T) {
	for _, key := range keys() {
		m := catalogue[key]
		want := placeholders(m.said[0].text)
		for _, l := range Langs {
			for form, text := range m.said[l.index()].texts() {
				if got := placeholders(text); !slices.Equal(got, want) {
					t.Errorf("%s: %s: %s %s has %v, Kyrgyz has %v", m.file, key, l, form, got, want)
				}
			}
		}
	}
}

// A text that counts has CLDR's forms in Russian and English. Kyrgyz may say
// it in one: its nouns stay the same after a number.
func TestPluralFormsAreThoseOfTheLanguage(t *testing.T) {
	forms := map[Lang][]string{}
	for _, l := range Langs {
		seen := map[string]bool{"other": true}
		for n := range 1000 {
			seen[cldrForm(l, n)] = true
		}
		forms[l] = slices.Sorted(maps.Keys(seen))
	}
	if got := fmt.Sprint(forms); got != "map[en:[one other] ky:[one other] ru:[few many one other]]" {
		t.Fatalf("CLDR has other forms now: %s", got)
	}
	for _, key := range keys() {
		m := catalogue[key]
		counts := m.said[0].forms != nil || m.said[1].forms != nil || m.said[2].forms != nil
		for _, l := range Langs {
			s := &m.said[l.index()]
			if !counts || l == KY && s.forms == nil {
				continue
			}
			if got := slices.Sorted(maps.Keys(s.texts())); !slices.Equal(got, forms[l]) {
				t.Errorf("%s: %s: %s has %q, wants %q", m.file, key, l, got, forms[l])
			}
		}
	}
}

func TestFormOfAgreesWithCLDR(t *testing.T) {
	for _, l := range append(Langs, "xx") {
		for n := range 2500 {
			for _, sign := range []int64{1, -1} {
				if got, want := formNames[formOf(l, sign*int64(n))], cldrForm(l, n); got != want {
					t.Fatalf("%s %d: %s, CLDR has %s", l, n, got, want)
				}
			}
		}
	}
}

func cldrForm(l Lang, n int) string {
	return map[plural.Form]string{plural.Other: "other", plural.One: "one", plural.Few: "few", plural.Many: "many"}[plural.Cardinal.MatchPlural(l.Tag(), n, 0, 0, 0, 0)]
}

// An ending changes with the number before it (9у, 6сы, 3ү), so none is
// glued to a placeholder; a constant stem behind a hyphen (4-кадам) is fine.
var (
	glued      = regexp.MustCompile(`\}\p{L}`)
	hyphenated = regexp.MustCompile(`\}-(\p{L}+)`)
	endings    = regexp.MustCompile(`^(н?[ыиуү]н?|[дт][аеоө]н?|[гк][аеоө]|н[ыиуү]н?|[дт][ыиуү]н?|с[ыиуү]|[лдт][аеоө]р)$`)
)

func TestNoEndingIsGluedToAPlaceholder(t *testing.T) {
	eachText(func(where string, l Lang, s string) {
		if glued.MatchString(s) {
			t.Errorf("%s: an ending is glued to a placeholder: %s", where, s)
		}
		for _, m := range hyphenated.FindAllStringSubmatch(s, -1) {
			if l == KY && endings.MatchString(m[1]) {
				t.Errorf("%s: an ending is glued to a placeholder: %s", where, s)
			}
		}
	})
}

func TestTextsAreCleanlyTyped(t *testing.T) {
	cyrillicWithLatin := regexp.MustCompile(`\p{Cyrillic}\p{Latin}|\p{Latin}\p{Cyrillic}`)
	for _, rule := range []struct {
		what string
		bad  func(l Lang, s string) bool
	}{
		{"ends or begins with a space", func(_ Lang, s string) bool { return strings.TrimSpace(s) != s }},
		{"has two spaces in a row", func(_ Lang, s string) bool { return strings.Contains(s, "  ") }},
		{"has an exclamation mark", func(_ Lang, s string) bool { return strings.Contains(s, "!") }},
		{`has "straight" quotes`, func(_ Lang, s string) bool { return strings.Contains(s, `"`) }},
		{"has three dots for an ellipsis", func(_ Lang, s string) bool { return strings.Contains(s, "...") }},
		{"is not composed (NFC)", func(_ Lang, s string) bool { return !norm.NFC.IsNormalString(s) }},
		{"mixes Cyrillic and Latin in a word", func(_ Lang, s string) bool { return cyrillicWithLatin.MatchString(s) }},
		{"has Kyrgyz letters", func(l Lang, s string) bool {
			return l == RU && strings.ContainsAny(s, "ңөүҢӨҮ") && !isLetter(s)
		}},
		{"has Cyrillic letters", func(l Lang, s string) bool { return l == EN && hasCyrillic(s) && !isLetter(s) }},
	} {
		eachText(func(where string, l Lang, s string) {
			if rule.bad(l, s) {
				t.Errorf("%s %s: %q", where, rule.what, s)
			}
		})
	}
}

// isLetter holds for the name of a letter's key: the same in every language.
func isLetter(s string) bool { return utf8.RuneCountInString(s) == 1 }

func hasCyrillic(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) })
}

// What our own reader makes of a catalogue is what a whole TOML reader makes of it.
func TestTheCataloguesAreTOML(t *testing.T) {
	names, err := filepath.Glob("catalog/*.toml")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		sameAsTOML(t, name, string(src))
	}
	sameAsTOML(t, "corners", "\r\n  [\"a.b\"]\t# c\r\n\tky=\"\\\"#\\\\\\t\\u04AF\" # c\n[\"c\"]\nru = {one=\"a\" , other = \"}\"}#\n en = \"='{\"")
}

func sameAsTOML(t *testing.T, name, src string) {
	t.Helper()
	want := map[string]map[string]any{}
	if err := toml.Unmarshal([]byte(src), &want); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	got := map[string]map[string]any{}
	if err := tables(src, func(key, field string, v value) error {
		switch {
		case field == "":
			got[key] = map[string]any{}
		case v.table == nil:
			got[key][field] = v.text
		default:
			forms := map[string]any{}
			for _, f := range v.table {
				forms[f.name] = f.text
			}
			got[key][field] = forms
		}
		return nil
	}); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s reads otherwise as TOML:\n%v\n%v", name, got, want)
	}
}

// The catalogues are read before the program answers, so reading is measured,
// beside what a whole TOML reader would take.
func BenchmarkRead(b *testing.B) {
	b.Run("ours", func(b *testing.B) {
		for b.Loop() {
			mustRead(packed)
		}
		b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*len(catalogue)), "µs/key")
	})
	b.Run("TOML", func(b *testing.B) {
		names, _ := filepath.Glob("catalog/*.toml")
		for b.Loop() {
			for _, name := range names {
				src, _ := os.ReadFile(name)
				into := map[string]map[string]any{}
				if err := toml.Unmarshal(src, &into); err != nil {
					b.Fatal(err)
				}
			}
		}
		b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*len(catalogue)), "µs/key")
	})
}

func BenchmarkT(b *testing.B) {
	for _, c := range []struct {
		name string
		say  func() string
	}{
		{"plain", func() string { return KY.T("common.save") }},
		{"filled", func() string { return KY.T("common.of", "done", 6, "all", 20) }},
		{"plural", func() string { return RU.T("common.votes", "n", 1600) }},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				c.say()
			}
		})
	}
}

// What the binary carries is what stands in the catalogues.
func TestTheCataloguesArePacked(t *testing.T) {
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	names, err := filepath.Glob("catalog/*.toml")
	if err != nil || len(names) < 20 {
		t.Fatal(names, err)
	}
	var want []byte
	for _, name := range names {
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		want = append(append(append(want, name...), 0), append(src, 0)...)
	}
	if !bytes.Equal(got, want) {
		t.Error("catalog.gz is old: make generate")
	}
}
