package views

import (
	"context"
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"ashar/internal/civic"
	"ashar/internal/i18n"
	"ashar/internal/survey"
)

// Asking is one interview as a page shows it.
type Asking struct {
	Survey   civic.Survey
	Program  *survey.Program
	Number   int    // version of the questionnaire
	Lang     string // the form's language
	Base     string // address of this response, /q/CODE/ID
	Files    string // where pictures of the questionnaire are
	ID       string
	Mode     civic.ResponseMode
	Unit     string
	Username string
	Numbers  map[string]string // of questions, by path without instances: the same as on paper
	Pictures []string          // names of the files that the questionnaire has
	Place    string            // path of the screen; "end" after the last
	Iv       *survey.Interview
	Answers  json.RawMessage
	Began    int64 // milliseconds since 1970
	Form     *Form // what is wrong, by path
	Preview  bool
}

// Screen is the one shown: nil at the end.
func (d *Asking) Screen() (*survey.Screen, int, int) {
	screens := d.Iv.Screens()
	i := slices.IndexFunc(screens, func(s survey.Screen) bool { return s.Path == d.Place })
	if d.Place == "" && len(screens) > 0 {
		i = 0
	}
	if i < 0 {
		return nil, len(screens), len(screens)
	}
	return &screens[i], i, len(screens)
}

// Question is one thing asked, as the page draws it.
type Question struct {
	Path     string // "~path~" in what the script fills in
	Number   string
	Element  int
	Kind     string // how it is answered
	Label    string
	Hint     string
	Image    string // address
	Value    string
	Choices  []Offer
	Steps    []string // of a range with few
	Least    string
	Most     string
	Step     string
	Required bool
	ReadOnly bool
	Problem  string
	Words    bool // its words quote answers
	Digits   bool // a text of digits: a telephone's keys for them
	Files    string
}

// Offer is a choice of a question.
type Offer struct {
	Name, Label, Image string
	On                 bool
	Place              int // in a rank, from 1
}

func (q *Question) id() string    { return "q-" + q.Path }
func (q *Question) field() string { return "a:" + q.Path }
func (q *Question) badID() string { return "bad-" + q.Path }

func (q *Question) describedBy() string {
	by := q.badID()
	if q.Hint != "" {
		by = "hint-" + q.Path + " " + by
	}
	return by
}

// Ask makes what a path asks ready to be drawn.
func (d *Asking) Ask(ctx context.Context, path string) *Question {
	s, _ := d.Iv.State(path)
	q := d.question(ctx, s.Element)
	q.Path, q.Value, q.Required, q.ReadOnly = path, s.Value, s.Required, s.ReadOnly
	if words := d.Iv.Words(path, survey.Label); words != "" {
		q.Label = words
	}
	q.Hint = d.Iv.Words(path, survey.Hint)
	if d.Form != nil {
		q.Problem = d.problem(ctx, path)
	}
	if q.Problem == "" && d.gone(&s) {
		q.Problem = d.sentence(ctx, &s, "")
	}
	e := &d.Program.Elements[s.Element]
	if e.List >= 0 {
		var offered []Offer
		for _, row := range d.Iv.Choices(path) {
			name := d.Program.Lists[e.List].Names[row]
			if i := slices.IndexFunc(q.Choices, func(o Offer) bool { return o.Name == name }); i >= 0 {
				offered = append(offered, q.Choices[i])
			}
		}
		if e.OrOther {
			offered = append(offered, q.Choices[len(q.Choices)-1])
		}
		q.Choices = offered
		q.choose()
	}
	return q
}

// problem is the form's own sentence of what is wrong, else ours.
func (d *Asking) problem(ctx context.Context, path string) string {
	says := d.Form.Problem(ctx, path)
	if says == "" {
		return ""
	}
	s, _ := d.Iv.State(path)
	return d.sentence(ctx, &s, says)
}

// gone reports whether what was chosen fell away with an answer to another question.
func (d *Asking) gone(s *survey.State) bool {
	e := &d.Program.Elements[s.Element]
	return s.Relevant && s.Wrong == survey.WrongChoice && s.Value != "" && e.Filter != nil && e.Type != "rank"
}

// sentence says what is to be done about an answer: in the form's own words, where it has some. static/js/ask.js does the same.
func (d *Asking) sentence(ctx context.Context, s *survey.State, otherwise string) string {
	e := &d.Program.Elements[s.Element]
	switch s.Wrong {
	case survey.WrongRequired:
		if own := d.Iv.Words(s.Path, survey.RequiredMessage); own != "" {
			return own
		}
	case survey.WrongChoice:
		if d.gone(s) {
			return t(ctx, "error.answer_again")
		}
		if e.Type == "rank" {
			return t(ctx, "error.answer_rank")
		}
	case survey.WrongType:
		if key := typeProblems[e.Answer]; key != "" {
			return t(ctx, key)
		}
	case survey.WrongRange, survey.WrongConstraint:
		if own := d.Iv.Words(s.Path, survey.ConstraintMessage); own != "" && s.Wrong == survey.WrongConstraint {
			return own
		}
		if says := d.bounds(ctx, s.Element); says != "" {
			return says
		}
	}
	return otherwise
}

// typeProblems are the sentences of what is no number or place.
var typeProblems = map[string]string{"integer": "error.answer_integer", "decimal": "error.answer_decimal", "geopoint": "error.answer_place"}

// bounds says between which numbers an answer lies, "" where the form does not say so.
func (d *Asking) bounds(ctx context.Context, el int) string {
	low, high := d.Program.Bounds(el)
	switch {
	case low != "" && high != "":
		return t(ctx, "error.answer_between", "low", low, "high", high)
	case low != "":
		return t(ctx, "error.answer_least", "low", low)
	case high != "":
		return t(ctx, "error.answer_most", "high", high)
	}
	return ""
}

func (q *Question) choose() {
	said := strings.Fields(q.Value)
	if q.Kind == "one" || q.Kind == "minimal" || q.Kind == "likert" || q.Kind == "faces" {
		said = []string{q.Value}
	}
	for i := range q.Choices {
		at := slices.Index(said, q.Choices[i].Name)
		q.Choices[i].On, q.Choices[i].Place = at >= 0, at+1
	}
}

// Blank is a question of the program without an answer, for the script to fill in.
func (d *Asking) Blank(ctx context.Context, el int) *Question {
	q := d.question(ctx, el)
	q.Path = "~path~"
	return q
}

// fewSteps are so many that a range is better tapped than drawn.
const fewSteps = 11

func (d *Asking) question(ctx context.Context, el int) *Question {
	e := &d.Program.Elements[el]
	q := &Question{Element: el, Kind: askedAs(e), Files: d.Files, Number: d.Numbers[d.Program.Way(el)]}
	var quotes, more bool
	q.Label, quotes = d.Program.Said(el, survey.Label, d.Lang)
	q.Hint, more = d.Program.Said(el, survey.Hint, d.Lang)
	q.Words = quotes || more
	q.Digits = q.Kind == "text" && slices.Contains(e.Appearance, "numbers")
	if e.Other && q.Label == "" {
		q.Label = t(ctx, "ask.other.which")
	}
	if name, _ := d.Program.Said(el, survey.Image, d.Lang); name != "" {
		q.Image = d.picture(name)
	}
	if e.List >= 0 {
		l := &d.Program.Lists[e.List]
		for row, name := range l.Names {
			o := Offer{Name: name, Label: survey.Text(l.Labels[row]).In(append([]string{d.Lang, ""}, d.Program.Languages...)...)}
			if image := d.Program.ChoiceImage(e.List, row, d.Lang); image != "" {
				o.Image = d.picture(image)
			}
			q.Choices = append(q.Choices, o)
		}
		if e.OrOther {
			q.Choices = append(q.Choices, Offer{Name: "other", Label: t(ctx, "ask.other")})
		}
	}
	if e.Range != nil {
		low, high, step := e.Range[0], e.Range[1], e.Range[2]
		q.Least, q.Most, q.Step = number(low), number(high), number(step)
		if n := int((high-low)/step) + 1; q.Kind == "scale" {
			for i := range n {
				q.Steps = append(q.Steps, number(low+float64(i)*step))
			}
		}
	}
	return q
}

// picture is the address of one, "" where the questionnaire came without it.
func (d *Asking) picture(name string) string {
	if !slices.Contains(d.Pictures, name) {
		return ""
	}
	return d.Files + url.PathEscape(name)
}

func number(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// askedAs is how a question is answered: the type, or what its appearance makes of it.
func askedAs(e *survey.Element) string {
	has := func(a string) bool { return slices.Contains(e.Appearance, a) }
	switch e.Type {
	case "text":
		if has("multiline") {
			return "multiline"
		}
	case "select_one", "select_one_from_file":
		switch {
		case has("minimal") || has("autocomplete"):
			return "minimal"
		case has("faces"):
			return "faces"
		case has("likert"):
			return "likert"
		}
		return "one"
	case "select_multiple":
		return "many"
	case "range":
		if n := (e.Range[1]-e.Range[0])/e.Range[2] + 1; n > 0 && n <= fewSteps {
			return "scale"
		}
	}
	return e.Type
}

// heading are the words of a group or instance around a screen.
func (d *Asking) heading(ctx context.Context, path string) string {
	words := d.Iv.Words(path, survey.Label)
	if n := instanceOf(path); n != "" {
		if words == "" {
			return t(ctx, "ask.instance", "n", n)
		}
		return words + " · " + n
	}
	return words
}

func instanceOf(path string) string {
	if !strings.HasSuffix(path, "]") {
		return ""
	}
	return path[strings.LastIndexByte(path, '[')+1 : len(path)-1]
}

// repeatWords are the words of the repeat that a screen asks about.
func (d *Asking) repeatWords(s *survey.Screen) string {
	words, _ := d.Program.Said(s.Element, survey.Label, d.Lang)
	return words
}

// missing are questions whose answers cannot stay, for the last screen.
func (d *Asking) missing() (paths []string) {
	d.Iv.Each(func(s survey.State) {
		if s.Relevant && s.Wrong != "" {
			paths = append(paths, s.Path)
		}
	})
	return paths
}

// screenOf is the path of the screen that asks something.
func (d *Asking) screenOf(path string) string {
	for _, s := range d.Iv.Screens() {
		if slices.Contains(s.Asks, path) {
			return s.Path
		}
	}
	return path
}

// settings are what the script is told.
func (d *Asking) settings(ctx context.Context) map[string]any {
	_, months, weekdays := lang(ctx).DateWords()
	messages := map[string]string{}
	for _, why := range []string{survey.WrongRequired, survey.WrongType, survey.WrongRange, survey.WrongChoice, survey.WrongConstraint} {
		messages[why] = t(ctx, AnswerProblems[why])
	}
	for kind, key := range typeProblems {
		messages["type."+kind] = t(ctx, key)
	}
	bounds := map[int]string{}
	for el := range d.Program.Elements {
		if says := d.bounds(ctx, el); says != "" {
			bounds[el] = says
		}
	}
	messages["photo"], messages["again"] = t(ctx, "error.answer_photo"), t(ctx, "error.answer_again")
	messages["rank"], messages["agree"] = t(ctx, "error.answer_rank"), t(ctx, "error.ask_agree")
	answers := d.Answers
	if len(answers) == 0 {
		answers = json.RawMessage("{}")
	}
	return map[string]any{
		"program": d.Program.In(d.Lang), "lang": d.Lang, "survey": d.Survey.ID, "number": d.Number, "base": d.Base, "files": d.Files, "id": d.ID, "mode": d.Mode, "unit": d.Unit,
		"place": d.Place, "answers": answers, "began": d.Began, "months": months, "weekdays": weekdays, "messages": messages, "bounds": bounds, "preview": d.Preview, "username": d.Username,
		"instance": t(ctx, "ask.instance", "n", "{n}"), "title": in(ctx, d.Survey.Title),
	}
}

// AnswerProblems are the sentences of what can be wrong with an answer; a form may have its own for two of them.
var AnswerProblems = map[string]string{
	survey.WrongRequired: "error.answer_required", survey.WrongType: "error.answer_type", survey.WrongRange: "error.answer_range",
	survey.WrongChoice: "error.answer_choice", survey.WrongConstraint: "error.answer_constraint",
}

// AskIntro is what a person reads before the first question.
type AskIntro struct {
	Survey   civic.Survey
	Base     string // address that begins
	Form     *Form
	Villages []Option
	Slip     bool   // a printed code is wanted
	Resume   string // address of answers under way; "" none
	Answered bool
	Mode     civic.ResponseMode
}

// consent are the words one agrees to.
func (d *AskIntro) consent(ctx context.Context) []string {
	lines := Consent(lang(ctx), &d.Survey)
	if in(ctx, d.Survey.Consent) == "" {
		lines = append(lines, t(ctx, "ask.consent.back"))
	}
	return lines
}

// Consent is what one agrees to, on paper too, where nothing can be taken back: nobody knows whose sheet it is.
func Consent(l i18n.Lang, s *civic.Survey) []string {
	if own := s.Consent.In(string(l)); own != "" {
		return strings.Split(own, "\n")
	}
	return []string{l.T("ask.consent." + string(s.Purpose)), l.T("ask.consent.free"), l.T("ask.consent.anonymous")}
}

// grouped are the kinds whose answer is made of several controls.
func grouped(kind string) bool {
	return slices.Contains([]string{"one", "many", "likert", "faces", "rank", "scale"}, kind)
}

// mouth of the i-th of n faces: from down to up.
func mouth(i, n int) string {
	if n < 2 {
		n = 2
	}
	bend := 4 * (2*float64(i)/float64(n-1) - 1)
	y := 16 - bend/2
	return "M7.5 " + number(y) + " Q12 " + number(y+bend) + " 16.5 " + number(y)
}

// entry is how a browser takes a line of text.
func (q *Question) entry() templ.Attributes {
	switch q.Kind {
	case "integer":
		return templ.Attributes{"type": "text", "inputmode": "numeric"}
	case "decimal", "range":
		return templ.Attributes{"type": "text", "inputmode": "decimal"}
	case "dateTime":
		return templ.Attributes{"type": "datetime-local"}
	case "date", "time":
		return templ.Attributes{"type": q.Kind}
	}
	if q.Digits {
		return templ.Attributes{"type": "text", "inputmode": "numeric"}
	}
	return templ.Attributes{"type": "text"}
}
