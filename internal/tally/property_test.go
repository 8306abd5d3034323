package tally

import (
	"bytes"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// profiles of two to five candidates with weak, incomplete ballots.
func profiles() *rapid.Generator[Profile] {
	return rapid.Custom(func(t *rapid.T) Profile {
		m := rapid.IntRange(2, 5).Draw(t, "candidates")
		p := Profile{Names: []string{"a", "b", "c", "d", "e"}[:m]}
		for range rapid.IntRange(1, 7).Draw(t, "ballots") {
			order := rapid.Permutation([]int{0, 1, 2, 3, 4}[:m]).Draw(t, "order")
			b := Ballot{Count: rapid.IntRange(0, 4).Draw(t, "count")}
			for _, c := range order[:rapid.IntRange(0, m).Draw(t, "ranked")] {
				if n := len(b.Groups); n > 0 && rapid.IntRange(0, 3).Draw(t, "tie") == 0 {
					b.Groups[n-1] = append(b.Groups[n-1], c)
				} else {
					b.Groups = append(b.Groups, []int{c})
				}
			}
			p.Ballots = append(p.Ballots, b)
		}
		return p
	})
}

func ranked(t *rapid.T, p Profile, method string, s Strength) Places {
	places, err := Rank(p, method, s)
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, place := range places {
		if !slices.IsSorted(place) {
			t.Fatalf("%s: not in the order of the file: %v", method, place)
		}
		seen += len(place)
	}
	if seen != len(p.Names) {
		t.Fatalf("%s ranks %d of %d", method, seen, len(p.Names))
	}
	return places
}

func TestRulesTreatCandidatesAndVotersAlike(t *testing.T) {
	for _, method := range Methods {
		for _, s := range []Strength{Margins, WinningVotes} {
			t.Run(method+" "+string(s), rapid.MakeCheck(func(t *rapid.T) {
				p := profiles().Draw(t, "profile")
				want := ranked(t, p, method, s)

				shuffled := p
				shuffled.Ballots = append(rapid.Permutation(p.Ballots).Draw(t, "shuffle"), Ballot{Count: 0, Groups: [][]int{{0}}})
				if got := ranked(t, shuffled, method, s); !reflect.DeepEqual(got, want) {
					t.Fatalf("the order of ballots or an empty one counts: %v, %v", got, want)
				}
				tripled := p
				tripled.Ballots = nil
				for _, b := range p.Ballots {
					b.Count *= 3
					tripled.Ballots = append(tripled.Ballots, b)
				}
				if got := ranked(t, tripled, method, s); !reflect.DeepEqual(got, want) {
					t.Fatalf("three times the voters change the order: %v, %v", got, want)
				}
				rename := rapid.Permutation([]int{0, 1, 2, 3, 4}[:len(p.Names)]).Draw(t, "rename")
				other := Profile{Names: p.Names}
				for _, b := range p.Ballots {
					x := Ballot{Count: b.Count}
					for _, g := range b.Groups {
						var y []int
						for _, c := range g {
							y = append(y, rename[c])
						}
						x.Groups = append(x.Groups, y)
					}
					other.Ballots = append(other.Ballots, x)
				}
				var renamed Places
				for _, place := range want {
					var y []int
					for _, c := range place {
						y = append(y, rename[c])
					}
					slices.Sort(y)
					renamed = append(renamed, y)
				}
				if got := ranked(t, other, method, s); !reflect.DeepEqual(got, renamed) {
					t.Fatalf("names count: %v, want %v", got, renamed)
				}
			}))
		}
	}
}

func TestWhoBeatsEverybodyWins(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := profiles().Draw(t, "profile")
		d := p.Pairwise()
		for i := range d {
			all := true
			for j := range d {
				all = all && (i == j || d[i][j] > d[j][i])
			}
			if !all {
				continue
			}
			for _, method := range Methods[1:] {
				for _, s := range []Strength{Margins, WinningVotes} {
					if places := ranked(t, p, method, s); !slices.Equal(places[0], []int{i}) {
						t.Fatalf("%s %s: %v, want %d first", method, s, places, i)
					}
				}
			}
		}
	})
}

func TestBordaGivesOutAllItsPoints(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := profiles().Draw(t, "profile")
		m, voters, sum := len(p.Names), 0, 0
		for _, b := range p.Ballots {
			voters += b.Count
		}
		for _, n := range p.BordaTwice() {
			sum += n
		}
		if sum != voters*m*(m-1) {
			t.Fatalf("%d points, want %d", sum, voters*m*(m-1))
		}
	})
}

func TestKemenyIsTheBestOfAllOrders(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := profiles().Draw(t, "profile")
		d := p.Pairwise()
		best, first := -1, map[int]bool{}
		permute(len(d), func(order []int) {
			c := cost(d, order)
			if best < 0 || c < best {
				best, first = c, map[int]bool{}
			}
			if c == best {
				first[order[0]] = true
			}
		})
		places := ranked(t, p, "kemeny", Margins)
		if total := cost(d, flat(places)); everyPlaceAlone(places) && total != best {
			t.Fatalf("%v costs %d, the best order %d", places, total, best)
		}
		for _, c := range places[0] {
			if !first[c] {
				t.Fatalf("%d is first in no best order", c)
			}
		}
		if len(places[0]) != len(first) {
			t.Fatalf("%v, want %v", places[0], first)
		}
	})
}

// cost is how often a ballot disagrees with an order.
func cost(d [][]int, order []int) int {
	n := 0
	for i, a := range order {
		for _, b := range order[i+1:] {
			n += d[b][a]
		}
	}
	return n
}

func flat(places Places) []int { return slices.Concat(places...) }

func everyPlaceAlone(places Places) bool {
	return !slices.ContainsFunc(places, func(p []int) bool { return len(p) > 1 })
}

func permute(n int, each func([]int)) {
	var rec func(order, left []int)
	rec = func(order, left []int) {
		if len(left) == 0 {
			each(order)
		}
		for i, c := range left {
			rec(append(slices.Clone(order), c), slices.Delete(slices.Clone(left), i, i+1))
		}
	}
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	rec(nil, all)
}

func TestAProfileSurvivesItsFile(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := profiles().Draw(t, "profile")
		var file bytes.Buffer
		if err := p.WritePreflib(&file); err != nil {
			t.Fatal(err)
		}
		back, err := ParsePreflib(&file)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(back.Names, p.Names) || !reflect.DeepEqual(back.Pairwise(), p.Pairwise()) {
			t.Fatalf("%+v came back as %+v", p, back)
		}
	})
}
