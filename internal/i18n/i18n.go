// Package i18n is ky, ru and en: messages and plurals from the catalogues,
// numbers, dates, sorting. Kyrgyz is the default and the original.
package i18n

import (
	"context"
	"fmt"
	"strings"

	"golang.org/x/text/language"
)

// Lang is a language of the catalogues.
type Lang string

const (
	KY Lang = "ky"
	RU Lang = "ru"
	EN Lang = "en"
)

// Langs in the order they are offered.
var Langs = []Lang{KY, RU, EN}

var tags = map[Lang]language.Tag{KY: language.Make("ky"), RU: language.Russian, EN: language.English}

// Tag is the language's BCP 47 tag.
func (l Lang) Tag() language.Tag { return tags[l.orDefault()] }

func (l Lang) orDefault() Lang {
	if _, ok := tags[l]; ok {
		return l
	}
	return KY
}

// Parse reads "ky", "ru" or "en".
func Parse(s string) (Lang, bool) {
	_, ok := tags[Lang(s)]
	if !ok {
		return "", false
	}
	return Lang(s), true
}

var matcher = language.NewMatcher([]language.Tag{language.Make("ky"), language.Russian, language.English})

// Match picks a language for a browser's Accept-Language; Kyrgyz when none fits.
func Match(acceptLanguage string) Lang {
	want, _, err := language.ParseAcceptLanguage(acceptLanguage)
	if err != nil || len(want) == 0 {
		return KY
	}
	_, i, confidence := matcher.Match(want...)
	if confidence == language.No {
		return KY
	}
	return Langs[i]
}

type contextKey struct{}

// With carries the reader's language.
func With(ctx context.Context, l Lang) context.Context {
	return context.WithValue(ctx, contextKey{}, l)
}

// From is the reader's language, Kyrgyz when none is carried.
func From(ctx context.Context) Lang {
	l, _ := ctx.Value(contextKey{}).(Lang)
	return l.orDefault()
}

// T is a message in the language that ctx carries.
func T(ctx context.Context, key string, args ...any) string { return From(ctx).T(key, args...) }

// Has reports whether the catalogues have a key.
func (l Lang) Has(key string) bool { _, ok := load()[key]; return ok }

// T is a message with its placeholders filled from name, value pairs. The
// value named n chooses the plural form. A missing key shows in brackets.
func (l Lang) T(key string, args ...any) string {
	l = l.orDefault()
	m, ok := load()[key]
	if !ok {
		return "⟦" + key + "⟧"
	}
	f := m.in(l)
	text := f.other
	if len(f.forms) > 0 {
		if n, ok := count(args); ok {
			if s, ok := f.forms[form(l, n)]; ok {
				text = s
			}
		}
	}
	if len(args) == 0 || len(text.parts) == 1 {
		if len(text.parts) == 0 {
			return ""
		}
		if len(text.parts) == 1 && !text.parts[0].slot {
			return text.parts[0].text
		}
	}
	var b strings.Builder
	for _, p := range text.parts {
		if !p.slot {
			b.WriteString(p.text)
			continue
		}
		b.WriteString(l.value(p.text, args))
	}
	return b.String()
}

func count(args []any) (int64, bool) {
	for i := 0; i+1 < len(args); i += 2 {
		if args[i] == "n" {
			return whole(args[i+1])
		}
	}
	return 0, false
}

func whole(v any) (int64, bool) {
	switch n := v.(type) {
	case int:
		return int64(n), true
	case int64:
		return n, true
	case int32:
		return int64(n), true
	}
	return 0, false
}

func (l Lang) value(name string, args []any) string {
	for i := 0; i+1 < len(args); i += 2 {
		if args[i] != name {
			continue
		}
		switch v := args[i+1].(type) {
		case string:
			return v
		case fmt.Stringer:
			return v.String()
		default:
			if n, ok := whole(v); ok {
				return l.Number(n)
			}
			return fmt.Sprint(v)
		}
	}
	return "{" + name + "}"
}
