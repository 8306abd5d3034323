package tally

// Row is one option of a result. Points are whole; where halves can occur the
// result says Half and they are doubled.
type Row struct {
	Option  string
	Points  int
	ByGroup map[string]int // of the points, where counted apart
	Parts   []int          // scoring: each criterion's weighted points
	Wins    int            // pairwise
	Losses  int
	Place   int  // competition numbering: 1, 2, 2, 4
	Last    int  // the last place that is shared; Place when it is not
	Tied    bool // the count did not part it from others, also where a tie-break then did
}

// Shared reports whether the place is shared.
func (r Row) Shared() bool { return r.Last > r.Place }

// Result of a round, best first; options that share a place stand in the
// order of the round. Where something is missing there are no Rows.
type Result struct {
	Rows  []Row
	Half  bool     // Points are doubled
	Tie   TieBreak // as declared
	Lots  []string // the options whose places a drawn lot decided, as drawn
	Heads int      // dots, hands: people who could vote; who of them did is not known
	Votes int      // dots, hands: counted on the options
}
