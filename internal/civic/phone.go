package civic

import (
	"crypto/rand"
	"strings"
	"time"
)

// Join is how participants' phones come into a session.
type Join struct {
	Session  string
	Code     string // digits; "" while the session was never open to phones
	Open     bool   // the code opens the session now
	OpenedAt time.Time
	WiFi     string // of the hall's own network, "" where there is none
	Password string

	WiFiHidden bool // it does not announce its name
	Joined     int  // phones and slips in use
	Slips      int  // printed

	SlipsOnly bool // only who holds a slip votes
}

// JoinDigits are what a join code is made of: digits only, so that it reads,
// sounds and is typed alike on a Kyrgyz, a Russian and a Latin keyboard; and
// without 0 and 1, which are taken for О and l.
const JoinDigits = "23456789"

// RandomDigits is a code of them that nobody can predict.
func RandomDigits(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails
	for i := range b {
		b[i] = JoinDigits[int(b[i])%len(JoinDigits)] // eight of them: each as likely
	}
	return string(b)
}

// JoinLength is how many digits a join code has: a quarter of a million codes,
// of which a municipality has a few open at a time.
const JoinLength = 6

// SlipLength is how many digits a slip's code has: it stands for one person's
// vote, one of 68 billion.
const SlipLength = 12

// CleanJoinCode is a code as it is compared: people type it in groups.
func CleanJoinCode(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}

// SpacedCode is a code in groups of three, as it is read aloud and printed.
func SpacedCode(code string) string { return Spaced(code, 3) }

// Spaced is a code in groups of n.
func Spaced(code string, n int) string {
	var b strings.Builder
	for i := range len(code) {
		if i > 0 && i%n == 0 {
			b.WriteByte(' ')
		}
		b.WriteByte(code[i])
	}
	return b.String()
}

// OpenPhones lets phones into a session. Open already, nothing changes.
type OpenPhones struct {
	Session string `json:"session"`
}

func (OpenPhones) Kind() string      { return "phones.open" }
func (o OpenPhones) Subject() string { return o.Session }
func (OpenPhones) Validate() error   { return nil }

// ClosePhones ends it: the code opens nothing any more.
type ClosePhones struct {
	Session string `json:"session"`
}

func (ClosePhones) Kind() string      { return "phones.close" }
func (c ClosePhones) Subject() string { return c.Session }
func (ClosePhones) Validate() error   { return nil }

// OnePhone is what a participant's own page says of them.
type OnePhone struct {
	Session   string
	Slip      int // its number, 0 without one
	Voted     bool
	Number    int  // wants to speak and is called by it; 0 does not
	Before    int  // of those who want to speak
	SlipsOnly bool // only who holds a slip votes
}

// SlipsMax is how many slips are printed at once.
const SlipsMax = 200

// PrintSlips makes printed slips, each for one person: who holds it takes part,
// on whatever phone. Hashes are of their codes, which only the paper knows.
type PrintSlips struct {
	Session string   `json:"session"`
	Hashes  []string `json:"hashes"`
}

func (PrintSlips) Kind() string      { return "phones.slips" }
func (p PrintSlips) Subject() string { return p.Session }

// Validate bounds the stack.
func (p PrintSlips) Validate() error {
	if n := len(p.Hashes); n < 1 || n > SlipsMax {
		return Bad("slips", "error.between", "from", 1, "to", SlipsMax)
	}
	return nil
}

// Journaled says how many were printed.
func (p PrintSlips) Journaled() any {
	return map[string]any{"session": p.Session, "slips": len(p.Hashes)}
}

// SetVoters says who votes by phone: every phone once, or only who holds a slip.
type SetVoters struct {
	Session   string `json:"session"`
	SlipsOnly bool   `json:"slips_only"`
}

func (SetVoters) Kind() string      { return "phones.voters" }
func (s SetVoters) Subject() string { return s.Session }
func (SetVoters) Validate() error   { return nil }
