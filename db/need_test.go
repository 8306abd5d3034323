package db

import (
	"encoding/json"
	"slices"
	"testing"

	"ashar/internal/civic"
)

// needHall is a cycle with two sessions, each with its cards, closed one after the other.
type needHall struct {
	t        *testing.T
	s        *Store
	cycle    string
	sessions []string
	cards    [][]string
}

func newNeedHall(t *testing.T, titles ...[]string) *needHall {
	h := &needHall{t: t, s: open(t)}
	_, session := plannedHall(t, h.s)
	head, err := h.s.SessionHead(t.Context(), session)
	if err != nil {
		t.Fatal(err)
	}
	h.cycle = head.Cycle
	for i := range titles {
		if i > 0 {
			session = h.s.IDs.New()
			do(t, h.s, h.cycle, civic.PlanSession{ID: session, Village: head.Village, Audience: head.Audience, Date: civic.AddDays("2016-12-12", i), Starts: "11:00", Ends: "13:00", ExpectedMin: 8, ExpectedMax: 12})
		}
		h.sessions = append(h.sessions, session)
		do(t, h.s, session, civic.StartSession{Session: session})
		var cards []string
		for _, title := range titles[i] {
			cards = append(cards, h.card(session, title))
		}
		h.cards = append(h.cards, cards)
		h.close(session)
	}
	return h
}

func (h *needHall) card(session, title string) string {
	said, card := h.s.IDs.New(), h.s.IDs.New()
	do(h.t, h.s, session, civic.AddStatements{Statements: []civic.SaidStatement{{ID: said, Text: "сөз: " + title}}})
	do(h.t, h.s, session, civic.MakePriority{ID: card, Statement: said, Title: title})
	return card
}

func (h *needHall) close(session string) {
	do(h.t, h.s, session, civic.SetCount{Session: session, What: civic.Came, Sex: "f", Band: "29-45", People: 8})
	for _, c := range civic.DefaultChecklist() {
		if c.Mandatory && c.Phase != civic.After {
			do(h.t, h.s, session, civic.SetCheck{Session: session, Number: c.Number, State: civic.Done})
		}
	}
	do(h.t, h.s, session, civic.CloseSession{Session: session})
}

// holds is each need's title with the titles of its cards.
func (h *needHall) holds() map[string][]string {
	h.t.Helper()
	out := map[string][]string{}
	for _, n := range h.needs().Needs {
		for _, c := range n.Cards {
			out[n.ID] = append(out[n.ID], c.Card)
		}
		slices.Sort(out[n.ID])
	}
	return out
}

func (h *needHall) needs() *civic.Needs {
	h.t.Helper()
	ns, err := h.s.Needs(h.t.Context(), h.cycle)
	if err != nil {
		h.t.Fatal(err)
	}
	return &ns
}

func (h *needHall) refused(kind civic.Kind, change civic.Change) {
	h.t.Helper()
	if _, err := h.s.Apply(h.t.Context(), civic.Operation{Scope: h.cycle, Change: change}); civic.KindOf(err) != kind {
		h.t.Errorf("%s: %v", change.Kind(), err)
	}
}

func (h *needHall) want(want map[string][]string) {
	h.t.Helper()
	for _, cards := range want {
		slices.Sort(cards)
	}
	got, _ := json.Marshal(h.holds())
	if w, _ := json.Marshal(want); string(w) != string(got) {
		h.t.Errorf("needs hold %s, want %s", got, w)
	}
}

func TestClosingASessionCollectsItsCardsAndACorrectionTakesThemOff(t *testing.T) {
	h := newNeedHall(t, []string{"Таза суу", "Жол"})
	water, road := h.cards[0][0], h.cards[0][1]
	h.want(map[string][]string{water: {water}, road: {road}})
	do(t, h.s, h.cycle, civic.CollectNeeds{Cycle: h.cycle}) // again changes nothing
	h.want(map[string][]string{water: {water}, road: {road}})
	if n := h.needs().Find(water); n.Title.KY != "Таза суу" || len(n.Code) != 7 || n.Cards[0].Voices != 1 {
		t.Errorf("%+v", n)
	}
	session := h.sessions[0]
	do(t, h.s, session, civic.CorrectSession{Session: session, What: "Карточка", Reason: "Эки жолу жазылган"})
	do(t, h.s, session, civic.WithdrawPriority{ID: road, Withdrawn: true, Reason: "Эки жолу жазылган"})
	light := h.card(session, "Жарык")
	if loose := h.needs().Loose; loose != 0 {
		t.Errorf("a session that is open again has %d loose cards", loose)
	}
	do(t, h.s, session, civic.CloseSession{Session: session})
	h.want(map[string][]string{water: {water}, light: {light}})
}

func TestJoiningIsUndoneAndSplitWithoutATrace(t *testing.T) {
	h := newNeedHall(t, []string{"Таза суу", "Жол"}, []string{"Суу түтүгү", "Көпүрө"})
	water, road, pipe, bridge := h.cards[0][0], h.cards[0][1], h.cards[1][0], h.cards[1][1]
	apart := map[string][]string{water: {water}, road: {road}, pipe: {pipe}, bridge: {bridge}}
	join := h.s.IDs.New()
	op := civic.Operation{ID: join, Scope: h.cycle, Change: civic.JoinNeeds{Into: water, From: []string{pipe, bridge}}}
	for range 2 { // sent twice it counts once
		if _, err := h.s.Apply(t.Context(), op); err != nil {
			t.Fatal(err)
		}
	}
	h.want(map[string][]string{water: {water, pipe, bridge}, road: {road}})
	if n := h.needs().Find(water); n.Cards[1].Title != "Суу түтүгү" && n.Cards[2].Title != "Суу түтүгү" {
		t.Errorf("the group's words are gone: %+v", n.Cards)
	}
	do(t, h.s, h.cycle, civic.UndoJoin{Cycle: h.cycle, Join: join})
	h.want(apart)

	do(t, h.s, h.cycle, civic.JoinNeeds{Into: pipe, From: []string{water}})
	again := h.s.IDs.New()
	if _, err := h.s.Apply(t.Context(), civic.Operation{ID: again, Scope: h.cycle, Change: civic.JoinNeeds{Into: road, From: []string{pipe}}}); err != nil {
		t.Fatal(err)
	}
	do(t, h.s, h.cycle, civic.SplitNeed{Need: road, Cards: []string{water}, Fresh: h.s.IDs.New()})
	do(t, h.s, h.cycle, civic.UndoJoin{Cycle: h.cycle, Join: again}) // what was split meanwhile stays
	h.want(apart)

	h.refused(civic.NotFound, civic.UndoJoin{Cycle: h.cycle, Join: h.s.IDs.New()})
	h.refused(civic.NotFound, civic.JoinNeeds{Into: water, From: []string{h.s.IDs.New()}})
	h.refused(civic.Invalid, civic.SplitNeed{Need: water, Cards: []string{water}, Fresh: h.s.IDs.New()})
	if err := h.s.Verify(t.Context(), h.cycle); err != nil {
		t.Error(err)
	}
}

func TestACardSplitOffWhereItsNeedIsTakenBeginsANewOne(t *testing.T) {
	h := newNeedHall(t, []string{"Таза суу", "Жол"}, []string{"Суу түтүгү"})
	water, road, pipe := h.cards[0][0], h.cards[0][1], h.cards[1][0]
	do(t, h.s, h.cycle, civic.JoinNeeds{Into: water, From: []string{pipe}})
	do(t, h.s, h.cycle, civic.SplitNeed{Need: water, Cards: []string{water}, Fresh: h.s.IDs.New()}) // the need keeps the other's card
	fresh := ""
	for id, cards := range h.holds() {
		if slices.Equal(cards, []string{water}) {
			fresh = id
		}
	}
	if fresh == "" || fresh == water {
		t.Fatalf("%v", h.holds())
	}
	h.want(map[string][]string{water: {pipe}, fresh: {water}, road: {road}})
	if n := h.needs().Find(fresh); n.Title.KY != "Таза суу" || n.Code == "" {
		t.Errorf("%+v", n)
	}
}

func TestWhatAnAuthorityWasAskedForStaysARowOfItsOwn(t *testing.T) {
	h := newNeedHall(t, []string{"Мектеп", "Чатыр"})
	school, roof := h.cards[0][0], h.cards[0][1]
	letter := civic.SaveLetter{ID: h.s.IDs.New(), Need: school, Addressee: "Район", Text: civic.Text{KY: "Суранабыз"}}
	do(t, h.s, h.cycle, letter)
	h.refused(civic.Conflict, civic.JoinNeeds{Into: roof, From: []string{school}})
	do(t, h.s, h.cycle, civic.JoinNeeds{Into: school, From: []string{roof}})
	h.want(map[string][]string{school: {school, roof}})
}

func TestANeedIsSavedOverTheVersionThatWasRead(t *testing.T) {
	h := newNeedHall(t, []string{"Мектеп"})
	n := h.needs().Needs[0]
	save := civic.SaveNeed{ID: n.ID, Title: civic.Text{KY: "Мектептин чатыры", RU: "Крыша школы"}, Sector: "school", Competence: "raion", Beneficiaries: 400, Programme: true, Base: n.Version}
	do(t, h.s, h.cycle, save)
	if n = h.needs().Needs[0]; n.Title.RU != "Крыша школы" || n.SectorName.KY != "Мектеп" || !n.Programme || n.Cards[0].Title != "Мектеп" {
		t.Errorf("%+v", n)
	}
	h.refused(civic.Conflict, save)
	save.Base, save.Sector = n.Version, "no such"
	h.refused(civic.Invalid, save)
	save.ID = h.s.IDs.New()
	save.Sector = ""
	h.refused(civic.NotFound, save)
}

func TestAnOrderByHandKeepsBothOrders(t *testing.T) {
	h := newNeedHall(t, []string{"Мектеп", "Жол"})
	school, road := h.cards[0][0], h.cards[0][1]
	order := civic.OrderNeeds{Cycle: h.cycle, Rule: civic.DefaultListRules(), Computed: []string{school, road}, Ordered: []string{road, school}, Reason: "Жол кыйраган"}
	do(t, h.s, h.cycle, order)
	h.refused(civic.Conflict, order) // somebody ordered it meanwhile
	order.Base, order.Ordered, order.Reason = 1, nil, "Жол оңдолду"
	do(t, h.s, h.cycle, order)
	order.Base, order.Reason = 2, " "
	h.refused(civic.Invalid, order)
	orders := h.needs().Orders
	if len(orders) != 2 || len(orders[0].Ordered) != 0 || orders[1].Reason != "Жол кыйраган" || !slices.Equal(orders[1].Computed, []string{school, road}) {
		t.Errorf("%+v", orders)
	}
	if m := orders[1].Moves(); len(m) != 2 || m[0] != (civic.NeedMove{Need: road, From: 2, To: 1}) {
		t.Errorf("%+v", m)
	}
}

func TestADivergenceIsAnsweredAndItsAnswerChanged(t *testing.T) {
	h := newNeedHall(t, []string{"Мектеп"})
	answer := civic.AnswerDivergence{Cycle: h.cycle, Audience: civic.Women, Need: h.cards[0][0], Answer: "Грант күтөбүз"}
	do(t, h.s, h.cycle, answer)
	answer.Answer = "Грант келди"
	do(t, h.s, h.cycle, answer)
	if a := h.needs().Answers; len(a) != 1 || a[0].Answer != "Грант келди" {
		t.Errorf("%+v", a)
	}
	answer.Need = h.s.IDs.New()
	h.refused(civic.NotFound, answer)
	answer.Answer = " "
	h.refused(civic.Invalid, answer)
}

func TestALetterKeepsItsWordsOnceSent(t *testing.T) {
	h := newNeedHall(t, []string{"Мектеп"})
	need := h.cards[0][0]
	one := func() civic.Letter {
		letters, err := h.s.Letters(t.Context(), h.cycle)
		if err != nil || len(letters) == 0 {
			t.Fatal(letters, err)
		}
		return letters[0]
	}
	save := civic.SaveLetter{ID: h.s.IDs.New(), Need: need, Addressee: "Райондук администрация", Text: civic.Text{KY: "Суранабыз"}}
	do(t, h.s, h.cycle, save)
	h.refused(civic.Invalid, civic.AnswerLetter{ID: save.ID, AnsweredOn: "2016-12-20", Answer: "Болот", Base: 1})
	save.Base, save.Number, save.SignedBy, save.SentOn, save.AnswerDue = 1, "01-14/3", "Осмонов", "2016-12-12", "2017-01-11"
	do(t, h.s, h.cycle, save)
	h.refused(civic.Conflict, save)
	save.Base, save.Text.KY, save.Number = 2, "Башка сөз", "01-14/4"
	do(t, h.s, h.cycle, save)
	if l := one(); l.Text.KY != "Суранабыз" || l.Number != "01-14/4" || !l.Overdue("2017-01-12") || l.Overdue("2017-01-11") {
		t.Errorf("%+v", l)
	}
	h.refused(civic.Invalid, civic.AnswerLetter{ID: save.ID, AnsweredOn: "2016-12-01", Answer: "Болот", Base: 3})
	reminder := civic.SaveLetter{ID: h.s.IDs.New(), Reminds: save.ID, Addressee: "Райондук администрация", Text: civic.Text{KY: "Дагы суранабыз"}}
	do(t, h.s, h.cycle, reminder)
	do(t, h.s, h.cycle, civic.AnswerLetter{ID: save.ID, AnsweredOn: "2017-01-20", Answer: "Тизмеге кирди", Base: 3})
	save.Base = 4
	h.refused(civic.Conflict, save) // answered: it no longer changes
	if l := one(); l.Answer != "Тизмеге кирди" || l.Overdue("2017-02-01") {
		t.Errorf("%+v", l)
	}
	letters, _ := h.s.Letters(t.Context(), h.cycle)
	if len(letters) != 2 || letters[1].Need != need || letters[1].Reminds != save.ID {
		t.Errorf("%+v", letters)
	}
}

func TestANeedsVoicesAreThoseOfItsCardsAndTheirParts(t *testing.T) {
	h := newNeedHall(t, []string{"Таза суу"}, []string{"Суу түтүгү"})
	water, pipe := h.cards[0][0], h.cards[1][0]
	do(t, h.s, h.cycle, civic.JoinNeeds{Into: water, From: []string{pipe}})
	voices, err := h.s.NeedVoices(t.Context(), water)
	if err != nil || len(voices) != 2 || voices[pipe][0] != "сөз: Суу түтүгү" {
		t.Errorf("%v %v", voices, err)
	}
}

func TestTheListIsReadInFewQueries(t *testing.T) {
	h := newNeedHall(t, []string{"Мектеп", "Жол"}, []string{"Мектеп"})
	before := h.s.Queries()
	h.needs()
	if n := h.s.Queries() - before; n > 7 {
		t.Errorf("%d queries", n)
	}
}

func TestTheCostOfAJoinedNeedIsTheHostsToSeeAndComesBack(t *testing.T) {
	h := newNeedHall(t, []string{"жол", "суу", "көпүрө"})
	road, water, bridge := h.cards[0][0], h.cards[0][1], h.cards[0][2]
	do(t, h.s, h.cycle, civic.SetEstimate{ID: h.s.IDs.New(), Need: water, Cost: 500, Source: "смета", Dated: "2016-12-01"})
	do(t, h.s, h.cycle, civic.SetEstimate{ID: h.s.IDs.New(), Need: bridge, Cost: 700, Source: "смета", Dated: "2016-12-01"})
	do(t, h.s, h.cycle, civic.SetEstimate{ID: h.s.IDs.New(), Need: bridge, Note: "алынды"})
	parts := func() map[string][]civic.Estimate {
		t.Helper()
		all, err := h.s.Estimates(t.Context(), h.cycle)
		if err != nil {
			t.Fatal(err)
		}
		return civic.JoinedEstimates(all)
	}
	if p := parts(); len(p) != 0 {
		t.Errorf("before anything is joined: %+v", p)
	}
	join := h.s.IDs.New()
	if _, err := h.s.Apply(t.Context(), civic.Operation{ID: join, Scope: h.cycle, Change: civic.JoinNeeds{Into: road, From: []string{water, bridge}}}); err != nil {
		t.Fatal(err)
	}
	if p := parts(); len(p) != 1 || len(p[road]) != 1 || p[road][0].Need != water || p[road][0].Cost != 500 || p[road][0].NeedTitle.KY != "суу" {
		t.Errorf("joined: %+v", p)
	}
	if n := h.needs().Find(road); n.Cost != 0 {
		t.Errorf("the cost of a part is taken for the whole: %d", n.Cost)
	}
	do(t, h.s, h.cycle, civic.SplitNeed{Need: road, Cards: []string{water}, Fresh: h.s.IDs.New()})
	if n := h.needs().Find(water); len(parts()) != 0 || n == nil || n.Cost != 500 {
		t.Errorf("split off again: %+v, %+v", parts(), n)
	}
	// a need that was made by splitting its own first card off, and joined
	do(t, h.s, h.cycle, civic.JoinNeeds{Into: road, From: []string{water}})
	fresh := h.s.IDs.New()
	do(t, h.s, h.cycle, civic.SplitNeed{Need: road, Cards: []string{road}, Fresh: fresh})
	do(t, h.s, h.cycle, civic.SetEstimate{ID: h.s.IDs.New(), Need: fresh, Cost: 900, Source: "смета", Dated: "2016-12-01"})
	do(t, h.s, h.cycle, civic.JoinNeeds{Into: road, From: []string{fresh}})
	if p := parts(); len(p[road]) != 2 {
		t.Errorf("the one that was split off is lost: %+v", p)
	}
}
