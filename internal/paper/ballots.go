package paper

import (
	"io"
	"strconv"
	"time"

	"ashar/internal/i18n"
)

// BallotData is a secret ballot. All ballots are alike: nothing on one says
// which it is or whose.
type BallotData struct {
	Title    string // what is voted on
	Options  []string
	Order    bool // write 1, 2, 3 …; else mark
	MarkUpTo int  // how many may be marked or ordered; 0 = all
	Copies   int  // ballots wanted; 0 = one sheet
	At       time.Time
}

// Ballots prints ballots to cut apart, several a sheet where they fit.
func Ballots(w io.Writer, l i18n.Lang, d BallotData) error {
	s := newSheet(l, meta{title: l.T("paper.ballot.title"), subject: d.Title, at: d.At, bare: true, margin: 8})
	cols := 2
	b := newBallot(s, d, 87, 87)
	if b.height() > s.h-16 {
		cols = 1
		b = newBallot(s, d, 192, 192)
	}
	if b.height() > s.h-16 {
		b = twoColumns(newBallot(s, d, 192, 93), 96)
	}
	if b.height() > s.h-16 { // longer than a sheet: one ballot over several
		for range max(1, d.Copies) {
			if !s.fresh {
				s.newPage()
			}
			for _, p := range b {
				s.put(p)
			}
		}
		return s.finish(w)
	}
	rows := max(1, int((s.h-16+0.01)/(b.height()+10)))
	rows = min(rows, 5)
	s.cut(cols, rows, max(1, d.Copies), d.Copies == 0, func(_ int, x, y, w, h float64) {
		b.draw(s, x+9, y+6, w-18)
	})
	return s.finish(w)
}

// newBallot lays out one ballot w mm wide, its options each optW.
func newBallot(s *sheet, d BallotData, w, optW float64) whole {
	var ps whole
	ps = append(ps, pieces(wrap(in(style{size: 13, bold: true}, s.t("paper.ballot.title")), w, 'L'))...)
	if d.Title != "" {
		ps = append(ps, pieces(wrap(in(strong, d.Title), w, 'L'))...)
	}
	how := s.t("paper.ballot.mark.all")
	switch {
	case d.Order && d.MarkUpTo > 0:
		how = s.t("paper.ballot.order.upto", "limit", d.MarkUpTo)
	case d.Order:
		how = s.t("paper.ballot.order.all")
	case d.MarkUpTo > 0:
		how = s.t("paper.ballot.mark.upto", "limit", d.MarkUpTo)
	}
	ps = append(ps, pieces(wrap(in(cellSt, how), w, 'L'))...)
	ps = append(ps, blank(2))
	for i, o := range d.Options {
		opt := &option{no: strconv.Itoa(i + 1)}
		opt.ls = pieces(wrap(in(style{size: 10.5}, o), optW-20, 'L'))
		if opt.ls.height() > 100 {
			opt.ls = opt.ls[:20]
		}
		ps = append(ps, opt)
	}
	return ps
}

// twoColumns puts options w mm wide side by side.
func twoColumns(b whole, w float64) whole {
	var out whole
	var opts []*option
	for _, p := range b {
		o, ok := p.(*option)
		if !ok {
			out = append(out, p)
			continue
		}
		opts = append(opts, o)
	}
	half := (len(opts) + 1) / 2
	for i := range half {
		row := abreast{w: w, ps: []piece{opts[i]}}
		if half+i < len(opts) {
			row.ps = append(row.ps, opts[half+i])
		}
		out = append(out, row)
	}
	return out
}

// abreast is pieces side by side.
type abreast struct {
	ps []piece
	w  float64
}

func (a abreast) height() float64 {
	h := 0.0
	for _, p := range a.ps {
		h = max(h, p.height())
	}
	return h
}

func (a abreast) draw(s *sheet, x, y, _ float64) {
	for _, p := range a.ps {
		p.draw(s, x, y, a.w)
		x += a.w
	}
}

// option of a ballot: a box to write in, the number, the words.
type option struct {
	no string
	ls whole
}

const optionBox = 8.0

func (o *option) height() float64 { return max(optionBox+2, o.ls.height()+2.4) }

func (o *option) draw(s *sheet, x, y, _ float64) {
	h := o.height()
	s.stroke(0.3, black)
	s.pdf.Rect(x, y+(h-optionBox)/2, optionBox, optionBox, "D")
	top := y + (h-o.ls.height())/2
	s.textIn(x+optionBox+1, top, 9, o.no, style{size: 10.5, bold: true}, 'R')
	o.ls.draw(s, x+20, top, 0)
}

// cut draws n things in a grid with dashed lines to cut along; a whole sheet
// of them when fill.
func (s *sheet) cut(cols, rows, n int, fill bool, draw func(i int, x, y, w, h float64)) {
	if fill {
		n = cols * rows
	}
	w, h := s.w/float64(cols), s.h/float64(rows)
	for i := range n {
		at := i % (cols * rows)
		if at == 0 {
			if i > 0 {
				s.newPage()
			}
			s.fresh = false
			s.stroke(0.12, edge)
			s.pdf.SetDashPattern([]float64{1.6, 1.2}, 0)
			for c := 1; c < cols; c++ {
				s.pdf.Line(float64(c)*w, 0, float64(c)*w, s.h)
			}
			for r := 1; r < rows; r++ {
				s.pdf.Line(0, float64(r)*h, s.w, float64(r)*h)
			}
			s.pdf.SetDashPattern([]float64{}, 0)
		}
		draw(i, float64(at%cols)*w, float64(at/cols)*h, w, h)
	}
}
