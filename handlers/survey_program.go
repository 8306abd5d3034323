package handlers

import (
	"context"
	"strconv"
	"sync"
	"time"

	"ashar/internal/civic"
	"ashar/internal/i18n"
	"ashar/internal/survey"
)

// asked is a version of a questionnaire, read and made ready.
type asked struct {
	civic.Questionnaire
	Form    *survey.Form
	Program *survey.Program
	Names   []string // of the files it has
}

// questionnaires keeps those read lately: a published version never changes, one being worked on is
// known by its digest.
type questionnaires struct {
	mu   sync.Mutex
	kept map[string]*asked
}

// questionnairesKept is how many forms stay in memory: a large one takes about a megabyte.
const questionnairesKept = 32

// asked reads a version of a survey's questionnaire; number 0 is the newest, published or not.
func (a *App) asked(ctx context.Context, surveyID string, number int) (*asked, error) {
	key := surveyID + " " + strconv.Itoa(number)
	if number > 0 {
		if q := a.forms.get(key); q != nil {
			return q, nil
		}
	}
	q, err := a.store.Questionnaire(ctx, surveyID, number)
	if err != nil {
		return nil, err
	}
	if !q.Frozen() {
		key = q.Digest
		if had := a.forms.get(key); had != nil && had.Survey == surveyID && had.Number == q.Number {
			return had, nil
		}
	} else {
		key = surveyID + " " + strconv.Itoa(q.Number)
	}
	read := &asked{Questionnaire: q}
	if read.Form, read.Program, _, err = survey.Open(q.File, a.filesOf(ctx, surveyID, q.Number)); err != nil {
		return nil, err
	}
	if read.Names, err = a.store.QuestionnaireFiles(ctx, surveyID, q.Number); err != nil {
		return nil, err
	}
	a.forms.put(key, read)
	return read, nil
}

// filesOf gives the files that a version names.
func (a *App) filesOf(ctx context.Context, surveyID string, number int) survey.Files {
	return func(name string) ([]byte, error) { return a.store.QuestionnaireFile(ctx, surveyID, number, name) }
}

func (q *questionnaires) get(key string) *asked {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.kept[key]
}

func (q *questionnaires) put(key string, read *asked) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.kept == nil || len(q.kept) >= questionnairesKept {
		q.kept = map[string]*asked{}
	}
	q.kept[key] = read
}

// surveyEnv is the world of an interview at a time, in the form's language that is nearest to the reader's.
func (c *Ctx) surveyEnv(p *survey.Program, now time.Time) survey.Env {
	return surveyEnv(p, c.Lang, now)
}

func surveyEnv(p *survey.Program, l i18n.Lang, now time.Time) survey.Env {
	_, months, weekdays := l.DateWords()
	return survey.Env{Now: now.In(civic.Zone), Language: p.Language(string(l), languageNames(l)...), Months: months, Weekdays: weekdays}
}

// languageNames is what a language is called, in each of ours.
func languageNames(l i18n.Lang) (names []string) {
	for _, in := range i18n.Langs {
		names = append(names, in.T("survey.language."+string(l)))
	}
	return names
}
