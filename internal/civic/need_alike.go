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
	Into *Need       // takes the others in
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

// Alike offers needs to be joined: each need once, with the one that takes the
// others in: what is fixed first, then what has a cost, then the oldest. Endings
// and spelling do not matter (Fold, trigrams). A person decides.
func (ns *Needs) Alike() []AlikeNeeds {
	b := newNeedWords(ns.Needs)
	heads := make([]int, len(ns.Needs))
	for i := range heads {
		heads[i] = i
	}
	weight := func(i int) int {
		switch n := &ns.Needs[i]; {
		case n.Fixed:
			return 0
		case n.Cost > 0:
			return 1
		}
		return 2
	}
	slices.SortStableFunc(heads, func(i, j int) int { return weight(i) - weight(j) })
	var out []AlikeNeeds
	taken := make([]bool, len(ns.Needs))
	for _, i := range heads {
		if taken[i] {
			continue
		}
		taken[i] = true
		group := AlikeNeeds{Into: &ns.Needs[i]}
		for _, j := range b.candidates(i) {
			if taken[j] || ns.Needs[j].Fixed {
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
	slices.SortStableFunc(out, func(a, b AlikeNeeds) int { return cmp.Or(len(b.With)-len(a.With), cmp.Compare(a.Into.ID, b.Into.ID)) })
	return out
}

// AlikeTo are all other needs that may be joined into one, the likeliest first: for joining by hand.
func (ns *Needs) AlikeTo(need string) (others []AlikeNeed) {
	b := newNeedWords(ns.Needs)
	i := slices.IndexFunc(ns.Needs, func(n Need) bool { return n.ID == need })
	if i < 0 {
		return nil
	}
	for j := range ns.Needs {
		if j != i && !ns.Needs[j].Fixed {
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
