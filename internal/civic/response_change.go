package civic

import (
	"encoding/json"
	"strings"
	"time"
)

// What people do to responses is journaled: who and when and to which. What was answered, and the
// reason, which may repeat it, stay out.

// ExcludeResponse leaves a response out of the results, or takes it back in (no reason).
type ExcludeResponse struct {
	Survey   string `json:"survey"`
	Response string `json:"response"`
	Out      bool   `json:"out"`
	Reason   string `json:"reason,omitempty"`
}

func (ExcludeResponse) Kind() string      { return "response.exclude" }
func (e ExcludeResponse) Subject() string { return e.Response }

// Journaled is the change without its reason.
func (e ExcludeResponse) Journaled() any { e.Reason = ""; return e }

// Validate wants a reason for what is left out.
func (e ExcludeResponse) Validate() error {
	if e.Out {
		return wantReason(e.Reason)
	}
	return nil
}

func wantReason(reason string) error {
	switch {
	case strings.TrimSpace(reason) == "":
		return Bad("reason", "error.response_reason")
	case tooLong(reason, ReasonMax):
		return Bad("reason", "error.text_long", "n", ReasonMax)
	}
	return nil
}

// EditResponse corrects answers; those before are kept. Base is the version that was seen.
type EditResponse struct {
	Survey   string          `json:"survey"`
	Response string          `json:"response"`
	Base     int64           `json:"base"`
	Answers  json.RawMessage `json:"answers,omitempty"`
	Blank    string          `json:"blank,omitempty"`
	Reason   string          `json:"reason,omitempty"`
}

func (EditResponse) Kind() string      { return "response.edit" }
func (e EditResponse) Subject() string { return e.Response }

// Journaled is the change without what was answered.
func (e EditResponse) Journaled() any {
	return EditResponse{Survey: e.Survey, Response: e.Response, Base: e.Base}
}

// Validate wants a reason.
func (e EditResponse) Validate() error {
	if !json.Valid(e.Answers) {
		return Bad("", "error.response_form")
	}
	return wantReason(e.Reason)
}

// SettleConflict says which of two contents under one id stands: what was there is kept, or the other taken.
type SettleConflict struct {
	Survey   string `json:"survey"`
	Conflict string `json:"conflict"`
	Take     bool   `json:"take"`
	Base     int64  `json:"base"`            // version of the response that was seen
	Blank    string `json:"blank,omitempty"` // of the other content
	Reason   string `json:"reason,omitempty"`
}

func (SettleConflict) Kind() string      { return "response.settle" }
func (s SettleConflict) Subject() string { return s.Conflict }

// Journaled is the change without what was answered.
func (s SettleConflict) Journaled() any { s.Blank, s.Reason = "", ""; return s }

// Validate has nothing to look at: the state decides.
func (s SettleConflict) Validate() error { return nil }

// ResponseEdit is what a response was before somebody corrected it.
type ResponseEdit struct {
	Before json.RawMessage
	Reason string
	By     string // name
	At     time.Time
}

// SurveyTag is a word that groups open answers to a question.
type SurveyTag struct {
	ID, Question, Name string
	N                  int // responses that count
}

// tagMax bounds a tag, in characters.
const tagMax = 80

// SaveTag makes a tag or names it anew. Its name may say what people wrote: it stays out of the journal.
type SaveTag struct {
	Survey   string `json:"survey"`
	ID       string `json:"id"`
	Question string `json:"question"`
	Name     string `json:"name,omitempty"`
}

func (SaveTag) Kind() string      { return "survey.tag" }
func (s SaveTag) Subject() string { return s.ID }

// Journaled is the change without the name.
func (s SaveTag) Journaled() any { s.Name = ""; return s }

// Validate wants a short name.
func (s SaveTag) Validate() error {
	switch {
	case !ValidID(s.ID):
		return Bad("", "error.id")
	case strings.TrimSpace(s.Name) == "":
		return Bad("name", "error.survey_tag")
	case tooLong(s.Name, tagMax):
		return Bad("name", "error.text_long", "n", tagMax)
	}
	return nil
}

// DropTag removes a tag; the answers stay.
type DropTag struct {
	Survey string `json:"survey"`
	ID     string `json:"id"`
}

func (DropTag) Kind() string      { return "survey.tag_drop" }
func (d DropTag) Subject() string { return d.ID }

// Validate has nothing to look at.
func (d DropTag) Validate() error { return nil }

// TagResponses puts a tag on answers, or takes it off.
type TagResponses struct {
	Survey    string   `json:"survey"`
	Tag       string   `json:"tag"`
	On        bool     `json:"on"`
	Responses []string `json:"responses,omitempty"`
}

func (TagResponses) Kind() string      { return "survey.tag_put" }
func (t TagResponses) Subject() string { return t.Tag }

// Journaled is the change without whose answers.
func (t TagResponses) Journaled() any { t.Responses = nil; return t }

// Validate wants answers.
func (t TagResponses) Validate() error {
	if len(t.Responses) == 0 || len(t.Responses) > 500 {
		return Bad("response", "error.survey_tag_none")
	}
	return nil
}

// ChooseNeeds says which question of a survey asks for needs; "" the one that is named so.
type ChooseNeeds struct {
	Survey   string `json:"survey"`
	Question string `json:"question"`
}

func (ChooseNeeds) Kind() string      { return "survey.needs" }
func (c ChooseNeeds) Subject() string { return c.Survey }

// Validate has nothing to look at.
func (c ChooseNeeds) Validate() error { return nil }

// VillagePeople is a village with how many people live there; 0 not known.
type VillagePeople struct {
	ID     string
	Name   Text
	People int
}
