package handlers

import (
	"cmp"
	"strconv"

	"ashar/internal/civic"
	"ashar/views"
)

// AddStatements writes down what was said; a pasted list becomes one
// statement, or with "each" one for every line.
func (a *App) AddStatements(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	text := civic.Said(form.Value("text"))
	texts := []string{text}
	if lines := civic.Lines(text); c.checked("each") && len(lines) > 0 {
		texts = lines
	}
	place, last := civic.Said(form.Value("location")), civic.Said(form.Value("last"))
	same := "" // the place of the one before, because somebody said so
	if place == "" && last != "" && c.checked("same") {
		place, same = last, "1"
	}
	add := civic.AddStatements{Location: place, Priority: form.Value("priority")}
	id := c.opID()
	for i, text := range texts {
		add.Statements = append(add.Statements, civic.SaidStatement{ID: id, Text: text})
		id = civic.ChildID(c.opID(), strconv.Itoa(i+1))
	}
	if _, err := c.Apply(add); err != nil {
		d, e := a.board(c)
		if e != nil {
			return e
		}
		d.Form, d.Similar = form, similar(text, d.List)
		if c.partial() {
			return c.refuse(err, c.sessionPage(d.Frame), form, views.CaptureForm(d))
		}
		return c.refuse(err, c.sessionPage(d.Frame), form, c.part(d.Frame, "said", views.PrioritiesBody(d)))
	}
	return a.boardAnswer(c, views.CapturedPart(c.Scope.Session, c.emptyForm("last", cmp.Or(place, last), "same", same)))
}

// statement reads what a statement's own page shows; of another session it is not found.
func (a *App) statement(c *Ctx) (*views.StatementData, error) {
	b, err := a.board(c)
	if err != nil {
		return nil, err
	}
	d := &views.StatementData{Frame: b.Frame, List: b.List}
	for _, s := range b.List.All() {
		if s.ID == c.Param("statement") {
			d.Statement = s
		}
	}
	if d.Statement.ID == "" {
		return nil, civic.E(civic.NotFound, "error.not_found")
	}
	d.Form = c.emptyForm("text", d.Statement.Text, "location", d.Statement.Location, "base", strconv.FormatInt(d.Statement.Version, 10))
	d.Reason = c.emptyForm()
	d.Edits, err = a.store.Edits(c.Request().Context(), c.Scope.Session, d.Statement.ID)
	return d, err
}

// Statement is one statement on its own page.
func (a *App) Statement(c *Ctx) error {
	d, err := a.statement(c)
	if err != nil {
		return err
	}
	return c.show(c.sessionPage(d.Frame), c.part(d.Frame, "said", views.StatementBody(d)))
}

// EditStatement corrects the words. Written over somebody else's, both are kept.
func (a *App) EditStatement(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	r, err := c.Apply(civic.EditStatement{ID: c.Param("statement"), Base: base(form), Text: form.Value("text"), Location: form.Value("location")})
	if err != nil {
		d, e := a.statement(c)
		if e != nil {
			return e
		}
		d.Form = form
		return c.refuse(err, c.sessionPage(d.Frame), form, c.part(d.Frame, "said", views.StatementBody(d)))
	}
	if hasRivals(r) {
		return c.goTo(views.StatementPath(c.Scope.Session, c.Param("statement")))
	}
	return c.saved(views.SessionPath(c.Scope.Session, "priorities"))
}

// base is the version that the form was filled from.
func base(form *views.Form) int64 {
	n, _ := strconv.ParseInt(form.Value("base"), 10, 64)
	return n
}

// WithdrawStatement takes a statement back with a reason, or puts it back.
func (a *App) WithdrawStatement(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	_, err = c.Apply(civic.WithdrawStatement{ID: c.Param("statement"), Withdrawn: c.checked("withdrawn"), Reason: civic.Said(form.Value("reason"))})
	if civic.KindOf(err) == civic.Invalid {
		d, e := a.statement(c)
		if e != nil {
			return e
		}
		d.Reason = form
		return c.refuse(err, c.sessionPage(d.Frame), form, c.part(d.Frame, "said", views.StatementBody(d)))
	}
	if err != nil {
		return a.backWith(c, err, views.StatementPath(c.Scope.Session, c.Param("statement")))
	}
	return a.boardAnswer(c)
}

// PlaceStatement makes a card of a statement ("new"), or puts it on one, or with "" on none.
func (a *App) PlaceStatement(c *Ctx) error {
	statement, card := c.Param("statement"), c.FormValue("priority")
	var change civic.Change = civic.PlaceStatement{ID: statement, Priority: card}
	if card == "new" {
		change = civic.MakePriority{ID: c.opID(), Statement: statement}
	}
	if _, err := c.Apply(change); err != nil {
		return a.backWith(c, err, views.SessionPath(c.Scope.Session, "priorities"))
	}
	return a.boardAnswer(c)
}

// backWith answers a conflict: without a script the person goes back to the
// page with the sentence, instead of to a page that holds nothing else.
func (a *App) backWith(c *Ctx, err error, back string) error {
	if ps := civic.Problems(err); !c.partial() && civic.KindOf(err) == civic.Conflict {
		c.flash(true, ps[0].Key, ps[0].Args...)
		return c.goTo(back)
	}
	return err
}
