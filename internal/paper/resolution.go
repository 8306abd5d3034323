package paper

import (
	"io"
	"strconv"
	"time"

	"ashar/internal/civic"
	"ashar/internal/i18n"
)

// ResolutionData is a resolution of a council with its annex.
type ResolutionData struct {
	civic.Resolution
	Place civic.Place
}

// resolution being printed.
type resolution struct {
	*sheet
	d ResolutionData
}

// Resolution prints the токтом of an aiyl kenesh in the form councils use
// (domain §3.7), its annex on pages of its own. What is missing in l is printed
// in Kyrgyz, which is the original.
func Resolution(w io.Writer, l i18n.Lang, d ResolutionData) error {
	name := l.T("paper.resolution.name", "number", orLine(d.Number))
	m := meta{title: name, subject: joined(", ", d.Place.Name.In(string(l)), day(l, civic.Day(d.Date))), at: d.at(), id: joined(" · ", name, day(l, civic.Day(d.Date)))}
	m.running = joined(" · ", name, m.subject)
	if d.Status != civic.ResolutionAdopted {
		m.stamp = l.T("paper.stamp.draft")
	}
	r := &resolution{newSheet(l, m), d}
	r.head()
	r.text()
	r.votes()
	r.signature()
	if !d.Annex.Empty() {
		r.flush()
		r.newPage()
		r.annex()
	}
	return r.finish(w)
}

// at is the time of its adoption, else of the draft.
func (d ResolutionData) at() time.Time {
	if d.AdoptedAt.IsZero() {
		return d.MadeAt
	}
	return d.AdoptedAt
}

var (
	resolutionSt = style{size: 11}
	resolutionB  = style{size: 11, bold: true}
	wordSt       = style{size: 17, bold: true}
)

// head says whose resolution it is, its date, number and seat, and its title.
func (r *resolution) head() {
	name := r.tx(r.d.Place.Name)
	r.centred(place(r.lang, r.tx(r.d.Place.Oblast), r.tx(r.d.Place.Raion), ""), quiet)
	r.gap(4)
	key := "paper.resolution.regular"
	if !r.d.Regular {
		key = "paper.resolution.extraordinary"
	}
	of := r.t(key, "place", name, "convocation", orLine(r.d.Convocation), "session", orLine(r.d.SessionNo))
	if r.lang == i18n.KY { // the word stands last, as the language has it
		r.centred(of, resolutionB)
		r.gap(1.5)
		r.centred(r.t("paper.resolution.word"), wordSt)
	} else {
		r.centred(r.t("paper.resolution.word"), wordSt)
		r.gap(1.5)
		r.centred(of, resolutionB)
	}
	r.gap(6)
	r.put(&threes{orLine(day(r.lang, civic.Day(r.d.Date))), "№ " + orLine(r.d.Number), r.seat()})
	r.gap(7)
	r.centred(r.tx(r.d.Title), resolutionB)
	r.gap(5)
}

// seat is the village the council sat in.
func (r *resolution) seat() string {
	if r.d.Seat == "" {
		return orLine("")
	}
	return r.t("paper.resolution.seat", "village", r.d.Seat)
}

// threes is a line with something at the left, in the middle and at the right.
type threes [3]string

func (threes) height() float64 { return resolutionSt.lead() }

func (l *threes) draw(s *sheet, x, y, w float64) {
	for i, align := range []byte{'L', 'C', 'R'} {
		s.textIn(x+float64(i)*w/3, y, w/3, l[i], resolutionSt, align)
	}
}

// text is the preamble, ТОКТОМ КЫЛАТ, and the numbered points.
func (r *resolution) text() {
	if preamble := r.tx(r.d.Preamble); preamble != "" {
		r.lines(wrap(in(resolutionSt, preamble), r.right-r.left, 'L'))
		r.gap(4)
	}
	for _, l := range wrap(in(resolutionB, r.t("paper.resolution.resolves")), r.right-r.left, 'C') {
		r.pending = append(r.pending, l)
	}
	r.pending = append(r.pending, blank(3))
	points := r.d.Numbered(string(r.lang))
	for i, point := range points {
		runs := []run{{strconv.Itoa(i+1) + ". ", resolutionB}, {point, resolutionSt}}
		if i == len(points)-1 { // a signature never stands alone on a page
			r.stay(runs...)
			break
		}
		r.lines(wrap(runs, r.right-r.left, 'L'))
		r.gap(2)
	}
}

// votes are how many deputies there are, were there and how they voted; lines to write on while it is a draft.
func (r *resolution) votes() {
	n := func(v int) string {
		if r.d.Status != civic.ResolutionAdopted {
			return orLine("")
		}
		return strconv.Itoa(v)
	}
	v := r.d.Votes
	r.gap(4)
	r.stay(run{r.t("paper.resolution.votes", "elected", n(v.Elected), "present", n(v.Present), "for", n(v.For), "against", n(v.Against), "abstained", n(v.Abstained)), body})
}

// signature is the chair's, with the place of the seal.
func (r *resolution) signature() {
	key := "paper.resolution.chairman"
	if r.d.ChairWoman {
		key = "paper.resolution.chairwoman"
	}
	r.gap(10)
	sign := &chairSign{post: r.t(key), name: orLine(r.d.Chair), seal: r.t("paper.approval.seal"), sign: r.t("paper.approval.signature")}
	if r.lang != i18n.KY {
		sign.original = r.t("paper.resolution.original")
	}
	r.put(sign)
}

// chairSign is the post, a line to sign on, the name, where the seal goes, and
// under a translation which text is the original.
type chairSign struct{ post, name, seal, sign, original string }

func (*chairSign) height() float64 { return 22 }

func (c *chairSign) draw(s *sheet, x, y, w float64) {
	third := w / 3
	base := y + 8
	s.textIn(x, base-resolutionB.lead()+1, third, c.post, resolutionB, 'L')
	s.rule(x+third, base+0.6, x+2*third-4, 0.18, black)
	s.textIn(x+third, base+1.2, third-4, c.sign, small, 'C')
	s.textIn(x+2*third, base-resolutionB.lead()+1, third, c.name, resolutionB, 'L')
	s.textIn(x, base+8, third, c.seal, small, 'L')
	s.textIn(x+third, base+8, 2*third, c.original, small, 'R')
}
