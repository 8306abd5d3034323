package handlers_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"ashar/db"
	"ashar/db/dbtest"
	"ashar/handlers"
	"ashar/internal/civic"
)

// house is a server on a real database with two municipalities, a person for
// every role in the first and a coordinator in the second.
type house struct {
	t      testing.TB
	store  *db.Store
	srv    *httptest.Server
	now    time.Time
	folder string            // of the data
	ids    map[string]string // "municipality", "village", "cycle", "audience", "session", and "other.…" of the second
}

const testPassword = "кыйын-сырсөз-1"

func newHouse(t testing.TB) *house { return openHouse(t, (*house).seed) }

// newInstallation is a server where nothing has happened yet, but that it has an administrator.
func newInstallation(t testing.TB) *house {
	return openHouse(t, func(h *house) { h.addUser("administrator", civic.Grant{Role: civic.Administrator}) })
}

func openHouse(t testing.TB, seed func(*house)) *house {
	t.Helper()
	h := &house{t: t, now: time.Date(2016, 12, 12, 5, 0, 0, 0, time.UTC), ids: map[string]string{}}
	h.folder = dbtest.Folder(t, db.Migrate)
	store, err := db.Open(context.Background(), h.folder, db.Options{Now: func() time.Time { return h.now }})
	if err != nil {
		t.Fatal(err)
	}
	h.store = store
	seed(h)
	h.srv = httptest.NewServer(h.app(nil))
	t.Cleanup(func() {
		h.srv.Close()
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	return h
}

// app serves the house, in a hall if there is one.
func (h *house) app(hall *handlers.Hall) *handlers.App {
	return handlers.New(h.config(hall))
}

func (h *house) config(hall *handlers.Hall) handlers.Config {
	return handlers.Config{Store: h.store, Key: h.store.Key(), Now: func() time.Time { return h.now },
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Version: "test", Hall: hall}
}

// passwordHash is made cheap, since nearly every test signs in: hashing is slow on purpose. What people set through forms costs what it costs.
var passwordHash = handlers.HashAt(testPassword, 1, 64)

// addUser makes a person with one role; their login is the role's name, or role+suffix.
func (h *house) addUser(login string, grants ...civic.Grant) string {
	h.t.Helper()
	id := h.store.IDs.New()
	h.apply(civic.Installation, "", civic.AddUser{ID: id, Login: login, Name: "Аты " + login, Lang: "ky", Sex: "f", Grants: grants, PasswordHash: passwordHash})
	return id
}

func (h *house) apply(scope, actor string, change civic.Change) civic.Receipt {
	h.t.Helper()
	r, err := h.store.Apply(context.Background(), civic.Operation{Actor: actor, Scope: scope, Change: change})
	if err != nil {
		h.t.Fatalf("%s: %v", change.Kind(), err)
	}
	return r
}

// browser is a person's browser: cookies, no redirects followed unless asked.
type browser struct {
	h      *house
	client *http.Client
}

func (h *house) browser() *browser {
	jar, _ := cookiejar.New(nil)
	return &browser{h: h, client: &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// as signs in.
func (h *house) as(login string) *browser {
	h.t.Helper()
	b := h.browser()
	r := b.post("/login", url.Values{"login": {login}, "password": {testPassword}})
	if r.status != http.StatusSeeOther {
		h.t.Fatalf("sign in as %s: %d %s", login, r.status, r.body)
	}
	return b
}

type answer struct {
	status int
	body   string
	header http.Header
}

func (b *browser) do(method, path string, form url.Values, headers ...string) answer {
	b.h.t.Helper()
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	req, err := http.NewRequest(method, b.h.srv.URL+path, body)
	if err != nil {
		b.h.t.Fatal(err)
	}
	if form != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	return b.send(req)
}

// send asks and reads the whole answer.
func (b *browser) send(req *http.Request) answer {
	b.h.t.Helper()
	res, err := b.client.Do(req)
	if err != nil {
		b.h.t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		b.h.t.Fatal(err)
	}
	return answer{res.StatusCode, string(text), res.Header}
}

func (b *browser) get(path string, headers ...string) answer {
	b.h.t.Helper()
	return b.do("GET", path, nil, headers...)
}

func (b *browser) post(path string, form url.Values, headers ...string) answer {
	b.h.t.Helper()
	if form == nil {
		form = url.Values{}
	}
	return b.do("POST", path, form, headers...)
}

// partial are the headers with which htmx asks for a fragment.
var partial = []string{"HX-Request", "true", "HX-Request-Type", "partial"}
