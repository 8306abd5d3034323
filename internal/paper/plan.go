package paper

import (
	"io"
	"strconv"
	"strings"
	"time"

	"ashar/internal/i18n"
)

// PlanData is a joint action plan (биргелешкен аракеттер планы, domain §3.6),
// names already in the language of the paper. Money is som.
type PlanData struct {
	Oblast, Raion, Municipality string
	Title, Period               string
	PartyAO, PartyPeople        string
	ApprovedBy, Resolution      string // Бекитемин: the chair of the council, and by which resolution
	ApprovedOn                  time.Time
	AgreedBy                    string
	AgreedOn                    time.Time
	Adopted                     bool
	Version                     int
	Rows                        []PlanRow
	Years                       []string
	Sums                        []PlanSum // by source
	At                          time.Time
}

// PlanRow is one action.
type PlanRow struct {
	No                  int
	Direction, Issue    string
	Title, Village      string
	Description, Steps  []string // one a line
	Result              string
	AO, DT              string
	Starts, Ends        time.Time
	Cost                int64
	Costs               []string // who pays, one a line
	Indicator, Baseline string
	Target              string
	Beneficiaries       int
	Monitoring          string
	State, Delay, Group string // as reported; Group the monitoring group's own
	Spent               int64
	Reported            time.Time
}

// PlanSum is what a source gives, by year and in all.
type PlanSum struct {
	Source string
	Years  []int64
	Total  int64
}

// Plan prints the plan on landscape sheets: the stamp, the parties, the rows
// each kept whole, the sums, the signatures.
func Plan(w io.Writer, l i18n.Lang, d PlanData) error {
	m := meta{title: d.Title, wide: true, at: d.At, subject: joined(", ", d.Municipality, d.Period),
		id: joined(" · ", l.T("paper.plan.short"), d.Municipality, d.Period)}
	if m.title == "" {
		m.title = l.T("paper.plan.title")
	}
	if d.Version > 0 {
		m.id += " · " + l.T("paper.version", "version", d.Version)
	}
	m.running = joined(" · ", l.T("paper.plan.title"), d.Municipality, d.Period)
	if !d.Adopted {
		m.stamp = l.T("paper.stamp.draft")
	}
	s := newSheet(l, m)
	s.put(&planStamp{d})
	s.gap(3)
	s.pairs(2,
		[2]string{s.t("paper.plan.party_ao"), orDash(d.PartyAO)},
		[2]string{s.t("paper.plan.party_people"), orDash(d.PartyPeople)},
		[2]string{s.t("paper.plan.period"), orDash(d.Period)},
		[2]string{s.t("paper.plan.agreed"), orDash(joined(", ", d.AgreedBy, day(l, d.AgreedOn)))},
	)
	s.gap(3)
	signs := []signature{{role: s.t("paper.plan.sign_ao")}, {role: s.t("paper.plan.sign_people")}}
	if len(d.Rows) == 0 {
		s.para(run{s.t("paper.none"), quiet})
	} else {
		s.planRows(d, s.signTail(signs))
		s.planSums(d, s.signTail(signs))
	}
	s.signatures(signs)
	return s.finish(w)
}

func (s *sheet) planRows(d PlanData, tail float64) {
	const size = 8
	st, q, b := style{size: size}, style{size: size, color: ink2}, style{size: size, bold: true}
	reported := false
	for _, r := range d.Rows {
		reported = reported || r.State != "" || r.Group != ""
	}
	t := &table{size: size, padX: 1.1, grid: true, cols: []column{
		{head: s.t("paper.number"), width: 7, align: 'C'}, {head: s.t("paper.plan.direction")}, {head: s.t("paper.plan.problem")}, {head: s.t("paper.plan.result")},
		{head: s.t("paper.plan.steps")}, {head: s.t("paper.plan.responsible")}, {head: s.t("paper.plan.dates")}, {head: s.t("paper.plan.cost"), width: 32}, // who gives what in which year makes the tallest cell
		{head: s.t("paper.plan.indicator")}, {head: s.t("paper.plan.people")}, {head: s.t("paper.plan.monitoring")},
	}}
	if reported {
		t.cols = append(t.cols, column{head: s.t("paper.plan.state"), width: 29})
	}
	for _, r := range d.Rows {
		direction := cellOf(st, orDash(r.Direction))
		if r.Issue != "" {
			direction.paras = append(direction.paras, in(q, s.t("paper.plan.issue", "number", r.Issue)))
		}
		problem := cellOf(b, r.Title)
		if r.Village != "" {
			problem.paras = append(problem.paras, in(st, r.Village))
		}
		for _, line := range r.Description {
			problem.paras = append(problem.paras, in(q, "– "+line))
		}
		steps := cell{}
		for _, line := range r.Steps {
			steps.paras = append(steps.paras, in(st, line))
		}
		who := cell{}
		for _, p := range [][2]string{{s.t("paper.plan.ao"), r.AO}, {s.t("paper.plan.dt"), r.DT}} {
			if p[1] != "" {
				who.paras = append(who.paras, []run{{p[0] + " ", q}, {p[1], st}})
			}
		}
		cost := cell{}
		if r.Cost > 0 {
			cost.paras = append(cost.paras, in(b, s.lang.Money(r.Cost)))
		}
		for _, line := range r.Costs {
			cost.paras = append(cost.paras, in(q, line))
		}
		measure := cellOf(st, orDash(r.Indicator))
		if r.Baseline+r.Target != "" {
			measure.paras = append(measure.paras, in(q, orDash(r.Baseline)+" → "+orDash(r.Target)))
		}
		people := ""
		if r.Beneficiaries > 0 {
			people = s.lang.Number(int64(r.Beneficiaries))
		}
		dates := cell{paras: [][]run{in(st, orDash(planDate(s.lang, r.Starts))+" –"), in(st, orDash(planDate(s.lang, r.Ends)))}}
		cells := []cell{cellOf(st, strconv.Itoa(r.No)), direction, problem, cellOf(st, orDash(r.Result)), dashed(st, steps), dashed(st, who), dates, dashed(st, cost),
			measure, cellOf(st, orDash(people)), cellOf(st, orDash(r.Monitoring))}
		if reported {
			cells = append(cells, dashed(st, s.planState(r, st, q)))
		}
		t.rows = append(t.rows, row{cells: cells})
	}
	if len(d.Sums) == 0 {
		t.tail = tail
	}
	s.table(t)
}

// planDate is a day in few letters, "" for none.
func planDate(l i18n.Lang, at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return l.DateShortYear(at)
}

// planState is what was reported of a row, and what the monitoring group found.
func (s *sheet) planState(r PlanRow, st, q style) (c cell) {
	if r.State != "" {
		c.paras = append(c.paras, in(st, r.State))
		if r.Spent > 0 {
			c.paras = append(c.paras, in(st, s.t("paper.plan.spent", "sum", s.lang.Money(r.Spent))))
		}
		if r.Delay != "" {
			c.paras = append(c.paras, in(q, r.Delay))
		}
		c.paras = append(c.paras, in(q, planDate(s.lang, r.Reported)))
	}
	if r.Group != "" {
		c.paras = append(c.paras, in(st, s.t("paper.plan.group", "status", r.Group)))
	}
	return c
}

func dashed(st style, c cell) cell {
	if len(c.paras) == 0 {
		return cellOf(st, "–")
	}
	return c
}

func (s *sheet) planSums(d PlanData, tail float64) {
	if len(d.Sums) == 0 {
		return
	}
	s.heading(s.t("paper.plan.sums"))
	t := &table{tail: tail, width: min(s.right-s.left, 90+34*float64(len(d.Years)+1)), cols: []column{{head: s.t("paper.plan.source")}}}
	for _, y := range d.Years {
		t.cols = append(t.cols, column{head: y, align: 'R', width: 34})
	}
	t.cols = append(t.cols, column{head: s.t("paper.plan.total"), align: 'R', width: 34})
	all := make([]int64, len(d.Years)+1)
	money := func(n int64) string {
		if n == 0 {
			return "–"
		}
		return s.lang.Number(n)
	}
	for i, x := range d.Sums {
		r := row{cells: []cell{td(x.Source)}, heavy: i == len(d.Sums)-1}
		for i, n := range append(append([]int64{}, x.Years...), x.Total) {
			r.cells = append(r.cells, td(money(n)))
			all[i] += n
		}
		t.rows = append(t.rows, r)
	}
	last := row{cells: []cell{tdB(s.t("paper.plan.all"))}}
	for _, n := range all {
		last.cells = append(last.cells, tdB(money(n)))
	}
	t.rows = append(t.rows, last)
	s.table(t)
}

// planStamp is the masthead with the stamp «БЕКИТЕМИН» at the right.
type planStamp struct{ d PlanData }

func (a *planStamp) height() float64 { return 35 }

func (a *planStamp) draw(s *sheet, x, y, w float64) {
	room := w - approvalW - 8
	var ps whole
	title := a.d.Title
	if title == "" {
		title = s.t("paper.plan.title")
	}
	ps = append(ps, pieces(wrap(in(body, place(s.lang, a.d.Oblast, a.d.Raion, a.d.Municipality)), room, 'L'))...)
	ps = append(ps, pieces(wrap(in(titleSt, title), room, 'L'))...)
	if ps.height() > 34 {
		ps = ps[:min(len(ps), 5)]
	}
	ps.draw(s, x, y, 0)
	x += w - approvalW
	s.textIn(x, y, approvalW, strings.ToUpper(s.t("paper.plan.approve")), strong, 'L')
	s.textIn(x, y+5.2, approvalW, s.t("paper.plan.chair"), body, 'L')
	s.rule(x, y+17, x+32, 0.18, black)
	s.textIn(x+34, y+12.6, approvalW-34, signer(a.d.ApprovedBy, approvalW-34), body, 'L')
	s.textIn(x, y+17.4, 32, s.t("paper.approval.signature"), small, 'C')
	date := s.t("paper.approval.date")
	if !a.d.ApprovedOn.IsZero() {
		date = day(s.lang, a.d.ApprovedOn)
	}
	s.textIn(x, y+22.4, approvalW, date, body, 'L')
	resolution := "№ ________"
	if a.d.Resolution != "" {
		resolution = "№ " + a.d.Resolution
	}
	s.textIn(x, y+27.4, approvalW-18, s.t("paper.plan.resolution", "number", resolution), body, 'L')
	s.textIn(x+approvalW-16, y+27.6, 16, s.t("paper.approval.seal"), small, 'R')
}
