package civic

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// PlanStatus of a joint action plan.
type PlanStatus string

const (
	PlanDraft    PlanStatus = "draft"
	PlanProposed PlanStatus = "proposed" // put forward to the council: nothing changes meanwhile
	PlanAdopted  PlanStatus = "adopted"
)

// PlanStatuses in their order.
var PlanStatuses = []PlanStatus{PlanDraft, PlanProposed, PlanAdopted}

// Plan is the joint action plan of a cycle (биргелешкен аракеттер планы, БАП;
// domain §3.6). Version 0: there is none yet. Number is of the newest version
// as adopted, 0 before the first.
type Plan struct {
	PlanHead
	PlanApproval
	Cycle   string
	Status  PlanStatus
	Number  int
	Actions []Action
	Version int64
	At      time.Time
}

// PlanHead is what people write above the rows.
type PlanHead struct {
	Title       Text   `json:"title"`
	Starts      string `json:"starts"` // dates
	Ends        string `json:"ends"`
	PartyAO     string `json:"party_ao,omitempty"`     // who stands for the aiyl okmotu
	PartyPeople string `json:"party_people,omitempty"` // and for the local community
	AgreedBy    string `json:"agreed_by,omitempty"`    // Макулдашылды
	AgreedOn    string `json:"agreed_on,omitempty"`
}

// PlanApproval is the stamp «БЕКИТЕМИН»: by the chair of the council, with a resolution.
type PlanApproval struct {
	ApprovedBy       string `json:"approved_by"`
	ApprovedOn       string `json:"approved_on"`
	Resolution       string `json:"resolution,omitempty"`        // id, where it is kept here
	ResolutionNumber string `json:"resolution_number,omitempty"` // else its number as typed
}

// Years of the period.
func (h PlanHead) Years() (years []int) {
	first, last := yearOf(h.Starts), yearOf(h.Ends)
	for y := first; y > 0 && y <= last && len(years) < planYears; y++ {
		years = append(years, y)
	}
	return years
}

// planYears is the longest period; usually it is two.
const planYears = 5

func yearOf(date string) int {
	year, _, _ := strings.Cut(date, "-")
	n, _ := strconv.Atoi(year)
	return n
}

// Exists reports whether somebody has begun the plan.
func (p *Plan) Exists() bool { return p.Version > 0 }

// Find is an action by its id, nil when the plan has none such.
func (p *Plan) Find(id string) *Action {
	for i := range p.Actions {
		if p.Actions[i].ID == id {
			return &p.Actions[i]
		}
	}
	return nil
}

// PlanLack is what a row lacks to be put forward.
type PlanLack struct {
	Action *Action
	Lacks  Errors
}

// Lacking are the rows that lack something.
func (p *Plan) Lacking() (all []PlanLack) {
	for i := range p.Actions {
		if lacks := p.Actions[i].Lacks(); len(lacks) > 0 {
			all = append(all, PlanLack{&p.Actions[i], lacks})
		}
	}
	return all
}

// Complete is nil when the plan can be put forward.
func (p *Plan) Complete() error {
	if len(p.Actions) == 0 {
		return E(Conflict, "error.plan_empty")
	}
	if lacking := p.Lacking(); len(lacking) > 0 {
		return E(Conflict, "error.plan_lacks", "n", len(lacking))
	}
	return nil
}

// With are the actions of a status.
func (p *Plan) With(s ActionStatus) (all []*Action) {
	for i := range p.Actions {
		if p.Actions[i].Status == s {
			all = append(all, &p.Actions[i])
		}
	}
	return all
}

// Late counts the actions behind their end.
func (p *Plan) Late(today string) (n int) {
	for i := range p.Actions {
		if p.Actions[i].Late(today) {
			n++
		}
	}
	return n
}

// Sum is what a source gives in a year; source "" all of them, year 0 all years.
func (p *Plan) Sum(source MoneySource, year int) (sum int64) {
	for i := range p.Actions {
		for _, c := range p.Actions[i].Costs {
			if (source == "" || c.Source == source) && (year == 0 || c.Year == year) {
				sum += c.Amount
			}
		}
	}
	return sum
}

// CostYears are the years of the period and any other that costs name.
func (p *Plan) CostYears() []int {
	years := p.Years()
	for i := range p.Actions {
		for _, c := range p.Actions[i].Costs {
			if !slices.Contains(years, c.Year) {
				years = append(years, c.Year)
			}
		}
	}
	slices.Sort(years)
	return years
}

// Spent adds what the actions cost so far.
func (p *Plan) Spent() (sum int64) {
	for i := range p.Actions {
		sum += p.Actions[i].Spent
	}
	return sum
}

// PlanSuggestion is a need that the council accepted, as a row to be. Given is
// what the council gave; the estimate is the newest.
type PlanSuggestion struct {
	Text    ActionText
	Code    string
	Sector  Text
	Village Text
	Outcome DecisionOutcome // "" not decided, but in the budget
	Place   int             // in the people's order when it was decided
	Given   int64
	Funded  bool // the adopted division of the budget has it
	Taken   bool // stands in the plan already
}
