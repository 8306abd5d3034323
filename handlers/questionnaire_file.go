package handlers

import (
	"bytes"
	"errors"
	"maps"
	"net/http"

	"ashar/internal/civic"
	"ashar/internal/survey"
	"ashar/views"
)

// QuestionnaireFile takes the questionnaire out as XLSForm and a newer one in; of one that was read it shows what
// would change.
func (a *App) QuestionnaireFile(c *Ctx) error {
	return a.showQuestionnaireFile(c, c.QueryParam("import"), c.emptyForm(), nil, nil)
}

func (a *App) showQuestionnaireFile(c *Ctx, kept string, form *views.Form, wrong survey.Problems, refused error) error {
	d, err := a.draft(c, "questionnaire.file")
	if err != nil {
		return err
	}
	p := d.below(c, "questionnaire.file")
	data := &views.QuestionnaireFileData{QuestionnaireData: *d.list(form), Wrong: wrong}
	if data.Files, err = a.store.QuestionnaireFiles(c.Request().Context(), d.frame.ID, d.version.Number); err != nil {
		return err
	}
	if kept != "" {
		i, err := a.store.SurveyImport(c.Request().Context(), kept, c.User.ID, d.frame.ID)
		if err != nil {
			return err
		}
		data.Import = i
		rest, left, err := survey.Rest(i.File, filesIn(i.Files))
		if err != nil {
			return err
		}
		if data.New, _, data.Warnings, err = survey.Open(rest, filesIn(i.Files)); err != nil {
			return err
		}
		data.Left, data.Warnings = left, append(data.Warnings, data.New.Lost(isIn(i.Files))...)
		data.Changes = survey.Changes(d.form, data.New)
		had, err := a.allFiles(c.Request().Context(), d.frame.ID, d.version.Number)
		if err != nil {
			return err
		}
		data.Beside = !maps.EqualFunc(had, i.Files, bytes.Equal)
	}
	switch {
	case refused != nil:
		return c.refuse(refused, p, form, views.QuestionnaireFileContent(data))
	case wrong != nil:
		return c.render(http.StatusUnprocessableEntity, p, views.QuestionnaireFileContent(data))
	}
	return c.show(p, views.QuestionnaireFileContent(data))
}

// ImportQuestionnaire reads a newer questionnaire and keeps it; nothing else is written. Files that it names and
// that are not sent again are those that are there.
func (a *App) ImportQuestionnaire(c *Ctx) error {
	d, err := a.draft(c, "questionnaire.file")
	if err != nil {
		return err
	}
	had, err := a.allFiles(c.Request().Context(), d.frame.ID, d.version.Number)
	if err != nil {
		return err
	}
	i, err := a.keepSurveyFile(c, d.frame.ID, had)
	if err == nil {
		return c.goTo(views.QuestionnairePath(d.frame.ID, "file?import=") + i.ID)
	}
	var problems survey.Problems
	if errors.As(err, &problems) {
		form := c.emptyForm("name", i.Name)
		if i.ID != "" {
			form.Values.Set("part", views.QuestionnairePath(d.frame.ID, "file?import=")+i.ID)
		}
		return a.showQuestionnaireFile(c, "", form, problems, nil)
	}
	return a.showQuestionnaireFile(c, "", c.emptyForm(), nil, err)
}

// ConfirmQuestionnaire writes the one that was shown.
func (a *App) ConfirmQuestionnaire(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	i, err := a.store.SurveyImport(c.Request().Context(), form.Value("import"), c.User.ID, c.Scope.Survey)
	if err != nil {
		return err
	}
	rest, _, err := survey.Rest(i.File, filesIn(i.Files))
	if err != nil {
		return err
	}
	read, _, _, err := survey.Open(rest, filesIn(i.Files))
	if err != nil {
		return err
	}
	if _, err := c.Apply(civic.SaveQuestionnaire{Survey: c.Scope.Survey, Base: form.Value("base"), Digest: digestOf(rest), Questions: read.Asked(), File: rest, Files: i.Files}); err != nil {
		return a.showQuestionnaireFile(c, i.ID, form, nil, err)
	}
	return c.saved(views.QuestionnairePath(c.Scope.Survey, ""))
}
