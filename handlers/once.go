package handlers

import (
	"sync"
	"time"
)

// once keeps a fresh secret (a link, an address) from the POST that made it to
// the page that shows it: shown there once, and nowhere written down, neither
// in an address, a cookie nor the database. A restart in between loses it, and
// another one is made.
type once struct {
	now  func() time.Time
	mu   sync.Mutex
	kept map[string]secret
}

type secret struct {
	text  string
	until time.Time
}

// onceLife is far longer than a redirect takes.
const onceLife = 2 * time.Minute

func newOnce(now func() time.Time) *once { return &once{now: now, kept: map[string]secret{}} }

// secretOf is what a device is about to be shown of something.
func (c *Ctx) secretOf(what string) string { return c.login + " " + what }

func (o *once) put(key, text string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	now := o.now()
	for k, s := range o.kept {
		if s.until.Before(now) {
			delete(o.kept, k)
		}
	}
	o.kept[key] = secret{text, now.Add(onceLife)}
}

// take is empty when there is nothing, or nothing any more.
func (o *once) take(key string) string {
	o.mu.Lock()
	defer o.mu.Unlock()
	s := o.kept[key]
	delete(o.kept, key)
	if s.until.Before(o.now()) {
		return ""
	}
	return s.text
}
