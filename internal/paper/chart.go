package paper

import "math"

// Up to this many votes are drawn one by one; beyond, as a bar.
const beanLimit = 30

// beans draws votes: women's plain, men's with a seam. When sexes were not
// counted apart all are drawn in one colour.
type beans struct {
	f, m, all int
	most      int     // the largest total of the table, for bars
	w         float64 // room, mm
	bars      bool    // this table draws bars
}

const beanW, beanH = 2.9, 2.6

func (b beans) height() float64 {
	if b.bars {
		return 3.6
	}
	rows := max(1, (b.f+b.m+b.all+b.perRow()-1)/b.perRow())
	return 0.5 + float64(rows)*(beanH+0.3)
}

func (b beans) perRow() int { return max(1, int(b.w/beanW)) }

func (b beans) draw(s *sheet, x, y, _ float64) {
	total := b.f + b.m + b.all
	if total == 0 {
		return
	}
	if b.bars {
		scale := b.w / float64(max(b.most, 1))
		s.bar(x, y+0.7, float64(b.f)*scale, 2.4, women, false)
		s.bar(x+float64(b.f)*scale, y+0.7, float64(b.m)*scale, 2.4, men, true)
		s.bar(x+float64(b.f+b.m)*scale, y+0.7, float64(b.all)*scale, 2.4, juniper, false)
		return
	}
	for i := range total {
		cx := x + beanW*(float64(i%b.perRow())+0.5)
		cy := y + 0.5 + (beanH+0.3)*float64(i/b.perRow()) + beanH/2
		switch {
		case i < b.f:
			s.bean(cx, cy, women, false)
		case i < b.f+b.m:
			s.bean(cx, cy, men, true)
		default:
			s.bean(cx, cy, juniper, false)
		}
	}
}

func (s *sheet) bean(cx, cy float64, c dye, seam bool) {
	s.fill(c)
	s.pdf.Ellipse(cx, cy, 1.22, 0.9, 26, "F")
	if seam {
		s.stroke(0.28, white)
		s.pdf.CurveBezierCubic(cx-0.72, cy+0.38, cx-0.2, cy+0.3, cx+0.35, cy, cx+0.72, cy-0.4, "D")
	}
}

// bar is a vote bar; a seam along it tells men's from women's without colour.
func (s *sheet) bar(x, y, w, h float64, c dye, seam bool) {
	if w <= 0 {
		return
	}
	s.fill(c)
	s.pdf.Rect(x, y, w, h, "F")
	if seam {
		s.rule(x, y+h/2, x+w, 0.32, white)
	}
}

// legend says which bean is whose.
type legend struct{ women, men string }

func (legend) height() float64 { return 5.4 }

func (l legend) draw(s *sheet, x, y, _ float64) {
	s.bean(x+1.3, y+2.5, women, false)
	x += 4
	s.textIn(x, y+0.2, 60, l.women, cellSt, 'L')
	x += cellSt.width(oneLine(l.women)) + 7
	s.bean(x+1.3, y+2.5, men, true)
	s.textIn(x+4, y+0.2, 60, l.men, cellSt, 'L')
}

// band is the shyrdak band of ram's horns, ground and horn answering each
// other; once on a document, never behind text.
type band struct{}

const bandTiles = 25

func (band) height() float64 { return 13 }

func (band) draw(s *sheet, x, y, w float64) {
	tile := w / bandTiles
	s.pdf.ClipRect(x, y, w, tile*56/64, false)
	u := tile / 64 // the drawing's unit in mm
	s.pdf.SetLineCapStyle("butt")
	s.stroke(6.5*u, juniper)
	for i := range bandTiles {
		left := x + float64(i)*tile
		s.horn(left+16*u, y+54*u, u, 1)
		s.horn(left+48*u, y+2*u, u, -1)
	}
	s.pdf.DrawPath("D")
	s.rule(x, y+1.5*u, x+w, 3*u, juniper)
	s.rule(x, y+54.5*u, x+w, 3*u, juniper)
	s.pdf.ClipEnd()
	s.font = style{}
}

// horn adds one pair of horns to the path: a stem with two curls; way -1
// turns it upside down.
func (s *sheet) horn(x, y, u, way float64) {
	p := s.pdf
	at := func(dx, dy float64) (float64, float64) { return x + way*dx*u, y + way*dy*u }
	for _, side := range [2]float64{-1, 1} {
		x0, y0 := at(0, 0)
		x1, y1 := at(0, -38)
		if side < 0 {
			p.MoveTo(x0, y0)
			p.LineTo(x1, y1)
		} else {
			p.MoveTo(x1, y1)
		}
		s.half(at, 10*side, -38, 10, side, -1)
		s.half(at, 14.5*side, -38, 5.5, -side, 1)
	}
}

// half adds half a circle round (cx, cy): it starts on the side away from
// `to` and bulges up (-1) or down (1).
func (s *sheet) half(at func(dx, dy float64) (float64, float64), cx, cy, r, to, bulge float64) {
	const k = 0.5522847498
	quarter := func(x1, y1, x2, y2, x3, y3 float64) {
		a, b := at(cx+x1*r, cy+y1*r)
		c, d := at(cx+x2*r, cy+y2*r)
		e, f := at(cx+x3*r, cy+y3*r)
		s.pdf.CurveBezierCubicTo(a, b, c, d, e, f)
	}
	quarter(-to, bulge*k, -to*k, bulge, 0, bulge)
	quarter(to*k, bulge, to, bulge*k, to, 0)
}

// tick is a mark drawn by hand in a box, in lines so that it prints on anything.
func (s *sheet) tick(x, y, size float64) {
	s.stroke(math.Max(0.3, size*0.12), black)
	s.pdf.Line(x+size*0.18, y+size*0.52, x+size*0.42, y+size*0.78)
	s.pdf.Line(x+size*0.42, y+size*0.78, x+size*0.84, y+size*0.2)
}

// checkbox is an empty box, or one with a mark: 'x' a tick, '-' a dash.
type checkbox struct {
	size float64
	mark byte
}

func (c checkbox) height() float64 { return c.size + 0.8 }

func (c checkbox) draw(s *sheet, x, y, w float64) {
	x += (w - c.size) / 2
	y += 0.4
	s.stroke(0.2, black)
	s.pdf.Rect(x, y, c.size, c.size, "D")
	switch c.mark {
	case 'x':
		s.tick(x, y, c.size)
	case '-':
		s.rule(x+c.size*0.22, y+c.size/2, x+c.size*0.78, 0.4, black)
	}
}
