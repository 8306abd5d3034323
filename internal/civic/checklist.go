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
	Number    int   `json:"number"`
	Text      Text  `json:"text"`
	Phase     Phase `json:"phase"`
	Mandatory bool  `json:"mandatory"`
	Role      Role  `json:"role"` // who answers for it
	Due       int   `json:"due"`
}

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
	Photos  int // how many
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
	Session string     `json:"session"`
	Number  int        `json:"number"`
	State   CheckState `json:"state"`
	OnPaper bool       `json:"on_paper,omitempty"`
}

func (SetCheck) Kind() string      { return "check.set" }
func (c SetCheck) Subject() string { return CheckSubject(c.Session, c.Number) }

// Validate checks the state is one.
func (c SetCheck) Validate() error {
	switch c.State {
	case Open, Done, NotDone, NotApplicable:
		return nil
	}
	return Bad("state", "error.choice")
}

// NoteCheck writes the note and the reason of an item.
type NoteCheck struct {
	Session string `json:"session"`
	Number  int    `json:"number"`
	Note    string `json:"note"`
	Reason  string `json:"reason"`
}

func (NoteCheck) Kind() string      { return "check.note" }
func (c NoteCheck) Subject() string { return CheckSubject(c.Session, c.Number) }

// Validate bounds the texts.
func (c NoteCheck) Validate() error {
	if utf8.RuneCountInString(c.Note) > noteMax {
		return Bad("note", "error.text_long", "n", noteMax)
	}
	if utf8.RuneCountInString(c.Reason) > noteMax {
		return Bad("reason", "error.text_long", "n", noteMax)
	}
	return nil
}

// CheckSubject names an item of a session in the journal.
func CheckSubject(session string, number int) string {
	return session + "/check/" + itoa(number)
}

func itoa(n int) string {
	b, _ := json.Marshal(n) // an int always marshals
	return string(b)
}

// SaveTemplate makes a new version of a template; Base is the version last
// read, 0 when there was none. The scope is the municipality, or the installation.
type SaveTemplate struct {
	Template     string          `json:"template"` // "agenda" or "checklist"
	Municipality string          `json:"municipality,omitempty"`
	Base         int             `json:"base"`
	Agenda       []AgendaItem    `json:"agenda,omitempty"`
	Checklist    []ChecklistItem `json:"checklist,omitempty"`
}

func (SaveTemplate) Kind() string      { return "template.save" }
func (s SaveTemplate) Subject() string { return s.Template + "/" + s.Municipality }

// Validate checks every row has a Kyrgyz text, a phase and a time.
func (s SaveTemplate) Validate() error {
	var es Errors
	switch s.Template {
	case "agenda":
		for i, a := range s.Agenda {
			if a.Title.KY == "" {
				es = append(es, Bad("title_ky_"+itoa(i), "error.text_ky"))
			}
			if a.Minutes < 1 || a.Minutes > 240 {
				es = append(es, Bad("minutes_"+itoa(i), "error.minutes"))
			}
		}
		if len(s.Agenda) == 0 {
			es = append(es, Bad("", "error.template_empty"))
		}
	case "checklist":
		for _, c := range s.Checklist {
			if c.Text.KY == "" {
				es = append(es, Bad("text_ky_"+itoa(c.Number), "error.text_ky"))
			}
			if c.Phase != Before && c.Phase != During && c.Phase != After {
				es = append(es, Bad("phase_"+itoa(c.Number), "error.choice"))
			}
			if c.Due < -365 || c.Due > 365 {
				es = append(es, Bad("due_"+itoa(c.Number), "error.days"))
			}
		}
		if len(s.Checklist) == 0 {
			es = append(es, Bad("", "error.template_empty"))
		}
	default:
		es = append(es, Bad("template", "error.choice"))
	}
	return es.Or()
}
