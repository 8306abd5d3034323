package paper

import (
	"strconv"
)

// checklist says how much of the checklist was done and what was not, with reasons.
func (p *minutes) checklist() {
	title := p.t("paper.checklist.title")
	if len(p.d.Checklist) == 0 && len(p.d.Unticked) == 0 {
		p.none(10, title)
		return
	}
	p.section(10, title)
	runs := []run{{p.t("paper.checklist.done") + ": ", quiet}}
	for i, ph := range p.d.Checklist {
		text := p.tx(ph.Phase) + " " + strconv.Itoa(ph.Done) + " / " + strconv.Itoa(ph.Total)
		if ph.NotApplicable > 0 {
			text += " (" + p.t("paper.checklist.na") + ": " + strconv.Itoa(ph.NotApplicable) + ")"
		}
		if i < len(p.d.Checklist)-1 {
			text += "; "
		}
		runs = append(runs, run{text, body})
	}
	if len(p.d.Checklist) > 0 {
		p.para(runs...)
	}
	if len(p.d.Unticked) == 0 {
		return
	}
	t := &table{cols: []column{
		{head: p.t("paper.number"), width: 9}, {head: p.t("paper.checklist.item")}, {head: p.t("paper.checklist.state")}, {head: p.t("paper.reason")},
	}}
	for _, u := range p.d.Unticked {
		state := p.t("paper.checklist.notdone")
		switch {
		case u.NotApplicable:
			state = p.t("paper.checklist.na")
		case u.Untouched:
			state = p.t("paper.checklist.untouched")
		}
		item := td(p.tx(u.Item))
		if u.Mandatory {
			item.paras[0] = append(item.paras[0], run{" (" + p.t("paper.checklist.mandatory") + ")", cellQ})
		}
		t.rows = append(t.rows, row{cells: []cell{td(strconv.Itoa(u.No)), item, td(state), td(orDash(u.Reason))}})
	}
	p.table(t)
}

func (p *minutes) corrections() {
	title := p.t("paper.minutes.corrections")
	if len(p.d.Corrections) == 0 {
		p.none(11, title)
		return
	}
	p.section(11, title)
	t := &table{cols: []column{
		{head: p.t("paper.correction.version"), width: 16}, {head: p.t("paper.correction.when")}, {head: p.t("paper.correction.who")},
		{head: p.t("paper.correction.what")}, {head: p.t("paper.reason")},
	}}
	for _, c := range p.d.Corrections {
		when := ""
		if !c.At.IsZero() {
			when = p.lang.DateTime(c.At)
		}
		t.rows = append(t.rows, row{cells: []cell{td(strconv.Itoa(c.Version)), td(when), td(c.Who), td(c.What), td(orDash(c.Reason))}})
	}
	p.table(t)
}

func (p *minutes) attachments() {
	title := p.t("paper.minutes.attachments")
	if p.d.Photos == 0 && len(p.d.Attachments) == 0 {
		p.none(12, title)
		return
	}
	p.section(12, title)
	if p.d.Photos > 0 {
		p.para(run{p.t("paper.attachments.photos") + ": ", quiet}, run{strconv.Itoa(p.d.Photos), body})
	}
	for i, a := range p.d.Attachments {
		p.para(run{strconv.Itoa(i+1) + ". ", quiet}, run{joined(": ", p.tx(a.Kind), a.Caption), body})
	}
}

// confirmation, signatures and what is needed to check the paper.
func (p *minutes) confirmation() {
	d := p.d
	p.section(13, p.t("paper.minutes.confirmation"))
	switch {
	case d.ReadAloud && d.Confirmed:
		p.stay(run{p.t("paper.minutes.readaloud"), body})
	case d.ReadAloud:
		p.stay(run{p.t("paper.minutes.unconfirmed"), strong})
	default:
		p.stay(run{p.t("paper.minutes.notread"), strong})
	}
	sigs := make([]signature, len(d.Signatures))
	for i, g := range d.Signatures {
		sigs[i] = signature{p.tx(g.Role), g.Name, g.Image, g.At}
	}
	if len(sigs) == 0 { // to be signed on paper
		sigs = []signature{
			{role: p.t("paper.role.moderator"), name: d.Moderator}, {role: p.t("paper.role.recorder"), name: d.Recorder},
			{role: p.t("paper.role.participant")}, {role: p.t("paper.role.participant")},
		}
	}
	p.signatures(sigs)
	p.gap(5)
	foot := joined(" ",
		p.t("paper.minutes.version", "version", max(d.Version, 1)),
		p.when(),
		p.checkLine(),
		p.t("paper.minutes.original"))
	ps := whole{ruled{}}
	ps = append(ps, pieces(wrap(in(small, foot), p.right-p.left, 'L'))...)
	if d.URL != "" {
		ps = append(ps, pieces(wrap(in(small, d.URL), p.right-p.left, 'L'))...)
	}
	if ps.height() > 60 {
		for _, l := range ps {
			p.put(l)
		}
		return
	}
	p.put(ps)
}

func (p *minutes) when() string {
	if p.d.At.IsZero() {
		return ""
	}
	return p.t("paper.minutes.closedat", "time", p.lang.DateTime(p.d.At))
}

func (p *minutes) checkLine() string {
	if p.d.Head == "" {
		return ""
	}
	return p.t("paper.minutes.check", "value", checkValue(p.d.Head))
}

// ruled is a hairline with air under it.
type ruled struct{}

func (ruled) height() float64                { return 1.6 }
func (ruled) draw(s *sheet, x, y, w float64) { s.rule(x, y, x+w, 0.09, hair) }
