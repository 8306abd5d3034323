// Package budget turns votes and money into a list of what gets built, and
// says why: greedy by votes, the Method of Equal Shares, sequential Phragmén,
// guaranteed places. It reads and writes Pabulib files. It is pure: structured
// results and errors, no sentences. Whatever decides is reckoned exactly.
package budget

import (
	"fmt"
	"math"
)

// Kind of a ballot, by the names of the Pabulib format.
type Kind string

const (
	Approval   Kind = "approval"   // projects named, all alike
	Ordinal    Kind = "ordinal"    // projects named, best first
	Cumulative Kind = "cumulative" // points given out of a sum
	Scoring    Kind = "scoring"    // points given to each
)

// Kinds of ballots.
var Kinds = []Kind{Approval, Ordinal, Cumulative, Scoring}

// points reports whether ballots of this kind carry points.
func (k Kind) points() bool { return k == Cumulative || k == Scoring }

// Project is something that can be built.
type Project struct {
	ID   string
	Name string
	Cost int64 // in the election's unit of money, over 0
}

// Ballot is what one person, or a group of Weight people together, wants.
type Ballot struct {
	ID       string
	Weight   int64   // people it stands for; 0 counts for nothing
	Projects []int   // from 0; ordinal best first
	Points   []int64 // beside Projects: cumulative, scoring
}

// Election is an envelope, what could be built with it and who wants what.
// Money is in whole units of 10^-Decimals of the currency, points in whole
// units of 10^-PointDecimals of a point.
type Election struct {
	Kind          Kind
	Budget        int64
	Decimals      int
	PointDecimals int
	Projects      []Project
	Ballots       []Ballot
}

// limits within which whole numbers stay far from overflowing.
const (
	maxMoney    = 1_000_000_000_000_000 // units, of one project or the envelope
	maxPeople   = 1_000_000_000
	maxPoints   = 1_000_000_000_000 // units, of one ballot for one project
	maxProjects = 100_000
	maxSum      = 1 << 61 // people × points for one project, costs together
)

// ElectionError names what no rule can reckon with.
type ElectionError struct {
	Project int    // from 0; -1 none
	Ballot  int    // from 0; -1 none
	Why     string // "kind", "budget", "cost", "id", "weight", "project", "twice", "points", "size", "empty"
}

func (e *ElectionError) Error() string {
	return fmt.Sprintf("project %d, ballot %d: %s", e.Project+1, e.Ballot+1, e.Why)
}

// Check refuses, with an *ElectionError: no project, costs that are not over
// 0, ids that are empty or used twice, ballots that name what there is not or
// the same twice, points that are missing, negative in a cumulative ballot, or
// anything too large to be reckoned with.
func (e *Election) Check() error {
	switch {
	case e.Kind != Approval && e.Kind != Ordinal && !e.Kind.points():
		return &ElectionError{-1, -1, "kind"}
	case e.Budget <= 0 || e.Budget > maxMoney || e.Decimals < 0 || e.Decimals > maxDecimals || e.PointDecimals < 0 || e.PointDecimals > maxDecimals:
		return &ElectionError{-1, -1, "budget"}
	case len(e.Projects) == 0:
		return &ElectionError{-1, -1, "empty"}
	case len(e.Projects) > maxProjects:
		return &ElectionError{-1, -1, "size"}
	}
	ids := make(map[string]bool, len(e.Projects))
	costs := int64(0)
	for i, p := range e.Projects {
		if p.ID == "" || ids[p.ID] {
			return &ElectionError{i, -1, "id"}
		}
		ids[p.ID] = true
		if p.Cost <= 0 || p.Cost > maxMoney {
			return &ElectionError{i, -1, "cost"}
		}
		if costs += p.Cost; costs > maxSum {
			return &ElectionError{i, -1, "size"}
		}
	}
	return e.checkBallots()
}

func (e *Election) checkBallots() error {
	people := int64(0)
	sums := make([]float64, len(e.Projects))
	seenIn := make([]int, len(e.Projects)) // the last ballot, from 1, that names the project
	for i, b := range e.Ballots {
		if people += b.Weight; b.Weight < 0 || b.Weight > maxPeople || people > maxPeople {
			return &ElectionError{-1, i, "weight"}
		}
		if e.Kind.points() && len(b.Points) != len(b.Projects) || !e.Kind.points() && len(b.Points) > 0 {
			return &ElectionError{-1, i, "points"}
		}
		for j, p := range b.Projects {
			if p < 0 || p >= len(e.Projects) {
				return &ElectionError{p, i, "project"}
			}
			if seenIn[p] == i+1 {
				return &ElectionError{p, i, "twice"}
			}
			seenIn[p] = i + 1
			if s := e.satisfaction(b, j); s > maxPoints || s < -maxPoints || e.Kind == Cumulative && s < 0 {
				return &ElectionError{p, i, "points"}
			} else if sums[p] += math.Abs(float64(s)) * float64(b.Weight); sums[p] > maxSum {
				return &ElectionError{p, i, "size"}
			}
		}
	}
	return nil
}

// satisfaction of one of the ballot's people with the j-th project it names,
// in whole units: 1; its points; its Borda points, which are how many projects
// of the same ballot stand below it (the last one gives none).
func (e *Election) satisfaction(b Ballot, j int) int64 {
	switch {
	case e.Kind.points():
		return b.Points[j]
	case e.Kind == Ordinal:
		return int64(len(b.Projects) - j - 1)
	}
	return 1
}

// People that all ballots stand for together.
func (e *Election) People() int64 {
	n := int64(0)
	for _, b := range e.Ballots {
		n += b.Weight
	}
	return n
}

// votes of each project: the people whose ballots name it.
func (e *Election) votes() []int64 {
	votes := make([]int64, len(e.Projects))
	for _, b := range e.Ballots {
		for _, p := range b.Projects {
			votes[p] += b.Weight
		}
	}
	return votes
}

// scores of each project: the satisfaction of all people, not below 0.
func (e *Election) scores() []int64 {
	scores := make([]int64, len(e.Projects))
	for _, b := range e.Ballots {
		for j, p := range b.Projects {
			scores[p] += b.Weight * e.satisfaction(b, j)
		}
	}
	for p := range scores {
		scores[p] = max(scores[p], 0)
	}
	return scores
}
