package handlers

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"ashar/internal/survey"
)

// What is typed from a paper becomes an answer: the numbers printed beside choices become choices,
// 5.3.1990 or 05031990 a day, 930 a time. It reports false for what is none.
func readKeyed(p *survey.Program, el int, typed string) (answer string, ok bool) {
	e := &p.Elements[el]
	typed = strings.TrimSpace(typed)
	if typed == "" {
		return "", true
	}
	switch e.Type {
	case "integer", "decimal", "range":
		typed = strings.ReplaceAll(strings.Join(strings.Fields(typed), ""), ",", ".")
		_, err := strconv.ParseFloat(typed, 64)
		return typed, err == nil
	case "date":
		return keyedDay(typed)
	case "time":
		return keyedTime(typed)
	case "dateTime":
		day, clock, _ := strings.Cut(typed, " ")
		d, ok := keyedDay(day)
		t, also := keyedTime(cmp.Or(clock, "0:00"))
		return d + "T" + t + ":00.000+06:00", ok && also
	case "acknowledge":
		return "OK", typed == "1"
	case "select_one", "select_one_from_file":
		if name, ok := keyedChoice(p, e, typed); ok {
			return name, true
		}
		l := &p.Lists[e.List]
		for i, name := range l.Names {
			for _, label := range l.Labels[i] {
				if strings.EqualFold(label, typed) {
					return name, true
				}
			}
		}
		return "", false
	case "select_multiple":
		var names []string
		for _, word := range keyedWords(typed) {
			name, ok := keyedChoice(p, e, word)
			if !ok {
				return "", false
			}
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
		slices.SortFunc(names, func(a, b string) int { return placeOf(p, e, a) - placeOf(p, e, b) }) // the order on paper, whatever was typed
		return strings.Join(names, " "), true
	case "rank":
		return keyedRank(p, e, keyedWords(typed))
	}
	return typed, true
}

func keyedWords(typed string) []string {
	return strings.FieldsFunc(typed, func(r rune) bool { return r == ' ' || r == ',' || r == ';' || r == '.' || r == '\u00a0' })
}

// keyedChoice is the choice with a number.
func keyedChoice(p *survey.Program, e *survey.Element, typed string) (string, bool) {
	names := p.Lists[e.List].Names
	n, err := strconv.Atoi(typed)
	switch {
	case err == nil && n >= 1 && n <= len(names):
		return names[n-1], true
	case err == nil && e.OrOther && n == len(names)+1:
		return "other", true
	}
	return "", false
}

func placeOf(p *survey.Program, e *survey.Element, name string) int {
	if i := slices.Index(p.Lists[e.List].Names, name); i >= 0 {
		return i
	}
	return len(p.Lists[e.List].Names)
}

// keyedRank reads the places as they stand on paper, from the first choice to the last.
func keyedRank(p *survey.Program, e *survey.Element, places []string) (string, bool) {
	names := p.Lists[e.List].Names
	order := make([]string, len(names))
	if len(places) != len(names) {
		return "", false
	}
	for i, said := range places {
		n, err := strconv.Atoi(said)
		if err != nil || n < 1 || n > len(names) || order[n-1] != "" {
			return "", false
		}
		order[n-1] = names[i]
	}
	return strings.Join(order, " "), true
}

var (
	dayShape  = regexp.MustCompile(`^(\d{1,2})[ ./-](\d{1,2})[ ./-](\d{4})$|^(\d{2})(\d{2})(\d{4})$`)
	timeShape = regexp.MustCompile(`^(\d{1,2})[:. ]?(\d{2})$`)
)

func keyedDay(typed string) (string, bool) {
	m := dayShape.FindStringSubmatch(typed)
	if m == nil {
		_, err := time.Parse(time.DateOnly, typed)
		return typed, err == nil
	}
	if m[1] == "" {
		m = m[3:]
	}
	day, _ := strconv.Atoi(m[1])
	month, _ := strconv.Atoi(m[2])
	said := fmt.Sprintf("%s-%02d-%02d", m[3], month, day)
	_, err := time.Parse(time.DateOnly, said)
	return said, err == nil
}

func keyedTime(typed string) (string, bool) {
	m := timeShape.FindStringSubmatch(typed)
	if m == nil {
		return "", false
	}
	h, _ := strconv.Atoi(m[1])
	return fmt.Sprintf("%02d:%s", h, m[2]), h < 24 && m[2] < "60"
}

// elementAt is the element that a path names; false where there is none.
func elementAt(p *survey.Program, path string) (el int, ok bool) {
	for part := range strings.SplitSeq(path, "/") {
		name, _, _ := strings.Cut(part, "[")
		i := slices.IndexFunc(p.Elements[el].Children, func(k int) bool { return p.Elements[k].Name == name })
		if i < 0 {
			return 0, false
		}
		el = p.Elements[el].Children[i]
	}
	return el, true
}

// put writes an answer at a path, making the groups and instances on the way. Instances are bounded by what the engine takes.
func put(answers survey.Answers, path, value string) {
	parts := strings.Split(path, "/")
	for _, part := range parts[:len(parts)-1] {
		name, index, repeat := strings.Cut(strings.TrimSuffix(part, "]"), "[")
		if !repeat {
			inner, _ := answers[name].(survey.Answers)
			if inner == nil {
				inner = survey.Answers{}
				answers[name] = inner
			}
			answers = inner
			continue
		}
		n, err := strconv.Atoi(index)
		if err != nil || n < 1 || n > 1000 {
			return
		}
		all, _ := answers[name].([]any)
		for len(all) < n {
			all = append(all, survey.Answers{})
		}
		answers[name] = all
		inner, ok := all[n-1].(survey.Answers)
		if !ok {
			return
		}
		answers = inner
	}
	answers[parts[len(parts)-1]] = value
}

// dropBlank takes away the last instances of repeats in which nothing is written: the copies on paper that nobody
// needed. It reports whether nothing is written at all.
func dropBlank(answers survey.Answers) (blank bool) {
	blank = true
	for name, said := range answers {
		switch x := said.(type) {
		case survey.Answers:
			blank = dropBlank(x) && blank
		case []any:
			end := 0
			for i, one := range x {
				if inner, ok := one.(survey.Answers); !ok || !dropBlank(inner) {
					end = i + 1
				}
			}
			answers[name] = x[:end]
			blank = blank && end == 0
		default:
			blank = blank && said == ""
		}
	}
	return blank
}

// flat are answers by path, without blanks.
func flat(answers survey.Answers) map[string]string {
	out := map[string]string{}
	flatten(answers, "", out)
	return out
}

func flatten(answers survey.Answers, around string, out map[string]string) {
	for name, said := range answers {
		switch x := said.(type) {
		case survey.Answers:
			flatten(x, around+name+"/", out)
		case []any:
			for i, one := range x {
				if inner, ok := one.(survey.Answers); ok {
					flatten(inner, around+name+"["+strconv.Itoa(i+1)+"]/", out)
				}
			}
		case string:
			if x != "" {
				out[around+name] = x
			}
		}
	}
}
