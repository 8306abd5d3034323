package handlers_test

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"ashar/internal/civic"
)

func zipped(t *testing.T, s string) int {
	t.Helper()
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, 6)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte(s)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Len()
}

// Pages may ask the database ten times, whoever looks at however much.
func TestNoPageAsksTheDatabaseMoreThanTenTimes(t *testing.T) {
	h := newHouse(t)
	session, cycle := "/sessions/"+h.ids["session"], "/cycles/"+h.ids["cycle"]
	b := h.as("coordinator")
	for _, path := range []string{"/", "/municipalities/" + h.ids["municipality"], cycle, cycle + "/schedule", cycle + "/schedule?view=days",
		cycle + "/schedule/publication", session, session + "/checks", session + "/checks/21", session + "/attendance", session + "/priorities",
		session + "/rounds", session + "/closing", session + "/plan", session + "/minutes", session + "/phones", session + "/wall", session + "/screen",
		"/hall", "/municipalities/" + h.ids["municipality"] + "/hall", "/municipalities/" + h.ids["municipality"] + "/hall/poster"} {
		b.get(path) // statements are prepared once
		before := h.store.Queries()
		if a := b.get(path); a.status != http.StatusOK && path != "/hall" { // which leads on to the only one
			t.Errorf("%s: %d", path, a.status)
		}
		if n := h.store.Queries() - before; n > 10 {
			t.Errorf("%s asks %d times", path, n)
		}
	}
}

func TestATickAnswersLittleAndCountsOnce(t *testing.T) {
	h := newHouse(t)
	b := h.as("facilitator")
	path := "/sessions/" + h.ids["session"] + "/checks/21"
	op := h.store.IDs.New()
	headers := append([]string{"X-Op-Id", op}, partial...)
	first := b.post(path, url.Values{"tick": {"1"}, "done": {"1"}}, headers...)
	again := b.post(path, url.Values{"tick": {"1"}, "done": {"1"}}, headers...)
	if first.status != http.StatusOK || again.status != http.StatusOK {
		t.Fatalf("%d, %d", first.status, again.status)
	}
	if n := zipped(t, first.body); n > 1024 {
		t.Errorf("the answer to a tick is %d bytes compressed", n)
	}
	if !strings.Contains(first.body, "1/40") {
		t.Error("the rail does not count the tick")
	}
	if a := b.post(path, url.Values{"state": {"na"}}, headers...); a.status != http.StatusConflict {
		t.Errorf("the same operation with other content: %d", a.status)
	}
	entries, err := h.store.History(t.Context(), h.ids["session"], civic.CheckSubject(h.ids["session"], 21))
	if err != nil || len(entries) != 1 {
		t.Errorf("%d journal entries, %v", len(entries), err)
	}
}

func TestBadInputGetsASentenceAndKeepsWhatWasTyped(t *testing.T) {
	h := newHouse(t)
	b := h.as("coordinator")
	a := b.post("/cycles/"+h.ids["cycle"]+"/sessions/new?lang=ru", url.Values{"id": {h.store.IDs.New()}, "version": {"0"}, "village": {h.ids["village"]},
		"audience": {h.ids["audience"]}, "date": {"2016-12-20"}, "starts": {"13:00"}, "ends": {"11:00"}, "venue": {"клуб 🙂"}, "expected_min": {"8"}, "expected_max": {"12"}})
	if a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "Конец должен быть позже начала") || !strings.Contains(a.body, "клуб 🙂") {
		t.Errorf("%d %.300s", a.status, a.body)
	}
}

func TestASignedOutTabletIsOutAtOnce(t *testing.T) {
	h := newHouse(t)
	tablet := h.as("facilitator")
	path := "/sessions/" + h.ids["session"]
	if a := tablet.get(path); a.status != http.StatusOK {
		t.Fatal(a.status)
	}
	h.apply(civic.Installation, "", civic.DisableUser{User: h.ids["user.facilitator"], Disabled: true})
	if a := tablet.get(path, partial...); a.status != http.StatusUnauthorized || a.header.Get("HX-Redirect") == "" {
		t.Errorf("a partial for nobody: %d", a.status)
	}
	if a := tablet.get(path); a.status != http.StatusSeeOther {
		t.Errorf("a page for nobody: %d", a.status)
	}
}

func TestGuessingPasswordsIsSlowedAndAHallIsNotLockedOut(t *testing.T) {
	h := newHouse(t)
	b := h.browser()
	var last answer
	for range 7 {
		last = b.post("/login", url.Values{"login": {"facilitator"}, "password": {"жаңылыш сырсөз"}})
	}
	if last.status != http.StatusUnprocessableEntity || last.header.Get("Retry-After") == "" {
		t.Errorf("the seventh guess: %d", last.status)
	}
	h.as("coordinator") // from the same address
}

func TestForeignSitesAndHostsAreRefused(t *testing.T) {
	h := newHouse(t)
	b := h.as("facilitator")
	a := b.post("/sessions/"+h.ids["session"]+"/pause", url.Values{"paused": {"1"}}, "Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example")
	if a.status != http.StatusForbidden {
		t.Errorf("a write from another site: %d", a.status)
	}
	a = b.get("/login")
	for _, want := range []string{"script-src 'self'", "style-src 'self'", "frame-ancestors 'none'"} {
		if !strings.Contains(a.header.Get("Content-Security-Policy"), want) {
			t.Errorf("the policy lacks %s", want)
		}
	}
	if strings.Contains(a.header.Get("Content-Security-Policy"), "unsafe") {
		t.Error("the policy is not strict")
	}
	for path, headers := range map[string][]string{"/sessions/" + h.ids["session"] + "/checks": partial, "/static/nothing.css": nil} { // parts of a page
		p := b.get(path, headers...).header
		if p.Get("Content-Security-Policy") != "default-src 'none'; frame-ancestors 'none'" || p.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: %v", path, p)
		}
	}
}

// Whatever button is pressed on an item's page, the words beside it go along.
func TestAnItemsButtonsSendTheWordsBesideThem(t *testing.T) {
	h := newHouse(t)
	b, session := h.as("facilitator"), h.ids["session"]
	path := "/sessions/" + session + "/checks/26"
	a := b.post(path, url.Values{"words": {"1"}, "state": {"not"}, "note": {"Эки киши санай алган жок"}, "reason": {"Убакыт жетпеди"}, "op": {h.store.IDs.New()}})
	if a.status != http.StatusSeeOther || a.header.Get("Location") != path {
		t.Fatalf("%d, to %s: not back at the item", a.status, a.header.Get("Location"))
	}
	check, err := h.store.Check(t.Context(), session, 26)
	if err != nil || check.State != civic.NotDone || check.Note != "Эки киши санай алган жок" || check.Reason != "Убакыт жетпеди" {
		t.Fatalf("%+v, %v", check, err)
	}
	if a := b.get(path); !strings.Contains(a.body, "Сакталды") {
		t.Error("nothing says that it was saved")
	}
	long := strings.Repeat("ө", 10_001)
	if a := b.post(path, url.Values{"words": {"1"}, "state": {"done"}, "note": {long}}); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, long) || !strings.Contains(a.body, "Текст өтө узун") {
		t.Errorf("refused with %d: the words or the reason are lost", a.status)
	}
	if check, err = h.store.Check(t.Context(), session, 26); err != nil || check.State != civic.NotDone {
		t.Errorf("half of a refused form was kept: %+v, %v", check, err)
	}
	// The box in the list leaves the words alone.
	b.post(path, url.Values{"tick": {"1"}, "done": {"1"}}, partial...)
	if check, err = h.store.Check(t.Context(), session, 26); err != nil || check.State != civic.Done || check.Note == "" {
		t.Errorf("%+v, %v", check, err)
	}
}

// A number that cannot be is refused at its cell, with what was typed, and the sentence goes with the repair.
func TestANumberIsRefusedAtItsCell(t *testing.T) {
	h := newHouse(t)
	b, session := h.as("facilitator"), h.ids["session"]
	path := "/sessions/" + session + "/attendance"
	count := func(what, band, people string, headers ...string) answer {
		return b.post(path, url.Values{"what": {what}, "sex": {"f"}, "band": {band}, "people": {people}}, headers...)
	}
	if a := count("came", "29-45", "5", partial...); a.status != http.StatusOK {
		t.Fatal(a.status, a.body)
	}
	for _, c := range []struct{ what, band, people, cell, says string }{
		{"left", "", "6", "n-left-f", "Келгендерден көп болбойт: 5."},
		{"came", "29-45", "501", "n-came-f-29", "Адамдардын санын жазыңыз: 0–500."},
		{"came", "29-45", "көп", "n-came-f-29", "Адамдардын санын жазыңыз: 0–500."},
		{"came", "29-45", "-1", "n-came-f-29", "Адамдардын санын жазыңыз: 0–500."},
	} {
		for _, headers := range [][]string{nil, partial} {
			a := count(c.what, c.band, c.people, headers...)
			cell := page(t, a).Find("#" + c.cell)
			if a.status != http.StatusUnprocessableEntity || strings.TrimSpace(cell.Find(".error").Text()) != c.says || cell.Find("[aria-invalid]").AttrOr("value", "") != c.people {
				t.Errorf("%s %s: %d %q", c.what, c.people, a.status, cell.Text())
			}
		}
	}
	if cell := page(t, count("left", "", "5", partial...)).Find("#n-left-f"); cell.Length() != 1 || cell.Find(".error, [aria-invalid]").Length() != 0 {
		t.Error("the sentence stays after the repair")
	}
	if a := count("came", "29-45", "3", partial...); a.status != http.StatusOK || !strings.Contains(a.body, "Эрте кеткендер келгендерден көп") {
		t.Errorf("more left than came, without a word: %d", a.status)
	}
}

// What closing does ticks what the checklist says of it; a correction asks both again.
func TestReadingAndSigningTickTheirItems(t *testing.T) {
	h := newHouse(t)
	session := h.ids["session"]
	b := h.as("facilitator")
	path := "/sessions/" + session
	state := func() (out [2]civic.CheckState) {
		checks, err := h.store.Checks(t.Context(), session)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range checks {
			switch c.Key {
			case "c30":
				out[0] = c.State
			case "c31":
				out[1] = c.State
			}
		}
		return out
	}
	b.post(path+"/reading", url.Values{"read_aloud": {"1"}, "confirmed": {"1"}})
	if got := state(); got != [2]civic.CheckState{civic.Done, civic.Open} {
		t.Errorf("read aloud: %v", got)
	}
	for _, role := range civic.SignRoles {
		if a := b.post(path+"/signatures/"+role, url.Values{"name": {"Аты-жөнү"}}); a.status != http.StatusSeeOther {
			t.Fatalf("%s: %d", role, a.status)
		}
	}
	if got := state(); got != [2]civic.CheckState{civic.Done, civic.Done} {
		t.Errorf("signed: %v", got)
	}
	h.close(session)
	if a := b.post(path+"/corrections", url.Values{"what": {"Саны туура эмес"}, "reason": {"Жаңылыш терилген"}}); a.status != http.StatusSeeOther {
		t.Fatalf("correction: %d %s", a.status, a.body)
	}
	closing, err := h.store.Closing(t.Context(), session)
	if got := state(); err != nil || got != [2]civic.CheckState{civic.Open, civic.Open} || closing.ReadAloud || len(closing.Signatures) > 0 {
		t.Errorf("corrected: %v %+v %v", got, closing, err)
	}
}
