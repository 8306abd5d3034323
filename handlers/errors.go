package handlers

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"runtime/debug"
	"strings"

	"github.com/labstack/echo/v4"

	"ashar/internal/civic"
	"ashar/internal/i18n"
	"ashar/views"
)

// statuses maps the kinds of error: the only place that does.
var statuses = map[civic.Kind]int{
	civic.Invalid:     http.StatusUnprocessableEntity,
	civic.NotFound:    http.StatusNotFound,
	civic.Forbidden:   http.StatusForbidden,
	civic.SignedOut:   http.StatusUnauthorized,
	civic.Conflict:    http.StatusConflict,
	civic.Gone:        http.StatusGone,
	civic.TooLarge:    http.StatusRequestEntityTooLarge,
	civic.TooMany:     http.StatusTooManyRequests,
	civic.Full:        http.StatusInsufficientStorage,
	civic.Unavailable: http.StatusServiceUnavailable,
}

func statusOf(k civic.Kind) int {
	if s, ok := statuses[k]; ok {
		return s
	}
	return http.StatusInternalServerError
}

// answer turns an error into a page, or for htmx into a flash, in the person's
// language. What went wrong inside is logged once, here, and never shown.
func (a *App) answer(c *Ctx, err error) error {
	if c.Response().Committed {
		if c.Request().Context().Err() == nil { // else they have gone, and nothing is wrong
			a.log.Error("after the answer began", "path", c.Path(), "error", err)
		}
		return nil
	}
	if r := replayOf(c.Request().Context()); r != nil {
		r.err = err
	}
	problem := public500
	status := http.StatusInternalServerError
	var tooBig *http.MaxBytesError
	var he *echo.HTTPError
	switch ps := civic.Problems(err); {
	case len(ps) > 0:
		problem, status = ps[0], statusOf(ps[0].Kind)
	case errors.As(err, &tooBig):
		problem, status = civic.E(civic.TooLarge, "error.too_large"), http.StatusRequestEntityTooLarge
	case errors.As(err, &he) && he.Code < 500:
		status = he.Code
		problem = civic.E(civic.NotFound, "error.not_found")
	case errors.Is(err, context.Canceled):
		return nil // the browser went away
	}
	if status >= 500 {
		a.log.Error("request failed", "method", c.Request().Method, "path", c.Path(), "status", status, "error", err)
	}
	if c.partial() {
		h := c.Response().Header()
		h.Set("HX-Reswap", "none")
		return c.write(status, views.FlashPart(views.Flash{Bad: true, Text: c.Lang.T(problem.Key, problem.Args...)}))
	}
	if onPhone(c.Request().URL.Path) {
		return c.phonePage(status, "error.title", views.PhoneErrorContent(c.Lang.T(problem.Key, problem.Args...)))
	}
	if path := c.Request().URL.Path; path == "/q" || strings.HasPrefix(path, "/q/") {
		return c.askPage(status, "error.title", views.AskErrorContent(c.Lang.T(problem.Key, problem.Args...)))
	}
	if isPublicPage(c.Request().URL.Path) {
		page := views.Page{Title: c.Lang.T("error.title"), Lang: c.Lang, Here: "/open"}
		return c.write(status, views.PublicLayout(page, views.PublicErrorContent(c.Lang.T(problem.Key, problem.Args...))))
	}
	page := views.Page{Title: c.Lang.T("error.title"), Lang: c.Lang, User: c.User, Here: "/"}
	return c.write(status, views.Layout(page, views.ErrorContent(c.Lang.T(problem.Key, problem.Args...), status)))
}

// cut ends a file that cannot be finished: where it has begun the connection breaks off, so that a browser says that it failed
// and nobody takes a part for the whole.
func (a *App) cut(c *Ctx, err error) error {
	if err == nil {
		return nil
	}
	if !c.Response().Committed {
		c.Response().Header().Del("Content-Disposition")
		return err
	}
	_ = a.answer(c, err) // logs it: nothing more can be said
	panic(http.ErrAbortHandler)
}

var public500 = civic.E(0, "error.internal")

// answerError serves what echo itself refuses: no route, wrong method.
func (a *App) answerError(err error, ec echo.Context) {
	c, ok := ec.(*Ctx)
	if !ok {
		c = &Ctx{Context: ec, app: a, Lang: i18n.KY}
		a.identify(c)
		a.chooseLang(c)
	}
	if e := a.answer(c, err); e != nil {
		a.log.Error("answering an error", "error", e)
	}
}

func panicError(p any) error { return fmt.Errorf("panic: %v\n%s", p, debug.Stack()) }

func queryEscape(s string) string { return url.QueryEscape(s) }
