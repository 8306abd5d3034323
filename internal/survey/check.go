package survey

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
)

// spot is where an expression stands, as far as the form alone tells: a predicate looks at one of
// set, or at a row of list. The outermost looks at the question itself.
type spot struct {
	set  []int
	list int // -1 for none
}

// result is what an expression gives, as far as the form alone tells.
type result struct {
	kind kind
	spot
	column bool // of a row of list
	many   bool // may be several where one is asked for
	inst   int  // instance('…') alone: the list and 1
}

// compile makes code of an expression, or says what is wrong with it and gives nil. within is the
// predicate around it.
func (c *compiler) compile(said string, within *spot) (*Code, result) {
	tree, err := parse(said)
	if err == nil {
		var code *Code
		var r result
		if code, r, err = c.expr(tree, within); err == nil {
			if r.inst > 0 {
				err = bad("instance_path")
			} else {
				c.single(r)
				return code, r
			}
		}
	}
	if w, ok := err.(*wrong); ok { //nolint:errorlint // made here, never wrapped
		if w.why != "" { // else it was said already
			c.find(w.why, w.args...)
		}
	}
	return nil, result{}
}

// single warns of several answers where an expression asks for one.
func (c *compiler) single(r result) {
	if r.kind == nodes && r.many && len(r.set) > 0 {
		c.warn("repeated", "name", c.p.Elements[r.set[0]].Name)
	}
}

var said = bad("")

func (c *compiler) expr(e *expr, within *spot) (*Code, result, error) {
	switch e.op {
	case "number":
		return &Code{op: "#", num: e.num}, result{kind: number}, nil
	case "string":
		return &Code{op: "'", text: e.text}, result{kind: text}, nil
	case "question":
		n, ok := c.question(e.text)
		if !ok {
			return nil, result{}, said
		}
		return c.ref(n), c.refResult(n), nil
	case "call":
		return c.callOf(e, within)
	case "path":
		return c.path(e, within)
	case "and", "or":
		args, _, err := c.args(e.args, within, nil)
		return &Code{op: e.op, args: args}, result{kind: boolean}, err
	}
	return c.function(e.op, e.args, within)
}

func (c *compiler) ref(n int) *Code {
	c.reads[n] = true
	return &Code{op: "ref", el: n}
}

// refResult: answers in a repeat that the question is not in are many.
func (c *compiler) refResult(n int) result {
	scope := c.p.Elements[n].Scope
	if c.p.Elements[n].Type == "repeat" {
		scope = c.p.Elements[c.p.Elements[n].Parent].Scope
	}
	return result{kind: nodes, spot: spot{set: []int{n}, list: -1}, many: c.p.Elements[n].Type == "repeat" || !c.p.within(c.p.Elements[c.el].Scope, scope)}
}

func (c *compiler) args(list []*expr, within *spot, sets []int) ([]*Code, []result, error) {
	codes, results := make([]*Code, len(list)), make([]result, len(list))
	for i, a := range list {
		var err error
		if codes[i], results[i], err = c.expr(a, within); err != nil {
			return nil, nil, err
		}
		if results[i].inst > 0 {
			return nil, nil, bad("instance_path")
		}
	}
	return codes, results, nil
}

// plural functions take all the answers of a repeat.
var plural = []string{"count", "count-non-empty", "sum", "max", "min", "concat", "join", "checklist", "weighted-checklist", "randomize", "position", "|"}

func (c *compiler) function(name string, list []*expr, within *spot) (*Code, result, error) {
	s, ok := functions[name]
	if !ok {
		return nil, result{}, c.unknown(name)
	}
	if len(list) < s.least || len(list) > s.most {
		return nil, result{}, arity(name, s, len(list))
	}
	args, results, err := c.args(list, within, s.sets)
	if err != nil {
		return nil, result{}, err
	}
	for _, i := range s.sets {
		if results[i].kind != nodes {
			return nil, result{}, bad("needs_nodes", "function", name)
		}
	}
	if !slices.Contains(plural, name) {
		for _, r := range results {
			c.single(r)
		}
	}
	if s.volatile && (name != "randomize" || len(args) < 2) {
		c.vague = true
	}
	if len(args) == 0 && (name == "string-length" || name == "normalize-space") {
		args = []*Code{{op: "current"}} // JavaRosa: of the question, also in a predicate
		c.reads[c.el] = true
	}
	r := result{kind: s.gives}
	if s.gives == nodes {
		r.spot = results[0].spot
		if name == "|" {
			r.set = append(slices.Clone(r.set), results[1].set...)
		}
	} else {
		r.list = -1
	}
	return &Code{op: name, args: args, call: s.call}, r, nil
}

func (c *compiler) unknown(name string) error {
	if slices.Contains(refused, name) {
		return bad("function_refused", "function", name)
	}
	best, least := "", min(3, len(name)/3+1)
	for _, table := range []map[string]signature{functions, lazy} {
		for known := range table {
			if d := distance(strings.ToLower(name), known); len(known) > 2 && (d < least || d == least && known < best) {
				best, least = known, d
			}
		}
	}
	if best != "" {
		return bad("function_near", "function", name, "near", best)
	}
	return bad("function_unknown", "function", name)
}

func arity(name string, s signature, have int) error {
	if s.least == s.most {
		return bad("arguments", "function", name, "want", s.least, "have", have)
	}
	if s.most == many {
		return bad("arguments_least", "function", name, "least", s.least, "have", have)
	}
	return bad("arguments_between", "function", name, "least", s.least, "most", s.most, "have", have)
}

func (c *compiler) callOf(e *expr, within *spot) (*Code, result, error) {
	s, ok := lazy[e.text]
	if !ok {
		return c.function(e.text, e.args, within)
	}
	if len(e.args) < s.least || len(e.args) > s.most {
		return nil, result{}, arity(e.text, s, len(e.args))
	}
	plain := result{kind: s.gives, spot: spot{list: -1}}
	switch e.text {
	case "current":
		c.reads[c.el] = true
		return &Code{op: "current"}, result{kind: nodes, spot: spot{set: []int{c.el}, list: -1}}, nil
	case "instance":
		n, err := c.instance(e.args[0])
		return &Code{op: "items", el: n}, result{kind: nodes, inst: n + 1, spot: spot{list: n}}, err
	case "pulldata":
		return c.pulldata(e, within)
	case "indexed-repeat":
		return c.indexedRepeat(e, within)
	case "jr:choice-name":
		return c.choiceName(e, within)
	}
	args, results, err := c.args(e.args, within, nil)
	if err != nil {
		return nil, result{}, err
	}
	for _, r := range results {
		c.single(r)
	}
	if e.text == "regex" {
		if args[1].op == "'" {
			forGo, forJS, err := regexPair(args[1].text)
			if err != nil {
				return nil, result{}, bad("regex", "pattern", args[1].text)
			}
			args = []*Code{args[0], {op: "'", text: forGo}, {op: "'", text: forJS}}
		}
		return &Code{op: "regex", args: args}, plain, nil
	}
	return &Code{op: e.text, args: args}, plain, nil
}

// instance finds the list or file that instance('name') means.
func (c *compiler) instance(arg *expr) (int, error) {
	if arg.op != "string" {
		return 0, bad("instance_name")
	}
	if n, ok := c.lists[arg.text]; ok && n >= 0 {
		return n, nil
	}
	if c.files != nil {
		if _, err := c.files(arg.text + ".csv"); err == nil {
			if n := c.file(arg.text+".csv", nil); n >= 0 {
				return n, nil
			}
			return 0, said
		}
	}
	return 0, bad("instance_unknown", "name", arg.text, "known", c.known())
}

// pulldata('file', 'column', 'key column', key) is a look-up in a file or list.
func (c *compiler) pulldata(e *expr, within *spot) (*Code, result, error) {
	for _, a := range e.args[:3] {
		if a.op != "string" {
			return nil, result{}, bad("pulldata")
		}
	}
	e.args[0].text = strings.TrimSuffix(e.args[0].text, ".csv")
	n, err := c.instance(e.args[0])
	if err != nil {
		return nil, result{}, err
	}
	for _, a := range e.args[1:3] {
		if !c.hasColumn(n, a.text) {
			c.warn("column_unknown", "column", a.text, "list", c.p.Lists[n].Name)
		}
	}
	key, r, err := c.expr(e.args[3], within)
	if err != nil {
		return nil, result{}, err
	}
	c.single(r)
	if key.op == "here" {
		return nil, result{}, bad("pulldata")
	}
	same := &Code{op: "=", call: functions["="].call, args: []*Code{{op: "column", text: e.args[2].text, args: []*Code{{op: "here"}}}, key}}
	rows := &Code{op: "where", args: []*Code{{op: "items", el: n}, same}}
	return &Code{op: "column", text: e.args[1].text, args: []*Code{rows}}, result{kind: nodes, spot: spot{list: n}, column: true}, nil
}

func (c *compiler) hasColumn(list int, name string) bool {
	_, ok := c.p.Lists[list].Columns[name]
	return ok || name == "name" || name == "label" || name == "itextId"
}

func (c *compiler) indexedRepeat(e *expr, within *spot) (*Code, result, error) {
	if len(e.args)%2 == 0 {
		return nil, result{}, bad("indexed_pairs")
	}
	target, r, err := c.expr(e.args[0], within)
	if err != nil {
		return nil, result{}, err
	}
	if r.kind != nodes || len(r.set) != 1 || target.op == "where" {
		return nil, result{}, bad("indexed_first")
	}
	code := &Code{op: "indexed", el: r.set[0]}
	for i := 1; i < len(e.args); i += 2 {
		_, around, err := c.expr(e.args[i], within)
		if err != nil {
			return nil, result{}, err
		}
		if around.kind != nodes || len(around.set) != 1 || c.p.Elements[around.set[0]].Type != "repeat" || !c.p.within(c.p.Elements[r.set[0]].Scope, around.set[0]) {
			return nil, result{}, bad("indexed_repeat", "name", c.p.Elements[r.set[0]].Name)
		}
		index, n, err := c.expr(e.args[i+1], within)
		if err != nil {
			return nil, result{}, err
		}
		c.single(n)
		code.args = append(code.args, &Code{op: "#", num: float64(around.set[0]), el: around.set[0]}, index)
	}
	return code, result{kind: nodes, spot: spot{set: r.set, list: -1}}, nil
}

// inQuotes is how jr:choice-name names its question.
var inQuotes = regexp.MustCompile(`^\s*\$\{\s*([^{}]*?)\s*\}\s*$`)

func (c *compiler) choiceName(e *expr, within *spot) (*Code, result, error) {
	value, r, err := c.expr(e.args[0], within)
	if err != nil {
		return nil, result{}, err
	}
	c.single(r)
	n, second := 0, e.args[1]
	switch m := inQuotes.FindStringSubmatch(second.text); {
	case second.op == "string" && m != nil:
		var ok bool
		if n, ok = c.question(m[1]); !ok {
			return nil, result{}, said
		}
	case second.op == "string":
		tree, err := parse(second.text)
		if err != nil {
			return nil, result{}, bad("choice_name")
		}
		second = tree
		fallthrough
	default:
		_, r, err := c.expr(second, within)
		if err != nil {
			return nil, result{}, err
		}
		if r.kind != nodes || len(r.set) != 1 {
			return nil, result{}, bad("choice_name_question")
		}
		n = r.set[0]
	}
	if !types[c.questions[n].Type].list {
		return nil, result{}, bad("choice_name_question")
	}
	return &Code{op: "choice-name", el: n, args: []*Code{value}}, result{kind: text, spot: spot{list: -1}}, nil
}

// path follows a location path through the form or through a list.
func (c *compiler) path(e *expr, within *spot) (*Code, result, error) {
	var code *Code
	var at result
	steps := e.steps
	switch {
	case e.from == "root":
		code, at, steps = &Code{op: "root"}, result{kind: nodes, spot: spot{set: []int{0}, list: -1}}, steps[1:]
		if root := e.steps[0]; root.name != c.p.Elements[0].Name && root.name != "data" && root.name != c.form.ID || len(root.predicates) > 0 {
			return nil, result{}, bad("path_root", "name", root.name, "root", c.p.Elements[0].Name)
		}
		// as far as there are no predicates it is a reference, found from the question outwards
		n := 0
		for len(steps) > 0 && steps[0].name != ".." && steps[0].name != "." && steps[0].name != "*" {
			k := c.p.child(n, steps[0].name)
			if k < 0 {
				return nil, result{}, bad("path_step", "name", steps[0].name, "in", c.p.Elements[n].Name)
			}
			n = k
			code, at = &Code{op: "ref", el: n}, c.refResult(n)
			predicates := steps[0].predicates
			if steps = steps[1:]; len(predicates) > 0 {
				var err error
				if code, err = c.where(code, &at, predicates); err != nil {
					return nil, result{}, err
				}
				break
			}
		}
		if n != 0 {
			c.reads[n] = true
		}
	case e.from == "here" && within == nil:
		code, at = &Code{op: "current"}, result{kind: nodes, spot: spot{set: []int{c.el}, list: -1}}
	case e.from == "here":
		code, at = &Code{op: "here"}, result{kind: nodes, spot: *within}
	default:
		var err error
		if code, at, err = c.expr(e.args[0], within); err != nil {
			return nil, result{}, err
		}
		if at.kind != nodes {
			return nil, result{}, bad("needs_nodes", "function", "[ ] /")
		}
		if at.inst > 0 {
			if len(steps) < 3 || steps[1].name != "root" || len(steps[0].predicates)+len(steps[1].predicates) > 0 || steps[2].name == ".." {
				return nil, result{}, bad("instance_path")
			}
			at.inst = 0
			steps = append([]step{{name: ".", predicates: steps[2].predicates}}, steps[3:]...)
		}
	}
	for _, s := range steps {
		var err error
		if code, err = c.step(code, &at, s); err != nil {
			return nil, result{}, err
		}
		if code, err = c.where(code, &at, s.predicates); err != nil {
			return nil, result{}, err
		}
	}
	for _, n := range at.set {
		c.reads[n] = true
	}
	return code, at, nil
}

func (c *compiler) step(code *Code, at *result, s step) (*Code, error) {
	if s.name == "." {
		return code, nil
	}
	if at.list >= 0 && len(at.set) == 0 {
		if at.column || s.name == ".." || s.name == "*" {
			return nil, bad("list_step", "name", s.name)
		}
		if !c.hasColumn(at.list, s.name) { // blank, as in JavaRosa: often quotes are missing, pastel = yes
			c.warn("column_unknown", "column", s.name, "list", c.p.Lists[at.list].Name)
		}
		at.column = true
		return &Code{op: "column", text: s.name, args: []*Code{code}}, nil
	}
	var next []int
	switch s.name {
	case "..":
		for _, n := range at.set {
			if n != 0 && !slices.Contains(next, c.p.Elements[n].Parent) {
				next = append(next, c.p.Elements[n].Parent)
			}
		}
		if len(next) == 0 {
			return nil, bad("path_above")
		}
		at.set = next
		return &Code{op: "parent", args: []*Code{code}}, nil
	case "*":
		for _, n := range at.set {
			next = append(next, c.p.Elements[n].Children...)
		}
		at.set, at.many = next, true
		return &Code{op: "children", args: []*Code{code}}, nil
	}
	for _, n := range at.set {
		if k := c.p.child(n, s.name); k >= 0 {
			next = append(next, k)
		}
	}
	if len(next) != 1 {
		return nil, bad("path_step", "name", s.name, "in", cmp.Or(c.p.Elements[at.set[0]].Name, "data"))
	}
	at.set = next
	if c.p.Elements[next[0]].Type == "repeat" {
		at.many = true
	}
	return &Code{op: "child", el: next[0], args: []*Code{code}}, nil
}

// where puts predicates behind a path. One that gives a number is refused: JavaRosa finds nothing
// by [2], and [position() = 2] says the same.
func (c *compiler) where(code *Code, at *result, predicates []*expr) (*Code, error) {
	for _, e := range predicates {
		inside := at.spot
		if len(inside.set) > 0 {
			inside.list = -1
		}
		test, r, err := c.expr(e, &inside)
		if err != nil {
			return nil, err
		}
		if r.kind == number {
			return nil, bad("predicate_number", "at", e.at)
		}
		if r.inst > 0 {
			return nil, bad("instance_path")
		}
		code = &Code{op: "where", args: []*Code{code, test}}
		at.many = false
	}
	return code, nil
}
