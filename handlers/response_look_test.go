package handlers_test

import (
	"context"
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"ashar/internal/civic"
	"ashar/internal/survey"
)

// What was not answered, and a village that nobody gave, is a dash: a nought would be an answer.
func TestWhatIsNotAnsweredIsADash(t *testing.T) {
	h := newHouse(t)
	id := h.opinion()
	r := h.respond(id, "", `{"sex":"f","age":"30"}`, "needs")
	b := h.as("coordinator")
	list := "/surveys/" + id + "/responses"
	if got := strings.TrimSpace(page(t, b.get(list)).Find(`tbody td[data-label="Айыл"]`).Text()); got != "–" {
		t.Errorf("the list says of no village %q", got)
	}
	one := list + "/" + r.ID
	if a := b.post(one+"/edit", url.Values{"op": {h.store.IDs.New()}, "path": {"wish"}, "value": {"көпүрө"}, "reason": {"унутулган"}, "base": {"1"}}); a.status != 303 {
		t.Fatalf("%d %s", a.status, a.body)
	}
	doc := page(t, b.get(one))
	for _, cell := range doc.Find("tbody td[data-label]").EachIter() {
		if strings.TrimSpace(cell.Text()) == "0" {
			t.Errorf("a nought at %s", cell.Parent().Find("th").Text())
		}
	}
	if got := doc.Find(`td[data-label="Мурун"]`).Text(); got != "–" {
		t.Errorf("before it was corrected: %q", got)
	}
	if got := doc.Find("p.facts").Text(); !strings.Contains(got, "–") || strings.Contains(got, "\n0\n") {
		t.Errorf("above: %q", got)
	}
}

// A response is called by one number everywhere: the count of its survey, which no other takes when it is left out.
func TestResponsesAreCountedWithinTheirSurvey(t *testing.T) {
	h := newHouse(t)
	first := h.opinion()
	for range 3 {
		h.respond(first, "", `{"sex":"f"}`, "")
	}
	id, village := h.opinion(), h.ids["village"]
	out, r := h.respond(id, "", `{"sex":"f","age":"30"}`, ""), h.respond(id, village, `{"sex":"m","age":"40"}`, "")
	h.apply(id, h.ids["user.coordinator"], civic.ExcludeResponse{Survey: id, Response: out.ID, Out: true, Reason: "сынак"})
	b, list := h.as("coordinator"), "/surveys/"+id+"/responses"
	for _, x := range []struct{ id, want string }{{out.ID, "1"}, {r.ID, "2"}} {
		if got := page(t, b.get(list)).Find(`tbody a[href$="` + x.id + `"]`).Text(); got != "№ "+x.want {
			t.Errorf("in the list %q, wanted %s", got, x.want)
		}
		if got := page(t, b.get(list+"/"+x.id)).Find("h1").Text(); got != x.want+"-жооп" {
			t.Errorf("by itself %q", got)
		}
	}
	if csv := strings.Split(b.get("/surveys/"+id+"/data/responses.csv").body, "\r\n"); !strings.HasPrefix(csv[1], "2;1;link;") {
		t.Errorf("in the file: %s", csv[1])
	}
	if json := b.get("/surveys/" + id + "/data/responses.json").body; !strings.Contains(json, `"__id":"2"`) || strings.HasPrefix(json, `{"value":[,`) {
		t.Errorf("in the file: %s", json)
	}

	r.Answers = json.RawMessage(`{"sex":"m","age":"41"}`)
	if err := h.store.AcceptResponse(context.Background(), r, r.Answers, nil, ""); civic.KindOf(err) != civic.Conflict {
		t.Fatal(err)
	}
	name := page(t, b.get(list)).Find(`section[aria-labelledby^="conflict-"] .facts`).Text()
	for _, want := range []string{"№ 2", "2016", page(t, b.get(list)).Find(`tbody td[data-label="Айыл"]`).Last().Text()} {
		if want == "" || !strings.Contains(name, want) {
			t.Errorf("two contents are called %q, without %q", name, want)
		}
	}
}

// What or_other added says itself in words, and a group without anything below it does not stand there.
func TestAResponseIsReadInWords(t *testing.T) {
	h := newHouse(t)
	say := func(s string) survey.Text { return survey.Text{"Кыргызча (ky)": s} }
	id := h.opinion(&survey.Question{Type: "select_multiple", List: "need", Name: "first", Label: say("Биринчи эмне?"), OrOther: true},
		&survey.Question{Type: "group", Name: "bare", Label: say("Куру топ"), Children: []*survey.Question{{Type: "note", Name: "thanks", Label: say("Рахмат")}}})
	r := h.respond(id, "", `{"first":"water other","first_other":"Китепкана"}`, "")
	b := h.as("coordinator")
	one := "/surveys/" + id + "/responses/" + r.ID
	rows := map[string]string{}
	for _, tr := range page(t, b.get(one)).Find("tbody tr").EachIter() {
		rows[tr.Find("th").Text()] = strings.TrimSpace(tr.Find("td").First().Text())
	}
	if rows["Биринчи эмне?"] != "Таза суу, Башка" || rows["Башка, сөз менен"] != "Китепкана" {
		t.Errorf("%v", rows)
	}
	if _, there := rows["Куру топ"]; there {
		t.Error("a group with nothing in it has a title")
	}
	if _, there := rows["Баалаңыз"]; !there {
		t.Error("a group with questions has none")
	}
	if page(t, b.get(one+"?path=first")).Find(`input[value="other"][checked]`).Length() != 1 {
		t.Error("what was chosen cannot be kept when it is corrected")
	}
}
