package handlers

import (
	"context"

	"ashar/internal/civic"
	"ashar/views"
)

type sessionStore interface {
	SessionHead(ctx context.Context, id string) (civic.SessionHead, error)
}

// frame reads what stands round a part of a session.
func (a *App) frame(c *Ctx, part string) (*views.SessionFrame, error) {
	head, err := a.store.SessionHead(c.Request().Context(), c.Scope.Session)
	if err != nil {
		return nil, err
	}
	return &views.SessionFrame{Head: head, Part: part, Count: map[string]string{}}, nil
}

// sessionPage is the frame of a page of a session.
func (c *Ctx) sessionPage(f *views.SessionFrame) views.Page {
	p := c.page("session.part." + f.Part)
	l := string(c.Lang)
	p.Session = f
	p.Back = &views.Link{Href: "/", Text: c.Lang.T("home.title")}
	p.Where = &views.Where{
		Title: f.Head.VillageName.In(l) + ", " + f.Head.AudienceName.In(l),
		Sub:   c.Lang.DayMonth(civic.Day(f.Head.Date)) + ", " + f.Head.MunicipalityName.In(l),
	}
	return p
}
