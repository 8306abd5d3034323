package handlers

import (
	"context"
	"errors"
	"slices"
	"sync"

	"ashar/internal/civic"
	"ashar/internal/result"
	"ashar/views"
)

// resultStore is what came back of a survey.
type resultStore interface {
	VillagePeople(ctx context.Context, municipality string) ([]civic.VillagePeople, error)
	SurveyTags(ctx context.Context, survey string) ([]civic.SurveyTag, error)
	ResponseTags(ctx context.Context, survey, question string, responses map[string]bool) (map[string][]string, error)
	ResponsesFrom(ctx context.Context, survey string, after int64, most int, each func(*civic.Response) error) error
	ResponseFiles(ctx context.Context, survey, response string) ([]string, error)
	ResponseFile(ctx context.Context, survey, response, name string) ([]byte, error)
	ResponseEdits(ctx context.Context, response string) ([]civic.ResponseEdit, error)
	ResponseConflicts(ctx context.Context, survey string) ([]civic.ResponseConflict, error)
}

// tables keeps what respondents answered, as columns. A table follows its survey: each look reads what
// came or changed since the last one.
type tables struct {
	mu   sync.Mutex
	kept map[string]*followed
	at   int64 // counts looks
}

// followed is the table of one survey; one look at a time.
type followed struct {
	mu    sync.Mutex
	table *result.Table
	looks int64
	size  int
}

// tablesMost bounds the memory of tables that nobody looks at just now. A table of a hundred thousand responses to
// forty questions takes about 30 MB.
const tablesMost = 128 << 20

// answers shows the table of a survey as it is now. It is not to be kept.
func (a *App) answers(ctx context.Context, surveyID string, look func(*result.Table) error) error {
	f := a.tables.of(surveyID)
	f.mu.Lock()
	defer f.mu.Unlock()
	err := a.follow(ctx, surveyID, f)
	if errors.Is(err, result.ErrVersion) { // published while we looked
		f.table = nil
		err = a.follow(ctx, surveyID, f)
	}
	if err != nil {
		f.table = nil // half a turn may be in it
		return err
	}
	a.tables.sized(f, f.table.Size())
	return look(f.table)
}

func (a *App) follow(ctx context.Context, surveyID string, f *followed) error {
	versions, err := a.store.Questionnaires(ctx, surveyID)
	if err != nil {
		return err
	}
	if f.table == nil {
		f.table = result.New(nil)
	}
	for _, v := range slices.Backward(versions) { // oldest first
		if v.Frozen() && v.Number > f.table.Newest() {
			if err := a.addForm(ctx, surveyID, v.Number, f.table); err != nil {
				return err
			}
		}
	}
	return a.store.Responses(ctx, surveyID, f.table.Turn, f.table.Put)
}

func (a *App) addForm(ctx context.Context, surveyID string, number int, t *result.Table) error {
	q, err := a.asked(ctx, surveyID, number)
	if err == nil {
		t.Add(result.Form{Number: number, Program: q.Program})
	}
	return err
}

func (ts *tables) of(surveyID string) *followed {
	ts.mu.Lock()
	defer ts.mu.Unlock()
	ts.at++
	f := ts.kept[surveyID]
	if f == nil {
		if ts.kept == nil {
			ts.kept = map[string]*followed{}
		}
		f = &followed{}
		ts.kept[surveyID] = f
	}
	f.looks = ts.at
	return f
}

// sized lets tables go that were not looked at for longest, until the others are small enough.
func (ts *tables) sized(f *followed, size int) {
	ts.mu.Lock()
	defer ts.mu.Unlock()
	f.size = size
	for {
		sum, oldest, id := 0, f, ""
		for key, x := range ts.kept {
			sum += x.size
			if x.looks < oldest.looks {
				oldest, id = x, key
			}
		}
		if sum <= tablesMost || id == "" {
			return
		}
		delete(ts.kept, id)
	}
}

// Results are a survey's answers, question by question.
func (a *App) Results(c *Ctx) error {
	p, f, err := a.surveyPage(c, "results", "survey.part.results")
	if err != nil {
		return err
	}
	seq, err := a.store.Newest(c.Request().Context(), f.ID) // before what is shown, so that nothing is missed
	if err != nil {
		return err
	}
	d, err := a.resultsData(c, f)
	if err != nil {
		return err
	}
	p.Wide, p.Live, p.Follow = true, f.Status == civic.SurveyOpen, &views.Follow{Path: views.SurveyPath(f.ID, "live"), Seq: seq}
	p.Styles = append(p.Styles, "report.css")
	return c.show(p, views.ResultsContent(d))
}

func (a *App) resultsData(c *Ctx, f *views.SurveyFrame) (*views.ResultsData, error) {
	ask := resultAsk{By: c.QueryParam("by"), Weigh: c.checked("weigh")}
	d := &views.ResultsData{Frame: f, By: ask.By, Weigh: ask.Weigh}
	err := a.resulter(c.Request().Context(), c.Lang, f.Survey, ask, func(r *resulter) error {
		d.Report = civic.Report{Title: f.Title.In(string(c.Lang)), Parts: r.parts()}
		d.Cuts, d.Weighable = r.cuts(), r.weighable
		d.Needs, d.NeedsBy = r.needChoices(), f.Needs
		d.Live, d.Rows = r.t.Live(), r.t.Rows()
		return nil
	})
	if err == nil && f.Before != "" {
		d.Change, d.BeforeTitle, err = a.changes(c.Request().Context(), c.Lang, &f.Survey)
	}
	return d, err
}

// SurveyLive streams the results as they change.
func (a *App) SurveyLive(c *Ctx) error {
	page, ok := livePage(c.QueryParam("page"), views.SurveyPath(c.Scope.Survey, ""))
	if !ok {
		return civic.E(civic.NotFound, "error.not_found")
	}
	return a.stream(c, watching{session: c.Scope.Survey, page: page, tablet: c.login, gone: func() bool {
		_, err := a.store.LoginUser(c.Request().Context(), c.login)
		return civic.KindOf(err) == civic.NotFound
	}})
}

// ChooseNeeds says which question asks for needs.
func (a *App) ChooseNeeds(c *Ctx) error {
	if _, err := c.form(); err != nil {
		return err
	}
	if _, err := c.Apply(civic.ChooseNeeds{Survey: c.Scope.Survey, Question: c.FormValue("question")}); err != nil {
		return err
	}
	return c.saved(views.SurveyPath(c.Scope.Survey, "results"))
}
