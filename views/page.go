// Package views holds the templ components: pages and the partials they are
// made of. Given data; they fetch nothing.
package views

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"ashar/internal/civic"
	"ashar/internal/i18n"
)

// Page is the frame of a full page.
type Page struct {
	Title string
	Lang  i18n.Lang
	User  civic.User
	Here  string // this page's address without the language
	Flash *Flash
	Back  *Link // the way up, at the start of the bar
	Where *Where
	// Session frames the page as a part of a session: rail and agenda strip.
	Session *SessionFrame
	Way     *Way     // the page is a station of a cycle
	Live    bool     // the page follows what others change
	Follow  *Follow  // of a live page outside a session
	Next    string   // where a tablet that is handed round goes by itself
	Styles  []string // style sheets of its own, after app.css and office.css
	Scripts []string // page modules beside app.js, e.g. "signature.js"
	Theme   string   // "light" or "dark" when chosen, else the system's
	Secure  *Link    // where a sign-in is safer than here
	Trust   bool     // that place is trusted by a step of its own
	Door    bool     // the content brings its own main: sign-in
	Wide    bool     // a table or matrix uses the whole width
	Paper   bool     // the page looks like the paper it prints
	Office  bool     // a page beside the hall: matrix, lists of data, calendar (office.css)
}

// Follow is where a live page's stream is, and what it has seen.
type Follow struct {
	Path string
	Seq  int64
}

// Link is an address and its words.
type Link struct{ Href, Text string }

// Where says in the bar what the page is about.
type Where struct{ Title, Sub string }

// Flash is one sentence about what just happened.
type Flash struct {
	Text string
	Bad  bool
	Link *Link // where one may go on
}

// Form is what was entered and what is wrong with it. Op is the id the
// submission will carry, so that sending it twice counts once.
type Form struct {
	Values   url.Values
	Problems []*civic.Error
	Op       string
	Slip     bool // a ballot that wants the code of a slip
}

// Value is what was entered in a field.
func (f *Form) Value(name string) string { return f.Values.Get(name) }

// Has reports whether a multiple choice has the value chosen.
func (f *Form) Has(name, value string) bool {
	for _, v := range f.Values[name] {
		if v == value {
			return true
		}
	}
	return false
}

// Refused reports whether these entries came back: they are shown even where
// nothing may be written any more, so that nobody's words are lost.
func (f *Form) Refused() bool { return len(f.Problems) > 0 }

// Wrong reports whether one of the fields has a problem: what holds them must not be folded.
func (f *Form) Wrong(fields ...string) bool {
	return slices.ContainsFunc(f.Problems, func(p *civic.Error) bool { return slices.Contains(fields, p.Field) })
}

// Problem is the sentence at a field, "" when there is none.
func (f *Form) Problem(ctx context.Context, field string) string {
	for _, p := range f.Problems {
		if p.Field == field {
			return t(ctx, p.Key, named(ctx, p.Args)...)
		}
	}
	return ""
}

// named puts names among arguments into the reader's language.
func named(ctx context.Context, args []any) []any {
	out := make([]any, len(args))
	for i, a := range args {
		if name, is := a.(civic.Text); is {
			a = in(ctx, name)
		}
		out[i] = a
	}
	return out
}

// t is a sentence of the catalogue in the reader's language.
func t(ctx context.Context, key string, args ...any) string { return i18n.T(ctx, key, args...) }

// lang is the reader's language.
func lang(ctx context.Context) i18n.Lang { return i18n.From(ctx) }

// in is a name in the reader's language.
func in(ctx context.Context, text civic.Text) string { return text.In(string(i18n.From(ctx))) }

// inLang is the page's own address in another language.
func inLang(here string, l i18n.Lang) string {
	sep := "?"
	if strings.Contains(here, "?") {
		sep = "&"
	}
	return here + sep + "lang=" + string(l)
}

// DOM ids come from here, one function per thing, so that a row has one spelling.

func fieldID(form, name string) string { return "f-" + form + "-" + name }

type clockKey struct{}

type clock struct {
	now func() time.Time
	ids *civic.IDs
}

// WithClock gives components the injected clock and the minting of operation ids.
func WithClock(ctx context.Context, now func() time.Time, ids *civic.IDs) context.Context {
	return context.WithValue(ctx, clockKey{}, clock{now, ids})
}

// now is the injected clock's time.
func now(ctx context.Context) time.Time {
	if c, ok := ctx.Value(clockKey{}).(clock); ok {
		return c.now()
	}
	return time.Time{}
}

// newOp is a fresh operation id for a form that does not come from a Form.
func newOp(ctx context.Context) string {
	if c, ok := ctx.Value(clockKey{}).(clock); ok {
		return c.ids.New()
	}
	return ""
}

func itoa(n int) string { return strconv.Itoa(n) }
