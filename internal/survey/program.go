package survey

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
)

// Program is a form made ready to be asked: what static/js/survey.js gets as JSON, and what an
// Interview runs on here.
type Program struct {
	Title     string    `json:"title"`
	ID        string    `json:"id"`
	Version   string    `json:"version"`
	Languages []string  `json:"languages"` // the first is asked in unless another is wanted; "" has no name
	Elements  []Element `json:"elements"`  // the form itself is 0; in the order of the file
	Lists     []Choices `json:"lists"`
	Rules     []Rule    `json:"rules"`   // in the order in which they are reckoned
	Affects   [][]int   `json:"affects"` // by element: the rules to reckon again when it changed
	Instance  *Code     `json:"instance,omitempty"`

	sizes   []int        // by scope: how many cells
	dynamic []int        // elements with a default that is reckoned
	counted map[int]bool // repeats whose number a rule says
}

// Element is a question, a group or a repeat.
type Element struct {
	Name       string            `json:"name"`
	Type       string            `json:"type"`
	Parent     int               `json:"parent"`
	Scope      int               `json:"scope"` // the repeat that it is in, or 0
	Slot       int               `json:"slot"`  // its place among the questions of its scope
	Kind       string            `json:"kind"`  // text, number, date, dateTime: what a value is to an expression
	Answer     string            `json:"answer,omitempty"`
	List       int               `json:"list"`            // in Lists, or -1
	Other      bool              `json:"other,omitempty"` // the question that or_other adds
	OrOther    bool              `json:"orOther,omitempty"`
	Silent     bool              `json:"silent,omitempty"`
	Meta       bool              `json:"meta,omitempty"`
	Calculated bool              `json:"calculated,omitempty"`
	Volatile   bool              `json:"volatile,omitempty"` // by chance or by the clock: kept once it is there
	Never      bool              `json:"-"`                  // it, or what is around it, is never relevant: nothing is answered
	Appearance []string          `json:"appearance,omitempty"`
	Parameters map[string]string `json:"parameters,omitempty"`
	Range      []float64         `json:"range,omitempty"` // start, end, step
	Default    string            `json:"default,omitempty"`
	Dynamic    *Code             `json:"dynamic,omitempty"` // a default that is reckoned once
	Filter     *Code             `json:"filter,omitempty"`
	Shuffle    *Code             `json:"shuffle,omitempty"` // the seed; blank for chance
	Label      Words             `json:"label,omitempty"`
	Hint       Words             `json:"hint,omitempty"`
	Image      Words             `json:"image,omitempty"`
	Required   Words             `json:"requiredMessage,omitempty"`
	Constraint Words             `json:"constraintMessage,omitempty"`
	Children   []int             `json:"children,omitempty"`
}

// Words are what is shown, by language: pieces of text and, between them, numbers of elements
// whose answers stand there.
type Words map[string][]any

// Choices are the rows of a list or of a file of choices.
type Choices struct {
	Name   string              `json:"name"`
	Names  []string            `json:"names"`
	Labels []map[string]string `json:"labels"`
	Images []map[string]string `json:"images,omitempty"`
	// Columns by name, each with a value per row; without name and label.
	Columns map[string][]string `json:"columns,omitempty"`
}

// What a rule reckons.
const (
	ruleRelevant   = "relevant"
	ruleCount      = "count" // how many times a repeat is asked
	ruleValue      = "value"
	ruleRequired   = "required"
	ruleReadOnly   = "readonly"
	ruleConstraint = "constraint"
	ruleChoices    = "choices" // whether what was chosen is still offered
)

// Rule is one cell of the form's logic.
type Rule struct {
	Element int    `json:"element"`
	What    string `json:"what"`
	Code    *Code  `json:"code"`
}

// Code is a compiled expression. As JSON: a number, a string, or [what, …].
//
//	["ref", e]            the answers of element e that are nearest to the question
//	["here"] ["current"]  the node a predicate looks at; the question itself
//	["root"] ["items", l] the form; the rows of a list
//	["parent", c] ["child", c, e] ["children", c] ["column", c, name]
//	["where", c, test] ["position"]
//	["indexed", e, repeat, n, repeat, n …]
//	["if", a, b, c] ["and", a, b] ["or", a, b] ["coalesce", a, b] ["once", a]
//	["regex", a, pattern for Go, pattern for JavaScript]
//	[function or operator, arguments …]
type Code struct {
	op   string
	num  float64
	text string
	el   int
	args []*Code
	call function
}

func (c *Code) MarshalJSON() ([]byte, error) {
	switch c.op {
	case "#":
		return json.Marshal(c.num)
	case "'":
		return json.Marshal(c.text)
	}
	list := []any{c.op}
	switch c.op {
	case "ref", "items":
		list = append(list, c.el)
	case "child":
		list = append(list, c.args[0], c.el)
	case "column":
		list = append(list, c.args[0], c.text)
	case "choice-name":
		list = append(list, c.el, c.args[0])
	case "indexed":
		list = append(list, c.el)
		fallthrough
	default:
		for _, a := range c.args {
			list = append(list, a)
		}
	}
	var b bytes.Buffer
	out := json.NewEncoder(&b)
	out.SetEscapeHTML(false)
	err := out.Encode(list)
	return bytes.TrimSpace(b.Bytes()), err
}

// Language is the form's language for a code of two letters, as files name them: "English (en)", "en", or by
// one of its names; the form's first where it has no such language.
func (p *Program) Language(code string, names ...string) string {
	if l, ok := speaks(p.Languages, code, names); ok || len(p.Languages) == 0 {
		return l
	}
	return p.Languages[0]
}

// In is the program with the words of one language alone: what a page in that language needs.
func (p *Program) In(lang string) *Program {
	out := *p
	out.Languages = []string{lang}
	one := func(w Words) Words {
		if len(w) == 0 {
			return nil
		}
		return Words{lang: w[p.spoken(lang, func(l string) bool { _, ok := w[l]; return ok })]}
	}
	out.Elements = slices.Clone(p.Elements)
	for i := range out.Elements {
		e := &out.Elements[i]
		e.Label, e.Hint, e.Image, e.Required, e.Constraint = one(e.Label), one(e.Hint), one(e.Image), one(e.Required), one(e.Constraint)
	}
	out.Lists = slices.Clone(p.Lists)
	for i := range out.Lists {
		l := &out.Lists[i]
		labels := make([]map[string]string, len(l.Labels))
		for row := range l.Labels {
			labels[row] = map[string]string{lang: Text(l.Labels[row]).In(append([]string{lang, ""}, p.Languages...)...)}
		}
		l.Labels, l.Images = labels, nil
	}
	return &out
}

// spoken is the first language that has words: the one wanted, the one without a name, the form's own in order.
func (p *Program) spoken(lang string, has func(string) bool) string {
	for _, l := range append([]string{lang, ""}, p.Languages...) {
		if has(l) {
			return l
		}
	}
	return ""
}

// Said are the words of an element in a language as far as no answer is quoted in them, and whether one is.
func (p *Program) Said(el int, what, lang string) (words string, quotes bool) {
	w := p.Elements[el].words(what)
	var b strings.Builder
	for _, part := range w[p.spoken(lang, func(l string) bool { _, ok := w[l]; return ok })] {
		if s, ok := part.(string); ok {
			b.WriteString(s)
		} else {
			quotes = true
		}
	}
	return b.String(), quotes
}

func (e *Element) words(what string) Words {
	return map[string]Words{Label: e.Label, Hint: e.Hint, RequiredMessage: e.Required, ConstraintMessage: e.Constraint, Image: e.Image}[what]
}

// ChoiceImage is the picture of a row of a list in a language, "" for none.
func (p *Program) ChoiceImage(list, row int, lang string) string {
	l := &p.Lists[list]
	if row >= len(l.Images) {
		return ""
	}
	return Text(l.Images[row]).In(append([]string{lang, ""}, p.Languages...)...)
}

// Way is the path of an element without the numbers of instances.
func (p *Program) Way(el int) string {
	way := p.Elements[el].Name
	for el = p.Elements[el].Parent; el != 0; el = p.Elements[el].Parent {
		way = p.Elements[el].Name + "/" + way
	}
	return way
}
