package picture

import (
	"image"
	"image/color"
)

// Spot is a circle to be made unrecognisable: its centre and radius as parts of
// the upright picture's width (X, R) and height (Y).
type Spot struct{ X, Y, R float64 }

// SpotsMost is how many circles one picture may have.
const SpotsMost = 40

// Whole reports whether the spot lies in the picture and has a size.
func (s Spot) Whole() bool {
	return s.X >= 0 && s.X <= 1 && s.Y >= 0 && s.Y <= 1 && s.R > 0 && s.R <= 1
}

const (
	blocksAcross = 4  // of a circle: of a face nothing remains that tells whose it is
	smallestSpot = 12 // pixels of radius, however small it was drawn
	fewShades    = 32 // levels of colour lie so far apart: what a mean would still tell is rounded away
)

// hide puts blocks of one colour each in the place of what a circle shows: the
// mean of the block, roughly. The pixels themselves are gone.
func hide(img *image.RGBA, s Spot) {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	r := max(int(s.R*float64(w)+0.5), smallestSpot)
	cx, cy := int(s.X*float64(w)), int(s.Y*float64(h))
	mosaic(img, image.Rect(cx-r, cy-r, cx+r+1, cy+r+1), max(1, (2*r+blocksAcross)/blocksAcross), func(x, y int) bool {
		return (x-cx)*(x-cx)+(y-cy)*(y-cy) <= r*r
	})
}

// hideUpper does the same with the upper half, for who has no script to point with.
func hideUpper(img *image.RGBA) {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	mosaic(img, image.Rect(0, 0, w, (h+1)/2), max(1, max(w, h)/12), func(int, int) bool { return true })
}

// mosaic fills the part of an area that is within with blocks of their mean colour.
func mosaic(img *image.RGBA, area image.Rectangle, block int, within func(x, y int) bool) {
	for by := area.Min.Y; by < area.Max.Y; by += block {
		for bx := area.Min.X; bx < area.Max.X; bx += block {
			b := image.Rect(bx, by, bx+block, by+block).Intersect(area).Intersect(img.Rect)
			var sum [3]int
			n := 0
			each(b, within, func(x, y int) {
				p := img.Pix[img.PixOffset(x, y):][:3]
				for c := range sum {
					sum[c] += int(p[c])
				}
				n++
			})
			if n == 0 {
				continue
			}
			mean := color.RGBA{shade(sum[0] / n), shade(sum[1] / n), shade(sum[2] / n), 255}
			each(b, within, func(x, y int) { img.SetRGBA(x, y, mean) })
		}
	}
}

func shade(v int) uint8 { return uint8(min(255, (v+fewShades/2)/fewShades*fewShades)) }

func each(b image.Rectangle, within func(x, y int) bool, do func(x, y int)) {
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			if within(x, y) {
				do(x, y)
			}
		}
	}
}
