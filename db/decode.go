package db

import (
	"encoding/json"
	"sync"
	"sync/atomic"
)

// decoder remembers what stored JSON says. Forty checks of a session repeat a
// template that never changes: reading it anew took half of the checklist's time.
// What it gives out is shared, and must not be written to.
type decoder[T any] struct {
	known sync.Map // text → T
	size  atomic.Int64
}

const decoderMost = 5000 // texts; then it starts afresh

func (d *decoder[T]) decode(body string) (T, error) {
	if v, ok := d.known.Load(body); ok {
		return v.(T), nil
	}
	var v T
	if err := json.Unmarshal([]byte(body), &v); err != nil {
		return v, err
	}
	if d.size.Add(1) > decoderMost {
		d.known.Clear()
		d.size.Store(0)
	}
	d.known.Store(body, v)
	return v, nil
}
