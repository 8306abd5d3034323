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

// Programme is the people's list in the form of a socio-economic development
// programme (СЭӨП/ПСЭР), as programme.pdf, .xlsx or .csv: what people asked for
// and who took part, what is done about it, what it costs and who pays.
func (a *App) Programme(c *Ctx) error {
	name, kind, _ := strings.Cut(c.Param("file"), ".")
	if name != "sep" {
		return civic.E(civic.NotFound, "error.not_found")
	}
	r, err := a.programme(c.Request().Context(), c.Scope.Cycle, c.paperLang())
	if err != nil {
		return err
	}
	return c.reportFile(r, name, kind)
}

func (a *App) programme(ctx context.Context, cycle string, l i18n.Lang) (r civic.Report, err error) {
	list, err := a.needList(ctx, cycle)
	if err != nil {
		return r, err
	}
	plan, err := a.store.Plan(ctx, cycle)
	if err != nil {
		return r, err
	}
	decisions, err := a.store.Decisions(ctx, cycle)
	if err != nil {
		return r, err
	}
	w := programmeWriter{Lang: l, list: list}
	p := civic.Report{Title: l.T("programme.title"), Sub: w.source(&plan), At: a.timeNow()}
	asked, done, money := w.asked(), w.part("programme.measures", w.measureHeads()...), w.part("programme.money", w.moneyHeads()...)
	for i := range list.Rows {
		row := &list.Rows[i]
		asked.Rows = append(asked.Rows, w.askedRow(row))
		planned := false
		for j := range plan.Actions {
			if x := &plan.Actions[j]; x.Need == row.ID {
				planned = true
				done.Rows = append(done.Rows, w.measureRow(row, x))
				money.Rows = append(money.Rows, w.moneyRow(row, x))
			}
		}
		if !planned {
			done.Rows = append(done.Rows, w.undoneRow(row, decisions))
			money.Rows = append(money.Rows, w.estimateRow(row))
		}
	}
	p.Parts = []civic.ReportPart{asked, done, money}
	return p, nil
}

// programmeWriter says the list in a language.
type programmeWriter struct {
	i18n.Lang
	list *civic.NeedList
}

func (w programmeWriter) say(t civic.Text) string { return t.In(string(w.Lang)) }

// source is which list and which plan the form was made from.
func (w programmeWriter) source(plan *civic.Plan) string {
	l := w.list
	parts := []string{w.T("paper.place.municipality", "name", w.say(l.Place.Name)), w.say(l.Cycle.Title),
		w.T("programme.list", "needs", len(l.Rows), "groups", len(l.Groups)), w.T("paper.list.rule") + ": " + views.ListRuleText(w.Lang, l.Rules)}
	if l.Hand != nil {
		parts = append(parts, w.T("programme.by_hand", "date", w.Date(l.Hand.At)))
	}
	switch {
	case plan.Number > 0:
		parts = append(parts, w.T("programme.plan", "number", plan.Number, "date", w.Date(civic.Day(plan.ApprovedOn))))
	case plan.Exists():
		parts = append(parts, w.T("programme.plan_draft"))
	default:
		parts = append(parts, w.T("programme.no_plan"))
	}
	return strings.Join(parts, " · ")
}

// part begins a table: every one begins with the need and its place in the list.
func (w programmeWriter) part(title string, heads ...civic.ReportColumn) civic.ReportPart {
	return civic.ReportPart{Title: w.T(title), Empty: w.T("paper.none"), Columns: slices.Concat([]civic.ReportColumn{w.words("programme.problem"), w.words("paper.list.place")}, heads)}
}

func (w programmeWriter) words(key string) civic.ReportColumn {
	return civic.ReportColumn{Name: w.T(key)}
}

func (w programmeWriter) counts(kind civic.ReportKind, key string) civic.ReportColumn {
	return civic.ReportColumn{Name: w.T(key), Kind: kind}
}

func (w programmeWriter) first(r *civic.NeedRow) []civic.ReportCell {
	return []civic.ReportCell{civic.Say(w.say(r.Title)), civic.Say(views.PlaceText(r.Place, r.Shared))}
}

// asked is who asked for it: how citizens took part is what the programme must show.
func (w programmeWriter) asked() civic.ReportPart {
	p := w.part("programme.asked", w.words("need.sector"), w.words("programme.issue"), w.words("paper.list.villages"), w.words("programme.named"), w.counts(civic.ReportCount, "programme.took_part"),
		w.counts(civic.ReportCount, "paper.list.people"), w.words("paper.list.competence"), w.words("paper.list.programme"), w.words("paper.list.code"))
	p.Note = w.T("programme.participation")
	return p
}

func (w programmeWriter) askedRow(r *civic.NeedRow) civic.ReportRow {
	var villages, audiences, sessions []string
	people, groups := 0, map[string]int{}
	for _, card := range r.Cards {
		g := w.list.Group(card.Session)
		if g == nil || slices.Contains(sessions, card.Session) {
			continue
		}
		sessions = append(sessions, card.Session)
		if village := w.say(g.VillageName); !slices.Contains(villages, village) {
			villages = append(villages, village)
		}
		who := strings.ToLower(w.say(g.AudienceName))
		if groups[who]++; groups[who] == 1 {
			audiences = append(audiences, who)
		}
		people += g.Attendance
	}
	for i, who := range audiences { // each by its minutes stands in the list itself
		audiences[i] = who + " " + strconv.Itoa(groups[who])
	}
	competence, programme := "", ""
	if r.Competence != "" {
		competence = w.T("competence." + string(r.Competence))
	}
	if r.Programme {
		programme = w.T("paper.list.yes")
	}
	return civic.ReportRow{Cells: append(w.first(r), known(w.say(r.SectorName)), known(r.Issue), known(strings.Join(villages, ", ")), known(strings.Join(audiences, ", ")), civic.Num(people),
		civic.ReportCell{N: int64(r.Beneficiaries), Known: r.Beneficiaries > 0}, known(competence), known(programme), civic.Say(r.Code))}
}

// known is a text that is there, or a dash.
func known(text string) civic.ReportCell { return civic.ReportCell{Text: text, Known: text != ""} }

func (w programmeWriter) measureHeads() []civic.ReportColumn {
	return []civic.ReportColumn{w.words("action.result"), w.words("action.steps"), w.words("programme.period"), w.words("paper.plan.responsible"), w.words("action.indicator"),
		w.words("action.baseline"), w.words("action.target"), w.words("common.status")}
}

func (w programmeWriter) measureRow(r *civic.NeedRow, x *civic.Action) civic.ReportRow {
	measures := views.StepsText(w.Lang, x)
	if measures == "" {
		measures = w.say(x.Title)
	}
	var period, responsible []string
	for _, day := range []string{x.Starts, x.Ends} {
		if at := civic.Day(day); !at.IsZero() {
			period = append(period, w.DateShortYear(at))
		}
	}
	for _, who := range []string{x.ResponsibleAO, x.ResponsibleDT} {
		if who != "" {
			responsible = append(responsible, who)
		}
	}
	return civic.ReportRow{Cells: append(w.first(r), known(x.Result), civic.Say(measures), known(strings.Join(period, " – ")), known(strings.Join(responsible, "; ")),
		known(x.Indicator), known(x.Baseline), known(x.Target), civic.Say(views.StatusText(w.Lang, x.Status, x.Percent)))}
}

// undoneRow is a need that no row of the plan takes up: what the council said of it, or nothing yet.
func (w programmeWriter) undoneRow(r *civic.NeedRow, decisions []civic.Decision) civic.ReportRow {
	status := w.T("programme.not_planned")
	for i := range decisions {
		if d := &decisions[i]; d.Need == r.ID && d.ReplacedBy == "" {
			status = w.T("decision.outcome."+string(d.Outcome)) + ". " + w.say(d.Reason)
		}
	}
	cells := append(w.first(r), make([]civic.ReportCell, len(w.measureHeads()))...)
	cells[len(cells)-1] = civic.Say(status)
	return civic.ReportRow{Cells: cells}
}

func (w programmeWriter) moneyHeads() []civic.ReportColumn {
	heads := []civic.ReportColumn{w.words("programme.measure"), w.counts(civic.ReportMoney, "common.total")}
	for _, s := range civic.MoneySources {
		heads = append(heads, w.counts(civic.ReportMoney, "plan.source."+string(s)))
	}
	return append(heads, w.words("programme.years"), w.words("programme.basis"))
}

func (w programmeWriter) moneyRow(r *civic.NeedRow, x *civic.Action) civic.ReportRow {
	cells := append(w.first(r), civic.Say(w.say(x.Title)), civic.ReportCell{N: max(x.Cost(), x.Estimate), Known: x.Cost()+x.Estimate > 0})
	var years []string
	for _, s := range civic.MoneySources {
		sum := int64(0)
		for _, cost := range x.Costs {
			if cost.Source == s {
				sum += cost.Amount
			}
		}
		cells = append(cells, civic.ReportCell{N: sum, Known: sum > 0})
	}
	for _, cost := range x.Costs {
		if y := strconv.Itoa(cost.Year); cost.Amount > 0 && !slices.Contains(years, y) {
			years = append(years, y)
		}
	}
	slices.Sort(years)
	return civic.ReportRow{Cells: append(cells, known(strings.Join(years, ", ")), civic.Say(w.T("programme.by_plan")))}
}

func (w programmeWriter) estimateRow(r *civic.NeedRow) civic.ReportRow {
	cells := append(w.first(r), make([]civic.ReportCell, len(w.moneyHeads()))...)
	if r.Cost > 0 {
		cells[3] = civic.Sum(r.Cost)
		cells[len(cells)-1] = civic.Say(w.T("programme.by_estimate"))
	}
	return civic.ReportRow{Cells: cells}
}
