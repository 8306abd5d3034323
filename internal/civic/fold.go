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

// Similarity of two texts, 0 to 1: shared trigrams of the folded words
// (Dice), each word padded so that beginnings weigh more than endings,
// which suits Kyrgyz, where endings change and roots stay.
func Similarity(a, b string) float64 {
	ta, tb := trigrams(Fold(a)), trigrams(Fold(b))
	if len(ta) == 0 || len(tb) == 0 {
		return 0
	}
	shared := 0
	for t := range ta {
		if _, ok := tb[t]; ok {
			shared++
		}
	}
	return 2 * float64(shared) / float64(len(ta)+len(tb))
}

func trigrams(folded string) map[string]struct{} {
	set := map[string]struct{}{}
	for word := range strings.FieldsSeq(folded) {
		rs := []rune("  " + word + " ")
		for i := 0; i+3 <= len(rs); i++ {
			set[string(rs[i:i+3])] = struct{}{}
		}
	}
	return set
}
