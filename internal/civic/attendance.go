package civic

import (
	"strings"
	"unicode/utf8"
)

// What is counted of attendance.
const (
	Invited = "invited"
	Came    = "came"
	Left    = "left" // left early
)

// HeadCount counts people by what they did, sex and age band. The age band is
// "" where it was not asked. Counts, never names: a village knows everybody.
type HeadCount map[HeadKey]int

// HeadKey names a cell of the tally.
type HeadKey struct {
	What string
	Sex  string
	Band AgeBand
}

// Total counts all who did it.
func (h HeadCount) Total(what string) int { return h.Sum(what, "", "") }

// Sum counts those of a sex and an age band; "" means any.
func (h HeadCount) Sum(what, sex string, band AgeBand) int {
	n := 0
	for k, v := range h {
		if k.What == what && (sex == "" || k.Sex == sex) && (band == "" || k.Band == band) {
			n += v
		}
	}
	return n
}

// MoreLeft reports that more left early than came, of women or of men.
func (h HeadCount) MoreLeft() bool {
	for _, sex := range Sexes {
		if h.Sum(Left, sex, "") > h.Sum(Came, sex, "") {
			return true
		}
	}
	return false
}

// Hall is what was agreed in the room, and who sat there without a vote.
type Hall struct {
	Named     bool // a list of names instead of a tally
	Consent   MinutesConsent
	Recording bool
	Guests    []Guest
}

// Guest is an official or observer: marked, and does not vote.
type Guest struct {
	ID   string
	Kind string // "official", "observer"
	Name string
	Post string
}

// Attendee is a line of the named list, kept apart from opinions.
type Attendee struct {
	ID           string
	Name         string
	Sex          string
	Band         AgeBand
	Street       string
	Phone        string
	ConsentData  bool
	ConsentPhoto bool
	Signature    []byte // PNG
	KeepUntil    string
}

// SetCount sets one cell of the tally.
type SetCount struct {
	Session string  `json:"session"`
	What    string  `json:"what"`
	Sex     string  `json:"sex"`
	Band    AgeBand `json:"band"`
	People  int     `json:"people"`
}

func (SetCount) Kind() string      { return "attendance.count" }
func (c SetCount) Subject() string { return c.Session }

// Validate checks the cell is one of the paper's and the number believable.
func (c SetCount) Validate() error {
	if c.What != Invited && c.What != Came && c.What != Left || c.Sex != "" && c.Sex != "f" && c.Sex != "m" {
		return Bad("people", "error.choice")
	}
	if c.What == Came && (c.Sex == "" || !validBand(c.Band)) || c.Band != "" && !validBand(c.Band) {
		return Bad("people", "error.choice")
	}
	if c.People < 0 || c.People > 500 {
		return Bad("people", "error.people")
	}
	return nil
}

func validBand(b AgeBand) bool {
	for _, x := range AgeBands {
		if x == b {
			return true
		}
	}
	return false
}

// SetHall records what the group agreed.
type SetHall struct {
	Session   string         `json:"session"`
	Named     bool           `json:"named"`
	Consent   MinutesConsent `json:"consent"`
	Recording bool           `json:"recording"`
}

func (SetHall) Kind() string      { return "attendance.hall" }
func (h SetHall) Subject() string { return h.Session }

// Validate checks the consent is one.
func (h SetHall) Validate() error {
	switch h.Consent {
	case ConsentUnknown, ConsentOral, ConsentWritten, ConsentRefused:
		return nil
	}
	return Bad("consent", "error.choice")
}

// SaveGuest adds an official or observer, or with Gone takes them off.
type SaveGuest struct {
	Session string `json:"session"`
	ID      string `json:"id"`
	Sort    string `json:"kind"`
	Name    string `json:"name"`
	Post    string `json:"post,omitempty"`
	Gone    bool   `json:"gone,omitempty"`
}

func (SaveGuest) Kind() string      { return "attendance.guest" }
func (g SaveGuest) Subject() string { return g.ID }

// Validate wants a name and a kind.
func (g SaveGuest) Validate() error {
	if g.Gone {
		return nil
	}
	var es Errors
	if g.Sort != "official" && g.Sort != "observer" {
		es = append(es, Bad("kind", "error.choice"))
	}
	if !named(g.Name) {
		es = append(es, Bad("name", "error.name_length"))
	}
	return es.Or()
}

func named(s string) bool {
	n := utf8.RuneCountInString(strings.TrimSpace(s))
	return n >= 2 && n <= 120
}

// SaveAttendee adds a line to the named list, or with Gone deletes it for good.
type SaveAttendee struct {
	Session      string  `json:"session"`
	ID           string  `json:"id"`
	Name         string  `json:"name"`
	Sex          string  `json:"sex"`
	Band         AgeBand `json:"band"`
	Street       string  `json:"street,omitempty"`
	Phone        string  `json:"phone,omitempty"`
	ConsentData  bool    `json:"consent_data"`
	ConsentPhoto bool    `json:"consent_photo,omitempty"`
	Signature    []byte  `json:"signature,omitempty"` // PNG
	KeepUntil    string  `json:"keep_until"`
	Gone         bool    `json:"gone,omitempty"`
}

func (SaveAttendee) Kind() string      { return "attendance.person" }
func (a SaveAttendee) Subject() string { return a.ID }

// Validate wants a name, sex, age band and consent to keep the data (Law № 58 of 14 April 2008).
func (a SaveAttendee) Validate() error {
	if a.Gone {
		return nil
	}
	var es Errors
	if !named(a.Name) {
		es = append(es, Bad("name", "error.name_length"))
	}
	if a.Sex != "f" && a.Sex != "m" {
		es = append(es, Bad("sex", "error.choice"))
	}
	if !validBand(a.Band) {
		es = append(es, Bad("band", "error.choice"))
	}
	if !dialable(a.Phone) {
		es = append(es, Bad("phone", "error.phone"))
	}
	if !a.ConsentData {
		es = append(es, Bad("consent_data", "error.consent_needed"))
	}
	if !ValidDate(a.KeepUntil) {
		es = append(es, Bad("keep_until", "error.date"))
	}
	return es.Or()
}

// Journaled counts the person and leaves out who it is.
func (a SaveAttendee) Journaled() any {
	return map[string]any{"session": a.Session, "id": a.ID, "sex": a.Sex, "band": a.Band, "gone": a.Gone}
}
