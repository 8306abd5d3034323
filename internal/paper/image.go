package paper

import (
	"bytes"
	"encoding/gob"

	"github.com/go-pdf/fpdf"
)

// image puts a picture into the file, once however often it is shown; nil when
// it cannot be read.
//
// fpdf writes pictures in the order of their widths, and those of one width as
// it happens, so that the same content made different files. Each gets a width
// of its own here, by less than a thousandth of a dot: the file says whole dots.
func (s *sheet) image(name, kind string, data []byte) *fpdf.ImageInfoType {
	if had := s.pdf.GetImageInfo(name); had != nil {
		return had
	}
	info := s.pdf.RegisterImageOptionsReader(name, fpdf.ImageOptions{ImageType: kind}, bytes.NewReader(data))
	if s.pdf.Error() != nil || info == nil || info.Width() <= 0 || info.Height() <= 0 {
		s.pdf.ClearError()
		return nil
	}
	s.images++
	if widen(info, float64(s.images)*1e-6) != nil {
		return nil
	}
	return info
}

// widen adds to a picture's width. Gob is the one way that fpdf opens to it; the
// fields are those of its GobEncode.
func widen(info *fpdf.ImageInfoType, by float64) error {
	encoded, err := info.GobEncode()
	if err != nil {
		return err
	}
	var (
		pixels, mask, palette []byte
		number, depth         int
		w, h, scale, dpi      float64
		colours, filter, how  string
		transparent           []int
	)
	in := gob.NewDecoder(bytes.NewReader(encoded))
	for _, field := range []any{&pixels, &mask, &number, &w, &h, &colours, &palette, &depth, &filter, &how, &transparent, &scale, &dpi} {
		if err := in.Decode(field); err != nil {
			return err
		}
	}
	var b bytes.Buffer
	out := gob.NewEncoder(&b)
	for _, field := range []any{pixels, mask, number, w + by, h, colours, palette, depth, filter, how, transparent, scale, dpi} {
		if err := out.Encode(field); err != nil {
			return err
		}
	}
	return info.GobDecode(b.Bytes())
}
