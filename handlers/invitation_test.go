package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"ashar/handlers"
)

func TestACodeThatDoesNotOpenIsKeptAndExplained(t *testing.T) {
	h := newHouse(t)
	b := h.as("coordinator")
	path := h.path("/users/{user.member}/invitation")
	replaced := invitationLink.FindStringSubmatch(b.made(path, nil))[1]
	good := invitationLink.FindStringSubmatch(b.made(path, nil))[1]
	for name, c := range map[string]struct{ typed, says string }{
		"mistyped": {"abcd-efgh", "Мындай код жок"},
		"guessed":  {"ABCD-EFGH-JKMN-PQRT", "Мындай код жок"},
		"replaced": {replaced, "Мындай код жок"},
		"empty":    {"", "Мындай код жок"},
	} {
		for how, a := range map[string]answer{
			"typed": h.browser().post("/invitations?lang=ky", url.Values{"code": {c.typed}}),
			"link":  h.browser().get("/invitations/" + c.typed + "?lang=ky"),
		} {
			if c.typed == "" && how == "link" {
				continue
			}
			if a.status != http.StatusNotFound || !strings.Contains(a.body, c.says) || !strings.Contains(a.body, `value="`+c.typed+`"`) || !strings.Contains(a.body, `aria-invalid="true"`) {
				t.Errorf("%s %s: %d", name, how, a.status)
			}
		}
	}
	h.now = h.now.AddDate(0, 0, 8)
	for _, a := range []answer{h.browser().post("/invitations", url.Values{"code": {good}}), h.browser().get("/invitations/" + good),
		h.browser().post("/invitations/"+good, url.Values{"password": {testPassword}, "again": {testPassword}})} {
		if a.status != http.StatusGone || !strings.Contains(a.body, `value="`+good+`"`) || !strings.Contains(a.body, `name="code"`) {
			t.Errorf("expired: %d", a.status)
		}
	}
}

func TestGuessingCodesIsSlowedButAHallsSlipsAreNot(t *testing.T) {
	h := newHouse(t)
	good := invitationLink.FindStringSubmatch(h.as("coordinator").made(h.path("/users/{user.member}/invitation"), nil))[1]
	for range 50 { // too short: a slip of the finger
		h.browser().post("/invitations", url.Values{"code": {"ABCD-EFGH"}})
	}
	if a := h.browser().get("/invitations/" + good); a.status != http.StatusOK {
		t.Fatalf("after slips a good code answers %d", a.status)
	}
	for range 21 {
		guess, _ := handlers.NewInvitation()
		h.browser().post("/invitations", url.Values{"code": {guess}})
	}
	for _, a := range []answer{h.browser().post("/invitations", url.Values{"code": {good}}), h.browser().get("/invitations/" + good),
		h.browser().post("/invitations/"+good, url.Values{"password": {"көк-айыл-көпүрө"}, "again": {"көк-айыл-көпүрө"}})} {
		if a.status != http.StatusTooManyRequests || a.header.Get("Retry-After") == "" || !strings.Contains(a.body, good) {
			t.Errorf("while slowed: %d", a.status)
		}
	}
	if a := h.browser().post("/login", url.Values{"login": {"member"}, "password": {testPassword}}); a.status != http.StatusSeeOther {
		t.Errorf("who guesses codes keeps others from signing in: %d", a.status)
	}
	h.now = h.now.Add(6 * time.Minute)
	if a := h.browser().get("/invitations/" + good); a.status != http.StatusOK {
		t.Errorf("after the wait: %d", a.status)
	}
}

// A secret is shown by the page after the form, once; asking for that page
// again makes no new one.
func TestASecretIsShownOnceAndAReloadChangesNothing(t *testing.T) {
	h := newHouse(t)
	b, elsewhere := h.as("coordinator"), h.as("coordinator")
	for path, c := range map[string]struct {
		form url.Values
		find func(string) string
	}{
		h.path("/users/{user.member}/invitation"): {nil, func(s string) string { return invitationLink.FindString(s) }},
		"/calendar": {url.Values{"wanted": {"1"}}, func(s string) string { return feedAddress.FindString(s) }},
	} {
		a := b.post(path, c.form)
		page := a.header.Get("Location")
		if a.status != http.StatusSeeOther || c.find(a.body+page) != "" {
			t.Fatalf("%s: %d %s", path, a.status, page)
		}
		for _, cookie := range a.header.Values("Set-Cookie") {
			t.Errorf("%s sets a cookie: %s", path, cookie)
		}
		if c.find(elsewhere.get(page).body) != "" {
			t.Errorf("%s: another device of theirs is shown it", path)
		}
		secret := c.find(b.get(page).body)
		if secret == "" {
			t.Fatalf("%s: the page does not show it", path)
		}
		if c.find(b.get(page).body) != "" {
			t.Errorf("%s: it is shown again", path)
		}
		if a := h.browser().get(secret); a.status != http.StatusOK {
			t.Errorf("%s: after a reload it answers %d", path, a.status)
		}
		b.post(path, c.form)
		h.now = h.now.Add(3 * time.Minute)
		if c.find(b.get(page).body) != "" {
			t.Errorf("%s: shown minutes later", path)
		}
	}
}

func TestAnInvitationsAddressDoesNotTravelOn(t *testing.T) {
	h := newHouse(t)
	link := invitationLink.FindString(h.as("coordinator").made(h.path("/users/{user.member}/invitation"), nil))
	if got := h.browser().get(link).header.Get("Referrer-Policy"); got != "origin" {
		t.Errorf("Referrer-Policy: %q", got)
	}
	if got := h.browser().get("/invitations").header.Get("Referrer-Policy"); got != "same-origin" {
		t.Errorf("elsewhere: %q", got)
	}
}

func TestAWeakPasswordIsRefusedAtItsField(t *testing.T) {
	h := newHouse(t)
	link := invitationLink.FindString(h.as("coordinator").made(h.path("/users/{user.member}/invitation"), nil))
	b := h.as("deputy")
	for password, says := range map[string]map[string]string{
		"12345678":   {"ky": "биринчи эле", "ru": "пробуют первым", "en": "first passwords"},
		"Бишкек2016": {"ky": "биринчи эле"},
	} {
		for lang, want := range says {
			form := url.Values{"old": {testPassword}, "password": {password}, "again": {password}}
			for where, a := range map[string]answer{"invitation": h.browser().post(link+"?lang="+lang, form), "account": b.post("/account/password?lang="+lang, form)} {
				if a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, want) || strings.Contains(a.body, password+`"`) {
					t.Errorf("%s %s %s: %d", where, password, lang, a.status)
				}
			}
		}
	}
	if a := b.post("/account/password?lang=ky", url.Values{"old": {testPassword}, "password": {"Аты-deputy-1"}, "again": {"Аты-deputy-1"}}); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "табуу оңой") {
		t.Errorf("one's own name: %d", a.status)
	}
}
