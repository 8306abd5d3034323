package paper

import (
	"io"
	"strconv"
	"time"

	"ashar/internal/i18n"
)

// VisitListData is whom to visit, for the road.
type VisitListData struct {
	Survey string
	Short  string // end of the survey's id, in the foot
	Of     string // households or slips
	Seed   string
	Drawn  time.Time
	Lists  []VisitList
	At     time.Time
}

// VisitList is one interviewer's part of a village.
type VisitList struct {
	Unit, Village, Code string
	Size, Main, Reserve int
	Interviewer         string
	Rows                []VisitRow
}

// VisitRow is a household, or a slip's holder.
type VisitRow struct {
	Number, Turn      int
	Reserve, StandsIn bool
	Place, Outcome    string
}

// VisitLists prints them, each beginning a sheet: with the seed, so that the draw can be made again, and boxes for what came of a visit.
func VisitLists(w io.Writer, l i18n.Lang, d VisitListData) error {
	title := l.T("visits.paper.title")
	s := newSheet(l, meta{title: title, subject: d.Survey, at: d.At, id: joined(" · ", title, d.Short), running: joined(" · ", title, d.Survey)})
	for i, x := range d.Lists {
		if i > 0 {
			s.flush()
			s.newPage()
		}
		s.masthead(d.Survey, title, x.Village, "", "")
		s.fields(2, [2]string{s.t("visits.who"), x.Interviewer}, [2]string{s.t("visits.paper.drawn"), day(l, d.Drawn)},
			[2]string{s.t("sample.seed"), d.Seed}, [2]string{s.t("visits.paper.code"), x.Code})
		s.para(run{s.t("visits.paper.from."+d.Of, "size", x.Size, "main", x.Main, "reserve", x.Reserve), quiet})
		s.visitTable(x, false)
		if x.Reserve > 0 {
			s.heading(s.t("visits.paper.reserve"))
			s.stay(run{s.t("visits.paper.reserve_how"), quiet})
			s.gap(1.5)
			s.visitTable(x, true)
		}
	}
	return s.finish(w)
}

func (s *sheet) visitTable(x VisitList, reserve bool) {
	t := &table{grid: true, middle: true, cols: []column{{head: "№", width: 14, align: 'C'}, {head: s.t("visits.paper.place")}}}
	if reserve {
		t.cols = append([]column{{head: s.t("visits.paper.turn"), width: 14, align: 'C'}}, t.cols...)
	}
	outcomes := []string{"done", "absent", "refused", "none"}
	for _, o := range outcomes {
		t.cols = append(t.cols, column{head: s.t("visits.outcome." + o), turn: true, width: 12, align: 'C'})
	}
	for _, v := range x.Rows {
		if v.Reserve != reserve {
			continue
		}
		r := row{min: 9.5, cells: []cell{tdB(strconv.Itoa(v.Number)), td(v.Place)}}
		if reserve {
			r.cells = append([]cell{td(strconv.Itoa(v.Turn - x.Main))}, r.cells...)
		}
		for _, o := range outcomes {
			box := checkbox{size: 4.2}
			if v.Outcome == o {
				box.mark = 'x'
			}
			r.cells = append(r.cells, tdPic(box, 4.2))
		}
		t.rows = append(t.rows, r)
	}
	s.table(t)
}
