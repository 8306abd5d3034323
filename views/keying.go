package views

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"ashar/internal/civic"
	"ashar/internal/survey"
)

// KeyedSheetsData is the list of papers.
type KeyedSheetsData struct {
	Frame    *SurveyFrame
	Sheets   []civic.KeyedSheet
	Villages []Option
	Form     *Form
}

// KeyingPath is a paper's page, or something below it.
func KeyingPath(survey string, sheet int, below string) string {
	path := SurveyPath(survey, "keying/"+strconv.Itoa(sheet))
	if below != "" {
		path += "/" + below
	}
	return path
}

// KeyingData is a paper being keyed in.
type KeyingData struct {
	Frame       *SurveyFrame
	Sheet       int
	Number      int // version of the questionnaire
	Program     *survey.Program
	Numbers     map[string]string
	Iv          *survey.Interview
	Keyings     []civic.Keying
	Again       bool // the reader keyed it in the first time as well
	More        bool // answers opened questions that were not there
	Villages    []Option
	Form        *Form
	Differences []KeyingDifference
	First       survey.Answers
}

// KeyingDifference is where two keyings of a paper say something else; Path "" is the village.
type KeyingDifference struct {
	Path    string
	Element int
	Said    [2]string
}

// Keyed reports whether a paper answers it.
func Keyed(e *survey.Element) bool {
	return !e.Silent && !e.Meta && !e.Calculated && !e.Never && !slices.Contains([]string{"note", "group", "repeat", "image", "geopoint"}, e.Type)
}

// keyingRow is a line of the form: a question, the words over a group, or where a repeat may be asked once more.
type keyingRow struct {
	path, number, words string
	head, more          bool
	el                  int
}

// plainPath is a path without instances, as numbers are kept by.
func plainPath(path string) string {
	var parts []string
	for part := range strings.SplitSeq(path, "/") {
		name, _, _ := strings.Cut(part, "[")
		parts = append(parts, name)
	}
	return strings.Join(parts, "/")
}

// rows are what a paper shows, in its order: all questions, so that a line on the screen stands where it stands on the paper.
func (d *KeyingData) rows(ctx context.Context) (rows []keyingRow) {
	var open []string // repeats whose last instance is being shown
	flush := func(path string) {
		for len(open) > 0 && !strings.HasPrefix(path, open[len(open)-1]+"[") {
			rows = append(rows, keyingRow{path: open[len(open)-1], more: true})
			open = open[:len(open)-1]
		}
	}
	d.Iv.Each(func(s survey.State) {
		e := &d.Program.Elements[s.Element]
		flush(s.Path)
		number := d.Numbers[plainPath(s.Path)]
		words := d.Iv.Words(s.Path, survey.Label)
		switch {
		case e.Type == "repeat":
			repeat := s.Path[:strings.LastIndexByte(s.Path, '[')]
			if d.Iv.Grows(repeat) && !slices.Contains(open, repeat) {
				open = append(open, repeat)
			}
			words = strings.TrimPrefix(words+" · ", " · ") + t(ctx, "ask.instance", "n", instanceOf(s.Path))
			rows = append(rows, keyingRow{path: s.Path, number: number, words: words, head: true})
		case e.Type == "group" && words != "":
			rows = append(rows, keyingRow{path: s.Path, number: number, words: words, head: true})
		case Keyed(e):
			if e.Other {
				words = t(ctx, "keying.other")
			}
			rows = append(rows, keyingRow{path: s.Path, number: number, words: words, el: s.Element})
		}
	})
	flush("")
	return rows
}

// choices of a question with the numbers printed beside them.
func (d *KeyingData) choices(ctx context.Context, el int) (choices []Option) {
	e := &d.Program.Elements[el]
	if e.List < 0 {
		return nil
	}
	for row, name := range d.Program.Lists[e.List].Names {
		_, label := d.Iv.Choice(e.List, row)
		if label == "" {
			label = name
		}
		choices = append(choices, Option{strconv.Itoa(row + 1), label})
	}
	if e.OrOther {
		choices = append(choices, Option{strconv.Itoa(len(choices) + 1), t(ctx, "keying.other")})
	}
	return choices
}

// manyChoices is more choices than stand on a line beside the field.
const manyChoices = 40

// hint is how an answer is typed.
func (d *KeyingData) hint(ctx context.Context, el int) string {
	switch e := &d.Program.Elements[el]; e.Type {
	case "select_multiple", "rank", "date", "time", "dateTime", "acknowledge":
		return t(ctx, "keying.hint."+strings.ToLower(e.Type))
	}
	return ""
}

func (d *KeyingData) mode(el int) string {
	switch d.Program.Elements[el].Type {
	case "text", "dateTime":
		return "text"
	}
	return "numeric"
}

// said is an answer in words, with its number on paper.
func (d *KeyingData) said(ctx context.Context, x KeyingDifference, i int) string {
	value := x.Said[i]
	if value == "" {
		return t(ctx, "keying.blank")
	}
	if x.Path == "" {
		for _, v := range d.Villages {
			if v.Value == value {
				return v.Text
			}
		}
		return value
	}
	e := &d.Program.Elements[x.Element]
	if e.List < 0 {
		return value
	}
	names := d.Program.Lists[e.List].Names
	words := strings.Fields(value)
	if e.Answer == "one" {
		words = []string{value}
	}
	all := d.choices(ctx, x.Element)
	for j, w := range words {
		at := slices.Index(names, w)
		if at < 0 && w == "other" && e.OrOther {
			at = len(names)
		}
		if at >= 0 {
			words[j] = all[at].Value + " " + all[at].Text
		}
	}
	return strings.Join(words, ", ")
}

// label of a difference: the question's number and words.
func (d *KeyingData) label(ctx context.Context, x KeyingDifference) string {
	if x.Path == "" {
		return t(ctx, "sample.village")
	}
	words := d.Iv.Words(x.Path, survey.Label)
	if words == "" {
		words, _ = d.Program.Said(x.Element, survey.Label, d.Program.Language(string(lang(ctx)), t(ctx, "survey.language."+string(lang(ctx)))))
	}
	if d.Program.Elements[x.Element].Other {
		words = t(ctx, "keying.other")
	}
	for part := range strings.SplitSeq(x.Path, "/") {
		if n := instanceOf(part); n != "" {
			words = t(ctx, "ask.instance", "n", n) + " · " + words
		}
	}
	return d.Numbers[plainPath(x.Path)] + ". " + words
}

func (d *KeyedSheetsData) count(of func(civic.KeyedSheet) bool) (n int) {
	for _, s := range d.Sheets {
		if of(s) {
			n++
		}
	}
	return n
}

func (d *KeyingData) differsAt(path string) bool {
	return slices.ContainsFunc(d.Differences, func(x KeyingDifference) bool { return x.field() == path })
}

// field is where a problem of it stands.
func (x KeyingDifference) field() string {
	if x.Path == "" {
		return "village"
	}
	return x.Path
}
