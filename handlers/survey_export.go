package handlers

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"ashar/internal/civic"
	"ashar/internal/i18n"
	"ashar/internal/result"
)

// exported is how the answers of a survey are laid out as tables: one row a respondent, and one row an instance of each
// repeat, with the respondent's number. It is made once; then responses run through it one by one.
type exported struct {
	app      *App
	l        i18n.Lang
	survey   civic.Survey
	words    bool // labels instead of names
	villages map[string]string
	sheets   []*exportSheet // the respondents first
	spots    map[string]*exportColumn
	names    map[*result.Column]*exportColumn
}

type exportSheet struct {
	name    string
	columns []*exportColumn
	width   int
}

// exportColumn is a question: one column of the file, or one for each choice.
type exportColumn struct {
	path    string
	sort    result.Sort
	sheet   *exportSheet
	at      int      // its first column
	choices []string // of one that is split
	labels  map[string]string
}

// exportFacts are what is told of a response beside its answers: no name of an interviewer, no time finer than the day.
var exportFacts = []string{"number", "version", "mode", "village", "language", "day", "seconds"}

// respondents is the first sheet's name.
const respondents = "responses"

func (a *App) exported(ctx context.Context, l i18n.Lang, s civic.Survey, words, split bool) (*exported, error) {
	e := &exported{app: a, l: l, survey: s, words: words, villages: map[string]string{}, names: map[*result.Column]*exportColumn{}, spots: map[string]*exportColumn{}}
	err := a.resulter(ctx, l, s, resultAsk{}, func(r *resulter) error {
		for _, v := range r.villages {
			e.villages[v.ID] = r.say(v.Name)
		}
		e.sheets = append(e.sheets, &exportSheet{name: respondents, width: len(exportFacts)})
		for _, name := range r.t.Repeats() {
			e.sheets = append(e.sheets, &exportSheet{name: name, width: 2})
		}
		for _, c := range r.t.Columns {
			e.column(r, c, split)
		}
		for number := 1; number <= r.t.Newest(); number++ {
			r.t.Each(number, func(path string, c *result.Column) {
				e.spots[strconv.Itoa(number)+" "+path] = e.names[c]
			})
		}
		return nil
	})
	return e, err
}

func (e *exported) column(r *resulter, c *result.Column, split bool) {
	sheet := e.sheets[0]
	if c.Repeat != nil {
		sheet = e.sheets[1+slices.IndexFunc(e.sheets[1:], func(s *exportSheet) bool { return s.name == c.Repeat.Name })]
	}
	x := &exportColumn{path: c.Path(), sort: c.Sort, sheet: sheet, at: sheet.width, labels: map[string]string{}}
	for i, name := range c.Choices {
		x.labels[name] = r.choice(c, i)
	}
	sheet.width++
	if split && c.Sort == result.Many {
		x.choices = slices.Clone(c.Choices)
		sheet.width += len(x.choices) - 1
	}
	sheet.columns = append(sheet.columns, x)
	e.names[c] = x
}

// head is the names of a sheet's columns: groups as a path, a choice behind its question.
func (e *exported) head(s *exportSheet) []any {
	facts := exportFacts
	if s != e.sheets[0] {
		facts = []string{"number", "instance"}
	}
	var head []any
	for _, f := range facts {
		head = append(head, f)
	}
	for _, c := range s.columns {
		if c.choices == nil {
			head = append(head, c.path)
		}
		for _, choice := range c.choices {
			if e.words {
				choice = c.labels[choice]
			}
			head = append(head, c.path+"/"+choice)
		}
	}
	return head
}

// exportBatch is how many responses are read at once: no reader holds the store while a slow line takes the file.
const exportBatch = 500

// each gives the responses that count.
func (e *exported) each(ctx context.Context, show func(r *civic.Response, answers map[string]any) error) error {
	after := int64(0)
	for {
		batch := make([]civic.Response, 0, exportBatch)
		if err := e.app.store.ResponsesFrom(ctx, e.survey.ID, after, exportBatch, func(r *civic.Response) error {
			batch = append(batch, *r)
			return nil
		}); err != nil {
			return err
		}
		if len(batch) == 0 {
			return nil
		}
		for i := range batch {
			r := &batch[i]
			after = r.Seq
			if r.Withdrawn || r.Excluded != "" {
				continue
			}
			var answers map[string]any
			if err := json.Unmarshal(r.Answers, &answers); err != nil {
				return err
			}
			if err := show(r, answers); err != nil {
				return err
			}
		}
	}
}

// rows lays one response out: its own row, and those of its repeats, each handed on at once.
func (e *exported) rows(r *civic.Response, answers map[string]any, put func(sheet int, cells []any) error) error {
	cells := make([]any, e.sheets[0].width)
	for i, v := range []any{r.Nth, r.Number, string(r.Mode), e.villages[r.Unit], r.Lang, onDay(r.ReceivedAt.In(civic.Zone).Format(time.DateOnly)), r.Seconds} {
		cells[i] = v
	}
	if err := e.walk(r.Nth, strconv.Itoa(r.Number)+" ", "", answers, cells, put); err != nil {
		return err
	}
	return put(0, cells)
}

func (e *exported) walk(n int, path, instance string, answers map[string]any, cells []any, put func(sheet int, cells []any) error) error {
	for _, name := range slices.Sorted(maps.Keys(answers)) {
		here := path + name
		switch v := answers[name].(type) {
		case map[string]any:
			if err := e.walk(n, here+"/", instance, v, cells, put); err != nil {
				return err
			}
		case []any:
			if err := e.repeat(n, here, name, instance, v, put); err != nil {
				return err
			}
		case string:
			if c := e.spots[here]; c != nil {
				e.say(c, v, cells)
			}
		}
	}
	return nil
}

// repeat writes instances as rows of their own; an instance within another is numbered 1.2.
func (e *exported) repeat(n int, path, name, within string, instances []any, put func(sheet int, cells []any) error) error {
	sheet := slices.IndexFunc(e.sheets[1:], func(s *exportSheet) bool { return s.name == name }) + 1
	if sheet == 0 {
		return nil
	}
	for i, v := range instances {
		answers, ok := v.(map[string]any)
		if !ok {
			continue
		}
		number := within + strconv.Itoa(i+1)
		cells := make([]any, e.sheets[sheet].width)
		cells[0], cells[1] = n, number
		if err := e.walk(n, path+"/", number+".", answers, cells, put); err != nil {
			return err
		}
		if err := put(sheet, cells); err != nil {
			return err
		}
	}
	return nil
}

// say writes an answer into its cells.
func (e *exported) say(c *exportColumn, said string, cells []any) {
	switch {
	case c.choices != nil:
		chosen := strings.Fields(said)
		for i, choice := range c.choices {
			cells[c.at+i] = 0
			if slices.Contains(chosen, choice) {
				cells[c.at+i] = 1
			}
		}
	case c.sort == result.Number:
		if x, err := strconv.ParseFloat(said, 64); err == nil {
			cells[c.at] = x
		} else {
			cells[c.at] = said
		}
	case c.sort == result.One && e.words:
		cells[c.at] = c.label(said)
	case (c.sort == result.Many || c.sort == result.Ranked) && e.words:
		var words []string
		for _, name := range strings.Fields(said) {
			words = append(words, c.label(name))
		}
		cells[c.at] = strings.Join(words, ", ")
	case c.sort == result.Day && len(said) == len(time.DateOnly):
		cells[c.at] = onDay(said)
	default:
		cells[c.at] = said
	}
}

func (c *exportColumn) label(name string) string {
	if s := c.labels[name]; s != "" {
		return s
	}
	return name
}
