package handlers

import (
	"context"
	"strconv"
	"strings"

	"ashar/internal/civic"
	"ashar/views"
)

type cycleStore interface {
	CyclesOf(ctx context.Context, municipality, today string) ([]civic.Overview, error)
	PlaceOf(ctx context.Context, municipality string) (civic.Place, error)
	Schedule(ctx context.Context, cycle string) (civic.Schedule, error)
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
	return c.show(c.officePage("cycle.list"), views.MunicipalityContent(place, cycles, c.User.Holds(c.Scope.Municipality, planners...)))
}

// officePage is a page beside the hall.
func (c *Ctx) officePage(titleKey string) views.Page {
	p := c.page(titleKey)
	p.Office = true
	p.Back = &views.Link{Href: "/", Text: c.Lang.T("home.title")}
	return p
}

// NewCycle is the form of a cycle to come.
func (a *App) NewCycle(c *Ctx) error {
	place, err := a.store.PlaceOf(c.Request().Context(), c.Scope.Municipality)
	if err != nil {
		return err
	}
	today := a.now().In(civic.Zone)
	year := strconv.Itoa(today.Year())
	form := c.emptyForm("id", a.ids.New(), "version", "0", "starts", civic.Today(today), "ends", civic.Today(today.AddDate(0, 3, 0)),
		"budget_year", strconv.Itoa(today.Year()+1),
		"title_ky", i18nTitle("ky", year), "title_ru", i18nTitle("ru", year), "title_en", i18nTitle("en", year))
	rulesToForm(form, civic.DefaultRules())
	for _, kind := range []civic.AudienceKind{civic.Women, civic.Men, civic.Youth, civic.Elders, civic.Vulnerable} {
		form.Values.Add("audience", string(kind))
	}
	return c.show(c.officePage("cycle.new"), views.CycleForm(place, form, false))
}

// EditCycle is the form of a cycle as it stands.
func (a *App) EditCycle(c *Ctx) error {
	s, err := a.store.Schedule(c.Request().Context(), c.Scope.Cycle)
	if err != nil {
		return err
	}
	cy := s.Cycle
	form := c.emptyForm("id", cy.ID, "version", strconv.FormatInt(cy.Version, 10), "starts", cy.Starts, "ends", cy.Ends,
		"budget_year", strconv.Itoa(cy.BudgetYear), "title_ky", cy.Title.KY, "title_ru", cy.Title.RU, "title_en", cy.Title.EN)
	rulesToForm(form, cy.Rules)
	for _, au := range s.Audiences {
		if au.Retired {
			continue
		}
		if au.Kind == civic.Other {
			form.Values.Add("other", au.Name.KY)
		} else {
			form.Values.Add("audience", string(au.Kind))
		}
	}
	return c.show(c.officePage("cycle.edit"), views.CycleForm(s.Place, form, s.Begun()))
}

func rulesToForm(form *views.Form, r civic.CycleRules) {
	form.Values.Set("method", string(r.Method))
	form.Values.Set("dots", strconv.Itoa(max(1, r.Dots)))
	form.Values.Set("marks", strconv.Itoa(max(1, r.Marks)))
	form.Values.Set("tie_break", r.TieBreak)
	form.Values.Set("min_attendance", strconv.Itoa(r.MinAttendance))
	for i, cr := range r.Criteria {
		n := strconv.Itoa(i + 1)
		form.Values.Set("criterion_"+n, cr.Name.KY)
		form.Values.Set("weight_"+n, strconv.Itoa(cr.Weight))
	}
}

// SaveNewCycle and SaveCycle keep a cycle with its audiences and rules.
func (a *App) SaveNewCycle(c *Ctx) error { return a.saveCycle(c, "cycle.new") }

// SaveCycle changes a cycle.
func (a *App) SaveCycle(c *Ctx) error { return a.saveCycle(c, "cycle.edit") }

func (a *App) saveCycle(c *Ctx, title string) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	save, begun, err := a.cycleFromForm(c, form)
	if err != nil {
		return err
	}
	if _, err := c.Apply(save); err != nil {
		place, e := a.store.PlaceOf(c.Request().Context(), c.Scope.Municipality)
		if e != nil {
			return e
		}
		return c.refuse(err, c.officePage(title), form, views.CycleForm(place, form, begun))
	}
	return c.goTo("/cycles/" + save.ID + "/schedule")
}

func (a *App) cycleFromForm(c *Ctx, form *views.Form) (civic.SaveCycle, bool, error) {
	number := func(name string) int {
		n, err := strconv.Atoi(strings.TrimSpace(form.Value(name)))
		if err != nil {
			return -1 // refused with a sentence at the field
		}
		return n
	}
	save := civic.SaveCycle{ID: form.Value("id"), Municipality: c.Scope.Municipality, Version: int64(number("version")),
		Title:  civic.Text{KY: c.text("title_ky"), RU: c.text("title_ru"), EN: c.text("title_en")},
		Starts: form.Value("starts"), Ends: form.Value("ends"), BudgetYear: number("budget_year"),
		Rules: civic.CycleRules{Method: civic.Method(form.Value("method")), Dots: number("dots"), Marks: number("marks"), TieBreak: form.Value("tie_break"),
			MinAttendance: number("min_attendance"), Unranked: "average"}}
	if save.Rules.Method == civic.Scoring {
		for n := 1; n <= 6; n++ {
			if name := c.text("criterion_" + strconv.Itoa(n)); name != "" {
				save.Rules.Criteria = append(save.Rules.Criteria, civic.Criterion{ID: "c" + strconv.Itoa(n), Name: civic.Text{KY: name}, Weight: number("weight_" + strconv.Itoa(n))})
			}
		}
	}
	begun := false
	known := map[string]string{} // kind or other name → audience id
	if c.Scope.Cycle != "" {
		save.ID = c.Scope.Cycle
		s, err := a.store.Schedule(c.Request().Context(), c.Scope.Cycle)
		if err != nil {
			return save, false, err
		}
		begun = s.Begun()
		if begun { // fixed: what the form does not offer stays
			save.Rules = s.Cycle.Rules
		}
		for _, au := range s.Audiences {
			if au.Kind == civic.Other {
				known[au.Name.KY] = au.ID
			} else {
				known[string(au.Kind)] = au.ID
			}
		}
	} else {
		save.Version = 0
	}
	id := func(key string) string {
		if id, ok := known[key]; ok {
			return id
		}
		return civic.ChildID(save.ID, "audience/"+key)
	}
	for _, kind := range views.AudienceKinds {
		if form.Has("audience", string(kind)) {
			save.Audiences = append(save.Audiences, civic.CycleAudience{ID: id(string(kind)), Kind: kind, Name: inAll("audience." + string(kind))})
		}
	}
	for _, name := range form.Values["other"] {
		if name = strings.TrimSpace(name); name != "" {
			save.Audiences = append(save.Audiences, civic.CycleAudience{ID: id(name), Kind: civic.Other, Name: civic.Text{KY: name}})
		}
	}
	return save, begun, nil
}

// SetCycleStatus moves a cycle on.
func (a *App) SetCycleStatus(c *Ctx) error {
	if _, err := c.Apply(civic.SetCycleStatus{Cycle: c.Scope.Cycle, Status: civic.CycleStatus(c.FormValue("status"))}); err != nil {
		return err
	}
	return c.goTo("/cycles/" + c.Scope.Cycle + "/schedule")
}
