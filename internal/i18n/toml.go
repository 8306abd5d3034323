package i18n

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// The catalogues are TOML, of which they use three lines: ["a.key"],
// name = "text" and name = { form = "text", … }. Reading just these at start
// takes about 3 ms for 1,900 keys, where a whole TOML reader took 7 to 14 of
// the 50 ms in which the program answers. A test reads every file both ways.

// value is a text or, where table is not nil, a table of texts.
type value struct {
	text  string
	table []field
}

type field struct{ name, text string }

// tables calls each with every table's key (and no field), then with each of
// its fields. Errors carry the line and the key.
func tables(src string, each func(key, field string, v value) error) error {
	if !utf8.ValidString(src) {
		return fmt.Errorf("not UTF-8")
	}
	key, line := "", 0
	for src != "" {
		var s string
		s, src, _ = strings.Cut(src, "\n")
		line++
		s = strings.Trim(s, " \t\r")
		if over(s) {
			continue
		}
		var err error
		if s[0] == '[' {
			if key, err = header(s); err == nil {
				err = each(key, "", value{})
			}
		} else if key == "" {
			err = fmt.Errorf(`a line before the first ["key"]`)
		} else {
			var name string
			var v value
			if name, v, err = pair(s); err == nil {
				err = each(key, name, v)
			}
		}
		if err != nil {
			return fmt.Errorf("line %d: %s: %w", line, key, err)
		}
	}
	return nil
}

// over reports whether nothing but a comment is left of a line.
func over(s string) bool {
	s = strings.TrimLeft(s, " \t")
	return s == "" || s[0] == '#'
}

func header(s string) (string, error) {
	key, rest, err := quoted(s[1:])
	if err != nil || !strings.HasPrefix(rest, "]") || !over(rest[1:]) || key == "" {
		return "", fmt.Errorf(`not a ["key"]: %s`, s)
	}
	return key, nil
}

func pair(s string) (name string, v value, err error) {
	name, rest, ok := assigned(s)
	if !ok {
		return "", v, fmt.Errorf(`not a name = "text": %s`, s)
	}
	if strings.HasPrefix(rest, "{") {
		v.table, rest, err = inline(rest[1:])
	} else {
		v.text, rest, err = quoted(rest)
	}
	if err == nil && !over(rest) {
		err = fmt.Errorf("words after the text: %s", rest)
	}
	return name, v, err
}

// assigned reads «name =».
func assigned(s string) (name, rest string, ok bool) {
	name, rest, ok = strings.Cut(s, "=")
	name = strings.Trim(name, " \t")
	return name, strings.TrimLeft(rest, " \t"), ok && isPlaceholder(name)
}

// inline reads what follows the opening brace of a table on one line.
func inline(s string) (fields []field, rest string, err error) {
	for {
		name, after, ok := assigned(s)
		if !ok {
			return nil, "", fmt.Errorf(`not { form = "text", … }: %s`, s)
		}
		text, after, err := quoted(after)
		if err != nil {
			return nil, "", err
		}
		if fields == nil {
			fields = make([]field, 0, formCount)
		}
		fields = append(fields, field{name, text})
		after = strings.TrimLeft(after, " \t")
		switch {
		case strings.HasPrefix(after, "}"):
			return fields, after[1:], nil
		case strings.HasPrefix(after, ","):
			s = after[1:]
		default:
			return nil, "", fmt.Errorf(`not { form = "text", … }: %s`, s)
		}
	}
}

// quoted reads a basic string and returns what follows it.
func quoted(s string) (text, rest string, err error) {
	if !strings.HasPrefix(s, `"`) {
		return "", "", fmt.Errorf(`not in "quotes": %s`, s)
	}
	end := 1
	for end < len(s) && s[end] != '"' {
		if s[end] == '\\' {
			end++
		}
		end++
	}
	if end >= len(s) {
		return "", "", fmt.Errorf("the quotes do not close: %s", s)
	}
	text, rest = s[1:end], s[end+1:]
	if strings.Contains(text, `\`) {
		// Go's escapes hold all of TOML's but \e.
		if text, err = strconv.Unquote(s[:end+1]); err != nil {
			return "", "", fmt.Errorf("a bad escape: %s", s)
		}
	}
	return text, rest, nil
}
