package civic

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Allocation is a division of the budget that was kept: all that it was made
// of, the rule's answer, and what people decided otherwise.
type Allocation struct {
	ID     string
	Cycle  string
	Number int
	Rules  BudgetRules
	Division
	Winners   []string // needs, as the rule had them
	Overrides []Override
	AdoptedAt time.Time
	AdoptedBy string // name
	By        string // name
	At        time.Time
	Version   int64
}

// Division is what money is divided by: the money of a year, the needs with
// their costs, and what each group asked for.
type Division struct {
	Year   int             `json:"year"`
	Budget int64           `json:"budget"` // som
	Money  []Envelope      `json:"money"`
	Lines  []BudgetLine    `json:"lines"` // in the order of the list
	Groups []BudgetGroup   `json:"groups"`
	Own    []AudienceOrder `json:"own"`
	Depth  int             `json:"depth"` // places that bring points
}

// BudgetLine is a need that money is asked for. Cost 0 is not known yet.
type BudgetLine struct {
	Need   string `json:"need"`
	Code   string `json:"code"`
	Title  Text   `json:"title"`
	Place  int    `json:"place"` // in the list
	Cost   int64  `json:"cost"`
	Source string `json:"source,omitempty"` // of the estimate
	Dated  string `json:"dated,omitempty"`
}

// BudgetGroup is a focus group with what it asked for.
type BudgetGroup struct {
	Session  string       `json:"session"`
	Code     string       `json:"code"`
	Village  string       `json:"village"` // id
	In       Text         `json:"in"`      // the village's name
	Name     Text         `json:"name"`    // the audience's
	Audience AudienceKind `json:"audience"`
	People   int          `json:"people"` // it stands for, 0 unknown
	Came     int          `json:"came"`
	Asked    []string     `json:"asked"` // needs
	Order    [][]string   `json:"order"` // those it ranked, best first, equal ones together
}

// AudienceOrder is an audience's own order of the needs, best first.
type AudienceOrder struct {
	Audience AudienceKind `json:"audience"`
	Needs    []string     `json:"needs"`
}

// Weight of a group: one, or the people it stands for; who came where that is not known.
func (g *BudgetGroup) Weight(slices string) int64 {
	if slices != PopulationSlices {
		return 1
	}
	if g.People > 0 {
		return int64(g.People)
	}
	return int64(g.Came)
}

// Takes reports whether a line takes part: its cost is known and not above the whole budget.
func (d *Division) Takes(l BudgetLine) bool { return l.Cost > 0 && l.Cost <= d.Budget }

// Line is a need's, nil when there is none.
func (d *Division) Line(need string) *BudgetLine {
	for i := range d.Lines {
		if d.Lines[i].Need == need {
			return &d.Lines[i]
		}
	}
	return nil
}

// Asking counts the groups that asked for a need.
func (d *Division) Asking(need string) (n int) {
	for i := range d.Groups {
		if slices.Contains(d.Groups[i].Asked, need) {
			n++
		}
	}
	return n
}

// CostOf adds up needs.
func (d *Division) CostOf(needs []string) (sum int64) {
	for _, id := range needs {
		if l := d.Line(id); l != nil {
			sum += l.Cost
		}
	}
	return sum
}

// Covered says of an audience or village how many of its groups get at least
// one thing they asked for, and how many people at least that is; OfPeople 0
// is where nobody knows.
type Covered struct {
	Audience     AudienceKind
	Village      Text
	Groups, Of   int
	People       int
	OfPeople     int
	groupsPeople map[AudienceKind]int
	all          map[AudienceKind]int
}

// Coverage of needs by audience and by village, in their usual order, and over
// all. People of one village are not counted twice: women and men together,
// or the young and the old, or a group of everybody, whichever is most.
func (d *Division) Coverage(needs []string) (audiences, villages []Covered, total Covered) {
	in := map[string]bool{}
	for _, id := range needs {
		in[id] = true
	}
	for _, k := range AudienceKinds {
		row := Covered{Audience: k}
		for i := range d.Groups {
			if g := &d.Groups[i]; g.Audience == k {
				row.count(g, in)
			}
		}
		if row.Of == 0 {
			continue
		}
		if row.People, row.OfPeople = row.groupsPeople[k], row.all[k]; !known(k) {
			row.People, row.OfPeople = 0, 0
		}
		audiences = append(audiences, row)
	}
	at := map[string]int{}
	for i := range d.Groups {
		g := &d.Groups[i]
		n, seen := at[g.Village]
		if !seen {
			n = len(villages)
			at[g.Village] = n
			villages = append(villages, Covered{Village: g.In})
		}
		villages[n].count(g, in)
	}
	for i := range villages {
		v := &villages[i]
		v.People, v.OfPeople = atLeast(v.groupsPeople), atLeast(v.all)
		total.Groups += v.Groups
		total.Of += v.Of
		total.People += v.People
		total.OfPeople += v.OfPeople
	}
	return audiences, villages, total
}

// known reports whether the people behind such a group can be counted: of the
// vulnerable and of other groups no census says.
func known(k AudienceKind) bool { return k != Vulnerable && k != Other }

func (c *Covered) count(g *BudgetGroup, in map[string]bool) {
	if c.all == nil {
		c.all, c.groupsPeople = map[AudienceKind]int{}, map[AudienceKind]int{}
	}
	c.Of++
	c.all[g.Audience] += g.People
	if slices.ContainsFunc(g.Asked, func(need string) bool { return in[need] }) {
		c.Groups++
		c.groupsPeople[g.Audience] += g.People
	}
}

func atLeast(people map[AudienceKind]int) int {
	return max(people[Women]+people[Men], people[Youth]+people[Elders], people[Mixed])
}

// Override is a decision of people beside the rule's answer; it stays.
type Override struct {
	Need   string    `json:"need"`
	In     bool      `json:"in"`
	Reason string    `json:"reason"`
	By     string    `json:"by"` // name
	At     time.Time `json:"at"`
	// Against is what the council had decided of a need that gets its money all the same.
	Against DecisionOutcome `json:"against,omitempty"`
}

// Withholds reports whether an outcome says that a need shall not get money now.
func (o DecisionOutcome) Withholds() bool { return o == Postponed || o == Rejected }

// Contrary are the decisions of the council, of those that stand, on needs that
// get their money though it postponed or rejected them; in the order of the list.
func (a *Allocation) Contrary(standing map[string]*Decision) (out []*Decision) {
	for _, need := range a.Final() {
		if d := standing[need]; d != nil && d.Outcome.Withholds() {
			out = append(out, d)
		}
	}
	return out
}

// Otherwise are the decisions that stand on needs that get their money, but another sum than was decided; in the order of the list.
func (a *Allocation) Otherwise(standing map[string]*Decision) (out []*Decision) {
	for _, need := range a.Final() {
		if d := standing[need]; d != nil && !d.Outcome.Withholds() && d.Amount > 0 && d.Amount != a.Line(need).Cost {
			out = append(out, d)
		}
	}
	return out
}

// Unexplained are those of them of which nobody said why.
func (a *Allocation) Unexplained(contrary []*Decision) (out []*Decision) {
	for _, d := range contrary {
		if a.Explained(d.Need, d.Outcome) == nil {
			out = append(out, d)
		}
	}
	return out
}

// Explained is the override that says why a need gets its money against an outcome, nil when nobody said.
func (a *Allocation) Explained(need string, outcome DecisionOutcome) *Override {
	if o := a.Override(need); o != nil && o.In && o.Against == outcome {
		return o
	}
	return nil
}

// Override is the newest on a need, nil when there is none.
func (a *Allocation) Override(need string) *Override {
	for i := len(a.Overrides) - 1; i >= 0; i-- {
		if a.Overrides[i].Need == need {
			return &a.Overrides[i]
		}
	}
	return nil
}

// Ruled reports whether the rule chose a need.
func (a *Allocation) Ruled(need string) bool { return slices.Contains(a.Winners, need) }

// In reports whether a need gets its money in the end.
func (a *Allocation) In(need string) bool {
	if o := a.Override(need); o != nil {
		return o.In
	}
	return a.Ruled(need)
}

// Final are the needs that get their money, in the order of the list.
func (a *Allocation) Final() (needs []string) {
	for _, l := range a.Lines {
		if a.In(l.Need) {
			needs = append(needs, l.Need)
		}
	}
	return needs
}

// Differs reports whether a need's end is not the rule's answer.
func (a *Allocation) Differs(need string) bool { return a.In(need) != a.Ruled(need) }

// Adopted reports whether it was.
func (a *Allocation) Adopted() bool { return !a.AdoptedAt.IsZero() }

// Rest is what is left of the money in the end.
func (a *Allocation) Rest() int64 { return a.Budget - a.CostOf(a.Final()) }

// Decide is whether an override could be added: it changes something, or says
// why the council's decision is not followed, and the money is enough.
func (a *Allocation) Decide(o Override) error {
	l := a.Line(o.Need)
	if l == nil || !a.Takes(*l) {
		return Bad("need", "error.override_need")
	}
	if o.In == a.In(o.Need) {
		if o.In && o.Against != "" && a.Explained(o.Need, o.Against) == nil {
			return nil
		}
		return Bad("in", "error.override_same")
	}
	if rest := a.Rest(); o.In && l.Cost > rest {
		return Bad("in", "error.override_over", "cost", l.Cost, "rest", rest, "lack", l.Cost-rest)
	}
	return nil
}

// KeepAllocation keeps a division by the declared rules. Election is the
// Pabulib file it can be reckoned from by anybody.
type KeepAllocation struct {
	ID       string      `json:"id"`
	Rules    BudgetRules `json:"rules"`
	Division Division    `json:"division"`
	Winners  []string    `json:"winners"`
	Election string      `json:"election"`
}

func (KeepAllocation) Kind() string      { return "allocation.keep" }
func (k KeepAllocation) Subject() string { return k.ID }

// Journaled has the digest of the file, which is large, instead of the file.
func (k KeepAllocation) Journaled() any {
	sum := sha256.Sum256([]byte(k.Election))
	k.Election = "sha256:" + hex.EncodeToString(sum[:])
	return k
}

// Validate holds the winners against the money.
func (k KeepAllocation) Validate() error {
	if !ValidID(k.ID) {
		return Bad("id", "error.id")
	}
	if k.Election == "" || k.Division.Budget <= 0 {
		return Bad("", "error.budget_nothing")
	}
	for i, id := range k.Winners {
		l := k.Division.Line(id)
		if l == nil || !k.Division.Takes(*l) || slices.Contains(k.Winners[:i], id) {
			return Bad("", "error.budget_nothing")
		}
	}
	if k.Division.CostOf(k.Winners) > k.Division.Budget {
		return Bad("", "error.budget_nothing")
	}
	return k.Rules.Validate()
}

// OverrideAllocation decides on a need otherwise than the rule; Base is the version read.
type OverrideAllocation struct {
	ID     string `json:"id"`
	Need   string `json:"need"`
	In     bool   `json:"in"`
	Reason string `json:"reason"`
	Base   int64  `json:"base"`
}

func (OverrideAllocation) Kind() string      { return "allocation.override" }
func (o OverrideAllocation) Subject() string { return o.ID }

// Validate wants a reason.
func (o OverrideAllocation) Validate() error {
	switch n := utf8.RuneCountInString(strings.TrimSpace(o.Reason)); {
	case n < 10:
		return Bad("reason", "error.override_reason")
	case n > budgetReasonMax:
		return Bad("reason", "error.text_long", "n", budgetReasonMax)
	}
	return nil
}

// AdoptAllocation makes a division the cycle's. Nothing in it changes any more.
type AdoptAllocation struct {
	ID   string `json:"id"`
	Base int64  `json:"base"`
}

func (AdoptAllocation) Kind() string      { return "allocation.adopt" }
func (a AdoptAllocation) Subject() string { return a.ID }

// Validate has nothing to check without the store.
func (AdoptAllocation) Validate() error { return nil }
