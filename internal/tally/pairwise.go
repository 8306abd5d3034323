package tally

import "slices"

// PairwiseMost is how many options a pairwise matrix takes: 28 questions.
const PairwiseMost = 8

// PairKey names a question by its two options, in the order of Options.
type PairKey struct{ A, B string }

// PairwiseRound asks each pair of options which matters more. Answers holds
// the winner of a pair; "" where they are equal. Answers to questions that are
// not asked do not count.
type PairwiseRound struct {
	Options []string
	Answers map[PairKey]string
}

// Pairs are all the questions, arranged so that an option rests between two.
func (p PairwiseRound) Pairs() []PairKey {
	var out []PairKey
	n := len(p.Options)
	for step := 1; step < n; step++ {
		for i := 0; i+step < n; i++ {
			out = append(out, PairKey{p.Options[i], p.Options[i+step]})
		}
	}
	return out
}

// Open are the questions without an answer, in the order to ask them.
func (p PairwiseRound) Open() []PairKey {
	return slices.DeleteFunc(p.Pairs(), func(k PairKey) bool {
		winner, ok := p.Answers[k]
		return ok && (winner == "" || winner == k.A || winner == k.B)
	})
}

// Check refuses more options than a group has patience for, with a *SizeError.
func (p PairwiseRound) Check() error {
	if len(p.Options) > PairwiseMost {
		return &SizeError{len(p.Options), PairwiseMost}
	}
	return nil
}

// Result orders by cells won, doubled, an equal pair giving one each (Copeland
// 1951). Options that beat each other in a circle share a place, and those
// whose cells lie between the circle's fewest and most share it with them: no
// order among them can be said without silently dropping an answer. No
// tie-break but the lot may part them. Questions still open give nothing.
func (p PairwiseRound) Result(tie TieBreak, lots [][]string) Result {
	rows, beats := p.counted()
	groups := byPoints(rows)
	for _, circle := range beats.circles() {
		least, most := rows[circle[0]].Points, rows[circle[0]].Points
		for _, i := range circle {
			least, most = min(least, rows[i].Points), max(most, rows[i].Points)
		}
		groups = joined(groups, least, most)
	}
	for _, group := range groups { // those in a tie stand in the order of the round
		slices.SortStableFunc(group, func(a, b Row) int {
			return slices.Index(p.Options, a.Option) - slices.Index(p.Options, b.Option)
		})
	}
	out := placed(groups, tie, lots)
	out.Half = true
	return out
}

// joined makes one group of all that hold somebody with least … most points.
// Circles may reach into each other; each joins what the one before left.
func joined(groups [][]Row, least, most int) [][]Row {
	var out [][]Row
	last := -1 // where the joined group stands in out
	for _, g := range groups {
		in := slices.ContainsFunc(g, func(r Row) bool { return least <= r.Points && r.Points <= most })
		switch {
		case in && last >= 0:
			out[last] = append(out[last], g...)
		case in:
			out, last = append(out, slices.Clone(g)), len(out)
		default:
			out = append(out, g)
		}
	}
	return out
}

// Circles lists the groups of options that beat each other in a circle.
func (p PairwiseRound) Circles() [][]string {
	_, beats := p.counted()
	var out [][]string
	for _, circle := range beats.circles() {
		out = append(out, pick(p.Options, circle))
	}
	return out
}

// counted are the cells of each option, and who beats whom, also through others.
func (p PairwiseRound) counted() ([]Row, *order) {
	rows, beats := make([]Row, len(p.Options)), newOrder(len(p.Options))
	index := map[string]int{}
	for i, o := range p.Options {
		rows[i].Option, index[o] = o, i
	}
	for _, key := range p.Pairs() {
		winner, answered := p.Answers[key]
		a, b := index[key.A], index[key.B]
		switch {
		case !answered:
		case winner == "":
			rows[a].Points++
			rows[b].Points++
		case winner == key.A, winner == key.B:
			if winner == key.B {
				a, b = b, a
			}
			rows[a].Wins++
			rows[a].Points += 2
			rows[b].Losses++
			beats.put(a, b)
		}
	}
	return rows, beats
}
