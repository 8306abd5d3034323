package tally

import (
	"fmt"
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

// A large municipality: 240 sessions of 12 cards over 150 needs, some liked by
// many; some cards stand level. All rules together.
func BenchmarkConsolidate(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	var c Consolidation
	for i := range 150 {
		c.Needs = append(c.Needs, fmt.Sprintf("need-%03d", i))
	}
	for i := range 240 {
		g := FocusGroup{ID: fmt.Sprintf("group-%03d", i), Village: fmt.Sprint("village-", i%20), Population: 20 + r.IntN(400), Attendance: 6 + r.IntN(10)}
		c.First = append(c.First, g.ID)
		named := map[int]bool{}
		for len(named) < 12 {
			need := min(int(25*r.ExpFloat64()), 149)
			if named[need] {
				continue
			}
			named[need] = true
			if n := len(g.Order); n > 0 && r.IntN(4) == 0 {
				g.Order[n-1] = append(g.Order[n-1], c.Needs[need])
			} else {
				g.Order = append(g.Order, []string{c.Needs[need]})
			}
		}
		c.Groups = append(c.Groups, g)
	}
	for b.Loop() {
		for _, rule := range Rules {
			if _, err := c.By(Rule(rule)); err != nil {
				b.Fatal(err)
			}
		}
	}
}
