package survey

import (
	"cmp"
	_ "embed" // latin.txt
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Holds reports whether a question is a group or repeat.
func (q *Question) Holds() bool { return types[q.Type].holding }

// Silent reports whether a question is never shown.
func (q *Question) Silent() bool { return types[q.Type].silent }

// Chooses reports whether a question offers the choices of a list of the form.
func (q *Question) Chooses() bool { return types[q.Type].list && q.Type != "select_one_from_file" }

// Placed is a question where it stands: its path, how many groups are around it, and its number (Numbers; "" for none).
type Placed struct {
	*Question
	Path   string
	Depth  int
	Number string
}

// All are the questions in the order of the file.
func (f *Form) All() (all []Placed) {
	numbers := Numbers(f)
	var walk func(list []*Question, around string, depth int)
	walk = func(list []*Question, around string, depth int) {
		for _, q := range list {
			path := around + q.Name
			all = append(all, Placed{Question: q, Path: path, Depth: depth, Number: numbers[path]})
			walk(q.Children, path+"/", depth+1)
		}
	}
	walk(f.Questions, "", 0)
	return all
}

// Asked is how many questions people answer.
func (f *Form) Asked() (n int) {
	for _, q := range f.All() {
		if q.Asked() {
			n++
		}
	}
	return n
}

// At is the question of a path, nil where there is none, with the list it stands in.
func (f *Form) At(path string) (*Question, *[]*Question) {
	if path == "" {
		return nil, nil
	}
	list := &f.Questions
	for {
		name, rest, deeper := strings.Cut(path, "/")
		i := slices.IndexFunc(*list, func(q *Question) bool { return q.Name == name })
		switch {
		case i < 0:
			return nil, nil
		case !deeper:
			return (*list)[i], list
		}
		list, path = &(*list)[i].Children, rest
	}
}

// Inside is the list of questions of a group, of the form itself for "".
func (f *Form) Inside(path string) *[]*Question {
	if path == "" {
		return &f.Questions
	}
	if q, _ := f.At(path); q != nil && q.Holds() {
		return &q.Children
	}
	return nil
}

// Around is the path of the group that a path lies in, "" for the form itself.
func Around(path string) string {
	i := strings.LastIndexByte(path, '/')
	return path[:max(i, 0)]
}

// Remove takes a question out, a group with all it holds.
func (f *Form) Remove(path string) {
	if q, list := f.At(path); q != nil {
		*list = slices.DeleteFunc(*list, func(other *Question) bool { return other == q })
	}
}

// Move moves a question by one line: past its neighbour, into a group that is its neighbour, or out of the
// group whose end it has reached. It gives the path it has then.
func (f *Form) Move(path string, up bool) string {
	q, list := f.At(path)
	if q == nil {
		return path
	}
	i, around := slices.Index(*list, q), Around(path)
	next := i + 1
	if up {
		next = i - 1
	}
	if next >= 0 && next < len(*list) {
		neighbour := (*list)[next]
		if !neighbour.Holds() || q.Type == "repeat" && neighbour.Type == "repeat" {
			(*list)[i], (*list)[next] = neighbour, q
			return path
		}
		*list = slices.Delete(*list, i, i+1)
		at := 0
		if up {
			at = len(neighbour.Children)
		}
		neighbour.Children = slices.Insert(neighbour.Children, at, q)
		return strings.TrimPrefix(around+"/"+neighbour.Name+"/"+q.Name, "/")
	}
	if around == "" {
		return path
	}
	group, outer := f.At(around)
	*list = slices.Delete(*list, i, i+1)
	at := slices.Index(*outer, group)
	if !up {
		at++
	}
	*outer = slices.Insert(*outer, at, q)
	return strings.TrimPrefix(Around(around)+"/"+q.Name, "/")
}

// Order puts the questions of every group into the order in which their paths are given; those not given stay last.
func (f *Form) Order(paths []string) {
	at := map[string]int{}
	for i, p := range paths {
		at[p] = i + 1
	}
	var walk func(list []*Question, around string)
	walk = func(list []*Question, around string) {
		slices.SortStableFunc(list, func(a, b *Question) int {
			return cmp.Compare(cmp.Or(at[around+a.Name], len(paths)+1), cmp.Or(at[around+b.Name], len(paths)+1))
		})
		for _, q := range list {
			walk(q.Children, around+q.Name+"/")
		}
	}
	walk(f.Questions, "")
}

// names are all that are taken.
func (f *Form) names() map[string]bool {
	taken := map[string]bool{"": true}
	for _, q := range f.All() {
		taken[q.Name] = true
		if q.OrOther {
			taken[q.Name+"_other"] = true
		}
	}
	return taken
}

// Copy puts a copy of a question behind it, with names of its own, and gives the copy's path. What the parts of
// a group ask of each other, the copies ask of the copies.
func (f *Form) Copy(path string) string {
	q, list := f.At(path)
	if q == nil {
		return path
	}
	taken, renamed := f.names(), map[string]string{}
	var copied func(q *Question) *Question
	copied = func(q *Question) *Question {
		c := *q
		for _, t := range c.texts() {
			*t = maps.Clone(*t)
		}
		c.Extra = maps.Clone(c.Extra)
		c.Name = unused(strings.TrimRight(q.Name, "_0123456789"), taken)
		taken[c.Name], renamed[q.Name] = true, c.Name
		c.Children = nil
		for _, kid := range q.Children {
			c.Children = append(c.Children, copied(kid))
		}
		return &c
	}
	c := copied(q)
	for old, name := range renamed {
		mentions([]*Question{c}, old, name)
	}
	*list = slices.Insert(*list, slices.Index(*list, q)+1, c)
	return strings.TrimPrefix(Around(path)+"/"+c.Name, "/")
}

// unused is a name with the lowest number that makes it free.
func unused(name string, taken map[string]bool) string {
	for n := 2; ; n++ {
		if try := name + "_" + strconv.Itoa(n); !taken[try] {
			return try
		}
	}
}

// Rename gives a question another name, wherever it is mentioned by ${name}.
func (f *Form) Rename(path, name string) {
	q, _ := f.At(path)
	if q == nil {
		return
	}
	old := q.Name
	q.Name = name
	mentions(f.Questions, old, name)
	if q.OrOther {
		mentions(f.Questions, old+"_other", name+"_other")
	}
	f.InstanceName = renamed(f.InstanceName, old, name)
}

func renamed(said, old, name string) string {
	return quoted.ReplaceAllStringFunc(said, func(m string) string {
		if quoted.FindStringSubmatch(m)[1] != old {
			return m
		}
		return "${" + name + "}"
	})
}

// cells are all places of a question where another may be mentioned.
func (q *Question) cells() []*string {
	return []*string{&q.Required, &q.Relevant, &q.Constraint, &q.Calculation, &q.Default, &q.Parameters, &q.ChoiceFilter, &q.RepeatCount, &q.ReadOnly}
}

func mentions(list []*Question, old, name string) {
	for _, q := range list {
		for _, cell := range q.cells() {
			*cell = renamed(*cell, old, name)
		}
		for _, t := range q.texts() {
			for l, words := range *t {
				(*t)[l] = renamed(words, old, name)
			}
		}
		mentions(q.Children, old, name)
	}
}

// Mentions are the questions that depend on a question, or on one that it holds, but lie outside of it.
func (f *Form) Mentions(path string) (all []Placed) {
	q, _ := f.At(path)
	if q == nil {
		return nil
	}
	inside := map[*Question]bool{q: true}
	names := map[string]bool{q.Name: true, q.Name + "_other": q.OrOther}
	for _, kid := range (&Form{Questions: q.Children}).All() {
		inside[kid.Question] = true
		names[kid.Name], names[kid.Name+"_other"] = true, kid.OrOther
	}
	for _, other := range f.All() {
		if inside[other.Question] {
			continue
		}
		said := ""
		for _, cell := range other.cells() {
			said += *cell + "\n"
		}
		for _, t := range other.texts() {
			for _, words := range *t {
				said += words + "\n"
			}
		}
		if slices.ContainsFunc(quoted.FindAllStringSubmatch(said, -1), func(m []string) bool { return names[m[1]] }) {
			all = append(all, other)
		}
	}
	return all
}

// List is a list by its name, nil where there is none.
func (f *Form) List(name string) *List {
	for _, l := range f.Lists {
		if l.Name == name {
			return l
		}
	}
	return nil
}

// Users are the questions that offer a list.
func (f *Form) Users(list string) (all []Placed) {
	for _, q := range f.All() {
		if q.Chooses() && q.List == list {
			all = append(all, q)
		}
	}
	return all
}

// Idle are the lists that nothing asks and no expression names.
func (f *Form) Idle() (names []string) {
	said := f.InstanceName
	for _, q := range f.All() {
		for _, cell := range q.cells() {
			said += "\n" + *cell
		}
	}
	for _, l := range f.Lists {
		if len(f.Users(l.Name)) == 0 && !strings.Contains(said, "'"+l.Name) && !strings.Contains(said, `"`+l.Name) {
			names = append(names, l.Name)
		}
	}
	return names
}

// Tidy lets go of the lists that have become idle; those that were before are the author's to keep.
func (f *Form) Tidy(before []string) {
	now := f.Idle()
	f.Lists = slices.DeleteFunc(f.Lists, func(l *List) bool {
		return slices.Contains(now, l.Name) && !slices.Contains(before, l.Name)
	})
}

// NewList is a list of its own for a question, under a name that is free.
func (f *Form) NewList(name string) *List {
	taken := map[string]bool{}
	for _, l := range f.Lists {
		taken[l.Name] = true
	}
	if taken[name] {
		name = unused(name, taken)
	}
	l := &List{Name: name}
	f.Lists = append(f.Lists, l)
	return l
}

// Speaks is the form's own name of a language, as files give it: "Русский (ru)", "ru" or one of its names.
func (f *Form) Speaks(code string, names ...string) (string, bool) {
	return speaks(f.Languages, code, names)
}

func speaks(languages []string, code string, names []string) (string, bool) {
	for _, l := range languages {
		low := strings.ToLower(strings.TrimSpace(l))
		if low == code || strings.HasSuffix(low, "("+code+")") || slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, low) }) {
			return l, true
		}
	}
	return "", false
}

// ByRow are the questions by the row that Write gives them; the choices likewise.
func (f *Form) ByRow() (questions map[int]Placed, choices map[int]string) {
	questions, choices = map[int]Placed{}, map[int]string{}
	paths := map[*Question]Placed{}
	for _, p := range f.All() {
		paths[p.Question] = p
	}
	row := 1
	var walk func(list []*Question)
	walk = func(list []*Question) {
		for _, q := range list {
			row++
			questions[row] = paths[q]
			if q.Holds() {
				walk(q.Children)
				row++
			}
		}
	}
	walk(f.Questions)
	row = 1
	for _, l := range f.Lists {
		for range l.Choices {
			row++
			choices[row] = l.Name
		}
	}
	return questions, choices
}

//go:embed latin.txt
var latinTable string

// latin writes Kyrgyz and Russian letters as Latin ones.
var latin = sync.OnceValue(func() *strings.Replacer {
	var pairs []string
	for line := range strings.Lines(latinTable) {
		from, to, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		pairs = append(pairs, from, to)
	}
	return strings.NewReplacer(pairs...)
})

var notName = regexp.MustCompile(`[^a-z0-9]+`)

// nameLong is how long a name made of words becomes at most.
const nameLong = 24

// plainName is a name made of words, in Latin letters; it may be empty.
func plainName(words string) string {
	words = quoted.ReplaceAllString(words, " ")
	name := strings.Trim(notName.ReplaceAllString(latin().Replace(strings.ToLower(words)), "_"), "_")
	if len(name) > nameLong {
		if i := strings.LastIndexByte(name[:nameLong+1], '_'); i > 5 {
			name = name[:i]
		} else {
			name = name[:nameLong]
		}
	}
	return name
}

// NewName is a free name for a question, made of its words; kind where they give none.
func (f *Form) NewName(words, kind string) string {
	taken := f.names()
	name := plainName(words)
	if name == "" || name[0] >= '0' && name[0] <= '9' {
		name = strings.TrimRight(cmp.Or(kind, "q")+"_"+name, "_")
	}
	if !taken[name] {
		return name
	}
	return unused(name, taken)
}

// Keys are the codes of the choices, told from each other where a code is there several times.
func (l *List) Keys() []string {
	n, keys := map[string]int{}, make([]string, len(l.Choices))
	for i, c := range l.Choices {
		keys[i] = c.Name
		if n[c.Name]++; n[c.Name] > 1 {
			keys[i] += " " + strconv.Itoa(n[c.Name])
		}
	}
	return keys
}

// Fresh is a free code for a choice, made of its words.
func (l *List) Fresh(words string) string {
	taken := map[string]bool{"": true}
	for _, c := range l.Choices {
		taken[c.Name] = true
	}
	name := plainName(words)
	if name == "" {
		name = "choice"
	}
	if taken[name] {
		return unused(name, taken)
	}
	return name
}

// Said is a text of a form and where it stands: of a question (What is label, hint, required_message or
// constraint_message), or of a choice of a list.
type Said struct {
	Question *Question
	Path     string
	List     string
	Choice   string // its code
	Row      int    // its place in the list, because a code may be there twice
	What     string
	Text     Text
}

// Words are all texts of a form that are shown to people and say something, questions first. Pictures are none.
func (f *Form) Words() (all []Said) {
	for _, q := range f.All() {
		for _, c := range textColumns {
			if t := *q.texts()[c.name]; c.name != "image" && len(t) > 0 {
				all = append(all, Said{Question: q.Question, Path: q.Path, What: c.name, Text: t})
			}
		}
	}
	for _, l := range f.Lists {
		for i, c := range l.Choices {
			if len(c.Label) > 0 {
				all = append(all, Said{List: l.Name, Choice: c.Name, Row: i, What: "label", Text: c.Label})
			}
		}
	}
	return all
}

// PictureSlot is where a picture may stand: at a question, or at a choice.
type PictureSlot struct {
	Label Text
	Name  string // of the choice, "" at the question itself
	Image *Text
}

// PictureSlots are those of a question: its own, then one for each choice of the list on its sheet.
func (f *Form) PictureSlots(q *Question) []PictureSlot {
	all := []PictureSlot{{q.Label, "", &q.Image}}
	if l := f.List(q.List); q.Chooses() && l != nil {
		for i := range l.Choices {
			all = append(all, PictureSlot{l.Choices[i].Label, l.Choices[i].Name, &l.Choices[i].Image})
		}
	}
	return all
}

// InAll is the same words in each language of the form.
func (f *Form) InAll(words string) Text {
	if len(f.Languages) == 0 {
		return Text{"": words}
	}
	t := Text{}
	for _, l := range f.Languages {
		t[l] = words
	}
	return t
}

// Pictures are the files that the form shows.
func (f *Form) Pictures() (names []string) {
	for _, q := range f.All() {
		names = slices.AppendSeq(names, maps.Values(q.Image))
	}
	for _, l := range f.Lists {
		for _, c := range l.Choices {
			names = slices.AppendSeq(names, maps.Values(c.Image))
		}
	}
	return names
}

// Forget empties whatever of other questions speaks of a question or of what it holds; but not a calculation, whose author must say what it is to be.
func (f *Form) Forget(path string) {
	q, _ := f.At(path)
	if q == nil {
		return
	}
	names := map[string]bool{q.Name: true, q.Name + "_other": q.OrOther}
	for _, kid := range (&Form{Questions: q.Children}).All() {
		names[kid.Name], names[kid.Name+"_other"] = true, kid.OrOther
	}
	gone := func(m []string) bool { return names[m[1]] }
	for _, other := range f.Mentions(path) {
		for _, cell := range other.cells() {
			if cell != &other.Calculation && slices.ContainsFunc(quoted.FindAllStringSubmatch(*cell, -1), gone) {
				*cell = ""
			}
		}
		for _, t := range other.texts() {
			for l, words := range *t {
				(*t)[l] = quoted.ReplaceAllStringFunc(words, func(m string) string {
					if gone(quoted.FindStringSubmatch(m)) {
						return "…"
					}
					return m
				})
			}
		}
	}
}

// Say puts words in a language into the place of a text; none take what is there away.
func (f *Form) Say(w Said, column, words string) {
	var t *Text
	if w.Question != nil {
		t = w.Question.texts()[w.What]
	} else if l := f.List(w.List); l != nil && w.Row < len(l.Choices) && l.Choices[w.Row].Name == w.Choice {
		t = &l.Choices[w.Row].Label
	}
	if t == nil {
		return
	}
	if words == "" {
		delete(*t, column)
		if len(*t) == 0 {
			*t = nil
		}
		return
	}
	put(t, column, words)
	if column != "" && !slices.Contains(f.Languages, column) {
		f.Languages = append(f.Languages, column)
	}
}
