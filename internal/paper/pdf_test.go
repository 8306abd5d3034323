package paper

import (
	"bytes"
	"compress/zlib"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"
)

// drawnText is one string on a page, read back from the file.
type drawnText struct {
	text     string
	x, y     float64 // mm from the top left
	size     float64
	bold     bool
	rotated  bool
	pageH, w float64
}

var (
	pageStream = regexp.MustCompile(`<</Filter /FlateDecode /Length (\d+)>>\nstream\n`)
	mediaBox   = regexp.MustCompile(`/Count \d+\n/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]`)
	fontRef    = regexp.MustCompile(`/F([0-9a-f]{40}) (\d+) 0 R`)
	fontObj    = regexp.MustCompile(`(\d+) 0 obj\n<</Type /Font\n/Subtype /Type0\n/BaseFont /(\S+)`)
	operator   = regexp.MustCompile(`(?sm)BT /F(\w+) ([\d.]+) Tf ET|BT ([-\d.]+) ([-\d.]+) Td \((.*?)\) Tj ET|^q$|^Q$`)
)

// readPages decodes the text of every page, in drawing order.
func readPages(t testing.TB, pdf []byte) [][]drawnText {
	t.Helper()
	box := mediaBox.FindSubmatch(pdf)
	if box == nil {
		t.Fatal("no page size in the file")
	}
	hPt, _ := strconv.ParseFloat(string(box[2]), 64)
	names := map[string]string{} // object → face
	for _, m := range fontObj.FindAllSubmatch(pdf, -1) {
		names[string(m[1])] = string(m[2])
	}
	bold := map[string]bool{}
	for _, m := range fontRef.FindAllSubmatch(pdf, -1) {
		bold[string(m[1])] = strings.HasSuffix(names[string(m[2])], "B")
	}
	var pages [][]drawnText
	for _, m := range pageStream.FindAllSubmatchIndex(pdf, -1) {
		n, _ := strconv.Atoi(string(pdf[m[2]:m[3]]))
		z, err := zlib.NewReader(bytes.NewReader(pdf[m[1] : m[1]+n]))
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(z)
		if err != nil {
			t.Fatal(err)
		}
		pages = append(pages, readContent(t, string(content), bold, hPt*point))
	}
	return pages
}

func readContent(t testing.TB, s string, boldFaces map[string]bool, h float64) []drawnText {
	var out []drawnText
	depth, size, bold := 0, 0.0, false
	for _, m := range operator.FindAllStringSubmatchIndex(s, -1) {
		group := func(i int) string { return s[m[2*i]:m[2*i+1]] }
		switch {
		case m[2] >= 0:
			bold = boldFaces[group(1)]
			size, _ = strconv.ParseFloat(group(2), 64)
		case m[6] >= 0:
			x, _ := strconv.ParseFloat(group(3), 64)
			y, _ := strconv.ParseFloat(group(4), 64)
			text := unescape(t, group(5))
			st := style{size: size, bold: bold}
			out = append(out, drawnText{text: text, x: x * point, y: h - y*point, size: size, bold: bold, rotated: depth > 0, pageH: h, w: st.width(text)})
		case group(0) == "q":
			depth++
		default:
			depth--
		}
	}
	return out
}

func unescape(t testing.TB, s string) string {
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c == '\\' && i+1 < len(s) {
			i++
			c = s[i]
			if c == 'r' {
				c = '\r'
			}
		}
		b = append(b, c)
	}
	if len(b)%2 != 0 {
		t.Fatalf("odd text of %d bytes", len(b))
	}
	u := make([]uint16, len(b)/2)
	for i := range u {
		u[i] = uint16(b[2*i])<<8 | uint16(b[2*i+1])
	}
	return string(utf16.Decode(u))
}

// words of all pages, one string a page.
func plainText(pages [][]drawnText) []string {
	out := make([]string, len(pages))
	for i, p := range pages {
		var b strings.Builder
		for _, d := range p {
			b.WriteString(d.text)
			b.WriteByte(' ')
		}
		out[i] = b.String()
	}
	return out
}
