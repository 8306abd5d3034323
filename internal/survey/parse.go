package survey

import (
	"strconv"
	"unicode/utf8"
)

// Bounds on an expression; a cell holds 32,767 characters.
const (
	maxExpression = 32_767
	maxDepth      = 64
)

// expr is a node of the tree that an expression is.
//
//	number, string: the literal        question: ${name}
//	call: name(args)                   path: from, then steps
//	or and = != < <= > >= + - * div mod |: two args      neg: one
type expr struct {
	op    string
	text  string
	num   float64
	args  []*expr
	from  string // of a path: here, root, or "" for args[0]
	steps []step
	at    int
}

// step goes to children by name ("*" any), to itself (".") or to the parent ("..").
type step struct {
	name       string
	predicates []*expr
	at         int
}

type parser struct {
	tokens []token
	n      int
	depth  int
}

// parse reads an expression of the grammar of XPath 1.0 as far as XForms uses it: no axes but
// child, self and parent, no attributes, no //.
func parse(said string) (*expr, error) {
	if utf8.RuneCountInString(said) > maxExpression {
		return nil, bad("expression_long", "most", maxExpression)
	}
	tokens, err := lex(said)
	if err != nil {
		return nil, err
	}
	p := &parser{tokens: tokens}
	e, err := p.binary(0)
	if err != nil {
		return nil, err
	}
	if t := p.peek(); t.kind != 'e' {
		return nil, unexpected(t)
	}
	return e, nil
}

func (p *parser) peek() token { return p.tokens[p.n] }

func (p *parser) next() token {
	t := p.tokens[p.n]
	if t.kind != 'e' {
		p.n++
	}
	return t
}

// takes goes past a mark if it is the next.
func (p *parser) takes(mark string) bool {
	t := p.peek()
	if t.kind == 'o' && t.text == mark {
		p.n++
		return true
	}
	return false
}

func (p *parser) want(mark string) error {
	if !p.takes(mark) {
		t := p.peek()
		if t.kind == 'e' {
			return bad("missing_mark", "mark", mark, "at", t.at)
		}
		return unexpected(t)
	}
	return nil
}

func unexpected(t token) error {
	if t.kind == 'e' {
		return bad("unfinished", "at", t.at)
	}
	text := t.text
	if t.kind == 'q' {
		text = "${" + text + "}"
	}
	return bad("unexpected", "word", text, "at", t.at)
}

// levels of operators, the loosest first (XPath 1.0, 3.5).
var levels = [][]string{{"or"}, {"and"}, {"=", "!="}, {"<", "<=", ">", ">="}, {"+", "-"}, {"*", "div", "mod"}}

func (p *parser) binary(level int) (*expr, error) {
	if level == len(levels) {
		return p.unary()
	}
	if p.depth++; p.depth > maxDepth*len(levels) {
		return nil, bad("expression_deep", "most", maxDepth)
	}
	defer func() { p.depth-- }()
	left, err := p.binary(level + 1)
	if err != nil {
		return nil, err
	}
	for chain := 0; ; chain++ {
		t := p.peek()
		op := ""
		for _, o := range levels[level] {
			if (t.kind == 'o' || t.kind == 'w') && t.text == o {
				op = o
			}
		}
		if op == "" {
			return left, nil
		}
		if chain > 500 { // the tree leans left: this bounds its depth
			return nil, bad("expression_deep", "most", maxDepth)
		}
		p.n++
		right, err := p.binary(level + 1)
		if err != nil {
			return nil, err
		}
		left = &expr{op: op, args: []*expr{left, right}, at: t.at}
	}
}

func (p *parser) unary() (*expr, error) {
	t := p.peek()
	if p.takes("-") {
		if p.depth++; p.depth > maxDepth*len(levels) {
			return nil, bad("expression_deep", "most", maxDepth)
		}
		defer func() { p.depth-- }()
		e, err := p.unary()
		return &expr{op: "neg", args: []*expr{e}, at: t.at}, err
	}
	left, err := p.path()
	for chain := 0; err == nil; chain++ {
		t := p.peek()
		if !p.takes("|") {
			break
		}
		if chain > 500 {
			return nil, bad("expression_deep", "most", maxDepth)
		}
		var right *expr
		if right, err = p.path(); err == nil {
			left = &expr{op: "|", args: []*expr{left, right}, at: t.at}
		}
	}
	return left, err
}

// path is a location, or a thing that predicates and steps may follow.
func (p *parser) path() (*expr, error) {
	t := p.peek()
	switch {
	case p.takes("//"):
		return nil, bad("axis", "word", "//", "at", t.at)
	case p.takes("/"):
		e := &expr{op: "path", from: "root", at: t.at}
		return e, p.steps(e, true)
	case t.kind == 'o' && (t.text == "." || t.text == ".." || t.text == "*" || t.text == "@"), t.kind == 'w' && !p.calls():
		e := &expr{op: "path", from: "here", at: t.at}
		return e, p.steps(e, true)
	}
	base, err := p.primary()
	if err != nil {
		return nil, err
	}
	first := step{name: ".", at: t.at}
	if first.predicates, err = p.predicates(); err != nil {
		return nil, err
	}
	if s := p.peek(); len(first.predicates) == 0 && (s.kind != 'o' || s.text != "/" && s.text != "//") {
		return base, nil
	}
	e := &expr{op: "path", args: []*expr{base}, steps: []step{first}, at: t.at}
	if s := p.peek(); s.kind == 'o' && s.text == "//" {
		return nil, bad("axis", "word", "//", "at", s.at)
	}
	if p.takes("/") {
		return e, p.steps(e, true)
	}
	return e, nil
}

func (p *parser) calls() bool {
	after := p.tokens[p.n+1]
	return after.kind == 'o' && after.text == "("
}

func (p *parser) steps(e *expr, needed bool) error {
	for needed {
		t := p.next()
		s := step{name: t.text, at: t.at}
		switch {
		case t.kind == 'o' && (t.text == "." || t.text == ".." || t.text == "*"):
		case t.kind == 'o' && t.text == "@":
			return bad("axis", "word", "@", "at", t.at)
		case t.kind == 'w':
			if after := p.peek(); after.kind == 'o' && (after.text == "::" || after.text == "(") {
				return bad("axis", "word", t.text+after.text, "at", t.at)
			}
		default:
			return unexpected(t)
		}
		var err error
		if s.predicates, err = p.predicates(); err != nil {
			return err
		}
		e.steps = append(e.steps, s)
		if s := p.peek(); s.kind == 'o' && s.text == "//" {
			return bad("axis", "word", "//", "at", s.at)
		}
		if len(e.steps) > maxDepth {
			return bad("expression_deep", "most", maxDepth)
		}
		needed = p.takes("/")
	}
	return nil
}

func (p *parser) predicates() (list []*expr, err error) {
	for p.takes("[") {
		e, err := p.binary(0)
		if err != nil {
			return nil, err
		}
		if err := p.want("]"); err != nil {
			return nil, err
		}
		if list = append(list, e); len(list) > maxDepth {
			return nil, bad("expression_deep", "most", maxDepth)
		}
	}
	return list, nil
}

func (p *parser) primary() (*expr, error) {
	t := p.next()
	switch t.kind {
	case 'n':
		x, err := strconv.ParseFloat(t.text, 64)
		if err != nil {
			return nil, unexpected(t)
		}
		return &expr{op: "number", num: x, at: t.at}, nil
	case 's':
		return &expr{op: "string", text: t.text, at: t.at}, nil
	case 'q':
		return &expr{op: "question", text: t.text, at: t.at}, nil
	case 'w': // a call: path looks before
		p.n++
		e := &expr{op: "call", text: t.text, at: t.at}
		if p.takes(")") {
			return e, nil
		}
		for {
			arg, err := p.binary(0)
			if err != nil {
				return nil, err
			}
			e.args = append(e.args, arg)
			if !p.takes(",") {
				return e, p.want(")")
			}
		}
	}
	if t.kind == 'o' && t.text == "(" {
		e, err := p.binary(0)
		if err != nil {
			return nil, err
		}
		return e, p.want(")")
	}
	return nil, unexpected(t)
}
