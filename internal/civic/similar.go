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
	for _, c := range cards {
		var b strings.Builder
		b.WriteString(c.Title)
		for _, s := range c.Statements {
			b.WriteByte(' ')
			b.WriteString(s.Text)
		}
		if like := covered(words, meaningful(b.String())); like >= similarFrom {
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
const wordsMost = 400

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

// covered is the share of the words' letters that finds a like word among
// others: endings change in Kyrgyz, so likeness is by trigrams of each word.
func covered(words, others []word) float64 {
	var hit, all float64
	for _, w := range words {
		n := float64(utf8.RuneCountInString(w.text))
		all += n
		best := 0.0
		for _, o := range others {
			best = max(best, dice(w.grams, o.grams))
		}
		if best >= sameWord {
			hit += n * best
		}
	}
	if all == 0 {
		return 0
	}
	return hit / all
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
