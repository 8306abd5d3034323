package handlers_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"ashar/internal/civic"
)

// chamber is a house whose session is closed: three needs are before the
// council, in the order road, water, lights.
type chamber struct {
	*house
	needs                     []string
	station, resolutions, now string
}

func newChamber(t *testing.T) *chamber {
	t.Helper()
	h := newHouse(t)
	c := &chamber{house: h, station: "/cycles/" + h.ids["cycle"] + "/council", now: "2016-12-12"}
	c.resolutions = c.station + "/resolutions"
	for _, title := range []string{"жол бузулган", "суу жок", "жарык жок"} {
		card, _ := h.card(h.ids["session"], title)
		c.needs = append(c.needs, card)
	}
	h.close(h.ids["session"])
	h.apply(h.ids["cycle"], h.ids["user.coordinator"], civic.OrderNeeds{Cycle: h.ids["cycle"], Rule: civic.DefaultListRules(), Computed: c.needs, Ordered: c.needs, Reason: "тартип"})
	return c
}

func (c *chamber) path(need int) string { return c.station + "/needs/" + c.needs[need] }

func (c *chamber) form(outcome string, more ...string) url.Values {
	f := url.Values{"op": {c.store.IDs.New()}, "outcome": {outcome}, "reason_ky": {"негиздеме " + outcome}, "on": {c.now}, "by": {"council"}, "elected": {"21"}}
	for i := 0; i+1 < len(more); i += 2 {
		f.Set(more[i], more[i+1])
	}
	return f
}

// stands is the decision on a need that no later one has replaced.
func (c *chamber) stands(need int) *civic.Decision {
	c.t.Helper()
	all, err := c.store.Decisions(context.Background(), c.ids["cycle"])
	if err != nil {
		c.t.Fatal(err)
	}
	return civic.Standing(all)[c.needs[need]]
}

func (c *chamber) decide(by *browser, need int, form url.Values) answer {
	c.t.Helper()
	a := by.post(c.path(need), form)
	if a.status != http.StatusSeeOther {
		c.t.Fatalf("%d %s", a.status, page(c.t, a).Find(".error, .flash").Text())
	}
	return a
}

func TestEverybodyReadsTheCouncilAndDecidersDecide(t *testing.T) {
	c := newChamber(t)
	for _, role := range civic.Roles {
		b := c.as(string(role))
		decides := role == civic.Administrator || role == civic.Coordinator || role == civic.Deputy
		before := c.store.Queries()
		a := b.get(c.station)
		if n := c.store.Queries() - before; a.status != http.StatusOK || n > 10 {
			t.Fatalf("%s: %d, %d queries", role, a.status, n)
		}
		doc := page(t, a)
		if n := doc.Find(".need").Length(); n != 3 || doc.Find(".need").First().Find("h3").Text() != "жол бузулган" {
			t.Errorf("%s sees %d needs", role, n)
		}
		if got := doc.Find(".verdict a.btn").Length(); (got == 3) != decides || doc.Find(".verdict a.btn:not(.second)").Length() > 1 {
			t.Errorf("%s is offered %d decisions", role, got)
		}
		a = b.get(c.path(0))
		if a.status != http.StatusOK || page(t, a).Find("#decision-form").Length() == 1 != decides {
			t.Errorf("%s: %d, form where there should be none, or none", role, a.status)
		}
		if a := b.post(c.path(0), url.Values{}); (a.status == http.StatusUnprocessableEntity) != decides || !decides && a.status != http.StatusForbidden {
			t.Errorf("%s decides: %d", role, a.status)
		}
	}
	other := c.as("other")
	for _, path := range []string{c.station, c.path(0), c.resolutions + "/new"} {
		if a := other.get(path); a.status != http.StatusNotFound {
			t.Errorf("another municipality reads %s: %d", path, a.status)
		}
	}
	// a need of this cycle is not found by way of another cycle
	if a := other.get("/cycles/" + c.ids["other.cycle"] + "/council/needs/" + c.needs[0]); a.status != http.StatusNotFound {
		t.Errorf("%d", a.status)
	}
}

func TestADecisionHasItsReasonAndWhatIsRefusedIsKept(t *testing.T) {
	c := newChamber(t)
	b := c.as("deputy")
	a := b.post(c.path(0), c.form("accepted", "reason_ky", " ", "reason_ru", "дорога важна", "amount", "көп", "for", "20", "present", "19", "by", "official"))
	if a.status != http.StatusUnprocessableEntity {
		t.Fatalf("%d", a.status)
	}
	doc := page(t, a)
	for _, field := range []string{"reason_ky", "amount", "for", "post"} {
		if doc.Find("[name="+field+"][aria-invalid=true]").Length() != 1 {
			t.Errorf("nothing is said at %s", field)
		}
	}
	if doc.Find("textarea[name=reason_ru]").Text() != "дорога важна" || doc.Find("[name=amount]").AttrOr("value", "") != "көп" || doc.Find("[value=accepted]:checked").Length() != 1 {
		t.Error("what was typed is lost")
	}
	form := c.form("accepted", "amount", "1 200 000 сом", "budget_line", "7045", "answer_due", "2017-10-01", "present", "19", "for", "17", "against", "1", "abstained", "1")
	for range 2 { // sent twice counts once
		c.decide(b, 0, form)
	}
	d := c.stands(0)
	if d.Amount != 1_200_000 || d.BudgetLine != "7045" || d.Place != 1 || d.By != "" || *d.Votes() != (civic.CouncilVotes{Elected: 21, Present: 19, For: 17, Against: 1, Abstained: 1}) {
		t.Errorf("%+v", d)
	}
	text := strings.ReplaceAll(page(t, b.get(c.station)).Find("#item-"+c.needs[0]).Text(), "\u00a0", " ")
	for _, want := range []string{"Кабыл алынды", "1 200 000 сом", "негиздеме accepted", "Макул 17, каршы 1, калыс 1.", "7045"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in %s", want, text)
		}
	}
	if got := page(t, b.get(c.path(1))).Find("[name=elected]").AttrOr("value", ""); got != "21" {
		t.Errorf("the council has %q deputies", got)
	}
}

func TestALaterDecisionReplacesAnEarlierOneUnlessSomebodyElsesCameBetween(t *testing.T) {
	c := newChamber(t)
	b := c.as("coordinator")
	c.decide(b, 0, c.form("postponed"))
	first := c.stands(0)
	late := c.form("rejected") // read before the first
	a := b.post(c.path(0), late)
	if a.status != http.StatusConflict || !strings.Contains(page(t, a).Find(".verdict").Text(), "негиздеме postponed") {
		t.Fatalf("%d: what stands is not shown", a.status)
	}
	if got := page(t, a).Find("[name=replaces]").AttrOr("value", ""); got != first.ID {
		t.Fatalf("saving again would not replace what stands: %q", got)
	}
	late.Set("replaces", first.ID)
	late.Set("op", c.store.IDs.New())
	c.decide(b, 0, late)
	doc := page(t, b.get(c.path(0)))
	if !strings.Contains(doc.Find("#decision").Text(), "негиздеме rejected") || !strings.Contains(doc.Find(".version.old").Text(), "негиздеме postponed") {
		t.Error("both are to be read")
	}
	// what was done, and that it is late
	d := c.stands(0)
	answerPath := c.station + "/decisions/" + d.ID + "/answer"
	if a := b.post(answerPath, url.Values{"base": {"1"}, "answered_on": {"2016-12-13"}}); a.status != http.StatusUnprocessableEntity || page(t, a).Find("[name=answer][aria-invalid]").Length() != 1 {
		t.Errorf("answered with nothing: %d", a.status)
	}
	if a := b.post(answerPath, url.Values{"base": {"1"}, "answered_on": {c.now}, "answer": {"кат жөнөтүлдү"}}); a.status != http.StatusSeeOther {
		t.Fatalf("%d %s", a.status, a.body)
	}
	if !strings.Contains(b.get(c.path(0)).body, "кат жөнөтүлдү") {
		t.Error("the answer is not shown")
	}
}

func TestTheCouncilIsAskedWhyItDepartsFromThePeoplesOrder(t *testing.T) {
	c := newChamber(t)
	b := c.as("deputy")
	if page(t, b.get(c.path(0))).Find("#departs").Length() != 0 {
		t.Error("nothing is decided, and the form asks why it departs")
	}
	c.decide(b, 0, c.form("rejected"))
	doc := page(t, b.get(c.path(2)))
	if !strings.Contains(doc.Find("#departs").Text(), "жол бузулган") {
		t.Errorf("the form does not say what would be passed over: %s", doc.Find("#departs").Text())
	}
	form := c.form("accepted")
	a := b.post(c.path(2), form)
	if a.status != http.StatusUnprocessableEntity || !strings.Contains(page(t, a).Find("#departs .error").Text(), "1-орун «жол бузулган»") {
		t.Fatalf("%d %s", a.status, page(t, a).Find(".error").Text())
	}
	form.Set("departs_ky", "жарыкка каражат даяр")
	form.Set("op", c.store.IDs.New())
	c.decide(b, 2, form)
	doc = page(t, b.get(c.station+"?show=departing"))
	if n := doc.Find(".need").Length(); n != 2 || !strings.Contains(doc.Find("#item-"+c.needs[2]).Text(), "жарыкка каражат даяр") || !strings.Contains(doc.Find("#item-"+c.needs[0]).Text(), "төмөнкү орундар: 3") {
		t.Errorf("%d needs: %s", n, doc.Find(".departs").Text())
	}
	if n := page(t, b.get(c.station+"?show=undecided")).Find(".need").Length(); n != 1 {
		t.Errorf("%d are undecided", n)
	}
	if n := page(t, b.get(c.station+"?show=whatever")).Find(".need").Length(); n != 3 {
		t.Errorf("%d are shown", n)
	}
}
