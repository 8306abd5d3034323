package paper

import (
	"io"
	"strconv"
	"time"

	"ashar/internal/i18n"
)

// PosterData is the poster on the door of a hall.
type PosterData struct {
	Place   string      // municipality
	WiFi    *PosterWiFi // nil: no Wi-Fi is told
	Address string      // by which phones open Ashar; "" leaves the second part out
	At      time.Time
}

// PosterWiFi is how to get into the hall's network. Code is what a camera reads.
type PosterWiFi struct{ Name, Password, Code string }

// Poster prints it on A3, to be read from a few steps.
func Poster(w io.Writer, l i18n.Lang, d PosterData) error {
	s := newSheet(l, meta{title: l.T("poster.title"), at: d.At, bare: true, margin: 22, a3: true})
	width := s.right - s.left
	s.put(band{})
	s.gap(12)
	for _, line := range wrap(in(style{size: 50, bold: true}, s.t("poster.call")), width, 'C') {
		s.put(line)
	}
	s.gap(5)
	place := wrap(in(style{size: 24, color: ink2}, s.t("paper.place.municipality", "name", d.Place)), width, 'C')
	for _, line := range place[:min(len(place), 2)] {
		s.put(line)
	}
	n := 0
	if d.WiFi != nil {
		n++
		password := d.WiFi.Password
		if password == "" {
			password = s.t("poster.open")
		}
		s.gap(14)
		s.put(step{s, n, d.WiFi.Code, s.t("poster.wifi"), [][2]string{{s.t("poster.name"), d.WiFi.Name}, {s.t("poster.password"), password}}})
	}
	if d.Address != "" {
		s.gap(14)
		s.put(step{s, n + 1, d.Address, s.t("poster.address"), [][2]string{{"", d.Address}}})
	}
	foot := pieces(wrap(in(style{size: 19, color: ink2}, s.t("poster.foot")), width, 'C'))
	foot.draw(s, s.left, s.bottom-foot.height(), width)
	return s.finish(w)
}

// step is a code for the camera and the same in words, side by side.
type step struct {
	s     *sheet
	n     int
	code  string
	title string
	said  [][2]string // what it is called, what to type
}

const posterCode = 104.0

func (p step) words() whole {
	w := p.s.right - p.s.left - posterCode - 14
	ps := pieces(wrap(in(style{size: 31, bold: true}, strconv.Itoa(p.n)+". "+p.title), w, 'L'))
	for _, said := range p.said {
		ps = append(ps, blank(5))
		if said[0] != "" {
			ps = append(ps, pieces(wrap(in(style{size: 20, color: ink2}, said[0]), w, 'L'))...)
		}
		st := style{size: 40, bold: true}
		for st.size > 24 && st.width(oneLine(said[1])) > w { // a long name in smaller letters before it is broken
			st.size--
		}
		ls := wrap(in(st, said[1]), w, 'L')
		ps = append(ps, pieces(ls[:min(len(ls), 5)])...)
	}
	return ps
}

func (p step) height() float64 { return max(posterCode, p.words().height()) }

func (p step) draw(s *sheet, x, y, w float64) {
	code{p.code, posterCode}.draw(s, x, y, 0)
	words := p.words()
	words.draw(s, x+posterCode+14, y+max(0, (posterCode-words.height())/2), w-posterCode-14)
}
