package budget

import "math/big"

// phragmen is Phragmén's sequential rule: everybody earns alike; what its
// supporters can pay for together is bought at once, and they have nothing
// left. It ends before the first project that does not fit the envelope, also
// when one of several that could be bought at the same time does not. What
// costs more than the whole envelope is left aside; what nobody named comes
// last. Of points and orders only counts who is named.
func (a *allocation) phragmen() {
	backers := make([][]int32, len(a.in))
	for i, b := range a.e.Ballots {
		for _, p := range b.Projects {
			if b.Weight > 0 {
				backers[p] = append(backers[p], int32(i))
			}
		}
	}
	var open []int
	for p, in := range a.in {
		if in {
			continue
		}
		if a.miss(p, NoRoom, nil); a.e.Projects[p].Cost <= a.e.Budget {
			open = append(open, p)
		}
	}
	paid := make([]int, len(a.e.Ballots)) // the last round, from 1, that a ballot paid in
	common := big.NewInt(1)               // denominator of times
	times := []*big.Int{big.NewInt(0)}    // what each has earned by round, from 1
	for len(open) > 0 {
		best, tied := -1, []int(nil)
		var bestAbove *big.Int // over common × votes
		for _, p := range open {
			if a.votes[p] == 0 {
				continue
			}
			above := new(big.Int).Mul(big.NewInt(a.e.Projects[p].Cost), common)
			counts := make([]int64, len(times))
			for _, i := range backers[p] {
				counts[paid[i]] += a.e.Ballots[i].Weight
			}
			part := new(big.Int)
			for r, n := range counts {
				above.Add(above, part.Mul(big.NewInt(n), times[r]))
			}
			c := -1
			if best >= 0 {
				x := new(big.Int).Mul(above, big.NewInt(a.votes[best]))
				c = x.Cmp(part.Mul(bestAbove, big.NewInt(a.votes[p])))
			}
			switch {
			case c < 0:
				best, bestAbove, tied = p, above, []int{p}
			case c == 0:
				tied = append(tied, p)
			}
		}
		if best < 0 {
			tied = open
		}
		for _, p := range tied {
			if a.e.Projects[p].Cost > a.Rest {
				for _, o := range open {
					a.miss(o, Stopped, nil)
				}
				return
			}
		}
		chosen := tied[0]
		for _, p := range tied {
			if a.ranks[p] < a.ranks[chosen] {
				chosen = p
			}
		}
		round := Round{Project: chosen, How: ByRule, Score: a.scores[chosen]}
		if best >= 0 {
			votes := big.NewInt(a.votes[chosen])
			above := new(big.Int).Mul(bestAbove, votes) // chosen and best are tied
			above.Quo(above, big.NewInt(a.votes[best]))
			common.Mul(common, votes)
			for _, t := range times {
				t.Mul(t, votes)
			}
			times = append(times, above)
			round.Price = new(big.Rat).SetFrac(above, common)
			round.Full, round.FullSum = a.votes[chosen], new(big.Rat).SetInt64(a.e.Projects[chosen].Cost)
			for _, i := range backers[chosen] {
				paid[i] = len(times) - 1
			}
		}
		a.choose(round)
		open = without(open, chosen)
	}
}

func without(list []int, x int) []int {
	var rest []int
	for _, i := range list {
		if i != x {
			rest = append(rest, i)
		}
	}
	return rest
}
