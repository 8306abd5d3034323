package paper

import (
	"io"
	"time"

	"ashar/internal/i18n"
)

// SlipsData is a stack of slips: each lets one person take part by phone.
type SlipsData struct {
	Title          string // village and group
	WiFi, Password string // of the hall; WiFi "" where there is none
	Address        string // where a code is typed
	Later          string // where everybody sees what became of the session's words, as the slips' links do then; "" when no lasting address is known
	Code           string // of the session, to be typed there; "" where nothing is published of it
	Slips          []Slip
	At             time.Time
}

// Slip is one person's: Link is what its QR says, Code what is typed.
type Slip struct {
	Number     string
	Code, Link string
}

// Slips prints them, eight a sheet with lines to cut along.
func Slips(w io.Writer, l i18n.Lang, d SlipsData) error {
	s := newSheet(l, meta{title: l.T("paper.slip.title"), subject: d.Title, at: d.At, bare: true, margin: 8})
	s.cut(2, 4, len(d.Slips), false, func(i int, x, y, w, h float64) {
		s.slip(d, d.Slips[i], x+8, y+6, w-16, y+h-3)
	})
	return s.finish(w)
}

func (s *sheet) slip(d SlipsData, c Slip, x, y, w, end float64) {
	const q = 29.0
	left := w - q - 4
	ps := pieces(wrap(in(style{size: 13, bold: true}, s.t("paper.slip.number", "n", c.Number)), left, 'L')[:1])
	title := wrap(in(cellSt, d.Title), left, 'L')
	ps = append(ps, pieces(title[:min(len(title), 2)])...)
	if d.WiFi != "" {
		ps = append(ps, pieces(wrap(in(small, s.t("paper.slip.wifi")), left, 'L'))...)
		name := wrap(in(strong, d.WiFi), left, 'L')
		ps = append(ps, pieces(name[:min(len(name), 2)])...)
		if d.Password != "" {
			ps = append(ps, pieces(wrap(in(small, s.t("paper.slip.password")), left, 'L'))...)
			word := wrap(in(strong, d.Password), left, 'L')
			ps = append(ps, pieces(word[:min(len(word), 3)])...)
		}
	}
	ps.draw(s, x, y, left)
	code{c.Link, q}.draw(s, x+w-q, y+1, 0)
	foot := max(y+q+3, y+ps.height()+2)
	s.textIn(x, foot, w, d.Address, style{size: 9}, 'L')
	s.textIn(x, foot+4.2, w, c.Code, style{size: 14, bold: true}, 'L')
	ls := wrap(in(small, s.t("paper.slip.how")), w, 'L')
	how := pieces(ls[:min(len(ls), 3)])
	how.draw(s, x, foot+11, w)
	if d.Code == "" {
		return
	}
	// A second QR would be taken for the first: the same one leads there once the session is closed.
	foot += 11 + how.height() + 1.2
	words := s.t("paper.slip.later.code", "code", d.Code)
	if d.Later != "" {
		words = s.t("paper.slip.later", "address", d.Later, "code", d.Code)
	}
	for _, size := range []float64{8.4, 6.6} {
		later := pieces(wrap(in(style{size: size}, words), w, 'L'))
		if foot+0.8+later.height() <= end {
			s.rule(x, foot, x+w, 0.09, hair)
			later.draw(s, x, foot+0.8, w)
			return
		}
	}
}
