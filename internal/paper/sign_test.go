package paper

import (
	"ashar/internal/civic"
	"ashar/internal/i18n"
	"bytes"
	"hash/crc32"
	"image"
	"image/png"
	"io"
	"strings"
	"testing"
)

// A signature kept small prints as it is; one kept as it was drawn, as before,
// prints the same.
func TestASignaturePrintsTheSameHoweverItWasKept(t *testing.T) {
	raw := scribble(21)
	small := Signature(raw)
	kept, size := inked(small)
	if !bytes.Equal(kept, small) || size.X > inkWidth || size.Y > inkHeight || size.X < 100 {
		t.Errorf("%d bytes of %d, %v", len(kept), len(small), size)
	}
	if old, _ := inked(raw); !bytes.Equal(old, small) {
		t.Error("the picture of a canvas prints otherwise")
	}
}

func TestWhatIsNoSignatureIsNotDrawn(t *testing.T) {
	var clear, huge bytes.Buffer
	if err := png.Encode(&clear, image.NewNRGBA(image.Rect(0, 0, 300, 100))); err != nil {
		t.Fatal(err)
	}
	if err := png.Encode(&huge, image.NewGray(image.Rect(0, 0, 1, 1))); err != nil {
		t.Fatal(err)
	}
	claim := huge.Bytes() // a few bytes that claim 50,000 × 50,000 dots
	copy(claim[16:], []byte{0, 0, 0xC3, 0x50, 0, 0, 0xC3, 0x50})
	sum := crc32.ChecksumIEEE(claim[12:29])
	copy(claim[29:], []byte{byte(sum >> 24), byte(sum >> 16), byte(sum >> 8), byte(sum)})
	if cfg, err := png.DecodeConfig(bytes.NewReader(claim)); err != nil || cfg.Width != 50_000 {
		t.Fatal(cfg, err)
	}
	for name, b := range map[string][]byte{"nothing drawn": clear.Bytes(), "no picture": []byte("кол"), "nothing": nil, "too large": claim} {
		if kept, _ := inked(b); kept != nil {
			t.Errorf("%s: drawn", name)
		}
	}
}

// Whoever signs sees what they sign: with however many rows, no page holds signatures alone.
func TestSignaturesNeverStandAloneOnAPage(t *testing.T) {
	report := func(n int) *civic.Period {
		p := period2016(pipeAct())
		for range n {
			p.Open = append(p.Open, p.Recommendations...)
		}
		return p
	}
	for n := range 26 {
		bare := actionPlan(n)
		bare.Sums = nil
		for name, print := range map[string]printer{
			"plan":      func(w io.Writer, l i18n.Lang) error { return Plan(w, l, actionPlan(n)) },
			"bare plan": func(w io.Writer, l i18n.Lang) error { return Plan(w, l, bare) },
			"needs":     func(w io.Writer, l i18n.Lang) error { return NeedList(w, l, needList(n)) },
			"report":    periodOf(report(n)),
		} {
			pages := readPages(t, printed(t, i18n.KY, print))
			last := plainText(pages)[len(pages)-1]
			if len(pages) > 1 && len(strings.Fields(last)) < 32 {
				t.Errorf("%s of %d: the last page says only %q", name, n, last)
			}
		}
	}
}
