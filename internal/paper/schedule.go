package paper

import (
	"io"
	"strconv"
	"strings"
	"time"

	"ashar/internal/i18n"
)

// ScheduleData is the schedule of a municipality's focus groups
// (фокус-топтордун графиги), names already in the language of the paper.
type ScheduleData struct {
	Oblast, Raion, Municipality string
	Cycle                       string
	Year                        int
	Version                     int
	Status                      string // "draft", "agreed", "published", "changed" since that version
	DraftedBy, AgreedBy         string
	Date                        time.Time // of this version
	Villages, Audiences         []string  // the matrix: every village × every audience
	Rows                        []ScheduleRow
	Warnings                    []string // sentences: clashes, gaps, a man moderating women …
	URL, Code, Check            string
	At                          time.Time
}

// ScheduleRow is one planned session.
type ScheduleRow struct {
	No                         int
	Date, Start, End           time.Time
	Village, Venue, Conditions string // heating, power, access
	Audience                   string
	Min, Max                   int // people expected
	Moderator, Recorder        string
	Observer                   string
	Inviter, Phone             string
	Language                   string
	Transport, Childcare       string
	Materials                  bool   // ready
	Status                     string // civic.SessionStatus ("closed" is held), or "moved"
	Reason                     string // of moving or cancelling
	Held                       bool   // ActualF and ActualM are known
	ActualF, ActualM           int
}

// Schedule prints the schedule on landscape sheets: who approves, the matrix
// of villages and audiences, the rows, the warnings.
func Schedule(w io.Writer, l i18n.Lang, d ScheduleData) error {
	m := meta{
		title: l.T("paper.schedule.title"), wide: true, at: d.At, check: checkValue(d.Check),
		subject: joined(", ", d.Municipality, year(l, d.Year)),
		id:      joined(" · ", l.T("paper.schedule.title"), l.T("paper.version", "version", max(d.Version, 1)), d.Code),
	}
	m.running = joined(" · ", m.title, m.subject)
	if d.Status == "draft" {
		m.stamp = l.T("paper.stamp.draft")
	}
	s := newSheet(l, m)
	s.put(&approval{
		above: joined(", ", d.Cycle, year(l, d.Year)), title: m.title,
		below: place(l, d.Oblast, d.Raion, d.Municipality), by: d.AgreedBy, link: d.URL,
	})
	s.gap(3)
	s.pairs(3,
		[2]string{s.t("paper.schedule.status"), s.scheduleStatus(d.Status)},
		[2]string{s.t("paper.schedule.version"), strconv.Itoa(max(d.Version, 1))},
		[2]string{s.t("paper.field.date"), orDash(day(l, d.Date))},
		[2]string{s.t("paper.schedule.drafted"), orDash(d.DraftedBy)},
		[2]string{s.t("paper.schedule.agreed"), orDash(d.AgreedBy)},
		[2]string{s.t("paper.schedule.sessions"), strconv.Itoa(len(d.Rows))},
	)
	s.scheduleMatrix(d)
	s.heading(s.t("paper.schedule.rows"))
	if len(d.Rows) == 0 {
		s.para(run{s.t("paper.none"), quiet})
	} else {
		s.scheduleRows(d.Rows)
	}
	if len(d.Warnings) > 0 {
		s.heading(s.t("paper.schedule.warnings"))
		for i, t := range d.Warnings {
			s.para(run{strconv.Itoa(i+1) + ". ", quiet}, run{t, body})
		}
	}
	return s.finish(w)
}

func (s *sheet) scheduleStatus(code string) string {
	switch code {
	case "draft":
		return s.t("paper.schedule.draft")
	case "changed":
		return s.t("paper.schedule.changed")
	case "agreed":
		return s.t("paper.schedule.isagreed")
	case "published":
		return s.t("paper.schedule.published")
	}
	return orDash(code)
}

func (s *sheet) sessionStatus(code string) string {
	switch code {
	case "planned":
		return s.t("paper.session.planned")
	case "confirmed":
		return s.t("paper.session.confirmed")
	case "live":
		return s.t("paper.session.live")
	case "held", "closed":
		return s.t("paper.session.held")
	case "moved":
		return s.t("paper.session.moved")
	case "cancelled":
		return s.t("paper.session.cancelled")
	}
	return orDash(code)
}

// scheduleMatrix shows at a glance which village has which group when.
func (s *sheet) scheduleMatrix(d ScheduleData) {
	if len(d.Villages) == 0 || len(d.Audiences) == 0 {
		return
	}
	s.heading(s.t("paper.schedule.matrix"))
	dated := s.lang.DateShort
	if d.manyYears() {
		dated = s.lang.DateShortYear
	}
	t := &table{grid: true, cols: []column{{head: s.t("paper.field.village")}}}
	for _, a := range d.Audiences {
		t.cols = append(t.cols, column{head: a, align: 'C'})
	}
	for _, v := range d.Villages {
		r := row{cells: []cell{tdB(v)}}
		for _, a := range d.Audiences {
			var c cell
			for _, x := range d.Rows {
				if x.Village != v || x.Audience != a || x.Status == "cancelled" {
					continue
				}
				text := "?"
				if !x.Date.IsZero() {
					text = s.lang.WeekdayShort(x.Date) + ", " + dated(x.Date)
				}
				if !x.Start.IsZero() {
					text += ", " + s.lang.Clock(x.Start)
				}
				if x.Status == "held" || x.Status == "closed" {
					text = "✓ " + text
				}
				c.paras = append(c.paras, in(cellSt, text))
			}
			if len(c.paras) == 0 {
				c = cellOf(cellQ, "–")
				c.shade = true
			}
			r.cells = append(r.cells, c)
		}
		t.rows = append(t.rows, r)
	}
	s.table(t)
}

// manyYears reports whether the sessions go over a new year.
func (d ScheduleData) manyYears() bool {
	for _, x := range d.Rows {
		if !x.Date.IsZero() && !d.Rows[0].Date.IsZero() && x.Date.In(i18n.Zone).Year() != d.Rows[0].Date.In(i18n.Zone).Year() {
			return true
		}
	}
	return false
}

func (s *sheet) scheduleRows(rows []ScheduleRow) {
	st := style{size: 8.2}
	q := style{size: 8.2, color: ink2}
	b := style{size: 8.2, bold: true}
	lines := func(parts ...string) cell {
		var c cell
		for i, p := range parts {
			if strings.TrimSpace(p) == "" {
				continue
			}
			use := st
			if i > 0 {
				use = q
			}
			c.paras = append(c.paras, in(use, p))
		}
		if len(c.paras) == 0 {
			c = cellOf(st, "–")
		}
		return c
	}
	t := &table{size: 8.2, padX: 1.1, cols: []column{
		{head: s.t("paper.number"), width: 7},
		{head: s.t("paper.schedule.when"), width: 24},
		{head: s.t("paper.schedule.where")},
		{head: s.t("paper.field.audience")},
		{head: s.t("paper.schedule.expected")},
		{head: s.t("paper.schedule.moderator")},
		{head: s.t("paper.schedule.observer")},
		{head: s.t("paper.schedule.inviter")},
		{head: s.t("paper.schedule.language")},
		{head: s.t("paper.schedule.ready")},
		{head: s.t("paper.schedule.state")},
		{head: s.t("paper.schedule.actual")},
	}}
	for _, x := range rows {
		date, weekday := s.t("paper.schedule.undated"), ""
		if !x.Date.IsZero() {
			date, weekday = s.lang.DateShortYear(x.Date), s.lang.Weekday(x.Date)
		}
		expected := ""
		if x.Max > 0 {
			expected = strconv.Itoa(x.Min) + "–" + strconv.Itoa(x.Max)
		}
		materials := "" // that they are not ready yet is no news for who reads it on the wall
		if x.Materials {
			materials = s.t("paper.schedule.materials.yes")
		}
		actual := ""
		if x.Held {
			actual = strconv.Itoa(x.ActualF) + " / " + strconv.Itoa(x.ActualM)
		}
		group := cellOf(b, x.Audience)
		t.rows = append(t.rows, row{cells: []cell{
			cellOf(st, ordinal(x.No)), lines(date, weekday, span(s.lang, x.Start, x.End)), lines(x.Village, orDash(x.Venue), x.Conditions), group,
			cellOf(st, orDash(expected)), lines(x.Moderator, x.Recorder), cellOf(st, orDash(x.Observer)), lines(x.Inviter, x.Phone),
			cellOf(st, x.Language), lines(materials, x.Transport, x.Childcare),
			lines(s.sessionStatus(x.Status), x.Reason), cellOf(st, orDash(actual)),
		}})
	}
	s.table(t)
}

// approval is a masthead with the stamp of agreement at the right.
type approval struct {
	above, title, below, by, link string
}

const approvalW = 76.0

// signer is who signs, beside the line: a name rather than a name cut short, for the office stands above it.
func signer(by string, room float64) string {
	if name, _, office := strings.Cut(by, ","); office && body.width(oneLine(by)) > room {
		return name
	}
	return by
}

func (a *approval) left(s *sheet, w float64) whole {
	w -= approvalW + 8
	var ps whole
	ps = append(ps, pieces(wrap(in(body, a.above), w, 'L'))...)
	ps = append(ps, pieces(wrap(in(titleSt, a.title), w, 'L'))...)
	return append(ps, pieces(wrap(in(body, a.below), w, 'L'))...)
}

func (a *approval) height() float64 { return 33 }

func (a *approval) draw(s *sheet, x, y, w float64) {
	room := w
	if a.link != "" {
		code{a.link, 22}.draw(s, x, y+0.5, 0)
		x, room = x+29, room-29
	}
	ps := a.left(s, room)
	if ps.height() > 32 {
		ps = ps[:min(len(ps), 5)]
	}
	ps.draw(s, x, y, 0)
	x += room - approvalW
	s.textIn(x, y, approvalW, strings.ToUpper(s.t("paper.approval.agreed")), strong, 'L')
	s.textIn(x, y+5.2, approvalW, s.t("paper.approval.head"), body, 'L')
	s.rule(x, y+17, x+32, 0.18, black)
	s.textIn(x+34, y+12.6, approvalW-34, signer(a.by, approvalW-34), body, 'L')
	s.textIn(x, y+17.4, 32, s.t("paper.approval.signature"), small, 'C')
	s.textIn(x, y+22.4, approvalW, s.t("paper.approval.date"), body, 'L')
	s.textIn(x, y+27.6, approvalW, s.t("paper.approval.seal"), small, 'L')
}
