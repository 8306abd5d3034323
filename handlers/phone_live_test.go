package handlers_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"ashar/static"
)

// hear follows a phone's stream; it answers the next event's data.
func (r *ranking) hear(b *browser) func() string {
	r.t.Helper()
	req, err := http.NewRequest("GET", r.srv.URL+"/p/live", nil)
	if err != nil {
		r.t.Fatal(err)
	}
	res, err := b.client.Do(req)
	if err != nil || res.StatusCode != 200 {
		r.t.Fatalf("%v %v", err, res)
	}
	r.t.Cleanup(func() { _ = res.Body.Close() })
	events := make(chan string, 10)
	go func() {
		lines := bufio.NewScanner(res.Body)
		for lines.Scan() {
			if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				events <- data
			}
		}
		close(events)
	}()
	return func() string {
		r.t.Helper()
		select {
		case e := <-events:
			return e
		case <-time.After(3 * time.Second):
			r.t.Error("nothing came")
			return ""
		}
	}
}

var staged = regexp.MustCompile(`"stage":"([^"]+)"`)

// Phones hear that the hall goes on, all the same few bytes, and not of each vote.
func TestPhonesHearOneShortEventForAll(t *testing.T) {
	r := newRanking(t, dotsRules(1, "shared"), 5, 0, "Жол", "Суу")
	j := r.openPhones(r.session)
	first, second := r.join(j.Code), r.join(j.Code)
	one, two := r.hear(first), r.hear(second)
	a, b := one(), two()
	if a != b || len(a) > 200 || !strings.Contains(first.get("/p").body, `data-stage="`+staged.FindStringSubmatch(a)[1]+`"`) {
		t.Fatalf("%s and %s", a, b)
	}
	r.open()
	if a, b = one(), two(); a != b || !strings.Contains(a, "-vote") {
		t.Fatalf("%s and %s", a, b)
	}
	r.voteBy(first, "", map[int]int{0: 1})
	time.Sleep(1200 * time.Millisecond) // votes are told once a second
	r.b.post("/sessions/"+r.session+"/phones", url.Values{"open": {"0"}})
	if a = two(); !strings.Contains(a, `"closed"`) {
		t.Errorf("after a vote and the end came %s", a)
	}
}

// A village pays for its bytes: all that a phone loads before it votes.
func TestAPhoneLoadsThirtyKilobytes(t *testing.T) {
	titles := []string{"Таза суу түтүгү эскирген", "Бала бакча жылытылбайт", "Айыл ичиндеги жол бузулган", "Көчө жарыгы жок",
		"Арык тазаланбайт, сугат суу жетпейт", "ФАПты оңдоо керек", "Мектептин чатыры агат", "Таштанды чыгарылбайт"}
	r := newRanking(t, dotsRules(3, "shared"), 5, 3, titles...)
	j := r.openPhones(r.session)
	phone := r.join(j.Code)
	r.open("by", "sex")
	files := 0
	for _, name := range []string{"phone.css", "phone.js", "icons.svg", "icon.svg"} {
		a := phone.do("GET", static.URL(name), nil, "Accept-Encoding", "gzip")
		if a.status != 200 {
			t.Fatalf("%s: %d", name, a.status)
		}
		files += len(a.body)
	}
	named := regexp.MustCompile(`/static/[^"#]+`)
	for _, path := range []string{"/j", "/j/" + j.Code, "/p", "/p/vote", "/p/say"} {
		visitor := phone
		if strings.HasPrefix(path, "/j/") {
			visitor = r.browser()
		}
		body := visitor.get(path).body
		for _, file := range named.FindAllString(body, -1) {
			if !strings.Contains(static.URL("phone.css")+static.URL("phone.js")+static.URL("icons.svg")+static.URL("icon.svg"), file) {
				t.Errorf("%s loads %s, which is not weighed here", path, file)
			}
		}
		var small bytes.Buffer
		w := gzip.NewWriter(&small)
		_, _ = w.Write([]byte(body))
		_ = w.Close()
		t.Logf("%s: %d + %d bytes", path, small.Len(), files)
		if total := small.Len() + files; total > 30*1024 {
			t.Errorf("%s: %d bytes", path, total)
		}
	}
}

// Without a script a page that waits renews itself, and one that is filled in does not.
func TestOnlyAWaitingPageRenewsItself(t *testing.T) {
	r := newRanking(t, dotsRules(1, "shared"), 5, 0, "Жол", "Суу")
	j := r.openPhones(r.session)
	phone := r.join(j.Code)
	r.open()
	for path, want := range map[string]bool{"/p": true, "/p/vote": false, "/p/say": false, "/j": false} {
		body := phone.get(path).body
		if got := strings.Contains(body, `<noscript><meta http-equiv="refresh"`); got != want {
			t.Errorf("%s renews itself: %v", path, got)
		}
		if strings.Contains(body, "onclick") || strings.Contains(body, "style=") {
			t.Errorf("%s has what the policy forbids", path)
		}
	}
}
