package handlers_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"ashar/internal/civic"
)

// gathering plans one through the form, and begins it.
func (h *house) gathering(b *browser) (id, path string) {
	h.t.Helper()
	id = h.store.IDs.New()
	station := "/cycles/" + h.ids["cycle"] + "/gatherings"
	a := b.post(station+"/new", url.Values{"op": {id}, "sort": {"gathering"}, "date": {"2016-12-12"}, "starts": {"10.00"}, "quorum": {"10"}, "quorum_source": {"14-берене"},
		"chair": {"Жылдыз Сатыбалдиева"}, "secretary": {"Мирлан Абдыкеримов"}, "counters": {"Асел Токтогулова"}, "agenda": {"Шайлоо\nСунуштар"}})
	path = station + "/" + id
	if a.status != http.StatusSeeOther || a.header.Get("Location") != path {
		h.t.Fatalf("planned: %d to %s", a.status, a.header.Get("Location"))
	}
	if a := b.post(path+"/status", url.Values{"status": {"live"}}); a.status != http.StatusSeeOther {
		h.t.Fatalf("begun: %d", a.status)
	}
	return id, path
}

func (h *house) kept(id string) civic.GatheringRecord {
	h.t.Helper()
	r, err := h.store.Gathering(context.Background(), h.ids["cycle"], id)
	if err != nil {
		h.t.Fatal(err)
	}
	return r
}

func TestARefusedPlanKeepsWhatWasTypedAndSaysWhy(t *testing.T) {
	h := newHouse(t)
	a := h.as("coordinator").post("/cycles/"+h.ids["cycle"]+"/gatherings/new", url.Values{"sort": {"meeting"}, "date": {"2016-12-12"}, "starts": {"эртең менен"}, "quorum": {"көп"}, "venue": {"клуб"}})
	if a.status != http.StatusUnprocessableEntity {
		t.Fatalf("refused with %d", a.status)
	}
	doc := page(t, a)
	for _, field := range []string{"village", "starts", "quorum"} {
		if doc.Find("#f-g-"+field+"-bad").Length() != 1 {
			t.Errorf("nothing is said at %s", field)
		}
	}
	if v, _ := doc.Find("#f-g-venue").Attr("value"); v != "клуб" {
		t.Errorf("the place is now %q", v)
	}
}

func TestTwoWhoChangeThePlanAtOnceAreTold(t *testing.T) {
	h := newHouse(t)
	b := h.as("facilitator")
	_, path := h.gathering(b)
	form := url.Values{"base": {"2"}, "sort": {"gathering"}, "date": {"2016-12-12"}, "starts": {"10:00"}, "venue": {"клуб"}}
	if a := b.post(path+"/edit", form); a.status != http.StatusSeeOther {
		t.Fatalf("saved: %d", a.status)
	}
	form.Set("venue", "мектеп")
	a := h.as("coordinator").post(path+"/edit", form)
	doc := page(t, a)
	if v, _ := doc.Find("#f-g-venue").Attr("value"); a.status != http.StatusConflict || v != "мектеп" || !strings.Contains(doc.Find(".version").Text(), "клуб") {
		t.Fatalf("the second one: %d, %q, %s", a.status, v, doc.Find(".version").Text())
	}
	base, _ := doc.Find("[name=base]").Attr("value")
	form.Set("base", base)
	if a := h.as("coordinator").post(path+"/edit", form); a.status != http.StatusSeeOther {
		t.Errorf("saved over what was seen: %d", a.status)
	}
}

func TestTheQuorumIsSaidWhilePeopleAreCounted(t *testing.T) {
	h := newHouse(t)
	b := h.as("facilitator")
	id, path := h.gathering(b)
	count := func(sex, people string) string {
		a := b.post(path+"/presence", url.Values{"village": {h.ids["village"]}, "sex": {sex}, "people": {people}}, partial...)
		if a.status != http.StatusOK {
			t.Fatalf("counted %s: %d", people, a.status)
		}
		return page(t, a).Find("#presence-figures").Text()
	}
	if text := count("f", "7"); !strings.Contains(text, "Кворумга дагы 3 адам керек") || !strings.Contains(text, "14-берене") {
		t.Errorf("with 7 of 10: %s", text)
	}
	if text := count("m", "3"); !strings.Contains(text, "Кворум бар") {
		t.Errorf("with 10 of 10: %s", text)
	}
	for _, wrong := range []string{"беш", "-1", "5001"} {
		a := b.post(path+"/presence", url.Values{"village": {h.ids["village"]}, "sex": {"f"}, "people": {wrong}})
		if a.status != http.StatusUnprocessableEntity || page(t, a).Find("form .error").Length() != 1 {
			t.Errorf("%s: %d", wrong, a.status)
		}
	}
	if a := b.post(path+"/presence", url.Values{"village": {h.ids["village"]}, "sex": {"f"}, "set": {"people=8"}, "people": {"7"}}); a.status != http.StatusSeeOther {
		t.Errorf("+ without a script: %d", a.status)
	}
	if r := h.kept(id); r.Present != 11 {
		t.Errorf("present are %d", r.Present)
	}
}

func TestSlipsAreTypedOneAfterAnotherWithoutNames(t *testing.T) {
	h := newHouse(t)
	b := h.as("facilitator")
	id, path := h.gathering(b)
	for _, s := range [][2]string{{"1", "Жарык качан жанат?"}, {"", "Көпүрө керек"}} {
		a := b.post(path+"/proposals", url.Values{"by_slip": {"1"}, "sort": {"suggestion"}, "question": {s[0]}, "text": {s[1]}}, partial...)
		if a.status != http.StatusOK || !strings.Contains(a.body, s[1]) || page(t, a).Find("#f-slip-text").Text() != "" {
			t.Fatalf("%s: %d", s[1], a.status)
		}
	}
	a := b.post(path+"/proposals", url.Values{"by_slip": {"1"}, "sort": {"suggestion"}, "text": {"  "}}, partial...)
	if a.status != http.StatusUnprocessableEntity || page(t, a).Find("#f-slip-text-bad").Length() != 1 {
		t.Errorf("an empty slip: %d", a.status)
	}
	r := h.kept(id)
	if len(r.Said) != 2 || !r.Said[0].BySlip || r.Said[0].Author != "" || r.Said[0].Sort != civic.Question || r.Said[1].Number != 2 {
		t.Errorf("kept: %+v", r.Said)
	}
}

func TestVotesAboveThePeopleThereAreRefused(t *testing.T) {
	h := newHouse(t)
	b := h.as("coordinator")
	id, path := h.gathering(b)
	a := b.post(path+"/proposals", url.Values{"sort": {"proposal"}, "text": {"Жарык"}, "author": {"Турат Кенжебаев"}})
	where := a.header.Get("Location")
	if a.status != http.StatusSeeOther || !strings.HasPrefix(where, path+"/proposals/") {
		t.Fatalf("proposed: %d to %s", a.status, where)
	}
	b.post(path+"/presence", url.Values{"sex": {"f"}, "people": {"20"}})
	for _, c := range []struct{ yes, no, none, says string }{{"15", "4", "2", "Добуштар 21, катышкандар 20"}, {"", "", "", "Добуштарды жазыңыз"}, {"он", "1", "1", "Санды цифра менен"}} {
		a := b.post(where+"/votes", url.Values{"base": {"1"}, "for": {c.yes}, "against": {c.no}, "abstained": {c.none}})
		doc := page(t, a)
		if kept, _ := doc.Find("#f-vote-for").Attr("value"); a.status != http.StatusUnprocessableEntity || !strings.Contains(doc.Find("#vote-form").Text(), c.says) || kept != c.yes {
			t.Errorf("%+v: %d, kept %q: %s", c, a.status, kept, doc.Find("#vote-form").Text())
		}
	}
	if a := b.post(where+"/votes", url.Values{"base": {"1"}, "for": {"14"}, "against": {"4"}, "abstained": {"2"}}); a.status != http.StatusSeeOther {
		t.Fatalf("20 votes of 20: %d", a.status)
	}
	if v := h.kept(id).Said[0].Votes; v == nil || v.For != 14 || !v.Carried() {
		t.Errorf("votes kept: %+v", v)
	}
	if a := b.post(where+"/withdrawal", url.Values{"withdrawn": {"1"}}); a.status != http.StatusUnprocessableEntity || page(t, a).Find("#f-wd-reason-bad").Length() != 1 {
		t.Errorf("withdrawn without a reason: %d", a.status)
	}
}

func TestOnlyWhoConductsReadsNames(t *testing.T) {
	h := newHouse(t)
	b := h.as("facilitator")
	_, path := h.gathering(b)
	b.post(path+"/presence", url.Values{"sex": {"f"}, "people": {"20"}})
	b.post(path+"/proposals", url.Values{"sort": {"proposal"}, "text": {"Жарык"}, "author": {"Турат Кенжебаев"}})
	if a := b.post(path+"/lists", url.Values{"body": {"initiative"}, "name": {"Бермет Осмоналиева"}, "village": {h.ids["village"]}, "post": {"chair"}}); a.status != http.StatusSeeOther {
		t.Fatalf("on the list: %d", a.status)
	}
	if a := b.post(path+"/lists", url.Values{"body": {"initiative"}, "name": {"Б"}}); a.status != http.StatusUnprocessableEntity || page(t, a).Find("#f-nom-name-bad").Length() != 1 {
		t.Errorf("a name of one letter: %d", a.status)
	}
	names := []string{"Турат", "Бермет", "Асел"}
	check := func(who string, sees bool) {
		for _, part := range []string{"", "/presence", "/proposals", "/lists", "/minutes", "/screen", "/screen?page=1"} {
			a := h.as(who).get(path + part)
			if a.status != http.StatusOK {
				t.Errorf("%s at %s: %d", who, part, a.status)
			}
			for _, name := range names {
				if !sees && strings.Contains(a.body, name) {
					t.Errorf("%s reads %s at %s", who, name, part)
				}
			}
		}
		minutes := h.as(who).get(path + "/minutes").body
		for _, name := range names {
			if sees != strings.Contains(minutes, name) {
				t.Errorf("%s reads %s in the minutes: %v", who, name, !sees)
			}
		}
	}
	check("facilitator", true)
	for _, who := range []string{"deputy", "monitor", "member"} {
		check(who, false)
	}
	if a := b.post(path+"/closing", nil); a.status != http.StatusSeeOther {
		t.Fatalf("closed: %d", a.status)
	}
	check("member", false)
	check("coordinator", true)
	if a := h.as("member").get(path + "/proposals"); page(t, a).Find("main form").Length() != 0 {
		t.Error("a reader is offered a form")
	}
	if a := h.as("other").get(path); a.status != http.StatusNotFound {
		t.Errorf("another municipality: %d", a.status)
	}
}

func TestClosedMinutesStayAndACorrectionMakesTheNextVersion(t *testing.T) {
	h := newHouse(t)
	b := h.as("coordinator")
	id, path := h.gathering(b)
	if a := b.post(path+"/closing", nil); a.status != http.StatusSeeOther || a.header.Get("Location") != path+"/closing" || h.kept(id).Status != civic.GatheringLive {
		t.Errorf("closed without anybody there: %d to %s", a.status, a.header.Get("Location"))
	}
	if doc := page(t, b.get(path+"/closing")); doc.Find("#close-form").Length() != 0 || !strings.Contains(doc.Find(".missing").Text(), "Катышкандар саналган эмес") {
		t.Errorf("what is missing: %s", doc.Find(".missing").Text())
	}
	b.post(path+"/presence", url.Values{"sex": {"f"}, "people": {"20"}})
	if a := b.post(path+"/decisions", url.Values{"base": {"2"}, "decisions": {"Тизме жактырылсын"}, "slips_given": {"20"}}); a.status != http.StatusSeeOther {
		t.Fatalf("decisions: %d", a.status)
	}
	if a := b.post(path+"/decisions", url.Values{"base": {"2"}, "decisions": {"Башка"}}); a.status != http.StatusConflict || !strings.Contains(page(t, a).Find(".version").Text(), "Тизме жактырылсын") {
		t.Errorf("decisions over another's: %d", a.status)
	}
	b.post(path+"/closing", nil)
	if a := b.post(path+"/items", url.Values{"title": {"Дагы"}}); a.status != http.StatusSeeOther || len(h.kept(id).Items) != 2 {
		t.Errorf("an item after the close: %d", a.status)
	}
	pdf := b.get(path + "/minutes.pdf?in=ru")
	if pdf.status != http.StatusOK || !strings.HasPrefix(pdf.body, "%PDF") {
		t.Fatalf("minutes on paper: %d", pdf.status)
	}
	if a := b.post(path+"/correction", url.Values{"reason": {""}}); a.status != http.StatusUnprocessableEntity || page(t, a).Find("#f-correct-reason-bad").Length() != 1 {
		t.Errorf("a correction without a reason: %d", a.status)
	}
	b.post(path+"/correction", url.Values{"reason": {"саны туура эмес"}})
	b.post(path+"/presence", url.Values{"sex": {"f"}, "people": {"21"}})
	b.post(path+"/closing", nil)
	first, second := page(t, b.get(path+"/minutes?version=1")).Find(".gathering-minutes").Text(), page(t, b.get(path+"/minutes")).Find(".gathering-minutes").Text()
	if !strings.Contains(first, "20 адам") || strings.Contains(first, "саны туура эмес") || !strings.Contains(second, "21 адам") || !strings.Contains(second, "саны туура эмес") {
		t.Errorf("first: %s\nsecond: %s", first, second)
	}
	if again := b.get(path + "/minutes.pdf?in=ru&version=1"); again.body != pdf.body {
		t.Error("the first version prints otherwise than before")
	}
	if a := b.get(path + "/slips.pdf"); !strings.HasPrefix(a.body, "%PDF") {
		t.Errorf("blank slips: %d", a.status)
	}
}

func TestAPageOfAGatheringReadsAtMostTenQueries(t *testing.T) {
	h := newHouse(t)
	b := h.as("facilitator")
	_, path := h.gathering(b)
	b.post(path+"/presence", url.Values{"sex": {"f"}, "people": {"20"}})
	b.post(path+"/proposals", url.Values{"sort": {"proposal"}, "text": {"Жарык"}})
	for _, part := range []string{"", "/presence", "/proposals", "/lists", "/closing", "/minutes", "/edit"} {
		before := h.store.Queries()
		b.get(path + part)
		if n := h.store.Queries() - before; n > 10 {
			t.Errorf("%s asks %d queries", part, n)
		}
	}
}

// The hall is told on every page that the order is not the rule's.
func TestTheScreenSaysThatTheOrderWasMadeByHand(t *testing.T) {
	h := newHouse(t)
	needs := h.ranked([]int{12, 8, 4})
	b := h.as("facilitator")
	_, path := h.gathering(b)
	pages := []string{"/screen?", "/screen?page=1&", "/screen?page=1&show=one&"}
	for _, part := range pages {
		if strings.Contains(b.get(path+part+"lang=en").body, "The order was changed by hand") {
			t.Errorf("%s: the rule's order is said to be by hand", part)
		}
	}
	h.apply(h.ids["cycle"], h.ids["user.coordinator"], civic.OrderNeeds{Cycle: h.ids["cycle"], Rule: civic.DefaultListRules(), Computed: needs, Ordered: []string{needs[1], needs[0], needs[2]}, Reason: "кар түштү"})
	for _, part := range pages {
		if got := page(t, b.get(path+part+"lang=en")); !strings.Contains(got.Find(".screen").Text(), "The order was changed by hand") {
			t.Errorf("%s: %s", part, got.Find(".screen").Text())
		}
	}
	rows := page(t, b.get(path+"/screen?page=1&lang=en")).Find(".list > li")
	if text := rows.Eq(0).Text() + rows.Eq(1).Text(); !strings.Contains(text, "Place 2 by the rule.") || !strings.Contains(text, "Place 1 by the rule.") || strings.Contains(rows.Eq(2).Text(), "by the rule") {
		t.Error(text, rows.Eq(2).Text())
	}
	if text := page(t, b.get(path+"/screen?page=1&show=one&lang=en")).Find(".single").Text(); !strings.Contains(text, "Place 2 by the rule.") {
		t.Error(text)
	}
}
