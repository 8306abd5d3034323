package result

import (
	"slices"
	"strings"

	"ashar/internal/survey"
)

// Label is a question's words in a language of its form, its name where it has none. Answers that the words
// quote are a gap.
func (c *Column) Label(language string) string {
	if s := words(c.Form.Program.Elements[c.Element].Label, language, c.Form.Program.Languages); s != "" {
		return s
	}
	return c.Key
}

// Other reports whether or_other made the question: what else somebody chose, in words.
func (c *Column) Other() bool { return c.Form.Program.Elements[c.Element].Other }

// Type is the question's type as its form has it.
func (c *Column) Type() string { return c.Form.Program.Elements[c.Element].Type }

func words(w survey.Words, language string, others []string) string {
	for _, l := range append([]string{language, ""}, others...) {
		parts, ok := w[l]
		if !ok {
			continue
		}
		var b strings.Builder
		for _, part := range parts {
			if s, ok := part.(string); ok {
				b.WriteString(s)
			} else {
				b.WriteString("…")
			}
		}
		return strings.TrimSpace(b.String())
	}
	return ""
}

// ChoiceLabel is what a choice is called, from the newest version that has it; its name where nothing is written.
func (t *Table) ChoiceLabel(c *Column, i int, language func(*survey.Program) string) string {
	name := c.Choices[i]
	for _, f := range slices.Backward(t.forms) {
		for k := range f.Program.Elements {
			e := &f.Program.Elements[k]
			if e.List < 0 || e.Name != c.Form.Program.Elements[c.Element].Name {
				continue
			}
			l := &f.Program.Lists[e.List]
			if row := slices.Index(l.Names, name); row >= 0 {
				for _, lang := range append([]string{language(f.Program), ""}, f.Program.Languages...) {
					if s := l.Labels[row][lang]; s != "" {
						return s
					}
				}
			}
		}
	}
	return name
}

// Scales are questions with the same choices that are asked together, as one scale: those of a group shown on one page, or those that say they are a scale.
func (t *Table) Scales() (all [][]*Column) {
	var run []*Column
	end := func() {
		if len(run) > 1 {
			all = append(all, run)
		}
		run = nil
	}
	for _, c := range t.Columns {
		if c.Sort != One || !c.scale() {
			end()
			continue
		}
		if len(run) > 0 && !alike(run[0], c) {
			end()
		}
		run = append(run, c)
	}
	end()
	return all
}

func (c *Column) scale() bool {
	p := c.Form.Program
	e := &p.Elements[c.Element]
	around := p.Elements[e.Parent].Appearance
	for _, says := range []string{"likert", "list-nolabel"} {
		if slices.Contains(e.Appearance, says) {
			return true
		}
	}
	return e.Parent > 0 && (slices.Contains(around, "field-list") || slices.Contains(around, "table-list")) && e.List >= 0 && len(p.Lists[e.List].Names) > 2
}

func alike(a, b *Column) bool {
	x, y := a.Form.Program, b.Form.Program
	return x == y && x.Elements[a.Element].Parent == y.Elements[b.Element].Parent && x.Elements[a.Element].List == y.Elements[b.Element].List && a.Repeat == b.Repeat
}

// Around is the words of the group that a question stands in, "" where it has none.
func (c *Column) Around(language string) string {
	p := c.Form.Program
	if around := p.Elements[c.Element].Parent; around > 0 {
		return words(p.Elements[around].Label, language, p.Languages)
	}
	return ""
}

// Each shows the questions of a version by their paths, without numbers of instances.
func (t *Table) Each(number int, show func(path string, c *Column)) {
	if r := t.reads[number]; r != nil {
		for path, c := range r.spots {
			show(path, c)
		}
	}
}

// Versions are the versions that have a question, oldest first.
func (t *Table) Versions(c *Column) (numbers []int) {
	for _, f := range t.forms {
		for _, x := range t.reads[f.Number].spots {
			if x == c {
				numbers = append(numbers, f.Number)
				break
			}
		}
	}
	return numbers
}

// Path is a question's path in the newest version that has it, without numbers of instances.
func (c *Column) Path() string { return c.Form.Program.Way(c.Element) }

// Repeats are the repeats of all versions, by name.
func (t *Table) Repeats() (names []string) {
	for _, c := range t.Columns {
		if c.Repeat != nil && !slices.Contains(names, c.Repeat.Name) {
			names = append(names, c.Repeat.Name)
		}
	}
	return names
}
