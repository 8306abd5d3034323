package handlers_test

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/xuri/excelize/v2"

	"ashar/internal/civic"
)

func (h *house) planPath(more string) string { return "/cycles/" + h.ids["cycle"] + "/plan" + more }

func (h *house) actionPath(id, more string) string {
	return "/cycles/" + h.ids["cycle"] + "/actions/" + id + more
}

func (h *house) jointPlan() civic.Plan {
	h.t.Helper()
	p, err := h.store.Plan(context.Background(), h.ids["cycle"])
	if err != nil {
		h.t.Fatal(err)
	}
	return p
}

// drafted begins a plan through its form, and adds a row with nothing but a title.
func (h *house) drafted(b *browser) (action string) {
	h.t.Helper()
	form := page(h.t, b.get(h.planPath("/edit")))
	if got := form.Find("[name=from]").AttrOr("value", "") + "–" + form.Find("[name=to]").AttrOr("value", ""); got != "2017–2018" {
		h.t.Errorf("the period offered is %s, not two years from the budget year", got)
	}
	title := form.Find("[name=title_ky]").AttrOr("value", "")
	if a := b.post(h.planPath("/edit"), url.Values{"op": {h.store.IDs.New()}, "base": {"0"}, "title_ky": {title}, "from": {"2017"}, "to": {"2018"}}); a.status != http.StatusSeeOther {
		h.t.Fatal(a.status, a.body)
	}
	action = h.store.IDs.New()
	if a := b.post(h.actionPath("new", ""), url.Values{"op": {h.store.IDs.New()}, "id": {action}, "base": {"0"}, "title_ky": {"Суу түтүгү"}}); a.status != http.StatusSeeOther {
		h.t.Fatal(a.status, a.body)
	}
	return action
}

// wholeRow is the form of a row that lacks nothing.
func (h *house) wholeRow(base string) url.Values {
	return url.Values{"op": {h.store.IDs.New()}, "base": {base}, "title_ky": {"Суу түтүгү"}, "sector": {"water"}, "village": {h.ids["village"]}, "responsible_ao": {"Азамат Токтобеков, адис"},
		"starts": {"2016-03-01"}, "ends": {"2016-09-01"}, "steps": {"3"}, "step_1": {"Смета түзүү"}, "step_due_1": {"2016-04-01"}, "step_2": {"=1+1"},
		"estimate": {"910 000"}, "cost_local_2017": {"850 000 сом"}, "cost_community_2018": {"60.000"}, "ashar": {"120 адам-күн"}, "beneficiaries": {"1 420"}}
}

// adopted takes a plan from its draft to the council's stamp.
func (h *house) adopted(b *browser) (action string) {
	h.t.Helper()
	action = h.drafted(b)
	for _, step := range []struct {
		path string
		form url.Values
	}{
		{h.actionPath(action, "/edit"), h.wholeRow("1")}, {h.planPath("/proposal"), url.Values{"base": {"1"}}},
		{h.planPath("/adoption"), url.Values{"base": {"2"}, "approved_by": {"Кубанычбек Сыдыков"}, "approved_on": {"2016-12-12"}, "resolution_number": {"5/4"}}},
	} {
		step.form.Set("op", h.store.IDs.New())
		if a := b.post(step.path, step.form); a.status != http.StatusSeeOther {
			h.t.Fatalf("%s: %d %s", step.path, a.status, a.body)
		}
	}
	return action
}

func TestAPlanIsPutForwardOnlyWholeAndSaysWhatIsMissingWhere(t *testing.T) {
	h := newHouse(t)
	b := h.as("coordinator")
	if a := b.get(h.planPath("")); a.status != http.StatusOK || !strings.Contains(a.body, h.planPath("/edit")) {
		t.Error("nobody is told how a plan begins")
	}
	action := h.drafted(b)
	adoption := page(t, b.get(h.planPath("/adoption?lang=ru")))
	links := adoption.Find(".lacks a")
	if links.Length() != 6 || adoption.Find("button:contains('Внести')").Length() != 0 {
		t.Errorf("%d things are missing, and it can be put forward: %s", links.Length(), adoption.Find("main").Text())
	}
	form := page(t, b.get(h.actionPath(action, "/edit")))
	for _, href := range links.Map(func(_ int, s *goquery.Selection) string { return s.AttrOr("href", "") }) {
		if _, id, _ := strings.Cut(href, "#"); form.Find("#"+id).Length() != 1 {
			t.Errorf("%s leads to no field", href)
		}
	}
	if a := b.post(h.planPath("/proposal"), url.Values{"op": {h.store.IDs.New()}, "base": {"1"}}); a.status != http.StatusConflict || h.jointPlan().Status != civic.PlanDraft {
		t.Errorf("a plan that lacks something is put forward: %d", a.status)
	}
	short := h.wholeRow("1")
	short.Set("cost_local_2017", "миллион")
	if a := b.post(h.actionPath(action, "/edit"), short); a.status != http.StatusUnprocessableEntity || page(t, a).Find("#f-action-cost_local_2017[aria-invalid=true]").AttrOr("value", "") != "миллион" {
		t.Errorf("an amount in words: %d", a.status)
	}
	short.Set("cost_local_2017", "100 000")
	if a := b.post(h.actionPath(action, "/edit"), short); a.status != http.StatusSeeOther {
		t.Fatal(a.status)
	}
	if text := page(t, b.get(h.planPath("/adoption?lang=ru"))).Find(".lacks").Text(); !strings.Contains(text, "160\u00a0000") || !strings.Contains(text, "910\u00a0000") {
		t.Errorf("that the sources fall short is not said: %s", text)
	}
	more := h.wholeRow("2")
	more.Set("more", "1")
	if a := b.post(h.actionPath(action, "/edit"), more); a.status != http.StatusOK || page(t, a).Find("[name=step_6]").Length() != 1 || page(t, a).Find("[name=step_1]").AttrOr("value", "") != "Смета түзүү" {
		t.Errorf("room for more steps: %d", a.status)
	}
}

func TestAnAdoptedPlanChangesOnlyWithAReasonAndKeepsItsVersions(t *testing.T) {
	h := newHouse(t)
	b := h.as("coordinator")
	action := h.adopted(b)
	p := h.jointPlan()
	if p.Status != civic.PlanAdopted || p.Number != 1 || p.Actions[0].Cost() != 910_000 || p.Actions[0].FromIn(civic.CommunityMoney, 2018) != 60_000 || p.Actions[0].Ashar() != "120 адам-күн" {
		t.Fatalf("%+v", p)
	}
	later := h.wholeRow("2")
	later.Set("ends", "2016-10-01")
	later.Set("step_id_1", p.Actions[0].Steps[0].ID)
	later.Set("step_id_2", p.Actions[0].Steps[1].ID)
	if a := b.post(h.actionPath(action, "/edit"), later); a.status != http.StatusUnprocessableEntity || page(t, a).Find("[name=reason][aria-invalid=true]").Length() != 1 {
		t.Errorf("changed without a reason: %d", a.status)
	}
	later.Set("reason", "Каржы кечикти")
	if a := b.post(h.actionPath(action, "/edit"), later); a.status != http.StatusSeeOther {
		t.Fatal(a.status)
	}
	versions := page(t, h.as("deputy").get(h.planPath("/versions?lang=ru")))
	compared := versions.Find("[aria-labelledby=compared]")
	if compared.Find("dl > div").Length() != 1 || !strings.Contains(compared.Find("del").Text(), "1\u00a0сен") || !strings.Contains(compared.Find("ins").Text(), "1\u00a0окт") ||
		!strings.Contains(versions.Find("main").Text(), "Каржы кечикти") {
		t.Errorf("the versions say: %s", versions.Find("main").Text())
	}
	for version, want := range map[string]int{"1": http.StatusOK, "2": http.StatusOK, "9": http.StatusNotFound} {
		if a := b.get(h.planPath(".pdf?version=" + version)); a.status != want {
			t.Errorf("version %s on paper: %d", version, a.status)
		}
	}
	if a := b.post(h.actionPath(action, "/removal"), url.Values{"op": {h.store.IDs.New()}}); a.status != http.StatusUnprocessableEntity || page(t, a).Find("[name=drop_reason][aria-invalid=true]").Length() != 1 {
		t.Errorf("a row is taken out without a reason: %d", a.status)
	}
	stale := h.wholeRow("2")
	stale.Set("reason", "эскирген")
	if a := b.post(h.actionPath(action, "/edit"), stale); a.status != http.StatusConflict || len(h.jointPlan().Actions[0].Steps) != 2 {
		t.Errorf("who read an older row overwrites: %d", a.status)
	}
}

func TestReportsMoveAnActionAndTellWhyItIsLate(t *testing.T) {
	h := newHouse(t)
	b := h.as("coordinator")
	action := h.adopted(b)
	board := page(t, h.as("member").get(h.planPath("?lang=ru")))
	if board.Find("[data-status=not_started] [data-action]").Length() != 1 || board.Find(".chip.bad").Length() == 0 || board.Find("form.move").Length() != 0 {
		t.Errorf("the board of a reader: %s", board.Find("main").Text())
	}
	move := url.Values{"op": {h.store.IDs.New()}, "base": {"2"}, "quick": {"1"}, "to": {"not_started"}, "status": {"under_way"}}
	a := b.post(h.actionPath(action, "/reports"), move) // its end has passed: that wants a word
	if a.status != http.StatusUnprocessableEntity || page(t, a).Find("#report [name=delay][aria-invalid=true]").Length() != 1 || page(t, a).Find("#report [name=status][value=under_way][checked]").Length() != 1 {
		t.Fatalf("moved late without a reason: %d", a.status)
	}
	report := url.Values{"op": {h.store.IDs.New()}, "base": {"2"}, "status": {"under_way"}, "percent": {"40 %"}, "spent": {"310 000"}, "on": {"2016-12-12"}, "delay": {"Тендер кечикти"}, "note": {"Түтүк алынды"}}
	if a := b.post(h.actionPath(action, "/reports"), report); a.status != http.StatusSeeOther {
		t.Fatal(a.status)
	}
	report.Set("op", h.store.IDs.New())
	if a := b.post(h.actionPath(action, "/reports"), report); a.status != http.StatusConflict {
		t.Errorf("a report over a row that changed meanwhile: %d", a.status)
	}
	cancel := url.Values{"op": {h.store.IDs.New()}, "base": {"3"}, "quick": {"1"}, "to": {"cancelled"}}
	if a := b.post(h.actionPath(action, "/reports"), cancel); a.status != http.StatusUnprocessableEntity {
		t.Errorf("cancelled without a reason: %d", a.status)
	}
	shown := page(t, h.as("monitor").get(h.actionPath(action, "?lang=ru")))
	text := shown.Find("main").Text()
	for _, want := range []string{"Тендер кечикти", "Түтүк алынды", "310\u00a0000", "Просрочено: 102 дня", "Акта ещё нет"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not on the page of the action", want)
		}
	}
	if shown.Find("#report").Length() != 0 {
		t.Error("the monitoring group is offered the aiyl okmotu's report")
	}
	step := h.jointPlan().Actions[0].Steps[0].ID
	if a := b.post(h.actionPath(action, "/steps"), url.Values{"op": {h.store.IDs.New()}, "step": {step}, "done_on": {"2017-01-01"}}); a.status != http.StatusUnprocessableEntity {
		t.Errorf("a step done in days to come: %d", a.status)
	}
	if a := b.post(h.actionPath(action, "/steps"), url.Values{"op": {h.store.IDs.New()}, "step": {step}, "done_on": {"2016-12-01"}}); a.status != http.StatusSeeOther || h.jointPlan().Actions[0].StepsDone() != 1 {
		t.Errorf("a step is marked: %d", a.status)
	}
	table := page(t, b.get(h.planPath("?view=table&lang=ru"))).Find("[aria-labelledby=plan-sums] tfoot").Text()
	if !strings.Contains(table, "910\u00a0000") || !strings.Contains(table, "310\u00a0000") {
		t.Errorf("plan and fact: %s", table)
	}
	if time := page(t, b.get(h.planPath("?view=time"))); time.Find("svg.late .span").Length() != 1 || time.Find("svg.bar-of line.today").Length() != 1 {
		t.Error("along the months neither the row nor today is drawn")
	}
}

func TestAnotherCyclesActionIsNotFound(t *testing.T) {
	h := newHouse(t)
	b := h.as("coordinator")
	action := h.adopted(b)
	other := "/cycles/" + h.ids["other.cycle"] + "/actions/" + action
	if a := h.as("other").get(other); a.status != http.StatusNotFound {
		t.Errorf("read from the other municipality: %d", a.status)
	}
	if a := h.as("other").post(other+"/reports", url.Values{"op": {h.store.IDs.New()}, "status": {"done"}, "base": {"2"}, "on": {"2016-12-12"}}); a.status != http.StatusNotFound || h.jointPlan().Actions[0].Status != civic.NotStarted {
		t.Errorf("reported from the other municipality: %d", a.status)
	}
}

func TestWhatTheCouncilAcceptedIsTakenAtOnce(t *testing.T) {
	h := newHouse(t)
	b := h.as("coordinator")
	needs := h.named([]string{"суу", "жол", "жарык"})[0]
	for i, need := range needs {
		h.apply(h.ids["cycle"], h.ids["user.deputy"], civic.Decide{ID: h.store.IDs.New(), Need: need, Outcome: []civic.DecisionOutcome{civic.Accepted, civic.Partly, civic.Rejected}[i],
			Reason: civic.Text{KY: "себеби"}, On: "2016-12-12", Place: i + 1, Amount: []int64{500_000, 200_000, 0}[i]})
	}
	h.drafted(b)
	offered := page(t, b.get(h.planPath("/suggestions"))).Find("[name=needs]")
	if offered.Length() != 2 {
		t.Fatalf("%d are offered", offered.Length())
	}
	if a := b.post(h.planPath("/suggestions"), url.Values{"op": {h.store.IDs.New()}}); a.status != http.StatusUnprocessableEntity {
		t.Errorf("nothing is taken: %d", a.status)
	}
	take := url.Values{"op": {h.store.IDs.New()}, "needs": needs}
	if a := b.post(h.planPath("/suggestions"), take); a.status != http.StatusSeeOther {
		t.Fatal(a.status, a.body)
	}
	p := h.jointPlan()
	if len(p.Actions) != 3 || p.Actions[1].Need != needs[0] || p.Actions[1].Estimate != 500_000 || p.Actions[1].ResponsibleAO != "" || p.Actions[2].Estimate != 200_000 {
		t.Errorf("%+v", p.Actions)
	}
	if left := page(t, b.get(h.planPath("/suggestions"))).Find("[name=needs]").Length(); left != 0 {
		t.Errorf("%d are offered again", left)
	}
}

func TestTheWorkbookOfThePlanHasAllAndNoFormula(t *testing.T) {
	h := newHouse(t)
	b := h.as("coordinator")
	action := h.adopted(b)
	b.post(h.actionPath(action, "/reports"), url.Values{"op": {h.store.IDs.New()}, "base": {"2"}, "status": {"under_way"}, "percent": {"40"}, "spent": {"310 000"}, "on": {"2016-12-12"}, "delay": {"=HYPERLINK(1)"}})
	a := h.as("monitor").get(h.planPath(".xlsx?in=ru"))
	if got := a.header.Get("Content-Disposition"); a.status != http.StatusOK || !strings.HasSuffix(got, `filename="bap-ak-bashat-2016-12-12.xlsx"`) {
		t.Fatal(a.status, got)
	}
	f, err := excelize.OpenReader(bytes.NewReader([]byte(a.body)))
	if err != nil {
		t.Fatal(err)
	}
	sheets := f.GetSheetList()
	rows, err := f.GetRows(sheets[0], excelize.Options{RawCellValue: true})
	if err != nil || len(rows) != 2 || len(sheets) != 2 {
		t.Fatal(len(rows), sheets, err)
	}
	got := map[string]string{}
	for i, head := range rows[0] {
		if i < len(rows[1]) {
			got[head] = rows[1][i]
		}
	}
	for head, want := range map[string]string{"№": "1", "Направление": "Питьевая вода", "Название проблемы": "Суу түтүгү", "Село": "Айдарбек", "Начало": "42430", "Стоимость, сом": "910000",
		"Местный бюджет, 2017": "850000", "Вклад сообщества, ашар, 2018": "60000", "Грант, 2017": "0", "Ашар словами": "120 адам-күн", "Получат пользу, человек": "1420", "Выполнение, %": "40",
		"По отчёту айыл окмоту": "Выполняется", "Потрачено с начала, сом": "310000", "Причина задержки или отмены": "=HYPERLINK(1)", "Дата отчёта": "42716", "Ответственный от айыл окмоту": "Азамат Токтобеков, адис"} {
		if got[head] != want {
			t.Errorf("%s: %q, want %q", head, got[head], want)
		}
	}
	for _, sheet := range sheets {
		all, _ := f.GetRows(sheet)
		for y, row := range all {
			for x := range row {
				cell, _ := excelize.CoordinatesToCellName(x+1, y+1)
				if formula, _ := f.GetCellFormula(sheet, cell); formula != "" {
					t.Errorf("%s %s is a formula: %s", sheet, cell, formula)
				}
			}
		}
	}
}
