package civic

import (
	"slices"
	"strings"
	"time"
)

// Outcome of a need or proposal in the council (domain §2.10).
type DecisionOutcome string

const (
	Accepted  DecisionOutcome = "accepted"
	Partly    DecisionOutcome = "partly"
	Postponed DecisionOutcome = "postponed"
	Rejected  DecisionOutcome = "rejected"
	Forwarded DecisionOutcome = "forwarded"
)

// DecisionOutcomes in the order they are offered.
var DecisionOutcomes = []DecisionOutcome{Accepted, Partly, Postponed, Rejected, Forwarded}

// Gives reports whether an outcome spends money.
func (o DecisionOutcome) Gives() bool { return o == Accepted || o == Partly }

// Decision of a need or proposal, with its reason. A later one replaces an
// earlier one, which stays readable. Votes are nil where it was not voted on by
// itself. Amount is whole som. AnswerDue is a date.
type Decision struct {
	ID                      string
	Need, Proposal          string // one of them
	Resolution              string // id, "" not in one yet
	ResolutionNumber        string
	ResolutionDate          string
	Outcome                 DecisionOutcome
	Reason                  Text
	Departs                 Text   // why it departs from the people's order
	Place                   int    // the need's in the people's order when it was decided; 0 of a proposal
	On                      string // date
	By                      string // "" the council, else an official's post
	Elected, Present        *int   // deputies
	For, Against, Abstained *int
	BudgetLine              string
	Amount                  int64
	AnswerDue               string
	AnsweredOn              string
	Answer                  string
	ReplacedBy              string
	Version                 int64
	MadeBy                  string // name
	At                      time.Time
}

// About is the need or proposal that was decided.
func (d *Decision) About() string {
	if d.Need != "" {
		return d.Need
	}
	return d.Proposal
}

// Votes as they were counted, nil where it was not voted on by itself.
func (d *Decision) Votes() *CouncilVotes {
	if d.For == nil {
		return nil
	}
	return &CouncilVotes{*d.Elected, *d.Present, *d.For, *d.Against, *d.Abstained}
}

// Overdue reports whether an answer was due before a day and is not given.
func (d *Decision) Overdue(today string) bool {
	return d.AnswerDue != "" && d.AnswerDue < today && d.AnsweredOn == ""
}

// Standing are the decisions that no later one has replaced, by their need or proposal.
func Standing(all []Decision) map[string]*Decision {
	standing := map[string]*Decision{}
	for i := range all {
		if all[i].ReplacedBy == "" {
			standing[all[i].About()] = &all[i]
		}
	}
	return standing
}

// CouncilVotes of deputies: how many were elected and were there, and how they voted.
type CouncilVotes struct {
	Elected   int `json:"elected"`
	Present   int `json:"present"`
	For       int `json:"for"`
	Against   int `json:"against"`
	Abstained int `json:"abstained"`
}

// councilMost bounds a council: the largest aiyl kenesh has far fewer deputies.
const councilMost = 200

// problems are what cannot be: more there than elected, more votes than people.
func (v CouncilVotes) problems() (es Errors) {
	for _, f := range []struct {
		name string
		n    int
	}{{"elected", v.Elected}, {"present", v.Present}, {"for", v.For}, {"against", v.Against}, {"abstained", v.Abstained}} {
		if f.n < 0 || f.n > councilMost {
			es = append(es, Bad(f.name, "error.deputies", "most", councilMost))
		}
	}
	if len(es) > 0 {
		return es
	}
	if v.Elected == 0 {
		es = append(es, Bad("elected", "error.deputies_none"))
	}
	if v.Present > v.Elected {
		es = append(es, Bad("present", "error.deputies_present", "elected", v.Elected))
	}
	if cast := v.For + v.Against + v.Abstained; cast > v.Present {
		es = append(es, Bad("for", "error.deputies_cast", "cast", cast, "present", v.Present))
	} else if cast == 0 {
		es = append(es, Bad("for", "error.deputies_nobody"))
	}
	return es
}

// Decide decides a need or proposal. Replaces is the decision that stood when
// the form was read, "" none: somebody else's in between is a conflict.
type Decide struct {
	ID         string          `json:"id"`
	Need       string          `json:"need,omitempty"`
	Proposal   string          `json:"proposal,omitempty"`
	Replaces   string          `json:"replaces,omitempty"`
	Outcome    DecisionOutcome `json:"outcome"`
	Reason     Text            `json:"reason"`
	Departs    Text            `json:"departs"`
	Place      int             `json:"place,omitempty"`
	On         string          `json:"on"`
	By         string          `json:"by,omitempty"`
	Votes      *CouncilVotes   `json:"votes,omitempty"`
	BudgetLine string          `json:"budget_line,omitempty"`
	Amount     int64           `json:"amount,omitempty"`
	AnswerDue  string          `json:"answer_due,omitempty"`
}

func (Decide) Kind() string { return "decision.make" }

// Subject is the need or proposal.
func (d Decide) Subject() string {
	if d.Need != "" {
		return d.Need
	}
	return d.Proposal
}

// Most characters of a reason and of a line of the budget.
const (
	ReasonMax     = 4000
	BudgetLineMax = 200
	postMax       = 200
)

// Validate wants an outcome, its reason in Kyrgyz, and a day.
func (d Decide) Validate() error {
	var es Errors
	if !ValidID(d.ID) || (d.Need == "") == (d.Proposal == "") {
		es = append(es, Bad("", "error.id"))
	}
	if !slices.Contains(DecisionOutcomes, d.Outcome) {
		es = append(es, Bad("outcome", "error.decision_outcome"))
	}
	if strings.TrimSpace(d.Reason.KY) == "" {
		es = append(es, Bad("reason_ky", "error.decision_reason"))
	}
	for _, f := range []struct {
		name, text string
		most       int
	}{{"reason_ky", d.Reason.KY, ReasonMax}, {"reason_ru", d.Reason.RU, ReasonMax}, {"departs_ky", d.Departs.KY, ReasonMax}, {"departs_ru", d.Departs.RU, ReasonMax},
		{"budget_line", d.BudgetLine, BudgetLineMax}, {"post", d.By, postMax}} {
		if tooLong(f.text, f.most) {
			es = append(es, Bad(f.name, "error.text_long", "n", f.most))
		}
	}
	if !ValidDate(d.On) {
		es = append(es, Bad("on", "error.date"))
	}
	if d.AnswerDue != "" && !ValidDate(d.AnswerDue) {
		es = append(es, Bad("answer_due", "error.date"))
	} else if d.AnswerDue != "" && d.AnswerDue < d.On {
		es = append(es, Bad("answer_due", "error.decision_due"))
	}
	if d.Amount < 0 || d.Amount > 0 && !d.Outcome.Gives() {
		es = append(es, Bad("amount", "error.decision_amount"))
	}
	if d.Votes != nil {
		es = append(es, d.Votes.problems()...)
	}
	return es.Or()
}

// AnswerDecision says what was done about a decision, and when.
type AnswerDecision struct {
	Decision string `json:"decision"`
	On       string `json:"on"`
	Answer   string `json:"answer"`
	Base     int64  `json:"base"`
}

func (AnswerDecision) Kind() string      { return "decision.answer" }
func (a AnswerDecision) Subject() string { return a.Decision }

// Validate wants words and a day.
func (a AnswerDecision) Validate() error {
	var es Errors
	if strings.TrimSpace(a.Answer) == "" {
		es = append(es, Bad("answer", "error.decision_answer"))
	}
	if tooLong(a.Answer, ReasonMax) {
		es = append(es, Bad("answer", "error.text_long", "n", ReasonMax))
	}
	if !ValidDate(a.On) {
		es = append(es, Bad("answered_on", "error.date"))
	}
	return es.Or()
}
