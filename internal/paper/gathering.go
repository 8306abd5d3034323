package paper

import (
	"io"
	"strconv"
	"strings"

	"ashar/internal/civic"
	"ashar/internal/i18n"
)

// gatheringMinutes being printed.
type gatheringMinutes struct {
	*sheet
	d civic.GatheringMinutes
}

// GatheringMinutes prints the protocol of a gathering or hearing (domain
// §3.8). Names that the minutes do not hold are not asked for: the list then
// says how many.
func GatheringMinutes(w io.Writer, l i18n.Lang, d civic.GatheringMinutes) error {
	title := l.T("paper.gathering."+string(d.Sort), "number", orLine(d.Number))
	m := meta{title: title, subject: joined(", ", d.Municipality.In(string(l)), d.VillageName.In(string(l)), day(l, civic.Day(d.Date))), at: d.ClosedAt,
		id: joined(" · ", l.T("paper.gathering.id", "number", orLine(d.Number)), l.T("paper.version", "version", max(d.Version, 1)))}
	if d.State == civic.MinutesDraft {
		m.stamp = l.T("paper.stamp.draft")
	} else {
		m.check = checkValue(d.Check())
	}
	m.running = joined(" · ", title, m.subject)
	p := &gatheringMinutes{newSheet(l, m), d}
	p.head()
	p.presence()
	p.agenda()
	p.proposals()
	p.questions()
	p.lists()
	p.decisions()
	p.attachments()
	p.end()
	return p.finish(w)
}

func (p *gatheringMinutes) head() {
	d := p.d
	p.put(band{})
	p.masthead(p.tx(d.Cycle), p.meta.title, place(p.lang, p.tx(d.Oblast), p.tx(d.Raion), p.tx(d.Municipality)), d.URL, "")
	notice := ""
	if d.NoticeOn != "" {
		notice = day(p.lang, civic.Day(d.NoticeOn))
	}
	p.fields(1,
		[2]string{p.t("paper.field.date"), day(p.lang, civic.Day(d.Date))},
		[2]string{p.t("paper.field.time"), joined("–", d.Starts, d.Ends)},
		[2]string{p.t("paper.gathering.where"), joined(", ", p.tx(d.VillageName), d.Venue)},
		[2]string{p.t("gathering.initiator"), p.lang.Usual(d.Initiator)},
		[2]string{p.t("gathering.notice"), joined(", ", notice, d.NoticeWay)},
		[2]string{p.t("gathering.chair"), d.Chair},
		[2]string{p.t("gathering.secretary"), d.Secretary})
	if counters := civic.Lines(d.Counters); len(counters) > 0 {
		p.para(run{p.t("gathering.counters") + ": ", quiet}, run{strings.Join(counters, ", "), body})
	}
}

// presence is who was there, by village and sex, and by which rule they may decide.
func (p *gatheringMinutes) presence() {
	d := p.d
	p.section(1, p.t("paper.gathering.presence"))
	t := &table{cols: []column{{head: p.t("gathering.village")}, {head: p.t("paper.women"), align: 'R', width: 26}, {head: p.t("paper.men"), align: 'R', width: 26}, {head: p.t("paper.total"), align: 'R', width: 24}}}
	f, m := 0, 0
	for _, c := range d.Counts {
		name := p.tx(c.Name)
		if c.Village == "" {
			name = p.t("gathering.elsewhere")
		}
		if c.F+c.M == 0 {
			continue
		}
		f, m = f+c.F, m+c.M
		t.rows = append(t.rows, row{cells: []cell{td(name), td(strconv.Itoa(c.F)), td(strconv.Itoa(c.M)), td(strconv.Itoa(c.F + c.M))}})
	}
	if n := len(t.rows); n > 0 {
		t.rows[n-1].heavy = true
	}
	t.rows = append(t.rows, row{cells: []cell{tdB(p.t("paper.total")), tdB(strconv.Itoa(f)), tdB(strconv.Itoa(m)), tdB(strconv.Itoa(d.Present))}})
	p.table(t)
	rule := p.t("gathering.quorum.none")
	if d.Quorum > 0 {
		rule = p.t("gathering.quorum.at_least", "n", d.Quorum)
	}
	rule = joined(". ", rule, d.QuorumRule)
	if d.QuorumSource != "" {
		rule += " (" + d.QuorumSource + ")"
	}
	runs := []run{{p.t("gathering.quorum") + ": ", quiet}, {rule + ". ", body}}
	if d.Quorum > 0 {
		verdict := p.t("gathering.quorum.reached")
		if n := d.Lacking(); n > 0 {
			verdict = p.t("gathering.quorum.lacking", "n", n)
		}
		runs = append(runs, run{verdict, strong})
	}
	p.para(runs...)
}

// agenda is each item with who spoke and what was heard.
func (p *gatheringMinutes) agenda() {
	p.section(2, p.t("gathering.agenda"))
	for i, item := range p.d.Agenda {
		p.stay(run{strconv.Itoa(i+1) + ". ", strong}, run{p.lang.Usual(item.Title), strong})
		if item.Speaker != "" {
			p.stay(run{p.t("paper.gathering.heard") + " ", quiet}, run{item.Speaker, body})
		}
		switch {
		case item.Heard != "":
			for _, line := range civic.Lines(item.Heard) {
				p.para(run{line, body})
			}
		case !item.Done:
			p.para(run{p.t("paper.gathering.not_done"), quiet})
		}
		p.gap(2.2)
	}
	p.room(0)
}

// proposals is the table of what was put to the vote.
func (p *gatheringMinutes) proposals() {
	p.section(3, p.t("gathering.proposals"))
	if len(p.d.Proposals) == 0 {
		p.para(run{p.t("gathering.proposals_none"), quiet})
		return
	}
	t := &table{grid: true, size: 8.4, cols: []column{
		{head: p.t("paper.number"), width: 9, align: 'C'}, {head: p.t("paper.gathering.proposal")}, {head: p.t("proposal.budget_line"), width: 24},
		{head: p.t("proposal.for"), width: 14.5, align: 'R'}, {head: p.t("proposal.against"), width: 14.5, align: 'R'}, {head: p.t("proposal.abstained"), width: 15.5, align: 'R'},
		{head: p.t("paper.gathering.decided"), width: 34}}}
	for _, x := range p.d.Proposals {
		said := td(x.Text)
		if who := p.author(x); who != "" {
			said.paras = append(said.paras, in(cellQ, who))
		}
		if need := p.tx(x.NeedTitle); need != "" {
			said.paras = append(said.paras, in(cellQ, p.t("proposal.about", "need", need)))
		}
		cells := []cell{td(strconv.Itoa(x.Number)), said, td(orDash(x.BudgetLine))}
		outcome := tdB(p.t("proposal.unvoted"))
		if v := x.Votes; v != nil {
			cells = append(cells, td(strconv.Itoa(v.For)), td(strconv.Itoa(v.Against)), td(strconv.Itoa(v.Abstained)))
			outcome = tdB(p.t("proposal.lost"))
			if v.Carried() {
				outcome = tdB(p.t("proposal.carried"))
			}
		} else {
			cells = append(cells, td("–"), td("–"), td("–"))
		}
		if x.Withdrawn {
			outcome = td(p.t("proposal.withdrawn", "reason", x.Reason))
		}
		p.answered(&outcome, x)
		t.rows = append(t.rows, row{cells: append(cells, outcome)})
	}
	p.table(t)
}

// answered adds the reason or answer, and the day by which it is due.
func (p *gatheringMinutes) answered(c *cell, x civic.Proposal) {
	if x.Answer != "" {
		c.paras = append(c.paras, in(cellSt, x.Answer))
	}
	if x.AnswerDue != "" {
		c.paras = append(c.paras, in(cellQ, p.t("proposal.due", "date", p.lang.DateShortYear(civic.Day(x.AnswerDue)))))
	}
}

// author is who said it; where it was on a slip or without a name, that.
func (p *gatheringMinutes) author(x civic.Proposal) string {
	who := x.Author
	if who == "" && !p.d.Hidden {
		who = p.t("proposal.unnamed")
	}
	if x.BySlip {
		who = joined(", ", p.t("proposal.by_slip"), who)
	}
	return who
}

// questions are those and suggestions that were not voted on, with their answers.
func (p *gatheringMinutes) questions() {
	p.section(4, p.t("gathering.said"))
	slips := run{p.t("paper.gathering.slips", "given", strconv.Itoa(p.d.SlipsGiven), "in", strconv.Itoa(p.d.SlipsIn)), body}
	if len(p.d.Questions) == 0 {
		p.para(slips)
		return
	}
	p.stay(slips) // with the table that it is about
	p.gap(1.2)
	t := &table{grid: true, size: 8.4, cols: []column{
		{head: p.t("paper.number"), width: 9, align: 'C'}, {head: p.t("proposal.sort"), width: 23}, {head: p.t("proposal.text")}, {head: p.t("proposal.answer"), width: 58}}}
	for _, x := range p.d.Questions {
		said := td(x.Text)
		if who := p.author(x); who != "" {
			said.paras = append(said.paras, in(cellQ, who))
		}
		answer := cell{}
		if x.Withdrawn {
			answer = td(p.t("proposal.withdrawn", "reason", x.Reason))
		}
		p.answered(&answer, x)
		if len(answer.paras) == 0 {
			answer = td("–")
		}
		t.rows = append(t.rows, row{cells: []cell{td(strconv.Itoa(x.Number)), td(p.t("proposal.sort." + string(x.Sort))), said, answer}})
	}
	p.table(t)
}

// lists are who stands in the groups, or how many.
func (p *gatheringMinutes) lists() {
	p.section(5, p.t("paper.gathering.lists"))
	if len(p.d.Lists) == 0 {
		p.para(run{p.t("nominee.none"), quiet})
		return
	}
	for _, l := range p.d.Lists {
		p.subheading(p.t("nominee.body." + l.Body))
		runs := []run{{p.t("nominee.count", "n", len(l.Stand)) + ". ", body}}
		for i, n := range l.Stand {
			if n.Name == "" {
				break
			}
			more := p.t("paper.gathering.added")
			if !n.Added {
				more = ""
			}
			text := strconv.Itoa(i+1) + ") " + n.Name
			post := ""
			if n.Post != "" {
				post = strings.ToLower(p.t("nominee.post." + n.Post))
			}
			if facts := joined(", ", post, p.tx(n.VillageName), more); facts != "" {
				text += " (" + facts + ")"
			}
			runs = append(runs, run{text + map[bool]string{true: "; ", false: "."}[i+1 < len(l.Stand)], body})
		}
		p.para(runs...)
		for _, n := range l.Gone {
			if n.Name != "" {
				p.para(run{p.t("nominee.removed") + ": ", quiet}, run{joined(" – ", n.Name, n.Reason), body})
			}
		}
		if len(l.Gone) > 0 && l.Gone[0].Name == "" {
			p.para(run{p.t("nominee.gone", "n", len(l.Gone)), body})
		}
	}
}

func (p *gatheringMinutes) decisions() {
	p.section(6, p.t("gathering.decided"))
	if len(p.d.Decisions) == 0 {
		p.para(run{"–", body})
	}
	for i, s := range p.d.Decisions {
		p.para(run{strconv.Itoa(i+1) + ". ", strong}, run{s, body})
	}
}

// attachments are what is kept with the paper, and what was corrected in it.
func (p *gatheringMinutes) attachments() {
	p.section(7, p.t("paper.minutes.attachments"))
	p.para(run{"1. " + p.t("paper.gathering.attached_people", "n", p.d.Present), body})
	p.para(run{"2. " + p.t("paper.gathering.attached_slips", "n", p.d.SlipsIn), body})
	p.para(run{"3. " + p.t("paper.gathering.attached_list"), body})
	for _, k := range p.d.Corrections {
		p.para(run{p.t("paper.gathering.corrected", "version", strconv.Itoa(k.Version), "date", p.lang.DateTime(k.At), "who", k.By, "reason", k.Reason), body})
	}
}

// end is the two signatures, and what is needed to check the paper.
func (p *gatheringMinutes) end() {
	p.gap(6)
	p.signatures([]signature{{role: p.t("gathering.chair"), name: p.d.Chair}, {role: p.t("gathering.secretary"), name: p.d.Secretary}})
	p.gap(4)
	foot := []string{p.t("paper.minutes.version", "version", max(p.d.Version, 1))}
	if p.d.State != civic.MinutesDraft {
		foot = append(foot, p.t("paper.gathering.check", "value", checkValue(p.d.Check())))
	}
	foot = append(foot, p.t("paper.minutes.original"))
	ps := whole{ruled{}}
	ps = append(ps, pieces(wrap(in(small, strings.Join(foot, " ")), p.right-p.left, 'L'))...)
	p.put(ps)
}
