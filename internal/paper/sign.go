package paper

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
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
	rows := s.signRows(sigs)
	s.gap(signGap)
	page := s.bottom - s.top - 20
	if rows.height() <= page {
		s.put(rows)
		return
	}
	for _, r := range rows {
		s.put(r)
	}
}

const signGap = 3.0

// signRows are the places to sign, two in a row.
func (s *sheet) signRows(sigs []signature) (rows whole) {
	w := (s.right - s.left - 10) / 2
	for i := 0; i < len(sigs); i += 2 {
		rows = append(rows, &signRow{sigs[i:min(i+2, len(sigs))], w})
	}
	return rows
}

// signTail is the room that signatures take below a table.
func (s *sheet) signTail(sigs []signature) float64 { return signGap + s.signRows(sigs).height() }

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
	data, size := inked(data)
	if data == nil {
		return false
	}
	name := fmt.Sprintf("signature-%d", s.images)
	if s.image(name, "PNG", data) == nil {
		return false
	}
	iw, ih := float64(size.X), float64(size.Y)
	k := min(w/iw, h/ih, 0.12)
	s.pdf.ImageOptions(name, x, y+h-ih*k, iw*k, ih*k, false, fpdf.ImageOptions{ImageType: "PNG"}, 0, "")
	return true
}

// Signature is the drawn part of a picture as a small grey PNG, as many dots as
// a printer shows in its place; nil when nothing is drawn or it is no picture.
// Kept like this, a signature prints as it is.
func Signature(picture []byte) []byte {
	img := ink(picture)
	if img == nil {
		return nil
	}
	var b bytes.Buffer
	if (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, img) != nil {
		return nil
	}
	return b.Bytes()
}

const inkWidth, inkHeight = 440, 150 // dots

// inked is a signature ready to print, with its size; nil when it is none.
func inked(data []byte) ([]byte, image.Point) {
	cfg, err := png.DecodeConfig(bytes.NewReader(data))
	if err != nil || cfg.ColorModel != color.GrayModel || cfg.Width > inkWidth || cfg.Height > inkHeight {
		data = Signature(data) // as it came, from before signatures were kept small
	}
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, image.Point{}
	}
	return data, img.Bounds().Size()
}

// ink is the drawn part of a picture in grey on white.
func ink(data []byte) *image.Gray {
	cfg, err := png.DecodeConfig(bytes.NewReader(data))
	if err != nil || cfg.Width*cfg.Height > 4<<20 {
		return nil
	}
	src, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return nil
	}
	b := image.Rect(0, 0, src.Bounds().Dx(), src.Bounds().Dy())
	light := lightness(src)
	box := image.Rectangle{Min: b.Max}
	for i, l := range light {
		if l < 200 {
			x, y := i%b.Max.X, i/b.Max.X
			box.Min.X, box.Min.Y = min(box.Min.X, x), min(box.Min.Y, y)
			box.Max.X, box.Max.Y = max(box.Max.X, x+1), max(box.Max.Y, y+1)
		}
	}
	if box.Empty() {
		return nil
	}
	step := max(1, (box.Dx()+inkWidth-1)/inkWidth, (box.Dy()+inkHeight-1)/inkHeight)
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

// lightness of a picture on white paper, a byte a dot. What a canvas makes is
// read directly: through image/draw it takes four times as long.
func lightness(src image.Image) []uint8 {
	b := src.Bounds()
	drawn, ok := src.(*image.NRGBA)
	if !ok {
		drawn = image.NewNRGBA(b)
		draw.Draw(drawn, b, src, b.Min, draw.Src)
	}
	light := make([]uint8, b.Dx()*b.Dy())
	for i := range light {
		y, x := i/b.Dx(), i%b.Dx()
		p := drawn.Pix[y*drawn.Stride+4*x:][:4:4]
		if p[3] == 0 {
			light[i] = 255
			continue
		}
		dark := 255 - (77*int(p[0])+150*int(p[1])+29*int(p[2]))>>8
		light[i] = uint8(255 - dark*int(p[3])/255)
	}
	return light
}
