package paper

import (
	"io"
	"strconv"

	"ashar/internal/civic"
	"ashar/internal/i18n"
)

// BlankMinutesData is a protocol to fill in by hand, and to key in later by
// the same section numbers.
type BlankMinutesData struct {
	Occasion
	Agenda   []string // steps already known; empty = lines
	Problems int      // rows of the problem table; 0 = 8
}

// BlankMinutes prints the form. Its sections carry the numbers of Minutes.
func BlankMinutes(w io.Writer, l i18n.Lang, d BlankMinutesData) error {
	s := form(l, l.T("paper.blank.title"), d.Occasion, false)
	s.put(band{})
	s.formHead(d.Occasion, 2,
		[2]string{s.t("paper.field.language"), ""},
		[2]string{s.t("paper.field.consent"), ""},
		[2]string{s.t("paper.field.recording"), ""})

	s.section(1, s.t("paper.minutes.participants"))
	t := &table{grid: true, middle: true, cols: []column{{head: s.t("paper.heads.who")}, {head: s.t("paper.heads.sex")}}}
	for _, b := range civic.AgeBands {
		t.cols = append(t.cols, column{head: ageBand(b), align: 'C', width: 17})
	}
	t.cols = append(t.cols, column{head: s.t("paper.total"), align: 'C', width: 20})
	for _, who := range []string{s.t("paper.heads.invited"), s.t("paper.heads.came"), s.t("paper.heads.left")} {
		t.rows = append(t.rows,
			row{min: 7.4, cells: []cell{td(who), tdB(s.t("paper.women"))}},
			row{min: 7.4, cells: []cell{{}, tdB(s.t("paper.men"))}})
	}
	s.table(t)
	s.lines(wrap([]run{{s.t("paper.minutes.present") + ":", quiet}}, s.right-s.left, 'L'))
	s.ruling(2)

	s.section(2, s.t("paper.minutes.agenda"))
	t = &table{grid: true, middle: true, cols: []column{
		{head: s.t("paper.number"), width: 9, align: 'C'}, {head: s.t("paper.agenda.step")},
		{head: s.t("paper.agenda.planned"), width: 22}, {head: s.t("paper.agenda.actual"), width: 34}}}
	steps := d.Agenda
	if len(steps) == 0 {
		steps = make([]string, 8)
	}
	for i, step := range steps {
		t.rows = append(t.rows, row{min: 7.4, cells: []cell{td(strconv.Itoa(i + 1)), td(step)}})
	}
	s.table(t)

	n := d.Problems
	if n <= 0 {
		n = 8
	}
	s.section(3, s.t("paper.minutes.ranking"))
	s.fields(2,
		[2]string{s.t("paper.blank.method"), ""},
		[2]string{s.t("paper.blank.each"), ""},
		[2]string{s.t("paper.blank.counters"), ""},
		[2]string{s.t("paper.blank.tiebreak"), ""},
		[2]string{s.t("paper.blank.spoiled"), ""},
		[2]string{s.t("paper.blank.heads"), ""})
	t = &table{grid: true, middle: true, cols: []column{
		{head: s.t("paper.number"), width: 9, align: 'C'}, {head: s.t("paper.problem")},
		{head: s.t("paper.result.f"), width: 17, align: 'C'}, {head: s.t("paper.result.m"), width: 17, align: 'C'},
		{head: s.t("paper.total"), width: 20, align: 'C'}, {head: s.t("paper.result.place"), width: 16, align: 'C'}}}
	for i := range n {
		t.rows = append(t.rows, row{min: 9, cells: []cell{td(strconv.Itoa(i + 1))}})
	}
	s.table(t)

	s.section(4, s.t("paper.minutes.problems"))
	t = &table{grid: true, size: 8.4, cols: []column{
		{head: s.t("paper.number"), width: 9, align: 'C'}, {head: s.t("paper.problem.words"), width: 62},
		{head: s.t("paper.problem.causes"), width: 47}, {head: s.t("paper.problem.solutions")}}}
	small := style{size: 7.8, color: ink2}
	for i := range n {
		c := cell{paras: [][]run{in(small, "«")}}
		tail := whole{blank(15)}
		tail = append(tail, pieces(wrap(in(small, s.t("paper.problem.where")+":"), 58, 'L'))...)
		tail = append(tail, pieces(wrap(in(small, s.t("paper.problem.who")+":"), 58, 'L'))...)
		c.pic = tail
		t.rows = append(t.rows, row{min: 31, cells: []cell{td(strconv.Itoa(i + 1)), c}})
	}
	s.table(t)

	for _, part := range []struct {
		no, lines int
		title     string
	}{
		{5, 3, s.t("paper.minutes.changes")},
		{6, 5, s.t("paper.minutes.questions")},
		{7, 3, s.t("paper.minutes.volunteers")},
		{8, 3, s.t("paper.minutes.opinions")},
		{9, 2, s.t("paper.minutes.incidents")},
		{10, 2, s.t("paper.checklist.title")},
		{11, 2, s.t("paper.minutes.corrections")},
		{12, 2, s.t("paper.minutes.attachments")},
	} {
		s.section(part.no, part.title)
		s.ruling(part.lines)
	}
	s.section(13, s.t("paper.minutes.confirmation"))
	s.put(&boxed{s.t("paper.minutes.readaloud")})
	s.signatures([]signature{
		{role: s.t("paper.role.moderator"), name: d.Moderator}, {role: s.t("paper.role.recorder"), name: d.Recorder},
		{role: s.t("paper.role.participant")}, {role: s.t("paper.role.participant")},
	})
	return s.finish(w)
}

// boxed is a sentence with a box to tick before it.
type boxed struct{ text string }

func (b *boxed) height() float64 { return 6.4 }

func (b *boxed) draw(s *sheet, x, y, w float64) {
	checkbox{size: 4}.draw(s, x, y, 4)
	s.textIn(x+6.5, y, w-6.5, b.text, body, 'L')
}
