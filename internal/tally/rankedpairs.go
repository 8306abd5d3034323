package tally

import (
	"maps"
	"slices"
)

// rankedPairs (Tideman 1987) locks pairwise victories from the strongest down,
// skipping those that would close a circle. Equally strong ones are tried in
// every order: the first place goes to all who win under some order. Then the
// winners are taken off and the rest is ranked in the same way, which gives
// the usual order where nothing ties (the rule is locally independent).
func rankedPairs(d [][]int, s Strength) Places {
	left := make([]int, len(d))
	for i := range left {
		left[i] = i
	}
	var out Places
	for len(left) > 0 {
		top := rankedPairsWinners(d, left, s)
		out = append(out, top)
		left = slices.DeleteFunc(left, func(c int) bool { return slices.Contains(top, c) })
	}
	return out
}

// searchLimit bounds how many orders of equal victories are looked at. Beyond
// it those in the order of the file decide: a village has never so many.
const searchLimit = 50_000

type pair struct{ from, to int }

func rankedPairsWinners(d [][]int, among []int, s Strength) []int {
	strengths := map[int][]pair{}
	for a, i := range among {
		for b, j := range among {
			if p := power(d, i, j, s); p > 0 {
				strengths[p] = append(strengths[p], pair{a, b})
			}
		}
	}
	keys := slices.Sorted(maps.Keys(strengths))
	slices.Reverse(keys)
	groups := make([][]pair, len(keys))
	for k, p := range keys {
		groups[k] = strengths[p]
	}
	search := &lockSearch{groups: groups, m: len(among), seen: map[string]bool{}, winner: make([]bool, len(among))}
	search.run(0, groups0(groups), newReach(len(among)))
	var out []int
	for a, won := range search.winner {
		if won {
			out = append(out, among[a])
		}
	}
	return out
}

func groups0(groups [][]pair) []pair {
	if len(groups) == 0 {
		return nil
	}
	return groups[0]
}

// reach[i][j] tells that i stands above j already.
type reach [][]bool

func newReach(m int) reach {
	r := make(reach, m)
	for i := range r {
		r[i] = make([]bool, m)
	}
	return r
}

func (r reach) lock(p pair) reach {
	out := newReach(len(r))
	for i := range r {
		copy(out[i], r[i])
	}
	for i := range r {
		if i == p.from || r[i][p.from] {
			for j := range r {
				if j == p.to || r[p.to][j] {
					out[i][j] = true
				}
			}
		}
	}
	return out
}

func (r reach) key(level int) string {
	b := make([]byte, 1, 1+len(r)*len(r))
	b[0] = byte(level)
	for i := range r {
		for j := range r {
			if r[i][j] {
				b = append(b, 1)
			} else {
				b = append(b, 0)
			}
		}
	}
	return string(b)
}

type lockSearch struct {
	groups [][]pair
	m      int
	seen   map[string]bool
	winner []bool
	nodes  int
}

// run locks what is left of the level's pairs in every order that matters.
func (s *lockSearch) run(level int, pending []pair, r reach) {
	s.nodes++
	// What stands already or would close a circle needs no choice.
	pending = slices.DeleteFunc(slices.Clone(pending), func(p pair) bool { return r[p.from][p.to] || r[p.to][p.from] })
	if len(pending) == 0 {
		if level+1 >= len(s.groups) {
			for c := range s.m {
				top := true
				for i := range s.m {
					top = top && !r[i][c]
				}
				s.winner[c] = s.winner[c] || top
			}
			return
		}
		s.run(level+1, s.groups[level+1], r)
		return
	}
	// Together without a circle: the order among them does not matter.
	if all, ok := lockAll(r, pending); ok {
		s.run(level, nil, all)
		return
	}
	key := r.key(level)
	if s.seen[key] {
		return
	}
	s.seen[key] = true
	for _, p := range pending {
		s.run(level, pending, r.lock(p))
		if s.nodes > searchLimit {
			return
		}
	}
}

func lockAll(r reach, pairs []pair) (reach, bool) {
	for _, p := range pairs {
		if r[p.to][p.from] {
			return nil, false
		}
		r = r.lock(p)
	}
	return r, true
}
