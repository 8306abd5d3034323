package handlers_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"ashar/internal/civic"
)

func (h *house) tables(more string) string { return "/cycles/" + h.ids["cycle"] + "/tables" + more }

func TestTablesOfACycleAreShownThenWritten(t *testing.T) {
	h := newHouse(t)
	needs := h.published()
	b := h.as("coordinator")
	h.drafted(b)
	code, second := h.passport(needs[0]), h.passport(needs[1])
	for _, file := range []struct {
		kind  string
		lines []string
		wrote func() bool
	}{
		{"costs", []string{"Код нужды;Стоимость, сомов;Чья смета;Дата сметы", code + ";850 000;«Суу курулуш»;05.12.2016", second + ";;;"}, func() bool {
			all, err := h.store.Estimates(context.Background(), h.ids["cycle"])
			return err == nil && len(all) == 1 && all[0].Cost == 850_000 && all[0].Dated == "2016-12-05"
		}},
		{"envelope", []string{"year,source,name,amount", "2017,Грант,Чакан гранттар,500000", "2017,local,,1900000"}, func() bool {
			all, err := h.store.Envelopes(context.Background(), h.ids["cycle"])
			return err == nil && len(all) == 2 && civic.EnvelopeOf(all, 2017) == 2_400_000
		}},
		{"plan", []string{"need_code;title_ky;sector;village_code;steps;money_local;ashar", code + ";Суу түтүгү;Питьевая вода;41708209822010;Смета (2017-04-01);2017: 850 000;120 адам-күн"}, func() bool {
			p := h.jointPlan()
			if len(p.Actions) != 2 {
				return false
			}
			a := p.Actions[1]
			return a.Need == needs[0] && a.Village == h.ids["village"] && a.Sector == "water" && len(a.Steps) == 1 && a.Steps[0].Due == "2017-04-01" && a.FromIn(civic.LocalBudget, 2017) == 850_000 && a.Ashar() == "120 адам-күн"
		}},
	} {
		address, page := b.preview(h.tables(""), file.kind+".csv", csvOf(file.lines...))
		if file.wrote() || states(page)["bad"] > 0 {
			t.Fatalf("%s: written before it is confirmed, or refused: %v", file.kind, states(page))
		}
		if a := b.confirm(address, page); a.status != http.StatusSeeOther || !file.wrote() {
			t.Fatalf("%s: %d, not written", file.kind, a.status)
		}
		for _, format := range []string{".csv", ".xlsx"} { // and what comes out now comes back unchanged
			_, page := b.preview(h.tables(""), file.kind+format, []byte(b.get(h.tables("/"+file.kind+format)).body))
			if got := states(page); len(got) != 1 || got["same"] == 0 {
				t.Errorf("%s%s: %v", file.kind, format, got)
			}
		}
	}
	row := h.jointPlan().Actions[1]
	_, torn := b.preview(h.tables(""), "plan.csv", csvOf("row;title_ky;steps;money_local", row.ID+";Суу түтүгү;Смета (2017-05-01)\r\n;"+"2017: 900000;"))
	if got := states(torn); got["bad"] == 0 { // two rows, one without its title
		t.Errorf("%v", got)
	}
	address, page := b.preview(h.tables(""), "plan.csv", csvOf("row;title_ky;steps;money_local", row.ID+";Суу түтүгү;Смета (2017-05-01);2018: 900000"))
	if a := b.confirm(address, page); a.status != http.StatusSeeOther {
		t.Fatal(a.status, a.body)
	}
	if now := h.jointPlan().Actions[1]; now.Steps[0].ID != row.Steps[0].ID || now.Steps[0].Due != "2017-05-01" || now.FromIn(civic.LocalBudget, 2018) != 900_000 || now.FromIn(civic.LocalBudget, 2017) != 0 || now.Ashar() != "120 адам-күн" {
		t.Errorf("%+v", now)
	}
}

func TestATableSaysWhatIsWrongWithIt(t *testing.T) {
	h := newHouse(t)
	needs := h.published()
	b := h.as("coordinator")
	h.drafted(b)
	for _, c := range []struct{ name, file, why string }{
		{"an unknown need", "need_code;cost\nЖЖЖ;5", "Мындай коду бар муктаждык"},
		{"a cost without its source", "need_code;cost\n" + h.passport(needs[0]) + ";5", "Кимдин эсеби"},
		{"an unknown mark", "row;year;source;amount\nx;2017;local;5", "Мындай белгиси бар сап"},
		{"an unknown source", "year;source;amount\n2017;Банк;5", "Банк"},
		{"a grant without its name", "year;source;amount\n2017;grant;5", "Кайсы грант же демөөрчү"},
		{"money nobody can read", "title_ky;money_local\nЖол;850000", "Каражатты мындай жазыңыз"},
		{"an unknown sector", "title_ky;sector\nЖол;Космос", "Космос"},
		{"an unknown village", "title_ky;village_code\nЖол;12", "Мындай коду бар айыл жок"},
		{"a date nobody can read", "title_ky;starts\nЖол;кийин", "Күндү мындай жазыңыз"},
		{"a mark twice", "need_code;cost\n" + h.passport(needs[0]) + ";\n" + h.passport(needs[0]) + ";", "Бул код мурунку сапта да бар: 2"},
	} {
		_, page := b.preview(h.tables(""), "a.csv", []byte(c.file))
		if states(page)["bad"] == 0 || digestOf.MatchString(page) || !strings.Contains(page, c.why) {
			t.Errorf("%s: %v, or it can be confirmed, or does not say %q", c.name, states(page), c.why)
		}
	}
	if a := b.upload(h.tables(""), "a.csv", []byte("аты;жашы\nБакыт;5")); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "бири да табылган жок") {
		t.Errorf("another table: %d", a.status)
	}
}

func TestAnAdoptedPlanIsNotChangedFromAFile(t *testing.T) {
	h := newHouse(t)
	h.published()
	b := h.as("coordinator")
	action := h.adopted(b)
	out := b.get(h.tables("/plan.csv")).body
	if _, page := b.preview(h.tables(""), "plan.csv", []byte(out)); states(page)["same"] != 1 {
		t.Errorf("as it is: %v", states(page))
	}
	_, page := b.preview(h.tables(""), "plan.csv", csvOf("row;title_ky", action+";Башка"))
	if states(page)["bad"] != 1 || !strings.Contains(page, "БАПтын долбоору гана") {
		t.Errorf("%v", states(page))
	}
}

// Who may enter the plan by hand may enter it from a file, and nobody else; a file is only seen by who gave it.
func TestTablesAreForWhoPlans(t *testing.T) {
	h := newHouse(t)
	h.published()
	for _, role := range []string{"facilitator", "deputy", "monitor"} {
		if a := h.as(role).get(h.tables("")); a.status == http.StatusOK {
			t.Errorf("%s: %d", role, a.status)
		}
	}
	address, page := h.as("coordinator").preview(h.tables(""), "a.csv", csvOf("year;source;amount", "2017;local;5"))
	m := digestOf.FindStringSubmatch(page)
	if a := h.as("administrator").post(address, url.Values{"digest": {m[1]}}); a.status != http.StatusNotFound {
		t.Errorf("another confirms it: %d", a.status)
	}
}

// Every list that goes out as a workbook goes out as CSV too, and nothing in it runs in a spreadsheet.
func TestEveryListIsThereAsCSV(t *testing.T) {
	h := newHouse(t)
	h.published()
	b := h.as("coordinator")
	action := h.drafted(b)
	form := h.wholeRow("1")
	form.Set("title_ky", "=HYPERLINK(1)")
	if a := b.post(h.actionPath(action, "/edit"), form); a.status != http.StatusSeeOther {
		t.Fatal(a.status, a.body)
	}
	for path, want := range map[string]string{"/schedule": "2016-12-", "/plan": ";'=HYPERLINK(1);", "/needs": "Тизменин эрежеси"} {
		path = "/cycles/" + h.ids["cycle"] + path + ".csv?in=ky"
		a := b.get(path)
		if a.status != http.StatusOK || !strings.HasPrefix(a.header.Get("Content-Type"), "text/csv") || !strings.Contains(a.body, want) {
			t.Errorf("%s: %d, no %q in %s", path, a.status, want, a.body)
		}
	}
	page := b.get("/cycles/" + h.ids["cycle"] + "/needs").body
	if !strings.Contains(page, "/needs.csv") {
		t.Error("the list does not lead to it")
	}
}
