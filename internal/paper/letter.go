package paper

import (
	"io"
	"strings"
	"time"

	"ashar/internal/i18n"
)

// LetterData is a letter of the aiyl okmotu to another authority, in the language of the paper.
type LetterData struct {
	Oblast, Raion, Municipality string
	Number                      string
	Date                        time.Time // sent; zero of a draft
	Addressee                   string
	Need, Code, Cycle           string
	Text                        string
	SignedBy                    string
	Draft, Reminds              bool
	At                          time.Time
}

var (
	letterSt  = style{size: 11}
	letterB   = style{size: 11, bold: true}
	officeSt  = style{size: 14, bold: true}
	letterGap = 2.2
)

// Letter prints a letter: who writes, number and date, to whom, about what, the words, a place to sign.
func Letter(w io.Writer, l i18n.Lang, d LetterData) error {
	m := meta{title: l.T("paper.letter.title"), subject: joined(", ", d.Addressee, d.Need), at: d.At,
		id: joined(" · ", l.T("paper.letter.title"), "№ "+orDash(d.Number), d.Code)}
	m.running = joined(" · ", m.title, d.Need)
	if d.Draft {
		m.stamp = l.T("paper.stamp.draft")
	}
	s := newSheet(l, m)
	s.centred(s.t("paper.letter.republic"), letterSt)
	s.centred(place(l, d.Oblast, d.Raion, ""), letterSt)
	s.centred(s.t("paper.letter.office", "name", d.Municipality), officeSt)
	s.gap(2)
	s.put(ruled{})
	s.gap(5)
	s.put(&letterHead{s.letterSide(l, d), pieces(wrap(in(letterB, orLine(d.Addressee)), 82, 'L'))})
	s.gap(9)
	s.stay(run{s.letterSubject(d), letterB})
	s.gap(4)
	for _, p := range strings.Split(d.Text, "\n") {
		if p = strings.TrimSpace(p); p != "" {
			s.lines(wrap(in(letterSt, p), s.right-s.left, 'L'))
			s.gap(letterGap)
		}
	}
	s.gap(10)
	s.signatures([]signature{{role: s.t("paper.letter.signed"), name: d.SignedBy}})
	s.gap(6)
	s.para(run{s.t("paper.letter.about", "need", d.Need, "cycle", d.Cycle, "code", d.Code), small})
	if l == i18n.RU {
		s.para(run{s.t("paper.letter.translation"), small})
	}
	return s.finish(w)
}

func (s *sheet) letterSubject(d LetterData) string {
	if d.Reminds {
		return s.t("paper.letter.reminder", "need", d.Need)
	}
	return s.t("paper.letter.subject", "need", d.Need)
}

// letterSide is number and date, with room to write them.
func (s *sheet) letterSide(l i18n.Lang, d LetterData) whole {
	number, date := d.Number, day(l, d.Date)
	if number == "" {
		number = "____________"
	}
	if date == "" {
		date = s.t("paper.approval.date")
	}
	return append(pieces(wrap(in(letterSt, "№ "+number), 70, 'L')), pieces(wrap(in(letterSt, date), 70, 'L'))...)
}

// letterHead is number and date at the left, the addressee at the right.
type letterHead struct{ left, right whole }

func (h *letterHead) height() float64 { return max(h.left.height(), h.right.height()) }

func (h *letterHead) draw(s *sheet, x, y, w float64) {
	h.left.draw(s, x, y, 70)
	h.right.draw(s, x+w-82, y, 82)
}
