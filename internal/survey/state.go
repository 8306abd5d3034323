package survey

import (
	"math"
	"slices"
	"strings"
)

// State is how a question, group or instance stands now.
type State struct {
	Path     string
	Element  int // in the program's Elements
	Value    string
	Relevant bool
	Required bool
	ReadOnly bool
	Wrong    string // why the answer cannot stay: one of the Wrong…, or empty
}

// Why an answer cannot stay.
const (
	WrongRequired   = "required"   // nothing was answered
	WrongType       = "type"       // no number, date, time or place
	WrongRange      = "range"      // outside the range, or between its steps
	WrongChoice     = "choice"     // not among the choices offered
	WrongConstraint = "constraint" // the form's own rule
)

// Each shows every node to f, in the form's order, instance after instance.
func (iv *Interview) Each(f func(State)) { iv.walk(iv.root, 0, true, f) }

func (iv *Interview) walk(fr *frame, group int, relevant bool, show func(State)) {
	for _, k := range iv.p.Elements[group].Children {
		if iv.p.Elements[k].Type == "repeat" {
			for _, kid := range fr.kids[k] {
				s := iv.stateOf(node{frame: kid, el: k}, relevant)
				show(s)
				iv.walk(kid, k, s.Relevant, show)
			}
			continue
		}
		s := iv.stateOf(node{frame: fr, el: k}, relevant)
		show(s)
		if iv.p.Elements[k].Type == "group" {
			iv.walk(fr, k, s.Relevant, show)
		}
	}
}

// Blanks are the paths of what is asked and has no answer, which is not the same as what is not asked.
func (iv *Interview) Blanks() (paths []string) {
	iv.Each(func(s State) {
		e := &iv.p.Elements[s.Element]
		if s.Relevant && s.Value == "" && e.Answer != "" && e.Type != "note" && !e.Silent {
			paths = append(paths, s.Path)
		}
	})
	return paths
}

// State is how one node stands; false where there is none at the path.
func (iv *Interview) State(path string) (State, bool) {
	n, ok := iv.find(path)
	if !ok {
		return State{}, false
	}
	return iv.stateOf(n, iv.relevant(n.el, n.frame)), true
}

func (iv *Interview) stateOf(n node, relevant bool) State {
	e := &iv.p.Elements[n.el]
	c := &n.frame.cells[e.Slot]
	s := State{Path: iv.path(n), Element: n.el, Value: c.text, Relevant: relevant && !c.irrelevant, ReadOnly: c.readonly || e.Calculated || e.Type == "note"}
	s.Required = s.Relevant && c.required && !types[e.Type].holding
	if s.Relevant {
		s.Wrong = iv.wrong(e, c)
	}
	return s
}

func (iv *Interview) wrong(e *Element, c *cell) string {
	if types[e.Type].holding {
		return ""
	}
	if c.text == "" {
		if c.required && !e.Silent && e.Type != "note" {
			return WrongRequired
		}
		return ""
	}
	switch {
	case !iv.typed(e, c):
		return WrongType
	case !inRange(e, c):
		return WrongRange
	case c.misses:
		return WrongChoice
	case c.violates:
		return WrongConstraint
	}
	return ""
}

// typed reports whether an answer is of its question's type.
func (iv *Interview) typed(e *Element, c *cell) bool {
	switch e.Answer {
	case "integer":
		return c.kind == number && c.num == math.Trunc(c.num) && math.Abs(c.num) < 1<<53
	case "decimal":
		return c.kind == number
	case "date":
		return c.kind == date
	case "dateTime":
		return c.kind == dateTime
	case "time":
		m := clock.FindStringSubmatch(c.text)
		if m == nil {
			return false
		}
		_, ok := readClock(m[1:])
		return ok
	case "geopoint":
		parts := spaced(c.text)
		for i, p := range parts {
			if x := readNumber(p); math.IsNaN(x) || i == 0 && math.Abs(x) > 90 || i == 1 && math.Abs(x) > 180 {
				return false
			}
		}
		return len(parts) >= 2 && len(parts) <= 4
	case "one":
		return !strings.Contains(c.text, " ")
	}
	return true
}

func inRange(e *Element, c *cell) bool {
	if e.Range == nil || c.kind != number {
		return true
	}
	low, high, step := e.Range[0], e.Range[1], math.Abs(e.Range[2])
	steps := (c.num - low) / step
	return c.num >= min(low, high) && c.num <= max(low, high) && math.Abs(steps-math.Round(steps)) < 1e-9
}

// missing reports whether an answer names a choice that is not offered, or one twice.
func (iv *Interview) missing(e *Element, n node) bool {
	said := spaced(n.frame.cells[e.Slot].text)
	if e.Answer == "one" {
		said = []string{n.frame.cells[e.Slot].text}
	}
	l := &iv.p.Lists[e.List]
	for i, word := range said {
		offered := word == "other" && e.OrOther
		for row, name := range l.Names {
			offered = offered || name == word && iv.offers(e, n, row)
		}
		if !offered || slices.Contains(said[:i], word) {
			return true
		}
	}
	return e.Type == "rank" && len(said) != len(iv.offered(e, n))
}

func (iv *Interview) offers(e *Element, n node, row int) bool {
	return e.Filter == nil || iv.toBool(iv.eval(e.Filter, context{current: n, here: node{list: e.List + 1, row: row}, position: row + 1}))
}

func (iv *Interview) offered(e *Element, n node) []int {
	var rows []int
	for row := range iv.p.Lists[e.List].Names {
		if iv.offers(e, n, row) {
			rows = append(rows, row)
		}
	}
	return rows
}

// Choices are the rows of a question's list that are offered now, in the order in which they are.
func (iv *Interview) Choices(path string) []int {
	n, ok := iv.find(path)
	if !ok || iv.p.Elements[n.el].List < 0 {
		return nil
	}
	e := &iv.p.Elements[n.el]
	rows := iv.offered(e, n)
	if e.Shuffle != nil {
		seed := iv.single(iv.eval(e.Shuffle, context{current: n, here: n}))
		next := iv.env.Random
		if !iv.blank(seed) {
			next = parkMiller(iv.toNumber(seed))
		}
		rows = shuffled(rows, next)
	}
	return rows
}

// What a question has words for.
const (
	Label             = "label"
	Hint              = "hint"
	RequiredMessage   = "required"
	ConstraintMessage = "constraint"
	Image             = "image"
)

// Words are a question's words in the interview's language, with the answers that they quote.
func (iv *Interview) Words(path, what string) string {
	n, ok := iv.find(path)
	if !ok {
		return ""
	}
	e := &iv.p.Elements[n.el]
	said := e.words(what)
	lang := iv.p.spoken(iv.env.Language, func(l string) bool { _, ok := said[l]; return ok })
	var b strings.Builder
	for _, part := range said[lang] {
		switch x := part.(type) {
		case string:
			b.WriteString(x)
		case int:
			if set := iv.nearest(x, n.frame); len(set) > 0 {
				b.WriteString(iv.kept(set[0]).text)
			}
		}
	}
	return b.String()
}

// Choice is a row of a list in the interview's language.
func (iv *Interview) Choice(list, row int) (name, label string) {
	l := &iv.p.Lists[list]
	return l.Names[row], iv.pick(l.Labels[row])
}

// Name is what the setting instance_name gives, "" without it.
func (iv *Interview) Name() string {
	if iv.p.Instance == nil {
		return ""
	}
	n := node{frame: iv.root}
	return iv.toText(iv.eval(iv.p.Instance, context{current: n, here: n}))
}

// Element is the question, group or repeat of a state.
func (iv *Interview) Element(s State) *Element { return &iv.p.Elements[s.Element] }
