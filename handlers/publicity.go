package handlers

import (
	"context"

	"ashar/internal/civic"
	"ashar/views"
)

type publicityStore interface {
	Publications(ctx context.Context, cycle string) ([]civic.Publication, error)
}

func (a *App) publicity(c *Ctx, form *views.Form) (views.Page, *views.PublicityData, error) {
	ctx := c.Request().Context()
	cycle, place, err := a.store.Cycle(ctx, c.Scope.Cycle)
	if err != nil {
		return views.Page{}, nil, err
	}
	d := &views.PublicityData{Cycle: cycle, Place: place, Form: form, Plans: c.User.Holds(c.Scope.Municipality, planners...), Base: c.base()}
	shown, err := a.store.Publications(ctx, c.Scope.Cycle)
	d.Shown = map[string]civic.Publication{}
	for _, p := range shown {
		d.Shown[p.What] = p
	}
	return c.stationPage("publication", cycle, place), d, err
}

// Publicity is what of a cycle everybody may see.
func (a *App) Publicity(c *Ctx) error {
	page, d, err := a.publicity(c, c.emptyForm())
	if err != nil {
		return err
	}
	return c.show(page, views.PublicityContent(d))
}

// SetPublicity shows a part to everybody, or takes it back with a reason.
func (a *App) SetPublicity(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	_, err = c.Apply(civic.SetPublication{Cycle: c.Scope.Cycle, What: form.Value("what"), Published: c.checked("published"), Reason: form.Value("reason")})
	if err != nil {
		page, d, e := a.publicity(c, form)
		if e != nil {
			return e
		}
		return c.refuse(err, page, form, views.PublicityContent(d))
	}
	return c.saved(cyclePath(c.Scope.Cycle) + "/publication")
}
