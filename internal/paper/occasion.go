package paper

import (
	"time"

	"ashar/internal/i18n"
)

// Occasion is the session a form belongs to, names already in the language of
// the paper. What is empty becomes a line to write on.
type Occasion struct {
	Oblast, Raion, Municipality string // without the words облус, район, айыл аймагы
	Village, Venue, Audience    string
	Cycle                       string
	Year                        int
	Number                      string // of the session
	Date, Start, End            time.Time
	Moderator, Recorder         string
	URL, Code                   string    // page of the session and its short code
	At                          time.Time // when the form was made; kept in the file
}

// form opens a sheet for an occasion.
func form(l i18n.Lang, title string, o Occasion, wide bool) *sheet {
	id := title
	if o.Number != "" {
		id = joined(" · ", title, "№ "+o.Number)
	}
	return newSheet(l, meta{
		title: title, at: o.At, wide: wide,
		subject: joined(", ", o.Municipality, o.Village, o.Audience, day(l, o.Date)),
		id:      joined(" · ", id, o.Code),
		running: joined(" · ", title, o.Village, o.Audience, day(l, o.Date)),
	})
}

// formHead is the masthead and the fields every form begins with.
func (s *sheet) formHead(o Occasion, cols int, more ...[2]string) {
	s.masthead(joined(", ", o.Cycle, year(s.lang, o.Year)), s.meta.title, place(s.lang, o.Oblast, o.Raion, o.Municipality), o.URL, o.Code)
	kv := [][2]string{
		{s.t("paper.field.number"), o.Number},
		{s.t("paper.field.date"), day(s.lang, o.Date)},
		{s.t("paper.field.time"), span(s.lang, o.Start, o.End)},
		{s.t("paper.field.village"), joined(", ", o.Village, o.Venue)},
		{s.t("paper.field.audience"), o.Audience},
		{s.t("paper.field.moderator"), o.Moderator},
		{s.t("paper.field.recorder"), o.Recorder},
	}
	if o.Oblast+o.Raion+o.Municipality == "" {
		kv = append([][2]string{{s.t("paper.field.municipality"), ""}}, kv...)
	}
	s.fields(cols, append(kv, more...)...)
}

// fields is pairs whose empty values are lines to write on.
func (s *sheet) fields(cols int, kv ...[2]string) {
	total := s.right - s.left
	each := total / float64(cols)
	name := 0.0
	for _, p := range kv {
		name = max(name, quiet.width(oneLine(p[0])))
	}
	name = min(name+3, each*0.5)
	var rows whole
	for i := 0; i < len(kv); i += cols {
		row := &pairRow{name: name, each: each}
		for _, p := range kv[i:min(i+cols, len(kv))] {
			l := pieces(wrap(in(quiet, p[0]), name-2, 'L'))
			r := pieces(wrap(in(body, p[1]), each-name-4, 'L'))
			if len(r) == 0 {
				r = whole{writing{6.4, 0}}
			}
			if len(r) > 6 {
				r = r[:6]
			}
			row.names, row.values = append(row.names, l), append(row.values, r)
			row.h = max(row.h, l.height()+0.9, r.height()+0.9)
		}
		rows = append(rows, row)
	}
	if rows.height() < 80 {
		s.put(rows)
	} else {
		for _, r := range rows {
			s.put(r)
		}
	}
	s.gap(2)
}

// writing is a line to write on; after is kept free at its end.
type writing struct{ h, after float64 }

func (l writing) height() float64 { return l.h }

func (l writing) draw(s *sheet, x, y, w float64) {
	s.rule(x, y+l.h-1.1, x+w-4-l.after, 0.12, edge)
}

// ruling is n lines to write on over the full measure.
func (s *sheet) ruling(n int) {
	var ls whole
	for range n {
		ls = append(ls, full{7.5})
	}
	s.put(ls)
	s.gap(1)
}

type full struct{ h float64 }

func (l full) height() float64 { return l.h }

func (l full) draw(s *sheet, x, y, w float64) { s.rule(x, y+l.h-0.4, x+w, 0.12, edge) }

// pairs are names and values, some a line, as at the head of a paper.
func (s *sheet) pairs(cols int, kv ...[2]string) {
	total := s.right - s.left
	var name float64
	for _, p := range kv {
		name = max(name, quiet.width(oneLine(p[0])))
	}
	name = min(name+3, total/float64(cols)*0.45)
	each := total / float64(cols)
	for i := 0; i < len(kv); i += cols {
		var left, right []whole
		h := 0.0
		for _, p := range kv[i:min(i+cols, len(kv))] {
			l, r := pieces(wrap(in(quiet, p[0]), name-2, 'L')), pieces(wrap(in(body, p[1]), each-name-4, 'L'))
			left, right = append(left, l), append(right, r)
			h = max(h, l.height(), r.height())
		}
		if h > 40 { // a whole story in a field: let it run over the pages
			for _, p := range kv[i:min(i+cols, len(kv))] {
				s.lines(wrap(in(quiet, p[0]), total, 'L'))
				s.lines(wrap(in(body, p[1]), total, 'L'))
			}
			continue
		}
		s.put(&pairRow{left, right, name, each, h + 0.9})
	}
	s.gap(2)
}

type pairRow struct {
	names, values []whole
	name, each, h float64
}

func (p *pairRow) height() float64 { return p.h }

func (p *pairRow) draw(s *sheet, x, y, w float64) {
	for i := range p.names {
		p.names[i].draw(s, x, y, p.name)
		p.values[i].draw(s, x+p.name, y, p.each-p.name)
		x += p.each
	}
}
