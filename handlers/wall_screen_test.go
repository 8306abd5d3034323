package handlers_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"ashar/internal/civic"
)

// code is the one that waits for a projector.
func (h *house) code(session string) civic.Screen {
	h.t.Helper()
	screens, err := h.store.Screens(h.t.Context(), session)
	if err != nil {
		h.t.Fatal(err)
	}
	for _, s := range screens {
		if s.Code != "" {
			return s
		}
	}
	h.t.Fatal("no code")
	return civic.Screen{}
}

// screen is a projector's browser with the wall of the session.
func (h *house) screen(by *browser, session string) *browser {
	h.t.Helper()
	by.post("/sessions/"+session+"/screens", nil)
	b := h.browser()
	if a := b.post("/w", url.Values{"code": {civic.SpacedCode(h.code(session).Code)}}); a.status != http.StatusSeeOther || a.header.Get("Location") != "/w" {
		h.t.Fatalf("take: %d %s", a.status, a.body)
	}
	return b
}

func TestAProjectorShowsTheWallWithoutAnybodySignedIn(t *testing.T) {
	h := newHouse(t)
	session := h.ids["session"]
	tablet := h.as("facilitator")
	b := h.screen(tablet, session)
	if a := b.get("/w"); a.status != http.StatusOK || !strings.Contains(a.body, "Кош келиңиздер") {
		t.Fatalf("%d %s", a.status, a.body)
	}
	for _, path := range []string{"/", "/sessions/" + session, "/sessions/" + session + "/screen", "/sessions/" + session + "/wall", "/sessions/" + session + "/live?page=/sessions/" + session} {
		if a := b.get(path); a.status != http.StatusSeeOther {
			t.Errorf("%s opens to the projector: %d", path, a.status)
		}
	}
	if a := tablet.get("/sessions/" + session + "/wall"); !strings.Contains(a.body, "Ажыратуу") {
		t.Error("the tablet does not know of the screen")
	}
}

func TestACodeOfAScreenServesOnceAndNotForLong(t *testing.T) {
	h := newHouse(t)
	session := h.ids["session"]
	tablet := h.as("facilitator")
	tablet.post("/sessions/"+session+"/screens", nil)
	code := h.code(session).Code
	if a := h.browser().get("/w/" + code); a.status != http.StatusOK || !strings.Contains(a.body, code) {
		t.Errorf("the QR's address: %d", a.status)
	}
	if a := h.browser().post("/w", url.Values{"code": {code}}); a.status != http.StatusSeeOther {
		t.Fatal(a.status)
	}
	if a := h.browser().post("/w", url.Values{"code": {code}}); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "жаңы код алыңыз") || !strings.Contains(a.body, code) {
		t.Errorf("a second browser: %d", a.status)
	}
	tablet.post("/sessions/"+session+"/screens", nil)
	old := h.code(session).Code
	tablet.post("/sessions/"+session+"/screens", nil) // the one before is void
	late := h.code(session).Code
	h.now = h.now.Add(civic.ScreenWait + time.Minute)
	for _, c := range []string{old, late, "", "абв", "22222222"} {
		if a := h.browser().post("/w", url.Values{"code": {c}}); a.status != http.StatusUnprocessableEntity {
			t.Errorf("code %q: %d", c, a.status)
		}
	}
}

func TestGuessingTheCodeOfAScreenIsSlowed(t *testing.T) {
	h := newHouse(t)
	b := h.browser()
	for range 25 {
		if b.post("/w", url.Values{"code": {"23456789"}}).status == http.StatusTooManyRequests {
			return
		}
	}
	t.Error("one may go on guessing")
}

func TestAScreenTakenAwayGoesDarkAtOnce(t *testing.T) {
	h := newHouse(t)
	session := h.ids["session"]
	tablet := h.as("facilitator")
	b := h.screen(tablet, session)
	events := b.stream("/w/live?since=999999")
	screens, err := h.store.Screens(t.Context(), session)
	if err != nil || len(screens) != 1 {
		t.Fatal(screens, err)
	}
	tablet.post("/sessions/"+session+"/screens/"+screens[0].ID+"/removal", nil)
	began := time.Now()
	for e := range events {
		if e.name == "bye" {
			if took := time.Since(began); took > 5*time.Second {
				t.Errorf("it showed on for %v", took)
			}
			if a := b.get("/w"); !strings.Contains(a.body, "Планшеттеги код") {
				t.Error("it still shows the wall")
			}
			if a := b.get("/w/live?since=0"); a.status != http.StatusNotFound {
				t.Errorf("its stream opens again: %d", a.status)
			}
			return
		}
	}
	t.Error("the stream ended without a word")
}

func TestTheWallIsLive(t *testing.T) {
	h := newHouse(t)
	session := h.ids["session"]
	tablet := h.as("facilitator")
	plain := h.screen(tablet, session).stream("/w/live?since=" + strconv.FormatInt(h.newest(session), 10))
	page := "/sessions/" + session + "/screen"
	signed := h.as("coordinator").watch(session, page, h.newest(session))
	tablet.decide(session, "scene", "cards")
	for who, events := range map[string]<-chan event{"projector": plain, "coordinator": signed} {
		if e := next(t, events); !strings.Contains(e.data, `hx-target="#wall"`) || !strings.Contains(e.data, `data-scene="cards"`) {
			t.Errorf("%s sees\n%s", who, e.data)
		}
	}
}

func TestNobodyElseOpensOrDecidesTheWall(t *testing.T) {
	h := newHouse(t)
	session := h.ids["session"]
	for who, want := range map[string]int{"facilitator": 200, "coordinator": 200, "trainer": 200, "administrator": 200,
		"deputy": 403, "monitor": 403, "member": 403, "other": 404} {
		b := h.as(who)
		for _, path := range []string{"/screen", "/wall"} {
			if a := b.get("/sessions/" + session + path); a.status != want {
				t.Errorf("%s on %s: %d, want %d", who, path, a.status, want)
			}
		}
	}
	// a screen of one session is none of another's
	mine := h.screen(h.as("facilitator"), session)
	if a := mine.get("/w"); strings.Contains(a.body, "Эриктүү") {
		t.Error("another municipality's wall")
	}
	theirs := h.offered(h.ids["other.session"])
	if a := h.as("facilitator").post("/sessions/"+session+"/screens/"+theirs+"/removal", nil); a.status != http.StatusSeeOther {
		t.Fatal(a.status)
	}
	if h.code(h.ids["other.session"]).ID != theirs {
		t.Error("a screen of another municipality was ended")
	}
}

// offered is a screen that waits in the other municipality.
func (h *house) offered(session string) string {
	h.as("other").post("/sessions/"+session+"/screens", nil)
	return h.code(session).ID
}
