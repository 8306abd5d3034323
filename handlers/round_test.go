package handlers_test

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"ashar/internal/civic"
)

// ranking is a live session of a cycle with the given rules: women and men
// counted, cards written, and the facilitator's browser.
type ranking struct {
	*house
	b       *browser
	session string
	cards   []string // ids, in order
}

func newRanking(t *testing.T, rules civic.CycleRules, women, men int, titles ...string) *ranking {
	t.Helper()
	h := newHouse(t)
	r := &ranking{house: h, b: h.as("facilitator")}
	cycle, audience := h.store.IDs.New(), h.store.IDs.New()
	h.apply(h.ids["municipality"], "", civic.SaveCycle{ID: cycle, Municipality: h.ids["municipality"], Title: civic.Text{KY: "Башка цикл"},
		Starts: "2016-11-22", Ends: "2017-03-31", BudgetYear: 2017, Rules: rules,
		Audiences: []civic.CycleAudience{{ID: audience, Kind: civic.Mixed, Name: civic.Text{KY: "Аралаш"}}}})
	r.session = h.store.IDs.New()
	h.apply(cycle, "", civic.PlanSession{ID: r.session, Village: h.ids["village"], Audience: audience, Date: "2016-12-13", Starts: "11:00", Ends: "13:00",
		ExpectedMin: 8, ExpectedMax: 12, Moderator: h.ids["user.facilitator"], Language: "ky"})
	h.apply(r.session, "", civic.StartSession{Session: r.session})
	for sex, n := range map[string]int{"f": women, "m": men} {
		h.apply(r.session, "", civic.SetCount{Session: r.session, What: civic.Came, Sex: sex, Band: "29-45", People: n})
	}
	for _, title := range titles {
		said, card := h.store.IDs.New(), h.store.IDs.New()
		h.apply(r.session, "", civic.AddStatements{Statements: []civic.SaidStatement{{ID: said, Text: title}}})
		h.apply(r.session, "", civic.MakePriority{ID: card, Statement: said, Title: title})
		r.cards = append(r.cards, card)
	}
	return r
}

func dotsRules(k int, tie string) civic.CycleRules {
	rules := civic.DefaultRules()
	rules.Dots, rules.TieBreak = k, tie
	return rules
}

func (r *ranking) rounds() []civic.Round {
	r.t.Helper()
	rounds, err := r.store.Rounds(context.Background(), r.session)
	if err != nil {
		r.t.Fatal(err)
	}
	return rounds
}

func (r *ranking) last() *civic.Round {
	r.t.Helper()
	rounds := r.rounds()
	if len(rounds) == 0 {
		r.t.Fatal("no round")
	}
	return &rounds[len(rounds)-1]
}

// open opens a ranking of all cards over HTTP.
func (r *ranking) open(extra ...string) *civic.Round {
	r.t.Helper()
	form := url.Values{"session_form": {"1"}, "option": r.cards}
	for i := 0; i+1 < len(extra); i += 2 {
		form.Set(extra[i], extra[i+1])
	}
	if a := r.b.post("/sessions/"+r.session+"/rounds", form); a.status != http.StatusSeeOther {
		r.t.Fatalf("open: %d %s", a.status, a.body)
	}
	return r.last()
}

func (r *ranking) path() string { return "/sessions/" + r.session + "/rounds/" + r.last().ID }

// post sends one thing into the last round and wants the status.
func (r *ranking) post(want int, to string, pairs ...string) answer {
	r.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	a := r.b.post(r.path()+"/"+to, form)
	if a.status != want {
		r.t.Fatalf("%s %v: %d, want %d\n%s", to, pairs, a.status, want, a.body)
	}
	return a
}

func (r *ranking) vote(card int, group string, n int) {
	r.t.Helper()
	r.post(http.StatusSeeOther, "votes", "option", r.cards[card], "group", group, "n", strconv.Itoa(n))
}

func (r *ranking) reveal() {
	r.t.Helper()
	r.post(http.StatusSeeOther, "confirmation", "counter1", "Айгүл Сатарова", "counter2", "Чынара Мамытова")
	r.post(http.StatusSeeOther, "result")
	if s := r.last().Status; s != civic.RoundRevealed {
		r.t.Fatalf("after the reveal the round is %s", s)
	}
}

// places are the cards by place: "0:1 2:2= 1:2=".
func (r *ranking) places() string {
	r.t.Helper()
	var out []string
	for _, row := range r.last().Result.Rows {
		s := strconv.Itoa(slices.Index(r.cards, row.Option)) + ":" + strconv.Itoa(row.Place)
		if row.Shared() {
			s += "="
		}
		out = append(out, s)
	}
	return strings.Join(out, " ")
}

func TestRankingSaysWhatToDoFirst(t *testing.T) {
	r := newRanking(t, dotsRules(3, "shared"), 0, 0)
	if a := r.b.get("/sessions/" + r.session + "/rounds"); a.status != 200 || !strings.Contains(a.body, `href="/sessions/`+r.session+`/attendance"`) || !strings.Contains(a.body, "Катышуучуларды саноо") {
		t.Errorf("nobody counted: %d, no way to the attendance", a.status)
	}
	r = newRanking(t, dotsRules(3, "shared"), 7, 5, "Таза суу")
	if a := r.b.get("/sessions/" + r.session + "/rounds"); !strings.Contains(a.body, "Артыкчылыктарды жазуу") {
		t.Error("one card: no way to the priorities")
	}
	if a := r.b.post("/sessions/"+r.session+"/rounds", url.Values{"session_form": {"1"}, "option": r.cards}); a.status != http.StatusUnprocessableEntity || len(r.rounds()) != 0 {
		t.Errorf("a ranking of one opened: %d", a.status)
	}
}

// Seven women and five men with three beans each, as on the mock: a bean that
// is missing keeps the result shut.
func TestBeansHaveToAddUp(t *testing.T) {
	r := newRanking(t, dotsRules(3, "shared"), 7, 5, "Таза суу", "Бала бакча", "Жол", "Жарык")
	round := r.open("by", "sex")
	if len(round.Groups) != 2 || round.Groups[0].Heads != 7 || round.Groups[1].Heads != 5 || round.Rules.Dots != 3 {
		t.Fatalf("opened with %+v", round)
	}
	for i, n := range [][2]int{{8, 3}, {7, 1}, {2, 6}, {3, 4}} {
		r.vote(i, "f", n[0])
		r.vote(i, "m", n[1])
	}
	body := r.b.get(r.path()).body
	for _, want := range []string{"Аялдарда 1 буурчак жетпейт.", "7 × 3 = 21, эсептелгени 20.", "Эркектерде 1 буурчак жетпейт."} {
		if !strings.Contains(body, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	r.post(http.StatusConflict, "confirmation", "counter1", "Айгүл Сатарова", "counter2", "Чынара Мамытова")
	r.post(http.StatusConflict, "result")
	r.post(http.StatusSeeOther, "votes", "rest", "unused", "group", "f", "n", "1")
	r.post(http.StatusSeeOther, "votes", "rest", "spoiled", "group", "m", "set", "n=1", "n", "9")
	r.post(http.StatusConflict, "result") // matches, but nobody confirmed
	r.post(http.StatusUnprocessableEntity, "confirmation", "counter1", "Айгүл Сатарова", "counter2", "айгүл сатарова")
	r.post(http.StatusSeeOther, "confirmation", "counter1", "Айгүл Сатарова", "counter2", "Чынара Мамытова")
	r.vote(0, "f", 9) // a change after the confirmation takes it back
	r.vote(0, "f", 8)
	r.post(http.StatusConflict, "closing")
	if strings.Contains(r.b.get(r.path()).body, `class="rank"`) {
		t.Error("places are shown before the reveal")
	}
	r.reveal()
	if got := r.places(); got != "0:1 1:2= 2:2= 3:4" {
		t.Errorf("places %s", got)
	}
	body = r.b.get(r.path()).body
	for _, want := range []string{"2=", `class="tie"`, "орун бөлүшүлөт", "12 катышуучу", "34 буурчак", `aria-label="Аялдар 8, Эркектер 3"`} {
		if !strings.Contains(body, want) {
			t.Errorf("the result does not show %q", want)
		}
	}
	if strings.Contains(body, "Администраторго") {
		t.Error("the result read back is not the one computed")
	}
	r.post(http.StatusConflict, "votes", "option", r.cards[0], "group", "f", "n", "1")
	r.post(http.StatusSeeOther, "result") // a second tap
}

func TestWomenDecideWhereTheRuleSaysSo(t *testing.T) {
	r := newRanking(t, dotsRules(1, "women"), 2, 2, "Жол", "Суу")
	r.open()
	r.vote(0, "m", 2)
	r.vote(1, "f", 2)
	r.reveal()
	if got := r.places(); got != "1:1 0:2" {
		t.Errorf("places %s", got)
	}
	if !strings.Contains(r.b.get(r.path()).body, "аялдардын добушу чечти") {
		t.Error("the page does not say that the women's votes decided")
	}
}

func TestALotIsDrawnOnceAndRecorded(t *testing.T) {
	r := newRanking(t, dotsRules(1, "lot"), 2, 2, "Жол", "Суу", "Жарык")
	r.open()
	r.vote(0, "m", 2)
	r.vote(1, "f", 2)
	r.reveal()
	r.post(http.StatusUnprocessableEntity, "lot", "place", "1", "witness1", "Гүлнара Асанова")
	if len(r.last().Lots) != 0 {
		t.Fatal("a lot without two witnesses")
	}
	r.post(http.StatusSeeOther, "lot", "place", "1", "witness1", "Гүлнара Асанова", "witness2", "Бакыт Осмонов")
	lots, first := r.last().Lots, r.places()
	if len(lots) != 1 || len(lots[0].Order) != 2 || slices.Contains(lots[0].Order, r.cards[2]) || strings.Contains(first, "=") {
		t.Fatalf("lots %+v, places %s", lots, first)
	}
	r.post(http.StatusSeeOther, "lot", "place", "1", "witness1", "Гүлнара Асанова", "witness2", "Бакыт Осмонов")
	if len(r.last().Lots) != 1 || r.places() != first {
		t.Error("the lot was drawn again")
	}
	if body := r.b.get(r.path()).body; !strings.Contains(body, "Бакыт Осмонов") || strings.Contains(body, "Администраторго") {
		t.Error("the witnesses are not shown, or the result does not match")
	}
}

func TestHandsAreNeverMoreThanPeople(t *testing.T) {
	rules := civic.DefaultRules()
	rules.Method = civic.Hands
	r := newRanking(t, rules, 3, 2, "Жол", "Суу")
	r.open("by", "sex")
	r.post(http.StatusConflict, "result")
	r.vote(0, "f", 4)
	if body := r.b.get(r.path()).body; !strings.Contains(body, "Кол адамдан көп: Жол.") {
		t.Error("four hands of three women are accepted")
	}
	r.vote(0, "f", 1)
	r.vote(1, "m", 2)
	r.reveal()
	if got := r.places(); got != "1:1 0:2" {
		t.Errorf("places %s", got)
	}
}

func TestPairsAreAskedOneByOneAndACircleIsATie(t *testing.T) {
	rules := civic.DefaultRules()
	rules.Method = civic.Pairwise
	r := newRanking(t, rules, 3, 2, "Жол", "Суу", "Жарык", "Мектеп")
	round := r.open()
	if len(round.Groups) != 1 || round.Groups[0].Heads != 5 {
		t.Fatalf("voters %+v", round.Groups)
	}
	// Жол > Суу > Жарык > Жол, all above Мектеп.
	beats := map[[2]int]bool{{0, 1}: true, {1, 2}: true, {2, 0}: true, {0, 3}: true, {1, 3}: true, {2, 3}: true}
	asked := regexp.MustCompile(`name="(a|b)" value="([0-9a-f-]{36})"`)
	for n := range 6 {
		body := r.b.get(r.path()).body
		m := asked.FindAllStringSubmatch(body, -1)
		if len(m) != 2 || !strings.Contains(body, strconv.Itoa(n+1)+" / 6") {
			t.Fatalf("question %d: %v", n+1, m)
		}
		a, b := m[0][2], m[1][2]
		win := "b"
		if beats[[2]int{slices.Index(r.cards, a), slices.Index(r.cards, b)}] {
			win = "a"
		}
		r.post(http.StatusSeeOther, "pairs", "a", a, "b", b, "win", win)
	}
	if body := r.b.get(r.path() + "?pair=2").body; !strings.Contains(body, "2 / 6") || !strings.Contains(body, `aria-pressed="true"`) {
		t.Error("an answered pair does not open again with its answer")
	}
	r.reveal()
	if got := r.places(); got != "0:1= 1:1= 2:1= 3:4" {
		t.Errorf("places %s", got)
	}
	if !strings.Contains(r.b.get(r.path()).body, "Айланма") {
		t.Error("the circle is not named")
	}
}

func TestNineAreTooManyForPairs(t *testing.T) {
	rules := civic.DefaultRules()
	rules.Method = civic.Pairwise
	r := newRanking(t, rules, 3, 2, "А", "Б", "В", "Г", "Д", "Е", "Ж", "З", "И")
	a := r.b.post("/sessions/"+r.session+"/rounds", url.Values{"session_form": {"1"}, "option": r.cards})
	if a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "эң көп 8") {
		t.Errorf("nine: %d", a.status)
	}
}

func TestScoresAreWeighted(t *testing.T) {
	rules := civic.DefaultRules()
	rules.Method = civic.Scoring
	rules.Criteria = []civic.Criterion{{ID: "people", Name: civic.Text{KY: "Канча адамга"}, Weight: 3}, {ID: "cost", Name: civic.Text{KY: "Баасы"}, Weight: 1}}
	r := newRanking(t, rules, 3, 2, "Жол", "Суу")
	r.open()
	for i, marks := range [][2]string{{"2", "5"}, {"4", "1"}} {
		r.post(http.StatusSeeOther, "scores", "option", r.cards[i], "criterion", "people", "score", marks[0])
		if i == 0 {
			r.post(http.StatusConflict, "result")
		}
		r.post(http.StatusSeeOther, "scores", "option", r.cards[i], "criterion", "cost", "score", marks[1])
	}
	r.post(http.StatusUnprocessableEntity, "scores", "option", r.cards[0], "criterion", "people", "score", "6")
	r.reveal()
	if got := r.places(); got != "1:1 0:2" || r.last().Result.Rows[0].Points != 13 || r.last().Result.Rows[1].Points != 11 {
		t.Errorf("places %s, %+v", got, r.last().Result)
	}
	if !strings.Contains(r.b.get(r.path()).body, "Канча адамга 4 × 3") {
		t.Error("the result does not show each criterion")
	}
}

var salted = regexp.MustCompile(`name="salt" value="([^"]+)"`)

func (r *ranking) ballot(want int, places map[int]string) {
	r.t.Helper()
	salt := salted.FindStringSubmatch(r.b.get(r.path()).body)
	if salt == nil {
		r.t.Fatal("no ballot form")
	}
	pairs := []string{"salt", salt[1], "op", r.store.IDs.New()}
	for i, card := range r.cards {
		pairs = append(pairs, "place-"+card, places[i])
	}
	r.post(want, "ballots", pairs...)
}

func TestBallotsGoByBordaAndLeaveNoTrace(t *testing.T) {
	rules := civic.DefaultRules()
	rules.Method, rules.Marks = civic.Ballots, 2
	r := newRanking(t, rules, 2, 2, "Жол", "Суу", "Жарык", "Мектеп")
	r.open()
	r.ballot(http.StatusSeeOther, map[int]string{1: "1", 2: "2"})
	r.ballot(http.StatusSeeOther, map[int]string{1: "1"})
	r.ballot(http.StatusUnprocessableEntity, map[int]string{0: "1", 1: "1"})
	r.ballot(http.StatusUnprocessableEntity, map[int]string{0: "1", 1: "2", 2: "3"})
	r.ballot(http.StatusUnprocessableEntity, nil)
	r.post(http.StatusConflict, "confirmation", "counter1", "Айгүл Сатарова", "counter2", "Чынара Мамытова")
	r.ballot(http.StatusSeeOther, map[int]string{0: "1", 2: "2"})
	r.ballot(http.StatusSeeOther, map[int]string{3: "1"})
	var wrong string
	for _, b := range r.last().Ballots {
		if b.Places[r.cards[3]] == 1 {
			wrong = b.ID
		}
	}
	r.post(http.StatusSeeOther, "ballots", "remove", wrong)
	r.post(http.StatusSeeOther, "votes", "rest", "spoiled", "group", "all", "n", "1")
	r.reveal()
	// Borda of 4: 3, 2, 1, 0. Суу 3 + 3 + 0.5, Жарык 2 + 1 + 2, Жол 0.5 + 1 + 3, Мектеп 0.5 + 1 + 0.5.
	if got := r.places(); got != "1:1 2:2 0:3 3:4" || r.last().Result.Rows[0].Points != 6.5 {
		t.Errorf("places %s, %+v", got, r.last().Result)
	}
	entries, err := r.store.History(context.Background(), r.session, r.last().ID)
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, e := range entries {
		if e.Kind == "round.ballot" {
			seen++
			for _, card := range r.cards {
				if strings.Contains(string(e.Data), card) {
					t.Errorf("the journal tells a ballot's marks: %s", e.Data)
				}
			}
		}
	}
	if seen != 5 {
		t.Errorf("%d ballots in the journal, want 4 put in and 1 taken out", seen)
	}
}

func TestARecountReplacesAndSaysWhy(t *testing.T) {
	r := newRanking(t, dotsRules(1, "shared"), 2, 0, "Жол", "Суу")
	old := r.open()
	r.vote(0, "f", 2)
	r.reveal()
	if a := r.b.get("/sessions/" + r.session + "/rounds/new?replaces=" + old.ID); a.status != 200 || !strings.Contains(a.body, `name="reason"`) {
		t.Fatalf("no form for a recount: %d", a.status)
	}
	form := url.Values{"session_form": {"1"}, "option": r.cards, "replaces": {old.ID}}
	if a := r.b.post("/sessions/"+r.session+"/rounds", form); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "Кайра саноонун себебин жазыңыз") {
		t.Fatalf("a recount without a reason: %d", a.status)
	}
	again := r.open("replaces", old.ID, "reason", "Бир буурчак жерге түшүп калган")
	rounds := r.rounds()
	if len(rounds) != 2 || again.Number != 2 || again.Replaces != old.ID || rounds[0].ReplacedBy != again.ID || rounds[0].Result == nil {
		t.Fatalf("rounds %+v", rounds)
	}
	if a := r.b.get("/sessions/" + r.session + "/rounds"); a.header.Get("Location") != r.path() {
		t.Errorf("the rail leads to %s", a.header.Get("Location"))
	}
	if a := r.b.get("/sessions/" + r.session + "/rounds/" + old.ID); !strings.Contains(a.body, "күчүн жоготкон") {
		t.Error("the old round does not say that it was recounted")
	}
	form.Set("reason", "Дагы")
	if a := r.b.post("/sessions/"+r.session+"/rounds", form); a.status != http.StatusConflict {
		t.Errorf("recounted twice: %d", a.status)
	}
}

// What was opened by mistake ends with a reason, never with invented counts,
// and what it recounted stands again.
func TestARankingOpenedByMistakeIsCancelled(t *testing.T) {
	r := newRanking(t, dotsRules(1, "shared"), 2, 0, "Жол", "Суу")
	first := r.open()
	path := "/sessions/" + r.session + "/rounds/"
	if a := r.b.post(path+first.ID+"/cancellation", url.Values{"cancel": {" "}}); a.status != http.StatusUnprocessableEntity ||
		!strings.Contains(a.body, "Турду эмне үчүн жокко чыгарганыңызды жазыңыз") || !strings.Contains(a.body, `id="round-more" open`) {
		t.Fatalf("cancelled without a reason: %d", a.status)
	}
	if a := r.as("deputy").post(path+first.ID+"/cancellation", url.Values{"cancel": {"Сынак"}}); a.status != http.StatusForbidden {
		t.Fatalf("a deputy cancels: %d", a.status)
	}
	cancel := func(id string, want int) {
		t.Helper()
		if a := r.b.post(path+id+"/cancellation", url.Values{"cancel": {"Топ дагы көйгөй айтты"}}); a.status != want {
			t.Fatalf("cancel: %d, want %d", a.status, want)
		}
	}
	cancel(first.ID, http.StatusSeeOther)
	cancel(first.ID, http.StatusConflict)
	if a := r.b.get(path + first.ID); !strings.Contains(a.body, "Бул тур жокко чыгарылган") || !strings.Contains(a.body, "Топ дагы көйгөй айтты") {
		t.Error("the round does not say that it was cancelled, and why")
	}
	if a := r.b.post(path+first.ID+"/votes", url.Values{"option": {r.cards[0]}, "group": {"f"}, "n": {"1"}}); a.status != http.StatusConflict {
		t.Errorf("a cancelled round is counted on: %d", a.status)
	}
	second := r.open() // it blocks nothing
	r.vote(0, "f", 2)
	r.reveal()
	cancel(second.ID, http.StatusConflict) // the hall has seen it
	recount := r.open("replaces", second.ID, "reason", "Буурчак түшүп калды")
	cancel(recount.ID, http.StatusSeeOther)
	rounds := r.rounds()
	if current := civic.CurrentRound(rounds); current == nil || current.ID != second.ID || current.Result == nil {
		t.Fatalf("the result that was to be recounted does not stand: %+v", current)
	}
	r.open("replaces", second.ID, "reason", "Чын эле кайра санайбыз")
	minutes := r.b.get("/sessions/" + r.session + "/minutes").body
	if n := strings.Count(minutes, "Тур жыйынтыгы ачылганга чейин жокко чыгарылды"); n != 2 {
		t.Errorf("the minutes mention %d cancelled rounds of 2", n)
	}
}

// A round answers only under its own session, whoever asks.
func TestARoundBelongsToItsSession(t *testing.T) {
	r := newRanking(t, dotsRules(1, "shared"), 2, 0, "Жол", "Суу")
	round := r.open()
	elsewhere := "/sessions/" + r.ids["session"] + "/rounds/" + round.ID
	if a := r.b.get(elsewhere); a.status != http.StatusNotFound {
		t.Errorf("read through another session: %d", a.status)
	}
	for to, form := range map[string]url.Values{
		"votes":        {"option": {r.cards[0]}, "group": {"f"}, "n": {"2"}},
		"confirmation": {"counter1": {"Айгүл Сатарова"}, "counter2": {"Чынара Мамытова"}},
		"closing":      {}, "result": {},
	} {
		if a := r.b.post(elsewhere+"/"+to, form); a.status != http.StatusNotFound {
			t.Errorf("%s through another session: %d", to, a.status)
		}
	}
	if n := r.last().Sum("f"); n != 0 {
		t.Errorf("another session's write counted: %d", n)
	}
	if a := r.as("other").get(r.path()); a.status != http.StatusNotFound {
		t.Errorf("another municipality reads: %d", a.status)
	}
}

// While it is counted, readers see that it is counted and nothing else.
func TestCountsAreHiddenFromReaders(t *testing.T) {
	r := newRanking(t, dotsRules(2, "shared"), 3, 0, "Жол", "Суу")
	r.open()
	r.vote(0, "f", 5)
	for _, role := range []string{"deputy", "monitor"} {
		if body := r.as(role).get(r.path()).body; !strings.Contains(body, "Саналып жатат") || strings.Contains(body, `value="5"`) {
			t.Errorf("%s sees the counts", role)
		}
	}
}

func TestAStepperAnswersHtmxWithTheRound(t *testing.T) {
	r := newRanking(t, dotsRules(2, "shared"), 3, 0, "Жол", "Суу")
	r.open()
	a := r.b.post(r.path()+"/votes", url.Values{"option": {r.cards[0]}, "group": {"f"}, "n": {"5"}}, partial...)
	if a.status != 200 || !strings.Contains(a.body, `id="round"`) || strings.Contains(a.body, "<html") || !strings.Contains(a.body, "1 буурчак жетпейт") {
		t.Errorf("htmx gets %d %.300s", a.status, a.body)
	}
	if a := r.b.post(r.path()+"/votes", url.Values{"option": {r.cards[0]}, "group": {"f"}, "n": {"көп"}}, partial...); a.status != http.StatusUnprocessableEntity {
		t.Errorf("a word for a number: %d", a.status)
	}
}

func TestRoundPagesAskFewQueries(t *testing.T) {
	r := newRanking(t, dotsRules(2, "shared"), 3, 0, "Жол", "Суу")
	count := func(path string) int64 {
		before := r.store.Queries()
		if a := r.b.get(path); a.status != 200 {
			t.Fatalf("%s: %d", path, a.status)
		}
		return r.store.Queries() - before
	}
	if n := count("/sessions/" + r.session + "/rounds/new"); n > 10 {
		t.Errorf("opening asks %d queries", n)
	}
	r.open()
	if n := count(r.path()); n > 10 {
		t.Errorf("a round asks %d queries", n)
	}
	r.vote(0, "f", 6)
	r.reveal()
	if n := count(r.path()); n > 10 {
		t.Errorf("a result asks %d queries", n)
	}
	if n := count("/sessions/" + r.session + "/screen"); n > 10 {
		t.Errorf("the wall asks %d queries", n)
	}
}
