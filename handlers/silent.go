package handlers

import (
	"context"
	"slices"

	"ashar/internal/civic"
	"ashar/views"
)

type silentStore interface {
	Silence(ctx context.Context, session string) (civic.Silence, error)
}

// silent reads how far the silent writing is and, once it is shown, what came
// from phones and waits for a yes.
func (a *App) silent(c *Ctx) (*views.SilentData, error) {
	f, err := a.frame(c, "silent")
	if err != nil {
		return nil, err
	}
	ctx := c.Request().Context()
	d := &views.SilentData{Frame: f, Form: c.emptyForm()}
	if d.Silence, err = a.store.Silence(ctx, c.Scope.Session); err != nil {
		return nil, err
	}
	d.Waiting, err = a.waiting(c)
	return d, err
}

// waiting is what came from phones and nobody has judged yet.
func (a *App) waiting(c *Ctx) ([]civic.Sent, error) {
	sent, err := a.store.SentStatements(c.Request().Context(), c.Scope.Session)
	return slices.DeleteFunc(sent, func(s civic.Sent) bool { return s.State != "" }), err
}

// Silent is where everybody writes before anybody speaks.
func (a *App) Silent(c *Ctx) error {
	d, err := a.silent(c)
	if err != nil {
		return err
	}
	return c.show(c.sessionPage(d.Frame), views.SilentContent(d))
}

// OpenSilence begins it.
func (a *App) OpenSilence(c *Ctx) error {
	return a.silently(c, civic.OpenSilence{Session: c.Scope.Session})
}

// ShowSlips ends it: all that was written is seen at once.
func (a *App) ShowSlips(c *Ctx) error {
	return a.silently(c, civic.ShowSlips{Session: c.Scope.Session})
}

func (a *App) silently(c *Ctx, change civic.Change) error {
	if _, err := c.Apply(change); err != nil {
		return err
	}
	return c.goTo(views.SessionPath(c.Scope.Session, "silent"))
}

// TypeSlip takes a slip of paper; its words are not seen again until all are shown.
func (a *App) TypeSlip(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	_, err = c.Apply(civic.TypeSlip{ID: c.opID(), Text: civic.Said(form.Value("text"))})
	d, e := a.silent(c)
	if e != nil {
		return e
	}
	if err != nil {
		d.Form = form
		return c.refuse(err, c.sessionPage(d.Frame), form, views.SilentContent(d))
	}
	if !c.partial() {
		return c.goTo(views.SessionPath(c.Scope.Session, "silent"))
	}
	return c.parts(views.SilentContent(d))
}

// LetSent lets all that phones sent and nobody judged yet among what was said.
func (a *App) LetSent(c *Ctx) error {
	sent, err := a.waiting(c)
	if err != nil {
		return err
	}
	if err := a.store.ApplyAll(c.Request().Context(), c.judged(sent, true)); err != nil {
		return err
	}
	return c.goTo(views.SessionPath(c.Scope.Session, "priorities"))
}
