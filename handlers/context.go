package handlers

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"ashar/internal/civic"
	"ashar/internal/i18n"
	"ashar/views"
)

// Ctx is a request with what the guard found out about it.
type Ctx struct {
	echo.Context
	app   *App
	User  civic.User // zero when nobody is signed in
	Scope civic.Scope
	Lang  i18n.Lang
	login string // hash of this device's login
	read  int64  // when a public page began to be read, as its cache counts
}

// partial reports whether htmx asked for a fragment. Decided here and nowhere else.
func (c *Ctx) partial() bool { return c.Request().Header.Get("HX-Request-Type") == "partial" }

// glance is the page rendered for a stream, which wants the whole of #part; nil for a request of its own.
func (c *Ctx) glance() *glance {
	w, _ := c.Response().Writer.(*glance)
	return w
}

// Apply makes an operation of a change in the request's scope and applies it.
// The client's id and clock come with the form (op, at) or, from htmx, in a header.
func (c *Ctx) Apply(change civic.Change) (civic.Receipt, error) {
	return c.applyIn(c.Scope.ID(), change)
}

func (c *Ctx) applyIn(scope string, change civic.Change) (civic.Receipt, error) {
	id := c.Request().Header.Get("X-Op-Id")
	if id == "" {
		id = c.FormValue("op")
	}
	return c.app.store.Apply(c.Request().Context(), c.operation(id, scope, change))
}

func (c *Ctx) operation(id, scope string, change civic.Change) civic.Operation {
	op := civic.Operation{ID: id, Actor: c.User.ID, Device: c.device(), Scope: scope, Change: change}
	// A tablet that had no line says how long ago it was done: its clock may be wrong, the time that passed is not.
	if age, err := strconv.Atoi(c.Request().Header.Get("X-Op-Age")); err == nil && age > 0 && age < 60*24*3600 {
		op.ClientAt = c.app.now().Add(-time.Duration(age) * time.Second)
	} else if at, err := time.Parse(time.RFC3339, c.FormValue("at")); err == nil && at.Before(c.app.now().Add(5*time.Minute)) {
		op.ClientAt = at
	}
	return op
}

// device is the short name of the signed-in device, for the journal.
func (c *Ctx) device() string {
	if len(c.login) < 8 {
		return ""
	}
	return c.login[:8]
}

// page is the frame of a full page: the handler sets the title and what differs.
func (c *Ctx) page(titleKey string, args ...any) views.Page {
	return views.Page{
		Title: c.Lang.T(titleKey, args...),
		Lang:  c.Lang,
		User:  c.User,
		Here:  c.here(),
		Flash: c.takeFlash(),
		Theme: c.theme(),
	}
}

// theme is what the person chose: "light", "dark" or neither.
func (c *Ctx) theme() string {
	cookie, err := c.Cookie("theme")
	if err != nil || cookie.Value != "light" && cookie.Value != "dark" {
		return ""
	}
	return cookie.Value
}

// here is this page's own address without the language: where the language links go.
func (c *Ctx) here() string {
	u := *c.Request().URL
	q := u.Query()
	q.Del("lang")
	u.RawQuery = q.Encode()
	return u.RequestURI()
}

// show answers a page: the whole of it, or for htmx only its content.
func (c *Ctx) show(page views.Page, content templ.Component) error {
	return c.render(http.StatusOK, page, content)
}

func (c *Ctx) render(status int, page views.Page, content templ.Component) error {
	if w := c.glance(); w != nil {
		w.live = page.Live
		return c.write(status, views.LivePart(page, content))
	}
	if c.partial() {
		return c.write(status, content)
	}
	return c.write(status, views.Layout(page, content))
}

// parts answers htmx with partials after a write.
func (c *Ctx) parts(parts ...templ.Component) error {
	return c.write(http.StatusOK, templ.Join(parts...))
}

// done answers a write that succeeded: htmx gets the partials, a plain form is sent on.
func (c *Ctx) done(next string, parts ...templ.Component) error {
	if c.partial() && len(parts) > 0 {
		return c.parts(parts...)
	}
	return c.goTo(next)
}

// goTo sends the browser to another page, htmx or not.
func (c *Ctx) goTo(next string) error {
	if c.partial() {
		c.Response().Header().Set("HX-Redirect", next)
		return c.NoContent(http.StatusOK)
	}
	return c.Redirect(http.StatusSeeOther, next)
}

// saved sends a plain form on, and says that it was taken.
func (c *Ctx) saved(next string) error {
	c.flash(false, "common.saved")
	return c.goTo(next)
}

// refuse answers a write that was refused for what was entered: the form again,
// with the entries kept and a sentence at each field. Other errors pass on.
func (c *Ctx) refuse(err error, page views.Page, form *views.Form, content templ.Component) error {
	kind := civic.KindOf(err)
	if kind != civic.Invalid && kind != civic.Conflict {
		return err
	}
	if r := replayOf(c.Request().Context()); r != nil {
		r.err = err
	}
	form.Problems = civic.Problems(err)
	return c.render(statusOf(kind), page, content)
}

// form reads what was entered, to show it again if it is refused.
func (c *Ctx) form() (*views.Form, error) {
	if err := c.Request().ParseForm(); err != nil {
		return nil, civic.E(civic.TooLarge, "error.too_large").Because(err)
	}
	return &views.Form{Values: c.Request().PostForm, Op: c.app.ids.New()}, nil
}

// emptyForm is a form before anything is entered, with default values.
func (c *Ctx) emptyForm(pairs ...string) *views.Form {
	v := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return &views.Form{Values: v, Op: c.app.ids.New()}
}

func (c *Ctx) write(status int, content templ.Component) error {
	c.Response().Header().Set("Cache-Control", "no-store")
	return c.fragment(status, content)
}

// fragment is write for what a browser may keep.
func (c *Ctx) fragment(status int, content templ.Component) error {
	c.Response().Header().Set(echo.HeaderContentType, "text/html; charset=utf-8")
	c.Response().WriteHeader(status)
	return content.Render(c.Request().Context(), c.Response())
}

// text is an entered value without surrounding space and with one kind of line end.
func (c *Ctx) text(name string) string {
	return strings.TrimSpace(strings.ReplaceAll(c.FormValue(name), "\r\n", "\n"))
}

// checked reports whether a checkbox or wanted value is on.
func (c *Ctx) checked(name string) bool {
	v := c.FormValue(name)
	return v == "1" || v == "on" || v == "true"
}
