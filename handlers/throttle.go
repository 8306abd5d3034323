package handlers

import (
	"sync"
	"time"
)

// throttle slows guessing of passwords. It counts failures per login and
// address together, and more generously per login alone; never per address
// alone, because a whole hall stands behind one.
type throttle struct {
	now  func() time.Time
	mu   sync.Mutex
	fail map[string]*failures
}

type failures struct {
	n     int
	until time.Time // no attempt is looked at before
	last  time.Time
}

const (
	freeTries      = 5  // per login and address
	freeLoginTries = 20 // per login from anywhere
	maxWait        = 5 * time.Minute
	forgetAfter    = time.Hour
	maxTracked     = 10_000
)

func newThrottle(now func() time.Time) *throttle {
	return &throttle{now: now, fail: map[string]*failures{}}
}

// wait is how long this login must wait at this address; 0 lets it try.
func (t *throttle) wait(login, address string) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.now()
	var longest time.Duration
	for _, key := range [...]string{login + "\x00" + address, login} {
		if f := t.fail[key]; f != nil && f.until.After(now) {
			longest = max(longest, f.until.Sub(now))
		}
	}
	return longest
}

func (t *throttle) failed(login, address string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.fail) > maxTracked {
		for k, f := range t.fail {
			if t.now().Sub(f.last) > forgetAfter || len(t.fail) > 2*maxTracked {
				delete(t.fail, k)
			}
		}
	}
	t.count(login+"\x00"+address, freeTries)
	t.count(login, freeLoginTries)
}

// count doubles the wait with each failure past the free ones, from 2 s up.
func (t *throttle) count(key string, free int) {
	f := t.fail[key]
	now := t.now()
	if f == nil || now.Sub(f.last) > forgetAfter {
		f = &failures{}
		t.fail[key] = f
	}
	f.n, f.last = f.n+1, now
	if over := f.n - free; over >= 0 {
		f.until = now.Add(min(maxWait, time.Second<<min(over+1, 20)))
	}
}

func (t *throttle) succeeded(login, address string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.fail, login+"\x00"+address)
}
