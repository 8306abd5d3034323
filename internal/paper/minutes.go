package paper

import (
	"io"
	"strconv"
	"strings"
	"time"

	"ashar/internal/civic"
	"ashar/internal/i18n"
)

// Minutes prints the protocol of a focus group (фокус-топтун протоколу). The
// sections carry the same numbers as on the blank form (BlankMinutes); one
// with nothing in it says so. Names missing in l are printed in Kyrgyz.
func Minutes(w io.Writer, l i18n.Lang, d civic.Minutes) error {
	p := &minutes{d: d}
	m := meta{
		title:   l.T("paper.minutes.title", "number", orLine(d.Number)),
		subject: joined(", ", d.Village.In(string(l)), d.Audience.In(string(l)), day(l, d.Date)),
		at:      d.At,
		id:      joined(" · ", l.T("paper.minutes.id", "number", orLine(d.Number)), l.T("paper.version", "version", max(d.Version, 1)), d.Code),
		check:   checkValue(d.Head),
	}
	m.running = joined(" · ", m.title, m.subject)
	switch {
	case d.Practice:
		m.stamp = l.T("paper.stamp.practice")
	case d.State == civic.MinutesDraft:
		m.stamp = l.T("paper.stamp.draft")
	}
	p.sheet = newSheet(l, m)
	p.head()
	p.participants()
	p.agenda()
	p.ranking()
	p.problems()
	p.changes()
	p.questions()
	p.volunteers()
	p.said(8, l.T("paper.minutes.opinions"), d.Opinions)
	p.incidents()
	p.checklist()
	p.corrections()
	p.attachments()
	p.confirmation()
	p.photos()
	return p.finish(w)
}

// minutes being printed.
type minutes struct {
	*sheet
	d civic.Minutes
}

func (s *sheet) tx(t civic.Text) string { return t.In(string(s.lang)) }

// day is a date in words, empty when there is none.
func day(l i18n.Lang, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return l.Date(t)
}

// span is "11:00–13:02", with a dash for an end that is not recorded.
func span(l i18n.Lang, from, to time.Time) string {
	switch {
	case from.IsZero() && to.IsZero():
		return ""
	case to.IsZero():
		return l.Clock(from) + "–"
	case from.IsZero():
		return "–" + l.Clock(to)
	}
	return l.Clock(from) + "–" + l.Clock(to)
}

// joined puts together what is not empty.
func joined(sep string, parts ...string) string {
	var kept []string
	for _, p := range parts {
		if strings.TrimSpace(p) != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, sep)
}

// checkValue is the first sixteen signs of a hash in fours, to be read aloud.
func checkValue(head string) string {
	head = strings.ToLower(strings.TrimSpace(head))
	if len(head) > 16 {
		head = head[:16]
	}
	var b strings.Builder
	for i, c := range head {
		if i > 0 && i%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(c)
	}
	return b.String()
}

func orLine(s string) string {
	if strings.TrimSpace(s) == "" {
		return "____"
	}
	return s
}

func orDash(s string) string {
	if strings.TrimSpace(s) == "" {
		return "–"
	}
	return s
}

// place is "Чүй облусу, Жайыл району, Ак-Башат айыл аймагы" as far as known.
func place(l i18n.Lang, oblast, raion, municipality string) string {
	var parts []string
	if oblast != "" {
		parts = append(parts, l.T("paper.place.oblast", "name", oblast))
	}
	if raion != "" {
		parts = append(parts, l.T("paper.place.raion", "name", raion))
	}
	if municipality != "" {
		parts = append(parts, l.T("paper.place.municipality", "name", municipality))
	}
	return strings.Join(parts, ", ")
}

// masthead is the top of a paper: what it belongs to, its name, its place, what
// to know of it, and the QR code at the right with the short code under it.
func (s *sheet) masthead(above, title, below, link, short string, notes ...string) {
	w := s.right - s.left
	const q = 23.0
	if link != "" {
		w -= q + 7
	}
	var ps whole
	if above != "" {
		ps = append(ps, pieces(wrap(in(body, above), w, 'L'))...)
	}
	ps = append(ps, pieces(wrap(in(titleSt, title), w, 'L'))...)
	if below != "" {
		ps = append(ps, pieces(wrap(in(body, below), w, 'L'))...)
	}
	for _, note := range notes {
		ps = append(ps, blank(1.5))
		ps = append(ps, pieces(wrap(in(cellSt, note), w, 'L'))...)
	}
	h := ps.height()
	if link != "" {
		h = max(h, q+6.5)
	}
	if h > 90 { // no name of a paper is that long: let it run
		for _, p := range ps {
			s.put(p)
		}
		return
	}
	s.put(&mast{ps, h, w, q, link, short})
	s.gap(3.5)
}

type mast struct {
	ps          whole
	h, w, q     float64
	link, short string
}

func (m *mast) height() float64 { return m.h }

func (m *mast) draw(s *sheet, x, y, w float64) {
	m.ps.draw(s, x, y, m.w)
	if m.link != "" {
		code{m.link, m.q}.draw(s, x+w-m.q, y+0.5, 0)
		s.textIn(x+w-m.q-4, y+m.q+3, m.q+8, m.short, small, 'C')
	}
}

func (p *minutes) head() {
	d := p.d
	p.put(band{})
	p.masthead(
		joined(", ", p.tx(d.Cycle), year(p.lang, d.Year)),
		p.meta.title,
		place(p.lang, p.tx(d.Oblast), p.tx(d.Raion), p.tx(d.Municipality)),
		d.URL, d.Code, p.later()...)
	if marks := p.marks(); marks != "" {
		p.para(run{marks, strong})
	}
	p.gap(1.5)
	p.pairs(2, [][2]string{
		{p.t("paper.field.date"), orDash(day(p.lang, d.Date))},
		{p.t("paper.field.time"), orDash(span(p.lang, d.Start, d.End))},
		{p.t("paper.field.village"), orDash(joined(", ", p.tx(d.Village), p.tx(d.Venue)))},
		{p.t("paper.field.audience"), orDash(p.tx(d.Audience))},
		{p.t("paper.field.moderator"), orDash(d.Moderator)},
		{p.t("paper.field.recorder"), orDash(d.Recorder)},
		{p.t("paper.field.language"), orDash(p.tx(d.Language))},
		{p.t("paper.field.consent"), p.consent()},
	}...)
}

// later says where everybody sees what became of what the group said. A
// training session has no such page.
func (p *minutes) later() []string {
	if p.d.URL == "" || p.d.Practice {
		return nil
	}
	return []string{p.t("paper.minutes.later", "address", p.d.URL)}
}

func year(l i18n.Lang, y int) string {
	if y == 0 {
		return ""
	}
	return l.T("paper.year", "year", strconv.Itoa(y))
}

// marks are the words a reader must not miss, above everything.
func (p *minutes) marks() string {
	var out []string
	switch p.d.State {
	case civic.MinutesDraft:
		out = append(out, p.t("paper.minutes.draft"))
	case civic.MinutesCorrected:
		out = append(out, p.t("paper.minutes.corrected", "version", max(p.d.Version, 1)))
	}
	if p.d.Practice {
		out = append(out, p.t("paper.minutes.practice"))
	}
	if p.d.FromPaper {
		out = append(out, p.t("paper.minutes.frompaper"))
	}
	return strings.Join(out, " ")
}

func (p *minutes) consent() string {
	recording := p.t("paper.recording.off")
	if p.d.Recording {
		recording = p.t("paper.recording.on")
	}
	switch p.d.Consent {
	case civic.ConsentOral:
		return p.t("paper.consent.oral") + "; " + recording
	case civic.ConsentWritten:
		return p.t("paper.consent.written") + "; " + recording
	case civic.ConsentRefused:
		return p.t("paper.consent.refused") + "; " + recording
	}
	return orDash("")
}

// section is a numbered heading.
func (s *sheet) section(n int, title string) { s.heading(strconv.Itoa(n) + ". " + title) }

// none is a numbered heading with nothing under it, on one line.
func (s *sheet) none(n int, title string) {
	s.gap(5)
	s.para(run{strconv.Itoa(n) + ". " + title + ": ", headSt}, run{s.t("paper.none"), quiet})
}
