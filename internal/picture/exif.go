package picture

import (
	"bytes"
	"encoding/binary"
	"strings"
)

// orientation reads from EXIF how a camera was held: 1 upright, to 8. It is
// all that is read there, and none of it is kept.
func orientation(data []byte) int {
	switch sniff(data) {
	case "jpeg":
		return tiffOrientation(scanJPEG(data).exif)
	case "png":
		return tiffOrientation(chunk(data, 8, "eXIf", binary.BigEndian, 12))
	case "webp":
		exif := chunk(data, 12, "EXIF", binary.LittleEndian, 8)
		return tiffOrientation(bytes.TrimPrefix(exif, []byte("Exif\x00\x00")))
	}
	return 1
}

// jpegScan is what stands in the segments of a JPEG.
type jpegScan struct {
	progressive bool
	scans       int
	exif        []byte // without its name
}

// scanJPEG walks the segments as image/jpeg does, up to the end of the
// picture: what phones append after it (a film, a second picture) is left out.
func scanJPEG(data []byte) (s jpegScan) {
	const exif = "Exif\x00\x00"
	inScan := false
	for i := 2; i+1 < len(data); {
		next := bytes.IndexByte(data[i:], 0xFF)
		if next < 0 {
			return s
		}
		i += next
		for i < len(data) && data[i] == 0xFF {
			i++
		}
		if i >= len(data) {
			return s
		}
		marker := data[i]
		i++
		switch {
		case marker == 0xD9: // the end
			return s
		case marker == 0 || marker >= 0xD0 && marker <= 0xD8 || marker == 0x01: // these have no length
			continue
		}
		if i+2 > len(data) {
			return s
		}
		n := int(binary.BigEndian.Uint16(data[i:]))
		if n < 2 || i+n > len(data) {
			return s
		}
		body := data[i+2 : i+n]
		switch {
		case marker == 0xC2 && !inScan:
			s.progressive = true
		case marker == 0xDA:
			inScan = true
			s.scans++
		case marker == 0xE1 && s.exif == nil && strings.HasPrefix(string(body[:min(6, len(body))]), exif):
			s.exif = body[6:]
		}
		i += n
	}
	return s
}

// chunk finds a chunk of a PNG or WebP. Both write a name and a length: PNG
// the length first and a check sum after, WebP rounds up to two.
func chunk(data []byte, at int, name string, order binary.ByteOrder, frame int) []byte {
	for at+8 <= len(data) {
		var kind string
		var n int64
		if order == binary.BigEndian {
			n, kind = int64(order.Uint32(data[at:])), string(data[at+4:at+8])
		} else {
			kind, n = string(data[at:at+4]), int64(order.Uint32(data[at+4:]))
		}
		if n > int64(len(data)-at-8) {
			return nil
		}
		if kind == name {
			return data[at+8 : at+8+int(n)]
		}
		at += frame + int(n)
		if order == binary.LittleEndian {
			at += int(n & 1)
		}
	}
	return nil
}

// tiffOrientation reads tag 0x0112 of the first directory; 1 when it says nothing sensible.
func tiffOrientation(b []byte) int {
	if len(b) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.LittleEndian
	switch string(b[:4]) {
	case "II*\x00":
	case "MM\x00*":
		order = binary.BigEndian
	default:
		return 1
	}
	at := int64(order.Uint32(b[4:]))
	if at+2 > int64(len(b)) {
		return 1
	}
	entries := int64(order.Uint16(b[at:]))
	for e := at + 2; e+12 <= int64(len(b)) && entries > 0; e, entries = e+12, entries-1 {
		if order.Uint16(b[e:]) == 0x0112 {
			if o := int(order.Uint16(b[e+8:])); o >= 1 && o <= 8 {
				return o
			}
			return 1
		}
	}
	return 1
}
