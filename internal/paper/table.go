package paper

// column of a table. A width of 0 is found from what stands in it.
type column struct {
	head  string
	width float64 // mm
	align byte    // 'L', 'R', 'C'
	turn  bool    // head written upwards, for narrow columns
}

// cell holds paragraphs, or a picture.
type cell struct {
	paras [][]run
	pic   piece
	picW  float64
	align byte // 0: as the column
	shade bool
}

func cellOf(st style, text string) cell { return cell{paras: [][]run{{{text, st}}}} }
func td(text string) cell               { return cellOf(cellSt, text) }
func tdB(text string) cell              { return cellOf(cellB, text) }
func tdPic(p piece, w float64) cell     { return cell{pic: p, picW: w} }

type row struct {
	cells  []cell
	across bool    // the first cell goes over the whole width
	min    float64 // least height, mm
	heavy  bool    // a heavier line below: before sums
}

// table repeats its head on every page, keeps rows whole where they fit on a
// page and divides those that do not.
type table struct {
	cols   []column
	rows   []row
	grid   bool    // lines all round, for writing in; else hairlines below rows
	size   float64 // of the text in heads; 0 = 9
	padX   float64
	padY   float64
	width  float64 // 0 = full measure
	nohead bool
	middle bool    // cells stand in the middle of their row's height
	tail   float64 // mm of what ends the paper right below: signatures never stand on a page without the last rows

	ws   []float64
	lead []cellLines // the head laid out
}

// cellLines is a cell cut into pieces for its width.
type cellLines struct {
	ps    []piece
	align byte
	shade bool
}

func (c cellLines) height() float64 {
	h := 0.0
	for _, p := range c.ps {
		h += p.height()
	}
	return h
}

func (t *table) headStyle() style {
	size := t.size
	if size == 0 {
		size = 9
	}
	return style{size: size, bold: true}
}

func (t *table) layout(c cell, w float64, align byte) cellLines {
	if c.align != 0 {
		align = c.align
	}
	out := cellLines{align: align, shade: c.shade}
	for _, p := range c.paras {
		for _, l := range wrap(p, w-2*t.padX, align) {
			out.ps = append(out.ps, l)
		}
	}
	if c.pic != nil {
		out.ps = append(out.ps, c.pic)
	}
	return out
}

func (t *table) rowLines(r row) []cellLines {
	if r.across {
		total := 0.0
		for _, w := range t.ws {
			total += w
		}
		return []cellLines{t.layout(r.cells[0], total, 'L')}
	}
	out := make([]cellLines, len(t.cols))
	for i := range t.cols {
		if i < len(r.cells) {
			out[i] = t.layout(r.cells[i], t.ws[i], t.cols[i].align)
		}
	}
	return out
}

func (t *table) rowHeight(cs []cellLines, least float64) float64 {
	h := 0.0
	for _, c := range cs {
		h = max(h, c.height())
	}
	return max(h+2*t.padY, least)
}

// table draws t from the cursor down.
func (s *sheet) table(t *table) {
	if t.padX == 0 {
		t.padX = 1.4
	}
	if t.padY == 0 {
		t.padY = 0.95
	}
	if t.width == 0 {
		t.width = s.right - s.left
	}
	t.measure(t.width)
	headH := 0.0
	if !t.nohead {
		hs := t.headStyle()
		t.lead = make([]cellLines, len(t.cols))
		for i, c := range t.cols {
			if c.turn {
				ls := wrap(in(hs, c.head), 30, 'L')
				t.lead[i] = cellLines{ps: []piece{upright{ls[:min(len(ls), 2)]}}, align: 'C'}
				continue
			}
			t.lead[i] = t.layout(cellOf(hs, c.head), t.ws[i], c.align)
			t.lead[i].ps = t.lead[i].ps[:min(len(t.lead[i].ps), 8)]
		}
		headH = t.rowHeight(t.lead, 0)
	}
	page := s.bottom - s.top - 9 // on a page that already has its running head
	for i, r := range t.rows {
		cs := t.rowLines(r)
		h := t.rowHeight(cs, r.min)
		if i == 0 {
			s.room(t.opening(headH, page))
			s.open()
			s.tableHead(t, headH)
		} else {
			need := h
			if r.across && i+1 < len(t.rows) { // a row that heads others stays with the next
				need += t.rowHeight(t.rowLines(t.rows[i+1]), t.rows[i+1].min)
			}
			if i >= len(t.rows)-2 {
				need = max(need, t.ending(i))
			}
			if s.y+min(need, page-headH) > s.bottom+0.01 {
				s.newPage()
				s.fresh = false
				s.tableHead(t, headH)
			}
		}
		s.tableRow(t, r, cs, h, headH)
	}
	if len(t.rows) == 0 {
		s.room(headH)
		s.open()
		s.tableHead(t, headH)
	}
	s.gap(2.4)
}

// ending is the room for the rows from i on with what ends the paper below them; 0 where nothing does.
func (t *table) ending(i int) float64 {
	if t.tail == 0 {
		return 0
	}
	h := t.tail
	for _, r := range t.rows[i:] {
		h += t.rowHeight(t.rowLines(r), r.min)
	}
	return h
}

// opening is the room a table must find before it begins on a page: all of it
// when it is short, else its head with two rows.
func (t *table) opening(headH, page float64) float64 {
	const short = 64
	entire, two := headH, headH
	if len(t.rows) <= 2 && headH+t.ending(0) < page {
		entire, two = headH+t.tail, headH+t.tail
	}
	for i, r := range t.rows {
		h := t.rowHeight(t.rowLines(r), r.min)
		entire += h
		if i == 0 || i == 1 && two+h < page/2 {
			two += min(h, page/2)
		}
		if i > 0 && entire > short {
			break
		}
	}
	if entire <= short {
		if all := headH + t.ending(0); t.tail > 0 && all < page {
			return all
		}
		return entire
	}
	return two
}

func (s *sheet) tableHead(t *table, h float64) {
	if t.nohead {
		return
	}
	x := s.left
	for i, c := range t.lead {
		if t.grid {
			s.fill(shade)
			s.pdf.Rect(x, s.y, t.ws[i], h, "F")
		}
		y := s.y + h - t.padY - c.height()
		if t.grid {
			y = s.y + (h-c.height())/2
		}
		s.cell(t, c, x, y, t.ws[i], len(c.ps), i)
		x += t.ws[i]
	}
	if t.grid {
		s.frame(t, s.y, h, false)
	} else {
		s.rule(s.left, s.y+h, s.left+t.width, 0.27, black)
	}
	s.y += h
}

// cell draws n pieces of c from y down and takes them off it.
func (s *sheet) cell(t *table, c cellLines, x, y, w float64, n, col int) {
	left, width := x+t.padX, w-2*t.padX
	if !t.grid && col == 0 { // text of the first column stands on the margin
		left, width = x, w-t.padX
		if c.align == 'R' {
			width = w - 2*t.padX
		}
	}
	for _, p := range c.ps[:n] {
		p.draw(s, left, y, width)
		y += p.height()
	}
}

// tableRow draws a row, over several pages when it is taller than one.
func (s *sheet) tableRow(t *table, r row, cs []cellLines, h, headH float64) {
	for {
		avail := s.bottom - s.y
		split := h > avail+0.01
		take := make([]int, len(cs))
		part := 0.0
		rest := false
		for i, c := range cs {
			used := 0.0
			for take[i] < len(c.ps) {
				ph := c.ps[take[i]].height()
				if split && used+ph+2*t.padY > avail+0.01 && (take[i] > 0 || part > 0) {
					break
				}
				used += ph
				take[i]++
			}
			part = max(part, used)
			rest = rest || take[i] < len(c.ps)
		}
		part += 2 * t.padY
		if !rest {
			part = max(part, min(r.min, avail))
		}
		x := s.left
		for i, c := range cs {
			w := t.width
			if !r.across {
				w = t.ws[i]
			}
			if c.shade {
				s.fill(shade)
				s.pdf.Rect(x, s.y, w, part, "F")
			}
			y := s.y + t.padY
			if t.middle && !split {
				y += max(0, (part-2*t.padY-c.height())/2)
			}
			s.cell(t, c, x, y, w, take[i], i)
			cs[i].ps = c.ps[take[i]:]
			x += w
		}
		switch {
		case t.grid:
			s.frame(t, s.y, part, r.across)
		case r.heavy:
			s.rule(s.left, s.y+part, s.left+t.width, 0.27, black)
		default:
			s.rule(s.left, s.y+part, s.left+t.width, 0.09, hair)
		}
		s.y += part
		if !rest {
			return
		}
		h = t.rowHeight(cs, 0)
		s.newPage()
		s.fresh = false
		s.tableHead(t, headH)
	}
}

// frame draws the lines round the cells of a row.
func (s *sheet) frame(t *table, y, h float64, across bool) {
	s.stroke(0.14, edge)
	s.pdf.Rect(s.left, y, t.width, h, "D")
	if across {
		return
	}
	x := s.left
	for _, w := range t.ws[:len(t.ws)-1] {
		x += w
		s.pdf.Line(x, y, x, y+h)
	}
}

// upright is text written upwards.
type upright struct{ ls []*line }

func (u upright) height() float64 {
	h := 0.0
	for _, l := range u.ls {
		h = max(h, l.w)
	}
	return h + 1
}

func (u upright) draw(s *sheet, x, y, w float64) {
	h := u.height()
	across := 0.0
	for _, l := range u.ls {
		across += l.h
	}
	s.pdf.TransformBegin()
	s.pdf.TransformRotate(90, x, y+h)
	top := y + h + (w-across)/2
	for _, l := range u.ls {
		l.draw(s, x+0.5, top, h)
		top += l.h
	}
	s.pdf.TransformEnd()
	s.font = style{}
}
