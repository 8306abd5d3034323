package paper

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"ashar/internal/civic"
)

// problems is the problem table: what people said, why, what to do about it.
func (p *minutes) problems() {
	title := p.t("paper.minutes.problems")
	if len(p.d.Problems) == 0 {
		p.none(4, title)
		return
	}
	p.section(4, title)
	t := &table{cols: []column{
		{head: p.t("paper.number"), width: 9},
		{head: p.t("paper.problem.words")},
		{head: p.t("paper.problem.causes")},
		{head: p.t("paper.problem.solutions")},
		{head: p.t("paper.problem.votes"), width: 25},
	}}
	for _, x := range p.d.Problems {
		t.rows = append(t.rows, row{cells: []cell{
			td(ordinal(x.No)), p.problemCell(x), p.whyCell(x), p.solutionCell(x), p.voteCell(x),
		}})
	}
	p.table(t)
	p.passports()
}

// passports are the codes by which everybody follows what became of each
// problem. Versions that were closed before codes were kept have none.
func (p *minutes) passports() {
	var strip codes
	for _, x := range p.d.Problems {
		if x.Code != "" && p.d.Needs != "" {
			strip = append(strip, passportCode{p.d.Needs + "/" + x.Code, ordinal(x.No) + "\u00a0" + x.Code, codeSize, 1})
		}
	}
	if len(strip) == 0 {
		return
	}
	p.stay(run{p.t("paper.minutes.passports", "address", p.d.Needs), cellSt})
	for row := range slices.Chunk(strip, int((p.right-p.left)/codeWide)) {
		p.put(row)
	}
}

// codes are passports' codes in a row, with the quiet that a camera needs
// round each: four modules of 29.
type codes []passportCode

const codeSize, codeWide = 15.5, 23.0 // mm

func (cs codes) height() float64 { return 1 + cs[0].height() }

func (cs codes) draw(s *sheet, x, y, w float64) {
	for _, c := range cs {
		c.draw(s, x+(codeWide-c.size)/2, y+1, c.size)
		x += codeWide
	}
}

// labelled adds "label: value" to a cell when there is a value.
func (c *cell) labelled(label, value string) {
	if strings.TrimSpace(value) != "" {
		c.paras = append(c.paras, []run{{label + ": ", cellQ}, {value, cellSt}})
	}
}

func (p *minutes) problemCell(x civic.MinutesProblem) cell {
	c := tdB(p.tx(x.Title))
	for _, said := range x.Statements {
		if strings.TrimSpace(said) != "" {
			c.paras = append(c.paras, in(cellSt, quoted(said)))
		}
	}
	c.labelled(p.t("paper.problem.where"), x.Location)
	who := x.Who
	if x.Affected > 0 {
		who = joined(", ", who, p.lang.Number(int64(x.Affected)))
	}
	c.labelled(p.t("paper.problem.who"), who)
	c.labelled(p.t("paper.problem.sector"), p.tx(x.Sector))
	c.labelled(p.t("paper.problem.competence"), p.tx(x.Competence))
	for _, m := range x.Minority {
		c.labelled(p.t("paper.problem.minority"), quoted(m))
	}
	return c
}

func (p *minutes) whyCell(x civic.MinutesProblem) cell {
	var c cell
	c.labelled(p.t("paper.problem.cause"), strings.Join(x.Causes, "; "))
	c.labelled(p.t("paper.problem.effect"), strings.Join(x.Effects, "; "))
	return c
}

func (p *minutes) solutionCell(x civic.MinutesProblem) cell {
	var c cell
	if s := strings.Join(x.Solutions, "; "); s != "" {
		c.paras = append(c.paras, in(cellSt, s))
	}
	c.labelled(p.t("paper.problem.labour"), x.Labour)
	c.labelled(p.t("paper.problem.money"), x.Money)
	c.labelled(p.t("paper.problem.land"), x.Land)
	return c
}

func (p *minutes) voteCell(x civic.MinutesProblem) cell {
	var c cell
	if x.Place > 0 {
		c.paras = append(c.paras, []run{{p.t("paper.result.place") + ": ", cellQ}, {places(x.Place, x.PlaceTo), cellB}})
	}
	switch {
	case x.BySex:
		c.paras = append(c.paras, in(cellSt, fmt.Sprintf("%d (%d\u00a0/\u00a0%d)", x.F+x.M, x.F, x.M)))
	case x.Votes > 0:
		c.paras = append(c.paras, in(cellSt, strconv.Itoa(x.Votes)))
	}
	return c
}

// changes are merged and withdrawn cards, and what was said beside them: no word is lost.
func (p *minutes) changes() {
	title := p.t("paper.minutes.changes")
	if len(p.d.Merged)+len(p.d.Withdrawn)+len(p.d.Loose)+len(p.d.TakenBack) == 0 {
		p.none(5, title)
		return
	}
	p.section(5, title)
	for _, m := range p.d.Merged {
		from := make([]string, len(m.From))
		for i, f := range m.From {
			from[i] = quoted(f)
		}
		p.para(run{p.t("paper.merged") + ": ", quiet}, run{p.tx(m.Into), strong}, run{" ← " + strings.Join(from, ", "), body})
	}
	for _, w := range p.d.Withdrawn {
		p.para(run{p.t("paper.withdrawn") + ": ", quiet}, run{p.tx(w.Title), strong}, run{". " + p.t("paper.reason") + ": " + orDash(w.Reason), body})
		for _, said := range w.Statements {
			p.para(run{quoted(said), body})
		}
	}
	if len(p.d.Loose) > 0 {
		said := make([]string, len(p.d.Loose))
		for i, s := range p.d.Loose {
			said[i] = quoted(s)
		}
		p.para(run{p.t("paper.loose") + ": ", quiet}, run{strings.Join(said, ", "), body})
	}
	for _, w := range p.d.TakenBack {
		p.para(run{p.t("paper.taken_back") + ": ", quiet}, run{quoted(p.tx(w.Title)), body}, run{". " + p.t("paper.reason") + ": " + orDash(w.Reason), body})
	}
}

func (p *minutes) questions() {
	title := p.t("paper.minutes.questions")
	if len(p.d.Questions) == 0 {
		p.none(6, title)
		return
	}
	p.section(6, title)
	t := &table{cols: []column{
		{head: p.t("paper.number"), width: 8}, {head: p.t("paper.question")}, {head: p.t("paper.answer")},
	}}
	for i, q := range p.d.Questions {
		a := td(orDash(q.Answer))
		a.labelled(p.t("paper.answer.by"), joined(", ", q.By, day(p.lang, q.Due)))
		t.rows = append(t.rows, row{cells: []cell{td(strconv.Itoa(i + 1)), td(quoted(q.Question)), a}})
	}
	p.table(t)
}

func (p *minutes) volunteers() {
	title := p.t("paper.minutes.volunteers")
	if len(p.d.Volunteers) == 0 && p.d.Delegate == "" {
		p.none(7, title)
		return
	}
	p.section(7, title)
	if p.d.Delegate != "" {
		p.para(run{p.t("paper.delegate") + ": ", quiet}, run{p.d.Delegate, body})
	}
	for _, v := range p.d.Volunteers {
		text := strconv.Itoa(max(v.Count, len(v.Names)))
		if len(v.Names) > 0 {
			text += " (" + strings.Join(v.Names, ", ") + ")"
		}
		p.para(run{p.tx(v.Group) + ": ", quiet}, run{text, body})
	}
	p.para(run{p.t("paper.volunteers.apart"), cellQ})
}

// said is a section of things people said.
func (p *minutes) said(n int, title string, what []string) {
	if len(what) == 0 {
		p.none(n, title)
		return
	}
	p.section(n, title)
	for _, w := range what {
		p.para(run{quoted(w), body})
	}
}

func (p *minutes) incidents() {
	title := p.t("paper.minutes.incidents")
	if len(p.d.Incidents) == 0 {
		p.none(9, title)
		return
	}
	p.section(9, title)
	for _, i := range p.d.Incidents {
		when := ""
		if !i.At.IsZero() {
			when = p.lang.Clock(i.At) + "  "
		}
		p.para(run{when, quiet}, run{i.What, body})
	}
}
