// Package ready holds the questionnaires that come with Ashar, each as a file that a person can read and compare.
package ready

import (
	"bytes"
	"embed"
	"fmt"
	"strings"
	"sync"

	"github.com/pelletier/go-toml/v2"

	"ashar/internal/survey"
)

//go:embed *.toml
var sources embed.FS

//go:embed languages.txt
var languages string

// Languages are those of every form here, Kyrgyz first.
var Languages = strings.Split(strings.TrimSpace(languages), "\n")

// Names of the forms in the order they are offered.
var Names = []string{"satisfaction", "feedback", "test", "needs"}

// Form is one that is ready.
type Form struct {
	Name    string
	Purpose string       // one of civic.SurveyPurposes
	Title   [3]string    // ky, ru, en
	Form    *survey.Form // shared: not to be changed
	File    []byte       // the same as XLSForm
	Asked   *survey.Program
}

type source struct {
	Purpose    string
	KY, RU, EN string
	Lists      map[string][][]string // name, ky, ru, en
	Question   []question
}

type question struct {
	Type, Name, Appearance, Required, Relevant, Constraint, Calculation, Parameters string
	KY, RU, EN                                                                      string
	HintKY                                                                          string `toml:"hint_ky"`
	HintRU                                                                          string `toml:"hint_ru"`
	HintEN                                                                          string `toml:"hint_en"`
	BadKY                                                                           string `toml:"bad_ky"` // where the constraint is broken
	BadRU                                                                           string `toml:"bad_ru"`
	BadEN                                                                           string `toml:"bad_en"`
	Other                                                                           bool
}

// All are read when somebody first wants one.
var All = sync.OnceValue(func() (all []Form) {
	for _, name := range Names {
		f, err := open(name)
		if err != nil {
			panic(fmt.Errorf("%s: %w", name, err)) // shipped with the program, and tested
		}
		all = append(all, f)
	}
	return all
})

// Find is the form of a name.
func Find(name string) (Form, bool) {
	for _, f := range All() {
		if f.Name == name {
			return f, true
		}
	}
	return Form{}, false
}

func open(name string) (Form, error) {
	data, err := sources.ReadFile(name + ".toml")
	if err != nil {
		return Form{}, err
	}
	var s source
	if err := decode(data, &s); err != nil {
		return Form{}, err
	}
	f := Form{Name: name, Purpose: s.Purpose, Title: [3]string{s.KY, s.RU, s.EN}}
	written, err := s.form(name)
	if err != nil {
		return Form{}, err
	}
	if f.File, err = survey.Write(written); err != nil {
		return Form{}, err
	}
	f.Form, f.Asked, _, err = survey.Open(f.File, nil)
	return f, err
}

func decode(data []byte, s *source) error {
	return toml.NewDecoder(bytes.NewReader(data)).DisallowUnknownFields().Decode(s)
}

func (s *source) form(name string) (*survey.Form, error) {
	f := &survey.Form{Title: s.KY, ID: "ashar_" + name, DefaultLanguage: Languages[0], Languages: Languages, Name: "data"}
	open := []*survey.Question{{}}
	used := map[string]bool{}
	for _, line := range s.Question {
		typ, list, _ := strings.Cut(line.Type, " ")
		holder := open[len(open)-1]
		switch typ {
		case "end_group", "end_repeat":
			open = open[:len(open)-1]
			continue
		}
		q := &survey.Question{Type: strings.TrimPrefix(typ, "begin_"), List: list, OrOther: line.Other, Name: line.Name, Appearance: line.Appearance, Required: line.Required,
			Relevant: line.Relevant, Constraint: line.Constraint, Calculation: line.Calculation, Parameters: line.Parameters,
			Label: say(line.KY, line.RU, line.EN), Hint: say(line.HintKY, line.HintRU, line.HintEN), ConstraintMessage: say(line.BadKY, line.BadRU, line.BadEN)}
		holder.Children = append(holder.Children, q)
		if strings.HasPrefix(typ, "begin_") {
			open = append(open, q)
		}
		if list == "" || used[list] {
			continue
		}
		used[list] = true
		l := &survey.List{Name: list}
		for _, c := range s.Lists[list] {
			if len(c) != 4 {
				return nil, fmt.Errorf("list %s: %v", list, c)
			}
			l.Choices = append(l.Choices, survey.Choice{Name: c[0], Label: say(c[1], c[2], c[3])})
		}
		f.Lists = append(f.Lists, l)
	}
	f.Questions = open[0].Children
	return f, nil
}

func say(in ...string) survey.Text {
	var t survey.Text
	for i, words := range in {
		if words != "" {
			if t == nil {
				t = survey.Text{}
			}
			t[Languages[i]] = words
		}
	}
	return t
}
