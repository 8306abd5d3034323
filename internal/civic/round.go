package civic

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

// RoundStatus is where a ranking round stands.
type RoundStatus string

const (
	RoundOpen     RoundStatus = "open"     // being counted
	RoundClosed   RoundStatus = "closed"   // counted and confirmed, nothing changes any more, still hidden
	RoundRevealed RoundStatus = "revealed" // everybody sees the result
)

// PairwiseMax is how many options pairs are asked of: 8 make 28 questions,
// and 28 is what a group has patience for.
const PairwiseMax = 8

// ScoreMax is the best mark of a criterion; the worst is 1.
const ScoreMax = 5

// How the voters are counted: all together, women and men, or by age band.
const (
	Together = ""
	BySex    = "sex"
	ByBand   = "band"
)

// Everybody is the key of the one group of a round counted together.
const Everybody = "all"

// RoundRules are the cycle's rules as they were when the round opened, and how
// its voters are counted.
type RoundRules struct {
	Method   Method      `json:"method"`
	Dots     int         `json:"dots,omitempty"` // per person
	TieBreak string      `json:"tie_break"`
	Unranked string      `json:"unranked,omitempty"`
	Marks    int         `json:"marks,omitempty"` // ballots: how many each person orders or marks at most
	Criteria []Criterion `json:"criteria,omitempty"`
	By       string      `json:"by,omitempty"`
	// Unordered ballots carry marks, each one point, instead of places.
	Unordered bool `json:"unordered,omitempty"`
}

// RulesOfRound takes from a cycle's rules what its method needs. Where women
// are not counted apart their count cannot decide: places are then shared, and
// that is said before the vote.
func RulesOfRound(r CycleRules, by string) RoundRules {
	out := RoundRules{Method: r.Method, TieBreak: r.TieBreak}
	switch r.Method {
	case Dots:
		out.Dots, out.By = r.Dots, by
	case Hands:
		out.By = by
	case Ballots:
		out.Marks, out.Unordered = r.Marks, r.Unordered
		if !r.Unordered {
			out.Unranked = r.Unranked
		}
	case Scoring:
		out.Criteria = r.Criteria
	}
	if out.TieBreak == "women" && out.By != BySex {
		out.TieBreak = "shared"
	}
	return out
}

// Ways lists how the voters of a round may be counted under a cycle's rules:
// where the women's count decides ties it has to be known.
func (r CycleRules) Ways() []string {
	switch {
	case r.Method != Dots && r.Method != Hands:
		return []string{Together}
	case r.TieBreak == "women":
		return []string{BySex}
	}
	return []string{BySex, ByBand, Together}
}

// Same reports whether two rounds are held by the same rules.
func (r RoundRules) Same(o RoundRules) bool {
	return r.Method == o.Method && r.Dots == o.Dots && r.TieBreak == o.TieBreak && r.Unranked == o.Unranked &&
		r.Marks == o.Marks && r.Unordered == o.Unordered && r.By == o.By && slices.Equal(r.Criteria, o.Criteria)
}

// RoundOption is what is ranked: a priority's id and its title at opening.
type RoundOption struct {
	ID    string `json:"id"`
	Title string `json:"title"`
}

// RoundGroup is a group of voters: "f", "m", an age band or Everybody, and how
// many had a vote when the round opened. Spoiled and Unused count beans, or
// whole ballots.
type RoundGroup struct {
	Key     string `json:"key"`
	Heads   int    `json:"heads"`
	Spoiled int    `json:"-"`
	Unused  int    `json:"-"`
}

// RoundCell names a count: an option and a group.
type RoundCell struct{ Option, Group string }

// ScoreCell names a mark: an option and a criterion, by id.
type ScoreCell struct{ Option, Criterion string }

// PairAnswer is which of two options weighs more; Winner "" when neither does.
type PairAnswer struct {
	A      string `json:"a"`
	B      string `json:"b"`
	Winner string `json:"winner"`
}

// Ballot is one paper ballot: the place each marked option has on it, from 1;
// always 1 where only marks count. Ballots come in no order.
type Ballot struct {
	ID     string
	Places map[string]int
}

// Order lists what a ballot names, best first.
func (b Ballot) Order() []string {
	return slices.SortedFunc(maps.Keys(b.Places), func(x, y string) int {
		return cmp.Or(b.Places[x]-b.Places[y], cmp.Compare(x, y))
	})
}

// CheckBallot refuses a ballot that the rules do not allow: more than may be
// named, or places that are not 1, 2, 3 …, each once.
func (r RoundRules) CheckBallot(places map[string]int) error {
	if len(places) > r.Marks {
		return Bad("places", "error.ballot_marks", "marks", r.Marks)
	}
	seen := map[int]bool{}
	for _, n := range places {
		if n < 1 || n > len(places) || r.Unordered && n != 1 || !r.Unordered && seen[n] {
			return Bad("places", "error.ballot_places")
		}
		seen[n] = true
	}
	return nil
}

// RoundLot is a tie decided by lot: the options in the order drawn.
type RoundLot struct {
	Order     []string  `json:"order"`
	Witnesses []string  `json:"witnesses"`
	At        time.Time `json:"at"`
}

// RoundResult is the order that a round made, best first.
type RoundResult struct {
	Rows []ResultRow `json:"rows"`
}

// ResultRow is one option's line. Place to PlaceTo are shared when they differ.
// Tied says that the points were equal, also when the tie-break then decided.
type ResultRow struct {
	Option  string         `json:"option"`
	Points  float64        `json:"points"`             // beans, hands, cells won, weighted mark or Borda points
	ByGroup map[string]int `json:"by_group,omitempty"` // beans or hands by group
	Place   int            `json:"place"`
	PlaceTo int            `json:"place_to"`
	Tied    bool           `json:"tied,omitempty"`
	Marks   []int          `json:"marks,omitempty"` // scoring: one a criterion, in their order
	Wins    int            `json:"wins,omitempty"`  // pairs won
	Losses  int            `json:"losses,omitempty"`
}

// Shared reports whether others have the same place.
func (r ResultRow) Shared() bool { return r.Place != r.PlaceTo }

// Round is one ranking with everything that was counted. A recount is a round
// of its own that replaces another.
type Round struct {
	ID          string
	Session     string
	Number      int
	Rules       RoundRules
	Options     []RoundOption
	Groups      []RoundGroup
	Status      RoundStatus
	OpenedAt    time.Time
	ClosedAt    time.Time
	Replaces    string // the round this one recounts
	ReplacedBy  string
	Reason      string // why it was recounted
	CancelledAt time.Time
	Cancelled   string // why it was cancelled, "" when it was not
	Counters    [2]string
	ConfirmedAt time.Time // by the second counter
	Lots        []RoundLot
	Result      *RoundResult // as revealed
	Version     int64

	Counts  map[RoundCell]int
	Scores  map[ScoreCell]int
	Pairs   []PairAnswer
	Ballots []Ballot

	PhoneVoters map[string]int // by group, while phones vote
	Phones      *PhonePart     // what phones gave, once counted
}

// Stands reports whether the ranking is neither recounted nor cancelled.
func (r *Round) Stands() bool { return r.ReplacedBy == "" && r.Cancelled == "" }

// Writable reports whether counts may still be entered.
func (r *Round) Writable() bool { return r.Status == RoundOpen && r.Stands() }

// Cancellable reports whether it may still be cancelled: what the hall has seen stands, or is recounted.
func (r *Round) Cancellable() bool { return r.Status != RoundRevealed && r.Stands() }

// Confirmed reports whether the second counter said yes to what is entered.
func (r *Round) Confirmed() bool { return !r.ConfirmedAt.IsZero() }

// Heads counts the voters.
func (r *Round) Heads() int {
	n := 0
	for _, g := range r.Groups {
		n += g.Heads
	}
	return n
}

// Sum counts what a group gave to all options.
func (r *Round) Sum(group string) int {
	n := 0
	for c, v := range r.Counts {
		if c.Group == group {
			n += v
		}
	}
	return n
}

// Title is an option's title, "" for an unknown one.
func (r *Round) Title(option string) string {
	for _, o := range r.Options {
		if o.ID == option {
			return o.Title
		}
	}
	return ""
}

// HasPair reports whether a pair is asked: two options, in their order.
func (r *Round) HasPair(a, b string) bool {
	i := slices.IndexFunc(r.Options, func(o RoundOption) bool { return o.ID == a })
	return i >= 0 && slices.ContainsFunc(r.Options[i+1:], func(o RoundOption) bool { return o.ID == b })
}

// Answer is what was said to a pair, nil when nothing yet.
func (r *Round) Answer(a, b string) *PairAnswer {
	for i := range r.Pairs {
		if p := &r.Pairs[i]; p.A == a && p.B == b {
			return p
		}
	}
	return nil
}

// LotOf is the lot that was drawn among the options of a tie, nil when none was.
func (r *Round) LotOf(option string) *RoundLot {
	for i := range r.Lots {
		if slices.Contains(r.Lots[i].Order, option) {
			return &r.Lots[i]
		}
	}
	return nil
}

// CurrentRound is the last round that stands, nil when there is none.
func CurrentRound(rounds []Round) *Round {
	for i := len(rounds) - 1; i >= 0; i-- {
		if rounds[i].Stands() {
			return &rounds[i]
		}
	}
	return nil
}
