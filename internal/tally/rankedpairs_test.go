package tally

import (
	"errors"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// matrices of margins with many equal ones, so that the order of ties matters.
func matrices(most, strongest int) *rapid.Generator[[][]int] {
	return rapid.Custom(func(t *rapid.T) [][]int {
		n := rapid.IntRange(2, most).Draw(t, "candidates")
		d := make([][]int, n)
		for i := range d {
			d[i] = make([]int, n)
		}
		for i := range n {
			for j := i + 1; j < n; j++ {
				if m := rapid.IntRange(-strongest, strongest).Draw(t, "margin"); m > 0 {
					d[i][j] = m
				} else {
					d[j][i] = -m
				}
			}
		}
		return d
	})
}

// Every order of equal victories tried one by one, as the rule is written.
func everyWinner(d [][]int) []int {
	won := map[int]bool{}
	tiers := victories(d, numbersTo(len(d)), Margins)
	var rec func(n int, o *order)
	rec = func(n int, o *order) {
		if n == len(tiers) {
			for c := range d {
				if o.highest(c) {
					won[c] = true
				}
			}
			return
		}
		permute(len(tiers[n]), func(turn []int) {
			next := o.clone()
			for _, k := range turn {
				if p := tiers[n][k]; !next.above(p.to, p.from) {
					next.put(p.from, p.to)
				}
			}
			rec(n+1, next)
		})
	}
	rec(0, newOrder(len(d)))
	var out []int
	for c := range d {
		if won[c] {
			out = append(out, c)
		}
	}
	return out
}

func numbersTo(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

func TestRankedPairsTriesEveryOrderOfEqualVictories(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := matrices(4, 2).Draw(t, "margins")
		places, err := rankedPairs(d, Margins)
		if err != nil {
			t.Fatal(err)
		}
		if want := everyWinner(d); !slices.Equal(places[0], want) {
			t.Fatalf("%v, want %v", places[0], want)
		}
	})
}

// The search by circles and paths finds what a search of everything finds.
func TestTheSearchAgreesWithThePlainRule(t *testing.T) {
	if testing.Short() {
		t.Skip("many orders")
	}
	d := [][]int{ // five candidates, a tier of seven: 5040 orders
		{0, 1, 1, 0, 0}, {0, 0, 1, 1, 0}, {0, 0, 0, 1, 2}, {2, 0, 0, 0, 1}, {1, 2, 0, 0, 0}}
	places, err := rankedPairs(d, Margins)
	if want := everyWinner(d); err != nil || !slices.Equal(places[0], want) {
		t.Fatalf("%v %v, want %v", places, err, want)
	}
}

// rotation: each of n candidates beats the next half by the same margin.
func rotation(n int) [][]int {
	d := make([][]int, n)
	for i := range d {
		d[i] = make([]int, n)
	}
	for i := range n {
		for k := 1; k <= n/2; k++ {
			d[i][(i+k)%n] = 2
		}
	}
	return d
}

// By symmetry all win under some order; taking the first orders tried would favour some.
func TestEqualVictoriesFavourNobody(t *testing.T) {
	for _, n := range []int{3, 5, 7, 9, 11} {
		places, err := rankedPairs(rotation(n), Margins)
		if err != nil || len(places) != 1 || len(places[0]) != n {
			t.Errorf("%d: %v %v", n, places, err)
		}
	}
}

func TestRankedPairsGivesUpRatherThanGuess(t *testing.T) {
	effort := 100
	_, err := pairWinners(9, victories(rotation(9), numbersTo(9), Margins), &effort)
	var gaveUp *EffortError
	if !errors.As(err, &gaveUp) || gaveUp.Error() == "" {
		t.Fatalf("%v", err)
	}
}
