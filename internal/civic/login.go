package civic

import (
	"strings"
	"time"
	"unicode"
)

// InvitationDays is how long an invitation is good for.
const InvitationDays = 7

// Device is a tablet, phone or computer that somebody is signed in with.
type Device struct {
	ID     string // names the device, opens nothing
	Name   string // system and browser, as recognised at the sign-in
	MadeAt time.Time
	SeenAt time.Time // at most an hour behind
}

// EndLogin signs a device out; it is out at its next request.
type EndLogin struct {
	User   string `json:"user"`
	Device string `json:"device"`
}

func (EndLogin) Kind() string      { return "login.end" }
func (e EndLogin) Subject() string { return e.User }
func (EndLogin) Validate() error   { return nil }

// Invite lets a person set a password once, by a link or a printed card.
// Invitations made before and not yet used are void: there is one at a time.
type Invite struct {
	User  string    `json:"user"`
	Hash  string    `json:"hash"` // of the link's secret
	Until time.Time `json:"until"`
}

func (Invite) Kind() string      { return "login.invite" }
func (i Invite) Subject() string { return i.User }
func (Invite) Validate() error   { return nil }

// Journaled says who was invited and until when.
func (i Invite) Journaled() any {
	i.Hash = ""
	return i
}

// CleanCode is an invitation's code as it is compared: people type it off a
// card in small letters, with spaces or without the hyphens.
func CleanCode(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '-' {
			return -1
		}
		return unicode.ToUpper(r)
	}, s)
}
