package handlers

import (
	"errors"
	"net/url"
	"slices"

	"ashar/internal/civic"
	"ashar/internal/survey"
	"ashar/views"
)

// draft is the newest version of a questionnaire, read to be changed.
type draft struct {
	page     views.Page
	frame    *views.SurveyFrame
	version  civic.Questionnaire
	form     *survey.Form
	warnings []survey.Problem
}

// draft reads the newest version for a page of the survey in the path.
func (a *App) draft(c *Ctx, titleKey string) (*draft, error) {
	p, f, err := a.surveyPage(c, "questionnaire", titleKey)
	if err != nil {
		return nil, err
	}
	d := &draft{page: p, frame: f}
	if d.version, err = a.store.Questionnaire(c.Request().Context(), f.ID, 0); err != nil {
		return nil, err
	}
	names, err := a.store.QuestionnaireFiles(c.Request().Context(), f.ID, d.version.Number)
	if err != nil {
		return nil, err
	}
	if d.form, _, d.warnings, err = survey.Open(d.version.File, a.filesOf(c.Request().Context(), f.ID, d.version.Number)); err != nil {
		return nil, err
	}
	d.warnings = append(d.warnings, d.form.Lost(func(name string) bool { return slices.Contains(names, name) })...)
	d.page.Scripts = []string{"reorder.js"}
	d.page.Styles = append(d.page.Styles, "questionnaire.css")
	return d, nil
}

// below is the frame of a page below the list of questions.
func (d *draft) below(c *Ctx, titleKey string) views.Page {
	p := d.page
	p.Scripts = nil
	p.Title = c.Lang.T(titleKey)
	p.Back = &views.Link{Href: views.QuestionnairePath(d.frame.ID, ""), Text: c.Lang.T("survey.part.questionnaire")}
	return p
}

// save writes the form as the version being worked on, with what it names, or with what there was where files is nil.
// What is wrong with it comes as survey.Problems, whose rows are those of form.ByRow.
func (a *App) save(c *Ctx, d *draft, base string, files map[string][]byte) error {
	file, err := survey.Write(d.form)
	if err != nil {
		return err
	}
	if _, _, _, err := survey.Open(file, a.filesOf(c.Request().Context(), d.frame.ID, d.version.Number)); err != nil {
		return err
	}
	if base != d.version.Digest {
		return civic.E(civic.Conflict, "questionnaire.changed")
	}
	if digestOf(file) == d.version.Digest {
		return nil
	}
	_, err = c.Apply(civic.SaveQuestionnaire{Survey: d.frame.ID, Base: base, Digest: digestOf(file), Questions: d.form.Asked(), File: file, Files: files})
	return err
}

// list is what the list of questions shows.
func (d *draft) list(state *views.Form) *views.QuestionnaireData {
	return &views.QuestionnaireData{Frame: d.frame, Version: d.version, Form: d.form, Warnings: d.warnings, State: state}
}

// Questionnaire is the questions of a survey.
func (a *App) Questionnaire(c *Ctx) error {
	d, err := a.draft(c, "survey.part.questionnaire")
	if err != nil {
		return err
	}
	return c.show(d.page, views.QuestionnaireContent(d.list(c.emptyForm())))
}

// OrderQuestions moves a question by a line, copies one, or takes the order that a finger made.
func (a *App) OrderQuestions(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	d, err := a.draft(c, "survey.part.questionnaire")
	if err != nil {
		return err
	}
	at := ""
	switch {
	case form.Value("up") != "":
		at = d.form.Move(form.Value("up"), true)
	case form.Value("down") != "":
		at = d.form.Move(form.Value("down"), false)
	case form.Value("copy") != "":
		at = d.form.Copy(form.Value("copy"))
	default:
		d.form.Order(form.Values["order"])
	}
	if err := a.save(c, d, form.Value("base"), nil); err != nil {
		again, e := a.draft(c, "survey.part.questionnaire")
		if e != nil {
			return e
		}
		return c.refuse(inForm(c, err, d.form), again.page, form, views.QuestionnaireContent(again.list(form)))
	}
	if c.partial() {
		if d, err = a.draft(c, "survey.part.questionnaire"); err != nil {
			return err
		}
		return c.show(d.page, views.QuestionnaireContent(d.list(c.emptyForm())))
	}
	return c.goTo(views.QuestionnairePath(d.frame.ID, "") + "#" + views.QuestionID(at))
}

// QuestionKinds asks which kind of question to add.
func (a *App) QuestionKinds(c *Ctx) error {
	d, err := a.draft(c, "questionnaire.kinds")
	if err != nil {
		return err
	}
	where := ""
	for _, name := range []string{"in", "after"} {
		if path := c.QueryParam(name); path != "" {
			if q, _ := d.form.At(path); q != nil {
				where += "&" + name + "=" + url.QueryEscape(path)
			}
		}
	}
	return c.show(d.below(c, "questionnaire.kinds"), views.KindsContent(d.frame, where))
}

// placedAt is the question in the address.
func (d *draft) placedAt(path string) (survey.Placed, error) {
	for _, q := range d.form.All() {
		if q.Path == path {
			return q, nil
		}
	}
	return survey.Placed{}, civic.E(civic.NotFound, "error.not_found")
}

// QuestionRemoval asks before a question goes, and names those that depend on it.
func (a *App) QuestionRemoval(c *Ctx) error {
	d, err := a.draft(c, "questionnaire.removal")
	if err != nil {
		return err
	}
	q, err := d.placedAt(c.QueryParam("q"))
	if err != nil {
		return err
	}
	return c.show(d.below(c, "questionnaire.removal"), views.RemovalContent(d.list(c.emptyForm()), q, d.form.Mentions(q.Path)))
}

// RemoveQuestion takes a question out. Conditions and limits of others that spoke of it go with it.
func (a *App) RemoveQuestion(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	d, err := a.draft(c, "questionnaire.removal")
	if err != nil {
		return err
	}
	q, err := d.placedAt(c.QueryParam("q"))
	if err != nil {
		return err
	}
	idle := d.form.Idle()
	d.form.Forget(q.Path)
	d.form.Remove(q.Path)
	d.form.Tidy(idle)
	if err := a.save(c, d, form.Value("base"), nil); err != nil {
		again, e := a.draft(c, "questionnaire.removal")
		if e != nil {
			return e
		}
		return c.refuse(inForm(c, err, d.form), again.below(c, "questionnaire.removal"), form, views.RemovalContent(again.list(form), q, again.form.Mentions(q.Path)))
	}
	c.flash(false, "questionnaire.removed")
	return c.goTo(views.QuestionnairePath(d.frame.ID, ""))
}

// inForm says the first thing that would be wrong with a form, and at which question; other errors pass.
func inForm(c *Ctx, err error, f *survey.Form) error {
	var problems survey.Problems
	if !errors.As(err, &problems) {
		return err
	}
	p := problems[0]
	why := c.Lang.T(p.Key(), p.Args...)
	if questions, _ := f.ByRow(); p.Sheet == "survey" && questions[p.Row].Question != nil {
		return civic.Bad("", "questionnaire.problem", "question", views.QuestionName(c.Lang, f, questions[p.Row].Question), "why", why)
	}
	return civic.Bad("", "questionnaire.problem_form", "why", why)
}
