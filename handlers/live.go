package handlers

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"ashar/internal/civic"
)

type liveStore interface {
	OnChange(tell func(scope string))
	Newest(ctx context.Context, scope string) (int64, error)
}

// A stream says that it lives every beat (three missed ones, and the browser
// connects again); a tablet signed out is noticed within a check.
const (
	liveBeat  = 15 * time.Second
	liveCheck = 4 * time.Second
	// liveWrite is how long a browser may take to accept an event; a slower one
	// is dropped, comes back and gets what is true then.
	liveWrite = 10 * time.Second
)

// Live streams a page of a session as it changes: whenever the journal grows,
// the page is rendered as its reader would get it, in their language and with
// their rights, and sent if it differs. An event's id is the journal's newest
// entry: a browser that comes back says which it saw and gets what it missed.
func (a *App) Live(c *Ctx) error {
	page, ok := livePage(c.QueryParam("page"), "/sessions/"+c.Scope.Session)
	if !ok {
		return civic.E(civic.NotFound, "error.not_found")
	}
	defer a.presence.Arrive(c.Scope.Session, c.deviceHere())()
	return a.stream(c, watching{session: c.Scope.Session, page: page, tablet: c.login, gone: func() bool {
		_, err := a.store.LoginUser(c.Request().Context(), c.login)
		return civic.KindOf(err) == civic.NotFound
	}})
}

// watching is who watches which page of what.
type watching struct {
	session, page, tablet string
	gone                  func() bool // this browser may not see it any more
}

func (a *App) stream(c *Ctx, who watching) error {
	seen, err := strconv.ParseInt(c.Request().Header.Get("Last-Event-ID"), 10, 64)
	if err != nil {
		seen, _ = strconv.ParseInt(c.QueryParam("since"), 10, 64)
	}
	w := a.hub.Watch(who.session, who.tablet)
	defer w.Close()
	s := newStream(c)
	if err := s.send("", "beat", nil); err != nil {
		return nil
	}
	beat, check := time.NewTicker(liveBeat), time.NewTicker(liveCheck)
	defer beat.Stop()
	defer check.Stop()
	var shown []byte
	for {
		newest, err := a.store.Newest(c.Request().Context(), who.session)
		if err != nil {
			return err
		}
		if newest > seen {
			status, html := a.glance(c, who.page)
			if status == http.StatusUnauthorized {
				return s.send("", "bye", nil)
			}
			seen = newest
			if what := lasting(html); status == http.StatusOK && !bytes.Equal(what, shown) {
				if shown = what; s.send(strconv.FormatInt(newest, 10), "", html) != nil {
					return nil // gone, or too slow: it will be back
				}
			}
		}
		select {
		case <-w.Changed:
		case <-beat.C:
			if s.send("", "beat", nil) != nil {
				return nil
			}
		case <-check.C:
			if who.gone() {
				return s.send("", "bye", nil)
			}
		case <-w.Rest:
			_ = s.send("", "rest", nil)
			return nil
		case <-c.Request().Context().Done():
			return nil
		}
	}
}

// livePage accepts addresses of a session's or survey's own pages.
func livePage(address, own string) (string, bool) {
	u, err := url.Parse(address)
	if err != nil || u.IsAbs() || u.Host != "" || strings.Contains(u.Path, ".") || strings.HasSuffix(u.Path, "/live") {
		return "", false
	}
	return u.RequestURI(), u.Path == own || strings.HasPrefix(u.Path, own+"/")
}

// glance renders a page as its reader would get it now.
func (a *App) glance(c *Ctx, page string) (status int, html []byte) {
	r, err := http.NewRequestWithContext(c.Request().Context(), http.MethodGet, page, nil)
	if err != nil {
		return http.StatusNotFound, nil
	}
	for _, name := range []string{"Cookie", "Accept-Language"} {
		r.Header[name] = c.Request().Header[name]
	}
	r.Header.Set("HX-Request-Type", "partial")
	r.Host, r.RemoteAddr = c.Request().Host, c.Request().RemoteAddr
	w := &glance{header: http.Header{}, status: http.StatusOK}
	a.router.ServeHTTP(w, r)
	if w.status == http.StatusOK && !w.live {
		return http.StatusNotFound, nil
	}
	return w.status, w.body.Bytes()
}

// glance takes a page that is rendered for a stream; Ctx.render knows it by its type.
type glance struct {
	header http.Header
	status int
	body   bytes.Buffer
	live   bool
}

func (g *glance) Header() http.Header         { return g.header }
func (g *glance) WriteHeader(status int)      { g.status = status }
func (g *glance) Flush()                      {} // the templates' buffer asks for it when a page is done
func (g *glance) Write(b []byte) (int, error) { return g.body.Write(b) }

// lasting is what a page says without the ids that every rendering mints anew.
func lasting(html []byte) []byte {
	var out []byte
	for {
		before, after, found := bytes.Cut(html, []byte(`name="op" value="`))
		out = append(out, before...)
		if !found {
			return out
		}
		_, html, _ = bytes.Cut(after, []byte(`"`))
	}
}

// stream writes server-sent events.
type stream struct {
	w   http.ResponseWriter
	ctl *http.ResponseController
}

func newStream(c *Ctx) *stream {
	h := c.Response().Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // a proxy in front passes each event on
	c.Response().WriteHeader(http.StatusOK)
	s := &stream{c.Response(), http.NewResponseController(c.Response())}
	_ = s.ctl.SetReadDeadline(time.Time{}) // the server's own is for requests
	return s
}

// send writes one event and waits until it is out.
func (s *stream) send(id, event string, data []byte) error {
	var b bytes.Buffer
	if id != "" {
		fmt.Fprintf(&b, "id: %s\n", id)
	}
	if event != "" {
		fmt.Fprintf(&b, "event: %s\n", event)
	}
	for line := range bytes.Lines(data) {
		b.WriteString("data: ")
		b.Write(bytes.TrimRight(line, "\r\n"))
		b.WriteByte('\n')
	}
	if len(data) == 0 {
		b.WriteString("data:\n")
	}
	b.WriteByte('\n')
	return s.raw(b.Bytes())
}

// raw writes an event that is spelled out already.
func (s *stream) raw(event []byte) error {
	_ = s.ctl.SetWriteDeadline(time.Now().Add(liveWrite))
	if _, err := s.w.Write(event); err != nil {
		return err
	}
	return s.ctl.Flush()
}
