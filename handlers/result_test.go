package handlers_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"ashar/internal/civic"
	"ashar/internal/survey"
)

// opinionForm asks of everything that is counted in its own way.
func opinionForm() *survey.Form {
	ky, ru := "Кыргызча (ky)", "Русский (ru)"
	say := func(a, b string) survey.Text { return survey.Text{ky: a, ru: b} }
	choice := func(name, a, b string) survey.Choice { return survey.Choice{Name: name, Label: say(a, b)} }
	scale := &survey.Question{Type: "group", Name: "quality", Label: say("Баалаңыз", "Оцените"), Appearance: "field-list"}
	for _, q := range [][3]string{{"water", "Суу", "Вода"}, {"road", "Жол", "Дорога"}, {"school", "Мектеп", "Школа"}, {"light", "Жарык", "Свет"}} {
		scale.Children = append(scale.Children, &survey.Question{Type: "select_one", List: "grade", Name: q[0], Label: say(q[1], q[2])})
	}
	return &survey.Form{Title: "Пикир", ID: "opinion", Name: "data", Version: "1", DefaultLanguage: ky, Languages: []string{ky, ru},
		Questions: []*survey.Question{
			{Type: "select_one", List: "sex", Name: "sex", Label: say("Жынысыңыз", "Ваш пол"), Required: "yes"},
			{Type: "integer", Name: "age", Label: say("Жашыңыз", "Ваш возраст"), Constraint: ". > 0 and . < 120"},
			{Type: "select_multiple", List: "need", Name: "needs", Label: say("Эмне керек?", "Что нужно?")},
			{Type: "select_one", List: "yesno", Name: "children", Label: say("Балаңыз барбы?", "Есть дети?")},
			{Type: "select_one", List: "yesno", Name: "kinder", Label: say("Бала бакчага барабы?", "Ходят в детсад?"), Relevant: "${children} = 'yes'"},
			scale,
			{Type: "text", Name: "wish", Label: say("Дагы эмне айтасыз?", "Что ещё скажете?")},
			{Type: "repeat", Name: "member", Label: say("Үй-бүлө мүчөсү", "Член семьи"), Children: []*survey.Question{{Type: "integer", Name: "years", Label: say("Канча жашта?", "Сколько лет?")}}},
		},
		Lists: []*survey.List{
			{Name: "sex", Choices: []survey.Choice{choice("f", "Аял", "Женский"), choice("m", "Эркек", "Мужской")}},
			{Name: "yesno", Choices: []survey.Choice{choice("yes", "Ооба", "Да"), choice("no", "Жок", "Нет")}},
			{Name: "need", Choices: []survey.Choice{choice("water", "Таза суу", "Чистая вода"), choice("road", "Жол", "Дорога"), choice("clinic", "ФАП", "ФАП")}},
			{Name: "grade", Choices: []survey.Choice{choice("1", "Өтө начар", "Очень плохо"), choice("2", "Начар", "Плохо"), choice("3", "Орточо", "Средне"), choice("4", "Жакшы", "Хорошо"), choice("5", "Абдан жакшы", "Очень хорошо")}},
		}}
}

// opinion is an open survey that asks opinionForm, and more.
func (h *house) opinion(more ...*survey.Question) string {
	h.t.Helper()
	form := opinionForm()
	form.Questions = append(form.Questions, more...)
	file, err := survey.Write(form)
	if err != nil {
		h.t.Fatal(err)
	}
	id := h.store.IDs.New()
	h.apply(h.ids["municipality"], h.ids["user.coordinator"], civic.SaveSurvey{ID: id, File: file, Digest: digest(file), Questions: 10,
		SurveyText: civic.SurveyText{Title: civic.Text{KY: "Пикир", RU: "Мнение"}, Purpose: "satisfaction", Access: civic.AccessOpen, Village: true, Cycle: h.ids["cycle"]}})
	h.publish(id, file)
	h.apply(id, h.ids["user.coordinator"], civic.SetSurvey{ID: id, Open: true})
	return id
}

// respond accepts answers as they are.
func (h *house) respond(survey, unit, answers, blank string) civic.Response {
	h.t.Helper()
	r := civic.Response{ID: h.store.IDs.New(), Survey: survey, Number: 1, Mode: civic.ByLink, Unit: unit, Lang: "ky", Answers: json.RawMessage(answers), Blank: blank, Seconds: 120, BeganAt: h.now.Add(-time.Minute)}
	if err := h.store.AcceptResponse(context.Background(), r, r.Answers, nil, ""); err != nil {
		h.t.Fatal(err)
	}
	return r
}

// cells is a table's row on a page, as texts between bars: the first whose head is the name.
func cells(t *testing.T, a answer, part, name string) string {
	t.Helper()
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(a.body))
	if err != nil {
		t.Fatal(err)
	}
	for _, section := range doc.Find("section.report").EachIter() {
		if strings.TrimSpace(section.Find("h2").Text()) != part {
			continue
		}
		for _, tr := range section.Find("tbody tr").EachIter() {
			var all []string
			for _, x := range tr.Find("th,td").EachIter() {
				all = append(all, strings.ReplaceAll(strings.Join(strings.Fields(x.Text()), " "), "\u00a0", " "))
			}
			if all[0] == name {
				return strings.Join(all[1:], " | ")
			}
		}
	}
	return "no such row"
}

// says wants texts on a page.
func says(t *testing.T, a answer, texts ...string) {
	t.Helper()
	for _, want := range texts {
		if a.status != 200 || !strings.Contains(a.body, want) {
			t.Errorf("%d, without %q", a.status, want)
		}
	}
}

func TestResultsFollowWhatComesAndChanges(t *testing.T) {
	h := newHouse(t)
	id, village := h.opinion(), h.ids["village"]
	b := h.as("coordinator")
	page := b.get("/surveys/" + id + "/results")
	says(t, page, "Жооптор азырынча жок")

	first := h.respond(id, village, `{"sex":"f","age":"30","needs":"water road","children":"no","quality":{"water":"5","road":"1","school":"3","light":"4"},"wish":"Көпүрө","member":[{"years":"3"},{"years":"40"}]}`, "")
	second := h.respond(id, "", `{"sex":"m","age":"50","needs":"road","children":"yes"}`, "kinder wish quality/water quality/road quality/school quality/light")
	page = b.get("/surveys/" + id + "/results")
	for _, x := range [][3]string{
		{"Эмне керек?", "Жол", "2 | 100 %"}, {"Эмне керек?", "Таза суу", "1 | 50 %"}, {"Жынысыңыз", "Аял", "1 | 50 %"},
		{"Баалаңыз", "Суу", "1 | 0 % | 0 % | 0 % | 0 % | 100 % | 1"}, {"Жашыңыз", "30–31", "no such row"}, {"Канча жашта?", "0 – 5", "1 | 50 %"},
	} {
		if got := cells(t, page, x[0], x[1]); got != x[2] {
			t.Errorf("%s, %s: %q, wanted %q", x[0], x[1], got, x[2])
		}
	}
	says(t, page, "Жоопсуз калтырды: 1", "Суралган жок: 1")
	page = b.get("/surveys/" + id + "/results?by=sex")
	if got := cells(t, page, "Эмне керек?", "Таза суу"); got != "1 | 50 % | 100 % (1) | 0 % (0)" {
		t.Errorf("by sex: %q", got)
	}
	if got := cells(t, b.get("/surveys/"+id+"/results?by=age&lang=ru"), "Что нужно?", "Чистая вода"); got != "1 | 50 % | – | – | 100 % (1) | 0 % (0) | –" {
		t.Errorf("by age: %q", got)
	}

	ctx := context.Background()
	h.apply(id, h.ids["user.coordinator"], civic.ExcludeResponse{Survey: id, Response: second.ID, Out: true, Reason: "экинчи жолу"})
	if got := cells(t, b.get("/surveys/"+id+"/results?lang=ky"), "Эмне керек?", "Жол"); got != "1 | 100 %" {
		t.Errorf("without the excluded one: %q", got)
	}
	h.apply(id, h.ids["user.coordinator"], civic.EditResponse{Survey: id, Response: first.ID, Base: 1, Answers: json.RawMessage(`{"sex":"f","needs":"clinic"}`), Reason: "туура эмес киргизилген"})
	if got := cells(t, b.get("/surveys/"+id+"/results"), "Эмне керек?", "ФАП"); got != "1 | 100 %" {
		t.Errorf("corrected: %q", got)
	}
	if err := h.store.WithdrawResponse(ctx, id, civic.WithdrawCode(first.ID)); err != nil {
		t.Fatal(err)
	}
	says(t, b.get("/surveys/"+id+"/results"), "Жооптор азырынча жок")

	// what was answered and why it was left out are nowhere in the journal
	entries, err := h.store.Journal(ctx, id, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if s := string(e.Data); strings.Contains(s, "clinic") || strings.Contains(s, "киргизилген") || strings.Contains(s, "экинчи") {
			t.Errorf("journaled: %s", s)
		}
	}
}

func TestResultsAreLive(t *testing.T) {
	h := newHouse(t)
	id := h.opinion()
	h.respond(id, "", `{"sex":"f"}`, "")
	b := h.as("coordinator")
	seen, err := h.store.Newest(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	events := b.stream(fmt.Sprintf("/surveys/%s/live?page=/surveys/%s/results&since=%d", id, id, seen))
	h.respond(id, "", `{"sex":"m"}`, "")
	timeout := time.After(10 * time.Second)
	for {
		select {
		case e, ok := <-events:
			if !ok {
				t.Fatal("the stream ended")
			}
			if strings.Contains(e.data, "2 жооп") {
				return
			}
		case <-timeout:
			t.Fatal("no event told of the response")
		}
	}
}

func TestEverybodySeesResultsWithoutWhatFewSaid(t *testing.T) {
	h := newHouse(t)
	id, village := h.opinion(), h.ids["village"]
	for i := range 20 {
		sex, needs := "f", "water"
		if i < 3 {
			sex, needs = "m", "clinic"
		}
		h.respond(id, village, fmt.Sprintf(`{"sex":"%s","age":"%d","needs":"%s","children":"%s","wish":"сыр-%d"}`, sex, 20+3*i, needs, []string{"yes", "no"}[i%2], i), "")
	}
	s, err := h.store.Survey(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	path, anybody := "/open/surveys/"+s.Code, h.browser()
	if a := anybody.get(path); a.status != 404 {
		t.Errorf("not shown to everybody, yet %d", a.status)
	}
	h.apply(id, h.ids["user.coordinator"], civic.ShowSurvey{ID: id, Public: true})
	if a := anybody.get(path); strings.Contains(a.body, "Жол") || !strings.Contains(a.body, "Сурамжылоо жүрүп жатат") {
		t.Error("results are shown while answers come in")
	}
	h.apply(id, h.ids["user.coordinator"], civic.SetSurvey{ID: id})
	a := anybody.get(path)
	says(t, a, "Таза суу", "20 жооп")
	rows := publicRows(t, a)
	if got := rows["Таза суу"]; got != "–|–" { // 17 of 20: three are left
		t.Errorf("17 of 20 tells of three: %s", got)
	}
	if got := rows["Ооба"]; got != "10|50 %" {
		t.Errorf("ten of twenty: %s", got)
	}
	if got, ok := rows["Аял; Эркек"]; ok || rows["Аял"] != "" {
		t.Errorf("17 and 3: %q", got) // nothing would be left to show
	}
	for _, secret := range []string{"сыр-", "Дагы эмне айтасыз", "<script"} {
		if strings.Contains(a.body, secret) {
			t.Errorf("shows %q", secret)
		}
	}
	if len(a.body) > 30<<10 {
		t.Errorf("%d bytes", len(a.body))
	}
	for name, cells := range rows {
		if n, _, _ := strings.Cut(cells, "|"); len(n) == 1 && n >= "1" && n < "5" {
			t.Errorf("%s: %s", name, cells)
		}
	}
}

// Ten of whom five, three and two said 30, 31 and 32: the mean and two of the counts would give the third.
func TestAMeanDoesNotTellWhatIsHidden(t *testing.T) {
	h := newHouse(t)
	for few, want := range map[int]bool{3: false, 5: true} {
		id := h.opinion()
		for i := range 10 {
			age := 30
			if i >= 5 {
				age++
			}
			if i >= 5+few {
				age++
			}
			h.respond(id, "", fmt.Sprintf(`{"age":"%d"}`, age), "")
		}
		s, err := h.store.Survey(context.Background(), id)
		if err != nil {
			t.Fatal(err)
		}
		h.apply(id, h.ids["user.coordinator"], civic.ShowSurvey{ID: id, Public: true})
		h.apply(id, h.ids["user.coordinator"], civic.SetSurvey{ID: id})
		a := h.browser().get("/open/surveys/" + s.Code)
		says(t, a, "Жашыңыз")
		if got := strings.Contains(a.body, "Орточосу"); got != want {
			t.Errorf("%d and %d: a mean is shown: %v", few, 5-few, got)
		}
	}
}

// publicRows are the rows of all tables of a public page, by their heads.
func publicRows(t *testing.T, a answer) map[string]string {
	t.Helper()
	rows := map[string]string{}
	for _, tr := range page(t, a).Find("tbody tr").EachIter() {
		rows[strings.TrimSpace(tr.Find("th").Text())] = strings.ReplaceAll(tr.Find("td.n").First().Text()+"|"+tr.Find("td.n").Last().Text(), "\u00a0", " ")
	}
	return rows
}

func TestSurveyStandsBesideTheListOfNeeds(t *testing.T) {
	h := newHouse(t)
	id, b := h.opinion(), h.as("deputy")
	path := "/cycles/" + h.ids["cycle"] + "/needs/survey"
	says(t, b.get(path), "муктаждыктар жөнүндө суроого жооп жок")
	alone := len(b.get("/cycles/" + h.ids["cycle"] + "/needs.pdf").body)
	h.respond(id, "", `{"needs":"water road","quality":{"water":"1"}}`, "")
	a := b.get(path)
	says(t, a, "Таза суу", "Пикир", "аралаштырылган эмес")
	if beside := len(b.get("/cycles/" + h.ids["cycle"] + "/needs.pdf").body); beside < alone+300 {
		t.Errorf("a survey adds %d bytes to the paper", beside-alone)
	}
	// another question chosen by the coordinator
	if a := h.as("coordinator").post("/surveys/"+id+"/needs", map[string][]string{"op": {h.store.IDs.New()}, "question": {"water"}}); a.status != 303 {
		t.Fatalf("%d", a.status)
	}
	says(t, b.get(path), "Өтө начар")
}

func TestResultsAreWeighedAndHeldAgainstTheSurveyBefore(t *testing.T) {
	h := newHouse(t)
	ctx := context.Background()
	h.apply(civic.Installation, "", civic.SaveUnit{ID: h.store.IDs.New(), Parent: h.ids["municipality"], Level: civic.Village, Code: "99", Name: civic.Text{KY: "Арал"}})
	villages, err := h.store.VillagePeople(ctx, h.ids["municipality"])
	if err != nil || len(villages) < 2 {
		t.Fatalf("%v %v", villages, err)
	}
	for i, people := range []int{900, 100} {
		h.apply(h.ids["municipality"], h.ids["user.coordinator"], civic.SetCensus{Unit: villages[i].ID, Year: 2016, Counts: []civic.Count{{People: people}}})
	}
	before, after := h.opinion(), h.opinion()
	for i := range 80 {
		h.respond(before, villages[0].ID, fmt.Sprintf(`{"children":"%s"}`, map[bool]string{true: "yes", false: "no"}[i < 48]), "")
	}
	for i := range 70 {
		h.respond(after, villages[i%2].ID, fmt.Sprintf(`{"children":"%s","sex":"%s"}`, map[bool]string{true: "yes", false: "no"}[i < 56], []string{"f", "m"}[i%2]), "")
	}
	s, _ := h.store.Survey(ctx, after)
	s.Before = before
	h.apply(after, h.ids["user.coordinator"], civic.SaveSurvey{ID: after, SurveyText: s.SurveyText, Base: s.Version})
	b := h.as("coordinator")
	a := b.get("/surveys/" + after + "/results")
	says(t, a, "60\u00a0% (80)", "80\u00a0% (70)", "+20", "+5 … +33", "өзгөргөн") // Newcombe's own example
	if got := cells(t, a, "Жынысыңыз", "Аял"); got != "35 | 50 %" {
		t.Errorf("unweighted: %q", got)
	}
	if got := cells(t, b.get("/surveys/"+after+"/results?weigh=1"), "Жынысыңыз", "Аял"); got != "35 | 90 %" { // all women are of the large village
		t.Errorf("weighted: %q", got)
	}
	if a := b.get("/surveys/" + after + "/results.xlsx"); a.status != 200 || !strings.HasPrefix(a.body, "PK") {
		t.Errorf("%d", a.status)
	}
}
