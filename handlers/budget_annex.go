package handlers

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"ashar/internal/civic"
	"ashar/internal/i18n"
	"ashar/views"
)

// budgetAnnex is the division that counts, as the annex of the resolution on the budget.
func (a *App) budgetAnnex(ctx context.Context, cycle string) (civic.Annex, error) {
	b, err := a.store.Budget(ctx, cycle)
	if err != nil {
		return civic.Annex{}, err
	}
	decisions, err := a.store.Decisions(ctx, cycle)
	return BudgetAnnex(b.Current(), civic.Standing(decisions)), err
}

// BudgetAnnex puts a division into two tables, the money and what it goes to, with the rule below and beside each need that
// people decided otherwise than the rule, or the council otherwise than the division; empty when nothing was divided.
func BudgetAnnex(a *civic.Allocation, standing map[string]*civic.Decision) civic.Annex {
	if a == nil {
		return civic.Annex{}
	}
	sum := func(som int64) civic.Text { return inLangs(func(l i18n.Lang) string { return l.Number(som) }) }
	year := strconv.Itoa(a.Year)
	money := civic.AnnexTable{Title: inLangs(func(l i18n.Lang) string { return l.T("budget.annex_money", "year", year) }),
		Columns: []civic.AnnexColumn{{Head: inAll("budget.source")}, {Head: inAll("budget.annex_sum"), Right: true}},
		Notes:   []civic.Text{inLangs(func(l i18n.Lang) string { return l.T("plan.annex_total", "sum", l.Money(a.Budget)) })}}
	for _, m := range a.Money {
		money.Rows = append(money.Rows, []civic.Text{inLangs(func(l i18n.Lang) string {
			return strings.TrimSuffix(l.T("plan.source."+string(m.Source))+", "+m.Name, ", ")
		}), sum(m.Amount)})
	}
	final := a.Final()
	given := civic.AnnexTable{Title: inLangs(func(l i18n.Lang) string { return l.T("budget.annex_given", "year", year) }),
		Columns: []civic.AnnexColumn{{Head: civic.Text{KY: "№"}}, {Head: inAll("paper.resolution.need")}, {Head: inAll("plan.annex_cost"), Right: true}}}
	for _, line := range a.Lines {
		if slices.Contains(final, line.Need) {
			given.Rows = append(given.Rows, []civic.Text{{KY: strconv.Itoa(line.Place)}, line.Title, sum(line.Cost)})
		}
	}
	given.Notes = []civic.Text{inLangs(func(l i18n.Lang) string {
		return l.T("plan.annex_total", "sum", l.Money(a.CostOf(final))) + ", " + l.T("budget.left_over", "rest", l.Money(a.Rest()))
	}), inLangs(func(l i18n.Lang) string { return strings.Join(views.RulesText(l, a.Rules), " ") })}
	for _, o := range a.Overrides {
		if line := a.Line(o.Need); line != nil && a.Differs(o.Need) {
			key := map[bool]string{true: "budget.annex_added", false: "budget.annex_left_out"}[o.In]
			given.Notes = append(given.Notes, inLangs(func(l i18n.Lang) string {
				return l.T(key, "need", line.Title.In(string(l)), "reason", o.Reason)
			}))
		}
	}
	for _, x := range a.Contrary(standing) {
		given.Notes = append(given.Notes, inLangs(func(l i18n.Lang) string {
			why := l.T("budget.unexplained")
			if o := a.Explained(x.Need, x.Outcome); o != nil {
				why = l.T("budget.annex_why", "reason", o.Reason)
			}
			return a.Line(x.Need).Title.In(string(l)) + ". " + views.AgainstText(l, x) + " " + why
		}))
	}
	for _, x := range a.Otherwise(standing) {
		given.Notes = append(given.Notes, inLangs(func(l i18n.Lang) string {
			return a.Line(x.Need).Title.In(string(l)) + ". " + views.OtherwiseText(l, a, x)
		}))
	}
	return civic.Annex{Tables: []civic.AnnexTable{money, given}}
}
