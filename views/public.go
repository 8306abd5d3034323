package views

import (
	"context"

	"ashar/internal/civic"
	"ashar/internal/i18n"
)

// som is an amount of money as people write it.
func som(ctx context.Context, n int64) string { return lang(ctx).Money(n) }

func photoWords(ctx context.Context, p civic.PublicPhoto) string {
	if p.Caption != "" {
		return p.Caption
	}
	return t(ctx, "public.photo")
}

// listRuleWords say by which rule a list was made.
func listRuleWords(ctx context.Context, r civic.ListRules) string {
	return t(ctx, "public.rule", "rule", ListRuleText(lang(ctx), r))
}

// StatusText is how far an action is, by one who says so.
func StatusText(l i18n.Lang, status civic.ActionStatus, percent int) string {
	return l.T("action.status."+string(status)) + ", " + l.Percent(float64(percent)/100)
}
