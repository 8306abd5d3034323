package civic

import (
	"reflect"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// How a budget can be divided; the words of the first three lists are those of
// `ashar allocate`.
const (
	Greedy       = "greedy"         // best first; what does not fit is skipped
	GreedyNoSkip = "greedy-no-skip" // best first; ends where something does not fit
	EqualShares  = "equal-shares"   // everybody has an equal share
	Phragmen     = "phragmen"       // everybody saves alike

	CostUtility  = "cost"        // a need is worth its cost
	CountUtility = "cardinality" // every need is worth the same

	CostTie  = "cost-votes" // the cheaper goes first
	VotesTie = "votes-cost" // what more ask for goes first
	LotTie   = "lot"        // as drawn

	ApprovalBallots = "approval" // what a group named, all alike
	PointBallots    = "points"   // points by place
	OrderBallots    = "order"    // its order

	EqualSlices      = "equal"      // every group alike
	PopulationSlices = "population" // the people it stands for
)

// What can be declared, in the order it is offered.
var (
	BudgetRuleNames   = []string{EqualShares, Greedy, GreedyNoSkip, Phragmen}
	BudgetUtilities   = []string{CostUtility, CountUtility}
	BudgetCompletions = []string{"add1u", "add1-exhaustive", "add1", "utilitarian", "none"}
	BudgetTies        = []string{CostTie, VotesTie, LotTie}
	BudgetBallots     = []string{ApprovalBallots, PointBallots, OrderBallots}
	BudgetSlices      = []string{EqualSlices, PopulationSlices}
)

// BudgetRules say how a cycle's money is divided. They are declared before it
// is, and shown wherever the result is. Reason is why they were declared anew
// after a division had been kept.
type BudgetRules struct {
	Rule       string         `json:"rule"`
	Utility    string         `json:"utility"`
	Completion string         `json:"completion,omitempty"` // equal shares
	Ties       string         `json:"ties"`
	Ballots    string         `json:"ballots"`
	Slices     string         `json:"slices"`
	Guaranteed []AudienceKind `json:"guaranteed,omitempty"` // whose first needs come in first, in this order
	Lot        *BudgetLot     `json:"lot,omitempty"`
	Reason     string         `json:"reason,omitempty"`
	By         string         `json:"-"` // name
	At         time.Time      `json:"-"`
}

// BudgetLot decides between equals: the order of the needs follows from the
// seed, which was drawn before a witness.
type BudgetLot struct {
	Seed    string    `json:"seed"`
	Witness string    `json:"witness"`
	By      string    `json:"by"` // name
	At      time.Time `json:"at"`
}

// DefaultBudgetRules: equal shares of all groups.
func DefaultBudgetRules() BudgetRules {
	return BudgetRules{Rule: EqualShares, Utility: CostUtility, Completion: "add1u", Ties: CostTie, Ballots: ApprovalBallots, Slices: EqualSlices}
}

// Declared reports whether somebody declared them.
func (r BudgetRules) Declared() bool { return !r.At.IsZero() }

// Drawn reports whether nothing is missing to divide by them: a lot that
// decides has been drawn.
func (r BudgetRules) Drawn() bool { return r.Ties != LotTie || r.Lot != nil }

// Same reports whether two divide alike.
func (r BudgetRules) Same(other BudgetRules) bool {
	a, b := r, other
	for _, x := range []*BudgetRules{&a, &b} {
		x.By, x.At, x.Reason = "", time.Time{}, ""
		if len(x.Guaranteed) == 0 {
			x.Guaranteed = nil
		}
	}
	la, lb := a.Lot, b.Lot
	a.Lot, b.Lot = nil, nil
	return reflect.DeepEqual(a, b) && (la == nil) == (lb == nil) && (la == nil || la.Seed == lb.Seed)
}

// Validate checks that money could be divided by them.
func (r BudgetRules) Validate() error {
	var es Errors
	for _, part := range []struct {
		field, value string
		allowed      []string
	}{{"rule", r.Rule, BudgetRuleNames}, {"utility", r.Utility, BudgetUtilities}, {"ties", r.Ties, BudgetTies}, {"ballots", r.Ballots, BudgetBallots},
		{"slices", r.Slices, BudgetSlices}} {
		if !slices.Contains(part.allowed, part.value) {
			es = append(es, Bad(part.field, "error.choice"))
		}
	}
	if r.Rule == EqualShares && !slices.Contains(BudgetCompletions, r.Completion) || r.Rule != EqualShares && r.Completion != "" {
		es = append(es, Bad("completion", "error.choice"))
	}
	for i, k := range r.Guaranteed {
		if !slices.Contains(AudienceKinds, k) || slices.Contains(r.Guaranteed[:i], k) {
			es = append(es, Bad("guaranteed", "error.choice"))
		}
	}
	if utf8.RuneCountInString(r.Reason) > budgetReasonMax {
		es = append(es, Bad("reason", "error.text_long", "n", budgetReasonMax))
	}
	return es.Or()
}

const budgetReasonMax = 1000

// DeclareBudgetRules declares the rules of a cycle. Seen is when those that
// the person read were declared, 0 none. A lot that was drawn stays unless the
// tie-break becomes another one.
type DeclareBudgetRules struct {
	Cycle string      `json:"cycle"`
	Rules BudgetRules `json:"rules"`
	Seen  int64       `json:"seen"`
}

func (DeclareBudgetRules) Kind() string      { return "budget.declare" }
func (d DeclareBudgetRules) Subject() string { return d.Cycle }

// Validate checks the rules; a lot is drawn, not declared.
func (d DeclareBudgetRules) Validate() error {
	if d.Rules.Lot != nil {
		return Bad("ties", "error.choice")
	}
	return d.Rules.Validate()
}

// DrawBudgetLot records the lot that decides between equals. It is drawn once.
type DrawBudgetLot struct {
	Cycle   string `json:"cycle"`
	Seed    string `json:"seed"`
	Witness string `json:"witness"`
}

func (DrawBudgetLot) Kind() string      { return "budget.lot" }
func (d DrawBudgetLot) Subject() string { return d.Cycle }

// Validate wants what was drawn, and who saw it.
func (d DrawBudgetLot) Validate() error {
	var es Errors
	if n := utf8.RuneCountInString(strings.TrimSpace(d.Seed)); n < 4 || n > 100 {
		es = append(es, Bad("seed", "error.budget_lot_seed"))
	}
	if n := utf8.RuneCountInString(strings.TrimSpace(d.Witness)); n < 2 || n > 120 {
		es = append(es, Bad("witness", "error.budget_lot_witness"))
	}
	return es.Or()
}

// Budget is all that a cycle has to divide money with.
type Budget struct {
	Money       []Envelope
	Rules       BudgetRules  // the usual ones where none are declared
	Allocations []Allocation // that were kept, newest first
}

// Current is the division that counts: the newest that was adopted, else the
// newest. nil when none was kept.
func (b *Budget) Current() *Allocation {
	for i := range b.Allocations {
		if !b.Allocations[i].AdoptedAt.IsZero() {
			return &b.Allocations[i]
		}
	}
	if len(b.Allocations) > 0 {
		return &b.Allocations[0]
	}
	return nil
}
