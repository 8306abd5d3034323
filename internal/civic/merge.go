package civic

import (
	"slices"
	"strings"
)

// MergePriorities makes one card of several. The new card (ID) begins with
// the fields of the first; the parts stay as they were and come back exactly
// so when the merger ends.
type MergePriorities struct {
	ID    string   `json:"id"`
	Parts []string `json:"parts"` // the first gives title and place
}

func (MergePriorities) Kind() string      { return "priority.merge" }
func (m MergePriorities) Subject() string { return m.ID }

// Validate wants at least two different cards.
func (m MergePriorities) Validate() error {
	if !ValidID(m.ID) {
		return Bad("", "error.id")
	}
	parts := slices.Compact(slices.Sorted(slices.Values(m.Parts)))
	if len(parts) < 2 || len(parts) != len(m.Parts) {
		return Bad("parts", "error.merge_two")
	}
	return nil
}

// UnmergePriority ends a merger: its parts come back as they were. What was
// said onto the merged card since goes back to the statements without a card.
type UnmergePriority struct {
	ID string `json:"id"`
}

func (UnmergePriority) Kind() string      { return "priority.unmerge" }
func (u UnmergePriority) Subject() string { return u.ID }
func (UnmergePriority) Validate() error   { return nil }

// Merged is the card several make together: what is one thing comes from the
// first that has it, lists of lines and supporters are united, and people
// affected are not added up, for they are mostly the same ones.
func Merged(parts []Priority) Priority {
	var out Priority
	for i := range parts {
		p := &parts[i]
		for _, name := range PriorityFields() {
			had, more := out.Field(name), p.Field(name)
			switch {
			case more == "" || had == more:
			case had == "":
				out.SetField(name, more)
			case name == "supporters":
				out.Supporters = ParseSeats(had + " " + more)
			case name == "affected":
				out.Affected = max(out.Affected, p.Affected)
			case slices.Contains(OutcomeFields, name):
				out.SetField(name, union(had, more))
			}
		}
	}
	return out
}

// union of the lines of two texts, each once.
func union(a, b string) string {
	lines := Lines(a)
	for _, l := range Lines(b) {
		if !slices.Contains(lines, l) {
			lines = append(lines, l)
		}
	}
	return strings.Join(lines, "\n")
}
