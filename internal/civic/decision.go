package civic

import "time"

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

// Decision of a need or proposal, with its reason. A later one replaces an
// earlier one, which stays readable. Votes are nil where it was not voted on by
// itself. Amount is whole som. AnswerDue is a date.
type Decision struct {
	ID                      string
	Need, Proposal          string // one of them
	Resolution              string // id, "" not by the council
	ResolutionNumber        string
	Outcome                 DecisionOutcome
	Reason                  Text
	On                      string // date
	By                      string // council, or an official's post
	For, Against, Abstained *int
	BudgetLine              string
	Amount                  int64
	AnswerDue               string
	AnsweredOn              string
	Answer                  string
	ReplacedBy              string
	MadeBy                  string // name
	At                      time.Time
}

// Overdue reports whether an answer was due before a day and is not given.
func (d *Decision) Overdue(today string) bool {
	return d.AnswerDue != "" && d.AnswerDue < today && d.AnsweredOn == ""
}
