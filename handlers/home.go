package handlers

import (
	"context"
	"time"

	"ashar/internal/civic"
	"ashar/views"
)

type homeStore interface {
	ComingSessions(ctx context.Context, user, from, to string, most int) ([]civic.HomeSession, error)
	ClosedSessions(ctx context.Context, user string, most int) ([]civic.HomeSession, error)
	Overviews(ctx context.Context, user, today string, most int) ([]civic.Overview, error)
	Seen(ctx context.Context, user, what string) (bool, error)
	SetSeen(ctx context.Context, user, what string, seen bool) error
	Readiness(ctx context.Context, sessions []string) (map[string]civic.Readiness, error)
}

// tour is what a person has seen once they put the three cards away.
const tour = "tour"

// mostPlaces stand on the first page; the others of a country are found by name.
const mostPlaces = 40

// Home is where a person begins: what is live, what comes next, how far each
// municipality is.
func (a *App) Home(c *Ctx) error {
	ctx, today := c.Request().Context(), civic.Today(a.now())
	d := views.HomeData{User: c.User, Today: a.timeNow()}
	coming, err := a.store.ComingSessions(ctx, c.User.ID, today, civic.AddDays(today, 14), 12)
	if err != nil {
		return err
	}
	ids := make([]string, len(coming))
	for i, s := range coming {
		ids[i] = s.ID
	}
	ready, err := a.store.Readiness(ctx, ids)
	if err != nil {
		return err
	}
	for _, s := range coming {
		s.Ready = ready[s.ID]
		switch {
		case s.Practice:
			d.Practice = append(d.Practice, s)
		case s.Status == civic.Live:
			d.Live = append(d.Live, s)
		default:
			d.Coming = append(d.Coming, s)
		}
	}
	if d.Closed, err = a.store.ClosedSessions(ctx, c.User.ID, 4); err != nil {
		return err
	}
	if d.Places, err = a.store.Overviews(ctx, c.User.ID, today, mostPlaces+1); err != nil {
		return err
	}
	if d.More = len(d.Places) > mostPlaces; d.More {
		d.Places = d.Places[:mostPlaces]
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

// MakePractice opens a session to try things out in; it counts nowhere. Its id
// follows from the form's, so that tapping twice makes one.
func (a *App) MakePractice(c *Ctx) error {
	now := a.now().In(civic.Zone)
	ends := now.Add(2 * time.Hour)
	if ends.Day() != now.Day() {
		ends = time.Date(now.Year(), now.Month(), now.Day(), 23, 59, 0, 0, civic.Zone)
	}
	op := c.FormValue("op")
	if !civic.ValidID(op) {
		op = a.ids.New()
	}
	id := civic.ChildID(op, "practice")
	_, err := c.Apply(civic.MakePractice{Session: id, Date: civic.Today(now), Starts: now.Format("15:04"), Ends: ends.Format("15:04"), Person: c.User.ID})
	if ps := civic.Problems(err); len(ps) > 0 && ps[0].Key == "error.practice_nowhere" {
		c.flash(true, ps[0].Key)
		return c.goTo("/municipalities/" + c.Scope.Municipality)
	}
	if err != nil && civic.KindOf(err) != civic.Conflict { // in conflict it was made a moment ago
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
