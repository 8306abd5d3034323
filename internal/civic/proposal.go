package civic

import (
	"slices"
	"strings"
	"time"
)

// ProposalSort is what somebody said at a gathering.
type ProposalSort string

const (
	Question   ProposalSort = "question"
	Suggestion ProposalSort = "suggestion"
	Motion     ProposalSort = "proposal" // put to the vote
)

// ProposalSorts in the order they are offered.
var ProposalSorts = []ProposalSort{Suggestion, Question, Motion}

// GatheringVotes are hands counted by the counting commission.
type GatheringVotes struct {
	For       int `json:"for"`
	Against   int `json:"against"`
	Abstained int `json:"abstained"`
}

// Cast is how many voted.
func (v GatheringVotes) Cast() int { return v.For + v.Against + v.Abstained }

// Carried reports whether more were for it than against and abstaining: most of who voted.
func (v GatheringVotes) Carried() bool { return 2*v.For > v.Cast() }

// Proposal is a question, suggestion or proposal of a gathering, on a slip or
// spoken. Author is empty where it was anonymous, and for everybody who does
// not conduct.
type Proposal struct {
	ID         string
	Gathering  string
	Cycle      string
	Sort       ProposalSort
	Number     int // in its gathering
	Text       string
	Author     string
	BySlip     bool
	Need       string // id of the need it is about, ""
	NeedTitle  Text
	BudgetLine string
	Answer     string
	AnswerDue  string
	Votes      *GatheringVotes // nil not voted on
	Withdrawn  bool
	Reason     string // why withdrawn
	Version    int64
	At         time.Time

	// of its gathering, where proposals of a whole cycle are read
	Date        string
	Held        GatheringSort
	VillageName Text
}

// SaveProposal takes a slip or a spoken proposal (Base 0), or changes it.
type SaveProposal struct {
	ID         string       `json:"id"`
	Gathering  string       `json:"gathering"`
	Sort       ProposalSort `json:"sort"`
	Text       string       `json:"text"`
	Author     string       `json:"author,omitempty"`
	BySlip     bool         `json:"by_slip,omitempty"`
	Need       string       `json:"need,omitempty"`
	BudgetLine string       `json:"budget_line,omitempty"`
	Answer     string       `json:"answer,omitempty"`
	AnswerDue  string       `json:"answer_due,omitempty"`
	Base       int64        `json:"base"`
}

func (SaveProposal) Kind() string      { return "proposal.save" }
func (s SaveProposal) Subject() string { return s.ID }

// Validate wants words.
func (s SaveProposal) Validate() error {
	var es Errors
	if !ValidID(s.ID) {
		es = append(es, Bad("", "error.id"))
	}
	if !slices.Contains(ProposalSorts, s.Sort) {
		es = append(es, Bad("sort", "error.choice"))
	}
	if strings.TrimSpace(s.Text) == "" {
		es = append(es, Bad("text", "error.words_needed"))
	}
	if s.AnswerDue != "" && !ValidDate(s.AnswerDue) {
		es = append(es, Bad("answer_due", "error.date"))
	}
	for _, f := range []struct {
		name, text string
		most       int
	}{{"text", s.Text, ReasonMax}, {"author", s.Author, 120}, {"budget_line", s.BudgetLine, placeMax}, {"answer", s.Answer, ReasonMax}} {
		if tooLong(f.text, f.most) {
			es = append(es, Bad(f.name, "error.text_long", "n", f.most))
		}
	}
	return es.Or()
}

// Journaled leaves out who said it.
func (s SaveProposal) Journaled() any {
	s.Author = ""
	return s
}

// VoteProposal writes down the votes; nil takes them off again.
type VoteProposal struct {
	ID        string          `json:"id"`
	Gathering string          `json:"gathering"`
	Votes     *GatheringVotes `json:"votes"`
	Base      int64           `json:"base"`
}

func (VoteProposal) Kind() string      { return "proposal.vote" }
func (v VoteProposal) Subject() string { return v.ID }

// Validate wants numbers that can be. That they fit the people there is checked where those are known.
func (v VoteProposal) Validate() error {
	if v.Votes == nil {
		return nil
	}
	var es Errors
	for _, f := range []struct {
		name string
		n    int
	}{{"for", v.Votes.For}, {"against", v.Votes.Against}, {"abstained", v.Votes.Abstained}} {
		if f.n < 0 || f.n > presentMost {
			es = append(es, Bad(f.name, "error.gathering_number", "most", presentMost))
		}
	}
	if len(es) == 0 && v.Votes.Cast() == 0 {
		es = append(es, Bad("for", "error.votes_none"))
	}
	return es.Or()
}

// WithdrawProposal takes one back with a reason, or puts it up again.
type WithdrawProposal struct {
	ID        string `json:"id"`
	Gathering string `json:"gathering"`
	Withdrawn bool   `json:"withdrawn"`
	Reason    string `json:"reason,omitempty"`
}

func (WithdrawProposal) Kind() string      { return "proposal.withdraw" }
func (w WithdrawProposal) Subject() string { return w.ID }

// Validate wants a reason for what is withdrawn.
func (w WithdrawProposal) Validate() error {
	if !w.Withdrawn {
		return nil
	}
	return reasoned("reason", w.Reason)
}
