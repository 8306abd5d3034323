package civic

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// From which likeness needs are offered to be joined, and from which they are
// ticked already. Tuned on the examples of the test.
const (
	alikeFrom = 0.55
	alikeSure = 0.75
)

// AlikeNeeds are a need and those that seem to ask for the same.
type AlikeNeeds struct {
	Into *Need
	With []AlikeNeed // likeliest first
}

// AlikeNeed says why a need was offered.
type AlikeNeed struct {
	*Need
	Same   bool     // the same words
	Words  []string // of its title that the other has too, as they stand there
	Sector bool     // and of the same sector
	Sure   bool     // ticked beforehand
	like   float64
}

// Alike offers needs to be joined: each need once, with the oldest of those it
// is like. Endings and spelling do not matter (Fold, trigrams). A person decides.
func (ns *Needs) Alike() []AlikeNeeds {
	b := newNeedWords(ns.Needs)
	var out []AlikeNeeds
	taken := make([]bool, len(ns.Needs))
	for i := range ns.Needs {
		if taken[i] {
			continue
		}
		group := AlikeNeeds{Into: &ns.Needs[i]}
		for _, j := range b.candidates(i) {
			if j <= i || taken[j] {
				continue
			}
			if a := b.compare(i, j); a.like >= alikeFrom {
				taken[j] = true
				group.With = append(group.With, a)
			}
		}
		if len(group.With) > 0 {
			slices.SortStableFunc(group.With, func(a, b AlikeNeed) int { return cmp.Compare(b.like, a.like) })
			out = append(out, group)
		}
	}
	slices.SortStableFunc(out, func(a, b AlikeNeeds) int { return len(b.With) - len(a.With) })
	return out
}

// AlikeTo are all other needs, the likeliest first: for joining by hand.
func (ns *Needs) AlikeTo(need string) (others []AlikeNeed) {
	b := newNeedWords(ns.Needs)
	i := slices.IndexFunc(ns.Needs, func(n Need) bool { return n.ID == need })
	if i < 0 {
		return nil
	}
	for j := range ns.Needs {
		if j != i {
			others = append(others, b.compare(i, j))
		}
	}
	slices.SortStableFunc(others, func(a, b AlikeNeed) int {
		return cmp.Or(cmp.Compare(b.like, a.like), cmp.Compare(Fold(a.Title.KY), Fold(b.Title.KY)))
	})
	return others
}

// needWords compares titles: each word with each other word once, however many needs there are.
type needWords struct {
	needs  []Need
	folded []string
	words  [][]int    // of each need, by number
	spelt  [][]string // the same as they stand in its title
	all    []word
	like   [][]likeWord // of each word, itself among them
	named  [][]int      // needs that have the word
}

type likeWord struct {
	word int
	like float64
}

func newNeedWords(needs []Need) *needWords {
	b := &needWords{needs: needs, folded: make([]string, len(needs)), words: make([][]int, len(needs)), spelt: make([][]string, len(needs))}
	numbers := map[string]int{}
	for i := range needs {
		b.folded[i] = Fold(needs[i].Title.KY)
		for spelt := range strings.FieldsFuncSeq(needs[i].Title.KY, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
			w := Fold(spelt)
			if len([]rune(w)) < 3 || fillers()[w] {
				continue
			}
			n, known := numbers[w]
			if !known {
				n = len(b.all)
				numbers[w] = n
				b.all, b.named = append(b.all, word{len([]rune(w)), grams(w)}), append(b.named, nil)
			}
			if !slices.Contains(b.words[i], n) {
				b.words[i], b.spelt[i] = append(b.words[i], n), append(b.spelt[i], spelt)
				b.named[n] = append(b.named[n], i)
			}
		}
	}
	b.like = make([][]likeWord, len(b.all))
	for i := range b.all {
		for j := i; j < len(b.all); j++ {
			if like := dice(b.all[i].grams, b.all[j].grams); like >= sameWord {
				b.like[i] = append(b.like[i], likeWord{j, like})
				if i != j {
					b.like[j] = append(b.like[j], likeWord{i, like})
				}
			}
		}
	}
	return b
}

// candidates are the needs that share a like word with one, in their order.
func (b *needWords) candidates(i int) []int {
	var out []int
	for _, w := range b.words[i] {
		for _, l := range b.like[w] {
			out = append(out, b.named[l.word]...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// compare says how like j is to i: the share of letters in like words, of both titles.
func (b *needWords) compare(i, j int) AlikeNeed {
	a := AlikeNeed{Need: &b.needs[j], Same: b.folded[i] == b.folded[j], Sector: b.needs[i].Sector != "" && b.needs[i].Sector == b.needs[j].Sector}
	if a.Same {
		a.like, a.Sure = 2, true
		return a
	}
	there, words := b.covered(j, i)
	back, _ := b.covered(i, j)
	a.like, a.Words = (there+back)/2, words
	if a.Sector && a.like > 0 {
		a.like += sameSector
	}
	a.Sure = a.like >= alikeSure
	return a
}

func (b *needWords) covered(i, by int) (share float64, words []string) {
	letters, hit := 0, 0.0
	for k, w := range b.words[i] {
		letters += b.all[w].letters
		best := 0.0
		for _, l := range b.like[w] {
			if slices.Contains(b.words[by], l.word) {
				best = max(best, l.like)
			}
		}
		if best > 0 {
			hit += float64(b.all[w].letters) * best
			words = append(words, b.spelt[i][k])
		}
	}
	if letters == 0 {
		return 0, nil
	}
	return hit / float64(letters), words
}
