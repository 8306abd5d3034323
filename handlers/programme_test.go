package handlers_test

import (
	"net/http"
	"strings"
	"testing"

	"ashar/internal/civic"
)

// The form of a development programme says what people asked for, who took part, and from which list it comes.
func TestTheProgrammesFormIsMadeOfTheList(t *testing.T) {
	h := newHouse(t)
	needs := h.published()
	path := "/cycles/" + h.ids["cycle"] + "/needs/programme/sep"
	b := h.as("coordinator")
	a := b.get(path + ".csv?in=ky")
	for _, want := range []string{"Катышты, адам", "аялдар 1", h.passport(needs[0]), "БАПка кире элек"} {
		if a.status != http.StatusOK || !strings.Contains(a.body, want) {
			t.Errorf("%d: no %q in %s", a.status, want, a.body)
		}
	}
	h.drafted(b)
	h.apply(h.ids["cycle"], h.ids["user.coordinator"], civic.SaveAction{ID: h.store.IDs.New(), ActionText: civic.ActionText{Need: needs[0], Title: civic.Text{KY: "=1+1 түтүк"}, Result: "Суу келет", Indicator: "түтүк, чакырым", Baseline: "0", Target: "3",
		Costs: []civic.ActionCost{{Source: civic.LocalBudget, Year: 2017, Amount: 400_000}, {Source: civic.GrantMoney, Year: 2017, Amount: 100_000}}}})
	a = b.get(path + ".csv?in=ky")
	for _, want := range []string{"Суу келет", "'=1+1 түтүк;500000;400000;;100000;;;2017;БАП", "0;3;"} {
		if !strings.Contains(a.body, want) {
			t.Errorf("no %q in %s", want, a.body)
		}
	}
	for _, ext := range []string{".pdf", ".xlsx"} {
		if a := b.get(path + ext); a.status != http.StatusOK || len(a.body) < 1000 {
			t.Errorf("%s: %d", ext, a.status)
		}
	}
	if a := b.get(path + ".doc"); a.status != http.StatusNotFound {
		t.Errorf("an unknown format: %d", a.status)
	}
	if !strings.Contains(b.get("/cycles/"+h.ids["cycle"]+"/needs").body, "/needs/programme/sep.xlsx") {
		t.Error("the list does not lead to it")
	}
}
