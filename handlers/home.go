package handlers

import (
	"context"

	"ashar/internal/civic"
	"ashar/views"
)

type homeStore interface {
	ComingSessions(ctx context.Context, user, from, to string, most int) ([]civic.HomeSession, error)
	ClosedSessions(ctx context.Context, user string, most int) ([]civic.HomeSession, error)
	Overviews(ctx context.Context, user, today string) ([]civic.Overview, error)
	Seen(ctx context.Context, user, what string) (bool, error)
	SetSeen(ctx context.Context, user, what string, seen bool) error
}

// tour is what a person has seen once they put the three cards away.
const tour = "tour"

// Home is where a person begins: what is today, and what comes next.
func (a *App) Home(c *Ctx) error {
	ctx, today := c.Request().Context(), civic.Today(a.now())
	d := views.HomeData{User: c.User, Today: a.timeNow()}
	var err error
	week := civic.Day(today).AddDate(0, 0, 14).Format("2006-01-02")
	if d.Coming, err = a.store.ComingSessions(ctx, c.User.ID, today, week, 12); err != nil {
		return err
	}
	if d.Closed, err = a.store.ClosedSessions(ctx, c.User.ID, 8); err != nil {
		return err
	}
	if d.Places, err = a.store.Overviews(ctx, c.User.ID, today); err != nil {
		return err
	}
	seen, err := a.store.Seen(ctx, c.User.ID, tour)
	if err != nil {
		return err
	}
	d.Tour = !seen
	p := c.page("home.title")
	p.Office = true
	return c.show(p, views.HomeContent(d))
}

// EndTour puts the three cards away, for good; with again=1 they come back.
func (a *App) EndTour(c *Ctx) error {
	if err := a.store.SetSeen(c.Request().Context(), c.User.ID, tour, !c.checked("again")); err != nil {
		return err
	}
	return c.goTo("/")
}

// MakePractice opens a session to try things out in; it counts nowhere.
func (a *App) MakePractice(c *Ctx) error {
	id, now := a.ids.New(), a.now().In(civic.Zone)
	end := now.Add(2 * 60 * 60 * 1e9)
	ends := end.Format("15:04")
	if end.Day() != now.Day() {
		ends = "23:59"
	}
	_, err := c.Apply(civic.MakePractice{Session: id, Date: civic.Today(now), Starts: now.Format("15:04"), Ends: ends, Person: c.User.ID})
	if err != nil {
		return err
	}
	return c.goTo(views.SessionPath(id, ""))
}

// DropPractice throws a practice session away wholly.
func (a *App) DropPractice(c *Ctx) error {
	if _, err := c.applyIn(c.Scope.Municipality, civic.DropPractice{Session: c.Scope.Session}); err != nil {
		return err
	}
	c.flash(false, "practice.gone")
	return c.goTo("/")
}
