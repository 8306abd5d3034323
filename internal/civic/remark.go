package civic

import (
	"slices"
	"strings"
	"time"
)

// RemarkKinds are what is noted of a session beside priorities: a question to
// the aiyl okmotu, a special opinion, an incident.
var RemarkKinds = []string{"question", "opinion", "incident"}

// Remark is one of them. Answer, Office (who answers) and Due (date) belong to
// a question, Clock (15:04, local) to an incident.
type Remark struct {
	ID        string
	Sort      string
	Text      string
	Answer    string
	Office    string
	Due       string
	Clock     string
	Withdrawn bool
	Reason    string
	Version   int64
	Rivals    int
	At        time.Time
}

// RemarkFields are its texts.
var RemarkFields = []string{"text", "answer", "office", "due", "clock"}

// Field is one of them.
func (r *Remark) Field(name string) string {
	if s := r.field(name); s != nil {
		return *s
	}
	return ""
}

// SetField is the reverse of Field.
func (r *Remark) SetField(name, text string) {
	if s := r.field(name); s != nil {
		*s = text
	}
}

func (r *Remark) field(name string) *string {
	switch name {
	case "text":
		return &r.Text
	case "answer":
		return &r.Answer
	case "office":
		return &r.Office
	case "due":
		return &r.Due
	case "clock":
		return &r.Clock
	}
	return nil
}

// SaveRemark adds a remark (Base 0) or changes it; fields not given stay.
type SaveRemark struct {
	ID     string            `json:"id"`
	Sort   string            `json:"sort"`
	Base   int64             `json:"base"`
	Fields map[string]string `json:"fields"`
}

func (SaveRemark) Kind() string      { return "remark.save" }
func (s SaveRemark) Subject() string { return s.ID }

// Validate wants words and, where given, a date and a time.
func (s SaveRemark) Validate() error {
	var es Errors
	if !ValidID(s.ID) {
		es = append(es, Bad("", "error.id"))
	}
	if !slices.Contains(RemarkKinds, s.Sort) {
		es = append(es, Bad("sort", "error.choice"))
	}
	if text, ok := s.Fields["text"]; (ok || s.Base == 0) && strings.TrimSpace(text) == "" {
		es = append(es, Bad("text", "error.statement_empty"))
	}
	for _, name := range RemarkFields {
		if tooLong(s.Fields[name], WordsMax) {
			es = append(es, Bad(name, "error.text_long", "n", WordsMax))
		}
	}
	if due := s.Fields["due"]; due != "" && !ValidDate(due) {
		es = append(es, Bad("due", "error.date"))
	}
	if clock := s.Fields["clock"]; clock != "" && !ValidClock(clock) {
		es = append(es, Bad("clock", "error.clock"))
	}
	return es.Or()
}

// WithdrawRemark takes a remark back with a reason, or puts it back.
type WithdrawRemark struct {
	ID        string `json:"id"`
	Withdrawn bool   `json:"withdrawn"`
	Reason    string `json:"reason,omitempty"`
}

func (WithdrawRemark) Kind() string      { return "remark.withdraw" }
func (w WithdrawRemark) Subject() string { return w.ID }

// Validate wants a reason for taking back.
func (w WithdrawRemark) Validate() error { return validReason(w.Withdrawn, w.Reason) }
