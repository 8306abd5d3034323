package paper

import (
	"bytes"
	"fmt"
	"image"
	"image/draw"
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
	if (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&b, img) != nil {
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

// ink is the drawn part of a signature in grey on white, as many dots as a
// printer shows in its place; nil when there is nothing or the file is not a picture.
func ink(data []byte) *image.Gray {
	const most, mostHigh = 440, 150
	cfg, err := png.DecodeConfig(bytes.NewReader(data))
	if err != nil || cfg.Width*cfg.Height > 4<<20 {
		return nil
	}
	src, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return nil
	}
	b := image.Rect(0, 0, src.Bounds().Dx(), src.Bounds().Dy())
	flat := image.NewRGBA(b)
	draw.Draw(flat, b, image.White, image.Point{}, draw.Src)
	draw.Draw(flat, b, src, src.Bounds().Min, draw.Over)
	light := make([]uint8, b.Max.X*b.Max.Y)
	box := image.Rectangle{Min: b.Max}
	for i := range light {
		p := flat.Pix[4*i : 4*i+3 : 4*i+3]
		light[i] = uint8((77*int(p[0]) + 150*int(p[1]) + 29*int(p[2])) >> 8)
		if light[i] < 200 {
			x, y := i%b.Max.X, i/b.Max.X
			box.Min.X, box.Min.Y = min(box.Min.X, x), min(box.Min.Y, y)
			box.Max.X, box.Max.Y = max(box.Max.X, x+1), max(box.Max.Y, y+1)
		}
	}
	if box.Empty() {
		return nil
	}
	step := max(1, (box.Dx()+most-1)/most, (box.Dy()+mostHigh-1)/mostHigh)
	out := image.NewGray(image.Rect(0, 0, (box.Dx()+step-1)/step, (box.Dy()+step-1)/step))
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			dark := uint8(255)
			for py := box.Min.Y + y*step; py < min(box.Max.Y, box.Min.Y+(y+1)*step); py++ {
				for px := box.Min.X + x*step; px < min(box.Max.X, box.Min.X+(x+1)*step); px++ {
					dark = min(dark, light[py*b.Max.X+px])
				}
			}
			out.Pix[y*out.Stride+x] = dark
		}
	}
	return out
}
