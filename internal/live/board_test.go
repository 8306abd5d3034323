package live

import (
	"runtime"
	"sync"
	"testing"
	"time"
)

func TestEverybodyReadsTheSameBytesAndNobodyMissesTheLast(t *testing.T) {
	var b Board
	var post func([]byte)
	stopped := 0
	begin := func(p func([]byte)) func() { post = p; return func() { stopped++ } }
	const readers = 1000
	var leaves []func()
	var wg sync.WaitGroup
	last := []byte("last")
	for range readers {
		n, leave := b.Read("hall", begin)
		leaves = append(leaves, leave)
		wg.Go(func() {
			for {
				select {
				case <-n.Next:
					n = n.After
				case <-time.After(5 * time.Second):
					t.Error("the last notice did not come")
					return
				}
				if len(n.Text) == 4 && &n.Text[0] == &last[0] {
					return
				}
			}
		})
	}
	if b.Readers("hall") != readers || b.Readers("other") != 0 {
		t.Errorf("%d readers", b.Readers("hall"))
	}
	for range 20 {
		post([]byte("x"))
		runtime.Gosched()
	}
	post(last)
	wg.Wait()
	for _, leave := range leaves {
		leave()
	}
	if stopped != 1 || b.Readers("hall") != 0 {
		t.Errorf("stopped %d times, %d readers left", stopped, b.Readers("hall"))
	}
	post([]byte("nobody")) // late words harm nobody
}
