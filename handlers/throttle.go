package handlers

import (
	"sync"
	"time"
)

// throttle slows guessing of passwords and of invitation codes. It counts failures per login and
// address together, and more generously per login alone; never per address
// alone, because a whole hall stands behind one. A code has no login beside
// it: there the address has to do, with as many free tries as a hall needs.
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
	freeTries      = 5   // per login and address
	freeLoginTries = 20  // per login from anywhere
	freeCodeTries  = 20  // per address
	freeJoinTries  = 200 // of a session's code, per address: a hall's slips of the finger
	joinWait       = 5 * time.Second
	maxWait        = 5 * time.Minute
	forgetAfter    = time.Hour
	maxTracked     = 10_000
)

func newThrottle(now func() time.Time) *throttle {
	return &throttle{now: now, fail: map[string]*failures{}}
}

// wait is how long this login must wait at this address; 0 lets it try.
func (t *throttle) wait(login, address string) time.Duration {
	return t.longest(hereKey(login, address), loginKey(login))
}

// waitCode is how long this address must wait before it tries a code.
func (t *throttle) waitCode(address string) time.Duration { return t.longest(codeKey(address)) }

func loginKey(login string) string         { return "login\x00" + login }
func hereKey(login, address string) string { return "here\x00" + address + "\x00" + login }
func codeKey(address string) string        { return "code\x00" + address }

func (t *throttle) longest(keys ...string) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.now()
	var longest time.Duration
	for _, key := range keys {
		if f := t.fail[key]; f != nil && f.until.After(now) {
			longest = max(longest, f.until.Sub(now))
		}
	}
	return longest
}

func (t *throttle) failed(login, address string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.forget()
	t.count(hereKey(login, address), freeTries)
	t.count(loginKey(login), freeLoginTries)
}

func (t *throttle) failedCode(address string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.forget()
	t.count(codeKey(address), freeCodeTries)
}

// forget keeps what is tracked bounded.
func (t *throttle) forget() {
	if len(t.fail) <= maxTracked {
		return
	}
	for k, f := range t.fail {
		if t.now().Sub(f.last) > forgetAfter || len(t.fail) > 2*maxTracked {
			delete(t.fail, k)
		}
	}
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

func (t *throttle) succeeded(login, address string) { t.clear(hereKey(login, address)) }

func (t *throttle) succeededCode(address string) { t.clear(codeKey(address)) }

func (t *throttle) clear(key string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.fail, key)
}

// waitJoin is how long this address must wait before it tries a session's code.
func (t *throttle) waitJoin(address string) time.Duration { return t.longest(joinKey(address)) }

func joinKey(address string) string { return "join\x00" + address }

// failedJoin slows who guesses session codes to one try in joinWait, not more:
// should it strike a hall, the hall gets in all the same.
func (t *throttle) failedJoin(address string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.forget()
	f, now := t.fail[joinKey(address)], t.now()
	if f == nil || now.Sub(f.last) > forgetAfter {
		f = &failures{}
		t.fail[joinKey(address)] = f
	}
	f.n, f.last = f.n+1, now
	if f.n > freeJoinTries {
		f.until = now.Add(joinWait)
	}
}

// joinedFrom notes that somebody at this address knows a code: whoever else
// stands there need not guess it, so nobody there waits for the next hour.
func (t *throttle) joinedFrom(address string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.fail[joinKey(address)] = &failures{n: -1 << 30, last: t.now()}
}
