package handlers

import (
	"strconv"
	"strings"

	"ashar/internal/civic"
	"ashar/internal/i18n"
	"ashar/views"
)

// NewResolution is the form of a draft, begun from what was decided.
func (a *App) NewResolution(c *Ctx) error {
	d, err := a.resolutionForm(c, c.QueryParam("about"))
	if err != nil {
		return err
	}
	return c.show(c.resolutionPage("resolution.new", &d.ResolutionData), views.ResolutionForm(d))
}

// resolutionForm is a form with the suggested texts.
func (a *App) resolutionForm(c *Ctx, about string) (*views.ResolutionFormData, error) {
	ctx := c.Request().Context()
	sort, ok := resolutionSortOf(civic.ResolutionAbout(about))
	if about == "" {
		about = string(civic.AboutNeeds)
		sort, ok = resolutionSortOf(civic.AboutNeeds)
	}
	if !ok {
		return nil, civic.E(civic.NotFound, "error.not_found")
	}
	d := &views.ResolutionFormData{Action: views.CouncilPath(c.Scope.Cycle) + "/resolutions/new"}
	var err error
	if d.Cycle, d.Place, err = a.store.Cycle(ctx, c.Scope.Cycle); err != nil {
		return nil, err
	}
	annex, err := sort.annex(a, ctx, c.Scope.Cycle)
	if err != nil {
		return nil, err
	}
	d.About = civic.ResolutionAbout(about)
	d.Form = resolutionValues(c, suggested(d.About, sort, d.Place, annex, civic.Today(a.now())))
	return d, nil
}

// resolutionValues puts a text into the fields.
func resolutionValues(c *Ctx, r civic.ResolutionText) *views.Form {
	f := c.emptyForm("about", string(r.About), "number", r.Number, "date", r.Date, "convocation", r.Convocation, "session_no", r.SessionNo, "seat", r.Seat, "chair", r.Chair)
	for name, text := range map[string]civic.Text{"title": r.Title, "preamble": r.Preamble, "points": r.Points, "charged": r.Charged, "control": r.Control, "publish": r.Publish} {
		f.Values.Set(name+"_ky", text.KY)
		f.Values.Set(name+"_ru", text.RU)
	}
	f.Values.Set("sort", map[bool]string{true: "regular", false: "extraordinary"}[r.Regular])
	f.Values.Set("head", map[bool]string{true: "woman", false: "man"}[r.ChairWoman])
	return f
}

// SuggestedResolution is the draft about needs.
func SuggestedResolution(place civic.Place, annex civic.Annex, today string) civic.ResolutionText {
	sort, _ := resolutionSortOf(civic.AboutNeeds)
	return suggested(civic.AboutNeeds, sort, place, annex, today)
}

// suggested is a draft made of what was decided: people change it as they need.
func suggested(about civic.ResolutionAbout, sort resolutionSort, place civic.Place, annex civic.Annex, today string) civic.ResolutionText {
	both := func(make func(l i18n.Lang) string) civic.Text {
		return civic.Text{KY: make(i18n.KY), RU: make(i18n.RU)}
	}
	key := func(key string) civic.Text {
		return both(func(l i18n.Lang) string { return l.T(key, "place", place.Name.In(string(l))) })
	}
	return civic.ResolutionText{About: about, Date: today, Regular: true, Title: key(sort.title),
		Preamble: both(func(l i18n.Lang) string {
			return l.T("resolution.suggest.preamble", "place", place.Name.In(string(l)), "law", l.T(lawOn(today)), "blank", civic.ResolutionBlank)
		}),
		Points:  both(func(l i18n.Lang) string { return strings.Join(suggestedPoints(l, sort, place, annex), "\n") }),
		Charged: key("resolution.suggest.charged"),
		Control: both(func(l i18n.Lang) string { return l.T("resolution.suggest.control", "blank", civic.ResolutionBlank) }),
		Publish: key("resolution.suggest.publish"),
	}
}

// lawOn is the law on local self-government in force on a day: № 123 took the place of № 101.
func lawOn(day string) string {
	if day < "2021-10-20" {
		return "resolution.law.101"
	}
	return "resolution.law.123"
}

// suggestedPoints are first that the annex is approved, then each outcome with its needs.
func suggestedPoints(l i18n.Lang, sort resolutionSort, place civic.Place, annex civic.Annex) []string {
	points := []string{l.T(sort.point, "place", place.Name.In(string(l)))}
	departs := false
	for _, outcome := range civic.DecisionOutcomes {
		var names []string
		for _, n := range annex.Needs {
			if n.Outcome != outcome {
				continue
			}
			name := "«" + n.Title.In(string(l)) + "»"
			if n.Amount > 0 {
				name += " – " + l.Money(n.Amount)
			}
			names = append(names, name)
			departs = departs || len(n.Passed) > 0
		}
		if len(names) > 0 {
			points = append(points, l.T("resolution.suggest."+string(outcome), "needs", strings.Join(names, "; ")))
		}
	}
	if departs {
		points = append(points, l.T("resolution.suggest.departs"))
	}
	if len(annex.Proposals) > 0 {
		points = append(points, l.T("resolution.suggest.proposals"))
	}
	return points
}

// AddResolution keeps a new draft.
func (a *App) AddResolution(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	d, err := a.resolutionForm(c, form.Value("about"))
	if err != nil {
		return err
	}
	return a.keepResolution(c, d, c.opID(), 0, form)
}

// EditResolution is the form of a draft as it stands.
func (a *App) EditResolution(c *Ctx) error {
	d, err := a.resolutionEdited(c)
	if err != nil {
		return err
	}
	d.Form = resolutionValues(c, d.ResolutionText)
	d.Form.Values.Set("base", strconv.FormatInt(d.Version, 10))
	return c.show(c.resolutionPage("resolution.edit", &d.ResolutionData), views.ResolutionForm(d))
}

func (a *App) resolutionEdited(c *Ctx) (*views.ResolutionFormData, error) {
	r, err := a.resolutionAsked(c)
	if err != nil {
		return nil, err
	}
	if r.Status == civic.ResolutionAdopted {
		return nil, civic.E(civic.Conflict, "error.resolution_adopted")
	}
	return &views.ResolutionFormData{ResolutionData: *r, Action: views.ResolutionPath(c.Scope.Cycle, r.ID) + "/edit"}, nil
}

// SaveResolution changes a draft.
func (a *App) SaveResolution(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	d, err := a.resolutionEdited(c)
	if err != nil {
		return err
	}
	return a.keepResolution(c, d, d.ID, max(1, base(form)), form)
}

func (a *App) keepResolution(c *Ctx, d *views.ResolutionFormData, id string, base int64, form *views.Form) error {
	text := func(name string) civic.Text { return civic.Text{KY: c.text(name + "_ky"), RU: c.text(name + "_ru")} }
	save := civic.SaveResolution{ID: id, Base: base, ResolutionText: civic.ResolutionText{About: d.About, Number: c.text("number"), Date: form.Value("date"),
		Convocation: c.text("convocation"), SessionNo: c.text("session_no"), Regular: form.Value("sort") != "extraordinary", Seat: c.text("seat"),
		Title: text("title"), Preamble: text("preamble"), Points: text("points"), Charged: text("charged"), Control: text("control"), Publish: text("publish"),
		Chair: c.text("chair"), ChairWoman: form.Value("head") == "woman"}}
	if _, err := c.Apply(save); err != nil {
		title := "resolution.new"
		if base > 0 {
			title = "resolution.edit"
			if civic.KindOf(err) == civic.Conflict {
				form.Values.Set("base", strconv.FormatInt(d.Version, 10))
				d.Theirs = true
			}
		}
		d.Form = form
		return c.refuse(err, c.resolutionPage(title, &d.ResolutionData), form, views.ResolutionForm(d))
	}
	return c.saved(views.ResolutionPath(c.Scope.Cycle, id))
}
