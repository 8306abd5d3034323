package i18n

import (
	"embed"
	"fmt"
	"io/fs"
	"strings"
)

// One file per concept, the three languages of a key together.
//
//go:embed catalog/*.toml
var files embed.FS

// catalogue is every message by its key. A malformed file or a key that
// stands twice is a programmer's error: the program does not start.
var catalogue = mustRead(files)

// message is one key in the three languages, and the file it stands in.
type message struct {
	file string
	said [3]spoken // in the order of Langs
}

// spoken is a message in one language; forms is nil where nothing is counted.
type spoken struct {
	text
	forms *[formCount]text
}

// text is either plain words or, where it has placeholders, parts.
type text struct {
	plain string
	parts []part
}

func (t text) empty() bool { return t.plain == "" && t.parts == nil }

// part is a run of words or, with slot, the name of a placeholder.
type part struct {
	words string
	slot  bool
}

func mustRead(from fs.FS) map[string]*message {
	all, err := read(from)
	if err != nil {
		panic("i18n: " + err.Error())
	}
	return all
}

func read(from fs.FS) (map[string]*message, error) {
	names, err := fs.Glob(from, "catalog/*.toml")
	if err != nil {
		return nil, err
	}
	all := make(map[string]*message, 2048)
	for _, name := range names {
		src, err := fs.ReadFile(from, name)
		if err != nil {
			return nil, err
		}
		err = tables(string(src), func(key, field string, v value) error {
			if field == "" {
				if before, twice := all[key]; twice {
					return fmt.Errorf("the key stands in %s too", before.file)
				}
				all[key] = &message{file: name}
				return nil
			}
			l, ok := Parse(field)
			if !ok {
				return fmt.Errorf("no such language: %s", field)
			}
			s := &all[key].said[l.index()]
			if !s.empty() {
				return fmt.Errorf("%s stands twice", field)
			}
			return s.set(v)
		})
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return all, nil
}

func (s *spoken) set(v value) (err error) {
	if v.table == nil {
		s.text, err = compile(v.text)
		return err
	}
	s.forms = new([formCount]text)
	for _, f := range v.table {
		form, ok := formNamed(f.name)
		if !ok {
			return fmt.Errorf("no such plural form: %s", f.name)
		}
		if !s.forms[form].empty() {
			return fmt.Errorf("plural form %s stands twice", f.name)
		}
		if s.forms[form], err = compile(f.text); err != nil {
			return err
		}
	}
	if s.forms[other].empty() {
		return fmt.Errorf("the plural form other is missing")
	}
	s.text = s.forms[other]
	return nil
}

// compile cuts a message at its {placeholders}.
func compile(s string) (text, error) {
	if s == "" {
		return text{}, fmt.Errorf("an empty text")
	}
	if !strings.ContainsAny(s, "{}") {
		return text{plain: s}, nil
	}
	t := text{parts: make([]part, 0, 2*strings.Count(s, "{")+1)}
	for s != "" {
		words, rest, opens := strings.Cut(s, "{")
		if strings.Contains(words, "}") {
			return text{}, fmt.Errorf("a } without its { in %q", s)
		}
		if words != "" {
			t.parts = append(t.parts, part{words: words})
		}
		if !opens {
			break
		}
		name, after, shuts := strings.Cut(rest, "}")
		if !shuts || !isPlaceholder(name) {
			return text{}, fmt.Errorf("a bad placeholder in %q", s)
		}
		t.parts = append(t.parts, part{words: name, slot: true})
		s = after
	}
	return t, nil
}

func isPlaceholder(name string) bool {
	for _, c := range name {
		if (c < 'a' || c > 'z') && c != '_' {
			return false
		}
	}
	return name != ""
}
