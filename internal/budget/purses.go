package budget

import (
	"math"
	"math/big"
	"slices"
)

// The Method of Equal Shares needs to know which of a few hundred projects is
// the cheapest for its supporters, a hundred times over, and with Add1 all of
// that again for every share. Fractions for 100,000 purses would take hours.
// So purses are floats with a bound on their error, and only what the floats
// cannot tell apart (ties, money that just suffices) is reckoned in whole
// numbers: what a purse holds is share − Σ price × satisfaction over what its
// owner paid in full, so a sum of purses is a sum over the few projects bought.

const ulp = 1.0 / (1 << 52)

// electorate is an election as equal shares sees it; it is only read.
type electorate struct {
	people  int64
	unit    bool // every weight and every satisfaction is 1
	cost    []int64
	costf   []float64
	per     []int64   // what the price is divided by for rho: the cost or 1
	perf    []float64 //
	backers [][]int32 // of each project: ballots that gain from it, with people
	gains   [][]float64
	sum     []int64 // people × satisfaction
	heads   []int64 // people
	ranks   []int
	weight  []int64
	weightf []float64
	wants   [][]want // of each ballot
}

type want struct {
	project int32
	gain    int64
}

func (a *allocation) electorate() *electorate {
	m := len(a.e.Projects)
	el := &electorate{people: a.People, unit: true, ranks: a.ranks, cost: make([]int64, m), costf: make([]float64, m), per: make([]int64, m), perf: make([]float64, m),
		backers: make([][]int32, m), gains: make([][]float64, m), sum: make([]int64, m), heads: make([]int64, m),
		weight: make([]int64, len(a.e.Ballots)), weightf: make([]float64, len(a.e.Ballots)), wants: make([][]want, len(a.e.Ballots))}
	for p, project := range a.e.Projects {
		el.cost[p], el.costf[p] = project.Cost, float64(project.Cost)
		el.per[p], el.perf[p] = 1, 1
		if a.rule.Utility == Cost {
			el.per[p], el.perf[p] = project.Cost, float64(project.Cost)
		}
	}
	for i, b := range a.e.Ballots {
		el.weight[i], el.weightf[i] = b.Weight, float64(b.Weight)
		if b.Weight == 0 {
			continue
		}
		el.wants[i] = make([]want, 0, len(b.Projects))
		for j, p := range b.Projects {
			gain := a.e.satisfaction(b, j)
			if gain <= 0 {
				continue
			}
			el.unit = el.unit && gain == 1 && b.Weight == 1
			el.wants[i] = append(el.wants[i], want{int32(p), gain})
			el.backers[p] = append(el.backers[p], int32(i))
			el.gains[p] = append(el.gains[p], float64(gain))
			el.sum[p] += gain * b.Weight
			el.heads[p] += b.Weight
		}
	}
	return el
}

// price of a project per unit of satisfaction: value, at most off away from
// it, and where it was reckoned exactly above / (purses.common × below).
type price struct {
	project int
	value   float64
	off     float64
	above   *big.Int
	below   int64 // people × satisfaction of who pays in full
}

// purses are one run of equal shares.
type purses struct {
	*electorate
	has    []float64 // what a person of the ballot has left
	err    []float64 // and how far that may be from the truth
	worst  float64   // the largest err so far
	gone   []int32   // the round that took all it had; -1 none
	share  float64
	bought []int   // in order
	prices []price // of what was bought, as floats
	round  []int   // of each project, -1 not bought

	common    *big.Int   // denominator of everything exact
	shareOver *big.Int   // the share
	pricesOn  []*big.Int // the price of what was bought, as far as it was asked for

	hint  []int       // what a run with nearly the same share bought
	upper *purses     // a run with a larger share that bought the same so far
	lows  [][]float64 // low when each round was decided
	low   []float64   // rho is at least this
	open  []int       // projects that may still be bought
	sums  []int64     // scratch, per round
}

// start gives everybody the share money/people.
func (el *electorate) start(money *big.Int, p *purses) *purses {
	if p == nil {
		p = &purses{electorate: el, has: make([]float64, len(el.weight)), err: make([]float64, len(el.weight)), gone: make([]int32, len(el.weight)),
			round: make([]int, len(el.cost)), low: make([]float64, len(el.cost)), sums: make([]int64, len(el.cost))}
	}
	p.common, p.shareOver = big.NewInt(el.people), new(big.Int).Set(money)
	p.share = quotient(p.shareOver, p.common)
	p.bought, p.prices, p.pricesOn, p.open = p.bought[:0], p.prices[:0], nil, p.open[:0]
	p.worst = 2 * ulp * p.share
	for i := range p.has {
		p.has[i], p.err[i], p.gone[i] = p.share, p.worst, -1
	}
	for q := range p.round {
		p.round[q] = -1
	}
	return p
}

// step bounds what paying once adds to the error of a purse by rounding the
// product and the difference, neither over the share.
func (p *purses) step() float64 { return 4 * ulp * p.share }

// rounding bounds the error of adding up the supporters of q.
func (p *purses) rounding(q int) float64 {
	return ulp * float64(len(p.backers[q])+16) * (float64(p.heads[q])*p.share + p.costf[q])
}

// margin bounds the error of at.
func (p *purses) margin(q int) float64 { return float64(p.heads[q])*p.worst + p.rounding(q) }

// at says what the supporters of q give at price x: those with less all they
// have, together poor; the others x each per unit of satisfaction, rich units.
// Together they have all.
func (p *purses) at(q int, x float64) (poor, rich, all float64) {
	if p.unit {
		// Without a branch, which the processor would guess wrong half of the
		// time: floats that are not below 0 are in the order of their bits.
		n, bound, has := int64(len(p.backers[q])), int64(math.Float64bits(x)), p.has
		for _, i := range p.backers[q] {
			h := has[i]
			bits := int64(math.Float64bits(h))
			less := (bits - bound) >> 63 // all ones if h < x
			all += h
			poor += math.Float64frombits(uint64(bits & less))
			n += less
		}
		return poor, float64(n), all
	}
	gains := p.gains[q]
	for k, i := range p.backers[q] {
		h, w := p.has[i], p.weightf[i]
		all += h * w
		if h < x*gains[k] {
			poor += h * w
		} else {
			rich += gains[k] * w
		}
	}
	return poor, rich, all
}

// solve finds the price of q; ok is false where its supporters have too
// little. From below, the price at which those who are rich now would pay the
// rest is never too high, and it only rises until nobody else becomes poor.
func (p *purses) solve(q int) (price, bool) {
	x := p.low[q] * p.perf[q]
	before := -1.0
	for {
		poor, rich, all := p.at(q, x)
		if all < p.costf[q]-p.margin(q) {
			return price{}, false
		}
		if rich == 0 {
			if p.had(q).Cmp(new(big.Int).Mul(big.NewInt(p.cost[q]), p.common)) < 0 {
				return price{}, false
			}
			return p.exact(q, p.richest(q)), true
		}
		next := (p.costf[q] - poor) / rich
		if rich == before || next <= x {
			return p.certain(q, max(x, next), rich), true
		}
		x, before = next, rich
	}
}

// certain is a price with the bound of its error: if everybody is clearly poor
// or clearly not, who pays what is known, and the errors of poor purses are
// shared by the rich. Otherwise it is reckoned exactly.
func (p *purses) certain(q int, x, rich float64) price {
	wrong, people := p.wrong(q, x)
	wrong += p.rounding(q)
	pr := price{project: q, value: x, off: 2*wrong/rich + 8*ulp*x}
	if people != rich || p.doubtful(q, pr) {
		return p.exact(q, x)
	}
	return pr
}

// wrong adds up the errors of those that are poor at x, beside rich as in at.
func (p *purses) wrong(q int, x float64) (wrong, rich float64) {
	if p.unit {
		n, bound, has, err := int64(len(p.backers[q])), int64(math.Float64bits(x)), p.has, p.err
		for _, i := range p.backers[q] {
			less := (int64(math.Float64bits(has[i])) - bound) >> 63
			wrong += math.Float64frombits(math.Float64bits(err[i]) & uint64(less))
			n += less
		}
		return wrong, float64(n)
	}
	gains := p.gains[q]
	for k, i := range p.backers[q] {
		if p.has[i] < x*gains[k] {
			wrong += p.err[i] * p.weightf[i]
		} else {
			rich += gains[k] * p.weightf[i]
		}
	}
	return wrong, rich
}

// doubtful reports whether any purse is too near to what is asked.
func (p *purses) doubtful(q int, pr price) bool {
	step := p.step()
	if p.unit {
		has, err, near := p.has, p.err, pr.off+step
		for _, i := range p.backers[q] {
			if math.Abs(has[i]-pr.value) <= err[i]+near && p.gone[i] < 0 {
				return true
			}
		}
		return false
	}
	gains := p.gains[q]
	for k, i := range p.backers[q] {
		if math.Abs(p.has[i]-pr.value*gains[k]) <= p.err[i]+pr.off*gains[k]+step && p.gone[i] < 0 {
			return true
		}
	}
	return false
}

// doubt is how near a purse may come to what is asked before floats cannot
// tell which is more.
func (p *purses) doubt(i int32, pr price, gain float64) float64 {
	return p.err[i] + pr.off*gain + p.step()
}

// richest is the price, rounded down, at which only who has most per unit of
// satisfaction can pay in full.
func (p *purses) richest(q int) float64 {
	x := 0.0
	for k, i := range p.backers[q] {
		x = max(x, p.has[i]/p.gains[q][k])
	}
	return x - 2*p.worst - p.step()
}

// cheaper compares rho of two prices, then the tie-break.
func (p *purses) cheaper(a, b price) bool {
	fa, fb := p.perf[a.project]*(1+8*ulp), p.perf[b.project]*(1+8*ulp)
	switch {
	case (a.value+a.off)*fb < (b.value-b.off)*p.perf[a.project]:
		return true
	case (b.value+b.off)*fa < (a.value-a.off)*p.perf[b.project]:
		return false
	}
	a, b = p.exactly(a), p.exactly(b)
	x := new(big.Int).Mul(a.above, big.NewInt(b.below))
	y := new(big.Int).Mul(b.above, big.NewInt(a.below))
	if c := x.Mul(x, big.NewInt(p.per[b.project])).Cmp(y.Mul(y, big.NewInt(p.per[a.project]))); c != 0 {
		return c < 0
	}
	return p.ranks[a.project] < p.ranks[b.project]
}

// buy takes the price from the purses.
func (p *purses) buy(pr price) {
	q, r, step := pr.project, int32(len(p.bought)), p.step()
	for k, i := range p.backers[q] {
		if p.gone[i] >= 0 {
			continue
		}
		gain := p.gains[q][k]
		left := p.has[i] - pr.value*gain
		out := left < 0
		if math.Abs(left) <= p.err[i]+pr.off*gain+step {
			pr = p.exactly(pr)
			out = p.compare(int(i), pr, int64(gain)) < 0
		}
		if out {
			p.gone[i], p.has[i], p.err[i] = r, 0, 0
			continue
		}
		p.has[i] = max(left, 0)
		p.err[i] += pr.off*gain + step
		p.worst = max(p.worst, p.err[i])
	}
	known := len(p.pricesOn) == len(p.bought) && pr.above != nil
	p.round[q] = len(p.bought)
	p.bought = append(p.bought, q)
	p.prices = append(p.prices, pr)
	if known {
		p.enter(new(big.Int).Set(pr.above), pr.below)
	}
	p.open = slices.DeleteFunc(p.open, func(o int) bool { return o == q })
	if p.upper != nil && p.upper.bought[r] != q {
		p.upper = nil
	}
	if p.worst > 1e-7*p.share {
		p.refresh()
	}
}

// refresh fills the purses anew from exact prices.
func (p *purses) refresh() {
	p.settle()
	prices := make([]float64, len(p.bought))
	for r := range prices {
		prices[r] = quotient(p.pricesOn[r], p.common)
	}
	p.worst = 2 * ulp * p.share
	for i := range p.has {
		if p.gone[i] >= 0 {
			continue
		}
		p.has[i], p.err[i] = p.share, 2*ulp*p.share
		for _, w := range p.wants[i] {
			if r := p.round[w.project]; r >= 0 {
				p.has[i] -= prices[r] * float64(w.gain)
				p.err[i] += p.step()
			}
		}
		p.has[i] = max(p.has[i], 0)
		p.worst = max(p.worst, p.err[i])
	}
}
