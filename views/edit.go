package views

import (
	"context"
	"strings"

	"ashar/internal/civic"
)

// fieldName is a field of a statement, priority or remark in words.
func fieldName(ctx context.Context, thing, field string) string {
	return t(ctx, "field."+thing+"."+field)
}

// fieldText is what an edit says, as people read it: codes become words.
func fieldText(ctx context.Context, e civic.Edit) string {
	if e.Field == "competence" {
		return t(ctx, "competence."+e.Text)
	}
	return e.Text
}

// savedAt is the clock now, so that a second saving is told from the first.
func savedAt(ctx context.Context) string { return lang(ctx).Clock(now(ctx)) }

// byline says what a text is, who wrote it down and when.
func byline(ctx context.Context, what string, e civic.Edit) string {
	var words []string
	if what != "" {
		words = append(words, what)
	}
	if e.By != "" {
		words = append(words, e.By)
	}
	if !e.At.IsZero() {
		words = append(words, lang(ctx).DayMonth(e.At)+" "+lang(ctx).Clock(e.At))
	}
	if e.State == civic.Rival || e.State == civic.Passed {
		words = append(words, t(ctx, "edit.state."+string(e.State)))
	}
	return strings.Join(words, ", ")
}
