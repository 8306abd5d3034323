package paper

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"time"

	"github.com/go-pdf/fpdf"
)

// signature is a place to sign: line, role, name, and the drawn signature if
// there is one.
type signature struct {
	role, name string
	image      []byte // PNG; may be broken or absent
	at         time.Time
}

const signH = 21.0

// signatures draws the block.
func (s *sheet) signatures(sigs []signature) {
	if len(sigs) == 0 {
		return
	}
	w := (s.right - s.left - 10) / 2
	var rows whole
	for i := 0; i < len(sigs); i += 2 {
		rows = append(rows, &signRow{sigs[i:min(i+2, len(sigs))], w})
	}
	s.gap(3)
	page := s.bottom - s.top - 20
	if rows.height() <= page {
		s.put(rows)
		return
	}
	for _, r := range rows {
		s.put(r)
	}
}

type signRow struct {
	sigs []signature
	w    float64
}

func (r *signRow) height() float64 {
	h := 0.0
	for _, g := range r.sigs {
		h = max(h, pieces(r.lines(g)).height())
	}
	return signH - 6 + h
}

func (r *signRow) lines(g signature) []*line {
	ls := wrap([]run{{g.role, cellQ}}, r.w, 'L')
	if g.name != "" {
		ls = append(ls, wrap([]run{{g.name, cellB}}, r.w, 'L')...)
	}
	if len(ls) > 8 {
		ls = ls[:8]
	}
	return ls
}

func (r *signRow) draw(s *sheet, x, y, _ float64) {
	for _, g := range r.sigs {
		base := y + signH - 7.5
		if len(g.image) > 0 {
			if !s.drawn(g.image, x+4, y+1, r.w-30, base-y) {
				s.textIn(x, base-5, r.w, s.t("paper.sign.unreadable"), small, 'L')
			}
		}
		if !g.at.IsZero() {
			s.textIn(x+r.w*0.3, base+0.9, r.w*0.7, s.lang.DateTime(g.at), small, 'R')
		}
		s.rule(x, base, x+r.w, 0.18, black)
		pieces(r.lines(g)).draw(s, x, base+0.8, r.w)
		x += r.w + 10
	}
}

// drawn places a drawn signature standing on the line. It reports false when
// the image cannot be read.
func (s *sheet) drawn(data []byte, x, y, w, h float64) bool {
	img := ink(data)
	if img == nil {
		return false
	}
	var b bytes.Buffer
	if png.Encode(&b, img) != nil {
		return false
	}
	s.images++
	name := fmt.Sprintf("signature-%d", s.images)
	s.pdf.RegisterImageOptionsReader(name, fpdf.ImageOptions{ImageType: "PNG"}, &b)
	iw, ih := float64(img.Rect.Dx()), float64(img.Rect.Dy())
	k := min(w/iw, h/ih, 0.12)
	s.pdf.ImageOptions(name, x, y+h-ih*k, iw*k, ih*k, false, fpdf.ImageOptions{ImageType: "PNG"}, 0, "")
	return true
}

// ink is the drawn part of a signature in grey on white, at most 600 dots
// wide; nil when there is nothing or the file is not a picture.
func ink(data []byte) *image.Gray {
	cfg, err := png.DecodeConfig(bytes.NewReader(data))
	if err != nil || cfg.Width*cfg.Height > 4<<20 {
		return nil
	}
	src, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return nil
	}
	b := src.Bounds()
	grey := image.NewGray(image.Rect(0, 0, b.Dx(), b.Dy()))
	box := image.Rectangle{Min: image.Pt(b.Dx(), b.Dy())}
	for y := range b.Dy() {
		for x := range b.Dx() {
			r, g, bl, a := src.At(b.Min.X+x, b.Min.Y+y).RGBA()
			// premultiplied over white
			v := uint8((299*(r+0xffff-a) + 587*(g+0xffff-a) + 114*(bl+0xffff-a)) / 1000 >> 8)
			grey.SetGray(x, y, color.Gray{Y: v})
			if v < 200 {
				box.Min.X, box.Min.Y = min(box.Min.X, x), min(box.Min.Y, y)
				box.Max.X, box.Max.Y = max(box.Max.X, x+1), max(box.Max.Y, y+1)
			}
		}
	}
	if box.Min.X >= box.Max.X || box.Min.Y >= box.Max.Y {
		return nil
	}
	step := max(1, (box.Dx()+599)/600)
	out := image.NewGray(image.Rect(0, 0, (box.Dx()+step-1)/step, (box.Dy()+step-1)/step))
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			dark := uint8(255)
			for dy := range step {
				for dx := range step {
					px, py := box.Min.X+x*step+dx, box.Min.Y+y*step+dy
					if px < box.Max.X && py < box.Max.Y {
						dark = min(dark, grey.GrayAt(px, py).Y)
					}
				}
			}
			out.SetGray(x, y, color.Gray{Y: dark})
		}
	}
	return out
}
