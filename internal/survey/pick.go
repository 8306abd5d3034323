package survey

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// Condition is one that can be picked from lists: all of its parts must hold, or any.
type Condition struct {
	Any   bool
	Parts []Part
}

// Part says something of the answer to one question.
type Part struct {
	Question string
	Op       string   // one of Ops
	Values   []string // codes of choices, or a number; of is and not: any of them
}

// Ops that can be picked: is, not (one of the values); more, from, less, to a number; answered, blank.
var Ops = []string{"is", "not", "from", "to", "more", "less", "answered", "blank"}

var signs = map[string]string{"more": ">", "from": ">=", "less": "<", "to": "<="}

// OpsOf are those that make sense of a question.
func (f *Form) OpsOf(q *Question) []string {
	switch {
	case q.Chooses() || q.Type == "select_one_from_file":
		if q.Type == "select_one" && f.numbered(q.List) {
			return Ops
		}
		return []string{"is", "not", "answered", "blank"}
	case number == types[q.Type].kind || q.Type == "calculate":
		return Ops
	}
	return []string{"answered", "blank"}
}

// numbered reports whether the codes of a list are numbers.
func (f *Form) numbered(list string) bool {
	l := f.List(list)
	return l != nil && !slices.ContainsFunc(l.Choices, func(c Choice) bool { _, err := strconv.Atoi(c.Name); return err != nil })
}

// Write is the condition as an expression.
func (c Condition) Write(f *Form) string {
	var list []string
	for _, p := range c.Parts {
		list = append(list, p.write(f, len(c.Parts) > 1))
	}
	if c.Any {
		return strings.Join(list, " or ")
	}
	return strings.Join(list, " and ")
}

func (p Part) write(f *Form, among bool) string {
	ref := "${" + p.Question + "}"
	switch p.Op {
	case "answered":
		return ref + " != ''"
	case "blank":
		return ref + " = ''"
	case "is", "not":
		q, _ := f.Named(p.Question)
		var list []string
		for _, v := range p.Values {
			switch literal := quote(v); {
			case q != nil && types[q.Type].answer == "many" && p.Op == "is":
				list = append(list, "selected("+ref+", "+literal+")")
			case q != nil && types[q.Type].answer == "many":
				list = append(list, "not(selected("+ref+", "+literal+"))")
			default:
				if q != nil && !types[q.Type].list && isNumber(v) {
					literal = v
				}
				list = append(list, ref+map[string]string{"is": " = ", "not": " != "}[p.Op]+literal)
			}
		}
		said := strings.Join(list, map[string]string{"is": " or ", "not": " and "}[p.Op])
		if among && len(list) > 1 {
			return "(" + said + ")"
		}
		return said
	}
	value := ""
	if len(p.Values) > 0 {
		value = p.Values[0]
	}
	return ref + " " + signs[p.Op] + " " + value
}

func quote(v string) string {
	if strings.Contains(v, "'") {
		return `"` + v + `"`
	}
	return "'" + v + "'"
}

func isNumber(v string) bool {
	_, err := strconv.ParseFloat(v, 64)
	return err == nil && !strings.ContainsAny(v, "eExXnNpP_+")
}

// Named is the only question of a name and its path, nil where there is none or several.
func (f *Form) Named(name string) (found *Question, path string) {
	n := 0
	var walk func(list []*Question, around string)
	walk = func(list []*Question, around string) {
		for _, q := range list {
			if q.Name == name {
				n++
				found, path = q, around+name
			}
			if len(q.Children) > 0 {
				walk(q.Children, around+q.Name+"/")
			}
		}
	}
	if walk(f.Questions, ""); n != 1 {
		return nil, ""
	}
	return found, path
}

// Picked reads an expression as a condition that can be picked; false where it is none, and stays text.
func Picked(f *Form, said string) (Condition, bool) { return condition(said, f.picked) }

// Sentence reads an expression as a condition simple enough to be said in a sentence, of one value each. It may also
// be said as nobody picks it: the other way round, denied, of a value that is not offered; has and lacks are of what is ticked.
func (f *Form) Sentence(said string) (Condition, bool) {
	return condition(said, func(e *expr) (Part, bool) { return f.single(e, false) })
}

func condition(said string, part func(*expr) (Part, bool)) (c Condition, ok bool) {
	tree, err := parse(said)
	if err != nil {
		return c, false
	}
	if p, ok := part(tree); ok {
		return Condition{Parts: []Part{p}}, true
	}
	if tree.op != "and" && tree.op != "or" {
		return c, false
	}
	c.Any = tree.op == "or"
	for _, e := range chain(tree, tree.op) {
		p, ok := part(e)
		if !ok {
			return Condition{}, false
		}
		c.Parts = append(c.Parts, p)
	}
	return c, true
}

// chain are the arguments of a chain of one operator.
func chain(e *expr, op string) []*expr {
	if e.op != op {
		return []*expr{e}
	}
	return append(chain(e.args[0], op), chain(e.args[1], op)...)
}

// picked reads one part that can be picked; several values of is are joined by or, of not by and.
func (f *Form) picked(e *expr) (all Part, ok bool) {
	want := map[string]string{"or": "is", "and": "not"}[e.op]
	if want == "" {
		p, ok := f.single(e, true)
		p.Op = cmp.Or(map[string]string{"has": "is", "lacks": "not"}[p.Op], p.Op)
		return p, ok
	}
	for _, x := range chain(e, e.op) {
		p, ok := f.picked(x)
		if !ok || p.Op != want || all.Question != "" && all.Question != p.Question || slices.Contains(all.Values, p.Values[0]) {
			return Part{}, false
		}
		all.Question, all.Op, all.Values = p.Question, p.Op, append(all.Values, p.Values...)
	}
	return all, true
}

var (
	compares = map[string]string{"=": "is", "!=": "not", ">": "more", ">=": "from", "<": "less", "<=": "to"}
	mirrored = map[string]string{"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
	denied   = map[string]string{"has": "lacks", "is": "not", "not": "is", "answered": "blank", "blank": "answered"}
)

// single reads a comparison of an answer with a value; strictly only as it can be picked.
func (f *Form) single(e *expr, strict bool) (p Part, ok bool) {
	if e.op == "call" && e.text == "not" && len(e.args) == 1 {
		p, ok = f.single(e.args[0], strict)
		p.Op = denied[p.Op]
		return p, ok && p.Op != "" && (!strict || p.Op == "lacks")
	}
	if len(e.args) != 2 {
		return p, false
	}
	op, answer, value := e.op, e.args[0], e.args[1]
	if !strict && answer.op != "question" && mirrored[op] != "" {
		op, answer, value = mirrored[op], value, answer
	}
	q, _ := f.Named(answer.text)
	if answer.op != "question" || q == nil || strict && q.Holds() {
		return p, false
	}
	v, numeric := literal(value)
	if !numeric && value.op != "string" {
		return p, false
	}
	p = Part{Question: q.Name, Op: compares[op], Values: []string{v}}
	switch {
	case e.op == "call" && e.text == "selected" && !numeric:
		p.Op = "has"
		return p, !strict || q.Chooses() && f.offers(q, v)
	case v == "":
		return Part{Question: q.Name, Op: map[string]string{"is": "blank", "not": "answered"}[p.Op]}, p.Op == "is" || p.Op == "not"
	case p.Op == "":
		return p, false
	case !strict:
		return p, true
	}
	return p, slices.Contains(f.OpsOf(q), p.Op) && types[q.Type].answer != "many" && f.offers(q, v) && (numeric || signs[p.Op] == "")
}

// literal is what an expression says by itself, and whether that is a number.
func literal(e *expr) (said string, numeric bool) {
	switch {
	case e.op == "number":
		return strconv.FormatFloat(e.num, 'f', -1, 64), true
	case e.op == "neg" && e.args[0].op == "number":
		return "-" + strconv.FormatFloat(e.args[0].num, 'f', -1, 64), true
	}
	return e.text, false
}

// offers reports whether a value can be picked: a code that is in the list, or any where there is no list.
func (f *Form) offers(q *Question, value string) bool {
	if !q.Chooses() {
		return q.Type != "select_one_from_file"
	}
	l := f.List(q.List)
	return l != nil && slices.ContainsFunc(l.Choices, func(c Choice) bool { return c.Name == value }) || q.OrOther && value == "other"
}

// Limits are the bounds on an answer that can be picked: of a number or date itself, of the letters of a text,
// of how many choices are ticked. A date is 2026-01-31, or today.
type Limits struct{ Least, Most string }

// limited is what of an answer is bounded, as an expression; "" nothing is.
func limited(typ string) string {
	switch typ {
	case "integer", "decimal", "date":
		return "."
	case "text":
		return "string-length(.)"
	case "select_multiple":
		return "count-selected(.)"
	}
	return ""
}

// CanLimit reports whether the answers of a type can be bounded by picking.
func CanLimit(typ string) bool { return limited(typ) != "" }

// Write is the bounds as a constraint.
func (l Limits) Write(typ string) string {
	what, list := limited(typ), []string{}
	value := func(v string) string {
		switch {
		case typ == "date" && v == "today":
			return "today()"
		case typ == "date":
			return "date('" + v + "')"
		}
		return v
	}
	if l.Least != "" {
		list = append(list, what+" >= "+value(l.Least))
	}
	if l.Most != "" {
		list = append(list, what+" <= "+value(l.Most))
	}
	return strings.Join(list, " and ")
}

// PickedLimits reads a constraint as bounds; false where it says something else.
func PickedLimits(typ, said string) (l Limits, ok bool) {
	what := limited(typ)
	tree, err := parse(said)
	if err != nil || what == "" {
		return l, false
	}
	for _, e := range chain(tree, "and") {
		if len(e.args) != 2 || !bounded(e.args[0], what) {
			return Limits{}, false
		}
		v, ok := bound(e.args[1], typ)
		op := e.op
		if typ != "decimal" && typ != "date" && ok { // whole numbers: over 3 is from 4
			n, err := strconv.Atoi(v)
			switch {
			case err != nil:
				ok = false
			case op == ">":
				v, op = strconv.Itoa(n+1), ">="
			case op == "<":
				v, op = strconv.Itoa(n-1), "<="
			}
		}
		switch {
		case !ok:
			return Limits{}, false
		case op == ">=" && l.Least == "":
			l.Least = v
		case op == "<=" && l.Most == "":
			l.Most = v
		default:
			return Limits{}, false
		}
	}
	return l, true
}

func bounded(e *expr, what string) bool {
	if e.op == "call" {
		name, _, _ := strings.Cut(what, "(")
		return e.text == name && len(e.args) == 1 && bounded(e.args[0], ".")
	}
	return what == "." && e.op == "path" && e.from == "here" && len(e.steps) == 1 && e.steps[0].name == "." && e.steps[0].predicates == nil
}

func bound(e *expr, typ string) (string, bool) {
	switch {
	case typ == "date" && e.op == "call" && e.text == "today" && len(e.args) == 0:
		return "today", true
	case typ == "date" && e.op == "call" && e.text == "date" && len(e.args) == 1 && e.args[0].op == "string" && len(e.args[0].text) == len("2026-01-31"):
		return e.args[0].text, true
	case typ == "date":
		return "", false
	}
	return literal(e)
}
