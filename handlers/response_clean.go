package handlers

import (
	"encoding/json"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"ashar/internal/civic"
	"ashar/internal/result"
	"ashar/internal/survey"
	"ashar/views"
)

// A page of responses shows so many; it looks through so many before it asks whether to look further, fewer where each is reckoned again.
const (
	responsesShown  = 50
	responsesLooked = 20_000
	responsesHeld   = 1_000
)

// flagNames are the filters of what wants a second look.
var flagNames = map[string]result.Flag{"straight": result.Straight, "fast": result.Fast, "same": result.Same}

var errEnough = errors.New("a page is full")

// SurveyResponses lists what came in, with what wants a second look.
func (a *App) SurveyResponses(c *Ctx) error {
	ctx := c.Request().Context()
	p, f, err := a.surveyPage(c, "responses", "survey.part.responses")
	if err != nil {
		return err
	}
	d := &views.ResponsesData{Frame: f, Flag: c.QueryParam("flag"), Village: c.QueryParam("village"), Mode: c.QueryParam("mode")}
	if d.Villages, err = a.store.VillagePeople(ctx, f.Municipality); err != nil {
		return err
	}
	d.After, _ = strconv.ParseInt(c.QueryParam("after"), 10, 64)
	var rows []views.ResponseRow
	newest := 0
	wrong := d.Flag == "wrong"
	err = a.answers(ctx, f.ID, func(t *result.Table) error {
		d.Middle = t.Middle()
		d.Repeats, newest = t.Repeats(), t.Newest()
		most := responsesLooked
		if wrong {
			most = responsesHeld
		}
		seen := 0
		err := a.store.ResponsesFrom(ctx, f.ID, d.After, most, func(r *civic.Response) error {
			if seen++; seen == most {
				d.Next = r.Seq
			}
			if !shows(d, t, r) {
				return nil
			}
			rows = append(rows, views.ResponseRow{Response: *r, Flags: flagsOf(t, r)})
			if len(rows) > responsesShown && !wrong { // what is wrong shows when each is looked at
				return errEnough
			}
			return nil
		})
		if errors.Is(err, errEnough) {
			err = nil
		}
		return err
	})
	if err != nil {
		return err
	}
	for i := range rows {
		r := &rows[i]
		if !r.Withdrawn {
			lk, err := a.look(c, r.Response)
			if err != nil {
				return err
			}
			if lk.wrong() > 0 {
				r.Flags = append(r.Flags, "wrong")
			} else if wrong {
				continue
			}
		}
		if len(d.Rows) == responsesShown {
			d.Next = d.Rows[len(d.Rows)-1].Seq
			break
		}
		d.Rows = append(d.Rows, *r)
	}
	if d.Pictures, err = a.asksForPictures(ctx, f.ID, newest); err != nil {
		return err
	}
	if err := a.conflicts(c, d); err != nil {
		return err
	}
	p.Wide = true
	return c.show(p, views.ResponsesContent(d))
}

// shows reports whether a filter lets a response through.
func shows(d *views.ResponsesData, t *result.Table, r *civic.Response) bool {
	if d.Village != "" && r.Unit != d.Village || d.Mode != "" && string(r.Mode) != d.Mode {
		return false
	}
	switch d.Flag {
	case "":
		return true
	case "out":
		return r.Excluded != ""
	case "withdrawn":
		return r.Withdrawn
	case "wrong":
		return !r.Withdrawn
	}
	return slices.Contains(flagsOf(t, r), d.Flag)
}

// flagsOf are the names of what makes a response worth a second look.
func flagsOf(t *result.Table, r *civic.Response) (names []string) {
	at, ok := t.Row(r.Seq)
	if !ok || r.Withdrawn {
		return nil
	}
	has := t.Flags(at)
	for name, flag := range flagNames {
		if has&flag != 0 {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// conflicts are put beside what they contradict.
func (a *App) conflicts(c *Ctx, d *views.ResponsesData) error {
	ctx := c.Request().Context()
	waiting, err := a.store.ResponseConflicts(ctx, d.Frame.ID)
	if err != nil {
		return err
	}
	for _, x := range waiting {
		had, err := a.store.Response(ctx, d.Frame.ID, x.Response)
		if err != nil {
			return err
		}
		other := had
		other.Number, other.Answers = x.Number, x.Answers
		row := views.ResponseConflictRow{ResponseConflict: x, Kept: had, Op: a.ids.New()}
		if row.Differences, err = a.differ(c, had, other); err != nil {
			return err
		}
		d.Conflicts = append(d.Conflicts, row)
	}
	return nil
}

// SettleConflict says which of two contents stands.
func (a *App) SettleConflict(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	change := civic.SettleConflict{Survey: c.Scope.Survey, Conflict: c.Param("conflict"), Take: c.checked("take"), Base: base(form), Reason: c.Lang.T("response.conflict")}
	if change.Take {
		waiting, err := a.store.ResponseConflicts(ctx, c.Scope.Survey)
		if err != nil {
			return err
		}
		for _, x := range waiting {
			if x.ID != change.Conflict {
				continue
			}
			lk, err := a.look(c, civic.Response{Survey: c.Scope.Survey, Number: x.Number, Answers: x.Answers, BeganAt: x.ReceivedAt})
			if err != nil {
				return err
			}
			change.Blank = strings.Join(lk.iv.Blanks(), " ")
		}
	}
	if _, err := c.Apply(change); err != nil {
		return err
	}
	return c.saved(views.SurveyPath(c.Scope.Survey, "responses"))
}

func (a *App) responseData(c *Ctx) (views.Page, *views.ResponseData, *looked, error) {
	ctx := c.Request().Context()
	p, f, err := a.surveyPage(c, "responses", "survey.part.responses")
	if err != nil {
		return p, nil, nil, err
	}
	r, err := a.store.Response(ctx, f.ID, c.Param("response"))
	if err != nil {
		return p, nil, nil, err
	}
	p.Back = &views.Link{Href: views.SurveyPath(f.ID, "responses"), Text: c.Lang.T("survey.part.responses")}
	d := &views.ResponseData{Frame: f, Response: r, Form: c.emptyForm()}
	villages, err := a.store.VillagePeople(ctx, f.Municipality)
	if err != nil {
		return p, nil, nil, err
	}
	for _, v := range villages {
		if v.ID == r.Unit {
			d.Village = v.Name
		}
	}
	lk, err := a.look(c, r)
	if err != nil {
		return p, nil, nil, err
	}
	d.Lines = lk.lines(c.Lang)
	pictures, err := a.picturesOf(ctx, lk)
	if err != nil {
		return p, nil, nil, err
	}
	for i := range d.Lines {
		if name := pictures[d.Lines[i].Path]; name != "" {
			d.Lines[i].Picture = views.SurveyPath(f.ID, "responses/"+r.ID+"/files/"+url.PathEscape(name))
		}
	}
	if path := c.FormValue("path"); path != "" && !r.Withdrawn {
		d.Field = lk.field(c.Lang, path)
	}
	edits, err := a.store.ResponseEdits(ctx, r.ID)
	if err != nil {
		return p, nil, nil, err
	}
	after := r
	for _, e := range edits {
		before := after
		before.Answers = e.Before
		row := views.ResponseEditRow{ResponseEdit: e}
		if row.Differences, err = a.differ(c, before, after); err != nil {
			return p, nil, nil, err
		}
		d.Edits = append(d.Edits, row)
		after = before
	}
	err = a.answers(ctx, f.ID, func(t *result.Table) error {
		d.Flags = flagsOf(t, &r)
		return nil
	})
	return p, d, lk, err
}

// SurveyResponse is one response: what was answered, what is strange about it, what was done to it.
func (a *App) SurveyResponse(c *Ctx) error {
	p, d, _, err := a.responseData(c)
	if err != nil {
		return err
	}
	return c.show(p, views.ResponseContent(d))
}

// ExcludeResponse leaves a response out of the results, or takes it back in.
func (a *App) ExcludeResponse(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	change := civic.ExcludeResponse{Survey: c.Scope.Survey, Response: c.Param("response"), Out: c.checked("out"), Reason: c.text("reason")}
	if _, err := c.Apply(change); err != nil {
		return a.refuseResponse(c, form, err)
	}
	return c.saved(views.SurveyPath(c.Scope.Survey, "responses/"+change.Response))
}

func (a *App) refuseResponse(c *Ctx, form *views.Form, refused error) error {
	p, d, _, err := a.responseData(c)
	if err != nil {
		return err
	}
	d.Form = form
	return c.refuse(refused, p, form, views.ResponseContent(d))
}

// EditResponse corrects one answer; what is no longer asked because of it goes.
func (a *App) EditResponse(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	_, d, lk, err := a.responseData(c)
	if err != nil {
		return err
	}
	path := c.FormValue("path")
	if d.Field == nil {
		return civic.E(civic.NotFound, "error.not_found")
	}
	lk.iv.Set(path, strings.TrimSpace(strings.Join(form.Values["value"], " ")))
	if s, _ := lk.iv.State(path); s.Wrong != "" && s.Wrong != survey.WrongRequired {
		return a.refuseResponse(c, form, civic.Bad("value", views.AnswerProblems[s.Wrong]))
	}
	change := civic.EditResponse{Survey: c.Scope.Survey, Response: d.ID, Base: base(form), Blank: strings.Join(lk.iv.Blanks(), " "), Reason: c.text("reason")}
	if change.Answers, err = json.Marshal(lk.iv.Answers()); err != nil {
		return err
	}
	if _, err := c.Apply(change); err != nil {
		return a.refuseResponse(c, form, err)
	}
	return c.saved(views.SurveyPath(c.Scope.Survey, "responses/"+d.ID))
}
