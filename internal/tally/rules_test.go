package tally

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// Tennessee choosing its capital: the textbook election.
var tennessee = Profile{Names: []string{"Memphis", "Nashville", "Chattanooga", "Knoxville"}, Ballots: []Ballot{
	{42, [][]int{{0}, {1}, {2}, {3}}}, {26, [][]int{{1}, {2}, {3}, {0}}},
	{15, [][]int{{2}, {3}, {1}, {0}}}, {17, [][]int{{3}, {2}, {1}, {0}}}}}

func TestEveryRuleOnTheTextbookElection(t *testing.T) {
	for method, want := range map[string]string{
		"borda":        "Nashville\nChattanooga\nMemphis\nKnoxville\n",
		"copeland":     "Nashville\nChattanooga\nKnoxville\nMemphis\n",
		"schulze":      "Nashville\nChattanooga\nKnoxville\nMemphis\n",
		"ranked-pairs": "Nashville\nChattanooga\nKnoxville\nMemphis\n",
		"kemeny":       "Nashville\nChattanooga\nKnoxville\nMemphis\n",
		"minimax":      "Nashville\nMemphis\nChattanooga\nKnoxville\n", // worst defeats 0, 16, 36, 66
	} {
		places, err := Rank(tennessee, method, "")
		if err != nil || places.Format(tennessee.Names) != want {
			t.Errorf("%s: %v\n%s", method, err, places.Format(tennessee.Names))
		}
	}
}

func TestEqualCandidatesStandOnOneLine(t *testing.T) {
	p := Profile{Names: []string{"жол", "суу", "мектеп"}, Ballots: []Ballot{
		{1, [][]int{{0}, {1}, {2}}}, {1, [][]int{{1}, {2}, {0}}}, {1, [][]int{{2}, {0}, {1}}}}}
	for _, method := range Methods {
		for _, s := range []Strength{Margins, WinningVotes} {
			places, err := Rank(p, method, s)
			if got := places.Format(p.Names); err != nil || got != "жол = суу = мектеп\n" {
				t.Errorf("%s %s: %v %q", method, s, err, got)
			}
		}
	}
}

// Schulze 2011, example 1: 45 voters, E wins, order E A C B D.
func TestSchulzesOwnExample(t *testing.T) {
	ballot := func(n int, s string) Ballot {
		b := Ballot{Count: n}
		for _, c := range s {
			b.Groups = append(b.Groups, []int{int(c - 'A')})
		}
		return b
	}
	p := Profile{Names: []string{"A", "B", "C", "D", "E"}, Ballots: []Ballot{ballot(5, "ACBED"), ballot(5, "ADECB"), ballot(8, "BEDAC"),
		ballot(3, "CABED"), ballot(7, "CAEBD"), ballot(2, "CBADE"), ballot(7, "DCEBA"), ballot(8, "EBADC")}}
	places, err := Rank(p, "schulze", Margins)
	if got := places.Format(p.Names); err != nil || got != "E\nA\nC\nB\nD\n" {
		t.Fatalf("%v %q", err, got)
	}
}

func TestWhatCannotBeRankedIsNamed(t *testing.T) {
	var method *MethodError
	if _, err := Rank(tennessee, "best", Margins); !errors.As(err, &method) || !slices.Equal(method.Allowed, Methods) || !strings.Contains(err.Error(), "schulze") {
		t.Errorf("%v", err)
	}
	if _, err := Rank(tennessee, "borda", "votes"); !errors.As(err, &method) || method.Asked != "votes" || !strings.Contains(err.Error(), "winning-votes") {
		t.Errorf("%v", err)
	}
	var size *SizeError
	if _, err := Rank(Profile{Names: make([]string, 9)}, "kemeny", Margins); !errors.As(err, &size) || size.Have != 9 || size.Most != KemenyMost {
		t.Errorf("%v", err)
	}
	for why, b := range map[string]Ballot{"candidate": {1, [][]int{{4}}}, "twice": {1, [][]int{{0}, {1, 0}}}, "count": {-1, nil}} {
		var wrong *ProfileError
		if _, err := Rank(Profile{Names: tennessee.Names, Ballots: []Ballot{b}}, "borda", Margins); !errors.As(err, &wrong) || wrong.Why != why || !strings.Contains(err.Error(), why) {
			t.Errorf("%s: %v", why, err)
		}
	}
}

// Whoever wins alone and is then put higher by somebody still comes first.
func TestMoreSupportDoesNotCostTheWin(t *testing.T) {
	for _, method := range Methods {
		for _, s := range []Strength{Margins, WinningVotes} {
			t.Run(method+" "+string(s), rapid.MakeCheck(func(t *rapid.T) {
				p := profiles().Draw(t, "profile")
				before := ranked(t, p, method, s)
				i := rapid.IntRange(0, len(p.Ballots)-1).Draw(t, "ballot")
				if len(before[0]) > 1 {
					return
				}
				winner := before[0][0]
				raised := Profile{Names: p.Names, Ballots: slices.Clone(p.Ballots)}
				groups := [][]int{{winner}}
				for _, g := range p.Ballots[i].Groups {
					if rest := slices.DeleteFunc(slices.Clone(g), func(c int) bool { return c == winner }); len(rest) > 0 {
						groups = append(groups, rest)
					}
				}
				raised.Ballots[i] = Ballot{p.Ballots[i].Count, groups}
				if after := ranked(t, raised, method, s); !slices.Contains(after[0], winner) {
					t.Fatalf("%v became %v", before, after)
				}
			}))
		}
	}
}
