package handlers_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

func TestAPersonIsInvitedByALinkThatServesOnce(t *testing.T) {
	h := newHouse(t)
	people := "/municipalities/" + h.ids["municipality"] + "/people"
	b := h.as("coordinator")
	a := b.post(people, url.Values{"name": {"Жаңы Киши"}, "login": {"jany"}, "role": {"facilitator", "administrator"}, "lang": {"ky"}, "op": {h.store.IDs.New()}})
	link := regexp.MustCompile(`/invitations/[A-Za-z0-9_-]+`).FindString(a.body)
	if a.status != http.StatusOK || link == "" {
		t.Fatalf("%d, no link", a.status)
	}
	fresh := h.browser()
	form := url.Values{"password": {testPassword}, "again": {testPassword}}
	if a := fresh.post(link, form); a.status != http.StatusSeeOther {
		t.Fatalf("accepting: %d %.200s", a.status, a.body)
	}
	if a := fresh.get("/"); a.status != http.StatusOK || !strings.Contains(a.body, "Жаңы Киши") {
		t.Errorf("not signed in: %d", a.status)
	}
	if a := h.browser().post(link, form); a.status != http.StatusGone {
		t.Errorf("the link served twice: %d", a.status)
	}
	u, _, err := h.store.UserByLogin(t.Context(), "jany")
	if err != nil {
		t.Fatal(err)
	}
	full, err := h.store.User(t.Context(), u.ID)
	if err != nil || len(full.Grants) != 1 {
		t.Errorf("a coordinator granted %v (%v)", full.Grants, err)
	}
}

func TestACoordinatorManagesOnlyTheirOwn(t *testing.T) {
	h := newHouse(t)
	people := "/municipalities/" + h.ids["municipality"] + "/people/"
	b := h.as("coordinator")
	for _, who := range []string{"administrator", "trainer", "other"} {
		if a := b.post(people+h.ids["user."+who]+"/status", url.Values{"disabled": {"1"}}); a.status != http.StatusNotFound {
			t.Errorf("%s: %d", who, a.status)
		}
	}
	if a := b.post(people+h.ids["user.deputy"]+"/status", url.Values{"disabled": {"1"}}); a.status != http.StatusSeeOther {
		t.Errorf("own deputy: %d", a.status)
	}
}

func TestAPasswordIsChangedAndOtherDevicesAreOut(t *testing.T) {
	h := newHouse(t)
	tablet, laptop := h.as("facilitator"), h.as("facilitator")
	change := url.Values{"old": {"жаңылыш сырсөз"}, "password": {"жаңы-сырсөз-2"}, "again": {"жаңы-сырсөз-2"}}
	if a := laptop.post("/account/password", change); a.status != http.StatusUnprocessableEntity {
		t.Errorf("with a wrong old password: %d", a.status)
	}
	change.Set("old", testPassword)
	if a := laptop.post("/account/password", change); a.status != http.StatusSeeOther {
		t.Errorf("%d", a.status)
	}
	if a := laptop.get("/account"); a.status != http.StatusOK {
		t.Errorf("this device: %d", a.status)
	}
	if a := tablet.get("/account"); a.status != http.StatusSeeOther {
		t.Errorf("the other device is still in: %d", a.status)
	}
}
