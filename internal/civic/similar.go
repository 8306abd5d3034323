package civic

import (
	"cmp"
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// similarFrom is the likeness from which a card is offered; sameWord that
// from which two words count as one root. Both are tuned on the Kyrgyz
// examples of the test.
const (
	similarFrom = 0.28
	sameWord    = 0.45
	sameSector  = 0.15 // what being about the same sector adds
	similarMost = 2
)

//go:embed defaults/fillers.txt
var fillersText string

// fillers are words that say nothing about the subject.
var fillers = sync.OnceValue(func() map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(Fold(fillersText)) {
		set[word] = true
	}
	return set
})

// Likeness compares texts with the cards of a session; making it once serves many texts.
type Likeness struct {
	cards []Priority
	words [][]word
}

// CompareCards prepares cards for comparing.
func CompareCards(cards []Priority) *Likeness {
	l := &Likeness{cards: cards, words: make([][]word, len(cards))}
	for i, c := range cards {
		var b strings.Builder
		b.WriteString(c.Title)
		for _, s := range c.Statements {
			b.WriteByte(' ')
			b.WriteString(s.Text)
		}
		l.words[i] = meaningful(b.String())
	}
	return l
}

// Similar are the cards that a text probably belongs to, likeliest first, two at the most.
func (l *Likeness) Similar(text string) []Priority {
	words := meaningful(text)
	if len(words) == 0 {
		return nil
	}
	type scored struct {
		card Priority
		like float64
	}
	var found []scored
	sector := guess(words, defaultSectors(), defaultSectorWords())
	for i, c := range l.cards {
		like := covered(words, l.words[i])
		if like > 0 && sector != "" && sector == c.Sector {
			like += sameSector
		}
		if like >= similarFrom {
			found = append(found, scored{c, like})
		}
	}
	slices.SortStableFunc(found, func(a, b scored) int { return cmp.Compare(b.like, a.like) })
	var out []Priority
	for _, f := range found[:min(similarMost, len(found))] {
		out = append(out, f.card)
	}
	return out
}

// Similar compares one text with some cards.
func Similar(text string, cards []Priority) []Priority { return CompareCards(cards).Similar(text) }

// word is a folded word: how many letters, and its trigrams, each packed into a number, sorted.
type word struct {
	letters int
	grams   []uint64
}

// grams are the trigrams of a word, padded so that beginnings weigh more than
// endings: in Kyrgyz endings change and roots stay.
func grams(w string) []uint64 {
	rs := []rune("  " + w + " ")
	out := make([]uint64, 0, len(rs)-2)
	for i := 0; i+3 <= len(rs); i++ {
		out = append(out, uint64(rs[i])<<42|uint64(rs[i+1])<<21|uint64(rs[i+2]))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// wordsMost bounds the work for a pasted novel: its beginning says what it is about.
const wordsMost = 100

func meaningful(text string) []word {
	var out []word
	seen := map[string]bool{}
	for w := range strings.FieldsSeq(Fold(text)) {
		if utf8.RuneCountInString(w) < 3 || fillers()[w] || seen[w] {
			continue
		}
		seen[w] = true
		out = append(out, word{utf8.RuneCountInString(w), grams(w)})
		if len(out) == wordsMost {
			break
		}
	}
	return out
}

// covered is the share of the words' letters that finds a like word among others.
func covered(words, others []word) float64 {
	all := 0
	for _, w := range words {
		all += w.letters
	}
	if all == 0 {
		return 0
	}
	return hits(words, others) / float64(all)
}

// hits counts the letters of words that find a like word among others, each by
// how like it is: endings change in Kyrgyz, so likeness is by trigrams of each word.
func hits(words, others []word) float64 {
	var hit float64
	for _, w := range words {
		best := 0.0
		for _, o := range others {
			best = max(best, dice(w.grams, o.grams))
		}
		if best >= sameWord {
			hit += float64(w.letters) * best
		}
	}
	return hit
}

// dice is the share of trigrams two words have in common, 0 to 1.
func dice(a, b []uint64) float64 {
	shared, i, j := 0, 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			shared, i, j = shared+1, i+1, j+1
		}
	}
	return 2 * float64(shared) / float64(len(a)+len(b))
}
