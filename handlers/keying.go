package handlers

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"

	"ashar/internal/civic"
	"ashar/internal/survey"
	"ashar/views"
)

// keyingStore is papers keyed in twice.
type keyingStore interface {
	SaveKeying(ctx context.Context, survey, op string, k civic.Keying) error
	Keyings(ctx context.Context, survey string, sheet int) ([]civic.Keying, error)
	KeyedSheets(ctx context.Context, survey string) ([]civic.KeyedSheet, error)
	KeyingResponse(ctx context.Context, survey string, sheet int) (string, error)
	DropKeying(ctx context.Context, survey string, sheet int) error
}

// KeyedSheets are the papers keyed in so far, and where the next one begins.
func (a *App) KeyedSheets(c *Ctx) error { return a.keyedSheets(c, c.emptyForm(), nil) }

func (a *App) keyedSheets(c *Ctx, form *views.Form, refused error) error {
	p, f, err := a.surveyPage(c, "sample", "keying.title")
	if err != nil {
		return err
	}
	d := &views.KeyedSheetsData{Frame: f, Form: form}
	if d.Sheets, err = a.store.KeyedSheets(c.Request().Context(), f.ID); err != nil {
		return err
	}
	if d.Villages, err = a.villages(c, f.Municipality); err != nil {
		return err
	}
	if form.Value("sheet") == "" {
		next := 1
		for _, s := range d.Sheets {
			next = max(next, s.Sheet+1)
		}
		form.Values.Set("sheet", strconv.Itoa(next))
		form.Values.Set("village", c.QueryParam("village"))
	}
	if refused != nil {
		return c.refuse(refused, p, form, views.KeyedSheetsContent(d))
	}
	return c.show(p, views.KeyedSheetsContent(d))
}

// BeginKeying leads to a paper by its number.
func (a *App) BeginKeying(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(c.text("sheet"))
	if err != nil || n < 1 || n > civic.SheetMost {
		return a.keyedSheets(c, form, civic.Bad("sheet", "error.between", "from", 1, "to", civic.SheetMost))
	}
	path := views.KeyingPath(c.Scope.Survey, n, "")
	if village := form.Value("village"); village != "" {
		path += "?village=" + village
	}
	return c.goTo(path)
}

// keyed is a paper under work: its keyings so far and the questionnaire they are of.
func (a *App) keyed(c *Ctx) (views.Page, *views.KeyingData, error) {
	ctx := c.Request().Context()
	p, f, err := a.surveyPage(c, "sample", "keying.title")
	if err != nil {
		return p, nil, err
	}
	p.Back = &views.Link{Href: views.SurveyPath(f.ID, "keying"), Text: c.Lang.T("keying.title")}
	p.Scripts = []string{"keying.js"}
	sheet, err := strconv.Atoi(c.Param("sheet"))
	if err != nil || sheet < 1 || sheet > civic.SheetMost {
		return p, nil, civic.E(civic.NotFound, "error.not_found")
	}
	d := &views.KeyingData{Frame: f, Sheet: sheet, Form: c.emptyForm("village", c.QueryParam("village"))}
	if d.Keyings, err = a.store.Keyings(ctx, f.ID, sheet); err != nil {
		return p, nil, err
	}
	number := f.Published
	if len(d.Keyings) > 0 {
		number = d.Keyings[0].Number
		d.Again = d.Keyings[0].By == c.User.ID
	}
	if number == 0 {
		return p, nil, civic.E(civic.Invalid, "error.survey_unpublished")
	}
	q, err := a.asked(ctx, f.ID, number)
	if err != nil {
		return p, nil, err
	}
	d.Number, d.Program, d.Numbers = number, q.Program, survey.Numbers(q.Form)
	if d.Villages, err = a.villages(c, f.Municipality); err != nil {
		return p, nil, err
	}
	d.Iv = q.Program.Begin(c.surveyEnv(q.Program, a.now()), nil)
	return p, d, nil
}

// Keying is the form of a paper, or, once it was keyed in twice, where both differ.
func (a *App) Keying(c *Ctx) error {
	p, d, err := a.keyed(c)
	if err != nil {
		return err
	}
	if len(d.Keyings) < 2 {
		return c.show(p, views.KeyingContent(d))
	}
	if d.Keyings[0].Done {
		return c.goTo(views.SurveyPath(d.Frame.ID, "keying"))
	}
	if err := a.differences(c, d); err != nil {
		return err
	}
	return c.show(p, views.KeyingDiffers(d))
}

// SaveKeying takes a paper keyed in. Where the second time agrees with the first it is a response at once.
func (a *App) SaveKeying(c *Ctx) error {
	ctx, op := c.Request().Context(), c.opID()
	p, d, err := a.keyed(c)
	if err != nil {
		return err
	}
	if d.Form, err = c.form(); err != nil {
		return err
	}
	answers, es := readKeyings(d.Program, d.Form)
	if village := d.Form.Value("village"); village != "" && !slices.ContainsFunc(d.Villages, func(o views.Option) bool { return o.Value == village }) {
		es = append(es, civic.Bad("village", "error.choice"))
	}
	d.Iv = d.Program.Begin(c.surveyEnv(d.Program, a.now()), answers)
	if add := d.Form.Value("add"); add != "" {
		d.Iv.Add(add)
		d.Form.Op = op
		return c.show(p, views.KeyingContent(d))
	}
	d.More = unasked(d.Iv, d.Program, d.Form)
	var wrong civic.Errors
	d.Iv.Each(func(s survey.State) {
		if s.Relevant && s.Wrong != "" && s.Wrong != survey.WrongRequired { // nobody can be asked again
			wrong = append(wrong, civic.Bad(s.Path, views.AnswerProblems[s.Wrong]))
		}
	})
	for _, e := range es {
		wrong = slices.DeleteFunc(wrong, func(w *civic.Error) bool { return w.Field == e.Field })
	}
	if es = append(es, wrong...); len(es) > 0 || d.More {
		d.Form.Op = op
		if len(es) == 0 {
			return c.show(p, views.KeyingContent(d))
		}
		return c.refuse(es, p, d.Form, views.KeyingContent(d))
	}
	dropBlank(answers)
	said, err := json.Marshal(answers)
	if err != nil {
		return err
	}
	if err := a.store.SaveKeying(ctx, d.Frame.ID, op, civic.Keying{Sheet: d.Sheet, Number: d.Number, Unit: d.Form.Value("village"), Answers: said, By: c.User.ID}); err != nil {
		return c.refuse(err, p, d.Form, views.KeyingContent(d))
	}
	if d.Keyings, err = a.store.Keyings(ctx, d.Frame.ID, d.Sheet); err != nil {
		return err
	}
	if len(d.Keyings) == 2 {
		if err := a.differences(c, d); err != nil {
			return err
		}
		if len(d.Differences) > 0 {
			return c.goTo(views.KeyingPath(d.Frame.ID, d.Sheet, ""))
		}
		if err := a.acceptKeyed(c, d, d.Keyings[0].Unit, answers); err != nil {
			return err
		}
	}
	return c.saved(views.SurveyPath(d.Frame.ID, "keying") + "?village=" + d.Form.Value("village"))
}

// readKeyings reads what was typed, question by question. Blank is said to be blank, or a default would be taken for an answer.
func readKeyings(p *survey.Program, form *views.Form) (answers survey.Answers, es civic.Errors) {
	answers = survey.Answers{}
	for _, field := range slices.Sorted(maps.Keys(form.Values)) {
		path, ok := strings.CutPrefix(field, "a:")
		el, there := elementAt(p, path)
		if !ok || !there || !views.Keyed(&p.Elements[el]) {
			continue
		}
		said, ok := readKeyed(p, el, form.Value(field))
		if !ok {
			es = append(es, civic.Bad(path, "error.keying_answer"))
		}
		put(answers, path, said)
	}
	return answers, es
}

// unasked reports whether the answers opened instances that the form did not show.
func unasked(iv *survey.Interview, p *survey.Program, form *views.Form) (more bool) {
	iv.Each(func(s survey.State) {
		if s.Relevant && views.Keyed(&p.Elements[s.Element]) && !form.Values.Has("a:"+s.Path) {
			more = true
		}
	})
	return more
}

// differences are where two keyings of a paper say something else, in the order of the questionnaire.
func (a *App) differences(c *Ctx, d *views.KeyingData) error {
	var said [2]map[string]string
	for i, k := range d.Keyings[:2] {
		var answers survey.Answers
		if err := json.Unmarshal(k.Answers, &answers); err != nil {
			return err
		}
		iv := d.Program.Begin(c.surveyEnv(d.Program, d.Keyings[0].At), answers)
		said[i] = flat(iv.Answers())
		if i == 0 {
			d.First, d.Iv = answers, iv
		}
		iv.Each(func(s survey.State) { // calculations follow from what was keyed in
			if !views.Keyed(&d.Program.Elements[s.Element]) {
				delete(said[i], s.Path)
			}
		})
	}
	if d.Keyings[0].Unit != d.Keyings[1].Unit {
		d.Differences = append(d.Differences, views.KeyingDifference{Said: [2]string{d.Keyings[0].Unit, d.Keyings[1].Unit}})
	}
	all := maps.Clone(said[0])
	maps.Copy(all, said[1])
	for path := range all {
		if said[0][path] != said[1][path] {
			el, _ := elementAt(d.Program, path)
			d.Differences = append(d.Differences, views.KeyingDifference{Path: path, Element: el, Said: [2]string{said[0][path], said[1][path]}})
		}
	}
	slices.SortStableFunc(d.Differences, func(x, y views.KeyingDifference) int {
		if x.Element != y.Element {
			return x.Element - y.Element
		}
		return strings.Compare(x.Path, y.Path)
	})
	return nil
}

// SettleKeying takes what was chosen, difference by difference, and makes the response.
func (a *App) SettleKeying(c *Ctx) error {
	p, d, err := a.keyed(c)
	if err != nil {
		return err
	}
	if len(d.Keyings) < 2 {
		return civic.E(civic.NotFound, "error.not_found")
	}
	if d.Keyings[0].Done { // by somebody else, or this form was sent before
		return c.goTo(views.SurveyPath(d.Frame.ID, "keying"))
	}
	if d.Form, err = c.form(); err != nil {
		return err
	}
	if err := a.differences(c, d); err != nil {
		return err
	}
	unit := d.Keyings[0].Unit
	var es civic.Errors
	for _, x := range d.Differences {
		var said string
		switch choice := d.Form.Value("choose:" + x.Path); {
		case choice == "1" || choice == "2":
			said = x.Said[choice[0]-'1']
		case choice == "3" && x.Path != "": // a village is one of both
			var ok bool
			if said, ok = readKeyed(d.Program, x.Element, d.Form.Value("a:"+x.Path)); !ok {
				es = append(es, civic.Bad(x.Path, "error.keying_answer"))
			}
		default:
			field := x.Path
			if field == "" {
				field = "village"
			}
			es = append(es, civic.Bad(field, "error.keying_choose"))
		}
		if x.Path == "" {
			unit = said
		} else {
			put(d.First, x.Path, said)
		}
	}
	err = es.Or()
	if err == nil {
		dropBlank(d.First)
		err = a.acceptKeyed(c, d, unit, d.First)
	}
	if err != nil {
		return c.refuse(err, p, d.Form, views.KeyingDiffers(d))
	}
	return c.saved(views.SurveyPath(d.Frame.ID, "keying") + "?village=" + unit)
}

// acceptKeyed makes a paper a response: once, under an id that stays.
func (a *App) acceptKeyed(c *Ctx, d *views.KeyingData, unit string, answers survey.Answers) error {
	ctx := c.Request().Context()
	said, err := json.Marshal(answers)
	if err != nil {
		return err
	}
	id, err := a.store.KeyingResponse(ctx, d.Frame.ID, d.Sheet)
	if err != nil {
		return err
	}
	return a.accept(ctx, civic.Response{ID: id, Survey: d.Frame.ID, Number: d.Number, Mode: civic.ByPaper, Unit: unit, Lang: string(c.Lang),
		Answers: said, BeganAt: d.Keyings[0].At}, nil, "")
}

// DropKeying throws a paper's keyings away, so that it is keyed in anew.
func (a *App) DropKeying(c *Ctx) error {
	_, d, err := a.keyed(c)
	if err != nil {
		return err
	}
	if err := a.store.DropKeying(c.Request().Context(), d.Frame.ID, d.Sheet); err != nil {
		return err
	}
	return c.saved(views.SurveyPath(d.Frame.ID, "keying"))
}
