package handlers_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
)

// A part of a page, from SQLite through the guard and the templates, over HTTP;
// its pair is the least a server of two kilobytes can do. The ratio is what counts.
func BenchmarkChecklistPartial(b *testing.B) {
	h := newHouse(b)
	reader := h.as("facilitator")
	benchmarkGets(b, reader.client, h.srv.URL+"/sessions/"+h.ids["session"]+"/checks/21")
}

// BenchmarkPublicCycle is a cycle's page as a citizen's browser asks for it, compressed, from what is kept.
func BenchmarkPublicCycle(b *testing.B) {
	h := newHouse(b)
	h.published("list", "decisions", "plan", "monitoring")
	benchmarkGets(b, &http.Client{}, h.srv.URL+"/open/cycles/"+h.ids["cycle"], "Accept-Encoding", "gzip")
}

// BenchmarkBareHandler is what the partial is compared with.
func BenchmarkBareHandler(b *testing.B) {
	body := bytes.Repeat([]byte("ашар "), 2048/9)
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write(body)
	}))
	defer srv.Close()
	benchmarkGets(b, &http.Client{}, srv.URL)
}

func benchmarkGets(b *testing.B, client *http.Client, url string, headers ...string) {
	if headers == nil {
		headers = []string{"HX-Request", "true", "HX-Request-Type", "partial", "Accept-Encoding", "identity"}
	}
	client.Transport = &http.Transport{MaxIdleConnsPerHost: 32}
	b.SetParallelism(8) // times two processors: sixteen clients
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			req, _ := http.NewRequest(http.MethodGet, url, nil)
			for i := 0; i < len(headers); i += 2 {
				req.Header.Set(headers[i], headers[i+1])
			}
			r, err := client.Do(req)
			if err != nil {
				b.Error(err)
				return
			}
			n, err := io.Copy(io.Discard, r.Body)
			_ = r.Body.Close()
			if err != nil || r.StatusCode != http.StatusOK || n == 0 {
				b.Errorf("%d, %d bytes, %v", r.StatusCode, n, err)
				return
			}
		}
	})
}
