package paper

import (
	"io"
	"strconv"
	"time"

	"ashar/internal/i18n"
)

// ChecklistData is a checklist (текшерүүчү барак), blank or as it was ticked.
type ChecklistData struct {
	Occasion
	Phases []ChecklistPhase
	Filled bool // print the marks, who and when; else boxes to tick by hand
}

// ChecklistPhase is before, during or after.
type ChecklistPhase struct {
	Name  string
	Items []ChecklistItem
}

// ChecklistItem is a numbered row. Numbers are the same on screen and paper.
type ChecklistItem struct {
	No          int
	Text        string
	Mandatory   bool
	Responsible string
	Due         string // when, in words
	State       string // "" not yet, "done", "notdone", "na"
	Note        string
	Who         string
	When        time.Time
}

// Checklist prints it: three boxes a row, a place for a note.
func Checklist(w io.Writer, l i18n.Lang, d ChecklistData) error {
	s := form(l, l.T("paper.checklist.title"), d.Occasion, false)
	s.formHead(d.Occasion, 2)
	done, total := 0, 0
	t := &table{grid: true, size: 8.4, padX: 1.2, padY: 0.7, cols: []column{
		{head: s.t("paper.number"), width: 9, align: 'C'},
		{head: s.t("paper.checklist.item")},
		{head: s.t("paper.checklist.responsible"), width: 25},
		{head: s.t("paper.checklist.yes"), width: 9.5, align: 'C', turn: true},
		{head: s.t("paper.checklist.no"), width: 9.5, align: 'C', turn: true},
		{head: s.t("paper.checklist.na.short"), width: 9.5, align: 'C', turn: true},
		{head: s.t("paper.checklist.note"), width: 35},
	}}
	for _, ph := range d.Phases {
		c := tdB(ph.Name)
		c.shade = true
		t.rows = append(t.rows, row{cells: []cell{c}, across: true})
		for _, it := range ph.Items {
			total++
			if it.State == "done" {
				done++
			}
			t.rows = append(t.rows, s.checklistRow(d, it))
		}
	}
	s.table(t)
	s.para(run{s.t("paper.checklist.legend"), cellQ})
	if d.Filled {
		s.para(run{s.t("paper.checklist.done") + ": ", quiet}, run{strconv.Itoa(done) + " / " + strconv.Itoa(total), strong})
	}
	s.signatures([]signature{{role: s.t("paper.sign.checked"), name: ""}, {role: s.t("paper.sign.date"), name: ""}})
	return s.finish(w)
}

func (s *sheet) checklistRow(d ChecklistData, it ChecklistItem) row {
	text := tdB(it.Text)
	if !it.Mandatory {
		text = td(it.Text)
	} else {
		text.paras[0] = append(text.paras[0], run{" *", cellB})
	}
	who := td(it.Responsible)
	if it.Due != "" {
		who.paras = append(who.paras, in(style{size: 8.2, color: ink2}, it.Due))
	}
	mark := func(state string, m byte) cell {
		c := checkbox{size: 4.4}
		if d.Filled && it.State == state {
			c.mark = m
		}
		return tdPic(c, 4.4)
	}
	note := cell{}
	if d.Filled {
		note = td(it.Note)
		when := ""
		if !it.When.IsZero() {
			when = s.lang.DateShort(it.When) + " " + s.lang.Clock(it.When)
		}
		if by := joined(", ", it.Who, when); by != "" {
			note.paras = append(note.paras, in(style{size: 7.8, color: ink2}, by))
		}
	}
	return row{min: 7, cells: []cell{
		cellOf(cellB, strconv.Itoa(it.No)), text, who, mark("done", 'x'), mark("notdone", 'x'), mark("na", '-'), note,
	}}
}
