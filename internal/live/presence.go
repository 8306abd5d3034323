package live

import (
	"cmp"
	"maps"
	"slices"
	"sync"
	"time"
)

// kept is how long a device that has left is told of.
const kept = 12 * time.Hour

// Device is a browser on a session's pages, as far as it tells: a server that
// was started again knows who has come back since, and nobody else.
type Device struct {
	Login        string
	Name, Device string // of the person, of the browser
	Here         bool   // it holds a stream now
	Seen         time.Time
	Battery      int // percent, 0 where the browser does not tell
	Charging     bool
	Net          string // 2g, 3g, 4g by its speed; "" where the browser does not tell

	streams int
}

// Presence is who is on which session.
type Presence struct {
	Now func() time.Time

	mu sync.Mutex
	of map[string]map[string]*Device // scope, login
}

// Arrive notes a device's stream of a scope; leave ends it.
func (p *Presence) Arrive(scope string, d Device) (leave func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	x := p.device(scope, d)
	x.streams++
	return func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		x.streams--
		x.Seen = p.Now()
	}
}

// Tell notes what a device says of itself.
func (p *Presence) Tell(scope string, d Device) {
	p.mu.Lock()
	defer p.mu.Unlock()
	x := p.device(scope, d)
	x.Battery, x.Charging, x.Net = d.Battery, d.Charging, d.Net
}

// device runs under the lock.
func (p *Presence) device(scope string, d Device) *Device {
	if p.of == nil {
		p.of = map[string]map[string]*Device{}
	}
	if p.of[scope] == nil {
		for s, all := range p.of { // the sessions of the day before
			if !slices.ContainsFunc(slices.Collect(maps.Values(all)), p.fresh) {
				delete(p.of, s)
			}
		}
		p.of[scope] = map[string]*Device{}
	}
	x := p.of[scope][d.Login]
	if x == nil {
		x = &Device{Login: d.Login}
		p.of[scope][d.Login] = x
	}
	x.Name, x.Device, x.Seen = d.Name, d.Device, p.Now()
	return x
}

func (p *Presence) fresh(d *Device) bool { return d.streams > 0 || p.Now().Sub(d.Seen) < kept }

// Of lists the devices of a scope: who is here, then who left last.
func (p *Presence) Of(scope string) (all []Device) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for login, d := range p.of[scope] {
		if !p.fresh(d) {
			delete(p.of[scope], login)
			continue
		}
		x := *d
		x.Here = d.streams > 0
		all = append(all, x)
	}
	slices.SortFunc(all, func(a, b Device) int {
		if a.Here != b.Here {
			if a.Here {
				return -1
			}
			return 1
		}
		if !a.Here {
			if c := b.Seen.Compare(a.Seen); c != 0 {
				return c
			}
		}
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Login, b.Login))
	})
	return all
}
