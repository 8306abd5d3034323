package handlers_test

import (
	"bytes"
	"context"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"ashar/internal/civic"
)

// treasury is a house where three groups have named needs: a road, a well and lights.
type treasury struct {
	*house
	cycle string
	needs map[string]civic.Need
}

func newTreasury(t *testing.T) *treasury {
	t.Helper()
	x := &treasury{house: newHouse(t), needs: map[string]civic.Need{}}
	x.cycle = x.ids["cycle"]
	named := map[string]string{} // a title's first card
	for i, said := range [][]string{{"жол"}, {"жол", "кудук"}, {"кудук", "жарык"}} {
		session := x.ids["session"]
		if i > 0 {
			session = x.session("")
			x.apply(session, "", civic.StartSession{Session: session})
		}
		for _, title := range said {
			card, statement := x.store.IDs.New(), x.store.IDs.New()
			x.apply(session, "", civic.AddStatements{Statements: []civic.SaidStatement{{ID: statement, Text: title}}})
			x.apply(session, "", civic.MakePriority{ID: card, Statement: statement, Title: title})
			if named[title] == "" {
				named[title] = card
			} else {
				defer x.apply(x.cycle, "", civic.JoinNeeds{Into: named[title], From: []string{card}})
			}
		}
		x.close(session)
	}
	return x
}

func (x *treasury) path(more string) string { return "/cycles/" + x.cycle + "/budget" + more }

func (x *treasury) read() {
	x.t.Helper()
	ns, err := x.store.Needs(context.Background(), x.cycle)
	if err != nil {
		x.t.Fatal(err)
	}
	for _, n := range ns.Needs {
		x.needs[n.Title.KY] = n
	}
}

// fill gives the money and costs of the worked example, through the forms.
func (x *treasury) fill(b *browser) {
	x.t.Helper()
	x.read()
	if len(x.needs) != 3 {
		x.t.Fatalf("%+v", x.needs)
	}
	x.sent(b, "/envelope", url.Values{"source": {"local"}, "amount": {"600 000"}, "year": {"2017"}})
	x.sent(b, "/envelope", url.Values{"source": {"grant"}, "name": {"Чакан грант"}, "amount": {"300.000"}, "year": {"2017"}})
	x.sent(b, "/envelope", url.Values{"source": {"local"}, "amount": {"5000000"}, "year": {"2018"}})
	for title, cost := range map[string]string{"жол": "600 000", "кудук": "300000", "жарык": "200 000 сом"} {
		x.sent(b, "/costs/"+x.needs[title].ID, url.Values{"cost": {cost}, "source": {"смета"}, "dated": {"2016-12-01"}})
	}
}

func (x *treasury) sent(b *browser, path string, form url.Values) answer {
	x.t.Helper()
	a := b.post(x.path(path), form)
	if a.status != http.StatusSeeOther {
		x.t.Fatalf("%s: %d %s", path, a.status, a.body)
	}
	return a
}

func (x *treasury) declare(b *browser, more ...string) {
	x.t.Helper()
	form := url.Values{"rule": {"equal-shares"}, "completion": {"none"}, "utility": {"cost"}, "ties": {"cost-votes"}, "ballots": {"approval"}, "slices": {"equal"}, "seen": {"0"}}
	for i := 0; i+1 < len(more); i += 2 {
		form.Set(more[i], more[i+1])
	}
	x.sent(b, "/rules", form)
}

// kept divides by the declared rule and says where the division is.
func (x *treasury) kept(b *browser) string {
	x.t.Helper()
	return strings.TrimPrefix(x.sent(b, "/allocations", nil).header.Get("Location"), x.path(""))
}

func picked(t *testing.T, a answer, side string) (in string) {
	t.Helper()
	page(t, a).Find("section[aria-labelledby=rule-" + side + "] .picks li.in summary > span:nth-child(2)").Each(func(_ int, s *goquery.Selection) {
		in += strings.Fields(s.Text())[0] + " "
	})
	return strings.TrimSpace(in)
}

func TestRulesSideBySideAndWhatIfChangesNothing(t *testing.T) {
	x := newTreasury(t)
	b := x.as("coordinator")
	if a := b.get(x.path("")); !strings.Contains(a.body, "бөлүштүрө турган эч нерсе жок") || !strings.Contains(a.body, `href="`+x.path("/envelope")+`"`) {
		t.Fatal("an empty budget does not say what to do")
	}
	x.fill(b)
	x.declare(b)
	before := x.store.Queries()
	a := b.get(x.path(""))
	if n := x.store.Queries() - before; n > 10 {
		t.Errorf("%d queries", n)
	}
	if got := picked(t, a, "left"); got != "кудук" {
		t.Errorf("equal shares: %q", got)
	}
	if got := picked(t, a, "right"); got != "жол кудук" {
		t.Errorf("greedy: %q", got)
	}
	if text := page(t, a).Find(".budget-sum .big").Text(); plainSpaces(text) != "900 000 сом" {
		t.Errorf("%q", text)
	}
	head, err := x.store.Budget(context.Background(), x.cycle)
	if err != nil {
		t.Fatal(err)
	}
	code := x.needs["жол"].Code
	for _, tried := range []answer{
		b.get(x.path("?cost_"+code+"=400000"), partial...),                                             // the road at 400 000: shares 300 000 and 150 000 are enough
		b.get(x.path("?cost_" + code + "=600000&set=cost_" + code + "%3D400000")),                      // the same by a button, without a script
		b.get(x.path("?left=declared&right=greedy&envelope=900000&cost_"+code+"=400+000"), partial...), // as people type
	} {
		if got := picked(t, tried, "left"); tried.status != http.StatusOK || got != "жол кудук" {
			t.Errorf("%d: %q", tried.status, got)
		}
		if !strings.Contains(tried.body, "Эч нерсе сакталган жок") || strings.Contains(tried.body, x.path("/allocations")+`"`) {
			t.Error("a trial does not say that it is one, or can be kept")
		}
	}
	if a := b.get(x.path("?envelope=көп"), partial...); picked(t, a, "left") != "кудук" || !strings.Contains(a.body, "бүтүн сом") {
		t.Error("what is no amount is not told")
	}
	if a := b.get(x.path("?envelope=0"), partial...); !strings.Contains(a.body, "бөлүштүрө турган эч нерсе жок") {
		t.Error("nothing to divide is not told")
	}
	after, err := x.store.Budget(context.Background(), x.cycle)
	if err != nil || civic.EnvelopeOf(after.Money, 2017) != civic.EnvelopeOf(head.Money, 2017) || len(after.Allocations) != 0 {
		t.Error("a trial changed something")
	}
	if a := b.get(x.path("")); picked(t, a, "left") != "кудук" {
		t.Error("a trial stayed")
	}
}

func TestARefusedAmountKeepsWhatWasTyped(t *testing.T) {
	x := newTreasury(t)
	b := x.as("coordinator")
	x.fill(b)
	a := b.post(x.path("/envelope"), url.Values{"source": {"sponsor"}, "amount": {"миң"}, "year": {"2017"}})
	doc := page(t, a)
	if a.status != http.StatusUnprocessableEntity || doc.Find("#money-new [name=amount]").AttrOr("value", "") != "миң" || doc.Find("#money-new [name=amount][aria-invalid]").Length() != 1 ||
		doc.Find("#money-new [name=name][aria-invalid]").Length() != 1 {
		t.Errorf("%d", a.status)
	}
	a = b.post(x.path("/costs/"+x.needs["жол"].ID), url.Values{"cost": {"-5"}, "dated": {"2016-12-01"}})
	if doc = page(t, a); a.status != http.StatusUnprocessableEntity || doc.Find("[name=cost]").AttrOr("value", "") != "-5" || doc.Find("[name=source][aria-invalid]").Length() != 1 {
		t.Errorf("%d", a.status)
	}
	x.sent(b, "/costs/"+x.needs["жарык"].ID, url.Values{"back": {"1"}, "note": {"РЭС өзү орнотот"}})
	if a := b.get(x.path("")); !strings.Contains(page(t, a).Find("main").Text(), "катыша албайт: 1") {
		t.Error("a cost that was taken back still takes part")
	}
	history := page(t, b.get(x.path("/costs/"+x.needs["жарык"].ID))).Find("[aria-labelledby=history]").Text()
	if !strings.Contains(history, "РЭС өзү орнотот") || !strings.Contains(plainSpaces(history), "200 000 сом") {
		t.Errorf("%q", history)
	}
}

func TestTheCostOfAJoinedNeedIsOfferedToTheOneThatHoldsIt(t *testing.T) {
	x := newTreasury(t)
	b := x.as("coordinator")
	x.read()
	road, light := x.needs["жол"].ID, x.needs["жарык"].ID
	x.sent(b, "/costs/"+light, url.Values{"cost": {"200000"}, "source": {"РЭС"}, "dated": {"2016-12-01"}})
	x.apply(x.cycle, x.ids["user.coordinator"], civic.JoinNeeds{Into: road, From: []string{light}})
	if text := plainSpaces(page(t, b.get(x.path("/costs"))).Find(".costs").Text()); !strings.Contains(text, "жарык") || !strings.Contains(text, "200 000 сом") {
		t.Errorf("the list of costs is silent about it: %q", text)
	}
	offer := page(t, b.get(x.path("/costs/"+road))).Find("[aria-labelledby=joined] a.btn").AttrOr("href", "")
	form := page(t, b.get(offer)).Find("form[data-guard]")
	if form.Find("[name=cost]").AttrOr("value", "") != "200000" || form.Find("[name=source]").AttrOr("value", "") != "РЭС" || !strings.Contains(form.Find("[name=note]").Text(), "жарык") {
		t.Errorf("%s does not fill the form", offer)
	}
	if page(t, x.as("member").get(x.path("/costs/"+road))).Find("[aria-labelledby=joined] a.btn").Length() != 0 {
		t.Error("who does not plan is offered to take it over")
	}
}

func TestWhoDividesAndWhoDecides(t *testing.T) {
	x := newTreasury(t)
	b := x.as("coordinator")
	x.fill(b)
	x.declare(b)
	at := x.kept(b)
	for _, role := range []string{"member", "monitor", "facilitator", "deputy"} {
		r := x.as(role)
		for _, path := range []string{"", "/envelope", "/costs", "/rules", "/file", at, at + "/division.pdf", at + "/division.pb", "/division.pb"} {
			if a := r.get(x.path(path)); a.status != http.StatusOK {
				t.Errorf("%s may not read %s: %d", role, path, a.status)
			}
		}
		if a := r.get(x.path("")); strings.Contains(a.body, `action="`+x.path("/allocations")+`"`) {
			t.Errorf("%s is offered to divide", role)
		}
		if a := r.get(x.path(at)); strings.Contains(a.body, "/adoption") != (role == "deputy") {
			t.Errorf("%s and adopting", role)
		}
	}
	deputy := x.as("deputy")
	base := url.Values{"need": {x.needs["жол"].ID}, "in": {"1"}, "reason": {"Жол эл үчүн маанилүү"}, "base": {"1"}}
	x.sent(deputy, at+"/overrides", base)
	base.Set("base", "2")
	base.Set("need", x.needs["жарык"].ID)
	a := deputy.post(x.path(at+"/overrides"), base) // nothing is left
	if text := plainSpaces(page(t, a).Find("#own .error").Text()); a.status != http.StatusUnprocessableEntity || !strings.Contains(text, "калган 0 сом, 200 000 сом жетишпейт") {
		t.Errorf("%d %q", a.status, text)
	}
	base.Set("reason", "жок")
	if a := deputy.post(x.path(at+"/overrides"), base); a.status != http.StatusUnprocessableEntity || page(t, a).Find("#own textarea").Text() != "жок" {
		t.Error("an override without a reason is taken, or what was typed is lost")
	}
	doc := page(t, deputy.get(x.path(at)))
	row := doc.Find(".decided tr.decided-aside").Text()
	if !strings.Contains(row, "кирген жок") || !strings.Contains(doc.Find(".decided tr.aside").Text(), "Жол эл үчүн маанилүү") || !strings.Contains(doc.Find("[aria-labelledby=overrides]").Text(), "Аты deputy") {
		t.Errorf("the rule's answer is not beside the decision: %q", row)
	}
	x.sent(deputy, at+"/adoption", url.Values{"base": {"2"}})
	doc = page(t, deputy.get(x.path(at)))
	if doc.Find("#own").Length() != 0 || !strings.Contains(doc.Find("h1").Parent().Text(), "Бекитилди") {
		t.Error("what was adopted can be changed")
	}
	if a := deputy.post(x.path(at+"/overrides"), base); a.status == http.StatusSeeOther {
		t.Error("what was adopted was changed")
	}
	// the division is the annex of the resolution about it
	draft := doc.Find("a[href$='about=budget']").AttrOr("href", "")
	form := fields(t, deputy.get(draft), "#resolution-form")
	if !strings.Contains(form.Get("title_ky"), "бюджетин артыкчылыктуу көйгөйлөргө бөлүштүрүү") {
		t.Errorf("%q has no title: %v", draft, form)
	}
	if a := deputy.post(draft, form); a.status != http.StatusSeeOther {
		t.Fatal(a.status, page(t, a).Find(".error, .flash").Text())
	} else if annex := plainSpaces(page(t, deputy.get(a.header.Get("Location"))).Find("main").Text()); !strings.Contains(annex, "Жол эл үчүн маанилүү") || !strings.Contains(annex, "Бардыгы: ") {
		t.Errorf("the annex does not say what was given and why: %s", annex)
	}
	if a := x.as("other").get(x.path(at)); a.status != http.StatusNotFound {
		t.Errorf("another municipality's: %d", a.status)
	}
}

func TestARuleIsDeclaredBeforeDividingAndALotDrawn(t *testing.T) {
	x := newTreasury(t)
	b := x.as("trainer")
	if a := b.post("/cycles/"+x.cycle+"/budget/allocations", nil); a.status == http.StatusSeeOther {
		t.Error("nothing was divided by nothing")
	}
	b = x.as("coordinator")
	x.fill(b)
	if a := b.post(x.path("/allocations"), nil); a.status != http.StatusConflict {
		t.Errorf("kept without a declared rule: %d", a.status)
	}
	x.declare(b, "ties", "lot", "guaranteed_1", "women")
	if a := b.post(x.path("/allocations"), nil); a.status != http.StatusConflict {
		t.Errorf("kept before the lot is drawn: %d", a.status)
	}
	if a := b.post(x.path("/lot"), url.Values{"seed": {"1"}}); a.status != http.StatusUnprocessableEntity || page(t, a).Find("#lot [aria-invalid]").Length() != 2 {
		t.Errorf("a lot without a witness: %d", a.status)
	}
	x.sent(b, "/lot", url.Values{"seed": {"17 4 29"}, "witness": {"Асан уулу Үсөн"}})
	at := x.kept(b)
	if text := page(t, b.get(x.path(at))).Find("[aria-labelledby=by-rules]").Text(); !strings.Contains(text, "17 4 29") || !strings.Contains(text, "Асан уулу Үсөн") || !strings.Contains(text, "Аялдар") {
		t.Errorf("%q", text)
	}
	budget, err := x.store.Budget(context.Background(), x.cycle)
	if err != nil {
		t.Fatal(err)
	}
	a := b.post(x.path("/rules"), url.Values{"rule": {"greedy"}, "utility": {"cost"}, "ties": {"cost-votes"}, "ballots": {"approval"}, "slices": {"equal"},
		"seen": {strconv.FormatInt(budget.Rules.At.UnixMicro(), 10)}})
	if a.status != http.StatusUnprocessableEntity || page(t, a).Find("[name=reason][aria-invalid]").Length() != 1 || page(t, a).Find("[name=rule][value=greedy][checked]").Length() != 1 {
		t.Errorf("the rule changed after dividing without a reason: %d", a.status)
	}
}

func TestAPabulibFileIsLookedAtAndNotKept(t *testing.T) {
	x := newTreasury(t)
	b := x.as("coordinator")
	x.fill(b)
	x.declare(b)
	file := b.get(x.path("/division.pb"))
	if file.status != http.StatusOK || !strings.HasPrefix(file.body, "META\n") || !strings.Contains(file.header.Get("Content-Disposition"), ".pb") {
		t.Fatalf("%d %s", file.status, file.body)
	}
	upload := func(text string) answer {
		var body bytes.Buffer
		w := multipart.NewWriter(&body)
		part, _ := w.CreateFormFile("file", "айыл.pb")
		_, _ = part.Write([]byte(text))
		_ = w.Close()
		req, _ := http.NewRequest("POST", x.srv.URL+x.path("/file"), &body)
		req.Header.Set("Content-Type", w.FormDataContentType())
		return b.send(req)
	}
	doc := page(t, upload(file.body))
	winners := doc.Find("[aria-labelledby=pb-winners] dd")
	if got := winners.Eq(1).Text(); got != x.needs["кудук"].Code { // equal shares, none
		t.Errorf("%q", got)
	}
	if !strings.Contains(doc.Find("#pb-findings").Text(), ": 0") && doc.Find("[aria-labelledby=pb-findings] li").Length() == 0 {
		t.Error("findings")
	}
	broken := upload(strings.Replace(file.body, ";600000;", ";много;", 1))
	if text := page(t, broken).Find("[role=alert]").Text(); broken.status != http.StatusOK || !strings.Contains(text, "сан эмес") || !strings.Contains(text, "-сап") || !strings.Contains(text, "много") {
		t.Errorf("%d %q", broken.status, text)
	}
	if a := upload("бул файл эмес"); !strings.Contains(page(t, a).Find("[role=alert]").Text(), "айыл.pb") {
		t.Error("what is no file of that sort is not told")
	}
	if a := b.post(x.path("/file"), nil); a.status != http.StatusUnprocessableEntity {
		t.Errorf("without a file: %d", a.status)
	}
	kept, err := x.store.Budget(context.Background(), x.cycle)
	if err != nil || len(kept.Allocations) != 0 || civic.EnvelopeOf(kept.Money, 2017) != 900_000 {
		t.Error("a file that was looked at changed something")
	}
}

func plainSpaces(s string) string { return strings.ReplaceAll(s, "\u00a0", " ") }

// The council postponed a need and a division gives it money: the page says so, and nobody adopts it without a reason.
func TestMoneyAgainstTheCouncilsDecisionNeedsAReason(t *testing.T) {
	x := newTreasury(t)
	b, deputy := x.as("coordinator"), x.as("deputy")
	x.fill(b)
	x.declare(b)
	at := x.kept(b)
	doc := page(t, deputy.get(x.path(at)))
	if doc.Find("#contrary").Length() != 0 {
		t.Fatal("something is contrary before the council decided")
	}
	var given string // a need that the rule gave money
	for _, n := range x.needs {
		if row := doc.Find(".decided tr").FilterFunction(func(_ int, s *goquery.Selection) bool { return strings.Contains(s.Find("th").Text(), n.Title.KY) }); row.Find("td .yes").Length() == 2 {
			given = n.ID
		}
	}
	x.apply(x.cycle, x.ids["user.deputy"], civic.Decide{ID: x.store.IDs.New(), Need: given, Outcome: civic.Postponed, Reason: civic.Text{KY: "Долбоору даяр эмес."}, On: "2016-12-12", Place: 1})
	doc = page(t, deputy.get(x.path(at)))
	if row := doc.Find(".decided tr.aside").Text(); !strings.Contains(row, "Кийинкиге калтырылды") || !strings.Contains(row, "Долбоору даяр эмес.") {
		t.Errorf("the row does not say it: %q", row)
	}
	if doc.Find("form[action$='/adoption']").Length() != 0 || !strings.Contains(doc.Find("main").Text(), "Бекитүүдөн мурда") {
		t.Error("adopting is offered")
	}
	if a := deputy.post(x.path(at+"/adoption"), url.Values{"base": {"1"}}); a.status != http.StatusConflict || !strings.Contains(a.body, "четке каккан муктаждыктарга") {
		t.Errorf("adopted without a reason: %d %s", a.status, a.body)
	}
	form := fields(t, deputy.get(x.path(at)), "[aria-labelledby=contrary] form")
	form.Set("reason", "жок")
	a := deputy.post(x.path(at+"/overrides"), form)
	if a.status != http.StatusUnprocessableEntity || page(t, a).Find("[aria-labelledby=contrary] .error").Length() == 0 {
		t.Errorf("a reason that is none: %d", a.status)
	}
	form.Set("reason", "Долбоор бүгүн бүттү, грант күтпөйт")
	x.sent(deputy, at+"/overrides", form)
	doc = page(t, deputy.get(x.path(at)))
	if row := doc.Find(".decided tr.aside").Text(); !strings.Contains(row, "Кеңештин чечимине карабай") || !strings.Contains(row, "грант күтпөйт") {
		t.Errorf("%q", row)
	}
	if all := doc.Find("[aria-labelledby=overrides]").Text(); !strings.Contains(all, "Кийинкиге калтырылды") || doc.Find("#contrary").Length() != 0 {
		t.Errorf("%q", all)
	}
	form.Set("base", "2")
	form.Set("op", x.store.IDs.New())
	if a := deputy.post(x.path(at+"/overrides"), form); a.status != http.StatusUnprocessableEntity {
		t.Errorf("the same is decided twice: %d", a.status)
	}
	x.sent(deputy, at+"/adoption", url.Values{"base": {"2"}})
	draft := page(t, deputy.get(x.path(at))).Find("a[href$='about=budget']").AttrOr("href", "")
	made := deputy.post(draft, fields(t, deputy.get(draft), "#resolution-form"))
	if annex := plainSpaces(page(t, deputy.get(made.header.Get("Location"))).Find("main").Text()); !strings.Contains(annex, "Кийинкиге калтырылды") || !strings.Contains(annex, "негиздемеси: Долбоор бүгүн бүттү") {
		t.Errorf("the annex does not say it: %s", annex)
	}
}
