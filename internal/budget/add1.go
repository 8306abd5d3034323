package budget

import (
	"math"
	"math/big"
	"slices"
)

// add1 raises everybody's share by one unit of the currency at a time and
// keeps the last outcome that fits the envelope. With exhaustive it ends as
// soon as nothing more would fit; in any case when all that has supporters is
// bought.
//
// Shares between two that were tried are skipped where the outcome is proved
// to be the same. With the same purchases, larger shares leave everybody at
// least as much and make nothing dearer. So if every purchase at the smaller
// share was cheaper than all that was open at the larger one, and nothing more
// can be afforded there, every share between gives the same purchases.
func (a *allocation) add1(el *electorate, envelope int64, open []int, run *purses, exhaustive bool) *purses {
	unit := int64(1)
	for range a.e.Decimals {
		unit *= 10
	}
	raise := new(big.Int).Mul(big.NewInt(unit), big.NewInt(el.people))
	at := func(t int64) *big.Int {
		money := new(big.Int).Mul(raise, big.NewInt(t))
		return money.Add(money, big.NewInt(envelope))
	}
	var spare *purses
	step := int64(1)
	for !enough(el, envelope, open, run, exhaustive) {
		if step > 1 {
			next, same := el.follow(at(a.Raised+step), open, run, spare)
			if same {
				a.Raised += step
				run, spare = next, run
				step = min(step*2, math.MaxInt32)
			} else {
				spare = next
				step = max(step/4, 1)
			}
			continue
		}
		next := el.run(at(a.Raised+1), open, spare)
		if el.spent(next.bought) > envelope {
			return run
		}
		if slices.Equal(next.bought, run.bought) {
			step = 2
		}
		a.Raised++
		run, spare = next, run
	}
	return run
}

func (el *electorate) spent(list []int) int64 {
	sum := int64(0)
	for _, p := range list {
		sum += el.cost[p]
	}
	return sum
}

// enough reports whether the outcome is final.
func enough(el *electorate, envelope int64, open []int, run *purses, exhaustive bool) bool {
	rest := envelope - el.spent(run.bought)
	for _, p := range open {
		if run.round[p] < 0 && (!exhaustive || el.cost[p] <= rest) {
			return false
		}
	}
	return true
}

// follow makes the purchases of a run with a smaller share again and reports
// whether every share between buys just these. Where that is not certain it is
// not claimed.
func (el *electorate) follow(money *big.Int, open []int, run, reuse *purses) (*purses, bool) {
	p := el.start(money, reuse)
	p.begin(open)
	for r, q := range run.bought {
		was := price{q, run.pricesOn[r], 1, 0}
		rho := quotient(run.pricesOn[r], run.common) / el.perf[q] * (1 + 16*ulp)
		p.sort()
		for _, o := range p.open {
			if p.low[o] > rho {
				break
			}
			if o == q {
				continue
			}
			if dearer, _ := p.dearer(o, rho); !dearer && !el.neverBefore(run.common, was, o) {
				return p, false
			}
		}
		pr, ok := p.solve(q)
		if !ok {
			return p, false
		}
		p.buy(pr)
	}
	_, more := p.cheapest()
	return p, !more
}

// neverBefore reports whether o would come after was even if all its
// supporters could pay.
func (el *electorate) neverBefore(common *big.Int, was price, o int) bool {
	x := new(big.Int).Mul(was.above, big.NewInt(el.sum[o]))
	x.Mul(x, big.NewInt(el.per[o]))
	y := new(big.Int).Mul(common, big.NewInt(el.cost[o]))
	y.Mul(y, big.NewInt(el.per[was.project]))
	c := x.Cmp(y)
	return c < 0 || c == 0 && el.ranks[was.project] < el.ranks[o]
}
