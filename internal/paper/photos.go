package paper

import (
	"github.com/go-pdf/fpdf"

	"ashar/internal/civic"
)

const (
	photoGap  = 6.0
	photoHigh = 62.0 // mm at the most: four rows a page
)

// photos are an annex: the pictures of the problems, in their order, two in a
// row. It stands after the signatures, so that the numbered sections stay
// those of the blank form.
func (p *minutes) photos() {
	titled := false
	for _, x := range p.d.Problems {
		if len(x.Photos) == 0 {
			continue
		}
		if !titled {
			p.heading(p.t("paper.photos.title"))
			titled = true
		}
		p.subheading(ordinal(x.No) + ". " + short(oneLine(p.tx(x.Title)), 300))
		for i := 0; i < len(x.Photos); i += 2 {
			p.put(p.photoRow(x.Photos[i:min(i+2, len(x.Photos))]))
			p.gap(3)
		}
	}
}

type photoRow struct{ cells []photoCell }

// photoCell is a picture with its words; without a picture it says that it is gone.
type photoCell struct {
	name  string
	w, h  float64
	words []*line
}

func (p *sheet) photoRow(photos []civic.MinutesPhoto) *photoRow {
	room := (p.right - p.left - photoGap) / 2
	row := &photoRow{}
	for _, photo := range photos {
		var c photoCell
		c.name, c.w, c.h = p.pictured(photo, room)
		caption := short(oneLine(photo.Caption), 500)
		if c.name == "" {
			caption = joined(". ", caption, p.t("paper.photos.gone"))
		}
		c.words = wrap(in(cellSt, caption), room, 'L')
		row.cells = append(row.cells, c)
	}
	return row
}

// pictured puts a picture into the file, once however often it is shown; no name when there is none.
func (s *sheet) pictured(photo civic.MinutesPhoto, room float64) (name string, w, h float64) {
	if len(photo.Image) == 0 {
		return "", 0, 0
	}
	name = "photo-" + photo.Hash
	info := s.image(name, "JPG", photo.Image)
	if info == nil {
		return "", 0, 0
	}
	k := min(room/info.Width(), photoHigh/info.Height())
	return name, info.Width() * k, info.Height() * k
}

func (c photoCell) height() float64 { return c.h + 1.2 + pieces(c.words).height() }

func (r *photoRow) height() (h float64) {
	for _, c := range r.cells {
		h = max(h, c.height())
	}
	return h
}

func (r *photoRow) draw(s *sheet, x, y, w float64) {
	for _, c := range r.cells {
		if c.name != "" {
			s.pdf.ImageOptions(c.name, x, y, c.w, c.h, false, fpdf.ImageOptions{ImageType: "JPG"}, 0, "")
		}
		pieces(c.words).draw(s, x, y+c.h+1.2, (w-photoGap)/2)
		x += (w + photoGap) / 2
	}
}
