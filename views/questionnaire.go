package views

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"ashar/internal/civic"
	"ashar/internal/i18n"
	"ashar/internal/survey"
)

// QuestionnairePath is a page of a survey's questionnaire.
func QuestionnairePath(id, below string) string {
	return strings.TrimSuffix(SurveyPath(id, "questionnaire")+"/"+below, "/")
}

// Kind is a kind of question as it is picked: a picture and plain words stand for a type and how it looks.
type Kind struct{ Name, Icon, Type, Appearance string }

// Kinds in the order they are offered, those asked most first.
var Kinds = []Kind{
	{"one", "q-one", "select_one", ""},
	{"many", "q-many", "select_multiple", ""},
	{"faces", "q-face", "select_one", "likert faces"},
	{"likert", "q-likert", "select_one", "likert"},
	{"text", "q-text", "text", ""},
	{"long", "q-long", "text", "multiline"},
	{"integer", "q-number", "integer", ""},
	{"decimal", "q-decimal", "decimal", ""},
	{"range", "q-range", "range", ""},
	{"rank", "rank", "rank", ""},
	{"date", "calendar", "date", ""},
	{"time", "clock", "time", ""},
	{"datetime", "calendar", "dateTime", ""},
	{"image", "camera", "image", ""},
	{"geopoint", "place", "geopoint", ""},
	{"acknowledge", "hand", "acknowledge", ""},
	{"file", "upload", "select_one_from_file", ""},
	{"note", "info", "note", ""},
	{"group", "q-group", "group", ""},
	{"repeat", "q-repeat", "repeat", ""},
	{"calculate", "q-sum", "calculate", ""},
}

// offeredKinds are those that a person adds, under what they are good for.
var offeredKinds = []struct {
	Name  string
	Kinds []string
}{
	{"choose", []string{"one", "many", "faces", "likert", "rank"}},
	{"write", []string{"text", "long", "integer", "decimal", "range", "date", "time"}},
	{"other", []string{"image", "geopoint", "acknowledge"}},
	{"build", []string{"note", "group", "repeat", "calculate"}},
}

// KindNamed is a kind by its name; that of a plain text where there is none.
func KindNamed(name string) Kind {
	for _, k := range Kinds {
		if k.Name == name {
			return k
		}
	}
	return Kind{Name: name, Icon: "list", Type: name}
}

// KindOf is the kind of a question: of several with its type the one that looks like it.
func KindOf(q *survey.Question) Kind {
	found := Kind{}
	for _, k := range Kinds {
		if k.Type == q.Type && (found.Name == "" && k.Appearance == "" || k.Appearance != "" && hasWords(q.Appearance, k.Appearance) && len(k.Appearance) > len(found.Appearance)) {
			found = k
		}
	}
	if found.Name == "" {
		return KindNamed(q.Type)
	}
	return found
}

func hasWords(said, words string) bool {
	have := strings.Fields(said)
	return !slices.ContainsFunc(strings.Fields(words), func(w string) bool { return !slices.Contains(have, w) })
}

// FormLanguage is a language of a form: its column, and what it is called.
type FormLanguage struct {
	Column string
	Code   string // ky, ru, en, or "" of another
}

// FormLanguages are the three, whether the form has them already or not, and whatever else it speaks.
func FormLanguages(f *survey.Form) (list []FormLanguage) {
	known := map[string]bool{}
	for _, l := range i18n.Langs {
		column, ok := f.Speaks(string(l), languageNames(l)...)
		if !ok {
			column = l.T("survey.language."+string(l)) + " (" + string(l) + ")"
		}
		known[column] = true
		list = append(list, FormLanguage{column, string(l)})
	}
	for _, column := range f.Languages {
		if !known[column] {
			list = append(list, FormLanguage{column, ""})
		}
	}
	if slices.ContainsFunc(f.All(), func(q survey.Placed) bool { return q.Label[""] != "" || q.Hint[""] != "" }) {
		list = append(list, FormLanguage{"", ""})
	}
	return list
}

func languageNames(l i18n.Lang) (names []string) {
	for _, in := range i18n.Langs {
		names = append(names, in.T("survey.language."+string(l)))
	}
	return names
}

func (l FormLanguage) name(ctx context.Context) string {
	switch {
	case l.Code != "":
		return t(ctx, "survey.language."+l.Code)
	case l.Column == "":
		return t(ctx, "questionnaire.language.none")
	}
	return l.Column
}

// MissingWords is how many texts of a form stand in one of our languages and lack another of them.
func MissingWords(f *survey.Form) (n int) {
	langs := FormLanguages(f)[:len(i18n.Langs)]
	for _, w := range f.Words() {
		n += len(missing(w.Text, langs))
	}
	return n
}

// missing are the languages in which a text that says something says nothing.
func missing(text survey.Text, langs []FormLanguage) (list []FormLanguage) {
	if len(text) == 0 || len(text) == 1 && text[""] != "" {
		return nil
	}
	for _, l := range langs {
		if text[l.Column] == "" {
			list = append(list, l)
		}
	}
	return list
}

var answerIn = regexp.MustCompile(`\$\{[^{}]*\}`)

// formSays is a text of a form in the reader's language.
func formSays(ctx context.Context, f *survey.Form, text survey.Text) string {
	l := lang(ctx)
	column, _ := f.Speaks(string(l), languageNames(l)...)
	return answerIn.ReplaceAllString(text.In(append([]string{column}, f.Languages...)...), "…")
}

// questionSays is what a question is called where it is spoken of.
func questionSays(ctx context.Context, f *survey.Form, q *survey.Question) string {
	if said := strings.TrimRight(formSays(ctx, f, q.Label), "?:. "); said != "" {
		if rs := []rune(said); len(rs) > 60 {
			return string(rs[:57]) + "…"
		}
		return said
	}
	return q.Name
}

// QuestionName is the same for whoever speaks a language.
func QuestionName(l i18n.Lang, f *survey.Form, q *survey.Question) string {
	return questionSays(i18n.With(context.Background(), l), f, q)
}

// choiceSays is a choice of a question in words, its code where it has none.
func choiceSays(ctx context.Context, f *survey.Form, q *survey.Question, code string) string {
	if l := f.List(q.List); l != nil {
		for _, c := range l.Choices {
			if c.Name == code {
				if said := formSays(ctx, f, c.Label); said != "" {
					return said
				}
			}
		}
	}
	if code == "other" && q.OrOther {
		return t(ctx, "questionnaire.other")
	}
	return code
}

// conditionSays is when a question is asked, in words; an expression that cannot be picked stands as it is.
func conditionSays(ctx context.Context, f *survey.Form, expression string) string {
	c, ok := survey.Picked(f, expression)
	if !ok {
		return expression
	}
	var parts []string
	for _, p := range c.Parts {
		var q *survey.Question
		for _, other := range f.All() {
			if other.Name == p.Question {
				q = other.Question
			}
		}
		var values []string
		for _, v := range p.Values {
			values = append(values, choiceSays(ctx, f, q, v))
		}
		parts = append(parts, t(ctx, "questionnaire.part."+p.Op, "question", questionSays(ctx, f, q), "value", strings.Join(values, " "+t(ctx, "questionnaire.or")+" ")))
	}
	join := t(ctx, "questionnaire.and")
	if c.Any {
		join = t(ctx, "questionnaire.or")
	}
	return strings.Join(parts, " "+join+" ")
}

// limitSays is what an answer must be, in words.
func limitSays(ctx context.Context, q *survey.Question) string {
	l, ok := survey.PickedLimits(q.Type, q.Constraint)
	if !ok {
		return q.Constraint
	}
	word := func(v string) string {
		if v == "today" {
			return t(ctx, "questionnaire.today")
		}
		if day := civic.Day(v); q.Type == "date" && !day.IsZero() {
			return lang(ctx).Date(day)
		}
		return v
	}
	switch {
	case l.Most == "":
		return t(ctx, "questionnaire.limit.least."+q.Type, "least", word(l.Least))
	case l.Least == "":
		return t(ctx, "questionnaire.limit.most."+q.Type, "most", word(l.Most))
	}
	return t(ctx, "questionnaire.limit.both."+q.Type, "least", word(l.Least), "most", word(l.Most))
}

// QuestionID is the id of a question's row.
func QuestionID(path string) string { return "q-" + strings.ReplaceAll(path, "/", "__") }

// QuestionnaireData is the list of questions of the newest version.
type QuestionnaireData struct {
	Frame    *SurveyFrame
	Version  civic.Questionnaire
	Form     *survey.Form
	Warnings []survey.Problem
	State    *Form
}

// frozen reports whether a change begins another version.
func (d *QuestionnaireData) frozen() bool { return d.Version.Frozen() }

// listSays is a list of choices in a line.
func listSays(ctx context.Context, f *survey.Form, name string) string {
	l := f.List(name)
	if l == nil {
		return ""
	}
	var words []string
	for _, c := range l.Choices {
		if len(words) == 6 {
			return strings.Join(words, ", ") + "…"
		}
		said := formSays(ctx, f, c.Label)
		if said == "" {
			said = c.Name
		}
		words = append(words, said)
	}
	return strings.Join(words, ", ")
}
