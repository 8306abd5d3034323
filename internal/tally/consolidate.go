package tally

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
)

// FocusGroup is what one session brings to the list of its cycle.
type FocusGroup struct {
	ID           string
	Audience     string     // kind: women, men, youth …
	Village      string     // "" where it stands for no single village
	Population   int        // people it stands for; 0 unknown
	Attendance   int        // people who came
	BelowMinimum bool       // fewer came than the cycle asks: said, never left out
	Order        [][]string // needs best first, those level together; it may name only some
}

// Rule makes one list of the groups' orders. A cycle declares it before its
// first session.
type Rule string

// The rules as a villager may hear them. A Borda group's first need gets as
// many points as the depth, the next one fewer, and so on down to 1: 5, 4, 3,
// 2, 1. What stands lower, or was not named, gets none. Needs that a group put
// level share the points of their places alike.
const (
	ByBorda      Rule = "borda"      // the points of all groups are added; every group weighs the same
	ByPopulation Rule = "population" // points × people the group stands for
	ByAttendance Rule = "attendance" // points × people who came: rewards turnout
	ByCopeland   Rule = "copeland"   // each need against each other: a point where more groups put it higher, half where as many (Copeland 1951)
	ByGuarantee  Rule = "guaranteed" // each group's first need comes in, in a declared order; Borda fills
	ByGroups     Rule = "groups"     // how many groups named it, wherever; then how many villages
)

// Rules of Consolidation; the first is the default.
var Rules = []string{string(ByBorda), string(ByPopulation), string(ByAttendance), string(ByCopeland), string(ByGuarantee), string(ByGroups)}

// BordaDepth is the depth of a cycle that declares none: rank 1 = 5 points …
// rank 5 = 1.
const BordaDepth = 5

// TieSteps part needs that the rule leaves equal, in this order: named by more
// groups, named in more villages, the best place that any one group gave. What
// no step parts shares the place; no order of typing ever counts.
var TieSteps = []string{"groups", "villages", "best"}

// Consolidation is the groups of a cycle and the needs made of their cards.
// Where two cards of a group became one need, the group's order has it once,
// at the better place.
//
// Depth is how many places of a group bring points, 0 meaning BordaDepth. It is
// never more than there are other needs: with few needs the last place is worth
// 0, as Borda has it (1781). So with complete orders of at most depth+1 needs
// this is Borda's count to the number. With more, each group speaks on the same
// scale: its first need weighs the same however long its list is, naming more
// than the depth brings nothing, and naming fewer makes none of them heavier.
// Both usual ways of making sums equal were left: a first place worth the
// length of the list rewards long lists, a fixed sum to divide rewards naming
// one need only.
type Consolidation struct {
	Needs  []string
	Groups []FocusGroup
	Depth  int
	First  []string // ByGuarantee: ids of groups, first to come in first; unknown ids do not count
}

// GroupError names what no rule can read in a consolidation.
type GroupError struct {
	Group, Need string
	Why         string // "need": there is none; "twice": listed before; "number": below 0
}

func (e *GroupError) Error() string {
	return fmt.Sprintf("group %q, need %q: %s", e.Group, e.Need, e.Why)
}

// Check refuses needs or groups listed twice, orders that name unknown needs or
// one twice, and numbers below zero, with a *GroupError.
func (c Consolidation) Check() error {
	if c.Depth < 0 {
		return &GroupError{"", "", "number"}
	}
	namedIn := map[string]int{} // the last group, from 1, that names the need
	for _, need := range c.Needs {
		if _, known := namedIn[need]; known {
			return &GroupError{"", need, "twice"}
		}
		namedIn[need] = 0
	}
	groups := map[string]bool{}
	for i, g := range c.Groups {
		if groups[g.ID] {
			return &GroupError{g.ID, "", "twice"}
		}
		groups[g.ID] = true
		if g.Population < 0 || g.Attendance < 0 {
			return &GroupError{g.ID, "", "number"}
		}
		for _, level := range g.Order {
			for _, need := range level {
				last, known := namedIn[need]
				if !known {
					return &GroupError{g.ID, need, "need"}
				}
				if last == i+1 {
					return &GroupError{g.ID, need, "twice"}
				}
				namedIn[need] = i + 1
			}
		}
	}
	return nil
}

// depth is how many points a group's first need gets.
func (c Consolidation) depth() int {
	return max(1, min(cmp.Or(c.Depth, BordaDepth), len(c.Needs)-1))
}

// weight of a group under a rule.
func (r Rule) weight(g FocusGroup) int {
	switch r {
	case ByPopulation:
		return g.Population
	case ByAttendance:
		return g.Attendance
	}
	return 1
}

// Voice is what one group gave a need: the row's points are the sum of
// Points × Weight, but for ByCopeland.
type Voice struct {
	Group        string
	Place, Last  int      // in the group's own order, as in Placed
	Points       *big.Rat // before the weight; ByGroups: 1; ByCopeland: nil, it compares and adds nothing
	Weight       int      // 1, or people
	BelowMinimum bool
}

// NeedRow is one need of a List. Points are exact; see Mixed.
type NeedRow struct {
	Placed
	Points   *big.Rat
	Groups   int      // that name it, those of weight 0 apart
	Villages int      // that these groups come from
	Best     int      // the best place any of these groups gave it; 0 without one
	Step     string   // of TieSteps: what put it below the row before, equal by the rule; "" nothing or no need
	Wins     int      // ByCopeland: needs that fewer groups put higher than it
	Losses   int      // ByCopeland: needs that more groups put higher
	Brought  []string // ByGuarantee: groups whose first need it is and for whom it stands, in their order
	Voices   []Voice  // of all groups that name it, best place first, then by id
}

// List is what a rule makes of the groups. Rows that share a place stand in the
// order of their ids.
type List struct {
	Rule         Rule
	Depth        int // points of a group's first place, where Borda counts
	Rows         []NeedRow
	BelowMinimum []string // groups that were too small, counted like all others
	Unweighed    []string // groups of weight 0 under this rule: heard, but nothing counts
}

// Order is the list without its reasons.
func (l List) Order() []Placed {
	out := make([]Placed, len(l.Rows))
	for i, r := range l.Rows {
		out[i] = r.Placed
	}
	return out
}

// By makes the list of all needs by a rule; "" means ByBorda. A group of weight
// 0 changes no place. Errors: *MethodError, *GroupError.
func (c Consolidation) By(rule Rule) (List, error) {
	rule = cmp.Or(rule, ByBorda)
	if !slices.Contains(Rules, string(rule)) {
		return List{}, &MethodError{string(rule), Rules}
	}
	if err := c.Check(); err != nil {
		return List{}, err
	}
	list := c.counted(rule)
	switch rule {
	case ByCopeland:
		c.compare(list.Rows)
	case ByGuarantee:
		list.Rows = c.guaranteed(list.Rows)
		return list, nil
	}
	list.Rows = ordered(list.Rows, nil)
	return list, nil
}

// Mixed writes points as people read them: "14", "12 1/2", "1/3".
func Mixed(points *big.Rat) string {
	whole, rest := new(big.Int).QuoRem(points.Num(), points.Denom(), new(big.Int))
	part := new(big.Rat).SetFrac(rest, points.Denom())
	switch {
	case rest.Sign() == 0:
		return whole.String()
	case whole.Sign() == 0:
		return part.String()
	}
	return whole.String() + " " + part.String()
}
