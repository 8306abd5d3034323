package civic

// CycleStatus is where a cycle stands.
type CycleStatus string

const (
	Drafting CycleStatus = "drafting"
	Agreed   CycleStatus = "agreed"
	Underway CycleStatus = "underway"
	Ended    CycleStatus = "closed"
)

// Method of ranking in a round.
type Method string

const (
	Dots     Method = "dots"     // beans, stickers: k per person
	Hands    Method = "hands"    // show of hands
	Pairwise Method = "pairwise" // matrix, up to 8
	Scoring  Method = "scoring"  // criteria with weights
	Ballots  Method = "ballots"  // each orders or marks up to n
)

// CycleRules are fixed before the first session of a cycle opens, so that
// facilitators cannot differ and nobody can choose the rule that suits them.
type CycleRules struct {
	Method        Method      `json:"method"`
	Dots          int         `json:"dots"`           // per person
	TieBreak      string      `json:"tie_break"`      // "shared", "women", "lot"
	MinAttendance int         `json:"min_attendance"` // below it the minutes say so
	Unranked      string      `json:"unranked"`       // ballots: "average" of the places left
	Criteria      []Criterion `json:"criteria,omitempty"`
}

// Criterion of the scoring matrix; the weight is a whole number, 0 or more.
type Criterion struct {
	ID     string `json:"id"`
	Name   Text   `json:"name"`
	Weight int    `json:"weight"`
}

// DefaultRules are the usual ones: three beans each, six people at least.
func DefaultRules() CycleRules {
	return CycleRules{Method: Dots, Dots: 3, TieBreak: "shared", MinAttendance: 6, Unranked: "average"}
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

// SaveCycle creates a cycle with its audiences, or changes it when Version is
// the one last read (0 creates). Audiences that are left out are retired.
type SaveCycle struct {
	ID           string          `json:"id"`
	Municipality string          `json:"municipality"`
	Title        Text            `json:"title"`
	Starts       string          `json:"starts"`
	Ends         string          `json:"ends"`
	BudgetYear   int             `json:"budget_year"`
	Rules        CycleRules      `json:"rules"`
	Audiences    []CycleAudience `json:"audiences"`
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
	return es.Or()
}

// SetCycleStatus moves a cycle on.
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
