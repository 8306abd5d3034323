package handlers

import (
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"ashar/internal/civic"
	"ashar/views"
)

// A participant's phone has no account. What it keeps is a random mark, of
// which the store knows the hash: enough to vote once, and nothing to be known by.

const phoneCookie = "phone"

// phoneDays is how long a phone keeps its mark: longer than any session.
const phoneDays = 7

// JoinCode asks for the code on the wall.
func (a *App) JoinCode(c *Ctx) error {
	return c.phonePage(http.StatusOK, "phone.join", views.JoinCodeContent(c.emptyForm("code", c.QueryParam("code"))))
}

// TypeJoinCode leads from a typed code to what it opens.
func (a *App) TypeJoinCode(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	code := civic.CleanJoinCode(form.Value("code"))
	if code == "" {
		return a.joinAgain(c, form.Value("code"), civic.E(civic.NotFound, "error.join_empty"))
	}
	return c.Redirect(http.StatusSeeOther, "/j/"+code)
}

// JoinForm asks for consent, in plain words, before a phone takes part.
func (a *App) JoinForm(c *Ctx) error {
	session, err := a.opened(c, c.Param("code"))
	if civic.KindOf(err) == civic.Gone {
		return a.joinOver(c, session)
	}
	if err != nil {
		return a.joinAgain(c, c.Param("code"), err)
	}
	slip := isSlip(c.Param("code")) && c.phone() != slipMark(civic.CleanJoinCode(c.Param("code"))) // one that this phone does not have yet
	if in, err := a.joined(c); err == nil && in == session && !slip {
		return c.Redirect(http.StatusSeeOther, "/p")
	}
	return a.joinForm(c, session, http.StatusOK, c.emptyForm())
}

func (a *App) joinForm(c *Ctx, session string, status int, form *views.Form) error {
	head, err := a.store.SessionHead(c.Request().Context(), session)
	if err != nil {
		return err
	}
	return c.phonePage(status, "phone.join", views.JoinContent(head, form))
}

// JoinSession lets a phone in.
func (a *App) JoinSession(c *Ctx) error {
	session, err := a.opened(c, c.Param("code"))
	if civic.KindOf(err) == civic.Gone {
		return a.joinOver(c, session)
	}
	if err != nil {
		return a.joinAgain(c, c.Param("code"), err)
	}
	form, err := c.form()
	if err != nil {
		return err
	}
	if !c.checked("agree") {
		form.Problems = []*civic.Error{civic.Bad("agree", "error.join_consent")}
		return a.joinForm(c, session, http.StatusUnprocessableEntity, form)
	}
	phone := slipMark(civic.CleanJoinCode(c.Param("code")))
	if isSlip(c.Param("code")) {
		err = a.store.JoinSlip(c.Request().Context(), session, HashToken(phone), HashToken(c.phone()))
	} else {
		mark, _, _ := strings.Cut(c.phone(), "~")
		if len(mark) < 32 {
			mark, _ = newToken()
		}
		phone = mark + "~" + session
		err = a.store.JoinPhone(c.Request().Context(), session, HashToken(phone))
	}
	if err != nil {
		return a.joinAgain(c, c.Param("code"), err)
	}
	c.keepPhone(phone)
	return c.Redirect(http.StatusSeeOther, "/p")
}

// isSlip tells a slip's code from the session's own.
func isSlip(code string) bool { return len(civic.CleanJoinCode(code)) == civic.SlipLength }

// opened finds the session that a code opens; Gone, with the session, when that is over.
func (a *App) opened(c *Ctx, code string) (session string, err error) {
	code = civic.CleanJoinCode(code)
	opens, over, key := a.store.JoinByCode, a.store.JoinOver, code
	if isSlip(code) {
		opens, over, key = a.store.SlipSession, a.store.SlipOver, HashToken(slipMark(code))
	}
	err = a.guess(c, func() (err error) {
		session, err = opens(c.Request().Context(), key)
		if civic.KindOf(err) == civic.NotFound {
			if session, err = over(c.Request().Context(), key); err == nil { // lets nobody in: neither a guess that failed nor one that did not
				return civic.E(civic.Gone, "error.join_closed")
			}
		}
		return err
	})
	if civic.KindOf(err) == civic.NotFound {
		return "", civic.E(civic.NotFound, "error.join_unknown")
	}
	return session, err
}

// guess looks something up by a code. Guessing is slowed, but never where somebody already came in: a whole hall
// stands behind one address.
func (a *App) guess(c *Ctx, look func() error) error {
	address := c.RealIP()
	if wait := a.throttle.waitJoin(address); wait > 0 {
		c.Response().Header().Set("Retry-After", seconds(wait))
		return civic.E(civic.TooMany, "error.login_wait", "seconds", seconds(wait))
	}
	err := look()
	switch {
	case civic.KindOf(err) == civic.NotFound:
		a.throttle.failedJoin(address)
	case err == nil:
		a.throttle.joinedFrom(address)
	}
	return err
}

// joinOver answers who comes with the code of a session that is over: with what
// became of what was said, or where that will be.
func (a *App) joinOver(c *Ctx, session string) error {
	ctx := c.Request().Context()
	head, err := a.store.SessionHead(ctx, session)
	if err != nil {
		return err
	}
	if !head.Practice {
		of, err := a.store.PublicCode(ctx, head.Code)
		if err == nil && of.Published.Has("list") {
			return c.Redirect(http.StatusSeeOther, "/n/"+head.Code)
		}
		if err != nil && civic.KindOf(err) != civic.NotFound {
			return err
		}
	}
	return c.phonePage(http.StatusOK, "phone.over", views.PhoneOverContent(head))
}

// joinAgain asks for the code again, with what was typed and what is wrong with it.
func (a *App) joinAgain(c *Ctx, typed string, err error) error {
	kind := civic.KindOf(err)
	if kind != civic.NotFound && kind != civic.Gone && kind != civic.TooMany {
		return err
	}
	form := c.emptyForm("code", typed)
	for _, problem := range civic.Problems(err) {
		form.Problems = append(form.Problems, civic.Bad("code", problem.Key, problem.Args...))
	}
	return c.phonePage(statusOf(kind), "phone.join", views.JoinCodeContent(form))
}

// phone is what the phone keeps, "" where it never took part.
func (c *Ctx) phone() string {
	cookie, err := c.Cookie(phoneCookie)
	if err != nil {
		return ""
	}
	return cookie.Value
}

func (c *Ctx) keepPhone(value string) {
	c.SetCookie(&http.Cookie{Name: phoneCookie, Value: value, Path: "/", MaxAge: phoneDays * 24 * 3600, HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: c.IsTLS()})
}

// joined is the session that this phone takes part in.
func (a *App) joined(c *Ctx) (session string, err error) {
	phone := c.phone()
	if phone == "" {
		return "", civic.E(civic.NotFound, "error.join_first")
	}
	session, err = a.store.JoinedSession(c.Request().Context(), HashToken(phone))
	if civic.KindOf(err) == civic.NotFound {
		err = civic.E(civic.NotFound, "error.join_first")
	}
	return session, err
}

// LeavePhone takes the phone out of the session.
func (a *App) LeavePhone(c *Ctx) error {
	session, err := a.joined(c)
	if err != nil {
		return a.joinAgain(c, "", err)
	}
	if err := a.store.LeavePhone(c.Request().Context(), session, HashToken(c.phone())); err != nil {
		return err
	}
	return c.phonePage(http.StatusOK, "phone.left", views.PhoneLeftContent())
}

// phonePage answers a whole page of the small frame that phones get.
func (c *Ctx) phonePage(status int, titleKey string, content templ.Component) error {
	p := views.Page{Title: c.Lang.T(titleKey), Lang: c.Lang, Here: c.here()}
	if c.Request().Method != http.MethodGet {
		p.Here = "/p"
	}
	p.Live = c.Path() == "/p"
	return c.write(status, views.PhoneLayout(p, content))
}

// kioskPage is a page of a tablet that is handed round: by itself it goes on to next.
func (c *Ctx) kioskPage(next, titleKey string, content templ.Component) error {
	return c.write(http.StatusOK, views.PhoneLayout(views.Page{Title: c.Lang.T(titleKey), Lang: c.Lang, Here: c.here(), Next: next}, content))
}

// onPhone reports whether an address is one of the participants' pages.
func onPhone(path string) bool {
	for _, own := range [...]string{"/j", "/p", "/k"} {
		if path == own || strings.HasPrefix(path, own+"/") {
			return true
		}
	}
	return false
}
