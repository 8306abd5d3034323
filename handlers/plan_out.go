package handlers

import (
	"bytes"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"ashar/internal/civic"
	"ashar/internal/i18n"
	"ashar/internal/paper"
	"ashar/views"
)

// JointPlanPDF is the plan on paper, A4 across; with ?version= as it was adopted then.
func (a *App) JointPlanPDF(c *Ctx) error {
	d, err := a.begunPlan(c)
	if err != nil {
		return err
	}
	if number, err := strconv.Atoi(c.QueryParam("version")); err == nil {
		all, err := a.store.PlanVersions(c.Request().Context(), c.Scope.Cycle)
		if err != nil {
			return err
		}
		found := false
		for _, v := range all {
			if v.Number == number {
				d.Plan, found = v.Plan, true
				for i := range d.Plan.Actions { // as it was adopted: not what was reported of it by then
					x := &d.Plan.Actions[i]
					x.Status, x.Percent, x.Spent, x.ReportedOn, x.GroupStatus = civic.NotStarted, 0, 0, "", ""
				}
			}
		}
		if !found {
			return civic.E(civic.NotFound, "error.not_found")
		}
	}
	var out bytes.Buffer
	l := c.paperLang()
	if err := paper.Plan(&out, l, planPaper(l, d, a.timeNow())); err != nil {
		return err
	}
	return c.pdf(a.planFile(d)+".pdf", &out)
}

// planFile names a file of the plan: whose it is, and of which day.
func (a *App) planFile(d views.JointPlanData) string {
	name := "bap"
	if place := civic.FileName(d.Place.Name.KY); place != "" {
		name += "-" + place
	}
	return name + "-" + civic.Today(a.now())
}

// JointPlanSheet is the plan as a workbook, or its rows alone as CSV, with all columns.
func (a *App) JointPlanSheet(c *Ctx) error {
	d, err := a.begunPlan(c)
	if err != nil {
		return err
	}
	if d.Reports, err = a.store.ActionReports(c.Request().Context(), c.Scope.Cycle); err != nil {
		return err
	}
	return c.sheetFile(planWorkbook(c.paperLang(), d), a.planFile(d))
}

func planWorkbook(l i18n.Lang, d views.JointPlanData) *workbook {
	w := newWorkbook()
	rows, reports := l.T("plan.sheet_rows"), l.T("action.reports")
	w.keep(w.SetSheetName("Sheet1", rows))
	_, err := w.NewSheet(reports)
	w.keep(err)
	w.planRows(l, d, rows)
	w.planReports(l, d, reports)
	return w
}

func (w *workbook) planRows(l i18n.Lang, d views.JointPlanData, sheet string) {
	heads := []any{"№", l.T("action.direction"), l.T("action.issue"), l.T("action.title"), l.T("action.description"), l.T("common.village"), l.T("action.result"),
		l.T("action.steps"), l.T("action.responsible_ao"), l.T("action.responsible_dt"), l.T("action.starts"), l.T("action.ends"), l.T("action.estimate")}
	years := d.Plan.CostYears()
	for _, s := range civic.MoneySources {
		for _, y := range years {
			heads = append(heads, l.T("plan.source."+string(s))+", "+strconv.Itoa(y))
		}
	}
	heads = append(heads, l.T("action.ashar"), l.T("common.total"), l.T("action.indicator"), l.T("action.baseline"), l.T("action.target"), l.T("action.beneficiaries"),
		l.T("action.monitoring_by"), l.T("action.ao_status"), l.T("action.percent"), l.T("action.spent"), l.T("action.delay"), l.T("action.reported_on"), l.T("action.finished_on"), l.T("action.group_status"), l.T("action.code"))
	w.row(sheet, 1, heads...)
	for i := range d.Plan.Actions {
		a := &d.Plan.Actions[i]
		cells := []any{a.Place, a.SectorName.In(string(l)), a.Issue, a.Title.In(string(l)), a.Description, a.VillageName.In(string(l)), a.Result,
			views.StepsText(l, a), a.ResponsibleAO, a.ResponsibleDT, dayOrNone(a.Starts), dayOrNone(a.Ends), int(a.Estimate)}
		for _, s := range civic.MoneySources {
			for _, y := range years {
				cells = append(cells, int(a.FromIn(s, y)))
			}
		}
		group := ""
		if a.GroupStatus != "" {
			group = l.T("action.status." + string(a.GroupStatus))
		}
		cells = append(cells, a.Ashar(), int(a.Cost()), a.Indicator, a.Baseline, a.Target, a.Beneficiaries, a.MonitoringBy,
			l.T("action.status."+string(a.Status)), a.Percent, int(a.Spent), a.Delay, dayOrNone(a.ReportedOn), dayOrNone(a.FinishedOn), group, a.NeedCode)
		w.row(sheet, i+2, cells...)
	}
	last, err := excelize.ColumnNumberToName(len(heads))
	w.keep(err)
	w.keep(w.SetColWidth(sheet, "A", "A", 5))
	w.keep(w.SetColWidth(sheet, "B", last, 18))
	w.keep(w.SetColWidth(sheet, "D", "H", 34))
	w.keep(w.SetPanes(sheet, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}))
	landscape, a4 := "landscape", 9
	w.keep(w.SetPageLayout(sheet, &excelize.PageLayoutOptions{Orientation: &landscape, Size: &a4}))
}

func (w *workbook) planReports(l i18n.Lang, d views.JointPlanData, sheet string) {
	w.row(sheet, 1, l.T("action.reported_on"), "№", l.T("action.title"), l.T("common.status"), l.T("action.percent"), l.T("action.spent"), l.T("action.delay"), l.T("action.note"), l.T("action.reported_by"))
	n := 1
	for _, r := range d.Reports {
		a := d.Plan.Find(r.Action)
		if a == nil { // of a row that was taken out
			continue
		}
		n++
		w.row(sheet, n, onDay(r.On), a.Place, a.Title.In(string(l)), l.T("action.status."+string(r.Status)), r.Percent, int(r.Spent), r.Delay, r.Note, r.By)
	}
	w.keep(w.SetColWidth(sheet, "A", "I", 18))
	w.keep(w.SetColWidth(sheet, "C", "C", 34))
	w.keep(w.SetPanes(sheet, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}))
}

// dayOrNone is a date of a cell, which stays empty where there is none.
func dayOrNone(date string) any {
	if !civic.ValidDate(date) {
		return nil
	}
	return onDay(date)
}

// planPaper puts the plan into the fields of the paper.
func planPaper(l i18n.Lang, d views.JointPlanData, at time.Time) paper.PlanData {
	name := func(t civic.Text) string { return t.In(string(l)) }
	p := &d.Plan
	out := paper.PlanData{Oblast: name(d.Place.Oblast), Raion: name(d.Place.Raion), Municipality: name(d.Place.Name), Title: name(p.Title), Period: views.PlanPeriod(p),
		PartyAO: p.PartyAO, PartyPeople: p.PartyPeople, ApprovedBy: p.ApprovedBy, ApprovedOn: civic.Day(p.ApprovedOn), Resolution: p.ResolutionNumber,
		AgreedBy: p.AgreedBy, AgreedOn: civic.Day(p.AgreedOn), Adopted: p.Status == civic.PlanAdopted, Version: p.Number, At: at}
	for i := range p.Actions {
		a := &p.Actions[i]
		row := paper.PlanRow{No: a.Place, Direction: name(a.SectorName), Issue: a.Issue, Title: name(a.Title), Village: name(a.VillageName), Result: a.Result,
			AO: a.ResponsibleAO, DT: a.ResponsibleDT, Starts: civic.Day(a.Starts), Ends: civic.Day(a.Ends), Cost: max(a.Cost(), a.Estimate), Costs: views.CostLines(l, a),
			Indicator: a.Indicator, Baseline: a.Baseline, Target: a.Target, Beneficiaries: a.Beneficiaries, Monitoring: a.MonitoringBy}
		if a.Description != "" {
			row.Description = strings.Split(a.Description, "\n")
		}
		if len(a.Steps) > 0 {
			row.Steps = strings.Split(views.StepsText(l, a), "\n")
		}
		if a.ReportedOn != "" {
			row.State = l.T("action.status." + string(a.Status))
			if a.Status == civic.ActionUnderWay {
				row.State += ", " + l.Percent(float64(a.Percent)/100)
			}
			row.Spent, row.Delay, row.Reported = a.Spent, a.Delay, civic.Day(a.ReportedOn)
		}
		if a.GroupStatus != "" {
			row.Group = l.T("action.status." + string(a.GroupStatus))
		}
		out.Rows = append(out.Rows, row)
	}
	for _, y := range p.CostYears() {
		out.Years = append(out.Years, strconv.Itoa(y))
	}
	for _, s := range civic.MoneySources {
		if p.Sum(s, 0) == 0 {
			continue
		}
		sum := paper.PlanSum{Source: l.T("plan.source." + string(s)), Total: p.Sum(s, 0)}
		for _, y := range p.CostYears() {
			sum.Years = append(sum.Years, p.Sum(s, y))
		}
		out.Sums = append(out.Sums, sum)
	}
	return out
}
