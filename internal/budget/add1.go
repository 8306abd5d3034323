package budget

import (
	"math"
	"math/big"
	"runtime"
	"slices"
	"sync"
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
	// Runs for the next shares are made together: first the one with the largest,
	// which bounds the prices of the others, then those beside each other.
	spares := make([]*purses, 12)
	step, wait, patience := int64(1), 0, 1
	for !enough(el, envelope, open, run, exhaustive) {
		if step > 1 {
			next, same := el.follow(at(a.Raised+step), open, run, spares[0])
			if same {
				a.Raised += step
				run, spares[0] = next, run
				step, patience = min(step*2, math.MaxInt32), 1
			} else {
				spares[0] = next
				if step /= 4; step < 2 {
					step, patience = 1, min(patience*2, 16)
					wait = patience
				}
			}
			continue
		}
		el.together(spares, open, run.bought, func(k int) *big.Int { return at(a.Raised + 1 + int64(k)) })
		for k, next := range spares {
			if el.spent(next.bought) > envelope {
				return run
			}
			if slices.Equal(next.bought, run.bought) {
				wait--
			} else {
				wait = patience
			}
			a.Raised++
			run, spares[k] = next, run
			if enough(el, envelope, open, run, exhaustive) {
				return run
			}
		}
		if wait <= 0 {
			step = 2
		}
	}
	return run
}

// together makes runs with rising shares.
func (el *electorate) together(runs []*purses, open, hint []int, money func(k int) *big.Int) {
	last := len(runs) - 1
	runs[last] = el.run(money(last), open, hint, nil, runs[last])
	upper := runs[last]
	next := make(chan int, last)
	for k := range last {
		next <- k
	}
	close(next)
	var all sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		all.Go(func() {
			for k := range next {
				runs[k] = el.run(money(k), open, upper.bought, upper, runs[k])
			}
		})
	}
	all.Wait()
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
	p.hint, p.upper = nil, nil
	for r, q := range run.bought {
		rho := run.atMost(run.prices[r])
		p.sort()
		for _, o := range p.open {
			if p.low[o] > rho {
				break
			}
			if o == q {
				continue
			}
			if dearer, _ := p.dearer(o, rho); !dearer && !run.neverBefore(r, o) {
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

// neverBefore reports whether o would come after what was bought in round r
// even if all its supporters could pay.
func (p *purses) neverBefore(r, o int) bool {
	q := p.bought[r]
	if p.floor(o) < (p.prices[r].value-p.prices[r].off)/p.perf[q]*(1-32*ulp) {
		return false
	}
	p.settle()
	x := new(big.Int).Mul(p.pricesOn[r], big.NewInt(p.sum[o]))
	x.Mul(x, big.NewInt(p.per[o]))
	y := new(big.Int).Mul(p.common, big.NewInt(p.cost[o]))
	y.Mul(y, big.NewInt(p.per[q]))
	c := x.Cmp(y)
	return c < 0 || c == 0 && p.ranks[q] < p.ranks[o]
}
