package handlers_test

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ashar/handlers"
	"ashar/internal/civic"
)

// named closes the live session with cards, and a second one; it answers the cards' ids by session.
func (h *house) named(titles ...[]string) (cards [][]string) {
	h.t.Helper()
	for i, of := range titles {
		session := h.ids["session"]
		if i > 0 {
			session = h.session("")
			h.apply(session, h.ids["user.facilitator"], civic.StartSession{Session: session})
		}
		var ids []string
		for _, title := range of {
			said, card := h.store.IDs.New(), h.store.IDs.New()
			h.apply(session, "", civic.AddStatements{Statements: []civic.SaidStatement{{ID: said, Text: "«" + title + "» дешти"}}})
			h.apply(session, "", civic.MakePriority{ID: card, Statement: said, Title: title})
			ids = append(ids, card)
		}
		h.close(session)
		cards = append(cards, ids)
	}
	return cards
}

// ranked closes the live session with cards that eight women gave so many beans.
func (h *house) ranked(beans []int) (cards []string) {
	h.t.Helper()
	session := h.ids["session"]
	h.apply(session, "", civic.SetCount{Session: session, What: civic.Came, Sex: "f", Band: "29-45", People: 8})
	round := civic.OpenRound{Session: session, ID: h.store.IDs.New(), Rules: civic.RulesOfRound(civic.DefaultRules(), civic.BySex), Groups: []civic.RoundGroup{{Key: "f", Heads: 8}}}
	for i := range beans {
		said, card := h.store.IDs.New(), h.store.IDs.New()
		h.apply(session, "", civic.AddStatements{Statements: []civic.SaidStatement{{ID: said, Text: strconv.Itoa(i) + "-сөз"}}})
		h.apply(session, "", civic.MakePriority{ID: card, Statement: said, Title: strconv.Itoa(i) + "-муктаждык"})
		round.Options = append(round.Options, civic.RoundOption{ID: card, Title: strconv.Itoa(i)})
		cards = append(cards, card)
	}
	h.apply(session, "", round)
	for i, n := range beans {
		h.apply(session, "", civic.SetTally{Round: round.ID, Option: cards[i], Group: "f", N: n})
	}
	h.apply(session, "", civic.ConfirmRound{Round: round.ID, Counters: [2]string{"Айгүл", "Чынара"}})
	h.apply(session, "", civic.CloseRound{Round: round.ID})
	rounds, err := h.store.Rounds(context.Background(), session)
	if err != nil {
		h.t.Fatal(err)
	}
	result, err := handlers.ResultOf(civic.CurrentRound(rounds))
	if err != nil {
		h.t.Fatal(err)
	}
	h.apply(session, "", civic.RevealRound{Round: round.ID, Result: result})
	h.close(session)
	return cards
}

// again is the same form as a submission of its own.
func (h *house) again(form url.Values) url.Values {
	form.Set("op", h.store.IDs.New())
	return form
}

func (h *house) needs(path string) string { return "/cycles/" + h.ids["cycle"] + "/needs" + path }

func (h *house) holding(need string) int {
	h.t.Helper()
	ns, err := h.store.Needs(context.Background(), h.ids["cycle"])
	if err != nil {
		h.t.Fatal(err)
	}
	if n := ns.Find(need); n != nil {
		return len(n.Cards)
	}
	return 0
}

func TestEverybodyReadsTheListAndPlannersAloneChangeIt(t *testing.T) {
	h := newHouse(t)
	cards := h.named([]string{"Таза суу түтүгү", "Айылдын жолу"}, []string{"Таза суу түтүгү"})
	for _, login := range []string{"deputy", "monitor", "member", "facilitator"} {
		b := h.as(login)
		for _, path := range []string{"", "?of=women", "?view=board", "?view=rules", "/" + cards[0][0], ".pdf", ".xlsx"} {
			before := h.store.Queries()
			a := b.get(h.needs(path))
			if a.status != http.StatusOK {
				t.Errorf("%s reads %s: %d", login, path, a.status)
			}
			if n := h.store.Queries() - before; n > 10 {
				t.Errorf("%s: %d queries", path, n)
			}
			if strings.Contains(a.body, "<form") && page(t, a).Find("main form").Length() > 0 {
				t.Errorf("%s is offered a form on %s", login, path)
			}
		}
	}
	b := h.as("coordinator")
	for _, path := range []string{"", "/joins", "/joins?with=" + cards[0][0], "/order", "/" + cards[0][0] + "/edit", "/" + cards[0][0] + "/letters/new"} {
		before := h.store.Queries()
		if a := b.get(h.needs(path)); a.status != http.StatusOK {
			t.Errorf("the coordinator opens %s: %d", path, a.status)
		}
		if n := h.store.Queries() - before; n > 10 {
			t.Errorf("%s: %d queries", path, n)
		}
	}
	if a := b.get(h.needs("/" + h.store.IDs.New())); a.status != http.StatusNotFound {
		t.Errorf("a need that is not there: %d", a.status)
	}
	foreign := "/cycles/" + h.ids["other.cycle"] + "/needs/" + cards[0][0]
	if a := h.as("other").get(foreign); a.status != http.StatusNotFound {
		t.Errorf("another municipality's need: %d", a.status)
	}
}

func TestAlikeNeedsAreJoinedUndoneAndSplit(t *testing.T) {
	h := newHouse(t)
	cards := h.named([]string{"Таза суу түтүгү", "Айылдын жолу"}, []string{"Таза суу түтүгү", "Көчө жарыгы"})
	water, pipe := cards[0][0], cards[1][0]
	b := h.as("coordinator")
	offered := page(t, b.get(h.needs("/joins")))
	if n := offered.Find("input[name='from-" + water + "'][checked]").Length(); n != 1 {
		t.Fatalf("%d are offered", n)
	}
	op := h.store.IDs.New()
	join := url.Values{"op": {op}, "into": {water}, "from-" + water: {pipe}}
	var undo string
	for range 2 { // sent twice
		a := b.post(h.needs("/joins"), join)
		if a.status != http.StatusSeeOther {
			t.Fatalf("%d %s", a.status, a.body)
		}
		undo = a.header.Get("Location")
	}
	if h.holding(water) != 2 || h.holding(pipe) != 0 {
		t.Fatal("not joined")
	}
	form := page(t, b.get(undo)).Find("form#undo")
	back, _ := form.Find("input[name=join]").Attr("value")
	if a := b.post(h.needs("/joins/undo"), url.Values{"op": {h.store.IDs.New()}, "join": {back}}); a.status != http.StatusSeeOther || h.holding(water) != 1 {
		t.Fatalf("not undone: %d", a.status)
	}
	b.post(h.needs("/joins"), url.Values{"op": {h.store.IDs.New()}, "with": {water}, "into": {water}, "from-" + water: {pipe, cards[1][1]}})
	if h.holding(water) != 3 {
		t.Fatal("not joined by hand")
	}
	words := page(t, b.get(h.needs("/"+water))).Find(".needcard").Text()
	if !strings.Contains(words, "Көчө жарыгы") || !strings.Contains(words, "«Көчө жарыгы» дешти") {
		t.Error("a group's own words are not on the page")
	}
	b.post(h.needs("/"+water+"/split"), url.Values{"op": {h.store.IDs.New()}, "card": {cards[1][1]}})
	if h.holding(water) != 2 {
		t.Error("a card was not split off")
	}
	b.post(h.needs("/"+water+"/split"), url.Values{"op": {h.store.IDs.New()}, "apart": {"1"}})
	if h.holding(water) != 1 || h.holding(pipe) != 1 {
		t.Error("not taken apart")
	}
	a := b.post(h.needs("/joins"), url.Values{"op": {h.store.IDs.New()}, "into": {water}, "only": {water}})
	if a.status != http.StatusUnprocessableEntity || page(t, a).Find("[role=alert]").Length() == 0 {
		t.Errorf("joining nothing: %d", a.status)
	}
}

func TestTheListIsOrderedByHandOnlyWithAReason(t *testing.T) {
	h := newHouse(t)
	h.named([]string{"Таза суу түтүгү", "Айылдын жолу"})
	b := h.as("coordinator")
	rows := page(t, b.get(h.needs("/order"))).Find("input[name=order]")
	first, _ := rows.First().Attr("value")
	second, _ := rows.Last().Attr("value")
	form := url.Values{"op": {h.store.IDs.New()}, "base": {"0"}, "order": {first, second}, "move": {first + ":down"}, "reason": {"суу"}}
	moved := page(t, b.post(h.needs("/order"), form))
	if got, _ := moved.Find("input[name=order]").First().Attr("value"); got != second || moved.Find("textarea[name=reason]").Text() != "суу" {
		t.Fatal("moving one did not keep the form")
	}
	form = url.Values{"op": {h.store.IDs.New()}, "base": {"0"}, "order": {second, first}, "save": {"hand"}, "reason": {" "}}
	refused := b.post(h.needs("/order"), form)
	if got, _ := page(t, refused).Find("input[name=order]").First().Attr("value"); refused.status != http.StatusUnprocessableEntity || got != second {
		t.Fatalf("without a reason: %d", refused.status)
	}
	form.Set("reason", "Түтүк жарылып жатат")
	if a := b.post(h.needs("/order"), form); a.status != http.StatusSeeOther {
		t.Fatalf("%d", a.status)
	}
	list := page(t, h.as("member").get(h.needs("")))
	if text := list.Find("#orders").Text(); !strings.Contains(text, "Түтүк жарылып жатат") {
		t.Error("the reason is not shown")
	}
	if id, _ := list.Find(".need").First().Attr("id"); id != "need-"+second {
		t.Errorf("%s stands first, want %s", id, second)
	}
	if a := b.post(h.needs("/order"), h.again(form)); a.status != http.StatusConflict {
		t.Errorf("over somebody else's order: %d", a.status)
	}
	if a := b.post(h.needs("/order"), url.Values{"op": {h.store.IDs.New()}, "base": {"1"}, "save": {"rule"}, "reason": {"Оңдолду"}}); a.status != http.StatusSeeOther {
		t.Errorf("%d", a.status)
	}
	if id, _ := page(t, b.get(h.needs(""))).Find(".need").First().Attr("id"); id != "need-"+first {
		t.Errorf("the rule's order did not come back: %s", id)
	}
}

func TestANeedIsEditedAndAConflictKeepsWhatWasTyped(t *testing.T) {
	h := newHouse(t)
	need := h.named([]string{"Таза суу түтүгү"})[0][0]
	b, other := h.as("coordinator"), h.as("administrator")
	path := h.needs("/" + need + "/edit")
	form := url.Values{"op": {h.store.IDs.New()}, "base": {"1"}, "title_ky": {"Түтүк"}, "competence": {"raion"}, "beneficiaries": {"1 200"}}
	if a := other.post(path, form); a.status != http.StatusSeeOther {
		t.Fatalf("%d %s", a.status, a.body)
	}
	form.Set("op", h.store.IDs.New())
	form.Set("title_ky", "Суу түтүгү")
	a := b.post(path, form)
	doc := page(t, a)
	title, _ := doc.Find("input[name=title_ky]").Attr("value")
	version, _ := doc.Find("input[name=base]").Attr("value")
	if a.status != http.StatusConflict || title != "Суу түтүгү" || version != "2" || !strings.Contains(doc.Find("main").Text(), "Түтүк") {
		t.Fatalf("%d, %q, version %s", a.status, title, version)
	}
	form.Set("op", h.store.IDs.New())
	form.Set("base", version)
	if a = b.post(path, form); a.status != http.StatusSeeOther {
		t.Fatalf("%d", a.status)
	}
	form.Set("op", h.store.IDs.New())
	form.Set("base", "3")
	form.Set("beneficiaries", "көп")
	form.Set("title_ky", "")
	if a = b.post(path, form); a.status != http.StatusUnprocessableEntity || page(t, a).Find("[aria-invalid=true]").Length() != 2 {
		t.Errorf("%d", a.status)
	}
}

func TestADivergenceStaysUntilItIsAnswered(t *testing.T) {
	h := newHouse(t)
	b := h.as("coordinator")
	cards := h.ranked([]int{6, 4, 3, 2, 2, 2, 1, 1, 1, 1, 1, 0})
	need := cards[0]
	b.post(h.needs("/order"), url.Values{"op": {h.store.IDs.New()}, "base": {"0"}, "save": {"hand"}, "order": append(cards[1:], need), "reason": {"Каражат жок"}})
	list := page(t, b.get(h.needs("")))
	if list.Find("#flags form").Length() != 1 {
		t.Fatalf("%d flags want an answer", list.Find("#flags form").Length())
	}
	answer := url.Values{"op": {h.store.IDs.New()}, "audience": {"women"}, "need": {need}, "answer": {""}}
	if a := b.post(h.needs("/divergence"), answer); a.status != http.StatusUnprocessableEntity || page(t, a).Find("#flags [aria-invalid=true]").Length() != 1 {
		t.Errorf("without words: %d", a.status)
	}
	answer.Set("op", h.store.IDs.New())
	answer.Set("answer", "Грант күтөбүз")
	if a := b.post(h.needs("/divergence"), answer); a.status != http.StatusSeeOther {
		t.Fatalf("%d", a.status)
	}
	if text := page(t, h.as("member").get(h.needs(""))).Find("#flags").Text(); !strings.Contains(text, "Грант күтөбүз") || !strings.Contains(text, "Аты coordinator") {
		t.Error("the answer or who gave it is not shown")
	}
}

func TestALetterIsDraftedSentRemindedOfAndAnswered(t *testing.T) {
	h := newHouse(t)
	need := h.named([]string{"Мектептин чатыры"})[0][0]
	b := h.as("coordinator")
	b.post(h.needs("/"+need+"/edit"), url.Values{"op": {h.store.IDs.New()}, "base": {"1"}, "title_ky": {"Мектептин чатыры"}, "competence": {"raion"}})
	draft := page(t, b.get(h.needs("/"+need+"/letters/new")))
	text := draft.Find("textarea[name=text_ky]").Text()
	if to, _ := draft.Find("input[name=addressee]").Attr("value"); !strings.Contains(to, "Жайыл") || !strings.Contains(text, "«Мектептин чатыры»") || !strings.Contains(text, "дешти") {
		t.Fatalf("to %q: %s", to, text)
	}
	letter := url.Values{"op": {h.store.IDs.New()}, "addressee": {"Райондук билим берүү бөлүмү"}, "text_ky": {text}, "text_ru": {draft.Find("textarea[name=text_ru]").Text()},
		"number": {"01-14/7"}, "sent_on": {"2016-11-01"}}
	if a := b.post(h.needs("/"+need+"/letters/new"), letter); a.status != http.StatusUnprocessableEntity {
		t.Errorf("sent and nobody signed: %d", a.status)
	}
	letter.Set("signed_by", "Осмонов Н., башчы")
	letter.Set("op", h.store.IDs.New())
	a := b.post(h.needs("/"+need+"/letters/new"), letter)
	if a.status != http.StatusSeeOther {
		t.Fatalf("%d %s", a.status, a.body)
	}
	path := a.header.Get("Location")
	reader := h.as("member")
	if body := reader.get("/cycles/" + h.ids["cycle"] + "/letters").body; !strings.Contains(body, "chip bad") {
		t.Error("an answer that is overdue is not said") // due after 30 days, and it is 12 December
	}
	for _, in := range []string{"ky", "ru", "en"} {
		if a := reader.get(path + "/letter.pdf?in=" + in); a.status != http.StatusOK || !strings.HasPrefix(a.body, "%PDF") {
			t.Errorf("on paper in %s: %d", in, a.status)
		}
	}
	remind := page(t, b.get(h.needs("/"+need+"/letters/new?reminds="+strings.TrimPrefix(path, "/cycles/"+h.ids["cycle"]+"/letters/"))))
	if text := remind.Find("textarea[name=text_ky]").Text(); !strings.Contains(text, "01-14/7") {
		t.Errorf("a reminder of what? %s", text)
	}
	answer := url.Values{"op": {h.store.IDs.New()}, "base": {"1"}, "answered_on": {"2016-12-10"}, "answer": {""}}
	if a := b.post(path+"/answer", answer); a.status != http.StatusUnprocessableEntity {
		t.Errorf("an answer without words: %d", a.status)
	}
	answer.Set("op", h.store.IDs.New())
	answer.Set("answer", "Тизмеге кирди")
	if a := b.post(path+"/answer", answer); a.status != http.StatusSeeOther {
		t.Errorf("%d", a.status)
	}
	if a := h.as("deputy").get(path); !strings.Contains(a.body, "Тизмеге кирди") {
		t.Error("the answer is not shown")
	}
	if a := b.post(path+"/edit", url.Values{"op": {h.store.IDs.New()}, "base": {"2"}, "number": {"1"}, "sent_on": {"2016-11-01"}, "signed_by": {"О"}}); a.status != http.StatusConflict {
		t.Errorf("an answered letter was changed: %d", a.status)
	}
}

func TestTheWorkbookSaysTheRuleAndTakesNoFormulas(t *testing.T) {
	h := newHouse(t)
	h.named([]string{"=1+1 түтүк", "Жол"})
	a := h.as("member").get(h.needs(".xlsx?in=ky"))
	f, err := excelize.OpenReader(bytes.NewReader([]byte(a.body)))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := f.GetRows("Тизме")
	if err != nil {
		t.Fatal(err)
	}
	all := ""
	for _, r := range rows {
		all += strings.Join(r, "|") + "\n"
	}
	if !strings.Contains(all, "=1+1 түтүк") || !strings.Contains(all, "Борда эсеби") {
		t.Error(all)
	}
	for row := 2; row <= 3; row++ {
		for _, col := range "ABCDEFGH" {
			if formula, _ := f.GetCellFormula("Тизме", string(col)+string(rune('0'+row))); formula != "" {
				t.Errorf("a formula: %s", formula)
			}
		}
	}
}

func TestTheRulesOfTheListAreDeclaredBeforeTheFirstSession(t *testing.T) {
	h := newHouse(t)
	b := h.as("coordinator")
	cycle, _ := h.cycle(h.ids["municipality"])
	edit := page(t, b.get("/cycles/"+cycle+"/edit"))
	if n := edit.Find("input[name=list_rule]").Length(); n != len(civic.ListRuleNames) {
		t.Fatalf("%d rules are offered", n)
	}
	form := url.Values{}
	for _, name := range []string{"version", "id", "title_ky", "starts", "ends", "budget_year", "dots", "marks", "min_attendance", "list_within", "list_depth"} {
		v, _ := edit.Find("[name=" + name + "]").Attr("value")
		form.Set(name, v)
	}
	asked, _ := edit.Find("input[name=asked]").First().Attr("value")
	form["audience"], form["asked"], form["audience_kind"], form["audience_ky"], form["audience_ru"], form["audience_en"] = []string{asked}, []string{asked}, []string{"women"}, []string{"Аялдар"}, []string{""}, []string{""}
	form["villages"] = []string{h.ids["village"]}
	form.Set("method", "dots")
	form.Set("tie_break", "shared")
	form.Set("list_rule", "guaranteed")
	if a := b.post("/cycles/"+cycle+"/edit", h.again(form)); a.status != http.StatusUnprocessableEntity {
		t.Errorf("guaranteed to nobody: %d", a.status)
	}
	form.Set("list_order_1", "vulnerable")
	form.Set("list_order_2", "women")
	form["list_watch"] = []string{"women"}
	if a := b.post("/cycles/"+cycle+"/edit", h.again(form)); a.status != http.StatusSeeOther {
		t.Fatalf("%d %s", a.status, page(t, a).Find(".error").Text())
	}
	cy, _, err := h.store.Cycle(context.Background(), cycle)
	r := cy.Rules.ListRules()
	if err != nil || r.Rule != civic.ListGuaranteed || len(r.Order) != 2 || r.Order[0] != civic.Vulnerable || len(r.Watch) != 1 {
		t.Errorf("%+v %v", r, err)
	}
	if text := page(t, b.get("/cycles/"+cycle)).Find("main").Text(); !strings.Contains(text, "калктын аярлуу катмары жана аялдар") {
		t.Error("the cycle's page does not say the rule")
	}
	if n := page(t, b.get("/cycles/"+h.ids["cycle"]+"/edit")).Find("input[name=list_rule]").Length(); n != 0 {
		t.Error("the rule of a cycle that has begun is offered to be changed")
	}
}

// What a row says of its letter is where the letter is, not that one is to be written.
func TestARowSaysWhetherItsLetterIsWrittenSentOrAnswered(t *testing.T) {
	h := newHouse(t)
	needs := h.ranked([]int{12, 6, 4, 2})
	for _, id := range needs {
		h.apply(h.ids["cycle"], h.ids["user.coordinator"], civic.SaveNeed{ID: id, Title: civic.Text{KY: id}, Competence: "raion", Base: 1})
	}
	letter := func(need, sent string) string {
		l := civic.SaveLetter{ID: h.store.IDs.New(), Need: need, Addressee: "Район", Text: civic.Text{KY: "Сурайбыз"}, SentOn: sent}
		if sent != "" {
			l.SignedBy, l.AnswerDue = "Башчы", "2016-12-31"
		}
		h.apply(h.ids["cycle"], h.ids["user.coordinator"], l)
		return l.ID
	}
	letter(needs[1], "")
	letter(needs[2], "2016-12-01")
	answered := letter(needs[3], "2016-12-01")
	letter(needs[2], "") // the draft of a reminder does not hide that one was sent
	h.apply(h.ids["cycle"], h.ids["user.coordinator"], civic.AnswerLetter{ID: answered, AnsweredOn: "2016-12-10", Answer: "Бүтөт", Base: 1})
	list := page(t, h.as("coordinator").get(h.needs("?lang=en")))
	for i, want := range []string{"The raion decides: a letter", "The raion decides: Draft, not sent", "The raion decides: Answer due 31 December 2016", "The raion decides: Answered: 10 December 2016"} {
		got := strings.Join(strings.Fields(strings.ReplaceAll(list.Find("#need-"+needs[i]+" .verdict").Text(), "\u00a0", " ")), " ")
		if got != want {
			t.Errorf("%d: %q, want %q", i, got, want)
		}
	}
}
