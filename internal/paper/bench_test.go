package paper

import (
	"bytes"
	"fmt"
	"io"
	"testing"
	"time"

	"ashar/internal/civic"
	"ashar/internal/i18n"
)

func BenchmarkMinutes3Pages(b *testing.B)   { benchmark(b, aidarbek()) }
func BenchmarkMinutes30Pages(b *testing.B)  { benchmark(b, crowd(100)) }
func BenchmarkMinutes300Pages(b *testing.B) { benchmark(b, crowd(1000)) }

// BenchmarkReport300Pages is an analysis of a whole country with its bars.
func BenchmarkReport300Pages(b *testing.B) {
	r := civic.Report{Title: "Жыйындар кандай өттү", Sub: "Кыргыз Республикасы", At: time.Date(2016, 12, 20, 9, 0, 0, 0, time.UTC)}
	part := civic.ReportPart{Title: "Айыл аймактары боюнча", Bars: []int{2}, Whole: -1, Columns: []civic.ReportColumn{{Name: "Айыл аймагы"}, {Name: "Район"},
		{Name: "Жыйын", Kind: civic.ReportCount}, {Name: "Келген адам", Kind: civic.ReportCount}, {Name: "Аялдар", Kind: civic.ReportShare}, {Name: "Акча, сом", Kind: civic.ReportMoney}}}
	for i := range int64(7900) {
		part.Rows = append(part.Rows, civic.ReportRow{Cells: []civic.ReportCell{civic.Say(fmt.Sprintf("Айыл аймагы № %d", i)), civic.Say("Каракол району"),
			{N: i % 45, Known: true}, {N: i % 500, Known: true}, {N: i % 250, Of: 500, Known: true}, {N: i * 1000, Known: true}}})
	}
	r.Parts = []civic.ReportPart{part}
	prints(b, func(w io.Writer) error { return Report(w, i18n.KY, r) })
}

func benchmark(b *testing.B, m civic.Minutes) {
	prints(b, func(w io.Writer) error { return Minutes(w, i18n.KY, m) })
}

func prints(b *testing.B, paper func(io.Writer) error) {
	var out bytes.Buffer
	for b.Loop() {
		out.Reset()
		if err := paper(&out); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(out.Len())/1024, "KB")
	b.ReportMetric(float64(bytes.Count(out.Bytes(), []byte("/Type /Page\n"))), "pages")
}
