package paper

import (
	"strconv"
	"strings"

	"ashar/internal/civic"
)

// annex is the table of what was decided: the people's place, outcome, reason,
// money; where it departs from the people's order it says so and why.
func (r *resolution) annex() {
	a := r.d.Annex
	for _, text := range []string{r.t("paper.resolution.annex"), r.t("paper.resolution.annex_to", "place", r.tx(r.d.Place.Name)),
		"№ " + orLine(r.d.Number) + ", " + orLine(day(r.lang, civic.Day(r.d.Date)))} {
		r.lines(wrap(in(body, text), r.right-r.left, 'R'))
	}
	r.gap(5)
	if len(a.Needs) > 0 {
		r.centred(r.t("council.title"), headSt)
		r.gap(2)
		r.para(run{r.annexRule(), cellQ})
		r.needsTable(a)
	}
	if len(a.Proposals) > 0 {
		r.heading(r.t("council.proposals"))
		r.proposalsTable(a)
	}
	if len(a.Undecided) > 0 {
		var names []string
		for _, n := range a.Undecided {
			names = append(names, strconv.Itoa(n.Place)+". "+r.tx(n.Title))
		}
		r.para(run{r.t("resolution.undecided") + " ", strong}, run{strings.Join(names, "; "), body})
	}
	for _, t := range a.Tables {
		r.annexTable(t)
	}
}

// annexRule says how the people's order was made.
func (r *resolution) annexRule() string {
	a := r.d.Annex
	text := r.t("council.made_of", "n", a.Groups)
	if a.Rule != nil {
		text += " " + r.t("list.rule."+string(a.Rule.Rule)) + "."
	}
	if a.Hand != "" {
		text += " " + r.t("paper.resolution.by_hand", "reason", a.Hand)
	}
	for _, h := range a.Hands {
		text += " " + r.t("paper.list.hand", "by", orDash(h.By), "date", r.lang.Date(civic.Day(h.On))) + " " + h.Reason
	}
	return text
}

func (r *resolution) needsTable(a civic.Annex) {
	t := &table{grid: true, cols: []column{
		{head: r.t("paper.resolution.place"), width: 13, align: 'C'}, {head: r.t("paper.resolution.need"), width: 38}, {head: r.t("decision.outcome"), width: 30},
		{head: r.t("paper.resolution.reason")}, {head: r.t("paper.resolution.money"), width: 28},
	}}
	for _, n := range a.Needs {
		need := tdB(r.tx(n.Title))
		need.paras = append(need.paras, in(cellQ, r.t("council.groups", "n", strconv.Itoa(n.Groups), "of", strconv.Itoa(a.Groups))))
		t.rows = append(t.rows, row{cells: []cell{td(strconv.Itoa(n.Place)), need, r.outcomeCell(n.AnnexDecision), r.reasonCell(n.AnnexDecision, n.Passed), r.moneyCell(n.AnnexDecision)}})
	}
	r.table(t)
}

func (r *resolution) proposalsTable(a civic.Annex) {
	t := &table{grid: true, cols: []column{
		{head: r.t("paper.number"), width: 9, align: 'C'}, {head: r.t("council.proposal"), width: 42}, {head: r.t("decision.outcome"), width: 30},
		{head: r.t("paper.resolution.reason")}, {head: r.t("paper.resolution.money"), width: 28},
	}}
	for i, p := range a.Proposals {
		said := td(p.Text)
		said.paras = append(said.paras, in(cellQ, day(r.lang, civic.Day(p.Date))))
		t.rows = append(t.rows, row{cells: []cell{td(strconv.Itoa(i + 1)), said, r.outcomeCell(p.AnnexDecision), r.reasonCell(p.AnnexDecision, nil), r.moneyCell(p.AnnexDecision)}})
	}
	r.table(t)
}

func (r *resolution) outcomeCell(d civic.AnnexDecision) cell {
	c := tdB(r.t("decision.outcome." + string(d.Outcome)))
	if v := d.Votes; v != nil {
		c.paras = append(c.paras, in(cellQ, r.t("decision.votes", "for", strconv.Itoa(v.For), "against", strconv.Itoa(v.Against), "abstained", strconv.Itoa(v.Abstained))))
	}
	return c
}

func (r *resolution) reasonCell(d civic.AnnexDecision, passed []civic.AnnexPassing) cell {
	c := td(r.tx(d.Reason))
	if len(passed) == 0 {
		return c
	}
	text := r.t("council.departs")
	for _, before := range []bool{false, true} {
		key := map[bool]string{false: "council.passed_for", true: "council.before"}[before]
		var places []string
		for _, p := range passed {
			if p.Before == before {
				places = append(places, strconv.Itoa(p.Place))
			}
		}
		if len(places) > 0 {
			text += " " + r.t(key, "places", strings.Join(places, ", "))
		}
	}
	c.paras = append(c.paras, in(cellB, text))
	if why := r.tx(d.Departs); why != "" {
		c.paras = append(c.paras, in(cellSt, why))
	}
	return c
}

func (r *resolution) moneyCell(d civic.AnnexDecision) cell {
	c := td("–")
	if d.Amount > 0 {
		c = tdB(r.lang.Money(d.Amount))
	}
	if d.BudgetLine != "" {
		c.paras = append(c.paras, in(cellSt, r.t("decision.line", "line", d.BudgetLine)))
	}
	if d.AnswerDue != "" {
		c.paras = append(c.paras, in(cellQ, r.t("decision.due")+": "+r.lang.DateShortYear(civic.Day(d.AnswerDue))))
	}
	return c
}

// annexTable is a table of a budget or plan.
func (r *resolution) annexTable(a civic.AnnexTable) {
	if title := r.tx(a.Title); title != "" {
		r.heading(title)
	}
	t := &table{grid: true}
	for _, c := range a.Columns {
		col := column{head: r.tx(c.Head)}
		if c.Right {
			col.align = 'R'
		}
		t.cols = append(t.cols, col)
	}
	for _, cells := range a.Rows {
		var out row
		for _, text := range cells {
			out.cells = append(out.cells, td(r.tx(text)))
		}
		t.rows = append(t.rows, out)
	}
	if len(a.Notes) > 0 { // a sum stays with what it sums
		t.tail = pieces(wrap(in(body, r.tx(a.Notes[0])), r.right-r.left, 'L')).height() + 2.4
	}
	r.table(t)
	for _, note := range a.Notes {
		r.para(run{r.tx(note), body})
	}
}
