package tally

import (
	"maps"
	"slices"
)

// Group of voters counted apart: "f", "m", or with an age band "f/18-28".
type Group struct {
	Key     string
	Heads   int // who may vote
	Spoiled int // dots spoiled
	Unused  int // dots handed out and not placed
}

// DotsRound is dots, beans or stickers: K for each person. Counts holds per
// option and group how many lie there.
type DotsRound struct {
	Options []string
	Groups  []Group
	K       int
	Counts  map[string]map[string]int
}

// Gap is a group whose dots do not add up: Want = Heads × Each, Got = counted,
// spoiled and unused together.
type Gap struct {
	Group       string
	Heads, Each int
	Want, Got   int
}

// Short is how many are missing; negative when there are too many.
func (g Gap) Short() int { return g.Want - g.Got }

// Check lists the groups whose dots do not add up; none when all do. Dots of a
// group that the round does not have are a gap of a group without people.
func (d DotsRound) Check() []Gap {
	var gaps []Gap
	for _, g := range withStrays(d.Groups, d.Options, d.Counts) {
		got := g.Spoiled + g.Unused
		for _, o := range d.Options {
			got += d.Counts[o][g.Key]
		}
		if want := g.Heads * d.K; got != want {
			gaps = append(gaps, Gap{g.Key, g.Heads, d.K, want, got})
		}
	}
	return gaps
}

// withStrays adds the groups that were counted without belonging to the round.
func withStrays(groups []Group, options []string, counts map[string]map[string]int) []Group {
	known, strays := map[string]bool{}, map[string]bool{}
	for _, g := range groups {
		known[g.Key] = true
	}
	for _, o := range options {
		for key := range counts[o] {
			if !known[key] {
				strays[key] = true
			}
		}
	}
	out := slices.Clone(groups)
	for _, key := range slices.Sorted(maps.Keys(strays)) {
		out = append(out, Group{Key: key})
	}
	return out
}

// Result orders the options by dots.
func (d DotsRound) Result(tie TieBreak, lots [][]string) Result {
	return counted(d.Options, d.Groups, d.Counts, tie, lots)
}

func counted(options []string, groups []Group, counts map[string]map[string]int, tie TieBreak, lots [][]string) Result {
	rows := make([]Row, len(options))
	votes := 0
	for i, o := range options {
		rows[i] = Row{Option: o, ByGroup: map[string]int{}}
		for g, n := range counts[o] {
			rows[i].ByGroup[g] = n
			rows[i].Points += n
		}
		votes += rows[i].Points
	}
	out := placed(byPoints(rows), tie, lots)
	out.Votes = votes
	for _, g := range groups {
		out.Heads += g.Heads
	}
	return out
}

// HandsRound is a show of hands: everybody may raise a hand for each option.
type HandsRound struct {
	Options []string
	Groups  []Group
	Counts  map[string]map[string]int
}

// Excess is a count that cannot be: above the number of people, or below 0.
type Excess struct {
	Option, Group string
	Heads, Got    int
}

// Check lists counts that cannot be. Hands of a group that the round does not
// have are above its number of people, 0.
func (h HandsRound) Check() []Excess {
	var out []Excess
	groups := withStrays(h.Groups, h.Options, h.Counts)
	for _, o := range h.Options {
		for _, g := range groups {
			if got := h.Counts[o][g.Key]; got > g.Heads || got < 0 {
				out = append(out, Excess{o, g.Key, g.Heads, got})
			}
		}
	}
	return out
}

// Result orders the options by hands.
func (h HandsRound) Result(tie TieBreak, lots [][]string) Result {
	return counted(h.Options, h.Groups, h.Counts, tie, lots)
}
