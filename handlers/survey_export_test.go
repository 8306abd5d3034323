package handlers_test

import (
	"bytes"
	"encoding/json"
	"io"
	"mime"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ashar/internal/survey"
)

func TestResponsesLeaveAsFiles(t *testing.T) {
	h := newHouse(t)
	id, village := h.opinion(), h.ids["village"]
	h.respond(id, village, `{"sex":"f","age":"30","needs":"water road","quality":{"water":"5"},"wish":"=HYPERLINK(\"x\")","member":[{"years":"3"},{"years":"40"}]}`, "")
	r := h.respond(id, "", `{"sex":"m","wish":"эки; үч","member":[{"years":"7"}]}`, "")
	b := h.as("coordinator")
	for who, want := range map[string]int{"coordinator": 200, "facilitator": 403, "deputy": 403} {
		if a := h.as(who).get("/surveys/" + id + "/data/responses.csv"); a.status != want {
			t.Errorf("%s gets %d", who, a.status)
		}
	}

	csv := strings.Split(strings.TrimPrefix(b.get("/surveys/"+id+"/data/responses.csv").body, "\xEF\xBB\xBF"), "\r\n")
	if csv[0] != "number;version;mode;village;language;day;seconds;sex;age;needs;children;kinder;quality/water;quality/road;quality/school;quality/light;wish" {
		t.Error(csv[0])
	}
	if !strings.Contains(csv[1], ";f;30;water road;;;5;;;;") || strings.Contains(csv[1], ";=HYPER") || strings.Contains(csv[1], `;"=`) {
		t.Error(csv[1])
	}
	if !strings.HasSuffix(csv[2], `;"эки; үч"`) || !strings.HasPrefix(csv[2], "2;1;link;;ky;2016-") {
		t.Error(csv[2])
	}
	words := b.get("/surveys/" + id + "/data/responses.csv?words=1&split=1&in=ru").body
	if !strings.Contains(words, "needs/Чистая вода;needs/Дорога;needs/ФАП") || !strings.Contains(words, ";Женский;30;1;1;0;") || !strings.Contains(words, ";Очень хорошо;") {
		t.Error(words)
	}
	if members := b.get("/surveys/" + id + "/data/member.csv").body; members != "\xEF\xBB\xBFnumber;instance;member/years\r\n1;1;3\r\n1;2;40\r\n2;1;7\r\n" {
		t.Errorf("%q", members)
	}

	file, err := excelize.OpenReader(bytes.NewReader([]byte(b.get("/surveys/" + id + "/data/responses.xlsx").body)))
	if err != nil {
		t.Fatal(err)
	}
	if got := file.GetSheetList(); len(got) != 2 || got[1] != "member" {
		t.Errorf("sheets %v", got)
	}
	if f, _ := file.GetCellFormula("responses", "Q2"); f != "" {
		t.Errorf("a formula: %s", f)
	}
	if v, _ := file.GetCellValue("responses", "Q2"); v != `=HYPERLINK("x")` {
		t.Errorf("what was written: %s", v)
	}
	if kind, _ := file.GetCellType("responses", "I2"); kind != excelize.CellTypeUnset && kind != excelize.CellTypeNumber {
		t.Errorf("an age is no number: %v", kind)
	}

	var odk struct {
		Value []map[string]any `json:"value"`
	}
	body := b.get("/surveys/" + id + "/data/responses.json").body
	if err := json.Unmarshal([]byte(body), &odk); err != nil || len(odk.Value) != 2 {
		t.Fatalf("%v %s", err, body)
	}
	if v := odk.Value[0]; v["age"] != 30.0 || v["quality"].(map[string]any)["water"] != "5" || v["member"].([]any)[1].(map[string]any)["years"] != 40.0 {
		t.Errorf("%v", v)
	}
	if strings.Contains(body, r.ID) {
		t.Error("the id of a response is told: whoever has it can take it back")
	}
	if book := b.get("/surveys/" + id + "/data/codebook.xlsx"); book.status != 200 || !strings.HasPrefix(book.body, "PK") {
		t.Errorf("codebook %d", book.status)
	}
	for _, path := range []string{"data/codebook.pdf", "results.pdf", "results.pdf?in=ru&by=sex", "results.pdf?in=en"} {
		if a := b.get("/surveys/" + id + "/" + path); a.status != 200 || !strings.HasPrefix(a.body, "%PDF") {
			t.Errorf("%s: %d", path, a.status)
		}
	}
	if a := b.get("/surveys/" + id + "/results.csv?by=sex"); a.status != 200 || !strings.Contains(a.body, "Таза суу") {
		t.Errorf("%d %s", a.status, a.body)
	}
}

// A part of a file never passes for the whole: what fails midway breaks off, what fails before it began is a page.
func TestAFileThatFailsMidwayBreaksOff(t *testing.T) {
	h := newHouse(t)
	id := h.opinion()
	h.respond(id, "", `{"sex":"f"}`, "")
	h.respond(id, "", `{"sex":"m","age":1e999}`, "") // what no reader of numbers takes
	b := h.as("coordinator")
	for _, name := range []string{"responses.csv", "responses.json"} {
		res, err := b.client.Get(h.srv.URL + "/surveys/" + id + "/data/" + name)
		if err == nil {
			_, err = io.ReadAll(res.Body)
			_ = res.Body.Close()
		}
		if err == nil {
			t.Errorf("%s ends as if it were whole", name)
		}
	}
	if a := b.get("/surveys/" + id + "/data/responses.xlsx"); a.status != 500 || a.header.Get("Content-Disposition") != "" {
		t.Errorf("%d as %q", a.status, a.header.Get("Content-Disposition"))
	}
}

// Repeats are called as their author likes: with points and letters of any language, as others are, as the sheet of respondents is.
func TestRepeatsOfAnyNameLeaveAsFiles(t *testing.T) {
	h := newHouse(t)
	repeat := func(name, inside string) *survey.Question {
		say := survey.Text{"Кыргызча (ky)": name}
		return &survey.Question{Type: "repeat", Name: name, Label: say, Children: []*survey.Question{{Type: "text", Name: inside, Label: say}}}
	}
	id := h.opinion(repeat("үй.бүлө", "x1"), repeat("Member", "x2"), repeat("responses", "x3"))
	h.respond(id, "", `{"sex":"f","үй.бүлө":[{"x1":"ата"}],"member":[{"years":"9"}],"Member":[{"x2":"эне"}],"responses":[{"x3":"бала"}]}`, "")
	b := h.as("coordinator")
	a := b.get("/surveys/" + id + "/data/" + url.PathEscape("үй.бүлө.csv"))
	if _, params, err := mime.ParseMediaType(a.header.Get("Content-Disposition")); a.status != 200 || !strings.HasSuffix(a.body, ";ата\r\n") || err != nil || params["filename"] != "ashar-үй.бүлө.csv" {
		t.Errorf("%d, %d bytes, %v %v", a.status, len(a.body), params, err)
	}
	file, err := excelize.OpenReader(strings.NewReader(b.get("/surveys/" + id + "/data/responses.xlsx").body))
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"f", "9", "ата", "эне", "бала"} {
		sheets := file.GetSheetList()
		if len(sheets) != 5 {
			t.Fatalf("sheets %v", sheets)
		}
		rows, err := file.GetRows(sheets[i])
		if err != nil || len(rows) != 2 || !slices.Contains(rows[1], want) {
			t.Errorf("%s: %v %v", sheets[i], rows, err)
		}
	}
}
