package handlers

import (
	"bytes"
	"image"
	"image/png"

	"ashar/internal/civic"
)

// cleanPNG decodes and encodes a drawn signature again, so that nothing but
// its pixels is kept.
func cleanPNG(b []byte) ([]byte, error) {
	cfg, format, err := image.DecodeConfig(bytes.NewReader(b))
	if err != nil || format != "png" || cfg.Width > 2400 || cfg.Height > 1200 {
		return nil, civic.Bad("signature", "error.signature")
	}
	img, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		return nil, civic.Bad("signature", "error.signature")
	}
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
