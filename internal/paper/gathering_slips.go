package paper

import (
	"io"

	"ashar/internal/civic"
	"ashar/internal/i18n"
)

// GatheringSlipsData is a sheet of blank slips to hand out at the beginning.
type GatheringSlipsData struct {
	Sort                  civic.GatheringSort
	Municipality, Village civic.Text
	Date                  string
}

// GatheringSlips prints four slips on a sheet with lines to cut along: people
// write a suggestion or a question, without a name.
func GatheringSlips(w io.Writer, l i18n.Lang, d GatheringSlipsData) error {
	s := newSheet(l, meta{title: l.T("paper.gslip.title"), subject: day(l, civic.Day(d.Date)), bare: true, margin: 8})
	what := joined(", ", l.T("gathering.sort."+string(d.Sort)), l.T("paper.place.municipality", "name", d.Municipality.In(string(l))), d.Village.In(string(l)), day(l, civic.Day(d.Date)))
	s.cut(1, 4, 4, true, func(_ int, x, y, w, h float64) {
		x, w = x+14, w-28
		y += 6
		ps := pieces(wrap(in(small, what), w, 'L'))
		ps = append(ps, blank(1))
		ps = append(ps, pieces(wrap(in(headSt, s.t("paper.gslip.title")), w, 'L'))...)
		ps = append(ps, blank(1.5))
		ps.draw(s, x, y, w)
		y += ps.height()
		for _, text := range []string{s.t("proposal.sort.suggestion"), s.t("proposal.sort.question")} {
			checkbox{size: 4.4}.draw(s, x, y, 4.4)
			s.textIn(x+7, y, 50, text, body, 'L')
			x += 58
		}
		x -= 116
		y += 5
		for range 5 {
			full{7.6}.draw(s, x, y, w)
			y += 7.6
		}
		pieces(wrap(in(small, s.t("paper.gslip.how")), w, 'L')).draw(s, x, y+0.8, w)
	})
	return s.finish(w)
}
