package handlers

import (
	"net/url"
	"strconv"

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
		return a.showWords(c, form, inForm(c, err, d.form))
	}
	next := views.QuestionnairePath(d.frame.ID, "")
	if from := form.Value("next"); from != "" {
		next = views.QuestionnairePath(d.frame.ID, "words?") + url.Values{"from": {from}}.Encode()
	}
	return c.saved(next)
}

// QuestionnairePreview shows the newest version on a phone, as people will see it.
func (a *App) QuestionnairePreview(c *Ctx) error {
	d, err := a.draft(c, "questionnaire.preview")
	if err != nil {
		return err
	}
	return c.show(d.below(c, "questionnaire.preview"), views.PreviewPhone(d.frame))
}
