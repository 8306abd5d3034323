package i18n

import (
	"embed"
	"fmt"
	"path"
	"strings"
	"sync"

	"github.com/pelletier/go-toml/v2"
	"golang.org/x/text/feature/plural"
)

// One file per concept, the three languages of a key together.
//
//go:embed catalog/*.toml
var files embed.FS

// message is one key in the three languages.
type message struct{ ky, ru, en spoken }

func (m *message) in(l Lang) *spoken {
	switch l {
	case RU:
		return &m.ru
	case EN:
		return &m.en
	}
	return &m.ky
}

// spoken is a message in one language; forms is empty where nothing is counted.
type spoken struct {
	forms map[plural.Form]text
	other text
}

type text struct{ parts []part }

// part is a run of words or, with slot, the name of a placeholder.
type part struct {
	text string
	slot bool
}

// load reads the catalogues once, at first use. A malformed file or a key
// that stands twice is a programmer's error and stops the program.
var load = sync.OnceValue(func() map[string]*message {
	all, err := parseAll()
	if err != nil {
		panic("i18n: " + err.Error())
	}
	return all
})

func parseAll() (map[string]*message, error) {
	entries, err := files.ReadDir("catalog")
	if err != nil {
		return nil, err
	}
	parsed := make([]map[string]map[string]any, len(entries))
	errs := make([]error, len(entries))
	var wg sync.WaitGroup
	for i, e := range entries {
		wg.Go(func() {
			var b []byte
			if b, errs[i] = files.ReadFile(path.Join("catalog", e.Name())); errs[i] == nil {
				errs[i] = toml.Unmarshal(b, &parsed[i])
			}
		})
	}
	wg.Wait()
	all := make(map[string]*message, 2048)
	for i, e := range entries {
		if errs[i] != nil {
			return nil, fmt.Errorf("%s: %w", e.Name(), errs[i])
		}
		for key, langs := range parsed[i] {
			if _, twice := all[key]; twice {
				return nil, fmt.Errorf("%s: %s stands in another file too", e.Name(), key)
			}
			m := &message{}
			for name, v := range langs {
				l, ok := Parse(name)
				if !ok {
					return nil, fmt.Errorf("%s: %s: no language %q", e.Name(), key, name)
				}
				if err := m.in(l).read(v); err != nil {
					return nil, fmt.Errorf("%s: %s: %s: %w", e.Name(), key, name, err)
				}
			}
			all[key] = m
		}
	}
	return all, nil
}

var formNames = map[string]plural.Form{
	"zero": plural.Zero, "one": plural.One, "two": plural.Two, "few": plural.Few, "many": plural.Many, "other": plural.Other,
}

func (s *spoken) read(v any) error {
	switch v := v.(type) {
	case string:
		s.other = compile(v)
	case map[string]any:
		s.forms = map[plural.Form]text{}
		for name, f := range v {
			form, ok := formNames[name]
			words, isText := f.(string)
			if !ok || !isText {
				return fmt.Errorf("no plural form %q", name)
			}
			s.forms[form] = compile(words)
		}
		s.other = s.forms[plural.Other]
	default:
		return fmt.Errorf("%T is not a text", v)
	}
	return nil
}

// compile cuts a message at its {placeholders}.
func compile(s string) text {
	var t text
	for s != "" {
		open := strings.IndexByte(s, '{')
		if open < 0 {
			t.parts = append(t.parts, part{text: s})
			break
		}
		shut := strings.IndexByte(s[open:], '}')
		if shut < 0 {
			t.parts = append(t.parts, part{text: s})
			break
		}
		if open > 0 {
			t.parts = append(t.parts, part{text: s[:open]})
		}
		t.parts = append(t.parts, part{text: s[open+1 : open+shut], slot: true})
		s = s[open+shut+1:]
	}
	return t
}

// form is the CLDR plural form of a whole number.
func form(l Lang, n int64) plural.Form {
	if n < 0 {
		n = -n
	}
	return plural.Cardinal.MatchPlural(l.Tag(), int(n), 0, 0, 0, 0)
}
