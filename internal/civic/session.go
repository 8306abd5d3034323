package civic

import (
	"strings"
	"time"
)

// SessionStatus is where a focus group stands.
type SessionStatus string

const (
	Planned   SessionStatus = "planned"
	Confirmed SessionStatus = "confirmed" // date and venue agreed with the village
	Live      SessionStatus = "live"
	Closed    SessionStatus = "closed"
	Cancelled SessionStatus = "cancelled"
)

// Open reports whether facilitators may still write into a session.
func (s SessionStatus) Open() bool { return s == Planned || s == Confirmed || s == Live }

// AudienceKind drives rules: a women's group wants a woman moderator.
type AudienceKind string

const (
	Women      AudienceKind = "women"
	Men        AudienceKind = "men"
	Youth      AudienceKind = "youth"
	Elders     AudienceKind = "elders"
	Vulnerable AudienceKind = "vulnerable"
	Mixed      AudienceKind = "mixed"
	Other      AudienceKind = "other"
)

// AudienceKinds in the order they are offered.
var AudienceKinds = []AudienceKind{Women, Men, Youth, Elders, Vulnerable, Mixed, Other}

// Audience is a group that a cycle asks.
type Audience struct {
	ID      string
	Kind    AudienceKind
	Name    Text
	Place   int
	Retired bool
}

// Session is one focus group: a row of the schedule, then what happened in it.
// Date is "2006-01-02", Starts and Ends "15:04", local time.
type Session struct {
	ID           string
	Cycle        string
	Municipality string
	Village      string
	Audience     string
	Number       int
	Status       SessionStatus
	Practice     bool
	OnPaper      bool
	Date         string
	Starts, Ends string
	Venue        string
	Heating      bool
	Power        bool
	Accessible   bool
	ExpectedMin  int
	ExpectedMax  int
	Moderator    string // user ids
	Recorder     string
	Observer     string
	Inviter      string
	InviterPhone string
	Language     string
	Transport    string
	Materials    bool
	Childcare    bool
	Reason       string
	MovedFrom    string
	Code         string
	StartedAt    time.Time
	ClosedAt     time.Time
	MinutesVer   int
	Version      int64
}

// SessionHead is what stands over every page of a session: names resolved, and
// the counts of its parts.
type SessionHead struct {
	Session
	VillageName      Text
	AudienceName     Text
	AudienceKind     AudienceKind
	MunicipalityName Text
	CycleTitle       Text
	ModeratorName    string
	RecorderName     string
	Rules            CycleRules
}

// PlanSession puts a session into the schedule, or changes its row when
// Version is the one last read (0 creates). Its scope is the cycle.
type PlanSession struct {
	ID           string `json:"id"`
	Village      string `json:"village"`
	Audience     string `json:"audience"`
	Practice     bool   `json:"practice,omitempty"`
	Date         string `json:"date"`
	Starts       string `json:"starts"`
	Ends         string `json:"ends"`
	Venue        string `json:"venue,omitempty"`
	Heating      bool   `json:"heating,omitempty"`
	Power        bool   `json:"power,omitempty"`
	Accessible   bool   `json:"accessible,omitempty"`
	ExpectedMin  int    `json:"expected_min"`
	ExpectedMax  int    `json:"expected_max"`
	Moderator    string `json:"moderator,omitempty"`
	Recorder     string `json:"recorder,omitempty"`
	Observer     string `json:"observer,omitempty"`
	Inviter      string `json:"inviter,omitempty"`
	InviterPhone string `json:"inviter_phone,omitempty"`
	Language     string `json:"language,omitempty"`
	Transport    string `json:"transport,omitempty"`
	Materials    bool   `json:"materials,omitempty"`
	Childcare    bool   `json:"childcare,omitempty"`
	Reason       string `json:"reason,omitempty"` // why it moves, once the schedule was agreed
	Version      int64  `json:"version"`
}

// Plan is the row of a session as it stands. The reason of its last move is not that of the next.
func (s Session) Plan() PlanSession {
	return PlanSession{ID: s.ID, Village: s.Village, Audience: s.Audience, Date: s.Date, Starts: s.Starts, Ends: s.Ends, Venue: s.Venue,
		Heating: s.Heating, Power: s.Power, Accessible: s.Accessible, ExpectedMin: s.ExpectedMin, ExpectedMax: s.ExpectedMax,
		Moderator: s.Moderator, Recorder: s.Recorder, Observer: s.Observer, Inviter: s.Inviter, InviterPhone: s.InviterPhone,
		Language: s.Language, Transport: s.Transport, Materials: s.Materials, Childcare: s.Childcare, Version: s.Version}
}

func (PlanSession) Kind() string      { return "session.plan" }
func (p PlanSession) Subject() string { return p.ID }

// Validate checks what can be checked without the store.
func (p PlanSession) Validate() error {
	var es Errors
	if !ValidID(p.ID) {
		es = append(es, Bad("id", "error.id"))
	}
	if !ValidDate(p.Date) {
		es = append(es, Bad("date", "error.date"))
	}
	if !ValidClock(p.Starts) {
		es = append(es, Bad("starts", "error.clock"))
	}
	if !ValidClock(p.Ends) {
		es = append(es, Bad("ends", "error.clock"))
	} else if p.Ends <= p.Starts {
		es = append(es, Bad("ends", "error.ends_before_start"))
	}
	if !dialable(p.InviterPhone) {
		es = append(es, Bad("inviter_phone", "error.phone"))
	}
	if p.ExpectedMin < 1 || p.ExpectedMax < p.ExpectedMin || p.ExpectedMax > 200 {
		es = append(es, Bad("expected_max", "error.expected"))
	}
	return es.Or()
}

// Journaled leaves out the phone number of who invites.
func (p PlanSession) Journaled() any {
	p.InviterPhone = ""
	return p
}

// SetSessionStatus confirms, cancels or takes up again a row that has not
// begun. Cancelling wants a reason, which the schedule shows.
type SetSessionStatus struct {
	Session string        `json:"session"`
	Status  SessionStatus `json:"status"` // planned, confirmed or cancelled
	Reason  string        `json:"reason,omitempty"`
}

func (SetSessionStatus) Kind() string      { return "session.status" }
func (s SetSessionStatus) Subject() string { return s.Session }

// Validate wants a reason for cancelling.
func (s SetSessionStatus) Validate() error {
	switch s.Status {
	case Planned, Confirmed:
		return nil
	case Cancelled:
		if strings.TrimSpace(s.Reason) == "" {
			return Bad("reason", "error.cancel_reason")
		}
		return nil
	}
	return Bad("status", "error.choice")
}

// StartSession opens the session in the hall: it gets its number, and from
// now on the cycle's rules are fixed.
type StartSession struct {
	Session string `json:"session"`
}

func (StartSession) Kind() string      { return "session.start" }
func (s StartSession) Subject() string { return s.Session }
func (StartSession) Validate() error   { return nil }

// SessionCounts are the figures in the rail of a session.
type SessionCounts struct {
	Checked, Checks int
	Came            int
	Priorities      int   // active cards
	Rounds          int   // rankings that stand; a recounted one does not
	OpenRounds      int   // of them not revealed yet
	Seq             int64 // of the journal's newest entry about the session

	Wall Wall       // what somebody chose for it: scene, page and whether it is blank
	Step AgendaItem // under way; zero where none is
}
