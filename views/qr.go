package views

import "strconv"

// QR is a link as a code to photograph: modules as one path, Size a side.
type QR struct {
	Path string
	Size int
}

// ViewBox leaves the quiet zone of four modules that readers need.
func (q QR) ViewBox() string {
	n := strconv.Itoa(q.Size + 8)
	return "-4 -4 " + n + " " + n
}
