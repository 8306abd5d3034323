package handlers_test

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"ashar/handlers"
	"ashar/internal/civic"
)

// slips makes slips whose codes the test knows.
func (r *ranking) slips(codes ...string) {
	r.t.Helper()
	change := civic.PrintSlips{Session: r.session}
	for _, code := range codes {
		change.Hashes = append(change.Hashes, handlers.HashToken("slip~"+code))
	}
	r.apply(r.session, r.ids["user.facilitator"], change)
}

func TestASlipIsOnePersonsVoteOnWhateverPhone(t *testing.T) {
	r := newRanking(t, dotsRules(1, "shared"), 5, 0, "Жол", "Суу")
	j := r.openPhones(r.session)
	code := "482759336274"
	r.slips(code, "482759336275")
	r.b.post("/sessions/"+r.session+"/phones/voters", url.Values{"slips_only": {"1"}})
	r.open()
	without := r.join(j.Code)
	if a := without.get("/p"); !strings.Contains(a.body, "баракча менен гана") {
		t.Error("a phone without a slip is not told")
	}
	if a := r.cast(without, "", map[int]int{0: 1}); a.status != http.StatusForbidden {
		t.Errorf("a phone without a slip votes: %d", a.status)
	}
	if a := without.post("/j", url.Values{"code": {civic.SpacedCode(code)}}); a.header.Get("Location") != "/j/"+code {
		t.Fatalf("%q", a.header.Get("Location"))
	}
	if a := without.get("/j/" + code); a.status != 200 {
		t.Errorf("a slip in a phone that is in: %d", a.status)
	}
	r.voteBy(r.rejoin(without, code), "", map[int]int{0: 1})
	r.voteBy(r.join(code), "", map[int]int{1: 1}) // the same slip on another phone: once
	if n := r.last().PhonePeople(); n != 1 {
		t.Errorf("%d votes of one slip", n)
	}
	if a := r.browser().get("/j/482759336279"); a.status != http.StatusNotFound {
		t.Errorf("an unknown slip: %d", a.status)
	}
}

// A phone that voted and then finds a slip has voted.
func TestAPhoneThatVotedDoesNotVoteAgainWithASlip(t *testing.T) {
	r := newRanking(t, dotsRules(1, "shared"), 5, 0, "Жол", "Суу")
	j := r.openPhones(r.session)
	r.slips("482759336274")
	r.open()
	phone := r.join(j.Code)
	r.voteBy(phone, "", map[int]int{0: 1})
	r.voteBy(r.rejoin(phone, "482759336274"), "", map[int]int{0: 1})
	if n := r.last().PhonePeople(); n != 1 {
		t.Errorf("%d votes", n)
	}
}

func (r *ranking) rejoin(b *browser, code string) *browser {
	r.t.Helper()
	if a := b.post("/j/"+code, url.Values{"agree": {"1"}}); a.status != http.StatusSeeOther {
		r.t.Fatalf("%d %s", a.status, a.body)
	}
	return b
}

func TestSlipsAreAPaperAndTheirCodesAreNowhereElse(t *testing.T) {
	r := newRanking(t, dotsRules(1, "shared"), 5, 0, "Жол", "Суу")
	r.openPhones(r.session)
	page := "/sessions/" + r.session + "/phones"
	if a := r.b.post(page+"/slips", url.Values{"slips": {"0"}}); a.status != http.StatusUnprocessableEntity {
		t.Errorf("no slips: %d", a.status)
	}
	for range 2 {
		if a := r.b.post(page+"/slips", url.Values{"slips": {"9"}}); a.status != 200 || !strings.HasPrefix(a.body, "%PDF") {
			t.Fatalf("%d", a.status)
		}
	}
	j, _ := r.store.Join(context.Background(), r.session)
	if j.Slips != 18 || j.Joined != 0 {
		t.Errorf("%+v", j)
	}
	if body := r.b.get(page).body; !strings.Contains(body, "Буга чейин басылганы: 18") {
		t.Error("the page does not say how many were printed")
	}
	entries, _ := r.store.Journal(context.Background(), r.session, 0)
	if last := entries[len(entries)-1]; last.Kind != "phones.slips" || string(last.Data) != `{"session":"`+r.session+`","slips":9}` {
		t.Errorf("journal: %s %s", last.Kind, last.Data)
	}
}

// A tablet that is handed round is signed out, takes one vote after another and keeps nothing.
func TestATabletIsHandedRound(t *testing.T) {
	r := newRanking(t, dotsRules(2, "shared"), 5, 0, "Жол", "Суу")
	r.openPhones(r.session)
	r.open()
	tablet := r.as("facilitator")
	if a := tablet.post("/sessions/"+r.session+"/phones/kiosk", url.Values{}); a.status != http.StatusSeeOther || a.header.Get("Location") != "/k" {
		t.Fatalf("%d %s", a.status, a.body)
	}
	if a := tablet.get("/sessions/" + r.session); a.status != http.StatusSeeOther || !strings.HasPrefix(a.header.Get("Location"), "/login") {
		t.Errorf("who holds the tablet is signed in: %d", a.status)
	}
	for i := range 3 {
		if a := tablet.get("/k"); !strings.Contains(a.body, `href="/k/vote"`) {
			t.Fatalf("person %d: %s", i, a.body)
		}
		form := url.Values{"round": {r.last().ID}, "m-" + r.cards[i%2]: {"2"}}
		body := tablet.get("/k/vote").body
		if strings.Contains(body, `value="2" checked`) || !strings.Contains(body, `data-idle="/k"`) {
			t.Error("the tablet remembers, or does not forget what is left lying")
		}
		a := tablet.post("/k/vote", form)
		if a.header.Get("Location") != "/k/done" {
			t.Fatalf("%d %s", a.status, a.body)
		}
		if done := tablet.get("/k/done"); !strings.Contains(done.body, "кийинки кишиге") || !strings.Contains(done.body, `content="20;url=/k"`) || done.header.Get("Cache-Control") != "no-store" {
			t.Error("the tablet does not go on to the next person")
		}
	}
	if n := r.last().PhonePeople(); n != 3 {
		t.Errorf("%d votes", n)
	}
	if n := r.rows("phone_voters"); n != 0 {
		t.Errorf("the tablet left %d marks of persons", n)
	}
	if a := tablet.post("/k/end", nil); !strings.HasPrefix(a.header.Get("Location"), "/login?next=") {
		t.Errorf("the way back leads to %q", a.header.Get("Location"))
	}
	if a := tablet.get("/k/vote"); a.status != http.StatusNotFound {
		t.Errorf("after the end: %d", a.status)
	}
}

func TestATabletThatIsHandedRoundWantsSlipsWhereSlipsVote(t *testing.T) {
	r := newRanking(t, dotsRules(1, "shared"), 5, 0, "Жол", "Суу")
	r.openPhones(r.session)
	r.slips("482759336274")
	r.b.post("/sessions/"+r.session+"/phones/voters", url.Values{"slips_only": {"1"}})
	r.open()
	tablet := r.as("facilitator")
	tablet.post("/sessions/"+r.session+"/phones/kiosk", url.Values{})
	form := url.Values{"round": {r.last().ID}, "m-" + r.cards[0]: {"1"}, "slip": {"777 777 777 777"}}
	if a := tablet.post("/k/vote", form); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "Мындай баракча жок") {
		t.Errorf("a slip that is none: %d", a.status)
	}
	form.Set("slip", "482 759 336 274")
	for i := range 2 {
		if a := tablet.post("/k/vote", form); a.header.Get("Location") != "/k/done" {
			t.Errorf("%s: %d", strconv.Itoa(i), a.status)
		}
	}
	if n := r.last().PhonePeople(); n != 1 {
		t.Errorf("%d votes", n)
	}
}

// over ends the session with all that must be done.
func (r *ranking) over() {
	r.t.Helper()
	for _, c := range civic.DefaultChecklist() {
		if c.Mandatory && c.Phase != civic.After {
			r.apply(r.session, "", civic.SetCheck{Session: r.session, Number: c.Number, State: civic.Done})
		}
	}
	r.apply(r.session, "", civic.CloseSession{Session: r.session})
}

// The QR of a slip let somebody vote; once the session is over it shows what became of what was said.
func TestASlipOfAClosedSessionLeadsToWhatBecameOfIt(t *testing.T) {
	r := newRanking(t, dotsRules(1, "shared"), 5, 0, "Жол", "Суу")
	j := r.openPhones(r.session)
	slip := "482759336274"
	r.slips(slip)
	phone := r.join(slip)
	r.over()
	head, err := r.store.SessionHead(context.Background(), r.session)
	if err != nil {
		t.Fatal(err)
	}
	for who, b := range map[string]*browser{"the phone that was in": phone, "another": r.browser()} {
		path := "/p"
		if who == "another" {
			path = "/j/" + slip
		}
		if a := b.get(path); a.status != 200 || !strings.Contains(a.body, "Бул сессия бүттү") || !strings.Contains(a.body, `href="/n/`+head.Code+`"`) {
			t.Errorf("%s, nothing published: %d %s", who, a.status, a.body)
		}
	}
	r.apply(head.Cycle, "", civic.SetPublication{Cycle: head.Cycle, What: "list", Published: true})
	for _, code := range []string{slip, j.Code} {
		if a := r.browser().get("/j/" + code); a.status != http.StatusSeeOther || a.header.Get("Location") != "/n/"+head.Code {
			t.Errorf("%s: %d %s", code, a.status, a.header.Get("Location"))
		}
		if a := r.browser().post("/j/"+code, url.Values{"agree": {"1"}}); a.header.Get("Location") != "/n/"+head.Code {
			t.Errorf("%s lets in: %d %s", code, a.status, a.header.Get("Location"))
		}
	}
	if a := r.browser().get("/n/" + head.Code); a.status != 200 || !strings.Contains(a.body, "Жол") {
		t.Errorf("%d %s", a.status, a.body)
	}
	if a := r.browser().get("/j/482759336279"); a.status != http.StatusNotFound {
		t.Errorf("an unknown slip: %d", a.status)
	}
}

// The code that a card had when its minutes were closed opens the need that the card is in now.
func TestTheCodeOnOldMinutesOpensTheNeedThatTheCardWasPutInto(t *testing.T) {
	r := newRanking(t, dotsRules(1, "shared"), 5, 0, "Жол", "Суу")
	r.over()
	m, err := handlers.MinutesOf(context.Background(), r.store, r.session, "https://ashar.kg", r.store.Now())
	if err != nil || len(m.Problems) != 2 || m.Problems[0].Code == "" || m.Problems[0].Code == m.Problems[1].Code {
		t.Fatalf("%v %+v", err, m.Problems)
	}
	head, _ := r.store.SessionHead(context.Background(), r.session)
	r.apply(head.Cycle, "", civic.JoinNeeds{Into: r.cards[0], From: []string{r.cards[1]}})
	r.apply(head.Cycle, "", civic.SetPublication{Cycle: head.Cycle, What: "list", Published: true})
	for _, x := range m.Problems {
		a := r.browser().get("/n/" + x.Code)
		if a.status != 200 || !strings.Contains(a.body, "<h1>Жол</h1>") {
			t.Errorf("%s: %d", x.Title.KY, a.status)
		}
	}
}
