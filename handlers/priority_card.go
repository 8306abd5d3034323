package handlers

import (
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"ashar/internal/civic"
	"ashar/views"
)

// card reads what a priority's own pages show; of another session it is not found.
func (a *App) card(c *Ctx) (*views.CardData, error) {
	b, err := a.board(c)
	if err != nil {
		return nil, err
	}
	p := b.List.Find(c.Param("priority"))
	if p == nil {
		return nil, civic.E(civic.NotFound, "error.not_found")
	}
	d := &views.CardData{Frame: b.Frame, List: b.List, Priority: *p, MayList: c.User.Holds(c.Scope.Municipality, planners...)}
	d.Seats, _ = strconv.Atoi(b.Frame.Count["attendance"])
	d.Sectors = slices.DeleteFunc(b.List.Sectors, func(s civic.Sector) bool { return s.Retired && s.ID != p.Sector })
	if d.Edits, err = a.store.Edits(c.Request().Context(), c.Scope.Session, p.ID); err != nil {
		return nil, err
	}
	d.PhotoForm = c.emptyForm()
	d.Form = c.emptyForm("base", strconv.FormatInt(p.Version, 10))
	for _, name := range civic.PriorityFields() {
		d.Form.Values.Set(name, p.Field(name))
	}
	d.Form.Values["supporters"] = strings.Fields(p.Field("supporters"))
	return d, nil
}

// Priority is a card being worked through.
func (a *App) Priority(c *Ctx) error { return a.showCard(c, "top", views.OutcomeBody) }

// Card is a card's fields, statements and history.
func (a *App) Card(c *Ctx) error { return a.showCard(c, "said", views.CardBody) }

func (a *App) showCard(c *Ctx, tab string, body func(*views.CardData) templ.Component) error {
	d, err := a.card(c)
	if err != nil {
		return err
	}
	return c.show(c.photoPage(d.Frame), c.part(d.Frame, tab, body(d)))
}

// SaveOutcome writes what the group worked out.
func (a *App) SaveOutcome(c *Ctx) error {
	return a.savePriority(c, civic.OutcomeFields, "top", views.PriorityPath(c.Scope.Session, c.Param("priority")), views.OutcomeBody)
}

// SaveCard writes the fields of a card.
func (a *App) SaveCard(c *Ctx) error {
	return a.savePriority(c, civic.CardFields, "said", views.PriorityPath(c.Scope.Session, c.Param("priority"))+"/card", views.CardBody)
}

// savePriority sets the fields that the form brought; a field written over
// somebody else's is kept beside it.
func (a *App) savePriority(c *Ctx, names []string, tab, next string, body func(*views.CardData) templ.Component) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	fields := map[string]string{}
	for _, name := range names {
		if values, ok := form.Values[name]; ok {
			fields[name] = civic.Said(strings.Join(values, " "))
		}
	}
	if form.Has("seats", "1") { // no box ticked sends nothing
		fields["supporters"] = strings.Join(form.Values["supporters"], " ")
	}
	r, err := c.Apply(civic.SavePriority{ID: c.Param("priority"), Base: base(form), Fields: fields})
	if err != nil {
		d, e := a.card(c)
		if e != nil {
			return e
		}
		d.Form = form
		return c.refuse(err, c.sessionPage(d.Frame), form, c.part(d.Frame, tab, body(d)))
	}
	if hasRivals(r) { // both texts stand at the head of the page
		return c.goTo(next)
	}
	if !c.partial() {
		return c.saved(next)
	}
	d, err := a.card(c)
	if err != nil {
		return err
	}
	d.Saved = true
	return c.parts(body(d))
}

// Top are the priorities to be worked through and what each still lacks.
func (a *App) Top(c *Ctx) error {
	d, err := a.board(c)
	if err != nil {
		return err
	}
	rounds, err := a.store.RoundHeads(c.Request().Context(), c.Scope.Session)
	if err != nil {
		return err
	}
	d.Top = d.List.Top(rounds)
	return c.show(c.sessionPage(d.Frame), c.part(d.Frame, "top", views.TopBody(d)))
}

// Withdrawal asks why a card is taken off the list.
func (a *App) Withdrawal(c *Ctx) error { return a.showCard(c, "said", views.WithdrawalBody) }

// WithdrawPriority takes a card off the list with a reason, or puts it back.
func (a *App) WithdrawPriority(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	_, err = c.Apply(civic.WithdrawPriority{ID: c.Param("priority"), Withdrawn: c.checked("withdrawn"), Reason: civic.Said(form.Value("reason"))})
	if civic.KindOf(err) == civic.Invalid {
		d, e := a.card(c)
		if e != nil {
			return e
		}
		d.Form = form
		return c.refuse(err, c.sessionPage(d.Frame), form, c.part(d.Frame, "said", views.WithdrawalBody(d)))
	}
	if err != nil {
		return a.backWith(c, err, views.SessionPath(c.Scope.Session, "priorities"))
	}
	return a.boardAnswer(c)
}
