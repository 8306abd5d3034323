package handlers_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	ics "github.com/arran4/golang-ical"

	"ashar/internal/civic"
)

func (h *house) plan(change func(*civic.PlanSession)) string {
	h.t.Helper()
	p := civic.PlanSession{ID: h.store.IDs.New(), Village: h.ids["village"], Audience: h.ids["audience"], Date: "2016-12-20", Starts: "11:00", Ends: "13:00",
		ExpectedMin: 8, ExpectedMax: 12, Language: "ky"}
	change(&p)
	h.apply(h.ids["cycle"], "", p)
	return p.ID
}

// readCalendar checks what RFC 5545 wants of every line, and parses it.
func readCalendar(t *testing.T, body string) *ics.Calendar {
	t.Helper()
	for line := range strings.SplitSeq(strings.TrimSuffix(body, "\r\n"), "\r\n") {
		if len(line) > 75 || !utf8.ValidString(line) || strings.ContainsAny(line, "\r\n") {
			t.Errorf("line of %d octets: %q", len(line), line)
		}
	}
	cal, err := ics.ParseCalendar(strings.NewReader(body))
	if err != nil {
		t.Fatalf("%v in %s", err, body)
	}
	return cal
}

func value(e *ics.VEvent, p ics.ComponentProperty) string {
	if x := e.GetProperty(p); x != nil {
		return x.Value
	}
	return ""
}

func TestScheduleAsCalendarFile(t *testing.T) {
	h := newHouse(t)
	long := strings.Repeat("Мектептин жыйын залы, экинчи кабат; ", 8)
	id := h.plan(func(p *civic.PlanSession) { p.Venue, p.Moderator = long, h.ids["user.facilitator"] })
	h.apply(id, "", civic.SetSessionStatus{Session: id, Status: civic.Cancelled, Reason: "жол жабык"})
	a := h.as("deputy").get("/cycles/" + h.ids["cycle"] + "/schedule.ics")
	if a.status != http.StatusOK || !strings.HasPrefix(a.header.Get("Content-Type"), "text/calendar") {
		t.Fatalf("%d %s", a.status, a.header.Get("Content-Type"))
	}
	cal := readCalendar(t, a.body)
	if n := len(cal.Events()); n != 2 {
		t.Fatalf("%d events", n)
	}
	for _, e := range cal.Events() {
		if e.Id() != id+"@ashar" {
			continue
		}
		start, err := e.GetStartAt()
		if err != nil || !start.Equal(civic.At("2016-12-20", "11:00")) {
			t.Errorf("starts %v, %v", start, err)
		}
		if got := value(e, ics.ComponentPropertyStatus); got != "CANCELLED" {
			t.Errorf("status %q", got)
		}
		if got := value(e, ics.ComponentPropertySummary); !strings.Contains(got, "Айдарбек") {
			t.Errorf("summary %q", got)
		}
		if got := value(e, ics.ComponentPropertyLocation); !strings.Contains(got, "экинчи кабат; Мектептин") {
			t.Errorf("location %q", got)
		}
		if got := value(e, ics.ComponentPropertyDescription); !strings.Contains(got, "жол жабык") {
			t.Errorf("description %q", got)
		}
	}
}

var feedAddress = regexp.MustCompile(`/feeds/[A-Za-z0-9_-]+\.ics`)

func TestACalendarAddressIsPrivateRenewedAndRevoked(t *testing.T) {
	h := newHouse(t)
	h.plan(func(p *civic.PlanSession) { p.Moderator = h.ids["user.coordinator"] }) // not the facilitator's
	b, anybody := h.as("facilitator"), h.browser()
	if a := b.get("/calendar"); feedAddress.MatchString(a.body) {
		t.Error("an address before one was made")
	}
	first := feedAddress.FindString(b.made("/calendar", url.Values{"wanted": {"1"}}))
	if first == "" {
		t.Fatal("no address")
	}
	if a := b.get("/calendar"); feedAddress.MatchString(a.body) {
		t.Error("the address is shown again: it cannot be kept hashed")
	}
	a := anybody.get(first)
	if a.status != http.StatusOK {
		t.Fatalf("feed %d", a.status)
	}
	cal := readCalendar(t, a.body)
	// Both sessions of the fixture name the facilitator, the second in another municipality.
	if n := len(cal.Events()); n != 2 {
		t.Errorf("the facilitator's calendar holds %d sessions", n)
	}
	second := feedAddress.FindString(b.made("/calendar", url.Values{"wanted": {"1"}}))
	if got := anybody.get(first).status; got != http.StatusNotFound {
		t.Errorf("the old address still answers %d", got)
	}
	if got := anybody.get(second).status; got != http.StatusOK {
		t.Errorf("the new address answers %d", got)
	}
	b.post("/calendar", url.Values{"wanted": {"0"}})
	if got := anybody.get(second).status; got != http.StatusNotFound {
		t.Errorf("the revoked address still answers %d", got)
	}
	if got := anybody.get("/feeds/" + strings.Repeat("a", 32) + ".ics").status; got != http.StatusNotFound {
		t.Errorf("a guessed address answers %d", got)
	}
}

func TestACoordinatorsCalendarHoldsTheirMunicipalityOnly(t *testing.T) {
	h := newHouse(t)
	h.plan(func(p *civic.PlanSession) {})
	b := h.as("coordinator")
	cal := readCalendar(t, h.browser().get(feedAddress.FindString(b.made("/calendar", url.Values{"wanted": {"1"}}))).body)
	for _, e := range cal.Events() {
		if got := value(e, ics.ComponentPropertySummary); !strings.Contains(got, "Айдарбек") {
			t.Errorf("another municipality: %q", got)
		}
	}
	if n := len(cal.Events()); n != 2 {
		t.Errorf("%d sessions", n)
	}
}
