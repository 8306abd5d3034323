package handlers

import (
	"context"
	"net/http"
	"strings"
	"time"

	"ashar/internal/civic"
	"ashar/views"
)

type loginStore interface {
	UserByLogin(ctx context.Context, login string) (u civic.User, password string, err error)
	LoginUser(ctx context.Context, hash string) (civic.User, error)
	AddLogin(ctx context.Context, hash, user, device string) error
	EndLogin(ctx context.Context, hash string) error
	Invitation(ctx context.Context, hash string) (user string, err error)
	UseInvitation(ctx context.Context, hash string) error
	User(ctx context.Context, id string) (civic.User, error)
}

const (
	loginCookie = "ashar"
	flashCookie = "ashar_flash"
	langCookie  = "lang"
)

// own is a cookie's name for the way by which this request came. Over https it
// is never sent to the plain port of the same host, which may not replace it either.
func (c *Ctx) own(cookie string) string {
	if c.IsTLS() {
		return "__Host-" + cookie
	}
	return cookie
}

// identify finds out who is signed in with this device. Every request asks the
// database, so a revoked device is out at once.
func (a *App) identify(c *Ctx) {
	if r := replayOf(c.Request().Context()); r != nil {
		c.User = r.user
		return
	}
	s, err := a.cookies.Get(c.Request(), c.own(loginCookie))
	if err != nil {
		return // a cookie of another installation
	}
	id, _ := s.Values["id"].(string)
	if id == "" {
		return
	}
	hash := HashToken(id)
	user, err := a.store.LoginUser(c.Request().Context(), hash)
	if err != nil {
		if civic.KindOf(err) != civic.NotFound {
			a.log.Error("who is signed in", "error", err)
		}
		return
	}
	c.User, c.login = user, hash
}

// Login shows the sign-in form.
func (a *App) Login(c *Ctx) error {
	if c.User.ID != "" {
		return c.goTo(safeNext(c.QueryParam("next")))
	}
	form := c.emptyForm("next", c.QueryParam("next"))
	p := c.doorPage("login.title")
	return c.show(p, views.LoginContent(p, form))
}

// SignIn checks login and password. Whether the login exists cannot be told from the answer.
func (a *App) SignIn(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	again := func(err error) error {
		p := c.doorPage("login.title")
		return c.refuse(err, p, form, views.LoginContent(p, form))
	}
	login, address := civic.CleanLogin(form.Value("login")), c.RealIP()
	if wait := a.throttle.wait(login, address); wait > 0 {
		c.Response().Header().Set("Retry-After", seconds(wait))
		return again(civic.Bad("password", "error.login_wait", "seconds", seconds(wait)))
	}
	user, hash, err := a.store.UserByLogin(c.Request().Context(), login)
	if err != nil && civic.KindOf(err) != civic.NotFound {
		return err
	}
	if !checkPassword(hash, form.Value("password")) || user.Disabled {
		a.throttle.failed(login, address)
		return again(civic.Bad("password", "error.login_wrong"))
	}
	a.throttle.succeeded(login, address)
	if err := a.signIn(c, user); err != nil {
		return err
	}
	return c.goTo(safeNext(form.Value("next")))
}

// signIn gives this device a fresh login.
func (a *App) signIn(c *Ctx, user civic.User) error {
	id, hash := newToken()
	if err := a.store.AddLogin(c.Request().Context(), hash, user.ID, deviceName(c.Request().UserAgent())); err != nil {
		return err
	}
	return a.setCookie(c, id)
}

func (a *App) setCookie(c *Ctx, id string) error {
	s, _ := a.cookies.New(c.Request(), c.own(loginCookie)) // an unreadable old cookie is replaced
	s.Options.Secure = c.IsTLS()
	s.Values["id"] = id
	if id == "" {
		s.Options.MaxAge = -1
	}
	return s.Save(c.Request(), c.Response())
}

// SignOut ends this device's login.
func (a *App) SignOut(c *Ctx) error {
	if err := a.forget(c); err != nil {
		return err
	}
	return c.goTo("/login")
}

// forget ends this device's login: it is nobody's any more.
func (a *App) forget(c *Ctx) error {
	if err := a.store.EndLogin(c.Request().Context(), c.login); err != nil {
		return err
	}
	return a.setCookie(c, "")
}

// doorPage is a page before anybody is in.
func (c *Ctx) doorPage(titleKey string) views.Page {
	a := c.app
	p := c.page(titleKey)
	p.Door, p.Office = true, true
	if safe := a.secureAddress(); safe != "" && !trustworthy(c.Request()) {
		p.Secure = &views.Link{Href: safe + "/login", Text: c.Lang.T("trust.login_go")}
		p.Trust = a.hall.Authority != nil
	}
	return p
}

// safeNext keeps redirects on this site.
func safeNext(next string) string {
	// Browsers drop tabs and line ends, and take a backslash for a slash.
	if !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") || strings.ContainsAny(next, "\\\t\r\n") {
		return "/"
	}
	return next
}

func seconds(d time.Duration) string {
	return itoa(int((d + time.Second - 1) / time.Second))
}

// deviceName is what a person recognises in the list of devices: system and browser.
func deviceName(agent string) string {
	find := func(names ...string) string {
		for _, n := range names {
			if strings.Contains(agent, n) {
				return n
			}
		}
		return ""
	}
	name := strings.TrimSpace(find("iPad", "iPhone", "Android", "Windows", "Macintosh", "CrOS", "Linux") + " " +
		find("Firefox", "Edg", "OPR", "SamsungBrowser", "YaBrowser", "Chrome", "Safari"))
	if name == "" {
		return "?"
	}
	return name
}

// flash keeps a sentence for the next page.
func (c *Ctx) flash(bad bool, key string, args ...any) {
	c.keepFlash(map[any]any{"text": c.Lang.T(key, args...), "bad": bad})
}

func (c *Ctx) keepFlash(values map[any]any) {
	s, _ := c.app.cookies.New(c.Request(), c.own(flashCookie))
	s.Options.MaxAge, s.Options.Secure = 60, c.IsTLS()
	s.Values = values
	if err := s.Save(c.Request(), c.Response()); err != nil {
		c.app.log.Error("flash", "error", err)
	}
}

// flashLink says on the next page that something went well, and where one may go on.
func (c *Ctx) flashLink(key, linkKey, href string) {
	c.keepFlash(map[any]any{"text": c.Lang.T(key), "link": c.Lang.T(linkKey), "href": href})
}

func (c *Ctx) takeFlash() *views.Flash {
	if _, err := c.Cookie(c.own(flashCookie)); err != nil || c.partial() {
		return nil
	}
	s, err := c.app.cookies.Get(c.Request(), c.own(flashCookie))
	if err != nil {
		return nil
	}
	text, _ := s.Values["text"].(string)
	bad, _ := s.Values["bad"].(bool)
	http.SetCookie(c.Response(), &http.Cookie{Name: c.own(flashCookie), Path: "/", MaxAge: -1, HttpOnly: true, Secure: c.IsTLS()})
	if text == "" {
		return nil
	}
	f := &views.Flash{Text: text, Bad: bad}
	if href, _ := s.Values["href"].(string); href != "" {
		link, _ := s.Values["link"].(string)
		f.Link = &views.Link{Href: href, Text: link}
	}
	return f
}
