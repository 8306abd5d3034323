package live

import (
	"sync"
	"testing"
)

func told(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

func TestAWatcherHearsItsScopeOnly(t *testing.T) {
	h := NewHub()
	a, b := h.Watch("a", "1"), h.Watch("b", "2")
	h.Changed("a")
	if !told(a.Changed) || told(b.Changed) {
		t.Fatal("the change of one scope is heard there and nowhere else")
	}
	a.Close()
	h.Changed("a")
	if told(a.Changed) || h.Watching("a") != 0 || h.Watching("b") != 1 {
		t.Fatal("a closed watcher is gone")
	}
}

func TestAWatcherThatSleepsHoldsNobodyUp(t *testing.T) {
	h := NewHub()
	w := h.Watch("a", "1")
	for range 1000 {
		h.Changed("a")
	}
	if !told(w.Changed) || told(w.Changed) {
		t.Fatal("a thousand changes are one word")
	}
}

func TestTheFifthStreamOfATabletTakesTheTurnOfItsFirst(t *testing.T) {
	h := NewHub()
	other := h.Watch("a", "2")
	all := make([]*Watcher, 6)
	for i := range all {
		all[i] = h.Watch("a", "1")
	}
	for i, w := range all {
		if resting := told(w.Rest); resting != (i < 2) {
			t.Errorf("stream %d gives way: %v", i+1, resting)
		}
	}
	if told(other.Rest) {
		t.Error("another tablet gave way")
	}
	all[0].Close()
	all[1].Close()
	if w := h.Watch("a", "1"); told(w.Rest) || !told(all[2].Rest) {
		t.Error("the turn did not go round")
	}
}

func TestAClosedHubSendsEverybodyAway(t *testing.T) {
	h := NewHub()
	before := h.Watch("a", "1")
	h.Close()
	if after := h.Watch("a", "1"); !told(before.Rest) || !told(after.Rest) {
		t.Fatal("somebody still listens")
	}
	before.Close()
}

func TestManyAtOnce(t *testing.T) {
	h := NewHub()
	var all sync.WaitGroup
	for i := range 50 {
		all.Go(func() {
			w := h.Watch("a", string(rune('a'+i%5)))
			for range 100 {
				h.Changed("a")
			}
			w.Close()
		})
	}
	all.Wait()
	if h.Watching("a") != 0 || len(h.tablets) != 0 {
		t.Fatal("somebody was left behind")
	}
}
