package handlers_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"ashar/handlers"
	"ashar/internal/civic"
)

// What was merged after the hall had ranked keeps the place that its best part won.
func TestACardMergedAfterTheRankingKeepsItsPlace(t *testing.T) {
	r := newRanking(t, dotsRules(2, "women"), 3, 2, "суу", "жол", "мектеп")
	r.open()
	r.vote(1, "f", 4)
	r.vote(2, "f", 2)
	r.vote(1, "m", 1)
	r.vote(0, "m", 3)
	r.reveal()
	merged := r.store.IDs.New()
	r.apply(r.session, "", civic.MergePriorities{ID: merged, Parts: []string{r.cards[2], r.cards[1]}})
	m, err := handlers.MinutesOf(context.Background(), r.store, r.session, "http://ashar", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	first := m.Problems[0]
	if first.Title.KY != "мектеп" || first.Place != 1 || first.Votes != 5 || first.F != 4 || first.M != 1 {
		t.Errorf("the first problem is %+v", first)
	}
	if m.Problems[1].Title.KY != "суу" || m.Problems[1].Place != 2 || len(m.Problems) != 2 {
		t.Errorf("then %+v", m.Problems[1:])
	}
	for _, row := range m.Rounds[0].Results { // the table of the round leads to the problems as they are now
		if want := map[string]int{"суу": 2, "жол": 1, "мектеп": 1}[row.Title.KY]; row.No != want {
			t.Errorf("%s is problem %d, want %d", row.Title.KY, row.No, want)
		}
	}
}

func TestMinutesOfAPlannedSessionAskLittle(t *testing.T) {
	h := newHouse(t)
	b := h.as("coordinator")
	session := h.store.IDs.New()
	h.apply(h.ids["cycle"], "", civic.PlanSession{ID: session, Village: h.ids["village"], Audience: h.ids["audience"], Date: "2016-12-14", Starts: "11:00", Ends: "13:00",
		ExpectedMin: 8, ExpectedMax: 12, Language: "ky"})
	path := "/sessions/" + session + "/minutes"
	b.get(path)
	before := h.store.Queries()
	if a := b.get(path); a.status != http.StatusOK {
		t.Fatal(a.status)
	}
	if n := h.store.Queries() - before; n > 10 {
		t.Errorf("%d queries", n)
	}
}

// Every sheet prints in every language, for a hall with cards and without.
func TestSheetsForPaper(t *testing.T) {
	r := newRanking(t, dotsRules(2, "shared"), 3, 2, "суу", "жол", "мектеп", "а", "б", "в", "г", "д", "е") // nine: too many for pairs
	empty := r.store.IDs.New()
	r.apply(r.ids["cycle"], "", civic.PlanSession{ID: empty, Village: r.ids["village"], Audience: r.ids["audience"], Date: "2016-12-14", Starts: "11:00", Ends: "13:00",
		ExpectedMin: 8, ExpectedMax: 12, Language: "ky"})
	for _, session := range []string{r.session, empty} {
		for _, form := range []string{"protocol", "attendance", "tally", "beans", "pairwise", "scoring", "ballot"} {
			for _, lang := range []string{"ky", "ru", "en"} {
				a := r.b.get("/sessions/" + session + "/forms/" + form + ".pdf?in=" + lang)
				if a.status != http.StatusOK || !strings.HasPrefix(a.body, "%PDF-") || !strings.Contains(a.body[len(a.body)-10:], "%%EOF") {
					t.Errorf("%s in %s: %d", form, lang, a.status)
				}
			}
		}
	}
	if a := r.b.get("/sessions/" + r.session + "/forms/other.pdf"); a.status != http.StatusNotFound {
		t.Errorf("a form there is not: %d", a.status)
	}
}

// Whatever was said stands in the minutes: on a card, on a part of a merged one,
// on one taken off the list, or on none.
func TestNoWordIsLostInTheMinutes(t *testing.T) {
	r := newRanking(t, dotsRules(2, "shared"), 3, 2, "суу", "жол", "мектеп")
	loose, taken, merged := r.store.IDs.New(), r.store.IDs.New(), r.store.IDs.New()
	r.apply(r.session, "", civic.AddStatements{Statements: []civic.SaidStatement{{ID: loose, Text: "көпүрө керек"}, {ID: taken, Text: "кайталанды"}}})
	r.apply(r.session, "", civic.WithdrawStatement{ID: taken, Withdrawn: true, Reason: "эки жолу айтылды"})
	r.apply(r.session, "", civic.MergePriorities{ID: merged, Parts: []string{r.cards[0], r.cards[1]}})
	r.apply(r.session, "", civic.WithdrawPriority{ID: r.cards[2], Withdrawn: true, Reason: "башка айылдыкы"})
	m, err := handlers.MinutesOf(context.Background(), r.store, r.session, "http://ashar", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if len(m.Problems) != 1 || strings.Join(m.Problems[0].Statements, ",") != "суу,жол" || strings.Join(m.Withdrawn[0].Statements, ",") != "мектеп" ||
		strings.Join(m.Loose, ",") != "көпүрө керек" || len(m.TakenBack) != 1 || m.TakenBack[0].Reason != "эки жолу айтылды" {
		t.Errorf("%+v\n%v %v %v", m.Problems, m.Withdrawn, m.Loose, m.TakenBack)
	}
	body := r.b.get("/sessions/" + r.session + "/minutes").body
	for _, said := range []string{"суу", "жол", "мектеп", "көпүрө керек", "кайталанды", "эки жолу айтылды", "башка айылдыкы"} {
		if !strings.Contains(body, said) {
			t.Errorf("the page lacks %q", said)
		}
	}
}

// Votes counted by age are not women's and men's; an item nobody touched was not refused.
func TestTheMinutesSayHowItWasCounted(t *testing.T) {
	r := newRanking(t, dotsRules(2, "shared"), 3, 2, "суу", "жол")
	r.open("by", civic.ByBand)
	r.vote(1, "29-45", 7)
	r.vote(0, "29-45", 3)
	r.reveal()
	m, err := handlers.MinutesOf(context.Background(), r.store, r.session, "http://ashar", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	sum := 0
	for _, a := range m.Rounds[0].Results[0].Ages {
		sum += a.Votes
	}
	if bySex, ages := m.Rounds[0].Counted(); bySex || len(ages) == 0 || sum != 7 {
		t.Errorf("%v %v %d", bySex, ages, sum)
	}
	table := page(t, r.b.get("/sessions/"+r.session+"/minutes?lang=ky"))
	round := table.Find("article section").FilterFunction(func(_ int, s *goquery.Selection) bool { return strings.Contains(s.Find("h2").Text(), "1-тур") })
	heads := round.Find("thead th").Text()
	if strings.Contains(heads, "Аял") || !strings.Contains(heads, "29–45") || !strings.Contains(round.Find("tbody tr").First().Text(), "7") {
		t.Errorf("columns %q", heads)
	}
	if said := round.Find("p").Text(); !strings.Contains(said, "буурчак") || !strings.Contains(said, "Чынара Мамытова") {
		t.Errorf("how it was held: %q", said)
	}
	h := newHouse(t)
	h.apply(h.ids["session"], "", civic.SetCheck{Session: h.ids["session"], Number: 1, State: civic.NotDone})
	m, err = handlers.MinutesOf(context.Background(), h.store, h.ids["session"], "http://ashar", time.Now())
	if err != nil || m.Unticked[0].Untouched || !m.Unticked[1].Untouched {
		t.Errorf("%+v %v", m.Unticked[:2], err)
	}
}
