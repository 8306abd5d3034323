package handlers

import (
	"context"
	"slices"

	"ashar/internal/civic"
	"ashar/views"
)

type councilStore interface {
	CouncilFacts(ctx context.Context, cycle string) (civic.CouncilFacts, error)
	Resolution(ctx context.Context, cycle, id string) (civic.Resolution, error)
}

// council is a cycle before the council, as it stands today.
func (a *App) council(ctx context.Context, cycle string) (*civic.Council, error) {
	l, err := a.needList(ctx, cycle)
	if err != nil {
		return nil, err
	}
	f, err := a.store.CouncilFacts(ctx, cycle)
	if err != nil {
		return nil, err
	}
	return civic.CouncilOf(l, f, civic.Today(a.now())), nil
}

// councilData is what every page of the council shows.
func (a *App) councilData(c *Ctx) (*views.CouncilData, error) {
	council, err := a.council(c.Request().Context(), c.Scope.Cycle)
	if err != nil {
		return nil, err
	}
	return &views.CouncilData{Council: council, Decides: c.User.Holds(c.Scope.Municipality, deciders...), Kinds: council.List.Kinds(), Today: civic.Today(a.now())}, nil
}

// councilPage is a page below the station.
func (c *Ctx) councilPage(titleKey string, d *views.CouncilData) views.Page {
	l := d.List
	p := c.cyclePage(titleKey, l.Cycle, l.Place)
	p.Way = &views.Way{Cycle: l.Cycle.ID, Part: "council"}
	p.Back = &views.Link{Href: views.CouncilPath(l.Cycle.ID), Text: c.Lang.T("way.council")}
	p.Styles = []string{"council.css"}
	return p
}

// Council shows what people want, what it costs, who wants it, and what was decided of it.
func (a *App) Council(c *Ctx) error {
	d, err := a.councilData(c)
	if err != nil {
		return err
	}
	if show := civic.CouncilShow(c.QueryParam("show")); slices.Contains(civic.CouncilShows, show) {
		d.Show = show
	}
	p := c.stationPage("council", d.List.Cycle, d.List.Place)
	p.Styles = []string{"council.css"}
	return c.show(p, views.CouncilContent(d))
}
