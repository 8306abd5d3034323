package handlers_test

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"ashar/internal/civic"
)

// at is an address of a part of the live session.
func (h *house) at(part string) string { return "/sessions/" + h.ids["session"] + "/" + part }

func page(t testing.TB, a answer) *goquery.Document {
	t.Helper()
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(a.body))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func (h *house) cards(session string) civic.Priorities {
	h.t.Helper()
	ps, err := h.store.Priorities(context.Background(), session)
	if err != nil {
		h.t.Fatal(err)
	}
	return ps
}

// card makes a card of statements through operations, for tests about what comes after.
func (h *house) card(session string, texts ...string) (card string, statements []string) {
	h.t.Helper()
	card = h.store.IDs.New()
	for i, text := range texts {
		id := h.store.IDs.New()
		add := civic.AddStatements{Statements: []civic.SaidStatement{{ID: id, Text: text}}}
		if i > 0 {
			add.Priority = card
		}
		h.apply(session, h.ids["user.facilitator"], add)
		if i == 0 {
			h.apply(session, h.ids["user.facilitator"], civic.MakePriority{ID: card, Statement: id})
		}
		statements = append(statements, id)
	}
	return card, statements
}

func TestWordsAreKeptAsTheyWereSaid(t *testing.T) {
	h := newHouse(t)
	b := h.as("facilitator")
	for _, said := range []string{
		"крандан суу эки күндө бир эле келет",
		"<script>alert(1)</script> & \"сөз\"",
		"👩‍👩‍👧 🇰🇬 🚱",
		"биринчи сап\nэкинчи сап",
		strings.Repeat("ң😀", 5000),
	} {
		if a := b.post(h.at("statements"), url.Values{"text": {said}, "op": {h.store.IDs.New()}}); a.status != http.StatusSeeOther {
			t.Fatalf("%.30q: %d %s", said, a.status, a.body)
		}
		ps := h.cards(h.ids["session"])
		if got := ps.Loose[0].Text; got != said {
			t.Errorf("kept %.40q of %.40q", got, said)
		}
		a := b.get(h.at("statements/" + ps.Loose[0].ID))
		if got := page(t, a).Find("textarea[name=text]").Text(); got != said {
			t.Errorf("shown %.40q of %.40q", got, said)
		}
		if strings.Contains(a.body, "<script>alert") {
			t.Error("what people say is run")
		}
	}
}

// close ends a live session with all that the end wants.
func (h *house) close(session string) {
	h.t.Helper()
	h.apply(session, "", civic.SetCount{Session: session, What: civic.Came, Sex: "f", Band: "29-45", People: 8})
	for _, c := range civic.DefaultChecklist() {
		if c.Mandatory && c.Phase != civic.After {
			h.apply(session, "", civic.SetCheck{Session: session, Number: c.Number, State: civic.Done})
		}
	}
	h.apply(session, "", civic.CloseSession{Session: session})
}

func TestCapturingCountsOnceAndKeepsWhatIsRefused(t *testing.T) {
	h := newHouse(t)
	b := h.as("facilitator")
	form := url.Values{"text": {"суу жок"}, "location": {"Жогорку көчө"}, "op": {h.store.IDs.New()}}
	for range 2 {
		if a := b.post(h.at("statements"), form); a.status != http.StatusSeeOther {
			t.Fatalf("%d %s", a.status, a.body)
		}
	}
	if n := len(h.cards(h.ids["session"]).Loose); n != 1 {
		t.Errorf("sent twice: %d statements", n)
	}
	doc := page(t, b.get(h.at("priorities")))
	if got := doc.Find("#say-where").AttrOr("value", ""); got != "" || !strings.Contains(doc.Find("label[for=say-same]").Text(), "Жогорку көчө") {
		t.Errorf("the last place is forgotten, or taken over unseen: %q", got)
	}
	for _, same := range []string{"1", ""} { // it goes on only while somebody says so
		a := b.post(h.at("statements"), url.Values{"text": {"көпүрө кулады " + same}, "last": {"Жогорку көчө"}, "same": {same}, "op": {h.store.IDs.New()}}, partial...)
		if _, on := page(t, a).Find("#say-same").Attr("checked"); on != (same == "1") {
			t.Errorf("the box of the same place is ticked: %v", on)
		}
		want := ""
		if same == "1" {
			want = "Жогорку көчө"
		}
		list := h.cards(h.ids["session"])
		if got := list.Last(); got.Location != want {
			t.Errorf("said about %q, want %q", got.Location, want)
		}
	}
	long := strings.Repeat("ө", 10_001)
	for _, headers := range [][]string{nil, partial} {
		a := b.post(h.at("statements"), url.Values{"text": {long}, "location": {"Төмөнкү көчө"}}, headers...)
		doc := page(t, a)
		if a.status != http.StatusUnprocessableEntity || doc.Find("#say").Text() != long || doc.Find("#say-where").AttrOr("value", "") != "Төмөнкү көчө" ||
			!strings.Contains(doc.Find("#say-bad").Text(), "10") {
			t.Errorf("refused with %d: the words or the reason are lost", a.status)
		}
	}
	a := b.post(h.at("statements"), url.Values{"text": {"жол бузук"}, "op": {h.store.IDs.New()}}, partial...)
	doc = page(t, a)
	if a.status != http.StatusOK || doc.Find("#board li.loose").Length() != 4 || doc.Find(`hx-partial[hx-target="#similar"]`).Length() != 1 || doc.Find("header").Length() != 0 {
		t.Errorf("htmx gets %d: %.300s", a.status, a.body)
	}
}

// The other tablet merges the card, or closes the session, while somebody
// types: the words come back with the reason, and the board stays.
func TestWordsComeBackWhenTheOtherTabletWasFaster(t *testing.T) {
	h := newHouse(t)
	b, session := h.as("facilitator"), h.ids["session"]
	one, said := h.card(session, "суу жок")
	two, _ := h.card(session, "түтүк эски")
	remark := h.store.IDs.New()
	h.apply(session, "", civic.SaveRemark{ID: remark, Sort: "question", Fields: map[string]string{"text": "качан?"}})
	h.apply(session, "", civic.MergePriorities{ID: h.store.IDs.New(), Parts: []string{one, two}})
	for _, headers := range [][]string{nil, partial} {
		a := b.post(h.at("statements"), url.Values{"text": {"кранда суу жок"}, "priority": {one}}, headers...)
		doc := page(t, a)
		form := doc.Find(`form[id^="capture-"]`)
		if a.status != http.StatusConflict || doc.Find("#say").Text() != "кранда суу жок" || form.Find("[role=alert]").Length() != 1 ||
			form.AttrOr("hx-status:409", "") != "target:#"+form.AttrOr("id", "")+" swap:outerMorph" {
			t.Errorf("onto a merged card: %d %.400s", a.status, form.Text())
		}
	}
	card, _ := h.card(session, "жол бузук")
	h.close(session)
	for path, form := range map[string]url.Values{
		"statements":                   {"text": {"менин сөзүм"}},
		"statements/" + said[0]:        {"text": {"менин сөзүм"}, "base": {"1"}},
		"priorities/" + card:           {"causes": {"менин сөзүм"}, "base": {"1"}},
		"priorities/" + card + "/card": {"title": {"менин сөзүм"}, "base": {"1"}},
		"remarks":                      {"sort": {"opinion"}, "text": {"менин сөзүм"}},
		"remarks/" + remark:            {"text": {"менин сөзүм"}, "base": {"1"}},
	} {
		for _, headers := range [][]string{nil, partial} {
			a := b.post(h.at(path), form, headers...)
			doc := page(t, a)
			if a.status != http.StatusConflict || !strings.Contains(doc.Find("textarea").Text(), "менин сөзүм") || doc.Find("form [role=alert]").Length() != 1 {
				t.Errorf("%s after the close: %d, words kept: %v", path, a.status, strings.Contains(a.body, "менин сөзүм"))
			}
		}
	}
}

// Where a refused form stands, the language can be changed.
func TestARefusedFormCanBeReadInAnotherLanguage(t *testing.T) {
	h := newHouse(t)
	b := h.as("facilitator")
	_, said := h.card(h.ids["session"], "суу жок")
	remark := h.store.IDs.New()
	h.apply(h.ids["session"], "", civic.SaveRemark{ID: remark, Sort: "question", Fields: map[string]string{"text": "качан?"}})
	for _, path := range []string{"statements", "statements/" + said[0], "statements/" + said[0] + "/withdrawal", "remarks", "remarks/" + remark,
		"remarks/" + remark + "/withdrawal", "priorities/merge", "people"} {
		a := b.post(h.at(path), url.Values{"withdrawn": {"1"}, "sort": {"question"}, "text": {""}})
		russian := page(t, a).Find(".langs a[hreflang=ru]").AttrOr("href", "")
		if a.status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", path, a.status)
		} else if got := b.get(russian); got.status != http.StatusOK || !strings.Contains(got.body, `lang="ru"`) {
			t.Errorf("%s in Russian: %d", path, got.status)
		}
	}
}

func TestTheHistoryNamesAMunicipalitysOwnSector(t *testing.T) {
	h := newHouse(t)
	own := h.store.IDs.New()
	h.apply(h.ids["municipality"], "", civic.SaveSector{ID: own, Municipality: h.ids["municipality"], Name: civic.Text{KY: "Кирпич завод"}, Icon: "cards", Place: 500})
	card, _ := h.card(h.ids["session"], "суу жок")
	h.apply(h.ids["session"], "", civic.SavePriority{ID: card, Base: 1, Fields: map[string]string{"sector": own}})
	for _, path := range []string{"priorities/" + card, "priorities/" + card + "/card"} {
		doc := page(t, h.as("facilitator").get(h.at(path)))
		if history := doc.Find(".version").Text(); !strings.Contains(history, "Кирпич завод") || strings.Contains(history, own) {
			t.Errorf("%s: %s", path, history)
		}
	}
}

func TestAPastedListIsOneStatementOrOneALine(t *testing.T) {
	h := newHouse(t)
	b := h.as("facilitator")
	list := "суу жок\r\n\r\nжол бузук\r\nжарык жок"
	doc := page(t, b.do("QUERY", h.at("priorities/similar"), url.Values{"text": {list}}, partial...))
	if doc.Find("input[name=each]").Length() != 1 {
		t.Error("a pasted list is not offered to be taken apart")
	}
	op := h.store.IDs.New()
	for range 2 {
		b.post(h.at("statements"), url.Values{"text": {list}, "each": {"1"}, "op": {op}})
	}
	b.post(h.at("statements"), url.Values{"text": {list}, "op": {h.store.IDs.New()}})
	var got []string
	for _, s := range h.cards(h.ids["session"]).Loose {
		got = append(got, s.Text)
	}
	if want := []string{"суу жок\n\nжол бузук\nжарык жок", "жарык жок", "жол бузук", "суу жок"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestSimilarCardsAreOfferedAndTaken(t *testing.T) {
	h := newHouse(t)
	b := h.as("facilitator")
	card, _ := h.card(h.ids["session"], "суу дат жыттанат, балдар ооруп жатат")
	h.card(h.ids["session"], "мектептин чатыры тешик")
	doc := page(t, b.do("QUERY", h.at("priorities/similar"), url.Values{"text": {"дат жыттанган суу"}}, partial...))
	if got := doc.Find("#similar button[name=priority]").AttrOr("value", ""); got != card {
		t.Errorf("offered %q, want the card about water", got)
	}
	b.post(h.at("statements"), url.Values{"text": {"дат жыттанган суу"}, "priority": {card}, "op": {h.store.IDs.New()}})
	if n := len(h.cards(h.ids["session"]).Active[0].Statements); n != 2 {
		t.Errorf("%d statements on the card", n)
	}
}

func TestAStatementBecomesACardInOneTap(t *testing.T) {
	h := newHouse(t)
	b := h.as("facilitator")
	st := h.store.IDs.New()
	b.post(h.at("statements"), url.Values{"text": {"бала бакчада балдар күрмөчөн отурат"}, "op": {st}})
	op := h.store.IDs.New()
	for range 2 { // a double tap
		if a := b.post(h.at("statements/"+st+"/card"), url.Values{"priority": {"new"}, "op": {op}}, partial...); a.status != http.StatusOK {
			t.Fatalf("%d %s", a.status, a.body)
		}
	}
	// The other tablet tapped it too: told, and nothing made twice.
	if a := b.post(h.at("statements/"+st+"/card"), url.Values{"priority": {"new"}, "op": {h.store.IDs.New()}}, partial...); a.status != http.StatusConflict {
		t.Errorf("made a card of it again: %d", a.status)
	}
	ps := h.cards(h.ids["session"])
	if len(ps.Active) != 1 || ps.Active[0].Sector != "kindergarten" {
		t.Errorf("%+v", ps.Active)
	}
}

func TestTwoTabsLoseNobodysWords(t *testing.T) {
	h := newHouse(t)
	b := h.as("facilitator")
	card, said := h.card(h.ids["session"], "суу жок")
	first := page(t, b.get(h.at("statements/"+said[0])))
	base := first.Find("form.form input[name=base]").AttrOr("value", "")
	b.post(h.at("statements/"+said[0]), url.Values{"text": {"таза суу жок"}, "base": {base}, "op": {h.store.IDs.New()}})
	a := b.post(h.at("statements/"+said[0]), url.Values{"text": {"ичүүчү суу жок"}, "base": {base}, "op": {h.store.IDs.New()}})
	doc := page(t, b.get(a.header.Get("Location")))
	if got := doc.Find(".both").Text(); !strings.Contains(got, "таза суу жок") || !strings.Contains(got, "ичүүчү суу жок") {
		t.Fatalf("both texts are not shown: %s", got)
	}
	form, _ := doc.Find("form.both").Attr("action")
	choose := url.Values{"op": {h.store.IDs.New()}, "keep": {"1"}}
	for _, name := range []string{"base", "back"} {
		choose.Set(name, doc.Find("form.both input[name="+name+"]").AttrOr("value", ""))
	}
	if a := b.post(form, choose); a.status != http.StatusSeeOther {
		t.Fatalf("choosing: %d %s", a.status, a.body)
	}
	doc = page(t, b.get(h.at("statements/"+said[0])))
	if doc.Find(".both").Length() != 0 || doc.Find("textarea[name=text]").Text() != "ичүүчү суу жок" || !strings.Contains(doc.Find(".version").Text(), "таза суу жок") {
		t.Error("after the choice the other text is not in the history")
	}

	// The same with a card, where only what both changed clashes.
	base = page(t, b.get(h.at("priorities/"+card))).Find("input[name=base]").AttrOr("value", "")
	b.post(h.at("priorities/"+card), url.Values{"causes": {"түтүк эски"}, "effects": {""}, "base": {base}, "op": {h.store.IDs.New()}}, partial...)
	a = b.post(h.at("priorities/"+card), url.Values{"causes": {"насос иштебейт"}, "effects": {"балдар ооруйт"}, "base": {base}, "op": {h.store.IDs.New()}}, partial...)
	doc = page(t, b.get(a.header.Get("HX-Redirect")))
	if doc.Find(".both").Length() != 1 || doc.Find("main [role=alert]").Length() != 1 {
		t.Errorf("the clash is not shown: %.400s", a.body)
	}
	p := h.cards(h.ids["session"]).Active[0]
	if p.Causes != "түтүк эски" || p.Effects != "балдар ооруйт" {
		t.Errorf("%+v", p.Outcome)
	}
	if strings.Contains(page(t, b.post("/sessions/"+h.ids["session"]+"/edits/"+h.store.IDs.New(), choose)).Text(), "түтүк эски") {
		t.Error("an unknown edit answers")
	}
}

func TestCardsMergeAndComeApart(t *testing.T) {
	h := newHouse(t)
	b := h.as("facilitator")
	one, _ := h.card(h.ids["session"], "жол бузук")
	two, _ := h.card(h.ids["session"], "көчөдө чуңкур")
	if a := b.post(h.at("priorities/merge"), url.Values{"parts": {one}, "card": {one}, "op": {h.store.IDs.New()}}); a.status != http.StatusUnprocessableEntity {
		t.Errorf("one card merged: %d", a.status)
	}
	doc := page(t, b.get(h.at("priorities/merge?card="+two)))
	if got := doc.Find("input[name=parts]").First(); got.AttrOr("value", "") != two || got.AttrOr("checked", "no") == "no" {
		t.Error("the card it began from does not stand first, ticked")
	}
	form := url.Values{"parts": {one, two}, "card": {two}, "op": {h.store.IDs.New()}}
	a := b.post(h.at("priorities/merge"), form)
	b.post(h.at("priorities/merge"), form)
	ps := h.cards(h.ids["session"])
	if len(ps.Active) != 1 || ps.Active[0].Title != "көчөдө чуңкур" || len(ps.Active[0].Parts) != 2 {
		t.Fatalf("merged: %+v", ps.Active)
	}
	if doc := page(t, b.get(a.header.Get("Location"))); doc.Find("#parts li").Length() != 2 || doc.Find("textarea[name=title]").Length() != 1 {
		t.Error("after merging the common title cannot be set")
	}
	split := h.at("priorities/" + ps.Active[0].ID + "/split")
	b.post(split, url.Values{"op": {h.store.IDs.New()}})
	if ps = h.cards(h.ids["session"]); len(ps.Active) != 2 || ps.Active[0].ID != one {
		t.Errorf("apart: %+v", ps.Active)
	}
	// Tapped again on the other tablet: told, on the page it belongs to.
	if a := b.post(split, url.Values{"op": {h.store.IDs.New()}}); a.status != http.StatusSeeOther {
		t.Errorf("again: %d", a.status)
	}
	if doc := page(t, b.get(h.at("priorities"))); doc.Find("#flash .bad").Length() != 1 {
		t.Error("nothing says that it is apart already")
	}
}

func TestOrderByButtonsWithoutAScript(t *testing.T) {
	h := newHouse(t)
	b := h.as("facilitator")
	var ids []string
	for _, text := range []string{"бир", "эки", "үч"} {
		id, _ := h.card(h.ids["session"], text)
		ids = append(ids, id)
	}
	b.post(h.at("priorities/order"), url.Values{"order": ids, "move": {ids[2] + ":up"}})
	b.post(h.at("priorities/order"), url.Values{"order": {ids[0], ids[2], ids[1]}, "move": {ids[0] + ":up"}}) // the first stays
	a := b.post(h.at("priorities/order"), url.Values{"order": {ids[0], ids[2], ids[1]}, "move": {ids[0] + ":down"}}, partial...)
	if a.status != http.StatusOK || page(t, a).Find("#order").Length() != 1 {
		t.Errorf("htmx gets %d", a.status)
	}
	var got []string
	for _, p := range h.cards(h.ids["session"]).Active {
		got = append(got, p.Title)
	}
	if !slices.Equal(got, []string{"үч", "бир", "эки"}) {
		t.Errorf("order %v", got)
	}
}

func TestWithdrawingWantsAReasonAndCanBeUndone(t *testing.T) {
	h := newHouse(t)
	b := h.as("facilitator")
	card, _ := h.card(h.ids["session"], "газ жок")
	path := h.at("priorities/" + card + "/withdrawal")
	if a := b.post(path, url.Values{"withdrawn": {"1"}, "reason": {" "}}); a.status != http.StatusUnprocessableEntity || page(t, a).Find(".error").Length() == 0 {
		t.Errorf("without a reason: %d", a.status)
	}
	b.post(path, url.Values{"withdrawn": {"1"}, "reason": {"топ макул болду"}})
	if doc := page(t, b.get(h.at("priorities"))); doc.Find("li.card").Length() != 0 || !strings.Contains(doc.Find("#withdrawn").Text(), "топ макул болду") {
		t.Error("withdrawn, and the reason is not in sight")
	}
	b.post(path, url.Values{"withdrawn": {"0"}})
	if doc := page(t, b.get(h.at("priorities"))); doc.Find("li.card").Length() != 1 {
		t.Error("not put back")
	}
}

func TestTopPrioritiesSayWhatTheyLack(t *testing.T) {
	h := newHouse(t)
	b := h.as("facilitator")
	if doc := page(t, b.get(h.at("priorities/top"))); doc.Find(".empty").Length() != 1 {
		t.Error("an empty list does not say what to do")
	}
	card, _ := h.card(h.ids["session"], "суу жок")
	doc := page(t, b.get(h.at("priorities/top")))
	if doc.Find("li.card .chip.done").Length() != 0 || doc.Find("li.card a.btn:not(.second)").Length() != 1 {
		t.Error("what is lacking is not said")
	}
	a := b.post(h.at("priorities/"+card), url.Values{"causes": {"эски"}, "effects": {"ооруу"}, "solutions": {"алмаштыруу"}, "labour": {"10 адам"}, "base": {"1"}}, partial...)
	if a.status != http.StatusOK {
		t.Fatalf("%d %s", a.status, a.body)
	}
	if doc = page(t, b.get(h.at("priorities/top"))); doc.Find("li.card .chip.done").Length() != 1 {
		t.Error("worked through, and not said")
	}
}

func TestQuestionsAreAnsweredAndKept(t *testing.T) {
	h := newHouse(t)
	b := h.as("facilitator")
	op := h.store.IDs.New()
	for range 2 {
		b.post(h.at("remarks"), url.Values{"sort": {"question"}, "text": {"жол качан оңдолот?"}, "op": {op}})
	}
	if a := b.post(h.at("remarks"), url.Values{"sort": {"opinion"}, "text": {""}}, partial...); a.status != http.StatusUnprocessableEntity {
		t.Errorf("an empty remark: %d", a.status)
	}
	b.post(h.at("remarks/"+op), url.Values{"text": {"жол качан оңдолот?"}, "answer": {"жазында"}, "office": {"АӨ башчысы"}, "due": {"2017-03-01"}, "base": {"1"}})
	doc := page(t, b.get(h.at("people")))
	if doc.Find("#remark-"+op).Length() != 1 || !strings.Contains(doc.Find("#remark-"+op).Text(), "жазында") || !strings.Contains(doc.Find("#remark-"+op).Text(), "2017") {
		t.Errorf("the answer is not shown: %s", doc.Find("#remark-"+op).Text())
	}
	if a := b.post(h.at("remarks/"+op), url.Values{"due": {"эртең"}, "base": {"2"}}); a.status != http.StatusUnprocessableEntity {
		t.Errorf("a date that is none: %d", a.status)
	}
}

func TestVolunteersNamesAreForThoseWhoRunTheSession(t *testing.T) {
	h := newHouse(t)
	b := h.as("facilitator")
	person := url.Values{"group": {"initiative"}, "name": {"Бүбүсара Осмонова"}, "phone": {"0555 123456"}, "keep_until": {"2018-01-01"}}
	a := b.post(h.at("people"), person)
	if doc := page(t, a); a.status != http.StatusUnprocessableEntity || doc.Find("#volunteer-form .error").Length() == 0 || doc.Find("input[name=name]").AttrOr("value", "") != "Бүбүсара Осмонова" {
		t.Errorf("a name without consent: %d", a.status)
	}
	person.Set("consent", "1")
	person.Set("op", h.store.IDs.New())
	for range 2 {
		b.post(h.at("people"), person)
	}
	b.post(h.at("people"), url.Values{"group": {"monitoring"}, "op": {h.store.IDs.New()}})
	doc := page(t, b.get(h.at("people")))
	if n := strings.Count(doc.Text(), "Бүбүсара Осмонова"); n < 1 || doc.Find("#volunteers li").Length() != 2 {
		t.Errorf("%d times, %d people", n, doc.Find("#volunteers li").Length())
	}
	if other := h.as("deputy").get(h.at("people")); other.status != http.StatusOK || strings.Contains(other.body, "Осмонова") || strings.Contains(other.body, "0555") {
		t.Errorf("a deputy reads names: %d", other.status)
	}
	removal := doc.Find(`form[action$="/removal"]`).First().AttrOr("action", "")
	b.post(removal, nil)
	if strings.Contains(b.get(h.at("people")).body, "Осмонова") {
		t.Error("deleted on their wish, and still there")
	}
}

// What belongs to another session is not found through this one, whoever asks.
func TestAnotherSessionsThingsAreNotFound(t *testing.T) {
	h := newHouse(t)
	b := h.as("facilitator")
	second := h.session("")
	h.apply(second, h.ids["user.facilitator"], civic.StartSession{Session: second})
	card, said := h.card(second, "чоочун пикир", "дагы бири")
	remark := h.store.IDs.New()
	h.apply(second, h.ids["user.facilitator"], civic.SaveRemark{ID: remark, Sort: "question", Fields: map[string]string{"text": "чоочун суроо"}})
	own, mine := h.card(h.ids["session"], "өз пикир", "өз пикир эки")
	reads := []string{"statements/" + said[0], "priorities/" + card, "priorities/" + card + "/card", "priorities/" + card + "/withdrawal", "remarks/" + remark}
	for _, path := range reads {
		if a := b.get(h.at(path)); a.status != http.StatusNotFound || strings.Contains(a.body, "чоочун") {
			t.Errorf("GET %s: %d", path, a.status)
		}
	}
	for path, form := range map[string]url.Values{
		"statements":                            {"text": {"x"}, "priority": {card}},
		"statements/" + said[0]:                 {"text": {"x"}, "base": {"1"}},
		"statements/" + said[0] + "/card":       {"priority": {own}},
		"statements/" + mine[0] + "/card":       {"priority": {card}},
		"statements/" + said[1] + "/withdrawal": {"withdrawn": {"1"}, "reason": {"x"}},
		"priorities/" + card:                    {"causes": {"x"}, "base": {"1"}},
		"priorities/" + card + "/card":          {"title": {"x"}, "base": {"1"}},
		"priorities/" + card + "/withdrawal":    {"withdrawn": {"1"}, "reason": {"x"}},
		"priorities/" + card + "/split":         {},
		"priorities/merge":                      {"parts": {own, card}},
		"remarks/" + remark:                     {"text": {"x"}, "base": {"1"}},
		"remarks/" + remark + "/withdrawal":     {"withdrawn": {"1"}, "reason": {"x"}},
	} {
		if a := b.post(h.at(path), form); a.status != http.StatusNotFound || strings.Contains(a.body, "чоочун") {
			t.Errorf("POST %s: %d", path, a.status)
		}
	}
	for _, path := range []string{"priorities", "priorities/top", "priorities/merge", "priorities/order", "people"} {
		if strings.Contains(b.get(h.at(path)).body, "чоочун") {
			t.Errorf("%s shows another session's words", path)
		}
	}
	ps := h.cards(second)
	if len(ps.Active) != 1 || len(ps.Active[0].Statements) != 2 || ps.Active[0].Title != "чоочун пикир" {
		t.Errorf("something changed: %+v", ps.Active)
	}
}

func TestThoseWhoOnlyReadGetNoForms(t *testing.T) {
	h := newHouse(t)
	card, said := h.card(h.ids["session"], "суу жок")
	b := h.as("deputy")
	for _, path := range []string{"priorities", "priorities/top", "priorities/" + card, "priorities/" + card + "/card", "statements/" + said[0], "people"} {
		a := b.get(h.at(path))
		if doc := page(t, a); a.status != http.StatusOK || doc.Find("main form").Length() != 0 {
			t.Errorf("%s: %d, %d forms", path, a.status, doc.Find("main form").Length())
		}
	}
}

func TestPagesOfWhatWasSaidAskLittle(t *testing.T) {
	h := newHouse(t)
	b := h.as("facilitator")
	card, said := h.card(h.ids["session"], "суу жок", "түтүк эски")
	two, _ := h.card(h.ids["session"], "жол бузук")
	merged := h.store.IDs.New()
	h.apply(h.ids["session"], "", civic.MergePriorities{ID: merged, Parts: []string{card, two}})
	remark := h.store.IDs.New()
	h.apply(h.ids["session"], "", civic.SaveRemark{ID: remark, Sort: "question", Fields: map[string]string{"text": "качан?"}})
	for _, path := range []string{"priorities", "priorities/top", "priorities/order", "priorities/merge?card=" + merged,
		"priorities/" + merged, "priorities/" + merged + "/card", "priorities/" + merged + "/withdrawal", "statements/" + said[0], "people", "remarks/" + remark} {
		before := h.store.Queries()
		if a := b.get(h.at(path)); a.status != http.StatusOK {
			t.Errorf("%s: %d", path, a.status)
		}
		if n := h.store.Queries() - before; n > 10 {
			t.Errorf("%s: %d queries", path, n)
		}
	}
}

func TestSectorsAreEditedPerMunicipality(t *testing.T) {
	h := newHouse(t)
	b := h.as("coordinator")
	path := "/municipalities/" + h.ids["municipality"] + "/sectors"
	add := url.Values{"name_ky": {"Аарычылык"}, "icon": {"pasture"}, "place": {"95"}, "op": {h.store.IDs.New()}}
	for range 2 {
		if a := b.post(path, add); a.status != http.StatusSeeOther {
			t.Fatalf("%d %s", a.status, a.body)
		}
	}
	doc := page(t, b.get(path+"?open=water"))
	b.post(path, url.Values{"id": {"water"}, "base": {doc.Find("input[name=base]").AttrOr("value", "")}, "name_ky": {"Ичүүчү суу"}, "icon": {"water"}, "place": {"10"}})
	if a := b.post(path, url.Values{"id": {"water"}, "base": {"0"}, "name_ky": {"Башка"}, "icon": {"water"}, "place": {"10"}}); a.status != http.StatusConflict || !strings.Contains(a.body, "Башка") {
		t.Errorf("saved over what was not read: %d", a.status)
	}
	if a := b.post(path, url.Values{"name_ky": {""}, "icon": {"water"}, "place": {"x"}}); a.status != http.StatusUnprocessableEntity || page(t, a).Find("#sector-new .error").Length() != 2 {
		t.Errorf("an empty sector: %d", a.status)
	}
	card, _ := h.card(h.ids["session"], "суу жок")
	options := page(t, h.as("facilitator").get(h.at("priorities/"+card+"/card"))).Find("select[name=sector]").Text()
	if strings.Count(options, "Аарычылык") != 1 || !strings.Contains(options, "Ичүүчү суу") || strings.Contains(options, "Таза суу") {
		t.Errorf("to choose from: %s", options)
	}
	if doc := page(t, h.as("administrator").get("/sectors")); strings.Contains(doc.Text(), "Аарычылык") {
		t.Error("one municipality's list is everybody's")
	}
}
