package handlers_test

import (
	"compress/gzip"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"github.com/xuri/excelize/v2"

	"ashar/handlers"
	"ashar/internal/civic"
)

// published closes the session with three ranked needs and shows parts of the cycle to everybody.
func (h *house) published(parts ...string) (needs []string) {
	h.t.Helper()
	needs = h.ranked([]int{12, 8, 4})
	for _, what := range parts {
		h.apply(h.ids["cycle"], h.ids["user.coordinator"], civic.SetPublication{Cycle: h.ids["cycle"], What: what, Published: true})
	}
	return needs
}

func (h *house) passport(need string) string {
	h.t.Helper()
	ns, err := h.store.Needs(context.Background(), h.ids["cycle"])
	if err != nil {
		h.t.Fatal(err)
	}
	return ns.Find(need).Code
}

func TestNothingIsSeenBeforeItIsPublished(t *testing.T) {
	h := newHouse(t)
	needs := h.published()
	anyone := h.browser()
	for _, path := range []string{"/open/cycles/" + h.ids["cycle"], "/open/cycles/" + h.ids["cycle"] + "/data/needs.json", "/n/" + h.passport(needs[0]), "/open/cycles/" + h.ids["cycle"] + "/feed.atom"} {
		if a := anyone.get(path); a.status != http.StatusNotFound {
			t.Errorf("%s: %d before anything is published", path, a.status)
		}
	}
	if body := anyone.get("/open").body; strings.Contains(body, "/open/4") {
		t.Error("a municipality is listed that shows nothing")
	}
}

func TestWhoTypesAWrongCodeStaysAmongThePublicPages(t *testing.T) {
	h := newHouse(t)
	h.published("list")
	anyone := h.browser()
	for path, status := range map[string]int{"/open/nowhere": http.StatusNotFound, "/open/surveys/nowhere": http.StatusNotFound, "/n/AAAAAAA": http.StatusNotFound, "/n?code=": http.StatusUnprocessableEntity, "/n?code=%20-": http.StatusUnprocessableEntity} {
		a := anyone.get(path)
		d := page(t, a)
		if a.status != status || d.Find("link[href*='public']").Length() != 1 || d.Find("script").Length() != 0 || d.Find("main h1").Text() == "" {
			t.Errorf("%s: %d in another frame", path, a.status)
		}
		if strings.HasPrefix(path, "/n") && (d.Find("#code-bad").Text() == "" || d.Find("#code").AttrOr("aria-invalid", "") == "") {
			t.Errorf("%s: nothing is said at the field", path)
		}
	}
	if d := page(t, anyone.get("/n")); d.Find("#code-bad").Length() != 0 {
		t.Error("a form that nobody has sent is called wrong")
	}
}

func TestEverybodySeesTheListAndWhatBecameOfIt(t *testing.T) {
	h := newHouse(t)
	needs := h.published("list", "decisions")
	anyone := h.browser()
	path := "/open/cycles/" + h.ids["cycle"]
	before := page(t, anyone.get(path+"?lang=ky"))
	if n := before.Find(".needs > li").Length(); n != 3 {
		t.Fatalf("%d needs", n)
	}
	if before.Find("script").Length() > 0 || before.Find("form[method=post]").Length() > 0 {
		t.Error("the public page has a script or writes")
	}
	h.apply(h.ids["cycle"], h.ids["user.deputy"], civic.Decide{ID: h.store.IDs.New(), Need: needs[0], Outcome: civic.Accepted, Reason: civic.Text{KY: "Бюджетке киргизилди."}, On: "2016-12-12", Place: 1, Amount: 850_000,
		AnswerDue: "2016-12-13"})
	after := anyone.get(path + "?lang=ky").body
	if !strings.Contains(after, "Бюджетке киргизилди.") {
		t.Error("a kept page is shown after a decision changed it")
	}
	way := page(t, anyone.get("/n/"+strings.ToLower(h.passport(needs[0]))+"?lang=ky"))
	if text := way.Find("main").Text(); !strings.Contains(text, "0-сөз") || !strings.Contains(text, "Бюджетке киргизилди.") {
		t.Errorf("the passport does not lead from the sentence to the decision: %s", text)
	}
	session := page(t, anyone.get("/n/"+h.sessionCode()))
	if session.Find(".needs > li").Length() != 3 {
		t.Error("the code of the session does not lead to what became of its needs")
	}
	if a := anyone.get("/s/" + h.sessionCode()); a.status != http.StatusSeeOther || a.header.Get("Location") != "/n/"+h.sessionCode() {
		t.Errorf("the code on the minutes leads somebody unknown to %d %s", a.status, a.header.Get("Location"))
	}
	if a := anyone.get("/n/ЖЖЖ"); a.status != http.StatusNotFound || page(t, a).Find("#code[aria-invalid=true]").Length() != 1 {
		t.Errorf("an unknown code: %d", a.status)
	}
}

// The order by hand is the whole list's; a village or an audience keeps its own.
func TestAVillageChosenInPublicHasItsOwnOrder(t *testing.T) {
	h := newHouse(t)
	needs := h.published("list")
	h.apply(h.ids["cycle"], h.ids["user.coordinator"], civic.OrderNeeds{Cycle: h.ids["cycle"], Rule: civic.DefaultListRules(), Computed: needs, Ordered: []string{needs[2], needs[0], needs[1]}, Reason: "кар түштү"})
	anyone := h.browser()
	first := func(query string) string {
		return strings.Join(strings.Fields(page(t, anyone.get("/open/cycles/"+h.ids["cycle"]+query)).Find(".needs > li").First().Text()), " ")
	}
	for query, want := range map[string]string{"?lang=ky": "2-муктаждык", "?lang=ky&village=" + h.ids["village"]: "0-муктаждык", "?lang=ky&audience=women": "0-муктаждык"} {
		if got := first(query); !strings.HasPrefix(got, "1"+want) {
			t.Errorf("%s: %s", query, got)
		}
	}
	if got := first("?lang=ky&village=" + h.ids["village"]); !strings.Contains(got, "Жалпы тизмедеги орду: 2") || !strings.Contains(got, "Упайы: 2") {
		t.Error(got)
	}
}

// Reasons from before the rule's order was taken again no longer matter.
func TestEveryReasonOfTheOrderByHandIsShown(t *testing.T) {
	h := newHouse(t)
	needs := h.published("list")
	for i, reason := range []string{"эски себеп", "эреже кайтты", "суу ташыды", "көпүрө бузулду"} {
		o := civic.OrderNeeds{Cycle: h.ids["cycle"], Rule: civic.DefaultListRules(), Computed: needs, Ordered: []string{needs[2], needs[0], needs[1]}, Reason: reason, Base: i}
		if i == 1 {
			o.Ordered = nil
		}
		h.apply(h.ids["cycle"], h.ids["user.coordinator"], o)
	}
	for _, path := range []string{"/open/cycles/" + h.ids["cycle"], "/n/" + h.passport(needs[0])} {
		text := strings.ReplaceAll(page(t, h.browser().get(path+"?lang=ky")).Find("main").Text(), "\u00a0", " ")
		first, second := strings.Index(text, "суу ташыды"), strings.Index(text, "көпүрө бузулду")
		if first < 0 || second < first || strings.Contains(text, "эски себеп") || strings.Count(text, "кол менен өзгөртүлгөн (Аты coordinator, 2016-жылдын 12-декабры") != 2 {
			t.Errorf("%s: %s", path, text)
		}
	}
}

// Nothing is kept yet when each is asked; the hall of the next cycle is told the same.
func TestWhatBecameOfNeedsAsksAtMostTenTimes(t *testing.T) {
	h := newHouse(t)
	needs := h.published("list", "decisions", "plan", "monitoring")
	h.apply(h.ids["cycle"], h.ids["user.deputy"], civic.Decide{ID: h.store.IDs.New(), Need: needs[0], Outcome: civic.Accepted, Reason: civic.Text{KY: "Бюджетке киргизилди."}, On: "2016-12-12", Place: 1, Amount: 850_000})
	cycle, audience, next := h.store.IDs.New(), h.store.IDs.New(), h.store.IDs.New()
	h.apply(h.ids["municipality"], "", civic.SaveCycle{ID: cycle, Municipality: h.ids["municipality"], Title: civic.Text{KY: "2017-жылдагы цикл"},
		Starts: "2017-11-22", Ends: "2018-03-31", BudgetYear: 2018, Rules: civic.DefaultRules(), Audiences: []civic.CycleAudience{{ID: audience, Kind: civic.Women, Name: civic.Text{KY: "Аялдар"}}}})
	h.apply(cycle, "", civic.PlanSession{ID: next, Village: h.ids["village"], Audience: audience, Date: "2017-12-12", Starts: "11:00", Ends: "13:00", ExpectedMin: 8, ExpectedMax: 12, Language: "ky"})
	open, need := "/open/cycles/"+h.ids["cycle"], "/n/"+h.passport(needs[0])
	anyone, facilitator := h.browser(), h.as("facilitator")
	for path, b := range map[string]*browser{open: anyone, open + "/board.pdf": anyone, open + "/feed.atom": anyone, open + "/dates.ics": anyone, open + "/data/actions.json": anyone, open + "/data/acts.json": anyone,
		need: anyone, need + "/feed.atom": anyone, "/n/" + h.sessionCode(): anyone, "/sessions/" + next + "/last": facilitator, "/sessions/" + next + "/last.pdf": facilitator,
		"/cycles/" + h.ids["cycle"] + "/analysis?view=execution": facilitator, "/cycles/" + cycle + "/analysis?view=results": facilitator} {
		before := h.store.Queries()
		a := b.get(path)
		if n := h.store.Queries() - before; a.status != http.StatusOK || n > 10 {
			t.Errorf("%s: %d, %d queries", path, a.status, n)
		}
		if strings.HasSuffix(path, "/last") && !strings.Contains(a.body, "Бюджетке киргизилди.") {
			t.Error("the hall is not told what was decided")
		}
	}
}

// A browser that takes compressed pages unpacks them once: what is under it has to be the page.
func TestPublicPagesAreCompressedOnce(t *testing.T) {
	h := newHouse(t)
	needs := h.published("list")
	for _, path := range []string{"/open", "/open/cycles/" + h.ids["cycle"], "/open/cycles/" + h.ids["cycle"] + "/data",
		"/n", "/n/" + h.passport(needs[0]), "/n/" + h.sessionCode(), "/n/ЖЖЖ", "/j", "/login"} {
		a := h.browser().get(path, "Accept-Encoding", "gzip")
		body := a.body
		if a.header.Get("Content-Encoding") == "gzip" {
			unzipped, err := gzip.NewReader(strings.NewReader(body))
			if err != nil {
				t.Fatalf("%s: %v", path, err)
			}
			text, err := io.ReadAll(unzipped)
			if err != nil {
				t.Fatalf("%s: %v", path, err)
			}
			body = string(text)
		}
		if !strings.HasPrefix(strings.ToLower(body), "<!doctype html") {
			t.Errorf("%s: %d %.20q", path, a.status, body)
		}
	}
}

func (h *house) sessionCode() string {
	h.t.Helper()
	head, err := h.store.SessionHead(context.Background(), h.ids["session"])
	if err != nil {
		h.t.Fatal(err)
	}
	return head.Code
}

func TestAPublicPageIsKeptUntilItChanges(t *testing.T) {
	h := newHouse(t)
	h.published("list")
	anyone := h.browser()
	path := "/open/cycles/" + h.ids["cycle"]
	tag := anyone.get(path).header.Get("ETag")
	if again := anyone.get(path, "If-None-Match", tag); tag == "" || again.status != http.StatusNotModified {
		t.Errorf("a page that has not changed is sent again: %q %d", tag, again.status)
	}
	h.apply(h.ids["cycle"], h.ids["user.coordinator"], civic.SetPublication{Cycle: h.ids["cycle"], What: "list", Published: false, Reason: "ката бар"})
	if a := anyone.get(path, "If-None-Match", tag); a.status != http.StatusNotFound {
		t.Errorf("what was taken back is still shown: %d", a.status)
	}
}

func TestWhatASessionBringsIsSeenAtOnce(t *testing.T) {
	h := newHouse(t)
	h.published("list")
	anyone := h.browser()
	path := "/open/cycles/" + h.ids["cycle"]
	if n := page(t, anyone.get(path)).Find(".needs > li").Length(); n != 3 {
		t.Fatalf("%d needs", n)
	}
	session := h.session("")
	h.apply(session, h.ids["user.facilitator"], civic.StartSession{Session: session})
	said := h.store.IDs.New()
	h.apply(session, "", civic.AddStatements{Statements: []civic.SaidStatement{{ID: said, Text: "көпүрө жок"}}})
	h.apply(session, "", civic.MakePriority{ID: h.store.IDs.New(), Statement: said, Title: "Көпүрө"})
	h.close(session)
	if n := page(t, anyone.get(path)).Find(".needs > li").Length(); n != 4 {
		t.Errorf("%d needs after another session closed", n)
	}
	h.apply(session, h.ids["user.facilitator"], civic.CorrectSession{Session: session, What: "орду", Reason: "ката"})
	if text := page(t, anyone.get(path+"?lang=en")).Find("main").Text(); !strings.Contains(text, "Focus groups: 1.") {
		t.Error("a session that is open again still counts")
	}
}

func TestDecisionsAreShownWithTheListTheyStandIn(t *testing.T) {
	h := newHouse(t)
	h.published()
	b := h.as("coordinator")
	path := "/cycles/" + h.ids["cycle"] + "/publication"
	show := func(what, published string) answer {
		return b.post(path, url.Values{"op": {h.store.IDs.New()}, "what": {what}, "published": {published}, "reason": {"ката бар"}})
	}
	if a := show("decisions", "1"); a.status != http.StatusUnprocessableEntity || page(t, a).Find("#part-decisions .error").Length() != 1 {
		t.Errorf("decisions before the list: %d", a.status)
	}
	show("list", "1")
	if a := show("decisions", "1"); a.status != http.StatusSeeOther {
		t.Errorf("decisions after the list: %d", a.status)
	}
	if a := show("list", "0"); a.status != http.StatusUnprocessableEntity || page(t, a).Find("#part-list .error").Length() != 1 {
		t.Errorf("the list taken from under the decisions: %d", a.status)
	}
}

func TestAnalysesAndTheOpenPagesAreFoundByTheirLinks(t *testing.T) {
	h := newHouse(t)
	h.published()
	for login, links := range map[string]map[string]string{
		"coordinator": {"/municipalities/" + h.ids["municipality"]: "/municipalities/" + h.ids["municipality"] + "/access",
			"/sessions/" + h.ids["session"] + "/minutes": "/sessions/" + h.ids["session"] + "/analysis"},
	} {
		for from, to := range links {
			if page(t, h.as(login).get(from)).Find("a[href='"+to+"']").Length() == 0 {
				t.Errorf("%s does not lead to %s", from, to)
			}
		}
	}
	if page(t, h.browser().get("/login")).Find("a[href='/open']").Length() == 0 {
		t.Error("nobody finds the open pages from the door")
	}
}

func TestTakingBackWantsAReason(t *testing.T) {
	h := newHouse(t)
	h.published("list")
	path := "/cycles/" + h.ids["cycle"] + "/publication"
	a := h.as("coordinator").post(path, url.Values{"op": {h.store.IDs.New()}, "what": {"list"}, "published": {"0"}})
	if a.status != http.StatusUnprocessableEntity || page(t, a).Find("#list-reason[aria-invalid=true], [name=reason][aria-invalid=true]").Length() != 1 {
		t.Errorf("taken back without a reason: %d", a.status)
	}
	if a := h.as("deputy").post(path, url.Values{"op": {h.store.IDs.New()}, "what": {"list"}, "published": {"1"}}); a.status != http.StatusForbidden {
		t.Errorf("a deputy publishes: %d", a.status)
	}
}

func TestOpenDataHasTheColumnsOfItsDictionary(t *testing.T) {
	h := newHouse(t)
	h.published("list", "decisions", "plan", "monitoring")
	anyone := h.browser()
	base := "/open/cycles/" + h.ids["cycle"] + "/data"
	dictionary := anyone.get(base).body
	for _, name := range civic.DatasetNames {
		var d struct {
			Dataset string
			Rows    []map[string]any
		}
		if err := json.Unmarshal([]byte(anyone.get(base+"/"+name+".json").body), &d); err != nil || d.Dataset != name {
			t.Fatalf("%s: %v", name, err)
		}
		csv := strings.SplitN(strings.TrimPrefix(anyone.get(base+"/"+name+".csv").body, "\ufeff"), "\r\n", 2)[0]
		for i, col := range civic.DatasetColumns(name) {
			if !strings.Contains(dictionary, "<code>"+col.Name+"</code>") || strings.Split(csv, ";")[i] != col.Name {
				t.Errorf("%s.%s is not in the dictionary or the file", name, col.Name)
			}
			for _, row := range d.Rows {
				if _, has := row[col.Name]; !has {
					t.Errorf("%s.%s is missing in a row", name, col.Name)
				}
			}
		}
		if !strings.Contains(dictionary, "/data/"+name+".xlsx") {
			t.Errorf("the dictionary does not lead to %s.xlsx", name)
		}
		book, err := excelize.OpenReader(strings.NewReader(anyone.get(base+"/"+name+".xlsx").body), excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		cells, err := book.GetRows(name)
		if err != nil || len(cells) != len(d.Rows)+1 {
			t.Fatalf("%s.xlsx: %v, %d rows, %d in JSON", name, err, len(cells)-1, len(d.Rows))
		}
		for i, row := range d.Rows { // what JSON says stands in the same row and column
			for x, col := range civic.DatasetColumns(name) {
				is, want := "", ""
				if x < len(cells[i+1]) {
					is = cells[i+1][x]
				}
				switch v := row[col.Name].(type) {
				case string:
					if want = v; col.Kind == "date" {
						want = strconv.Itoa(civic.DaysBetween("1899-12-30", v))
					}
				case float64:
					want = strconv.FormatInt(int64(v), 10)
				}
				if cells[0][x] != col.Name || is != want {
					t.Errorf("%s.xlsx: %s %q, in JSON %q", name, col.Name, is, want)
				}
			}
		}
	}
	var groups struct{ Rows []map[string]any }
	if err := json.Unmarshal([]byte(anyone.get(base+"/cards.json").body), &groups); err != nil || len(groups.Rows) != 3 || groups.Rows[0]["sentences"] != nil {
		t.Errorf("fewer than five are told: %v", groups.Rows)
	}
}

func TestFeedAndCalendarOfACycle(t *testing.T) {
	h := newHouse(t)
	needs := h.published("list", "decisions")
	h.apply(h.ids["cycle"], h.ids["user.deputy"], civic.Decide{ID: h.store.IDs.New(), Need: needs[0], Outcome: civic.Accepted, Reason: civic.Text{KY: "Ооба."}, On: "2016-12-12", Place: 1, AnswerDue: "2017-03-01"})
	anyone := h.browser()
	var feed struct {
		Entries []struct {
			ID      string `xml:"id"`
			Updated string `xml:"updated"`
		} `xml:"entry"`
	}
	if err := xml.Unmarshal([]byte(anyone.get("/open/cycles/"+h.ids["cycle"]+"/feed.atom").body), &feed); err != nil || len(feed.Entries) != 4 {
		t.Fatalf("%v, %d entries", err, len(feed.Entries))
	}
	if !slices.IsSortedFunc(feed.Entries, func(a, b struct {
		ID      string `xml:"id"`
		Updated string `xml:"updated"`
	}) int {
		return strings.Compare(b.Updated, a.Updated)
	}) {
		t.Error("the newest is not first")
	}
	cal := readCalendar(t, anyone.get("/n/"+h.passport(needs[0])+"/dates.ics").body)
	if n := len(cal.Events()); n != 1 {
		t.Errorf("%d dates", n)
	}
}

func TestAProgramReadsWithItsTokenAlone(t *testing.T) {
	h := newHouse(t)
	h.published()
	b := h.as("coordinator")
	access := "/municipalities/" + h.ids["municipality"] + "/access"
	if a := b.post(access+"/tokens", url.Values{"op": {h.store.IDs.New()}, "name": {" "}}); a.status != http.StatusUnprocessableEntity {
		t.Errorf("a key for nothing: %d", a.status)
	}
	b.post(access+"/tokens", url.Values{"op": {h.store.IDs.New()}, "name": {"райондун сайты"}})
	token := page(t, b.get(access)).Find("code.secret").First().Text()
	if token == "" || strings.Contains(b.get(access).body, token) {
		t.Fatal("the key is shown once, no more and no less")
	}
	anyone := h.browser()
	needs := "/api/v1/cycles/" + h.ids["cycle"] + "/needs"
	if a := anyone.get(needs); a.status != http.StatusUnauthorized || !strings.Contains(a.header.Get("Content-Type"), "json") {
		t.Errorf("without a key: %d %s", a.status, a.header.Get("Content-Type"))
	}
	if a := anyone.get(needs, "Authorization", "Bearer "+token); a.status != http.StatusOK || strings.Count(a.body, `"code"`) != 3 {
		t.Errorf("with the key: %d %s", a.status, a.body)
	}
	if a := anyone.get("/api/v1/cycles/"+h.ids["other.cycle"]+"/needs", "Authorization", "Bearer "+token); a.status != http.StatusNotFound {
		t.Errorf("another municipality's cycle: %d", a.status)
	}
	var described struct {
		Paths map[string]any
	}
	if err := json.Unmarshal([]byte(anyone.get("/api/openapi.json").body), &described); err != nil || len(described.Paths) != 1+2*len(civic.DatasetNames) {
		t.Errorf("%v: %d paths described", err, len(described.Paths))
	}
}

func TestAPublicationIsToldSignedUntilItArrives(t *testing.T) {
	h := newHouse(t)
	got := make(chan string, 4)
	answers := []int{http.StatusInternalServerError, http.StatusNoContent}
	var secret string
	there := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		m := hmac.New(sha256.New, []byte(secret))
		m.Write(body)
		if r.Header.Get("X-Ashar-Signature") != "sha256="+hex.EncodeToString(m.Sum(nil)) {
			t.Error("the signature does not match")
		}
		w.WriteHeader(answers[0])
		answers = answers[1:]
		got <- string(body)
	}))
	defer there.Close()
	b := h.as("coordinator")
	access := "/municipalities/" + h.ids["municipality"] + "/access"
	h.hook(there.URL + "/x")
	hooks, err := h.store.Webhooks(context.Background(), h.ids["municipality"])
	if err != nil || len(hooks) != 1 {
		t.Fatalf("%v: %d addresses", err, len(hooks))
	}
	secret = h.store.WebhookSecret(hooks[0].ID)
	h.published("list")
	ctx, stop := context.WithCancel(context.Background())
	config := h.config(nil)
	config.HooksInside = true
	app := handlers.New(config)
	defer app.Close()
	done := make(chan struct{})
	go func() { app.SendHooks(ctx); close(done) }()
	first := <-got
	event := h.tellingIs(func(e civic.HookEvent) bool { return e.Tries > 0 })
	stop()
	<-done
	if e := event; !e.ArrivedAt.IsZero() || e.Problem != "hook.refused" || e.NextAt.IsZero() || e.Tries != 1 {
		t.Fatalf("after a refusal: %+v", e)
	}
	b.post(access+"/webhooks/events/"+event.ID, url.Values{"op": {h.store.IDs.New()}})
	ctx, stop = context.WithTimeout(context.Background(), time.Minute)
	defer stop()
	done = make(chan struct{})
	go func() { app.SendHooks(ctx); close(done) }()
	if second := <-got; second != first || !strings.Contains(first, `"event":"published"`) {
		t.Errorf("told %s, then %s", first, second)
	}
	event = h.tellingIs(func(e civic.HookEvent) bool { return !e.ArrivedAt.IsZero() })
	stop()
	<-done
	if e := event; e.ArrivedAt.IsZero() || !e.NextAt.IsZero() {
		t.Errorf("after it arrived: %+v", e)
	}
}

// hook has an address told, whatever it is.
func (h *house) hook(address string) {
	h.t.Helper()
	if err := h.store.AddWebhook(context.Background(), h.store.IDs.New(), h.ids["municipality"], address, h.ids["user.coordinator"]); err != nil {
		h.t.Fatal(err)
	}
}

// Who types an address sees nothing through it of the machine and the network that Ashar stands in: not by an address, not by a name of one.
func TestAWebhookReachesNothingInside(t *testing.T) {
	h := newHouse(t)
	b := h.as("coordinator")
	path := "/municipalities/" + h.ids["municipality"] + "/access/webhooks"
	inside := []string{"https://127.0.0.1/", "https://localhost:8080/", "https://[::1]/", "https://10.1.2.3/", "https://192.168.1.1/x", "https://169.254.169.254/latest", "https://[fe80::1]/", "https://[fd00::1]/", "https://[::ffff:127.0.0.1]/", "https://0.0.0.0/", "https://100.64.0.1/", "https://[64:ff9b::7f00:1]/"}
	for _, address := range append(inside, "http://ashar.example/", "ftp://ashar.example/", "https://a:b@ashar.example/", "https:///") {
		if a := b.post(path, url.Values{"op": {h.store.IDs.New()}, "url": {address}}); a.status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", address, a.status)
		}
	}
	if a := b.post(path, url.Values{"op": {h.store.IDs.New()}, "url": {"https://ashar.example/x"}}); a.status != http.StatusSeeOther {
		t.Errorf("an address outside: %d", a.status)
	}
	hooks, err := h.store.Webhooks(context.Background(), h.ids["municipality"])
	if err != nil || len(hooks) != 1 || h.store.EndWebhook(context.Background(), h.ids["municipality"], hooks[0].ID) != nil {
		t.Fatal(err, len(hooks))
	}
	called := false
	there := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { called = true }))
	h.hook(strings.Replace(there.URL, "127.0.0.1", "localhost", 1)) // a name that leads inside, as one may later
	h.published("list")
	app := h.app(nil)
	defer app.Close()
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { app.SendHooks(ctx); close(done) }()
	event := h.tellingIs(func(e civic.HookEvent) bool { return e.Tries > 0 })
	stop()
	<-done
	there.Close()
	if called || event.Problem != "hook.inside" {
		t.Errorf("reached %t, %q", called, event.Problem)
	}
	config := h.config(nil) // an installation whose receivers stand beside it
	config.HooksInside = true
	within, alone := httptest.NewServer(handlers.New(config)), h.srv
	defer func() { within.Close(); h.srv = alone }()
	h.srv = within
	for address, want := range map[string]int{"http://192.168.1.1/x": http.StatusSeeOther, "https://10.1.2.3/": http.StatusSeeOther, "http://ashar.example/": http.StatusUnprocessableEntity} {
		if a := b.post(path, url.Values{"op": {h.store.IDs.New()}, "url": {address}}); a.status != want {
			t.Errorf("allowed inside, %s: %d", address, a.status)
		}
	}
}

// tellingIs waits until the newest telling of the first address is as wanted.
func (h *house) tellingIs(as func(civic.HookEvent) bool) civic.HookEvent {
	h.t.Helper()
	for range 500 {
		hooks, err := h.store.Webhooks(context.Background(), h.ids["municipality"])
		if err != nil {
			h.t.Fatal(err)
		}
		if len(hooks[0].Events) > 0 && as(hooks[0].Events[0]) {
			return hooks[0].Events[0]
		}
		time.Sleep(20 * time.Millisecond)
	}
	h.t.Fatal("nothing was told")
	return civic.HookEvent{}
}

func TestAnalysesAreShownPrintedAndWritten(t *testing.T) {
	h := newHouse(t)
	h.published()
	b := h.as("member")
	path := "/cycles/" + h.ids["cycle"] + "/analysis"
	for _, view := range []string{"held", "results", "execution", "planning"} {
		if page(t, b.get(path+"?view="+view)).Find(".report").Length() < 3 {
			t.Errorf("%s has fewer than three parts", view)
		}
		for kind, begins := range map[string]string{"pdf": "%PDF", "xlsx": "PK", "csv": "\ufeff"} {
			if a := b.get(path + "/" + view + "." + kind); a.status != http.StatusOK || !strings.HasPrefix(a.body, begins) {
				t.Errorf("%s.%s: %d", view, kind, a.status)
			}
		}
	}
	held := page(t, b.get(path+"?view=held&lang=en")).Find(".report").First()
	if row := held.Find("tr.sum td").Map(func(_ int, s *goquery.Selection) string { return s.Text() }); len(row) == 0 || row[1] != "1" || row[2] != "8" {
		t.Errorf("one session with eight people is summed up as %v", row)
	}
	if a := h.as("deputy").get("/analysis"); a.status != http.StatusForbidden {
		t.Errorf("a deputy sees all municipalities: %d", a.status)
	}
	if text := page(t, h.as("trainer").get("/analysis")).Find(".tiles").Text(); text == "" {
		t.Error("no tiles")
	}
}

func TestAFileToTakeAlongNamesItsMunicipality(t *testing.T) {
	h := newHouse(t)
	h.published("list")
	b := h.as("coordinator")
	cycle := "/cycles/" + h.ids["cycle"]
	for path, name := range map[string]string{cycle + "/analysis/held.csv": "ashar-ak-bashat-held.csv", h.tables("/needs.csv"): "ak-bashat-2016-12-12-needs.csv",
		"/open" + cycle + "/board.pdf?in=ru": "ashar-ak-bashat-ru.pdf"} {
		if got := b.get(path).header.Get("Content-Disposition"); !strings.Contains(got, `"`+name+`"`) {
			t.Errorf("%s: %s", path, got)
		}
	}
}

// Whatever stands behind the address, a page of the public answers.
func TestAPublicListOfAnUnknownGroupIsEmpty(t *testing.T) {
	h := newHouse(t)
	h.published("list")
	for _, query := range []string{"?audience=none", "?village=none", "?audience=women&village=none"} {
		if a := h.browser().get("/open/cycles/" + h.ids["cycle"] + query); a.status != http.StatusOK {
			t.Errorf("%s: %d", query, a.status)
		}
	}
}
