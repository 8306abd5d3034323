package handlers

import (
	"bytes"
	"image/png"

	"ashar/internal/civic"
	"ashar/internal/paper"
)

// cleanPNG keeps of a drawn signature what will be printed, and nothing else
// that the file may carry.
func cleanPNG(b []byte) ([]byte, error) {
	cfg, err := png.DecodeConfig(bytes.NewReader(b))
	if err != nil || cfg.Width > 2400 || cfg.Height > 1200 {
		return nil, civic.Bad("signature", "error.signature")
	}
	if b = paper.Signature(b); b == nil {
		return nil, civic.Bad("signature", "error.signature")
	}
	return b, nil
}
