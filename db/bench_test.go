package db

import (
	"context"
	"sync/atomic"
	"testing"

	"ashar/internal/civic"
)

// Ticks from sixteen tablets at once, as the store commits them: many share one
// wait for the disk. Its pair commits each by itself; the ratio is what counts.
func BenchmarkTicksSharingCommits(b *testing.B) { benchmarkTicks(b, false) }

// BenchmarkTicksOneCommitEach is what sharing is compared with.
func BenchmarkTicksOneCommitEach(b *testing.B) { benchmarkTicks(b, true) }

func benchmarkTicks(b *testing.B, alone bool) {
	s, err := Open(context.Background(), b.TempDir(), Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	_, session := plannedHall(b, s)
	var n atomic.Int64
	turn := make(chan struct{}, 1)
	b.SetParallelism(8) // times two processors: sixteen clients
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			i := n.Add(1)
			state := civic.Done
			if i/40%2 == 1 {
				state = civic.Open
			}
			if alone {
				turn <- struct{}{}
			}
			_, err := s.Apply(context.Background(), civic.Operation{Scope: session, Change: civic.SetCheck{Session: session, Number: int(i%40) + 1, State: state}})
			if alone {
				<-turn
			}
			if err != nil {
				b.Error(err)
			}
		}
	})
}
