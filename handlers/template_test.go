package handlers_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"ashar/internal/civic"
)

// list reads what is in use in a municipality's checklist as the store has it.
func (h *house) list(municipality string) (names []string) {
	h.t.Helper()
	t, err := h.store.Template(context.Background(), "checklist", municipality)
	if err != nil {
		h.t.Fatal(err)
	}
	for _, c := range t.Checklist {
		if c.InUse() {
			names = append(names, c.Text.KY)
		}
	}
	return names
}

func TestATemplateIsEditedMovedAndReset(t *testing.T) {
	h := newHouse(t)
	b, m := h.as("coordinator"), h.ids["municipality"]
	path := "/municipalities/" + m + "/templates/checklist"
	common := civic.DefaultChecklist()
	add := url.Values{"phase": {"before"}, "text_ky": {"Экинчи ачкыч табылды"}, "role": {"coordinator"}, "days": {"5"}, "mandatory": {"1"}}
	if a := b.post(path, add); a.status != http.StatusSeeOther {
		t.Fatalf("add: %d %s", a.status, a.body)
	}
	names := h.list(m)
	if len(names) != len(common)+1 || names[15] != "Экинчи ачкыч табылды" {
		t.Fatalf("a new item stands last of its phase: %v", names)
	}
	tpl, _ := h.store.Template(context.Background(), "checklist", m)
	if row := tpl.Checklist[15]; row.Due != -5 || !row.Mandatory || row.Number != 16 || tpl.Checklist[16].Number != 17 || tpl.By == "" {
		t.Errorf("%+v by %q", row, tpl.By)
	}

	// by button, and back to the first of its phase it goes no further
	if a := b.post(path+"/order", url.Values{"base": {"1"}, "up": {"16"}}); a.status != http.StatusSeeOther {
		t.Fatalf("up: %d", a.status)
	}
	if names = h.list(m); names[14] != "Экинчи ачкыч табылды" {
		t.Errorf("after up: %v", names[13:16])
	}
	b.post(path+"/order", url.Values{"base": {"2"}, "up": {"1"}})
	if got := h.list(m); got[0] != common[0].Text.KY {
		t.Errorf("the first moved: %v", got[0])
	}
	// by finger: the rows of one phase in their new order
	b.post(path+"/order", url.Values{"base": {"3"}, "order": {"3", "1", "2"}})
	if got := h.list(m); got[0] != common[2].Text.KY || got[1] != common[0].Text.KY || got[3] != common[3].Text.KY {
		t.Errorf("after dragging: %v", got[:4])
	}
	// an order of a list that changed meanwhile would move other rows
	was := h.list(m)
	b.post(path+"/order", url.Values{"base": {"1"}, "up": {"5"}})
	if got := h.list(m); strings.Join(got, "|") != strings.Join(was, "|") {
		t.Error("a stale order was taken")
	}

	// an edit finds its row though somebody moved it, and gives way when its words changed
	edit := url.Values{"row": {"7"}, "was": {common[2].Text.KY}, "phase": {"before"}, "text_ky": {"Жаңы сөз"}, "role": {"coordinator"}, "days": {"1"}}
	if a := b.post(path, edit); a.status != http.StatusSeeOther || h.list(m)[0] != "Жаңы сөз" {
		t.Errorf("%d %v", a.status, h.list(m)[0])
	}
	edit.Set("text_ky", "Башка сөз")
	if a := b.post(path, edit); a.status != http.StatusConflict || !strings.Contains(a.body, "Башка сөз") || h.list(m)[0] != "Жаңы сөз" {
		t.Errorf("an edit over another's: %d", a.status)
	}

	// retired, and back to the common list
	retire := url.Values{"row": {"1"}, "was": {"Жаңы сөз"}, "phase": {"before"}, "text_ky": {"Жаңы сөз"}, "role": {"coordinator"}, "days": {"1"}, "retired": {"1"}}
	b.post(path, retire)
	if got := h.list(m); len(got) != len(common) || got[0] != common[0].Text.KY {
		t.Errorf("after retiring: %d, %v", len(got), got[0])
	}
	if a := b.get(path + "?reset=1"); !strings.Contains(a.body, "Экинчи ачкыч табылды") || !strings.Contains(a.body, common[2].Text.KY) {
		t.Error("the differences are not named")
	}
	b.post(path+"/reset", url.Values{})
	if got := h.list(m); len(got) != len(common) || got[2] != common[2].Text.KY {
		t.Errorf("after reset: %v", got[:3])
	}
}

func TestBadRowsAreRefusedAtTheirFields(t *testing.T) {
	h := newHouse(t)
	b := h.as("trainer")
	for _, x := range []struct {
		path, field string
		form        url.Values
	}{
		{"/templates/checklist", "f-edit-text_ky", url.Values{"phase": {"before"}, "role": {"coordinator"}, "days": {"1"}, "text_ru": {"сохранится"}}},
		{"/templates/checklist", "f-edit-days", url.Values{"phase": {"after"}, "role": {"coordinator"}, "days": {"көп"}, "text_ky": {"сохранится"}}},
		{"/templates/checklist", "f-edit-text_ky", url.Values{"phase": {"after"}, "role": {"coordinator"}, "days": {"1"}, "text_ky": {strings.Repeat("ө", 501)}, "text_ru": {"сохранится"}}},
		{"/templates/agenda", "f-edit-minutes", url.Values{"text_ky": {"сохранится"}, "minutes": {"0"}}},
		{"/templates/agenda", "f-edit-part", url.Values{"text_ky": {"сохранится"}, "minutes": {"5"}, "part": {"../../users"}}},
	} {
		a := b.post(x.path, x.form)
		doc := page(t, a)
		bad := doc.Find("#" + x.field)
		if a.status != http.StatusUnprocessableEntity || bad.AttrOr("aria-invalid", "") != "true" || !strings.Contains(a.body, "сохранится") {
			t.Errorf("%s %s: %d", x.path, x.field, a.status)
		}
	}
}

// A step left out of the template is in no new session, and the others keep what they had.
func TestTheAgendaTemplateReachesNewSessions(t *testing.T) {
	h := newHouse(t)
	b := h.as("coordinator")
	path := "/municipalities/" + h.ids["municipality"] + "/templates/agenda"
	first := civic.DefaultAgenda()[0]
	form := url.Values{"row": {"1"}, "was": {first.Title.KY}, "text_ky": {"Салам айтуу"}, "minutes": {"7"}, "part": {"attendance"}}
	if a := b.post(path, form); a.status != http.StatusSeeOther {
		t.Fatal(a.status, a.body)
	}
	second := civic.DefaultAgenda()[1]
	b.post(path, url.Values{"row": {"2"}, "was": {second.Title.KY}, "text_ky": {second.Title.KY}, "minutes": {"10"}, "retired": {"1"}})
	session := h.session("")
	steps, err := h.store.Steps(context.Background(), session)
	if err != nil || len(steps) != len(civic.DefaultAgenda())-1 || steps[0].Title.KY != "Салам айтуу" || steps[0].Minutes != 7 || len(steps[0].Tips) != len(first.Tips) {
		t.Fatalf("%+v %v", steps, err)
	}
	begun, _ := h.store.Steps(context.Background(), h.ids["session"])
	if begun[0].Title.KY != first.Title.KY {
		t.Error("a session under way changed its agenda")
	}
	before := h.store.Queries()
	b.get(path + "?open=1")
	if n := h.store.Queries() - before; n > 10 {
		t.Errorf("%d queries", n)
	}
}
