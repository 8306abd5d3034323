package paper

import (
	_ "embed"
	"encoding/binary"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// The two faces: subsets of Noto Sans made by fonts/subset.py. fpdf parses the
// whole file for every document, so they hold what three languages need and no more.
var (
	//go:embed fonts/regular.ttf
	regularTTF []byte
	//go:embed fonts/bold.ttf
	boldTTF []byte
)

// box stands, visibly, for a rune the faces lack.
const box = '□'

// face knows which runes a font draws and how wide they are, without asking fpdf.
type face struct {
	ttf    []byte
	low    [0x600]uint16 // widths in 1/1000 em of the runes nearly all text is made of, +1; 0 = absent
	high   map[rune]uint16
	glyphs map[rune]int
}

var faces = sync.OnceValue(func() (f [2]*face) {
	f[0], f[1] = readFace(regularTTF), readFace(boldTTF)
	return f
})

// readFace reads the cmap (format 4, as subset.py leaves it) and hmtx tables.
func readFace(ttf []byte) *face {
	u16 := func(off int) int { return int(binary.BigEndian.Uint16(ttf[off:])) }
	u32 := func(off int) int { return int(binary.BigEndian.Uint32(ttf[off:])) }
	table := map[string]int{}
	for i := range u16(4) {
		rec := 12 + 16*i
		table[string(ttf[rec:rec+4])] = u32(rec + 8)
	}
	em := float64(u16(table["head"] + 18))
	metrics := u16(table["hhea"] + 34)
	f := &face{ttf: ttf, high: map[rune]uint16{}, glyphs: map[rune]int{}}

	sub := table["cmap"] + u32(table["cmap"]+8)
	segs := u16(sub+6) / 2
	end, start := sub+14, sub+16+2*segs
	delta, offset := start+2*segs, start+4*segs
	for s := range segs {
		from, to := u16(start+2*s), u16(end+2*s)
		for c := from; c <= to && c != 0xFFFF; c++ {
			gid := (c + u16(delta+2*s)) & 0xFFFF
			if ro := u16(offset + 2*s); ro != 0 {
				gid = u16(offset + 2*s + ro + 2*(c-from))
			}
			if gid == 0 {
				continue
			}
			w := u16(table["hmtx"] + 4*min(gid, metrics-1))
			f.set(rune(c), uint16(float64(w)*1000/em+0.5))
			f.glyphs[rune(c)] = gid
		}
	}
	return f
}

func (f *face) set(r rune, w uint16) {
	if int(r) < len(f.low) {
		f.low[r] = w + 1
	} else {
		f.high[r] = w + 1
	}
}

// has reports whether the face draws r.
func (f *face) has(r rune) bool {
	if r >= 0 && int(r) < len(f.low) {
		return f.low[r] != 0
	}
	return f.high[r] != 0
}

// glyph is the number of r's picture in the font, 0 for none.
func (f *face) glyph(r rune) int { return f.glyphs[r] }

// width of r in thousandths of the font size.
func (f *face) width(r rune) int {
	var w uint16
	if int(r) < len(f.low) {
		w = f.low[r]
	} else {
		w = f.high[r]
	}
	if w == 0 {
		return 600
	}
	return int(w) - 1
}

// measure is the width of s in thousandths of the font size.
func (f *face) measure(s string) int {
	n := 0
	for _, r := range s {
		n += f.width(r)
	}
	return n
}

// drawable turns any string into one that both faces draw: composed, line ends
// made \n, every rune they lack a visible box, bidi and zero-width controls
// gone, at most two marks on a letter. fpdf panics on runes above U+FFFF and
// broken UTF-8, so nothing reaches it that did not come through here.
func drawable(s string) string {
	if plain(s) {
		return s
	}
	s = norm.NFC.String(strings.ReplaceAll(s, "\r\n", "\n"))
	f := faces()
	var b strings.Builder
	b.Grow(len(s))
	marks := 0
	for _, r := range s {
		if unicode.Is(unicode.Mn, r) && f[0].has(r) && f[1].has(r) {
			if marks++; marks <= 2 && b.Len() > 0 {
				b.WriteRune(r)
			}
			continue
		}
		marks = 0
		switch {
		case r == '\r', r == '\v', r == '\f', r == '\u0085', r == '\u2028', r == '\u2029':
			b.WriteByte('\n')
		case r == '\n':
			b.WriteByte('\n')
		case r == '\t':
			b.WriteByte(' ')
		case r == '\u00ad', unicode.Is(unicode.Cf, r), unicode.Is(unicode.Variation_Selector, r):
			// soft hyphen, direction, joiners, selectors: nothing to draw
		case f[0].has(r) && f[1].has(r):
			b.WriteRune(r)
		case unicode.Is(unicode.Zs, r):
			b.WriteByte(' ')
		default:
			b.WriteRune(box)
		}
	}
	return b.String()
}

// plain is the quick way out: text of letters everybody has.
func plain(s string) bool {
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c == '\n' || (c >= 0x20 && c < 0x7F):
			i++
		case (c == 0xD0 || c == 0xD1) && i+1 < len(s) && s[i+1]&0xC0 == 0x80: // U+0400–U+047F
			i += 2
		case c == 0xD2 && i+1 < len(s) && (s[i+1] == 0xA2 || s[i+1] == 0xA3 || s[i+1] == 0xAE || s[i+1] == 0xAF), // Ң ң Ү ү
			c == 0xD3 && i+1 < len(s) && (s[i+1] == 0xA8 || s[i+1] == 0xA9): // Ө ө
			i += 2
		default:
			return false
		}
	}
	return true
}
