package paper

import (
	"io"
	"strconv"
	"time"

	"ashar/internal/civic"
	"ashar/internal/i18n"
)

// NeedListData is the consolidated list of a cycle (domain §3.5), names
// already in the language of the paper.
type NeedListData struct {
	Oblast, Raion, Municipality string
	Cycle                       string
	Rule, Why, Watch            string // the declared rule, what it means, whose needs are watched
	Groups                      int
	Audiences                   []string // heads of the columns of ranks
	Rows                        []NeedListRow
	Hands                       []NeedListHand // orders by hand since the rule's, oldest first
	Flags                       []NeedListFlag
	Small                       []string // groups below the minimum
	Unknown                     []string // groups of unknown population
	Letters                     []NeedListLetter
	Surveys                     []civic.ReportPart // what was asked of each alone: beside the list, no part of it
	URL, Code                   string
	At                          time.Time
}

// NeedListRow is a need of the list.
type NeedListRow struct {
	Place, Ruled         string // "2="; Ruled where the list was ordered by hand
	Title, Sector, Issue string
	Villages             string
	Groups               int
	Points               string
	Ranks                []string // as Audiences
	People, Cost         int64
	Competence           string
	Programme            bool
	Code                 string
	Sources              []string // who named it, at which place, code of the minutes
}

// NeedListHand is who ordered the list by hand, and why.
type NeedListHand struct {
	Reason, By string
	At         time.Time
}

// NeedListFlag is what stands high with an audience and low in the list.
type NeedListFlag struct {
	Need, Text, Answer, By string
	At                     time.Time
}

// NeedListLetter is a letter to another authority.
type NeedListLetter struct {
	Need, Addressee, Number, State string
}

// NeedList prints the list on landscape sheets: the rule, both orders where
// there are two, what diverges with the answers, small groups, letters, sources.
func NeedList(w io.Writer, l i18n.Lang, d NeedListData) error {
	m := meta{title: l.T("paper.list.title"), wide: true, at: d.At, subject: joined(", ", d.Municipality, d.Cycle),
		id: joined(" · ", l.T("paper.list.title"), d.Cycle, d.Code)}
	m.running = joined(" · ", m.title, m.subject)
	s := newSheet(l, m)
	s.masthead(d.Cycle, m.title, place(l, d.Oblast, d.Raion, d.Municipality), d.URL, d.Code)
	s.pairs(2, [2]string{s.t("paper.list.rule"), d.Rule}, [2]string{s.t("paper.list.groups"), strconv.Itoa(d.Groups)})
	s.para(run{joined(" ", d.Why, d.Watch), quiet})
	for _, h := range d.Hands {
		s.para(run{s.t("paper.list.hand", "by", orDash(h.By), "date", orDash(day(l, h.At))) + " ", strong}, run{h.Reason, body})
	}
	s.gap(3)
	s.needRows(d)
	s.needFlags(d)
	s.needGroups(s.t("paper.list.small"), d.Small)
	s.needGroups(s.t("paper.list.unknown"), d.Unknown)
	s.needLetters(d)
	for _, p := range d.Surveys {
		s.part(p)
	}
	signs := []signature{{role: s.t("paper.list.coordinator")}, {role: s.t("paper.approval.head")}}
	s.needSources(d, s.signTail(signs))
	s.signatures(signs)
	return s.finish(w)
}

func (s *sheet) needRows(d NeedListData) {
	if len(d.Rows) == 0 {
		s.para(run{s.t("paper.none"), quiet})
		return
	}
	st, b, q := style{size: 8.4}, style{size: 8.4, bold: true}, style{size: 8.4, color: ink2}
	t := &table{size: 8.2, padX: 1.1, cols: []column{{head: s.t("paper.list.place"), width: 13}}}
	if len(d.Hands) > 0 {
		t.cols = append(t.cols, column{head: s.t("paper.list.ruled"), width: 17})
	}
	t.cols = append(t.cols, column{head: s.t("paper.list.need"), width: 66}, column{head: s.t("paper.list.villages")},
		column{head: s.t("paper.list.groups_short"), align: 'C', width: 14}, column{head: s.t("paper.list.points"), align: 'C', width: 16})
	for _, a := range d.Audiences {
		t.cols = append(t.cols, column{head: a, turn: true, align: 'C', width: 8})
	}
	t.cols = append(t.cols, column{head: s.t("paper.list.people"), align: 'R', width: 19}, column{head: s.t("paper.list.competence")},
		column{head: s.t("paper.list.cost"), align: 'R', width: 21}, column{head: s.t("paper.list.programme"), align: 'C', width: 13})
	number := func(n int64) cell {
		if n == 0 {
			return cellOf(q, "–")
		}
		return cellOf(st, s.lang.Number(n))
	}
	for _, x := range d.Rows {
		need := cellOf(b, x.Title)
		about := x.Sector
		if x.Issue != "" {
			about = joined(", ", about, s.t("paper.list.issue", "issue", x.Issue))
		}
		if about != "" {
			need.paras = append(need.paras, in(q, about))
		}
		r := row{cells: []cell{cellOf(b, x.Place)}}
		if len(d.Hands) > 0 {
			r.cells = append(r.cells, cellOf(st, x.Ruled))
		}
		r.cells = append(r.cells, need, cellOf(st, orDash(x.Villages)), cellOf(st, strconv.Itoa(x.Groups)), cellOf(st, x.Points))
		for _, rank := range x.Ranks {
			r.cells = append(r.cells, cellOf(st, rank))
		}
		programme := "–"
		if x.Programme {
			programme = s.t("paper.list.yes")
		}
		r.cells = append(r.cells, number(x.People), cellOf(st, orDash(x.Competence)), number(x.Cost), cellOf(st, programme))
		t.rows = append(t.rows, r)
	}
	s.table(t)
}

func (s *sheet) needFlags(d NeedListData) {
	if d.Watch == "" {
		return
	}
	s.heading(s.t("paper.list.divergence"))
	if len(d.Flags) == 0 {
		s.para(run{s.t("paper.list.no_divergence"), quiet})
		return
	}
	t := &table{cols: []column{{head: s.t("paper.list.need"), width: 60}, {head: s.t("paper.list.what"), width: 78}, {head: s.t("paper.list.answer")}}}
	for _, f := range d.Flags {
		answer := tdB(s.t("paper.list.unanswered"))
		if f.Answer != "" {
			answer = td(f.Answer)
			answer.paras = append(answer.paras, in(cellQ, joined(", ", f.By, day(s.lang, f.At))))
		}
		t.rows = append(t.rows, row{cells: []cell{td(f.Need), td(f.Text), answer}})
	}
	s.table(t)
}

func (s *sheet) needGroups(title string, groups []string) {
	if len(groups) == 0 {
		return
	}
	s.heading(title)
	for _, g := range groups {
		s.para(run{g, body})
	}
}

func (s *sheet) needLetters(d NeedListData) {
	if len(d.Letters) == 0 {
		return
	}
	s.heading(s.t("paper.list.letters"))
	t := &table{cols: []column{{head: s.t("paper.list.need"), width: 70}, {head: s.t("paper.list.addressee"), width: 70}, {head: "№", width: 30}, {head: s.t("paper.list.state")}}}
	for _, l := range d.Letters {
		t.rows = append(t.rows, row{cells: []cell{td(l.Need), td(l.Addressee), td(orDash(l.Number)), td(l.State)}})
	}
	s.table(t)
}

// needSources say of each need which groups named it, and by which minutes.
func (s *sheet) needSources(d NeedListData, tail float64) {
	if len(d.Rows) == 0 {
		return
	}
	s.heading(s.t("paper.list.sources"))
	t := &table{tail: tail, cols: []column{{head: s.t("paper.list.place"), width: 13}, {head: s.t("paper.list.need"), width: 66}, {head: s.t("paper.list.code"), width: 24}, {head: s.t("paper.list.named")}}}
	for _, x := range d.Rows {
		t.rows = append(t.rows, row{cells: []cell{tdB(x.Place), td(x.Title), td(x.Code), td(orDash(joined("; ", x.Sources...)))}})
	}
	s.table(t)
}
