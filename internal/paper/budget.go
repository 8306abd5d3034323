package paper

import (
	"io"
	"strconv"
	"time"

	"ashar/internal/i18n"
)

// BudgetData is how the budget was divided (бюджет кантип бөлүндү), names and
// sentences already in the language of the paper. Money is whole som.
type BudgetData struct {
	Oblast, Raion, Municipality string
	Cycle                       string
	Year, Number                int
	Adopted                     time.Time // zero: a draft
	AdoptedBy, By               string
	Budget                      int64
	Money                       []BudgetMoney
	Rules                       []string
	Rows                        []BudgetRow
	Spent, Rest                 int64
	Coverage                    []BudgetCover // audiences, then villages
	Whole                       []string
	Overrides                   []BudgetOverride
	Unexplained                 []string // needs that get money against the council's decision, without a reason
	Link                        string
	Command                     string
	At                          time.Time
}

// BudgetMoney is one source.
type BudgetMoney struct {
	Source, Name string
	Amount       int64
}

// BudgetRow is a need: what the rule answered and how it ended.
type BudgetRow struct {
	Place     int
	Title     string
	Cost      int64 // 0 not known
	Source    string
	Takes     bool // part in the division
	Ruled, In bool
	Why       []string
	Against   string // what the council had decided of a need that gets its money all the same
}

// BudgetCover is how many groups and people get something they asked for.
type BudgetCover struct {
	Name             string
	Groups, Of       int
	People, OfPeople int  // 0 nobody knows
	Village          bool // else an audience
}

// BudgetOverride is a decision beside the rule's answer.
type BudgetOverride struct {
	Title, Reason, By string
	Against           string // what the council had decided
	In                bool
	At                time.Time
}

// Budget prints how the budget was divided.
func Budget(w io.Writer, l i18n.Lang, d BudgetData) error {
	m := meta{
		title: l.T("paper.budget.title", "year", strconv.Itoa(d.Year)), at: d.At,
		subject: joined(", ", d.Municipality, d.Cycle),
		id:      joined(" · ", l.T("paper.budget.id"), l.T("paper.number")+" "+strconv.Itoa(max(d.Number, 1))),
	}
	m.running = joined(" · ", m.title, d.Municipality)
	if d.Adopted.IsZero() {
		m.stamp = l.T("paper.stamp.draft")
	}
	s := newSheet(l, m)
	s.masthead(d.Cycle, m.title, place(l, d.Oblast, d.Raion, d.Municipality), d.Link, "")
	s.gap(1.5)
	s.pairs(2,
		[2]string{s.t("paper.budget.division"), strconv.Itoa(max(d.Number, 1))},
		[2]string{s.t("paper.budget.adopted"), orDash(joined(", ", day(l, d.Adopted), d.AdoptedBy))},
		[2]string{s.t("paper.budget.envelope"), l.Money(d.Budget)},
		[2]string{s.t("paper.budget.left"), l.Money(d.Rest)},
	)
	s.heading(s.t("paper.budget.money"))
	s.budgetMoney(d)
	s.heading(s.t("paper.budget.rule"))
	for _, t := range d.Rules {
		s.para(run{t, body})
	}
	s.heading(s.t("paper.budget.result"))
	s.budgetBar(d)
	s.budgetRows(d)
	s.budgetOverrides(d)
	s.heading(s.t("paper.budget.coverage"))
	s.budgetCoverage(d)
	for i, t := range d.Whole {
		if i == len(d.Whole)-1 && d.Command == "" { // signatures never stand alone on a page
			s.stay(run{t, body})
			break
		}
		s.para(run{t, body})
	}
	if d.Command != "" {
		s.heading(s.t("paper.budget.recount"))
		s.stay(run{s.t("paper.budget.recount_hint") + " ", quiet}, run{d.Command, quiet})
	}
	s.signatures([]signature{{role: s.t("paper.budget.by"), name: d.By}, {role: s.t("paper.budget.chair")}})
	return s.finish(w)
}

func (s *sheet) budgetMoney(d BudgetData) {
	t := &table{cols: []column{{head: s.t("paper.budget.source")}, {head: s.t("paper.budget.amount"), align: 'R', width: 38}}}
	for _, m := range d.Money {
		c := td(m.Source)
		if m.Name != "" {
			c.paras = append(c.paras, in(cellQ, m.Name))
		}
		t.rows = append(t.rows, row{cells: []cell{c, td(s.lang.Money(m.Amount))}})
	}
	if n := len(t.rows); n > 0 {
		t.rows[n-1].heavy = true
	}
	t.rows = append(t.rows, row{cells: []cell{tdB(s.t("paper.budget.together")), tdB(s.lang.Money(d.Budget))}})
	s.table(t)
}

// budgetBar is the money with what took it, in the order of the rows.
func (s *sheet) budgetBar(d BudgetData) {
	if d.Budget <= 0 {
		return
	}
	var parts []int64
	for _, r := range d.Rows {
		if r.In {
			parts = append(parts, r.Cost)
		}
	}
	s.put(&moneyBar{parts, d.Budget})
	s.para(run{s.lang.Money(d.Spent), strong}, run{". " + s.t("paper.budget.left") + ": " + s.lang.Money(d.Rest), quiet})
}

type moneyBar struct {
	parts  []int64
	budget int64
}

func (b *moneyBar) height() float64 { return 7 }

func (b *moneyBar) draw(s *sheet, x, y, w float64) {
	s.fill(shade)
	s.pdf.Rect(x, y+0.5, w, 5, "F")
	s.stroke(0.14, edge)
	s.pdf.Rect(x, y+0.5, w, 5, "D")
	s.fill(juniper)
	for _, p := range b.parts {
		part := w * float64(p) / float64(b.budget)
		s.pdf.Rect(x, y+0.5, max(0.4, part-0.5), 5, "F")
		x += part
	}
}

func (s *sheet) budgetRows(d BudgetData) {
	t := &table{cols: []column{
		{head: s.t("paper.number"), width: 8},
		{head: s.t("paper.budget.need"), width: 46},
		{head: s.t("paper.budget.cost"), align: 'R', width: 22},
		{head: s.t("paper.budget.by_rule"), width: 22},
		{head: s.t("paper.budget.in_the_end"), width: 22},
		{head: s.t("paper.budget.why")},
	}}
	answer := func(yes bool) cell {
		if yes {
			return tdB("✓ " + s.t("paper.budget.in"))
		}
		return td(s.t("paper.budget.out"))
	}
	for _, r := range d.Rows {
		title := tdB(r.Title)
		if r.Source != "" {
			title.paras = append(title.paras, in(style{size: 8, color: ink2}, r.Source))
		}
		cost, ruled, end := td("–"), td("–"), td("–")
		if r.Cost > 0 {
			cost = td(s.lang.Number(r.Cost))
		}
		if r.Takes {
			ruled, end = answer(r.Ruled), answer(r.In)
			if r.Ruled != r.In {
				end.shade = true
				end.paras = append(end.paras, in(style{size: 8}, s.t("paper.budget.otherwise")))
			}
			if r.Against != "" {
				end.shade = true
				title.paras = append(title.paras, in(style{size: 8, bold: true}, r.Against))
			}
		}
		var why cell
		for _, text := range r.Why {
			why.paras = append(why.paras, in(style{size: 8}, text))
		}
		t.rows = append(t.rows, row{cells: []cell{td(strconv.Itoa(r.Place)), title, cost, ruled, end, why}})
	}
	s.table(t)
}

func (s *sheet) budgetOverrides(d BudgetData) {
	s.heading(s.t("paper.budget.overrides"))
	if len(d.Overrides)+len(d.Unexplained) == 0 {
		s.para(run{s.t("paper.budget.overrides_none"), quiet})
		return
	}
	for i, o := range d.Overrides {
		what := s.t("paper.budget.put_out")
		if o.In {
			what = s.t("paper.budget.put_in")
		}
		s.para(run{strconv.Itoa(i+1) + ". ", quiet}, run{o.Title, strong}, run{": " + joined(" ", what+".", o.Against, o.Reason) + " ", body},
			run{"(" + joined(", ", o.By, day(s.lang, o.At)) + ")", quiet})
	}
	for _, text := range d.Unexplained {
		s.para(run{text + " ", strong}, run{s.t("budget.unexplained"), body})
	}
}

func (s *sheet) budgetCoverage(d BudgetData) {
	t := &table{cols: []column{{head: s.t("paper.budget.who")}, {head: s.t("paper.budget.groups"), align: 'R', width: 34}, {head: s.t("paper.budget.people"), align: 'R', width: 44}}}
	for i, c := range d.Coverage {
		people := "–"
		if c.OfPeople > 0 {
			people = s.lang.Number(int64(c.People)) + " / " + s.lang.Number(int64(c.OfPeople))
		}
		heavy := !c.Village && i+1 < len(d.Coverage) && d.Coverage[i+1].Village
		t.rows = append(t.rows, row{cells: []cell{td(c.Name), td(strconv.Itoa(c.Groups) + " / " + strconv.Itoa(c.Of)), td(people)}, heavy: heavy})
	}
	s.table(t)
	s.para(run{s.t("paper.budget.people_hint"), small})
}
