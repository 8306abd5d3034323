package budget

import "math/big"

// quotient of two whole numbers to within an ulp.
func quotient(a, b *big.Int) float64 {
	x := new(big.Float).SetPrec(64).SetInt(a)
	y := new(big.Float).SetPrec(64).SetInt(b)
	f, _ := x.Quo(x, y).Float64()
	return f
}

// exact reckons the price of q from who is poor at about x, and again with who
// is poor at that price, until it is the price.
func (p *purses) exact(q int, x float64) price {
	p.settle()
	gains := p.gains[q]
	poor := make([]bool, len(p.backers[q]))
	for k, i := range p.backers[q] {
		poor[k] = p.has[i] < x*gains[k] || p.gone[i] >= 0
	}
	for {
		pr := price{project: q}
		whole := int64(0) // people whose purses count, in full shares less what they paid
		clear(p.sums[:len(p.bought)])
		for k, i := range p.backers[q] {
			if !poor[k] {
				pr.below += int64(gains[k]) * p.weight[i]
			} else if p.gone[i] < 0 {
				whole += p.weight[i]
				p.paidBy(int(i), len(p.bought))
			}
		}
		pr.above = new(big.Int).Mul(big.NewInt(p.cost[q]), p.common)
		pr.above.Sub(pr.above, p.left(whole))
		pr.value = quotient(pr.above, new(big.Int).Mul(big.NewInt(pr.below), p.common))
		pr.off = 4 * ulp * pr.value
		if !p.reclassify(q, pr, poor) {
			return pr
		}
	}
}

// paidBy adds to sums what the ballot's people paid before a round, in units
// of satisfaction.
func (p *purses) paidBy(i, before int) {
	for _, w := range p.wants[i] {
		if r := p.round[w.project]; r >= 0 && r < before {
			p.sums[r] += w.gain * p.weight[i]
		}
	}
}

// settle reckons the prices of what was bought exactly, as far as that was not
// done: who was poor in which round is known.
func (p *purses) settle() {
	for r := len(p.pricesOn); r < len(p.bought); r++ {
		q := p.bought[r]
		whole, below := int64(0), int64(0)
		clear(p.sums[:len(p.bought)])
		for k, i := range p.backers[q] {
			switch gone := int(p.gone[i]); {
			case gone == r:
				whole += p.weight[i]
				p.paidBy(int(i), r)
			case gone < 0 || gone > r:
				below += int64(p.gains[q][k]) * p.weight[i]
			}
		}
		above := new(big.Int).Mul(big.NewInt(p.cost[q]), p.common)
		p.enter(above.Sub(above, p.left(whole)), below)
	}
}

// enter writes a price to the exact ones, above / (common × below).
func (p *purses) enter(above *big.Int, below int64) {
	if g := new(big.Int).GCD(nil, nil, above, big.NewInt(below)); g.Cmp(big.NewInt(1)) > 0 {
		above.Quo(above, g)
		below /= g.Int64()
	}
	times := big.NewInt(below)
	p.common.Mul(p.common, times)
	p.shareOver.Mul(p.shareOver, times)
	for _, on := range p.pricesOn {
		on.Mul(on, times)
	}
	p.pricesOn = append(p.pricesOn, above)
}

// left is whole shares less sums at their prices, over common.
func (p *purses) left(whole int64) *big.Int {
	sum := new(big.Int).Mul(big.NewInt(whole), p.shareOver)
	part, times := new(big.Int), new(big.Int)
	for r, n := range p.sums[:len(p.pricesOn)] {
		if n != 0 {
			sum.Sub(sum, part.Mul(times.SetInt64(n), p.pricesOn[r]))
		}
	}
	return sum
}

// had is what the supporters of q have together, over common.
func (p *purses) had(q int) *big.Int {
	p.settle()
	whole := int64(0)
	clear(p.sums[:len(p.bought)])
	for _, i := range p.backers[q] {
		if p.gone[i] < 0 {
			whole += p.weight[i]
			p.paidBy(int(i), len(p.bought))
		}
	}
	return p.left(whole)
}

// reclassify corrects who is poor at pr and reports whether anybody changed.
// Whose purse is within the error of the price is looked at exactly.
func (p *purses) reclassify(q int, pr price, poor []bool) bool {
	changed := false
	gains := p.gains[q]
	for k, i := range p.backers[q] {
		if p.gone[i] >= 0 {
			continue
		}
		now, over := poor[k], p.has[i]-pr.value*gains[k]
		switch doubt := p.doubt(i, pr, gains[k]); {
		case over < -doubt:
			now = true
		case over > doubt:
			now = false
		default: // who has just enough may count as either: it is the same price
			if c := p.compare(int(i), pr, int64(gains[k])); c != 0 {
				now = c < 0
			}
		}
		changed = changed || now != poor[k]
		poor[k] = now
	}
	return changed
}

// compare says whether a person of the ballot has less than, exactly or more
// than pr asks of them.
func (p *purses) compare(i int, pr price, gain int64) int {
	has := new(big.Int).Set(p.shareOver)
	part := new(big.Int)
	for _, w := range p.wants[i] {
		if r := p.round[w.project]; r >= 0 {
			has.Sub(has, part.Mul(big.NewInt(w.gain), p.pricesOn[r]))
		}
	}
	has.Mul(has, big.NewInt(pr.below))
	return has.Cmp(part.Mul(pr.above, big.NewInt(gain)))
}

func (p *purses) exactly(pr price) price {
	if pr.above == nil {
		return p.exact(pr.project, pr.value)
	}
	return pr
}
