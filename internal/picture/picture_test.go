package picture

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"

	"ashar/internal/civic"
)

var (
	red, green, blue, white = color.RGBA{200, 0, 0, 255}, color.RGBA{0, 200, 0, 255}, color.RGBA{0, 0, 200, 255}, color.RGBA{255, 255, 255, 255}
)

// quarters is a picture of four colours: red green over blue white.
func quarters(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetRGBA(x, y, [2][2]color.RGBA{{red, green}, {blue, white}}[2*y/h][2*x/w])
		}
	}
	return img
}

func jpegOf(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func pngOf(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// exifOf is EXIF as a phone writes it: a text that tells where it stood, and how it was held.
func exifOf(order binary.ByteOrder, orientation int) []byte {
	b := make([]byte, 8+2+2*12+4)
	copy(b, "II*\x00")
	if order == binary.BigEndian {
		copy(b, "MM\x00*")
	}
	order.PutUint32(b[4:], 8)
	order.PutUint16(b[8:], 2)
	place := "GPS 42.8156 N 73.8501 E"
	order.PutUint16(b[10:], 0x010F) // the maker, as text
	order.PutUint16(b[12:], 2)
	order.PutUint32(b[14:], uint32(len(place)))
	order.PutUint32(b[18:], uint32(len(b)))
	order.PutUint16(b[22:], 0x0112)
	order.PutUint16(b[24:], 3)
	order.PutUint32(b[26:], 1)
	order.PutUint16(b[30:], uint16(orientation))
	return append(b, place...)
}

// webpRedGreen is a lossless picture of two pixels, written bit by bit, lowest first.
var webpRedGreen = func() []byte {
	var out []byte
	n := 0
	put := func(value uint32, bits int) {
		for i := range bits {
			if n%8 == 0 {
				out = append(out, 0)
			}
			out[n/8] |= byte(value>>i&1) << (n % 8)
			n++
		}
	}
	put(0x2F, 8)
	put(1, 14)    // width, less one
	put(0, 14)    // height, less one
	put(0, 1+3)   // no alpha, version
	put(0, 3)     // no transform, no cache, one set of codes
	for range 2 { // green and red: 0 or 200
		put(0b011, 3)
		put(0, 1)
		put(200, 8)
	}
	put(0b0001, 4) // blue: always 0
	put(0b101, 3)  // alpha: always 255
	put(255, 8)
	put(0b0001, 4) // distance: none
	put(0b10, 2)   // green 0, red 200
	put(0b01, 2)   // green 200, red 0
	return out
}()

// inJPEG puts segments behind the first two bytes.
func inJPEG(data []byte, marker byte, body []byte) []byte {
	head := []byte{0xFF, 0xD8, 0xFF, marker, byte((len(body) + 2) >> 8), byte(len(body) + 2)}
	return bytes.Join([][]byte{head, body, data[2:]}, nil)
}

func inPNG(data []byte, name string, body []byte) []byte {
	chunk := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	chunk = append(append(chunk, name...), body...)
	chunk = binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(chunk[4:]))
	const afterIHDR = 8 + 25
	return bytes.Join([][]byte{data[:afterIHDR], chunk, data[afterIHDR:]}, nil)
}

func decoded(t *testing.T, data []byte) image.Image {
	t.Helper()
	img, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return img
}

func near(a color.Color, b color.RGBA) bool {
	r, g, bl, _ := a.RGBA()
	far := func(x uint32, y uint8) bool { d := int(x>>8) - int(y); return d > 24 || d < -24 }
	return !far(r, b.R) && !far(g, b.G) && !far(bl, b.B)
}

// isQuarters reports whether the picture stands as it was seen.
func isQuarters(img image.Image) bool {
	b := img.Bounds()
	at := func(x, y int) color.Color { return img.At(b.Dx()*x/4, b.Dy()*y/4) }
	return near(at(1, 1), red) && near(at(3, 1), green) && near(at(1, 3), blue) && near(at(3, 3), white)
}

// held is how a camera stores what it sees, by the words of the EXIF standard:
// at which side of the picture the first stored row and column are.
func held(seen *image.RGBA, orientation int) *image.RGBA {
	sides := [...][2]string{{"top", "left"}, {"top", "right"}, {"bottom", "right"}, {"bottom", "left"},
		{"left", "top"}, {"right", "top"}, {"right", "bottom"}, {"left", "bottom"}}[orientation-1]
	w, h := seen.Rect.Dx(), seen.Rect.Dy()
	rows, cols := h, w
	if sides[0] == "left" || sides[0] == "right" {
		rows, cols = w, h
	}
	out := image.NewRGBA(image.Rect(0, 0, cols, rows))
	for r := range rows {
		for c := range cols {
			x, y := 0, 0
			for i, n := range [...]int{r, c} {
				switch sides[i] {
				case "top":
					y = n
				case "bottom":
					y = h - 1 - n
				case "left":
					x = n
				case "right":
					x = w - 1 - n
				}
			}
			out.SetRGBA(c, r, seen.RGBAAt(x, y))
		}
	}
	return out
}

func TestAPhotoStandsAsItWasSeenAndSaysNothingElse(t *testing.T) {
	seen := quarters(96, 64)
	for o := 1; o <= 8; o++ {
		for _, order := range []binary.ByteOrder{binary.LittleEndian, binary.BigEndian} {
			exif := exifOf(order, o)
			for name, data := range map[string][]byte{
				"jpeg": inJPEG(jpegOf(t, held(seen, o)), 0xE1, append([]byte("Exif\x00\x00"), exif...)),
				"png":  inPNG(pngOf(t, held(seen, o)), "eXIf", exif),
			} {
				k, err := Photo(data)
				if err != nil {
					t.Fatalf("%s %d: %v", name, o, err)
				}
				for which, out := range map[string][]byte{"photo": k.JPEG, "thumbnail": k.Small} {
					img := decoded(t, out)
					if img.Bounds().Dx() != 96 || img.Bounds().Dy() != 64 || !isQuarters(img) {
						t.Errorf("%s held %d in %v: the %s lies %v", name, o, order, which, img.Bounds())
					}
					if bytes.Contains(out, []byte("Exif")) || bytes.Contains(out, []byte("GPS")) || orientation(out) != 1 {
						t.Errorf("%s: the %s still says where it was taken", name, which)
					}
				}
			}
		}
	}
}

func TestWebPIsTakenAndItsOrientationToo(t *testing.T) {
	// A lossless picture of 2×1, red and green, with EXIF that says it was held on its side.
	riff := func(chunks ...string) []byte {
		body := "WEBP" + strings.Join(chunks, "")
		return append(binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(body))), body...)
	}
	chunk := func(name string, body []byte) string {
		s := name + string(binary.LittleEndian.AppendUint32(nil, uint32(len(body)))) + string(body)
		if len(body)%2 == 1 {
			s += "\x00"
		}
		return s
	}
	exif := exifOf(binary.LittleEndian, 6)
	plain, err := Photo(riff(chunk("VP8L", webpRedGreen)))
	if err != nil {
		t.Fatal(err)
	}
	if plain.Width != 2 || plain.Height != 1 {
		t.Fatalf("%d×%d", plain.Width, plain.Height)
	}
	turned, err := Photo(riff(chunk("VP8X", []byte{8, 0, 0, 0, 1, 0, 0, 0, 0, 0}), chunk("VP8L", webpRedGreen), chunk("EXIF", append([]byte("Exif\x00\x00"), exif...))))
	if err != nil || turned.Width != 1 || turned.Height != 2 {
		t.Fatalf("%d×%d, %v", turned.Width, turned.Height, err)
	}
}

func TestALargePhotoIsMadeSmallerAndKeepsItsShape(t *testing.T) {
	for _, c := range []struct{ w, h, wantW, wantH int }{{4000, 3000, 1600, 1200}, {3000, 4000, 1200, 1600}, {1600, 900, 1600, 900}, {5000, 3, 1600, 1}, {1, 1, 1, 1}} {
		k, err := Photo(jpegOf(t, quarters(c.w, c.h)))
		if err != nil {
			t.Fatal(err)
		}
		small := decoded(t, k.Small).Bounds()
		if k.Width != c.wantW || k.Height != c.wantH || max(small.Dx(), small.Dy()) > smallLongest {
			t.Errorf("%d×%d becomes %d×%d, small %v", c.w, c.h, k.Width, k.Height, small)
		}
		if c.h > 100 && !isQuarters(decoded(t, k.JPEG)) {
			t.Errorf("%d×%d is another picture now", c.w, c.h)
		}
	}
}

func TestShrinkingTakesTheMeanOfTheArea(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 3, 3))
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	img.SetRGBA(1, 1, color.RGBA{0, 0, 0, 255})
	out := shrink(img, 2) // each pixel stands for 1.5 × 1.5: a ninth of it is black
	for i, p := range out.Pix {
		if want := uint8(227); i%4 < 3 && p != want {
			t.Fatalf("%d: %d, want %d", i, p, want)
		}
	}
	clear := image.NewNRGBA(image.Rect(0, 0, 4, 4))
	if got := shrink(clear, 4).RGBAAt(2, 2); got != white {
		t.Errorf("what was clear is %v", got)
	}
}

func TestTheSamePhotoIsTheSameBytes(t *testing.T) {
	data := jpegOf(t, quarters(2000, 1500))
	a, errA := Photo(data)
	b, errB := Photo(data)
	if errA != nil || errB != nil || a.Hash != b.Hash || !bytes.Equal(a.Small, b.Small) || len(a.Hash) != 64 {
		t.Fatal(a.Hash, b.Hash, errA, errB)
	}
}

// header is a PNG that claims a size and has no more to it.
func header(w, h uint32, depth, kind byte) []byte {
	body := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32([]byte("IHDR"), w), h)
	body = append(body, depth, kind, 0, 0, 0)
	out := binary.BigEndian.AppendUint32([]byte("\x89PNG\r\n\x1A\n"), 13)
	return binary.BigEndian.AppendUint32(append(out, body...), crc32.ChecksumIEEE(body))
}

// frame is a JPEG that claims a size: marker 0xC0 plain, 0xC2 progressive.
func frame(w, h int, marker byte) []byte {
	jfif := append([]byte{0xFF, 0xD8, 0xFF, 0xE0, 0, 16}, "JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"...)
	return append(jfif, 0xFF, marker, 0, 17, 8, byte(h>>8), byte(h), byte(w>>8), byte(w), 3, 1, 0x22, 0, 2, 0x11, 0, 3, 0x11, 0)
}

func TestPicturesThatWouldFillTheMemoryAreRefusedUnread(t *testing.T) {
	for name, data := range map[string][]byte{
		"PNG":              header(60_000, 60_000, 8, 2),
		"deep PNG":         header(6_000, 6_000, 16, 6),
		"JPEG":             frame(60_000, 60_000, 0xC0),
		"progressive JPEG": frame(6_000, 6_000, 0xC2),
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := Photo(data)
		runtime.ReadMemStats(&after)
		if p := civic.Problems(err); len(p) != 1 || p[0].Key != "error.photo_pixels" || p[0].Field != "photo" {
			t.Errorf("%s: %v", name, err)
		}
		if took := after.TotalAlloc - before.TotalAlloc; took > 1<<20 {
			t.Errorf("%s took %d bytes", name, took)
		}
	}
	if p := civic.Problems(second(Photo(frame(4_000, 3_000, 0xC2)))); p[0].Key != "error.photo_unreadable" {
		t.Errorf("a progressive photo of twelve megapixels is refused for its size: %v", p[0])
	}
}

func second[T any](_ T, err error) error { return err }

func TestAnEndlessProgressivePictureIsRefused(t *testing.T) {
	data := frame(3_000, 3_000, 0xC2)
	for range 5_000 {
		data = append(data, 0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 0, 0)
	}
	if s := scanJPEG(data); s.scans != 5_000 || !s.progressive {
		t.Fatalf("%d scans, progressive %v", s.scans, s.progressive)
	}
	if p := civic.Problems(second(Photo(data))); len(p) != 1 || p[0].Key != "error.photo_unreadable" {
		t.Error(p)
	}
	// A film behind the picture is no part of it.
	photo := append(jpegOf(t, quarters(64, 64)), bytes.Repeat([]byte{0xFF, 0xDA, 0, 4, 0, 0}, 500)...)
	if _, err := Photo(photo); err != nil {
		t.Errorf("a photo with a film behind it: %v", err)
	}
}

func TestWhatIsNoPhotoIsRefusedWhateverItIsCalled(t *testing.T) {
	var moving bytes.Buffer
	if err := gif.Encode(&moving, image.NewPaletted(image.Rect(0, 0, 4, 4), color.Palette{white, red}), nil); err != nil {
		t.Fatal(err)
	}
	whole := jpegOf(t, quarters(64, 64))
	for name, c := range map[string]struct {
		data []byte
		key  string
	}{
		"SVG":            {[]byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`), "error.photo_kind"},
		"HTML":           {[]byte("<!doctype html><script>alert(1)</script>"), "error.photo_kind"},
		"GIF":            {moving.Bytes(), "error.photo_kind"},
		"PDF":            {[]byte("%PDF-1.7"), "error.photo_kind"},
		"HEIC":           {[]byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"), "error.photo_heic"},
		"AVIF":           {[]byte("\x00\x00\x00\x18ftypavif\x00\x00\x00\x00mif1avif"), "error.photo_kind"},
		"nothing":        {nil, "error.photo_kind"},
		"half a photo":   {whole[:len(whole)/2], "error.photo_unreadable"},
		"a head alone":   {whole[:20], "error.photo_unreadable"},
		"HTML in a JPEG": {append([]byte("\xFF\xD8\xFF\xE0"), "<script>alert(1)</script>"...), "error.photo_unreadable"},
	} {
		if p := civic.Problems(second(Photo(c.data))); len(p) != 1 || p[0].Key != c.key {
			t.Errorf("%s: %v, want %s", name, p, c.key)
		}
	}
}

func TestWhatHidesInAPhotoIsGone(t *testing.T) {
	hidden := "<script>alert(document.cookie)</script>"
	data := append(inJPEG(jpegOf(t, quarters(64, 64)), 0xFE, []byte(hidden)), hidden...)
	k, err := Photo(data)
	if err != nil || bytes.Contains(k.JPEG, []byte("script")) || bytes.Contains(k.Small, []byte("script")) {
		t.Fatal("a comment came along", err)
	}
}

// Whatever comes, there is an answer and no panic.
func FuzzPhoto(f *testing.F) {
	exif := append([]byte("Exif\x00\x00"), exifOf(binary.BigEndian, 6)...)
	f.Add(inJPEG(jpegOf(f, quarters(16, 8)), 0xE1, exif))
	f.Add(inPNG(pngOf(f, quarters(16, 8)), "eXIf", exif[6:]))
	f.Add(frame(8, 8, 0xC2))
	f.Fuzz(func(t *testing.T, data []byte) {
		if sniff(data) == "jpeg" || sniff(data) == "png" || sniff(data) == "webp" {
			scanJPEG(data)
			orientation(data)
			tiffOrientation(data)
		}
		if k, err := Photo(data); err == nil && (k.Width < 1 || k.Width > longest || len(k.Hash) != 64) {
			t.Errorf("%+v", k)
		} else if err != nil && civic.KindOf(err) != civic.Invalid {
			t.Error(err)
		}
	})
}

func BenchmarkPhotoOfTwelveMegapixels(b *testing.B) {
	img := image.NewRGBA(image.Rect(0, 0, 4000, 3000))
	r := rand.New(rand.NewPCG(1, 2))
	for i := range img.Pix {
		img.Pix[i] = uint8(i>>6) + uint8(r.UintN(24))
	}
	data := jpegOf(b, img)
	b.ReportMetric(float64(len(data)), "bytes-in")
	for b.Loop() {
		if _, err := Photo(data); err != nil {
			b.Fatal(err)
		}
	}
}
