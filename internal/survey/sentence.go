package survey

import "strconv"

// Sentence is a rule simple enough to be said in a sentence: comparisons of answers, all of them or any.
type Sentence struct {
	Terms []Term
	Any   bool // one is enough
}

// Term compares the answer to a question.
type Term struct {
	Path  string // of the question
	Op    string // = != < <= > >= has lacks (a choice) said blank
	Value string // a choice's name, a number or a text
}

// Sentence reads a rule of the form; false where it is not that simple, or names a question that is there several times.
func (f *Form) Sentence(said string) (c Sentence, ok bool) {
	e, err := parse(said)
	if err != nil {
		return c, false
	}
	paths := map[string]string{}
	f.paths(f.Questions, "", paths)
	op := e.op
	if op == "and" || op == "or" {
		c.Any = op == "or"
	} else {
		op = "and"
	}
	return c, c.add(e, op, paths) && len(c.Terms) > 0
}

// paths by name; "" where a name is there several times.
func (f *Form) paths(list []*Question, around string, paths map[string]string) {
	for _, q := range list {
		if _, twice := paths[q.Name]; twice {
			paths[q.Name] = ""
		} else {
			paths[q.Name] = around + q.Name
		}
		f.paths(q.Children, around+q.Name+"/", paths)
	}
}

func (c *Sentence) add(e *expr, joint string, paths map[string]string) bool {
	if e.op == joint {
		return c.add(e.args[0], joint, paths) && c.add(e.args[1], joint, paths)
	}
	t, ok := term(e, paths)
	c.Terms = append(c.Terms, t)
	return ok
}

// mirrored says the same from the other side.
var mirrored = map[string]string{"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}

func term(e *expr, paths map[string]string) (t Term, ok bool) {
	switch {
	case e.op == "call" && e.text == "not" && len(e.args) == 1:
		t, ok = term(e.args[0], paths)
		t.Op = map[string]string{"has": "lacks", "=": "!=", "!=": "=", "said": "blank", "blank": "said"}[t.Op]
		return t, ok && t.Op != ""
	case e.op == "call" && e.text == "selected" && len(e.args) == 2 && e.args[0].op == "question" && e.args[1].op == "string":
		return Term{paths[e.args[0].text], "has", e.args[1].text}, paths[e.args[0].text] != ""
	case mirrored[e.op] == "":
		return t, false
	}
	t.Op = e.op
	question, value := e.args[0], e.args[1]
	if question.op != "question" {
		question, value = value, question
		t.Op = mirrored[e.op]
	}
	if question.op != "question" {
		return t, false
	}
	t.Path = paths[question.text]
	switch value.op {
	case "string":
		t.Value = value.text
	case "number":
		t.Value = strconv.FormatFloat(value.num, 'f', -1, 64)
	default:
		return t, false
	}
	if t.Value == "" {
		t.Op = map[string]string{"=": "blank", "!=": "said"}[t.Op]
	}
	return t, t.Path != "" && t.Op != ""
}

// Skips are where a choice leads on paper when it makes the questions after it pointless: by the path of the
// question and the choice, the path to go on with, "" the end.
func Skips(f *Form) map[string]map[string]string {
	skips := map[string]map[string]string{}
	f.skips(f.Questions, "", "", skips)
	return skips
}

func (f *Form) skips(list []*Question, around, after string, skips map[string]map[string]string) {
	for i, q := range list {
		next := after // of what comes after a group
		for j := i + 1; j < len(list); j++ {
			if list[j].printed() {
				next = list[j].first(around)
				break
			}
		}
		if types[q.Type].holding {
			if q.Type == "repeat" {
				next = "" // it may be asked again first: nothing can be said
			}
			f.skips(q.Children, around+q.Name+"/", next, skips)
			continue
		}
		if q.Type != "select_one" || !q.Asked() {
			continue
		}
		for _, l := range f.Lists {
			if l.Name != q.List {
				continue
			}
			for _, ch := range l.Choices {
				if to, ok := f.leads(list[i+1:], around, after, around+q.Name, ch.Name); ok {
					if skips[around+q.Name] == nil {
						skips[around+q.Name] = map[string]string{}
					}
					skips[around+q.Name][ch.Name] = to
				}
			}
		}
	}
}

func (q *Question) printed() bool { return q.Asked() || types[q.Type].holding }

// first is the path of what has a number: the question, or the first one in a group that is not seen.
func (q *Question) first(around string) string {
	path := around + q.Name
	if types[q.Type].holding && len(q.Label) == 0 {
		for _, k := range q.Children {
			if k.printed() {
				return k.first(path + "/")
			}
		}
	}
	return path
}

// leads is where one goes on after a choice; false where that is the next question anyhow, or cannot be told.
func (f *Form) leads(list []*Question, around, after, path, choice string) (to string, skipped bool) {
	for _, q := range list {
		if !q.printed() {
			continue
		}
		if q.Relevant != "" {
			c, ok := f.Sentence(q.Relevant)
			if ok && c.excludes(path, choice) {
				skipped = true
				continue
			}
		}
		return q.first(around), skipped
	}
	return after, skipped && (after != "" || around == "")
}

// excludes reports whether a choice alone makes the condition false.
func (c Sentence) excludes(path, choice string) bool {
	fails := func(t Term) bool {
		if t.Path != path {
			return false
		}
		switch t.Op {
		case "=", "has":
			return t.Value != choice
		case "!=", "lacks":
			return t.Value == choice
		}
		return t.Op == "blank"
	}
	for _, t := range c.Terms {
		if fails(t) != c.Any { // of all one that fails is enough; of any one that does not
			return !c.Any
		}
	}
	return c.Any
}
