package handlers

import (
	"context"

	"ashar/internal/civic"
	"ashar/views"
)

type closingStore interface {
	Closing(ctx context.Context, session string) (civic.Closing, error)
	Corrections(ctx context.Context, session string) ([]civic.Correction, error)
	SessionByCode(ctx context.Context, code string) (string, error)
}

// closing reads what the closing page shows.
func (a *App) closing(c *Ctx) (*views.SessionFrame, *views.ClosingData, error) {
	f, err := a.frame(c, "minutes")
	if err != nil {
		return nil, nil, err
	}
	ctx, id := c.Request().Context(), c.Scope.Session
	checks, err := a.store.Checks(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	heads, err := a.store.HeadCount(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	d := &views.ClosingData{Head: f.Head, Writes: f.Writes, Form: c.emptyForm()}
	if d.Closing, err = a.store.Closing(ctx, id); err != nil {
		return nil, nil, err
	}
	if d.Corrections, err = a.store.Corrections(ctx, id); err != nil {
		return nil, nil, err
	}
	silence, err := a.store.Silence(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	d.Missing = civic.WhatIsMissing(checks, heads, d.Closing, f.Head.Rules, f.Cards, f.Rounds, f.OpenRounds, silence.Open)
	return f, d, nil
}

// Closing lists what is missing and takes the signatures.
func (a *App) Closing(c *Ctx) error {
	f, d, err := a.closing(c)
	if err != nil {
		return err
	}
	p := c.sessionPage(f)
	p.Scripts = []string{"signature.js"}
	return c.show(p, views.ClosingContent(d))
}

// SetReading records that the minutes were read aloud and confirmed.
func (a *App) SetReading(c *Ctx) error {
	r := civic.SetReading{Session: c.Scope.Session, ReadAloud: c.checked("read_aloud"), Confirmed: c.checked("confirmed")}
	if _, err := c.Apply(r); err != nil {
		return err
	}
	if r.ReadAloud {
		if err := a.tick(c, civic.ItemReadAloud, civic.Open, civic.Done); err != nil {
			return err
		}
	}
	return c.saved(views.SessionPath(c.Scope.Session, "closing"))
}

// tick sets an item of the checklist by what was just done elsewhere, if it stands as it is thought to.
func (a *App) tick(c *Ctx, item string, from, to civic.CheckState) error {
	checks, err := a.store.Checks(c.Request().Context(), c.Scope.Session)
	if err != nil {
		return err
	}
	for _, k := range checks {
		if k.Key == item && k.State == from {
			_, err = c.follow(civic.SetCheck{Session: c.Scope.Session, Number: k.Number, Item: item, State: to})
		}
	}
	return err
}

// Sign puts a signature under the minutes: drawn here, or on paper.
func (a *App) Sign(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	s := civic.Sign{Session: c.Scope.Session, Role: c.Param("role"), Name: c.text("name"), Gone: c.checked("gone")}
	if s.Picture, err = signaturePNG(form.Value("signature")); err == nil {
		_, err = c.Apply(s)
	}
	if err != nil {
		f, d, e := a.closing(c)
		if e != nil {
			return e
		}
		d.Form, d.Role = form, s.Role
		p := c.sessionPage(f)
		p.Scripts = []string{"signature.js"}
		return c.refuse(err, p, form, views.ClosingContent(d))
	}
	closing, err := a.store.Closing(c.Request().Context(), c.Scope.Session)
	if err == nil && len(closing.Signatures) == len(civic.SignRoles) {
		err = a.tick(c, civic.ItemSigned, civic.Open, civic.Done)
	}
	if err != nil {
		return err
	}
	return c.saved(views.SessionPath(c.Scope.Session, "closing"))
}

// CloseSession ends the session; the minutes are ready at once.
func (a *App) CloseSession(c *Ctx) error {
	if _, err := c.Apply(civic.CloseSession{Session: c.Scope.Session}); err != nil {
		if civic.KindOf(err) != civic.Invalid {
			return err
		}
		f, d, e := a.closing(c)
		if e != nil {
			return e
		}
		return c.refuse(err, c.sessionPage(f), d.Form, views.ClosingContent(d))
	}
	if _, err := MinutesOf(c.Request().Context(), a.store, c.Scope.Session, c.base(), a.timeNow()); err != nil {
		return err
	}
	c.flash(false, "closing.closed")
	return c.goTo(views.SessionPath(c.Scope.Session, "minutes"))
}

// CorrectSession opens a closed session for a correction, with what and why.
func (a *App) CorrectSession(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	if _, err := c.Apply(civic.CorrectSession{Session: c.Scope.Session, What: c.text("what"), Reason: c.text("reason")}); err != nil {
		f, d, e := a.closing(c)
		if e != nil {
			return e
		}
		d.Form = form
		return c.refuse(err, c.sessionPage(f), form, views.ClosingContent(d))
	}
	for _, item := range []string{civic.ItemReadAloud, civic.ItemSigned} { // asked again of the new version
		if err := a.tick(c, item, civic.Done, civic.Open); err != nil {
			return err
		}
	}
	return c.saved(views.SessionPath(c.Scope.Session, "closing"))
}
