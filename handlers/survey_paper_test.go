package handlers_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ashar/internal/civic"
	"ashar/internal/survey"
)

// surveyOf makes an open survey of a form.
func (h *house) surveyOf(title civic.Text, file []byte) string {
	h.t.Helper()
	id := h.store.IDs.New()
	h.apply(h.ids["municipality"], h.ids["user.coordinator"], civic.SaveSurvey{ID: id, File: file, Digest: digest(file), Questions: 9,
		SurveyText: civic.SurveyText{Title: title, Purpose: "satisfaction", Access: civic.AccessPeople, Village: true}})
	h.publish(id, file)
	h.apply(id, h.ids["user.coordinator"], civic.SetSurvey{ID: id, Open: true})
	return id
}

// likertForm rates services on one scale, asks why, and repeats for each member.
func likertForm() *survey.Form {
	ky, ru := "Кыргызча (ky)", "Русский (ru)"
	say := func(a, b string) survey.Text { return survey.Text{ky: a, ru: b} }
	rate := func(name, a, b string) *survey.Question {
		return &survey.Question{Type: "select_one", List: "rate", Name: name, Label: say(a, b), Appearance: "likert"}
	}
	return &survey.Form{Title: "Канааттануу", ID: "rate", Name: "data", Version: "1", DefaultLanguage: ky, Languages: []string{ky, ru},
		Questions: []*survey.Question{
			{Type: "note", Name: "hello", Label: say("Акыркы бир жыл жөнүндө айтыңыз.", "Расскажите о последнем годе.")},
			{Type: "group", Name: "services", Label: say("Кызматтарга канааттануу", "Удовлетворённость услугами"), Appearance: "field-list", Children: []*survey.Question{
				rate("water", "Таза суу", "Питьевая вода"), rate("roads", "Жолдор жана көпүрөлөр, кышкысын кардан тазалоону кошкондо", "Дороги и мосты, включая уборку снега зимой"),
				rate("waste", "Таштанды чыгаруу", "Вывоз мусора"), rate("fap", "Фельдшердик-акушердик пункт (ФАП)", "Фельдшерско-акушерский пункт (ФАП)"),
			}},
			{Type: "select_one", List: "yesno", Name: "asked", Label: say("Айыл өкмөтүнө кайрылдыңыз беле?", "Вы обращались в айыл окмоту?"), Required: "yes"},
			{Type: "select_multiple", List: "why", OrOther: true, Name: "about", Label: say("Эмне боюнча?", "По какому вопросу?"), Relevant: "${asked} = 'yes'"},
			{Type: "range", Name: "mark", Label: say("Жоопту 1ден 5ке чейин баалаңыз", "Оцените ответ от 1 до 5"), Parameters: "start=1 end=5 step=1", Relevant: "${asked} = 'yes'"},
			{Type: "rank", List: "why", Name: "order", Label: say("Эмне маанилүүрөөк?", "Что важнее?")},
			{Type: "repeat", Name: "member", Label: say("Үй-бүлө мүчөсү", "Член семьи"), Children: []*survey.Question{
				{Type: "integer", Name: "age", Label: say("Жашы", "Возраст")}, {Type: "date", Name: "born", Label: say("Туулган күнү", "Дата рождения"), Relevant: "${age} < 16"},
			}},
			{Type: "text", Name: "more", Appearance: "multiline", Label: say("Дагы эмне айткыңыз келет?", "Что ещё вы хотели бы сказать?")},
		},
		Lists: []*survey.List{
			{Name: "yesno", Choices: []survey.Choice{{Name: "yes", Label: say("Ооба", "Да")}, {Name: "no", Label: say("Жок", "Нет")}}},
			{Name: "rate", Choices: []survey.Choice{{Name: "1", Label: say("Таптакыр канааттанбайм", "Совсем не доволен")}, {Name: "2", Label: say("Канааттанбайм", "Не доволен")},
				{Name: "3", Label: say("Орточо", "Средне")}, {Name: "4", Label: say("Канааттанам", "Доволен")}, {Name: "5", Label: say("Толук канааттанам", "Полностью доволен")}}},
			{Name: "why", Choices: []survey.Choice{{Name: "water", Label: say("Суу", "Вода")}, {Name: "road", Label: say("Жол", "Дорога")}, {Name: "land", Label: say("Жер", "Земля")},
				{Name: "paper", Label: say("Маалымкат алуу", "Получить справку")}, {Name: "aid", Label: say("Жөлөкпул", "Пособие")}}},
		},
	}
}

// Every kind of form becomes a paper in every language. ASHAR_PAPERS=folder keeps them to be looked at.
func TestAQuestionnaireIsAPaper(t *testing.T) {
	h := newHouse(t)
	likert, err := survey.Write(likertForm())
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{"short": shortFile(), "likert": likert}
	for _, more := range []string{"socio-economic-survey-v20240515", "all-question-types-v2024091201-3"} {
		if data, err := os.ReadFile("../../../shared/data/xlsform/" + more + ".xlsx"); err == nil {
			files[more] = data
		}
	}
	for name, file := range files {
		if _, _, _, err := survey.Open(file, nil); err != nil {
			t.Logf("%s: %v", name, err)
			continue
		}
		id := h.surveyOf(civic.Text{KY: "Тургундардын канааттануусу, 2026-жыл", RU: "Удовлетворённость жителей, 2026 год"}, file)
		for _, lang := range []string{"ky", "ru", "en"} {
			a := h.as("facilitator").get("/surveys/" + id + "/paper.pdf?in=" + lang + "&copies=2")
			if a.status != http.StatusOK || !strings.HasPrefix(a.body, "%PDF") {
				t.Errorf("%s in %s: %d", name, lang, a.status)
			}
			if folder := os.Getenv("ASHAR_PAPERS"); folder != "" {
				if err := os.WriteFile(filepath.Join(folder, name+"-"+lang+".pdf"), []byte(a.body), 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
		if folder := os.Getenv("ASHAR_PAPERS"); folder != "" && name == "likert" {
			h.drawn(id)
			for what, path := range map[string]string{"visits-ky": "visits.pdf?in=ky", "visits-ru": "visits.pdf?in=ru", "poster": "poster.pdf"} {
				if err := os.WriteFile(filepath.Join(folder, what+".pdf"), []byte(h.as("facilitator").get("/surveys/"+id+"/"+path).body), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			a := h.as("coordinator").post("/surveys/"+id+"/slips", map[string][]string{"slips": {"10"}, "unit": {h.ids["village"]}, "lang": {"ru"}})
			if err := os.WriteFile(filepath.Join(folder, "slips-ru.pdf"), []byte(a.body), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}
