package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"time"

	"ashar/internal/i18n"
	"ashar/internal/survey"
)

type formCmd struct {
	Check formCheckCmd `cmd:"" help:"Read a questionnaire: its questions, or all that is wrong with it."`
	Eval  formEvalCmd  `cmd:"" help:"What follows from given answers: relevance, calculations, violations."`
}

type formCheckCmd struct {
	File string `arg:"" help:"A questionnaire in the XLSForm format (.xlsx)."`
	JSON bool   `name:"json" help:"Print JSON (docs/surveys.md)."`
	Lang string `help:"Language of the sentences: ky, ru or en." default:"en" enum:"ky,ru,en"`
}

// problemOut is a problem as --json prints it.
type problemOut struct {
	Sheet  string `json:"sheet,omitempty"`
	Row    int    `json:"row,omitempty"`
	Column int    `json:"column,omitempty"`
	Cell   string `json:"cell,omitempty"`
	Header string `json:"header,omitempty"`
	Why    string `json:"why"`
	Says   string `json:"says"`
}

type questionOut struct {
	Path       string            `json:"path"`
	Type       string            `json:"type"`
	Label      map[string]string `json:"label,omitempty"`
	List       string            `json:"list,omitempty"`
	Row        int               `json:"row"`
	Relevant   string            `json:"relevant,omitempty"`
	Required   string            `json:"required,omitempty"`
	Constraint string            `json:"constraint,omitempty"`
	Calculated string            `json:"calculation,omitempty"`
}

type formOut struct {
	OK        bool           `json:"ok"`
	Title     string         `json:"title,omitempty"`
	ID        string         `json:"id,omitempty"`
	Version   string         `json:"version,omitempty"`
	Languages []string       `json:"languages,omitempty"`
	Questions []questionOut  `json:"questions,omitempty"`
	Choices   map[string]int `json:"choices,omitempty"` // how many, by list
	Problems  []problemOut   `json:"problems,omitempty"`
	Warnings  []problemOut   `json:"warnings,omitempty"`
}

// openForm reads a file and the CSV files beside it. What is wrong with it comes as problems.
func openForm(file string) (*survey.Form, *survey.Program, []survey.Problem, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, nil, nil, usageError(err.Error())
	}
	folder, err := os.OpenRoot(filepath.Dir(file)) // a form names no file outside its folder
	if err != nil {
		return nil, nil, nil, err
	}
	defer func() { _ = folder.Close() }() // read only
	return survey.Open(data, folder.ReadFile)
}

func sentences(lang string, list []survey.Problem) (out []problemOut) {
	l, _ := i18n.Parse(lang)
	for _, p := range list {
		out = append(out, problemOut{p.Sheet, p.Row, p.Column, p.Cell(), p.Header, p.Why, l.T(p.Key(), p.Args...)})
	}
	return out
}

func (p problemOut) String() string {
	where := strings.Trim(p.Sheet+"!"+p.Cell, "!")
	if p.Header != "" {
		where += " (" + p.Header + ")"
	}
	return strings.TrimPrefix(where+": "+p.Says, ": ")
}

// Run prints the questions, one a line. Warnings, and what is wrong, go to standard error.
func (c formCheckCmd) Run() error {
	form, program, warnings, err := openForm(c.File)
	var problems survey.Problems
	if err != nil && !errors.As(err, &problems) {
		return err
	}
	out := formOut{OK: err == nil, Problems: sentences(c.Lang, problems), Warnings: sentences(c.Lang, warnings)}
	if form != nil {
		out.Title, out.ID, out.Version, out.Languages = program.Title, program.ID, program.Version, program.Languages
		out.Questions = questionsOut(form.Questions, "", nil)
		out.Choices = map[string]int{}
		for _, l := range form.Lists {
			out.Choices[l.Name] = len(l.Choices)
		}
	}
	if c.JSON {
		enc := json.NewEncoder(os.Stdout)
		enc.SetIndent("", "  ")
		enc.SetEscapeHTML(false)
		if err := enc.Encode(out); err != nil {
			return err
		}
	} else {
		for _, q := range out.Questions {
			fmt.Printf("%d\t%s\t%s\t%s\n", q.Row, q.Type, q.Path, survey.Text(q.Label).In(program.Languages...))
		}
		for _, p := range append(out.Problems, out.Warnings...) {
			fmt.Fprintln(os.Stderr, p)
		}
	}
	if err != nil {
		return usageError(fmt.Sprintf("%s cannot be asked: problems: %d", c.File, len(problems)))
	}
	return nil
}

func questionsOut(list []*survey.Question, around string, out []questionOut) []questionOut {
	for _, q := range list {
		out = append(out, questionOut{around + q.Name, q.Type, q.Label, q.List, q.Row, q.Relevant, q.Required, q.Constraint, q.Calculation})
		out = questionsOut(q.Children, around+q.Name+"/", out)
	}
	return out
}

type formEvalCmd struct {
	File     string `arg:"" help:"A questionnaire in the XLSForm format (.xlsx)."`
	Answers  string `arg:"" help:"Answers as JSON: groups are objects, repeats lists of them. - for standard input."`
	Language string `help:"Language of labels and messages, as named in the form."`
	Now      string `help:"The hour of the interview, like 2026-11-27T12:00:00+06:00; now unless said."`
	Lang     string `help:"Language of the sentences about a wrong form: ky, ru or en." default:"en" enum:"ky,ru,en"`
}

type violationOut struct {
	Path    string `json:"path"`
	Why     string `json:"why"` // required, type, range, choice, constraint
	Value   string `json:"value,omitempty"`
	Message string `json:"message,omitempty"` // the form's own words
}

type evalOut struct {
	Relevant   map[string]bool     `json:"relevant"`
	Required   []string            `json:"required"`
	Calculated map[string]string   `json:"calculated"`
	Violations []violationOut      `json:"violations"`
	Choices    map[string][]string `json:"choices"` // of questions with a choice_filter: the names offered
	Answers    survey.Answers      `json:"answers"`
	Name       string              `json:"name,omitempty"`
}

// Run prints what follows, as JSON. Violations are no failure.
func (c formEvalCmd) Run() error {
	_, program, _, err := openForm(c.File)
	var problems survey.Problems
	if errors.As(err, &problems) {
		for _, p := range sentences(c.Lang, problems) {
			fmt.Fprintln(os.Stderr, p)
		}
		return usageError(fmt.Sprintf("%s cannot be asked: problems: %d", c.File, len(problems)))
	}
	if err != nil {
		return err
	}
	env := survey.Env{Now: time.Now(), Random: rand.Float64, Language: c.Language}
	if c.Now != "" {
		if env.Now, err = time.Parse(time.RFC3339Nano, c.Now); err != nil {
			return usageError("--now is no hour like 2026-11-27T12:00:00+06:00: " + c.Now)
		}
	}
	in := os.Stdin
	if c.Answers != "-" {
		if in, err = os.Open(c.Answers); err != nil {
			return usageError(err.Error())
		}
	}
	var answers survey.Answers
	err = json.NewDecoder(in).Decode(&answers)
	if err = errors.Join(err, in.Close()); err != nil {
		return usageError(c.Answers + " is no JSON object of answers: " + err.Error())
	}
	iv := program.Begin(env, answers)
	if unknown := program.Unknown(answers); len(unknown) > 0 {
		return usageError(c.Answers + " answers what is not asked: " + strings.Join(unknown, ", "))
	}
	out := evalOut{Relevant: map[string]bool{}, Required: []string{}, Calculated: map[string]string{}, Violations: []violationOut{}, Choices: map[string][]string{}, Answers: iv.Answers(), Name: iv.Name()}
	iv.Each(func(s survey.State) {
		e := &program.Elements[s.Element]
		out.Relevant[s.Path] = s.Relevant
		if s.Required {
			out.Required = append(out.Required, s.Path)
		}
		if e.Calculated {
			out.Calculated[s.Path] = s.Value
		}
		if s.Wrong != "" {
			v := violationOut{Path: s.Path, Why: s.Wrong, Value: s.Value}
			switch s.Wrong {
			case survey.WrongRequired:
				v.Message = iv.Words(s.Path, survey.RequiredMessage)
			case survey.WrongConstraint:
				v.Message = iv.Words(s.Path, survey.ConstraintMessage)
			}
			out.Violations = append(out.Violations, v)
		}
		if e.Filter != nil && s.Relevant {
			names := []string{}
			for _, row := range iv.Choices(s.Path) {
				name, _ := iv.Choice(e.List, row)
				names = append(names, name)
			}
			out.Choices[s.Path] = names
		}
	})
	enc := json.NewEncoder(os.Stdout)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(out)
}
