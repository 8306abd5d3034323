package survey

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Env is what an interview knows of the world around it.
type Env struct {
	Now      time.Time // with the zone that the answers are given in
	Random   func() float64
	Language string // one of the program's, or none
	DeviceID string
	Username string
	Months   []string // short, for %b and %a; English unless given
	Weekdays []string // from Sunday
}

// Answers are what was said, nested as the form is: a group is another Answers, a repeat a list of
// them, everything else a text. Read from JSON, numbers, booleans and lists of choices do as well.
type Answers = map[string]any

// Interview is one respondent's answers and all that follows from them.
type Interview struct {
	p        *Program
	env      Env
	now      float64 // local milliseconds
	offset   int     // of the zone, in minutes
	root     *frame
	frames   [][]*frame // by scope, in order
	dirty    []bool     // by rule
	fresh    []*frame   // whose defaults are still to be reckoned
	changed  map[node]bool
	begun    bool // given answers have been taken over
	patterns map[string]*regexp.Regexp
}

// frame holds the answers of the form or of one instance of a repeat, without those of repeats
// inside it.
type frame struct {
	scope  int
	index  int
	parent *frame
	cells  []cell
	kids   map[int][]*frame
}

// cell is a question's answer and what is so about it. A group's and a repeat's have no answer.
type cell struct {
	text       string
	num        float64
	kind       kind
	given      bool // was answered, if only by leaving it blank: no default any more
	irrelevant bool // by its own rule; those around it count as well
	required   bool
	readonly   bool
	violates   bool // the constraint
	misses     bool // chose what is not offered
}

// Bounds on a repeat_count that somebody mistyped, and on repeats within repeats.
const (
	maxInstances = 1000
	maxFrames    = 10_000
)

// room is how many instances may still be added.
func (iv *Interview) room() int {
	n := maxFrames
	for _, list := range iv.frames {
		n -= len(list)
	}
	return max(0, n)
}

// Begin starts an interview, or goes on with one. A question that the answers do not name gets its
// default; a repeat that they do not name is asked once.
func (p *Program) Begin(env Env, answers Answers) *Interview {
	if env.Random == nil {
		env.Random = func() float64 { return 0.5 }
	}
	if len(env.Months) != 12 || len(env.Weekdays) != 7 {
		env.Months, env.Weekdays = months, weekdays
	}
	_, seconds := env.Now.Zone()
	iv := &Interview{p: p, env: env, offset: seconds / 60, now: float64(env.Now.UnixMilli() + int64(seconds)*1000), frames: make([][]*frame, len(p.Elements)),
		dirty: make([]bool, len(p.Rules)), changed: map[node]bool{}, patterns: map[string]*regexp.Regexp{}}
	iv.root = iv.frame(0, nil)
	iv.frames[0] = []*frame{iv.root}
	iv.fill(iv.root, 0, answers)
	iv.fresh = append(iv.fresh, iv.root)
	for i, r := range p.Rules {
		e := &p.Elements[r.Element]
		iv.dirty[i] = r.What != ruleValue || !e.Volatile
		if !iv.dirty[i] {
			iv.dirty[i] = slices.ContainsFunc(iv.frames[e.Scope], func(f *frame) bool { return f.cells[e.Slot].text == "" })
		}
	}
	iv.reckon()
	iv.begun = true
	clear(iv.changed)
	return iv
}

// frame makes an empty one.
func (iv *Interview) frame(scope int, parent *frame) *frame {
	f := &frame{scope: scope, parent: parent, cells: make([]cell, iv.p.sizes[scope])}
	for i := range f.cells {
		f.cells[i].kind = text
	}
	if parent != nil {
		if parent.kids == nil {
			parent.kids = map[int][]*frame{}
		}
		f.index = len(parent.kids[scope])
		parent.kids[scope] = append(parent.kids[scope], f)
		iv.frames[scope] = append(iv.frames[scope], f) // resized puts them in order
	}
	return f
}

// listFrames notes the frames of a scope anew, and of the scopes inside it.
func (iv *Interview) listFrames(scope int) {
	outer := iv.p.Elements[iv.p.Elements[scope].Parent].Scope
	var list []*frame
	for _, f := range iv.frames[outer] {
		list = append(list, f.kids[scope]...)
	}
	iv.frames[scope] = list
	for i := scope + 1; i < len(iv.p.Elements); i++ {
		e := &iv.p.Elements[i]
		if e.Type == "repeat" && iv.p.Elements[e.Parent].Scope == scope {
			iv.listFrames(i)
		}
	}
}

// fill puts given answers, static defaults and the first instances under a group.
func (iv *Interview) fill(f *frame, group int, given Answers) {
	for _, k := range iv.p.Elements[group].Children {
		e := &iv.p.Elements[k]
		said, ok := given[e.Name]
		switch {
		case e.Type == "group":
			inner, _ := said.(Answers)
			iv.fill(f, k, inner)
		case e.Type == "repeat":
			list := instances(said)
			if !ok {
				list = []Answers{nil}
			}
			for _, inner := range list[:min(len(list), maxInstances, iv.room())] {
				kid := iv.frame(k, f)
				iv.fill(kid, k, inner)
				iv.fresh = append(iv.fresh, kid)
			}
		case ok:
			iv.write(f, k, answerText(said))
		case e.Default != "":
			iv.write(f, k, e.Default)
		case e.Meta:
			iv.write(f, k, iv.meta(e.Type))
		}
		if ok && e.Slot < len(f.cells) && !types[e.Type].holding {
			f.cells[e.Slot].given = true
		}
	}
}

func (iv *Interview) meta(name string) string {
	switch name {
	case "start", "end":
		return formatMoment(iv.now, iv.offset)
	case "today":
		return formatDay(iv.now)
	case "deviceid":
		return iv.env.DeviceID
	}
	return iv.env.Username
}

func instances(said any) []Answers {
	list, _ := said.([]any)
	out := make([]Answers, len(list))
	for i, x := range list {
		out[i], _ = x.(Answers)
	}
	return out
}

// answerText is an answer as it is kept, from whatever JSON wrote it as.
func answerText(said any) string {
	switch x := said.(type) {
	case string:
		return x
	case float64:
		return formatNumber(x)
	case bool:
		return strconv.FormatBool(x)
	case []any:
		words := make([]string, len(x))
		for i := range x {
			words[i] = answerText(x[i])
		}
		return strings.Join(words, " ")
	}
	return ""
}

// write keeps a text as the question's type understands it, and tells whether it was another.
func (iv *Interview) write(f *frame, el int, said string) bool {
	e := &iv.p.Elements[el]
	c := &f.cells[e.Slot]
	before := cell{text: c.text, kind: c.kind}
	if e.Answer == "geopoint" {
		said = placeWritten(said)
	}
	c.text, c.kind, c.num = said, text, 0
	switch e.Kind {
	case "number":
		if x := readNumber(said); !math.IsNaN(x) {
			c.kind, c.num = number, x
		}
	case "date", "dateTime":
		if ms, ok := readMoment(said, iv.offset); ok {
			c.kind, c.num = date, math.Floor(ms/day)*day
			if e.Kind == "dateTime" {
				c.kind, c.num = dateTime, ms
			}
		}
	}
	return c.text != before.text || c.kind != before.kind
}

// placeWritten makes of a place as maps and people write it what the standard does: numbers with a point, spaces between.
func placeWritten(said string) string {
	said = placeMark.ReplaceAllString(strings.TrimSpace(said), " ")
	if strings.Contains(said, ".") && !strings.Contains(said, " ") {
		said = strings.ReplaceAll(said, ",", " ")
	}
	return strings.ReplaceAll(said, ",", ".")
}

// placeMark is what stands between the numbers of a place.
var placeMark = regexp.MustCompile(`[,;]?[ \x{a0}]+|;`)

// keep is what a calculation gives (IAnswerData.wrapData): it stays what it is unless the
// question has a type.
func (iv *Interview) keep(f *frame, el int, v value) bool {
	e := &iv.p.Elements[el]
	said := iv.toText(v)
	switch {
	case iv.blank(v):
		said = ""
	case v.kind == dateTime && e.Kind != "date":
		said = formatMoment(v.num, iv.offset)
	case v.kind == number && e.Answer == "integer":
		said = formatNumber(math.Trunc(v.num))
	}
	if e.Kind != "" || said == "" {
		return iv.write(f, el, said)
	}
	c := &f.cells[e.Slot]
	changed := c.text != said || c.kind != v.kind
	c.text, c.kind, c.num = said, v.kind, v.num
	return changed
}

// relevant reports whether a node and all that it lies in are.
func (iv *Interview) relevant(el int, f *frame) bool {
	for {
		e := &iv.p.Elements[el]
		if f.cells[e.Slot].irrelevant {
			return false
		}
		if el == 0 {
			return true
		}
		if e.Type == "repeat" {
			f = f.parent
		}
		el = e.Parent
	}
}

// touch says that a node changed: what depends on it is reckoned again.
func (iv *Interview) touch(f *frame, el int) {
	iv.changed[node{frame: f, el: el}] = true
	for _, r := range iv.p.Affects[el] {
		iv.dirty[r] = true
	}
}

// reckon goes once through the rules in their order: what a rule changes only affects later ones.
// Then it gives new instances the defaults that must be reckoned, and goes through once more.
func (iv *Interview) reckon() {
	for {
		for i := range iv.dirty {
			if iv.dirty[i] {
				iv.dirty[i] = false
				iv.apply(&iv.p.Rules[i])
			}
		}
		fresh := iv.fresh
		iv.fresh = nil
		for _, f := range fresh {
			iv.defaults(f)
		}
		if !slices.Contains(iv.dirty, true) && len(iv.fresh) == 0 {
			return
		}
	}
}

func (iv *Interview) defaults(f *frame) {
	for _, el := range iv.p.dynamic {
		e := &iv.p.Elements[el]
		if e.Scope != f.scope {
			continue
		}
		if c := &f.cells[e.Slot]; c.text == "" && !c.given {
			n := node{frame: f, el: el}
			if iv.keep(f, el, iv.single(iv.eval(e.Dynamic, context{current: n, here: n}))) {
				iv.touch(f, el)
			}
		}
	}
}

func (iv *Interview) apply(r *Rule) {
	e := &iv.p.Elements[r.Element]
	if r.What == ruleCount {
		outer := e.Parent
		for _, f := range iv.frames[iv.p.Elements[outer].Scope] {
			iv.count(r, f, node{frame: f, el: outer})
		}
		return
	}
	for _, f := range iv.frames[e.Scope] {
		n := node{frame: f, el: r.Element}
		cx := context{current: n, here: n}
		c := &f.cells[e.Slot]
		before := *c
		switch r.What {
		case ruleRelevant:
			c.irrelevant = !iv.toBool(iv.eval(r.Code, cx))
			if c.irrelevant != before.irrelevant {
				iv.touch(f, r.Element)
			}
		case ruleValue:
			// what chance or the clock gave before stays
			if e.Volatile && c.text != "" && !iv.begun {
				continue
			}
			if iv.keep(f, r.Element, iv.single(iv.eval(r.Code, cx))) {
				iv.touch(f, r.Element)
			}
		case ruleRequired:
			c.required = iv.toBool(iv.eval(r.Code, cx))
		case ruleReadOnly:
			c.readonly = iv.toBool(iv.eval(r.Code, cx))
		case ruleConstraint: // not asked of a blank
			c.violates = c.text != "" && iv.relevant(r.Element, f) && !iv.toBool(iv.eval(r.Code, cx))
		case ruleChoices:
			c.misses = c.text != "" && iv.relevant(r.Element, f) && iv.missing(e, n)
			iv.changed[n] = true // what is offered may be another
		}
		if c.required != before.required || c.readonly != before.readonly || c.violates != before.violates || c.misses != before.misses {
			iv.changed[n] = true
		}
	}
}

// count brings a repeat to the number of instances that it is to have.
func (iv *Interview) count(r *Rule, f *frame, at node) {
	want := min(max(0, iv.toInt(iv.single(iv.eval(r.Code, context{current: at, here: at})))), maxInstances)
	have := len(f.kids[r.Element])
	if want = min(want, have+iv.room()); want == have {
		return
	}
	if want < have {
		f.kids[r.Element] = f.kids[r.Element][:want:want]
	}
	for ; have < want; have++ {
		kid := iv.frame(r.Element, f)
		iv.fill(kid, r.Element, nil)
		iv.fresh = append(iv.fresh, kid)
	}
	iv.resized(r.Element, f)
}

// resized says that a repeat has other instances than before.
func (iv *Interview) resized(repeat int, f *frame) {
	iv.listFrames(repeat)
	iv.changed[node{frame: f, el: iv.p.Elements[repeat].Parent}] = true
	for _, r := range iv.p.Affects[repeat] {
		iv.dirty[r] = true
	}
	for i, r := range iv.p.Rules {
		if iv.p.within(iv.p.Elements[r.Element].Scope, repeat) && (r.What != ruleCount || r.Element != repeat) {
			iv.dirty[i] = true
		}
	}
}

// Set answers a question and gives the paths of all that changed by it. It reports false for what
// cannot be answered: no such path, a group, a calculation.
func (iv *Interview) Set(path, said string) (changed []string, ok bool) {
	n, ok := iv.find(path)
	if !ok || types[iv.p.Elements[n.el].Type].holding || iv.p.Elements[n.el].Calculated {
		return nil, false
	}
	if iv.write(n.frame, n.el, said) {
		iv.touch(n.frame, n.el)
	}
	n.frame.cells[iv.p.Elements[n.el].Slot].given = true
	return iv.settle(), true
}

// Add asks a repeat once more and gives the path of the new instance; false where a count says
// how often.
func (iv *Interview) Add(path string) (instance string, ok bool) {
	f, repeat, ok := iv.findRepeat(path)
	if !ok || len(f.kids[repeat]) >= maxInstances || iv.room() == 0 {
		return "", false
	}
	kid := iv.frame(repeat, f)
	iv.fill(kid, repeat, nil)
	iv.fresh = append(iv.fresh, kid)
	iv.resized(repeat, f)
	iv.settle()
	return iv.path(node{frame: kid, el: repeat}), true
}

// Remove takes an instance of a repeat away.
func (iv *Interview) Remove(instance string) bool {
	n, ok := iv.find(instance)
	if !ok || iv.p.Elements[n.el].Type != "repeat" || iv.p.counted[n.el] {
		return false
	}
	f := n.frame.parent
	f.kids[n.el] = slices.Delete(f.kids[n.el], n.frame.index, n.frame.index+1)
	for i, k := range f.kids[n.el] {
		k.index = i
	}
	iv.resized(n.el, f)
	iv.settle()
	return true
}

func (iv *Interview) settle() []string {
	iv.reckon()
	list := make([]string, 0, len(iv.changed))
	for n := range iv.changed {
		list = append(list, iv.path(n))
	}
	clear(iv.changed)
	slices.Sort(list)
	return list
}

// path names a node: the names on the way to it with / between them, an instance by its number,
// household/member[2]/age.
func (iv *Interview) path(n node) string {
	var parts []string
	for n.el != 0 {
		e := &iv.p.Elements[n.el]
		name := e.Name
		if e.Type == "repeat" {
			name += "[" + strconv.Itoa(n.frame.index+1) + "]"
			n.frame = n.frame.parent
		}
		parts = append(parts, name)
		n.el = e.Parent
	}
	slices.Reverse(parts)
	return strings.Join(parts, "/")
}

func (iv *Interview) find(path string) (node, bool) {
	n := node{frame: iv.root}
	for part := range strings.SplitSeq(path, "/") {
		name, index, is := strings.Cut(strings.TrimSuffix(part, "]"), "[")
		el := iv.p.child(n.el, name)
		if el < 0 {
			return node{}, false
		}
		if iv.p.Elements[el].Type == "repeat" {
			i, err := strconv.Atoi(index)
			if err != nil || !is || i < 1 || i > len(n.frame.kids[el]) {
				return node{}, false
			}
			n.frame = n.frame.kids[el][i-1]
		} else if is {
			return node{}, false
		}
		n.el = el
	}
	return n, true
}

// Grows reports whether a repeat may be asked once more by hand.
func (iv *Interview) Grows(path string) bool {
	_, _, ok := iv.findRepeat(path)
	return ok
}

func (iv *Interview) findRepeat(path string) (*frame, int, bool) {
	n := node{frame: iv.root}
	name := path
	if cut := strings.LastIndexByte(path, '/'); cut >= 0 {
		var ok bool
		if n, ok = iv.find(path[:cut]); !ok {
			return nil, 0, false
		}
		name = path[cut+1:]
	}
	el := iv.p.child(n.el, name)
	if el < 0 || iv.p.Elements[el].Type != "repeat" || iv.p.counted[el] {
		return nil, 0, false
	}
	return n.frame, el, true
}

func (p *Program) child(el int, name string) int {
	for _, k := range p.Elements[el].Children {
		if p.Elements[k].Name == name {
			return k
		}
	}
	return -1
}

// Answers are what is to be kept: no blanks, nothing that is not relevant.
func (iv *Interview) Answers() Answers { return iv.collect(iv.root, 0) }

func (iv *Interview) collect(f *frame, group int) Answers {
	out := Answers{}
	for _, k := range iv.p.Elements[group].Children {
		e := &iv.p.Elements[k]
		switch {
		case e.Type == "repeat":
			var list []any
			for _, kid := range f.kids[k] {
				if iv.relevant(k, kid) {
					list = append(list, iv.collect(kid, k))
				}
			}
			if list != nil {
				out[e.Name] = list
			}
		case f.cells[e.Slot].irrelevant:
		case e.Type == "group":
			if inner := iv.collect(f, k); len(inner) > 0 {
				out[e.Name] = inner
			}
		case f.cells[e.Slot].text != "":
			out[e.Name] = f.cells[e.Slot].text
		}
	}
	return out
}

// Unknown are the paths of given answers that the form does not ask, or asks otherwise: a group
// answered by a text. Begin leaves them aside.
func (p *Program) Unknown(given Answers) (paths []string) {
	p.unknown(given, 0, "", &paths)
	slices.Sort(paths)
	return paths
}

func (p *Program) unknown(given Answers, group int, around string, paths *[]string) {
	for name, said := range given {
		el := p.child(group, name)
		if el < 0 {
			*paths = append(*paths, around+name)
			continue
		}
		switch p.Elements[el].Type {
		case "group":
			inner, ok := said.(Answers)
			if !ok && said != nil {
				*paths = append(*paths, around+name)
			}
			p.unknown(inner, el, around+name+"/", paths)
		case "repeat":
			list, ok := said.([]any)
			if !ok && said != nil {
				*paths = append(*paths, around+name)
			}
			for i, x := range list {
				inner, ok := x.(Answers)
				at := around + name + "[" + strconv.Itoa(i+1) + "]"
				if !ok {
					*paths = append(*paths, at)
				}
				p.unknown(inner, el, at+"/", paths)
			}
		default:
			if _, ok := said.(Answers); ok {
				*paths = append(*paths, around+name)
			}
		}
	}
}

// pick is words in the interview's language, else in none, else in the form's first.
func (iv *Interview) pick(words map[string]string) string {
	return Text(words).In(append([]string{iv.env.Language, ""}, iv.p.Languages...)...)
}

// All are the answers as they are kept while somebody still answers: with what is not relevant now, and with blanks.
func (iv *Interview) All() Answers { return iv.all(iv.root, 0) }

func (iv *Interview) all(f *frame, group int) Answers {
	out := Answers{}
	for _, k := range iv.p.Elements[group].Children {
		switch e := &iv.p.Elements[k]; e.Type {
		case "repeat":
			list := []any{}
			for _, kid := range f.kids[k] {
				list = append(list, iv.all(kid, k))
			}
			out[e.Name] = list
		case "group":
			out[e.Name] = iv.all(f, k)
		default:
			if c := f.cells[e.Slot]; c.text != "" || c.given {
				out[e.Name] = c.text
			}
		}
	}
	return out
}

// Has reports whether there is such a node.
func (iv *Interview) Has(path string) bool {
	_, ok := iv.find(path)
	return ok
}

// Instances is how many a repeat, named without a number, has.
func (iv *Interview) Instances(repeat string) (n int) {
	for iv.Has(repeat + "[" + strconv.Itoa(n+1) + "]") {
		n++
	}
	return n
}
