package handlers_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"ashar/internal/civic"
)

func TestAScheduleIsCopiedAfterAPreviewOnceOnly(t *testing.T) {
	h := newHouse(t)
	h.plan(func(p *civic.PlanSession) { p.Moderator, p.Venue = h.ids["user.facilitator"], "Клуб" })
	target, audience := h.cycle(h.ids["municipality"])
	b := h.as("coordinator")
	path := "/cycles/" + target + "/copy"
	if a := b.get(path); !strings.Contains(a.body, h.ids["cycle"]) || strings.Contains(a.body, h.ids["other.cycle"]) {
		t.Error("the list of sources")
	}
	before := h.store.Queries()
	if a := b.get(path + "?from=" + h.ids["cycle"]); a.status != http.StatusOK {
		t.Fatalf("preview %d %s", a.status, a.body)
	}
	if n := h.store.Queries() - before; n > 10 {
		t.Errorf("the preview asks %d times", n)
	}
	if a := b.get(path + "?from=" + h.ids["other.cycle"]); a.status != http.StatusNotFound {
		t.Errorf("copying what one may not see: %d", a.status)
	}
	seed := h.store.IDs.New()
	form := url.Values{"op": {seed}, "seed": {seed}, "from": {h.ids["cycle"]}, "first": {""}, "venues": {"1"},
		"v-" + h.ids["village"]: {h.ids["village"]}, "a-" + h.ids["audience"]: {audience}}
	form.Set("first", "30-ноябрь")
	if a := b.post(path, form); a.status != http.StatusUnprocessableEntity {
		t.Errorf("a date that is none: %d", a.status)
	}
	form.Set("first", "2017-01-09")
	for range 2 {
		if a := b.post(path, form); a.status != http.StatusSeeOther {
			t.Fatalf("%d %s", a.status, a.body)
		}
	}
	s, err := h.store.Schedule(context.Background(), target)
	if err != nil || len(s.Rows) != 1 {
		t.Fatalf("%d rows, %v", len(s.Rows), err)
	}
	// The source has two sessions in the one cell: a cell is planned once, the first of them.
	r := s.Rows[0]
	if r.Date != "2017-01-09" || r.Village != h.ids["village"] || r.Audience != audience || r.Status != civic.Planned || r.Moderator != h.ids["user.facilitator"] {
		t.Errorf("%+v", r.Session)
	}
}

func TestACopyIntoAnotherMunicipalityLeavesPeopleAndVenuesBehind(t *testing.T) {
	h := newHouse(t)
	h.plan(func(p *civic.PlanSession) {
		p.Moderator, p.Venue, p.InviterPhone = h.ids["user.coordinator"], "Клуб", "0555 000000"
	})
	seed := h.store.IDs.New()
	target, audience := h.cycle(h.ids["other.municipality"])
	admin, copied := h.as("administrator"), "/cycles/"+target+"/copy"
	if a := admin.get(copied + "?from=" + h.ids["cycle"]); strings.Contains(a.body, `name="checklist"`) {
		t.Error("a checklist is offered where there is none of one's own")
	}
	own := civic.DefaultChecklist()
	own[4].Due = -8
	h.apply(h.ids["municipality"], "", civic.SaveTemplate{Template: "checklist", Municipality: h.ids["municipality"], Checklist: own})
	before := h.store.Queries()
	preview := page(t, admin.get(copied+"?from="+h.ids["cycle"]))
	if n := h.store.Queries() - before; n > 10 {
		t.Errorf("the preview asks %d times", n)
	}
	if diff := preview.Find("#copy-checklist .diff").Text(); !strings.Contains(diff, "8 күн мурун") {
		t.Errorf("what differs in the checklist is not shown: %q", diff)
	}
	form := url.Values{"op": {seed}, "seed": {seed}, "from": {h.ids["cycle"]}, "first": {"2017-01-09"},
		"venues": {"1"}, "checklist": {"1"}, "lists": {"7/7"}, "v-" + h.ids["village"]: {h.ids["other.village"]}, "a-" + h.ids["audience"]: {audience}}
	if a := admin.post(copied, form); a.status != http.StatusConflict {
		t.Errorf("a checklist that changed since its preview: %d", a.status)
	}
	form.Set("lists", preview.Find("input[name=lists]").AttrOr("value", ""))
	for range 2 {
		if a := admin.post(copied, form); a.status != http.StatusSeeOther {
			t.Fatalf("%d %s", a.status, a.body)
		}
	}
	if got := h.tpl("checklist", h.ids["other.municipality"]); got.Version != 1 || got.Checklist[4].Due != -8 {
		t.Errorf("version %d, %+v", got.Version, got.Checklist[4])
	}
	s, err := h.store.Schedule(context.Background(), target)
	if err != nil || len(s.Rows) != 1 {
		t.Fatal(len(s.Rows), err)
	}
	if r := s.Rows[0]; r.Moderator != "" || r.Venue != "" || r.InviterPhone != "" || r.Village != h.ids["other.village"] {
		t.Errorf("%+v", r.Session)
	}
}

func TestACopySaysWhatItsWeekdaysBecomeAndWhatMayBeWrong(t *testing.T) {
	h := newHouse(t)
	h.plan(func(p *civic.PlanSession) { p.Date = "2016-12-16" }) // the day of the first session is a Monday
	target, _ := h.cycle(h.ids["municipality"])
	path := "/cycles/" + target + "/copy?lang=ru&from=" + h.ids["cycle"]
	b := h.as("coordinator")
	p := page(t, b.get(path))
	if got := p.Find("#copy-first").AttrOr("value", ""); got != "2016-12-19" {
		t.Errorf("today is Monday the 12th; proposed %s", got)
	}
	if text := p.Find("#copy-preview").Text(); !strings.Contains(text, "понедельник. Дни недели не меняются") {
		t.Error(text)
	}
	p = page(t, b.get(path+"&first=2016-12-25&v-"+h.ids["village"]+"="+h.ids["village"]+"&a-"+h.ids["audience"]+"="+p.Find("#a-"+h.ids["audience"]+" option[selected]").AttrOr("value", "")))
	preview := p.Find("#copy-preview")
	if text := preview.Text(); !strings.Contains(text, "воскресенье. В источнике — понедельник") {
		t.Error(text)
	}
	if text := preview.Find("#copy-warnings").Text(); !strings.Contains(text, "25"+"\u00a0"+"декабря — воскресенье") || !strings.Contains(text, "секретарь не назначен") {
		t.Error(text)
	}
}

// A schedule that hangs in the villages can be copied by any municipality; a draft is nobody else's to see.
func TestAPublishedScheduleIsCopiedByAnotherMunicipality(t *testing.T) {
	h := newHouse(t)
	b := h.as("other")
	source, target, m := h.ids["cycle"], h.ids["other.cycle"], h.ids["other.municipality"]
	h.plan(func(*civic.PlanSession) {})
	for _, path := range []string{"/cycles/" + target + "/copy", "/municipalities/" + m + "/cycles/sources"} {
		if a := b.get(path); a.status != http.StatusOK || strings.Contains(a.body, source) {
			t.Errorf("%s: %d, a draft is offered", path, a.status)
		}
	}
	for _, path := range []string{"/cycles/" + target + "/copy?from=" + source, "/municipalities/" + m + "/cycles/new?from=" + source} {
		if a := b.get(path); a.status != http.StatusNotFound {
			t.Errorf("%s of a draft: %d", path, a.status)
		}
	}
	fix := civic.FixSchedule{Cycle: source, Status: civic.ScheduleAgreed, Seen: h.schedule(source).Snapshot().Digest(), AgreedBy: "Осмонов", Accepted: true}
	h.apply(source, h.ids["user.coordinator"], fix)
	fix.Status = civic.SchedulePublished
	h.apply(source, h.ids["user.coordinator"], fix)
	for _, path := range []string{"/cycles/" + target + "/copy", "/municipalities/" + m + "/cycles/sources"} {
		if a := b.get(path); !strings.Contains(a.body, source) {
			t.Errorf("%s: what hangs in the villages is not offered", path)
		}
	}
	for _, path := range []string{"/cycles/" + target + "/copy?from=" + source, "/municipalities/" + m + "/cycles/new?from=" + source} {
		if a := b.get(path); a.status != http.StatusOK {
			t.Errorf("%s: %d", path, a.status)
		}
	}
	if a := b.get("/cycles/" + source + "/schedule"); a.status != http.StatusNotFound {
		t.Errorf("the schedule itself: %d", a.status)
	}
}
