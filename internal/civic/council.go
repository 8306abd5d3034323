package civic

import (
	"math"
	"strconv"
	"strings"
)

// Cost is what a need costs by its newest estimate.
type Cost struct {
	Som    int64
	Source string
	Dated  string // date
}

// TabledProposal is a proposal or suggestion of a closed gathering, without who made it.
type TabledProposal struct {
	ID                      string
	Number                  int
	Text                    string
	Date                    string // of the gathering
	Sort                    string // of the gathering
	Village                 Text
	Need                    string
	BudgetLine              string
	For, Against, Abstained *int // of the people there
	AnswerDue               string
}

// CouncilFacts are what the store knows of a cycle in the council.
type CouncilFacts struct {
	Decisions   []Decision // newest first
	Proposals   []TabledProposal
	Costs       map[string]Cost // by need
	Resolutions []Resolution    // newest first, without texts and annex
}

// CouncilItem is a need or proposal before the council.
type CouncilItem struct {
	Row        *NeedRow
	Proposal   *TabledProposal // one of the two
	Cost       *Cost
	Decision   *Decision  // that stands, nil undecided
	Earlier    []Decision // newest first
	Departures []Departure
	Late       bool // an answer was due and is not given
}

// ID of the need or proposal.
func (i *CouncilItem) ID() string {
	if i.Row != nil {
		return i.Row.ID
	}
	return i.Proposal.ID
}

// Unexplained are the departures for which neither decision says why.
func (i *CouncilItem) Unexplained() (open []Departure) {
	for _, d := range i.Departures {
		if !d.Explained {
			open = append(open, d)
		}
	}
	return open
}

// CouncilShow is which items are asked for.
type CouncilShow string

const (
	ShowAll       CouncilShow = ""
	ShowUndecided CouncilShow = "undecided"
	ShowOverdue   CouncilShow = "overdue"
	ShowDeparting CouncilShow = "departing"
)

// CouncilShows in the order they are offered.
var CouncilShows = []CouncilShow{ShowAll, ShowUndecided, ShowOverdue, ShowDeparting}

// Is reports whether an item belongs to what is asked for.
func (i *CouncilItem) Is(show CouncilShow) bool {
	switch show {
	case ShowUndecided:
		return i.Decision == nil
	case ShowOverdue:
		return i.Late
	case ShowDeparting:
		return len(i.Departures) > 0
	}
	return true
}

// Council is a cycle before the council: the needs in the people's order, then
// the proposals of gatherings, each with what was decided.
type Council struct {
	List        *NeedList
	Items       []CouncilItem // needs first
	Resolutions []Resolution
	Departures  []Departure
}

// CouncilOf puts the list and the facts together as they are on a day.
func CouncilOf(l *NeedList, f CouncilFacts, today string) *Council {
	c := &Council{List: l, Resolutions: f.Resolutions}
	standing := Standing(f.Decisions)
	c.Departures = Departures(l.Rows, standing, Soms(f.Costs))
	earlier := map[string][]Decision{}
	for _, d := range f.Decisions {
		if d.ReplacedBy != "" {
			earlier[d.About()] = append(earlier[d.About()], d)
		}
	}
	for i := range l.Rows {
		id := l.Rows[i].ID
		item := CouncilItem{Row: &l.Rows[i], Decision: standing[id], Earlier: earlier[id], Departures: DeparturesOf(c.Departures, id)}
		if cost, ok := f.Costs[id]; ok {
			item.Cost = &cost
		}
		c.add(item, "", today)
	}
	for i := range f.Proposals {
		p := &f.Proposals[i]
		c.add(CouncilItem{Proposal: p, Decision: standing[p.ID], Earlier: earlier[p.ID]}, p.AnswerDue, today)
	}
	return c
}

// add puts an item in; one that is not decided is late when the gathering was promised an answer.
func (c *Council) add(i CouncilItem, promised, today string) {
	if i.Decision != nil {
		i.Late = i.Decision.Overdue(today)
	} else {
		i.Late = promised != "" && promised < today
	}
	c.Items = append(c.Items, i)
}

// Soms are the costs alone.
func Soms(costs map[string]Cost) map[string]int64 {
	all := map[string]int64{}
	for id, c := range costs {
		all[id] = c.Som
	}
	return all
}

// Count is how many items belong to what is asked for.
func (c *Council) Count(show CouncilShow) (n int) {
	for i := range c.Items {
		if c.Items[i].Is(show) {
			n++
		}
	}
	return n
}

// Item is a need or proposal by its id, nil when it is not there.
func (c *Council) Item(id string) *CouncilItem {
	for i := range c.Items {
		if c.Items[i].ID() == id {
			return &c.Items[i]
		}
	}
	return nil
}

// With is the council as it would be if a decision stood.
func (c *Council) With(d Decision) *Council {
	f := CouncilFacts{Decisions: []Decision{d}, Costs: map[string]Cost{}}
	for _, i := range c.Items {
		if i.Decision != nil && i.ID() != d.About() {
			f.Decisions = append(f.Decisions, *i.Decision)
		}
		if i.Cost != nil {
			f.Costs[i.ID()] = *i.Cost
		}
		if i.Proposal != nil {
			f.Proposals = append(f.Proposals, *i.Proposal)
		}
	}
	return CouncilOf(c.List, f, "")
}

// Around are the decided needs that a decision on an item could pass over
// (above it) or be passed over for (below it), whatever its outcome.
func (c *Council) Around(item *CouncilItem) (above, below []*CouncilItem) {
	if item.Row == nil {
		return nil, nil
	}
	passed, preferred := map[string]bool{}, map[string]bool{}
	for _, outcome := range DecisionOutcomes {
		for _, d := range c.With(Decision{Need: item.ID(), Outcome: outcome}).Item(item.ID()).Departures {
			passed[d.Passed.ID], preferred[d.Preferred.ID] = true, true
		}
	}
	for i := range c.Items {
		switch id := c.Items[i].ID(); {
		case id == item.ID():
		case passed[id] && c.Items[i].Row.Place < item.Row.Place:
			above = append(above, &c.Items[i])
		case preferred[id] && c.Items[i].Row.Place > item.Row.Place:
			below = append(below, &c.Items[i])
		}
	}
	return above, below
}

// Decimal is a need's points as a number: "39 1/2" is 39.5, thirds to four digits.
func (r *NeedRow) Decimal() (sum float64) {
	for _, field := range strings.Fields(r.Points) {
		over, under, is := strings.Cut(field, "/")
		a, _ := strconv.ParseFloat(over, 64)
		if b, err := strconv.ParseFloat(under, 64); is && err == nil && b > 0 {
			a /= b
		}
		sum += a
	}
	return math.Round(1e4*sum) / 1e4
}

// PointShares is each need's share of the most points, for a bar: 0 to 1 in the
// order of the rows. Points are written as the rule counts them: "14", "12 1/2".
func (l *NeedList) PointShares() []float64 {
	shares := make([]float64, len(l.Rows))
	most := 0.0
	for i, r := range l.Rows {
		shares[i] = r.Decimal()
		most = max(most, shares[i])
	}
	for i := range shares {
		if most > 0 {
			shares[i] /= most
		}
	}
	return shares
}
