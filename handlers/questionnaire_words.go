package handlers

import (
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"ashar/internal/civic"
	"ashar/internal/survey"
	"ashar/views"
)

// wordsShown is how many texts a page of them holds.
const wordsShown = 40

// QuestionnaireWords is every text of the questionnaire in all languages, side by side.
func (a *App) QuestionnaireWords(c *Ctx) error {
	return a.showWords(c, c.emptyForm(), nil)
}

func (a *App) showWords(c *Ctx, form *views.Form, refused error) error {
	d, err := a.draft(c, "questionnaire.words")
	if err != nil {
		return err
	}
	data := &views.WordsData{QuestionnaireData: *d.list(form), Langs: views.FormLanguages(d.form), OnlyMissing: c.QueryParam("show") == "missing"}
	for _, w := range d.form.Words() {
		if !data.OnlyMissing || data.Lacks(w) {
			data.Words = append(data.Words, w)
		}
	}
	data.Total = len(data.Words)
	if from, err := strconv.Atoi(c.QueryParam("from")); err == nil && from > 0 && from < data.Total {
		data.From = from
	}
	data.Words = data.Words[data.From:min(data.Total, data.From+wordsShown)]
	data.Step = wordsShown
	p := d.below(c, "questionnaire.words")
	p.Wide = true
	if refused != nil {
		return c.refuse(refused, p, form, views.WordsContent(data))
	}
	return c.show(p, views.WordsContent(data))
}

// SaveQuestionnaireWords writes the texts of a page.
func (a *App) SaveQuestionnaireWords(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	d, err := a.draft(c, "questionnaire.words")
	if err != nil {
		return err
	}
	langs := views.FormLanguages(d.form)
	for _, w := range d.form.Words() {
		for i, l := range langs {
			if list, sent := form.Values[views.WordsField(w, i)]; sent {
				d.form.Say(w, l.Column, (questionValues{url.Values{"": list}, nil}).text(""))
			}
		}
	}
	if err := a.save(c, d, form.Value("base"), nil); err != nil {
		return a.showWords(c, form, atWords(c, err, d.form, langs))
	}
	next := views.QuestionnairePath(d.frame.ID, "")
	if from := form.Value("next"); from != "" {
		next = views.QuestionnairePath(d.frame.ID, "words?") + url.Values{"from": {from}}.Encode()
	}
	return c.saved(next)
}

// atWords says what is wrong at the text it is wrong in, and above which texts those are; what is wrong elsewhere is said above.
func atWords(c *Ctx, err error, f *survey.Form, langs []views.FormLanguage) error {
	var problems survey.Problems
	if !errors.As(err, &problems) {
		return err
	}
	questions, lists := f.ByRow()
	words := f.Words()
	var es civic.Errors
	where := ""
	for _, p := range problems {
		what, column, _ := strings.Cut(p.Header, "::")
		row := 0 // of the choice in its list
		for other, list := range lists {
			if p.Sheet == "choices" && list == lists[p.Row] && other < p.Row {
				row++
			}
		}
		at := slices.IndexFunc(words, func(w survey.Said) bool {
			if w.Question == nil {
				return p.Sheet == "choices" && w.List == lists[p.Row] && w.Row == row && what == w.What
			}
			return p.Sheet == "survey" && w.Question == questions[p.Row].Question && what == w.What
		})
		lang := slices.IndexFunc(langs, func(l views.FormLanguage) bool { return l.Column == column })
		if at < 0 || lang < 0 {
			continue
		}
		if where == "" {
			where = views.WordsOf(c.Lang, f, words[at])
		}
		es = append(es, civic.Bad(views.WordsField(words[at], lang), p.Key(), p.Args...))
	}
	if where == "" {
		return inForm(c, err, f)
	}
	return append(civic.Errors{civic.Bad("", "questionnaire.words.refused", "n", len(es), "where", where)}, es...).Or()
}

// QuestionnairePreview shows the newest version on a phone, as people will see it.
func (a *App) QuestionnairePreview(c *Ctx) error {
	d, err := a.draft(c, "questionnaire.preview")
	if err != nil {
		return err
	}
	return c.show(d.below(c, "questionnaire.preview"), views.PreviewPhone(d.frame))
}
