package tally

import (
	"fmt"
	"slices"
	"strings"
)

// Strength of a pairwise victory.
type Strength string

const (
	Margins      Strength = "margins"       // how many more preferred the winner
	WinningVotes Strength = "winning-votes" // how many preferred the winner
)

// Methods of Rank.
var Methods = []string{"borda", "copeland", "schulze", "ranked-pairs", "minimax", "kemeny"}

// Places are the candidates best first; those tied for a place stand together
// in the order of the file.
type Places [][]int

// MethodError names a method or strength that there is not.
type MethodError struct{ Asked string }

func (e *MethodError) Error() string { return fmt.Sprintf("no method %q", e.Asked) }

// SizeError says that a method cannot take so many candidates.
type SizeError struct{ Have, Most int }

func (e *SizeError) Error() string {
	return fmt.Sprintf("%d candidates; at most %d can be ranked this way", e.Have, e.Most)
}

// Rank orders the candidates of a profile. Candidates that a ballot leaves out
// stand below all it ranks and tie with each other; in Borda they share the
// average of the places left.
func Rank(p Profile, method string, strength Strength) (Places, error) {
	if strength != Margins && strength != WinningVotes {
		return nil, &MethodError{string(strength)}
	}
	d := p.Pairwise()
	switch method {
	case "borda":
		return byScore(p.BordaTwice(), true), nil
	case "copeland":
		return byScore(copelandTwice(d), true), nil
	case "minimax":
		return byScore(worstDefeats(d, strength), false), nil
	case "schulze":
		return schulze(d, strength), nil
	case "ranked-pairs":
		return rankedPairs(d, strength), nil
	case "kemeny":
		return kemeny(d)
	}
	return nil, &MethodError{method}
}

// Format writes one place a line, tied candidates joined by " = ".
func (pl Places) Format(names []string) string {
	var b strings.Builder
	for _, place := range pl {
		for i, c := range place {
			if i > 0 {
				b.WriteString(" = ")
			}
			b.WriteString(names[c])
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// Pairwise counts for every pair how many ranked the first above the second.
func (p Profile) Pairwise() [][]int {
	m := len(p.Names)
	d := make([][]int, m)
	for i := range d {
		d[i] = make([]int, m)
	}
	level := make([]int, m)
	for _, b := range p.Ballots {
		for i := range level {
			level[i] = len(b.Groups) // unranked: below all
		}
		for l, g := range b.Groups {
			for _, c := range g {
				level[c] = l
			}
		}
		for i := range m {
			for j := range m {
				if level[i] < level[j] {
					d[i][j] += b.Count
				}
			}
		}
	}
	return d
}

// BordaTwice are the Borda points times two, so that shared places stay whole:
// with m candidates the first place is worth m−1, the last 0.
func (p Profile) BordaTwice() []int {
	m := len(p.Names)
	points := make([]int, m)
	for _, b := range p.Ballots {
		ranked := make([]bool, m)
		above := 0
		give := func(group []int) {
			for _, c := range group {
				points[c] += b.Count * (2*(m-1) - 2*above - (len(group) - 1))
			}
			above += len(group)
		}
		for _, g := range b.Groups {
			give(g)
			for _, c := range g {
				ranked[c] = true
			}
		}
		var rest []int
		for c, ok := range ranked {
			if !ok {
				rest = append(rest, c)
			}
		}
		give(rest)
	}
	return points
}

// copelandTwice: a pairwise victory counts 2, a tie 1.
func copelandTwice(d [][]int) []int {
	points := make([]int, len(d))
	for i := range d {
		for j := range d {
			switch {
			case i == j:
			case d[i][j] > d[j][i]:
				points[i] += 2
			case d[i][j] == d[j][i]:
				points[i]++
			}
		}
	}
	return points
}

// power of the victory of i over j; 0 without one.
func power(d [][]int, i, j int, s Strength) int {
	if d[i][j] <= d[j][i] {
		return 0
	}
	if s == WinningVotes {
		return d[i][j]
	}
	return d[i][j] - d[j][i]
}

// worstDefeats is what minimax compares: the strongest victory over each candidate.
func worstDefeats(d [][]int, s Strength) []int {
	worst := make([]int, len(d))
	for i := range d {
		for j := range d {
			worst[i] = max(worst[i], power(d, j, i, s))
		}
	}
	return worst
}

// schulze orders by the beat-path relation (Schulze 2011): i stands above j if
// the strongest path from i to j is stronger than the one back. Places are the
// layers of those that nobody left beats.
func schulze(d [][]int, s Strength) Places {
	m := len(d)
	path := make([][]int, m)
	for i := range d {
		path[i] = make([]int, m)
		for j := range d {
			path[i][j] = power(d, i, j, s)
		}
	}
	for k := range m {
		for i := range m {
			for j := range m {
				if i != j {
					path[i][j] = max(path[i][j], min(path[i][k], path[k][j]))
				}
			}
		}
	}
	return layers(m, func(i, j int) bool { return path[i][j] > path[j][i] })
}

// layers takes off again and again those whom none that is left beats.
func layers(m int, beats func(i, j int) bool) Places {
	var out Places
	left := make([]int, m)
	for i := range left {
		left[i] = i
	}
	for len(left) > 0 {
		var top, rest []int
		for _, i := range left {
			if slices.ContainsFunc(left, func(j int) bool { return beats(j, i) }) {
				rest = append(rest, i)
			} else {
				top = append(top, i)
			}
		}
		if len(top) == 0 { // a cycle: all that is left ties
			top, rest = left, nil
		}
		out, left = append(out, top), rest
	}
	return out
}

// byScore puts equal scores on one place.
func byScore(score []int, highFirst bool) Places {
	order := make([]int, len(score))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		if highFirst {
			return score[b] - score[a]
		}
		return score[a] - score[b]
	})
	var out Places
	for k, c := range order {
		if k > 0 && score[c] == score[order[k-1]] {
			out[len(out)-1] = append(out[len(out)-1], c)
		} else {
			out = append(out, []int{c})
		}
	}
	return out
}
