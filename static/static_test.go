package static

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
)

func get(t *testing.T, method, target string, headers ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(method, target, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	Handler().ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, r *http.Response) []byte {
	t.Helper()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func original(t *testing.T, f file) []byte {
	t.Helper()
	b, err := read(f, "dist/"+f.name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestEveryFileIsServedAsItsReaderAsks(t *testing.T) {
	for name, f := range files {
		plain := original(t, f)
		for _, c := range []struct {
			accept, encoding string
			unpack           func(io.Reader) (io.Reader, error)
		}{
			{"", "", nil},
			{"gzip, deflate, br", "br", func(r io.Reader) (io.Reader, error) { return brotli.NewReader(r), nil }},
			{"gzip;q=1.0", "gzip", func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) }},
			{"br;q=0, gzip;q=0", "", nil},
			{"identity", "", nil},
		} {
			r := get(t, "GET", URL(name), "Accept-Encoding", c.accept)
			if r.StatusCode != 200 {
				t.Fatalf("%s: %d", name, r.StatusCode)
			}
			got := r.Header.Get("Content-Encoding")
			want := c.encoding
			if (want == "br" && !f.br) || (want == "gzip" && !f.gz) {
				want = ""
			}
			if got != want {
				t.Errorf("%s with %q: encoding %q, want %q", name, c.accept, got, want)
			}
			b := body(t, r)
			if want != "" {
				if len(b) >= len(plain) {
					t.Errorf("%s: %s is not smaller", name, want)
				}
				u, err := c.unpack(bytes.NewReader(b))
				if err != nil {
					t.Fatal(err)
				}
				if b, err = io.ReadAll(u); err != nil {
					t.Fatal(err)
				}
			}
			if !bytes.Equal(b, plain) {
				t.Errorf("%s with %q: other bytes", name, c.accept)
			}
			for key, value := range map[string]string{
				"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff", "Content-Type": f.mime,
			} {
				if r.Header.Get(key) != value {
					t.Errorf("%s: %s is %q", name, key, r.Header.Get(key))
				}
			}
			if (f.br || f.gz) != (r.Header.Get("Vary") == "Accept-Encoding") {
				t.Errorf("%s: Vary is %q", name, r.Header.Get("Vary"))
			}
			if again := get(t, "GET", URL(name), "Accept-Encoding", c.accept, "If-None-Match", r.Header.Get("ETag")); again.StatusCode != http.StatusNotModified {
				t.Errorf("%s: asked again with its tag: %d", name, again.StatusCode)
			}
			if head := get(t, "HEAD", URL(name), "Accept-Encoding", c.accept); len(body(t, head)) != 0 || head.Header.Get("Content-Length") != r.Header.Get("Content-Length") {
				t.Errorf("%s: HEAD differs", name)
			}
		}
	}
}

func TestNamesCarryTheirContent(t *testing.T) {
	hashed := regexp.MustCompile(`^[a-z0-9_-]+\.[0-9a-f]{8}\.[a-z0-9]+$`)
	for name, f := range files {
		if !hashed.MatchString(f.name) || path.Ext(f.name) != path.Ext(name) {
			t.Errorf("%s is served as %s", name, f.name)
		}
	}
}

func TestUnknownIsNotFound(t *testing.T) {
	for _, p := range []string{"/static/", "/static/app.css", "/static/app.00000000.css", "/static/../static.go", "/static/" + files["app.css"].name + ".br", "/other"} {
		if r := get(t, "GET", p); r.StatusCode != 404 || r.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %d %s", p, r.StatusCode, r.Header.Get("Cache-Control"))
		}
	}
	if r := get(t, "POST", URL("app.css")); r.StatusCode != 405 {
		t.Errorf("POST: %d", r.StatusCode)
	}
}

func TestFixedAddresses(t *testing.T) {
	for p, mime := range map[string]string{"/favicon.ico": "image/png", "/apple-touch-icon.png": "image/png", "/manifest.webmanifest": "application/manifest+json"} {
		r := get(t, "GET", p)
		if r.StatusCode != 200 || r.Header.Get("Content-Type") != mime || r.Header.Get("Cache-Control") != "public, max-age=86400" {
			t.Errorf("%s: %d %v", p, r.StatusCode, r.Header)
		}
	}
}

func TestUnknownNamesPanic(t *testing.T) {
	for what, call := range map[string]func(){"URL": func() { URL("app.scss") }, "Icon": func() { Icon("unicorn") }} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s of an unknown name does not panic", what)
				}
			}()
			call()
		}()
	}
	if got := Icon("check"); !strings.HasSuffix(got, ".svg#check") {
		t.Error(got)
	}
}

// A village pays for its bytes: what a session page loads beside its HTML.
func TestSessionPageStaysSmall(t *testing.T) {
	size := func(names ...string) (sum int) {
		for _, name := range names {
			sum += len(body(t, get(t, "GET", URL(name), "Accept-Encoding", "br")))
		}
		return sum
	}
	for _, c := range []struct {
		what  string
		limit int
		names []string
	}{
		{"session page", 53 * 1024, []string{"app.css", "htmx.js", "app.js", "icons.svg", "golos-ashar-400.woff2", "golos-ashar-600.woff2"}},
		{"paper, fetched after the page", 1_500, []string{"print.css"}},
		{"styles", 9_000, []string{"app.css"}},
		{"our scripts", 4_000, []string{"app.js"}},
		{"htmx and extensions", 18_900, []string{"htmx.js"}},
		{"icons", 4_000, []string{"icons.svg"}},
		{"signing", 5_000, []string{"signature.js", "signature_pad.js"}},
		{"taking photos", 1_500, []string{"photo.js"}},
		{"ranking", 1_200, []string{"round.css"}},
		{"taking a session along", 3_000, []string{"along.js", "sw.js"}},
		{"what is fetched when idle", 4_700, []string{"idle.js"}},
		{"the wall's own", 6_500, []string{"wall.css", "wall.js"}},
	} {
		got := size(c.names...)
		t.Logf("%s: %d bytes", c.what, got)
		if got > c.limit {
			t.Errorf("%s: %d bytes, limit %d", c.what, got, c.limit)
		}
	}
}

func TestNothingPointsOutsideTheHouse(t *testing.T) {
	ref := regexp.MustCompile(`url\(["']?([^"')]+)|from ?["']\./([^"']+)|"(/static/[^"]+)"`)
	for name, f := range files {
		if strings.HasSuffix(name, ".png") || strings.HasSuffix(name, ".woff2") || name == "htmx.js" || name == "signature_pad.js" {
			continue
		}
		for _, m := range ref.FindAllStringSubmatch(string(original(t, f)), -1) {
			to := strings.TrimPrefix(m[1]+m[2]+m[3], "/static/")
			if _, ok := byHash[to]; !ok {
				t.Errorf("%s points at %s", name, to)
			}
		}
	}
}

func TestManifestIsKyrgyz(t *testing.T) {
	var m struct {
		Name, Lang string
		Icons      []struct{ Src string }
	}
	if err := json.Unmarshal(original(t, files["manifest.webmanifest"]), &m); err != nil {
		t.Fatal(err)
	}
	if m.Lang != "ky" || !strings.HasPrefix(m.Name, "Ашар") || len(m.Icons) == 0 {
		t.Errorf("%+v", m)
	}
}

func TestHtmxConfig(t *testing.T) {
	var c struct {
		Extensions string
		NoSwap     []any
	}
	if err := json.Unmarshal([]byte(HtmxConfig), &c); err != nil {
		t.Fatal(err)
	}
	script := string(original(t, files["htmx.js"]))
	for _, name := range strings.Split(c.Extensions, ",") {
		if !regexp.MustCompile(`registerExtension\(["']` + name + `["']`).MatchString(script) {
			t.Errorf("extension %s is allowed but not in the bundle", name)
		}
	}
}

// No sentence for people in styles and scripts: words come from the catalogues, through the markup.
func TestScriptsAndStylesHaveNoWords(t *testing.T) {
	cyrillic := regexp.MustCompile(`[А-Яа-яӨөҮүҢңЁё]{2,}`)
	for _, name := range []string{"app.css", "office.css", "wall.css", "app.js", "signature.js", "wall.js", "idle.js", "along.js", "sw.js", "phone.js", "hallbox.js", "phone.css", "circle.css", "round.css", "action.css", "board.js"} {
		if w := cyrillic.Find(original(t, files[name])); w != nil {
			t.Errorf("%s says %s", name, w)
		}
	}
}

// Every class of the README has a rule: the contract and the styles cannot drift apart.
func TestReadmeClassesExist(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	var css strings.Builder
	for _, name := range []string{"app.css", "office.css", "round.css", "wall.css", "print.css"} {
		css.Write(original(t, files[name]))
	}
	for _, m := range regexp.MustCompile(`class="([^"{]+)"`).FindAllStringSubmatch(string(readme), -1) {
		for _, class := range strings.Fields(m[1]) {
			if !regexp.MustCompile(`\.` + regexp.QuoteMeta(class) + `[^\w-]`).MatchString(css.String()) {
				t.Errorf("README names class %s, no style does", class)
			}
		}
	}
	for _, m := range regexp.MustCompile(`icon:([a-z]+)`).FindAllStringSubmatch(string(readme), -1) {
		if !icons[m[1]] {
			t.Errorf("README names icon %s", m[1])
		}
	}
}
