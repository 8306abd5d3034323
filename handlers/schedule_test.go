package handlers_test

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"ashar/internal/civic"
)

func planForm(h *house, id string, version string) url.Values {
	return url.Values{"id": {id}, "version": {version}, "village": {h.ids["village"]}, "audience": {h.ids["audience"]}, "date": {"2016-12-20"},
		"starts": {"11:00"}, "ends": {"13:00"}, "venue": {"клуб"}, "expected_min": {"8"}, "expected_max": {"12"}, "language": {"ky"},
		"moderator": {h.ids["user.facilitator"]}, "heating": {"1"}}
}

func (h *house) schedule(cycle string) civic.Schedule {
	h.t.Helper()
	s, err := h.store.Schedule(context.Background(), cycle)
	if err != nil {
		h.t.Fatal(err)
	}
	return s
}

func (h *house) rowOf(id string) civic.ScheduleRow {
	h.t.Helper()
	for _, r := range h.schedule(h.ids["cycle"]).Rows {
		if r.ID == id {
			return r
		}
	}
	h.t.Fatalf("no row %s", id)
	return civic.ScheduleRow{}
}

func TestAScheduleIsAgreedPublishedChangedAndCompared(t *testing.T) {
	h := newHouse(t)
	b := h.as("coordinator")
	base := "/cycles/" + h.ids["cycle"] + "/schedule"
	planned := h.plan(func(p *civic.PlanSession) { p.Moderator = h.ids["user.facilitator"] })

	fix := func(status, by string, accepted bool) answer {
		f := url.Values{"op": {h.store.IDs.New()}, "status": {status}, "seen": {h.schedule(h.ids["cycle"]).Snapshot().Digest()}, "agreed_by": {by},
			"warnings": {strconv.Itoa(len(h.schedule(h.ids["cycle"]).Check("2016-12-12")))}}
		if accepted {
			f.Set("accepted", "1")
		}
		return b.post(base+"/publication", f)
	}
	if a := fix("published", "Жакшылык", true); a.status != http.StatusConflict {
		t.Errorf("a draft is published without being agreed: %d", a.status)
	}
	if a := fix("agreed", "", true); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, `aria-invalid="true"`) {
		t.Errorf("agreed by nobody: %d", a.status)
	}
	if a := fix("agreed", "Жакшылык Осмонов", true); a.status != http.StatusSeeOther {
		t.Fatalf("%d %s", a.status, a.body)
	}
	if got := h.schedule(h.ids["cycle"]).Status(); got != civic.ScheduleAgreed {
		t.Fatal(got)
	}
	// The day moves: that wants a reason now, and is a change.
	move := planForm(h, planned, "1")
	move.Set("date", "2016-12-22")
	if a := b.post("/sessions/"+planned+"/plan", move); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "клуб") {
		t.Errorf("moved without a reason: %d", a.status)
	}
	move.Set("reason", "Айылда той")
	if a := b.post("/sessions/"+planned+"/plan", move); a.status != http.StatusSeeOther {
		t.Fatalf("%d %s", a.status, a.body)
	}
	r := h.rowOf(planned)
	if r.Date != "2016-12-22" || r.MovedFrom != "2016-12-20 11:00" || r.Reason != "Айылда той" {
		t.Errorf("%+v", r.Session)
	}
	s := h.schedule(h.ids["cycle"])
	if s.Status() != civic.ScheduleChanged {
		t.Fatal(s.Status())
	}
	stale := url.Values{"op": {h.store.IDs.New()}, "status": {"published"}, "seen": {s.Last.Digest}, "warnings": {"0"}, "agreed_by": {"Ж"}}
	if a := b.post(base+"/publication", stale); a.status != http.StatusConflict {
		t.Errorf("published what was not seen: %d", a.status)
	}
	h.now = h.now.Add(time.Minute)
	if a := fix("published", "", true); a.status != http.StatusSeeOther {
		t.Fatalf("%d %s", a.status, a.body)
	}
	h.now = h.now.Add(time.Minute)
	compared := h.as("deputy").get(base + "/versions?a=1&b=2&lang=ru")
	for _, want := range []string{"Перенесено", "<del>", "<ins>", "22\u00a0дек", "20\u00a0дек", "Айылда той"} {
		if !strings.Contains(compared.body, want) {
			t.Errorf("the comparison lacks %q", want)
		}
	}
	if now := page(t, b.get(base+"/versions?lang=ky")).Find("#compared").Text(); now != "1-версия, Макулдашылды → 2-версия, Жарыяланды" {
		t.Errorf("nothing changed since, and what is compared is %q", now)
	}
	if a := h.as("coordinator").get(base + "/versions?a=2&b=2"); strings.Contains(a.body, "<del>") {
		t.Error("a version differs from itself")
	}
	if a := b.get("/?lang=ru"); strings.Contains(a.body, "изменённый график") {
		t.Error("a schedule just published is called changed")
	}
	// The reason of that move is told, not offered for the next.
	form := page(t, b.get("/sessions/"+planned+"/plan"))
	if got := form.Find("[name=reason]").AttrOr("value", "none"); got != "" || !strings.Contains(form.Find("#plan-form").Text(), "Айылда той") {
		t.Errorf("the reason field holds %q", got)
	}
	// Back where it was agreed for: no longer moved, but that is a move, too.
	back := planForm(h, planned, "2")
	if a := b.post("/sessions/"+planned+"/plan", back); a.status != http.StatusUnprocessableEntity {
		t.Errorf("moved back without a reason: %d", a.status)
	}
	back.Set("reason", "Той болбой калды")
	if a := b.post("/sessions/"+planned+"/plan", back); a.status != http.StatusSeeOther {
		t.Fatal(a.status)
	}
	if r := h.rowOf(planned); r.Moved() || r.Reason != "Той болбой калды" {
		t.Errorf("%+v", r.Session)
	}
	if a := b.get("/?lang=ru"); !strings.Contains(a.body, "изменённый график") {
		t.Error("nobody is told that the published schedule changed")
	}
}

func TestWarningsDoNotBlockButMustBeSeen(t *testing.T) {
	h := newHouse(t)
	b := h.as("coordinator")
	h.plan(func(p *civic.PlanSession) { p.Date = "2017-01-07" }) // Christmas, and nobody moderates
	s := h.schedule(h.ids["cycle"])
	n := len(s.Check("2016-12-12"))
	f := url.Values{"op": {h.store.IDs.New()}, "status": {"agreed"}, "seen": {s.Snapshot().Digest()}, "agreed_by": {"Жакшылык"}, "warnings": {strconv.Itoa(n)}}
	base := "/cycles/" + h.ids["cycle"] + "/schedule/publication"
	if a := b.post(base, f); n < 2 || a.status != http.StatusUnprocessableEntity {
		t.Errorf("%d warnings, agreed without seeing them: %d", n, a.status)
	}
	f.Set("accepted", "1")
	if a := b.post(base, f); a.status != http.StatusSeeOther {
		t.Errorf("%d", a.status)
	}
}

func TestARowIsConfirmedCancelledWithAReasonAndTakenUpAgain(t *testing.T) {
	h := newHouse(t)
	b := h.as("coordinator")
	id := h.plan(func(*civic.PlanSession) {})
	status := "/sessions/" + id + "/status"
	b.post(status, url.Values{"status": {"confirmed"}})
	if got := h.rowOf(id).Status; got != civic.Confirmed {
		t.Fatal(got)
	}
	if a := b.post(status, url.Values{"status": {"cancelled"}, "cancel_reason": {" "}}); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, `aria-invalid="true"`) {
		t.Errorf("cancelled without a reason: %d", a.status)
	}
	if a := b.get(status); a.status != http.StatusOK {
		t.Errorf("the refused form's address cannot be read: %d", a.status)
	}
	b.post(status, url.Values{"status": {"cancelled"}, "cancel_reason": {"Жол жабылды"}})
	if r := h.rowOf(id); r.Status != civic.Cancelled || r.Reason != "Жол жабылды" {
		t.Fatalf("%+v", r.Session)
	}
	fact := h.as("monitor").get("/cycles/" + h.ids["cycle"] + "/schedule?view=fact")
	if got := page(t, fact).Find("title").Text(); got != "План жана факт · Ашар" {
		t.Errorf("title %q", got)
	}
	if !strings.Contains(fact.body, "Жол жабылды") {
		t.Error("plan against fact hides the reason")
	}
	// A cancelled row is not moved in silence: it can only be planned again.
	move := planForm(h, id, strconv.FormatInt(h.rowOf(id).Version, 10))
	move.Set("date", "2016-12-26")
	move.Set("reason", "Жол ачылды")
	if a := b.post("/sessions/"+id+"/plan", move); a.status != http.StatusConflict || !strings.Contains(a.body, "кайра пландаңыз") || h.rowOf(id).Date != "2016-12-20" {
		t.Errorf("a cancelled session is moved: %d to %s", a.status, h.rowOf(id).Date)
	}
	off := page(t, b.get("/sessions/"+id+"/plan"))
	if off.Find("#plan-form").Length() != 0 || off.Find("#status-form button").Length() != 1 || !strings.Contains(off.Find("#status-form").Text(), "Жол жабылды") {
		t.Error(off.Find("main").Text())
	}
	if a := b.post(status, url.Values{"status": {"planned"}, "again": {"1"}}); a.header.Get("Location") != "/sessions/"+id+"/plan" {
		t.Errorf("planned again, and then %s", a.header.Get("Location"))
	}
	if r := h.rowOf(id); r.Status != civic.Planned || r.Reason != "" {
		t.Errorf("%+v", r.Session)
	}
	if a := b.post("/sessions/"+h.ids["session"]+"/status", url.Values{"status": {"cancelled"}, "cancel_reason": {"жок"}}); a.status != http.StatusConflict {
		t.Errorf("a live session is cancelled: %d", a.status)
	}
}

func TestAPlanNamesOnlyPeopleAndPlacesOfTheMunicipality(t *testing.T) {
	h := newHouse(t)
	b := h.as("coordinator")
	path := "/cycles/" + h.ids["cycle"] + "/sessions/new"
	for name, change := range map[string]func(url.Values){
		"a stranger moderates":                 func(f url.Values) { f.Set("moderator", h.ids["user.other"]) },
		"a village of another municipality":    func(f url.Values) { f.Set("village", h.ids["other.village"]) },
		"an audience of another cycle":         func(f url.Values) { f.Set("audience", h.ids["other.audience"]) },
		"a deputy records":                     func(f url.Values) { f.Set("recorder", h.ids["user.deputy"]) },
		"the id of somebody else's session":    func(f url.Values) { f.Set("id", h.ids["other.session"]) },
		"the id of a session there is already": func(f url.Values) { f.Set("id", h.ids["session"]) },
	} {
		f := planForm(h, h.store.IDs.New(), "0")
		change(f)
		if a := b.post(path, f); a.status != http.StatusUnprocessableEntity && a.status != http.StatusConflict {
			t.Errorf("%s: %d", name, a.status)
		}
	}
	if n := len(h.schedule(h.ids["cycle"]).Rows); n != 1 {
		t.Errorf("%d rows were planned", n)
	}
	if n := len(h.schedule(h.ids["other.cycle"]).Rows); n != 1 || h.schedule(h.ids["other.cycle"]).Rows[0].Date != "2016-12-12" {
		t.Error("another municipality's row was changed")
	}
}

func TestTwoPeopleOnOneRowDoNotOverwriteEachOther(t *testing.T) {
	h := newHouse(t)
	b := h.as("coordinator")
	id := h.plan(func(*civic.PlanSession) {})
	first, second := planForm(h, id, "1"), planForm(h, id, "1")
	first.Set("venue", "ФАП")
	second.Set("venue", "мектеп")
	if a := b.post("/sessions/"+id+"/plan", first); a.status != http.StatusSeeOther {
		t.Fatal(a.status)
	}
	a := b.post("/sessions/"+id+"/plan", second)
	if a.status != http.StatusConflict || !strings.Contains(a.body, "мектеп") {
		t.Errorf("%d", a.status)
	}
	if got := h.rowOf(id).Venue; got != "ФАП" {
		t.Errorf("venue %q", got)
	}
}

// A schedule of 30 villages and 7 groups is read in at most ten queries, whole.
func TestALargeScheduleStaysWithinItsQueries(t *testing.T) {
	h := newHouse(t)
	save := civic.SaveCycle{ID: h.store.IDs.New(), Municipality: h.ids["municipality"], Title: civic.Text{KY: "Чоң"}, Starts: "2016-12-01", Ends: "2017-06-30",
		BudgetYear: 2017, Rules: civic.DefaultRules()}
	for _, k := range civic.AudienceKinds {
		save.Audiences = append(save.Audiences, civic.CycleAudience{ID: h.store.IDs.New(), Kind: k, Name: civic.Text{KY: string(k)}})
	}
	villages := make([]string, 29)
	for i := range villages {
		villages[i] = h.unit(h.ids["municipality"], civic.Village, "417082098221"+strconv.Itoa(10+i), "Айыл "+strconv.Itoa(i))
	}
	h.apply(h.ids["municipality"], "", save)
	for i, village := range villages {
		for j, a := range save.Audiences {
			h.apply(save.ID, "", civic.PlanSession{ID: h.store.IDs.New(), Village: village, Audience: a.ID, Date: civic.AddDays("2016-12-13", i*5+j/2),
				Starts: "11:00", Ends: "13:00", ExpectedMin: 8, ExpectedMax: 12, Moderator: h.ids["user.facilitator"], Recorder: h.ids["user.coordinator"]})
		}
	}
	b := h.as("coordinator")
	for _, path := range []string{"/schedule", "/schedule?view=days", "/schedule?view=fact", "/schedule/publication", "/schedule/versions", "/schedule.xlsx", "/schedule.ics", "/schedule.pdf", "", "/edit"} {
		before := h.store.Queries()
		if a := b.get("/cycles/" + save.ID + path); a.status != http.StatusOK {
			t.Errorf("%s: %d", path, a.status)
		}
		if n := h.store.Queries() - before; n > 10 {
			t.Errorf("%s: %d queries", path, n)
		}
	}
}

func TestTheSuggestedDayLeavesTimeToInvite(t *testing.T) {
	h := newHouse(t)
	b := h.as("coordinator")
	cell := "/cycles/" + h.ids["cycle"] + "/sessions/new?lang=ru&village=" + h.ids["village"] + "&audience=" + h.ids["audience"]
	for now, want := range map[string]string{"2016-12-12": "2016-12-16", "2016-12-14": "2016-12-19", "2016-12-28": "2017-01-02"} {
		h.now = civic.At(now, "10:00")
		if got := page(t, b.get(cell)).Find("[name=date]").AttrOr("value", ""); got != want {
			t.Errorf("on %s: %s, want %s", now, got, want)
		}
	}
}

func TestASavedSessionSaysWhatMayBeWrongWithIt(t *testing.T) {
	h := newHouse(t)
	b := h.as("coordinator")
	f := planForm(h, h.store.IDs.New(), "0")
	f.Set("venue", "")
	f.Set("recorder", h.ids["user.coordinator"])
	new := "/cycles/" + h.ids["cycle"] + "/sessions/new?lang=ru"
	if a := b.post(new, f); a.status != http.StatusSeeOther {
		t.Fatal(a.status, a.body)
	}
	if a := b.get("/cycles/" + h.ids["cycle"] + "/schedule"); !strings.Contains(a.body, "не указано место") {
		t.Error("the missing venue is not told")
	}
}

// A copied schedule lacks recorders and venues: they are given to all at once, and only where they lack.
func TestWhatManySessionsLackIsGivenAtOnce(t *testing.T) {
	h := newHouse(t)
	b := h.as("coordinator")
	var ids []string
	for _, day := range []string{"2016-12-20", "2016-12-21", "2016-12-22"} {
		ids = append(ids, h.plan(func(p *civic.PlanSession) { p.Date, p.Moderator = day, h.ids["user.facilitator"] }))
	}
	path := "/cycles/" + h.ids["cycle"] + "/schedule"
	if page(t, b.get(path)).Find("#f-fill-recorder").Length() != 1 {
		t.Fatal("nothing is offered")
	}
	form := url.Values{"recorder": {h.ids["user.coordinator"]}, "venue-" + h.ids["village"]: {"мектеп"}, "op": {h.store.IDs.New()}}
	for range 2 {
		if a := b.post(path+"/filling", form); a.status != http.StatusSeeOther {
			t.Fatalf("%d %s", a.status, a.body)
		}
	}
	for _, id := range ids {
		if r := h.rowOf(id); r.Venue != "мектеп" || r.Recorder != h.ids["user.coordinator"] {
			t.Errorf("%+v", r)
		}
	}
}
