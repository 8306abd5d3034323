package handlers_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestTheCircleCountsVoicesBySeat(t *testing.T) {
	h := newHouse(t)
	b := h.as("facilitator")
	b.post(h.at("start"), nil)
	for _, cell := range [][3]string{{"f", "18-28", "1"}, {"f", "46-59", "2"}, {"m", "29-45", "1"}} {
		b.post(h.at("attendance"), url.Values{"what": {"came"}, "sex": {cell[0]}, "band": {cell[1]}, "people": {cell[2]}})
	}
	if page := b.get(h.at("circle")).body; !strings.Contains(page, `value="4"`) {
		t.Error("as many seats as were counted are not offered")
	}
	for _, n := range []string{"2", "21", "көп", "", "-1"} {
		a := b.post(h.at("circle/seats"), url.Values{"seats": {n}})
		if a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, `aria-invalid="true"`) {
			t.Errorf("%q seats: %d", n, a.status)
		}
	}
	b.post(h.at("circle/seats"), url.Values{"seats": {"4"}})
	circle := func() (turns []int, sexes string, young int) {
		all, err := h.store.Circle(context.Background(), h.ids["session"])
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range all {
			turns, sexes = append(turns, s.Turns), sexes+s.Sex
			if s.Young {
				young++
			}
		}
		return turns, sexes, young
	}
	if _, sexes, young := circle(); sexes != "fffm" || young != 1 {
		t.Errorf("seated %s, %d young", sexes, young)
	}
	for _, seat := range []string{"2", "2", "4", "2"} {
		b.post(h.at("circle"), url.Values{"seat": {seat}})
	}
	b.post(h.at("circle"), url.Values{"seat": {"2"}, "back": {"1"}})
	b.post(h.at("circle"), url.Values{"seat": {"1"}, "back": {"1"}}) // was never heard: stays at nothing
	for _, seat := range []string{"5", "0", "x"} {
		if a := b.post(h.at("circle"), url.Values{"seat": {seat}}); a.status < 400 {
			t.Errorf("seat %s: %d", seat, a.status)
		}
	}
	// who sits where is corrected: turns stay with the seat
	b.post(h.at("circle/seats"), url.Values{"seats": {"5"}, "sex1": {"m"}, "sex2": {"f"}, "young2": {"1"}, "sex3": {"f"}, "sex4": {"m"}})
	turns, sexes, young := circle()
	if len(turns) != 5 || turns[1] != 2 || turns[3] != 1 || turns[0] != 0 || sexes != "mffm" || young != 1 {
		t.Errorf("%v %s %d", turns, sexes, young)
	}
	page := b.get(h.at("circle")).body
	for _, want := range []string{`2<span class="of"> / 5</span>`, "1, 3, 5"} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q", want)
		}
	}
	// whoever only reads sees it and changes nothing
	if a := h.as("deputy").get(h.at("circle")); a.status != http.StatusOK || strings.Contains(a.body, `name="back"`) {
		t.Errorf("deputy: %d", a.status)
	}
}
