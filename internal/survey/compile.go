package survey

import (
	"cmp"
	"encoding/csv"
	"errors"
	"io"
	"maps"
	"math"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// compiler makes a Program of a Form. It goes on after a problem, to find them all.
type compiler struct {
	form      *Form
	files     Files
	p         *Program
	problems  Problems
	questions []*Question // by element
	byName    map[string][]int
	lists     map[string]int // by list's or file's name; -1 for one that cannot be read

	el    int          // the element whose expression is being compiled
	field string       // and the column it stands in
	reads map[int]bool // what it reads
	vague bool         // it goes by chance or by the clock
	sees  []map[int]bool
}

func compile(f *Form, files Files) (*Program, Problems) {
	c := newCompiler(f, files)
	if c.problems.refused() == nil {
		c.order()
	}
	return c.p, c.problems
}

// newCompiler reads all of a form; the rules are still to be put in order.
func newCompiler(f *Form, files Files) *compiler {
	c := &compiler{form: f, files: files, byName: map[string][]int{}, lists: map[string]int{},
		p: &Program{Title: f.Title, ID: cmp.Or(f.ID, f.Title, "form"), Version: f.Version, counted: map[int]bool{}, Rules: []Rule{}, Lists: []Choices{}}}
	c.languages()
	for _, l := range f.Lists {
		c.list(l)
	}
	c.p.Elements = []Element{{Name: cmp.Or(f.Name, "data"), Type: "group", List: -1}}
	c.questions = []*Question{{}}
	c.p.sizes = []int{1}
	c.elements(f.Questions, 0)
	for i := range c.p.Elements {
		if i > 0 {
			c.element(i)
		}
	}
	c.instanceName()
	return c
}

// languages: the default one first, so that it is asked in unless another is wanted.
func (c *compiler) languages() {
	list := slices.Clone(c.form.Languages)
	if d := c.form.DefaultLanguage; d != "" {
		i := slices.IndexFunc(list, func(l string) bool { return strings.EqualFold(l, d) })
		if i > 0 {
			list = append([]string{list[i]}, slices.Delete(list, i, i+1)...)
		} else if i < 0 && len(list) > 0 {
			at := c.form.places[field{"settings", "default_language"}]
			c.problems = append(c.problems, Problem{Why: "default_language", Sheet: "settings", Row: 2, Column: at.column, Header: at.header,
				Args: []any{"language", d, "known", strings.Join(list, ", ")}, Warn: true})
		}
	}
	c.p.Languages = append([]string{}, list...)
}

func (c *compiler) find(why string, args ...any) {
	c.problems = append(c.problems, c.form.at(c.questions[c.el], c.field, why, args...))
}

func (c *compiler) warn(why string, args ...any) {
	p := c.form.at(c.questions[c.el], c.field, why, args...)
	p.Warn = true
	c.problems = append(c.problems, p)
}

// list takes a list of the sheet choices over.
func (c *compiler) list(l *List) {
	c.lists[l.Name] = len(c.p.Lists)
	out := Choices{Name: l.Name, Names: []string{}, Labels: []map[string]string{}}
	twice := yes(c.form.Setting("allow_choice_duplicates"))
	seen := map[string]bool{}
	for i, ch := range l.Choices {
		if at := c.form.places[field{"choices", "name"}]; seen[ch.Name] && !twice {
			c.problems = append(c.problems, Problem{Why: "choice_twice", Sheet: "choices", Row: ch.Row, Column: at.column, Header: at.header, Args: []any{"name", ch.Name, "list", l.Name}})
		}
		for _, lang := range ch.Label.languages() {
			if m := quoted.FindString(ch.Label[lang]); m != "" { // pyxform takes it; here the words of a choice are the same for all
				at := c.form.places[field{"choices", "label::" + lang}]
				c.problems = append(c.problems, Problem{Why: "choice_quotes", Sheet: "choices", Row: ch.Row, Column: at.column, Header: at.header, Args: []any{"name", ch.Name, "list", l.Name, "quoted", m}})
			}
		}
		seen[ch.Name] = true
		out.Names = append(out.Names, ch.Name)
		out.Labels = append(out.Labels, ch.Label)
		if ch.Image != nil && out.Images == nil {
			out.Images = make([]map[string]string, len(l.Choices))
		}
		if ch.Image != nil {
			out.Images[i] = ch.Image
		}
	}
	for _, name := range c.form.ChoiceColumns {
		values := make([]string, len(l.Choices))
		for i, ch := range l.Choices {
			values[i] = ch.Values[name]
		}
		if out.Columns == nil {
			out.Columns = map[string][]string{}
		}
		out.Columns[name] = values
	}
	c.p.Lists = append(c.p.Lists, out)
}

// file takes a CSV of choices over: a column name and a column label, or those that parameters
// say, and whatever else. It gives -1 and says why where it cannot.
func (c *compiler) file(name string, parameters map[string]string) int {
	value, label := cmp.Or(parameters["value"], "name"), cmp.Or(parameters["label"], "label")
	key := name + "|" + value + "|" + label
	if n, ok := c.lists[key]; ok {
		return n
	}
	c.lists[key] = -1
	data, err := []byte(nil), errors.New("no files")
	if c.files != nil {
		data, err = c.files(name)
	}
	if err != nil {
		c.find("file_missing", "file", name)
		return -1
	}
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(data), "\ufeff")))
	r.FieldsPerRecord = -1
	head, err := r.Read()
	at := func(column string) int { return slices.Index(head, column) }
	if err != nil || at(value) < 0 || at(label) < 0 {
		c.find("file_columns", "file", name, "value", value, "label", label)
		return -1
	}
	for i := range head {
		head[i] = strings.TrimSpace(head[i])
	}
	out := Choices{Name: strings.TrimSuffix(name, path.Ext(name)), Names: []string{}, Labels: []map[string]string{}, Columns: map[string][]string{}}
	for {
		record, err := r.Read()
		if err != nil {
			if !errors.Is(err, io.EOF) {
				c.find("file_damaged", "file", name)
				return -1
			}
			break
		}
		if len(out.Names) == maxChoices {
			c.find("file_large", "file", name, "most", maxChoices)
			return -1
		}
		for i, h := range head {
			cell := ""
			if i < len(record) {
				cell = strings.TrimSpace(record[i])
			}
			if i == at(value) {
				out.Names = append(out.Names, cell)
			}
			if i == at(label) {
				out.Labels = append(out.Labels, map[string]string{"": cell})
			}
			if h != "name" && h != "label" {
				out.Columns[h] = append(out.Columns[h], cell)
			}
		}
	}
	n := len(c.p.Lists)
	c.lists[key] = n
	if _, taken := c.lists[out.Name]; !taken {
		c.lists[out.Name] = n
	}
	c.p.Lists = append(c.p.Lists, out)
	return n
}

// elements numbers the questions and checks their names.
func (c *compiler) elements(list []*Question, parent int) {
	names := map[string]bool{}
	for _, q := range list {
		n := len(c.p.Elements)
		e := Element{Name: q.Name, Type: q.Type, Parent: parent, Scope: c.p.Elements[parent].Scope, List: -1, Never: q.never() || c.p.Elements[parent].Never}
		if q.Type == "note" && q.Name == "" { // pyxform gives it one as well
			e.Name = "generated_note_name_" + strconv.Itoa(cmp.Or(q.Row, n))
		}
		if q.Type == "repeat" {
			e.Scope = n
		}
		for len(c.p.sizes) <= e.Scope {
			c.p.sizes = append(c.p.sizes, 0)
		}
		e.Slot = c.p.sizes[e.Scope]
		c.p.sizes[e.Scope]++
		c.p.Elements = append(c.p.Elements, e)
		c.p.Elements[parent].Children = append(c.p.Elements[parent].Children, n)
		c.questions = append(c.questions, q)
		c.el, c.field = n, "name"
		switch {
		case e.Name == "":
			c.find("name_missing", "type", q.Type)
		case !nameShape.MatchString(e.Name):
			c.find("name_shape", "name", e.Name)
		case names[e.Name]:
			c.find("name_twice", "name", e.Name)
		default:
			c.byName[e.Name] = append(c.byName[e.Name], n)
		}
		names[e.Name] = true
		c.elements(q.Children, n)
		if q.OrOther { // the question that asks which other
			other := &Question{Type: "text", Name: q.Name + "_other", Row: q.Row}
			if q.Name != "" {
				other.Relevant = "selected(${" + q.Name + "}, 'other')"
			}
			c.elements([]*Question{other}, parent)
			last := &c.p.Elements[len(c.p.Elements)-1]
			last.Other, last.Never = true, e.Never
		}
	}
}

// element reads what a row says about one.
func (c *compiler) element(n int) {
	q, e := c.questions[n], &c.p.Elements[n]
	info := types[q.Type]
	c.el, c.field = n, "type"
	e.Silent, e.Meta, e.OrOther = info.silent, info.meta, q.OrOther
	e.Kind = map[kind]string{text: "text", number: "number", date: "date", dateTime: "dateTime"}[info.kind]
	e.Answer = info.answer
	e.Appearance = strings.Fields(q.Appearance)
	e.Calculated = q.Calculation != ""
	if e.Calculated && e.Answer == "text" {
		e.Kind = "" // what it gives
	}
	c.parameters(e, q)
	if info.list {
		c.choose(e, q)
	}
	c.words(e, q)
	if q.Type == "calculate" && q.Calculation == "" && q.Default == "" {
		c.field = "calculation"
		c.find("no_calculation", "name", e.Name)
	}
	c.defaults(e, q)
	for _, x := range q.expressions() {
		if x.Value != "" {
			c.rule(n, x.Name, x.Value)
		}
	}
	e = &c.p.Elements[n]
	if e.List >= 0 && e.Filter == nil {
		c.reads = map[int]bool{n: true}
		c.add(n, ruleChoices, &Code{op: "'"})
	}
}

// parameters are name=value, parted by blanks, commas or semicolons.
func (c *compiler) parameters(e *Element, q *Question) {
	c.field = "parameters"
	for _, part := range strings.FieldsFunc(q.Parameters, func(r rune) bool { return strings.ContainsRune(" ,;\t\n", r) }) {
		name, value, ok := strings.Cut(part, "=")
		if !ok {
			c.find("parameter", "parameter", part)
			continue
		}
		if e.Parameters == nil {
			e.Parameters = map[string]string{}
		}
		e.Parameters[strings.ToLower(name)] = value
	}
	if q.Type == "range" {
		e.Answer = "integer"
		for i, name := range []string{"start", "end", "step"} {
			said := cmp.Or(e.Parameters[name], []string{"0", "10", "1"}[i])
			x := readNumber(said)
			if math.IsNaN(x) {
				c.find("range", "parameter", name, "value", said)
				return
			}
			if x != math.Trunc(x) {
				e.Answer = "decimal"
			}
			e.Range = append(e.Range, x)
		}
		if e.Range[2] == 0 || math.Abs(e.Range[2]) > math.Abs(e.Range[1]-e.Range[0]) {
			c.find("range", "parameter", "step", "value", e.Parameters["step"])
		}
	}
	if yes(e.Parameters["randomize"]) {
		seed := e.Parameters["seed"]
		if seed == "" {
			seed = "''"
		}
		c.reads = map[int]bool{}
		e.Shuffle, _ = c.compile(seed, nil)
	}
}

func yes(s string) bool {
	switch strings.ToLower(s) {
	case "yes", "true", "true()", "1":
		return true
	}
	return false
}

func (c *compiler) choose(e *Element, q *Question) {
	c.field = "type"
	switch {
	case q.List == "":
		c.find("list_missing", "type", q.Type)
	case q.Type == "select_one_from_file":
		if ext := strings.ToLower(path.Ext(q.List)); ext != ".csv" {
			c.find("file_kind", "file", q.List)
			return
		}
		e.List = c.file(q.List, e.Parameters)
	default:
		n, ok := c.lists[q.List]
		if !ok || n < 0 {
			c.find("list_unknown", "list", q.List, "known", c.known())
			return
		}
		e.List = n
		if e.Answer == "many" {
			for _, name := range c.p.Lists[n].Names {
				if strings.ContainsAny(name, " \t\n") {
					c.find("choice_blank", "list", q.List, "name", name)
				}
			}
		}
	}
}

func (c *compiler) known() string {
	names := make([]string, len(c.form.Lists))
	for i, l := range c.form.Lists {
		names[i] = l.Name
	}
	return strings.Join(names, ", ")
}

// quoted finds the questions whose answers stand in words.
var quoted = regexp.MustCompile(`\$\{\s*([^{}]*?)\s*\}`)

func (c *compiler) words(e *Element, q *Question) {
	make := func(name string, t Text) Words {
		if len(t) == 0 {
			return nil
		}
		out := Words{}
		for _, lang := range t.languages() {
			c.field = name + "::" + lang
			said, from := t[lang], 0
			parts := []any{}
			for _, m := range quoted.FindAllStringSubmatchIndex(said, -1) {
				n, ok := c.question(said[m[2]:m[3]])
				if !ok {
					continue
				}
				if m[0] > from {
					parts = append(parts, said[from:m[0]])
				}
				parts, from = append(parts, n), m[1]
			}
			if from < len(said) {
				parts = append(parts, said[from:])
			}
			out[lang] = parts
		}
		return out
	}
	e.Label, e.Hint, e.Image = make("label", q.Label), make("hint", q.Hint), make("image", q.Image)
	e.Required, e.Constraint = make("required_message", q.RequiredMessage), make("constraint_message", q.ConstraintMessage)
	if e.Label == nil && e.Image == nil && e.Hint == nil && !e.Silent && !e.Other && !types[e.Type].holding && q.Type != "" {
		c.field = "label"
		c.warn("no_label", "name", e.Name)
	}
}

// question is the element that ${name} means.
func (c *compiler) question(name string) (int, bool) {
	if strings.HasPrefix(name, "last-saved#") {
		c.find("last_saved", "name", name)
		return 0, false
	}
	switch list := c.byName[name]; len(list) {
	case 1:
		return list[0], true
	case 0:
		best, least := "", min(3, len(name)/3+1)
		for _, other := range slices.Sorted(maps.Keys(c.byName)) {
			if d := distance(name, other); d < least {
				best, least = other, d
			}
		}
		if best != "" {
			c.find("no_question_near", "name", name, "near", best)
		} else {
			c.find("no_question", "name", name)
		}
	default:
		c.find("name_unclear", "name", name)
	}
	return 0, false
}

// dynamicDefault is a default that must be reckoned: one with a question or a call in it.
var dynamicDefault = regexp.MustCompile(`\$\{|[\w:-]\(.*\)`)

func (c *compiler) defaults(e *Element, q *Question) {
	if q.Default == "" {
		return
	}
	c.field = "default"
	if !dynamicDefault.MatchString(q.Default) {
		e.Default = q.Default
		return
	}
	c.reads = map[int]bool{}
	e.Dynamic, _ = c.compile(q.Default, nil)
	c.p.dynamic = append(c.p.dynamic, c.el)
}

// rule compiles an expression of a question.
func (c *compiler) rule(n int, name, said string) {
	e := &c.p.Elements[n]
	c.el, c.field, c.vague = n, name, false
	c.reads = map[int]bool{}
	what := map[string]string{"relevant": ruleRelevant, "required": ruleRequired, "read_only": ruleReadOnly, "constraint": ruleConstraint,
		"calculation": ruleValue, "repeat_count": ruleCount, "choice_filter": ruleChoices}[name]
	switch strings.ToLower(said) {
	case "yes", "true":
		said = "true()"
	case "no", "false":
		said = "false()"
	}
	switch what {
	case ruleCount:
		if e.Type != "repeat" {
			c.warn("count_outside", "name", e.Name)
			return
		}
		c.el = e.Parent // it is counted from outside
		code, _ := c.compileAt(said, n)
		c.p.counted[n] = true
		c.add(n, what, code)
		return
	case ruleChoices:
		if e.List < 0 {
			return
		}
		code, _ := c.compile(said, &spot{list: e.List, set: []int{}})
		e.Filter = code
		c.reads[n] = true
		c.add(n, what, &Code{op: "'"})
		return
	case ruleConstraint, ruleValue:
		if types[e.Type].holding {
			return
		}
	}
	code, _ := c.compile(said, nil)
	if what == ruleValue {
		e.Volatile = c.vague
	}
	if what == ruleConstraint {
		c.reads[n] = true
	}
	c.add(n, what, code)
}

// compileAt reports what it finds at another element than the one it looks from.
func (c *compiler) compileAt(said string, at int) (*Code, result) {
	from := len(c.problems)
	code, r := c.compile(said, nil)
	for i := from; i < len(c.problems); i++ {
		c.problems[i].Row = c.questions[at].Row
	}
	return code, r
}

func (c *compiler) add(n int, what string, code *Code) {
	if code == nil {
		return
	}
	for el := range maps.Clone(c.reads) {
		for up := el; up != 0; up = c.p.Elements[up].Parent {
			c.reads[up] = true
		}
	}
	c.p.Rules = append(c.p.Rules, Rule{n, what, code})
	c.sees = append(c.sees, c.reads)
}

func (c *compiler) instanceName() {
	if c.form.InstanceName == "" {
		return
	}
	at := c.form.places[field{"settings", "instance_name"}]
	from := len(c.problems)
	c.el, c.reads = 0, map[int]bool{}
	c.p.Instance, _ = c.compile(c.form.InstanceName, nil)
	for i := from; i < len(c.problems); i++ {
		c.problems[i].Sheet, c.problems[i].Row, c.problems[i].Column, c.problems[i].Header = "settings", 2, at.column, at.header
	}
}
