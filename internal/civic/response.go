package civic

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// ResponseMode is how a respondent was asked.
type ResponseMode string

const (
	ByLink      ResponseMode = "link"
	ByKiosk     ResponseMode = "kiosk"
	ByInterview ResponseMode = "interview"
	ByPaper     ResponseMode = "paper"
)

// ResponseModes in the order they are told.
var ResponseModes = []ResponseMode{ByInterview, ByLink, ByKiosk, ByPaper}

// Response is what one respondent answered. It is anonymous: no name, and nothing that leads to the
// slip, the phone or the visit it came from.
type Response struct {
	ID          string // made where the answers were given; the same id is accepted once
	Survey      string
	Number      int // version of the questionnaire
	Mode        ResponseMode
	Unit        string // village; "" not known
	Lang        string
	Answers     json.RawMessage // as survey.Answers
	Seconds     int             // from the first question to the last; 0 not known
	Interviewer string
	BeganAt     time.Time
	ReceivedAt  time.Time
	Withdrawn   bool
	Excluded    string // why it does not count; "" it does
	Version     int64
	Seq         int64
	Nth         int    // of the survey, as responses arrived: what it is called by, whatever becomes of the others
	Turn        int64  // of the survey's count when it arrived or changed last
	Blank       string // paths of what was asked and left blank, with spaces between
}

// Validate wants what every response has; its answers are held against the questionnaire elsewhere.
func (r *Response) Validate() error {
	var es Errors
	if !ValidID(r.ID) {
		es = append(es, Bad("", "error.id"))
	}
	if !slices.Contains(ResponseModes, r.Mode) || r.Number < 1 || !json.Valid(r.Answers) {
		es = append(es, Bad("", "error.response_form"))
	}
	return es.Or()
}

// ResponseConflict is other content under the id of a response.
type ResponseConflict struct {
	ID         string
	Response   string
	Number     int
	Answers    json.RawMessage
	ReceivedAt time.Time
}

// ResponseDraft is answers under way in a browser without a script.
type ResponseDraft struct {
	ID, Survey string
	Number     int
	Mode       ResponseMode
	Unit, Lang string
	Mark       string // hash of what is spent at the end: a phone's mark or a slip; "" nothing
	Answers    json.RawMessage
	Place      string
	BeganAt    time.Time
}

// WithdrawCode is what takes a response back: sixteen digits made of the end of its id, which is
// chance. A browser makes the same (static/js/ask.js), so that it can be shown without a network.
func WithdrawCode(id string) string {
	if len(id) < 36 {
		return ""
	}
	n, err := strconv.ParseUint(id[24:], 16, 64) // twelve hexadecimal digits: 48 bits
	if err != nil {
		return ""
	}
	b := make([]byte, 16)
	for i := range b {
		b[i] = JoinDigits[n>>(3*(len(b)-1-i))&7]
	}
	return string(b)
}

// Contact is how somebody who answered can be reached; nothing leads from it to the answers.
type Contact struct{ Name, Phone string }

// contactMax is how long a name or a number may be.
const contactMax = 200

// Validate wants a number to call.
func (c Contact) Validate() error {
	var es Errors
	if utf8.RuneCountInString(strings.TrimSpace(c.Phone)) < 5 {
		es = append(es, Bad("phone", "error.ask_phone"))
	}
	for field, text := range map[string]string{"name": c.Name, "phone": c.Phone} {
		if tooLong(text, contactMax) {
			es = append(es, Bad(field, "error.text_long", "n", contactMax))
		}
	}
	return es.Or()
}
