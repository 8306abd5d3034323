package handlers_test

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"ashar/internal/civic"
)

// drawn draws a sample of 12 households of the village.
func (h *house) drawn(survey string) []civic.SurveyVisit {
	h.t.Helper()
	village := h.ids["village"]
	a := h.as("coordinator").post("/surveys/"+survey+"/sample/draw", url.Values{"of": {"households"}, "seed": {"31415926"}, "total": {"12"}, "reserve": {"25"},
		civic.SizeField(village): {"140"}, "op": {h.store.IDs.New()}})
	if a.status != http.StatusSeeOther {
		h.t.Fatalf("%d %s", a.status, a.body)
	}
	visits, err := h.store.SurveyVisits(context.Background(), survey)
	if err != nil {
		h.t.Fatal(err)
	}
	return visits
}

func TestASampleIsDrawnByItsSeedAndAgainTheSame(t *testing.T) {
	h := newHouse(t)
	id, village := h.survey(), h.ids["village"]
	visits := h.drawn(id)
	numbers := make([]int, 140)
	for i := range numbers {
		numbers[i] = i + 1
	}
	u, err := h.store.Unit(context.Background(), village)
	if err != nil {
		t.Fatal(err)
	}
	order := civic.Draw("31415926", u.Code, numbers)
	if len(visits) != 15 {
		t.Fatalf("%d visits: wanted 12 and 3 in reserve", len(visits))
	}
	for _, v := range visits {
		if order[v.Turn-1] != v.Number || v.Reserve != (v.Turn > 12) {
			t.Errorf("%+v, the seed gives %d", v, order[v.Turn-1])
		}
	}
	b := h.as("coordinator")
	if body := b.get("/surveys/" + id + "/sample").body; !strings.Contains(body, "31415926") || !strings.Contains(body, u.Code) {
		t.Error("the page does not say how to draw it again")
	}

	// a draw that nobody has walked gives way; its seed stays on record
	h.now = h.now.Add(time.Minute)
	if a := b.post("/surveys/"+id+"/sample/draw", url.Values{"of": {"households"}, "seed": {"27182818"}, "total": {"5"}, civic.SizeField(village): {"140"}}); a.status != http.StatusSeeOther {
		t.Fatalf("%d %s", a.status, a.body)
	}
	visits, _ = h.store.SurveyVisits(context.Background(), id)
	samples, _ := h.store.Samples(context.Background(), id)
	if len(visits) != 5 || len(samples) != 2 || samples[0].Seed != "27182818" {
		t.Errorf("%d visits, %+v", len(visits), samples)
	}
	h.as("facilitator").post("/surveys/"+id+"/visits/"+visits[0].ID, url.Values{"outcome": {"absent"}})
	if a := b.post("/surveys/"+id+"/sample/draw", url.Values{"of": {"households"}, "seed": {"1"}, "total": {"5"}, civic.SizeField(village): {"140"}}); a.status != http.StatusConflict {
		t.Errorf("drawn again after a visit: %d", a.status)
	}
}

func TestATotalIsDividedOrLookedAtOrRefused(t *testing.T) {
	h := newHouse(t)
	id := h.survey()
	b := h.as("coordinator")
	path := "/surveys/" + id + "/sample/draw"
	form := url.Values{"of": {"households"}, "seed": {"7"}, "total": {"20"}, "reserve": {"20"}, civic.SizeField(h.ids["village"]): {"90"}, "preview": {"1"}}
	if a := b.post(path, form); a.status != 200 || !strings.Contains(a.body, "20 + 4") {
		t.Errorf("%d, the division is not shown", a.status)
	}
	if samples, _ := h.store.Samples(context.Background(), id); len(samples) != 0 {
		t.Error("looking at it drew it")
	}
	form.Set("total", "91")
	if a := b.post(path, form); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "эң көбү 90") {
		t.Errorf("more than there are: %d", a.status)
	}
	form.Del("preview")
	form.Set("total", "")
	form.Set(civic.MainField(h.ids["village"]), "17")
	if a := b.post(path, form); a.status != http.StatusSeeOther {
		t.Errorf("by hand: %d %s", a.status, a.body)
	}
	if visits, _ := h.store.SurveyVisits(context.Background(), id); len(visits) != 17+4 {
		t.Errorf("%d", len(visits))
	}
}

// Nothing leads from a visit to a response: neither the journal nor a time.
func TestAVisitLeavesNoTrailToItsResponse(t *testing.T) {
	h := newHouse(t)
	id := h.survey()
	visits := h.drawn(id)
	before, _ := h.store.Journal(context.Background(), id, 0)
	b := h.as("facilitator")
	path := "/surveys/" + id + "/visits/" + visits[0].ID
	form := url.Values{"outcome": {"done"}, "place": {"Ленин көчөсү, 14"}, "op": {h.store.IDs.New()}}
	for range 3 { // the outbox may send it again
		if a := b.post(path, form); a.status != http.StatusSeeOther || !strings.Contains(a.header.Get("Location"), "#visit-"+visits[0].ID) {
			t.Fatalf("%d %s", a.status, a.body)
		}
	}
	b.post(path, url.Values{"outcome": {"done"}}) // as an interview says it: of the place nothing
	v, err := h.store.SurveyVisit(context.Background(), id, visits[0].ID)
	if err != nil || v.Outcome != civic.VisitDone || v.Place != "Ленин көчөсү, 14" {
		t.Errorf("%+v %v", v, err)
	}
	if after, _ := h.store.Journal(context.Background(), id, 0); len(after) != len(before) {
		t.Error("the journal tells when a household was visited")
	}
	if a := b.post(path, url.Values{"outcome": {"asleep"}}); a.status != http.StatusUnprocessableEntity {
		t.Errorf("%d", a.status)
	}
	if body := h.as("deputy").get("/surveys/" + id + "/sample").body; !strings.Contains(body, "12 ичинен 1") || strings.Contains(body, "Ленин") {
		t.Error("readers see how far it is, and no household")
	}
	other := h.survey()
	if a := b.post("/surveys/"+other+"/visits/"+visits[0].ID, form); a.status != http.StatusNotFound {
		t.Errorf("by way of another survey: %d", a.status)
	}
}

func TestAVillageIsGivenToAnInterviewer(t *testing.T) {
	h := newHouse(t)
	id := h.survey()
	visits := h.drawn(id)
	b := h.as("coordinator")
	give := url.Values{"unit": {h.ids["village"]}, "interviewer": {h.ids["user.facilitator"]}}
	if a := b.post("/surveys/"+id+"/sample/assign", give); a.status != http.StatusSeeOther {
		t.Fatalf("%d %s", a.status, a.body)
	}
	give.Set("interviewer", h.ids["user.other"])
	if a := b.post("/surveys/"+id+"/sample/assign", give); a.status != http.StatusNotFound {
		t.Errorf("to somebody of another municipality: %d", a.status)
	}
	if body := h.as("facilitator").get("/surveys/" + id + "/visits?mine=1").body; !strings.Contains(body, "visit-"+visits[0].ID) || !strings.Contains(body, "/interview?visit="+visits[0].ID) {
		t.Error("the interviewer does not find the visits")
	}
	a := h.as("facilitator").get("/surveys/" + id + "/visits.pdf")
	if a.status != 200 || !strings.HasPrefix(a.body, "%PDF") {
		t.Errorf("%d", a.status)
	}
}

func TestSurveySlipsAreAPaperAndTheirCodesAreNowhereElse(t *testing.T) {
	h := newHouse(t)
	id := h.survey()
	b := h.as("coordinator")
	if a := b.post("/surveys/"+id+"/slips", url.Values{"slips": {"401"}}); a.status != http.StatusUnprocessableEntity {
		t.Errorf("%d", a.status)
	}
	for range 2 {
		if a := b.post("/surveys/"+id+"/slips", url.Values{"slips": {"9"}, "unit": {h.ids["village"]}, "lang": {"ru"}}); a.status != 200 || !strings.HasPrefix(a.body, "%PDF") {
			t.Fatalf("%d", a.status)
		}
	}
	entries, _ := h.store.Journal(context.Background(), id, 0)
	if last := entries[len(entries)-1]; last.Kind != "survey.slips" || !bytes.Contains(last.Data, []byte(`"slips":9`)) || bytes.Contains(last.Data, []byte("hash")) {
		t.Errorf("journal: %s %s", last.Kind, last.Data)
	}
	villages, err := h.store.SurveyVillages(context.Background(), id)
	if err != nil || villages[0].Slips+villages[len(villages)-1].Slips < 18 {
		t.Errorf("%+v %v", villages, err)
	}

	// a sample of the slips draws their numbers
	a := b.post("/surveys/"+id+"/sample/draw", url.Values{"of": {"slips"}, "seed": {"5"}, "total": {"6"}, "reserve": {"50"}})
	if a.status != http.StatusSeeOther {
		t.Fatalf("%d %s", a.status, a.body)
	}
	visits, _ := h.store.SurveyVisits(context.Background(), id)
	if len(visits) != 9 {
		t.Errorf("%d", len(visits))
	}
	for _, v := range visits {
		if v.Number < 1 || v.Number > 18 {
			t.Errorf("number %d", v.Number)
		}
	}
}

func TestAPosterLeadsToTheSurvey(t *testing.T) {
	h := newHouse(t)
	id := h.survey()
	a := h.as("deputy").get("/surveys/" + id + "/poster.pdf")
	if a.status != 200 || !strings.HasPrefix(a.body, "%PDF") {
		t.Fatalf("%d", a.status)
	}
	if body := h.as("coordinator").get("/surveys/" + id).body; !strings.Contains(body, "surveyqr") {
		t.Error("no QR on the survey's page")
	}
}
