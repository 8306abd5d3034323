package paper

import (
	"io"

	"ashar/internal/civic"
	"ashar/internal/i18n"
)

// Report prints an analysis, wide.
func Report(w io.Writer, l i18n.Lang, r civic.Report) error {
	s := newSheet(l, meta{title: r.Title, subject: r.Sub, at: r.At, wide: true})
	s.lines(wrap(in(style{size: 17, bold: true}, r.Title), s.right-s.left, 'L'))
	s.gap(1)
	s.lines(wrap(in(style{size: 10.5, color: ink2}, r.Sub+" · "+l.Date(r.At)), s.right-s.left, 'L'))
	for _, p := range r.Parts {
		s.gap(6)
		s.part(p)
	}
	return s.finish(w)
}

func (s *sheet) part(p civic.ReportPart) {
	s.heading(p.Title)
	if p.Note != "" {
		s.stay(run{p.Note, style{size: 9.5, color: ink2}}) // with the table that it is about
		s.gap(1.5)
	}
	if len(p.Rows) == 0 {
		s.lines(wrap(in(cellSt, p.Empty), s.right-s.left, 'L'))
		return
	}
	s.table(reportTable(s.lang, p, s.right-s.left))
}

// reportTable is a part as a table: where many columns would break their words
// the picture gets narrower, then the letters smaller.
func reportTable(l i18n.Lang, p civic.ReportPart, width float64) *table {
	var t *table
	for _, try := range []struct{ room, size float64 }{{46, 9}, {28, 9}, {20, 8.5}, {20, 8}, {16, 7.5}, {12, 7}} {
		t = reportTableOf(l, p, try.room, try.size)
		if t.measure(width) {
			break
		}
	}
	return t
}

func reportTableOf(l i18n.Lang, p civic.ReportPart, room, size float64) *table {
	t := &table{size: size, padX: 1.4}
	plain, bold := style{size: size}, style{size: size, bold: true}
	said := 0
	for _, c := range p.Columns {
		if c.Kind == civic.ReportWords {
			said++
		}
	}
	for i, c := range p.Columns {
		col := column{head: c.Name}
		if c.Kind != civic.ReportWords {
			col.align = 'R'
		} else if i == 0 && said < 4 { // among many words the first are some of them
			col.width = 62
		}
		t.cols = append(t.cols, col)
	}
	if len(p.Bars) > 0 {
		t.cols = append(t.cols, column{width: room + 3})
	}
	for _, r := range p.Rows {
		out := row{heavy: r.Heavy}
		for i, c := range r.Cells {
			text := c.In(l, p.Columns[i].Kind)
			if r.Heavy || i == 0 {
				out.cells = append(out.cells, cellOf(bold, text))
			} else {
				out.cells = append(out.cells, cellOf(plain, text))
			}
		}
		if len(p.Bars) > 0 && !r.Heavy {
			b := stripes{w: room, scale: p.Scale}
			for _, i := range p.Bars {
				b.parts = append(b.parts, p.Bar(r, i))
			}
			out.cells = append(out.cells, tdPic(b, room))
		}
		t.rows = append(t.rows, out)
	}
	return t
}

// stripes are parts of a bar end to end, in thousandths of its room.
type stripes struct {
	parts []int64
	w     float64
	scale bool // steps from one end to the other: pale to dark
}

func (stripes) height() float64 { return 3.6 }

func (b stripes) draw(s *sheet, x, y, _ float64) {
	s.fill(hair)
	s.pdf.Rect(x, y+0.7, b.w, 2.4, "F")
	at := x
	for i, n := range b.parts {
		w := min(float64(n)*b.w/1000, x+b.w-at)
		switch {
		case b.scale:
			s.bar(at, y+0.7, w, 2.4, juniper.paler(i, len(b.parts)), false)
		case len(b.parts) == 1:
			s.bar(at, y+0.7, w, 2.4, juniper, false)
		case i == 0:
			s.bar(at, y+0.7, w, 2.4, women, false)
		default:
			s.bar(at, y+0.7, w, 2.4, men, true)
		}
		at += w
	}
}

// paler is the colour of a step of a scale: the last is the colour itself, the first nearly white.
func (d dye) paler(step, of int) dye {
	if of < 2 {
		return d
	}
	share := 0.12 + 0.88*float64(step)/float64(of-1)
	mix := func(x int) int { return 255 - int(share*float64(255-x)) }
	return dye{mix(d.r), mix(d.g), mix(d.b)}
}
