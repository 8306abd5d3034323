package civic

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// WordsMax bounds one text that people said or wrote, in characters.
const WordsMax = 10_000

// EditState is where one version of a text stands.
type EditState string

const (
	Held   EditState = "held"   // it is or was the text
	Rival  EditState = "rival"  // it was written over an older version and waits for a choice
	Passed EditState = "passed" // a rival after the choice; it stays in the history either way
)

// Edit is one version of one text of a statement, priority, remark or photo.
// Version is that of the thing from which on it held, for a rival that of the
// thing when it arrived.
type Edit struct {
	ID      string
	Thing   string // "statement", "priority", "remark", "photo"
	Subject string
	Field   string
	Version int64
	Text    string
	State   EditState
	By      string // name of who wrote it down
	At      time.Time
}

// Reconcile compares the texts a person wants with what has happened to them
// since that person read version base. Texts nobody else touched are set; one
// that somebody else changed meanwhile becomes a rival of theirs, so that both
// are kept; one the person left as it was stays as it is now. edits are all
// of the thing, oldest first.
func Reconcile(edits []Edit, base int64, wanted map[string]string) (set, rivals map[string]string) {
	type text struct {
		read, now string
		since     int64
	}
	had := map[string]text{}
	for _, e := range edits {
		if e.State != Held {
			continue
		}
		t := had[e.Field]
		if e.Version <= base {
			t.read = e.Text
		}
		t.now, t.since = e.Text, e.Version
		had[e.Field] = t
	}
	set, rivals = map[string]string{}, map[string]string{}
	for field, want := range wanted {
		switch t := had[field]; {
		case want == t.now, want == t.read:
		case t.since <= base:
			set[field] = want
		default:
			rivals[field] = want
		}
	}
	return set, rivals
}

// Rivals are the texts that wait for a choice, of one field or with "" of all.
func Rivals(edits []Edit, field string) []Edit {
	var out []Edit
	for _, e := range edits {
		if e.State == Rival && (field == "" || e.Field == field) {
			out = append(out, e)
		}
	}
	return out
}

// SettleEdit chooses between a text and its rival. Keep makes the rival the
// text; either way both stay in the history. Base is the version the person
// saw: a text that changed again since is not overwritten unseen.
type SettleEdit struct {
	ID   string `json:"id"`
	Keep bool   `json:"keep"`
	Base int64  `json:"base"`
}

func (SettleEdit) Kind() string      { return "edit.settle" }
func (s SettleEdit) Subject() string { return s.ID }
func (SettleEdit) Validate() error   { return nil }

// Said is what a person typed or pasted, as it is kept: whole characters, one
// kind of line end, no control characters but line ends and tabs.
func Said(s string) string {
	s = strings.ToValidUTF8(strings.ReplaceAll(s, "\r\n", "\n"), "\ufffd")
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, s)
	return strings.TrimSpace(s)
}

// Lines are the lines of a text that say something.
func Lines(s string) []string {
	var out []string
	for line := range strings.SplitSeq(s, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// tooLong reports whether a text passes limit characters.
func tooLong(s string, limit int) bool { return utf8.RuneCountInString(s) > limit }
