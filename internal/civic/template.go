package civic

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strconv"
	"time"
)

// Template is a list that sessions begin with: "checklist" or "agenda". A
// session keeps the version it began with.
type Template struct {
	Kind         string
	Municipality string // "" the installation's
	Place        Text   // name of the municipality, where asked for
	Version      int    // 0: nobody has made one yet
	By           string // who made this version
	At           time.Time
	Checklist    []ChecklistItem
	Agenda       []AgendaItem
}

// TemplateKinds there are.
var TemplateKinds = []string{"checklist", "agenda"}

// DefaultTemplate is the one that ships with Ashar.
func DefaultTemplate(kind string) Template {
	if kind == "agenda" {
		return Template{Kind: kind, Agenda: DefaultAgenda()}
	}
	return Template{Kind: kind, Checklist: DefaultChecklist()}
}

// Templates of one kind, by municipality; "" is the installation's.
type Templates map[string]Template

// Common is what is in effect where a municipality has none of its own.
func (ts Templates) Common(kind string) Template {
	if t := ts[""]; t.Own() {
		return t
	}
	return DefaultTemplate(kind)
}

// InEffect is what sessions of a municipality begin with.
func (ts Templates) InEffect(kind, municipality string) Template {
	if t := ts[municipality]; t.Own() {
		return t
	}
	return ts.Common(kind)
}

// Len counts its rows, retired ones too.
func (t Template) Len() int {
	if t.Kind == "agenda" {
		return len(t.Agenda)
	}
	return len(t.Checklist)
}

// Own reports whether the template has rows of its own, and does not follow the common one.
func (t Template) Own() bool { return t.Len() > 0 }

// templateRow is what the rows of both kinds have in common.
type templateRow struct {
	key, name string
	phase     Phase
	retired   bool
}

func (t Template) row(i int) templateRow {
	if t.Kind == "agenda" {
		a := t.Agenda[i]
		return templateRow{key: a.Key, name: a.Title.KY, retired: a.Retired}
	}
	c := t.Checklist[i]
	return templateRow{key: c.Key, name: c.Text.KY, phase: c.Phase, retired: c.Retired}
}

// Key of row n, counted from 1.
func (t Template) Key(n int) string { return t.row(n - 1).key }

// Find is the number of the row with a key, counted from 1; 0 where it is gone.
// A key stays with its row through every version, and with a copy of it.
func (t Template) Find(key string) int {
	for i := range t.Len() {
		if key != "" && t.row(i).key == key {
			return i + 1
		}
	}
	return 0
}

// Keyed gives a key to rows that were stored without one.
func (t *Template) Keyed() {
	for i := range t.Checklist {
		t.Checklist[i].Key = cmp.Or(t.Checklist[i].Key, "r"+strconv.Itoa(i+1))
	}
	for i := range t.Agenda {
		t.Agenda[i].Key = cmp.Or(t.Agenda[i].Key, "r"+strconv.Itoa(i+1))
	}
}

// Mark stands for what row n says, wherever it stands: whoever saves the row
// shows which words they have read.
func (t Template) Mark(n int) string {
	if t.Kind == "agenda" {
		return markOf(t.Agenda[n-1])
	}
	c := t.Checklist[n-1]
	c.Number = 0
	return markOf(c)
}

// MarkOrder stands for an order of rows.
func MarkOrder(keys []string) string { return markOf(keys) }

func markOf(v any) string {
	b, _ := json.Marshal(v) // plain texts and numbers always marshal
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:8])
}

// Order lists the keys in use of a phase; of an agenda all, with phase "".
func (t Template) Order(phase Phase) (keys []string) {
	for i := range t.Len() {
		if r := t.row(i); !r.retired && r.phase == phase {
			keys = append(keys, r.key)
		}
	}
	return keys
}

// Moved is an order with one key moved by so many places, as far as it goes.
func Moved(keys []string, key string, by int) []string {
	i := slices.Index(keys, key)
	if i < 0 || i+by < 0 || i+by >= len(keys) {
		return keys
	}
	out := slices.Delete(slices.Clone(keys), i, i+1)
	return slices.Insert(out, i+by, key)
}

// Reorder puts the rows of a phase in the order wanted; false if those are not
// all its rows, and no others.
func (t *Template) Reorder(phase Phase, keys []string) bool {
	have := t.Order(phase)
	sorted := func(s []string) []string { s = slices.Clone(s); slices.Sort(s); return s }
	if !slices.Equal(sorted(have), sorted(keys)) {
		return false
	}
	from, places := *t, make([]int, len(have))
	for i, key := range have {
		places[i] = t.Find(key) - 1
	}
	t.Checklist, t.Agenda = slices.Clone(t.Checklist), slices.Clone(t.Agenda)
	for i, key := range keys {
		if t.Kind == "agenda" {
			t.Agenda[places[i]] = from.Agenda[from.Find(key)-1]
		} else {
			t.Checklist[places[i]] = from.Checklist[from.Find(key)-1]
		}
	}
	return true
}

// With is the template with row n, counted from 1, as the only row of another
// template says; with 0 that row is added.
func (t Template) With(n int, row Template) Template {
	t.Checklist, t.Agenda = slices.Clone(t.Checklist), slices.Clone(t.Agenda)
	switch {
	case n == 0:
		t.Checklist, t.Agenda = append(t.Checklist, row.Checklist...), append(t.Agenda, row.Agenda...)
	case t.Kind == "agenda":
		t.Agenda[n-1] = row.Agenda[0]
	default:
		t.Checklist[n-1] = row.Checklist[0]
	}
	return t
}

// Retire takes row n out of use or brings it back; false if nothing changed.
func (t *Template) Retire(n int, retired bool) bool {
	if t.row(n-1).retired == retired {
		return false
	}
	t.Checklist, t.Agenda = slices.Clone(t.Checklist), slices.Clone(t.Agenda)
	if t.Kind == "agenda" {
		t.Agenda[n-1].Retired = retired
	} else {
		t.Checklist[n-1].Retired = retired
	}
	return true
}

// Arrange puts a checklist in the order of its phases, retired rows last, and
// numbers what is in use: the numbers of screen and paper.
func (t *Template) Arrange() {
	t.Checklist, t.Agenda = slices.Clone(t.Checklist), slices.Clone(t.Agenda)
	slices.SortStableFunc(t.Checklist, func(a, b ChecklistItem) int {
		return cmp.Or(cmp.Compare(slices.Index(Phases, a.Phase), slices.Index(Phases, b.Phase)), last(a.Retired)-last(b.Retired))
	})
	slices.SortStableFunc(t.Agenda, func(a, b AgendaItem) int { return last(a.Retired) - last(b.Retired) })
	number := 0
	for i := range t.Checklist {
		t.Checklist[i].Number = 0
		if t.Checklist[i].InUse() {
			number++
			t.Checklist[i].Number = number
		}
	}
}

func last(retired bool) int {
	if retired {
		return 1
	}
	return 0
}

// RowChange is a row that another template would change: numbers of the row as
// it is and as it would be, counted from 1, 0 where there is none.
type RowChange struct{ Was, Will int }

// TemplateChanges are what taking another template over would do to one.
type TemplateChanges struct {
	Come, Go, Change []RowChange
	Order            bool // what stays would stand in another order
}

// N counts the rows concerned.
func (c TemplateChanges) N() int { return len(c.Come) + len(c.Go) + len(c.Change) }

// None reports whether nothing would change.
func (c TemplateChanges) None() bool { return c.N() == 0 && !c.Order }

// Changes compares what is in use with what would be. A row is the same by its
// key, or by its Kyrgyz words.
func (t Template) Changes(will Template) (c TemplateChanges) {
	left := map[int]bool{} // rows of t not met yet
	for i := range t.Len() {
		if !t.row(i).retired {
			left[i+1] = true
		}
	}
	var stay []int
	for i := range will.Len() {
		r := will.row(i)
		if r.retired {
			continue
		}
		n := t.Find(r.key)
		for j := 0; !left[n] && j < t.Len(); j++ {
			if t.row(j).name == r.name && left[j+1] {
				n = j + 1
			}
		}
		if !left[n] {
			c.Come = append(c.Come, RowChange{Will: i + 1})
			continue
		}
		delete(left, n)
		stay = append(stay, n)
		if !sameRow(t, n, will, i+1) {
			c.Change = append(c.Change, RowChange{n, i + 1})
		}
	}
	for i := range t.Len() {
		if left[i+1] {
			c.Go = append(c.Go, RowChange{Was: i + 1})
		}
	}
	c.Order = !slices.IsSorted(stay)
	return c
}

// sameRow compares what two rows say, whatever their keys are.
func sameRow(a Template, n int, b Template, m int) bool {
	a.Checklist, a.Agenda = slices.Clone(a.Checklist), slices.Clone(a.Agenda)
	if a.Kind == "agenda" {
		a.Agenda[n-1].Key = b.Agenda[m-1].Key
	} else {
		a.Checklist[n-1].Key = b.Checklist[m-1].Key
	}
	return a.Mark(n) == b.Mark(m)
}
