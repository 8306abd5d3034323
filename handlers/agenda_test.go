package handlers_test

import (
	"strings"
	"testing"
)

// What a tablet goes on with when the line is gone, and nothing of what is past.
func TestTheStepsToComeAreFetchedBeforehand(t *testing.T) {
	h := newHouse(t)
	b := h.as("facilitator")
	b.post(h.at("start"), nil)
	b.post(h.at("step"), map[string][]string{"step": {"2"}})
	body := b.get(h.at("ahead")).body
	for _, part := range []string{`data-ahead="paused-1"`, `data-ahead="paused-0"`, `data-ahead="3"`, `data-ahead="8"`, `id="step-title"`} {
		if !strings.Contains(body, part) {
			t.Errorf("no %s", part)
		}
	}
	for _, part := range []string{`data-ahead="1"`, `data-ahead="2"`, "<html"} {
		if strings.Contains(body, part) {
			t.Errorf("%s is told", part)
		}
	}
	// each later step leads to the one after it, and the last to the closing
	_, third, _ := strings.Cut(body, `data-ahead="3"`)
	third, last, _ := strings.Cut(third, `data-ahead="8"`)
	third, _, _ = strings.Cut(third, "</template>")
	if !strings.Contains(third, `name="step" value="4"`) || !strings.Contains(last, h.at("closing")) {
		t.Error("the way on is wrong")
	}
}
