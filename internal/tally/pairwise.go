package tally

import "slices"

// PairwiseMost is how many options a pairwise matrix takes: 28 questions.
const PairwiseMost = 8

// PairKey names a question by its two options, in the order of Options.
type PairKey struct{ A, B string }

// PairwiseRound asks each pair of options which matters more. Answers holds
// the winner of a pair; "" where they are equal.
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
	return slices.DeleteFunc(p.Pairs(), func(k PairKey) bool { _, ok := p.Answers[k]; return ok })
}

// Result orders by cells won, doubled, an equal pair giving one each. Options
// that beat each other in a circle share a place: no order among them can be
// said without silently dropping an answer.
func (p PairwiseRound) Result(tie TieBreak, lots []string) Result {
	n := len(p.Options)
	rows := make([]Row, n)
	index := map[string]int{}
	for i, o := range p.Options {
		rows[i], index[o] = Row{Option: o}, i
	}
	beats := newReach(n)
	for key, winner := range p.Answers {
		a, b := index[key.A], index[key.B]
		switch winner {
		case key.A:
			rows[a].Wins++
			rows[b].Losses++
			beats[a][b] = true
		case key.B:
			rows[b].Wins++
			rows[a].Losses++
			beats[b][a] = true
		default:
			rows[a].Points++
			rows[b].Points++
		}
	}
	for i := range rows {
		rows[i].Points += 2 * rows[i].Wins
	}
	for k := range n { // who beats whom through others
		for i := range n {
			for j := range n {
				beats[i][j] = beats[i][j] || beats[i][k] && beats[k][j]
			}
		}
	}
	circle := func(i, j int) bool { return i != j && beats[i][j] && beats[j][i] }
	// A circle shares the most cells any of its members has won, and no
	// tie-break but the lot may part it.
	shared := make([]int, n)
	for i := range rows {
		shared[i] = rows[i].Points
		for j := range rows {
			if circle(i, j) {
				shared[i] = max(shared[i], rows[j].Points)
			}
		}
	}
	own := make(map[string]int, n)
	for i := range rows {
		own[rows[i].Option] = rows[i].Points
		rows[i].Points = shared[i]
	}
	rows = rank(rows, tie, lots)
	for i := range rows {
		rows[i].Points = own[rows[i].Option]
	}
	return Result{Rows: rows, Half: true}
}

// Circles lists the groups of options that beat each other in a circle.
func (p PairwiseRound) Circles() [][]string {
	var out [][]string
	n := len(p.Options)
	index := map[string]int{}
	for i, o := range p.Options {
		index[o] = i
	}
	beats := newReach(n)
	for key, winner := range p.Answers {
		switch winner {
		case key.A:
			beats[index[key.A]][index[key.B]] = true
		case key.B:
			beats[index[key.B]][index[key.A]] = true
		}
	}
	for k := range n {
		for i := range n {
			for j := range n {
				beats[i][j] = beats[i][j] || beats[i][k] && beats[k][j]
			}
		}
	}
	done := make([]bool, n)
	for i := range n {
		if done[i] || !beats[i][i] {
			continue
		}
		var circle []string
		for j := range n {
			if beats[i][j] && beats[j][i] {
				circle, done[j] = append(circle, p.Options[j]), true
			}
		}
		out = append(out, circle)
	}
	return out
}
