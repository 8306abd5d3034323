package handlers

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"
	"sync"
	"time"

	"ashar/internal/civic"
)

// publicCache keeps pages that are the same for everybody, ready to be sent.
// The writer tells which scopes it touched; what was made of them goes, and
// what is being made of them just now is not kept.
type publicCache struct {
	mu    sync.Mutex
	pages map[string]*publicKept
	told  int64            // how often something was told
	last  map[string]int64 // when a scope was told last
	floor int64            // what was told before is no longer known by scope
}

// publicMost bounds how many pages, and publicScopes how many scopes are kept; when they are more, all go.
const (
	publicMost   = 512
	publicScopes = 10_000
)

// publicKept is a page in both forms that browsers take.
type publicKept struct {
	plain, zipped []byte
	tag           string
	day           string // pages say what is overdue today
	deps          map[string]bool
	view          *civic.PublicView // instead of a page: what a hall is told of last time (last.go)
}

func newPublicKept(body []byte, deps []string, now time.Time) *publicKept {
	sum := sha256.Sum256(body)
	p := &publicKept{plain: body, tag: `"` + hex.EncodeToString(sum[:12]) + `"`, day: civic.Today(now), deps: map[string]bool{}}
	for _, d := range deps {
		p.deps[d] = true
	}
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
	_, _ = z.Write(body) // into memory: cannot fail
	_ = z.Close()
	p.zipped = b.Bytes()
	return p
}

// now is the moment before a page is read; put wants it.
func (pc *publicCache) now() int64 {
	pc.mu.Lock()
	defer pc.mu.Unlock()
	return pc.told
}

// put keeps a page, unless one of its scopes has changed since it was read.
func (pc *publicCache) put(key string, p *publicKept, read int64) {
	pc.mu.Lock()
	defer pc.mu.Unlock()
	if read < pc.floor {
		return
	}
	for scope := range p.deps {
		if pc.last[scope] > read {
			return
		}
	}
	if pc.pages == nil || len(pc.pages) >= publicMost {
		pc.pages = map[string]*publicKept{}
	}
	pc.pages[key] = p
}

func (pc *publicCache) get(key string, now time.Time) *publicKept {
	pc.mu.Lock()
	p := pc.pages[key]
	pc.mu.Unlock()
	if p == nil || p.day != civic.Today(now) {
		return nil
	}
	return p
}

// changed drops the pages that a scope is part of; the installation's own
// (units, sectors, templates) may be part of any.
func (pc *publicCache) changed(scope string) {
	pc.mu.Lock()
	defer pc.mu.Unlock()
	pc.told++
	if scope == civic.Installation || len(pc.last) >= publicScopes {
		pc.floor = pc.told
		pc.last = nil
	}
	if scope == civic.Installation {
		pc.pages = nil
		return
	}
	if pc.last == nil {
		pc.last = map[string]int64{}
	}
	pc.last[scope] = pc.told
	for key, p := range pc.pages {
		if p.deps[scope] {
			delete(pc.pages, key)
		}
	}
}

// answer sends the page, or that what the browser has is still true.
func (p *publicKept) answer(c *Ctx) error {
	h := c.Response().Header()
	h.Set("ETag", p.tag)
	h.Set("Cache-Control", "no-cache")
	h.Set("Vary", "Cookie, Accept-Language, Accept-Encoding")
	if c.Request().Header.Get("If-None-Match") == p.tag {
		return c.NoContent(http.StatusNotModified)
	}
	body := p.plain
	if strings.Contains(c.Request().Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		body = p.zipped
	}
	return c.Blob(http.StatusOK, "text/html; charset=utf-8", body)
}
