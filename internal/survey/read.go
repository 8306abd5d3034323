package survey

import (
	"errors"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// Files gives the content of a file that a form names (a CSV of choices), or an error.
type Files func(name string) ([]byte, error)

// Open reads a form and prepares it for interviews. It gives both or, as Problems, everything that
// is wrong; warnings come with either.
func Open(data []byte, files Files) (*Form, *Program, []Problem, error) {
	f, problems := read(data)
	if f == nil {
		return nil, nil, nil, problems
	}
	p, more := compile(f, files)
	problems = append(problems, more...)
	slices.SortStableFunc(problems, func(a, b Problem) int {
		if a.Sheet != b.Sheet {
			return strings.Compare(b.Sheet, a.Sheet) // survey, settings, choices, the file
		}
		return a.Row - b.Row
	})
	warnings := slices.DeleteFunc(slices.Clone(problems), func(p Problem) bool { return !p.Warn })
	if err := problems.refused(); err != nil {
		return nil, nil, warnings, err
	}
	return f, p, warnings, nil
}

// Compile prepares a form that no file holds yet.
func Compile(f *Form, files Files) (*Program, error) {
	p, problems := compile(f, files)
	if err := problems.refused(); err != nil {
		return nil, err
	}
	return p, nil
}

type reader struct {
	form     *Form
	problems Problems
}

func (r *reader) find(p Problem) { r.problems = append(r.problems, p) }

func read(data []byte) (*Form, Problems) {
	sheets, others, err := workbook(data)
	if errors.Is(err, errTooMuch) {
		return nil, Problems{{Why: "too_large", Args: []any{"questions", maxQuestions, "choices", maxChoices}}}
	}
	if err != nil {
		return nil, Problems{{Why: "no_workbook"}}
	}
	r := &reader{form: &Form{Name: "data", places: map[field]place{}}}
	for _, name := range others {
		if near(name) {
			r.find(Problem{Why: "sheet_name", Args: []any{"name", name}, Warn: true})
		}
	}
	if sheets["survey"] == nil || len(sheets["survey"].rows) == 0 {
		return nil, append(r.problems, Problem{Why: "no_survey"})
	}
	r.settings(sheets["settings"])
	r.choices(sheets["choices"])
	r.survey(sheets["survey"])
	return r.form, r.problems
}

// near reports whether a sheet's name looks like a slip of the pen.
func near(name string) bool {
	name = strings.ToLower(strings.TrimSpace(name))
	for _, want := range []string{"survey", "choices", "settings"} {
		if name != want && distance(name, want) <= 2 {
			return true
		}
	}
	return false
}

// distance is how many letters must change (Levenshtein).
func distance(a, b string) int {
	if len(a) > 20 {
		return 20
	}
	line := make([]int, len(b)+1)
	for j := range line {
		line[j] = j
	}
	for i := range len(a) {
		before := line[0]
		line[0] = i + 1
		for j := range len(b) {
			cost := before
			if a[i] != b[j] {
				cost++
			}
			before = line[j+1]
			line[j+1] = min(cost, line[j]+1, line[j+1]+1)
		}
	}
	return line[len(b)]
}

// column is one that is understood, or with no name one that is only kept.
type column struct{ name, lang, header string }

// columns reads the first row. A column twice is refused: which of the two is meant?
func (r *reader) columns(sheetName string, s *sheet, known map[string]bool) (list []column, unknown []string) {
	seen := map[column]bool{}
	for i, header := range s.rows[0].cells {
		if header == "" {
			list = append(list, column{})
			continue
		}
		name, lang, ok := heading(header, known)
		c := column{name, lang, header}
		if !ok {
			c = column{header: header}
			unknown = append(unknown, header)
		}
		key := c
		if ok {
			key.header = ""
		}
		if seen[key] {
			r.find(Problem{Why: "column_twice", Sheet: sheetName, Row: s.rows[0].number, Column: i + 1, Header: header, Args: []any{"column", header}})
		}
		seen[key] = true
		list = append(list, c)
		if ok {
			if lang != "" && !slices.Contains(r.form.Languages, lang) {
				r.form.Languages = append(r.form.Languages, lang)
			}
			if at := (field{sheetName, name}); r.form.places[at].column == 0 {
				r.form.places[at] = place{i + 1, header}
			}
			r.form.places[field{sheetName, name + "::" + lang}] = place{i + 1, header}
		}
	}
	return list, unknown
}

func (r *reader) settings(s *sheet) {
	if s == nil || len(s.rows) < 2 {
		return
	}
	f := r.form
	for i, header := range s.rows[0].cells {
		if header == "" || i >= len(s.rows[1].cells) || s.rows[1].cells[i] == "" {
			continue
		}
		value := s.rows[1].cells[i]
		name := strings.ReplaceAll(strings.ToLower(header), " ", "_")
		if a, ok := settingAliases[name]; ok {
			name = a
		}
		f.places[field{"settings", name}] = place{i + 1, header}
		switch name {
		case "form_title":
			f.Title = value
		case "form_id":
			f.ID = value
		case "version":
			f.Version = value
		case "default_language":
			f.DefaultLanguage = value
		case "instance_name":
			f.InstanceName = value
		case "name":
			f.Name = value
		default:
			f.Settings = append(f.Settings, Pair{header, value})
		}
	}
}

func (r *reader) choices(s *sheet) {
	if s == nil || len(s.rows) == 0 {
		return
	}
	columns, unknown := r.columns("choices", s, choiceColumns)
	r.form.ChoiceColumns = unknown
	if r.form.places[field{"choices", "list_name"}].column == 0 || r.form.places[field{"choices", "name"}].column == 0 {
		if len(s.rows) > 1 {
			r.find(Problem{Why: "choices_columns", Sheet: "choices", Row: s.rows[0].number})
		}
		return
	}
	byName := map[string]*List{}
	for _, row := range s.rows[1:] {
		c := Choice{Row: row.number}
		list := ""
		for i, cell := range row.cells {
			if i >= len(columns) || cell == "" {
				continue
			}
			switch col := columns[i]; col.name {
			case "list_name":
				list = cell
			case "name":
				c.Name = cell
			case "label":
				put(&c.Label, col.lang, cell)
			case "image":
				put(&c.Image, col.lang, cell)
			case "":
				if col.header != "" {
					if c.Values == nil {
						c.Values = map[string]string{}
					}
					c.Values[col.header] = cell
				}
			}
		}
		if list == "" {
			if c.Name != "" || c.Label != nil {
				r.find(Problem{Why: "choice_list", Sheet: "choices", Row: row.number, Column: r.form.places[field{"choices", "list_name"}].column})
			}
			continue
		}
		if c.Name == "" {
			r.find(Problem{Why: "choice_name", Sheet: "choices", Row: row.number, Column: r.form.places[field{"choices", "name"}].column, Args: []any{"list", list}})
			continue
		}
		if byName[list] == nil {
			byName[list] = &List{Name: list}
			r.form.Lists = append(r.form.Lists, byName[list])
		}
		byName[list].Choices = append(byName[list].Choices, c)
	}
}

func put(t *Text, lang, words string) {
	if *t == nil {
		*t = Text{}
	}
	(*t)[lang] = words
}

func (r *reader) survey(s *sheet) {
	columns, unknown := r.columns("survey", s, surveyColumns)
	r.form.Columns = unknown
	if r.form.places[field{"survey", "type"}].column == 0 {
		r.find(Problem{Why: "no_type_column", Sheet: "survey", Row: s.rows[0].number})
		return
	}
	open := []*Question{{}} // the groups around a row, the form first
	for _, row := range s.rows[1:] {
		q, typed := question(row, columns)
		if typed == "" {
			if q.Name != "" || q.Label != nil {
				r.find(r.form.at(q, "type", "no_type", "name", q.Name))
			}
			continue
		}
		name, list, other, ok := rowType(typed)
		q.Type, q.List, q.OrOther = name, list, other
		holder := open[len(open)-1]
		if closes, is := strings.CutPrefix(name, "/"); is {
			if len(open) == 1 || holder.Type != closes {
				r.find(r.form.at(q, "type", "end_without_begin", "type", typed))
				continue
			}
			open = open[:len(open)-1]
			continue
		}
		if !ok {
			if types[name].list {
				r.find(r.form.at(q, "type", "list_words", "type", typed))
			} else {
				r.find(r.form.at(q, "type", "type", "type", typed))
			}
			q.Type = "" // the name is known, so that what refers to it is not refused as well
		}
		if len(open) > maxDepth {
			r.find(r.form.at(q, "type", "groups_deep", "most", maxDepth))
			return
		}
		holder.Children = append(holder.Children, q)
		if types[name].holding {
			open = append(open, q)
		}
	}
	for _, q := range open[1:] {
		r.find(r.form.at(q, "type", "begin_without_end", "name", q.Name, "type", "end_"+q.Type))
	}
	r.form.Questions = open[0].Children
}

// question reads a row but its type.
func question(row row, columns []column) (q *Question, typed string) {
	q = &Question{Row: row.number}
	plain := map[string]*string{"type": &typed, "name": &q.Name, "required": &q.Required, "relevant": &q.Relevant, "constraint": &q.Constraint,
		"calculation": &q.Calculation, "default": &q.Default, "appearance": &q.Appearance, "parameters": &q.Parameters, "choice_filter": &q.ChoiceFilter,
		"repeat_count": &q.RepeatCount, "read_only": &q.ReadOnly}
	texts := q.texts()
	for i, cell := range row.cells {
		if i >= len(columns) || cell == "" {
			continue
		}
		c := columns[i]
		if t, ok := texts[c.name]; ok {
			put(t, c.lang, cell)
		} else if p, ok := plain[c.name]; ok {
			*p = cell
		} else if c.header != "" {
			if q.Extra == nil {
				q.Extra = map[string]string{}
			}
			q.Extra[c.header] = cell
		}
	}
	return q, typed
}

func (q *Question) texts() map[string]*Text {
	return map[string]*Text{"label": &q.Label, "hint": &q.Hint, "image": &q.Image, "required_message": &q.RequiredMessage, "constraint_message": &q.ConstraintMessage}
}

// nameShape is a name of XML, as pyxform asks it.
var nameShape = regexp.MustCompile(`^[\p{L}_][\p{L}\p{N}_.\-]*$`)

// languages of a text, sorted, for a steady order of work.
func (t Text) languages() []string { return slices.Sorted(maps.Keys(t)) }
