package result

import (
	"errors"
	"hash/fnv"
	"math"
	"slices"
	"strconv"
	"strings"

	"ashar/internal/civic"
	"ashar/internal/survey"
)

// What an answer can be besides one of its values.
const (
	NotAsked uint32 = iota // a rule made it irrelevant, or the version had no such question
	Blank                  // asked and left blank
	first                  // the first value
)

// Sort is what a question's answers can be counted as.
type Sort uint8

const (
	Words  Sort = iota // an answer in words, a picture: that there is one
	One                // one choice
	Many               // several choices
	Ranked             // all choices in an order
	Number
	Day
	Place // somewhere
)

// Form is a version of a questionnaire.
type Form struct {
	Number  int
	Program *survey.Program
}

// Column is the answers to one question. Its codes lie by row, or by instance where it stands in a repeat.
type Column struct {
	Key     string // the question's name; its path where a name stands twice in a version
	Sort    Sort
	Repeat  *Repeat // nil: asked once
	Form    Form    // the newest version that has it
	Element int     // in that version
	Choices []string
	Numbers []float64 // by code: what a number says, a day counted from 1970; no number where it is none

	codes  []uint32
	values []string // by code
	picks  [][]uint16
	index  map[string]uint32
	choice map[string]uint16
}

// Repeat is what is asked several times of one respondent.
type Repeat struct {
	Name   string
	parent []int32           // by instance: the row; -1 it is gone
	of     map[int32][]int32 // by row
}

// Table is a survey's answers. It is not safe for use by several at once while Put is called.
type Table struct {
	Columns []*Column
	Units   []string // villages by code; the first is "", not known
	Turn    int64    // how far the store was followed

	forms   []Form
	reads   map[int]*reading
	repeats map[string]*Repeat
	places  map[int64]int32
	units   map[string]uint16
	rows    []row
	live    int
	stale   bool             // Same and Middle are to be reckoned anew
	alike   map[uint64]int32 // how many rows that count have these answers
	middle  int32
	scales  [][]*Column
}

// row is what is known of a response beside its answers.
type row struct {
	seq      int64
	alike    uint64 // of its answers
	seconds  int32
	answered uint16
	unit     uint16
	number   uint16
	counts   bool
}

// New makes an empty table of the versions there are, oldest first.
func New(forms []Form) *Table {
	t := &Table{Units: []string{""}, units: map[string]uint16{"": 0}, reads: map[int]*reading{}, repeats: map[string]*Repeat{}, places: map[int64]int32{}}
	for _, f := range forms {
		t.Add(f)
	}
	return t
}

// Newest is the newest version that is known, 0 none.
func (t *Table) Newest() (number int) {
	for n := range t.reads {
		number = max(number, n)
	}
	return number
}

// Add makes a version of the questionnaire known. Columns stand in the order of the newest one, those that
// only older ones have behind them.
func (t *Table) Add(f Form) {
	t.forms = append(t.forms, f)
	p := f.Program
	twice := map[string]int{}
	for i := range p.Elements {
		twice[p.Elements[i].Name]++
	}
	r := &reading{spots: map[string]*Column{}, repeats: map[string]*Repeat{}}
	t.reads[f.Number] = r
	var now []*Column
	var walk func(group int, path string, rep *Repeat)
	walk = func(group int, path string, rep *Repeat) {
		for _, k := range p.Elements[group].Children {
			e := &p.Elements[k]
			here := path + e.Name
			switch {
			case e.Never: // it can hold no answer
				continue
			case e.Type == "group":
				walk(k, here+"/", rep)
				continue
			case e.Type == "repeat":
				inner := t.repeats[e.Name]
				if inner == nil {
					inner = &Repeat{Name: e.Name, of: map[int32][]int32{}}
					t.repeats[e.Name] = inner
				}
				r.repeats[here] = inner
				walk(k, here+"/", inner)
				continue
			case e.Type == "note" || e.Meta:
				continue
			}
			key := e.Name
			if twice[key] > 1 {
				key = here
			}
			c := t.column(key, sortOf(e), rep)
			c.Form, c.Element = f, k
			if e.List >= 0 {
				for _, name := range p.Lists[e.List].Names {
					c.pick(name)
				}
			}
			if e.OrOther {
				c.pick("other")
			}
			r.spots[here] = c
			now = append(now, c)
		}
	}
	walk(0, "", nil)
	for _, c := range t.Columns {
		if !slices.Contains(now, c) {
			now = append(now, c)
		}
	}
	t.Columns = now
}

// column finds a question's column or begins one; one that became something else is another column.
func (t *Table) column(key string, sort Sort, rep *Repeat) *Column {
	for _, c := range t.Columns {
		if c.Key == key && c.Sort == sort && c.Repeat == rep {
			return c
		}
	}
	c := &Column{Key: key, Sort: sort, Repeat: rep, index: map[string]uint32{}, choice: map[string]uint16{}, values: make([]string, first), picks: make([][]uint16, first), Numbers: []float64{math.NaN(), math.NaN()}}
	n := len(t.rows)
	if rep != nil {
		n = len(rep.parent)
	}
	c.codes = make([]uint32, n)
	t.Columns = append(t.Columns, c)
	return c
}

func sortOf(e *survey.Element) Sort {
	switch e.Type {
	case "select_one", "select_one_from_file":
		return One
	case "select_multiple":
		return Many
	case "rank":
		return Ranked
	case "integer", "decimal", "range":
		return Number
	case "date", "dateTime":
		return Day
	case "geopoint":
		return Place
	case "acknowledge":
		return One
	case "calculate", "hidden":
		if e.Kind == "number" {
			return Number
		}
	}
	return Words
}

// ErrVersion says that the version of the questionnaire is to be added first.
var ErrVersion = errors.New("answers to a version of the questionnaire that is not known")

// Rows is how many responses are known, Live how many of them count.
func (t *Table) Rows() int { return len(t.rows) }

// Live is how many responses count.
func (t *Table) Live() int { return t.live }

// Find gives a column by its key.
func (t *Table) Find(key string) *Column {
	for _, c := range t.Columns {
		if c.Key == key {
			return c
		}
	}
	return nil
}

// Row is the place of a response by its number of arrival.
func (t *Table) Row(seq int64) (int, bool) {
	i, ok := t.places[seq]
	return int(i), ok
}

// Put takes a response over: added, or in the place of what it was before. What is withdrawn or excluded does
// not count.
func (t *Table) Put(r *civic.Response) error {
	read := t.reads[r.Number]
	if read == nil {
		return ErrVersion
	}
	t.Turn = max(t.Turn, r.Turn)
	t.stale = true
	at, had := t.places[r.Seq]
	if !had {
		at = int32(len(t.rows))
		t.places[r.Seq] = at
		t.rows = append(t.rows, row{seq: r.Seq})
		for _, c := range t.Columns {
			if c.Repeat == nil {
				c.codes = append(c.codes, NotAsked)
			}
		}
	} else {
		t.clear(at)
	}
	w := &t.rows[at]
	if w.counts {
		t.live--
	}
	w.number, w.seconds, w.counts = uint16(r.Number), int32(r.Seconds), !r.Withdrawn && r.Excluded == ""
	if w.counts {
		t.live++
	}
	w.unit = t.unit(r.Unit)
	in := &filling{t: t, read: read, row: at, said: fnv.New64a()}
	if err := in.answers(r.Answers); err != nil {
		return err
	}
	in.blanks(r.Blank)
	w.alike = in.said.Sum64()
	w.answered = uint16(min(in.answered, math.MaxUint16))
	return nil
}

func (t *Table) unit(id string) uint16 {
	code, ok := t.units[id]
	if !ok {
		if len(t.Units) >= math.MaxUint16 {
			return 0
		}
		code = uint16(len(t.Units))
		t.Units = append(t.Units, id)
		t.units[id] = code
	}
	return code
}

// clear takes a row's answers out, and its instances.
func (t *Table) clear(at int32) {
	for _, c := range t.Columns {
		if c.Repeat == nil {
			c.codes[at] = NotAsked
		}
	}
	for _, rep := range t.repeats {
		for _, i := range rep.of[at] {
			rep.parent[i] = -1
		}
		delete(rep.of, at)
	}
}

// instance begins an instance of a repeat.
func (t *Table) instance(rep *Repeat, at int32) int32 {
	i := int32(len(rep.parent))
	rep.parent = append(rep.parent, at)
	rep.of[at] = append(rep.of[at], i)
	for _, c := range t.Columns {
		if c.Repeat == rep {
			c.codes = append(c.codes, NotAsked)
		}
	}
	return i
}

// code is what stands for a value, which is remembered once.
func (c *Column) code(value []byte) uint32 {
	switch c.Sort {
	case Words, Place:
		if len(c.values) == int(first) {
			c.add("", nil, math.NaN())
		}
		return first
	}
	if code, ok := c.index[string(value)]; ok {
		return code
	}
	said, number := string(value), math.NaN()
	var picks []uint16
	switch c.Sort {
	case One:
		picks = []uint16{c.pick(said)}
	case Many, Ranked:
		for _, name := range strings.Fields(said) {
			picks = append(picks, c.pick(name))
		}
	case Number:
		if n, err := strconv.ParseFloat(said, 64); err == nil && !math.IsInf(n, 0) {
			number = n
		}
	case Day:
		if len(said) >= 10 {
			number = dayNumber(said[:10])
		}
	}
	code := uint32(len(c.values))
	c.add(said, picks, number)
	c.index[said] = code
	return code
}

func (c *Column) add(said string, picks []uint16, number float64) {
	c.values = append(c.values, said)
	c.picks = append(c.picks, picks)
	c.Numbers = append(c.Numbers, number)
}

// pick is a choice's place among the choices.
func (c *Column) pick(name string) uint16 {
	i, ok := c.choice[name]
	if !ok {
		i = uint16(len(c.Choices))
		c.choice[name] = i
		c.Choices = append(c.Choices, name)
	}
	return i
}

// dayNumber is days since 1970, no number where it is no day.
func dayNumber(day string) float64 {
	at := civic.Day(day)
	if at.IsZero() {
		return math.NaN()
	}
	return math.Round(float64(civic.DaysBetween("1970-01-01", day)))
}
