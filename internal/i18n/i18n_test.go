package i18n

import (
	"bytes"
	"compress/gzip"
	"context"
	"strings"
	"testing"
)

func TestMatchPicksTheReadersLanguage(t *testing.T) {
	for header, want := range map[string]Lang{
		"":                                   KY,
		"ky":                                 KY,
		"ky-KG,ru;q=0.8":                     KY,
		"ru-RU,ru;q=0.9,en-US;q=0.8,en;q=.7": RU,
		"ru-KG":                              RU,
		"en-GB,en;q=0.9":                     EN,
		"de,en;q=0.5":                        EN,
		"en;q=0.3,ru;q=0.9":                  RU,
		"zh-CN":                              KY,
		"*":                                  KY,
		";;;=nonsense":                       KY,
	} {
		if got := Match(header); got != want {
			t.Errorf("Match(%q) = %s, want %s", header, got, want)
		}
	}
}

func TestParseKnowsThreeLanguages(t *testing.T) {
	for _, l := range Langs {
		if got, ok := Parse(string(l)); !ok || got != l {
			t.Errorf("Parse(%q) = %q, %v", l, got, ok)
		}
	}
	for _, s := range []string{"", "KY", "kk", "ru-RU"} {
		if got, ok := Parse(s); ok || got != "" {
			t.Errorf("Parse(%q) = %q, %v", s, got, ok)
		}
	}
}

func TestContextCarriesTheLanguage(t *testing.T) {
	ctx := t.Context()
	if From(ctx) != KY || From(With(ctx, "xx")) != KY {
		t.Error("Kyrgyz is not the default")
	}
	if got := T(With(ctx, RU), "common.save"); got != "Сохранить" {
		t.Errorf("T in Russian: %q", got)
	}
	if got := T(context.Background(), "common.save"); got != "Сактоо" {
		t.Errorf("T without a language: %q", got)
	}
	for _, l := range Langs {
		if l.Tag().String() != string(l) {
			t.Errorf("the tag of %s is %s", l, l.Tag())
		}
	}
}

// speaking swaps the catalogue for one of the test's own.
func speaking(t *testing.T, toml string) {
	t.Helper()
	before := catalogue
	t.Cleanup(func() { catalogue = before })
	catalogue = mustRead(packedOf("catalog/test.toml", toml))
}

type role string

func (r role) String() string { return "the " + string(r) }

type heads uint8

func TestTFillsPlaceholders(t *testing.T) {
	speaking(t, `
["plain"]
ky = "Сактоо"
ru = "Сказал: \"да\"\nи \\ ушёл \u2013 всё" # escapes
en = "Save"
["filled"]
ky = "{who}: {n} / {all}"
ru = "{who}: {n} / {all}"
en = "{all} for {who}, {n}"
["only_ky"]
ky = "бар"
["dated"]
ky = "Күнү: {date}. Бүттү."
ru = "Дата: {date}. Всё."
en = "Date: {date}. Done."
["counted"]
ky = "{n} добуш"
ru = { one = "{n} голос", few = "{n} голоса", many = "{n} голосов", other = "{n} голоса" }
en = {one="{n} vote",other="{n} votes"}
`)
	for _, c := range []struct{ got, want string }{
		{KY.T("plain"), "Сактоо"},
		{KY.T("plain", "extra", 1), "Сактоо"},
		{RU.T("plain"), "Сказал: \"да\"\nи \\ ушёл – всё"},
		{KY.T("filled", "who", "Айгүл", "n", 7, "all", int64(21000)), "Айгүл: 7 / 21\u00a0000"},
		{EN.T("filled", "who", role("head"), "n", heads(3), "all", 21000), "21,000 for the head, 3"},
		{EN.T("filled", "who", 2.5, "n", nil, "all"), "{all} for 2.5, {n}"},
		{KY.T("nowhere.at_all"), "⟦nowhere.at_all⟧"},
		{KY.T("only_ky"), "бар"},
		{KY.T("dated", "date", "2016-жылдын 12-декабры"), "Күнү: 2016-жылдын 12-декабры. Бүттү."},
		{RU.T("dated", "date", "12 декабря 2016 г."), "Дата: 12 декабря 2016 г. Всё."},
		{RU.T("dated", "date", ""), "Дата: . Всё."},
		{RU.T("only_ky"), "⟦only_ky⟧"},
		{Lang("xx").T("plain"), "Сактоо"},
		{KY.T("counted", "n", 1), "1 добуш"},
		{RU.T("counted", "n", 1), "1 голос"},
		{RU.T("counted", "n", int64(3)), "3 голоса"},
		{RU.T("counted", "n", heads(12)), "12 голосов"},
		{RU.T("counted", "n", 21), "21 голос"},
		{RU.T("counted", "n", "много"), "много голоса"},
		{EN.T("counted", "n", 1), "1 vote"},
		{EN.T("counted", "n", 1600), "1,600 votes"},
		{EN.T("counted"), "{n} votes"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
	if !KY.Has("only_ky") || RU.Has("only_ky") || KY.Has("nowhere") || !RU.Has("counted") {
		t.Error("Has does not tell what T would say")
	}
}

func TestABadCatalogueStopsTheProgramNamingFileAndKey(t *testing.T) {
	for toml, want := range map[string]string{
		"[\"a.b\"]\nky = \"x\"\n[\"a.b\"]\n":             "line 3: a.b: the key stands in catalog/one.toml too",
		"[\"a.b\"]\nky = \"x\"\nky = \"y\"":              "line 3: a.b: ky stands twice",
		"[\"a.b\"]\nkk = \"x\"":                          "no such language: kk",
		"[\"a.b\"]\nky = \"\"":                           "an empty text",
		"[\"a.b\"]\nky = \"x":                            "the quotes do not close",
		"[\"a.b\"]\nky = x":                              `not in "quotes"`,
		"[\"a.b\"]\nky = 'x'":                            `not in "quotes"`,
		"[\"a.b\"]\nky = \"\"\"x\"\"\"":                  "words after the text",
		"[\"a.b\"]\nky = \"x\" y":                        "words after the text",
		"[\"a.b\"]\nky = \"\\q\"":                        "a bad escape",
		"[\"a.b\"]\nky \"x\"":                            `not a name = "text"`,
		"[\"a.b\"]\nky = \"{x\"":                         "a bad placeholder",
		"[\"a.b\"]\nky = \"{}\"":                         "a bad placeholder",
		"[\"a.b\"]\nky = \"{X1}\"":                       "a bad placeholder",
		"[\"a.b\"]\nky = \"} {x\"":                       "a } without its {",
		"[\"a.b\"]\nky = \"x}\"":                         "a } without its {",
		"[\"a.b\"]\nru = { one = \"x\" }":                "the plural form other is missing",
		"[\"a.b\"]\nru = { ones = \"x\" }":               "no such plural form: ones",
		"[\"a.b\"]\nru = { one = \"x\", one = \"x\" }":   "plural form one stands twice",
		"[\"a.b\"]\nru = { one = \"x\" other = \"x\" }":  "not { form",
		"[\"a.b\"]\nru = { one = \"x\",":                 "not { form",
		"[\"a.b\"]\nru = {}":                             "not { form",
		"[a.b]\nky = \"x\"":                              `not a ["key"]`,
		"[\"a.b\"\nky = \"x\"":                           `not a ["key"]`,
		"ky = \"x\"":                                     "before the first",
		"[\"a.b\"]\nky = \"\xff\"":                       "not UTF-8",
		"# fine\n\n[\"a.c\"] # fine\r\nky = \"x\" # f\n": "",
	} {
		_, err := read(packedOf("catalog/one.toml", toml))
		switch {
		case want == "" && err != nil:
			t.Errorf("%q: %v", toml, err)
		case want != "" && (err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "catalog/one.toml")):
			t.Errorf("%q: %v, want %s", toml, err, want)
		}
	}
	defer func() {
		said, _ := recover().(string)
		if want := "i18n: catalog/two.toml: line 1: a.b: the key stands in catalog/one.toml too"; said != want {
			t.Errorf("panicked with %q, want %q", said, want)
		}
	}()
	mustRead(packedOf("catalog/one.toml", "[\"a.b\"]\nky = \"x\"", "catalog/two.toml", "[\"a.b\"]\nky = \"x\""))
}

// packedOf packs names and texts as the binary carries them.
func packedOf(pairs ...string) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write([]byte(strings.Join(pairs, "\x00") + "\x00")) // into memory
	_ = w.Close()
	return b.Bytes()
}
