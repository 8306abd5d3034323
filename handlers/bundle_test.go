package handlers_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	"ashar/handlers"
	"ashar/internal/civic"
	"ashar/internal/i18n"
)

// packed is the file that a person saves of a session or cycle.
func (b *browser) packed(path string) []byte {
	b.h.t.Helper()
	a := b.post(path+"/bundle/file", nil)
	if a.status != http.StatusOK || !strings.HasSuffix(a.header.Get("Content-Disposition"), `.ashar"`) {
		b.h.t.Fatalf("pack %s: %d %s", path, a.status, a.body)
	}
	return []byte(a.body)
}

// brings uploads a file; the address of its preview, and what stands there part by part.
func (b *browser) brings(list string, file []byte) (address string, states []string) {
	b.h.t.Helper()
	a := b.upload(list, "a.ashar", file)
	if a.status != http.StatusSeeOther {
		b.h.t.Fatalf("upload: %d %s", a.status, a.body)
	}
	address = a.header.Get("Location")
	p, err := b.h.store.PlanBundle(context.Background(), scopeOf(address), address[strings.LastIndexByte(address, '/')+1:])
	if err != nil {
		b.h.t.Fatal(err)
	}
	for _, part := range p.Parts {
		states = append(states, string(part.State))
	}
	return address, states
}

func scopeOf(address string) string {
	if parts := strings.Split(address, "/"); parts[1] == "municipalities" {
		return parts[2]
	}
	return civic.Installation
}

// takes confirms a preview as it stands.
func (b *browser) takes(address string, form url.Values) answer {
	b.h.t.Helper()
	if form == nil {
		form = url.Values{}
	}
	if digest := page(b.h.t, b.get(address)).Find("[name=digest]").AttrOr("value", ""); form.Get("digest") == "" {
		form.Set("digest", digest)
	}
	return b.post(address, form)
}

// told is everything of a session that is printed.
func (h *house) told(session string) string {
	h.t.Helper()
	m, err := handlers.MinutesOf(context.Background(), h.store, session, "http://ashar", time.Unix(0, 0))
	if err != nil {
		h.t.Fatal(err)
	}
	text, err := json.Marshal(m)
	if err != nil {
		h.t.Fatal(err)
	}
	return string(text)
}

func (h *house) head(scope string) string {
	h.t.Helper()
	if err := h.store.Verify(context.Background(), scope); err != nil {
		h.t.Error(err)
	}
	head, err := h.store.Head(context.Background(), scope)
	if err != nil {
		h.t.Fatal(err)
	}
	return head
}

func (h *house) has(session string) bool {
	_, err := h.store.Scope(context.Background(), "session", session)
	return err == nil
}

// held is a session held in a hall, ranked and with a photo, and an office where nothing is known of it.
func held(t *testing.T) (hall *ranking, office *house, admin *browser) {
	hall = newRanking(t, dotsRules(2, "women"), 8, 2, "суу", "жол", "мектеп <b>&</b>")
	hall.open()
	hall.vote(1, "f", 16)
	hall.vote(0, "m", 4)
	hall.reveal()
	a := hall.b.sendFiles("/sessions/"+hall.session+"/priorities/"+hall.cards[1]+"/photos", nil, [][]byte{snapshot(t, 40, 30)})
	if a.status != http.StatusSeeOther {
		t.Fatalf("photo: %d %s", a.status, a.body)
	}
	office = newInstallation(t)
	return hall, office, office.as("administrator")
}

func TestASessionMovesToAnotherInstallation(t *testing.T) {
	hall, office, admin := held(t)
	session := "/sessions/" + hall.session
	file := hall.b.packed(session)
	for _, secret := range []string{testPassword, passwordHash} {
		if bytes.Contains(file, []byte(secret)) {
			t.Error("a secret travels")
		}
	}
	address, states := admin.brings("/bundles", file)
	if !reflect.DeepEqual(states, []string{"new", "new"}) {
		t.Fatalf("in an empty office: %v", states)
	}
	if a := admin.takes(address, nil); a.status != http.StatusUnprocessableEntity || office.has(hall.session) {
		t.Fatalf("an unknown signer is trusted unasked: %d", a.status)
	}
	if a := admin.takes(address, url.Values{"trust": {"1"}}); a.status != http.StatusSeeOther {
		t.Fatalf("take: %d %s", a.status, a.body)
	}
	if got, want := office.told(hall.session), hall.told(hall.session); got != want {
		t.Errorf("the minutes differ:\n%s\n%s", got, want)
	}
	if got, want := office.head(hall.session), hall.head(hall.session); got != want || got == "" {
		t.Errorf("journal %s, in the hall %s", got, want)
	}
	if a := admin.get(session + "/priorities/" + hall.cards[1]); a.status != http.StatusOK || !strings.Contains(a.body, "/photos/") {
		t.Errorf("the card in the office: %d", a.status)
	}
	if a := office.browser().post("/login", url.Values{"login": {"facilitator"}, "password": {testPassword}}); a.status == http.StatusSeeOther {
		t.Error("who came in a bundle can sign in")
	}
	// the same again: nothing to do
	if _, states := admin.brings("/bundles", file); !reflect.DeepEqual(states, []string{"known", "known"}) {
		t.Errorf("the same file again: %v", states)
	}
	// the hall goes on
	hall.close(hall.session)
	address, states = admin.brings("/bundles", hall.b.packed(session))
	if !reflect.DeepEqual(states, []string{"known", "more"}) {
		t.Fatalf("after the close: %v", states)
	}
	if a := admin.takes(address, nil); a.status != http.StatusSeeOther {
		t.Fatalf("take: %d %s", a.status, a.body)
	}
	if office.status(hall.session) != civic.Closed || office.told(hall.session) != hall.told(hall.session) || office.head(hall.session) != hall.head(hall.session) {
		t.Errorf("the close did not arrive as it was\n%s\n%s", office.told(hall.session), hall.told(hall.session))
	}
	// what is old stays behind
	if _, states := admin.brings("/bundles", file); !reflect.DeepEqual(states, []string{"known", "known"}) {
		t.Errorf("the first file after the second: %v", states)
	}
	// a tablet that still has in its outbox what the hall took already: done is done
	entries, err := hall.store.Journal(context.Background(), hall.session, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Kind == "session.start" {
			r, err := office.store.Apply(context.Background(), civic.Operation{ID: e.ID, Scope: hall.session, Change: civic.StartSession{Session: hall.session}})
			if err != nil || !r.Repeated {
				t.Errorf("an operation that came in a bundle: %+v %v", r, err)
			}
		}
	}
}

func TestBothWentOn(t *testing.T) {
	hall, office, admin := held(t)
	session := "/sessions/" + hall.session
	address, _ := admin.brings("/bundles", hall.b.packed(session))
	admin.takes(address, url.Values{"trust": {"1"}})
	office.apply(hall.session, "", civic.SetCheck{Session: hall.session, Number: 3, State: civic.Done})
	hall.apply(hall.session, "", civic.SetCheck{Session: hall.session, Number: 4, State: civic.Done})
	ours := office.told(hall.session)
	address, states := admin.brings("/bundles", hall.b.packed(session))
	if !reflect.DeepEqual(states, []string{"known", "conflict"}) {
		t.Fatalf("%v", states)
	}
	stale := page(t, admin.get(address)).Find("[name=digest]").AttrOr("value", "")
	if a := admin.takes(address, url.Values{"part": {hall.session}, "part-" + hall.session: {"ours"}}); a.status != http.StatusSeeOther || office.told(hall.session) != ours {
		t.Fatalf("keeping ours: %d", a.status)
	}
	address, _ = admin.brings("/bundles", hall.b.packed(session))
	office.apply(hall.session, "", civic.SetCheck{Session: hall.session, Number: 5, State: civic.Done})
	ours = office.told(hall.session)
	if a := admin.takes(address, url.Values{"digest": {stale}, "part": {hall.session}, "part-" + hall.session: {"theirs"}}); a.status != http.StatusConflict || office.told(hall.session) != ours {
		t.Errorf("something changed after the preview: %d", a.status)
	}
	if a := admin.takes(address, url.Values{"part": {hall.session}, "part-" + hall.session: {"theirs"}}); a.status != http.StatusSeeOther || office.told(hall.session) != hall.told(hall.session) {
		t.Fatalf("taking theirs: %d", a.status)
	}
	// what was replaced is a file: taken in again it is there again
	var kept civic.HeldBundle
	all, err := office.store.HeldBundles(context.Background(), civic.Installation)
	for _, h := range all {
		if h.Way == civic.BundleKept {
			kept = h
		}
	}
	if err != nil || kept.ID == "" {
		t.Fatalf("nothing was kept: %v", err)
	}
	address, states = admin.brings("/bundles", []byte(admin.get("/bundles/"+kept.ID+"/file").body))
	if states[1] != "conflict" {
		t.Fatalf("what was kept: %v", states)
	}
	admin.takes(address, url.Values{"part": {hall.session}, "part-" + hall.session: {"theirs"}})
	if office.told(hall.session) != ours {
		t.Error("what was replaced is not there again")
	}
}

// What the office plans anew reaches the hall that has the cycle already.
func TestAScheduleThatChangedMovesToo(t *testing.T) {
	office := newHouse(t)
	planner := office.as("coordinator")
	cycle := "/cycles/" + office.ids["cycle"]
	session := office.plan(func(*civic.PlanSession) {})
	hall := newInstallation(t)
	admin := hall.as("administrator")
	address, _ := admin.brings("/bundles", planner.packed(cycle))
	admin.takes(address, url.Values{"trust": {"1"}})
	before := office.rowOf(session)
	if got := hall.told(session); got != office.told(session) {
		t.Fatalf("the plan did not arrive:\n%s", got)
	}
	moved := civic.PlanSession{ID: session, Village: before.Village, Audience: before.Audience, Date: "2016-12-29", Starts: "14:00", Ends: "16:00", Venue: "Клуб",
		ExpectedMin: 8, ExpectedMax: 12, Language: "ky", Version: before.Version}
	office.apply(office.ids["cycle"], office.ids["user.coordinator"], moved)
	address, states := admin.brings("/bundles", planner.packed(cycle))
	if states[0] != "more" || states[len(states)-1] != "known" {
		t.Errorf("%v", states)
	}
	if a := admin.takes(address, nil); a.status != http.StatusSeeOther {
		t.Fatalf("%d", a.status)
	}
	if got := hall.told(session); got != office.told(session) || !strings.Contains(got, "Клуб") {
		t.Errorf("the hall still has the old plan:\n%s", got)
	}
}

func TestABundleThatIsNotAsItWas(t *testing.T) {
	hall, office, admin := held(t)
	file := hall.b.packed("/sessions/" + hall.session)
	ctx := context.Background()
	schema, err := office.store.Schema(ctx)
	if err != nil {
		t.Fatal(err)
	}
	scope, err := hall.store.Scope(ctx, "session", hall.session)
	if err != nil {
		t.Fatal(err)
	}
	seal := civic.NewSeal(hall.store.Key())
	made := func(schema int64, change func(*civic.Bundle)) []byte {
		b, err := hall.store.Pack(ctx, scope, "Аты")
		if err != nil {
			t.Fatal(err)
		}
		change(&b)
		var out bytes.Buffer
		if err := seal.Write(&out, b, schema, "99"); err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	row := func(b *civic.Bundle, table, column string, v any) {
		for _, rows := range b.Parts[1].Tables {
			for i, c := range rows.Columns {
				if rows.Name == table && c == column {
					rows.Rows[0][i] = v
				}
			}
		}
	}
	flipped := bytes.Clone(file)
	flipped[len(flipped)-20] ^= 1
	for name, bad := range map[string]struct {
		file []byte
		key  string
	}{
		"no bundle at all":   {[]byte("PK\x03\x04 not\n"), "error.bundle_none"},
		"empty":              {nil, "error.bundle_none"},
		"a bit was flipped":  {flipped, "error.bundle_changed"},
		"cut":                {file[:len(file)/2], "error.bundle_changed"},
		"of a newer version": {made(schema+1, func(*civic.Bundle) {}), "error.bundle_newer"},
	} {
		a := admin.upload("/bundles", "a.ashar", bad.file)
		want := page(t, a).Find("#bundle-in-bad").Text()
		if a.status != http.StatusUnprocessableEntity || !strings.Contains(want, strings.Split(i18n.KY.T(bad.key, "version", "99"), "(")[0]) {
			t.Errorf("%s: %d %q", name, a.status, want)
		}
	}
	// signed well, and lying all the same
	for name, change := range map[string]func(*civic.Bundle){
		"an entry was changed":   func(b *civic.Bundle) { b.Parts[1].Journal[0].Data = `{"x":1}` },
		"a row of another":       func(b *civic.Bundle) { row(b, "statements", "session_id", b.Parts[0].ID) },
		"a table that stays":     func(b *civic.Bundle) { b.Parts[1].Tables[1].Name = "users" },
		"a column there is not":  func(b *civic.Bundle) { b.Parts[1].Tables[1].Columns[1] = "place; DROP TABLE users" },
		"another picture":        func(b *civic.Bundle) { row(b, "files", "bytes", map[string]string{"base64": "AAAA"}) },
		"a session twice":        func(b *civic.Bundle) { b.Parts = append(b.Parts, b.Parts[1]) },
		"a session of no cycle":  func(b *civic.Bundle) { row(b, "sessions", "cycle_id", b.Parts[1].ID) },
		"a municipality unnamed": func(b *civic.Bundle) { b.Units = b.Units[:1] },
	} {
		a := admin.upload("/bundles", "a.ashar", made(schema, change))
		if a.status != http.StatusSeeOther {
			t.Errorf("%s: upload %d", name, a.status)
			continue
		}
		address := a.header.Get("Location")
		if a = admin.get(address); a.status != http.StatusOK {
			t.Errorf("%s: preview %d", name, a.status)
		}
		a = admin.takes(address, url.Values{"trust": {"1"}})
		if office.has(hall.session) {
			t.Fatalf("%s was taken: %d", name, a.status)
		}
		if a.status != http.StatusUnprocessableEntity && a.status != http.StatusConflict && name != "a table that stays" {
			t.Errorf("%s: %d", name, a.status)
		}
	}
}

// Of another municipality nothing is taken, and nothing is told.
func TestABundleOfAnotherMunicipality(t *testing.T) {
	hall, _, _ := held(t)
	b := hall.as("other")
	m := hall.ids["other.municipality"]
	address, states := b.brings("/municipalities/"+m+"/bundles", hall.b.packed("/sessions/"+hall.session))
	if !reflect.DeepEqual(states, []string{"foreign", "foreign"}) {
		t.Errorf("%v", states)
	}
	before := hall.told(hall.session)
	b.takes(address, url.Values{"trust": {"1"}, "part": {hall.session}, "part-" + hall.session: {"theirs"}})
	if hall.told(hall.session) != before {
		t.Error("it was taken")
	}
}

func TestVotesNotCountedDoNotTravel(t *testing.T) {
	r := newRanking(t, dotsRules(2, "women"), 8, 2, "суу", "жол")
	j := r.openPhones(r.session)
	phone := r.join(j.Code)
	r.open()
	r.voteBy(phone, "f", map[int]int{0: 2})
	if a := r.b.post("/sessions/"+r.session+"/bundle/file", nil); a.status != http.StatusConflict {
		t.Errorf("packed while phones vote: %d", a.status)
	}
}
