package handlers_test

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"ashar/internal/civic"
)

// openPhones lets phones into a session, as the facilitator's tablet does.
func (h *house) openPhones(session string) civic.Join {
	h.t.Helper()
	h.apply(session, h.ids["user.facilitator"], civic.OpenPhones{Session: session})
	j, err := h.store.Join(context.Background(), session)
	if err != nil || !j.Open {
		h.t.Fatalf("open: %+v %v", j, err)
	}
	return j
}

// join is a phone that took part with a code.
func (h *house) join(code string) *browser {
	h.t.Helper()
	b := h.browser()
	if a := b.post("/j/"+code, url.Values{"agree": {"1"}}); a.status != http.StatusSeeOther || a.header.Get("Location") != "/p" {
		h.t.Fatalf("join with %s: %d %s", code, a.status, a.body)
	}
	return b
}

func TestACodeIsReadAlikeInEveryAlphabet(t *testing.T) {
	h := newHouse(t)
	for range 20 {
		j := h.openPhones(h.ids["session"])
		if len(j.Code) != civic.JoinLength || strings.Trim(j.Code, civic.JoinDigits) != "" {
			t.Fatalf("code %q", j.Code)
		}
		h.apply(h.ids["session"], "", civic.ClosePhones{Session: h.ids["session"]})
	}
	if strings.ContainsAny(civic.JoinDigits, "01") || regexp.MustCompile(`\D`).MatchString(civic.JoinDigits) {
		t.Error("a code may have what is taken for a letter")
	}
}

func TestThePhonesPageOpensAndCloses(t *testing.T) {
	h := newHouse(t)
	b := h.as("facilitator")
	path := "/sessions/" + h.ids["session"] + "/phones"
	if a := b.get(path); !strings.Contains(a.body, "Телефондорго ачуу") {
		t.Fatalf("%d %s", a.status, a.body)
	}
	h.apply(h.ids["municipality"], "", civic.SetWiFi{Municipality: h.ids["municipality"], WiFi: civic.WiFi{Name: "Ашар", Password: "aiyl-2016"}})
	for range 2 { // open already: the code stays
		if a := b.post(path, url.Values{}); a.status != http.StatusSeeOther {
			t.Fatalf("open: %d %s", a.status, a.body)
		}
	}
	j, _ := h.store.Join(context.Background(), h.ids["session"])
	if !j.Open || j.WiFi != "Ашар" || j.Password != "aiyl-2016" {
		t.Fatalf("%+v", j)
	}
	a := b.get(path)
	for _, want := range []string{civic.SpacedCode(j.Code), `class="qr"`, "Кошулган телефон: 0", "түзмөктүн өзүндө"} {
		if !strings.Contains(a.body, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	h.join(j.Code)
	if a := b.get(path); !strings.Contains(a.body, "Кошулган телефон: 1") {
		t.Error("the phone is not counted")
	}
	before := h.store.Queries()
	b.get(path)
	if n := h.store.Queries() - before; n > 10 {
		t.Errorf("the page asks %d queries", n)
	}
	b.post(path, url.Values{"open": {"0"}})
	if a := h.browser().get("/j/" + j.Code); a.status != http.StatusNotFound {
		t.Errorf("a closed code: %d", a.status)
	}
}

func TestABadOrClosedCodeIsAClearSentence(t *testing.T) {
	h := newHouse(t)
	j := h.openPhones(h.ids["session"])
	b := h.browser()
	if a := b.get("/j"); a.status != 200 || !strings.Contains(a.body, `inputmode="numeric"`) {
		t.Fatalf("%d", a.status)
	}
	if a := b.post("/j", url.Values{"code": {" " + civic.SpacedCode(j.Code) + "-"}}); a.header.Get("Location") != "/j/"+j.Code {
		t.Errorf("a code with spaces leads to %q", a.header.Get("Location"))
	}
	if a := b.post("/j", url.Values{"code": {"суу"}}); a.status != http.StatusNotFound || !strings.Contains(a.body, "Кодду териңиз") || !strings.Contains(a.body, `value="суу"`) {
		t.Errorf("no digits: %d %s", a.status, a.body)
	}
	if a := b.get("/j/999999999"); a.status != http.StatusNotFound || !strings.Contains(a.body, "Мындай код жок же ал жабылган") {
		t.Errorf("an unknown code: %d", a.status)
	}
	if a := b.get("/p"); a.status != http.StatusNotFound || !strings.Contains(a.body, "Адегенде экрандагы кодду териңиз") {
		t.Errorf("a phone that never joined: %d", a.status)
	}
	if a := b.post("/j/"+j.Code, url.Values{}); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "макулдугуңузду белгилеңиз") {
		t.Errorf("without consent: %d", a.status)
	}
	phone := h.join(j.Code)
	if a := phone.get("/p"); a.status != 200 {
		t.Fatalf("%d", a.status)
	}
	if a := phone.get("/j/" + j.Code); a.header.Get("Location") != "/p" {
		t.Error("who is in is asked again")
	}
	h.apply(h.ids["session"], "", civic.ClosePhones{Session: h.ids["session"]})
	if a := phone.get("/p"); a.status != http.StatusGone || !strings.Contains(a.body, "телефондорго жабылган") {
		t.Errorf("a closed session: %d", a.status)
	}
}

// Whoever leaves and comes back is the same phone.
func TestAPhoneLeavesAndComesBack(t *testing.T) {
	h := newHouse(t)
	j := h.openPhones(h.ids["session"])
	phone := h.join(j.Code)
	if a := phone.post("/p/leave", nil); a.status != 200 || !strings.Contains(a.body, "Сиз чыктыңыз") {
		t.Fatalf("%d", a.status)
	}
	if a := phone.get("/p"); a.status != http.StatusNotFound {
		t.Errorf("left, and in: %d", a.status)
	}
	if now, _ := h.store.Join(context.Background(), h.ids["session"]); now.Joined != 0 {
		t.Errorf("%d joined", now.Joined)
	}
	phone.post("/j/"+j.Code, url.Values{"agree": {"1"}})
	h.join(j.Code)
	if now, _ := h.store.Join(context.Background(), h.ids["session"]); now.Joined != 2 {
		t.Errorf("%d joined", now.Joined)
	}
}

// Guessing is slowed, and a hall behind one address gets in all the same.
func TestGuessingACodeIsSlowedAndAHallIsNot(t *testing.T) {
	h := newHouse(t)
	j := h.openPhones(h.ids["session"])
	b := h.browser()
	last := 0
	for range 202 {
		last = b.get("/j/777777777").status
	}
	if last != http.StatusTooManyRequests {
		t.Fatalf("after 202 guesses: %d", last)
	}
	h.now = h.now.Add(6e9)
	h.join(j.Code)
	for range 300 {
		last = b.get("/j/777777777").status
	}
	if last != http.StatusNotFound {
		t.Errorf("where somebody is in: %d", last)
	}
	h.join(j.Code)
}

// The code ends with the session.
func TestACodeEndsWithItsSession(t *testing.T) {
	h := newHouse(t)
	session := h.store.IDs.New()
	h.apply(h.ids["cycle"], "", civic.PlanSession{ID: session, Village: h.ids["village"], Audience: h.ids["audience"],
		Date: "2016-12-14", Starts: "11:00", Ends: "13:00", ExpectedMin: 8, ExpectedMax: 12, Language: "ky"})
	j := h.openPhones(session)
	phone := h.join(j.Code)
	h.apply(session, "", civic.SetSessionStatus{Session: session, Status: civic.Cancelled, Reason: "Кар көп"})
	if a := h.browser().get("/j/" + j.Code); a.status != http.StatusNotFound {
		t.Errorf("the code of a cancelled session: %d", a.status)
	}
	if a := phone.get("/p"); a.status != http.StatusGone {
		t.Errorf("a phone in a cancelled session: %d", a.status)
	}
	if _, err := h.store.Apply(context.Background(), civic.Operation{Scope: session, Change: civic.OpenPhones{Session: session}}); civic.KindOf(err) != civic.Conflict {
		t.Errorf("a cancelled session opens to phones: %v", err)
	}
}
