package handlers

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"ashar/internal/civic"
	"ashar/internal/survey"
	"ashar/views"
)

// responsesMost is how much the answers of one respondent may be.
const responsesMost = 512 << 10

// accept holds a response against the version of the questionnaire that it answers, keeps of it what
// is asked and relevant, and takes it once (db.AcceptResponse). Wrong answers come back as problems
// whose Field is the question's path. spend is what is used up by it, "" for nothing.
func (a *App) accept(ctx context.Context, r civic.Response, spend string) error {
	sent := []byte(r.Answers)
	if len(sent) > responsesMost {
		return civic.E(civic.TooLarge, "error.too_large")
	}
	var given survey.Answers
	if err := json.Unmarshal(sent, &given); err != nil {
		return civic.E(civic.Invalid, "error.response_form").Because(err)
	}
	if sent, err := json.Marshal(given); err == nil { // one spelling, whatever the browser's
		r.Answers = sent
	}
	whole := r.Answers
	q, err := a.asked(ctx, r.Survey, r.Number)
	if err != nil {
		return err
	}
	if r.Number == 0 || !q.Frozen() {
		return civic.E(civic.NotFound, "error.response_version", "number", r.Number)
	}
	iv := q.Program.Begin(survey.Env{Now: r.BeganAt.In(civic.Zone), Language: r.Lang}, given)
	if err := wrongAnswers(iv, r.Mode); err != nil {
		return err
	}
	if r.Answers, err = json.Marshal(iv.Answers()); err != nil {
		return err
	}
	r.Blank = strings.Join(iv.Blanks(), " ")
	return a.store.AcceptResponse(ctx, r, whole, spend)
}

// wrongAnswers are those that cannot stay, each at its question. What is blank on paper stays blank: nobody can be asked again.
func wrongAnswers(iv *survey.Interview, mode civic.ResponseMode) error {
	var es civic.Errors
	iv.Each(func(s survey.State) {
		if s.Relevant && s.Wrong != "" && (mode != civic.ByPaper || s.Wrong != survey.WrongRequired) {
			es = append(es, civic.Bad(s.Path, views.AnswerProblems[s.Wrong]))
		}
	})
	return es.Or()
}

// beganAgo is when answering began, told as seconds until now because a tablet's clock may be wrong.
func (a *App) beganAgo(seconds int) time.Time {
	if seconds < 0 || seconds > 60*24*3600 {
		seconds = 0
	}
	return a.now().Add(-time.Duration(seconds) * time.Second)
}
