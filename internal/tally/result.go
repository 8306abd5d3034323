package tally

import "slices"

// Row is one option of a result. Points are whole; where halves can occur the
// result says Half and they are doubled.
type Row struct {
	Option  string
	Points  int
	ByGroup map[string]int // of the points, where counted apart
	Parts   []int          // scoring: each criterion's weighted points
	Wins    int            // pairwise
	Losses  int
	Place   int // competition numbering: 1, 2, 2, 4
	Last    int // the last place that is shared; Place when it is not
}

// Shared reports whether the place is shared.
func (r Row) Shared() bool { return r.Last > r.Place }

// Result of a round, best first.
type Result struct {
	Rows []Row
	Half bool // Points are doubled
}

// TieBreak is declared before the vote.
type TieBreak string

const (
	SharePlace TieBreak = "shared" // equal points share the place
	MoreWomen  TieBreak = "women"  // more points from women first, then shared
	ByLot      TieBreak = "lot"    // a lot is drawn and recorded
)

// rank sorts rows by points, breaks ties as declared and numbers the places.
// lots are options in the order drawn; where a lot is still to be drawn the
// place stays shared. same tells rows that no tie-break may part.
func rank(rows []Row, tie TieBreak, lots []string) []Row {
	key := func(a, b Row) int {
		if a.Points != b.Points {
			return b.Points - a.Points
		}
		switch tie {
		case MoreWomen:
			return women(b) - women(a)
		case ByLot:
			i, j := slices.Index(lots, a.Option), slices.Index(lots, b.Option)
			if i >= 0 && j >= 0 {
				return i - j
			}
		}
		return 0
	}
	slices.SortStableFunc(rows, key)
	for i := 0; i < len(rows); {
		j := i + 1
		for j < len(rows) && key(rows[i], rows[j]) == 0 {
			j++
		}
		for k := i; k < j; k++ {
			rows[k].Place, rows[k].Last = i+1, j
		}
		i = j
	}
	return rows
}

func women(r Row) int {
	n := 0
	for group, points := range r.ByGroup {
		if group == "f" || len(group) > 1 && group[:2] == "f/" {
			n += points
		}
	}
	return n
}

// Draw puts the options of every shared place into an order by lot. intn is a
// source of chance: intn(n) is one of 0 … n−1. The answer is to be recorded.
func Draw(r Result, intn func(int) int) []string {
	var lots []string
	for i := 0; i < len(r.Rows); {
		last := r.Rows[i].Last
		if r.Rows[i].Shared() {
			var tied []string
			for k := i; k < last; k++ {
				tied = append(tied, r.Rows[k].Option)
			}
			for k := len(tied) - 1; k > 0; k-- {
				j := intn(k + 1)
				tied[k], tied[j] = tied[j], tied[k]
			}
			lots = append(lots, tied...)
		}
		i = max(last, i+1)
	}
	return lots
}
