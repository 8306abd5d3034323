package tally

import (
	"fmt"
	"slices"
	"strings"
)

// Strength of a pairwise victory.
type Strength string

const (
	Margins      Strength = "margins"       // how many more preferred the winner
	WinningVotes Strength = "winning-votes" // how many preferred the winner
)

// Methods of Rank.
var Methods = []string{"borda", "copeland", "schulze", "ranked-pairs", "minimax", "kemeny"}

// Strengths of Rank; the first is the default.
var Strengths = []string{string(Margins), string(WinningVotes)}

// Places are the candidates best first; those tied for a place stand together
// in the order of the file.
type Places [][]int

// MethodError names a method or strength that there is not, and those there are.
type MethodError struct {
	Asked   string
	Allowed []string // Methods or Strengths
}

func (e *MethodError) Error() string {
	return fmt.Sprintf("%q is none of %s", e.Asked, strings.Join(e.Allowed, ", "))
}

// SizeError says that a method cannot take so many candidates.
type SizeError struct{ Have, Most int }

func (e *SizeError) Error() string {
	return fmt.Sprintf("%d candidates; at most %d can be ranked this way", e.Have, e.Most)
}

// EffortError says that a method gave up: its exact result would have taken
// too long, and a guess is no result.
type EffortError struct{ Method string }

func (e *EffortError) Error() string {
	return e.Method + ": too many equally strong victories to look at every order of them"
}

// ProfileError names a ballot (from 0) that no rule can read.
type ProfileError struct {
	Ballot    int
	Candidate int    // from 0; -1 when it is about the count
	Why       string // "candidate": there is none; "twice": ranked before; "count": below 0
}

func (e *ProfileError) Error() string {
	return fmt.Sprintf("ballot %d: candidate %d: %s", e.Ballot+1, e.Candidate+1, e.Why)
}

// Check refuses unknown candidates, candidates ranked twice and counts below
// zero with a *ProfileError.
func (p Profile) Check() error {
	seenIn := make([]int, len(p.Names)) // the last ballot, from 1, that ranks the candidate
	for i, b := range p.Ballots {
		if b.Count < 0 {
			return &ProfileError{i, -1, "count"}
		}
		for _, g := range b.Groups {
			for _, c := range g {
				if c < 0 || c >= len(p.Names) {
					return &ProfileError{i, c, "candidate"}
				}
				if seenIn[c] == i+1 {
					return &ProfileError{i, c, "twice"}
				}
				seenIn[c] = i + 1
			}
		}
	}
	return nil
}

// Rank orders the candidates of a profile; strength "" means Margins. It
// matters to schulze, ranked-pairs and minimax only. Candidates that a ballot
// leaves out stand below all it ranks and tie with each other; in Borda they
// share the average of the places left.
//
// Who shares a place:
//
//   - borda, copeland (a victory 1, a tie ½): equal scores.
//   - minimax: equal worst defeats; without a defeat it is 0.
//   - schulze: those whom no candidate left beats by its paths; they are taken
//     off and the next place is found among the rest by the same relation.
//   - ranked-pairs: those who win under some order of the equally strong
//     victories; they are taken off and the rule is held again among the rest.
//   - kemeny: those first in some best order; they are taken off and the rule
//     is held again among the rest.
//   - marks, for ballots without an order, none of Methods: equal numbers of
//     ballots that name them.
//
// Errors: *MethodError, *ProfileError, *SizeError (kemeny), *EffortError
// (ranked-pairs).
func Rank(p Profile, method string, strength Strength) (Places, error) {
	if strength == "" {
		strength = Margins
	}
	if !slices.Contains(Strengths, string(strength)) {
		return nil, &MethodError{string(strength), Strengths}
	}
	if !slices.Contains(Methods, method) && method != "marks" {
		return nil, &MethodError{method, Methods}
	}
	if err := p.Check(); err != nil {
		return nil, err
	}
	if method == "marks" {
		return byScore(p.Marks(), true), nil
	}
	d := p.Pairwise()
	switch method {
	case "borda":
		return byScore(p.BordaTwice(), true), nil
	case "copeland":
		return byScore(copelandTwice(d), true), nil
	case "minimax":
		return byScore(worstDefeats(d, strength), false), nil
	case "schulze":
		return schulze(d, strength), nil
	case "ranked-pairs":
		return rankedPairs(d, strength)
	}
	return kemeny(d)
}

// Format writes one place a line, tied candidates joined by " = ".
func (pl Places) Format(names []string) string {
	var b strings.Builder
	for _, place := range pl {
		for i, c := range place {
			if i > 0 {
				b.WriteString(" = ")
			}
			b.WriteString(names[c])
		}
		b.WriteByte('\n')
	}
	return b.String()
}
