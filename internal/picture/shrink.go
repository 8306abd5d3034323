package picture

import (
	"image"
	"image/draw"
)

// shrink makes a picture whose longer side is at most limit, on white where it
// was clear. Every pixel is the mean of the area it stands for, so that fine
// print stays legible; it reads a row at a time and takes no memory for the rest.
func shrink(src image.Image, limit int) *image.RGBA {
	b := src.Bounds()
	w, h := b.Dx(), b.Dy()
	dw, dh := w, h
	if longer := max(w, h); longer > limit {
		dw, dh = max(1, (w*limit+longer/2)/longer), max(1, (h*limit+longer/2)/longer)
	}
	out := image.NewRGBA(image.Rect(0, 0, dw, dh))
	row := image.NewRGBA(image.Rect(0, 0, w, 1))
	sums := make([]uint64, 3*dw) // of the row of out being gathered
	line := make([]uint64, 3*dw)
	area := uint64(w) * uint64(h)
	// A row of src is dh high and a row of out h high, both in the same unit.
	y, room := 0, h
	for sy := range h {
		draw.Draw(row, row.Rect, image.White, image.Point{}, draw.Src)
		draw.Draw(row, row.Rect, src, image.Pt(b.Min.X, b.Min.Y+sy), draw.Over)
		squeeze(line, row.Pix, w, dw)
		for left := dh; left > 0; {
			part := min(left, room)
			for i, v := range line {
				sums[i] += v * uint64(part)
			}
			left, room = left-part, room-part
			if room > 0 {
				continue
			}
			pix := out.Pix[y*out.Stride:]
			for x := range dw {
				for c := range 3 {
					pix[4*x+c] = uint8((sums[3*x+c] + area/2) / area)
				}
				pix[4*x+3] = 255
			}
			clear(sums)
			y, room = y+1, h
		}
	}
	return out
}

// squeeze sums a row of w pixels into dw: a pixel of the row is dw wide and one of the line w.
func squeeze(line []uint64, pix []uint8, w, dw int) {
	clear(line)
	x, room := 0, w
	for sx := range w {
		p := pix[4*sx : 4*sx+3 : 4*sx+3]
		for left := dw; left > 0; {
			part := min(left, room)
			l := line[3*x : 3*x+3 : 3*x+3]
			l[0] += uint64(p[0]) * uint64(part)
			l[1] += uint64(p[1]) * uint64(part)
			l[2] += uint64(p[2]) * uint64(part)
			left, room = left-part, room-part
			if room == 0 {
				x, room = x+1, w
			}
		}
	}
}

// upright turns a picture as EXIF says it was held.
func upright(src *image.RGBA, orientation int) *image.RGBA {
	w, h := src.Rect.Dx(), src.Rect.Dy()
	if orientation <= 1 || orientation > 8 {
		return src
	}
	if orientation >= 5 {
		w, h = h, w
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			fx, fy := x, y
			switch orientation {
			case 2:
				fx = w - 1 - x
			case 3:
				fx, fy = w-1-x, h-1-y
			case 4:
				fy = h - 1 - y
			case 5:
				fx, fy = y, x
			case 6:
				fx, fy = y, w-1-x
			case 7:
				fx, fy = h-1-y, w-1-x
			case 8:
				fx, fy = h-1-y, x
			}
			copy(out.Pix[out.PixOffset(x, y):][:4], src.Pix[src.PixOffset(fx, fy):][:4])
		}
	}
	return out
}
