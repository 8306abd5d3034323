package paper

import (
	"io"
	"strconv"

	"ashar/internal/civic"
	"ashar/internal/i18n"
)

// AttendanceData is a blank attendance list (катышуучулардын тизмеси).
type AttendanceData struct {
	Occasion
	Rows     int  // rows to write in; 0 = 15, one page
	Category bool // a column for the self-declared category; better left out
}

const attendanceRows = 15 // a page

// Attendance prints the list of names with consent and signature. Names are
// kept apart from what people say: nothing on this sheet ties to the minutes
// but the number of the session.
func Attendance(w io.Writer, l i18n.Lang, d AttendanceData) error {
	s := form(l, l.T("paper.attendance.title"), d.Occasion, true)
	n := d.Rows
	if n <= 0 {
		n = attendanceRows
	}
	for from := 0; from < n; from += attendanceRows {
		if from > 0 {
			s.newPage()
		}
		s.masthead(joined(", ", d.Cycle, year(l, d.Year)), s.meta.title, place(l, d.Oblast, d.Raion, d.Municipality), "", "")
		s.fields(3,
			[2]string{s.t("paper.field.date"), day(l, d.Date)},
			[2]string{s.t("paper.field.village"), joined(", ", d.Village, d.Venue)},
			[2]string{s.t("paper.field.audience"), d.Audience},
		)
		s.para(run{s.t("paper.attendance.consent"), cellSt})
		s.attendanceTable(from, min(n, from+attendanceRows), d.Category)
	}
	s.para(run{s.t("paper.attendance.keep"), cellQ})
	return s.finish(w)
}

func (s *sheet) attendanceTable(from, to int, category bool) {
	t := &table{grid: true, size: 8, padX: 1, padY: 0.6, middle: true, cols: []column{
		{head: s.t("paper.number"), width: 8, align: 'C'},
		{head: s.t("paper.attendance.name"), width: 66},
		{head: s.t("paper.attendance.sex"), width: 15, align: 'C'},
		{head: s.t("paper.attendance.age"), width: 20, align: 'C'},
		{head: s.t("paper.attendance.street")},
		{head: s.t("paper.attendance.phone"), width: 30},
		{head: s.t("paper.attendance.data"), width: 20, align: 'C'},
		{head: s.t("paper.attendance.photo"), width: 20, align: 'C'},
		{head: s.t("paper.attendance.signature"), width: 30},
	}}
	if category {
		t.cols = append(t.cols[:5:5], append([]column{{head: s.t("paper.attendance.category"), width: 24}}, t.cols[5:]...)...)
		t.cols[1].width = 52
	}
	for i := from; i < to; i++ {
		r := row{min: 8.4, cells: []cell{td(strconv.Itoa(i + 1))}}
		for c := 1; c < len(t.cols); c++ {
			switch t.cols[c].head {
			case s.t("paper.attendance.data"), s.t("paper.attendance.photo"):
				r.cells = append(r.cells, tdPic(checkbox{size: 3.8}, 3.8))
			default:
				r.cells = append(r.cells, cell{})
			}
		}
		t.rows = append(t.rows, r)
	}
	s.table(t)
}

// AttendanceTally prints the sheet for counting without names: strokes by sex
// and age band.
func AttendanceTally(w io.Writer, l i18n.Lang, o Occasion) error {
	s := form(l, l.T("paper.tally.title"), o, false)
	s.formHead(o, 2)
	s.para(run{s.t("paper.tally.how"), body})
	s.gap(3)
	for _, what := range []string{s.t("paper.heads.came"), s.t("paper.heads.left")} {
		s.subheading(what)
		t := &table{grid: true, middle: true, cols: []column{{head: s.t("paper.heads.sex"), width: 26}}}
		for _, b := range civic.AgeBands {
			t.cols = append(t.cols, column{head: ageBand(b), align: 'C', width: 24})
		}
		t.cols = append(t.cols, column{head: s.t("paper.total"), align: 'C'})
		high := 26.0
		if what == s.t("paper.heads.left") {
			high = 12
		}
		for _, sex := range []string{s.t("paper.women"), s.t("paper.men"), s.t("paper.total")} {
			h := high
			if sex == s.t("paper.total") {
				h = 10
			}
			t.rows = append(t.rows, row{min: h, cells: []cell{tdB(sex)}})
		}
		s.table(t)
	}
	s.fields(1,
		[2]string{s.t("paper.heads.invited"), ""},
		[2]string{s.t("paper.tally.officials"), ""},
	)
	s.signatures([]signature{{role: s.t("paper.role.recorder"), name: o.Recorder}, {role: s.t("paper.role.observer")}})
	return s.finish(w)
}
