package tally

import "math/bits"

// KemenyMost is the largest number of candidates Kemeny's rule takes here.
const KemenyMost = 8

// kemeny finds the orders with the fewest disagreements with the ballots
// (Kemeny 1959), exactly, by dynamic programming over sets: 2^m × m² steps. A
// disagreement is a person who ranks y above x where the order has x above y;
// two that a ballot ties disagree with no order. Where several orders are
// best, the first place goes to all that stand first in one of them; they are
// taken off and the rest is ranked in the same way. One best order comes out
// as it is, because what is below its first is the best order of the rest.
func kemeny(d [][]int) (Places, error) {
	if len(d) > KemenyMost {
		return nil, &SizeError{len(d), KemenyMost}
	}
	var out Places
	left := 1<<len(d) - 1
	for left != 0 {
		top := kemenyFirst(d, left)
		var place []int
		for c := range d {
			if top&(1<<c) != 0 {
				place = append(place, c)
			}
		}
		out = append(out, place)
		left &^= top
	}
	return out, nil
}

// kemenyFirst is the set of those first in some best order of a set.
func kemenyFirst(d [][]int, set int) int {
	best := make([]int, set+1) // cost of the best order of each subset
	first := make([]int, set+1)
	for sub := 1; sub <= set; sub++ {
		if sub&^set != 0 {
			continue
		}
		best[sub] = -1
		for c := range d {
			if sub&(1<<c) == 0 {
				continue
			}
			rest := sub &^ (1 << c)
			cost := best[rest]
			for x := rest; x != 0; x &= x - 1 {
				cost += d[bits.TrailingZeros(uint(x))][c]
			}
			switch {
			case best[sub] < 0 || cost < best[sub]:
				best[sub], first[sub] = cost, 1<<c
			case cost == best[sub]:
				first[sub] |= 1 << c
			}
		}
	}
	return first[set]
}
