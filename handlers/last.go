package handlers

import (
	"bytes"
	"context"

	"ashar/internal/civic"
	"ashar/internal/paper"
	"ashar/views"
)

// last is what became of the priorities of the cycle before, those of the
// session's village first. The hall is told before anybody is asked again.
func (a *App) last(c *Ctx) (*views.LastData, error) {
	f, err := a.frameOf(c, "conduct")
	if err != nil {
		return nil, err
	}
	d := &views.LastData{Frame: f, Today: civic.Today(a.now()), Conducts: c.User.Holds(c.Scope.Municipality, conductors...)}
	if d.View, err = a.lastView(c.Request().Context(), c.Scope.Cycle); err != nil || d.View == nil {
		return d, err
	}
	d.Here, d.Others = d.View.List.OfVillage(f.Head.Village)
	if d.Conducts {
		lastOnWall(d)
	}
	return d, nil
}

// lastView is the cycle before, with all its parts; nil for the first. A wall
// asks for it at every change in the hall, so it is kept until something of it changes.
func (a *App) lastView(ctx context.Context, cycle string) (*civic.PublicView, error) {
	key := "last " + cycle
	if kept := a.public.get(key, a.now()); kept != nil {
		return kept.view, nil
	}
	read := a.public.now()
	before, place, err := a.store.CycleBefore(ctx, cycle)
	if civic.KindOf(err) == civic.NotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	v, err := a.viewOf(ctx, before, place, allParts())
	if err != nil {
		return nil, err
	}
	kept := &publicKept{view: v, day: civic.Today(a.now()), deps: map[string]bool{cycle: true}}
	for _, scope := range depsOf(v) {
		kept.deps[scope] = true
	}
	a.public.put(key, kept, read)
	return v, nil
}

// lastOnWall says which page of it stands on the wall, if that shows it now: an open round goes before the step.
func lastOnWall(d *views.LastData) {
	f := d.Frame
	if f.Wall.Blank || f.Wall.Scene == civic.SceneFollow && f.OpenRounds > 0 {
		return
	}
	if f.Wall.Shows(f.Head.Status, &civic.Step{AgendaItem: f.Step}, nil, false, true) == civic.SceneLast {
		d.Wall = d.Slide(f.Wall.Page)
	}
}

// wallLast reads what the wall tells of last time; nil where there is nothing to tell.
func (a *App) wallLast(ctx context.Context, head civic.SessionHead, page int) (*views.WallLast, error) {
	v, err := a.lastView(ctx, head.Cycle)
	if err != nil || v == nil {
		return nil, err
	}
	d := views.LastData{View: v, Today: civic.Today(a.now())}
	d.Here, d.Others = v.List.OfVillage(head.Village)
	return d.Slide(page), nil
}

// Last is the page that the hall is shown.
func (a *App) Last(c *Ctx) error {
	d, err := a.last(c)
	if err != nil {
		return err
	}
	p := c.sessionPage(d.Frame)
	p.Title, p.Live = c.Lang.T("last.title"), false
	p.Styles = []string{"last.css"}
	return c.show(p, views.LastContent(d))
}

// LastPDF is the same on one sheet, for a hall without a screen.
func (a *App) LastPDF(c *Ctx) error {
	d, err := a.last(c)
	if err != nil {
		return err
	}
	if d.View == nil {
		return civic.E(civic.NotFound, "last.none")
	}
	l := c.paperLang()
	b := a.noticeSheet(c, d.View, append(d.Here, d.Others...))
	b.Title = l.T("last.title")
	var out bytes.Buffer
	if err := paper.Board(&out, l, b); err != nil {
		return err
	}
	return c.pdf("kaira-bailanysh-"+string(l)+".pdf", &out)
}
