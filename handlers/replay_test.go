package handlers_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"ashar/handlers"
	"ashar/internal/civic"
	"ashar/static"
)

// userID is the id of who signs in by a login.
func (h *house) userID(login string) string {
	h.t.Helper()
	u, _, err := h.store.UserByLogin(h.t.Context(), login)
	if err != nil {
		h.t.Fatal(err)
	}
	return u.ID
}

// On a shared tablet a page of somebody who has left may still be open: what it
// sends is theirs, and is not taken from whoever has signed in since.
func TestNobodySendsWhatAnotherDid(t *testing.T) {
	h := newHouse(t)
	b := h.as("facilitator")
	path := h.at("checks/21")
	form := url.Values{"tick": {"1"}, "done": {"1"}}
	before := h.newest(h.ids["session"])
	if a := b.post(path, form, append([]string{"X-Op-Author", h.userID("coordinator")}, partial...)...); a.status != http.StatusUnauthorized {
		t.Errorf("another's work was taken: %d", a.status)
	}
	if h.newest(h.ids["session"]) != before {
		t.Error("it is in the journal")
	}
	if a := b.post(path, form, append([]string{"X-Op-Author", h.userID("facilitator")}, partial...)...); a.status != http.StatusOK {
		t.Errorf("one's own was not: %d", a.status)
	}
}

// A step that was begun offline is stamped with the time at which it was begun,
// but never before what another tablet has stamped meanwhile.
func TestWhatWasDoneOfflineKeepsItsTime(t *testing.T) {
	h := newHouse(t)
	b := h.as("facilitator")
	session := h.ids["session"]
	if h.status(session) != civic.Live {
		b.post(h.at("start"), nil)
	}
	began := func(place int) time.Time {
		steps, err := h.store.Steps(t.Context(), session)
		if err != nil {
			t.Fatal(err)
		}
		return steps[place-1].StartedAt
	}
	start := h.now
	step := func(place int, age time.Duration) {
		t.Helper()
		if a := b.post(h.at("step"), url.Values{"step": {fmt.Sprint(place)}}, "X-Op-Age", fmt.Sprint(int(age.Seconds()))); a.status != http.StatusSeeOther {
			t.Fatalf("step %d: %d", place, a.status)
		}
	}
	h.now = start.Add(40 * time.Minute)
	step(2, 25*time.Minute)
	if got, want := began(2), start.Add(15*time.Minute); !got.Equal(want) {
		t.Errorf("begun at %v, was %v", got, want)
	}
	step(3, 35*time.Minute) // sent last, done before the other tablet's step
	if got, want := began(3), start.Add(15*time.Minute); !got.Equal(want) {
		t.Errorf("begun at %v, the step before it began at %v", got, want)
	}
	h.now = start.Add(50 * time.Minute)
	step(4, -time.Hour) // a clock that was turned back meanwhile
	if got := began(4); got.After(h.now) || got.Before(start.Add(15*time.Minute)) {
		t.Errorf("begun at %v", got)
	}
}

func (h *house) status(session string) civic.SessionStatus {
	h.t.Helper()
	head, err := h.store.SessionHead(h.t.Context(), session)
	if err != nil {
		h.t.Fatal(err)
	}
	return head.Status
}

// What a tablet saved is done as its author, once, and refused with the sentence they would have read.
func TestASavedOutboxIsReplayed(t *testing.T) {
	h := newHouse(t)
	app := h.app(nil)
	defer app.Close()
	user, op := h.userID("facilitator"), h.store.IDs.New()
	file := func(user, author, op, path, body string) string {
		return fmt.Sprintf(`{"format":"ashar-outbox","version":1,"user":%q,"operations":[{"op":%q,"url":%q,"user":%q,"at":%d,"words":"w","body":%s}]}`,
			user, op, path, author, time.Now().UnixMilli(), body)
	}
	tick := `[["tick","1"],["done","1"]]`
	replay := func(text string) error {
		t.Helper()
		outbox, err := handlers.ReadOutbox(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		return app.Replay(t.Context(), outbox.Operations[0])
	}
	for range 2 {
		if err := replay(file(user, user, op, h.at("checks/21"), tick)); err != nil {
			t.Error(err)
		}
	}
	entries, err := h.store.History(t.Context(), h.ids["session"], civic.CheckSubject(h.ids["session"], 21))
	if err != nil || len(entries) != 1 || entries[0].Actor != user {
		t.Errorf("%+v, %v", entries, err)
	}
	long := `[["text","` + strings.Repeat("ө", 10_001) + `"]]`
	if err := replay(file(user, user, h.store.IDs.New(), h.at("statements"), long)); civic.KindOf(err) != civic.Invalid {
		t.Errorf("too long a statement: %v", err)
	}
	if err := replay(file(h.userID("deputy"), h.userID("deputy"), h.store.IDs.New(), h.at("checks/22"), tick)); civic.KindOf(err) != civic.Forbidden {
		t.Errorf("a deputy ticks: %v", err)
	}
	picture := "data:image/jpeg;base64," + base64.StdEncoding.EncodeToString(snapshot(t, 40, 30))
	if err := replay(file(user, user, h.store.IDs.New(), h.at("checks/21/photos"), `[["caption","такта"],["photo",{"name":"photo.jpg","data":"`+picture+`"}]]`)); err != nil {
		t.Errorf("a photo: %v", err)
	}
	for what, text := range map[string]string{
		"no outbox":         `{"format":"other"}`,
		"no JSON":           `PK`,
		"a newer version":   strings.Replace(file(user, user, op, h.at("checks/21"), tick), `"version":1`, `"version":2`, 1),
		"another's work":    file(user, h.userID("coordinator"), op, h.at("checks/21"), tick),
		"no operation id":   file(user, user, "1", h.at("checks/21"), tick),
		"no session's form": file(user, user, op, "/users/new", tick),
		"a way out":         file(user, user, op, "/sessions/../users/new", tick),
	} {
		if _, err := handlers.ReadOutbox(strings.NewReader(text)); err == nil {
			t.Errorf("%s is read", what)
		}
	}
}

// A village pays for its bytes: the page of a session with all it loads, style
// for the printer included; the headers come on top (docs/performance.md).
func TestTheSessionPageLoadsLittle(t *testing.T) {
	h := newHouse(t)
	b := h.as("facilitator")
	b.post(h.at("start"), nil)
	sum := zipped(t, b.get("/sessions/"+h.ids["session"]).body)
	for _, name := range []string{"app.css", "htmx.js", "app.js", "icons.svg", "icon.svg", "golos-ashar-400.woff2", "golos-ashar-600.woff2"} {
		n := len(b.get(static.URL(name), "Accept-Encoding", "br").body)
		if n == 0 {
			t.Errorf("%s is empty", name)
		}
		sum += n
	}
	if sum > 60*1024-2500 { // nine answers' headers
		t.Errorf("%d bytes", sum)
	}
}

func TestAStackOfSlipsHasItsBounds(t *testing.T) {
	h := newHouse(t)
	h.openPhones(h.ids["session"])
	b := h.as("facilitator")
	for _, n := range []string{"0", "", "201", "көп"} {
		a := b.post(h.at("phones/slips"), url.Values{"slips": {n}})
		if a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, `aria-invalid="true"`) || !strings.Contains(a.body, `value="`+n+`"`) {
			t.Errorf("%q: %d, at its field %t", n, a.status, strings.Contains(a.body, `aria-invalid="true"`))
		}
	}
	if a := b.post(h.at("phones/slips"), url.Values{"slips": {"2"}}); a.status != http.StatusOK || !bytes.HasPrefix([]byte(a.body), []byte("%PDF-")) {
		t.Errorf("two slips: %d", a.status)
	}
}

// The answer was lost after the commit: the same form again is the same act,
// also where the server would say something else by now.
func TestTheSameFormAgainIsTheSameAct(t *testing.T) {
	r := newRanking(t, dotsRules(3, "shared"), 7, 5, "жол жок", "суу жок")
	path := "/sessions/" + r.session + "/"
	for _, x := range []struct {
		part string
		form url.Values
	}{
		{"hall", url.Values{"consent": {"oral"}, "named": {"1"}}},
		{"guests", url.Values{"kind": {"official"}, "name": {"Мирлан"}}},
		{"attendees", url.Values{"name": {"Бермет"}, "sex": {"f"}, "band": {"18-28"}, "consent_data": {"1"}, "keep_until": {"2017-06-30"}}},
		{"screens", url.Values{}},
		{"rounds", url.Values{"session_form": {"1"}, "option": r.cards}},
		{"attendance", url.Values{"what": {"came"}, "sex": {"f"}, "band": {"60+"}, "people": {"3"}}},
		{"statements", url.Values{"text": {"чырак жок"}}},
		{"phones", url.Values{"open": {"1"}}},
	} {
		x.form.Set("op", r.store.IDs.New())
		first := r.b.post(path+x.part, x.form)
		if first.status != http.StatusSeeOther {
			t.Fatalf("%s: %d %s", x.part, first.status, first.body)
		}
		before := r.newest(r.session)
		r.apply(r.session, "", civic.SetCount{Session: r.session, What: civic.Came, Sex: "m", Band: "60+", People: int(before) % 50}) // somebody came meanwhile
		after := r.newest(r.session)
		if again := r.b.post(path+x.part, x.form, "X-Op-Author", r.userID("facilitator"), "HX-Request-Type", "partial"); again.status >= 400 || r.newest(r.session) != after {
			t.Errorf("%s again: %d, %d more entries", x.part, again.status, r.newest(r.session)-after)
		}
	}
	if n := len(r.rounds()); n != 1 {
		t.Errorf("%d rounds", n)
	}
}
