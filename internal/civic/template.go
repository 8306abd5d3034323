package civic

import (
	"cmp"
	"slices"
	"time"
)

// Template is a list that sessions begin with: "checklist" or "agenda". A
// session keeps the version it began with.
type Template struct {
	Kind      string
	Version   int    // 0: nobody has made one yet
	By        string // who made this version
	At        time.Time
	Checklist []ChecklistItem
	Agenda    []AgendaItem
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

// Len counts its rows, retired ones too.
func (t Template) Len() int { return len(t.Checklist) + len(t.Agenda) }

// Name is the Kyrgyz text of row n, counted from 1; "" where there is none.
func (t Template) Name(n int) string {
	switch {
	case n < 1 || n > t.Len():
		return ""
	case t.Kind == "agenda":
		return t.Agenda[n-1].Title.KY
	}
	return t.Checklist[n-1].Text.KY
}

// Find is the row of a Kyrgyz text: the one at n if it is still there, else
// the first that has it, else 0. So an edit finds its row after somebody moved it.
func (t Template) Find(n int, name string) int {
	if name != "" && t.Name(n) == name {
		return n
	}
	for i := range t.Len() {
		if name != "" && t.Name(i+1) == name {
			return i + 1
		}
	}
	return 0
}

// Reorder puts the rows named, counted from 1, into the places they have among all.
func (t *Template) Reorder(order []int) {
	t.Checklist, t.Agenda = reordered(t.Checklist, order), reordered(t.Agenda, order)
	t.Arrange()
}

// Move changes row n with the next in use before (by -1) or after it (by 1), in a checklist of its phase.
func (t *Template) Move(n, by int) {
	fits := func(i int) bool {
		if t.Kind == "agenda" {
			return t.Agenda[i].InUse()
		}
		return t.Checklist[i].InUse() && t.Checklist[i].Phase == t.Checklist[n-1].Phase
	}
	for i := n - 1 + by; n >= 1 && n <= t.Len() && i >= 0 && i < t.Len(); i += by {
		if fits(i) {
			t.Reorder([]int{max(n, i+1), min(n, i+1)})
			return
		}
	}
}

func reordered[T any](rows []T, order []int) []T {
	out := slices.Clone(rows)
	var places []int
	for _, n := range order {
		if n < 1 || n > len(rows) || slices.Contains(places, n-1) {
			return out
		}
		places = append(places, n-1)
	}
	slices.Sort(places)
	for i, place := range places {
		out[place] = rows[order[i]-1]
	}
	return out
}

// Arrange puts a checklist in the order of its phases, retired rows last, and
// numbers what is in use: the numbers of screen and paper.
func (t *Template) Arrange() {
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

// Differences are the Kyrgyz texts in use that only this template has, and only the other.
func (t Template) Differences(other Template) (here, there []string) {
	missing := func(a, b Template) (out []string) {
		for _, name := range a.inUse() {
			if !slices.Contains(b.inUse(), name) {
				out = append(out, name)
			}
		}
		return out
	}
	return missing(t, other), missing(other, t)
}

func (t Template) inUse() (names []string) {
	for _, c := range t.Checklist {
		if c.InUse() {
			names = append(names, c.Text.KY)
		}
	}
	for _, a := range t.Agenda {
		if a.InUse() {
			names = append(names, a.Title.KY)
		}
	}
	return names
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

const (
	templateText   = 500  // characters of a title or an item
	templatePrompt = 2000 // of what the facilitator is prompted
	templateMost   = 200  // rows
)

// Validate checks every row has a Kyrgyz text, a phase and a time, and that something is in use.
func (s SaveTemplate) Validate() error {
	var es Errors
	switch s.Template {
	case "agenda":
		for _, a := range s.Agenda {
			es = append(es, validText("text", a.Title, templateText)...)
			es = append(es, longTexts("prompt", a.Prompt, templatePrompt)...)
			if a.Minutes < 1 || a.Minutes > 240 {
				es = append(es, Bad("minutes", "error.minutes"))
			}
			if a.Part != "" && !slices.Contains(AgendaParts, a.Part) {
				es = append(es, Bad("part", "error.choice"))
			}
		}
	case "checklist":
		for _, c := range s.Checklist {
			es = append(es, validText("text", c.Text, templateText)...)
			if !slices.Contains(Phases, c.Phase) {
				es = append(es, Bad("phase", "error.choice"))
			}
			if !slices.Contains(Roles, c.Role) {
				es = append(es, Bad("role", "error.choice"))
			}
			if c.Due < -365 || c.Due > 365 {
				es = append(es, Bad("days", "error.days"))
			}
		}
	default:
		es = append(es, Bad("template", "error.choice"))
	}
	if rows := (Template{Checklist: s.Checklist, Agenda: s.Agenda}); len(rows.inUse()) == 0 {
		es = append(es, Bad("", "error.template_empty"))
	} else if rows.Len() > templateMost {
		es = append(es, Bad("", "error.template_long", "n", templateMost))
	}
	return es.Or()
}

// validText wants the Kyrgyz, which is the original; fields are name_ky, name_ru, name_en.
func validText(name string, t Text, most int) (es Errors) {
	if t.KY == "" {
		es = append(es, Bad(name+"_ky", "error.text_ky"))
	}
	return append(es, longTexts(name, t, most)...)
}

func longTexts(name string, t Text, most int) (es Errors) {
	for _, x := range [...]struct{ lang, text string }{{"ky", t.KY}, {"ru", t.RU}, {"en", t.EN}} {
		if len([]rune(x.text)) > most {
			es = append(es, Bad(name+"_"+x.lang, "error.text_long", "n", most))
		}
	}
	return es
}
