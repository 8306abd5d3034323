package handlers_test

import (
	"archive/zip"
	"bytes"
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/xuri/excelize/v2"

	"ashar/internal/civic"
	"ashar/internal/survey"
	forms "ashar/internal/survey/ready"
	"ashar/views"
)

// Bounds between which nothing lies are refused where they are written: of numbers, of days, of how long a text is.
func TestBoundsThatCrossAreRefused(t *testing.T) {
	h := newHouse(t)
	b := h.as("coordinator")
	id := h.begin(shortFile(), nil)
	for _, x := range []struct {
		kind, least, most string
		want              int
	}{
		{"integer", "90", "10", http.StatusUnprocessableEntity}, {"integer", "10", "10", http.StatusSeeOther}, {"decimal", "9.5", "9.25", http.StatusUnprocessableEntity},
		{"date", "2026-05-01", "2026-04-30", http.StatusUnprocessableEntity}, {"date", "2026-05-01", "today", http.StatusSeeOther}, {"text", "20", "3", http.StatusUnprocessableEntity}, {"text", "9", "10", http.StatusSeeOther},
	} {
		path := views.QuestionnairePath(id, "question?kind=") + x.kind
		v := asSent(t, b.get(path).body, "#question-form")
		v.Set("act", "save")
		v.Set("label_0", "Канча?")
		v.Set("least", x.least)
		v.Set("most", x.most)
		a := b.post(views.QuestionnairePath(id, "question"), v)
		if a.status != x.want {
			t.Errorf("%s from %s to %s: %d", x.kind, x.least, x.most, a.status)
		}
		if field := page(t, a).Find("#f-question-most"); a.status == http.StatusUnprocessableEntity && (field.AttrOr("aria-invalid", "") != "true" || field.AttrOr("value", "") != x.most) {
			t.Errorf("%s from %s to %s is not said at the field", x.kind, x.least, x.most)
		}
	}
}

// Choices with the same words cannot be told apart: they are refused, but for those of a list from elsewhere that were alike before.
func TestChoicesWithTheSameWordsAreRefused(t *testing.T) {
	h := newHouse(t)
	b := h.as("coordinator")
	ky := "Кыргызча (ky)"
	say := func(words string) survey.Text { return survey.Text{ky: words} }
	file, err := survey.Write(&survey.Form{Name: "data", DefaultLanguage: ky, Languages: []string{ky}, Questions: []*survey.Question{
		{Type: "select_one", Name: "need", List: "needs", Label: say("Эмне керек?")}, {Type: "select_one", Name: "old", List: "old", Label: say("Кайсы?")},
	}, Lists: []*survey.List{
		{Name: "needs", Choices: []survey.Choice{{Name: "water", Label: say("Суу")}, {Name: "road", Label: say("Жол")}}},
		{Name: "old", Choices: []survey.Choice{{Name: "a", Label: say("Ак-Суу")}, {Name: "b", Label: say("Ак-Суу")}}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	id := h.begin(file, nil)
	send := func(q, second string) answer {
		path := views.QuestionnairePath(id, "question?q=") + q
		v := asSent(t, b.get(path).body, "#question-form")
		v.Set("act", "save")
		if second != "" {
			v["choice_0"][1] = second
		}
		return b.post(path, v)
	}
	if a := send("need", " суу "); a.status != http.StatusUnprocessableEntity || !strings.Contains(page(t, a).Find("#choices .error").Text(), "«суу»") {
		t.Errorf("two with the same words: %d", a.status)
	}
	if a := send("need", "Ичүүчү суу"); a.status != http.StatusSeeOther {
		t.Errorf("two with other words: %d", a.status)
	}
	if a := send("old", ""); a.status != http.StatusSeeOther {
		t.Errorf("those of another author: %d", a.status)
	}
}

// Words that cannot be saved are marked where they stand, and it is said above which they are.
func TestRefusedWordsAreMarked(t *testing.T) {
	h := newHouse(t)
	b := h.as("coordinator")
	f, _ := forms.Find("needs")
	id := h.begin(f.File, nil)
	path := views.QuestionnairePath(id, "words")
	v := asSent(t, b.get(path).body, "#words-form")
	wrong := ""
	for name := range v {
		if strings.HasPrefix(name, "q/label/") && strings.HasSuffix(name, "/1") && (wrong == "" || name < wrong) {
			wrong = name
		}
	}
	was := v.Get(strings.TrimSuffix(wrong, "1") + "0")
	v.Set(wrong, "Сколько? ${nosuch}")
	a := b.post(path, v)
	if a.status != http.StatusUnprocessableEntity {
		t.Fatal(a.status)
	}
	doc := page(t, a)
	marked := doc.Find("textarea[aria-invalid=true]")
	if marked.Length() != 1 || marked.AttrOr("name", "") != wrong {
		t.Fatalf("%d marked, wanted %s", marked.Length(), wrong)
	}
	if _, first := marked.Attr("autofocus"); !first {
		t.Error("one must look for it")
	}
	said := doc.Find("span.error").FilterFunction(func(_ int, s *goquery.Selection) bool {
		return s.AttrOr("id", "") == marked.AttrOr("aria-describedby", "none")
	})
	if !strings.Contains(said.Text(), "nosuch") {
		t.Errorf("at the field: %q", said.Text())
	}
	if top := doc.Find("#words-form .flash.bad").Text(); !strings.Contains(top, strings.TrimRight(was, "?")) || strings.Contains(top, "байланыштуу") {
		t.Errorf("above: %q, of %q", top, was)
	}
}

// A file that is refused is told of before anything else on the page, on both pages that take one.
func TestARefusedFileIsToldOfAtTheTop(t *testing.T) {
	h := newHouse(t)
	b := h.as("coordinator")
	id := h.begin(shortFile(), nil)
	wrong := sheetFile(t, []any{"type", "name", "label"}, []any{"video", "film", "Тасма"})
	for _, path := range []string{views.SurveysPath(h.ids["municipality"]) + "/import", views.QuestionnairePath(id, "file")} {
		for name, data := range map[string][]byte{"a.xlsx": wrong, "a.exe": {0, 1, 2}} {
			a := b.upload(path, name, data)
			flash, next := strings.Index(a.body, `class="flash bad`), strings.Index(a.body, "<h2")
			if a.status != http.StatusUnprocessableEntity || flash < 0 || next < flash {
				t.Errorf("%s %s: %d, told of at %d, behind what begins at %d", path, name, a.status, flash, next)
			}
		}
	}
}

// Pictures that a form names and that did not come are named: when it is read, in the list of questions and before it is published.
func TestMissingPicturesAreNamed(t *testing.T) {
	h := newHouse(t)
	b := h.as("coordinator")
	form := sheetFile(t, []any{"type", "name", "label", "media::image", "appearance"}, []any{"text", "roof", "Чатыр?", "roof.jpg", ""}, []any{"text", "wall", "Дубал?", "", "image-map"})
	a := b.upload(views.SurveysPath(h.ids["municipality"])+"/import", "anketa.xlsx", form)
	if a.status != http.StatusSeeOther {
		t.Fatal(a.status, errorsOf(t, a.body))
	}
	says(t, b.get(a.header.Get("Location")), "«roof.jpg» сүрөтү келген жок", "image-map")
	id := h.begin(form, nil)
	says(t, b.get(views.QuestionnairePath(id, "publish")), "«roof.jpg» сүрөтү келген жок")
	with := h.begin(form, map[string][]byte{"roof.jpg": snapshot(t, 40, 30)})
	if a := b.get(views.QuestionnairePath(with, "publish")); a.status != http.StatusOK || strings.Contains(a.body, "сүрөтү келген жок") {
		t.Error("one that is there is missed:", a.status)
	}

	// the same form again: nothing to take, but for a picture that comes along now
	path := views.QuestionnairePath(id, "file")
	shown := b.get(b.upload(path, "anketa.xlsx", form).header.Get("Location"))
	if shown.status != http.StatusOK || page(t, shown).Find(`form[action$="file/confirm"] button`).Length() != 0 {
		t.Error("nothing changed, and it can be taken")
	}
	var packed bytes.Buffer
	z := zip.NewWriter(&packed)
	for name, data := range map[string][]byte{"anketa.xlsx": form, "roof.jpg": snapshot(t, 40, 30)} {
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
	shown = b.get(b.upload(path, "anketa.zip", packed.Bytes()).header.Get("Location"))
	if shown.status != http.StatusOK || page(t, shown).Find(`form[action$="file/confirm"] button`).Length() != 1 {
		t.Error("a picture came, and it cannot be taken")
	}
}

// What is said of a closed survey is said of a closed one.
func TestAClosedSurveyIsNotCalledReady(t *testing.T) {
	h := newHouse(t)
	b, id := h.as("coordinator"), h.survey()
	h.apply(id, h.ids["user.coordinator"], civic.SetSurvey{ID: id})
	next := page(t, b.get("/surveys/"+id)).Find(`section[aria-labelledby="next-title"]`)
	if text := next.Text(); strings.Contains(text, "Анкета даяр") || !strings.Contains(text, "жабылды") || next.Find(`a[href$="/results"]`).Length() != 1 {
		t.Errorf("%q", text)
	}
	says(t, b.get("/surveys/"+id+"/slips"), "баракча керек эмес")
	if page(t, b.get("/surveys/"+id+"/slips")).Find("#slips-form").Length() != 0 {
		t.Error("slips that nobody needs can be printed")
	}
}

// The sheets of the results are named by their questions.
func TestSheetsOfResultsAreNamedByTheirQuestions(t *testing.T) {
	h := newHouse(t)
	id := h.opinion(&survey.Question{Type: "select_one", List: "yesno", Name: "long", Label: survey.Text{"Кыргызча (ky)": "Суу/жол [2026]: айылыңызда таза суу менен жол барбы?"}})
	h.respond(id, "", `{"sex":"f","long":"yes"}`, "")
	file, err := excelize.OpenReader(bytes.NewReader([]byte(h.as("coordinator").get("/surveys/" + id + "/results.xlsx").body)))
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, name := range file.GetSheetList() {
		seen[name[strings.IndexByte(name, ' ')+1:]] = true
		if n := len([]rune(name)); n > 31 {
			t.Errorf("%q has %d characters", name, n)
		}
	}
	for _, want := range []string{"Жынысыңыз", "Суу жол 2026 айылыңызда"} {
		found := false
		for name := range seen {
			found = found || strings.HasPrefix(name, want)
		}
		if !found {
			t.Errorf("no sheet %q among %v", want, seen)
		}
	}
}
