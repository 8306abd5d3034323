package tally

import (
	"math/rand/v2"
	"testing"
)

// a profile of strict ballots by chance, always the same.
func chance(candidates, ballots int) Profile {
	r := rand.New(rand.NewPCG(1, 2))
	p := Profile{Names: make([]string, candidates)}
	for range ballots {
		b := Ballot{Count: 1}
		for _, c := range r.Perm(candidates) {
			b.Groups = append(b.Groups, []int{c})
		}
		p.Ballots = append(p.Ballots, b)
	}
	return p
}

func BenchmarkRank(b *testing.B) {
	for _, method := range Methods {
		b.Run(method, func(b *testing.B) {
			p := chance(KemenyMost, 500)
			for b.Loop() {
				if _, err := Rank(p, method, Margins); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// Many candidates and few voters: many equal victories, many circles.
func BenchmarkRankedPairsWithManyTies(b *testing.B) {
	p := chance(15, 9)
	for b.Loop() {
		if _, err := Rank(p, "ranked-pairs", Margins); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSchulzeOfAHundred(b *testing.B) {
	p := chance(100, 200)
	for b.Loop() {
		if _, err := Rank(p, "schulze", Margins); err != nil {
			b.Fatal(err)
		}
	}
}
