package handlers

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"ashar/internal/civic"
	"ashar/views"
)

type cycleStore interface {
	CyclesOf(ctx context.Context, municipality, today string) ([]civic.Overview, error)
	CyclesToTake(ctx context.Context, user, near, query, today string, most int) ([]civic.Overview, error)
	PlaceOf(ctx context.Context, municipality string) (civic.Place, error)
	Schedule(ctx context.Context, cycle string) (civic.Schedule, error)
	Cycle(ctx context.Context, id string) (civic.Cycle, civic.Place, error)
	CycleAudiences(ctx context.Context, cycle string) ([]civic.Audience, error)
	CycleVillages(ctx context.Context, cycle, municipality string) ([]civic.CycleVillage, error)
}

// Municipality shows a municipality: its cycles, newest first.
func (a *App) Municipality(c *Ctx) error {
	ctx := c.Request().Context()
	place, err := a.store.PlaceOf(ctx, c.Scope.Municipality)
	if err != nil {
		return err
	}
	cycles, err := a.store.CyclesOf(ctx, c.Scope.Municipality, civic.Today(a.now()))
	if err != nil {
		return err
	}
	return c.show(c.officePage("cycle.list"), views.MunicipalityContent(c.User, place, cycles, c.User.Holds(c.Scope.Municipality, planners...)))
}

func cyclePath(id string) string { return "/cycles/" + id }

func newCyclePath(municipality string) string {
	return "/municipalities/" + municipality + "/cycles/new"
}

// officePage is a page beside the hall.
func (c *Ctx) officePage(titleKey string) views.Page {
	p := c.page(titleKey)
	p.Office = true
	p.Back = &views.Link{Href: "/", Text: c.Lang.T("home.title")}
	return p
}

// cyclePage is a page of a cycle; the way up leads to the cycle, or from it to the municipality.
func (c *Ctx) cyclePage(titleKey string, cycle civic.Cycle, place civic.Place) views.Page {
	p := c.officePage(titleKey)
	l := string(c.Lang)
	p.Where = &views.Where{Title: c.Lang.T("paper.place.municipality", "name", place.Name.In(l)), Sub: cycle.Title.In(l)}
	p.Back = &views.Link{Href: cyclePath(cycle.ID), Text: cycle.Title.In(l)}
	if titleKey == "cycle.one" {
		p.Title = cycle.Title.In(l)
		p.Back = &views.Link{Href: "/municipalities/" + place.ID, Text: place.Name.In(l)}
	}
	return p
}

// stationPage is the page of one of views.WayParts.
func (c *Ctx) stationPage(part string, cycle civic.Cycle, place civic.Place) views.Page {
	p := c.cyclePage("way."+part, cycle, place)
	p.Way = &views.Way{Cycle: cycle.ID, Part: part}
	return p
}

// Cycle shows a cycle to everybody of its municipality: how far it is, whom it asks, by which rules.
func (a *App) Cycle(c *Ctx) error {
	s, err := a.store.Schedule(c.Request().Context(), c.Scope.Cycle)
	if err != nil {
		return err
	}
	page := c.cyclePage("cycle.one", s.Cycle, s.Place)
	page.Way = &views.Way{Cycle: s.Cycle.ID}
	return c.show(page, views.CycleContent(s, c.User.Holds(c.Scope.Municipality, planners...)))
}

// SetCycleStatus moves a cycle on.
func (a *App) SetCycleStatus(c *Ctx) error {
	if _, err := c.Apply(civic.SetCycleStatus{Cycle: c.Scope.Cycle, Status: civic.CycleStatus(c.FormValue("status"))}); err != nil {
		if ps := civic.Problems(err); len(ps) == 0 || ps[0].Kind != civic.Conflict {
			return err
		}
		c.flash(true, civic.Problems(err)[0].Key)
		return c.goTo(cyclePath(c.Scope.Cycle))
	}
	return c.saved(cyclePath(c.Scope.Cycle))
}

// CycleSources lists the cycles a new one can be modelled on.
func (a *App) CycleSources(c *Ctx) error {
	ctx := c.Request().Context()
	place, err := a.store.PlaceOf(ctx, c.Scope.Municipality)
	if err != nil {
		return err
	}
	d, err := a.sources(c, place.ID, "")
	if err != nil {
		return err
	}
	d.Title, d.Hint = c.Lang.T("copy.cycle"), c.Lang.T("copy.cycle_hint")
	d.Path = func(o civic.Overview) string { return newCyclePath(place.ID) + "?from=" + o.Cycle.ID }
	p := c.officePage("copy.cycle")
	p.Back = &views.Link{Href: "/municipalities/" + place.ID, Text: place.Name.In(string(c.Lang))}
	return c.show(p, views.SourcesContent(d))
}

// mostSources are listed; the others are found by their municipality's name.
const mostSources = 30

// sources are cycles to take something over from, those of a municipality first and but for one.
func (a *App) sources(c *Ctx, near, but string) (d views.SourcesData, err error) {
	d.Query = strings.TrimSpace(c.QueryParam("q"))
	if d.All, err = a.store.CyclesToTake(c.Request().Context(), c.User.ID, near, civic.Fold(d.Query), civic.Today(a.now()), mostSources+2); err != nil {
		return d, err
	}
	d.All = slices.DeleteFunc(d.All, func(o civic.Overview) bool { return o.Cycle.ID == but })
	if d.More = len(d.All) > mostSources; d.More {
		d.All = d.All[:mostSources]
	}
	return d, nil
}

// NewCycle is the form of a cycle to come, modelled on another one with ?from=.
func (a *App) NewCycle(c *Ctx) error {
	ctx := c.Request().Context()
	place, err := a.store.PlaceOf(ctx, c.Scope.Municipality)
	if err != nil {
		return err
	}
	now := a.now().In(civic.Zone)
	cy := civic.Cycle{ID: a.ids.New(), Title: civic.Text{}, Starts: civic.Today(now), Ends: civic.Today(now.AddDate(0, 3, 0)), BudgetYear: now.Year() + 1, Rules: civic.DefaultRules()}
	var audiences []views.AudienceRow
	from := c.QueryParam("from")
	if from != "" {
		source, asked, err := a.sourceCycle(c, from)
		if err != nil {
			return err
		}
		cy.Rules = source.Rules
		for _, au := range asked {
			if !au.Retired {
				audiences = append(audiences, views.AudienceRow{ID: a.ids.New(), Kind: au.Kind, Name: au.Name, Asked: true})
			}
		}
	}
	d := views.CycleFormData{Place: place, Action: newCyclePath(place.ID)}
	villages, err := a.store.CycleVillages(ctx, "", place.ID)
	if err != nil {
		return err
	}
	d.Villages = cy.Offer(villages)
	form := a.cycleForm(c, cy, a.withUsual(audiences, from == ""))
	for _, v := range d.Villages {
		form.Values.Add("villages", v.ID)
	}
	form.Values.Set("from", from)
	for _, l := range civic.Langs {
		form.Values.Set("title_"+l, i18nTitle(l, strconv.Itoa(now.Year())))
	}
	d.Form = form
	return c.show(c.officePage("cycle.new"), views.CycleForm(d))
}

// sourceCycle reads a cycle to take over from; NotFound where it may not be copied.
func (a *App) sourceCycle(c *Ctx, id string) (civic.Cycle, []civic.Audience, error) {
	source, err := a.store.Schedule(c.Request().Context(), id)
	if err == nil && !c.mayCopy(source) {
		err = civic.E(civic.NotFound, "error.not_found")
	}
	if err != nil {
		return civic.Cycle{}, nil, err
	}
	return source.Cycle, source.Audiences, nil
}

// EditCycle is the form of a cycle as it stands.
func (a *App) EditCycle(c *Ctx) error {
	cy, d, err := a.cycleAsked(c)
	if err != nil {
		return err
	}
	all, err := a.store.CycleAudiences(c.Request().Context(), c.Scope.Cycle)
	if err != nil {
		return err
	}
	var rows []views.AudienceRow
	for _, au := range all {
		rows = append(rows, views.AudienceRow{ID: au.ID, Kind: au.Kind, Name: au.Name, Asked: !au.Retired})
	}
	d.Form = a.cycleForm(c, cy, a.withUsual(rows, false))
	for _, v := range d.Villages {
		if v.Asked {
			d.Form.Values.Add("villages", v.ID)
		}
	}
	return c.show(c.cyclePage("cycle.edit", cy, d.Place), views.CycleForm(d))
}

// cycleAsked reads the cycle of the path and which villages its form offers.
func (a *App) cycleAsked(c *Ctx) (civic.Cycle, views.CycleFormData, error) {
	ctx := c.Request().Context()
	cy, place, err := a.store.Cycle(ctx, c.Scope.Cycle)
	if err != nil {
		return cy, views.CycleFormData{}, err
	}
	d := views.CycleFormData{Place: place, Action: cyclePath(cy.ID) + "/edit", Ended: cy.Status == civic.Ended}
	villages, err := a.store.CycleVillages(ctx, cy.ID, place.ID)
	d.Begun = slices.ContainsFunc(villages, func(v civic.CycleVillage) bool { return v.Begun })
	d.Villages = cy.Offer(villages)
	return cy, d, err
}

// withUsual offers the usual groups that are not among the rows yet.
func (a *App) withUsual(rows []views.AudienceRow, asked bool) []views.AudienceRow {
	for _, kind := range civic.AudienceKinds {
		if kind == civic.Other || slices.ContainsFunc(rows, func(r views.AudienceRow) bool { return r.Kind == kind }) {
			continue
		}
		rows = append(rows, views.AudienceRow{ID: a.ids.New(), Kind: kind, Name: inAll("audience." + string(kind)), Asked: asked && kind != civic.Mixed})
	}
	return rows
}

func (a *App) cycleForm(c *Ctx, cy civic.Cycle, audiences []views.AudienceRow) *views.Form {
	form := c.emptyForm("id", cy.ID, "version", strconv.FormatInt(cy.Version, 10), "starts", cy.Starts, "ends", cy.Ends,
		"budget_year", strconv.Itoa(cy.BudgetYear), "title_ky", cy.Title.KY, "title_ru", cy.Title.RU, "title_en", cy.Title.EN,
		"method", string(cy.Rules.Method), "dots", strconv.Itoa(max(1, cy.Rules.Dots)), "marks", strconv.Itoa(max(1, cy.Rules.Marks)),
		"tie_break", cy.Rules.TieBreak, "min_attendance", strconv.Itoa(cy.Rules.MinAttendance))
	if cy.Rules.Unordered {
		form.Values.Set("unordered", "1")
	}
	putListRules(form, cy.Rules.ListRules())
	views.PutAudiences(form, audiences)
	criteria := cy.Rules.Criteria
	if len(criteria) == 0 {
		criteria = usualCriteria()
	}
	for i, cr := range criteria {
		n := strconv.Itoa(i + 1)
		form.Values.Set("criterion_"+n, cr.Name.In(string(c.Lang)))
		form.Values.Set("weight_"+n, strconv.Itoa(cr.Weight))
	}
	return form
}

// usualCriteria of the scoring matrix (domain §2.3).
func usualCriteria() []civic.Criterion {
	var out []civic.Criterion
	for _, key := range []string{"people", "severity", "urgency", "feasible", "cost"} {
		out = append(out, civic.Criterion{ID: key, Name: inAll("criterion." + key), Weight: 1})
	}
	return out
}

// SaveNewCycle keeps a new cycle; modelled on another, it goes on to that one's schedule.
func (a *App) SaveNewCycle(c *Ctx) error { return a.saveCycle(c) }

// SaveCycle changes a cycle with its audiences and rules.
func (a *App) SaveCycle(c *Ctx) error { return a.saveCycle(c) }

func (a *App) saveCycle(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	var had civic.Cycle
	var d views.CycleFormData
	page := c.officePage("cycle.new")
	if c.Scope.Cycle != "" {
		if had, d, err = a.cycleAsked(c); err != nil {
			return err
		}
		page = c.cyclePage("cycle.edit", had, d.Place)
	} else if had, d, err = a.cycleToCome(c, form); err != nil {
		return err
	}
	d.Form = form
	if views.StepAudiences(form, c.FormValue("step"), a.ids.New) {
		return c.show(page, views.CycleForm(d))
	}
	save := cycleFromForm(c, form, had, d.Begun)
	if len(d.Villages) > 0 && !d.Ended {
		save.Villages = append([]string{}, form.Values["villages"]...)
	}
	if _, err := c.Apply(save); err != nil {
		return c.refuse(err, page, form, views.CycleForm(d))
	}
	if from := form.Value("from"); from != "" && c.Scope.Cycle == "" {
		return c.goTo(cyclePath(save.ID) + "/copy?from=" + queryEscape(from))
	}
	return c.saved(cyclePath(save.ID))
}

// cycleToCome is what the form of a new cycle stands on.
func (a *App) cycleToCome(c *Ctx, form *views.Form) (civic.Cycle, views.CycleFormData, error) {
	ctx := c.Request().Context()
	cy := civic.Cycle{Rules: civic.DefaultRules()}
	place, err := a.store.PlaceOf(ctx, c.Scope.Municipality)
	if err != nil {
		return cy, views.CycleFormData{}, err
	}
	villages, err := a.store.CycleVillages(ctx, "", place.ID)
	in := civic.Cycle{Starts: form.Value("starts"), Ends: form.Value("ends")}
	return cy, views.CycleFormData{Place: place, Action: newCyclePath(place.ID), Villages: in.Offer(villages)}, err
}

// numberIn is a whole number of a form, -1 where it is none: that is refused with a sentence at the field.
func numberIn(form *views.Form, name string) int {
	n, err := strconv.Atoi(strings.TrimSpace(form.Value(name)))
	if err != nil {
		return -1
	}
	return n
}

func cycleFromForm(c *Ctx, form *views.Form, had civic.Cycle, begun bool) civic.SaveCycle {
	save := civic.SaveCycle{ID: form.Value("id"), Municipality: c.Scope.Municipality,
		Title:  civic.Text{KY: c.text("title_ky"), RU: c.text("title_ru"), EN: c.text("title_en")},
		Starts: form.Value("starts"), Ends: form.Value("ends"), BudgetYear: numberIn(form, "budget_year"), Rules: had.Rules}
	if had.ID != "" {
		save.ID, save.Version = had.ID, int64(max(1, numberIn(form, "version")))
	}
	for _, r := range views.Audiences(form) {
		if r.Asked {
			save.Audiences = append(save.Audiences, civic.CycleAudience{ID: r.ID, Kind: r.Kind, Name: r.Name})
		}
	}
	if begun { // fixed: the form does not offer them
		return save
	}
	save.Rules = civic.CycleRules{Method: civic.Method(form.Value("method")), Dots: numberIn(form, "dots"), Marks: numberIn(form, "marks"),
		Unordered: form.Value("unordered") != "", TieBreak: form.Value("tie_break"), MinAttendance: numberIn(form, "min_attendance"), Unranked: "average",
		List: had.Rules.List}
	if form.Values.Has("list_rule") {
		save.Rules.List = listRulesFrom(form)
	}
	if save.Rules.Method != civic.Scoring {
		return save
	}
	known := append(append([]civic.Criterion{}, had.Rules.Criteria...), usualCriteria()...)
	for n := 1; n <= views.MostCriteria; n++ {
		name := c.text("criterion_" + strconv.Itoa(n))
		if name == "" {
			continue
		}
		cr := civic.Criterion{ID: "c" + strconv.Itoa(n), Name: civic.Text{KY: name}, Weight: numberIn(form, "weight_"+strconv.Itoa(n))}
		for _, k := range known { // a name that was left as it is keeps its translations
			if k.Name.In(string(c.Lang)) == name {
				cr.ID, cr.Name = k.ID, k.Name
				break
			}
		}
		save.Rules.Criteria = append(save.Rules.Criteria, cr)
	}
	return save
}
