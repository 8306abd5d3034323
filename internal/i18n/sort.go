package i18n

import (
	"slices"
	"strings"
	"unicode"
)

// alphabet is the Kyrgyz one; the Russian is a part of it in the same order.
// Words in between are sorted with ё as е, as dictionaries of both do.
const alphabet = "абвгдежзийклмнңоөпрстуүфхцчшщъыьэюя"

// SortBy sorts by a name in the order of the alphabet (… н ң о ө … у ү …),
// whatever the case; equal names keep their order. Its letters are counted here
// because the tables of x/text/collate for all languages of the world weigh
// 1.3 MB in the program; a test compares the two.
func SortBy[T any](items []T, name func(T) string) {
	slices.SortStableFunc(items, func(a, b T) int { return slices.Compare(sortKey(name(a)), sortKey(name(b))) })
}

var weights = func() map[rune]rune {
	w := map[rune]rune{'ё': 0}
	for i, r := range []rune(alphabet) {
		w[r] = 0x400 + rune(i)
	}
	w['ё'] = w['е']
	return w
}()

// sortKey puts signs before digits, those before Latin letters, those before ours.
func sortKey(s string) []rune {
	key := []rune(strings.ToLower(s))
	for i, r := range key {
		switch w, ours := weights[r]; {
		case ours:
			key[i] = w
		case r > 0x400:
			key[i] = r + 0x400
		case unicode.IsLetter(r):
			key[i] = r + 0x200
		case unicode.IsDigit(r):
			key[i] = r + 0x100
		}
	}
	return key
}
