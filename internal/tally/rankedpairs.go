package tally

import (
	"cmp"
	"slices"
)

// pair is a victory of one candidate over another.
type pair struct{ from, to int }

// rankedPairs (Tideman 1987) locks pairwise victories from the strongest down,
// skipping those that would close a circle. The first place goes to all who
// win under some order of the equally strong victories. Then the winners are
// taken off and the rule is held again among the rest, which gives the usual
// order where no choice arises: nobody stands above a winner, so no victory
// among the rest was skipped because of one.
//
// Pairs without a victory are locked in no order: they could only part those
// who are all winners under some order anyway.
//
// To tell who wins under some order is NP-complete (Brill, Fischer 2012), so
// the search is bounded by searchEffort; beyond it an *EffortError.
func rankedPairs(d [][]int, s Strength) (Places, error) {
	left := make([]int, len(d))
	for i := range left {
		left[i] = i
	}
	effort := searchEffort
	var out Places
	for len(left) > 0 {
		tiers := victories(d, left, s)
		if o := lockWithoutChoice(len(left), tiers); o != nil {
			for _, place := range layers(len(left), o.above) {
				out = append(out, pick(left, place))
			}
			return out, nil
		}
		top, err := pairWinners(len(left), tiers, &effort)
		if err != nil {
			return nil, err
		}
		place := pick(left, top)
		out = append(out, place)
		left = slices.DeleteFunc(left, func(c int) bool { return slices.Contains(place, c) })
	}
	return out, nil
}

// victories among some candidates, by their index there: equally strong ones
// in one tier, the strongest tier first.
func victories(d [][]int, among []int, s Strength) [][]pair {
	var all []pair
	for a, i := range among {
		for b, j := range among {
			if power(d, i, j, s) > 0 {
				all = append(all, pair{a, b})
			}
		}
	}
	strength := func(p pair) int { return power(d, among[p.from], among[p.to], s) }
	slices.SortStableFunc(all, func(x, y pair) int { return cmp.Compare(strength(y), strength(x)) })
	var tiers [][]pair
	for i, p := range all {
		if i == 0 || strength(all[i-1]) != strength(p) {
			tiers = append(tiers, nil)
		}
		tiers[len(tiers)-1] = append(tiers[len(tiers)-1], p)
	}
	return tiers
}

// lockWithoutChoice is the locked order if it is the same whatever the order
// of equally strong victories; nil if that may matter.
func lockWithoutChoice(size int, tiers [][]pair) *order {
	o := newOrder(size)
	for _, tier := range tiers {
		open := undecided(o, tier)
		for _, p := range open {
			o.put(p.from, p.to)
		}
		for _, p := range open {
			if o.above(p.to, p.from) {
				return nil
			}
		}
	}
	return o
}

// undecided are the victories that neither stand already nor would close a circle.
func undecided(o *order, pairs []pair) []pair {
	var out []pair
	for _, p := range pairs {
		if !o.above(p.from, p.to) && !o.above(p.to, p.from) {
			out = append(out, p)
		}
	}
	return out
}

// pairWinners are all who win under some order of equally strong victories.
// A victory from one circle of victories to another lies on no circle, so it
// is always locked: whoever suffers one wins never, and for the others only
// their own circle matters.
func pairWinners(size int, tiers [][]pair, effort *int) ([]int, error) {
	all := newOrder(size)
	for _, tier := range tiers {
		for _, p := range tier {
			all.put(p.from, p.to)
		}
	}
	beaten := make([]bool, size)
	for _, tier := range tiers {
		for _, p := range tier {
			beaten[p.to] = beaten[p.to] || !all.above(p.to, p.from)
		}
	}
	var out []int
	for c := range size {
		if all.highest(c) {
			out = append(out, c)
		}
	}
	for _, circle := range all.circles() {
		inside := within(circle, tiers)
		for k, c := range circle {
			if beaten[c] {
				continue
			}
			if canWin(k, len(circle), inside, effort) {
				out = append(out, c)
			}
			if *effort <= 0 {
				return nil, &EffortError{"ranked-pairs"}
			}
		}
	}
	slices.Sort(out)
	return out, nil
}

// within keeps the victories among members, by their index there.
func within(members []int, tiers [][]pair) [][]pair {
	var out [][]pair
	for _, tier := range tiers {
		var kept []pair
		for _, p := range tier {
			a, okA := slices.BinarySearch(members, p.from)
			b, okB := slices.BinarySearch(members, p.to)
			if okA && okB {
				kept = append(kept, pair{a, b})
			}
		}
		if kept != nil {
			out = append(out, kept)
		}
	}
	return out
}
