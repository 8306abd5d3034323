package paper

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// mm in a point.
const point = 25.4 / 72

type dye struct{ r, g, b int }

// The colours of paper, from the look's print.css.
var (
	black   = dye{0, 0, 0}
	ink2    = dye{0x33, 0x35, 0x2f}
	hair    = dye{0x9a, 0x97, 0x8b}
	edge    = dye{0x55, 0x53, 0x4b}
	shade   = dye{0xf0, 0xee, 0xe6}
	women   = dye{0xbd, 0x6a, 0x0b}
	men     = dye{0x2f, 0x4a, 0x8f}
	juniper = dye{0x15, 0x4a, 0x3c}
	white   = dye{255, 255, 255}
)

type style struct {
	size  float64 // points
	bold  bool
	color dye
}

var (
	body    = style{size: 9.8}
	strong  = style{size: 9.8, bold: true}
	quiet   = style{size: 9.8, color: ink2}
	cellSt  = style{size: 9}
	cellB   = style{size: 9, bold: true}
	cellQ   = style{size: 9, color: ink2}
	small   = style{size: 7.8, color: ink2}
	titleSt = style{size: 17, bold: true}
	headSt  = style{size: 12, bold: true}
)

func (st style) face() *face {
	if st.bold {
		return faces()[1]
	}
	return faces()[0]
}

// width of drawable text in mm.
func (st style) width(s string) float64 {
	return float64(st.face().measure(s)) * st.size * point / 1000
}

// lead is the height of a line in mm.
func (st style) lead() float64 { return st.size * point * 1.36 }

// run is text in one style; a paragraph is a row of runs.
type run struct {
	text string
	st   style
}

func in(st style, text string) []run { return []run{{text, st}} }

// part of a line, x from the line's start.
type part struct {
	text string
	st   style
	x, w float64
}

// line of wrapped text; a piece.
type line struct {
	parts []part
	w, h  float64
	align byte // 'L', 'R', 'C'
}

func (l *line) height() float64 { return l.h }

func (l *line) draw(s *sheet, x, y, w float64) {
	switch l.align {
	case 'R':
		x += w - l.w
	case 'C':
		x += (w - l.w) / 2
	}
	base := 0.0
	for _, p := range l.parts {
		base = max(base, p.st.size)
	}
	base = y + l.h*0.5 + base*point*0.36
	for _, p := range l.parts {
		s.text(x+p.x, base, p.text, p.st)
	}
}

// word is a stretch that is not broken unless it is longer than the line.
type word struct {
	parts   []part
	w       float64 // without the space after it
	space   float64 // the space after it
	newline bool    // the line ends after it
}

// words cuts runs at spaces, line ends and hyphens between letters.
func words(runs []run) []word {
	var out []word
	var cur word
	flush := func() {
		out = append(out, cur)
		cur = word{}
	}
	for _, r := range runs {
		text := drawable(r.text)
		f := r.st.face()
		unit := r.st.size * point / 1000
		from, n := 0, 0
		cut := func(to int) {
			if to > from {
				w := float64(n) * unit
				cur.parts = append(cur.parts, part{text: text[from:to], st: r.st, x: cur.w, w: w})
				cur.w += w
			}
			n = 0
		}
		var prev rune
		for i, c := range text {
			switch {
			case c == '\n':
				cut(i)
				cur.newline = true
				flush()
				from = i + 1
			case c == ' ' && !bound(prev, text[i+1:]):
				cut(i)
				cur.space = float64(f.width(' ')) * unit
				flush()
				from = i + 1
			default:
				n += f.width(c)
				next, _ := utf8.DecodeRuneInString(text[i+utf8.RuneLen(c):])
				if (c == '-' || c == '–' || c == '—' || c == '/') && unicode.IsLetter(prev) && unicode.IsLetter(next) {
					to := i + utf8.RuneLen(c)
					cut(to)
					flush()
					from = to
				}
			}
			prev = c
		}
		cut(len(text))
	}
	if len(cur.parts) > 0 {
		flush()
	}
	return out
}

// bound says that a space does not break: between a number and its unit, and
// before a dash.
func bound(prev rune, rest string) bool {
	next, _ := utf8.DecodeRuneInString(rest)
	return unicode.IsDigit(prev) && unicode.IsLetter(next) || next == '–' || next == '—'
}

// unbound cuts a word at the spaces that bind it, for a line too narrow to keep it whole.
func (w word) unbound() []word {
	var out []word
	var cur word
	for _, p := range w.parts {
		f, unit := p.st.face(), p.st.size*point/1000
		for i, piece := range strings.Split(p.text, " ") {
			if i > 0 {
				cur.space = float64(f.width(' ')) * unit
				out = append(out, cur)
				cur = word{}
			}
			if piece != "" {
				pw := p.st.width(piece)
				cur.parts = append(cur.parts, part{text: piece, st: p.st, x: cur.w, w: pw})
				cur.w += pw
			}
		}
	}
	cur.space, cur.newline = w.space, w.newline
	return append(out, cur)
}

// broken cuts a word that is wider than the line into words that are not.
func (w word) broken(width float64) []word {
	var out []word
	var cur word
	for _, p := range w.parts {
		f := p.st.face()
		unit := p.st.size * point / 1000
		from, n := 0, 0.0
		for i, c := range p.text {
			cw := float64(f.width(c)) * unit
			if cur.w+n+cw > width && (n > 0 || cur.w > 0) && cw > 0 {
				if i > from {
					cur.parts = append(cur.parts, part{text: p.text[from:i], st: p.st, x: cur.w, w: n})
					cur.w += n
				}
				out = append(out, cur)
				cur, from, n = word{}, i, 0
			}
			n += cw
		}
		if from < len(p.text) {
			cur.parts = append(cur.parts, part{text: p.text[from:], st: p.st, x: cur.w, w: n})
			cur.w += n
		}
	}
	cur.space, cur.newline = w.space, w.newline
	return append(out, cur)
}

// wrap lays runs into lines no wider than width mm. Text without any letter
// gives no line.
func wrap(runs []run, width float64, align byte) []*line {
	lead := 0.0
	for _, r := range runs {
		lead = max(lead, r.st.lead())
	}
	var lines []*line
	var cur *line
	gap := 0.0
	end := func() {
		if cur != nil {
			lines = append(lines, cur)
		}
		cur, gap = nil, 0
	}
	place := func(w word) {
		if len(w.parts) == 0 {
			if w.newline {
				end()
			}
			return
		}
		if cur != nil && cur.w+gap+w.w > width+0.01 {
			end()
		}
		if cur == nil {
			cur = &line{h: lead, align: align}
		}
		x := cur.w + gap
		for _, p := range w.parts {
			p.x += x
			// glue to what stands before when nothing but one space is between: fewer operators in the file
			if k := len(cur.parts) - 1; k >= 0 && cur.parts[k].st == p.st && p.x-cur.parts[k].x-cur.parts[k].w <= gap+0.001 {
				q := &cur.parts[k]
				if p.x-q.x-q.w > 0.01 {
					q.text += " "
				}
				q.text += p.text
				q.w = p.x + p.w - q.x
			} else {
				cur.parts = append(cur.parts, p)
			}
		}
		cur.w = x + w.w
		gap = w.space
		if w.newline {
			end()
		}
	}
	for _, w := range words(runs) {
		switch {
		case len(w.parts) == 0: // a space or line end by itself
			if cur != nil {
				gap = max(gap, w.space)
			}
			if w.newline {
				end()
			}
		case w.w > width:
			for _, u := range w.unbound() {
				for _, b := range u.broken(width) {
					place(b)
				}
			}
		default:
			place(w)
		}
	}
	end()
	return lines
}

// extent is the longest word and the longest line runs ask for, in mm.
func extent(runs []run) (word, full float64) {
	total := 0.0
	for _, w := range words(runs) {
		word = max(word, w.w)
		full = max(full, total+w.w)
		total += w.w + w.space
		if w.newline {
			total = 0
		}
	}
	return word, full
}

// quoted puts what a person said into guillemets.
func quoted(s string) string { return "«" + strings.TrimSpace(s) + "»" }
