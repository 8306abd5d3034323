package handlers_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"ashar/internal/civic"
	"ashar/internal/survey"
)

func paperOf(h *house, pairs ...string) url.Values {
	form := url.Values{"op": {h.store.IDs.New()}, "village": {h.ids["village"]}}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Set("a:"+pairs[i], pairs[i+1])
	}
	return form
}

func TestAPaperKeyedInTwiceAlikeIsAResponseOnce(t *testing.T) {
	h := newHouse(t)
	id := h.survey()
	path := "/surveys/" + id + "/keying/17"
	first, second := h.as("facilitator"), h.as("coordinator")
	once := paperOf(h, "children", "2", "school", "1", "wish", "Суу")
	for range 3 { // sent again because the answer was lost: no second keying
		if a := first.post(path, once); a.status != http.StatusSeeOther {
			t.Fatalf("%d %s", a.status, a.body)
		}
	}
	if n := len(h.responses(id)); n != 0 {
		t.Fatalf("%d responses of a paper keyed in once", n)
	}
	if body := second.get(path).body; strings.Contains(body, "Суу") || !strings.Contains(body, "Экинчи жолу") {
		t.Error("the first answers are shown to who checks them")
	}
	again := paperOf(h, "children", "2", "school", "1", "wish", " Суу ")
	for range 2 {
		if a := second.post(path, again); a.status != http.StatusSeeOther || !strings.Contains(a.header.Get("Location"), "/keying?") {
			t.Fatalf("%d %s", a.status, a.header.Get("Location"))
		}
	}
	all := h.responses(id)
	if len(all) != 1 || all[0].Mode != civic.ByPaper || all[0].Unit != h.ids["village"] || string(all[0].Answers) != `{"children":"2","school":"yes","wish":"Суу"}` || all[0].Interviewer != "" {
		t.Errorf("%+v", all)
	}
	if a := first.post(path, paperOf(h, "children", "0", "school", "", "wish", "")); a.status != http.StatusConflict {
		t.Errorf("a third time: %d", a.status)
	}
	if entries, _ := h.store.Journal(context.Background(), id, 0); strings.Contains(string(entries[len(entries)-1].Data), "children") {
		t.Error("answers are in the journal")
	}
}

func TestDifferencesAreSettledOneByOne(t *testing.T) {
	h := newHouse(t)
	id := h.survey()
	path := "/surveys/" + id + "/keying/3"
	h.as("facilitator").post(path, paperOf(h, "children", "2", "school", "1", "wish", "Суу"))
	b := h.as("coordinator")
	if a := b.post(path, paperOf(h, "children", "3", "school", "1", "wish", "Жол")); a.header.Get("Location") != path {
		t.Fatalf("%d %q", a.status, a.header.Get("Location"))
	}
	body := b.get(path).body
	for _, want := range []string{`name="choose:children"`, `name="choose:wish"`, "1. Канча балаңыз бар?"} {
		if !strings.Contains(body, want) {
			t.Errorf("%s is missing", want)
		}
	}
	if strings.Contains(body, `name="choose:school"`) {
		t.Error("what agrees is asked")
	}
	settle := path + "/settlement"
	if a := b.post(settle, url.Values{"choose:children": {"2"}}); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "Кагаз боюнча бирин тандаңыз") {
		t.Errorf("half settled: %d", a.status)
	}
	if n := len(h.responses(id)); n != 0 {
		t.Fatalf("%d responses", n)
	}
	done := url.Values{"choose:children": {"2"}, "choose:wish": {"3"}, "a:wish": {"Көпүрө"}}
	for range 2 {
		if a := b.post(settle, done); a.status != http.StatusSeeOther {
			t.Fatalf("%d %s", a.status, a.body)
		}
	}
	if all := h.responses(id); len(all) != 1 || string(all[0].Answers) != `{"children":"3","school":"yes","wish":"Көпүрө"}` {
		t.Errorf("%+v", all)
	}
	if a := b.post(path+"/drop", url.Values{}); a.status != http.StatusNotFound {
		t.Errorf("a paper that is a response is thrown away: %d", a.status)
	}
}

func TestWhatIsNoAnswerIsNotKeyedInAndABlankIs(t *testing.T) {
	h := newHouse(t)
	id := h.survey()
	path := "/surveys/" + id + "/keying/1"
	b := h.as("facilitator")
	for name, wrong := range map[string]url.Values{
		"a choice that is none": paperOf(h, "children", "2", "school", "3", "wish", ""), "no number": paperOf(h, "children", "эки", "school", "1", "wish", ""),
		"against the rule": paperOf(h, "children", "25", "school", "1", "wish", ""),
	} {
		if a := b.post(path, wrong); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, `aria-invalid="true"`) || !strings.Contains(a.body, `value="`+wrong.Get("a:children")+`"`) {
			t.Errorf("%s: %d", name, a.status)
		}
	}
	elsewhere := paperOf(h, "children", "2", "school", "1", "wish", "")
	elsewhere.Set("village", h.ids["municipality"])
	if a := b.post(path, elsewhere); a.status != http.StatusUnprocessableEntity {
		t.Errorf("a village that is none: %d", a.status)
	}
	for _, who := range []string{"facilitator", "coordinator"} { // children is required; on paper nobody can be asked again
		if a := h.as(who).post(path, paperOf(h, "children", "", "school", "1", "wish", "Суу")); a.status != http.StatusSeeOther {
			t.Errorf("%d %s", a.status, a.body)
		}
	}
	if all := h.responses(id); len(all) != 1 || string(all[0].Answers) != `{"wish":"Суу"}` { // school is asked of who has children
		t.Errorf("%+v", all)
	}
	b.post("/surveys/"+id+"/keying/2", paperOf(h, "children", "1", "school", "", "wish", ""))
	if a := b.post("/surveys/"+id+"/keying/2/drop", url.Values{}); a.status != http.StatusSeeOther {
		t.Errorf("%d", a.status)
	}
	if sheets, _ := h.store.KeyedSheets(context.Background(), id); len(sheets) != 1 || !sheets[0].Done {
		t.Errorf("%+v", sheets)
	}
}

// Every kind of question, as a person types it from paper.
func TestAllKindsAreKeyedIn(t *testing.T) {
	h := newHouse(t)
	file, err := survey.Write(likertForm())
	if err != nil {
		t.Fatal(err)
	}
	id := h.surveyOf(civic.Text{KY: "Канааттануу"}, file)
	path := "/surveys/" + id + "/keying/8"
	form := func() url.Values {
		return paperOf(h, "services/water", "5", "services/roads", "1", "services/waste", "", "services/fap", "3", "asked", "1", "about", "3, 1 6", "about_other", "Мал", "mark", "4",
			"order", "2 1 3 5 4", "member[1]/age", "9", "member[1]/born", "5.3.2007", "member[2]/age", "41", "member[2]/born", "", "member[3]/age", "", "member[3]/born", "", "more", "")
	}
	b := h.as("facilitator")
	more := form()
	more.Set("add", "member")
	if a := b.post(path, more); a.status != 200 || !strings.Contains(a.body, `name="a:member[4]/age"`) || !strings.Contains(a.body, `value="5.3.2007"`) {
		t.Errorf("one more member: %d", a.status)
	}
	bad := form()
	bad.Set("a:order", "1 1 2 3 4")
	if a := b.post(path, bad); a.status != http.StatusUnprocessableEntity {
		t.Errorf("two at one place: %d", a.status)
	}
	for _, who := range []string{"facilitator", "coordinator"} {
		if a := h.as(who).post(path, form()); a.status != http.StatusSeeOther {
			t.Fatalf("%d %s", a.status, a.body)
		}
	}
	want := `{"about":"water land other","about_other":"Мал","asked":"yes","mark":"4","member":[{"age":"9","born":"2007-03-05"},{"age":"41"}],"order":"road water land aid paper","services":{"fap":"3","roads":"1","water":"5"}}`
	if all := h.responses(id); len(all) != 1 || string(all[0].Answers) != want {
		t.Errorf("%s\nwant %s", all[0].Answers, want)
	}
}
