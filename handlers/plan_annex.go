package handlers

import (
	"context"
	"strconv"

	"ashar/internal/civic"
	"ashar/internal/i18n"
	"ashar/views"
)

// planAnnex is the plan as the annex of the resolution that adopts it.
func (a *App) planAnnex(ctx context.Context, cycle string) (civic.Annex, error) {
	p, err := a.store.Plan(ctx, cycle)
	return PlanAnnex(p), err
}

// PlanAnnex puts a plan into a table, empty when it has no rows.
func PlanAnnex(p civic.Plan) civic.Annex {
	if len(p.Actions) == 0 {
		return civic.Annex{}
	}
	money := func(som int64) civic.Text { return inLangs(func(l i18n.Lang) string { return l.Number(som) }) }
	t := civic.AnnexTable{Title: p.Title, Columns: []civic.AnnexColumn{{Head: civic.Text{KY: "№"}}, {Head: inAll("action.title")}, {Head: inAll("action.responsible")},
		{Head: inAll("action.dates")}, {Head: inAll("plan.annex_cost"), Right: true}, {Head: inAll("action.costs")}}}
	for i := range p.Actions {
		a := &p.Actions[i]
		t.Rows = append(t.Rows, []civic.Text{{KY: strconv.Itoa(a.Place)}, a.Title, {KY: a.ResponsibleAO},
			inLangs(func(l i18n.Lang) string {
				return l.DateShortYear(civic.Day(a.Starts)) + " – " + l.DateShortYear(civic.Day(a.Ends))
			}),
			money(a.Cost()), inLangs(func(l i18n.Lang) string { return views.CostText(l, a) })})
	}
	total := p.Sum("", 0)
	t.Notes = append(t.Notes, inLangs(func(l i18n.Lang) string { return l.T("plan.annex_total", "sum", l.Money(total)) }))
	return civic.Annex{Tables: []civic.AnnexTable{t}}
}

// SuggestedPlanResolution is the draft that adopts a plan.
func SuggestedPlanResolution(place civic.Place, annex civic.Annex, today string) civic.ResolutionText {
	sort, _ := resolutionSortOf(civic.AboutPlan)
	return suggested(civic.AboutPlan, sort, place, annex, today)
}
