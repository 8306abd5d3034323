// Package live knows who is watching a scope (a session) and tells them that it
// changed. What changed each watcher reads for itself: one that is slow misses
// nothing, it only sees several changes as one.
package live

import (
	"slices"
	"sync"
)

// perTablet is how many watchers one tablet may have: over HTTP/1.1 a browser
// has six connections to a server, for everything.
const perTablet = 4

// Hub is where changes are told and heard.
type Hub struct {
	mu      sync.Mutex
	scopes  map[string]map[*Watcher]struct{}
	tablets map[string][]*Watcher // oldest first
	closed  bool
}

// NewHub makes a hub without watchers.
func NewHub() *Hub {
	return &Hub{scopes: map[string]map[*Watcher]struct{}{}, tablets: map[string][]*Watcher{}}
}

// Watcher hears of one scope until it is closed.
type Watcher struct {
	Changed <-chan struct{} // holds one word at the most
	Rest    <-chan struct{} // closed when this one must give way: its tablet has too many, or the server stops

	hub           *Hub
	scope, tablet string
	changed, rest chan struct{}
	resting       bool
}

// Watch begins to listen. A tablet that has too many watchers loses its oldest;
// browsers come back by themselves, so many tabs take turns.
func (h *Hub) Watch(scope, tablet string) *Watcher {
	w := &Watcher{hub: h, scope: scope, tablet: tablet, changed: make(chan struct{}, 1), rest: make(chan struct{})}
	w.Changed, w.Rest = w.changed, w.rest
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		w.giveWay()
		return w
	}
	if h.scopes[scope] == nil {
		h.scopes[scope] = map[*Watcher]struct{}{}
	}
	h.scopes[scope][w] = struct{}{}
	h.tablets[tablet] = append(h.tablets[tablet], w)
	all := h.tablets[tablet]
	for _, old := range all[:max(0, len(all)-perTablet)] {
		old.giveWay()
	}
	return w
}

// Close ends listening. It may be called after the hub is closed.
func (w *Watcher) Close() {
	h := w.hub
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.scopes[w.scope], w)
	if len(h.scopes[w.scope]) == 0 {
		delete(h.scopes, w.scope)
	}
	h.tablets[w.tablet] = slices.DeleteFunc(h.tablets[w.tablet], func(o *Watcher) bool { return o == w })
	if len(h.tablets[w.tablet]) == 0 {
		delete(h.tablets, w.tablet)
	}
}

// Changed tells everybody who watches the scope. It never waits.
func (h *Hub) Changed(scope string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for w := range h.scopes[scope] {
		select {
		case w.changed <- struct{}{}:
		default: // it has not looked since the last word
		}
	}
}

// Watching counts the watchers of a scope.
func (h *Hub) Watching(scope string) int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.scopes[scope])
}

// Close asks every watcher, and every later one, to give way.
func (h *Hub) Close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closed = true
	for _, all := range h.tablets {
		for _, w := range all {
			w.giveWay()
		}
	}
}

// giveWay runs under the hub's lock.
func (w *Watcher) giveWay() {
	if !w.resting {
		w.resting = true
		close(w.rest)
	}
}
