package civic

import "strings"

// Once a plan is adopted, every change to it says why and makes its next
// version; while it is put forward nothing changes.

// SavePlan makes the head of a plan (Base 0) or changes it.
type SavePlan struct {
	Cycle string `json:"cycle"`
	PlanHead
	Reason string `json:"reason,omitempty"`
	Base   int64  `json:"base"`
}

func (SavePlan) Kind() string      { return "plan.save" }
func (s SavePlan) Subject() string { return s.Cycle }

// Validate wants a Kyrgyz title and a period.
func (s SavePlan) Validate() error {
	var es Errors
	if strings.TrimSpace(s.Title.KY) == "" {
		es = append(es, Bad("title_ky", "error.plan_title"))
	}
	if !ValidDate(s.Starts) || !ValidDate(s.Ends) || s.Ends < s.Starts || yearOf(s.Ends)-yearOf(s.Starts) >= planYears {
		es = append(es, Bad("to", "error.plan_period", "n", planYears))
	}
	if s.AgreedOn != "" && !ValidDate(s.AgreedOn) {
		es = append(es, Bad("agreed_on", "error.date"))
	}
	for _, f := range []struct {
		name, text string
		most       int
	}{{"title_ky", s.Title.KY, titleMax}, {"title_ru", s.Title.RU, titleMax}, {"party_ao", s.PartyAO, personMax}, {"party_people", s.PartyPeople, personMax},
		{"agreed_by", s.AgreedBy, personMax}, {"reason", s.Reason, ReasonMax}} {
		if tooLong(f.text, f.most) {
			es = append(es, Bad(f.name, "error.text_long", "n", f.most))
		}
	}
	return es.Or()
}

// ProposePlan puts a whole plan forward, or with Back takes it up again.
type ProposePlan struct {
	Cycle string `json:"cycle"`
	Back  bool   `json:"back,omitempty"`
	Base  int64  `json:"base"`
}

func (ProposePlan) Kind() string      { return "plan.propose" }
func (p ProposePlan) Subject() string { return p.Cycle }

// Validate has nothing to check: what is missing, the store sees.
func (ProposePlan) Validate() error { return nil }

// AdoptPlan fixes a plan put forward as a version; of an adopted one, with a
// reason, another decision of the council.
type AdoptPlan struct {
	Cycle string `json:"cycle"`
	PlanApproval
	Reason string `json:"reason,omitempty"`
	Base   int64  `json:"base"`
}

func (AdoptPlan) Kind() string      { return "plan.adopt" }
func (a AdoptPlan) Subject() string { return a.Cycle }

// Validate wants who approved it, when, and by which resolution.
func (a AdoptPlan) Validate() error {
	var es Errors
	if strings.TrimSpace(a.ApprovedBy) == "" {
		es = append(es, Bad("approved_by", "error.plan_approved_by"))
	} else if tooLong(a.ApprovedBy, personMax) {
		es = append(es, Bad("approved_by", "error.text_long", "n", personMax))
	}
	if !ValidDate(a.ApprovedOn) {
		es = append(es, Bad("approved_on", "error.date"))
	}
	if a.Resolution == "" && strings.TrimSpace(a.ResolutionNumber) == "" {
		es = append(es, Bad("resolution_number", "error.plan_resolution"))
	} else if tooLong(a.ResolutionNumber, numberMax) {
		es = append(es, Bad("resolution_number", "error.text_long", "n", numberMax))
	}
	return es.Or()
}

// TakeActions makes rows of suggestions, all at once.
type TakeActions struct {
	Cycle   string      `json:"cycle"`
	Actions []NewAction `json:"actions"`
}

// NewAction is a row to be.
type NewAction struct {
	ID string `json:"id"`
	ActionText
}

func (TakeActions) Kind() string      { return "action.take" }
func (t TakeActions) Subject() string { return t.Cycle }

// Validate wants at least one.
func (t TakeActions) Validate() error {
	if len(t.Actions) == 0 {
		return Bad("needs", "error.action_none")
	}
	var es Errors
	for _, a := range t.Actions {
		if !ValidID(a.ID) {
			es = append(es, Bad("", "error.id"))
		}
		es = append(es, a.problems()...)
	}
	return es.Or()
}

// SaveAction makes a row (Base 0) or changes it.
type SaveAction struct {
	ID string `json:"id"`
	ActionText
	Reason string `json:"reason,omitempty"`
	Base   int64  `json:"base"`
}

func (SaveAction) Kind() string      { return "action.save" }
func (s SaveAction) Subject() string { return s.ID }

// Validate checks what is there; what is missing may come until the plan is put forward.
func (s SaveAction) Validate() error {
	var es Errors
	if !ValidID(s.ID) {
		es = append(es, Bad("", "error.id"))
	}
	if tooLong(s.Reason, ReasonMax) {
		es = append(es, Bad("reason", "error.text_long", "n", ReasonMax))
	}
	return append(es, s.problems()...).Or()
}

// DropAction takes a row out of the plan; what was reported of it stays.
type DropAction struct {
	ID     string `json:"id"`
	Reason string `json:"reason,omitempty"`
}

func (DropAction) Kind() string      { return "action.drop" }
func (d DropAction) Subject() string { return d.ID }

// Validate bounds the reason.
func (d DropAction) Validate() error {
	if tooLong(d.Reason, ReasonMax) {
		return Bad("reason", "error.text_long", "n", ReasonMax)
	}
	return nil
}
