package budget

import (
	"cmp"
	"fmt"
	"math/big"
	"math/bits"
	"slices"
	"strings"
)

// Names of rules.
const (
	Greedy       = "greedy"         // best first; what does not fit is skipped
	GreedyNoSkip = "greedy-no-skip" // best first; ends where something does not fit
	EqualShares  = "equal-shares"   // the money is everybody's in equal shares
	Phragmen     = "phragmen"       // everybody earns alike; ends where something does not fit
)

// Names of utilities: what a person gains from a project that is built.
const (
	Cost        = "cost"        // satisfaction × cost
	Cardinality = "cardinality" // satisfaction
)

// Names of completions of equal shares.
const (
	None           = "none"
	Utilitarian    = "utilitarian"     // what still fits, by the greedy order
	Add1           = "add1"            // everybody's share raised by 1 until the outcome is over the envelope; the one before
	Add1Exhaustive = "add1-exhaustive" // the same, but ends as well as soon as nothing more fits
	Add1U          = "add1u"           // add1-exhaustive, then utilitarian
)

// Names of tie-breaks.
const (
	Lexicographic = "lexicographic" // by id as a string: "10" before "9"
	CostVotes     = "cost-votes"    // lowest cost, then most votes, then by id
	VotesCost     = "votes-cost"    // most votes, then lowest cost, then by id
	Lot           = "lot"           // as drawn: Rule.Lot
)

// What can be asked for; the first of each is the default.
var (
	Rules       = []string{Greedy, GreedyNoSkip, EqualShares, Phragmen}
	Completions = []string{None, Utilitarian, Add1, Add1Exhaustive, Add1U}
	Ties        = []string{Lexicographic, CostVotes, VotesCost, Lot}
)

// Utilities of a person; "" is Cost for approval and Cardinality, the points
// themselves, for every other kind of ballot.
var Utilities = []string{"", Cost, Cardinality}

// Rule says how the money is divided. Everything in it is declared before
// votes are counted.
type Rule struct {
	Name       string
	Utility    string // greedy, equal shares
	Completion string // equal shares
	Ties       string
	Lot        []int // Ties: Lot: all projects in the order drawn
	Guaranteed []int // projects that come in first, in this order, as far as they fit
}

// RuleError names a part of a rule that there is not, and those there are.
type RuleError struct {
	Part    string // "rule", "utility", "completion", "ties", "lot", "guaranteed"
	Asked   string
	Allowed []string
}

func (e *RuleError) Error() string {
	return fmt.Sprintf("%s: %q is none of %s", e.Part, e.Asked, strings.Join(e.Allowed, ", "))
}

// filled is the rule with its defaults written out, checked against e.
func (r Rule) filled(e *Election) (Rule, error) {
	r.Name = cmp.Or(r.Name, Rules[0])
	r.Completion = cmp.Or(r.Completion, Completions[0])
	r.Ties = cmp.Or(r.Ties, Ties[0])
	for _, part := range []struct {
		name, asked string
		allowed     []string
	}{{"rule", r.Name, Rules}, {"utility", r.Utility, Utilities}, {"completion", r.Completion, Completions}, {"ties", r.Ties, Ties}} {
		if !slices.Contains(part.allowed, part.asked) {
			return r, &RuleError{part.name, part.asked, part.allowed}
		}
	}
	if r.Completion != None && r.Name != EqualShares {
		return r, &RuleError{"completion", r.Completion, Completions[:1]}
	}
	if r.Utility == "" {
		if r.Utility = Cardinality; e.Kind == Approval {
			r.Utility = Cost
		}
	}
	if r.Ties == Lot && !distinct(r.Lot, len(e.Projects), true) {
		return r, &RuleError{"lot", fmt.Sprint(r.Lot), nil}
	}
	if !distinct(r.Guaranteed, len(e.Projects), false) {
		return r, &RuleError{"guaranteed", fmt.Sprint(r.Guaranteed), nil}
	}
	return r, nil
}

// distinct reports whether list holds numbers below n, each at most once, all
// of them where all is asked.
func distinct(list []int, n int, all bool) bool {
	seen := make([]bool, n)
	for _, i := range list {
		if i < 0 || i >= n || seen[i] {
			return false
		}
		seen[i] = true
	}
	return !all || len(list) == n
}

// ranks gives each project its place in the order of the tie-break.
func (r Rule) ranks(e *Election) []int {
	order := r.Lot
	if r.Ties != Lot {
		order = make([]int, len(e.Projects))
		for i := range order {
			order[i] = i
		}
		votes := e.votes()
		slices.SortFunc(order, func(a, b int) int {
			p, q := e.Projects[a], e.Projects[b]
			cost, most, id := cmp.Compare(p.Cost, q.Cost), cmp.Compare(votes[b], votes[a]), strings.Compare(p.ID, q.ID)
			switch r.Ties {
			case CostVotes:
				return cmp.Or(cost, most, id)
			case VotesCost:
				return cmp.Or(most, cost, id)
			}
			return id
		})
	}
	ranks := make([]int, len(order))
	for rank, p := range order {
		ranks[p] = rank
	}
	return ranks
}

// compareFractions compares a/b with c/d exactly; all are at least 0, b and d over 0.
func compareFractions(a, b, c, d int64) int {
	hi1, lo1 := bits.Mul64(uint64(a), uint64(d))
	hi2, lo2 := bits.Mul64(uint64(c), uint64(b))
	return cmp.Or(cmp.Compare(hi1, hi2), cmp.Compare(lo1, lo2))
}

// How a project came in.
const (
	ByPlace      = "guaranteed"
	ByRule       = "rule"
	ByCompletion = "completion"
)

// Round is one project that was chosen. Money is in the election's unit.
type Round struct {
	Project int
	How     string // ByPlace, ByRule, ByCompletion
	Votes   int64  // people whose ballots name it
	Score   int64  // greedy: everybody's satisfaction together, in units of points

	// Equal shares: Price is what a person pays per unit of satisfaction who
	// can, Rho the same per unit of utility. Who cannot gives what they have.
	// Phragmén: Price is what every supporter has earned since the start when
	// the project is bought.
	Price    *big.Rat
	Rho      *big.Rat
	Full     int64    // people who paid the whole price
	FullSum  *big.Rat // what they paid together
	Spent    int64    // people who gave all they had, and it was less
	SpentSum *big.Rat // what they gave together
	Left     *big.Rat // what its supporters have after it
	Rest     int64    // of the envelope after it
}

// Why a project was not chosen.
const (
	NoSupport = "support" // nobody gains from it
	TooPoor   = "money"   // its supporters have less than it costs
	NoRoom    = "room"    // it does not fit what is left of the envelope
	Stopped   = "stopped" // the rule ended before it
)

// Missed is one project that was not chosen.
type Missed struct {
	Project int
	Why     string
	Had     *big.Rat // TooPoor: what its supporters still have together; nil otherwise
	Room    int64    // what was left of the envelope when it was turned down
	Votes   int64    // people whose ballots name it
}

// Result is what gets built, in the order in which it came in, and why.
type Result struct {
	Rule   Rule // with its defaults
	Rounds []Round
	Missed []Missed // in the order of the election
	Spent  int64
	Rest   int64
	People int64
	Share  *big.Rat // equal shares: a person's; nil otherwise
	Raised int64    // equal shares, add1: by so many units of the currency
	// Covered people get at least one project that they named.
	Covered int64

	election *Election
	pays     func(round int) []Payment
}

// Payment is what a ballot pays for a project, for all its people together,
// and what it has before that.
type Payment struct {
	Ballot int
	Before *big.Rat
	Paid   *big.Rat
}

// Payments of the n-th round, exactly, ballot by ballot in the order of the
// election; none where the rule takes no money from ballots. They are reckoned
// when asked for.
func (r *Result) Payments(n int) []Payment {
	if r.pays == nil || r.Rounds[n].How != ByRule {
		return nil
	}
	return r.pays(n)
}

// Winners are the ids of the projects chosen, sorted as strings.
func (r *Result) Winners() []string {
	ids := make([]string, 0, len(r.Rounds))
	for _, round := range r.Rounds {
		ids = append(ids, r.election.Projects[round.Project].ID)
	}
	slices.Sort(ids)
	return ids
}

// Allocate divides the envelope. Errors: *ElectionError, *RuleError.
func Allocate(e *Election, rule Rule) (*Result, error) {
	if err := e.Check(); err != nil {
		return nil, err
	}
	rule, err := rule.filled(e)
	if err != nil {
		return nil, err
	}
	a := &allocation{e: e, rule: rule, ranks: rule.ranks(e), votes: e.votes(), scores: e.scores(), why: make([]Missed, len(e.Projects)),
		in: make([]bool, len(e.Projects)), Result: Result{Rule: rule, Rest: e.Budget, People: e.People(), election: e}}
	a.guarantee()
	switch rule.Name {
	case Greedy:
		a.greedy(ByRule, true)
	case GreedyNoSkip:
		a.greedy(ByRule, false)
	case Phragmen:
		a.phragmen()
	case EqualShares:
		a.equalShares()
	}
	a.finish()
	return &a.Result, nil
}

// allocation is a result in the making.
type allocation struct {
	Result
	e      *Election
	rule   Rule
	ranks  []int // of the tie-break
	votes  []int64
	scores []int64
	in     []bool
	why    []Missed
}

func (a *allocation) choose(r Round) {
	a.Rest -= a.e.Projects[r.Project].Cost
	a.in[r.Project], r.Rest, r.Votes = true, a.Rest, a.votes[r.Project]
	a.Rounds = append(a.Rounds, r)
}

func (a *allocation) miss(p int, why string, had *big.Rat) {
	a.why[p] = Missed{Project: p, Why: why, Had: had, Room: a.Rest, Votes: a.votes[p]}
}

func (a *allocation) guarantee() {
	for _, p := range a.rule.Guaranteed {
		if a.e.Projects[p].Cost <= a.Rest {
			a.choose(Round{Project: p, How: ByPlace})
		}
	}
}

func (a *allocation) finish() {
	a.Spent = a.e.Budget - a.Rest
	for p, in := range a.in {
		if !in {
			a.Missed = append(a.Missed, a.why[p])
		}
	}
	for _, b := range a.e.Ballots {
		if slices.ContainsFunc(b.Projects, func(p int) bool { return a.in[p] }) {
			a.Covered += b.Weight
		}
	}
}

// greedy goes through the projects by score (cost utility) or score per cost
// (cardinality) and chooses what fits what is left, in the end also what nobody
// named.
func (a *allocation) greedy(how string, skip bool) {
	order := make([]int, 0, len(a.in))
	for p, in := range a.in {
		if !in {
			order = append(order, p)
		}
	}
	slices.SortFunc(order, func(p, q int) int {
		cp, cq := int64(1), int64(1)
		if a.rule.Utility == Cardinality {
			cp, cq = a.e.Projects[p].Cost, a.e.Projects[q].Cost
		}
		return cmp.Or(compareFractions(a.scores[q], cq, a.scores[p], cp), cmp.Compare(a.ranks[p], a.ranks[q]))
	})
	ended := false
	for _, p := range order {
		switch {
		case ended:
			a.miss(p, Stopped, nil)
		case a.e.Projects[p].Cost <= a.Rest:
			a.choose(Round{Project: p, How: how, Score: a.scores[p]})
		default:
			if a.why[p].Why == "" {
				a.miss(p, NoRoom, nil)
			}
			a.why[p].Room = a.Rest
			ended = !skip
		}
	}
}
