package civic

import (
	"strings"
	"time"
	"unicode/utf8"
)

// SignRoles sign the minutes (domain: moderator, recorder, two participants).
var SignRoles = []string{"moderator", "recorder", "participant1", "participant2"}

// Signature under the minutes; Picture is a PNG, empty when signed on paper.
type Signature struct {
	Role     string
	Name     string
	Picture  []byte
	SignedAt time.Time
}

// Correction of closed minutes: version is the one it led to.
type Correction struct {
	Version int
	What    string
	Reason  string
	By      string // name
	At      time.Time
}

// Closing is how far the end of a session has come.
type Closing struct {
	ReadAloud  bool
	Confirmed  bool
	Signatures []Signature
}

// Signed finds a role's signature.
func (c Closing) Signed(role string) (Signature, bool) {
	for _, s := range c.Signatures {
		if s.Role == role {
			return s, true
		}
	}
	return Signature{}, false
}

// Missing is something a session lacks before it can be closed. Part and
// Number lead there; what Blocks must be mended, the rest is told.
type Missing struct {
	Key    string
	Args   []any
	Part   string
	Number int
	Item   Text // the words of an open check
	Blocks bool
}

// WhatIsMissing lists it in the order of the agenda. rounds counts those
// opened and not yet revealed, silent that slips wait to be shown.
func WhatIsMissing(checks []Check, heads HeadCount, closing Closing, rules CycleRules, priorities, rounds, openRounds int, silent bool) []Missing {
	var out []Missing
	if came := heads.Total(Came); came == 0 {
		out = append(out, Missing{Key: "closing.missing.attendance", Part: "attendance", Blocks: true})
	} else if came < rules.MinAttendance {
		out = append(out, Missing{Key: "closing.missing.few", Args: []any{"came", came, "minimum", rules.MinAttendance}, Part: "attendance"})
	}
	if silent {
		out = append(out, Missing{Key: "closing.missing.silent", Part: "silent", Blocks: true})
	}
	if priorities == 0 {
		out = append(out, Missing{Key: "closing.missing.priorities", Part: "priorities"})
	}
	switch {
	case openRounds > 0:
		out = append(out, Missing{Key: "closing.missing.open_round", Part: "rounds", Blocks: true})
	case rounds == 0:
		out = append(out, Missing{Key: "closing.missing.rounds", Part: "rounds"})
	}
	for _, c := range checks {
		if c.Phase != After && c.Blocks() {
			out = append(out, Missing{Key: "closing.missing.check", Args: []any{"number", c.Number}, Part: "checks", Number: c.Number, Item: c.Text, Blocks: true})
		}
	}
	if !closing.ReadAloud {
		out = append(out, Missing{Key: "closing.missing.reading", Part: "closing#reading"})
	}
	for _, role := range SignRoles {
		if _, ok := closing.Signed(role); !ok {
			out = append(out, Missing{Key: "closing.missing." + role, Part: "closing#sign-" + role})
		}
	}
	return out
}

// Items of the shipped checklist that closing a session does by itself: 30, read aloud, and 31, signed.
const (
	ItemReadAloud = "c30"
	ItemSigned    = "c31"
)

// SetReading records that the minutes were read aloud and confirmed.
type SetReading struct {
	Session   string `json:"session"`
	ReadAloud bool   `json:"read_aloud"`
	Confirmed bool   `json:"confirmed"`
}

func (SetReading) Kind() string      { return "closing.reading" }
func (r SetReading) Subject() string { return r.Session }
func (SetReading) Validate() error   { return nil }

// Sign puts a signature under the minutes, or with Gone takes it away.
type Sign struct {
	Session string `json:"session"`
	Role    string `json:"role"`
	Name    string `json:"name"`
	Picture []byte `json:"picture,omitempty"` // PNG
	Gone    bool   `json:"gone,omitempty"`
}

func (Sign) Kind() string      { return "closing.sign" }
func (s Sign) Subject() string { return s.Session }

// Validate wants a role of the paper and a name.
func (s Sign) Validate() error {
	known := false
	for _, r := range SignRoles {
		known = known || r == s.Role
	}
	if !known {
		return Bad("role", "error.choice")
	}
	if !s.Gone && !named(s.Name) {
		return Bad("name", "error.name_length")
	}
	return nil
}

// Journaled leaves out the name and the picture.
func (s Sign) Journaled() any {
	return map[string]any{"session": s.Session, "role": s.Role, "gone": s.Gone}
}

// CloseSession ends the session: from then on it changes only by a correction.
type CloseSession struct {
	Session string `json:"session"`
}

func (CloseSession) Kind() string      { return "session.close" }
func (c CloseSession) Subject() string { return c.Session }
func (CloseSession) Validate() error   { return nil }

// CorrectSession opens a closed session for a correction, with what and why.
type CorrectSession struct {
	Session string `json:"session"`
	What    string `json:"what"`
	Reason  string `json:"reason"`
}

func (CorrectSession) Kind() string      { return "session.correct" }
func (c CorrectSession) Subject() string { return c.Session }

// Validate wants both texts.
func (c CorrectSession) Validate() error {
	var es Errors
	for field, text := range map[string]string{"what": c.What, "reason": c.Reason} {
		if n := utf8.RuneCountInString(strings.TrimSpace(text)); n < 3 {
			es = append(es, Bad(field, "error.words_needed"))
		} else if n > noteMax {
			es = append(es, Bad(field, "error.text_long", "n", noteMax))
		}
	}
	return es.Or()
}
