package handlers

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"ashar/internal/civic"
	"ashar/internal/i18n"
	"ashar/internal/survey"
	"ashar/views"
)

// responsesMost is how much the answers of one respondent may be.
const responsesMost = 512 << 10

// accept holds a response against the version of the questionnaire that it answers, keeps of it what
// is asked and relevant, and takes it once (db.AcceptResponse). Wrong answers come back as problems
// whose Field is the question's path. photo gives the picture that came for a question, nil where none come; spend
// is what is used up by it, "" for nothing.
func (a *App) accept(ctx context.Context, r civic.Response, photo func(path string) ([]byte, error), spend string) error {
	if len(r.Answers) > responsesMost {
		return civic.E(civic.TooLarge, "error.too_large")
	}
	var given survey.Answers
	if err := json.Unmarshal(r.Answers, &given); err != nil {
		return civic.E(civic.Invalid, "error.response_form").Because(err)
	}
	sent, err := json.Marshal(given) // one spelling, whatever the browser's
	if err != nil {
		return err
	}
	q, err := a.asked(ctx, r.Survey, r.Number)
	if err != nil {
		return err
	}
	if r.Number == 0 || !q.Frozen() {
		return civic.E(civic.NotFound, "error.response_version", "number", r.Number)
	}
	lang, _ := i18n.Parse(r.Lang)
	iv := q.Program.Begin(surveyEnv(q.Program, lang, r.BeganAt), given)
	if err := wrongAnswers(iv, r.Mode); err != nil {
		return err
	}
	var files map[string][]byte
	if photo != nil {
		if files, err = photosOf(iv, photo); err != nil {
			return err
		}
	}
	if r.Answers, err = json.Marshal(iv.Answers()); err != nil {
		return err
	}
	r.Blank = strings.Join(iv.Blanks(), " ")
	return a.store.AcceptResponse(ctx, r, sent, files, spend)
}

// photosOf are the pictures that answers name, by name. What else came is nobody's answer.
func photosOf(iv *survey.Interview, photo func(path string) ([]byte, error)) (map[string][]byte, error) {
	files := map[string][]byte{}
	for _, path := range picturesIn(iv) {
		content, err := photo(path)
		if err != nil {
			return nil, err
		}
		if content != nil { // a browser that has lost it still has the answers
			files[photoName(path)] = content
		}
	}
	return files, nil
}

// picturesIn are the questions that are answered by a picture.
func picturesIn(iv *survey.Interview) (paths []string) {
	iv.Each(func(s survey.State) {
		if s.Relevant && iv.Element(s).Type == "image" && s.Value == photoName(s.Path) {
			paths = append(paths, s.Path)
		}
	})
	return paths
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
