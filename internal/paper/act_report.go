package paper

import (
	"io"
	"strconv"

	"ashar/internal/civic"
	"ashar/internal/i18n"
)

// PeriodData is a report of the monitoring group.
type PeriodData struct {
	*civic.Period
	Cycle civic.Cycle
	Place civic.Place
}

type period struct {
	*sheet
	d PeriodData
}

// Period prints the report of a period (domain §3.9): every action by both
// sides with its money, the longest delays, recommendations, answers that are
// open, and to whom it was presented.
func Period(w io.Writer, l i18n.Lang, d PeriodData) error {
	days := l.DateShortYear(civic.Day(d.Starts)) + " – " + l.DateShortYear(civic.Day(d.Ends))
	title := l.T("monitoring.report")
	m := meta{title: joined(" · ", title, days), subject: d.Place.Name.In(string(l)), at: d.At, id: joined(" · ", title, days)}
	m.running = joined(" · ", title, days, m.subject)
	p := &period{newSheet(l, m), d}
	p.masthead(p.tx(d.Cycle.Title), title, joined(" · ", days, place(l, p.tx(d.Place.Oblast), p.tx(d.Place.Raion), p.tx(d.Place.Name))), "", "")
	p.pairs(2, [2]string{p.t("monitoring.to_council"), orLine(day(l, civic.Day(d.CouncilOn)))}, [2]string{p.t("monitoring.to_citizens"), orLine(day(l, civic.Day(d.CitizensOn)))},
		[2]string{p.t("monitoring.acts"), strconv.Itoa(d.Acts)}, [2]string{p.t("paper.act.written_by"), d.By})
	if d.Summary != "" {
		p.para(run{d.Summary, body})
	}
	p.actions()
	p.late()
	signs := []signature{{role: p.t("paper.act.chair")}, {role: p.t("paper.act.member")}}
	p.acts(0, p.t("monitoring.recommendations"), p.t("monitoring.recommendations_none"), d.Recommendations, p.t("act.recommendations"), func(a *civic.Act) string { return a.Recommendations })
	p.acts(p.signTail(signs), p.t("monitoring.open"), p.t("monitoring.open_none"), d.Open, p.t("act.answer_until"), func(a *civic.Act) string {
		if a.Overdue(d.Ends) {
			return joined(". ", day(l, civic.Day(a.AnswerDue)), l.T("act.answer_late", "n", civic.DaysBetween(a.AnswerDue, d.Ends)))
		}
		return day(l, civic.Day(a.AnswerDue))
	})
	p.signatures(signs)
	return p.finish(w)
}

func (p *period) actions() {
	p.heading(p.t("monitoring.by_action", "date", day(p.lang, civic.Day(p.d.Ends))))
	t := &table{grid: true, size: 8.4, cols: []column{
		{head: p.t("paper.number"), width: 8, align: 'C'}, {head: p.t("monitoring.action")}, {head: p.t("monitoring.by_ao"), width: 31}, {head: p.t("monitoring.by_group"), width: 31},
		{head: p.t("paper.act.plan_som"), width: 23, align: 'R'}, {head: p.t("paper.act.fact_som"), width: 23, align: 'R'},
	}}
	for i := range p.d.Rows {
		r := &p.d.Rows[i]
		group := td(p.t("action.no_act"))
		if r.Group != nil {
			group = td(p.status(r.Group.Status, r.Group.Percent))
			group.paras = append(group.paras, in(cellQ, p.t("act.number", "number", r.Group.Number)))
		}
		if r.Differ() {
			group.shade = true
			group.paras = append(group.paras, in(cellB, p.t("monitoring.differ")))
		}
		t.rows = append(t.rows, row{cells: []cell{td(ordinal(r.Place)), td(p.tx(r.Title)), td(p.status(r.AOStatus, r.AOPercent)), group, td(p.lang.Number(r.Cost())), td(p.lang.Number(r.Fact))}})
	}
	t.rows = append(t.rows, row{cells: []cell{td(""), tdB(p.t("paper.total")), td(""), td(""), tdB(p.lang.Number(p.d.Plan)), tdB(p.lang.Number(p.d.Fact))}})
	p.table(t)
}

// lateMost is how many delays the paper names: the longest.
const lateMost = 10

func (p *period) late() {
	p.heading(p.t("monitoring.late"))
	if len(p.d.Late) == 0 {
		p.para(run{p.t("monitoring.late_none"), body})
		return
	}
	t := &table{grid: true, cols: []column{{head: p.t("monitoring.action")}, {head: p.t("paper.act.due"), width: 26}, {head: p.t("paper.act.days_late"), width: 21, align: 'R'}, {head: p.t("action.delay"), width: 58}}}
	for _, r := range p.d.Late[:min(lateMost, len(p.d.Late))] {
		t.rows = append(t.rows, row{cells: []cell{td(p.tx(r.Title)), td(p.lang.DateShortYear(civic.Day(r.Ends))), td(ordinal(r.DaysLate)), td(orDash(r.Why))}})
	}
	p.table(t)
}

// acts are a table of what stands in acts; the last one keeps to the signatures, which take tail mm.
func (p *period) acts(tail float64, title, none string, acts []*civic.Act, head string, say func(*civic.Act) string) {
	p.heading(title)
	if len(acts) == 0 && tail > 0 {
		p.stay(run{none, body})
		return
	}
	if len(acts) == 0 {
		p.para(run{none, body})
		return
	}
	t := &table{tail: tail, grid: true, cols: []column{{head: p.t("act.one"), width: 32}, {head: p.t("monitoring.action"), width: 52}, {head: head}}}
	for _, a := range acts {
		t.rows = append(t.rows, row{cells: []cell{td(joined(", ", p.t("act.number", "number", a.Number), p.lang.DateShortYear(civic.Day(a.VisitedOn)))), td(p.tx(a.ActionTitle)), td(say(a))}})
	}
	p.table(t)
}
