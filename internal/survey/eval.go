package survey

import (
	"regexp"
	"strconv"
	"strings"
)

// context is where an expression stands: the question it belongs to, the node that the predicate
// around it looks at, and that node's place among those looked through (0 outside predicates).
type context struct {
	current  node
	here     node
	position int
}

func (iv *Interview) eval(c *Code, cx context) value {
	switch c.op {
	case "#":
		return numeric(c.num)
	case "'":
		return textual(c.text)
	case "ref":
		return value{kind: nodes, set: iv.nearest(c.el, cx.current.frame)}
	case "here":
		return iv.relevantSet(cx.here)
	case "current":
		return iv.relevantSet(cx.current)
	case "root":
		return iv.relevantSet(node{frame: iv.root})
	case "and":
		return truth(iv.toBool(iv.eval(c.args[0], cx)) && iv.toBool(iv.eval(c.args[1], cx)))
	case "or":
		return truth(iv.toBool(iv.eval(c.args[0], cx)) || iv.toBool(iv.eval(c.args[1], cx)))
	case "if":
		if iv.toBool(iv.eval(c.args[0], cx)) {
			return iv.single(iv.eval(c.args[1], cx))
		}
		return iv.single(iv.eval(c.args[2], cx))
	case "coalesce":
		if v := iv.single(iv.eval(c.args[0], cx)); !iv.blank(v) {
			return v
		}
		return iv.single(iv.eval(c.args[1], cx))
	case "once":
		if v := iv.kept(cx.current); v.kind != text || v.text != "" {
			return v
		}
		return iv.single(iv.eval(c.args[0], cx))
	case "regex":
		return truth(iv.matches(c, cx))
	case "items":
		set := make([]node, len(iv.p.Lists[c.el].Names))
		for i := range set {
			set[i] = node{list: c.el + 1, row: i}
		}
		return value{kind: nodes, set: set}
	case "column", "parent", "child", "children":
		var set []node
		for _, n := range iv.eval(c.args[0], cx).set {
			set = iv.step(set, n, c)
		}
		return value{kind: nodes, set: set}
	case "where":
		from := iv.eval(c.args[0], cx).set
		var set []node
		for i, n := range from {
			if iv.toBool(iv.eval(c.args[1], context{cx.current, n, i + 1})) {
				set = append(set, n)
			}
		}
		return value{kind: nodes, set: set}
	case "indexed":
		return iv.indexed(c, cx)
	case "choice-name":
		return textual(iv.choiceLabel(iv.p.Elements[c.el].List, iv.toText(iv.eval(c.args[0], cx))))
	}
	var few [4]value
	args := few[:0]
	for _, a := range c.args {
		args = append(args, iv.eval(a, cx))
	}
	return c.call(iv, cx, args)
}

func (iv *Interview) relevantSet(n node) value {
	if n.frame != nil && !iv.relevant(n.el, n.frame) {
		return value{kind: nodes}
	}
	return value{kind: nodes, set: []node{n}}
}

// step goes one step of a path from a node.
func (iv *Interview) step(set []node, n node, c *Code) []node {
	if n.list > 0 {
		return append(set, node{list: n.list, row: n.row, column: c.text})
	}
	els := iv.p.Elements
	switch c.op {
	case "parent":
		if n.el != 0 {
			f := n.frame
			if els[n.el].Type == "repeat" {
				f = f.parent
			}
			set = append(set, node{frame: f, el: els[n.el].Parent})
		}
	case "child":
		set = iv.into(set, c.el, n.frame)
	case "children":
		for _, k := range els[n.el].Children {
			set = iv.into(set, k, n.frame)
		}
	}
	return set
}

// into is an element as a child: of a repeat all instances.
func (iv *Interview) into(set []node, el int, f *frame) []node {
	if iv.p.Elements[el].Type != "repeat" {
		if iv.relevant(el, f) {
			set = append(set, node{frame: f, el: el})
		}
		return set
	}
	for _, k := range f.kids[el] {
		if iv.relevant(el, k) {
			set = append(set, node{frame: k, el: el})
		}
	}
	return set
}

// nearest are the answers of an element as seen from a place: in the repeats that both share, its
// own instances; of every other repeat all (TreeReference.contextualize).
func (iv *Interview) nearest(el int, from *frame) []node {
	e := &iv.p.Elements[el]
	scope := e.Scope
	if e.Type == "repeat" {
		scope = iv.p.Elements[e.Parent].Scope
	}
	f := from
	for !iv.p.within(scope, f.scope) {
		f = f.parent
	}
	if f.scope == scope {
		return iv.into(nil, el, f)
	}
	var set []node
	var down func(f *frame)
	down = func(f *frame) {
		if f.scope == scope {
			set = iv.into(set, el, f)
			return
		}
		for _, k := range f.kids[iv.p.towards(f.scope, scope)] {
			down(k)
		}
	}
	down(f)
	return set
}

// within reports whether a scope is another or lies in it.
func (p *Program) within(scope, outer int) bool {
	for scope != outer {
		if scope == 0 {
			return false
		}
		scope = p.Elements[p.Elements[scope].Parent].Scope
	}
	return true
}

// towards is the next repeat on the way from a scope down to another.
func (p *Program) towards(from, to int) int {
	for {
		up := p.Elements[p.Elements[to].Parent].Scope
		if up == from {
			return to
		}
		to = up
	}
}

// indexed is indexed-repeat(): the instance with a number, where one is said; a number below 1
// counts as 1.
func (iv *Interview) indexed(c *Code, cx context) value {
	e := &iv.p.Elements[c.el]
	wanted := map[int]int{}
	for i := 0; i+1 < len(c.args); i += 2 {
		wanted[c.args[i].el] = max(1, iv.toInt(iv.eval(c.args[i+1], cx)))
	}
	var way []int // the repeats from the form down
	for s := e.Scope; s != 0; s = iv.p.Elements[iv.p.Elements[s].Parent].Scope {
		way = append([]int{s}, way...)
	}
	frames := []*frame{iv.root}
	for _, s := range way {
		var next []*frame
		for _, f := range frames {
			kids := f.kids[s]
			if n, ok := wanted[s]; ok {
				if n <= len(kids) {
					next = append(next, kids[n-1])
				}
				continue
			}
			own := cx.current.frame
			for own != nil && own.scope != s {
				own = own.parent
			}
			if own != nil && own.parent == f {
				next = append(next, own)
			} else {
				next = append(next, kids...)
			}
		}
		frames = next
	}
	var set []node
	for _, f := range frames {
		set = iv.into(set, c.el, f)
	}
	return value{kind: nodes, set: set}
}

// valueOf is what a node holds, by the type of its question.
func (iv *Interview) valueOf(n node) value {
	if n.list == 0 {
		if n.frame == nil || !iv.relevant(n.el, n.frame) {
			return textual("")
		}
		return iv.kept(n)
	}
	l := &iv.p.Lists[n.list-1]
	switch n.column {
	case "":
		return textual("")
	case "name":
		return textual(l.Names[n.row])
	case "label":
		return textual(iv.pick(l.Labels[n.row]))
	case "itextId":
		return textual(l.Name + "-" + strconv.Itoa(n.row))
	}
	if column := l.Columns[n.column]; column != nil {
		return textual(column[n.row])
	}
	return textual("")
}

// kept is an answer whether it is relevant or not.
func (iv *Interview) kept(n node) value {
	c := &n.frame.cells[iv.p.Elements[n.el].Slot]
	return value{kind: c.kind, num: c.num, text: c.text}
}

func (iv *Interview) choiceLabel(list int, name string) string {
	if list < 0 {
		return ""
	}
	l := &iv.p.Lists[list]
	for i, n := range l.Names {
		if n == name {
			return iv.pick(l.Labels[i])
		}
	}
	return ""
}

// itext is the label that an id names: "list-3" is the fourth choice of list.
func (iv *Interview) itext(id string) string {
	cut := strings.LastIndexByte(id, '-')
	if cut < 0 {
		return ""
	}
	n, err := strconv.Atoi(id[cut+1:])
	for _, l := range iv.p.Lists {
		if l.Name == id[:cut] && err == nil && n >= 0 && n < len(l.Labels) {
			return iv.pick(l.Labels[n])
		}
	}
	return ""
}

func (iv *Interview) matches(c *Code, cx context) bool {
	said := iv.toText(iv.eval(c.args[0], cx))
	pattern := ""
	if len(c.args) == 3 {
		pattern = c.args[1].text
	} else {
		pattern = "^(?:" + iv.toText(iv.eval(c.args[1], cx)) + ")$"
	}
	re := iv.patterns[pattern]
	if re == nil {
		var err error
		if re, err = regexp.Compile(pattern); err != nil {
			return false
		}
		iv.patterns[pattern] = re
	}
	return re.MatchString(said)
}
