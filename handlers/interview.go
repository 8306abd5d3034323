package handlers

import (
	"encoding/json"
	"net/http"

	"github.com/a-h/templ"

	"ashar/internal/civic"
	"ashar/internal/survey"
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
	d.Closed = !x.takes()
	if f.Published > 0 && f.Status != civic.SurveyDraft { // after the close too: who was begun before it is asked to the end
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
		return a.refuseInOutbox(c, x, err)
	}
	return a.refuseAnswers(c, err)
}

// refuseInOutbox names the first question at which something is wrong: the list of what was not sent shows one sentence.
func (a *App) refuseInOutbox(c *Ctx, x *asker, err error) error {
	problems := civic.Problems(err)
	if len(problems) == 0 || problems[0].Field == "" {
		return err
	}
	q, failed := a.asked(c.Request().Context(), x.survey.ID, atoi(c.FormValue("number")))
	if failed != nil {
		return failed
	}
	var given survey.Answers
	if failed := json.Unmarshal([]byte(c.FormValue("answers")), &given); failed != nil {
		return err
	}
	at := map[string]string{}
	for _, p := range problems {
		at[p.Field] = c.Lang.T(p.Key, p.Args...)
	}
	first := problems[0].Field
	question := q.Program.Begin(c.surveyEnv(q.Program, a.now()), given).Words(first, survey.Label)
	if question == "" { // no question is wrong, but the village
		return err
	}
	says := c.Lang.T("ask.refused_at", "question", question, "says", at[first])
	c.Response().Header().Set("HX-Reswap", "none")
	return c.write(statusOf(problems[0].Kind), views.AskRefused(says, at))
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
