package handlers_test

import (
	"context"
	"html"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"ashar/handlers"
	"ashar/internal/civic"
	"ashar/internal/i18n"
)

// inHall serves the house on a hall's network, whose addresses the test sets.
func (h *house) inHall(addrs *[]netip.Addr) {
	h.srv.Config.Handler = h.app(&handlers.Hall{Port: "8080", Addrs: func() []netip.Addr { return *addrs }})
}

func TestTheFacilitatorTypesTheWiFiAndThePosterShowsIt(t *testing.T) {
	h := newHouse(t)
	addrs := []netip.Addr{netip.MustParseAddr("10.42.0.1"), netip.MustParseAddr("192.168.0.20")}
	h.inHall(&addrs)
	path := "/municipalities/" + h.ids["municipality"] + "/hall"
	b := h.as("facilitator")
	if a := b.get("/hall"); a.status != http.StatusSeeOther || a.header.Get("Location") != path {
		t.Fatalf("who works in one place is asked which: %d %s", a.status, a.header.Get("Location"))
	}
	if a := b.get(path + "/poster"); strings.Contains(a.body, "WIFI") || strings.Count(a.body, `class="qr"`) != 1 {
		t.Error("a poster without a Wi-Fi shows one")
	}
	for _, bad := range []url.Values{
		{"name": {strings.Repeat("ж", 17)}}, {"password": {"12345678"}}, {"name": {"Зал"}, "password": {"1234567"}}, {"name": {"Зал"}, "password": {"сырсөзсыр"}},
	} {
		if a := b.post(path, bad); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, `aria-invalid="true"`) || !strings.Contains(a.body, bad.Get("name")) {
			t.Errorf("%v: %d", bad, a.status)
		}
	}
	if a := b.post(path, url.Values{"name": {`Зал;1`}, "password": {"ashar:2016"}}); a.status != http.StatusSeeOther {
		t.Fatalf("saving: %d", a.status)
	}
	poster := b.get(path + "/poster").body
	for _, want := range []string{"Зал;1", "ashar:2016", "http://10.42.0.1:8080"} {
		if !strings.Contains(poster, want) {
			t.Errorf("the poster lacks %s", want)
		}
	}
	if other := b.get(path + "/poster?address=" + url.QueryEscape("http://192.168.0.20:8080")).body; !strings.Contains(other, "http://192.168.0.20:8080") {
		t.Error("the other network's address cannot be chosen")
	}
	if foreign := b.get(path + "/poster?address=" + url.QueryEscape("http://evil.example")).body; strings.Contains(foreign, ">http://evil") {
		t.Error("a poster for a foreign address")
	}
	for _, l := range i18n.Langs {
		if a := b.get(path + "/poster.pdf?in=" + string(l)); a.status != 200 || !strings.HasPrefix(a.body, "%PDF") {
			t.Errorf("PDF in %s: %d", l, a.status)
		}
	}
	entries, err := h.store.Journal(context.Background(), h.ids["municipality"], 0)
	if err != nil {
		t.Fatal(err)
	}
	if last := entries[len(entries)-1]; last.Kind != "hall.wifi" || strings.Contains(string(last.Data), "2016") {
		t.Errorf("the journal holds %s", last.Data)
	}
	addrs = nil // the router was switched off
	if a := b.get(path); !strings.Contains(a.body, i18n.KY.T("hallbox.no_network")) {
		t.Error("nobody is told that there is no network")
	}
}

func TestAHallsAddressesAreAllowedAsTheyChange(t *testing.T) {
	h := newHouse(t)
	addrs := []netip.Addr{netip.MustParseAddr("212.112.100.7")}
	h.inHall(&addrs)
	status := func(host string) int {
		r := httptest.NewRequest("GET", "/login", nil)
		r.Host = host
		w := httptest.NewRecorder()
		h.srv.Config.Handler.ServeHTTP(w, r)
		return w.Code
	}
	for host, want := range map[string]int{"212.112.100.7:8080": 200, "8.8.8.8:8080": 421, "hall.lan:8080": 200, "hall.local": 200, "evil.example": 421} {
		if got := status(host); got != want {
			t.Errorf("%s: %d, want %d", host, got, want)
		}
	}
	addrs = []netip.Addr{netip.MustParseAddr("212.112.100.8")}
	if status("212.112.100.7:8080") != 421 || status("212.112.100.8:8080") != 200 {
		t.Error("the allowed addresses did not follow the network")
	}
}

// leads finds what a page makes a browser fetch, follow or send.
var leads = regexp.MustCompile(`(?:href|src|action|poster|srcset|formaction|data-src|hx-[a-z]+|hx-sse:connect|content)="([^"]*)"`)

// outside is an address on another machine.
var outside = regexp.MustCompile(`^(?:[a-z]+:)?//|^[a-z]+://`)

// With the policy of every page (default-src 'none', 'self' for the rest) a
// browser cannot ask elsewhere; here no page even names another address.
func TestNoPageNamesAnAddressOutside(t *testing.T) {
	h := newHouse(t)
	fill := strings.NewReplacer(":session", h.ids["session"], ":cycle", h.ids["cycle"], ":municipality", h.ids["municipality"], ":unit", h.ids["village"],
		":template", "checklist", ":role", "facilitator", ":number", "1", ":user", h.ids["user.member"])
	b := h.as(string(civic.Administrator))
	pages := 0
	for _, route := range handlers.List() {
		path := fill.Replace(route.Path)
		if route.Method != "GET" || strings.Contains(path, ":") || strings.Contains(path, "*") || strings.Contains(path[max(0, len(path)-5):], ".") || strings.HasSuffix(path, "/live") {
			continue
		}
		a := b.get(path)
		if !strings.HasPrefix(a.header.Get("Content-Type"), "text/html") || a.status != 200 {
			continue
		}
		pages++
		if csp := a.header.Get("Content-Security-Policy"); !strings.HasPrefix(csp, "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'") {
			t.Errorf("%s: policy %q", path, csp)
		}
		for _, m := range leads.FindAllStringSubmatch(a.body, -1) {
			if to := m[1]; outside.MatchString(to) && !strings.HasPrefix(to, h.srv.URL) {
				t.Errorf("%s leads to %s", path, to)
			}
		}
	}
	if pages < 50 {
		t.Errorf("only %d pages were looked at", pages)
	}
}

func TestTheHallsCertificateIsShownToWhoeverAsks(t *testing.T) {
	h := newHouse(t)
	b := h.browser()
	if a := b.get("/trust"); a.status != http.StatusNotFound {
		t.Errorf("without an authority: %d", a.status)
	}
	h.srv.Config.Handler = h.app(&handlers.Hall{Port: "8080", Secure: "8443", Addrs: func() []netip.Addr { return []netip.Addr{netip.MustParseAddr("10.42.0.1")} },
		Authority: &handlers.Authority{Name: "Ashar hall test", DER: []byte{0x30, 1}, Fingerprint: "AB:CD", Until: h.now.AddDate(2, 0, 0)}})
	for _, l := range i18n.Langs {
		a := b.get("/trust?lang=" + string(l))
		for _, want := range []string{"AB:CD", "Ashar hall test", "https://10.42.0.1:8443", l.T("trust.phones"), l.T("trust.android.2")} {
			if !strings.Contains(a.body, want) && !strings.Contains(html.UnescapeString(a.body), want) {
				t.Errorf("%s: the page lacks %s", l, want)
			}
		}
	}
	if a := b.get("/trust/ashar.crt"); a.body != "0\x01" || a.header.Get("Content-Type") != "application/x-x509-ca-cert" {
		t.Errorf("the file: %q %s", a.body, a.header.Get("Content-Type"))
	}
	warned := func(host string) bool {
		r := httptest.NewRequest("GET", "/login", nil)
		r.Host = host
		w := httptest.NewRecorder()
		h.srv.Config.Handler.ServeHTTP(w, r)
		return strings.Contains(w.Body.String(), "https://10.42.0.1:8443/login")
	}
	if !warned("10.42.0.1:8080") || warned("127.0.0.1:8080") {
		t.Error("who signs in on plain http is not told, or who needs not be is")
	}
}

// Both ports are one host, so they share a browser's cookies: the secure
// sign-in must neither travel on the plain port nor stand in its way.
func TestSecureAndPlainSignInsStandBesideEachOther(t *testing.T) {
	h := newHouse(t)
	safe := httptest.NewTLSServer(h.srv.Config.Handler)
	defer safe.Close()
	b := h.as("facilitator")
	client := safe.Client()
	client.Jar, client.CheckRedirect = b.client.Jar, b.client.CheckRedirect
	at := func(path string, form url.Values) *http.Response {
		var res *http.Response
		var err error
		if form != nil {
			res, err = client.PostForm(safe.URL+path, form)
		} else {
			res, err = client.Get(safe.URL + path)
		}
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		return res
	}
	if res := at("/account", nil); res.StatusCode != http.StatusSeeOther {
		t.Errorf("a plain sign-in counts on the secure port: %d", res.StatusCode)
	}
	res := at("/login", url.Values{"login": {"coordinator"}, "password": {testPassword}})
	cookies := append(res.Cookies(), at("/account?lang=ru", nil).Cookies()...)
	if len(cookies) < 2 {
		t.Errorf("no language or no sign-in is kept: %v", cookies)
	}
	for _, c := range cookies {
		if !strings.HasPrefix(c.Name, "__Host-") || !c.Secure || !c.HttpOnly || c.Path != "/" || c.Domain != "" {
			t.Errorf("cookie %v", c)
		}
	}
	if res := at("/account", nil); res.StatusCode != 200 || res.Header.Get("Strict-Transport-Security") == "" {
		t.Errorf("a server on the internet is not for https alone: %d, %v", res.StatusCode, res.Header)
	}
	hall := httptest.NewTLSServer(h.app(&handlers.Hall{Addrs: func() []netip.Addr { return nil }}))
	defer hall.Close()
	if res, err := hall.Client().Get(hall.URL + "/login"); err != nil || res.Header.Get("Strict-Transport-Security") != "" {
		t.Errorf("the plain port of a hall must not be locked out: %v", err)
	}
	if a := b.get("/account"); a.status != 200 || !strings.Contains(a.body, "Аты facilitator") {
		t.Errorf("the plain sign-in is gone: %d", a.status)
	}
	at("/logout", url.Values{})
	if at("/account", nil).StatusCode != http.StatusSeeOther || b.get("/account").status != 200 {
		t.Error("signing out of one ended the other, or not itself")
	}
}
