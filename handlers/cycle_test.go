package handlers_test

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"ashar/internal/civic"
)

func cycleForm(h *house) url.Values {
	return url.Values{"id": {h.store.IDs.New()}, "version": {"0"}, "title_ky": {"2018-жылдагы цикл"}, "starts": {"2017-11-01"}, "ends": {"2018-03-31"},
		"budget_year": {"2018"}, "method": {"dots"}, "dots": {"4"}, "marks": {"3"}, "tie_break": {"women"}, "min_attendance": {"7"}, "villages": {h.ids["village"]}}
}

func withAudiences(f url.Values, h *house, names ...string) url.Values {
	for _, n := range names {
		id := h.store.IDs.New()
		f.Add("audience", id)
		f.Add("asked", id)
		f.Add("audience_kind", "other")
		f.Add("audience_ky", n)
		f.Add("audience_ru", "")
		f.Add("audience_en", "")
	}
	return f
}

func TestACoordinatorMakesACycleAndItsRulesAreFixedOnceASessionOpens(t *testing.T) {
	h := newHouse(t)
	b := h.as("coordinator")
	path := "/municipalities/" + h.ids["municipality"] + "/cycles/new"
	if a := b.get(path); a.status != http.StatusOK || !strings.Contains(a.body, "Аялдар") {
		t.Fatalf("form: %d", a.status)
	}
	form := withAudiences(cycleForm(h), h, "Мигранттардын үй-бүлөлөрү 👪", "Чабандар")
	// A button of the list changes the form and saves nothing.
	form.Set("step", "down:"+form["audience"][0])
	a := b.post(path, form)
	if i, j := strings.Index(a.body, "Чабандар"), strings.Index(a.body, "Мигранттардын"); a.status != http.StatusOK || i < 0 || j < i {
		t.Fatalf("down: %d, %d %d", a.status, i, j)
	}
	form.Del("step")
	form.Set("ends", "2017-01-01")
	if a := b.post(path, form); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, `aria-invalid="true"`) || !strings.Contains(a.body, "Чабандар") {
		t.Fatalf("ends before it starts: %d", a.status)
	}
	form.Set("ends", "2018-03-31")
	a = b.post(path, form)
	if a.status != http.StatusSeeOther {
		t.Fatalf("%d %s", a.status, a.body)
	}
	s, err := h.store.Schedule(context.Background(), form.Get("id"))
	if err != nil || len(s.Audiences) != 2 || s.Cycle.Rules.Dots != 4 || s.Cycle.Rules.TieBreak != "women" || s.Cycle.Status != civic.Drafting {
		t.Fatalf("%+v %v", s.Cycle, err)
	}

	// The fixture's cycle has a live session: its rules stay whatever is sent.
	edit := "/cycles/" + h.ids["cycle"] + "/edit"
	page := b.get(edit)
	if strings.Contains(page.body, `name="method"`) {
		t.Error("rules are offered although a session has opened")
	}
	form = withAudiences(cycleForm(h), h, "Чабандар")
	before, err := h.store.Schedule(context.Background(), h.ids["cycle"])
	if err != nil {
		t.Fatal(err)
	}
	form.Set("version", strconv.Itoa(int(before.Cycle.Version)))
	form.Set("starts", "2016-11-01")
	if a := b.post(edit, form); a.status != http.StatusSeeOther {
		t.Fatalf("%d %s", a.status, a.body)
	}
	after, err := h.store.Schedule(context.Background(), h.ids["cycle"])
	if err != nil || !after.Cycle.Rules.Same(before.Cycle.Rules) || after.Cycle.Starts != "2016-11-01" {
		t.Errorf("%+v %v", after.Cycle, err)
	}
	if a := after.AudienceOf(h.ids["audience"]); !a.Retired {
		t.Error("an audience that was left out keeps its column but is retired")
	}
	if a := b.post(edit, form); a.status != http.StatusConflict || !strings.Contains(a.body, "Чабандар") {
		t.Errorf("an edit of an older version: %d", a.status)
	}
}

func TestACycleTakesOverFromAnother(t *testing.T) {
	h := newHouse(t)
	form := h.as("coordinator").get("/municipalities/" + h.ids["municipality"] + "/cycles/new?from=" + h.ids["cycle"])
	if form.status != http.StatusOK || !strings.Contains(form.body, h.ids["cycle"]) {
		t.Errorf("own cycle: %d", form.status)
	}
	if a := h.as("coordinator").get("/municipalities/" + h.ids["municipality"] + "/cycles/new?from=" + h.ids["other.cycle"]); a.status != http.StatusNotFound {
		t.Errorf("a cycle one may not see: %d", a.status)
	}
	sources := h.as("coordinator").get("/municipalities/" + h.ids["municipality"] + "/cycles/sources")
	if strings.Contains(sources.body, h.ids["other.cycle"]) || !strings.Contains(sources.body, h.ids["cycle"]) {
		t.Error("sources list what one may not see, or not what one may")
	}
}

func TestEverybodyOfTheMunicipalityReadsTheCycleAndOnlyPlannersMoveIt(t *testing.T) {
	h := newHouse(t)
	for _, who := range []string{"deputy", "monitor", "member", "facilitator"} {
		a := h.as(who).get("/cycles/" + h.ids["cycle"])
		if a.status != http.StatusOK || strings.Contains(a.body, "/status") {
			t.Errorf("%s: %d", who, a.status)
		}
	}
	b := h.as("coordinator")
	status := "/cycles/" + h.ids["cycle"] + "/status"
	b.post(status, url.Values{"status": {"closed"}}) // refused: a session is live
	s, err := h.store.Schedule(context.Background(), h.ids["cycle"])
	if err != nil || s.Cycle.Status != civic.Underway {
		t.Fatalf("%s %v", s.Cycle.Status, err)
	}
	if a := b.get("/cycles/" + h.ids["cycle"]); !strings.Contains(a.body, "flash bad") {
		t.Error("the refusal is not told")
	}
}

// What was agreed and held stays: nothing is planned or published in a closed cycle.
func TestAClosedCycleTakesNothingNew(t *testing.T) {
	h := newHouse(t)
	b := h.as("coordinator")
	cycle, audience := h.cycle(h.ids["municipality"])
	h.apply(cycle, "", civic.SetCycleStatus{Cycle: cycle, Status: civic.Agreed})
	h.apply(cycle, "", civic.SetCycleStatus{Cycle: cycle, Status: civic.Underway})
	if !strings.Contains(b.get("/cycles/"+cycle+"/schedule").body, "/sessions/new") {
		t.Fatal("an open cycle offers to plan")
	}
	h.apply(cycle, "", civic.SetCycleStatus{Cycle: cycle, Status: civic.Ended})
	if strings.Contains(b.get("/cycles/"+cycle+"/schedule").body, "/sessions/new") {
		t.Error("a closed cycle offers to plan")
	}
	plan := civic.PlanSession{ID: h.store.IDs.New(), Village: h.ids["village"], Audience: audience, Date: "2016-12-14", Starts: "11:00", Ends: "13:00",
		ExpectedMin: 8, ExpectedMax: 12, Language: "ky"}
	for _, change := range []civic.Change{plan, civic.CopySchedule{Cycle: cycle, Source: h.ids["cycle"], Rows: []civic.PlanSession{plan}},
		civic.FixSchedule{Cycle: cycle, Status: "agreed", AgreedBy: "Башчы", Seen: "x"}} {
		_, err := h.store.Apply(context.Background(), civic.Operation{Scope: cycle, Change: change})
		if ps := civic.Problems(err); len(ps) != 1 || ps[0].Key != "error.cycle_ended" {
			t.Errorf("%s: %v", change.Kind(), err)
		}
	}
}

// A village that goes to another municipality takes nothing of the past along:
// its sessions stay in their cycle, and with the people of that municipality.
func TestAMovedVillageStaysInItsCycle(t *testing.T) {
	h := newHouse(t)
	u := h.unitOf(h.ids["village"])
	moved := u.Save()
	moved.Parent = h.ids["other.municipality"]
	h.apply(civic.Installation, "", moved)
	b, other := h.as("coordinator"), h.as("other")
	for _, path := range []string{"/cycles/{cycle}/schedule", "/cycles/{cycle}/schedule?view=days", "/cycles/{cycle}/schedule?view=fact",
		"/cycles/{cycle}/edit", "/sessions/{session}/plan", "/sessions/{session}", "/sessions/{session}/minutes", "/cycles/{cycle}/schedule.ics"} {
		a := b.get(h.path(path))
		if a.status != http.StatusOK || !strings.Contains(a.body, "Айдарбек") {
			t.Errorf("%s: %d, or the village has no name", path, a.status)
		}
		if a := other.get(h.path(path)); a.status != http.StatusNotFound {
			t.Errorf("%s: the village's new municipality gets %d", path, a.status)
		}
	}
	if got := page(t, b.get(h.path("/sessions/{session}/plan"))).Find("select[name=village] option[selected]").AttrOr("value", ""); got != h.ids["village"] {
		t.Errorf("the plan stands on village %q", got)
	}
	if a := other.get(h.path("/units/{village}")); a.status != http.StatusOK {
		t.Errorf("the village itself is theirs: %d", a.status)
	}
	if a := other.get("/cycles/" + h.ids["other.cycle"] + "/schedule"); strings.Contains(a.body, "Айдарбек") {
		t.Error("it stands in a cycle that had begun without it")
	}
	if a := other.get("/cycles/" + h.ids["other.cycle"] + "/edit"); !strings.Contains(a.body, "Айдарбек") {
		t.Error("that cycle's form does not offer it")
	}
}

func TestAVillageWithSessionsStaysTicked(t *testing.T) {
	h := newHouse(t)
	b := h.as("coordinator")
	added := b.addUnit("/units/"+h.ids["municipality"]+"/new", url.Values{"name_ky": {"Арал"}, "code": {"41708209822030"}})
	s, err := h.store.Schedule(context.Background(), h.ids["cycle"])
	if err != nil {
		t.Fatal(err)
	}
	form := withAudiences(cycleForm(h), h, "Чабандар")
	form.Set("starts", "2016-11-22")
	form.Set("version", strconv.Itoa(int(s.Cycle.Version)))
	form.Set("villages", added)
	a := b.post(h.path("/cycles/{cycle}/edit?lang=ru"), form)
	said := page(t, a).Find("#f-cycle-villages-bad").Text()
	if a.status != http.StatusUnprocessableEntity || !strings.Contains(said, "Айдарбек") || !strings.Contains(said, "1 сессия") {
		t.Errorf("%d %q", a.status, said)
	}
	if page(t, a).Find("input[name=villages][value='"+added+"'][checked]").Length() != 1 {
		t.Error("what was ticked is lost")
	}
	form["villages"] = []string{h.ids["village"], added}
	if a := b.post(h.path("/cycles/{cycle}/edit"), form); a.status != http.StatusSeeOther {
		t.Fatal(a.status)
	}
	if a := b.get(h.path("/cycles/{cycle}/schedule")); !strings.Contains(a.body, "Арал") {
		t.Error("the added village has no row")
	}
}
