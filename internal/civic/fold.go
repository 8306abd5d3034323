package civic

import (
	"strings"
	"unicode"
)

// Fold prepares a text for search: lower case, letters with their plain
// neighbours (ө→о, ү→у, ң→н, ё→е, й→и), everything else a single space.
// Official sites write «ЖОБ» for «ЖӨБ», so people search without ө, ү, ң.
func Fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	space := true
	for _, r := range s {
		r = unicode.ToLower(r)
		switch r {
		case 'ө':
			r = 'о'
		case 'ү':
			r = 'у'
		case 'ң':
			r = 'н'
		case 'ё':
			r = 'е'
		case 'й':
			r = 'и'
		}
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(r)
			space = false
		case unicode.Is(unicode.Mn, r):
			// a combining mark belongs to the letter before it
		case !space:
			b.WriteByte(' ')
			space = true
		}
	}
	return strings.TrimSuffix(b.String(), " ")
}
