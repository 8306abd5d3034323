package budget

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"
)

// city is an approval election by chance, always the same: some projects are
// liked by many, and people name 1 to 15 of them.
func city(seed uint64, voters, projects int, budget int64) *Election {
	r := rand.New(rand.NewPCG(seed, 2))
	e := &Election{Kind: Approval, Budget: budget}
	liked := make([]float64, projects)
	sum := 0.0
	for i := range liked {
		e.Projects = append(e.Projects, Project{ID: fmt.Sprintf("%03d", i), Cost: budget/int64(projects) + r.Int64N(budget/10)})
		liked[i] = r.ExpFloat64()
		sum += liked[i]
	}
	for range voters {
		b := Ballot{Weight: 1}
		for range 1 + r.IntN(15) {
			i, x := 0, r.Float64()*sum
			for x > liked[i] && i < projects-1 {
				x -= liked[i]
				i++
			}
			if !slices.Contains(b.Projects, i) {
				b.Projects = append(b.Projects, i)
			}
		}
		e.Ballots = append(e.Ballots, b)
	}
	return e
}

// What floats decide in an election of some size is what fractions decide.
func TestFloatsDecideNothingWrongly(t *testing.T) {
	for seed := range uint64(6) {
		e := city(seed, 60, 15, 60_000)
		if seed%2 == 1 {
			e.Ballots[3].Weight = 7
		}
		for _, utility := range Utilities[1:] {
			r := allocate(t, e, Rule{Name: EqualShares, Utility: utility, Completion: Add1})
			for _, raised := range []int64{0, r.Raised} {
				want := plainShares(e, utility, new(big.Rat).Add(big.NewRat(e.Budget, e.People()), big.NewRat(raised, 1)))
				if raised == 0 {
					r := allocate(t, e, Rule{Name: EqualShares, Utility: utility})
					if !slices.Equal(chosen(r), want) {
						t.Fatalf("%d %s: %v, want %v", seed, utility, chosen(r), want)
					}
				} else if !slices.Equal(chosen(r), want) {
					t.Fatalf("%d %s raised by %d: %v, want %v", seed, utility, raised, chosen(r), want)
				}
			}
			for raised := int64(1); raised <= r.Raised+1; raised++ {
				el := (&allocation{e: e, rule: r.Rule, ranks: r.Rule.ranks(e), Result: Result{People: e.People()}}).electorate()
				money := new(big.Int).Mul(big.NewInt(raised), big.NewInt(e.People()))
				run := el.run(money.Add(money, big.NewInt(e.Budget)), everything(e), nil, nil, nil)
				if over := el.spent(run.bought) > e.Budget; over != (raised == r.Raised+1) && raised > r.Raised {
					t.Fatalf("%d %s: raised by %d is over: %v", seed, utility, raised, over)
				} else if over && raised <= r.Raised {
					t.Fatalf("%d %s: raised by %d, but %d is over", seed, utility, r.Raised, raised)
				}
			}
		}
	}
}

func everything(e *Election) (all []int) {
	for i := range e.Projects {
		all = append(all, i)
	}
	return all
}

func chosen(r *Result) (order []int) {
	for _, round := range r.Rounds {
		order = append(order, round.Project)
	}
	return order
}

func BenchmarkAllocate(b *testing.B) {
	e := city(1, 100_000, 200, 100_000_000)
	for _, rule := range []Rule{{Name: Greedy}, {Name: Phragmen}, {Name: EqualShares}, {Name: EqualShares, Completion: Add1U}, {Name: EqualShares, Utility: Cardinality, Completion: Add1U}} {
		b.Run(rule.Name+" "+rule.Completion+" "+rule.Utility, func(b *testing.B) {
			for b.Loop() {
				if _, err := Allocate(e, rule); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
