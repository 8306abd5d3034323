// Package i18n is ky, ru and en: messages and plurals from the catalogues,
// numbers, dates, sorting. Kyrgyz is the default and the original.
package i18n

import (
	"context"
	"fmt"
	"reflect"
	"sync"

	"golang.org/x/text/language"
)

// Lang is a language of the catalogues; any other value speaks Kyrgyz.
type Lang string

const (
	KY Lang = "ky"
	RU Lang = "ru"
	EN Lang = "en"
)

// Langs in the order they are offered.
var Langs = []Lang{KY, RU, EN}

var tags = [3]language.Tag{language.Make("ky"), language.Russian, language.English}

// index is the place of the language in Langs.
func (l Lang) index() int {
	switch l {
	case RU:
		return 1
	case EN:
		return 2
	}
	return 0
}

// Tag is the language's BCP 47 tag.
func (l Lang) Tag() language.Tag { return tags[l.index()] }

// Parse reads "ky", "ru" or "en".
func Parse(s string) (Lang, bool) {
	switch l := Lang(s); l {
	case KY, RU, EN:
		return l, true
	}
	return "", false
}

var matcher = sync.OnceValue(func() language.Matcher { return language.NewMatcher(tags[:]) })

// Match picks a language for a browser's Accept-Language; Kyrgyz when none fits.
func Match(acceptLanguage string) Lang {
	want, _, err := language.ParseAcceptLanguage(acceptLanguage)
	if err != nil || len(want) == 0 {
		return KY
	}
	_, i, confidence := matcher().Match(want...)
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
	return Langs[l.index()]
}

// T is a message in the language that ctx carries.
func T(ctx context.Context, key string, args ...any) string { return From(ctx).T(key, args...) }

// Has reports whether the catalogues have a key.
func (l Lang) Has(key string) bool {
	m, ok := catalogue[key]
	return ok && m.said[l.index()].text != ""
}

// T is a message with its placeholders filled from name, value pairs. The
// value named n chooses the plural form. Whole numbers are grouped by
// thousands, so a year or a document's number is passed as a string. A
// missing key shows as ⟦key⟧, a missing value as its {placeholder}.
func (l Lang) T(key string, args ...any) string {
	m := catalogue[key]
	if m == nil || m.said[l.index()].text == "" {
		return "⟦" + key + "⟧"
	}
	said := &m.said[l.index()]
	text := said.text
	if said.forms != nil {
		if n, ok := whole(named("n", args)); ok && said.forms[formOf(l, n)] != "" {
			text = said.forms[formOf(l, n)]
		}
	}
	before, name, after, ok := slot(text)
	if !ok {
		return text
	}
	b := make([]byte, 0, 128)
	for ok {
		b = l.appendValue(append(b, before...), name, args)
		if len(b) > 0 && b[len(b)-1] == '.' && after != "" && after[0] == '.' { // «12 декабря 2016 г.» ends a sentence by itself
			after = after[1:]
		}
		before, name, after, ok = slot(after)
	}
	return string(append(b, before...))
}

// named is the value of a name, value pair, or nil.
func named(name string, args []any) any {
	for i := 0; i+1 < len(args); i += 2 {
		if args[i] == name {
			return args[i+1]
		}
	}
	return nil
}

// whole reads an integer of any type.
func whole(v any) (int64, bool) {
	switch n := v.(type) {
	case nil:
		return 0, false
	case int:
		return int64(n), true
	case int64:
		return n, true
	}
	switch v := reflect.ValueOf(v); {
	case v.CanInt():
		return v.Int(), true
	case v.CanUint():
		return int64(v.Uint()), true
	}
	return 0, false
}

func (l Lang) appendValue(b []byte, name string, args []any) []byte {
	switch v := named(name, args).(type) {
	case nil:
		return append(append(append(b, '{'), name...), '}')
	case string:
		return append(b, v...)
	case fmt.Stringer:
		return append(b, v.String()...)
	default:
		if n, ok := whole(v); ok {
			return l.appendNumber(b, n)
		}
		return fmt.Append(b, v)
	}
}
