package civic

import (
	"slices"
	"strings"
	"time"
)

// SurveyPurpose is what a survey is for (domain C14).
type SurveyPurpose string

// SurveyPurposes in the order they are offered.
var SurveyPurposes = []SurveyPurpose{"needs", "satisfaction", "test", "feedback", "other"}

// SurveyStatus is how far a survey is.
type SurveyStatus string

const (
	SurveyDraft  SurveyStatus = "draft"
	SurveyOpen   SurveyStatus = "open"
	SurveyClosed SurveyStatus = "closed"
)

// SurveyAccess is who may answer by themselves, and how often.
type SurveyAccess string

const (
	AccessDevice SurveyAccess = "device" // each phone once
	AccessSlip   SurveyAccess = "slip"   // each printed code once
	AccessOpen   SurveyAccess = "open"   // as often as they like
	AccessPeople SurveyAccess = "people" // nobody: interviewers and paper alone
)

// SurveyAccesses in the order they are offered.
var SurveyAccesses = []SurveyAccess{AccessDevice, AccessSlip, AccessOpen, AccessPeople}

// SurveyText is what a coordinator says of a survey.
type SurveyText struct {
	Title   Text          `json:"title"`
	Purpose SurveyPurpose `json:"purpose"`
	Cycle   string        `json:"cycle,omitempty"`   // "" of no cycle
	Session string        `json:"session,omitempty"` // "" of no session
	Access  SurveyAccess  `json:"access"`
	Consent Text          `json:"consent"`           // what a respondent agrees to; empty: the standard words
	Contact bool          `json:"contact,omitempty"` // contact data is asked for, and kept apart from the answers
	Village bool          `json:"village,omitempty"` // the village is asked for
	Before  string        `json:"before,omitempty"`  // the survey that asked the same before
}

// Survey asks many people the same questions, each alone (сурамжылоо).
type Survey struct {
	ID           string
	Municipality string
	SurveyText
	Status   SurveyStatus
	Code     string // digits: where one answers, /q/CODE
	Public   bool   // everybody may see the results
	Needs    string // the question that asks for needs; "" the one that is named so
	OpenedAt time.Time
	ClosedAt time.Time
	MadeAt   time.Time
	Version  int64

	Published int // the newest version of the questionnaire that people answer; 0 none
	Working   int // the version being worked on; 0 none
	Questions int // of the newest version
	Responses int // that count
}

// Asks reports whether answers are taken now.
func (s *Survey) Asks() bool { return s.Status == SurveyOpen && s.Published > 0 }

// BySelf reports whether people may answer by themselves now.
func (s *Survey) BySelf() bool { return s.Asks() && s.Access != AccessPeople }

// Questionnaire is a version of a survey's questions.
type Questionnaire struct {
	Survey      string
	Number      int
	File        []byte // XLSForm
	Digest      string // SHA-256 of the file
	Questions   int
	MadeAt      time.Time
	PublishedAt time.Time // zero: being worked on
}

// Frozen reports whether people answer it: it does not change any more.
func (q *Questionnaire) Frozen() bool { return !q.PublishedAt.IsZero() }

// SaveSurvey begins a survey (Base 0) or changes what is said of it. File is the first questionnaire.
type SaveSurvey struct {
	ID string `json:"id"`
	SurveyText
	Base int64 `json:"base"`

	File      []byte            `json:"-"`
	Files     map[string][]byte `json:"-"`
	Digest    string            `json:"digest,omitempty"` // of File
	Questions int               `json:"questions,omitempty"`
}

func (SaveSurvey) Kind() string      { return "survey.save" }
func (s SaveSurvey) Subject() string { return s.ID }

// Validate wants a title in Kyrgyz.
func (s SaveSurvey) Validate() error {
	var es Errors
	if !ValidID(s.ID) {
		es = append(es, Bad("", "error.id"))
	}
	if strings.TrimSpace(s.Title.KY) == "" {
		es = append(es, Bad("title_ky", "error.survey_title"))
	}
	for field, text := range map[string]string{"title_ky": s.Title.KY, "title_ru": s.Title.RU, "title_en": s.Title.EN} {
		if tooLong(text, titleMax) {
			es = append(es, Bad(field, "error.text_long", "n", titleMax))
		}
	}
	for field, text := range map[string]string{"consent_ky": s.Consent.KY, "consent_ru": s.Consent.RU, "consent_en": s.Consent.EN} {
		if tooLong(text, ReasonMax) {
			es = append(es, Bad(field, "error.text_long", "n", ReasonMax))
		}
	}
	if !slices.Contains(SurveyPurposes, s.Purpose) {
		es = append(es, Bad("purpose", "error.choice"))
	}
	if !slices.Contains(SurveyAccesses, s.Access) {
		es = append(es, Bad("access", "error.choice"))
	}
	return es.Or()
}

// SetSurvey opens a survey, closes it, or opens it again.
type SetSurvey struct {
	ID   string `json:"id"`
	Open bool   `json:"open"`
}

func (SetSurvey) Kind() string      { return "survey.set" }
func (s SetSurvey) Subject() string { return s.ID }

// Validate has nothing to look at: the state decides.
func (s SetSurvey) Validate() error { return nil }

// ShowSurvey lets everybody see the results, or nobody but the municipality's people.
type ShowSurvey struct {
	ID     string `json:"id"`
	Public bool   `json:"public"`
}

func (ShowSurvey) Kind() string      { return "survey.show" }
func (s ShowSurvey) Subject() string { return s.ID }

// Validate has nothing to look at.
func (s ShowSurvey) Validate() error { return nil }

// SaveQuestionnaire writes the version being worked on; where the newest one is published, it begins the next.
// Base is the digest of what was seen. The file itself stays out of the journal.
type SaveQuestionnaire struct {
	Survey    string            `json:"survey"`
	Base      string            `json:"base"`
	Digest    string            `json:"digest"`
	Questions int               `json:"questions"`
	File      []byte            `json:"-"`
	Files     map[string][]byte `json:"-"` // by name: all there are; nil keeps those of the version seen
}

func (SaveQuestionnaire) Kind() string      { return "questionnaire.save" }
func (s SaveQuestionnaire) Subject() string { return s.Survey }

// Validate wants a file.
func (s SaveQuestionnaire) Validate() error {
	if len(s.File) == 0 || s.Digest == "" {
		return Bad("file", "error.import_file")
	}
	return nil
}

// PublishQuestionnaire freezes the version being worked on: from now on people answer it.
type PublishQuestionnaire struct {
	Survey string `json:"survey"`
	Digest string `json:"digest"` // of what was seen
}

func (PublishQuestionnaire) Kind() string      { return "questionnaire.publish" }
func (p PublishQuestionnaire) Subject() string { return p.Survey }

// Validate has nothing to look at: the state decides.
func (p PublishQuestionnaire) Validate() error { return nil }

// DropQuestionnaire throws the version being worked on away; the published one stays.
type DropQuestionnaire struct {
	Survey string `json:"survey"`
}

func (DropQuestionnaire) Kind() string      { return "questionnaire.drop" }
func (d DropQuestionnaire) Subject() string { return d.Survey }

// Validate has nothing to look at.
func (d DropQuestionnaire) Validate() error { return nil }
