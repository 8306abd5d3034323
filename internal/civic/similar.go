package civic

import (
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

// Similar are the cards that a text probably belongs to, likeliest first, two
// at the most.
func Similar(text string, cards []Priority) []Priority {
	words := meaningful(text)
	if len(words) == 0 {
		return nil
	}
	type scored struct {
		card Priority
		like float64
	}
	var found []scored
	sector := GuessSector(text, defaultSectors())
	for _, c := range cards {
		var b strings.Builder
		b.WriteString(c.Title)
		for _, s := range c.Statements {
			b.WriteByte(' ')
			b.WriteString(s.Text)
		}
		like := covered(words, meaningful(b.String()))
		if like > 0 && sector != "" && sector == c.Sector {
			like += sameSector
		}
		if like >= similarFrom {
			found = append(found, scored{c, like})
		}
	}
	slices.SortStableFunc(found, func(a, b scored) int {
		switch {
		case a.like > b.like:
			return -1
		case a.like < b.like:
			return 1
		}
		return 0
	})
	var out []Priority
	for _, f := range found[:min(similarMost, len(found))] {
		out = append(out, f.card)
	}
	return out
}

// word is a folded word with its trigrams.
type word struct {
	text  string
	grams map[string]struct{}
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
		out = append(out, word{w, trigrams(w)})
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
		all += utf8.RuneCountInString(w.text)
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
			hit += float64(utf8.RuneCountInString(w.text)) * best
		}
	}
	return hit
}

func dice(a, b map[string]struct{}) float64 {
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	shared := 0
	for t := range a {
		if _, ok := b[t]; ok {
			shared++
		}
	}
	return 2 * float64(shared) / float64(len(a)+len(b))
}
