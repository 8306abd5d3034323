package tally

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// TieBreak is declared before the vote: one step, or several joined by commas
// that are tried in turn, as "women,groups,lot". What no step parts shares the
// place.
type TieBreak string

const (
	SharePlace TieBreak = "shared" // equal points share the place
	MoreWomen  TieBreak = "women"  // more points from women first
	MoreGroups TieBreak = "groups" // points from more groups first
	ByLot      TieBreak = "lot"    // a lot is drawn and recorded
)

// Steps that a TieBreak may have.
var Steps = []string{string(SharePlace), string(MoreWomen), string(MoreGroups), string(ByLot)}

// StepError names a step of a tie-break that there is not, and those there are.
type StepError struct {
	Asked   string
	Allowed []string
}

func (e *StepError) Error() string {
	return fmt.Sprintf("%q is none of %s", e.Asked, strings.Join(e.Allowed, ", "))
}

// Check refuses unknown steps with a *StepError.
func (t TieBreak) Check() error {
	for _, step := range t.steps() {
		if !slices.Contains(Steps, step) {
			return &StepError{step, Steps}
		}
	}
	return nil
}

func (t TieBreak) steps() []string { return strings.Split(string(t), ",") }

// placed makes a result of groups of rows that the count does not part, best
// group first: it breaks ties as declared and numbers the places.
func placed(groups [][]Row, tie TieBreak, lots [][]string) Result {
	out := Result{Tie: tie}
	for _, group := range groups {
		tied := len(group) > 1
		for _, part := range parted(group, tie, lots, &out.Lots) {
			place := len(out.Rows) + 1
			for _, row := range part {
				row.Tied, row.Place, row.Last = tied, place, place+len(part)-1
				out.Rows = append(out.Rows, row)
			}
		}
	}
	return out
}

// byPoints groups rows of equal points, most points first.
func byPoints(rows []Row) [][]Row { return parts(rows, func(r Row) int { return r.Points }) }

// parts groups rows by a number, highest first, each group in the order it had.
func parts(rows []Row, of func(Row) int) [][]Row {
	rows = slices.Clone(rows)
	slices.SortStableFunc(rows, func(a, b Row) int { return cmp.Compare(of(b), of(a)) })
	var out [][]Row
	for i, r := range rows {
		if i == 0 || of(rows[i-1]) != of(r) {
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], r)
	}
	return out
}

// parted takes a tie apart by the steps in turn. Used collects the options of
// the lots that decided. A lot counts only if all of a tie are in it: one that
// was drawn among some of them said nothing about the others. Of several such
// lots the latest counts.
func parted(tie []Row, by TieBreak, lots [][]string, used *[]string) [][]Row {
	out := [][]Row{tie}
	for _, step := range by.steps() {
		var next [][]Row
		for _, part := range out {
			switch TieBreak(step) {
			case MoreWomen:
				next = append(next, parts(part, women)...)
			case MoreGroups:
				next = append(next, parts(part, groupsFor)...)
			case ByLot:
				lot := lotOf(part, lots)
				if len(part) < 2 || lot == nil {
					next = append(next, part)
					continue
				}
				for _, one := range parts(part, func(r Row) int { return -slices.Index(lot, r.Option) }) {
					next, *used = append(next, one), append(*used, one[0].Option)
				}
			default:
				next = append(next, part)
			}
		}
		out = next
	}
	return out
}

// lotOf is the latest lot that was drawn among all of a tie, nil none.
func lotOf(tie []Row, lots [][]string) []string {
	for _, lot := range slices.Backward(lots) {
		if !slices.ContainsFunc(tie, func(r Row) bool { return !slices.Contains(lot, r.Option) }) {
			return lot
		}
	}
	return nil
}

func women(r Row) int {
	n := 0
	for group, points := range r.ByGroup {
		if group == "f" || strings.HasPrefix(group, "f/") {
			n += points
		}
	}
	return n
}

func groupsFor(r Row) int {
	n := 0
	for _, points := range r.ByGroup {
		if points > 0 {
			n++
		}
	}
	return n
}

// Draw puts the options of every shared place into an order by lot, a lot for
// each. intn is a source of chance: intn(n) is one of 0 … n−1. The answer is to
// be recorded after the lots drawn before: given to Result again it makes the
// same order.
func Draw(r Result, intn func(int) int) [][]string {
	var lots [][]string
	for i := 0; i < len(r.Rows); i = max(r.Rows[i].Last, i+1) {
		if !r.Rows[i].Shared() {
			continue
		}
		var tied []string
		for _, row := range r.Rows[i:r.Rows[i].Last] {
			tied = append(tied, row.Option)
		}
		for k := len(tied) - 1; k > 0; k-- {
			j := intn(k + 1)
			tied[k], tied[j] = tied[j], tied[k]
		}
		lots = append(lots, tied)
	}
	return lots
}
