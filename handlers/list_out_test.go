package handlers_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ashar/internal/civic"
)

// Every list that people work from goes out as CSV and XLSX with the same cells, is led to from its page, and holds nothing that is not for whoever reads it.
func TestEveryListGoesOutAsAFile(t *testing.T) {
	h := newHouse(t)
	needs := h.published()
	c := "/cycles/" + h.ids["cycle"]
	first := h.store.IDs.New()
	coordinator := h.as("coordinator")
	h.apply(h.ids["cycle"], h.ids["user.coordinator"], civic.SaveLetter{ID: h.store.IDs.New(), Need: needs[0], Addressee: "=cmd()", Text: civic.Text{KY: "Каттын сөзү"}})
	h.apply(h.ids["cycle"], h.ids["user.deputy"], civic.Decide{ID: first, Need: needs[1], Outcome: civic.Accepted, Reason: civic.Text{KY: "Баары сурады."}, On: "2016-12-12", Place: 2})
	h.apply(h.ids["cycle"], h.ids["user.deputy"], civic.Decide{ID: h.store.IDs.New(), Need: needs[1], Replaces: first, Outcome: civic.Rejected, Reason: civic.Text{KY: "Акча жок."}, On: "2016-12-12", Place: 2})
	gathering, meeting := h.gathering(coordinator)
	h.apply(h.ids["cycle"], "", civic.SaveProposal{ID: h.store.IDs.New(), Gathering: gathering, Sort: civic.Motion, Text: "Көпүрө салалы", Author: "Жашыруун Аты"})
	for _, list := range []struct{ page, path, want, never string }{
		{c + "/letters", c + "/letters", "'=cmd()", ""},
		{c + "/council", c + "/council/decisions", "Акча жок.", ""},
		{c + "/council", c + "/council/decisions", "Баары сурады.", ""},
		{"", c + "/monitoring/acts", "Топтун баасы", ""},
		{meeting + "/proposals", meeting + "/proposals", "Көпүрө салалы", "Жашыруун"},
		{meeting + "/presence", meeting + "/presence", "Айдарбек;0;0", ""},
		{"/municipalities/" + h.ids["municipality"] + "/people", "/municipalities/" + h.ids["municipality"] + "/people", "facilitator", "argon2"},
	} {
		text := coordinator.get(list.path + ".csv?in=ky")
		if text.status != http.StatusOK || !strings.Contains(text.body, list.want) || list.never != "" && strings.Contains(text.body, list.never) {
			t.Errorf("%s.csv: %d, no %q or %q in %s", list.path, text.status, list.want, list.never, text.body)
		}
		book := coordinator.get(list.path + ".xlsx?in=ky")
		f, err := excelize.OpenReader(strings.NewReader(book.body))
		if err != nil {
			t.Fatalf("%s.xlsx: %d %v", list.path, book.status, err)
		}
		rows, err := f.GetRows(f.GetSheetName(0))
		if lines := strings.Count(text.body, "\r\n"); err != nil || len(rows) != lines {
			t.Errorf("%s: %v, %d rows in the workbook, %d in the text", list.path, err, len(rows), lines)
		}
		if list.page != "" && !strings.Contains(coordinator.get(list.page).body, list.path+".csv") {
			t.Errorf("%s does not lead to the file", list.page)
		}
	}
	if body := h.as("administrator").get("/users.csv?role=deputy&in=ky").body; !strings.Contains(body, "deputy") || strings.Contains(body, "facilitator") {
		t.Errorf("not those whom the list shows: %s", body)
	}
}
