package civic

import (
	_ "embed"
	"encoding/json"
	"time"
	"unicode/utf8"
)

// Phase of the checklist (текшерүүчү барак).
type Phase string

const (
	Before Phase = "before"
	During Phase = "during"
	After  Phase = "after"
)

// Phases in the order of the paper.
var Phases = []Phase{Before, During, After}

// ChecklistItem is one line of the checklist. Number is the same on screen
// and paper; Due counts days from the session, negative before it.
type ChecklistItem struct {
	Key       string `json:"key,omitempty"` // the same in every version of the template
	Number    int    `json:"number"`
	Text      Text   `json:"text"`
	Phase     Phase  `json:"phase"`
	Mandatory bool   `json:"mandatory"`
	Role      Role   `json:"role"` // who answers for it
	Due       int    `json:"due"`
	Retired   bool   `json:"retired,omitempty"` // kept in the template, in no session
}

// InUse reports whether sessions get the item.
func (c ChecklistItem) InUse() bool { return !c.Retired }

// CheckState of an item in a session.
type CheckState string

const (
	Open          CheckState = ""
	Done          CheckState = "done"
	NotDone       CheckState = "not"
	NotApplicable CheckState = "na"
)

// Check is an item as it stands in a session.
type Check struct {
	ChecklistItem
	State   CheckState
	Note    string
	Reason  string // why a mandatory item stays open when the session closes
	OnPaper bool   // keyed in from a paper checklist
	By      string // name
	At      time.Time
	Photos  int       // how many
	DueOn   time.Time // zero in a practice session
}

// HasDue reports whether the item is due by a day: what belongs to the session
// itself is done in it.
func (c Check) HasDue() bool { return c.Phase != During && !c.DueOn.IsZero() }

// Overdue reports whether the item should have been settled before today.
func (c Check) Overdue(today time.Time) bool {
	return c.HasDue() && !c.Settled() && c.DueOn.Before(today)
}

// Overdue counts the items of a phase that should have been settled before today.
func Overdue(checks []Check, phase Phase, today time.Time) (n int) {
	for _, c := range checks {
		if c.Phase == phase && c.Overdue(today) {
			n++
		}
	}
	return n
}

// Settled reports whether the item needs nothing more.
func (c Check) Settled() bool { return c.State == Done || c.State == NotApplicable }

// Blocks reports whether the item keeps a session from closing.
func (c Check) Blocks() bool { return c.Mandatory && !c.Settled() && c.Reason == "" }

// Progress of checks: how many are settled, of how many.
func Progress(checks []Check, phase Phase) (settled, total int) {
	for _, c := range checks {
		if phase != "" && c.Phase != phase {
			continue
		}
		total++
		if c.Settled() {
			settled++
		}
	}
	return settled, total
}

//go:embed defaults/checklist.json
var checklistJSON []byte

// DefaultChecklist is the checklist of forty items that ships with Ashar.
func DefaultChecklist() []ChecklistItem {
	var items []ChecklistItem
	if err := json.Unmarshal(checklistJSON, &items); err != nil {
		panic("defaults/checklist.json: " + err.Error())
	}
	return items
}

// noteMax bounds a note or reason, in characters.
const noteMax = 10_000

// SetCheck says what became of an item. The last to arrive wins; the journal keeps them all.
type SetCheck struct {
	Session string      `json:"session"`
	Number  int         `json:"number"`
	Item    string      `json:"item,omitempty"` // key of the item that was seen at that number
	State   CheckState  `json:"state"`
	OnPaper bool        `json:"on_paper,omitempty"`
	Words   *CheckWords `json:"words,omitempty"` // what stood beside the button; nil where there was none
}

// CheckWords are the note of an item and why it stays open.
type CheckWords struct {
	Note   string `json:"note"`
	Reason string `json:"reason"`
}

func (w CheckWords) validate() error {
	if utf8.RuneCountInString(w.Note) > noteMax {
		return Bad("note", "error.text_long", "n", noteMax)
	}
	if utf8.RuneCountInString(w.Reason) > noteMax {
		return Bad("reason", "error.text_long", "n", noteMax)
	}
	return nil
}

func (SetCheck) Kind() string      { return "check.set" }
func (c SetCheck) Subject() string { return CheckSubject(c.Session, c.Number) }

// Validate checks the state is one, and bounds the texts.
func (c SetCheck) Validate() error {
	switch c.State {
	case Open, Done, NotDone, NotApplicable:
	default:
		return Bad("state", "error.choice")
	}
	if c.Words != nil {
		return c.Words.validate()
	}
	return nil
}

// NoteCheck writes the note and the reason of an item.
type NoteCheck struct {
	Session string `json:"session"`
	Number  int    `json:"number"`
	Item    string `json:"item,omitempty"` // key of the item that was seen at that number
	CheckWords
}

func (NoteCheck) Kind() string      { return "check.note" }
func (c NoteCheck) Subject() string { return CheckSubject(c.Session, c.Number) }

// Validate bounds the texts.
func (c NoteCheck) Validate() error { return c.validate() }

// CheckSubject names an item of a session in the journal.
func CheckSubject(session string, number int) string {
	return session + "/check/" + itoa(number)
}

func itoa(n int) string {
	b, _ := json.Marshal(n) // an int always marshals
	return string(b)
}
