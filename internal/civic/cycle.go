package civic

import (
	"reflect"
	"slices"
)

// CycleStatus is where a cycle stands.
type CycleStatus string

const (
	Drafting CycleStatus = "drafting"
	Agreed   CycleStatus = "agreed"
	Underway CycleStatus = "underway"
	Ended    CycleStatus = "closed"
)

// CycleStatuses in the order a cycle goes through them.
var CycleStatuses = []CycleStatus{Drafting, Agreed, Underway, Ended}

// Next lists where a cycle may go from a status: on, and back where a step was
// taken too early. The first session opening takes it to Underway by itself.
func (s CycleStatus) Next() []CycleStatus {
	switch s {
	case Drafting:
		return []CycleStatus{Agreed}
	case Agreed:
		return []CycleStatus{Underway, Drafting}
	case Underway:
		return []CycleStatus{Ended}
	case Ended:
		return []CycleStatus{Underway}
	}
	return nil
}

// May reports whether one of the next steps is to.
func (s CycleStatus) May(to CycleStatus) bool {
	for _, n := range s.Next() {
		if n == to {
			return true
		}
	}
	return false
}

// Method of ranking in a round.
type Method string

const (
	Dots     Method = "dots"     // beans, stickers: k per person
	Hands    Method = "hands"    // show of hands
	Pairwise Method = "pairwise" // matrix, up to 8
	Scoring  Method = "scoring"  // criteria with weights
	Ballots  Method = "ballots"  // each orders or marks up to n
)

// Methods in the order they are offered.
var Methods = []Method{Dots, Hands, Pairwise, Scoring, Ballots}

// TieBreaks are what may decide between equals: places are shared, the
// women's count decides, or a lot is drawn and recorded.
var TieBreaks = []string{"shared", "women", "lot"}

// CycleRules are fixed before the first session of a cycle opens, so that
// facilitators cannot differ and nobody can choose the rule that suits them.
type CycleRules struct {
	Method        Method      `json:"method"`
	Dots          int         `json:"dots"`                // per person
	TieBreak      string      `json:"tie_break"`           // "shared", "women", "lot"
	MinAttendance int         `json:"min_attendance"`      // below it the minutes say so
	Unranked      string      `json:"unranked"`            // ballots: "average" of the places left
	Marks         int         `json:"marks,omitempty"`     // ballots: how many each person orders at most
	Unordered     bool        `json:"unordered,omitempty"` // ballots: marks without an order, each one point
	Criteria      []Criterion `json:"criteria,omitempty"`
	List          *ListRules  `json:"list,omitempty"` // how all groups make one list; read it by ListRules
}

// Criterion of the scoring matrix; the weight is a whole number, 0 or more.
type Criterion struct {
	ID     string `json:"id"`
	Name   Text   `json:"name"`
	Weight int    `json:"weight"`
}

// DefaultRules are the usual ones: three beans each, six people at least.
func DefaultRules() CycleRules {
	return CycleRules{Method: Dots, Dots: 3, TieBreak: "shared", MinAttendance: 6, Unranked: "average", Marks: 3}
}

// Validate checks that a round could be held by the rules.
func (r CycleRules) Validate() error {
	var es Errors
	if !slices.Contains(Methods, r.Method) {
		es = append(es, Bad("method", "error.choice"))
	}
	if r.Method == Dots && (r.Dots < 1 || r.Dots > 20) {
		es = append(es, Bad("dots", "error.between", "from", 1, "to", 20))
	}
	if r.Method == Ballots && (r.Marks < 1 || r.Marks > 20) {
		es = append(es, Bad("marks", "error.between", "from", 1, "to", 20))
	}
	if !slices.Contains(TieBreaks, r.TieBreak) {
		es = append(es, Bad("tie_break", "error.choice"))
	}
	if r.MinAttendance < 1 || r.MinAttendance > 100 {
		es = append(es, Bad("min_attendance", "error.between", "from", 1, "to", 100))
	}
	if r.Method == Scoring {
		sum := 0
		for _, c := range r.Criteria {
			if c.Name.KY == "" {
				es = append(es, Bad("criteria", "error.criterion_name"))
			}
			if c.Weight < 0 || c.Weight > 100 {
				es = append(es, Bad("criteria", "error.criterion_weight"))
			}
			sum += c.Weight
		}
		if sum <= 0 {
			es = append(es, Bad("criteria", "error.criteria_none"))
		}
	}
	return append(es, Problems(r.ListRules().Validate())...).Or()
}

// Same reports whether two sets of rules rank alike.
func (r CycleRules) Same(other CycleRules) bool {
	a, b := r, other
	a.Criteria, b.Criteria, a.List, b.List = nil, nil, nil, nil
	return reflect.DeepEqual(a, b) && slices.Equal(r.Criteria, other.Criteria) && r.ListRules().Same(other.ListRules())
}

// Cycle is one ЖМБА of a municipality, from schedule to report.
type Cycle struct {
	ID           string
	Municipality string
	Title        Text
	Starts, Ends string // dates
	BudgetYear   int
	Status       CycleStatus
	Rules        CycleRules
	Version      int64
}

// CycleVillage is a village of a cycle, or one of its municipality that the
// cycle could ask as well.
type CycleVillage struct {
	ID       string
	Code     string
	Name     Text
	From, To string
	Asked    bool
	Sessions int  // planned in the cycle
	Begun    bool // one of them
}

// Offer lists the villages that the form of a cycle offers: its own, and those
// that exist in its time.
func (c Cycle) Offer(villages []CycleVillage) []CycleVillage {
	return slices.DeleteFunc(slices.Clone(villages), func(v CycleVillage) bool {
		return !v.Asked && (v.From != "" && v.From > c.Ends || v.To != "" && v.To < c.Starts)
	})
}

// SaveCycle creates a cycle with its audiences, or changes it when Version is
// the one last read (0 creates). Audiences that are left out are retired.
// Without villages a new cycle asks all that its municipality has in its time,
// and one that is there keeps those it has.
type SaveCycle struct {
	ID           string          `json:"id"`
	Municipality string          `json:"municipality"`
	Title        Text            `json:"title"`
	Starts       string          `json:"starts"`
	Ends         string          `json:"ends"`
	BudgetYear   int             `json:"budget_year"`
	Rules        CycleRules      `json:"rules"`
	Audiences    []CycleAudience `json:"audiences"`
	Villages     []string        `json:"villages,omitempty"`
	Version      int64           `json:"version"`
}

// CycleAudience is a group that a cycle asks, in the order of the columns.
type CycleAudience struct {
	ID   string       `json:"id"`
	Kind AudienceKind `json:"kind"`
	Name Text         `json:"name"`
}

func (SaveCycle) Kind() string      { return "cycle.save" }
func (c SaveCycle) Subject() string { return c.ID }

// Validate checks what can be checked without the store.
func (c SaveCycle) Validate() error {
	var es Errors
	if !ValidID(c.ID) {
		es = append(es, Bad("id", "error.id"))
	}
	if c.Title.KY == "" {
		es = append(es, Bad("title_ky", "error.cycle_title"))
	}
	if !ValidDate(c.Starts) {
		es = append(es, Bad("starts", "error.date"))
	}
	if !ValidDate(c.Ends) {
		es = append(es, Bad("ends", "error.date"))
	} else if c.Ends < c.Starts {
		es = append(es, Bad("ends", "error.ends_before_start"))
	}
	if c.BudgetYear < 2000 || c.BudgetYear > 2100 {
		es = append(es, Bad("budget_year", "error.year"))
	}
	if len(c.Audiences) == 0 {
		es = append(es, Bad("audiences", "error.audiences_none"))
	}
	if c.Villages != nil && len(c.Villages) == 0 {
		es = append(es, Bad("villages", "error.villages_none"))
	}
	seen := map[string]bool{}
	for _, a := range c.Audiences {
		if !ValidID(a.ID) || seen[a.ID] || !slices.Contains(AudienceKinds, a.Kind) {
			es = append(es, Bad("audiences", "error.choice"))
		}
		if a.Name.KY == "" {
			es = append(es, Bad("audiences", "error.audience_name"))
		}
		seen[a.ID] = true
	}
	return append(es, Problems(c.Rules.Validate())...).Or()
}

// SetCycleStatus moves a cycle on, by one of CycleStatus.Next.
type SetCycleStatus struct {
	Cycle  string      `json:"cycle"`
	Status CycleStatus `json:"status"`
}

func (SetCycleStatus) Kind() string      { return "cycle.status" }
func (c SetCycleStatus) Subject() string { return c.Cycle }

// Validate checks the status is one.
func (c SetCycleStatus) Validate() error {
	switch c.Status {
	case Drafting, Agreed, Underway, Ended:
		return nil
	}
	return Bad("status", "error.choice")
}
