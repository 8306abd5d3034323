package civic

import (
	"slices"
	"strings"
	"time"
)

// PublicationParts are what of a cycle can be shown to everybody, in the order it comes to be.
var PublicationParts = []string{"schedule", "list", "decisions", "plan", "monitoring"}

// Publication is a part that is, or was, shown to everybody.
type Publication struct {
	What      string
	At        time.Time
	By        string // name
	Withdrawn bool
	Reason    string
}

// Published are the parts of a cycle that everybody may see now.
type Published map[string]time.Time

// Has reports whether a part is among them.
func (p Published) Has(what string) bool { _, ok := p[what]; return ok }

// SetPublication shows a part to everybody, or takes it back with a reason.
type SetPublication struct {
	Cycle     string `json:"cycle"`
	What      string `json:"what"`
	Published bool   `json:"published"`
	Reason    string `json:"reason,omitempty"`
}

func (SetPublication) Kind() string      { return "publication.set" }
func (s SetPublication) Subject() string { return s.Cycle }

// Validate wants a known part, and a reason for taking it back.
func (s SetPublication) Validate() error {
	if !slices.Contains(PublicationParts, s.What) {
		return Bad("what", "error.choice")
	}
	if !s.Published && strings.TrimSpace(s.Reason) == "" {
		return Bad("reason", "error.publicity_reason")
	}
	return nil
}

// Fits refuses what could not be seen: decisions stand in the list, and are
// shown no longer than it is.
func (s SetPublication) Fits(shown Published) error {
	switch {
	case s.Published && s.What == "decisions" && !shown.Has("list"):
		return Bad("what", "error.publicity_list_first")
	case !s.Published && s.What == "list" && shown.Has("decisions"):
		return Bad("reason", "error.publicity_decisions_first")
	}
	return nil
}
