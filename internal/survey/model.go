package survey

import "strings"

// Text is words by language, named as in the file ("English (en)"); "" is the column without one.
type Text map[string]string

// In gives the words in the first of some languages that has any, else in none, else in any.
func (t Text) In(languages ...string) string {
	for _, l := range append(append(languages[:len(languages):len(languages)], ""), t.languages()...) {
		if s, ok := t[l]; ok {
			return s
		}
	}
	return ""
}

// Form is a questionnaire as its author wrote it: what is written comes back unchanged.
type Form struct {
	Title           string
	ID              string
	Version         string
	DefaultLanguage string
	InstanceName    string
	Name            string // the root's name in paths; "data" unless said
	Settings        []Pair // all other settings, as written
	Languages       []string
	Columns         []string // columns of the sheet survey that nothing here understands
	ChoiceColumns   []string // columns of choices beside name, label and image: what choice_filter asks
	Questions       []*Question
	Lists           []*List

	places map[field]place // where a column stands, for complaints
}

// Pair is a name and what is written under it.
type Pair struct{ Name, Value string }

// Question is a row of the sheet survey; a group or repeat holds others.
type Question struct {
	Type              string // one of Types
	List              string // the list of a select or rank; the file of select_one_from_file
	OrOther           bool
	Name              string
	Label             Text
	Hint              Text
	Image             Text
	RequiredMessage   Text
	ConstraintMessage Text
	Required          string
	Relevant          string
	Constraint        string
	Calculation       string
	Default           string
	Appearance        string
	Parameters        string
	ChoiceFilter      string
	RepeatCount       string
	ReadOnly          string
	Extra             map[string]string
	Children          []*Question
	Row               int `json:"-"` // in the file it came from; 0 in one that did not
}

// List is choices under one name.
type List struct {
	Name    string
	Choices []Choice
}

// Choice is a row of the sheet choices.
type Choice struct {
	Name   string
	Label  Text
	Image  Text
	Values map[string]string // by column
	Row    int               `json:"-"`
}

// Setting is a setting by its name, "" where it is not written.
func (f *Form) Setting(name string) string {
	for _, p := range f.Settings {
		if strings.EqualFold(p.Name, name) {
			return p.Value
		}
	}
	return ""
}

// field names a column by what it holds; place is where it stands.
type field struct{ sheet, name string }

type place struct {
	column int
	header string
}

// at makes a problem of a cell of the sheet survey.
func (f *Form) at(q *Question, name, why string, args ...any) Problem {
	p := f.places[field{"survey", name}]
	return Problem{Why: why, Sheet: "survey", Row: q.Row, Column: p.column, Header: p.header, Name: q.Name, Args: args}
}

// expressions are the fields of a question that hold one, by column name.
func (q *Question) expressions() []Pair {
	return []Pair{{"relevant", q.Relevant}, {"required", q.Required}, {"read_only", q.ReadOnly}, {"constraint", q.Constraint},
		{"calculation", q.Calculation}, {"repeat_count", q.RepeatCount}, {"choice_filter", q.ChoiceFilter}}
}
