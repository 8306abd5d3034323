package lan

import (
	"context"
	"net/netip"
	"slices"
	"sync"
	"time"
)

// Watch knows the present addresses. A hall's laptop changes them when its
// hotspot is switched on or the router wakes up, so it looks again and again.
type Watch struct {
	look    func() ([]Link, error)
	mu      sync.RWMutex
	current []netip.Addr
}

// NewWatch has looked once.
func NewWatch(look func() ([]Link, error)) *Watch {
	w := &Watch{look: look}
	w.refresh()
	return w
}

// Addrs are the present addresses, the best first.
func (w *Watch) Addrs() []netip.Addr {
	w.mu.RLock()
	defer w.mu.RUnlock()
	return w.current
}

// Has reports whether a is one of them.
func (w *Watch) Has(a netip.Addr) bool { return slices.Contains(w.Addrs(), a.Unmap()) }

// refresh looks, and reports whether anything changed. What cannot be read stays as it was.
func (w *Watch) refresh() bool {
	links, err := w.look()
	if err != nil {
		return false
	}
	now := Pick(links)
	w.mu.Lock()
	defer w.mu.Unlock()
	if slices.Equal(now, w.current) {
		return false
	}
	w.current = now
	return true
}

// Run looks again every so often until ctx ends, and tells of every change.
func (w *Watch) Run(ctx context.Context, every time.Duration, changed func([]netip.Addr)) {
	t := time.NewTicker(every)
	defer t.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
			if w.refresh() {
				changed(w.Addrs())
			}
		}
	}
}
