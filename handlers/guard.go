package handlers

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"ashar/internal/civic"
	"ashar/internal/i18n"
	"ashar/views"
)

type scopeStore interface {
	Scope(ctx context.Context, kind, id string) (civic.Scope, error)
}

// scoped are the path parameters that say what a route concerns.
var scoped = []string{"session", "cycle", "survey", "municipality", "unit"}

// admit finds out who calls and about what, and lets pass whom the table names.
func (a *App) admit(r Route) echo.HandlerFunc {
	return func(ec echo.Context) error {
		c := &Ctx{Context: ec, app: a}
		a.identify(c)
		a.chooseLang(c)
		a.limitBody(c, r)
		if r.Who != nil {
			if author := c.Request().Header.Get("X-Op-Author"); c.User.ID == "" || author != "" && author != c.User.ID {
				return a.askToSignIn(c) // also where somebody else has signed in meanwhile: nobody sends another's work
			}
			if err := a.permit(c, r); err != nil {
				return a.answer(c, err)
			}
		}
		if err := r.Handle(a, c); err != nil {
			return a.answer(c, err)
		}
		return nil
	}
}

// permit checks the person's role in the municipality that the path concerns.
func (a *App) permit(c *Ctx, r Route) error {
	for _, kind := range scoped {
		id := c.Param(kind)
		if id == "" {
			continue
		}
		scope, err := a.store.Scope(c.Request().Context(), kind, id)
		if err != nil {
			return err
		}
		c.Scope = scope
		if len(c.User.In(scope.Municipality)) == 0 {
			return civic.E(civic.NotFound, "error.not_found")
		}
		if !c.User.Holds(scope.Municipality, r.Who...) {
			return civic.E(civic.Forbidden, "error.forbidden")
		}
		return nil
	}
	if !c.User.Anywhere(r.Who...) {
		return civic.E(civic.Forbidden, "error.forbidden")
	}
	return nil
}

// askToSignIn answers somebody unknown. htmx must not swap a sign-in page into
// the middle of another one: it gets 401 and is sent there.
func (a *App) askToSignIn(c *Ctx) error {
	next := "/login"
	if c.Request().Method == http.MethodGet && c.Request().URL.Path != "/" {
		next += "?next=" + queryEscape(c.here())
	}
	if c.partial() {
		c.Response().Header().Set("HX-Redirect", next)
		return c.NoContent(http.StatusUnauthorized)
	}
	if c.Request().Method != http.MethodGet && c.Request().Method != http.MethodHead {
		return a.answer(c, civic.E(civic.SignedOut, "error.signed_out"))
	}
	return c.Redirect(http.StatusSeeOther, next)
}

// chooseLang takes ?lang= first and remembers it, then the cookie, then the
// person's own, then what the browser asks for.
func (a *App) chooseLang(c *Ctx) {
	if l, ok := i18n.Parse(c.QueryParam("lang")); ok {
		c.keepLang(string(l))
		c.Lang = l
	} else if cookie, err := c.Cookie(c.own(langCookie)); err == nil {
		c.Lang, _ = i18n.Parse(cookie.Value)
	}
	if c.Lang == "" {
		c.Lang, _ = i18n.Parse(c.User.Lang)
	}
	if c.Lang == "" {
		c.Lang = i18n.Match(c.Request().Header.Get("Accept-Language"))
	}
	ctx := i18n.With(c.Request().Context(), c.Lang)
	ctx = views.WithClock(ctx, a.now, a.ids)
	c.SetRequest(c.Request().WithContext(ctx))
	c.Response().Header().Set("Content-Language", string(c.Lang))
}

// Bodies are small, except where a route takes a file.
const (
	bodyLimit = 1 << 20
	fileLimit = 12 << 20
)

func (a *App) limitBody(c *Ctx, r Route) {
	limit := int64(bodyLimit)
	if strings.HasSuffix(r.Path, "/photos") {
		limit = photoBody
	} else if strings.HasSuffix(r.Path, "/bundles") {
		limit = bundleBytes + bodyLimit
	} else if strings.HasPrefix(c.Request().Header.Get("Content-Type"), "multipart/form-data") {
		limit = fileLimit
	}
	c.Request().Body = http.MaxBytesReader(c.Response(), c.Request().Body, limit)
}

// timeNow is the injected clock, in UTC.
func (a *App) timeNow() time.Time { return a.now().UTC() }
