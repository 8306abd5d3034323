// Package picture makes pictures that people bring fit to be kept: it tells
// what a file is by its bytes, decodes it within bounds and encodes it again,
// so that nothing but pixels remains. Pure: bytes in, bytes out.
package picture

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"

	"golang.org/x/image/webp"

	"ashar/internal/civic"
)

const (
	longest      = 1600 // pixels of a kept photo's longer side: a notice board can be read
	smallLongest = 640  // of its thumbnail: 80 mm at 200 dots an inch on paper
	quality      = 82
	smallQuality = 76

	mostPixels = 40_000_000
	mostMemory = 200 << 20 // that decoding may take; cameras' own photos of 40 megapixels take 120 MB
	mostScans  = 100       // of a progressive JPEG: each passes over the whole picture
)

// Kept is a photo as it is kept: two JPEGs, upright, without anything a camera
// wrote beside the pixels. Hash is the SHA-256 of the larger one.
type Kept struct {
	JPEG, Small   []byte
	Hash          string
	Width, Height int // of the larger one
}

var (
	errKind       = civic.Bad("photo", "error.photo_kind")
	errHEIC       = civic.Bad("photo", "error.photo_heic")
	errUnreadable = civic.Bad("photo", "error.photo_unreadable")
	errTooMany    = civic.Bad("photo", "error.photo_pixels", "n", mostPixels/1_000_000)
)

// Hidden says what of a photo is made unrecognisable before it is kept: what
// was under it is nowhere any more.
type Hidden struct {
	Spots []Spot
	Upper bool // the whole upper half
}

// Photo takes a JPEG, PNG or WebP, whatever it calls itself. What it refuses is
// a sentence for the field "photo".
func Photo(data []byte) (Kept, error) { return Blurred(data, Hidden{}) }

// Blurred is Photo with parts of it made unrecognisable first.
func Blurred(data []byte, hidden Hidden) (Kept, error) {
	img, err := decode(data)
	if err != nil {
		return Kept{}, err
	}
	large := upright(shrink(img, longest), orientation(data))
	for _, s := range hidden.Spots {
		hide(large, s)
	}
	if hidden.Upper {
		hideUpper(large)
	}
	var k Kept
	if k.JPEG, err = encode(large, quality); err != nil {
		return k, err
	}
	if k.Small, err = encode(shrink(large, smallLongest), smallQuality); err != nil {
		return k, err
	}
	sum := sha256.Sum256(k.JPEG)
	k.Hash, k.Width, k.Height = hex.EncodeToString(sum[:]), large.Rect.Dx(), large.Rect.Dy()
	return k, nil
}

func encode(img *image.RGBA, quality int) ([]byte, error) {
	var b bytes.Buffer
	err := jpeg.Encode(&b, img, &jpeg.Options{Quality: quality})
	return b.Bytes(), err
}

// decode looks at the size first: a few bytes can claim a picture that fills
// the memory. What a decoder cannot digest, even by a panic, is a damaged
// file, not a failure of ours.
func decode(data []byte) (img image.Image, err error) {
	defer func() {
		if recover() != nil {
			img, err = nil, errUnreadable
		}
	}()
	r := func() *bytes.Reader { return bytes.NewReader(data) }
	var cfg image.Config
	var read func() (image.Image, error)
	perPixel := 4
	switch sniff(data) {
	case "jpeg":
		scan := scanJPEG(data)
		if scan.scans > mostScans {
			return nil, errUnreadable
		}
		cfg, err = jpeg.DecodeConfig(r())
		perPixel = jpegMemory(cfg.ColorModel, scan.progressive)
		read = func() (image.Image, error) { return jpeg.Decode(r()) }
	case "png":
		cfg, err = png.DecodeConfig(r())
		switch cfg.ColorModel {
		case color.NRGBA64Model, color.RGBA64Model:
			perPixel = 8
		}
		read = func() (image.Image, error) { return png.Decode(r()) }
	case "webp":
		cfg, err = webp.DecodeConfig(r())
		perPixel = 8 // the pixels, and the planes they are made of
		read = func() (image.Image, error) { return webp.Decode(r()) }
	case "heic":
		return nil, errHEIC
	default:
		return nil, errKind
	}
	if err != nil || cfg.Width < 1 || cfg.Height < 1 {
		return nil, errUnreadable
	}
	if pixels := int64(cfg.Width) * int64(cfg.Height); pixels > mostPixels || pixels*int64(perPixel) > mostMemory {
		return nil, errTooMany
	}
	if img, err = read(); err != nil {
		return nil, errUnreadable
	}
	return img, nil
}

// jpegMemory is what decoding takes, in bytes a pixel: the planes, and for a
// progressive one all its coefficients besides.
func jpegMemory(model color.Model, progressive bool) int {
	planes := 3
	switch model {
	case color.GrayModel:
		planes = 1
	case color.CMYKModel:
		planes = 8 // four planes, put together into a picture of four
	}
	if progressive {
		return planes * 5
	}
	return planes
}

// sniff tells a file's kind by its first bytes: names and declared types are not believed.
func sniff(data []byte) string {
	switch {
	case bytes.HasPrefix(data, []byte("\xFF\xD8\xFF")):
		return "jpeg"
	case bytes.HasPrefix(data, []byte("\x89PNG\r\n\x1A\n")):
		return "png"
	case len(data) >= 12 && string(data[:4]) == "RIFF" && string(data[8:12]) == "WEBP":
		return "webp"
	case len(data) >= 12 && string(data[4:8]) == "ftyp":
		switch string(data[8:12]) {
		case "heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1":
			return "heic"
		}
	}
	return ""
}
