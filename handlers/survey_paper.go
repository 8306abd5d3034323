package handlers

import (
	"bytes"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"ashar/internal/i18n"
	"ashar/internal/paper"
	"ashar/internal/survey"
	"ashar/views"
)

// How much room paper gives.
const (
	paperChoices = 40 // of a longer list one is written
	paperSteps   = 11 // of a scale; of a longer one the number is written
	gridChoices  = 7
	paperCopies  = 4 // of a repeat, unless ?copies= says how many
	copiesMost   = 12
)

// SurveyPaper is the questionnaire for pen and paper: the version that people answer, else the one being worked on.
func (a *App) SurveyPaper(c *Ctx) error {
	ctx := c.Request().Context()
	s, err := a.store.Survey(ctx, c.Scope.Survey)
	if err != nil {
		return err
	}
	place, err := a.store.PlaceOf(ctx, s.Municipality)
	if err != nil {
		return err
	}
	q, err := a.asked(ctx, s.ID, s.Published)
	if err != nil {
		return err
	}
	l := c.paperLang()
	copies, err := strconv.Atoi(c.QueryParam("copies"))
	if err != nil || copies < 1 || copies > copiesMost {
		copies = paperCopies
	}
	f := &paperForm{l: l, form: q.Form, program: q.Program, lang: q.Program.Language(string(l), languageNames(l)...), numbers: survey.Numbers(q.Form), skips: survey.Skips(q.Form), copies: copies}
	d := paper.SurveyFormData{Title: s.Title.In(string(l)), Place: l.T("paper.place.municipality", "name", place.Name.In(string(l))), Version: q.Number, Short: s.ID[len(s.ID)-6:],
		Consent: views.Consent(l, &s), Village: s.Village, Items: f.items(q.Form.Questions, 0, "", 0), At: a.timeNow()}
	var out bytes.Buffer
	if err := paper.SurveyForm(&out, l, d); err != nil {
		return err
	}
	return c.pdf("anketa-"+s.Code+"-"+string(l)+".pdf", &out)
}

// paperForm puts a questionnaire into the words of a paper.
type paperForm struct {
	l       i18n.Lang
	form    *survey.Form
	program *survey.Program
	lang    string
	numbers map[string]string
	skips   map[string]map[string]string
	copies  int
}

var (
	quoted    = regexp.MustCompile(`\$\{\s*([^}\s]+)\s*\}`)
	forScreen = regexp.MustCompile(`<[^>]*>|\*\*|__|^#+\s*`)
)

// say gives words for paper: without marks for screens, and where an answer is quoted, its question's number.
func (f *paperForm) say(t survey.Text) string {
	said := forScreen.ReplaceAllString(t.In(append([]string{f.lang, ""}, f.program.Languages...)...), "")
	return quoted.ReplaceAllStringFunc(said, func(ref string) string {
		if n := f.numberOf(quoted.FindStringSubmatch(ref)[1]); n != "" {
			return f.l.T("survey_paper.answer", "n", n)
		}
		return "…"
	})
}

// numberOf a question by its name.
func (f *paperForm) numberOf(name string) string {
	for path, n := range f.numbers {
		if path == name || strings.HasSuffix(path, "/"+name) {
			return n
		}
	}
	return ""
}

// element of the program by a question's place: paths are the same.
func (f *paperForm) element(group int, name string) *survey.Element {
	for _, k := range f.program.Elements[group].Children {
		if f.program.Elements[k].Name == name {
			return &f.program.Elements[k]
		}
	}
	return &survey.Element{List: -1}
}

func (f *paperForm) child(group int, name string) int {
	for _, k := range f.program.Elements[group].Children {
		if f.program.Elements[k].Name == name {
			return k
		}
	}
	return group
}

func (f *paperForm) items(list []*survey.Question, group int, around string, level int) (items []paper.SurveyItem) {
	for _, q := range list {
		path := around + q.Name
		x := paper.SurveyItem{Number: f.numbers[path], Level: level, Label: f.say(q.Label), Hint: f.say(q.Hint), Only: f.only(q.Relevant)}
		switch {
		case q.Type == "group":
			inner := f.child(group, q.Name)
			if grid, ok := f.grid(q, inner, path, x); ok {
				items = append(items, grid)
				continue
			}
			if x.Label != "" || x.Only != "" {
				x.Kind = "heading"
				items = append(items, x)
			}
			items = append(items, f.items(q.Children, inner, path+"/", level+1)...)
		case q.Type == "repeat":
			inner := f.child(group, q.Name)
			for i := range f.copies {
				head := x
				head.Kind = "heading"
				head.Label = strings.TrimPrefix(x.Label+" · ", " · ") + f.l.T("ask.instance", "n", i+1)
				if i > 0 {
					head.Only, head.Hint = "", ""
				}
				items = append(items, head)
				items = append(items, f.items(q.Children, inner, path+"/", level+1)...)
			}
		case q.Type == "note":
			x.Kind = "note"
			items = append(items, x)
		case q.Asked():
			items = append(items, f.question(q, f.element(group, q.Name), path, x))
			if q.OrOther { // the line stands behind the choice
				continue
			}
		}
	}
	return items
}

func (f *paperForm) question(q *survey.Question, e *survey.Element, path string, x paper.SurveyItem) paper.SurveyItem {
	switch q.Type {
	case "integer", "decimal":
		x.Kind = "number"
	case "date", "time", "dateTime":
		x.Kind = q.Type
	case "acknowledge":
		x.Kind = "tick"
	case "image", "geopoint":
		x.Kind = "away"
	case "range":
		x.Kind = "scale"
		if e.Range != nil {
			low, high, step := e.Range[0], e.Range[1], e.Range[2]
			x.Low, x.High = strconv.FormatFloat(low, 'f', -1, 64), strconv.FormatFloat(high, 'f', -1, 64)
			if n := int((high-low)/step) + 1; n > 1 && n <= paperSteps {
				for i := range n {
					x.Choices = append(x.Choices, paper.SurveyChoice{Label: strconv.FormatFloat(low+float64(i)*step, 'f', -1, 64)})
				}
			}
		}
	case "select_one", "select_one_from_file", "select_multiple", "rank":
		x.Kind = map[string]string{"select_multiple": "many", "rank": "rank"}[q.Type]
		if x.Kind == "" {
			x.Kind = "one"
		}
		x.Choices = f.choices(q, e, path)
		if len(x.Choices) > paperChoices {
			x.Kind, x.Choices = "text", nil
			x.Hint = strings.TrimSpace(x.Hint + " " + f.l.T("survey_paper.write"))
		} else if x.Hint == "" && x.Kind != "one" {
			x.Hint = f.l.T("survey_paper." + x.Kind)
		}
	default:
		x.Kind = "text"
		if strings.Contains(q.Appearance, "multiline") {
			x.Kind = "lines"
		}
	}
	return x
}

func (f *paperForm) choices(q *survey.Question, e *survey.Element, path string) (choices []paper.SurveyChoice) {
	if e.List < 0 {
		return nil
	}
	l := &f.program.Lists[e.List]
	for row, name := range l.Names {
		ch := paper.SurveyChoice{Label: f.say(l.Labels[row])}
		if to, ok := f.skips[path][name]; ok {
			ch.Skip = f.l.T("survey_paper.end")
			if to != "" {
				ch.Skip = "→ " + f.numbers[to]
			}
		}
		choices = append(choices, ch)
	}
	if q.OrOther {
		choices = append(choices, paper.SurveyChoice{Label: f.l.T("survey_paper.other", "n", f.numbers[path+"_other"]), Write: true})
	}
	return choices
}

// grid makes one table of questions that stand on a screen together and have the same few choices.
func (f *paperForm) grid(q *survey.Question, group int, around string, x paper.SurveyItem) (paper.SurveyItem, bool) {
	if !strings.Contains(q.Appearance, "field-list") && !strings.Contains(q.Appearance, "table-list") {
		return x, false
	}
	list := ""
	for _, k := range q.Children {
		if k.Type == "note" {
			continue
		}
		if k.Type != "select_one" || k.OrOther || k.ChoiceFilter != "" || list != "" && k.List != list {
			return x, false
		}
		list = k.List
	}
	for _, k := range q.Children {
		switch {
		case k.Type == "note":
			x.Hint = strings.TrimSpace(x.Hint + " " + f.say(k.Label))
		case slices.Contains(strings.Fields(k.Appearance), "label"): // the head that Collect wants: nothing is answered in it
		default:
			e := f.element(group, k.Name)
			if x.Choices == nil {
				x.Choices = f.choices(k, e, "")
			}
			x.Rows = append(x.Rows, paper.SurveyItem{Number: f.numbers[around+"/"+k.Name], Label: f.say(k.Label), Hint: f.say(k.Hint), Only: f.only(k.Relevant)})
		}
	}
	x.Kind = "grid"
	return x, len(x.Rows) > 1 && len(x.Choices) > 1 && len(x.Choices) <= gridChoices
}

// only says when a question is asked; where the rule is not simple, that the instructions say it.
func (f *paperForm) only(relevant string) string {
	if relevant == "" {
		return ""
	}
	c, ok := f.form.Sentence(relevant)
	if !ok {
		return f.l.T("survey_paper.only.hard")
	}
	var terms []string
	for _, p := range c.Parts {
		_, path := f.form.Named(p.Question)
		n := f.numbers[path]
		if n == "" { // a calculation: nobody at the door can reckon it
			return f.l.T("survey_paper.only.hard")
		}
		terms = append(terms, f.l.T("survey_paper.term."+p.Op, "n", n, "value", f.valueOf(path, p.Values)))
	}
	joint := f.l.T("survey_paper.and")
	if c.Any {
		joint = f.l.T("survey_paper.or")
	}
	return f.l.T("survey_paper.only", "what", strings.Join(terms, " "+joint+" "))
}

// valueOf is a choice in its words, else what is compared with; "" of what is only answered or not.
func (f *paperForm) valueOf(path string, values []string) string {
	value := strings.Join(values, "")
	group := 0
	names := strings.Split(path, "/")
	for _, name := range names[:len(names)-1] {
		group = f.child(group, name)
	}
	if e := f.element(group, names[len(names)-1]); e.List >= 0 {
		if i := slices.Index(f.program.Lists[e.List].Names, value); i >= 0 {
			return f.say(f.program.Lists[e.List].Labels[i])
		}
	}
	return value
}
