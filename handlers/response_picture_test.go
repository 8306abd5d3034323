package handlers_test

import (
	"archive/zip"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"ashar/internal/civic"
	"ashar/internal/survey"
)

// respondWith accepts answers with pictures, by their names.
func (h *house) respondWith(id, answers string, files map[string][]byte) civic.Response {
	h.t.Helper()
	r := civic.Response{ID: h.store.IDs.New(), Survey: id, Number: 1, Mode: civic.ByLink, Lang: "ky", Answers: json.RawMessage(answers), BeganAt: h.now}
	if err := h.store.AcceptResponse(context.Background(), r, r.Answers, files, ""); err != nil {
		h.t.Fatal(err)
	}
	return r
}

func TestPicturesOfAnswersAreSeenAndLeaveAsAFile(t *testing.T) {
	h := newHouse(t)
	say := func(s string) survey.Text { return survey.Text{"Кыргызча (ky)": s} }
	id := h.opinion(&survey.Question{Type: "image", Name: "well", Label: say("Кудук")},
		&survey.Question{Type: "image", Name: "pump", Label: say("Насос"), Relevant: "${children} = 'yes'"})
	photo, pump := snapshot(t, 40, 30), snapshot(t, 60, 30)
	gone := h.respondWith(id, `{"well":"well.jpg"}`, map[string][]byte{"well.jpg": photo})
	r := h.respondWith(id, `{"children":"yes","well":"well.jpg","pump":"pump.jpg"}`, map[string][]byte{"well.jpg": photo, "pump.jpg": pump})
	out := h.respondWith(id, `{"well":"well.jpg"}`, map[string][]byte{"well.jpg": photo})
	h.respond(id, "", `{"sex":"f"}`, "")
	b := h.as("coordinator")
	one := "/surveys/" + id + "/responses/" + r.ID

	doc := page(t, b.get(one))
	for name, alt := range map[string]string{"well": "Кудук", "pump": "Насос"} {
		src := one + "/files/" + name + ".jpg"
		if img := doc.Find(`a[href="` + src + `"] img`); img.AttrOr("src", "") != src || img.AttrOr("alt", "") != alt {
			t.Errorf("%s does not stand on the page", name)
		}
	}
	if a := b.get(one + "/files/well.jpg"); a.status != http.StatusOK || a.body != string(photo) || a.header.Get("Content-Type") != "image/jpeg" || !strings.Contains(a.header.Get("Cache-Control"), "private") {
		t.Errorf("%d %v", a.status, a.header)
	}
	for who, want := range map[string]int{"facilitator": http.StatusForbidden, "deputy": http.StatusForbidden} {
		if a := h.as(who).get(one + "/files/well.jpg"); a.status != want {
			t.Errorf("%s gets %d", who, a.status)
		}
	}

	// what the answers do not speak of any more is not given, nor what is left out or taken back
	if a := b.post(one+"/edit", url.Values{"op": {h.store.IDs.New()}, "path": {"children"}, "value": {"no"}, "reason": {"ката"}, "base": {"1"}}); a.status != http.StatusSeeOther {
		t.Fatalf("%d %s", a.status, a.body)
	}
	if a := b.get(one + "/files/pump.jpg"); a.status != http.StatusNotFound {
		t.Errorf("a picture that no answer names: %d", a.status)
	}
	h.apply(id, h.ids["user.coordinator"], civic.ExcludeResponse{Survey: id, Response: out.ID, Out: true, Reason: "сынак"})
	if err := h.store.WithdrawResponse(context.Background(), id, civic.WithdrawCode(gone.ID)); err != nil {
		t.Fatal(err)
	}
	says(t, b.get("/surveys/"+id+"/responses"), "data/pictures.zip")
	a := b.get("/surveys/" + id + "/data/pictures.zip")
	z, err := zip.NewReader(strings.NewReader(a.body), int64(len(a.body)))
	if err != nil || a.status != http.StatusOK {
		t.Fatalf("%d %v", a.status, err)
	}
	if len(z.File) != 1 || z.File[0].Name != "2-well.jpg" {
		t.Fatalf("%d files", len(z.File))
	}
	f, err := z.File[0].Open()
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(f); err != nil || string(got) != string(photo) {
		t.Errorf("%d bytes, %v", len(got), err)
	}
	if a := h.as("facilitator").get("/surveys/" + id + "/data/pictures.zip"); a.status != http.StatusForbidden {
		t.Errorf("an interviewer gets all pictures: %d", a.status)
	}
	other := h.survey()
	if a := b.get("/surveys/" + other + "/responses"); strings.Contains(a.body, "pictures.zip") {
		t.Error("pictures are offered where none are asked for")
	}
}
