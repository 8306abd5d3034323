package i18n

import "strings"

const (
	softHyphen = "\u00ad"
	shortWord  = 8 // letters: what fits a narrow column whole
	vowels     = "аеёиоөуүыэюяaeiouyАЕЁИОӨУҮЫЭЮЯAEIOUY"
	mute       = "ьъЬЪ" // belong to the letter before them
)

// Soften lets long words break between syllables where a column is narrow:
// browsers hyphenate neither Kyrgyz nor, everywhere, Russian by themselves.
// A break stands before a consonant that a vowel follows, three letters from
// either end of the word at least.
func Soften(s string) string {
	var b strings.Builder
	word := []rune{}
	flush := func() {
		seen := false // a vowel, without which there is no syllable to part
		for i, r := range word {
			if len(word) > shortWord && seen && i >= 3 && len(word)-i >= 3 && opens(r) && isVowel(word[i+1]) {
				b.WriteString(softHyphen)
			}
			seen = seen || isVowel(r)
			b.WriteRune(r)
		}
		word = word[:0]
	}
	for _, r := range s {
		if strings.ContainsRune(" \u00a0-–—,.()/", r) {
			flush()
			b.WriteRune(r)
			continue
		}
		word = append(word, r)
	}
	flush()
	return b.String()
}

func opens(r rune) bool { return !isVowel(r) && !strings.ContainsRune(mute, r) }

func isVowel(r rune) bool { return strings.ContainsRune(vowels, r) }
