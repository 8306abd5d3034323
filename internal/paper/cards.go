package paper

import (
	"io"
	"time"

	"ashar/internal/i18n"
)

// Card invites one person to sign in.
type Card struct {
	Name, Role string
	Place      string // municipality or village
	Link       string // opens the sign-in with the code, for the QR
	Code       string // typed by hand when there is no camera
	Until      time.Time
}

// Cards prints invitations, eight a sheet with lines to cut along. A card is a
// key: the sheet says so.
func Cards(w io.Writer, l i18n.Lang, at time.Time, cards []Card) error {
	s := newSheet(l, meta{title: l.T("paper.card.title"), at: at, bare: true, margin: 8})
	s.cut(2, 4, len(cards), false, func(i int, x, y, w, h float64) {
		s.card(cards[i], x+9, y+8, w-18, h-14)
	})
	return s.finish(w)
}

func (s *sheet) card(c Card, x, y, w, h float64) {
	const q = 29.0
	left := w - q - 4
	name := wrap(in(style{size: 13, bold: true}, c.Name), left, 'L')
	name = name[:min(len(name), 2)]
	ps := pieces(wrap(in(small, s.t("paper.card.title")), left, 'L'))
	ps = append(ps, pieces(name)...)
	for _, t := range []string{c.Role, c.Place} {
		ls := wrap(in(cellSt, t), left, 'L')
		ps = append(ps, pieces(ls[:min(len(ls), 2)])...)
	}
	ps.draw(s, x, y, left)
	code{c.Link, q}.draw(s, x+w-q, y+1, 0)
	foot := y + q + 3.5
	s.textIn(x, foot, w, s.t("paper.card.code"), small, 'L')
	s.textIn(x, foot+3.6, w, c.Code, style{size: 15, bold: true}, 'L')
	s.textIn(x, foot+11, w, c.Link, style{size: 7.2, color: ink2}, 'L')
	how := s.t("paper.card.how")
	if !c.Until.IsZero() {
		how = s.t("paper.card.until", "date", s.lang.Date(c.Until)) + " " + how
	}
	ls := wrap(in(small, how), w, 'L')
	pieces(ls[:min(len(ls), 3)]).draw(s, x, foot+15, w)
}
