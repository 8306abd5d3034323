package paper

import "testing"

func TestBothFacesDrawTheSameRunes(t *testing.T) {
	a, b := faces()[0], faces()[1]
	for r := rune(0); r < 0x10000; r++ {
		if a.has(r) != b.has(r) {
			t.Errorf("U+%04X is in one face only", r)
		}
	}
	for _, r := range "АБВГДЕЁЖЗИЙКЛМНҢОӨПРСТУҮФХЦЧШЩЪЫЬЭЮЯабвгдеёжзийклмнңоөпрстуүфхцчшщъыьэюяӘәҖҗҚқҒғҲҳЎў№«»–—…•✓×−½☐☑☒□\ufffd\u00a0→←≥≤°’“”„₽€" {
		if !a.has(r) {
			t.Errorf("no %c", r)
		}
	}
	for r := rune(0x400); r < 0x480; r++ { // what plain() lets through unseen
		if !a.has(r) {
			t.Errorf("no U+%04X", r)
		}
	}
}

// Ң, Ө and Ү must be letters of their own, not Н, О and У by another name.
func TestKyrgyzLettersHaveGlyphsOfTheirOwn(t *testing.T) {
	for _, f := range faces() {
		for _, pair := range []string{"ҢН", "ңн", "ӨО", "өо", "ҮУ", "үу", "ЁЕ"} {
			r := []rune(pair)
			if f.glyph(r[0]) == f.glyph(r[1]) || f.glyph(r[0]) == 0 {
				t.Errorf("%c is drawn as %c", r[0], r[1])
			}
		}
	}
}
