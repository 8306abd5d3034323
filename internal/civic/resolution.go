package civic

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// ResolutionAbout is what a resolution decides, and so what its annex is.
type ResolutionAbout string

const (
	AboutNeeds  ResolutionAbout = "needs"
	AboutBudget ResolutionAbout = "budget"
	AboutPlan   ResolutionAbout = "plan"
)

// ResolutionsAbout in their order.
var ResolutionsAbout = []ResolutionAbout{AboutNeeds, AboutBudget, AboutPlan}

// ResolutionStatus of a resolution: a draft can be changed, an adopted one never.
type ResolutionStatus string

const (
	ResolutionDraft   ResolutionStatus = "draft"
	ResolutionAdopted ResolutionStatus = "adopted"
)

// Resolution (токтом) of a council (domain §3.7). Points are one a line. Each
// of the clauses Charged, Control and Publish is a point of its own after them.
type Resolution struct {
	ResolutionText
	ID        string
	Cycle     string
	Status    ResolutionStatus
	Votes     CouncilVotes
	Annex     Annex // as adopted; of a draft it is reckoned
	AdoptedAt time.Time
	Version   int64
	MadeAt    time.Time
}

// ResolutionText is what people write of a resolution.
type ResolutionText struct {
	About       ResolutionAbout `json:"about"`
	Number      string          `json:"number"`
	Date        string          `json:"date"`
	Convocation string          `json:"convocation"` // чакырылыш, "VIII"
	SessionNo   string          `json:"session_no"`  // сессия, "II"
	Regular     bool            `json:"regular"`     // кезектеги, else кезексиз
	Seat        string          `json:"seat"`        // village where the council sits
	Title       Text            `json:"title"`
	Preamble    Text            `json:"preamble"`
	Points      Text            `json:"points"`
	Charged     Text            `json:"charged"`
	Control     Text            `json:"control"`
	Publish     Text            `json:"publish"`
	Chair       string          `json:"chair"`
	ChairWoman  bool            `json:"chair_woman"`
}

// Numbered are the points of a resolution in a language, the clauses last.
func (r *ResolutionText) Numbered(lang string) (points []string) {
	for _, line := range strings.Split(r.Points.In(lang), "\n") {
		if line = strings.TrimSpace(line); line != "" {
			points = append(points, line)
		}
	}
	for _, clause := range []Text{r.Charged, r.Control, r.Publish} {
		if s := strings.TrimSpace(clause.In(lang)); s != "" {
			points = append(points, s)
		}
	}
	return points
}

// Annex (тиркеме) of a resolution, kept as data when it is adopted. Needs,
// Proposals and Undecided are of the decisions; Tables are of a budget or plan.
type Annex struct {
	Rule      *ListRules      `json:"rule,omitempty"`   // by which the list was made
	Hand      string          `json:"hand,omitempty"`   // why it was ordered by hand, in resolutions from before Hands
	Hands     []AnnexHand     `json:"hands,omitempty"`  // how it was ordered by hand, oldest first
	Groups    int             `json:"groups,omitempty"` // of the cycle
	Needs     []AnnexNeed     `json:"needs,omitempty"`
	Proposals []AnnexProposal `json:"proposals,omitempty"`
	Undecided []AnnexNeed     `json:"undecided,omitempty"`
	Tables    []AnnexTable    `json:"tables,omitempty"`
}

// AnnexHand is who ordered the list by hand, when, and why.
type AnnexHand struct {
	Reason string `json:"reason"`
	By     string `json:"by,omitempty"`
	On     string `json:"on"`
}

// AnnexNeed is a need as the council decided it.
type AnnexNeed struct {
	ID     string         `json:"id"`
	Code   string         `json:"code"`
	Title  Text           `json:"title"`
	Place  int            `json:"place"`
	Groups int            `json:"groups"`
	Passed []AnnexPassing `json:"passed,omitempty"`
	AnnexDecision
}

// AnnexPassing is a departure from the people's order: which other need stood
// higher and got less (Before), or lower and got more.
type AnnexPassing struct {
	Title  Text `json:"title"`
	Place  int  `json:"place"`
	Before bool `json:"before,omitempty"`
}

// AnnexProposal is a proposal of a gathering as the council decided it.
type AnnexProposal struct {
	ID   string `json:"id"`
	Text string `json:"text"`
	Date string `json:"date"`
	AnnexDecision
}

// AnnexDecision is what was decided.
type AnnexDecision struct {
	Decision   string          `json:"decision,omitempty"`
	Outcome    DecisionOutcome `json:"outcome,omitempty"`
	Reason     Text            `json:"reason"`
	Departs    Text            `json:"departs"`
	Amount     int64           `json:"amount,omitempty"`
	BudgetLine string          `json:"budget_line,omitempty"`
	AnswerDue  string          `json:"answer_due,omitempty"`
	Votes      *CouncilVotes   `json:"votes,omitempty"`
}

// AnnexTable is a table with what stands above and below it.
type AnnexTable struct {
	Title   Text          `json:"title"`
	Columns []AnnexColumn `json:"columns"`
	Rows    [][]Text      `json:"rows"`
	Notes   []Text        `json:"notes,omitempty"`
}

// AnnexColumn of a table; numbers stand at the right.
type AnnexColumn struct {
	Head  Text `json:"head"`
	Right bool `json:"right,omitempty"`
}

// Empty reports whether there is nothing to annex.
func (a *Annex) Empty() bool { return len(a.Needs)+len(a.Proposals)+len(a.Tables) == 0 }

// Digest tells whether an annex is the one that was seen.
func (a *Annex) Digest() string {
	text, err := json.Marshal(a)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:8])
}

// Decisions that the annex holds.
func (a *Annex) Decisions() (ids []string) {
	for _, n := range a.Needs {
		ids = append(ids, n.Decision)
	}
	for _, p := range a.Proposals {
		ids = append(ids, p.Decision)
	}
	return ids
}

// AnnexOf gathers what the council decided and no resolution holds yet, in the
// people's order, and which needs wait for a decision.
func (c *Council) AnnexOf() Annex {
	a := Annex{Rule: &c.List.Rules, Groups: len(c.List.Groups)}
	for _, o := range c.List.Hands() {
		a.Hands = append(a.Hands, AnnexHand{o.Reason, o.By, o.At.In(Zone).Format(time.DateOnly)})
	}
	for i := range c.Items {
		item := &c.Items[i]
		d := item.Decision
		if r := item.Row; r != nil {
			n := AnnexNeed{ID: r.ID, Code: r.Code, Title: r.Title, Place: r.Place, Groups: r.Groups}
			if d == nil {
				a.Undecided = append(a.Undecided, n)
			} else if d.Resolution == "" && d.By == "" {
				n.AnnexDecision = annexed(d)
				for _, x := range item.Departures {
					if x.Passed.ID == r.ID {
						n.Passed = append(n.Passed, AnnexPassing{Title: x.Preferred.Title, Place: x.Preferred.Place})
					} else {
						n.Passed = append(n.Passed, AnnexPassing{Title: x.Passed.Title, Place: x.Passed.Place, Before: true})
					}
				}
				a.Needs = append(a.Needs, n)
			}
		} else if d != nil && d.Resolution == "" && d.By == "" {
			a.Proposals = append(a.Proposals, AnnexProposal{ID: item.Proposal.ID, Text: item.Proposal.Text, Date: item.Proposal.Date, AnnexDecision: annexed(d)})
		}
	}
	return a
}

func annexed(d *Decision) AnnexDecision {
	return AnnexDecision{Decision: d.ID, Outcome: d.Outcome, Reason: d.Reason, Departs: d.Departs, Amount: d.Amount,
		BudgetLine: d.BudgetLine, AnswerDue: d.AnswerDue, Votes: d.Votes()}
}

// Unexplained are departures from the people's order that an annex would fix
// while neither decision of the pair says why.
func (c *Council) Unexplained(a Annex) (open []Departure) {
	for _, d := range c.Departures {
		if !d.Explained && slices.ContainsFunc(a.Needs, func(n AnnexNeed) bool { return n.ID == d.Passed.ID || n.ID == d.Preferred.ID }) {
			open = append(open, d)
		}
	}
	return open
}

// SaveResolution makes a draft (Base 0) or changes it.
type SaveResolution struct {
	ID string `json:"id"`
	ResolutionText
	Base int64 `json:"base"`
}

func (SaveResolution) Kind() string      { return "resolution.save" }
func (s SaveResolution) Subject() string { return s.ID }

// Validate wants a title and points in Kyrgyz, and a day. The rest may wait for the adoption.
func (s SaveResolution) Validate() error {
	var es Errors
	if !ValidID(s.ID) {
		es = append(es, Bad("", "error.id"))
	}
	if !slices.Contains(ResolutionsAbout, s.About) {
		es = append(es, Bad("about", "error.choice"))
	}
	if !ValidDate(s.Date) {
		es = append(es, Bad("date", "error.date"))
	}
	if strings.TrimSpace(s.Title.KY) == "" {
		es = append(es, Bad("title_ky", "error.resolution_title"))
	}
	if strings.TrimSpace(s.Points.KY) == "" {
		es = append(es, Bad("points_ky", "error.resolution_points"))
	}
	for _, f := range []struct {
		name, text string
		most       int
	}{{"number", s.Number, 30}, {"convocation", s.Convocation, 20}, {"session_no", s.SessionNo, 20}, {"seat", s.Seat, 100}, {"chair", s.Chair, 100},
		{"title_ky", s.Title.KY, titleMax}, {"title_ru", s.Title.RU, titleMax}, {"preamble_ky", s.Preamble.KY, ReasonMax}, {"preamble_ru", s.Preamble.RU, ReasonMax},
		{"points_ky", s.Points.KY, WordsMax}, {"points_ru", s.Points.RU, WordsMax}, {"charged_ky", s.Charged.KY, ReasonMax}, {"charged_ru", s.Charged.RU, ReasonMax},
		{"control_ky", s.Control.KY, ReasonMax}, {"control_ru", s.Control.RU, ReasonMax}, {"publish_ky", s.Publish.KY, ReasonMax}, {"publish_ru", s.Publish.RU, ReasonMax}} {
		if tooLong(f.text, f.most) {
			es = append(es, Bad(f.name, "error.text_long", "n", f.most))
		}
	}
	return es.Or()
}

// AdoptResolution fixes a draft with its votes and its annex as it was seen.
type AdoptResolution struct {
	ID    string       `json:"id"`
	Votes CouncilVotes `json:"votes"`
	Annex Annex        `json:"annex"`
	Base  int64        `json:"base"`
}

func (AdoptResolution) Kind() string      { return "resolution.adopt" }
func (a AdoptResolution) Subject() string { return a.ID }

// Validate wants votes that can be, more of them for it than against.
func (a AdoptResolution) Validate() error {
	es := a.Votes.problems()
	if len(es) == 0 && a.Votes.For <= a.Votes.Against {
		es = append(es, Bad("for", "error.resolution_lost"))
	}
	return es.Or()
}

// Adoptable says what a draft still lacks to be adopted.
func (r *ResolutionText) Adoptable() error {
	var es Errors
	for _, f := range []struct{ name, text, key string }{
		{"number", r.Number, "error.resolution_number"}, {"convocation", r.Convocation, "error.resolution_convocation"},
		{"session_no", r.SessionNo, "error.resolution_session"}, {"seat", r.Seat, "error.resolution_seat"},
		{"preamble_ky", r.Preamble.KY, "error.resolution_preamble"}, {"charged_ky", r.Charged.KY, "error.resolution_charged"},
		{"control_ky", r.Control.KY, "error.resolution_control"}, {"chair", r.Chair, "error.resolution_chair"},
	} {
		if strings.TrimSpace(f.text) == "" {
			es = append(es, Bad(f.name, f.key))
		}
	}
	for _, f := range []struct{ name, text string }{{"preamble_ky", r.Preamble.KY}, {"preamble_ru", r.Preamble.RU}, {"points_ky", r.Points.KY}, {"points_ru", r.Points.RU},
		{"charged_ky", r.Charged.KY}, {"charged_ru", r.Charged.RU}, {"control_ky", r.Control.KY}, {"control_ru", r.Control.RU}} {
		if strings.Contains(f.text, ResolutionBlank) {
			es = append(es, Bad(f.name, "error.resolution_blank"))
		}
	}
	return es.Or()
}

// ResolutionBlank stands in a suggested text where something is to be filled in.
const ResolutionBlank = "____"

// DropResolution throws a draft away.
type DropResolution struct {
	ID string `json:"id"`
}

func (DropResolution) Kind() string      { return "resolution.drop" }
func (d DropResolution) Subject() string { return d.ID }

// Validate has nothing to check.
func (DropResolution) Validate() error { return nil }
