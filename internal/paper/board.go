package paper

import (
	"io"
	"time"

	"ashar/internal/i18n"
)

// BoardData is the sheet for a village's notice board: what people asked for,
// what was decided, what is done, each with the code of its passport.
type BoardData struct {
	Title        string
	Place, Cycle string
	Rule         string // by which the list was made
	Address      string // of the cycle's page, for a camera
	Typed        string // where the letters of a code are typed
	Rest         string // says that there is more than Rows; "" all are here
	Rows         []BoardRow
	Large        bool // A3, else A4
	At           time.Time
}

// BoardRow is a need. Said and Done are sentences: the decision, the work.
type BoardRow struct {
	Place, Title string
	Said, Done   string
	Code, Link   string
}

// Board prints it, to be read from two steps.
func Board(w io.Writer, l i18n.Lang, d BoardData) error {
	k := 1.0
	if d.Large {
		k = 1.414
	}
	s := newSheet(l, meta{title: d.Title, at: d.At, bare: true, margin: 14 * k, a3: d.Large})
	width := s.right - s.left
	s.put(band{})
	s.gap(6 * k)
	s.put(beside{s, 34 * k, d.Address, k, append(
		pieces(wrap(in(style{size: 24 * k, bold: true}, d.Title), width-38*k, 'L')),
		pieces(wrap(in(style{size: 13 * k, color: ink2}, s.t("paper.place.municipality", "name", d.Place)+". "+d.Cycle), width-38*k, 'L'))...)})
	s.gap(3 * k)
	s.lines(wrap(in(style{size: 10.5 * k, color: ink2}, d.Rule+" "+s.t("board.how", "address", d.Typed)), width, 'L'))
	s.gap(4 * k)
	t := &table{cols: []column{{width: 12 * k, align: 'C'}, {}, {width: 26 * k, align: 'C'}}, nohead: true, middle: true, padY: 1.2 * k}
	for _, r := range d.Rows {
		words := cell{paras: [][]run{{{r.Title, style{size: 13.5 * k, bold: true}}}}}
		for _, more := range []string{r.Said, r.Done} {
			if more != "" {
				words.paras = append(words.paras, []run{{more, style{size: 10.5 * k}}})
			}
		}
		t.rows = append(t.rows, row{cells: []cell{
			cellOf(style{size: 20 * k, bold: true}, r.Place), words, tdPic(passportCode{r.Link, r.Code, 19 * k, k}, 19*k)}})
	}
	s.table(t)
	if d.Rest != "" {
		s.gap(4 * k)
		s.lines(wrap(in(style{size: 10.5 * k, color: ink2}, d.Rest), width, 'L'))
	}
	return s.finish(w)
}

// passportCode is a code for the camera with the letters to type below it.
type passportCode struct {
	link, words string
	size, k     float64
}

func (p passportCode) height() float64 { return p.size + 5*p.k }

func (p passportCode) draw(s *sheet, x, y, w float64) {
	code{p.link, p.size}.draw(s, x, y, 0)
	s.textIn(x-3*p.k, y+p.size+0.6*p.k, p.size+6*p.k, p.words, style{size: 9.5 * p.k, bold: true}, 'C')
}

// beside is a code for the camera at the right of words.
type beside struct {
	s     *sheet
	size  float64
	link  string
	k     float64
	words whole
}

func (b beside) height() float64 { return max(b.size, b.words.height()) }

func (b beside) draw(s *sheet, x, y, w float64) {
	b.words.draw(s, x, y, w-b.size-4*b.k)
	code{b.link, b.size}.draw(s, x+w-b.size, y, 0)
}
