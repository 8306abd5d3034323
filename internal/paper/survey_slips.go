package paper

import (
	"io"
	"time"

	"ashar/internal/i18n"
)

// SurveySlipsData is a stack of slips: each lets one person answer a survey once.
type SurveySlipsData struct {
	Title   string // of the survey
	Village string // "" of any
	Address string // where the survey is answered
	Slips   []Slip
	At      time.Time
}

// SurveySlips prints them, eight a sheet with lines to cut along.
func SurveySlips(w io.Writer, l i18n.Lang, d SurveySlipsData) error {
	s := newSheet(l, meta{title: l.T("survey_slip.title"), subject: d.Title, at: d.At, bare: true, margin: 8})
	s.cut(2, 4, len(d.Slips), false, func(i int, x, y, w, h float64) {
		s.surveySlip(d, d.Slips[i], x+8, y+6, w-16)
	})
	return s.finish(w)
}

func (s *sheet) surveySlip(d SurveySlipsData, c Slip, x, y, w float64) {
	const q = 31.0
	left := w - q - 4
	title := wrap(in(strong, d.Title), left, 'L')
	ps := pieces(title[:min(len(title), 5)])
	ps = append(ps, blank(1))
	ps = append(ps, pieces(wrap(in(small, joined(" · ", s.t("paper.slip.number", "n", c.Number), d.Village)), left, 'L'))...)
	ps.draw(s, x, y, left)
	code{c.Link, q}.draw(s, x+w-q, y, 0)
	foot := max(y+q+3, y+ps.height()+2)
	s.textIn(x, foot, w, d.Address, style{size: 9}, 'L')
	s.textIn(x, foot+4.2, w, c.Code, style{size: 14, bold: true}, 'L')
	how := wrap(in(small, s.t("survey_slip.how")), w, 'L')
	pieces(how[:min(len(how), 4)]).draw(s, x, foot+11, w)
}

// SurveyPosterData leads passers-by to a survey.
type SurveyPosterData struct {
	Titles  map[i18n.Lang]string // what there is of it
	Place   map[i18n.Lang]string // municipality
	Address string
	At      time.Time
}

// SurveyPoster prints it on A4 in all languages, to be read from a few steps.
func SurveyPoster(w io.Writer, d SurveyPosterData) error {
	s := newSheet(i18n.KY, meta{title: d.Titles[i18n.KY], at: d.At, bare: true, margin: 16})
	width := s.right - s.left
	s.put(band{})
	s.gap(5)
	for i, l := range i18n.Langs {
		title := d.Titles[l]
		if title == "" {
			continue
		}
		big := style{size: 27, bold: true}
		if i > 0 {
			big = style{size: 17, bold: true, color: ink2}
		}
		for big.size > 13 && len(wrap(in(big, title), width, 'C')) > 3 {
			big.size--
		}
		for _, line := range wrap(in(big, title), width, 'C') {
			s.put(line)
		}
		s.gap(2.5)
	}
	s.gap(7)
	for i, l := range i18n.Langs {
		st := style{size: 15}
		if i > 0 {
			st = style{size: 12.5, color: ink2}
		}
		for _, line := range wrap(in(st, l.T("survey_poster.call")), width, 'C') {
			s.put(line)
		}
		s.gap(1)
	}
	foot := wrap(in(style{size: 22, bold: true}, d.Address), width, 'C')
	var end whole
	end = append(end, pieces(foot)...)
	end = append(end, blank(4))
	for _, l := range i18n.Langs {
		end = append(end, pieces(wrap(in(style{size: 11, color: ink2}, joined(" · ", l.T("survey_poster.foot"), l.T("paper.place.municipality", "name", d.Place[l]))), width, 'C'))...)
	}
	top := s.bottom - end.height()
	end.draw(s, s.left, top, width)
	size := min(120, top-s.y-16)
	code{d.Address, size}.draw(s, s.left+(width-size)/2, s.y+(top-s.y-size)/2, 0)
	return s.finish(w)
}
