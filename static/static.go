// Package static is everything a browser downloads: built into dist by gen, embedded, named by content.
package static

import (
	"compress/gzip"
	"embed"
	"io"
	"net/http"
	"strconv"
	"strings"
)

//go:generate go run ./gen

//go:embed dist
var dist embed.FS

// BeanDefs is the inline SVG that a page with beans carries once, before the first <use href="#bw">.
//
//go:embed icons/beans.svg
var BeanDefs string

// Band is the ornament; once a page, only on the wall, minutes and posters.
//
//go:embed icons/band.svg
var Band string

// HtmxConfig is the content of <meta name="htmx-config">, which stands before the scripts.
const HtmxConfig = `{"includeIndicatorCSS":false,"history":"reload","defaultTimeout":20000,` +
	`"noSwap":[204,304,401,403,"5xx"],"morphIgnore":["data-htmx-powered","open","data-typed","data-wired"],` +
	`"extensions":"sse,op,guard,strip,focus,outbox,net,lang","sse":{"reconnectMaxDelay":5000}}`

type file struct {
	name   string // with its hash
	mime   string
	br, gz bool
}

const forever = "public, max-age=31536000, immutable"

// byHash finds a file by the name it is served under.
var byHash = func() map[string]file {
	m := make(map[string]file, len(files))
	for _, f := range files {
		m[f.name] = f
	}
	return m
}()

// fixed are the addresses that browsers ask for by themselves.
var fixed = map[string]string{
	"/favicon.ico":          "favicon-48.png",
	"/apple-touch-icon.png": "apple-touch-icon.png",
	"/manifest.webmanifest": "manifest.webmanifest",
	"/sw.js":                "sw.js", // at the root: it may serve every page
}

// URL is the address of a built file: URL("app.css"). An unknown name is a mistake in our code and panics.
func URL(name string) string {
	f, ok := files[name]
	if !ok {
		panic("static: no file " + strconv.Quote(name))
	}
	return "/static/" + f.name
}

// Icon is the href of an icon: <svg class="i" aria-hidden="true"><use href={ static.Icon("check") }></use></svg>.
// An unknown name panics.
func Icon(name string) string {
	if !icons[name] {
		panic("static: no icon " + strconv.Quote(name))
	}
	return URL("icons.svg") + "#" + name
}

// Serves reports whether an address is answered here, compressed already where it can be.
func Serves(path string) bool { return strings.HasPrefix(path, "/static/") || fixed[path] != "" }

// Handler serves /static/… and the fixed addresses /favicon.ico, /apple-touch-icon.png, /manifest.webmanifest and /sw.js.
func Handler() http.Handler { return http.HandlerFunc(serve) }

func serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		h.Set("Allow", "GET, HEAD")
		http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
		return
	}
	cache := forever
	name, hashed := strings.CutPrefix(r.URL.Path, "/static/")
	if !hashed {
		name, cache = files[fixed[r.URL.Path]].name, "public, max-age=86400"
	}
	f, ok := byHash[name]
	if !ok {
		h.Set("Cache-Control", "no-store") // a file that a newer version will have
		http.NotFound(w, r)
		return
	}

	path, encoding := "dist/"+f.name, ""
	if f.br || f.gz {
		h.Set("Vary", "Accept-Encoding")
		switch accept := r.Header.Get("Accept-Encoding"); {
		case f.br && accepts(accept, "br"):
			path, encoding = path+".br", "br"
		case f.gz && accepts(accept, "gzip"):
			path, encoding = path+".gz", "gzip"
		}
	}
	tag := `"` + strings.Split(f.name, ".")[1] + encoding + `"` // its hash: a longer one would be bytes on every file
	h.Set("Cache-Control", cache)
	h.Set("ETag", tag)
	if strings.Contains(r.Header.Get("If-None-Match"), tag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	data, err := read(f, path)
	if err != nil {
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	h.Set("Content-Type", f.mime)
	if !strings.HasSuffix(f.name, ".svg") {
		h.Del("Content-Security-Policy") // a script or a font is no document; it would be seventy bytes on each
	}
	if encoding != "" {
		h.Set("Content-Encoding", encoding)
	}
	h.Set("Content-Length", strconv.Itoa(len(data)))
	if r.Method == http.MethodGet {
		_, _ = w.Write(data) // the reader has gone: nobody is left to tell
	}
}

// read gives a file of dist; one that is there compressed alone is unpacked for who cannot read it so.
func read(f file, path string) ([]byte, error) {
	if !f.gz || path != "dist/"+f.name {
		return dist.ReadFile(path)
	}
	packed, err := dist.Open(path + ".gz")
	if err != nil {
		return nil, err
	}
	defer func() { _ = packed.Close() }() // in memory
	z, err := gzip.NewReader(packed)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
}

// accepts reads Accept-Encoding; a coding with q=0 is refused by name.
func accepts(header, coding string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, params, _ := strings.Cut(strings.TrimSpace(part), ";")
		if !strings.EqualFold(strings.TrimSpace(name), coding) {
			continue
		}
		q, ok := strings.CutPrefix(strings.ReplaceAll(params, " ", ""), "q=")
		v, err := strconv.ParseFloat(q, 64)
		return !ok || (err == nil && v > 0)
	}
	return false
}
