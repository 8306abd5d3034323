package handlers

import (
	"bytes"
	"slices"
	"strconv"

	"ashar/internal/civic"
	"ashar/internal/paper"
	"ashar/views"
)

// act reads the act of the path. A draft is its writers' alone.
func (a *App) act(c *Ctx) (views.ActData, error) {
	d, err := a.monitored(c)
	if err != nil {
		return views.ActData{}, err
	}
	x := views.ActData{MonitoringData: d, Photo: c.emptyForm(), Removal: c.emptyForm()}
	if x.Act, err = a.store.Act(c.Request().Context(), c.Scope.Cycle, c.Param("act")); err != nil {
		return x, err
	}
	if !x.Act.Filed() && !x.Writes {
		return x, civic.E(civic.NotFound, "error.not_found")
	}
	x.Form = c.actForm(&x.Act)
	x.Answer = c.emptyForm("base", strconv.FormatInt(x.Act.Version, 10), "answered_on", d.Today, "answer", x.Act.Answer)
	return x, nil
}

// newAct is an act to be written of an action, of a planned visit, or to correct a filed one.
func (a *App) newAct(c *Ctx, id, action, visit, amends string) (views.ActData, error) {
	d, err := a.monitored(c)
	if err != nil {
		return views.ActData{}, err
	}
	x := views.ActData{MonitoringData: d, New: true, Photo: c.emptyForm(), Answer: c.emptyForm(), Removal: c.emptyForm()}
	text := civic.ActText{}
	if amends != "" {
		before, err := a.store.Act(c.Request().Context(), c.Scope.Cycle, amends)
		if err != nil || !before.Filed() {
			return x, civic.E(civic.NotFound, "error.not_found").Because(err)
		}
		action, text, x.Act.AmendsNumber = before.Action, before.ActText, before.Number
		text.AnswerDue = ""
	}
	i := slices.IndexFunc(d.Actions, func(y civic.Action) bool { return y.ID == action })
	if i < 0 {
		return x, civic.E(civic.NotFound, "error.not_found")
	}
	of := &d.Actions[i]
	if amends == "" {
		text = civic.PlannedOf(of)
	}
	text.VisitedOn = d.Today
	x.Act.ID, x.Act.Action, x.Act.ActionTitle, x.Act.ActionPlace = id, action, of.Title, of.Place
	x.Act.Visit, x.Act.Amends, x.Act.ActText = visit, amends, text
	x.Form = c.actForm(&x.Act)
	x.Form.Values.Set("answer_due", civic.Today(a.now().AddDate(0, 0, civic.AnswerDays)))
	return x, nil
}

// NewAct is the form of an act to come; without an action it asks of which.
func (a *App) NewAct(c *Ctx) error {
	if c.QueryParam("action") == "" && c.QueryParam("amends") == "" {
		d, err := a.monitored(c)
		if err != nil {
			return err
		}
		return c.show(c.monitoringPage("act.choose", d), views.ActChoice(d, c.QueryParam("visit")))
	}
	d, err := a.newAct(c, a.ids.New(), c.QueryParam("action"), c.QueryParam("visit"), c.QueryParam("amends"))
	if err != nil {
		return err
	}
	return c.show(c.actPage(d), views.ActContent(d))
}

func (c *Ctx) actPage(d views.ActData) views.Page {
	p := c.monitoringPage("act.one", d.MonitoringData)
	if d.Act.Filed() {
		p.Title = c.Lang.T("act.number", "number", d.Act.Number)
	}
	if d.Writes && !d.Act.Filed() {
		p.Scripts = []string{"photo.js", "act.js"}
	}
	return p
}

// Act shows an act: to the group its draft to write on, to everybody what is filed.
func (a *App) Act(c *Ctx) error {
	d, err := a.act(c)
	if err != nil {
		return err
	}
	return c.show(c.actPage(d), views.ActContent(d))
}

// SaveAct keeps the draft, and files it if asked to. What is refused when it
// is filed is kept as a draft nevertheless: it may have come a long way.
func (a *App) SaveAct(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	save, es := actFrom(c, form)
	if err = es.Or(); err == nil {
		_, err = c.Apply(save)
	}
	kept := err == nil
	if kept && form.Value("file") == "1" {
		_, err = a.store.Apply(c.Request().Context(), c.operation(civic.ChildID(c.opID(), "file"), c.Scope.Cycle, civic.FileAct{ID: save.ID}))
	}
	if err != nil {
		return a.actRefused(c, err, form, kept)
	}
	key := "act.kept"
	if form.Value("file") == "1" {
		key = "act.is_filed"
	}
	c.flash(false, key)
	return c.goTo(views.ActPath(c.Scope.Cycle, save.ID, ""))
}

// actRefused shows the form again: a draft's, or one of an act that is not there yet.
func (a *App) actRefused(c *Ctx, err error, form *views.Form, kept bool) error {
	d, e := a.act(c)
	if civic.KindOf(e) == civic.NotFound {
		d, e = a.newAct(c, c.Param("act"), form.Value("action"), form.Value("visit"), form.Value("amends"))
	}
	if e != nil {
		return e
	}
	if d.Act.Filed() { // the words that came too late are shown beside what was filed
		d.Late = true
	}
	form.Values.Set("base", strconv.FormatInt(d.Act.Version, 10)) // seen now: saving again replaces it
	d.Form, d.Kept = form, kept
	return c.refuse(err, c.actPage(d), form, views.ActContent(d))
}

// DropAct throws a draft away.
func (a *App) DropAct(c *Ctx) error {
	if _, err := c.Apply(civic.DropAct{ID: c.Param("act")}); err != nil {
		return err
	}
	c.flash(false, "act.dropped")
	return c.goTo(views.MonitoringPath(c.Scope.Cycle, ""))
}

// AnswerAct is the aiyl okmotu's word on a filed act.
func (a *App) AnswerAct(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	if _, err := c.Apply(civic.AnswerAct{Act: c.Param("act"), Answer: c.text("answer"), On: form.Value("answered_on"), Base: base(form)}); err != nil {
		d, e := a.act(c)
		if e != nil {
			return e
		}
		if civic.KindOf(err) == civic.Conflict {
			form.Values.Set("base", strconv.FormatInt(d.Act.Version, 10))
		}
		d.Answer = form
		return c.refuse(err, c.actPage(d), form, views.ActContent(d))
	}
	return c.saved(views.ActPath(c.Scope.Cycle, c.Param("act"), "#answer"))
}

// ActPDF is an act on paper.
func (a *App) ActPDF(c *Ctx) error {
	d, err := a.act(c)
	if err != nil {
		return err
	}
	small, err := a.store.ActThumbnails(c.Request().Context(), d.Act.ID)
	if err != nil {
		return err
	}
	for i := range d.Act.Photos {
		d.Act.Photos[i].Image = small[d.Act.Photos[i].Hash]
	}
	l := c.paperLang()
	var out bytes.Buffer
	if err := paper.Act(&out, l, paper.ActData{Act: d.Act, Cycle: d.Cycle, Place: d.Place}); err != nil {
		return err
	}
	return c.pdf("akt-"+strconv.Itoa(d.Act.Number)+"-"+d.Act.VisitedOn+"-"+string(l)+".pdf", &out)
}

// actForm is an act's text as a form shows it.
func (c *Ctx) actForm(a *civic.Act) *views.Form {
	t := &a.ActText
	money := func(n *int64) string {
		if n == nil {
			return ""
		}
		return c.Lang.Number(*n)
	}
	percent := ""
	if t.Status != "" {
		percent = strconv.Itoa(t.Percent)
	}
	return c.emptyForm("base", strconv.FormatInt(a.Version, 10), "action", a.Action, "visit", a.Visit, "amends", a.Amends, "visited_on", t.VisitedOn, "members", t.Members, "method", string(t.Method),
		"planned_work", t.PlannedWork, "found_work", t.FoundWork, "planned_money", money(t.PlannedMoney), "found_money", money(t.FoundMoney), "planned_end", t.PlannedEnd, "found_end", t.FoundEnd,
		"quality", t.Quality, "quality_note", t.QualityNote, "pleased", strconv.Itoa(t.Pleased), "neither", strconv.Itoa(t.Neither), "displeased", strconv.Itoa(t.Displeased),
		"violations", t.Violations, "recommendations", t.Recommendations, "status", string(t.Status), "percent", percent, "answer_due", t.AnswerDue)
}

// actFrom reads the form; what is no number is told at its field.
func actFrom(c *Ctx, form *views.Form) (s civic.SaveAct, es civic.Errors) {
	money := func(name string) *int64 {
		if c.text(name) == "" {
			return nil
		}
		n := som(form, name, &es)
		return &n
	}
	number := func(name, key string, args ...any) int {
		text := c.text(name)
		n, err := strconv.Atoi(text)
		if err != nil && text != "" {
			es = append(es, civic.Bad(name, key, args...))
		}
		return n
	}
	s = civic.SaveAct{ID: c.Param("act"), Action: form.Value("action"), Visit: form.Value("visit"), Amends: form.Value("amends"), Base: base(form)}
	s.ActText = civic.ActText{VisitedOn: form.Value("visited_on"), Members: c.text("members"), Method: civic.VisitMethod(form.Value("method")),
		PlannedWork: c.text("planned_work"), FoundWork: c.text("found_work"), PlannedMoney: money("planned_money"), FoundMoney: money("found_money"),
		PlannedEnd: form.Value("planned_end"), FoundEnd: form.Value("found_end"), Quality: form.Value("quality"), QualityNote: c.text("quality_note"),
		Pleased: number("pleased", "error.act_count"), Neither: number("neither", "error.act_count"), Displeased: number("displeased", "error.act_count"),
		Violations: c.text("violations"), Recommendations: c.text("recommendations"), Status: civic.ActionStatus(form.Value("status")),
		Percent: number("percent", "error.percent"), AnswerDue: form.Value("answer_due")}
	return s, append(es, civic.Problems(s.Validate())...)
}
