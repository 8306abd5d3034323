package paper

import (
	"bytes"
	"testing"

	"ashar/internal/civic"
	"ashar/internal/i18n"
)

func BenchmarkMinutes3Pages(b *testing.B)   { benchmark(b, aidarbek()) }
func BenchmarkMinutes30Pages(b *testing.B)  { benchmark(b, crowd(100)) }
func BenchmarkMinutes300Pages(b *testing.B) { benchmark(b, crowd(1000)) }

func benchmark(b *testing.B, m civic.Minutes) {
	var out bytes.Buffer
	for b.Loop() {
		out.Reset()
		if err := Minutes(&out, i18n.KY, m); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(out.Len())/1024, "KB")
	b.ReportMetric(float64(bytes.Count(out.Bytes(), []byte("/Type /Page\n"))), "pages")
}
