package handlers_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/xuri/excelize/v2"

	"ashar/internal/civic"
	"ashar/internal/survey"
	forms "ashar/internal/survey/ready"
	"ashar/views"
)

// asSent is a form of a page as a browser would send it, unchanged.
func asSent(t testing.TB, page, selector string) url.Values {
	t.Helper()
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	form := doc.Find(selector)
	if form.Length() != 1 {
		t.Fatalf("%d forms %s", form.Length(), selector)
	}
	v := url.Values{}
	form.Find("input[name]:not([disabled]), textarea[name], select[name]").Each(func(_ int, s *goquery.Selection) {
		name, _ := s.Attr("name")
		value, _ := s.Attr("value")
		kind, _ := s.Attr("type")
		_, on := s.Attr("checked")
		switch {
		case goquery.NodeName(s) == "textarea":
			v.Add(name, s.Text())
		case goquery.NodeName(s) == "select":
			chosen := s.Find("option[selected]")
			if chosen.Length() == 0 {
				chosen = s.Find("option").First()
			}
			value, _ = chosen.First().Attr("value")
			v.Add(name, value)
		case (kind == "checkbox" || kind == "radio") && !on:
		default:
			v.Add(name, value)
		}
	})
	return v
}

// begin makes a survey of a form, as far as its first version.
func (h *house) begin(file []byte, files map[string][]byte) string {
	h.t.Helper()
	id := h.store.IDs.New()
	h.apply(h.ids["municipality"], h.ids["user.coordinator"], civic.SaveSurvey{ID: id, File: file, Files: files, Digest: digest(file), Questions: 1,
		SurveyText: civic.SurveyText{Title: civic.Text{KY: "Сурамжылоо"}, Purpose: "other", Access: civic.AccessDevice}})
	return id
}

// latestForm is the newest version of a survey's questionnaire.
func (h *house) latestForm(id string) (civic.Questionnaire, *survey.Form) {
	h.t.Helper()
	ctx := context.Background()
	q, err := h.store.Questionnaire(ctx, id, 0)
	if err != nil {
		h.t.Fatal(err)
	}
	form, _, _, err := survey.Open(q.File, func(name string) ([]byte, error) { return h.store.QuestionnaireFile(ctx, id, q.Number, name) })
	if err != nil {
		h.t.Fatal(err)
	}
	return q, form
}

// Whatever a form says, opening a question and saving it as it stands changes nothing: no expression, column or word is lost.
func TestSavingAQuestionAsItStandsChangesNothing(t *testing.T) {
	h := newHouse(t)
	b := h.as("coordinator")
	all := map[string][]byte{"short": shortFile(), "rare": rareForm(t)}
	for _, f := range forms.All() {
		all[f.Name] = f.File
	}
	folder := os.Getenv("ASHAR_CONFORMANCE_DATA")
	if files, err := filepath.Glob(filepath.Join(folder, "xlsform", "*.xlsx")); folder != "" && err == nil {
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			all[filepath.Base(file)] = data
		}
	}
	for name, data := range all {
		beside := map[string][]byte{}
		form, _, _, err := survey.Open(data, func(file string) ([]byte, error) {
			if file == "villages.csv" {
				beside[file] = []byte("name,label\nak,Ак-Башат\n")
				return beside[file], nil
			}
			content, err := os.ReadFile(filepath.Join(folder, "xlsform", file))
			if err == nil {
				beside[file] = content
			}
			return content, err
		})
		if err != nil {
			continue // refused as a whole
		}
		t.Run(name, func(t *testing.T) {
			id := h.begin(data, beside)
			for i, q := range form.All() {
				if i > 60 {
					break
				}
				path := views.QuestionnairePath(id, "question?q=") + url.QueryEscape(q.Path)
				page := b.get(path)
				if page.status != http.StatusOK {
					t.Fatal(q.Path, page.status)
				}
				v := asSent(t, page.body, "#question-form")
				v.Set("act", "save")
				if a := b.post(path, v); a.status != http.StatusSeeOther {
					t.Fatalf("%s: %d %s", q.Path, a.status, errorsOf(t, a.body))
				}
				_, now := h.latestForm(id)
				if asWritten(now) != asWritten(form) {
					t.Errorf("%s: %+v", q.Path, survey.Changes(form, now))
				}
			}
			page := b.get(views.QuestionnairePath(id, "words"))
			v := asSent(t, page.body, "#words-form")
			if a := b.post(views.QuestionnairePath(id, "words"), v); a.status != http.StatusSeeOther {
				t.Fatal(a.status)
			}
			_, now := h.latestForm(id)
			if asWritten(now) != asWritten(form) {
				t.Fatalf("words: %+v", survey.Changes(form, now))
			}
		})
	}
}

func errorsOf(t testing.TB, page string) string {
	t.Helper()
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(strings.Fields(doc.Find(".error, .flash").Text()), " ")
}

// sheetFile is a workbook of one sheet, survey, and its choices.
func sheetFile(t *testing.T, rows ...[]any) []byte {
	t.Helper()
	f := excelize.NewFile()
	if err := f.SetSheetName("Sheet1", "survey"); err != nil {
		t.Fatal(err)
	}
	for i, row := range rows {
		cell, _ := excelize.CoordinatesToCellName(1, i+1)
		if err := f.SetSheetRow("survey", cell, &row); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestAWrongFileNeverBecomesASurvey(t *testing.T) {
	h := newHouse(t)
	b := h.as("coordinator")
	path := views.SurveysPath(h.ids["municipality"])
	wrong := sheetFile(t, []any{"type", "name", "label", "relevant"}, []any{"select_one айыл", "айыл", "Айыл?"}, []any{"text", "why", "Эмнеге?", "${gone} = 1"}, []any{"video", "film", "Тасма"})
	a := b.upload(path+"/import", "anketa.xlsx", wrong)
	if a.status != http.StatusUnprocessableEntity {
		t.Fatal(a.status)
	}
	for _, want := range []string{"anketa.xlsx", "A2", "D3", "A4", "«gone» деген суроо жок", "«video» түрү"} {
		if !strings.Contains(a.body, want) {
			t.Errorf("does not say %q", want)
		}
	}
	for name, data := range map[string][]byte{"a.xlsx": []byte("PK\x03\x04 none"), "a.csv": []byte("a,b\n"), "a.svg": []byte("<svg onload='x'/>"), "a.exe": {0, 1, 2}} {
		if a := b.upload(path+"/import", name, data); a.status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", name, a.status)
		}
	}
	all, err := h.store.Surveys(context.Background(), h.ids["municipality"])
	if err != nil || len(all) != 0 {
		t.Error(len(all), err)
	}
}

// What is not supported is named; then a person may take the rest, who sees once more what is not asked.
func TestAFileIsTakenWithoutWhatIsNotSupported(t *testing.T) {
	h := newHouse(t)
	b := h.as("coordinator")
	head, asked := []any{"type", "name", "label"}, []any{"text", "why", "Эмнеге?"}
	film, sound := []any{"video", "film", "Тасма"}, []any{"select_one_from_file a.geojson", "place", "Кайда?"}
	part := func(a answer) string {
		link, _ := page(t, a).Find(".actions a[href*='file']").Attr("href")
		for _, want := range []string{"«video» түрү", "film", "a.geojson"} {
			if !strings.Contains(a.body, want) {
				t.Errorf("does not say %q", want)
			}
		}
		return link
	}
	path := views.SurveysPath(h.ids["municipality"])
	refused := b.upload(path+"/import", "anketa.xlsx", sheetFile(t, head, film, asked, sound))
	next := part(refused)
	if refused.status != http.StatusUnprocessableEntity || next == "" {
		t.Fatal(refused.status, next)
	}
	shown := b.get(next)
	part(shown)
	v := asSent(t, shown.body, "#survey-form")
	v.Set("title_ky", "Кыштак")
	if a := b.post(next, v); a.status != http.StatusSeeOther {
		t.Fatal(a.status, errorsOf(t, a.body))
	}
	all, err := h.store.Surveys(context.Background(), h.ids["municipality"])
	if err != nil || len(all) != 1 {
		t.Fatal(all, err)
	}
	if _, f := h.latestForm(all[0].ID); len(f.All()) != 1 || f.All()[0].Name != "why" {
		t.Error(f.All())
	}
	refused = b.upload(views.QuestionnairePath(all[0].ID, "file"), "jangy.xlsx", sheetFile(t, head, asked, film, sound, []any{"integer", "n", "Канча?"}))
	if next = part(refused); next == "" {
		t.Fatal(refused.status)
	}
	shown = b.get(next)
	part(shown)
	if a := b.post(views.QuestionnairePath(all[0].ID, "file/confirm"), asSent(t, shown.body, "form[action$=confirm]")); a.status != http.StatusSeeOther {
		t.Fatal(a.status, errorsOf(t, a.body))
	}
	if _, f := h.latestForm(all[0].ID); len(f.All()) != 2 || f.All()[1].Name != "n" {
		t.Error(f.All())
	}
}

func TestAFileIsShownBeforeItBecomesASurvey(t *testing.T) {
	h := newHouse(t)
	b := h.as("coordinator")
	path := views.SurveysPath(h.ids["municipality"])
	form := sheetFile(t, []any{"type", "name", "label::Кыргызча (ky)"}, []any{"select_one_from_file villages.csv", "village", "Айылыңыз?"}, []any{"integer", "n", "Канча?"})
	var packed bytes.Buffer
	z := zip.NewWriter(&packed)
	for name, data := range map[string][]byte{"a/anketa.xlsx": form, "a/../../villages.csv": []byte("name,label\nak,Ак-Башат\n")} {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(data); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	a := b.upload(path+"/import", "anketa.zip", packed.Bytes())
	if a.status != http.StatusSeeOther {
		t.Fatal(a.status, errorsOf(t, a.body))
	}
	next := a.header.Get("Location")
	if other := h.as("other").get(next); other.status != http.StatusNotFound {
		t.Error("another sees it:", other.status)
	}
	page := b.get(next)
	for _, want := range []string{"anketa.xlsx", "Айылыңыз?", "Кыргызча (ky)"} {
		if !strings.Contains(page.body, want) {
			t.Errorf("does not show %q", want)
		}
	}
	v := asSent(t, page.body, "#survey-form")
	v.Set("title_ky", "Кыштак")
	for range 2 { // sent twice, it begins one
		if a := b.post(next, v); a.status != http.StatusSeeOther {
			t.Fatal(a.status, errorsOf(t, a.body))
		}
	}
	all, err := h.store.Surveys(context.Background(), h.ids["municipality"])
	if err != nil || len(all) != 1 || all[0].Questions != 2 {
		t.Fatalf("%+v %v", all, err)
	}
	q, _ := h.latestForm(all[0].ID)
	if !bytes.Equal(q.File, form) {
		t.Error("the file is not kept as it was sent")
	}
	if got := b.get(views.QuestionnairePath(all[0].ID, "versions/1/file")); got.body != string(form) {
		t.Error("another file comes back")
	}

	// a newer one, without the CSV, which is there already: what changes is shown first
	newer := sheetFile(t, []any{"type", "name", "label::Кыргызча (ky)", "relevant"}, []any{"select_one_from_file villages.csv", "village", "Кайсы айыл?"}, []any{"text", "why", "Эмнеге?", "${village} != ''"})
	a = b.upload(views.QuestionnairePath(all[0].ID, "file"), "jangy.xlsx", newer)
	if a.status != http.StatusSeeOther {
		t.Fatal(a.status, errorsOf(t, a.body))
	}
	page = b.get(a.header.Get("Location"))
	for _, want := range []string{"«Айылыңыз?» → «Кайсы айыл?»", "Жаңы суроо кошулду", "Суроо алынып салынды"} {
		if !strings.Contains(page.body, want) {
			t.Errorf("does not say %q", want)
		}
	}
	if a := b.post(views.QuestionnairePath(all[0].ID, "file/confirm"), asSent(t, page.body, "form[action$='confirm']")); a.status != http.StatusSeeOther {
		t.Fatal(a.status, errorsOf(t, a.body))
	}
	if q, _ := h.latestForm(all[0].ID); !bytes.Equal(q.File, newer) {
		t.Error("the newer one is not taken")
	}
}

func TestWhatAnotherChangedIsNotOverwrittenUnseen(t *testing.T) {
	h := newHouse(t)
	b := h.as("coordinator")
	id := h.begin(shortFile(), nil)
	path := views.QuestionnairePath(id, "question?q=wish")
	mine := asSent(t, b.get(path).body, "#question-form")
	other := asSent(t, b.get(views.QuestionnairePath(id, "question?q=children")).body, "#question-form")
	other.Set("label_0", "Балдарыңыз канча?")
	if a := b.post(views.QuestionnairePath(id, "question?q=children"), other); a.status != http.StatusSeeOther {
		t.Fatal(a.status)
	}
	mine.Set("label_0", "Эмне жетишпейт?")
	a := b.post(path, mine)
	if a.status != http.StatusConflict || !strings.Contains(a.body, "Эмне жетишпейт?") {
		t.Fatal(a.status, errorsOf(t, a.body))
	}
	if a := b.post(path, asSent(t, a.body, "#question-form")); a.status != http.StatusSeeOther {
		t.Fatal(a.status, errorsOf(t, a.body))
	}
	_, f := h.latestForm(id)
	if wish, _ := f.At("wish"); wish.Label.In("Кыргызча (ky)") != "Эмне жетишпейт?" {
		t.Error("mine is lost")
	}
	if children, _ := f.At("children"); children.Label.In("Кыргызча (ky)") != "Балдарыңыз канча?" {
		t.Error("theirs is lost")
	}
}

func TestWhatIsWrongStandsAtItsField(t *testing.T) {
	h := newHouse(t)
	b := h.as("coordinator")
	id := h.begin(shortFile(), nil)
	path := views.QuestionnairePath(id, "question?q=wish")
	page := b.get(path).body
	for field, c := range map[string]struct{ set, says string }{
		"relevant":    {"cond_mode=text&relevant=${gone} > 1", "«gone» деген суроо жок"},
		"constraint":  {"limit_mode=text&constraint=. > (1", "жетишпейт"},
		"calculation": {"calculation=foo(1)", "«foo» функциясы жок"},
		"name":        {"name=children", "мурун кездешкен"},
		"label_0":     {"label_0=&label_1=", "жок дегенде бир тилде"},
	} {
		v := asSent(t, page, "#question-form")
		for _, pair := range strings.Split(c.set, "&") {
			name, value, _ := strings.Cut(pair, "=")
			v.Set(name, value)
		}
		a := b.post(path, v)
		doc, err := goquery.NewDocumentFromReader(strings.NewReader(a.body))
		if err != nil {
			t.Fatal(err)
		}
		said := doc.Find("[id$='" + field + "-bad'], [id='" + field + "-question-bad']").Text()
		if a.status != http.StatusUnprocessableEntity || !strings.Contains(said, c.says) {
			t.Errorf("%s: %d %q %s", field, a.status, said, errorsOf(t, a.body))
		}
	}
	before, _ := h.latestForm(id)
	if before.Digest != digest(shortFile()) {
		t.Error("a wrong form was kept")
	}
}

// A question is added behind another and in a group, without a script.
func TestAQuestionIsAddedWhereItWasWanted(t *testing.T) {
	h := newHouse(t)
	b := h.as("coordinator")
	id := h.begin(shortFile(), nil)
	add := func(query string, set ...string) {
		t.Helper()
		path := views.QuestionnairePath(id, "question?"+query)
		v := asSent(t, b.get(path).body, "#question-form")
		for i := 0; i+1 < len(set); i += 2 {
			v.Set(set[i], set[i+1])
		}
		action, _ := url.Parse(path)
		if a := b.post(action.Path+"?"+action.Query().Encode(), v); a.status != http.StatusSeeOther {
			t.Fatal(query, a.status, errorsOf(t, a.body))
		}
	}
	add("kind=group&after=children", "label_0", "Топ")
	add("kind=integer&in=top", "label_0", "Жашыңыз?", "least", "18", "required", "1")
	add("kind=many", "label_0", "Кайсылар?", "choice_0", "Суу")
	_, f := h.latestForm(id)
	var got []string
	for _, q := range f.All() {
		got = append(got, q.Path)
	}
	if strings.Join(got, " ") != "children top top/jashyngyz school wish kaysylar" {
		t.Error(got)
	}
	q, _ := f.At("top/jashyngyz")
	if q.Constraint != ". >= 18" || q.Required != "yes" {
		t.Errorf("%+v", q)
	}
	if l := f.List("kaysylar"); l == nil || len(l.Choices) != 1 || l.Choices[0].Name != "suu" {
		t.Errorf("%+v", l)
	}
}

// rareForm holds what the page of a question does not show of its kind.
func rareForm(t *testing.T) []byte {
	t.Helper()
	other, ky := "Français (fr)", "Кыргызча (ky)"
	say := func(words string) survey.Text { return survey.Text{ky: words} }
	file, err := survey.Write(&survey.Form{Title: "Сейрек", ID: "rare", Name: "data", DefaultLanguage: ky, Languages: []string{ky, other},
		Columns: []string{"guidance"}, ChoiceColumns: []string{"oblast"}, Questions: []*survey.Question{
			{Type: "note", Name: "hello", Label: say("Салам"), Required: "yes", Extra: map[string]string{"guidance": "окуп бериңиз"}},
			{Type: "repeat", Name: "member", Label: say("Мүчө"), Appearance: "field-list", Children: []*survey.Question{{Type: "text", Name: "who", Label: say("Ким?")}}},
			{Type: "group", Name: "together", Label: say("Бирге"), Required: "yes", Appearance: "w4 field-list", Children: []*survey.Question{{Type: "integer", Name: "age", Label: say("Жашы?"), Constraint: "${age} > 3"}}},
			{Type: "select_one_from_file", List: "villages.csv", Name: "village", Label: say("Айыл?"), Parameters: "randomize=true seed=7"},
			{Type: "select_one", List: "town", Name: "town", Label: survey.Text{other: "Quelle ville?"}, ChoiceFilter: "oblast = 'c'"},
		}, Lists: []*survey.List{{Name: "town", Choices: []survey.Choice{{Name: "kara", Label: survey.Text{other: "Kara-Balta"}, Values: map[string]string{"oblast": "c"}}, {Name: "osh", Label: survey.Text{other: "Och"}, Values: map[string]string{"oblast": "o"}}}}}})
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// asWritten is a form with nothing in it that only tells where it was read.
func asWritten(f *survey.Form) string {
	for _, q := range f.All() {
		q.Row = 0
	}
	for _, l := range f.Lists {
		for i := range l.Choices {
			l.Choices[i].Row = 0
		}
	}
	data, err := json.MarshalIndent(f, "", " ")
	if err != nil {
		panic(err)
	}
	return string(data)
}

// saveQuestion sends the page of a question as it stands but for what is set.
func (b *browser) saveQuestion(id, query string, set ...string) answer {
	b.h.t.Helper()
	path := views.QuestionnairePath(id, "question?"+query)
	v := asSent(b.h.t, b.get(path).body, "#question-form")
	v.Set("act", "save")
	for i := 0; i+1 < len(set); i += 2 {
		v.Set(set[i], set[i+1])
	}
	return b.post(path, v)
}

// What a kind looks like comes with it, whether a script showed the page anew in between or not.
func TestAQuestionBecomesTheKindThatWasPicked(t *testing.T) {
	h := newHouse(t)
	b := h.as("coordinator")
	id := h.begin(shortFile(), nil)
	path := views.QuestionnairePath(id, "question?q=wish")
	for _, c := range []struct {
		kind, appearance string
		shown            bool
	}{{"long", "multiline", true}, {"text", "", true}, {"long", "multiline", false}, {"faces", "likert faces", true}, {"likert", "likert", false}, {"one", "", true}} {
		v := asSent(t, b.get(path).body, "#question-form")
		v.Set("kind", c.kind)
		if c.shown {
			v.Set("act", "show")
			v = asSent(t, b.post(path, v).body, "#question-form")
		}
		v.Set("choice_0", "Суу")
		v.Set("act", "save")
		if a := b.post(path, v); a.status != http.StatusSeeOther {
			t.Fatal(c.kind, a.status, errorsOf(t, a.body))
		}
		_, f := h.latestForm(id)
		q, _ := f.At("wish")
		if q.Appearance != c.appearance || views.KindOf(q).Name != c.kind {
			t.Errorf("%+v is %s %q", c, q.Type, q.Appearance)
		}
	}
	if a := b.saveQuestion(id, "kind=faces", "label_0", "Кандай?", "kind", "one"); a.status != http.StatusSeeOther {
		t.Fatal(a.status, errorsOf(t, a.body))
	}
	_, f := h.latestForm(id)
	if q, _ := f.At("kanday"); q == nil || q.Appearance != "" {
		t.Errorf("%+v", q)
	}
}

// A choice in another language than ours is one; its code may be changed, and what hangs on it stays.
func TestAChoiceKeepsWhatHangsOnIt(t *testing.T) {
	h := newHouse(t)
	b := h.as("coordinator")
	id := h.begin(rareForm(t), map[string][]byte{"villages.csv": []byte("name,label\nak,Ак-Башат\n")})
	path := views.QuestionnairePath(id, "question?q=town")
	v := asSent(t, b.get(path).body, "#question-form")
	v.Set("act", "codes")
	v = asSent(t, b.post(path, v).body, "#question-form")
	v["choice"] = []string{"karabalta", "osh"}
	v.Set("act", "save")
	if a := b.post(path, v); a.status != http.StatusSeeOther {
		t.Fatal(a.status, errorsOf(t, a.body))
	}
	_, f := h.latestForm(id)
	if c := f.List("town").Choices[0]; c.Name != "karabalta" || c.Values["oblast"] != "c" {
		t.Errorf("%+v", c)
	}
	if a := b.saveQuestion(id, "kind=one", "label_3", "Combien?", "choice_3", "Une"); a.status != http.StatusSeeOther {
		t.Fatal(a.status, errorsOf(t, a.body))
	}
}

// A question that somebody deleted is not there again before its writer has agreed to that.
func TestWhatIsGoneIsAddedOnlyWhenAsked(t *testing.T) {
	h := newHouse(t)
	b := h.as("coordinator")
	id := h.begin(shortFile(), nil)
	path := views.QuestionnairePath(id, "question?q=wish")
	v := asSent(t, b.get(path).body, "#question-form")
	h.removeQuestion(b, id, "wish")
	q, _ := h.latestForm(id)
	v.Set("base", q.Digest)
	a := b.post(path, v)
	if now, _ := h.latestForm(id); a.status != http.StatusConflict || now.Digest != q.Digest {
		t.Fatal(a.status, "it is there again")
	}
	if a := b.post(views.QuestionnairePath(id, "question?"), asSent(t, a.body, "#question-form")); a.status != http.StatusSeeOther {
		t.Fatal(a.status, errorsOf(t, a.body))
	}
	if _, f := h.latestForm(id); len(f.All()) != 3 {
		t.Error(len(f.All()))
	}
}

func (h *house) removeQuestion(b *browser, id, path string) {
	h.t.Helper()
	removal := views.QuestionnairePath(id, "removal?q=") + path
	if a := b.post(removal, asSent(h.t, b.get(removal).body, "form[action*='removal']")); a.status != http.StatusSeeOther {
		h.t.Fatal(a.status, errorsOf(h.t, a.body))
	}
}

// Words that were typed come back when they cannot be saved, on whichever page of texts they stand.
func TestTypedWordsComeBack(t *testing.T) {
	h := newHouse(t)
	b := h.as("coordinator")
	f, _ := forms.Find("needs")
	id := h.begin(f.File, nil)
	for _, query := range []string{"?from=40", "?show=missing"} {
		if query == "?show=missing" {
			path := views.QuestionnairePath(id, "words")
			v := asSent(t, b.get(path).body, "#words-form")
			for name := range v {
				if strings.HasSuffix(name, "/2") {
					v.Set(name, "")
				}
			}
			if a := b.post(path, v); a.status != http.StatusSeeOther {
				t.Fatal(a.status)
			}
		}
		seen := b.get(views.QuestionnairePath(id, "words") + query)
		v := asSent(t, seen.body, "#words-form")
		action := page(t, seen).Find("#words-form").AttrOr("action", "")
		typed := 0
		for name := range v {
			if strings.HasSuffix(name, "/1") {
				v.Set(name, "Терилген сөз ${none}")
				typed++
			}
		}
		a := b.post(action, v)
		if got := strings.Count(a.body, "Терилген сөз ${none}</textarea>"); a.status != http.StatusUnprocessableEntity || got != typed || typed == 0 {
			t.Errorf("%s: %d, %d of %d came back", query, a.status, got, typed)
		}
	}
}

// A question and its choices have pictures: made small, on the phone of who answers, until they are crossed out.
func TestAQuestionAndItsChoicesHavePictures(t *testing.T) {
	h := newHouse(t)
	b := h.as("coordinator")
	ky := "Кыргызча (ky)"
	file, err := survey.Write(&survey.Form{Name: "data", DefaultLanguage: ky, Languages: []string{ky, "Русский (ru)"}, Questions: []*survey.Question{
		{Type: "select_one", Name: "need", List: "needs", Label: survey.Text{ky: "Эмне керек?"}},
	}, Lists: []*survey.List{{Name: "needs", Choices: []survey.Choice{{Name: "water", Label: survey.Text{ky: "Суу"}}, {Name: "road", Label: survey.Text{ky: "Жол"}}}}}})
	if err != nil {
		t.Fatal(err)
	}
	id := h.begin(file, nil)
	path := views.QuestionnairePath(id, "pictures?q=need")
	send := func(files []filePart, set ...string) answer {
		v := asSent(t, b.get(path).body, "form[action*='pictures']")
		for _, name := range set {
			v.Set(name, "1")
		}
		for name := range v {
			if strings.HasPrefix(name, "picture-") {
				v.Del(name)
			}
		}
		return b.sendParts(path, v, files)
	}
	if a := send([]filePart{{"picture-1", []byte("<svg/>")}}); a.status != http.StatusUnprocessableEntity || page(t, a).Find("#picture-1-bad").Length() != 1 {
		t.Error("no picture is taken:", a.status)
	}
	large := snapshot(t, 1200, 900)
	if a := send([]filePart{{"picture-0", large}, {"picture-2", large}}); a.status != http.StatusSeeOther {
		t.Fatal(a.status, errorsOf(t, a.body))
	}
	q, f := h.latestForm(id)
	name := f.Questions[0].Image.In(f.Languages...)
	files, err := h.store.QuestionnaireFiles(context.Background(), id, q.Number)
	if err != nil || len(files) != 1 || files[0] != name || f.Lists[0].Choices[0].Image != nil || f.Lists[0].Choices[1].Image.In(f.Languages...) != name {
		t.Fatalf("%v %v %+v", files, err, f.Lists[0])
	}
	s, err := h.store.Survey(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	src := page(t, b.get(path)).Find(".pictureslot img").First().AttrOr("src", "")
	if a := h.browser().get(src); a.status != http.StatusOK || a.header.Get("Content-Type") != "image/jpeg" || !strings.HasPrefix(src, views.AskPath(s.Code)) {
		t.Error(src, a.status)
	}
	if a := b.get(views.SurveyPath(id, "preview")); strings.Count(a.body, name) < 2 {
		t.Error("the preview does not show them")
	}
	if a := send(nil, "drop-picture-0", "drop-picture-2"); a.status != http.StatusSeeOther {
		t.Fatal(a.status)
	}
	q, f = h.latestForm(id)
	if files, err = h.store.QuestionnaireFiles(context.Background(), id, q.Number); err != nil || len(files) != 0 || len(f.Pictures()) != 0 {
		t.Error("crossed out:", files, err)
	}
}
