package handlers_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"sync"
	"testing"
	"time"

	"ashar/internal/civic"
	"ashar/internal/survey"
)

// shortForm asks three questions in two languages, one of them only of who has children.
func shortForm() *survey.Form {
	ky, ru := "Кыргызча (ky)", "Русский (ru)"
	say := func(a, b string) survey.Text { return survey.Text{ky: a, ru: b} }
	return &survey.Form{Title: "Үй-бүлө", ID: "family", Name: "data", Version: "1", DefaultLanguage: ky, Languages: []string{ky, ru},
		Questions: []*survey.Question{
			{Type: "integer", Name: "children", Label: say("Канча балаңыз бар?", "Сколько у вас детей?"), Required: "yes", Constraint: ". >= 0 and . < 20"},
			{Type: "select_one", List: "yesno", Name: "school", Label: say("Мектепке барабы?", "Ходят в школу?"), Relevant: "${children} > 0", Required: "yes"},
			{Type: "text", Name: "wish", Label: say("Эмне керек?", "Что нужно?")},
		},
		Lists: []*survey.List{{Name: "yesno", Choices: []survey.Choice{{Name: "yes", Label: say("Ооба", "Да")}, {Name: "no", Label: say("Жок", "Нет")}}}},
	}
}

var shortFile = sync.OnceValue(func() []byte {
	file, err := survey.Write(shortForm())
	if err != nil {
		panic(err)
	}
	return file
})

// survey makes an open survey of the municipality with one published version.
func (h *house) survey() string {
	h.t.Helper()
	id := h.store.IDs.New()
	h.apply(h.ids["municipality"], h.ids["user.coordinator"], civic.SaveSurvey{ID: id, File: shortFile(), Digest: digest(shortFile()), Questions: 3,
		SurveyText: civic.SurveyText{Title: civic.Text{KY: "Үй-бүлө"}, Purpose: "needs", Access: civic.AccessDevice, Village: true}})
	h.publish(id, shortFile())
	h.apply(id, h.ids["user.coordinator"], civic.SetSurvey{ID: id, Open: true})
	return id
}

func (h *house) publish(id string, file []byte) {
	h.apply(id, h.ids["user.coordinator"], civic.PublishQuestionnaire{Survey: id, Digest: digest(file)})
}

func digest(file []byte) string {
	sum := sha256.Sum256(file)
	return hex.EncodeToString(sum[:])
}

func TestResponseIsTakenOnce(t *testing.T) {
	h := newHouse(t)
	id, ctx := h.survey(), context.Background()
	r := civic.Response{ID: h.store.IDs.New(), Survey: id, Number: 1, Mode: civic.ByInterview, Answers: json.RawMessage(`{"children":"0","wish":"Суу"}`), BeganAt: h.now.Add(-time.Minute)}
	for range 10 {
		if err := h.store.AcceptResponse(ctx, r, r.Answers, nil, ""); err != nil {
			t.Fatal(err)
		}
	}
	other := r
	other.Answers = json.RawMessage(`{"children":"1","school":"yes"}`)
	for range 3 {
		if err := h.store.AcceptResponse(ctx, other, other.Answers, nil, ""); civic.KindOf(err) != civic.Conflict {
			t.Fatalf("other content: %v", err)
		}
	}
	var kept []civic.Response
	if err := h.store.Responses(ctx, id, 0, func(r *civic.Response) error { kept = append(kept, *r); return nil }); err != nil {
		t.Fatal(err)
	}
	if len(kept) != 1 || string(kept[0].Answers) != `{"children":"0","wish":"Суу"}` {
		t.Errorf("kept %+v", kept)
	}
	s, err := h.store.Survey(ctx, id)
	if err != nil || s.Responses != 1 {
		t.Errorf("%d responses, %v", s.Responses, err)
	}

	// a new version does not shut out who answers the old one
	form := shortForm()
	form.Questions = form.Questions[:1]
	file, err := survey.Write(form)
	if err != nil {
		t.Fatal(err)
	}
	h.apply(id, "", civic.SaveQuestionnaire{Survey: id, Base: digest(shortFile()), File: file, Digest: digest(file), Questions: 1})
	r.ID, r.Number = h.store.IDs.New(), 2
	if err := h.store.AcceptResponse(ctx, r, r.Answers, nil, ""); civic.KindOf(err) != civic.NotFound {
		t.Errorf("of a version nobody has published: %v", err)
	}
	h.publish(id, file)
	r.Number = 1
	if err := h.store.AcceptResponse(ctx, r, r.Answers, nil, ""); err != nil {
		t.Errorf("of the version before: %v", err)
	}

	code := civic.WithdrawCode(r.ID)
	if err := h.store.WithdrawResponse(ctx, id, "2222222222222222"); civic.KindOf(err) != civic.NotFound {
		t.Errorf("a wrong code: %v", err)
	}
	if err := h.store.WithdrawResponse(ctx, id, code); err != nil {
		t.Fatal(err)
	}
	if back, err := h.store.Response(ctx, id, r.ID); err != nil || !back.Withdrawn || string(back.Answers) != "{}" {
		t.Errorf("withdrawn: %+v %v", back, err)
	}
}

func TestSlipAnswersOnce(t *testing.T) {
	h := newHouse(t)
	id, ctx := h.survey(), context.Background()
	for i, want := range []civic.Kind{0, civic.Gone} {
		r := civic.Response{ID: h.store.IDs.New(), Survey: id, Number: 1, Mode: civic.ByLink, Answers: json.RawMessage(`{"children":"0"}`), BeganAt: h.now}
		if err := h.store.AcceptResponse(ctx, r, r.Answers, nil, "mark"); civic.KindOf(err) != want {
			t.Errorf("%d: %v", i, err)
		}
		if i == 0 { // sent again because the answer was lost: not refused for the slip that it has spent
			if err := h.store.AcceptResponse(ctx, r, r.Answers, nil, "mark"); err != nil {
				t.Error(err)
			}
		}
	}
}
