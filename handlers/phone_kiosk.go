package handlers

import (
	"net/http"

	"ashar/internal/civic"
	"ashar/views"
)

// A tablet that is handed round takes one vote after another. It is signed out
// first: whoever holds it can vote, and nothing else. It keeps nothing of
// anybody: no mark, no language, no page.

const kioskCookie = "kiosk"

// StartKiosk signs this tablet out and makes it one that is handed round.
func (a *App) StartKiosk(c *Ctx) error {
	ctx := c.Request().Context()
	mark, hash := newToken()
	if err := a.store.AddKiosk(ctx, c.Scope.Session, hash); err != nil {
		return err
	}
	if err := a.forget(c); err != nil {
		return err
	}
	c.SetCookie(&http.Cookie{Name: kioskCookie, Value: mark, Path: "/", MaxAge: 24 * 3600, HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: c.IsTLS()})
	return c.goTo("/k")
}

// kiosk is the session that this tablet is handed round in, and what it does now.
func (a *App) kiosk(c *Ctx) (*views.PhoneStage, civic.Join, error) {
	cookie, err := c.Cookie(kioskCookie)
	if err != nil {
		return nil, civic.Join{}, civic.E(civic.NotFound, "error.kiosk_over")
	}
	ctx := c.Request().Context()
	session, err := a.store.KioskSession(ctx, HashToken(cookie.Value))
	if civic.KindOf(err) == civic.NotFound {
		err = civic.E(civic.NotFound, "error.kiosk_over")
	}
	if err != nil {
		return nil, civic.Join{}, err
	}
	s, err := a.stage(ctx, session)
	if err != nil {
		return nil, civic.Join{}, err
	}
	j, err := a.store.Join(ctx, session)
	return s, j, err
}

// Kiosk waits for the next person.
func (a *App) Kiosk(c *Ctx) error {
	s, _, err := a.kiosk(c)
	if err != nil {
		return err
	}
	return c.kioskPage("/k", "phone.kiosk", views.KioskContent(s))
}

// KioskVote is one person's ballot.
func (a *App) KioskVote(c *Ctx) error {
	s, j, err := a.kiosk(c)
	if err != nil {
		return err
	}
	r := s.Vote()
	if r == nil {
		return c.Redirect(http.StatusSeeOther, "/k")
	}
	form := c.emptyForm()
	form.Slip = j.SlipsOnly
	return c.phonePage(http.StatusOK, "phone.vote.now", views.VoteContent(s, r, form, "/k/vote"))
}

// CastKioskVote takes it and forgets the person. Where slips vote, each brings theirs.
func (a *App) CastKioskVote(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	s, j, err := a.kiosk(c)
	if err != nil {
		return err
	}
	hash := ""
	if form.Slip = j.SlipsOnly; j.SlipsOnly {
		hash = HashToken(slipMark(civic.CleanJoinCode(form.Value("slip"))))
		session, err := a.store.SlipSession(c.Request().Context(), hash)
		if err == nil && session == s.Head.ID {
			err = a.store.JoinSlip(c.Request().Context(), session, hash, "")
		}
		if civic.KindOf(err) == civic.NotFound || err == nil && session != s.Head.ID {
			form.Problems = []*civic.Error{civic.Bad("slip", "error.slip_unknown")}
			if r := s.Vote(); r != nil {
				return c.phonePage(http.StatusUnprocessableEntity, "phone.vote.now", views.VoteContent(s, r, form, "/k/vote"))
			}
			return c.Redirect(http.StatusSeeOther, "/k")
		}
		if err != nil {
			return err
		}
	}
	return a.castVote(c, s, form, hash, "/k/vote", func() error {
		c.SetCookie(&http.Cookie{Name: c.own(langCookie), Path: "/", MaxAge: -1, Secure: c.IsTLS()})
		return c.Redirect(http.StatusSeeOther, "/k/done")
	})
}

// KioskDone thanks, and makes room for the next person by itself.
func (a *App) KioskDone(c *Ctx) error {
	return c.kioskPage("/k", "phone.voted", views.KioskDoneContent())
}

// EndKiosk leads the moderator back to the sign-in.
func (a *App) EndKiosk(c *Ctx) error {
	next := "/"
	if cookie, err := c.Cookie(kioskCookie); err == nil {
		if session, err := a.store.KioskSession(c.Request().Context(), HashToken(cookie.Value)); err == nil {
			next = views.SessionPath(session, "rounds")
		}
		if err := a.store.EndKiosk(c.Request().Context(), HashToken(cookie.Value)); err != nil {
			return err
		}
	}
	c.SetCookie(&http.Cookie{Name: kioskCookie, Path: "/", MaxAge: -1})
	return c.Redirect(http.StatusSeeOther, "/login?next="+queryEscape(next))
}
