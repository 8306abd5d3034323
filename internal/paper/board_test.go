package paper

import (
	"io"
	"strings"
	"testing"

	"ashar/internal/i18n"
)

// Nobody types the long address that a camera reads.
func TestTheBoardSaysWhereToTypeAndThatThereIsMore(t *testing.T) {
	d := BoardData{Title: "Эмне сурадык, эмне чечилди", Address: "https://ashar.test/open/cycles/0158b476", Typed: "https://ashar.test/n", Rest: "Дагы 3 муктаждык бар",
		Rows: []BoardRow{{Place: "1", Title: "Таза суу", Code: "KJQ9E6G", Link: "https://ashar.test/n/KJQ9E6G"}}}
	words := strings.Join(plainText(readPages(t, printed(t, i18n.KY, func(w io.Writer, l i18n.Lang) error { return Board(w, l, d) }))), " ")
	for _, want := range []string{d.Typed, d.Rest, "KJQ9E6G"} {
		if !strings.Contains(words, want) {
			t.Errorf("%q is not in %s", want, words)
		}
	}
	if strings.Contains(words, d.Address) {
		t.Error("the address of the camera is to be typed")
	}
}
