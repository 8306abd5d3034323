package handlers

import (
	"context"
	"net/http"
	"strconv"

	"ashar/internal/civic"
	"ashar/internal/survey"
	"ashar/views"
)

// changesOf are how a version differs from the one before it; nil of the first.
func (a *App) changesOf(ctx context.Context, id string, number int) ([]survey.Change, *survey.Form, error) {
	q, err := a.asked(ctx, id, number)
	if err != nil || number < 2 {
		return nil, nil, err
	}
	before, err := a.asked(ctx, id, number-1)
	if err != nil {
		return nil, nil, err
	}
	return survey.Changes(before.Form, q.Form), q.Form, nil
}

// QuestionnaireVersions lists the versions, each with what it changed.
func (a *App) QuestionnaireVersions(c *Ctx) error {
	ctx := c.Request().Context()
	d, err := a.draft(c, "questionnaire.versions")
	if err != nil {
		return err
	}
	all, err := a.store.Questionnaires(ctx, d.frame.ID)
	if err != nil {
		return err
	}
	v := &views.VersionsData{Frame: d.frame}
	for _, q := range all {
		one := views.QuestionnaireVersion{Questionnaire: q}
		if one.Changes, one.Form, err = a.changesOf(ctx, d.frame.ID, q.Number); err != nil {
			return err
		}
		v.Versions = append(v.Versions, one)
	}
	return c.show(d.below(c, "questionnaire.versions"), views.QuestionnaireVersionsContent(v))
}

// versionNumber is the version in the path.
func (c *Ctx) versionNumber() (int, error) {
	n, err := strconv.Atoi(c.Param("number"))
	if err != nil || n < 1 {
		return 0, civic.E(civic.NotFound, "error.not_found").Because(err)
	}
	return n, nil
}

// QuestionnaireVersion is the questions of one version, to be read.
func (a *App) QuestionnaireVersion(c *Ctx) error {
	n, err := c.versionNumber()
	if err != nil {
		return err
	}
	p, f, err := a.surveyPage(c, "questionnaire", "questionnaire.versions")
	if err != nil {
		return err
	}
	q, err := a.asked(c.Request().Context(), f.ID, n)
	if err != nil {
		return err
	}
	p.Styles = append(p.Styles, "questionnaire.css")
	p.Back = &views.Link{Href: views.QuestionnairePath(f.ID, "versions"), Text: c.Lang.T("questionnaire.versions")}
	return c.show(p, views.VersionContent(&views.QuestionnaireData{Frame: f, Version: q.Questionnaire, Form: q.Form, State: c.emptyForm()}))
}

// DownloadQuestionnaire is a version as XLSForm, as it was written.
func (a *App) DownloadQuestionnaire(c *Ctx) error {
	n, err := c.versionNumber()
	if err != nil {
		return err
	}
	q, err := a.store.Questionnaire(c.Request().Context(), c.Scope.Survey, n)
	if err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set("Content-Disposition", `attachment; filename="questionnaire-`+strconv.Itoa(n)+`.xlsx"`)
	h.Set("Cache-Control", "no-store")
	return c.Blob(http.StatusOK, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", q.File)
}

// Publishing shows what a version changes and what it lacks, before people answer it.
func (a *App) Publishing(c *Ctx) error {
	return a.showPublishing(c, c.emptyForm(), nil)
}

func (a *App) showPublishing(c *Ctx, form *views.Form, refused error) error {
	d, err := a.draft(c, "questionnaire.publish")
	if err != nil {
		return err
	}
	if d.version.Frozen() && refused == nil {
		return c.goTo(views.QuestionnairePath(d.frame.ID, ""))
	}
	data := &views.PublishingData{QuestionnaireData: *d.list(form)}
	if data.Changes, _, err = a.changesOf(c.Request().Context(), d.frame.ID, d.version.Number); err != nil {
		return err
	}
	p := d.below(c, "questionnaire.publish")
	if refused != nil {
		return c.refuse(refused, p, form, views.PublishingContent(data))
	}
	return c.show(p, views.PublishingContent(data))
}

// PublishQuestionnaire freezes the version being worked on: from now on people answer it.
func (a *App) PublishQuestionnaire(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	q, err := a.asked(c.Request().Context(), c.Scope.Survey, 0)
	if err != nil {
		return err
	}
	if q.Form.Asked() == 0 {
		err = civic.E(civic.Invalid, "questionnaire.none_ask")
	} else {
		_, err = c.Apply(civic.PublishQuestionnaire{Survey: c.Scope.Survey, Digest: form.Value("base")})
	}
	if err != nil {
		return a.showPublishing(c, form, err)
	}
	c.flash(false, "questionnaire.published")
	return c.goTo(views.SurveyPath(c.Scope.Survey, ""))
}

// DropQuestionnaire throws the version being worked on away.
func (a *App) DropQuestionnaire(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	if _, err := c.Apply(civic.DropQuestionnaire{Survey: c.Scope.Survey}); err != nil {
		return a.showPublishing(c, form, err)
	}
	c.flash(false, "questionnaire.dropped")
	return c.goTo(views.QuestionnairePath(c.Scope.Survey, ""))
}
