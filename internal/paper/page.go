// Package paper prints: minutes, schedules, checklists, attendance lists,
// blank forms, ballots and cards, as PDF. Every function takes plain data and
// a language and writes the same bytes for the same content, so that a printed
// check value can be compared. It is the only importer of fpdf.
package paper

import (
	"bytes"
	"io"
	"strings"
	"time"

	"ashar/internal/i18n"

	"github.com/go-pdf/fpdf"
)

// meta is what a document says about itself.
type meta struct {
	title, subject string
	at             time.Time // its own time; never now
	id             string    // short id in the foot
	check          string    // check value in the foot
	stamp          string    // ДОЛБООР and the like, across every page
	wide           bool      // landscape
	running        string    // head of the pages after the first; title when empty
	bare           bool      // no head and foot: ballots, cards
	margin         float64   // of bare sheets
	a3             bool      // twice the size: posters
}

// sheet is a document being laid out: a cursor that goes down pages.
type sheet struct {
	pdf                      *fpdf.Fpdf
	lang                     i18n.Lang
	meta                     meta
	left, right, top, bottom float64 // edges of the text, mm from the page's corner
	w, h                     float64 // of the page
	y                        float64
	space                    float64 // owed above the next piece unless it opens a page
	pending                  []piece // headings waiting for what they head
	fresh                    bool    // nothing stands on this page yet
	font                     style
	images                   int
}

// piece is something of known height that is not divided.
type piece interface {
	height() float64
	draw(s *sheet, x, y, w float64)
}

func newSheet(l i18n.Lang, m meta) *sheet {
	for _, field := range []*string{&m.subject, &m.id, &m.check, &m.running} {
		*field = short(oneLine(*field), 300)
	}
	if _, ok := i18n.Parse(string(l)); !ok {
		l = i18n.KY
	}
	orientation := "P"
	s := &sheet{lang: l, meta: m, w: 210, h: 297, left: 24, top: 17}
	s.right, s.bottom = s.w-16, s.h-19
	if m.wide {
		orientation = "L"
		s.w, s.h = 297, 210
		s.right, s.bottom = s.w-13, s.h-16
		s.top = 14
	}
	size := "A4"
	if m.a3 {
		size, s.w, s.h = "A3", 297, 420
	}
	if m.bare {
		s.left, s.top, s.right, s.bottom = m.margin, m.margin, s.w-m.margin, s.h-m.margin
	}
	p := fpdf.New(orientation, "mm", size, "")
	s.pdf = p
	p.SetCatalogSort(true)
	p.SetCompression(true)
	at := m.at
	if at.IsZero() {
		at = time.Unix(0, 0)
	}
	p.SetCreationDate(at.UTC())
	p.SetModificationDate(at.UTC())
	p.SetTitle(short(oneLine(m.title), 300), true)
	p.SetSubject(m.subject, true)
	p.SetAuthor("Ashar", true)
	p.SetCreator("Ashar", true)
	p.SetProducer("Ashar", true)
	p.SetLang(string(l))
	p.SetMargins(0, 0, 0)
	p.SetAutoPageBreak(false, 0)
	for i, f := range faces() {
		// fpdf writes into the bytes it is given while it cuts the font: each document gets its own copy.
		p.AddUTF8FontFromBytes("paper", []string{"", "B"}[i], bytes.Clone(f.ttf))
	}
	s.newPage()
	return s
}

// short is at most n runes of s.
func short(s string, n int) string {
	for i := range s {
		if n--; n < 0 {
			return s[:i] + "…"
		}
	}
	return s
}

func oneLine(s string) string {
	return strings.TrimSpace(strings.ReplaceAll(drawable(s), "\n", " "))
}

func (s *sheet) t(key string, args ...any) string { return s.lang.T(key, args...) }

func (s *sheet) newPage() {
	s.pdf.AddPage()
	s.font = style{}
	s.y, s.space, s.fresh = s.top, 0, true
	if s.meta.stamp != "" {
		s.watermark(s.meta.stamp)
	}
	if s.pdf.PageNo() > 1 && !s.meta.bare {
		running := s.meta.running
		if running == "" {
			running = short(s.meta.title, 300)
		}
		s.textIn(s.left, s.y, s.right-s.left, running, small, 'L')
		s.y += 5
		s.rule(s.left, s.y, s.right, 0.09, hair)
		s.y += 4
	}
}

// watermark writes a word across the page, light enough to read over.
func (s *sheet) watermark(word string) {
	st := style{size: 84, bold: true, color: dye{0xec, 0xea, 0xe4}}
	word = oneLine(word)
	if w := st.width(word); w > 0 {
		st.size = min(st.size, st.size*0.82*s.h/w)
	}
	s.pdf.TransformBegin()
	angle := 52.0
	if s.meta.wide {
		angle = 33
	}
	s.pdf.TransformRotate(angle, s.w/2, s.h/2)
	s.text(s.w/2-st.width(word)/2, s.h/2+st.size*point*0.36, word, st)
	s.pdf.TransformEnd()
	s.font = style{}
}

// finish writes the feet, now that the number of pages is known, and the file.
func (s *sheet) finish(w io.Writer) error {
	s.flush()
	if !s.meta.bare {
		n := s.pdf.PageCount()
		for i := 1; i <= n; i++ {
			s.pdf.SetPage(i)
			s.font = style{}
			s.foot(i, n)
		}
	}
	var b bytes.Buffer
	if err := s.pdf.Output(&b); err != nil {
		return err
	}
	_, err := w.Write(b.Bytes())
	return err
}

func (s *sheet) foot(i, n int) {
	y := s.bottom + 4
	s.rule(s.left, y, s.right, 0.09, hair)
	y += 1.2
	left := s.t("app.name")
	if s.meta.id != "" {
		left += " · " + s.meta.id
	}
	third := (s.right - s.left) / 3
	room := third
	if s.meta.check == "" {
		room *= 2
	}
	s.textIn(s.left, y, room, left, small, 'L')
	if s.meta.check != "" {
		s.textIn(s.left+third, y, third, s.meta.check, small, 'C')
	}
	s.textIn(s.right-third, y, third, s.t("paper.page", "page", i, "pages", n), small, 'R')
}

// text draws drawable text with its baseline at y.
func (s *sheet) text(x, y float64, txt string, st style) {
	if txt == "" {
		return
	}
	if s.font.size != st.size || s.font.bold != st.bold {
		b := ""
		if st.bold {
			b = "B"
		}
		s.pdf.SetFont("paper", b, st.size)
	}
	if s.font != st {
		s.pdf.SetTextColor(st.color.r, st.color.g, st.color.b)
		s.font = st
	}
	s.pdf.Text(x, y, txt)
}

// textIn draws one line in a field, cut with … when it is too long.
func (s *sheet) textIn(x, y, w float64, txt string, st style, align byte) {
	txt = oneLine(txt)
	if st.width(txt) > w {
		room, f := w-st.width("…"), st.face()
		for i, r := range txt {
			if room -= float64(f.width(r)) * st.size * point / 1000; room < 0 {
				txt = strings.TrimSpace(txt[:i]) + "…"
				break
			}
		}
	}
	l := line{parts: []part{{text: txt, st: st}}, w: st.width(txt), h: st.lead(), align: align}
	l.draw(s, x, y, w)
}

// rule is a horizontal line.
func (s *sheet) rule(x1, y, x2, width float64, c dye) {
	s.stroke(width, c)
	s.pdf.Line(x1, y, x2, y)
}

func (s *sheet) stroke(width float64, c dye) {
	s.pdf.SetLineWidth(width)
	s.pdf.SetDrawColor(c.r, c.g, c.b)
}

func (s *sheet) fill(c dye) { s.pdf.SetFillColor(c.r, c.g, c.b) }
