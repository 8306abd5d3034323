package handlers

import (
	"net/http"

	"github.com/a-h/templ"

	"ashar/internal/civic"
	"ashar/views"
)

// Interview is an interviewer's page of a survey: consent, answers under way and sent, and the questionnaire
// itself, so that a tablet without a network needs nothing else.
func (a *App) Interview(c *Ctx) error {
	p, f, err := a.surveyPage(c, "interview", "survey.part.interview")
	if err != nil {
		return err
	}
	x := &asker{f.Survey, civic.ByInterview, views.SurveyPath(f.ID, "interview")}
	d := &views.InterviewData{Frame: f, Intro: &views.AskIntro{Survey: f.Survey, Base: x.prefix, Form: c.emptyForm(), Mode: civic.ByInterview}, Visit: c.QueryParam("visit")}
	x.forgetSent(c)
	if d.Intro.Villages, err = a.villages(c, f.Municipality); err != nil {
		return err
	}
	if d.Visit != "" {
		v, err := a.store.SurveyVisit(c.Request().Context(), f.ID, d.Visit)
		if err != nil {
			return err
		}
		d.Intro.Form.Values.Set("village", v.Unit)
	}
	if x.takes() {
		number := f.Published
		if n := atoi(c.QueryParam("number")); n > 0 && n < number { // answers begun under a version before
			number = n
		}
		q, err := a.asked(c.Request().Context(), f.ID, number)
		if err != nil {
			return err
		}
		d.Asking = a.askingOf(c, x, q, "")
		d.Asking.Iv = q.Program.Begin(c.surveyEnv(q.Program, a.now()), nil)
		p.Scripts = []string{"ask.js"}
	}
	p.Back = &views.Link{Href: views.SurveyPath(f.ID, ""), Text: c.Lang.T("interview.back")}
	return c.write(http.StatusOK, views.AskLayout(p, views.InterviewContent(d)))
}

// SendResponse takes a response from a tablet's outbox: sent again as often as it likes, it counts once. The script of
// a single interview is told what is wrong as that of a phone is.
func (a *App) SendResponse(c *Ctx) error {
	x, err := a.asker(c)
	if err != nil {
		return err
	}
	id, err := a.takeResponse(c, x)
	switch {
	case err == nil:
		return c.done(x.prefix+"/"+id+"/end", templ.NopComponent)
	case c.partial():
		return err
	}
	return a.refuseAnswers(c, err)
}

func (a *App) takeResponse(c *Ctx, x *asker) (id string, err error) {
	r, err := a.readResponse(c, x)
	if err != nil {
		return "", err
	}
	if x.late(r) {
		return "", civic.E(civic.Gone, "ask.closed")
	}
	err = a.accept(c.Request().Context(), r, func(path string) ([]byte, error) { return a.photoAt(c, path) }, "")
	if err == nil && sentHere(c) {
		a.markSent(c, x, r.ID)
	}
	return r.ID, err
}
