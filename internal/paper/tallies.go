package paper

import (
	"fmt"
	"io"
	"strconv"

	"ashar/internal/i18n"
)

// BeansData is a sheet to write down beans counted aloud.
type BeansData struct {
	Occasion
	Priorities []string
	PerPerson  int // k; 0 = a line to write it on
}

// Beans prints priorities × women and men with a sum and the check that the
// beans equal k × heads.
func Beans(w io.Writer, l i18n.Lang, d BeansData) error {
	s := form(l, l.T("paper.beans.title"), d.Occasion, false)
	s.formHead(d.Occasion, 2)
	k := "____"
	if d.PerPerson > 0 {
		k = strconv.Itoa(d.PerPerson)
	}
	s.para(run{s.t("paper.beans.how", "each", k), body})
	s.gap(2)
	t := &table{grid: true, middle: true, cols: []column{
		{head: s.t("paper.number"), width: 10, align: 'C'}, {head: s.t("paper.problem")},
		{head: s.t("paper.women"), width: 25, align: 'C'}, {head: s.t("paper.men"), width: 25, align: 'C'},
		{head: s.t("paper.total"), width: 25, align: 'C'}, {head: s.t("paper.result.place"), width: 16, align: 'C'}}}
	for i, p := range orLines(d.Priorities, 12) {
		t.rows = append(t.rows, row{min: 10.5, cells: []cell{tdB(strconv.Itoa(i + 1)), td(p)}})
	}
	sum := tdB(s.t("paper.beans.sum"))
	check := td(s.t("paper.beans.check", "each", k))
	closed := cell{shade: true}
	t.rows = append(t.rows,
		row{min: 10.5, cells: []cell{{}, sum, {}, {}, {}, closed}},
		row{min: 10.5, cells: []cell{{}, td(s.t("paper.beans.heads")), {}, {}, {}, closed}},
		row{min: 10.5, cells: []cell{{}, check, {}, {}, {}, closed}},
		row{min: 10.5, cells: []cell{{}, td(s.t("paper.beans.unused")), {}, {}, {}, closed}})
	s.table(t)
	s.para(run{s.t("paper.beans.rule"), cellQ})
	s.counters()
	return s.finish(w)
}

// counters are the two who counted aloud.
func (s *sheet) counters() {
	s.signatures([]signature{{role: s.t("paper.role.counter")}, {role: s.t("paper.role.counter")}})
}

func orLines(list []string, n int) []string {
	if len(list) == 0 {
		return make([]string, n)
	}
	return list
}

// PairwiseData is a triangular sheet for comparing priorities in pairs.
type PairwiseData struct {
	Occasion
	Priorities []string // at most 8 are compared; the rest is refused
}

// Pairwise prints the triangle.
func Pairwise(w io.Writer, l i18n.Lang, d PairwiseData) error {
	if len(d.Priorities) > 8 {
		return fmt.Errorf("paper: %d priorities on a pairwise sheet, at most 8", len(d.Priorities))
	}
	s := form(l, l.T("paper.pairwise.title"), d.Occasion, false)
	s.formHead(d.Occasion, 2)
	s.para(run{s.t("paper.pairwise.how"), body})
	s.gap(2)
	list := orLines(d.Priorities, 7)
	side := 11.0
	t := &table{grid: true, middle: true, padX: 1, cols: []column{{head: s.t("paper.number"), width: 9, align: 'C'}, {head: s.t("paper.problem")}}}
	for i := range list {
		t.cols = append(t.cols, column{head: strconv.Itoa(i + 1), width: side, align: 'C'})
	}
	t.cols = append(t.cols, column{head: s.t("paper.result.wins"), width: 15, align: 'C'}, column{head: s.t("paper.result.place"), width: 14, align: 'C'})
	for i, p := range list {
		r := row{min: side, cells: []cell{tdB(strconv.Itoa(i + 1)), td(p)}}
		for j := range list {
			r.cells = append(r.cells, cell{shade: j <= i})
		}
		t.rows = append(t.rows, r)
	}
	s.table(t)
	s.para(run{s.t("paper.pairwise.rule"), cellQ})
	s.counters()
	return s.finish(w)
}

// ScoringData is a sheet of priorities × criteria.
type ScoringData struct {
	Occasion
	Priorities []string
	Criteria   []ScoringCriterion
	Max        int // of a mark: 1–Max
}

// ScoringCriterion with its weight.
type ScoringCriterion struct {
	Name   string
	Weight int
}

// Scoring prints the matrix, landscape.
func Scoring(w io.Writer, l i18n.Lang, d ScoringData) error {
	s := form(l, l.T("paper.scoring.title"), d.Occasion, true)
	s.formHead(d.Occasion, 3)
	s.para(run{s.t("paper.scoring.how", "max", max(d.Max, 3)), body})
	s.gap(2)
	t := &table{grid: true, middle: true, cols: []column{{head: s.t("paper.number"), width: 10, align: 'C'}, {head: s.t("paper.problem")}}}
	criteria := d.Criteria
	if len(criteria) == 0 {
		criteria = make([]ScoringCriterion, 5)
	}
	each := max(14, min(30, 140/float64(len(criteria))))
	for _, c := range criteria {
		head := c.Name
		if c.Weight > 0 {
			head = joined(" ", head, "×"+strconv.Itoa(c.Weight))
		}
		t.cols = append(t.cols, column{head: head, width: each, align: 'C'})
	}
	t.cols = append(t.cols, column{head: s.t("paper.result.points"), width: 18, align: 'C'}, column{head: s.t("paper.result.place"), width: 15, align: 'C'})
	for i, p := range orLines(d.Priorities, 10) {
		t.rows = append(t.rows, row{min: 10, cells: []cell{tdB(strconv.Itoa(i + 1)), td(p)}})
	}
	s.table(t)
	s.counters()
	return s.finish(w)
}
