package paper

import (
	"image/color"

	"github.com/boombuler/barcode/qr"
)

// code draws a QR code of a link as squares, so that it is sharp on any printer.
type code struct {
	link string
	size float64 // mm
}

func (c code) draw(s *sheet, x, y, _ float64) {
	img, err := qr.Encode(c.link, qr.M, qr.Auto)
	if err != nil || c.link == "" {
		return // too long for a code: the link stands beside it in words
	}
	n := img.Bounds().Dx()
	m := c.size / float64(n)
	dark := func(i, j int) bool {
		return i < n && color.GrayModel.Convert(img.At(i, j)).(color.Gray).Y < 128
	}
	s.fill(black)
	for j := range n {
		for i := 0; i < n; i++ {
			if !dark(i, j) {
				continue
			}
			from := i
			for dark(i+1, j) {
				i++
			}
			// a hair of overlap downwards, or viewers show white seams
			s.pdf.Rect(x+float64(from)*m, y+float64(j)*m, float64(i+1-from)*m, m*1.02, "F")
		}
	}
}
