package handlers_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"ashar/internal/civic"
	"ashar/internal/survey"
)

// askPath is where people answer the survey by themselves.
func (h *house) askPath(id string) string {
	h.t.Helper()
	s, err := h.store.Survey(context.Background(), id)
	if err != nil {
		h.t.Fatal(err)
	}
	return "/q/" + s.Code
}

func (h *house) responses(id string) (all []civic.Response) {
	h.t.Helper()
	if err := h.store.Responses(context.Background(), id, 0, func(r *civic.Response) error { all = append(all, *r); return nil }); err != nil {
		h.t.Fatal(err)
	}
	return all
}

// Screen by screen, as a browser without a script does it.
func TestAnswersScreenByScreen(t *testing.T) {
	h := newHouse(t)
	id := h.survey()
	path, b := h.askPath(id), h.browser()
	if a := b.post(path, url.Values{}); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "agree-bad") {
		t.Fatalf("without consent: %d", a.status)
	}
	a := b.post(path, url.Values{"agree": {"1"}, "village": {h.ids["village"]}})
	at := a.header.Get("Location")
	if a.status != http.StatusSeeOther || !strings.HasPrefix(at, path+"/") {
		t.Fatalf("%d %s", a.status, at)
	}
	screen := func(place string, more url.Values) answer {
		more.Set("place", place)
		if _, ok := more["go"]; !ok {
			more.Set("go", "next")
		}
		return b.post(at, more)
	}
	if a := screen("children", url.Values{"asked": {"children"}, "a:children": {"көп"}}); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, `value="көп"`) {
		t.Errorf("no number: %d, what was typed is kept: %t", a.status, strings.Contains(a.body, `value="көп"`))
	}
	if a := screen("children", url.Values{"asked": {"children"}, "a:children": {""}}); a.status != http.StatusUnprocessableEntity {
		t.Errorf("nothing where something is required: %d", a.status)
	}
	for said, want := range map[string]string{"көп": "Бүтүн сан жазыңыз", "1.5": "Бүтүн сан жазыңыз", "12345678901234567890": "Бүтүн сан жазыңыз", "30": "0–19 аралыгындагы"} {
		if a := screen("children", url.Values{"asked": {"children"}, "a:children": {said}}); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, want) {
			t.Errorf("%s: not told what to do: %d", said, a.status)
		}
	}
	screen("children", url.Values{"asked": {"children"}, "a:children": {"2"}})
	if a := b.get(at); !strings.Contains(a.body, "Мектепке барабы?") {
		t.Error("who has children is not asked of school")
	}
	screen("school", url.Values{"asked": {"school"}, "a:school": {"yes"}})
	screen("wish", url.Values{"asked": {"wish"}, "a:wish": {"Суу"}})
	screen("end", url.Values{"go": {"back"}})
	screen("wish", url.Values{"asked": {"wish"}, "a:wish": {"Жарык"}, "go": {"back"}})
	screen("school", url.Values{"asked": {"school"}, "a:school": {"yes"}, "go": {"back"}})
	screen("children", url.Values{"asked": {"children"}, "a:children": {"0"}}) // school is not relevant any more
	screen("wish", url.Values{"asked": {"wish"}, "a:wish": {"Жарык"}})
	a = screen("end", url.Values{"go": {"send"}})
	if a.status != http.StatusSeeOther || a.header.Get("Location") != at+"/end" {
		t.Fatalf("sent: %d %s", a.status, a.body)
	}
	all := h.responses(id)
	if len(all) != 1 || string(all[0].Answers) != `{"children":"0","wish":"Жарык"}` || all[0].Unit != h.ids["village"] || all[0].Mode != civic.ByLink || all[0].Interviewer != "" {
		t.Fatalf("kept %+v", all)
	}
	thanks := b.get(at + "/end")
	code := regexp.MustCompile(`<p class="code">([\d ]+)</p>`).FindStringSubmatch(thanks.body)
	if code == nil {
		t.Fatal("no code to take the answers back")
	}
	if a := b.get(path); !strings.Contains(a.body, "Бул телефондон жооп берилген") {
		t.Error("the same phone is asked again")
	}
	if a := b.post(path, url.Values{"agree": {"1"}}); a.status == http.StatusSeeOther {
		t.Error("the same phone answers again")
	}
	if a := b.post(path+"/withdrawal", url.Values{"code": {"2222 2222 2222 2222"}}); a.status != http.StatusUnprocessableEntity {
		t.Errorf("a wrong code: %d", a.status)
	}
	if a := b.post(path+"/withdrawal", url.Values{"code": {code[1]}}); a.status != http.StatusOK {
		t.Errorf("the code: %d", a.status)
	}
	if all = h.responses(id); !all[0].Withdrawn || string(all[0].Answers) != "{}" {
		t.Errorf("taken back: %+v", all[0])
	}
}

// What a script sends: answers are held against the questionnaire, and count once.
func TestAnswersSentWhole(t *testing.T) {
	h := newHouse(t)
	id := h.survey()
	path, b := h.askPath(id), h.browser()
	at := b.post(path, url.Values{"agree": {"1"}}).header.Get("Location")
	send := func(answers string) answer {
		return b.post(at+"/end", url.Values{"number": {"1"}, "seconds": {"90"}, "lang": {"ru"}, "answers": {answers}})
	}
	var said struct{ Problems map[string]string }
	a := send(`{"children":"3"}`)
	if err := json.Unmarshal([]byte(a.body), &said); err != nil || a.status != http.StatusUnprocessableEntity || said.Problems["school"] == "" {
		t.Errorf("a required question left out: %d %s", a.status, a.body)
	}
	for _, wrong := range []string{`{"children":"30"}`, `{"children":"x"}`, `{"children":"1","school":"maybe"}`, `[]`, `{`, ``} {
		if a := send(wrong); a.status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", wrong, a.status)
		}
	}
	for range 10 {
		if a := send(`{"children":0,"school":"yes","wish":"Жол","unknown":"x"}`); a.status != http.StatusOK {
			t.Fatalf("%d %s", a.status, a.body)
		}
	}
	all := h.responses(id)
	if len(all) != 1 || string(all[0].Answers) != `{"children":"0","wish":"Жол"}` || all[0].Seconds != 90 || all[0].Lang != "ru" {
		t.Errorf("kept %+v", all)
	}
	if a := send(`{"children":1,"school":"no"}`); a.status != http.StatusConflict {
		t.Errorf("other content: %d", a.status)
	}
}

// An interviewer's tablet sends by its outbox; who may not interview sends nothing.
func TestInterviewerSends(t *testing.T) {
	h := newHouse(t)
	id := h.survey()
	path := "/surveys/" + id + "/interview/" + h.store.IDs.New() + "/end"
	form := func(answers string) url.Values { return url.Values{"number": {"1"}, "answers": {answers}} }
	f := h.as("facilitator")
	for range 10 {
		if a := f.post(path, form(`{"children":0}`), partial...); a.status != http.StatusOK {
			t.Fatalf("%d %s", a.status, a.body)
		}
	}
	if a := f.post(path, form(`{"children":0,"wish":"x"}`), partial...); a.status != http.StatusConflict || !strings.Contains(a.body, "flash") {
		t.Errorf("other content: %d %s", a.status, a.body)
	}
	alone := "/surveys/" + id + "/interview/" + h.store.IDs.New() + "/end"
	if a := f.post(alone, form(`{"children":"x"}`)); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, `"problems":{"children":`) {
		t.Errorf("a single interview is not told what is wrong: %d %s", a.status, a.body)
	}
	if a := f.post(alone, form(`{"children":"x"}`), partial...); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "Канча балаңыз бар?") || !strings.Contains(a.body, `id="problems" type="application/json">{"children":`) {
		t.Errorf("an outbox is not told at which question: %d %s", a.status, a.body)
	}
	if all := h.responses(id); len(all) != 1 || all[0].Mode != civic.ByInterview || all[0].Interviewer == "" {
		t.Errorf("kept %+v", all)
	}
	if a := h.as("deputy").post(path, form(`{"children":0}`), partial...); a.status != http.StatusForbidden {
		t.Errorf("a deputy: %d", a.status)
	}
	h.apply(id, "", civic.SetSurvey{ID: id})
	late := "/surveys/" + id + "/interview/" + h.store.IDs.New() + "/end"
	if a := f.post(late, form(`{"children":0}`), append(partial, "X-Op-Age", "60")...); a.status != http.StatusOK {
		t.Errorf("begun before the close: %d %s", a.status, a.body)
	}
	lain := form(`{"children":0}`) // begun before the close, finished after it
	lain.Set("seconds", "5")
	lain.Set("since", "600")
	if a := f.post("/surveys/"+id+"/interview/"+h.store.IDs.New()+"/end", lain, partial...); a.status != http.StatusOK {
		t.Errorf("begun before the close, after lying aside: %d %s", a.status, a.body)
	}
	if a := f.get("/surveys/" + id + "/interview"); !strings.Contains(a.body, `class="drafts"`) || strings.Contains(a.body, `id="begin"`) || !strings.Contains(a.body, `id="asking"`) {
		t.Error("closed: who was begun cannot be asked to the end, or another can be begun")
	}
	if a := f.post("/surveys/"+id+"/interview/"+h.store.IDs.New()+"/end", form(`{"children":0}`), partial...); a.status != http.StatusGone {
		t.Errorf("begun after the close: %d", a.status)
	}
	if a := h.browser().post(h.askPath(id), url.Values{"agree": {"1"}}); a.status != http.StatusGone {
		t.Errorf("closed: %d", a.status)
	}
}

// A tablet handed round leaves no mark and takes one person after another.
func TestKioskOfASurvey(t *testing.T) {
	h := newHouse(t)
	id := h.survey()
	b := h.as("facilitator")
	a := b.post("/surveys/"+id+"/kiosk", url.Values{})
	path := a.header.Get("Location")
	if path != h.askPath(id) {
		t.Fatalf("%d %s", a.status, path)
	}
	if a := b.get("/"); a.status != http.StatusSeeOther {
		t.Error("still signed in")
	}
	if a := b.get(path); !strings.Contains(a.body, path+"/kiosk") {
		t.Error("cannot be taken back")
	}
	for range 3 {
		at := b.post(path, url.Values{"agree": {"1"}}).header.Get("Location")
		if a := b.post(at+"/end", url.Values{"number": {"1"}, "answers": {`{"children":0}`}}); a.status != http.StatusOK {
			t.Fatalf("%d %s", a.status, a.body)
		}
		if a := b.get(at + "/end"); !strings.Contains(a.body, `data-idle="`+path+`"`) {
			t.Error("does not go back by itself")
		}
	}
	all := h.responses(id)
	if len(all) != 3 || all[0].Mode != civic.ByKiosk || all[0].Interviewer != "" {
		t.Errorf("kept %+v", all)
	}
	forged := h.browser()
	forged.get(path)
	if a := forged.get(path, "Cookie", "ask_kiosk=x"); strings.Contains(a.body, path+"/kiosk") {
		t.Error("anybody makes a kiosk")
	}
}

// How to reach somebody lies where nothing leads to what they answered.
func TestContactIsKeptApart(t *testing.T) {
	h := newHouse(t)
	id := h.survey()
	s, _ := h.store.Survey(context.Background(), id)
	text := s.SurveyText
	text.Contact = true
	h.apply(id, "", civic.SaveSurvey{ID: id, SurveyText: text, Base: s.Version})
	path, b := h.askPath(id), h.browser()
	at := b.post(path, url.Values{"agree": {"1"}}).header.Get("Location")
	b.post(at+"/end", url.Values{"number": {"1"}, "answers": {`{"children":0}`}, "here": {"1"}})
	response := at[strings.LastIndexByte(at, '/')+1:]
	if a := b.post(path+"/contact", url.Values{"response": {response}, "op": {h.store.IDs.New()}, "name": {"Айгүл"}}); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, `value="Айгүл"`) {
		t.Errorf("without a number: %d", a.status)
	}
	op := h.store.IDs.New()
	for range 2 { // tapped twice
		if a := b.post(path+"/contact", url.Values{"response": {response}, "op": {op}, "name": {"Айгүл"}, "phone": {"0555 123456"}}); a.status != http.StatusSeeOther {
			t.Errorf("%d", a.status)
		}
	}
	if a := b.get(at + "/end?left=1"); !strings.Contains(a.body, "жазып алдык") {
		t.Error("does not say that it was noted")
	}
	if a := h.as("coordinator").get("/surveys/" + id + "/contacts"); strings.Count(a.body, "0555 123456") != 1 {
		t.Error("the coordinator does not see who may be called")
	}
}

// Who has no slip does not answer, whichever address they post to.
func TestNobodyAnswersWithoutTheirSlip(t *testing.T) {
	h := newHouse(t)
	id := h.survey()
	s, _ := h.store.Survey(context.Background(), id)
	text := s.SurveyText
	text.Access = civic.AccessSlip
	h.apply(id, "", civic.SaveSurvey{ID: id, SurveyText: text, Base: s.Version})
	path, b := h.askPath(id), h.browser()
	if a := b.post(path, url.Values{"agree": {"1"}, "slip": {"2222 2222 2222"}}); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "slip-bad") {
		t.Errorf("a slip that was never printed: %d", a.status)
	}
	for range 2 {
		if a := b.post(path+"/"+h.store.IDs.New()+"/end", url.Values{"number": {"1"}, "answers": {`{"children":0}`}}); a.status != http.StatusGone {
			t.Errorf("without having been let in: %d %s", a.status, a.body)
		}
	}
	if all := h.responses(id); len(all) != 0 {
		t.Errorf("kept %+v", all)
	}
}

// A mistyped code of one person costs nobody the answers that they are giving.
func TestGuessingDoesNotStopWhoAnswers(t *testing.T) {
	h := newHouse(t)
	id := h.survey()
	path, b := h.askPath(id), h.browser()
	at := b.post(path, url.Values{"agree": {"1"}}).header.Get("Location")
	for range 210 {
		b.get("/q/22222222")
		b.post(path+"/withdrawal", url.Values{"code": {"2222 2222 2222 2222"}})
	}
	if a := b.post(path+"/withdrawal", url.Values{"code": {"2222 2222 2222 2222"}}); !strings.Contains(a.body, `value="2222 2222 2222 2222"`) || strings.Contains(a.body, "Мындай код жок") {
		t.Errorf("guessing is not slowed, or what was typed is gone: %d", a.status)
	}
	if a := b.post(at+"/end", url.Values{"number": {"1"}, "answers": {`{"children":0}`}}); a.status != http.StatusOK {
		t.Errorf("%d %s", a.status, a.body)
	}
}

// A picture comes with its response or not at all, and only where one was asked for.
func TestPicturesComeWithTheirResponse(t *testing.T) {
	h := newHouse(t)
	form := shortForm()
	form.Questions = append(form.Questions, &survey.Question{Type: "image", Name: "well", Label: survey.Text{form.DefaultLanguage: "Кудук"}})
	file, err := survey.Write(form)
	if err != nil {
		t.Fatal(err)
	}
	id := h.survey()
	h.apply(id, "", civic.SaveQuestionnaire{Survey: id, Base: digest(shortFile()), File: file, Digest: digest(file), Questions: 4})
	h.publish(id, file)
	path, b := h.askPath(id), h.browser()
	at := b.post(path, url.Values{"agree": {"1"}}).header.Get("Location")
	response := at[strings.LastIndexByte(at, '/')+1:]
	send := func(answers string, photos ...filePart) answer {
		return b.sendParts(at+"/end", url.Values{"number": {"2"}, "answers": {answers}}, photos)
	}
	kept := func(name string) []byte {
		content, _ := h.store.ResponseFile(context.Background(), id, response, name)
		return content
	}
	photo, other := snapshot(t, 40, 30), snapshot(t, 60, 30)
	if a := send(`{"children":"x","well":"well.jpg"}`, filePart{"photo:well", photo}); a.status != http.StatusUnprocessableEntity || kept("well.jpg") != nil {
		t.Errorf("refused answers leave a picture: %d", a.status)
	}
	if a := send(`{"children":0,"well":"well.jpg"}`, filePart{"photo:well", []byte("no picture")}); a.status != http.StatusUnprocessableEntity || len(h.responses(id)) != 0 {
		t.Errorf("no picture at all: %d %s", a.status, a.body)
	}
	for range 2 {
		if a := send(`{"children":0,"well":"well.jpg"}`, filePart{"photo:well", photo}, filePart{"photo:wish", other}, filePart{"photo:x/../y", other}); a.status != http.StatusOK {
			t.Fatalf("%d %s", a.status, a.body)
		}
	}
	if got := kept("well.jpg"); got == nil || bytes.Contains(got, []byte("GPS")) {
		t.Errorf("kept %d bytes, with the place: %t", len(got), bytes.Contains(got, []byte("GPS")))
	}
	if kept("wish.jpg") != nil || kept("x-..-y.jpg") != nil {
		t.Error("pictures that nobody asked for are kept")
	}
	if a := send(`{"children":0,"well":"well.jpg"}`, filePart{"photo:well", other}); a.status != http.StatusConflict {
		t.Errorf("the same id with another picture: %d", a.status)
	}
	if err := h.store.WithdrawResponse(context.Background(), id, civic.WithdrawCode(response)); err != nil || kept("well.jpg") != nil {
		t.Errorf("taken back, the picture stays: %v", err)
	}
}

// The code that takes answers back is seen by who has just given them, and by nobody who opens their page later.
func TestCodeIsShownToWhoAnswered(t *testing.T) {
	h := newHouse(t)
	id := h.survey()
	code := regexp.MustCompile(`<p class="code">[\d ]+</p>`)
	shows := func(who string, b *browser, at string, want bool) {
		t.Helper()
		a := b.get(at)
		if code.MatchString(a.body) != want || a.status != http.StatusOK || a.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: the code is shown: %t, %d %s", who, !want, a.status, a.header.Get("Cache-Control"))
		}
	}
	answers := url.Values{"number": {"1"}, "answers": {`{"children":0}`}, "here": {"1"}}
	phone := h.browser()
	path := h.askPath(id)
	at := phone.post(path, url.Values{"agree": {"1"}}).header.Get("Location")
	phone.post(at+"/end", answers)
	shows("own phone", phone, at+"/end", true)
	shows("own phone again", phone, at+"/end", true)
	shows("somebody else", h.browser(), at+"/end", false)

	tablet := h.as("facilitator")
	tablet.post("/surveys/"+id+"/kiosk", url.Values{})
	at = tablet.post(path, url.Values{"agree": {"1"}}).header.Get("Location")
	tablet.post(at+"/end", answers)
	shows("tablet handed round", tablet, at+"/end", true)
	tablet.get(path) // back at the beginning
	shows("the next person, who goes back", tablet, at+"/end", false)
	late := tablet.post(path, url.Values{"agree": {"1"}}).header.Get("Location")
	tablet.post(late+"/end", url.Values{"number": {"1"}, "answers": {`{"children":0}`}}) // from what the tablet had kept
	shows("what was sent when somebody else had the tablet", tablet, late+"/end", false)

	asker := h.as("facilitator")
	at = "/surveys/" + id + "/interview/" + h.store.IDs.New()
	asker.post(at+"/end", answers)
	shows("an interviewer", asker, at+"/end", true)
	asker.get("/surveys/" + id + "/interview")
	shows("an interviewer, after the list", asker, at+"/end", false)
}
