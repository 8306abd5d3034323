package handlers_test

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"ashar/internal/civic"
)

// said are the statements of a session in their order.
func (h *house) said() (texts []string) {
	h.t.Helper()
	ps := h.cards(h.ids["session"])
	for _, s := range ps.All() {
		texts = append(texts, s.Text)
	}
	return texts
}

func TestWhatIsWrittenInSilenceIsSeenWhenAllOfItIsShown(t *testing.T) {
	h := newHouse(t)
	b := h.as("facilitator")
	session := h.ids["session"]
	b.post(h.at("start"), nil)
	b.post(h.at("attendance"), url.Values{"what": {"came"}, "sex": {"f"}, "band": {"18-28"}, "people": {"5"}})
	phone := h.join(h.openPhones(session).Code)
	phone.post("/p/say", url.Values{"text": {"мурда айтылган"}})
	b.post(h.at("silent"), nil)
	b.post(h.at("silent"), nil) // twice is once

	var typed []string
	for i := range 3 {
		typed = append(typed, "кагаздагы сөз "+strconv.Itoa(i))
		b.post(h.at("silent/slips"), url.Values{"text": {typed[i]}}, partial...)
	}
	phone.post("/p/say", url.Values{"text": {"телефондогу сөз"}})
	phone.post("/p/say", url.Values{"text": {"телефондогу экинчи сөз"}}) // the same person

	for _, page := range []string{"silent", "priorities", "phones", "minutes", "screen", "wall"} {
		for _, who := range []string{"facilitator", "coordinator"} {
			if body := h.as(who).get(h.at(page)).body; strings.Contains(body, "кагаздагы") || strings.Contains(body, "телефондогу") {
				t.Errorf("%s shows %s what is not open yet", page, who)
			}
		}
	}
	if s, _ := h.store.Silence(context.Background(), session); s != (civic.Silence{Open: true, Paper: 3, Phones: 1, Came: 5}) || s.Left() != 1 {
		t.Errorf("%+v", s)
	}
	if body := phone.get("/p").body; !strings.Contains(body, "унчукпай жазат") {
		t.Error("the phone does not say that everybody writes")
	}
	if body := b.get(h.at("screen")).body; !strings.Contains(body, `id="scene-silent"`) || !strings.Contains(body, "4 <span> / 5") {
		t.Error("the wall does not say that everybody writes, or how many are in")
	}
	if body := b.get(h.at("closing")).body; !strings.Contains(body, h.at("silent")) {
		t.Error("closing does not lead to what waits to be shown")
	}

	b.post(h.at("silent/shown"), nil)
	b.post(h.at("silent/shown"), nil)
	got := h.said()
	slices.Sort(got)
	if !slices.Equal(got, typed) {
		t.Errorf("shown: %q", got)
	}
	body := b.get(h.at("silent")).body
	if !strings.Contains(body, "телефондогу сөз") || !strings.Contains(body, "мурда айтылган") {
		t.Error("what phones wrote does not wait for a yes")
	}
	b.post(h.at("silent/statements"), nil)
	b.post(h.at("silent/statements"), nil)
	if got := h.said(); len(got) != 6 {
		t.Errorf("let: %q", got)
	}

	// a slip that was typed without a network, and comes when all is shown
	b.post(h.at("silent/slips"), url.Values{"text": {"кеч калган"}})
	if got := h.said(); !slices.Contains(got, "кеч калган") {
		t.Errorf("a late slip is lost: %q", got)
	}
	if body := b.get(h.at("screen")).body; strings.Contains(body, `id="scene-silent"`) {
		t.Error("the wall stays silent")
	}
}

func TestASilenceCanBeHeldAgain(t *testing.T) {
	h := newHouse(t)
	b := h.as("facilitator")
	session := h.ids["session"]
	b.post(h.at("start"), nil)
	phone := h.join(h.openPhones(session).Code)
	for range 2 {
		b.post(h.at("silent"), nil)
		phone.post("/p/say", url.Values{"text": {"көпүрө"}})
		if s, _ := h.store.Silence(context.Background(), session); s.Phones != 1 {
			t.Errorf("%+v", s)
		}
		b.post(h.at("silent/shown"), nil)
	}
	for _, text := range []string{"", "  \n"} {
		if a := b.post(h.at("silent/slips"), url.Values{"text": {text}}); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, `aria-invalid="true"`) {
			t.Errorf("%q: %d", text, a.status)
		}
	}
	if a := h.as("deputy").post(h.at("silent"), nil); a.status != http.StatusForbidden {
		t.Errorf("a deputy begins it: %d", a.status)
	}
}

// The order in which slips were typed says who sat where: shown, it is chance.
func TestSlipsAreShuffled(t *testing.T) {
	h := newHouse(t)
	b := h.as("facilitator")
	b.post(h.at("start"), nil)
	b.post(h.at("silent"), nil)
	var typed []string
	for i := range 12 {
		typed = append(typed, "сөз "+strconv.Itoa(i))
		b.post(h.at("silent/slips"), url.Values{"text": {typed[i]}})
	}
	b.post(h.at("silent/shown"), nil)
	got := h.said()
	if slices.Equal(got, typed) { // once in 479 million
		t.Errorf("as typed: %q", got)
	}
	slices.Sort(got)
	slices.Sort(typed)
	if !slices.Equal(got, typed) {
		t.Errorf("not all: %q", got)
	}
}
