package handlers_test

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"ashar/internal/civic"
)

// wall is what the projector shows of a session.
func (b *browser) wall(session string) string {
	b.h.t.Helper()
	a := b.get("/sessions/" + session + "/screen")
	if a.status != http.StatusOK {
		b.h.t.Fatalf("the wall: %d %s", a.status, a.body)
	}
	return a.body
}

// decide takes a decision about the wall, as the tablet does.
func (b *browser) decide(session string, pairs ...string) {
	b.h.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	if a := b.post("/sessions/"+session+"/wall", form); a.status != http.StatusSeeOther {
		b.h.t.Fatalf("decide %v: %d %s", pairs, a.status, a.body)
	}
}

func scene(t *testing.T, html, want string) {
	t.Helper()
	m := regexp.MustCompile(`data-scene="(\w*)"`).FindStringSubmatch(html)
	if m == nil || m[1] != want {
		t.Errorf("scene %v, want %s", m, want)
	}
}

func TestTheWallFollowsTheSession(t *testing.T) {
	r := newRanking(t, dotsRules(2, "shared"), 6, 5, "Суу", "Жол", "Мектеп")
	scene(t, r.b.wall(r.session), "welcome") // people come in
	for step, want := range map[int]string{2: "step", 3: "cards", 4: "cards", 5: "step", 8: "step"} {
		r.apply(r.session, "", civic.GoToStep{Session: r.session, Step: step})
		scene(t, r.b.wall(r.session), want)
	}
	r.apply(r.session, "", civic.GoToStep{Session: r.session, Step: 5})
	round := r.open("by", "sex")
	scene(t, r.b.wall(r.session), "round")
	r.count(round)
	scene(t, r.b.wall(r.session), "result")
	r.apply(r.session, "", civic.GoToStep{Session: r.session, Step: 7})
	scene(t, r.b.wall(r.session), "step")
	r.apply(r.session, "", civic.GoToStep{Session: r.session, Step: 0})
	scene(t, r.b.wall(r.session), "thanks")
}

// count gives every option its beans, and opens the result.
func (r *ranking) count(round *civic.Round) {
	r.t.Helper()
	path := "/sessions/" + r.session + "/rounds/" + round.ID
	for _, v := range [][3]string{{r.cards[0], "f", "8"}, {r.cards[1], "f", "4"}, {r.cards[1], "m", "7"}, {r.cards[2], "m", "3"}} {
		r.b.post(path+"/votes", url.Values{"option": {v[0]}, "group": {v[1]}, "n": {v[2]}})
	}
	r.b.post(path+"/confirmation", url.Values{"counter1": {"Бермет"}, "counter2": {"Нурлан"}})
	if a := r.b.post(path+"/result", nil); a.status >= 400 {
		r.t.Fatalf("reveal: %d %s", a.status, a.body)
	}
}

func TestTheConductorDecidesWhatTheWallShows(t *testing.T) {
	r := newRanking(t, dotsRules(2, "shared"), 6, 5, "Суу", "Жол", "Мектеп")
	r.b.decide(r.session, "scene", "cards")
	if html := r.b.wall(r.session); !strings.Contains(html, "Мектеп") {
		t.Error("no card on the wall")
	} else {
		scene(t, html, "cards")
	}
	r.b.decide(r.session, "scene", "result") // there is none yet: the wall goes on following
	scene(t, r.b.wall(r.session), "welcome")
	r.b.decide(r.session, "blank", "1")
	if html := r.b.wall(r.session); strings.Contains(html, "Айдарбек") || strings.Contains(html, "Суу") || !strings.Contains(html, "Экран өчүрүлгөн") {
		t.Error("a blank wall says something")
	}
	r.b.decide(r.session, "blank", "0")
	r.b.decide(r.session, "theme", "dark")
	r.b.decide(r.session, "language", "ru")
	r.b.decide(r.session, "scene", "")
	html := r.b.wall(r.session)
	scene(t, html, "welcome")
	for _, want := range []string{`data-theme="dark"`, `<html lang="ru"`, "Добро пожаловать"} {
		if !strings.Contains(html, want) {
			t.Errorf("no %s", want)
		}
	}
	for _, bad := range []url.Values{{"scene": {"disco"}}, {"theme": {"pink"}}, {"language": {"fr"}}} {
		if a := r.b.post("/sessions/"+r.session+"/wall", bad); a.status != http.StatusUnprocessableEntity {
			t.Errorf("%v: %d", bad, a.status)
		}
	}
}

func TestADecisionAboutTheWallCountsOnce(t *testing.T) {
	h := newHouse(t)
	session, b := h.ids["session"], h.as("facilitator")
	form := url.Values{"scene": {"cards"}, "op": {h.store.IDs.New()}}
	before := h.newest(session)
	for range 3 {
		if a := b.post("/sessions/"+session+"/wall", form); a.status != http.StatusSeeOther {
			t.Fatal(a.status)
		}
	}
	if got := h.newest(session) - before; got != 1 {
		t.Errorf("%d entries", got)
	}
	form.Set("scene", "thanks")
	if a := b.post("/sessions/"+session+"/wall", form); a.status != http.StatusConflict {
		t.Errorf("the same id with another scene: %d", a.status)
	}
}

// What is hidden from the hall is not in the page either: an open or closed round
// leaves the same wall behind, whatever was voted for.
func TestAHiddenRoundIsNotInThePage(t *testing.T) {
	walls := map[string]string{}
	for name, votes := range map[string][4]string{"one": {"12", "0", "10", "0"}, "other": {"0", "12", "0", "10"}} {
		r := newRanking(t, dotsRules(2, "shared"), 6, 5, "Суу", "Жол")
		round := r.open("by", "sex")
		path := "/sessions/" + r.session + "/rounds/" + round.ID
		n := 0
		for _, group := range []string{"f", "m"} {
			for _, card := range r.cards {
				if a := r.b.post(path+"/votes", url.Values{"option": {card}, "group": {group}, "n": {votes[n]}}); a.status >= 400 {
					t.Fatal(a.status, a.body)
				}
				n++
			}
		}
		r.b.post(path+"/confirmation", url.Values{"counter1": {"Бермет"}, "counter2": {"Нурлан"}})
		open := r.b.wall(r.session)
		if !strings.Contains(open, "22") {
			t.Error("nobody sees how far the count is")
		}
		r.b.post(path+"/closing", nil)
		closed := r.b.wall(r.session)
		scene(t, closed, "round")
		walls[name] = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f-]{27}|since=\d+`).ReplaceAllString(open+closed, "")
		for _, person := range []string{"Бермет", "Нурлан", "Аты "} {
			if strings.Contains(open+closed, person) {
				t.Errorf("%s is named", person)
			}
		}
	}
	if walls["one"] != walls["other"] {
		t.Error("two rounds that ended differently look different before they are opened")
	}
}

func TestTheResultStandsWomenBesideMen(t *testing.T) {
	r := newRanking(t, dotsRules(2, "shared"), 6, 5, "Суу", "Жол", "Мектеп")
	r.apply(r.session, "", civic.GoToStep{Session: r.session, Step: 5})
	r.count(r.open("by", "sex"))
	html := r.b.wall(r.session)
	for _, want := range []string{"Аялдар, 6", "Эркектер, 5", "Биздин артыкчылыктар"} {
		if !strings.Contains(html, want) {
			t.Errorf("no %s", want)
		}
	}
	if n := strings.Count(html, `href="#bw"`); n != 12+1 {
		t.Errorf("%d women's beans", n)
	}
	if n := strings.Count(html, `href="#bm"`); n != 10+1 {
		t.Errorf("%d men's beans", n)
	}
	if strings.Contains(html, "Бермет") {
		t.Error("a counter is named")
	}
}

func TestTheVotesOfAFewAreNotShownApart(t *testing.T) {
	r := newRanking(t, dotsRules(2, "shared"), 9, 2, "Суу", "Жол", "Мектеп")
	r.apply(r.session, "", civic.GoToStep{Session: r.session, Step: 5})
	round := r.open("by", "sex")
	path := "/sessions/" + r.session + "/rounds/" + round.ID
	for _, v := range [][3]string{{r.cards[0], "f", "18"}, {r.cards[1], "m", "4"}} {
		r.b.post(path+"/votes", url.Values{"option": {v[0]}, "group": {v[1]}, "n": {v[2]}})
	}
	r.b.post(path+"/confirmation", url.Values{"counter1": {"Бермет"}, "counter2": {"Нурлан"}})
	r.b.post(path+"/result", nil)
	html := r.b.wall(r.session)
	scene(t, html, "result")
	if strings.Contains(html, `href="#bm"`) || strings.Contains(html, "Эркектер, 2") || !strings.Contains(html, "бөлүп көрсөтүлбөйт") {
		t.Error("two men's votes can be told")
	}
}

func TestThePhonesCodeIsOnTheWall(t *testing.T) {
	h := newHouse(t)
	session, b := h.ids["session"], h.as("facilitator")
	if strings.Contains(b.wall(session), `class="qr"`) {
		t.Error("a QR that leads nowhere")
	}
	h.apply(h.ids["municipality"], "", civic.SetWiFi{Municipality: h.ids["municipality"], WiFi: civic.WiFi{Name: "Ашар-Зал", Password: "aiyl-2016"}})
	h.apply(session, "", civic.OpenPhones{Session: session})
	j, err := h.store.Join(t.Context(), session)
	if err != nil {
		t.Fatal(err)
	}
	html := b.wall(session)
	for _, want := range []string{civic.SpacedCode(j.Code), "Ашар-Зал", "aiyl-2016", "Wi-Fi үчүн QR-код"} {
		if !strings.Contains(html, want) {
			t.Errorf("no %s", want)
		}
	}
}

func TestTheWallCountsVotesOfPhonesAndTellsNone(t *testing.T) {
	r := newRanking(t, dotsRules(2, "shared"), 6, 5, "Суу", "Жол")
	j := r.openPhones(r.session)
	one, other := r.join(j.Code), r.join(j.Code)
	r.open("by", "sex")
	events := r.b.watch(r.session, "/sessions/"+r.session+"/screen", r.newest(r.session))
	r.voteBy(one, "f", map[int]int{0: 2})
	if e := next(t, events); !strings.Contains(e.data, "Телефон менен добуш берди: 1") || !strings.Contains(e.data, ">2<span>/ 22") {
		t.Errorf("one vote:\n%s", e.data)
	}
	first := r.b.wall(r.session)
	r.voteBy(other, "f", map[int]int{1: 2})
	if second := r.b.wall(r.session); !strings.Contains(second, ">4<span>/ 22") || strings.Count(first, "Суу") != strings.Count(second, "Суу") {
		t.Error("two votes")
	}
}

func TestWhatAPhoneSaysIsOnTheWallWhenTheFacilitatorLetsIt(t *testing.T) {
	h := newHouse(t)
	session, b := h.ids["session"], h.as("facilitator")
	j := h.openPhones(session)
	b.decide(session, "scene", "cards")
	if a := h.join(j.Code).post("/p/say", url.Values{"text": {"Көпүрө сынган"}}); a.status >= 400 {
		t.Fatal(a.status, a.body)
	}
	if strings.Contains(b.wall(session), "Көпүрө сынган") {
		t.Error("unseen by the facilitator, it stands on the wall")
	}
}

// In the step that tells what became of last time the wall shows it page by page, as the conductor turns them.
func TestTheWallTellsWhatBecameOfLastTime(t *testing.T) {
	r := newRanking(t, dotsRules(2, "shared"), 6, 5, "Суу", "Жол", "Мектеп", "Көпүрө")
	r.over()
	head, err := r.store.SessionHead(context.Background(), r.session)
	if err != nil {
		t.Fatal(err)
	}
	r.apply(head.Cycle, "", civic.Decide{ID: r.store.IDs.New(), Need: r.cards[0], Outcome: civic.Rejected, Reason: civic.Text{KY: "Айыл өкмөтүнүн ыйгарым укугунда эмес."}, On: "2016-12-12", Place: 1})
	cycle, audience, now := r.store.IDs.New(), r.store.IDs.New(), r.store.IDs.New()
	r.apply(r.ids["municipality"], "", civic.SaveCycle{ID: cycle, Municipality: r.ids["municipality"], Title: civic.Text{KY: "Кийинки цикл"}, Starts: "2017-11-22", Ends: "2018-03-31", BudgetYear: 2018,
		Rules: civic.DefaultRules(), Audiences: []civic.CycleAudience{{ID: audience, Kind: civic.Mixed, Name: civic.Text{KY: "Аралаш"}}}})
	r.apply(cycle, "", civic.PlanSession{ID: now, Village: r.ids["village"], Audience: audience, Date: "2017-12-13", Starts: "11:00", Ends: "13:00", ExpectedMin: 8, ExpectedMax: 12,
		Moderator: r.ids["user.facilitator"], Language: "ky"})
	r.apply(now, "", civic.StartSession{Session: now})
	r.apply(now, "", civic.GoToStep{Session: now, Step: 2})
	first := r.b.wall(now)
	scene(t, first, "last")
	if doc := page(t, answer{body: first}); doc.Find(".became li").Length() != 3 || !strings.Contains(doc.Find("header").Text(), "1 / 2") {
		t.Errorf("the first page: %s", doc.Find("#wall").Text())
	}
	r.b.decide(now, "page", "1")
	second := r.b.wall(now)
	if doc := page(t, answer{body: second}); doc.Find(".became li").Length() != 1 {
		t.Errorf("the second page: %s", doc.Find("#wall").Text())
	}
	if !strings.Contains(first+second, "Четке кагылды") || !strings.Contains(first+second, "ыйгарым укугунда эмес") {
		t.Error("what was decided, and why, is not told")
	}
	last := "/sessions/" + now + "/last"
	for _, path := range []string{last, "/sessions/" + now + "/wall", "/sessions/" + now + "/screen"} {
		r.b.get(path)
		before := r.store.Queries()
		r.b.get(path)
		if n := r.store.Queries() - before; n > 10 {
			t.Errorf("%s asks %d times", path, n)
		}
	}
	if turn := page(t, r.b.get(last)).Find("#last-wall"); !strings.Contains(turn.Text(), "Экранда: 2 / 2") || turn.Find("button[name=page]").AttrOr("value", "") != "0" {
		t.Errorf("where the hall is told, pages are not turned: %s", turn.Text())
	}
	if a := r.b.post("/sessions/"+now+"/wall", url.Values{"page": {"0"}, "back": {"last"}}); a.header.Get("Location") != last {
		t.Errorf("back to %s", a.header.Get("Location"))
	}
	r.apply(head.Cycle, "", civic.Decide{ID: r.store.IDs.New(), Need: r.cards[3], Outcome: civic.Postponed, Reason: civic.Text{KY: "Сметасы жок."}, On: "2016-12-12", Place: 4})
	if pages := r.b.wall(now) + first; !strings.Contains(pages, "Сметасы жок.") && !strings.Contains(r.b.get(last).body, "Сметасы жок.") {
		t.Error("what is decided meanwhile is not told")
	}
	r.b.decide(now, "page", "9") // pages that are gone: the last there is
	if !strings.Contains(r.b.wall(now), "2 / 2") {
		t.Error("a page behind the last")
	}
	r.b.decide(now, "scene", "welcome")
	r.b.decide(now, "scene", "last")
	if !strings.Contains(r.b.wall(now), "1 / 2") {
		t.Error("another scene does not begin at its first page")
	}
	if a := r.b.post("/sessions/"+now+"/wall", url.Values{"page": {"-1"}}); a.status != http.StatusUnprocessableEntity {
		t.Errorf("page -1: %d", a.status)
	}
}

// Where there was no last time, whoever chooses it all the same has the wall follow the session, as the conductor's page says.
func TestInAFirstCycleTheWallHasNoLastTime(t *testing.T) {
	r := newRanking(t, dotsRules(2, "shared"), 6, 5, "Суу", "Жол", "Мектеп", "Көпүрө")
	before := page(t, answer{body: r.b.wall(r.session)}).Find("#wall").AttrOr("data-scene", "")
	if page(t, r.b.get("/sessions/"+r.session+"/wall")).Find("button[name=scene][value=last]").Length() != 0 {
		t.Error("it is offered")
	}
	r.b.decide(r.session, "scene", "last") // from a page that was open before
	if before == "step" || before == "last" {
		t.Fatalf("the session stands at %q", before)
	}
	scene(t, r.b.wall(r.session), before)
}
