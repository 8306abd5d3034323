package handlers

import (
	"strconv"
	"strings"

	"ashar/internal/civic"
	"ashar/internal/i18n"
	"ashar/views"
)

// Decision shows a need or proposal with what was decided of it; deciders find the form there.
func (a *App) Decision(c *Ctx) error {
	d, err := a.decisionAsked(c)
	if err != nil {
		return err
	}
	return c.show(c.councilPage("decision.title", d.CouncilData), views.DecisionContent(d))
}

// decisionAsked is the need, proposal or decision of the path, with empty forms.
func (a *App) decisionAsked(c *Ctx) (*views.DecisionData, error) {
	council, err := a.councilData(c)
	if err != nil {
		return nil, err
	}
	d := &views.DecisionData{CouncilData: council}
	for i := range council.Items {
		item := &council.Items[i]
		if item.Row != nil && item.ID() == c.Param("need") || item.Proposal != nil && item.ID() == c.Param("proposal") ||
			item.Decision != nil && item.Decision.ID == c.Param("decision") {
			d.Item = item
		}
	}
	if d.Item == nil {
		return nil, civic.E(civic.NotFound, "error.not_found")
	}
	d.Form = c.emptyForm("on", council.Today, "by", "council")
	for _, item := range council.Items { // a council has as many deputies as it had
		if item.Decision != nil && item.Decision.Elected != nil {
			d.Form.Values.Set("elected", strconv.Itoa(*item.Decision.Elected))
		}
	}
	if p := d.Item.Proposal; p != nil {
		d.Form.Values.Set("answer_due", p.AnswerDue)
		d.Form.Values.Set("budget_line", p.BudgetLine)
	}
	d.Answer = c.emptyForm("answered_on", council.Today)
	if s := d.Item.Decision; s != nil {
		d.Form.Values.Set("replaces", s.ID)
		if s.AnsweredOn != "" {
			d.Answer = c.emptyForm("answered_on", s.AnsweredOn, "answer", s.Answer)
		}
		d.Answer.Values.Set("base", strconv.FormatInt(s.Version, 10))
	}
	return d, nil
}

// Decide writes a decision down; where it departs from the people's order, it asks why.
func (a *App) Decide(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	d, err := a.decisionAsked(c)
	if err != nil {
		return err
	}
	decide, es := decisionFrom(c, form, d.Item)
	es = append(es, civic.Problems(decide.Validate())...)
	if open := d.Council.With(decided(decide)).Item(d.Item.ID()).Unexplained(); len(open) > 0 {
		es = append(es, civic.Bad("departs_ky", "error.decision_departs", "needs", departing(c.Lang, d.Item.ID(), open)))
	}
	if err = es.Or(); err == nil {
		_, err = c.Apply(decide)
	}
	if err != nil {
		if civic.KindOf(err) == civic.Conflict && d.Item.Decision != nil { // seen now: saving again replaces it
			form.Values.Set("replaces", d.Item.Decision.ID)
		}
		d.Form = form
		return c.refuse(err, c.councilPage("decision.title", d.CouncilData), form, views.DecisionContent(d))
	}
	c.flash(false, "common.saved")
	return c.goTo(views.CouncilPath(c.Scope.Cycle) + "#" + views.CouncilItemID(d.Item.ID()))
}

// decided is what would stand.
func decided(d civic.Decide) civic.Decision {
	return civic.Decision{ID: d.ID, Need: d.Need, Proposal: d.Proposal, Outcome: d.Outcome, Amount: d.Amount, Departs: d.Departs}
}

// departing names the other needs that a decision would pass over or prefer.
func departing(l i18n.Lang, need string, all []civic.Departure) string {
	var names []string
	for _, x := range all {
		other := x.Passed
		if other.ID == need {
			other = x.Preferred
		}
		names = append(names, l.T("council.place", "place", strconv.Itoa(other.Place))+" «"+other.Title.In(string(l))+"»")
	}
	return strings.Join(names, ", ")
}

// decisionFrom reads the form; what is no number is told at its field.
func decisionFrom(c *Ctx, form *views.Form, item *civic.CouncilItem) (civic.Decide, civic.Errors) {
	var es civic.Errors
	d := civic.Decide{ID: c.opID(), Replaces: form.Value("replaces"), Outcome: civic.DecisionOutcome(form.Value("outcome")),
		Reason: civic.Text{KY: c.text("reason_ky"), RU: c.text("reason_ru")}, Departs: civic.Text{KY: c.text("departs_ky"), RU: c.text("departs_ru")},
		On: form.Value("on"), BudgetLine: c.text("budget_line"), AnswerDue: form.Value("answer_due")}
	if item.Row != nil {
		d.Need, d.Place = item.ID(), item.Row.Place
	} else {
		d.Proposal = item.ID()
	}
	if form.Value("by") != "council" {
		if d.By = c.text("post"); d.By == "" {
			es = append(es, civic.Bad("post", "error.decision_post"))
		}
	}
	d.Amount = som(form, "amount", &es)
	if c.text("present")+c.text("for")+c.text("against")+c.text("abstained") != "" {
		votes, bad := councilVotes(c)
		d.Votes, es = &votes, append(es, bad...)
		if len(bad) > 0 {
			d.Votes = nil
		}
	}
	return d, es
}

// councilVotes reads how deputies voted; what is left empty is nobody.
func councilVotes(c *Ctx) (v civic.CouncilVotes, es civic.Errors) {
	for _, f := range []struct {
		name string
		n    *int
	}{{"elected", &v.Elected}, {"present", &v.Present}, {"for", &v.For}, {"against", &v.Against}, {"abstained", &v.Abstained}} {
		text := c.text(f.name)
		n, err := strconv.Atoi(text)
		if err != nil && text != "" {
			es = append(es, civic.Bad(f.name, "error.deputies_number"))
		}
		*f.n = n
	}
	return v, es
}

// AnswerDecision writes down what was done.
func (a *App) AnswerDecision(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	d, err := a.decisionAsked(c)
	if err != nil {
		return err
	}
	answer := civic.AnswerDecision{Decision: d.Item.Decision.ID, On: form.Value("answered_on"), Answer: c.text("answer"), Base: base(form)}
	if _, err := c.Apply(answer); err != nil {
		if civic.KindOf(err) == civic.Conflict {
			form.Values.Set("base", strconv.FormatInt(d.Item.Decision.Version, 10))
		}
		d.Answer = form
		return c.refuse(err, c.councilPage("decision.title", d.CouncilData), form, views.DecisionContent(d))
	}
	return c.saved(views.DecisionPath(c.Scope.Cycle, d.Item))
}
