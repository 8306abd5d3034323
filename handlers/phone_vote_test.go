package handlers_test

import (
	"bytes"
	"context"
	"database/sql"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"

	"ashar/handlers"
	"ashar/internal/civic"
	"ashar/internal/tally"
)

// cast votes on a phone: marks by card.
func (r *ranking) cast(phone *browser, group string, marks map[int]int) answer {
	r.t.Helper()
	form := url.Values{"round": {r.last().ID}, "group": {group}}
	for card, n := range marks {
		form.Set("m-"+r.cards[card], strconv.Itoa(n))
	}
	return phone.post("/p/vote", form)
}

func (r *ranking) voteBy(phone *browser, group string, marks map[int]int) {
	r.t.Helper()
	if a := r.cast(phone, group, marks); a.status != http.StatusSeeOther || a.header.Get("Location") != "/p" {
		r.t.Fatalf("vote: %d %s", a.status, a.body)
	}
}

// Beans of those without a phone and votes of those with one, in one round.
func TestBeansAndPhonesAreAddedUnderOneRule(t *testing.T) {
	r := newRanking(t, dotsRules(2, "shared"), 3, 2, "Жол", "Суу", "Жарык")
	j := r.openPhones(r.session)
	phones := []*browser{r.join(j.Code), r.join(j.Code), r.join(j.Code)}
	if a := phones[0].get("/p/vote"); a.status != http.StatusSeeOther {
		t.Errorf("a ballot before the round: %d", a.status)
	}
	r.open("by", "sex")
	if a := phones[0].get("/p"); !strings.Contains(a.body, `href="/p/vote"`) {
		t.Fatalf("the phone is not asked to vote: %s", a.body)
	}
	a := phones[0].get("/p/vote")
	for _, want := range []string{"2 буурчак салыңыз", `name="m-` + r.cards[0] + `"`, `value="f"`, "өзгөртүүгө болбойт"} {
		if !strings.Contains(a.body, want) {
			t.Errorf("the ballot does not show %q", want)
		}
	}
	if a := r.cast(phones[0], "", map[int]int{0: 2}); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "Кайсы топко киргениңизди") ||
		!regexp.MustCompile(`name="m-`+r.cards[0]+`" value="2" checked`).MatchString(a.body) {
		t.Errorf("without a group: %d %s", a.status, a.body)
	}
	if a := r.cast(phones[0], "f", map[int]int{0: 2, 1: 1}); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "3 салдыңыз") {
		t.Errorf("three of two beans: %d", a.status)
	}
	if a := r.cast(phones[0], "f", nil); a.status != http.StatusUnprocessableEntity {
		t.Errorf("an empty vote: %d", a.status)
	}
	r.voteBy(phones[0], "f", map[int]int{0: 2})
	r.voteBy(phones[0], "f", map[int]int{1: 2}) // once more: counted once, as it was
	r.voteBy(phones[1], "m", map[int]int{0: 1}) // one bean left unused
	if a := phones[0].get("/p"); !strings.Contains(a.body, "Добушуңуз кабыл алынды") {
		t.Error("the phone is not told that it voted")
	}
	body := r.b.get(r.path()).body
	for _, want := range []string{"Телефон менен добуш берди: 2", "1 × 2 = <b>2</b>"} {
		if !strings.Contains(body, want) {
			t.Errorf("the round does not show %q", want)
		}
	}
	r.vote(0, "f", 1)
	r.vote(1, "f", 3)
	r.vote(1, "m", 2)
	r.post(http.StatusSeeOther, "confirmation", "counter1", "Айгүл Сатарова", "counter2", "Чынара Мамытова")
	got := r.last()
	if got.Phones == nil || got.Phones.People() != 2 || got.Phones.Unused["m"] != 1 || len(got.PhoneVoters) != 0 {
		t.Fatalf("counted: %+v", got.Phones)
	}
	if a := r.cast(phones[2], "f", map[int]int{2: 2}); a.status != http.StatusConflict || !strings.Contains(a.body, "Телефон менен добуш берүү бүттү") {
		t.Errorf("a vote after the count: %d", a.status)
	}
	r.post(http.StatusSeeOther, "result")
	// Жол 1 + 2 + 1, Суу 5 of beans alone.
	if got := r.places(); got != "1:1 0:2 2:3" {
		t.Errorf("places %s", got)
	}
	if rows := r.last().Result.Rows; rows[0].Points != 5 || rows[1].Points != 4 || rows[1].ByGroup["f"] != 3 || rows[1].ByGroup["m"] != 1 {
		t.Errorf("%+v", rows)
	}
	if body := r.b.get(r.path()).body; !strings.Contains(body, "9 буурчак") || !strings.Contains(body, "Телефон менен: 2.") || strings.Contains(body, "Администраторго") {
		t.Error("the result does not add phones and beans")
	}
	if a := phones[2].get("/p"); !strings.Contains(a.body, `class="result"`) || !strings.Contains(a.body, "Суу") {
		t.Error("phones do not see the result")
	}
}

// More phones than people, and hands of who voted by phone, keep a round from closing.
func TestPhonesAreCheckedAgainstTheHeadCount(t *testing.T) {
	rules := civic.DefaultRules()
	rules.Method = civic.Hands
	r := newRanking(t, rules, 2, 0, "Жол", "Суу")
	j := r.openPhones(r.session)
	r.open("by", "sex")
	first := r.join(j.Code)
	r.voteBy(first, "", map[int]int{0: 1}) // one group: nobody is asked
	r.vote(0, "f", 2)
	if body := r.b.get(r.path()).body; !strings.Contains(body, "Кол адамдан көп: Жол.") {
		t.Error("two hands beside a phone, of two women")
	}
	r.vote(0, "f", 1)
	r.voteBy(r.join(j.Code), "", nil) // no to everything is a vote
	r.vote(0, "f", 0)
	r.voteBy(r.join(j.Code), "", map[int]int{1: 1})
	if body := r.b.get(r.path()).body; !strings.Contains(body, "катышкандардан көп") {
		t.Error("three phones of two women pass")
	}
	r.post(http.StatusConflict, "confirmation", "counter1", "Айгүл Сатарова", "counter2", "Чынара Мамытова")
}

func TestBallotsOfPaperAndOfPhonesMakeOneOrder(t *testing.T) {
	rules := civic.DefaultRules()
	rules.Method, rules.Marks = civic.Ballots, 2
	r := newRanking(t, rules, 3, 2, "Жол", "Суу", "Жарык", "Мектеп")
	j := r.openPhones(r.session)
	r.open()
	phones := []*browser{r.join(j.Code), r.join(j.Code), r.join(j.Code)}
	if a := r.cast(phones[0], "", map[int]int{0: 1, 1: 1}); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "Орундар катары менен") {
		t.Errorf("one place twice: %d", a.status)
	}
	r.voteBy(phones[0], "", map[int]int{3: 1})
	r.voteBy(phones[1], "", map[int]int{1: 1, 2: 2})
	r.voteBy(phones[2], "", map[int]int{1: 1})
	r.ballot(http.StatusSeeOther, map[int]string{0: "1", 2: "2"})
	r.post(http.StatusSeeOther, "votes", "rest", "spoiled", "group", "all", "n", "1")
	r.post(http.StatusSeeOther, "phones")
	r.post(http.StatusSeeOther, "phones") // pressed twice
	if got := r.last().Phones; got == nil || len(got.Ballots) != 3 || got.Ballots[0][0] != r.cards[1] || len(got.Ballots[0]) != 1 || got.Ballots[2][0] != r.cards[3] {
		t.Fatalf("sorted ballots %+v", got)
	}
	r.reveal()
	if got := r.places(); got != "1:1 2:2 0:3 3:4" || r.last().Result.Rows[0].Points != 7.5 {
		t.Errorf("places %s %+v", got, r.last().Result.Rows)
	}
	if body := r.b.get(r.path()).body; !strings.Contains(body, "4 бюллетень") {
		t.Error("the ballots are not added")
	}
	file := r.b.get(r.path() + "/ballots")
	if file.status != 200 || !strings.Contains(file.header.Get("Content-Disposition"), "ballots-1.soi") {
		t.Fatalf("no file: %d", file.status)
	}
	p, err := tally.ParsePreflib(strings.NewReader(file.body))
	if err != nil {
		t.Fatal(err)
	}
	places, err := tally.Rank(p, "borda", "")
	if err != nil || places.Format(p.Names) != "Суу\nЖарык\nЖол\nМектеп\n" {
		t.Errorf("recounted: %v %q", err, places.Format(p.Names))
	}
	if body := r.b.get("/sessions/" + r.session + "/minutes").body; !strings.Contains(body, "Телефон менен добуш бергендер: 3, калгандары: 2.") || !strings.Contains(body, "Тапшырылган бюллетендер: 4") {
		t.Error("the minutes do not show each part")
	}
}

// Ballots without an order are recounted by their marks.
func TestMarksAreRecountedFromTheFile(t *testing.T) {
	rules := civic.DefaultRules()
	rules.Method, rules.Marks, rules.Unordered = civic.Ballots, 2, true
	r := newRanking(t, rules, 3, 0, "Жол", "Суу", "Жарык")
	j := r.openPhones(r.session)
	r.open()
	if a := r.b.get(r.path() + "/ballots"); a.status != http.StatusNotFound {
		t.Errorf("ballots before the result: %d", a.status)
	}
	for _, marks := range []map[int]int{{0: 1, 2: 1}, {2: 1}, {1: 1, 2: 1}} {
		r.voteBy(r.join(j.Code), "", marks)
	}
	r.reveal()
	if got := r.places(); got != "2:1 0:2= 1:2=" {
		t.Fatalf("places %s", got)
	}
	p, err := tally.ParsePreflib(strings.NewReader(r.b.get(r.path() + "/ballots").body))
	if err != nil {
		t.Fatal(err)
	}
	if places, err := tally.Rank(p, "marks", ""); err != nil || places.Format(p.Names) != "Жарык\nЖол = Суу\n" {
		t.Errorf("recounted: %v %q", err, places.Format(p.Names))
	}
}

// The minutes show what beans gave and what phones gave, on the page and on paper.
func TestTheMinutesShowEachPart(t *testing.T) {
	r := newRanking(t, dotsRules(1, "shared"), 5, 1, "Жол", "Суу")
	j := r.openPhones(r.session)
	r.open("by", "sex")
	for i := range 3 {
		r.voteBy(r.join(j.Code), "f", map[int]int{i % 2: 1})
	}
	r.vote(1, "f", 2)
	r.vote(1, "m", 1)
	r.reveal()
	body := regexp.MustCompile(`\s+`).ReplaceAllString(r.b.get("/sessions/"+r.session+"/minutes").body, " ")
	for _, want := range []string{"Добуштар кантип берилди", `<th scope="row">Суу</th><td class="n">3</td><td class="n">1</td><td class="n"><b>4</b></td>`, "Телефон менен: Аялдар 3."} {
		if !strings.Contains(body, want) {
			t.Errorf("the minutes do not show %q", want)
		}
	}
	if a := r.b.get("/sessions/" + r.session + "/minutes.pdf"); a.status != 200 || !strings.HasPrefix(a.body, "%PDF") {
		t.Errorf("no paper: %d", a.status)
	}
}

func TestTheJournalHearsOfVotesByPhoneOnce(t *testing.T) {
	r := newRanking(t, dotsRules(1, "shared"), 4, 0, "Жол", "Суу")
	j := r.openPhones(r.session)
	r.open()
	before, _ := r.store.JournalHead(context.Background(), r.session)
	for i := range 4 {
		r.voteBy(r.join(j.Code), "", map[int]int{i % 2: 1})
	}
	if after, _ := r.store.JournalHead(context.Background(), r.session); after != before {
		t.Error("a vote by phone is journaled")
	}
	r.reveal()
	entries, err := r.store.Journal(context.Background(), r.session, before)
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, e := range entries {
		if e.Kind == "round.phones" {
			seen++
			if want := `"n":2`; strings.Count(string(e.Data), want) != 2 {
				t.Errorf("the sums: %s", e.Data)
			}
		}
	}
	if seen != 1 {
		t.Errorf("%d entries", seen)
	}
	if err := r.store.Verify(context.Background(), r.session); err != nil {
		t.Error(err)
	}
}

// What lies on the disk after the count tells nobody's vote: not the marks that
// phones keep, not their hashes beside a vote, not a vote by itself.
func TestNothingOnTheDiskJoinsAPhoneToAVote(t *testing.T) {
	rules := civic.DefaultRules()
	rules.Method, rules.Marks = civic.Ballots, 2
	r := newRanking(t, rules, 3, 0, "Жол", "Суу", "Жарык")
	j := r.openPhones(r.session)
	r.open()
	var phones []*browser
	for i := range 3 {
		phone := r.join(j.Code)
		phones = append(phones, phone)
		r.voteBy(phone, "", map[int]int{i: 1, (i + 1) % 3: 2})
	}
	voters, votes := r.columns("phone_voters"), r.columns("phone_votes")
	if strings.Join(voters, " ") != "round_id hash" || strings.Join(votes, " ") != "id round_id grp marks" {
		t.Fatalf("the tables hold more than they may: %v %v", voters, votes)
	}
	for _, phone := range phones { // the mark itself is nowhere, from the beginning
		if mark := r.phoneMark(phone); bytes.Contains(r.disk(), []byte(mark)) {
			t.Error("the mark that a phone keeps is on the disk")
		}
	}
	r.reveal()
	disk := r.disk()
	for card := range 3 {
		marks := `{"` + r.cards[card] + `":1`
		other := `"` + r.cards[card] + `":2`
		if bytes.Contains(disk, []byte(marks)) || bytes.Contains(disk, []byte(other)) {
			t.Error("a vote is still to be read on the disk")
		}
	}
	if n := r.rows("phone_votes") + r.rows("phone_voters"); n != 0 {
		t.Errorf("%d rows are left", n)
	}
}

// disk is everything that the data folder holds.
func (r *ranking) disk() []byte {
	r.t.Helper()
	var all []byte
	files, err := filepath.Glob(filepath.Join(r.folder, "*"))
	if err != nil || len(files) == 0 {
		r.t.Fatalf("%v %v", files, err)
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			r.t.Fatal(err)
		}
		all = append(all, b...)
	}
	return all
}

// columns are those of a table, read from the file itself.
func (r *ranking) columns(table string) []string {
	r.t.Helper()
	var out []string
	r.look("SELECT name FROM pragma_table_info('"+table+"')", func(rows *sql.Rows) error {
		var name string
		err := rows.Scan(&name)
		out = append(out, name)
		return err
	})
	return out
}

func (r *ranking) rows(table string) (n int) {
	r.t.Helper()
	r.look("SELECT count(*) FROM "+table, func(rows *sql.Rows) error { return rows.Scan(&n) })
	return n
}

func (r *ranking) look(query string, scan func(*sql.Rows) error) {
	r.t.Helper()
	file, err := sql.Open("sqlite3", "file:"+filepath.Join(r.folder, "ashar.db")+"?mode=ro")
	if err != nil {
		r.t.Fatal(err)
	}
	defer file.Close()
	rows, err := file.Query(query)
	if err != nil {
		r.t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			r.t.Fatal(err)
		}
	}
	if err := rows.Err(); err != nil {
		r.t.Fatal(err)
	}
}

// phoneMark is what a phone keeps.
func (r *ranking) phoneMark(b *browser) string {
	r.t.Helper()
	at, _ := url.Parse(r.srv.URL)
	for _, c := range b.client.Jar.Cookies(at) {
		if c.Name == "phone" {
			mark, _, _ := strings.Cut(c.Value, "~")
			return mark
		}
	}
	r.t.Fatal("the phone keeps nothing")
	return ""
}

// Statements wait for the facilitator, and are nobody's.
func TestAStatementFromAPhoneWaitsForTheFacilitator(t *testing.T) {
	h := newHouse(t)
	session := h.ids["session"]
	j := h.openPhones(session)
	phone, b := h.join(j.Code), h.as("facilitator")
	if a := phone.post("/p/say", url.Values{"text": {"  "}}); a.status != http.StatusUnprocessableEntity {
		t.Errorf("an empty statement: %d", a.status)
	}
	long := strings.Repeat("ү", civic.SentLong+1)
	if a := phone.post("/p/say", url.Values{"text": {long}}); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, long) {
		t.Errorf("an endless statement: %d", a.status)
	}
	op := h.store.IDs.New()
	for range 2 { // sent twice: once
		if a := phone.post("/p/say", url.Values{"text": {"Көпүрө эски"}, "op": {op}}); a.status != http.StatusSeeOther {
			t.Fatalf("%d %s", a.status, a.body)
		}
	}
	phone.post("/p/say", url.Values{"text": {"Алы Валиев ууру"}})
	page := "/sessions/" + session + "/phones"
	said := func() string { return b.get("/sessions/" + session + "/priorities").body }
	if body := b.get(page).body; strings.Count(body, "Көпүрө эски") != 1 {
		t.Error("the facilitator does not see it once")
	}
	if strings.Contains(said(), "Көпүрө эски") {
		t.Error("it is among what was said before anybody let it")
	}
	sent, _ := h.store.SentStatements(context.Background(), session)
	for range 2 {
		if a := b.post(page+"/statements/"+sent[0].ID, url.Values{"let": {"1"}}); a.status != http.StatusSeeOther {
			t.Fatalf("let: %d %s", a.status, a.body)
		}
	}
	b.post(page+"/statements/"+sent[1].ID, url.Values{"let": {"0"}})
	if body := said(); !strings.Contains(body, "Көпүрө эски") || strings.Contains(body, "Валиев") {
		t.Error("what was let is not said, or what was not is")
	}
	for range civic.SentMax {
		phone.post("/p/say", url.Values{"text": {"Дагы"}})
	}
	if a := phone.post("/p/say", url.Values{"text": {"Дагы"}}); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "20") {
		t.Errorf("one too many: %d", a.status)
	}
	entries, _ := h.store.Journal(context.Background(), session, 0)
	for _, e := range entries {
		if strings.Contains(string(e.Data), "Валиев") {
			t.Error("the journal keeps what the facilitator did not let")
		}
	}
}

func TestWhoWantsToSpeakIsCalledByANumber(t *testing.T) {
	h := newHouse(t)
	session := h.ids["session"]
	j := h.openPhones(session)
	first, second, b := h.join(j.Code), h.join(j.Code), h.as("facilitator")
	for range 2 {
		first.post("/p/hand", url.Values{"wants": {"1"}})
	}
	second.post("/p/hand", url.Values{"wants": {"1"}})
	hands, _ := h.store.Hands(context.Background(), session)
	if len(hands) != 2 || hands[0].Number < 10 || hands[0].Number == hands[1].Number {
		t.Fatalf("%+v", hands)
	}
	if a := second.get("/p"); !strings.Contains(a.body, ">"+strconv.Itoa(hands[1].Number)+"</b>") || !strings.Contains(a.body, "Сизден мурда: 1") {
		t.Error("the second does not see its number and place")
	}
	page := "/sessions/" + session + "/phones"
	if body := b.get(page).body; !strings.Contains(body, "№ "+strconv.Itoa(hands[0].Number)) {
		t.Error("the facilitator does not see the number")
	}
	b.post(page+"/hands", url.Values{"number": {strconv.Itoa(hands[0].Number)}})
	if a := second.get("/p"); !strings.Contains(a.body, "Кезек сизде") {
		t.Error("the second is not next")
	}
	second.post("/p/hand", url.Values{"wants": {"0"}})
	if left, _ := h.store.Hands(context.Background(), session); len(left) != 0 {
		t.Errorf("%+v", left)
	}
	first.post("/p/hand", url.Values{"wants": {"1"}})
	if again, _ := h.store.Hands(context.Background(), session); len(again) != 1 || again[0].Number != hands[0].Number {
		t.Error("who asks again has another number")
	}
}

// Many phones at once, each pressing twice: every vote once.
func TestManyPhonesVoteAtOnce(t *testing.T) {
	r := newRanking(t, dotsRules(1, "shared"), 300, 0, "Жол", "Суу")
	j := r.openPhones(r.session)
	round := r.open().ID
	const phones = 200
	var wg sync.WaitGroup
	ctx := context.Background()
	for i := range phones {
		hash := handlers.HashToken("phone " + strconv.Itoa(i))
		if err := r.store.JoinPhone(ctx, r.session, hash); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			wg.Go(func() {
				vote := civic.PhoneVote{Round: round, Group: "f", Marks: map[string]int{r.cards[i%2]: 1}}
				if _, err := r.store.CastVote(ctx, r.session, hash, vote); err != nil {
					t.Error(err)
				}
			})
		}
	}
	wg.Wait()
	part, err := r.store.PhoneVotes(ctx, r.last())
	if err != nil || part.People() != phones || len(part.Counts) != 2 || part.Counts[0].N != phones/2 || part.Counts[1].N != phones/2 {
		t.Errorf("%v %+v", err, part)
	}
	if now, _ := r.store.Join(ctx, r.session); now.Joined != phones || now.Code != j.Code {
		t.Errorf("%+v", now)
	}
}
