package views

import (
	"context"
	"html"
	"io"
	"regexp"
	"strings"

	"github.com/a-h/templ"
)

// What authors of forms write into words, as ODK shows it: links, bold and italic. Everything else is text.
var (
	markLink   = regexp.MustCompile(`\[([^\]\n]+)\]\((https?://[^\s()]+)\)`)
	markBold   = regexp.MustCompile(`\*\*([^*\n]+)\*\*|__([^_\n]+)__`)
	markItalic = regexp.MustCompile(`(^|[\s(])[*_]([^*_\s][^*_\n]*)[*_]($|[\s).,:;!?])`)
	markHead   = regexp.MustCompile(`(?m)^#{1,6} +(.+)$`)
	markTag    = regexp.MustCompile(`&lt;/?(?:span|b|i|u|p|div|font|br|strong|em)(?:[^<>&]|&#34;|&#39;)*/?&gt;`)
)

// Words draws a form's words.
func Words(text string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, wordsMarked(text))
		return err
	})
}

func wordsMarked(text string) string {
	s := html.EscapeString(text)
	s = markTag.ReplaceAllString(s, "")
	if !strings.ContainsAny(s, "[*_#") {
		return s
	}
	s = markLink.ReplaceAllString(s, `<a href="$2" rel="noreferrer">$1</a>`)
	s = markBold.ReplaceAllString(s, "<b>$1$2</b>")
	s = markItalic.ReplaceAllString(s, "$1<i>$2</i>$3")
	return markHead.ReplaceAllString(s, "<b>$1</b>")
}
