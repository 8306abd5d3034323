package handlers

import (
	"context"
	"strconv"

	"ashar/internal/civic"
	"ashar/views"
)

type checklistStore interface {
	Checks(ctx context.Context, session string) ([]civic.Check, error)
	Check(ctx context.Context, session string, number int) (civic.Check, error)
	History(ctx context.Context, scope, subject string) ([]civic.Entry, error)
}

// Checklist shows one phase of the session's checklist, big rows to tick.
func (a *App) Checklist(c *Ctx) error {
	f, err := a.frame(c, "checks")
	if err != nil {
		return err
	}
	checks, err := a.store.Checks(c.Request().Context(), c.Scope.Session)
	if err != nil {
		return err
	}
	return c.show(c.sessionPage(f), views.ChecklistContent(f, checks, phaseOf(c.QueryParam("phase"), f.Head.Status), c.QueryParam("paper") == "1"))
}

// phaseOf is the phase asked for, or the one the session is in.
func phaseOf(asked string, status civic.SessionStatus) civic.Phase {
	for _, p := range civic.Phases {
		if string(p) == asked {
			return p
		}
	}
	switch status {
	case civic.Live:
		return civic.During
	case civic.Closed:
		return civic.After
	}
	return civic.Before
}

// SetCheck says what became of an item: done, not done, not applicable or open
// again. From the item's own page comes what was written beside the button, too.
func (a *App) SetCheck(c *Ctx) error {
	number, _ := strconv.Atoi(c.Param("number"))
	change := civic.SetCheck{Session: c.Scope.Session, Number: number, Item: c.FormValue("item"), State: civic.CheckState(c.FormValue("state")), OnPaper: c.checked("paper")}
	if c.FormValue("tick") != "" { // the row's own box: on or off
		change.State = civic.Open
		if c.checked("done") {
			change.State = civic.Done
		}
	}
	if c.FormValue("words") == "" {
		return a.check(c, number, change)
	}
	change.Words = &civic.CheckWords{Note: c.text("note"), Reason: c.text("reason")}
	return a.noted(c, change)
}

// NoteCheck writes the note of an item and why it stays open.
func (a *App) NoteCheck(c *Ctx) error {
	number, _ := strconv.Atoi(c.Param("number"))
	return a.noted(c, civic.NoteCheck{Session: c.Scope.Session, Number: number, Item: c.FormValue("item"),
		CheckWords: civic.CheckWords{Note: c.text("note"), Reason: c.text("reason")}})
}

// noted applies a change made on an item's own page, and stays there.
func (a *App) noted(c *Ctx, change civic.Change) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	if _, err := c.Apply(change); err != nil {
		d, e := a.checkItem(c)
		if e != nil {
			return e
		}
		d.Form = form
		return c.refuse(err, c.photoPage(d.Frame), form, views.CheckItemContent(d))
	}
	return c.saved(views.CheckItemPath(c.Scope.Session, c.Param("number")))
}

func (a *App) check(c *Ctx, number int, change civic.Change) error {
	if _, err := c.Apply(change); err != nil {
		return err
	}
	ctx, session := c.Request().Context(), c.Scope.Session
	checks, err := a.store.Checks(ctx, session)
	if err != nil {
		return err
	}
	for _, check := range checks {
		if check.Number != number {
			continue
		}
		counts, err := a.store.SessionCounts(ctx, session)
		if err != nil {
			return err
		}
		return c.done(views.CheckPath(session, check.Phase, c.checked("paper")),
			views.CheckRow(session, check, true, c.checked("paper")),
			views.CheckProgressPart(checks, check.Phase),
			views.RailCountPart("checks", railCounts(counts)["checks"]))
	}
	return civic.E(civic.NotFound, "error.not_found")
}

// CheckItem is an item on its own page: states, note, reason, photos and what happened to it.
func (a *App) CheckItem(c *Ctx) error {
	d, err := a.checkItem(c)
	if err != nil {
		return err
	}
	return c.show(c.photoPage(d.Frame), views.CheckItemContent(d))
}

func (a *App) checkItem(c *Ctx) (*views.CheckData, error) {
	f, err := a.frame(c, "checks")
	if err != nil {
		return nil, err
	}
	ctx, session := c.Request().Context(), c.Scope.Session
	number, _ := strconv.Atoi(c.Param("number"))
	check, err := a.store.Check(ctx, session, number)
	if err != nil {
		return nil, err
	}
	d := &views.CheckData{Frame: f, Check: check, Form: c.emptyForm("note", check.Note, "reason", check.Reason)}
	if d.History, err = a.store.History(ctx, session, civic.CheckSubject(session, number)); err != nil {
		return nil, err
	}
	photos, err := a.store.Photos(ctx, session)
	d.Photos = views.CheckPhotos(d, photos.OfCheck(number), c.emptyForm())
	return d, err
}
