package paper

import (
	"io"
	"strconv"
	"time"

	"ashar/internal/i18n"
)

// SurveyFormData is a questionnaire for pen and paper, in one language. Numbers are those of the screens, so that it can be keyed in.
type SurveyFormData struct {
	Title, Place string
	Version      int
	Short        string   // end of the survey's id, in the foot
	Consent      []string // what one agrees to
	Village      bool     // the village is asked for
	Items        []SurveyItem
	At           time.Time
}

// SurveyItem is what is asked, or what holds others.
type SurveyItem struct {
	Kind    string // note heading text lines number date time dateTime one many rank scale tick grid away
	Number  string
	Level   int
	Label   string
	Hint    string
	Only    string // when it is asked, in words
	Choices []SurveyChoice
	Rows    []SurveyItem // of a grid
	Low     string       // of a scale without steps
	High    string
}

// SurveyChoice is a choice with the number by which it is keyed in.
type SurveyChoice struct {
	Label string
	Skip  string // "→ 7"
	Write bool   // to be written out: other
}

// SurveyForm prints it. Nobody signs: it is anonymous.
func SurveyForm(w io.Writer, l i18n.Lang, d SurveyFormData) error {
	title := d.Title
	s := newSheet(l, meta{title: title, subject: d.Place, at: d.At, id: joined(" · ", l.T("survey_paper.version", "n", d.Version), d.Short), running: title})
	s.put(sheetHead{d.Place, title})
	s.gap(2)
	s.put(sheetNumber{d.Village})
	s.gap(2)
	var consent whole
	for _, line := range d.Consent {
		consent = append(consent, pieces(wrap(in(cellSt, line), s.right-s.left-8, 'L'))...)
	}
	if len(consent) > 0 {
		s.put(framed{consent})
		s.gap(2)
	}
	s.lines(wrap(in(small, s.t("survey_paper.how")), s.right-s.left, 'L'))
	for _, x := range d.Items {
		s.surveyItem(x)
	}
	return s.finish(w)
}

// sheetHead is the survey's title under its place.
type sheetHead struct{ place, title string }

func (h sheetHead) lines(w float64) whole {
	return append(pieces(wrap(in(body, h.place), w, 'L')), pieces(wrap(in(titleSt, h.title), w, 'L'))...)
}
func (h sheetHead) height() float64                { return h.lines(170).height() }
func (h sheetHead) draw(s *sheet, x, y, w float64) { h.lines(w).draw(s, x, y, w) }

// sheetNumber is where the sheet's number, the village and the day are written.
type sheetNumber struct{ village bool }

func (sheetNumber) height() float64 { return 9 }

func (n sheetNumber) draw(s *sheet, x, y, w float64) {
	label := s.t("keying.sheet")
	s.textIn(x, y+1.6, 60, label, strong, 'L')
	x0 := x + strong.width(label) + 3
	s.stroke(0.3, black)
	for i := range 5 {
		s.pdf.Rect(x0+float64(i)*6.4, y, 6.4, 8, "D")
	}
	x0 += 5*6.4 + 5
	fields := []string{s.t("survey_paper.day")}
	if n.village {
		fields = []string{s.t("sample.village"), fields[0]}
	}
	each := (x + w - x0) / float64(len(fields))
	if n.village { // a name is longer than a day
		each *= 1.2
	}
	for i, f := range fields {
		right := x0 + each
		if i == len(fields)-1 {
			right = x + w
		}
		s.textIn(x0, y+1.6, right-x0, f, quiet, 'L')
		s.rule(x0+quiet.width(f)+2, y+7.4, right-3, 0.12, edge)
		x0 = right
	}
}

// framed is text in a frame.
type framed struct{ ps whole }

func (f framed) height() float64 { return f.ps.height() + 5 }

func (f framed) draw(s *sheet, x, y, w float64) {
	s.stroke(0.2, edge)
	s.pdf.Rect(x, y, w, f.height(), "D")
	f.ps.draw(s, x+4, y+2.5, w-8)
}

// numbered is a question: its number in the margin, and what is asked.
type numbered struct {
	no string
	ps whole
}

const numberRoom = 14.0

func (n numbered) height() float64 { return n.ps.height() }

func (n numbered) draw(s *sheet, x, y, w float64) {
	s.textIn(x, y, numberRoom-1, n.no, strong, 'L')
	n.ps.draw(s, x+numberRoom, y, w-numberRoom)
}

func (s *sheet) surveyItem(x SurveyItem) {
	width := s.right - s.left - numberRoom
	switch x.Kind {
	case "heading":
		s.gap(5)
		text := joined(". ", x.Number, x.Label)
		st := headSt
		if x.Level > 0 {
			st = style{size: 10.8, bold: true}
		}
		for _, l := range wrap(in(st, text), s.right-s.left, 'L') {
			s.pending = append(s.pending, l)
		}
		for _, say := range []string{x.Hint, x.Only} {
			for _, l := range wrap(in(small, say), s.right-s.left, 'L') {
				s.pending = append(s.pending, l)
			}
		}
		s.pending = append(s.pending, blank(1))
		return
	case "note":
		s.gap(3)
		s.lines(wrap([]run{{x.Only + " ", small}, {x.Label, quiet}}, s.right-s.left, 'L'))
		s.lines(wrap(in(small, x.Hint), s.right-s.left, 'L'))
		return
	}
	s.gap(3.4)
	head := pieces(wrap(in(small, x.Only), width, 'L'))
	head = append(head, pieces(wrap(in(strong, x.Label), width, 'L'))...)
	head = append(head, pieces(wrap(in(small, x.Hint), width, 'L'))...)
	if x.Kind == "grid" {
		s.put(numbered{no: x.Number, ps: head})
		s.gap(1)
		s.surveyGrid(x)
		return
	}
	answer := s.surveyAnswer(x, width)
	if entire := head.height() + answer.height() + 1; entire < 120 {
		s.put(numbered{no: x.Number, ps: append(append(head, blank(1)), answer...)})
		return
	}
	// too long to be kept together: the first few choices with the question, the others where they fit
	first := min(len(answer), 4)
	s.put(numbered{no: x.Number, ps: append(append(head, blank(1)), answer[:first]...)})
	for _, p := range answer[first:] {
		s.put(numbered{ps: whole{p}})
	}
}

// surveyAnswer is where the answer is written or ticked.
func (s *sheet) surveyAnswer(x SurveyItem, width float64) whole {
	switch x.Kind {
	case "one", "many", "rank":
		return s.surveyChoices(x, width)
	case "lines":
		return whole{full{7.5}, full{7.5}, full{7.5}}
	case "number":
		return whole{squares{8}}
	case "date":
		return whole{parted{s.t("survey_paper.date")}}
	case "time":
		return whole{parted{s.t("survey_paper.time")}}
	case "dateTime":
		return whole{parted{s.t("survey_paper.date") + "   " + s.t("survey_paper.time")}}
	case "tick":
		return whole{&boxed{s.t("survey_paper.tick")}}
	case "scale":
		if len(x.Choices) == 0 {
			return whole{parted{s.t("survey_paper.between", "from", x.Low, "to", x.High)}}
		}
		return whole{steps{x.Choices}}
	case "away":
		return pieces(wrap(in(small, s.t("survey_paper.away")), width, 'L'))
	}
	return whole{full{7.5}}
}

// squares are to write one digit into each.
type squares struct{ n int }

func (squares) height() float64 { return 7.4 }

func (q squares) draw(s *sheet, x, y, _ float64) {
	s.stroke(0.2, edge)
	for i := range q.n {
		s.pdf.Rect(x+float64(i)*5.6, y+0.4, 5.6, 6.6, "D")
	}
}

// parted is a place to write whose parts are named under it: __ . __ . ____.
type parted struct{ shape string }

func (parted) height() float64 { return 8 }

func (p parted) draw(s *sheet, x, y, w float64) { s.textIn(x, y+2, w, p.shape, style{size: 11}, 'L') }

// steps are the points of a scale side by side.
type steps struct{ all []SurveyChoice }

func (steps) height() float64 { return 10.5 }

func (p steps) draw(s *sheet, x, y, w float64) {
	each := min(15, w/float64(len(p.all)))
	for i, c := range p.all {
		left := x + float64(i)*each
		s.textIn(left, y, each-2, c.Label, cellSt, 'L')
		checkbox{size: 4.4}.draw(s, left, y+4.6, 4.4)
	}
}

func (s *sheet) surveyChoices(x SurveyItem, width float64) (ps whole) {
	rank := x.Kind == "rank"
	pick := func(i int, w float64) ticked {
		c := x.Choices[i]
		t := ticked{no: strconv.Itoa(i + 1), rank: rank, skip: c.Skip}
		room := w - 14
		if c.Skip != "" {
			room -= 20
		}
		t.ls = pieces(wrap(in(body, c.Label), room, 'L'))
		if c.Write {
			t.write = true
		}
		return t
	}
	narrow, columns := true, 2
	for _, c := range x.Choices {
		narrow = narrow && c.Skip == "" && !c.Write && body.width(oneLine(c.Label)) < width/2-16
	}
	if len(x.Choices) > 8 {
		three := narrow
		for _, c := range x.Choices {
			three = three && body.width(oneLine(c.Label)) < width/3-16
		}
		if three {
			columns = 3
		}
	}
	if !narrow || len(x.Choices) < 5 {
		for i := range x.Choices {
			ps = append(ps, pick(i, width))
		}
		return ps
	}
	rows := (len(x.Choices) + columns - 1) / columns // read downwards
	for r := range rows {
		a := abreast{w: width / float64(columns)}
		for i := r; i < len(x.Choices); i += rows {
			a.ps = append(a.ps, pick(i, a.w))
		}
		ps = append(ps, a)
	}
	return ps
}

// ticked is a choice: its number for keying in, a box, the words, and where one goes on.
type ticked struct {
	no, skip    string
	rank, write bool
	ls          whole
}

func (t ticked) height() float64 {
	if t.write {
		return max(6.4, t.ls.height()+1.2)
	}
	if t.rank {
		return max(7, t.ls.height()+1)
	}
	return max(5.8, t.ls.height()+1)
}

func (t ticked) draw(s *sheet, x, y, w float64) {
	size, at := 4.0, 13.5
	if t.rank {
		size, at = 5.6, 15
	}
	s.textIn(x, y, 5.5, t.no, small, 'R')
	checkbox{size: size}.draw(s, x+7, y, size)
	t.ls.draw(s, x+at, y, w-at)
	if t.skip != "" {
		s.textIn(x+w-21, y, 20, t.skip, strong, 'R')
	}
	if t.write {
		var end float64
		if n := len(t.ls); n > 0 {
			if l, ok := t.ls[n-1].(*line); ok {
				end = l.w
			}
		}
		right := x + w
		if t.skip != "" {
			right -= 22
		}
		s.rule(x+13.5+end+2, y+t.height()-1.2, right, 0.12, edge)
	}
}

// surveyGrid is questions with the same choices, as rows of a table.
func (s *sheet) surveyGrid(x SurveyItem) {
	t := &table{grid: true, middle: true, size: 7, cols: []column{{head: "", width: 13}, {head: ""}}}
	each := min(26, 112/float64(len(x.Choices)))
	for i, c := range x.Choices {
		t.cols = append(t.cols, column{head: strconv.Itoa(i+1) + "\n" + c.Label, width: each, align: 'C'})
	}
	for _, q := range x.Rows {
		label := td(q.Label)
		if q.Hint != "" {
			label.paras = append(label.paras, in(small, q.Hint))
		}
		if q.Only != "" {
			label.paras = append([][]run{in(small, q.Only)}, label.paras...)
		}
		r := row{min: 7.6, cells: []cell{tdB(q.Number), label}}
		for range x.Choices {
			r.cells = append(r.cells, tdPic(checkbox{size: 4.2}, 4.2))
		}
		t.rows = append(t.rows, r)
	}
	s.table(t)
}
