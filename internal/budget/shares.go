package budget

import (
	"cmp"
	"math"
	"math/big"
	"slices"
)

// open lists what could be bought: what somebody gains from and has no place.
func (a *allocation) open(el *electorate) []int {
	var open []int
	for p, in := range a.in {
		if in {
			continue
		}
		if a.miss(p, NoSupport, nil); el.sum[p] > 0 {
			open = append(open, p)
		}
	}
	return open
}

// equalShares is the Method of Equal Shares of Peters, Pierczyński and Skowron
// ("Proportional Participatory Budgeting with Additive Utilities", 2021): each
// person holds an equal share of the envelope; again and again the project is
// bought whose supporters pay least per unit of utility, rho, when who has
// less than rho × utility gives all they have.
func (a *allocation) equalShares() {
	el := a.electorate()
	if el.people == 0 {
		a.open(el)
		return
	}
	envelope := a.Rest
	open := a.open(el)
	run := el.run(big.NewInt(envelope), open, nil, nil, nil)
	switch a.rule.Completion {
	case Add1:
		run = a.add1(el, envelope, open, run, false)
	case Add1Exhaustive, Add1U:
		run = a.add1(el, envelope, open, run, true)
	}
	a.explain(el, run)
	if a.rule.Completion == Utilitarian || a.rule.Completion == Add1U {
		a.greedy(ByCompletion, true)
	}
}

// run buys until nobody can afford anything more. The hint is what a run with
// nearly the same share bought, upper a run with a larger one; they only save
// time.
func (el *electorate) run(money *big.Int, open, hint []int, upper, reuse *purses) *purses {
	p := el.start(money, reuse)
	p.begin(open)
	p.hint, p.upper = hint, upper
	for {
		p.under()
		best, ok := p.cheapest()
		p.remember()
		if !ok {
			return p
		}
		p.buy(best)
	}
}

// under takes over what the upper run knows. As long as both bought the same,
// nobody has more here than there, and nothing is cheaper.
func (p *purses) under() {
	if p.upper == nil {
		return
	}
	lows := p.upper.lows[len(p.bought)]
	p.open = slices.DeleteFunc(p.open, func(q int) bool {
		p.low[q] = max(p.low[q], lows[q])
		return math.IsInf(lows[q], 1)
	})
	if len(p.bought) == len(p.upper.bought) {
		p.upper = nil
	}
}

// remember keeps how dear everything is at least in this round; what cannot be
// afforded any more is dear without end.
func (p *purses) remember() {
	r := len(p.bought)
	if len(p.lows) <= r {
		p.lows = append(p.lows, make([]float64, len(p.low)))
	}
	lows := p.lows[r]
	for q := range lows {
		lows[q] = math.Inf(1)
	}
	for _, q := range p.open {
		lows[q] = p.low[q]
	}
}

// begin makes the projects of open buyable. If everybody pays, a project costs
// least: cost / satisfaction.
func (p *purses) begin(open []int) {
	p.open = append(p.open[:0], open...)
	for _, q := range p.open {
		p.low[q] = p.floor(q)
	}
}

// floor is what the rho of q is not under.
func (el *electorate) floor(q int) float64 {
	return el.costf[q] / float64(el.sum[q]) / el.perf[q] * (1 - 8*ulp)
}

// sort puts what may be cheapest first.
func (p *purses) sort() {
	slices.SortFunc(p.open, func(a, b int) int { return cmp.Compare(p.low[a], p.low[b]) })
	if r := len(p.bought); r < len(p.hint) {
		if k := slices.Index(p.open, p.hint[r]); k > 0 {
			copy(p.open[1:], p.open[:k])
			p.open[0] = p.hint[r]
		}
	}
}

// cheapest finds the open project with the lowest rho and drops those that
// cannot be afforded any more: purses only get emptier.
func (p *purses) cheapest() (best price, found bool) {
	p.sort()
	rho := 0.0
	n := 0
	open := p.open
	for k, q := range open {
		if found && p.low[q] > rho {
			n += copy(open[n:], open[k:])
			break
		}
		if found {
			switch dearer, can := p.dearer(q, rho); {
			case !can:
				continue
			case dearer:
				open[n] = q
				n++
				continue
			}
		}
		pr, ok := p.solve(q)
		if !ok {
			continue
		}
		open[n] = q
		n++
		p.low[q] = max(p.low[q], (pr.value-pr.off)/p.perf[q]*(1-8*ulp))
		if !found || p.cheaper(pr, best) {
			best, found = pr, true
			rho = p.atMost(pr)
		}
	}
	p.open = open[:n]
	return best, found
}

// atMost is what rho of a price is not over.
func (p *purses) atMost(pr price) float64 {
	return (pr.value + pr.off) / p.perf[pr.project] * (1 + 8*ulp)
}

// dearer reports whether the rho of q is certainly over the given one, and
// whether it may be affordable at all; it raises the lower bound of rho.
func (p *purses) dearer(q int, rho float64) (dearer, can bool) {
	x := rho * p.perf[q]
	poor, rich, all := p.at(q, x)
	margin := p.margin(q)
	if poor+x*rich >= p.costf[q]-margin {
		return false, true
	}
	if all < p.costf[q]-margin {
		return true, false
	}
	if rich == 0 {
		return true, true
	}
	p.low[q] = max(p.low[q], (p.costf[q]-poor-margin)/rich/p.perf[q]*(1-8*ulp))
	return true, true
}

// explain turns the purchases of a run into rounds, and the rest into what
// was missed, all of it exactly.
func (a *allocation) explain(el *electorate, run *purses) {
	run.settle()
	money := new(big.Rat).SetFrac(run.shareOver, run.common)
	a.Share = new(big.Rat).Set(money)
	prices := make([]*big.Rat, len(run.bought))
	for r := range run.bought {
		prices[r] = new(big.Rat).SetFrac(run.pricesOn[r], run.common)
	}
	for r, q := range run.bought {
		round := Round{Project: q, How: ByRule, Score: a.scores[q], Price: prices[r], Rho: new(big.Rat).Quo(prices[r], new(big.Rat).SetInt64(el.per[q]))}
		units := int64(0)
		after := tally{run: run, until: r + 1}
		for k, i := range el.backers[q] {
			switch gone := run.gone[i]; {
			case gone >= 0 && int(gone) < r:
			case int(gone) == r:
				round.Spent += el.weight[i]
			default:
				round.Full += el.weight[i]
				units += el.weight[i] * int64(el.gains[q][k])
			}
			after.add(int(i))
		}
		round.FullSum = new(big.Rat).Mul(prices[r], new(big.Rat).SetInt64(units))
		round.SpentSum = new(big.Rat).Sub(new(big.Rat).SetInt64(el.cost[q]), round.FullSum)
		round.Left = after.sum()
		a.choose(round)
	}
	for q, in := range a.in {
		if in || el.sum[q] == 0 {
			continue
		}
		all := tally{run: run, until: len(run.bought)}
		for _, i := range el.backers[q] {
			all.add(int(i))
		}
		a.miss(q, TooPoor, all.sum())
	}
	a.pays = func(n int) []Payment { return run.payments(n-firstByRule(a.Rounds), money, prices) }
}

// firstByRule is the first round that is no guaranteed place.
func firstByRule(rounds []Round) int {
	return slices.IndexFunc(rounds, func(r Round) bool { return r.How == ByRule })
}

// tally adds up purses as they were before round until.
type tally struct {
	run   *purses
	until int
	whole int64
	units []int64
}

func (t *tally) add(i int) {
	if gone := t.run.gone[i]; gone >= 0 && int(gone) < t.until {
		return
	}
	if t.units == nil {
		t.units = make([]int64, t.until)
	}
	t.whole += t.run.weight[i]
	for _, w := range t.run.wants[i] {
		if r := t.run.round[w.project]; r >= 0 && r < t.until {
			t.units[r] += w.gain * t.run.weight[i]
		}
	}
}

func (t *tally) sum() *big.Rat {
	copy(t.run.sums, t.units)
	clear(t.run.sums[len(t.units):])
	return new(big.Rat).SetFrac(t.run.left(t.whole), t.run.common)
}

// payments of round n, ballot by ballot.
func (p *purses) payments(n int, share *big.Rat, prices []*big.Rat) []Payment {
	q := p.bought[n]
	var list []Payment
	for k, i := range p.backers[q] {
		if gone := p.gone[i]; gone >= 0 && int(gone) < n {
			continue
		}
		has := new(big.Rat).Set(share)
		for _, w := range p.wants[i] {
			if r := p.round[w.project]; r >= 0 && r < n {
				has.Sub(has, new(big.Rat).Mul(prices[r], new(big.Rat).SetInt64(w.gain)))
			}
		}
		paid := new(big.Rat).Mul(prices[n], big.NewRat(int64(p.gains[q][k]), 1))
		if has.Cmp(paid) < 0 {
			paid.Set(has)
		}
		people := new(big.Rat).SetInt64(p.weight[i])
		list = append(list, Payment{Ballot: int(i), Before: has.Mul(has, people), Paid: paid.Mul(paid, people)})
	}
	return list
}
