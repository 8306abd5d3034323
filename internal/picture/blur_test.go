package picture

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"math/rand/v2"
	"testing"
)

// crowd is a picture in which no two places are alike: what is under a circle
// could be told from what is beside it.
func crowd(w, h int, seed uint64) *image.RGBA {
	r := rand.New(rand.NewPCG(seed, 1))
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for i := range img.Pix {
		img.Pix[i] = uint8(r.IntN(256))
		if i%4 == 3 {
			img.Pix[i] = 255
		}
	}
	return img
}

// distinct counts the colours in a part of a picture.
func distinct(img *image.RGBA, within func(x, y int) bool) int {
	seen := map[color.RGBA]bool{}
	each(img.Rect, within, func(x, y int) { seen[img.RGBAAt(x, y)] = true })
	return len(seen)
}

func TestWhatACircleHidIsGone(t *testing.T) {
	const w, h, cx, cy, r = 400, 300, 200, 120, 60
	inside := func(x, y int) bool { return (x-cx)*(x-cx)+(y-cy)*(y-cy) <= r*r }
	img, was := crowd(w, h, 1), crowd(w, h, 1)
	hide(img, Spot{X: 0.5, Y: 0.4, R: 0.15})
	if n := distinct(img, inside); n > blocksAcross*blocksAcross+2*blocksAcross+1 {
		t.Errorf("%d colours are left under the circle, was %d", n, distinct(was, inside))
	}
	each(img.Rect, func(x, y int) bool { return !inside(x, y) }, func(x, y int) {
		if img.RGBAAt(x, y) != was.RGBAAt(x, y) {
			t.Fatalf("%d, %d lies outside and changed", x, y)
		}
	})
	// Another face in the same place leaves the same: of the pixels themselves nothing is kept.
	a, b := crowd(w, h, 1), crowd(w, h, 1)
	each(a.Rect, inside, func(x, y int) { // the same colours within each block, in another order
		bx, by := (x-(cx-r))/31, (y-(cy-r))/31
		v := uint8(40 * ((bx + by) % 6))
		a.SetRGBA(x, y, color.RGBA{v + uint8((x+y)%2), v, v, 255})
		b.SetRGBA(x, y, color.RGBA{v + uint8((x+y+1)%2), v, v, 255})
	})
	hide(a, Spot{X: 0.5, Y: 0.4, R: 0.15})
	hide(b, Spot{X: 0.5, Y: 0.4, R: 0.15})
	if !bytes.Equal(a.Pix, b.Pix) {
		t.Error("two that differ in detail alone can be told apart")
	}
}

func TestABlurredPhotoHidesTheSamePlaceHoweverTheCameraWasHeld(t *testing.T) {
	for o := 1; o <= 8; o++ {
		// of what was seen, the red quarter is at the upper left
		data := inJPEG(jpegOf(t, held(quarters(96, 64), o)), 0xE1, append([]byte("Exif\x00\x00"), exifOf(binary.LittleEndian, o)...))
		k, err := Blurred(data, Hidden{Spots: []Spot{{X: 0.5, Y: 0.5, R: 0.16}}})
		if err != nil {
			t.Fatal(err)
		}
		for which, out := range map[string][]byte{"photo": k.JPEG, "thumbnail": k.Small} {
			img := decoded(t, out)
			if !isQuarters(img) {
				t.Errorf("%d: the %s lies otherwise", o, which)
			}
			if near(img.At(44, 28), red) && near(img.At(52, 28), green) && near(img.At(44, 36), blue) && near(img.At(52, 36), white) {
				t.Errorf("%d: nothing is hidden in the %s", o, which)
			}
		}
	}
}

func TestTheUpperHalfCanBeHiddenWithoutPointing(t *testing.T) {
	k, err := Blurred(pngOf(t, crowd(240, 160, 3)), Hidden{Upper: true})
	if err != nil {
		t.Fatal(err)
	}
	img := decoded(t, k.JPEG)
	rough := func(y0 int) (n int) { // how much neighbours differ
		for y := y0; y < y0+60; y++ {
			for x := range 239 {
				a, _, _, _ := img.At(x, y).RGBA()
				b, _, _, _ := img.At(x+1, y).RGBA()
				if d := int(a>>8) - int(b>>8); d > 24 || d < -24 {
					n++
				}
			}
		}
		return n
	}
	if up, down := rough(5), rough(90); up*20 > down {
		t.Errorf("neighbours differ %d times above and %d below", up, down)
	}
}

func TestSpotsAtTheEdgeAndOutsideDoNoHarm(t *testing.T) {
	for _, s := range []Spot{{0, 0, 1}, {1, 1, 0.5}, {0.5, 0, 0.0001}, {1, 0, 1}} {
		if _, err := Blurred(pngOf(t, crowd(30, 20, 4)), Hidden{Spots: []Spot{s}}); err != nil {
			t.Errorf("%+v: %v", s, err)
		}
	}
}
