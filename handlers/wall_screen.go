package handlers

import (
	"net/http"

	"ashar/internal/civic"
	"ashar/views"
)

// A projector's browser may show the wall without anybody signed in there: the
// facilitator's tablet gives a code, once, and what the browser keeps then
// opens the wall of that session and nothing else.

const screenCookie = "screen"

// screen is the hash of what this browser keeps, "" when it was never a screen.
func (c *Ctx) screen() string {
	cookie, err := c.Cookie(screenCookie)
	if err != nil || cookie.Value == "" {
		return ""
	}
	return HashToken(cookie.Value)
}

// OfferScreen makes a code for a projector's browser.
func (a *App) OfferScreen(c *Ctx) error {
	if _, err := c.Apply(civic.OfferScreen{Session: c.Scope.Session, ID: c.opID()}); err != nil {
		return err
	}
	return c.goTo(views.SessionPath(c.Scope.Session, "wall"))
}

// EndScreen takes the wall away from a browser.
func (a *App) EndScreen(c *Ctx) error {
	if _, err := c.Apply(civic.EndScreen{Session: c.Scope.Session, ID: c.Param("screen")}); err != nil {
		return err
	}
	return c.goTo(views.SessionPath(c.Scope.Session, "wall"))
}

// PlainScreen is the wall in a browser that a code made a screen; before that
// it asks for the code.
func (a *App) PlainScreen(c *Ctx) error {
	session, err := a.store.ScreenSession(c.Request().Context(), c.screen())
	if civic.KindOf(err) == civic.NotFound {
		return a.screenForm(c, http.StatusOK, c.emptyForm())
	}
	if err != nil {
		return err
	}
	return a.showWall(c, session, "/w/live")
}

// ScreenCode is what the QR on the tablet opens: the code, to be said yes to.
func (a *App) ScreenCode(c *Ctx) error {
	return a.screenForm(c, http.StatusOK, c.emptyForm("code", civic.CleanJoinCode(c.Param("code"))))
}

func (a *App) screenForm(c *Ctx, status int, form *views.Form) error {
	p := c.doorPage("wall.connect")
	p.Here = "/w"
	return c.render(status, p, views.ScreenCodeContent(p, form))
}

// TakeScreen makes this browser a screen.
func (a *App) TakeScreen(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	address := c.RealIP()
	if wait := a.throttle.waitCode(address); wait > 0 {
		c.Response().Header().Set("Retry-After", seconds(wait))
		form.Problems = []*civic.Error{civic.Bad("code", "error.login_wait", "seconds", seconds(wait))}
		return a.screenForm(c, http.StatusTooManyRequests, form)
	}
	secret, hash := newToken()
	code := civic.CleanJoinCode(form.Value("code"))
	err = a.store.TakeScreen(c.Request().Context(), code, hash, deviceName(c.Request().UserAgent()))
	if civic.KindOf(err) == civic.NotFound {
		if len(code) == civic.ScreenLength {
			a.throttle.failedCode(address)
		}
		form.Problems = []*civic.Error{civic.Bad("code", "error.screen_code")}
		return a.screenForm(c, http.StatusUnprocessableEntity, form)
	}
	if err != nil {
		return err
	}
	a.throttle.succeededCode(address)
	c.SetCookie(&http.Cookie{Name: screenCookie, Value: secret, Path: "/w", MaxAge: int(civic.ScreenLife.Seconds()), HttpOnly: true,
		SameSite: http.SameSiteLaxMode, Secure: c.IsTLS()})
	return c.goTo("/w")
}

// ScreenLive streams the wall to a browser that a code made a screen.
func (a *App) ScreenLive(c *Ctx) error {
	screen := c.screen()
	session, err := a.store.ScreenSession(c.Request().Context(), screen)
	if err != nil {
		return err
	}
	return a.stream(c, watching{session: session, page: "/w", tablet: screen, gone: func() bool {
		_, err := a.store.ScreenSession(c.Request().Context(), screen)
		return civic.KindOf(err) == civic.NotFound
	}})
}
