package paper

import (
	"fmt"
	"image/color"
	"strings"
	"sync"

	"github.com/boombuler/barcode/qr"
)

// code draws a QR code of a link as squares, so that it is sharp on any printer.
type code struct {
	link string
	size float64 // mm
}

func (c code) draw(s *sheet, x, y, _ float64) {
	n, bars := qrBars(c.link)
	if n == 0 {
		return // too long for a code: the link stands beside it in words
	}
	m := c.size / float64(n)
	s.fill(black)
	for _, b := range bars {
		// a hair of overlap downwards, or viewers show white seams
		s.pdf.Rect(x+float64(b.x)*m, y+float64(b.y)*m, float64(b.w)*m, m*1.02, "F")
	}
}

// bar is a run of dark modules in a row.
type bar struct{ x, y, w int }

// drawn are codes that were reckoned: the same ones stand on minutes in three languages and on every copy, and choosing
// the mask of one takes as long as setting a page.
var drawn struct {
	sync.Mutex
	codes map[string]drawnCode
}

type drawnCode struct {
	n    int
	bars []bar
}

// drawnMost is how many are kept, about 2 MB; a batch of slips with a code each throws them out.
const drawnMost = 256

// qrBars are the dark parts of a link's code, n modules a side; 0 none. They are not to be changed.
func qrBars(link string) (n int, bars []bar) {
	drawn.Lock()
	had, ok := drawn.codes[link]
	drawn.Unlock()
	if ok {
		return had.n, had.bars
	}
	n, bars = reckonBars(link)
	drawn.Lock()
	defer drawn.Unlock()
	if drawn.codes == nil || len(drawn.codes) >= drawnMost {
		drawn.codes = map[string]drawnCode{}
	}
	drawn.codes[link] = drawnCode{n, bars}
	return n, bars
}

func reckonBars(link string) (n int, bars []bar) {
	img, err := qr.Encode(link, qr.M, qr.Auto)
	if err != nil || link == "" {
		return 0, nil
	}
	n = img.Bounds().Dx()
	dark := func(i, j int) bool {
		return i < n && color.GrayModel.Convert(img.At(i, j)).(color.Gray).Y < 128
	}
	for j := range n {
		for i := 0; i < n; i++ {
			if !dark(i, j) {
				continue
			}
			from := i
			for dark(i+1, j) {
				i++
			}
			bars = append(bars, bar{from, j, i + 1 - from})
		}
	}
	return n, bars
}

// QRPath is a link's code as an SVG path, n modules a side; 0 when it is too long.
func QRPath(link string) (n int, path string) {
	n, bars := qrBars(link)
	var b strings.Builder
	for _, x := range bars {
		fmt.Fprintf(&b, "M%d %dh%dv1h-%dz", x.x, x.y, x.w, x.w)
	}
	return n, b.String()
}
