package handlers

import (
	"strconv"
	"time"

	"ashar/internal/civic"
	"ashar/views"
)

// allParts are all that can be published of a cycle, for those who may see it anyhow.
func allParts() civic.Published {
	parts := civic.Published{}
	for _, p := range civic.PublicationParts {
		parts[p] = time.Time{}
	}
	return parts
}

// progress of some actions. One that was cancelled is counted as that alone, as
// in the sums of a cycle: what was spent on it stays spent.
type progress struct {
	name                                  string
	all, done, late, differing, cancelled int
	cost, spent                           int64
}

func (g *progress) add(a *civic.Action, today string) {
	g.spent += a.Spent
	if a.Status == civic.ActionCancelled {
		g.cancelled++
		return
	}
	g.all++
	if a.Status == civic.ActionDone {
		g.done++
	}
	if a.Late(today) {
		g.late++
	}
	if a.Differ() {
		g.differing++
	}
	g.cost += a.Cost()
}

func (r reporter) progressPart(key, first string) civic.ReportPart {
	p := r.part(key, r.col(first, civic.ReportWords), r.col("actions", civic.ReportCount), r.col("done", civic.ReportCount), r.col("done_share", civic.ReportShare),
		r.col("late", civic.ReportCount), r.col("differing", civic.ReportCount), r.col("cancelled", civic.ReportCount), r.col("cost", civic.ReportMoney), r.col("spent", civic.ReportMoney))
	p.Bars = []int{3}
	return p
}

func (g *progress) row(heavy bool) civic.ReportRow {
	return civic.ReportRow{Heavy: heavy, Cells: []civic.ReportCell{civic.Say(g.name), civic.Num(g.all), civic.Num(g.done), civic.Share(g.done, g.all),
		civic.Num(g.late), civic.Num(g.differing), civic.Num(g.cancelled), civic.Sum(g.cost), civic.Sum(g.spent)}}
}

// execution is how the plan is carried out: by status, by village, by whose
// priority it was, money by source, and why it is late.
func (r reporter) execution(v *civic.PublicView, today string) []civic.ReportPart {
	return []civic.ReportPart{r.byStatus(v, today), r.executedByVillage(v, today), r.byWhose(v, today), r.bySource(v), r.delays(v, today), r.differing(v)}
}

func (r reporter) byStatus(v *civic.PublicView, today string) civic.ReportPart {
	p := r.part("status", r.col("status", civic.ReportWords), r.col("actions", civic.ReportCount), r.col("share", civic.ReportShare), r.col("cost", civic.ReportMoney), r.col("spent", civic.ReportMoney))
	p.Bars = []int{1}
	whole := progress{}
	for i := range v.Plan {
		whole.add(&v.Plan[i], today)
	}
	for _, status := range civic.ActionStatuses {
		n, cost, spent := 0, int64(0), int64(0)
		for i := range v.Plan {
			if a := &v.Plan[i]; a.Status == status {
				n, cost, spent = n+1, cost+a.Cost(), spent+a.Spent
			}
		}
		share := civic.Share(n, whole.all)
		if status == civic.ActionCancelled {
			share = civic.ReportCell{}
		}
		if len(v.Plan) > 0 {
			p.Rows = append(p.Rows, civic.ReportRow{Cells: []civic.ReportCell{civic.Say(r.l.T("action.status." + string(status))), civic.Num(n), share, civic.Sum(cost), civic.Sum(spent)}})
		}
	}
	if len(v.Plan) > 0 {
		p.Rows = append(p.Rows, civic.ReportRow{Heavy: true, Cells: []civic.ReportCell{civic.Say(r.l.T("analysis.without_cancelled")), civic.Num(whole.all), civic.Share(whole.all, whole.all), civic.Sum(whole.cost), civic.Sum(whole.spent)}})
	}
	return p
}

func (r reporter) executedByVillage(v *civic.PublicView, today string) civic.ReportPart {
	p := r.progressPart("plan_village", "village")
	var groups []*progress
	at := map[string]*progress{}
	sum := progress{name: r.l.T("analysis.sum")}
	for i := range v.Plan {
		a := &v.Plan[i]
		g := at[a.Village]
		if g == nil {
			g = &progress{name: r.say(a.VillageName)}
			if g.name == "" {
				g.name = r.l.T("analysis.whole_place")
			}
			at[a.Village] = g
			groups = append(groups, g)
		}
		g.add(a, today)
		sum.add(a, today)
	}
	for _, g := range groups {
		p.Rows = append(p.Rows, g.row(false))
	}
	if len(groups) > 0 {
		p.Rows = append(p.Rows, sum.row(true))
	}
	return p
}

// byWhose counts an action for each audience whose own first needs hold its need.
func (r reporter) byWhose(v *civic.PublicView, today string) civic.ReportPart {
	p := r.progressPart("plan_whose", "audience")
	for _, kind := range v.List.Kinds() {
		g := progress{name: r.l.T("audience." + string(kind))}
		for i := range v.Plan {
			if row := v.List.Row(v.Plan[i].Need); row != nil && row.Ranks[kind] > 0 && row.Ranks[kind] <= civic.PublicTop {
				g.add(&v.Plan[i], today)
			}
		}
		if len(v.Plan) > 0 {
			p.Rows = append(p.Rows, g.row(false))
		}
	}
	return p
}

func (r reporter) bySource(v *civic.PublicView) civic.ReportPart {
	p := r.part("plan_source", r.col("source", civic.ReportWords), r.col("actions", civic.ReportCount), r.col("cost", civic.ReportMoney))
	p.Bars = []int{2}
	for _, source := range civic.MoneySources {
		n, sum := 0, int64(0)
		for i := range v.Plan {
			if v.Plan[i].Status == civic.ActionCancelled {
				continue
			}
			paid := false // an action is counted once, however many years a source pays it
			for _, c := range v.Plan[i].Costs {
				if c.Source == source && (c.Amount > 0 || c.InKind != "") {
					paid = true
					sum += c.Amount
				}
			}
			if paid {
				n++
			}
		}
		if n > 0 {
			p.Rows = append(p.Rows, civic.ReportRow{Cells: []civic.ReportCell{civic.Say(r.l.T("plan.source." + string(source))), civic.Num(n), civic.Sum(sum)}})
		}
	}
	return p
}

func (r reporter) delays(v *civic.PublicView, today string) civic.ReportPart {
	p := r.part("delays", r.col("action", civic.ReportWords), r.col("due", civic.ReportWords), r.col("days_late", civic.ReportCount), r.col("reason", civic.ReportWords))
	p.Empty = r.l.T("analysis.delays.none")
	for i := range v.Plan {
		a := &v.Plan[i]
		if !a.Late(today) {
			continue
		}
		reason := civic.ReportCell{}
		if a.Delay != "" {
			reason = civic.Say(a.Delay)
		}
		p.Rows = append(p.Rows, civic.ReportRow{Link: "/cycles/" + v.List.Cycle.ID + "/actions/" + a.ID, Cells: []civic.ReportCell{civic.Say(r.say(a.Title)), civic.Say(r.l.Date(civic.Day(a.Ends))),
			civic.Num(civic.DaysBetween(a.Ends, today)), reason}})
	}
	return p
}

// differing are the actions that the aiyl okmotu and the monitoring group see differently.
func (r reporter) differing(v *civic.PublicView) civic.ReportPart {
	p := r.part("differing", r.col("action", civic.ReportWords), r.col("office", civic.ReportWords), r.col("monitors", civic.ReportWords), r.col("act", civic.ReportWords))
	p.Empty = r.l.T("analysis.differing.none")
	word := func(s civic.ActionStatus, percent int) civic.ReportCell {
		return civic.Say(views.StatusText(r.l, s, percent))
	}
	for i := range v.Plan {
		a := &v.Plan[i]
		if !a.Differ() {
			continue
		}
		if g := v.GroupStatus(a.ID); g != nil {
			p.Rows = append(p.Rows, civic.ReportRow{Link: "/cycles/" + v.List.Cycle.ID + "/actions/" + a.ID, Cells: []civic.ReportCell{civic.Say(r.say(a.Title)), word(a.Status, a.Percent), word(g.Status, g.Percent),
				civic.Say("№ " + strconv.Itoa(g.Number) + ", " + r.l.Date(civic.Day(g.On)))}})
		}
	}
	return p
}
