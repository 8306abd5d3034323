package paper

// gap owes mm of space above the next piece; the larger of two gaps counts.
func (s *sheet) gap(mm float64) {
	if len(s.pending) > 0 {
		s.pending = append(s.pending, blank(mm))
		return
	}
	s.space = max(s.space, mm)
}

// room makes sure that h mm fit below the waiting headings, on a new page if
// they must, and draws the headings.
func (s *sheet) room(h float64) {
	need := s.space + h
	for _, p := range s.pending {
		need += p.height()
	}
	if s.y+need > s.bottom+0.01 && !s.fresh {
		s.newPage()
	}
	s.flush()
}

// flush draws the waiting headings.
func (s *sheet) flush() {
	pending := s.pending
	s.pending = nil
	if len(pending) > 0 {
		s.open()
	}
	for _, p := range pending {
		if s.y+p.height() > s.bottom+0.01 { // a heading longer than a page
			s.newPage()
			s.fresh = false
		}
		p.draw(s, s.left, s.y, s.right-s.left)
		s.y += p.height()
	}
}

// open pays the space owed and marks the page as used.
func (s *sheet) open() {
	if !s.fresh {
		s.y += s.space
	}
	s.space, s.fresh = 0, false
}

// put draws a piece whole.
func (s *sheet) put(p piece) {
	s.room(p.height())
	s.open()
	p.draw(s, s.left, s.y, s.right-s.left)
	s.y += p.height()
}

// lines draws a paragraph, never leaving one line of it alone on a page.
func (s *sheet) lines(ls []*line) {
	for i := 0; i < len(ls); {
		rest := len(ls) - i
		first := min(rest, 2)
		if rest == 3 {
			first = 3
		}
		h := 0.0
		for _, l := range ls[i : i+first] {
			h += l.h
		}
		s.room(h)
		s.open()
		n := 0
		for y := s.y; n < rest && y+ls[i+n].h <= s.bottom+0.01; n++ {
			y += ls[i+n].h
		}
		n = max(n, 1)
		if rest-n == 1 && n > 2 {
			n--
		}
		for _, l := range ls[i : i+n] {
			l.draw(s, s.left, s.y, s.right-s.left)
			s.y += l.h
		}
		i += n
		if i < len(ls) {
			s.newPage()
		}
	}
}

// para is a paragraph over the full measure.
func (s *sheet) para(runs ...run) {
	s.lines(wrap(runs, s.right-s.left, 'L'))
	s.gap(1.2)
}

// heading waits for what it heads: it never ends a page.
func (s *sheet) heading(text string) {
	s.gap(5)
	first := true
	for _, l := range wrap(in(headSt, text), s.right-s.left, 'L') {
		if first {
			s.pending = append(s.pending, &mark{line: l, title: oneLine(text)})
			first = false
			continue
		}
		s.pending = append(s.pending, l)
	}
	s.pending = append(s.pending, blank(1.6))
}

// stay is a sentence that keeps to what follows it, as a heading does.
func (s *sheet) stay(runs ...run) {
	for _, l := range wrap(runs, s.right-s.left, 'L') {
		s.pending = append(s.pending, l)
	}
}

// subheading is a smaller one.
func (s *sheet) subheading(text string) {
	s.gap(3.4)
	for _, l := range wrap(in(strong, text), s.right-s.left, 'L') {
		s.pending = append(s.pending, l)
	}
	s.pending = append(s.pending, blank(0.8))
}

// mark is the first line of a heading; it also enters the outline.
type mark struct {
	*line
	title string
}

func (m *mark) draw(s *sheet, x, y, w float64) {
	s.pdf.SetFont("paper", "B", headSt.size)
	s.font = style{}
	s.pdf.Bookmark(m.title, 0, y)
	m.line.draw(s, x, y, w)
}

// blank is space.
type blank float64

func (b blank) height() float64                      { return float64(b) }
func (blank) draw(*sheet, float64, float64, float64) {}

// whole is pieces that stay together.
type whole []piece

func (ps whole) height() float64 {
	h := 0.0
	for _, p := range ps {
		h += p.height()
	}
	return h
}

func (ps whole) draw(s *sheet, x, y, w float64) {
	for _, p := range ps {
		p.draw(s, x, y, w)
		y += p.height()
	}
}

// text as pieces.
func pieces(ls []*line) whole {
	ps := make(whole, len(ls))
	for i, l := range ls {
		ps[i] = l
	}
	return ps
}

// centred is a paragraph in the middle of the sheet.
func (s *sheet) centred(text string, st style) { s.lines(wrap(in(st, text), s.right-s.left, 'C')) }
