package handlers_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"ashar/internal/civic"
	"ashar/internal/push"
)

// line is a village's: every few requests it breaks, before the server or after its answer.
type line struct {
	n    int
	sent int64
}

func (l *line) RoundTrip(r *http.Request) (*http.Response, error) {
	l.n++
	if l.n%3 == 1 {
		return nil, errors.New("no line")
	}
	res, err := http.DefaultTransport.RoundTrip(r)
	if r.Method == http.MethodPut {
		l.sent += r.ContentLength
	}
	if l.n%5 == 3 && err == nil {
		_ = res.Body.Close()
		return nil, errors.New("the answer is lost")
	}
	return res, err
}

// key makes a receiving key as a coordinator does.
func (b *browser) receivingKey(municipality string) string {
	b.h.t.Helper()
	path := "/municipalities/" + municipality + "/bundles"
	if a := b.post(path+"/keys", nil); a.status != http.StatusSeeOther {
		b.h.t.Fatalf("key: %d", a.status)
	}
	return page(b.h.t, b.get(path)).Find("#keys ~ .flash .big").Text()
}

func TestAFileIsSentThroughABreakingLine(t *testing.T) {
	h := newHouse(t)
	b := h.as("coordinator")
	m := h.ids["municipality"]
	key := b.receivingKey(m)
	if again := page(t, b.get("/municipalities/"+m+"/bundles")).Find("#keys ~ .flash .big").Length(); len(key) != 19 || again != 0 {
		t.Fatalf("the key %q is shown %d more times", key, again)
	}
	content := make([]byte, 5*push.Piece/2)
	_, _ = rand.Read(content)
	f := push.File{Name: "a.ashar", Size: int64(len(content)), Digest: civic.FileDigest(content)}
	l := &line{}
	to := push.To{Address: h.srv.URL, Key: strings.ToLower(key), Client: &http.Client{Transport: l}}
	tries, far := 0, int64(0)
	for ; tries < 30; tries++ {
		err := to.Send(context.Background(), f, bytes.NewReader(content), func(got int64) error {
			if got < far {
				t.Errorf("from %d back to %d", far, got)
			}
			far = got
			return nil
		})
		if err == nil {
			break
		}
	}
	if far != f.Size || tries < 3 {
		t.Fatalf("%d of %d bytes after %d tries", far, f.Size, tries)
	}
	if l.sent > f.Size+2*push.Piece { // only what was under way when its answer was lost goes again
		t.Errorf("%d bytes sent for %d", l.sent, f.Size)
	}
	// twice does nothing
	if err := (push.To{Address: h.srv.URL, Key: key}).Send(context.Background(), f, bytes.NewReader(content), func(int64) error { t.Error("sent again"); return nil }); err != nil {
		t.Error(err)
	}
	held, err := h.store.HeldBundles(context.Background(), m)
	if err != nil || len(held) != 1 || !held[0].Whole() {
		t.Fatalf("%+v %v", held, err)
	}
	if got, err := h.store.BundleFile(context.Background(), m, held[0].ID); err != nil || !bytes.Equal(got, content) {
		t.Errorf("it arrived as something else: %v", err)
	}
}

func TestAKeyLetsInForItsMunicipalityAndItsTime(t *testing.T) {
	h := newHouse(t)
	m := h.ids["municipality"]
	key := h.as("coordinator").receivingKey(m)
	f := push.File{Name: "a.ashar", Size: 3, Digest: civic.FileDigest([]byte("abc"))}
	send := func(key string) error {
		return push.To{Address: h.srv.URL, Key: key}.Send(context.Background(), f, strings.NewReader("abc"), func(int64) error { return nil })
	}
	for _, wrong := range []string{"", "ABCD-EFGH-JKMN-PQRT"} {
		if err := send(wrong); !errors.Is(err, push.ErrKey) {
			t.Errorf("key %q: %v", wrong, err)
		}
	}
	if err := send(key); err != nil {
		t.Fatal(err)
	}
	held, err := h.store.HeldBundles(context.Background(), h.ids["other.municipality"])
	if err != nil || len(held) != 0 {
		t.Errorf("the other municipality has it too: %v %v", held, err)
	}
	h.now = h.now.Add(31 * 24 * time.Hour)
	if err := send(key); !errors.Is(err, push.ErrKey) {
		t.Errorf("after its time: %v", err)
	}
}

// A hall sends to its municipality by the form, and goes on when the line is there.
func TestAHallSendsItsSession(t *testing.T) {
	hall, office, admin := held(t)
	address, _ := admin.brings("/bundles", hall.b.packed("/sessions/"+hall.session)) // the office knows the territory
	admin.takes(address, url.Values{"trust": {"1"}})
	m := hall.ids["municipality"]
	office.addUser("coordinator2", civic.Grant{Role: civic.Coordinator, Municipality: m})
	coordinator := office.as("coordinator2")
	key := coordinator.receivingKey(m)
	hall.close(hall.session)
	session := "/sessions/" + hall.session + "/bundle"
	for field, form := range map[string]url.Values{"address": {"address": {"http://ashar.example"}, "key": {key}}, "key": {"address": {office.srv.URL}}} {
		a := hall.b.post(session, form)
		if a.status != http.StatusUnprocessableEntity || page(t, a).Find("#f-push-"+field+"-bad").Length() != 1 {
			t.Errorf("a wrong %s: %d", field, a.status)
		}
	}
	if a := hall.b.post(session, url.Values{"address": {office.srv.URL + "/"}, "key": {key}}); a.status != http.StatusSeeOther {
		t.Fatalf("send: %d %s", a.status, a.body)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	app := hall.app(nil)
	go func() { app.SendBundles(ctx); close(done) }()
	deadline := time.Now().Add(20 * time.Second)
	for {
		held, err := hall.store.HeldBundles(context.Background(), m)
		if err != nil {
			t.Fatal(err)
		}
		if len(held) == 1 && !held[0].Done.IsZero() {
			if held[0].Key != "" {
				t.Error("the key is kept after it has served")
			}
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("not sent: %+v", held)
		}
		time.Sleep(20 * time.Millisecond)
	}
	stop()
	<-done
	list := page(t, coordinator.get("/municipalities/"+m+"/bundles"))
	preview, _ := list.Find("#came ~ ul a").Attr("href")
	if a := coordinator.takes(preview, nil); a.status != http.StatusSeeOther || office.told(hall.session) != hall.told(hall.session) {
		t.Errorf("taking %s: %d %s", preview, a.status, a.body)
	}
	if held, _ := office.store.HeldBundles(context.Background(), m); len(held) != 1 || held[0].Done.IsZero() {
		t.Errorf("%+v", held)
	}
}
