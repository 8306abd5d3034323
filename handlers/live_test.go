package handlers_test

import (
	"bufio"
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"ashar/internal/civic"
)

// event is one message of a stream.
type event struct{ id, name, data string }

// watch opens a stream of a page; the channel ends when the stream does.
func (b *browser) watch(session, page string, since int64, headers ...string) <-chan event {
	b.h.t.Helper()
	q := url.Values{"page": {page}, "since": {strconv.FormatInt(since, 10)}}
	return b.stream("/sessions/"+session+"/live?"+q.Encode(), headers...)
}

// stream opens a stream by its address.
func (b *browser) stream(path string, headers ...string) <-chan event {
	b.h.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	b.h.t.Cleanup(cancel)
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, b.h.srv.URL+path, nil)
	if err != nil {
		b.h.t.Fatal(err)
	}
	req.Header.Set("HX-Request-Type", "partial")
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	res, err := b.client.Do(req)
	if err != nil {
		b.h.t.Fatal(err)
	}
	if got := res.Header.Get("Content-Type"); res.StatusCode != 200 || got != "text/event-stream" {
		b.h.t.Fatalf("%d, %s", res.StatusCode, got)
	}
	out := make(chan event, 100)
	go func() {
		defer close(out)
		defer func() { _ = res.Body.Close() }()
		var e event
		lines := bufio.NewScanner(res.Body)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			field, value, _ := strings.Cut(lines.Text(), ": ")
			switch field {
			case "id":
				e.id = value
			case "event":
				e.name = value
			case "data":
				e.data += value + "\n"
			case "":
				out <- e
				e = event{}
			}
		}
	}()
	if e := next(b.h.t, out); e.name != "beat" {
		b.h.t.Fatalf("a stream begins with a beat, not %+v", e)
	}
	return out
}

func next(t testing.TB, events <-chan event) event {
	t.Helper()
	select {
	case e, ok := <-events:
		if !ok {
			t.Fatal("the stream ended")
		}
		return e
	case <-time.After(5 * time.Second):
		t.Fatal("nothing came in five seconds")
	}
	return event{}
}

func none(t testing.TB, events <-chan event) {
	t.Helper()
	select {
	case e := <-events:
		t.Fatalf("came unasked: %+v", e)
	case <-time.After(300 * time.Millisecond):
	}
}

func (h *house) newest(scope string) int64 {
	h.t.Helper()
	n, err := h.store.Newest(context.Background(), scope)
	if err != nil {
		h.t.Fatal(err)
	}
	return n
}

func TestATickIsSeenOnTheOtherTablet(t *testing.T) {
	h := newHouse(t)
	session := h.ids["session"]
	page := "/sessions/" + session + "/checks?phase=before"
	reader := h.as("deputy").watch(session, page, h.newest(session), "Cookie", "")
	writer := h.as("coordinator")
	mine := writer.watch(session, page, h.newest(session))
	if a := writer.post("/sessions/"+session+"/checks/3", url.Values{"tick": {"1"}, "done": {"1"}}, "HX-Request-Type", "partial"); a.status != 200 {
		t.Fatal(a.status, a.body)
	}
	for who, events := range map[string]<-chan event{"deputy": reader, "coordinator": mine} {
		e := next(t, events)
		if e.id != strconv.FormatInt(h.newest(session), 10) {
			t.Errorf("%s: id %s, the journal stands at %d", who, e.id, h.newest(session))
		}
		if !strings.Contains(e.data, `hx-target="#part"`) || !strings.Contains(e.data, `id="check-3" class="tick done"`) || !strings.Contains(e.data, "1/40") {
			t.Errorf("%s sees no tick, or no count:\n%s", who, e.data)
		}
		if writes := !strings.Contains(e.data, "disabled"); writes != (who == "coordinator") {
			t.Errorf("%s may write: %v", who, writes)
		}
	}
	none(t, reader)
}

func TestAStreamSpeaksTheReadersLanguage(t *testing.T) {
	h := newHouse(t)
	session := h.ids["session"]
	b := h.as("deputy")
	b.get("/?lang=ru")
	events := b.watch(session, "/sessions/"+session+"/checks", h.newest(session))
	h.apply(session, "", civic.SetCheck{Session: session, Number: 1, State: civic.Done})
	if e := next(t, events); !strings.Contains(e.data, "Проверочный лист") {
		t.Errorf("not in Russian:\n%s", e.data)
	}
}

func TestWhoComesBackGetsWhatTheyMissed(t *testing.T) {
	h := newHouse(t)
	session := h.ids["session"]
	h.apply(session, "", civic.SetCheck{Session: session, Number: 1, State: civic.Done})
	saw := h.newest(session)
	h.apply(session, "", civic.SetCheck{Session: session, Number: 2, State: civic.Done})
	b := h.as("deputy")
	page := "/sessions/" + session + "/checks?phase=before"
	// The id the browser saw counts, not the address it first came with.
	back := b.watch(session, page, 0, "Last-Event-ID", strconv.FormatInt(saw, 10))
	if e := next(t, back); !strings.Contains(e.data, `id="check-2" class="tick done"`) {
		t.Errorf("missed:\n%s", e.data)
	}
	none(t, b.watch(session, page, 0, "Last-Event-ID", strconv.FormatInt(h.newest(session), 10)))
}

func TestAChangeThatThePageDoesNotShowIsNotSent(t *testing.T) {
	h := newHouse(t)
	session := h.ids["session"]
	events := h.as("coordinator").watch(session, "/sessions/"+session+"/priorities", 0)
	next(t, events)
	for range 2 { // the second time nothing is new, though a form has a fresh id
		h.apply(session, "", civic.NoteCheck{Session: session, Number: 1, CheckWords: civic.CheckWords{Note: "эскертүү"}})
	}
	none(t, events)
}

func TestATabletSignedOutLosesItsStream(t *testing.T) {
	h := newHouse(t)
	session := h.ids["session"]
	b := h.as("coordinator")
	events := b.watch(session, "/sessions/"+session, h.newest(session))
	b.post("/logout", url.Values{})
	began := time.Now()
	for e := range events {
		if e.name == "bye" {
			if took := time.Since(began); took > 5*time.Second {
				t.Errorf("it watched on for %v", took)
			}
			if _, more := <-events; more {
				t.Error("something came after the goodbye")
			}
			return
		}
	}
	t.Error("the stream ended without a word")
}

func TestAStreamShowsOnlyPagesOfItsSession(t *testing.T) {
	h := newHouse(t)
	session := h.ids["session"]
	b := h.as("coordinator")
	for _, page := range []string{"", "/", "/users", "//else.where/sessions/" + session, "/sessions/" + h.ids["other.session"], "/sessions/" + session + "x",
		"/sessions/" + session + "/minutes.pdf", "/sessions/" + session + "/live?page=x", "https://else.where/sessions/" + session} {
		q := url.Values{"page": {page}}
		if a := b.get("/sessions/" + session + "/live?" + q.Encode()); a.status != http.StatusNotFound {
			t.Errorf("%q: %d", page, a.status)
		}
	}
	if a := h.as("other").get("/sessions/" + session + "/live?page=/sessions/" + session); a.status != http.StatusNotFound {
		t.Errorf("another municipality: %d", a.status)
	}
}

// What a stream sends takes the place of all of #part: every page of a session
// sends its frame along, the agenda and the tabs where it has them.
func TestAStreamSendsTheWholePart(t *testing.T) {
	h := newHouse(t)
	session := h.ids["session"]
	card, said := h.card(session, "суу жок")
	b := h.as("facilitator")
	path := "/sessions/" + session
	for i, at := range []string{"", "/checks?phase=during", "/attendance", "/priorities", "/priorities/top", "/priorities/order", "/priorities/" + card, "/priorities/" + card + "/card",
		"/statements/" + said[0], "/people", "/circle", "/silent"} {
		whole := page(t, b.get(path+at))
		events := b.watch(session, path+at, h.newest(session))
		h.apply(session, "", civic.ExtendStep{Session: session, Step: 1, Extra: 5 * (i + 1)})
		var e event
		for e = next(t, events); e.name == "beat"; e = next(t, events) {
		}
		sent := page(t, answer{body: e.data})
		for _, frame := range []string{"nav.agenda", "nav.parts", "h1"} {
			if got, want := sent.Find("#part "+frame).Length(), whole.Find("#part "+frame).Length(); got != want {
				t.Errorf("%s: %d %s in a stream, %d on the page", at, got, frame, want)
			}
		}
	}
}
