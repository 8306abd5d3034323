package views

import (
	"context"
	"slices"
	"strconv"

	"ashar/internal/survey"
)

// QuestionData is the page of one question; Question is nil of a new one. What is typed is in State.
type QuestionData struct {
	QuestionnaireData
	Question survey.Placed
	Kind     Kind
	Langs    []FormLanguage
	Others   []survey.Placed // those that a condition may be about
	Presets  []string
	Query    string // of a new one: where it is to stand
}

// path is where the form goes.
func (d *QuestionData) path() string {
	if d.Question.Question == nil {
		return QuestionnairePath(d.Frame.ID, "question") + d.Query
	}
	return QuestionnairePath(d.Frame.ID, "question?q=") + d.Question.Path
}

func (d *QuestionData) holds() bool { return (&survey.Question{Type: d.Kind.Type}).Holds() }

func (d *QuestionData) chooses() bool { return (&survey.Question{Type: d.Kind.Type}).Chooses() }

// answered reports whether a person sees the question and answers it.
func (d *QuestionData) answered() bool {
	return (&survey.Question{Type: d.Kind.Type}).Asked()
}

// limits reports whether answers can be bounded by picking, or are bounded already.
func (d *QuestionData) limits() bool {
	return survey.CanLimit(d.Kind.Type) || d.answered() && d.State.Value("constraint") != ""
}

// countOptions are how often a repeat may be asked: as often as wanted, or as an answer before it says. None where
// its count is something else.
func (d *QuestionData) countOptions(ctx context.Context) []Option {
	options := []Option{{"", t(ctx, "questionnaire.repeat_free")}}
	for _, q := range d.Others {
		if q.Type == "integer" {
			options = append(options, Option{"${" + q.Name + "}", t(ctx, "questionnaire.repeat_as", "question", questionSays(ctx, d.Form, q.Question))})
		}
	}
	if !slices.ContainsFunc(options, func(o Option) bool { return o.Value == d.State.Value("repeat_count") }) {
		return nil
	}
	return options
}

// alike are the kinds that a question may become.
func (d *QuestionData) alike(ctx context.Context) (options []Option) {
	for _, k := range Kinds {
		q := &survey.Question{Type: k.Type}
		if q.Holds() != d.holds() || k.Name == "file" && d.Kind.Name != "file" {
			continue
		}
		options = append(options, Option{k.Name, t(ctx, "questionnaire.kind."+k.Name)})
	}
	if !slices.ContainsFunc(options, func(o Option) bool { return o.Value == d.Kind.Name }) {
		options = append(options, Option{d.Kind.Name, d.Kind.Name})
	}
	return options
}

// listOptions are the lists of choices that there are.
func (d *QuestionData) listOptions(ctx context.Context) []Option {
	options := []Option{{"", t(ctx, "questionnaire.list.own")}}
	for _, l := range d.Form.Lists {
		options = append(options, Option{l.Name, listSays(ctx, d.Form, l.Name)})
	}
	return options
}

// sharing are the other questions that offer the list shown.
func (d *QuestionData) sharing() (others []survey.Placed) {
	if d.State.Value("list") == "" {
		return nil
	}
	for _, q := range d.Form.Users(d.State.Value("list")) {
		if d.Question.Question == nil || q.Question != d.Question.Question {
			others = append(others, q)
		}
	}
	return others
}

// at is the value in a row of a field that is there several times.
func (d *QuestionData) at(name string, row int) string {
	if list := d.State.Values[name]; row < len(list) {
		return list[row]
	}
	return ""
}

func (d *QuestionData) rows(name string) int { return len(d.State.Values[name]) }

func (d *QuestionData) otherOptions(ctx context.Context) []Option {
	options := []Option{{"", t(ctx, "questionnaire.cond.question")}}
	for _, q := range d.Others {
		said := questionSays(ctx, d.Form, q.Question)
		if q.Number != "" {
			said = q.Number + ". " + said
		}
		options = append(options, Option{q.Name, said})
	}
	return options
}

// about is the question that a part of the condition speaks of, nil while none is chosen.
func (d *QuestionData) about(row int) *survey.Question {
	name := d.at("cond_q", row)
	for _, q := range d.Others {
		if q.Name == name {
			return q.Question
		}
	}
	return nil
}

func (d *QuestionData) opOptions(ctx context.Context, q *survey.Question) (options []Option) {
	for _, op := range d.Form.OpsOf(q) {
		key := "questionnaire.op." + op
		if q.Type == "select_multiple" && (op == "is" || op == "not") {
			key += "_many"
		}
		options = append(options, Option{op, t(ctx, key)})
	}
	return options
}

// op is what is said of the question now: what was chosen where it makes sense, else the first that does.
func (d *QuestionData) op(row int, q *survey.Question) string {
	ops := d.Form.OpsOf(q)
	if op := d.at("cond_op", row); slices.Contains(ops, op) {
		return op
	}
	return ops[0]
}

// codeOptions are the choices of a question by their codes.
func (d *QuestionData) codeOptions(ctx context.Context, q *survey.Question) (options []Option) {
	if l := d.Form.List(q.List); l != nil && q.Chooses() {
		for _, c := range l.Choices {
			options = append(options, Option{c.Name, choiceSays(ctx, d.Form, q, c.Name)})
		}
		if q.OrOther {
			options = append(options, Option{"other", t(ctx, "questionnaire.other")})
		}
	}
	return options
}

func (d *QuestionData) hasValue(row int, value string) bool {
	return d.State.Has("cond_v_"+strconv.Itoa(row), value)
}

// advanced reports whether something is said there already, or is wrong.
func (d *QuestionData) advanced(ctx context.Context) bool {
	for _, name := range []string{"name", "calculation", "default", "appearance", "parameters", "choice_filter", "repeat_count", "read_only", "required_x"} {
		if d.State.Problem(ctx, name) != "" {
			return true
		}
	}
	return false
}

func (d *QuestionData) said(name string) bool {
	for i := range d.Langs {
		if d.State.Value(name+strconv.Itoa(i)) != "" {
			return true
		}
	}
	return false
}

// field is one of a text in several languages.
func (d *QuestionData) field(ctx context.Context, name string, i int, rows int) Field {
	return Field{Form: d.State, ID: "question", Name: name + strconv.Itoa(i), Label: d.Langs[i].name(ctx), Rows: rows}
}
