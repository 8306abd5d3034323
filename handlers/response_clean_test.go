package handlers_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"ashar/internal/civic"
	"ashar/internal/survey"
)

func TestAPersonCleansResponses(t *testing.T) {
	h := newHouse(t)
	id, village, ctx := h.opinion(), h.ids["village"], context.Background()
	all := `"quality":{"water":"5","road":"5","school":"5","light":"5"}`
	first := h.respond(id, village, `{"sex":"f","age":"30","children":"yes","kinder":"no",`+all+`}`, "needs wish")
	h.respond(id, village, `{"sex":"m","age":"200"}`, "")
	for range 2 {
		h.respond(id, "", `{"sex":"m","age":"41","needs":"road","children":"no"}`, "")
	}
	b := h.as("coordinator")
	list := "/surveys/" + id + "/responses"
	count := func(query string) int {
		return page(t, b.get(list+query)).Find("tbody tr").Length()
	}
	for query, want := range map[string]int{"": 4, "?flag=straight": 1, "?flag=same": 2, "?flag=wrong": 3, "?village=" + village: 2, "?mode=paper": 0, "?flag=out": 0} {
		if query == "?flag=wrong" {
			want = 1
		}
		if got := count(query); got != want {
			t.Errorf("%s: %d rows, wanted %d", query, got, want)
		}
	}
	says(t, b.get(list+"?flag=wrong"), "эрежеге туура келбейт")

	// left out with a reason, and taken back in
	one := list + "/" + first.ID
	if a := b.post(one+"/out", url.Values{"op": {h.store.IDs.New()}, "out": {"1"}}); a.status != 422 || !strings.Contains(a.body, "Себебин жазыңыз") {
		t.Errorf("without a reason: %d", a.status)
	}
	b.post(one+"/out", url.Values{"op": {h.store.IDs.New()}, "out": {"1"}, "reason": {"сынак"}})
	if s, _ := h.store.Survey(ctx, id); s.Responses != 3 || count("?flag=out") != 1 {
		t.Errorf("%d count", s.Responses)
	}
	says(t, b.get(one), "сынак")
	b.post(one+"/out", url.Values{"op": {h.store.IDs.New()}})
	if s, _ := h.store.Survey(ctx, id); s.Responses != 4 {
		t.Errorf("%d count again", s.Responses)
	}

	// corrected: what is no longer asked goes, what was there is kept
	says(t, b.get(one+"?path=children"), `value="yes" checked`, "Балаңыз барбы?")
	r, _ := h.store.Response(ctx, id, first.ID)
	edit := func(path, value, reason string) answer {
		return b.post(one+"/edit", url.Values{"op": {h.store.IDs.New()}, "path": {path}, "value": {value}, "reason": {reason}, "base": {fmt.Sprint(r.Version)}})
	}
	if a := edit("children", "perhaps", "x"); a.status != 422 {
		t.Errorf("a choice that is not offered: %d", a.status)
	}
	if a := edit("children", "no", ""); a.status != 422 {
		t.Errorf("without a reason: %d", a.status)
	}
	if a := edit("children", "no", "анкетачы жаңылган"); a.status != 303 {
		t.Fatalf("%d %s", a.status, a.body)
	}
	if a := edit("children", "yes", "кеч"); a.status != 409 {
		t.Errorf("over a version that is gone: %d", a.status)
	}
	r, _ = h.store.Response(ctx, id, first.ID)
	if string(r.Answers) != `{"age":"30","children":"no","quality":{"light":"5","road":"5","school":"5","water":"5"},"sex":"f"}` || r.Blank != "needs wish" {
		t.Errorf("%s, blank %q", r.Answers, r.Blank)
	}
	says(t, b.get(one), "анкетачы жаңылган", "Бала бакчага барабы?")

	// other content under the same id: both are shown, a person chooses
	r.Answers = json.RawMessage(`{"sex":"m","age":"31"}`)
	if err := h.store.AcceptResponse(ctx, r, r.Answers, nil, ""); civic.KindOf(err) != civic.Conflict {
		t.Fatal(err)
	}
	waiting, err := h.store.ResponseConflicts(ctx, id)
	if err != nil || len(waiting) != 1 {
		t.Fatalf("%v %v", waiting, err)
	}
	says(t, b.get(list), "Бир номер менен эки башка жооп", "Эркек")
	if a := b.post("/surveys/"+id+"/conflicts/"+waiting[0].ID, url.Values{"op": {h.store.IDs.New()}, "take": {"1"}, "base": {fmt.Sprint(r.Version)}}); a.status != 303 {
		t.Fatalf("%d", a.status)
	}
	if r, _ = h.store.Response(ctx, id, first.ID); string(r.Answers) != `{"sex":"m","age":"31"}` || !strings.Contains(r.Blank, "children") {
		t.Errorf("taken: %s, blank %q", r.Answers, r.Blank)
	}
	if got := cells(t, b.get("/surveys/"+id+"/results"), "Жынысыңыз", "Эркек"); !strings.HasPrefix(got, "4 ") {
		t.Errorf("the results do not follow: %s", got)
	}
	entries, _ := h.store.Journal(ctx, id, 0)
	kinds := 0
	for _, e := range entries {
		if strings.HasPrefix(e.Kind, "response.") {
			kinds++
		}
		for _, secret := range []string{"сынак", "жаңылган", "children", "perhaps"} {
			if strings.Contains(string(e.Data), secret) {
				t.Errorf("journaled: %s", e.Data)
			}
		}
	}
	if kinds != 4 {
		t.Errorf("%d entries", kinds)
	}
}

// One that breaks a rule is found behind pages of others, and a page goes on where the one before ended.
func TestWhatBreaksARuleIsFoundAmongMany(t *testing.T) {
	h := newHouse(t)
	id := h.opinion()
	for i := range 55 {
		h.respond(id, "", fmt.Sprintf(`{"sex":"f","age":"%d"}`, 20+i), "")
	}
	bad := h.respond(id, "", `{"sex":"m","age":"200"}`, "")
	b := h.as("coordinator")
	list := "/surveys/" + id + "/responses"
	if a := b.get(list + "?flag=wrong"); page(t, a).Find("tbody tr").Length() != 1 || !strings.Contains(a.body, bad.ID) || strings.Contains(a.body, "after=") {
		t.Error("the one that breaks a rule is not on the first page, or there seems to be another")
	}
	first := page(t, b.get(list))
	if n := first.Find("tbody tr").Length(); n != 50 {
		t.Errorf("%d rows", n)
	}
	if next := first.Find(`a[href*="after="]`).AttrOr("href", ""); next == "" || page(t, b.get(next)).Find("tbody tr").Length() != 6 {
		t.Errorf("behind %q are not the other six", next)
	}
}

func TestOpenAnswersAreGroupedByTags(t *testing.T) {
	h := newHouse(t)
	id, ctx := h.opinion(), context.Background()
	bridge := h.respond(id, "", `{"wish":"Көпүрө керек"}`, "")
	river := h.respond(id, "", `{"wish":"Суу ташкыны"}`, "")
	h.respond(id, "", `{"wish":"Рахмат"}`, "")
	b := h.as("coordinator")
	words := "/surveys/" + id + "/results/wish"
	says(t, b.get(words), "«Көпүрө керек»", "«Рахмат»")
	tag := h.store.IDs.New()
	if a := b.post(words+"/tags", url.Values{"op": {tag}, "name": {"Суу"}}); a.status != 303 {
		t.Fatalf("%d %s", a.status, a.body)
	}
	if a := b.post(words+"/tags", url.Values{"op": {h.store.IDs.New()}, "name": {"Суу"}}); a.status != 422 {
		t.Errorf("twice: %d", a.status)
	}
	b.post(words+"/tagged", url.Values{"op": {h.store.IDs.New()}, "tag": {tag}, "response": {bridge.ID, river.ID}})
	if got := cells(t, b.get("/surveys/"+id+"/results"), "Дагы эмне айтасыз?", "Суу"); got != "2 | 67 %" {
		t.Errorf("counted: %q", got)
	}
	if a := b.get(words + "?tag=" + tag); strings.Contains(a.body, "Рахмат") || !strings.Contains(a.body, "Суу ташкыны") {
		t.Error("one tag alone")
	}
	if a := b.get(words + "?tag=-"); !strings.Contains(a.body, "Рахмат") || strings.Contains(a.body, "Суу ташкыны") {
		t.Error("those without a tag")
	}
	b.post(words+"/tagged", url.Values{"op": {h.store.IDs.New()}, "tag": {tag}, "off": {"1"}, "response": {river.ID}})
	b.post(words+"/tags", url.Values{"op": {h.store.IDs.New()}, "tag": {tag}, "name": {"Көпүрө"}})
	if got := cells(t, b.get("/surveys/"+id+"/results"), "Дагы эмне айтасыз?", "Көпүрө"); got != "1 | 33 %" {
		t.Errorf("named anew: %q", got)
	}
	b.post(words+"/drop", url.Values{"op": {h.store.IDs.New()}, "tag": {tag}})
	if tags, err := h.store.SurveyTags(ctx, id); err != nil || len(tags) != 0 {
		t.Errorf("%v %v", tags, err)
	}
	entries, _ := h.store.Journal(ctx, id, 0)
	for _, e := range entries {
		if strings.Contains(string(e.Data), "Суу") || strings.Contains(string(e.Data), bridge.ID) {
			t.Errorf("journaled: %s", e.Data)
		}
	}
}

// A tag belongs to its question: a response tagged at one is without a tag at another.
func TestTagsOfAnotherQuestionAreNotShown(t *testing.T) {
	h := newHouse(t)
	id := h.opinion(&survey.Question{Type: "text", Name: "why", Label: survey.Text{"Кыргызча (ky)": "Эмне үчүн?"}})
	r := h.respond(id, "", `{"wish":"Көпүрө","why":"Өзөн терең"}`, "")
	b := h.as("coordinator")
	words, tag := "/surveys/"+id+"/results/", h.store.IDs.New()
	b.post(words+"wish/tags", url.Values{"op": {tag}, "name": {"Жол"}})
	b.post(words+"wish/tagged", url.Values{"op": {h.store.IDs.New()}, "tag": {tag}, "response": {r.ID}})
	if n := page(t, b.get(words+"wish")).Find("li .chip").Length(); n != 1 {
		t.Errorf("%d tags at its own question", n)
	}
	says(t, b.get(words+"why?tag=-"), "«Өзөн терең»")
	if n := page(t, b.get(words+"why")).Find("li .chip").Length(); n != 0 {
		t.Errorf("%d tags at another", n)
	}
}
