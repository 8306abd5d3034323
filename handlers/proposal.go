package handlers

import (
	"strconv"

	"ashar/internal/civic"
	"ashar/views"
)

// GatheringProposals are the slips and proposals of a gathering, and where the next slip is typed.
func (a *App) GatheringProposals(c *Ctx) error {
	d, err := a.gathering(c)
	if err != nil {
		return err
	}
	d.Spoken = c.emptyForm("sort", string(civic.Motion))
	return c.show(c.gatheringPage("gathering.proposals", d), views.GatheringProposals(d))
}

// AddProposal takes a slip, or with by_slip empty a spoken proposal.
func (a *App) AddProposal(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	save := civic.SaveProposal{ID: c.opID(), Gathering: c.Param("gathering"), Sort: civic.ProposalSort(form.Value("sort")), Text: c.text("text"), BySlip: c.checked("by_slip"), Author: c.text("author")}
	if c.checked("question") { // the other button: Enter alone is a suggestion
		save.Sort = civic.Question
	}
	_, err = c.Apply(save)
	d, e := a.gathering(c)
	if e != nil {
		return e
	}
	d.Spoken = c.emptyForm("sort", string(civic.Motion))
	if err != nil {
		if save.BySlip {
			d.Form = form
		} else {
			d.Spoken = form
		}
		return c.refuse(err, c.gatheringPage("gathering.proposals", d), form, views.GatheringProposals(d))
	}
	if !save.BySlip {
		return c.goTo(d.Path("proposals/" + save.ID))
	}
	if !c.partial() {
		return c.goTo(d.Path("proposals"))
	}
	return c.parts(views.GatheringProposals(d))
}

// proposal is the one of the path, with the needs it may be about.
func (a *App) proposal(c *Ctx) (*views.ProposalData, error) {
	g, err := a.gathering(c)
	if err != nil {
		return nil, err
	}
	d := &views.ProposalData{GatheringData: *g, Votes: c.emptyForm(), Withdraw: c.emptyForm()}
	if d.Proposal = g.Proposal(c.Param("proposal")); d.Proposal == nil {
		return nil, civic.E(civic.NotFound, "error.not_found")
	}
	if d.Writes {
		l, err := a.needList(c.Request().Context(), c.Scope.Cycle)
		if err != nil {
			return nil, err
		}
		d.Needs = l.Rows
	}
	p := d.Proposal
	d.Form = c.emptyForm("base", strconv.FormatInt(p.Version, 10), "sort", string(p.Sort), "text", p.Text, "author", p.Author, "need", p.Need, "budget_line", p.BudgetLine,
		"answer", p.Answer, "answer_due", p.AnswerDue)
	if v := p.Votes; v != nil {
		d.Votes = c.emptyForm("for", strconv.Itoa(v.For), "against", strconv.Itoa(v.Against), "abstained", strconv.Itoa(v.Abstained))
	}
	d.Votes.Values.Set("base", strconv.FormatInt(p.Version, 10))
	return d, nil
}

// GatheringProposal is one of them: its words, its votes, its answer.
func (a *App) GatheringProposal(c *Ctx) error {
	d, err := a.proposal(c)
	if err != nil {
		return err
	}
	return c.show(c.gatheringPage("gathering.proposal", &d.GatheringData), views.GatheringProposal(d))
}

// SaveProposal changes it.
func (a *App) SaveProposal(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	_, err = c.Apply(civic.SaveProposal{ID: c.Param("proposal"), Gathering: c.Param("gathering"), Sort: civic.ProposalSort(form.Value("sort")), Text: c.text("text"), Author: c.text("author"),
		Need: form.Value("need"), BudgetLine: c.text("budget_line"), Answer: c.text("answer"), AnswerDue: form.Value("answer_due"), Base: max(1, base(form))})
	return a.proposalAnswer(c, err, form, func(d *views.ProposalData) { d.Form = form })
}

// VoteProposal writes down the votes, or takes them off again.
func (a *App) VoteProposal(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	vote := civic.VoteProposal{ID: c.Param("proposal"), Gathering: c.Param("gathering"), Base: max(1, base(form))}
	var wrong civic.Errors
	if !c.checked("none") {
		vote.Votes = &civic.GatheringVotes{}
		for _, f := range []struct {
			name string
			n    *int
		}{{"for", &vote.Votes.For}, {"against", &vote.Votes.Against}, {"abstained", &vote.Votes.Abstained}} {
			var es civic.Errors
			*f.n, es = c.number(f.name)
			wrong = append(wrong, es...)
		}
	}
	if err = append(wrong, civic.Problems(vote.Validate())...).Or(); err == nil {
		_, err = c.Apply(vote)
	}
	return a.proposalAnswer(c, err, form, func(d *views.ProposalData) { d.Votes = form })
}

// WithdrawProposal takes it back with a reason, or puts it up again.
func (a *App) WithdrawProposal(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	_, err = c.Apply(civic.WithdrawProposal{ID: c.Param("proposal"), Gathering: c.Param("gathering"), Withdrawn: c.checked("withdrawn"), Reason: c.text("reason")})
	return a.proposalAnswer(c, err, form, func(d *views.ProposalData) { d.Withdraw = form })
}

// proposalAnswer goes back to the list, or shows the proposal with the refused form where put says.
func (a *App) proposalAnswer(c *Ctx, err error, form *views.Form, put func(*views.ProposalData)) error {
	if err == nil {
		return c.saved(views.GatheringPath(c.Scope.Cycle, c.Param("gathering"), "proposals"))
	}
	d, e := a.proposal(c)
	if e != nil {
		return e
	}
	if civic.KindOf(err) == civic.Conflict { // what stands now is shown: saving again saves over that
		d.Theirs = d.Writes
		form.Values.Set("base", strconv.FormatInt(d.Proposal.Version, 10))
	}
	put(d)
	return c.refuse(err, c.gatheringPage("gathering.proposal", &d.GatheringData), form, views.GatheringProposal(d))
}
