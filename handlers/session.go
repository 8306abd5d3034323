package handlers

import (
	"context"
	"strconv"

	"ashar/internal/civic"
	"ashar/views"
)

type sessionStore interface {
	SessionHead(ctx context.Context, id string) (civic.SessionHead, error)
	SessionCounts(ctx context.Context, id string) (civic.SessionCounts, error)
	SessionFrame(ctx context.Context, id string) (civic.SessionHead, civic.SessionCounts, error)
	Steps(ctx context.Context, session string) ([]civic.Step, error)
}

// frame reads what stands round a part of a session, with its steps.
func (a *App) frame(c *Ctx, part string) (*views.SessionFrame, error) {
	f, err := a.frameOf(c, part)
	if err != nil {
		return nil, err
	}
	f.Steps, err = a.store.Steps(c.Request().Context(), c.Scope.Session)
	return f, err
}

// frameOf is the same without the steps, for pages that tell none.
func (a *App) frameOf(c *Ctx, part string) (*views.SessionFrame, error) {
	head, counts, err := a.store.SessionFrame(c.Request().Context(), c.Scope.Session)
	if err != nil {
		return nil, err
	}
	return &views.SessionFrame{Head: head, Part: part, Count: railCounts(counts), Writes: c.mayConduct() && head.Status.Open(), MayCorrect: c.mayConduct(), Plans: c.User.Holds(c.Scope.Municipality, planners...),
		Cards: counts.Priorities, Rounds: counts.Rounds, OpenRounds: counts.OpenRounds, Seq: counts.Seq, Wall: counts.Wall, Step: counts.Step}, nil
}

// mayConduct reports whether this person writes in the session, or only reads.
func (c *Ctx) mayConduct() bool { return c.User.Holds(c.Scope.Municipality, conductors...) }

func railCounts(n civic.SessionCounts) map[string]string {
	count := map[string]string{}
	if n.Checks > 0 {
		count["checks"] = strconv.Itoa(n.Checked) + "/" + strconv.Itoa(n.Checks)
	}
	if n.Came > 0 {
		count["attendance"] = strconv.Itoa(n.Came)
	}
	if n.Priorities > 0 {
		count["priorities"] = strconv.Itoa(n.Priorities)
	}
	return count
}

// sessionPage is the frame of a page of a session.
func (c *Ctx) sessionPage(f *views.SessionFrame) views.Page {
	p := c.page("session.part." + f.Part)
	l := string(c.Lang)
	p.Session, p.Live = f, true
	p.Back = &views.Link{Href: "/", Text: c.Lang.T("home.title")}
	p.Where = &views.Where{
		Title: f.Head.VillageName.In(l) + ", " + f.Head.AudienceName.In(l),
		Sub:   c.Lang.DayMonth(civic.Day(f.Head.Date)) + ", " + c.Lang.T("paper.place.municipality", "name", f.Head.MunicipalityName.In(l)),
	}
	return p
}
