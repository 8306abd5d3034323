package paper

import (
	"strconv"
	"strings"

	"ashar/internal/civic"
)

func (p *minutes) participants() {
	d := p.d
	p.section(1, p.t("paper.minutes.participants"))
	bands := map[civic.AgeBand]bool{}
	counts := []struct {
		label string
		heads civic.MinutesHeads
	}{
		{p.t("paper.heads.invited"), d.Invited},
		{p.t("paper.heads.came"), d.Came},
		{p.t("paper.heads.left"), d.Left},
	}
	for _, c := range counts {
		for _, b := range c.heads.Bands {
			bands[b.Band] = true
		}
	}
	t := &table{cols: []column{{head: p.t("paper.heads.who"), width: 32}, {head: p.t("paper.heads.sex")}}}
	if len(bands) > 0 {
		for _, b := range civic.AgeBands {
			t.cols = append(t.cols, column{head: ageBand(b), width: 14, align: 'R'})
		}
	}
	t.cols = append(t.cols, column{head: p.t("paper.total"), align: 'R', width: 20})
	for _, c := range counts {
		h := c.heads
		if h.F+h.M > 0 || len(h.Bands) > 0 {
			for i, name := range []string{p.t("paper.women"), p.t("paper.men")} {
				r := row{cells: []cell{td(c.label), tdB(name)}}
				if i > 0 {
					r.cells[0] = td("")
				}
				if len(bands) > 0 {
					for _, b := range civic.AgeBands {
						r.cells = append(r.cells, td(bandCount(h, b, i)))
					}
				}
				r.cells = append(r.cells, tdB(strconv.Itoa([]int{h.F, h.M}[i])))
				t.rows = append(t.rows, r)
			}
			continue
		}
		r := row{cells: []cell{td(c.label), td("")}}
		for range len(t.cols) - 3 {
			r.cells = append(r.cells, td(""))
		}
		r.cells = append(r.cells, tdB(strconv.Itoa(total(h))))
		t.rows = append(t.rows, r)
	}
	p.table(t)
	sentence := p.t("paper.minutes.counted", "invited", total(d.Invited), "came", total(d.Came), "left", total(d.Left))
	if d.Minimum <= 0 {
		p.para(run{sentence, body})
	} else if d.Valid {
		sentence += " " + p.t("paper.minutes.valid", "minimum", d.Minimum)
		p.para(run{sentence, body})
	} else {
		p.para(run{sentence + " ", body}, run{p.t("paper.minutes.invalid", "came", total(d.Came), "minimum", d.Minimum), strong})
	}
	if len(d.Present) == 0 {
		return
	}
	runs := []run{{p.t("paper.minutes.present") + ": ", quiet}}
	for i, o := range d.Present {
		who := joined(", ", o.Name, p.tx(o.Role))
		if !o.Votes {
			who += " (" + p.t("paper.minutes.nonvoting") + ")"
		}
		if i < len(d.Present)-1 {
			who += "; "
		}
		runs = append(runs, run{who, body})
	}
	p.para(runs...)
}

func total(h civic.MinutesHeads) int { return max(h.Total, h.F+h.M) }

func ageBand(b civic.AgeBand) string { return strings.ReplaceAll(string(b), "-", "–") }

func bandCount(h civic.MinutesHeads, b civic.AgeBand, sex int) string {
	for _, x := range h.Bands {
		if x.Band == b {
			return strconv.Itoa([]int{x.F, x.M}[sex])
		}
	}
	if len(h.Bands) == 0 {
		return "–"
	}
	return "0"
}

func (p *minutes) agenda() {
	if len(p.d.Agenda) == 0 {
		p.none(2, p.t("paper.minutes.agenda"))
		return
	}
	p.section(2, p.t("paper.minutes.agenda"))
	t := &table{cols: []column{
		{head: p.t("paper.number"), align: 'L', width: 8},
		{head: p.t("paper.agenda.step")},
		{head: p.t("paper.agenda.planned"), align: 'R', width: 22},
		{head: p.t("paper.agenda.actual"), width: 31, align: 'R'},
		{head: p.t("paper.note")},
	}}
	notes := false
	for i, a := range p.d.Agenda {
		notes = notes || a.Note != ""
		var times []string
		for _, s := range a.Times() {
			times = append(times, span(p.lang, s.Since, s.Until))
		}
		t.rows = append(t.rows, row{cells: []cell{
			td(strconv.Itoa(i + 1)), td(p.tx(a.Title)), td(strconv.Itoa(a.Planned)), td(orDash(strings.Join(times, ", "))), td(a.Note),
		}})
	}
	if !notes {
		t.cols = t.cols[:4]
	}
	p.table(t)
}
