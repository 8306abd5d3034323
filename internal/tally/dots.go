package tally

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

// Gap is a group whose dots do not add up: Want = heads × K, Got = counted,
// spoiled and unused together.
type Gap struct {
	Group     string
	Heads     int
	Want, Got int
}

// Check lists the groups whose dots do not add up; none when all do.
func (d DotsRound) Check() []Gap {
	var gaps []Gap
	for _, g := range d.Groups {
		got := g.Spoiled + g.Unused
		for _, o := range d.Options {
			got += d.Counts[o][g.Key]
		}
		if want := g.Heads * d.K; got != want {
			gaps = append(gaps, Gap{g.Key, g.Heads, want, got})
		}
	}
	return gaps
}

// Result orders the options by dots.
func (d DotsRound) Result(tie TieBreak, lots []string) Result {
	return Result{Rows: rank(countRows(d.Options, d.Counts), tie, lots)}
}

func countRows(options []string, counts map[string]map[string]int) []Row {
	rows := make([]Row, len(options))
	for i, o := range options {
		rows[i] = Row{Option: o, ByGroup: map[string]int{}}
		for g, n := range counts[o] {
			rows[i].ByGroup[g] = n
			rows[i].Points += n
		}
	}
	return rows
}

// HandsRound is a show of hands: everybody may raise a hand for each option.
type HandsRound struct {
	Options []string
	Groups  []Group
	Counts  map[string]map[string]int
}

// Excess is a count above the number of people.
type Excess struct {
	Option, Group string
	Heads, Got    int
}

// Check lists counts above the number of people.
func (h HandsRound) Check() []Excess {
	var out []Excess
	for _, o := range h.Options {
		for _, g := range h.Groups {
			if got := h.Counts[o][g.Key]; got > g.Heads {
				out = append(out, Excess{o, g.Key, g.Heads, got})
			}
		}
	}
	return out
}

// Result orders the options by hands.
func (h HandsRound) Result(tie TieBreak, lots []string) Result {
	return Result{Rows: rank(countRows(h.Options, h.Counts), tie, lots)}
}
