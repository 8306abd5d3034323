package tally

import "slices"

// The rules on a pairwise matrix d: d[i][j] people rank i above j.

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
	widen(path)
	return layers(m, func(i, j int) bool { return path[i][j] > path[j][i] })
}

// widen makes path[i][j] the strength of the strongest path from i to j, a
// path being as strong as its weakest step (Floyd–Warshall).
func widen(path [][]int) {
	for k := range path {
		for i := range path {
			through := path[i][k]
			if through == 0 {
				continue
			}
			for j := range path {
				if i != j {
					path[i][j] = max(path[i][j], min(through, path[k][j]))
				}
			}
		}
	}
}

// layers takes off again and again those whom none that is left beats; beats
// has no circles.
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
