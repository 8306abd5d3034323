package live

import "sync"

// Board holds one short notice for each scope, the same bytes for everybody
// who reads it. A thousand readers cost the board nothing: each waits on the
// one channel of the notice it has read.
type Board struct {
	mu sync.Mutex
	of map[string]*column
}

type column struct {
	readers int
	now     *Notice
	stop    func()
}

// Notice is what everybody reads, until Next is closed: then After is newer.
type Notice struct {
	Text  []byte
	Next  <-chan struct{}
	After *Notice // not before Next is closed

	next chan struct{}
}

func newNotice(text []byte) *Notice {
	n := &Notice{Text: text, next: make(chan struct{})}
	n.Next = n.next
	return n
}

// Read takes the notice of a scope. The first reader has begin post what the
// notice says from now on; after the last one has left, stop ends that.
func (b *Board) Read(scope string, begin func(post func(text []byte)) (stop func())) (n *Notice, leave func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.of == nil {
		b.of = map[string]*column{}
	}
	c := b.of[scope]
	if c == nil {
		c = &column{now: newNotice(nil)}
		b.of[scope] = c
		c.stop = begin(func(text []byte) { b.post(c, text) })
	}
	c.readers++
	return c.now, func() { b.leave(scope, c) }
}

func (b *Board) post(c *column, text []byte) {
	b.mu.Lock()
	defer b.mu.Unlock()
	old := c.now
	c.now = newNotice(text)
	old.After = c.now
	close(old.next)
}

func (b *Board) leave(scope string, c *column) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if c.readers--; c.readers == 0 {
		delete(b.of, scope)
		c.stop()
	}
}

// Readers counts who reads the notice of a scope.
func (b *Board) Readers(scope string) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	if c := b.of[scope]; c != nil {
		return c.readers
	}
	return 0
}
