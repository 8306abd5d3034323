package handlers

import (
	"errors"
	"net/http"
	"strings"

	"ashar/internal/civic"
	"ashar/internal/survey"
	forms "ashar/internal/survey/ready"
	"ashar/views"
)

// beginning is what a new survey begins with.
type beginning struct {
	views.Beginning
	file  []byte
	files map[string][]byte
}

// begins reads what from names: blank, ready-NAME, survey-ID, file-ID. NotFound for anything else, and for what
// is another's.
func (a *App) begins(c *Ctx, from string) (b beginning, err error) {
	ctx := c.Request().Context()
	kind, id, _ := strings.Cut(from, "-")
	b.From, b.Kind = from, kind
	switch kind {
	case "blank":
		b.file, err = survey.Write(&survey.Form{Languages: forms.Languages, DefaultLanguage: forms.Languages[0], Name: "data"})
	case "ready":
		f, ok := forms.Find(id)
		if !ok {
			return b, civic.E(civic.NotFound, "error.not_found")
		}
		b.file, b.Purpose, b.Title = f.File, f.Purpose, civic.Text{KY: f.Title[0], RU: f.Title[1], EN: f.Title[2]}
	case "survey":
		var s civic.Survey
		if s, err = a.store.Survey(ctx, id); err != nil || s.Municipality != c.Scope.Municipality {
			return b, civic.E(civic.NotFound, "error.not_found").Because(err)
		}
		var q civic.Questionnaire
		if q, err = a.store.Questionnaire(ctx, id, 0); err != nil {
			return b, err
		}
		b.file, b.Purpose, b.Title = q.File, string(s.Purpose), s.Title
		b.files, err = a.allFiles(ctx, id, q.Number)
	case "file":
		var i civic.SurveyImport
		i, err = a.store.SurveyImport(ctx, id, c.User.ID, c.Scope.Municipality)
		b.files, b.Name = i.Files, i.Name
		if err == nil {
			b.file, b.Left, err = survey.Rest(i.File, filesIn(i.Files))
		}
	default:
		return b, civic.E(civic.NotFound, "error.not_found")
	}
	if err == nil {
		b.Form, b.Program, b.Warnings, err = survey.Open(b.file, filesIn(b.files))
	}
	if err == nil {
		b.Warnings = append(b.Warnings, b.Form.Lost(isIn(b.files))...)
	}
	if err == nil && kind == "file" {
		b.Title.KY = b.Form.Title
	}
	return b, err
}

// newSurveyPage is the frame of the pages that begin a survey.
func (a *App) newSurveyPage(c *Ctx) (views.Page, *views.SurveyNewData, error) {
	ctx := c.Request().Context()
	d := &views.SurveyNewData{Municipality: c.Scope.Municipality, Form: c.emptyForm()}
	for _, f := range forms.All() {
		d.Ready = append(d.Ready, views.Beginning{From: "ready-" + f.Name, Kind: "ready", Name: f.Name, Purpose: f.Purpose, Title: civic.Text{KY: f.Title[0], RU: f.Title[1], EN: f.Title[2]}, Form: f.Form})
	}
	var err error
	d.Surveys, err = a.store.Surveys(ctx, c.Scope.Municipality)
	p := c.officePage("survey.new")
	p.Styles = []string{"survey.css", "questionnaire.css"}
	p.Back = &views.Link{Href: views.SurveysPath(c.Scope.Municipality), Text: c.Lang.T("survey.list")}
	return p, d, err
}

// NewSurvey asks what a survey is to begin with; once that is known, it shows its questions and asks what is to
// be said of it.
func (a *App) NewSurvey(c *Ctx) error {
	p, d, err := a.newSurveyPage(c)
	if err != nil {
		return err
	}
	if c.QueryParam("from") == "" {
		return c.show(p, views.SurveyNewContent(d))
	}
	return a.showBeginning(c, p, nil, nil)
}

// showBeginning shows what a survey begins with beside the form of what is said of it.
func (a *App) showBeginning(c *Ctx, p views.Page, form *views.Form, refused error) error {
	b, err := a.begins(c, c.QueryParam("from"))
	if err != nil {
		return err
	}
	if form == nil {
		s := &civic.Survey{SurveyText: civic.SurveyText{Title: b.Title, Purpose: civic.SurveyPurpose(b.Purpose), Access: civic.AccessDevice, Village: true}}
		if b.Purpose == "" {
			s.Purpose = "other"
		}
		form = c.surveyForm(s)
	}
	p.Back = &views.Link{Href: views.SurveysPath(c.Scope.Municipality) + "/new", Text: c.Lang.T("survey.new")}
	return a.showSurveyForm(c, p, nil, form, &b.Beginning, refused)
}

// ImportSurvey reads a questionnaire from a file and keeps it; nothing else is written. A wrong one is refused
// with all that is wrong with it.
func (a *App) ImportSurvey(c *Ctx) error {
	i, err := a.keepSurveyFile(c, c.Scope.Municipality, nil)
	if err == nil {
		return c.goTo(views.SurveysPath(c.Scope.Municipality) + "/new?from=file-" + i.ID)
	}
	p, d, e := a.newSurveyPage(c)
	if e != nil {
		return e
	}
	var problems survey.Problems
	if errors.As(err, &problems) {
		d.Wrong, d.Name = problems, i.Name
		if i.ID != "" {
			d.Part = views.SurveysPath(c.Scope.Municipality) + "/new?from=file-" + i.ID
		}
		return c.render(http.StatusUnprocessableEntity, p, views.SurveyNewContent(d))
	}
	return c.refuse(err, p, d.Form, views.SurveyNewContent(d))
}

// AddSurvey begins a survey.
func (a *App) AddSurvey(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	b, err := a.begins(c, c.QueryParam("from"))
	if err != nil {
		return err
	}
	id := c.opID()
	s := civic.SaveSurvey{ID: id, SurveyText: c.surveyText(), File: b.file, Files: b.files}
	if b.Kind == "blank" || b.Kind == "ready" { // what is ours is called as the survey is
		b.Form.Title = s.Title.KY
		if s.File, err = survey.Write(b.Form); err != nil {
			return err
		}
	}
	s.Digest, s.Questions = digestOf(s.File), b.Form.Asked()
	if _, err := c.Apply(s); err != nil {
		p, _, e := a.newSurveyPage(c)
		if e != nil {
			return e
		}
		return a.showBeginning(c, p, form, err)
	}
	return c.saved(views.SurveyPath(id, "questionnaire"))
}
