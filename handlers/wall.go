package handlers

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"ashar/internal/civic"
	"ashar/internal/i18n"
	"ashar/internal/lan"
	"ashar/internal/paper"
	"ashar/views"
)

type wallStore interface {
	Wall(ctx context.Context, session string) (civic.Wall, error)
	WallCards(ctx context.Context, session string) ([]civic.WallCard, error)
	LooseWords(ctx context.Context, session string) ([]string, error)
	Screens(ctx context.Context, session string) ([]civic.Screen, error)
	ScreenSession(ctx context.Context, hash string) (session string, err error)
	TakeScreen(ctx context.Context, code, hash, device string) error
}

// Screen is the wall on the projector of who is signed in.
func (a *App) Screen(c *Ctx) error {
	return a.showWall(c, c.Scope.Session, views.SessionPath(c.Scope.Session, "live")+"?page="+queryEscape(views.SessionPath(c.Scope.Session, "screen")))
}

// showWall answers the wall of a session; stream is where its changes come from.
func (a *App) showWall(c *Ctx, session, stream string) error {
	d, err := a.wallOf(c, session)
	if err != nil {
		return err
	}
	d.Stream = stream
	if w, ok := c.Response().Writer.(*glance); ok {
		w.live = true
		return c.write(http.StatusOK, views.WallPart(d))
	}
	return c.write(http.StatusOK, views.WallPage(views.Page{Title: c.Lang.T("wall.title"), Lang: c.Lang, Here: c.here()}, d))
}

// wallOf reads what the wall shows now, and no more than that: what the hall
// must not see yet does not reach the view.
func (a *App) wallOf(c *Ctx, session string) (*views.WallData, error) {
	ctx := c.Request().Context()
	head, counts, err := a.store.SessionFrame(ctx, session)
	if err != nil {
		return nil, err
	}
	wall, err := a.store.Wall(ctx, session)
	if err != nil {
		return nil, err
	}
	c.speak(i18n.Lang(wall.Speaks(head.Language)))
	l := string(c.Lang)
	d := &views.WallData{Theme: wall.Theme, Blank: wall.Blank, Seq: counts.Seq, Came: counts.Came,
		Village: head.VillageName.In(l), Audience: head.AudienceName.In(l), Date: head.Date, Starts: head.Starts, Ends: head.Ends, Practice: head.Practice}
	if wall.Blank {
		return d, nil
	}
	if d.Steps, err = a.store.Steps(ctx, session); err != nil {
		return nil, err
	}
	rounds, err := a.store.Rounds(ctx, session)
	if err != nil {
		return nil, err
	}
	round := civic.CurrentRound(rounds)
	if d.Silence, err = a.store.Silence(ctx, session); err != nil {
		return nil, err
	}
	step := civic.CurrentStep(d.Steps)
	d.Cancelled = head.Status == civic.Cancelled
	if d.Scene = wall.Shows(head.Status, step, round, d.Silence.Open, true); d.Scene == civic.SceneLast { // only then is it read
		if d.Last, err = a.wallLast(ctx, head, wall.Page); err != nil {
			return nil, err
		}
		d.Scene = wall.Shows(head.Status, step, round, d.Silence.Open, d.Last != nil)
	}
	if err := a.wallJoin(c, session, d); err != nil {
		return nil, err
	}
	return d, a.wallScene(c, session, d, round)
}

// wallScene reads what the scene is about.
func (a *App) wallScene(c *Ctx, session string, d *views.WallData, round *civic.Round) error {
	ctx := c.Request().Context()
	if d.Scene == civic.SceneWelcome || d.Scene == civic.SceneLast || d.Scene == civic.SceneStep || d.Scene == civic.SceneSilent {
		return nil
	}
	cards, err := a.store.WallCards(ctx, session)
	if err != nil {
		return err
	}
	d.SetCards(cards)
	switch d.Scene {
	case civic.SceneCards:
		d.Loose, err = a.store.LooseWords(ctx, session)
	case civic.SceneRound:
		d.SetRound(round)
	case civic.SceneResult, civic.SceneThanks:
		if civic.Possible(civic.SceneResult, civic.CurrentStep(d.Steps), round, false) {
			d.SetResult(c.Lang, round)
		}
	}
	return err
}

// icons are the pictures of a session's cards, by card.
func (a *App) icons(ctx context.Context, session string) (map[string]string, error) {
	cards, err := a.store.WallCards(ctx, session)
	out := map[string]string{}
	for _, c := range cards {
		out[c.ID] = c.Icon
	}
	return out, err
}

// wallJoin adds how phones come in: the network, then the session.
func (a *App) wallJoin(c *Ctx, session string, d *views.WallData) error {
	j, err := a.store.Join(c.Request().Context(), session)
	if err != nil || !j.Open {
		return err
	}
	d.Join = &views.WallJoin{Code: civic.SpacedCode(j.Code), WiFi: j.WiFi, Password: j.Password}
	if j.WiFi != "" {
		d.Join.WiFiQR.Size, d.Join.WiFiQR.Path = paper.QRPath(lan.WiFiCode(j.WiFi, j.Password, j.WiFiHidden))
	}
	if !c.fromHere() { // else its address would lead a phone to itself
		_, d.Join.Address, _ = strings.Cut(c.joinAddress(""), "://")
		d.Join.QR.Size, d.Join.QR.Path = paper.QRPath(c.joinAddress(j.Code))
	}
	return nil
}

// speak goes on in a language that is not the reader's own choice.
func (c *Ctx) speak(l i18n.Lang) {
	c.Lang = l
	c.SetRequest(c.Request().WithContext(i18n.With(c.Request().Context(), l)))
	c.Response().Header().Set("Content-Language", string(l))
}

// Wall is where the conductor decides what the wall shows, and which browsers show it.
func (a *App) Wall(c *Ctx) error {
	f, err := a.frame(c, "wall")
	if err != nil {
		return err
	}
	ctx, session := c.Request().Context(), c.Scope.Session
	d := &views.WallControl{Frame: f, Address: strings.TrimSuffix(c.joinAddress(""), "/j") + "/w"}
	if d.Wall, err = a.store.Wall(ctx, session); err != nil {
		return err
	}
	rounds, err := a.store.RoundHeads(ctx, session)
	if err != nil {
		return err
	}
	round := civic.CurrentRound(rounds)
	silence, err := a.store.Silence(ctx, session)
	if err != nil {
		return err
	}
	_, _, err = a.store.CycleBefore(ctx, f.Head.Cycle)
	if err != nil && civic.KindOf(err) != civic.NotFound {
		return err
	}
	told, step := err == nil, civic.CurrentStep(f.Steps)
	d.Shows = d.Wall.Shows(f.Head.Status, step, round, silence.Open, told)
	d.Possible = slices.DeleteFunc(slices.Clone(civic.Scenes), func(s civic.Scene) bool { return !civic.Possible(s, step, round, told) })
	if d.Screens, err = a.store.Screens(ctx, session); err != nil {
		return err
	}
	for _, s := range d.Screens {
		if s.Code != "" {
			d.QR.Size, d.QR.Path = paper.QRPath(d.Address + "/" + s.Code)
		}
	}
	return c.show(c.sessionPage(f), views.WallContent(d))
}

// SetWall takes one decision about the wall.
func (a *App) SetWall(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	set := civic.SetWall{Session: c.Scope.Session}
	if form.Values.Has("scene") {
		scene := civic.Scene(form.Value("scene"))
		set.Scene = &scene
	}
	if form.Values.Has("blank") {
		blank := c.checked("blank")
		set.Blank = &blank
	}
	if form.Values.Has("page") {
		page, err := strconv.Atoi(form.Value("page"))
		if err != nil {
			return civic.Bad("page", "error.choice")
		}
		set.Page = &page
	}
	for name, to := range map[string]**string{"theme": &set.Theme, "language": &set.Lang} {
		if form.Values.Has(name) {
			value := form.Value(name)
			*to = &value
		}
	}
	if _, err := c.Apply(set); err != nil {
		return err
	}
	if form.Value("back") == "last" { // where the hall is told, the pages are turned too
		return c.goTo(views.SessionPath(c.Scope.Session, "last"))
	}
	return c.goTo(views.SessionPath(c.Scope.Session, "wall"))
}
