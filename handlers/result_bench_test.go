package handlers_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"ashar/internal/civic"
)

// manyResponses is how many BenchmarkResults fills in; what it measures is told in docs/performance.md.
const manyResponses = 100_000

// BenchmarkResults is the page of results of a hundred thousand responses: the first look, after a start, and the
// next ones, each with one response that came meanwhile; then the files.
func BenchmarkResults(b *testing.B) {
	h := newHouse(b)
	id, ctx := h.opinion(), context.Background()
	respondMany(b, h, id, manyResponses)
	who := h.as("coordinator")
	path := "/surveys/" + id + "/results?by=village"
	look := func() float64 {
		from := time.Now()
		if a := who.get(path); a.status != http.StatusOK || !strings.Contains(a.body, "Таза суу") {
			b.Fatalf("%d", a.status)
		}
		return float64(time.Since(from).Microseconds()) / 1000
	}
	cold := look()
	var warm []float64
	for b.Loop() {
		h.respond(id, h.ids["village"], `{"sex":"f","age":"33","needs":"water"}`, "")
		warm = append(warm, look())
	}
	worst := 0.0
	for _, ms := range warm {
		worst = max(worst, ms)
	}
	b.ReportMetric(cold, "cold-ms")
	b.ReportMetric(worst, "warm-ms")
	defer debug.SetGCPercent(debug.SetGCPercent(20)) // so that what is measured is kept, and not yet forgotten

	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	resting := m.HeapAlloc
	for _, file := range []string{"csv", "json", "xlsx"} {
		var most atomic.Uint64
		done := make(chan struct{})
		go func() {
			var m runtime.MemStats
			for {
				select {
				case <-done:
					return
				case <-time.After(20 * time.Millisecond):
					runtime.ReadMemStats(&m)
					most.Store(max(most.Load(), m.HeapInuse))
				}
			}
		}()
		from := time.Now()
		req := httptest.NewRequestWithContext(ctx, http.MethodGet, h.srv.URL+"/surveys/"+id+"/data/responses."+file+"?split=1", nil)
		req.RequestURI = ""
		res, err := who.client.Do(req)
		if err != nil {
			b.Fatal(err)
		}
		n, err := io.Copy(io.Discard, res.Body)
		_ = res.Body.Close()
		close(done)
		if err != nil || n < 1<<20 {
			b.Fatalf("%s: %d bytes, %v", file, n, err)
		}
		b.ReportMetric(time.Since(from).Seconds(), file+"-s")
		b.ReportMetric((float64(most.Load())-float64(resting))/(1<<20), file+"-MB")
	}
}

// respondMany accepts many different responses, some at once as a store does.
func respondMany(b *testing.B, h *house, id string, many int) {
	b.Helper()
	const lines = 64
	errs := make(chan error, lines)
	for line := range lines {
		go func() {
			for i := line; i < many; i += lines {
				answers := map[string]any{"sex": []string{"f", "m"}[i%2], "age": fmt.Sprint(18 + i%60), "needs": []string{"water", "water road", "road clinic", "clinic"}[i%4], "children": []string{"yes", "no"}[i/2%2],
					"quality": map[string]any{"water": fmt.Sprint(1 + i%5), "road": fmt.Sprint(1 + i/5%5), "school": fmt.Sprint(1 + i/7%5), "light": fmt.Sprint(1 + i/11%5)}, "wish": fmt.Sprintf("Көчөбүздө суу жок, жай айларында %d күн келбейт", i),
					"member": []any{map[string]any{"years": fmt.Sprint(i % 90)}, map[string]any{"years": fmt.Sprint(i / 3 % 90)}}}
				raw, err := json.Marshal(answers)
				for try := 0; err == nil && try < 2; try++ { // of so many codes to take one back two may be the same
					if err = h.store.AcceptResponse(context.Background(), civic.Response{ID: h.store.IDs.New(), Survey: id, Number: 1, Mode: civic.ByPaper, Unit: h.ids["village"], Lang: "ky", Answers: raw, Blank: "kinder", Seconds: 60 + i%600, BeganAt: h.now}, raw, nil, ""); err == nil {
						break
					} else if try == 0 {
						err = nil
					}
				}
				if err != nil {
					errs <- err
					return
				}
			}
			errs <- nil
		}()
	}
	for range lines {
		if err := <-errs; err != nil {
			b.Fatal(err)
		}
	}
}
