package handlers

import "ashar/internal/civic"

// figures set cycles side by side: of one municipality, or the newest of all.
func (r reporter) figures(all []civic.CycleFigures, places bool) []civic.ReportPart {
	first, link := "cycle", func(f civic.CycleFigures) string { return "/cycles/" + f.Cycle.ID + "/analysis" }
	name := func(f civic.CycleFigures) string { return r.say(f.Cycle.Title) }
	if places {
		first, name = "municipality", func(f civic.CycleFigures) string {
			return r.say(f.Place.Name) + " (" + r.l.T("paper.place.raion", "name", r.say(f.Place.Raion)) + ")"
		}
		link = func(f civic.CycleFigures) string { return "/municipalities/" + f.Place.ID + "/analysis" }
	}
	held := r.part("side_held", r.col(first, civic.ReportWords), r.col("coverage", civic.ReportShare), r.col("held", civic.ReportCount), r.col("cells", civic.ReportCount), r.col("came", civic.ReportCount),
		r.col("turnout", civic.ReportShare), r.col("women_share", civic.ReportShare), r.col("youth_share", civic.ReportShare), r.col("below", civic.ReportCount), r.col("checks", civic.ReportShare), r.col("read", civic.ReportShare))
	held.Bars, held.Grid = []int{1}, places
	plan := r.part("side_plan", r.col(first, civic.ReportWords), r.col("done_share", civic.ReportShare), r.col("needs", civic.ReportCount), r.col("decided", civic.ReportShare), r.col("actions", civic.ReportCount),
		r.col("done", civic.ReportCount), r.col("cancelled", civic.ReportCount), r.col("acts", civic.ReportCount), r.col("cost", civic.ReportMoney), r.col("spent", civic.ReportMoney))
	plan.Bars, plan.Grid = []int{1}, places
	if !places {
		held.Note, plan.Note = "", ""
	}
	for _, f := range all {
		if f.Cycle.ID == "" { // nothing was begun there yet
			cells := func(n int) []civic.ReportCell {
				return append([]civic.ReportCell{civic.Say(name(f))}, make([]civic.ReportCell, n)...)
			}
			held.Rows = append(held.Rows, civic.ReportRow{Link: "/municipalities/" + f.Place.ID, Cells: cells(len(held.Columns) - 1)})
			plan.Rows = append(plan.Rows, civic.ReportRow{Link: "/municipalities/" + f.Place.ID, Cells: cells(len(plan.Columns) - 1)})
			continue
		}
		held.Rows = append(held.Rows, civic.ReportRow{Link: link(f), Cells: []civic.ReportCell{civic.Say(name(f)), civic.Share(min(f.Held, f.Cells), f.Cells), civic.Num(f.Held), civic.Num(f.Cells), civic.Num(f.Came),
			civic.Share(f.Came, f.Asked), civic.Share(f.Women, f.Came), civic.Share(f.Youth, f.Came), civic.Num(f.Below), civic.Share(f.Done, f.All), civic.Share(f.Read, f.Held)}})
		plan.Rows = append(plan.Rows, civic.ReportRow{Link: link(f), Cells: []civic.ReportCell{civic.Say(name(f)), civic.Share(f.Action[2], f.Actions()), civic.Num(f.Needs), civic.Share(f.Ruled, f.Needs), civic.Num(f.Actions()),
			civic.Num(f.Action[2]), civic.Num(f.Action[3]), civic.Num(f.Acts), civic.Sum(f.Cost), civic.Sum(f.Spent)}})
	}
	return []civic.ReportPart{held, plan}
}
