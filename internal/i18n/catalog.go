package i18n

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"fmt"
	"io"
	"strings"
)

//go:generate go run ./pack

// packed is catalog/*.toml, one file per concept, the three languages of a key together.
//
//go:embed catalog.gz
var packed []byte

// catalogue is every message by its key. A malformed file or a key that
// stands twice is a programmer's error: the program does not start.
var catalogue = mustRead(packed)

// message is one key in the three languages, and the file it stands in.
type message struct {
	file string
	said [3]spoken // in the order of Langs
}

// spoken is a message in one language, its {placeholders} unfilled; forms is
// nil where nothing is counted. No message is empty.
type spoken struct {
	text  string
	forms *[formCount]string
}

func mustRead(packed []byte) map[string]*message {
	all, err := read(packed)
	if err != nil {
		panic("i18n: " + err.Error())
	}
	return all
}

func read(packed []byte) (map[string]*message, error) {
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(z)
	if err != nil {
		return nil, err
	}
	all := make(map[string]*message, 4096)
	for rest := string(text); rest != ""; {
		var name, src string
		name, rest, _ = strings.Cut(rest, "\x00")
		src, rest, _ = strings.Cut(rest, "\x00")
		err = tables(src, func(key, field string, v value) error {
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
			if s.text != "" {
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

func (s *spoken) set(v value) error {
	if v.table == nil {
		s.text = v.text
		return check(v.text)
	}
	s.forms = new([formCount]string)
	for _, f := range v.table {
		form, ok := formNamed(f.name)
		if !ok {
			return fmt.Errorf("no such plural form: %s", f.name)
		}
		if s.forms[form] != "" {
			return fmt.Errorf("plural form %s stands twice", f.name)
		}
		s.forms[form] = f.text
		if err := check(f.text); err != nil {
			return err
		}
	}
	if s.forms[other] == "" {
		return fmt.Errorf("the plural form other is missing")
	}
	s.text = s.forms[other]
	return nil
}

// check refuses an empty text and one whose {placeholders} do not close.
func check(text string) error {
	if text == "" {
		return fmt.Errorf("an empty text")
	}
	for rest := text; ; {
		before, name, after, opens := slot(rest)
		if strings.Contains(before, "}") {
			return fmt.Errorf("a } without its { in %q", text)
		}
		if !opens {
			return nil
		}
		if !isPlaceholder(name) || len(rest) < len(before)+len(name)+2 {
			return fmt.Errorf("a bad placeholder in %q", text)
		}
		rest = after
	}
}

// slot cuts a text at its first {placeholder}.
func slot(text string) (before, name, after string, ok bool) {
	before, rest, opens := strings.Cut(text, "{")
	if !opens {
		return text, "", "", false
	}
	name, after, _ = strings.Cut(rest, "}")
	return before, name, after, true
}

func isPlaceholder(name string) bool {
	for _, c := range name {
		if (c < 'a' || c > 'z') && c != '_' {
			return false
		}
	}
	return name != ""
}
