package budget

import (
	"math/big"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// elections of two to six projects with round costs, so that ties and money
// that just suffices are common.
func elections() *rapid.Generator[*Election] {
	return rapid.Custom(func(t *rapid.T) *Election {
		m := rapid.IntRange(2, 6).Draw(t, "projects")
		e := &Election{Kind: rapid.SampledFrom(Kinds).Draw(t, "kind"), Budget: rapid.Int64Range(1, 60).Draw(t, "budget")}
		all := make([]int, m)
		for i := range m {
			all[i] = i
			e.Projects = append(e.Projects, Project{ID: string(rune('a' + i)), Cost: rapid.Int64Range(1, 30).Draw(t, "cost")})
		}
		for range rapid.IntRange(0, 8).Draw(t, "ballots") {
			order := rapid.Permutation(all).Draw(t, "order")
			b := Ballot{Weight: rapid.Int64Range(0, 3).Draw(t, "weight"), Projects: order[:rapid.IntRange(0, m).Draw(t, "named")]}
			if e.Kind.points() {
				for range b.Projects {
					b.Points = append(b.Points, rapid.Int64Range(0, 5).Draw(t, "points"))
				}
			}
			e.Ballots = append(e.Ballots, b)
		}
		return e
	})
}

func rules() *rapid.Generator[Rule] {
	return rapid.Custom(func(t *rapid.T) Rule {
		r := Rule{Name: rapid.SampledFrom(Rules).Draw(t, "rule"), Utility: rapid.SampledFrom(Utilities).Draw(t, "utility"), Ties: rapid.SampledFrom(Ties[:2]).Draw(t, "ties")}
		if r.Name == EqualShares {
			r.Completion = rapid.SampledFrom(Completions).Draw(t, "completion")
		}
		if rapid.IntRange(0, 3).Draw(t, "guarantee") == 0 {
			r.Guaranteed = []int{1}
		}
		return r
	})
}

// story is what a result says, without who is who.
func story(r *Result) (s []any) {
	for _, round := range r.Rounds {
		if round.Price != nil {
			s = append(s, round.Price.String())
		}
		s = append(s, round.Project, round.Full, round.Spent, round.Rest)
	}
	return append(s, r.Raised, r.Covered)
}

func TestVotersAreTreatedAlike(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e, rule := elections().Draw(t, "election"), rules().Draw(t, "rule")
		want := story(allocate(t, e, rule))
		other := *e
		other.Ballots = append(rapid.Permutation(e.Ballots).Draw(t, "shuffle"), Ballot{Weight: 0, Projects: []int{0, 1}, Points: map[bool][]int64{true: {1, 1}}[e.Kind.points()]})
		if got := story(allocate(t, &other, rule)); !reflect.DeepEqual(got, want) {
			t.Fatalf("the order of ballots or nobody's ballot counts: %v, want %v", got, want)
		}
		other.Ballots = nil
		for _, b := range e.Ballots {
			for range b.Weight {
				one := b
				one.Weight = 1
				other.Ballots = append(other.Ballots, one)
			}
		}
		if got := story(allocate(t, &other, rule)); !reflect.DeepEqual(got, want) {
			t.Fatalf("a group's ballot is not its people's: %v, want %v", got, want)
		}
	})
}

// Twice the people with twice the money for things that cost twice as much.
func TestTwiceOfEverythingChoosesTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e, rule := elections().Draw(t, "election"), rules().Draw(t, "rule")
		want := allocate(t, e, rule)
		other := *e
		other.Budget *= 2
		other.Projects, other.Ballots = slices.Clone(e.Projects), slices.Concat(e.Ballots, e.Ballots)
		for i := range other.Projects {
			other.Projects[i].Cost *= 2
		}
		if got := allocate(t, &other, rule); !slices.Equal(got.Winners(), want.Winners()) {
			t.Fatalf("%v, want %v", got.Winners(), want.Winners())
		}
	})
}

func TestNamesOfProjectsDoNotCount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e, rule := elections().Draw(t, "election"), rules().Draw(t, "rule")
		all := make([]int, len(e.Projects))
		for i := range all {
			all[i] = i
		}
		lot := rapid.Permutation(all).Draw(t, "lot")
		rename := rapid.Permutation(all).Draw(t, "rename")
		rule.Ties, rule.Lot = Lot, lot
		want := allocate(t, e, rule)
		other := &Election{Kind: e.Kind, Budget: e.Budget, Projects: make([]Project, len(all))}
		for i, p := range e.Projects {
			other.Projects[rename[i]] = Project{ID: "new " + string(rune('z'-i)), Cost: p.Cost}
		}
		for _, b := range e.Ballots {
			b.Projects = slices.Clone(b.Projects)
			for j := range b.Projects {
				b.Projects[j] = rename[b.Projects[j]]
			}
			other.Ballots = append(other.Ballots, b)
		}
		moved := rule
		moved.Lot, moved.Guaranteed = slices.Clone(lot), slices.Clone(rule.Guaranteed)
		for i := range lot {
			moved.Lot[i] = rename[lot[i]]
		}
		for i := range moved.Guaranteed {
			moved.Guaranteed[i] = rename[moved.Guaranteed[i]]
		}
		got := allocate(t, other, moved)
		if len(got.Rounds) != len(want.Rounds) {
			t.Fatalf("%+v, want %+v", got.Rounds, want.Rounds)
		}
		for n := range got.Rounds {
			if got.Rounds[n].Project != rename[want.Rounds[n].Project] {
				t.Fatalf("%+v, want %+v", got.Rounds, want.Rounds)
			}
		}
	})
}

// plainShares is the rule as it is written down, in fractions, person by person.
func plainShares(e *Election, utility string, share *big.Rat) (order []int) {
	purse := make([]*big.Rat, len(e.Ballots))
	for i := range purse {
		purse[i] = new(big.Rat).Set(share)
	}
	gain := make([]map[int]*big.Rat, len(e.Ballots))
	for i, b := range e.Ballots {
		gain[i] = map[int]*big.Rat{}
		for j, p := range b.Projects {
			if u := e.satisfaction(b, j); u > 0 && b.Weight > 0 {
				gain[i][p] = new(big.Rat).SetInt64(u)
				if utility == Cost {
					gain[i][p].Mul(gain[i][p], new(big.Rat).SetInt64(e.Projects[p].Cost))
				}
			}
		}
	}
	pays := func(i, p int, rho *big.Rat) *big.Rat {
		x := new(big.Rat).Mul(rho, gain[i][p])
		if x.Cmp(purse[i]) > 0 {
			x.Set(purse[i])
		}
		return x
	}
	for {
		best, bestRho := -1, (*big.Rat)(nil)
		for p := range e.Projects {
			if slices.Contains(order, p) {
				continue
			}
			// rho is where somebody's purse just suffices, or between two such.
			var steps []*big.Rat
			for i := range e.Ballots {
				if g := gain[i][p]; g != nil {
					steps = append(steps, new(big.Rat).Quo(purse[i], g))
				}
			}
			slices.SortFunc(steps, (*big.Rat).Cmp)
			for _, top := range steps {
				fixed, slope, all := new(big.Rat), new(big.Rat), new(big.Rat)
				for i, b := range e.Ballots {
					g := gain[i][p]
					if g == nil {
						continue
					}
					w := new(big.Rat).SetInt64(b.Weight)
					all.Add(all, new(big.Rat).Mul(w, pays(i, p, top)))
					if new(big.Rat).Quo(purse[i], g).Cmp(top) < 0 {
						fixed.Add(fixed, new(big.Rat).Mul(w, purse[i]))
					} else {
						slope.Add(slope, new(big.Rat).Mul(w, g))
					}
				}
				cost := new(big.Rat).SetInt64(e.Projects[p].Cost)
				if all.Cmp(cost) < 0 {
					continue
				}
				rho := new(big.Rat).Quo(new(big.Rat).Sub(cost, fixed), slope)
				if best < 0 || rho.Cmp(bestRho) < 0 {
					best, bestRho = p, rho
				}
				break
			}
		}
		if best < 0 {
			return order
		}
		for i := range e.Ballots {
			if gain[i][best] != nil {
				purse[i].Sub(purse[i], pays(i, best, bestRho))
			}
		}
		order = append(order, best)
	}
}

func TestEqualSharesIsTheRuleAsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e, utility := elections().Draw(t, "election"), rapid.SampledFrom(Utilities[1:]).Draw(t, "utility")
		people := e.People()
		if people == 0 {
			return
		}
		want := plainShares(e, utility, big.NewRat(e.Budget, people))
		if got := chosen(allocate(t, e, Rule{Name: EqualShares, Utility: utility})); !slices.Equal(got, want) {
			t.Fatalf("%v, want %v", got, want)
		}
		// Add1 step by step.
		for _, completion := range []string{Add1, Add1Exhaustive} {
			got := allocate(t, e, Rule{Name: EqualShares, Utility: utility, Completion: completion})
			before := plainShares(e, utility, big.NewRat(e.Budget, people))
			raised := int64(0)
			for ; ; raised++ {
				if final(e, before, completion == Add1Exhaustive) {
					break
				}
				next := plainShares(e, utility, new(big.Rat).Add(big.NewRat(e.Budget, people), big.NewRat(raised+1, 1)))
				if spent(e, next) > e.Budget {
					break
				}
				before = next
			}
			if got.Raised != raised || !slices.Equal(chosen(got), before) {
				t.Fatalf("%s: %v raised by %d, want %v by %d", completion, chosen(got), got.Raised, before, raised)
			}
		}
	})
}

func spent(e *Election, list []int) (cost int64) {
	for _, p := range list {
		cost += e.Projects[p].Cost
	}
	return cost
}

// final reports whether nothing more can come of raising shares.
func final(e *Election, chosen []int, exhaustive bool) bool {
	scores := make([]bool, len(e.Projects))
	for _, b := range e.Ballots {
		for j, p := range b.Projects {
			scores[p] = scores[p] || b.Weight > 0 && e.satisfaction(b, j) > 0
		}
	}
	for p, supported := range scores {
		if supported && !slices.Contains(chosen, p) && (!exhaustive || spent(e, chosen)+e.Projects[p].Cost <= e.Budget) {
			return false
		}
	}
	return true
}

// More votes for a project that greedy chose do not take its place away.
func TestGreedyIsMonotone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := elections().Filter(func(e *Election) bool { return e.Kind == Approval }).Draw(t, "election")
		rule := Rule{Name: rapid.SampledFrom(Rules[:2]).Draw(t, "rule"), Utility: rapid.SampledFrom(Utilities).Draw(t, "utility")}
		before := allocate(t, e, rule)
		if len(before.Rounds) == 0 {
			return
		}
		p := rapid.SampledFrom(before.Rounds).Draw(t, "chosen").Project
		more := *e
		more.Ballots = append(slices.Clone(e.Ballots), Ballot{Weight: 2, Projects: []int{p}})
		if !slices.Contains(allocate(t, &more, rule).Winners(), e.Projects[p].ID) {
			t.Fatalf("%s lost by more votes", e.Projects[p].ID)
		}
	})
}
