package handlers_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"ashar/internal/civic"
)

func TestHomeShowsEverybodyWhatIsTheirs(t *testing.T) {
	h := newHouse(t)
	h.plan(func(p *civic.PlanSession) { p.Date, p.Moderator = "2016-12-13", h.ids["user.facilitator"] })
	for who, c := range map[string]struct{ has, hasNot []string }{
		"facilitator": {[]string{"Улантуу", "Эртең", "/checks", "Машыгуу сессиясы"}, []string{"/publication"}},
		"coordinator": {[]string{"Ачуу", "/schedule/publication"}, nil},
		"deputy":      {[]string{"Эртең", "/schedule"}, []string{"/publication", "/practice", "/checks\""}},
		"member":      {[]string{"Эртең"}, []string{"/publication", "/practice"}},
		"other":       {[]string{"Сары-Коо"}, []string{"Ак-Башат", "Айдарбек"}},
	} {
		a := h.as(who).get("/?lang=ky")
		for _, s := range c.has {
			if !strings.Contains(a.body, s) {
				t.Errorf("%s lacks %q", who, s)
			}
		}
		for _, s := range c.hasNot {
			if strings.Contains(a.body, s) {
				t.Errorf("%s sees %q", who, s)
			}
		}
	}
}

func TestTheTourIsSeenOnceByEachPerson(t *testing.T) {
	h := newHouse(t)
	b := h.as("member")
	if a := b.get("/"); !strings.Contains(a.body, `class="tour"`) {
		t.Fatal("no tour at first")
	}
	b.post("/tour", nil)
	if a := h.as("member").get("/"); strings.Contains(a.body, `class="tour"`) {
		t.Error("the tour is shown again, on another device")
	}
	if a := h.as("deputy").get("/"); !strings.Contains(a.body, `class="tour"`) {
		t.Error("somebody else put it away")
	}
}

func TestPracticeCountsNowhereAndGoesWholly(t *testing.T) {
	h := newHouse(t)
	b := h.as("facilitator")
	before := h.schedule(h.ids["cycle"])
	path := "/municipalities/" + h.ids["municipality"] + "/practice"
	form := url.Values{"op": {h.store.IDs.New()}}
	a := b.post(path, form)
	session := a.header.Get("Location")
	if a.status != http.StatusSeeOther || !strings.HasPrefix(session, "/sessions/") {
		t.Fatalf("%d %s", a.status, session)
	}
	h.now = h.now.Add(1e11) // a hundred seconds later, tapped again
	if again := b.post(path, form); again.header.Get("Location") != session {
		t.Errorf("tapped twice: %d %s", again.status, again.header.Get("Location"))
	}
	id := strings.TrimPrefix(session, "/sessions/")
	if a := b.post(session+"/start", nil); a.status != http.StatusSeeOther && a.status != http.StatusOK {
		t.Fatalf("start %d", a.status)
	}
	after := h.schedule(h.ids["cycle"])
	if after.Count() != before.Count() || len(after.Rows) != len(before.Rows) {
		t.Error("the practice session is counted")
	}
	if a := h.as("coordinator").get("/"); strings.Contains(a.body, id) {
		t.Error("somebody else sees it at home")
	}
	if a := b.get("/"); !strings.Contains(a.body, session+"/removal") {
		t.Error("it cannot be thrown away from home")
	}
	if a := b.post("/sessions/"+h.ids["session"]+"/removal", nil); a.status == http.StatusSeeOther {
		if _, err := h.store.SessionHead(context.Background(), h.ids["session"]); err != nil {
			t.Fatal("a session that counts was thrown away")
		}
	}
	b.post(session+"/removal", nil)
	if a := b.get(session); a.status != http.StatusNotFound {
		t.Errorf("it is still there: %d", a.status)
	}
	entries, err := h.store.Journal(context.Background(), id, 0)
	if err != nil || len(entries) != 0 {
		t.Errorf("%d journal entries are left, %v", len(entries), err)
	}
}

func TestPracticeWithoutACycleSaysWhatIsMissing(t *testing.T) {
	h := newHouse(t)
	empty := h.unit(h.raion(), civic.Municipality, "41708209899000", "Бош")
	a := h.as("administrator").post("/municipalities/"+empty+"/practice", url.Values{})
	if a.status != http.StatusSeeOther || a.header.Get("Location") != "/municipalities/"+empty {
		t.Errorf("%d %s", a.status, a.header.Get("Location"))
	}
}

// raion is the one of the fixture.
func (h *house) raion() string {
	h.t.Helper()
	id := h.store.IDs.New()
	h.apply(civic.Installation, "", civic.SaveUnit{ID: id, Level: civic.Oblast, Code: "41703000000000", Name: civic.Text{KY: "Ысык-Көл"}})
	return h.unit(id, civic.Raion, "41703200000000", "Ак-Суу")
}

// A deputy and the monitoring group come for one thing: it stands before the hall in progress and the sessions to come.
func TestWhatIsADeputysOrAMonitorsStandsFirst(t *testing.T) {
	h := newHouse(t)
	for role, part := range map[string]string{"deputy": "council", "monitor": "monitoring", "coordinator": ""} {
		main := page(t, h.as(role).get("/")).Find("main")
		first := main.Find("a").First().AttrOr("href", "")
		if own := "/cycles/" + h.ids["cycle"] + "/" + part; part != "" && first != own {
			t.Errorf("%s: %s stands first, not %s", role, first, own)
		}
		if part == "" && main.Find("a[href$='/council'], a[href$='/monitoring']").Length() > 0 {
			t.Errorf("%s has somebody else's station", role)
		}
	}
}

// The number is the step's own, also when one has gone back to it.
func TestHomeNumbersTheStepInHand(t *testing.T) {
	r := newRanking(t, dotsRules(2, "shared"), 6, 5, "Суу", "Жол", "Мектеп")
	for _, step := range []int{4, 2} {
		r.apply(r.session, "", civic.GoToStep{Session: r.session, Step: step})
		if a := r.as("facilitator").get("/?lang=ky"); !strings.Contains(a.body, fmt.Sprintf("%d-кадам: ", step)) {
			t.Errorf("step %d: %v", step, regexp.MustCompile(`\d-кадам: [^<]*`).FindAllString(a.body, -1))
		}
	}
}
