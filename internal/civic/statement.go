package civic

import (
	"strconv"
	"strings"
	"time"
)

// Statement is what somebody in the hall said, in their words. Who said it is
// never written down.
type Statement struct {
	ID        string
	Priority  string // the card it is on, "" while on none
	Place     int    // order among all statements of the session
	Text      string
	Location  string // village, street or other place, as said
	Withdrawn bool
	Reason    string // why it was withdrawn
	Version   int64
	Rivals    int // texts that wait for a choice
	At        time.Time
}

// SaidStatement is one of several statements captured at once.
type SaidStatement struct {
	ID   string `json:"id"`
	Text string `json:"text"`
}

// AddStatements writes down what was said; with Priority it goes on that card at once.
type AddStatements struct {
	Statements []SaidStatement `json:"statements"`
	Location   string          `json:"location,omitempty"`
	Priority   string          `json:"priority,omitempty"`
}

func (AddStatements) Kind() string { return "statement.add" }

// Subject is the first statement.
func (a AddStatements) Subject() string {
	if len(a.Statements) == 0 {
		return ""
	}
	return a.Statements[0].ID
}

// Validate wants words, up to WordsMax characters each.
func (a AddStatements) Validate() error {
	if len(a.Statements) == 0 {
		return Bad("text", "error.statement_empty")
	}
	for _, s := range a.Statements {
		if !ValidID(s.ID) {
			return Bad("", "error.id")
		}
		if err := validStatement(s.Text, a.Location); err != nil {
			return err
		}
	}
	return nil
}

func validStatement(text, location string) error {
	var es Errors
	if strings.TrimSpace(text) == "" {
		es = append(es, Bad("text", "error.statement_empty"))
	}
	if tooLong(text, WordsMax) {
		es = append(es, Bad("text", "error.text_long", "n", WordsMax))
	}
	if tooLong(location, locationMax) {
		es = append(es, Bad("location", "error.text_long", "n", locationMax))
	}
	return es.Or()
}

// EditStatement corrects the words; Base is the version that was read.
type EditStatement struct {
	ID       string `json:"id"`
	Base     int64  `json:"base"`
	Text     string `json:"text"`
	Location string `json:"location"`
}

func (EditStatement) Kind() string      { return "statement.edit" }
func (e EditStatement) Subject() string { return e.ID }

// Validate is that of adding.
func (e EditStatement) Validate() error { return validStatement(e.Text, e.Location) }

// WithdrawStatement takes a statement back with a reason, or puts it back.
type WithdrawStatement struct {
	ID        string `json:"id"`
	Withdrawn bool   `json:"withdrawn"`
	Reason    string `json:"reason,omitempty"`
}

func (WithdrawStatement) Kind() string      { return "statement.withdraw" }
func (w WithdrawStatement) Subject() string { return w.ID }

// Validate wants a reason for taking back.
func (w WithdrawStatement) Validate() error { return validReason(w.Withdrawn, w.Reason) }

func validReason(withdrawn bool, reason string) error {
	if withdrawn && strings.TrimSpace(reason) == "" {
		return Bad("reason", "error.withdraw_reason")
	}
	if tooLong(reason, WordsMax) {
		return Bad("reason", "error.text_long", "n", WordsMax)
	}
	return nil
}

// PlaceStatement puts a statement on a card, or with "" on none.
type PlaceStatement struct {
	ID       string `json:"id"`
	Priority string `json:"priority"`
}

func (PlaceStatement) Kind() string      { return "statement.place" }
func (p PlaceStatement) Subject() string { return p.ID }
func (PlaceStatement) Validate() error   { return nil }

// TitleOf makes a first title of a statement: its first sentence, cut at a word.
func TitleOf(text string) string {
	line := strings.TrimSpace(text)
	if i := strings.IndexAny(line, "\n.?!;"); i > 0 {
		line = strings.TrimSpace(line[:i])
	}
	const most = 80
	rs := []rune(line)
	if len(rs) <= most {
		return line
	}
	cut := string(rs[:most])
	if i := strings.LastIndexByte(cut, ' '); i > 0 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " ,:-–—") + "…"
}

// number reads a count of people as a person types it: spaces allowed, "" is 0.
func number(s string) (int, bool) {
	s = strings.Join(strings.Fields(s), "")
	if s == "" {
		return 0, true
	}
	n, err := strconv.Atoi(s)
	return n, err == nil && n >= 0 && n <= 10_000_000
}
