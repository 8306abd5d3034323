package handlers

import (
	"context"
	"strconv"

	"ashar/internal/civic"
	"ashar/internal/paper"
	"ashar/views"
)

// surveyStore is surveys, their questionnaires and what was answered.
type surveyStore interface {
	Surveys(ctx context.Context, municipality string) ([]civic.Survey, error)
	SurveysOf(ctx context.Context, cycle string) ([]civic.Survey, error)
	Survey(ctx context.Context, id string) (civic.Survey, error)
	SurveyByCode(ctx context.Context, code string) (civic.Survey, error)
	Questionnaire(ctx context.Context, survey string, number int) (civic.Questionnaire, error)
	Questionnaires(ctx context.Context, survey string) ([]civic.Questionnaire, error)
	QuestionnaireFile(ctx context.Context, survey string, number int, name string) ([]byte, error)
	QuestionnaireFiles(ctx context.Context, survey string, number int) ([]string, error)
	AcceptResponse(ctx context.Context, r civic.Response, sent []byte, files map[string][]byte, spend string) error
	WithdrawResponse(ctx context.Context, survey, code string) error
	Responses(ctx context.Context, survey string, after int64, each func(*civic.Response) error) error
	Response(ctx context.Context, survey, id string) (civic.Response, error)
	SaveDraft(ctx context.Context, d civic.ResponseDraft) error
	Draft(ctx context.Context, survey, id string) (civic.ResponseDraft, error)
	DropDraft(ctx context.Context, survey, id string) error
}

// Surveys of a municipality.
func (a *App) Surveys(c *Ctx) error {
	ctx := c.Request().Context()
	place, err := a.store.PlaceOf(ctx, c.Scope.Municipality)
	if err != nil {
		return err
	}
	all, err := a.store.Surveys(ctx, c.Scope.Municipality)
	if err != nil {
		return err
	}
	p := c.officePage("survey.list")
	p.Back = &views.Link{Href: "/municipalities/" + place.ID, Text: place.Name.In(string(c.Lang))}
	return c.show(p, views.SurveysContent(place, all, c.User.Holds(place.ID, planners...)))
}

// surveyPage frames a page of the survey in the path; part is one of views.SurveyParts.
func (a *App) surveyPage(c *Ctx, part, titleKey string) (views.Page, *views.SurveyFrame, error) {
	s, err := a.store.Survey(c.Request().Context(), c.Scope.Survey)
	if err != nil {
		return views.Page{}, nil, err
	}
	f := &views.SurveyFrame{Survey: s, Part: part, Plans: c.User.Holds(s.Municipality, planners...), Asks: c.User.Holds(s.Municipality, conductors...)}
	p := c.officePage(titleKey)
	p.Title = s.Title.In(string(c.Lang))
	p.Styles = []string{"survey.css"}
	p.Back = &views.Link{Href: views.SurveysPath(s.Municipality), Text: c.Lang.T("survey.list")}
	p.Where = &views.Where{Title: s.Title.In(string(c.Lang)), Sub: c.Lang.T("survey.purpose." + string(s.Purpose))}
	return p, f, nil
}

// Survey is one survey: how far it is, and where one goes on.
func (a *App) Survey(c *Ctx) error {
	p, f, err := a.surveyPage(c, "about", "survey.one")
	if err != nil {
		return err
	}
	f.QR.Size, f.QR.Path = paper.QRPath(c.surveyAddress(f.Code))
	return c.show(p, views.SurveyContent(f, c.base(), c.emptyForm()))
}

// SetSurvey opens a survey or closes it.
func (a *App) SetSurvey(c *Ctx) error {
	return a.changeSurvey(c, civic.SetSurvey{ID: c.Scope.Survey, Open: c.checked("open")})
}

// ShowSurvey lets everybody see the results, or not any more.
func (a *App) ShowSurvey(c *Ctx) error {
	return a.changeSurvey(c, civic.ShowSurvey{ID: c.Scope.Survey, Public: c.checked("public")})
}

func (a *App) changeSurvey(c *Ctx, change civic.Change) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	if _, err := c.Apply(change); err != nil {
		p, f, e := a.surveyPage(c, "about", "survey.one")
		if e != nil {
			return e
		}
		f.QR.Size, f.QR.Path = paper.QRPath(c.surveyAddress(f.Code))
		return c.refuse(err, p, form, views.SurveyContent(f, c.base(), form))
	}
	return c.saved(views.SurveyPath(c.Scope.Survey, ""))
}

// surveyText is what a form says of a survey.
func (c *Ctx) surveyText() civic.SurveyText {
	return civic.SurveyText{
		Title:   civic.Text{KY: c.text("title_ky"), RU: c.text("title_ru"), EN: c.text("title_en")},
		Purpose: civic.SurveyPurpose(c.FormValue("purpose")), Cycle: c.FormValue("cycle"), Session: c.FormValue("session"),
		Access:  civic.SurveyAccess(c.FormValue("access")),
		Consent: civic.Text{KY: c.text("consent_ky"), RU: c.text("consent_ru"), EN: c.text("consent_en")},
		Contact: c.checked("contact"), Village: c.checked("village"), Before: c.FormValue("before"),
	}
}

// surveyForm is a form of what is said of a survey.
func (c *Ctx) surveyForm(s *civic.Survey) *views.Form {
	yes := map[bool]string{true: "1"}
	return c.emptyForm("base", strconv.FormatInt(s.Version, 10), "title_ky", s.Title.KY, "title_ru", s.Title.RU, "title_en", s.Title.EN, "purpose", string(s.Purpose), "cycle", s.Cycle, "session", s.Session,
		"access", string(s.Access), "consent_ky", s.Consent.KY, "consent_ru", s.Consent.RU, "consent_en", s.Consent.EN, "contact", yes[s.Contact], "village", yes[s.Village], "before", s.Before)
}

// EditSurvey is the form of what is said of a survey.
func (a *App) EditSurvey(c *Ctx) error {
	p, f, err := a.surveyPage(c, "about", "survey.edit")
	if err != nil {
		return err
	}
	return a.showSurveyForm(c, p, f, c.surveyForm(&f.Survey), nil, nil)
}

// showSurveyForm shows it with what it may stand beside; a new one has no frame, but something it begins with.
func (a *App) showSurveyForm(c *Ctx, p views.Page, f *views.SurveyFrame, form *views.Form, b *views.Beginning, refused error) error {
	ctx, m := c.Request().Context(), c.Scope.Municipality
	d := &views.SurveyFormData{Frame: f, Municipality: m, Form: form, Begins: b}
	var err error
	if d.Cycles, err = a.store.CyclesOf(ctx, m, civic.Today(a.now())); err != nil {
		return err
	}
	if d.Surveys, err = a.store.Surveys(ctx, m); err != nil {
		return err
	}
	content := views.SurveyForm(d)
	if refused != nil {
		return c.refuse(refused, p, form, content)
	}
	return c.show(p, content)
}

// SaveSurvey changes what is said of a survey.
func (a *App) SaveSurvey(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	if _, err := c.Apply(civic.SaveSurvey{ID: c.Scope.Survey, SurveyText: c.surveyText(), Base: base(form)}); err != nil {
		p, f, e := a.surveyPage(c, "about", "survey.edit")
		if e != nil {
			return e
		}
		return a.showSurveyForm(c, p, f, form, nil, err)
	}
	return c.saved(views.SurveyPath(c.Scope.Survey, ""))
}

// digestOf is a file's SHA-256, as what an editor saw is named.
func digestOf(file []byte) string { return HashToken(string(file)) }
