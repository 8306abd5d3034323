package result

import (
	"encoding/json"
	"errors"
	"hash"
	"strconv"
	"strings"
)

// reading is where the answers of a version go.
type reading struct {
	spots   map[string]*Column // by path without numbers of instances
	repeats map[string]*Repeat // likewise
}

// filling takes the answers of one response over. It reads the JSON itself: reading it into maps first takes ten
// times as long, and there are a hundred thousand of them.
type filling struct {
	t         *Table
	read      *reading
	row       int32
	b         []byte
	at        int
	path      []byte           // without numbers
	numbered  []byte           // with them, in repeats
	in        int32            // the instance, -1 outside
	instances map[string]int32 // by numbered path
	answered  int
	said      hash.Hash64 // of all answers to questions; when and on which device they were given is no answer
}

var nought = []byte{0}

var errAnswers = errors.New("answers are no JSON of objects, lists and texts")

func (f *filling) answers(b []byte) error {
	f.b, f.in = b, -1
	if err := f.object(); err != nil {
		return err
	}
	f.space()
	if f.at != len(f.b) {
		return errAnswers
	}
	return nil
}

func (f *filling) space() {
	for f.at < len(f.b) && (f.b[f.at] == ' ' || f.b[f.at] == '\n' || f.b[f.at] == '\t' || f.b[f.at] == '\r') {
		f.at++
	}
}

func (f *filling) next(c byte) bool {
	f.space()
	if f.at < len(f.b) && f.b[f.at] == c {
		f.at++
		return true
	}
	return false
}

func (f *filling) object() error {
	if !f.next('{') {
		return errAnswers
	}
	if f.next('}') {
		return nil
	}
	for {
		name, err := f.text()
		if err != nil {
			return err
		}
		if !f.next(':') {
			return errAnswers
		}
		path, numbered := len(f.path), len(f.numbered)
		f.path = append(f.path, name...)
		f.numbered = append(f.numbered, name...)
		if err := f.value(); err != nil {
			return err
		}
		f.path, f.numbered = f.path[:path], f.numbered[:numbered]
		if f.next('}') {
			return nil
		}
		if !f.next(',') {
			return errAnswers
		}
	}
}

func (f *filling) value() error {
	f.space()
	if f.at == len(f.b) {
		return errAnswers
	}
	switch f.b[f.at] {
	case '{':
		f.path = append(f.path, '/')
		f.numbered = append(f.numbered, '/')
		return f.object()
	case '[':
		return f.list()
	case '"':
		said, err := f.text()
		if err == nil {
			f.say(said)
		}
		return err
	}
	from := f.at
	for f.at < len(f.b) && !strings.ContainsRune(",]} \n\t\r", rune(f.b[f.at])) {
		f.at++
	}
	if !json.Valid(f.b[from:f.at]) {
		return errAnswers
	}
	if said := f.b[from:f.at]; string(said) != "null" {
		f.say(said)
	}
	return nil
}

// list is the instances of a repeat, or the choices of a question.
func (f *filling) list() error {
	rep := f.read.repeats[string(f.path)]
	f.at++
	var said []byte
	outer, path, numbered := f.in, len(f.path), len(f.numbered)
	for n := 1; !f.next(']'); n++ {
		if n > 1 && !f.next(',') {
			return errAnswers
		}
		f.space()
		if f.at < len(f.b) && f.b[f.at] == '{' {
			f.numbered = append(strconv.AppendInt(append(f.numbered[:numbered], '['), int64(n), 10), ']')
			if rep != nil {
				f.in = f.t.instance(rep, f.row)
				if f.instances == nil {
					f.instances = map[string]int32{}
				}
				f.instances[string(f.numbered)] = f.in
			}
			f.path = append(f.path[:path], '/')
			f.numbered = append(f.numbered, '/')
			if err := f.object(); err != nil {
				return err
			}
			f.in = outer
			continue
		}
		word, err := f.text()
		if err != nil {
			return err
		}
		if said != nil {
			said = append(said, ' ')
		}
		said = append(said, word...)
	}
	f.path, f.numbered = f.path[:path], f.numbered[:numbered]
	if said != nil {
		f.say(said)
	}
	return nil
}

// text is a JSON string; what it gives may be part of what is read.
func (f *filling) text() ([]byte, error) {
	f.space()
	if f.at == len(f.b) || f.b[f.at] != '"' {
		return nil, errAnswers
	}
	from, plain := f.at, true
	for f.at++; f.at < len(f.b); f.at++ {
		switch f.b[f.at] {
		case '\\':
			plain = false
			f.at++
		case '"':
			f.at++
			if plain {
				return f.b[from+1 : f.at-1], nil
			}
			var s string
			err := json.Unmarshal(f.b[from:f.at], &s)
			return []byte(s), err
		}
	}
	return nil, errAnswers
}

func (f *filling) say(said []byte) {
	c := f.read.spots[string(f.path)]
	if c == nil || len(said) == 0 {
		return
	}
	f.answered++
	for _, b := range [][]byte{f.numbered, nought, said, nought} {
		_, _ = f.said.Write(b)
	}
	f.put(c, f.in, c.code(said))
}

func (f *filling) put(c *Column, instance int32, code uint32) {
	if c.Repeat == nil {
		c.codes[f.row] = code
	} else if instance >= 0 {
		c.codes[instance] = code
	}
}

// blanks marks what was asked and left blank: paths between spaces.
func (f *filling) blanks(paths string) {
	for paths != "" {
		var path string
		path, paths, _ = strings.Cut(paths, " ")
		if c := f.read.spots[path]; c != nil {
			f.put(c, -1, Blank)
			continue
		}
		last := strings.LastIndexByte(path, ']')
		if last < 0 {
			continue
		}
		instance, ok := f.instances[path[:last+1]]
		if c := f.read.spots[unnumbered(path)]; ok && c != nil {
			f.put(c, instance, Blank)
		}
	}
}

// unnumbered is a path without the numbers of instances.
func unnumbered(path string) string {
	var b strings.Builder
	for path != "" {
		before, after, found := strings.Cut(path, "[")
		b.WriteString(before)
		if !found {
			break
		}
		_, path, _ = strings.Cut(after, "]")
	}
	return b.String()
}
