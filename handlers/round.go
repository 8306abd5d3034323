package handlers

import (
	"context"
	"crypto/rand"
	"reflect"
	"slices"
	"strconv"

	"ashar/internal/civic"
	"ashar/views"
)

type roundStore interface {
	Rounds(ctx context.Context, session string) ([]civic.Round, error)
	RoundHeads(ctx context.Context, session string) ([]civic.Round, error)
	RoundOptions(ctx context.Context, session string) ([]civic.RoundOption, error)
}

// Rounds leads to the ranking that stands, or to opening the first.
func (a *App) Rounds(c *Ctx) error {
	rounds, err := a.store.RoundHeads(c.Request().Context(), c.Scope.Session)
	if err != nil {
		return err
	}
	if r := civic.CurrentRound(rounds); r != nil {
		return c.goTo(views.RoundPath(r))
	}
	return a.newRound(c, "", c.emptyForm(), nil)
}

// NewRound shows the rules that a ranking will have, and what is ranked by
// whom; with ?replaces it is a recount.
func (a *App) NewRound(c *Ctx) error {
	return a.newRound(c, c.QueryParam("replaces"), c.emptyForm(), nil)
}

// newRound shows the form; refused is why it was refused, if it was.
func (a *App) newRound(c *Ctx, replaces string, form *views.Form, refused error) error {
	f, err := a.frame(c, "rounds")
	if err != nil {
		return err
	}
	d := &views.RoundStart{Frame: f, Form: form, Rules: f.Head.Rules}
	ctx, session := c.Request().Context(), c.Scope.Session
	heads, err := a.store.HeadCount(ctx, session)
	if err != nil {
		return err
	}
	for _, by := range waysOf(f.Head.Rules, heads) {
		d.Ways = append(d.Ways, views.RoundWay{By: by, Groups: civic.VotersOf(heads, by)})
	}
	if d.Options, err = a.store.RoundOptions(ctx, session); err != nil {
		return err
	}
	if replaces != "" {
		rounds, err := a.store.RoundHeads(ctx, session)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(rounds, func(r civic.Round) bool { return r.ID == replaces })
		if i < 0 {
			return civic.E(civic.NotFound, "error.not_found")
		}
		d.Replaces = &rounds[i]
	}
	content := views.RoundStartContent(d)
	if refused != nil {
		return c.refuse(refused, c.sessionPage(f), form, content)
	}
	return c.show(c.sessionPage(f), content)
}

// waysOf is how voters may be counted in this hall: by age band only while
// nobody left, as leaving is counted by sex alone.
func waysOf(rules civic.CycleRules, heads civic.HeadCount) []string {
	ways := rules.Ways()
	if heads.Total(civic.Left) > 0 && len(ways) > 1 {
		ways = slices.DeleteFunc(ways, func(by string) bool { return by == civic.ByBand })
	}
	return ways
}

// OpenRound fixes the rules, the options and the voters as they are now.
func (a *App) OpenRound(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	ctx, session := c.Request().Context(), c.Scope.Session
	rounds, err := a.store.Rounds(ctx, session)
	if err != nil {
		return err
	}
	id := c.opID()
	if slices.ContainsFunc(rounds, func(r civic.Round) bool { return r.ID == id }) { // sent again after a lost answer: it stands, whoever has come since
		return c.goTo(views.SessionPath(session, "rounds"))
	}
	head, err := a.store.SessionHead(ctx, session)
	if err != nil {
		return err
	}
	heads, err := a.store.HeadCount(ctx, session)
	if err != nil {
		return err
	}
	all, err := a.store.RoundOptions(ctx, session)
	if err != nil {
		return err
	}
	by := form.Value("by")
	if ways := waysOf(head.Rules, heads); !slices.Contains(ways, by) || !form.Values.Has("by") {
		by = ways[0]
	}
	open := civic.OpenRound{Session: session, ID: id, Rules: civic.RulesOfRound(head.Rules, by),
		Groups: civic.VotersOf(heads, by), Replaces: form.Value("replaces"), Reason: c.text("reason")}
	for _, o := range all {
		if form.Has("option", o.ID) {
			open.Options = append(open.Options, o)
		}
	}
	if _, err := c.Apply(open); err != nil {
		form.Op = a.ids.New()
		return a.newRound(c, open.Replaces, form, err)
	}
	return c.goTo(views.SessionPath(session, "rounds"))
}

// Round is one ranking: counting while it is open, then its result.
func (a *App) Round(c *Ctx) error {
	d, err := a.round(c)
	if err != nil {
		return err
	}
	return c.show(c.sessionPage(d.Frame), views.RoundContent(d))
}

// round reads what the page of a ranking shows.
func (a *App) round(c *Ctx) (*views.RoundData, error) {
	f, err := a.frame(c, "rounds")
	if err != nil {
		return nil, err
	}
	rounds, err := a.store.Rounds(c.Request().Context(), c.Scope.Session)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(rounds, func(r civic.Round) bool { return r.ID == c.Param("round") })
	if i < 0 {
		return nil, civic.E(civic.NotFound, "error.not_found")
	}
	r := &rounds[i]
	first := r.Counters[0]
	if first == "" {
		first = c.User.Name
	}
	d := &views.RoundData{Frame: f, Rounds: rounds, Round: r, Salt: rand.Text(), Form: c.emptyForm("counter1", first, "counter2", r.Counters[1])}
	if r.Status == civic.RoundOpen && r.Rules.Method.ByPhone() {
		j, err := a.store.Join(c.Request().Context(), c.Scope.Session)
		if err != nil {
			return nil, err
		}
		d.Phones = j.Open
	}
	if r.Rules.Method == civic.Pairwise {
		pairs := pairsOf(r)
		for _, p := range pairs.Pairs() {
			d.Pairs = append(d.Pairs, [2]string{p.A, p.B})
		}
		d.Circles = pairs.Circles()
		d.Pair = d.NextPair()
		if n, err := strconv.Atoi(c.QueryParam("pair")); err == nil && n >= 1 && n <= len(d.Pairs) {
			d.Pair = n - 1
		}
	}
	if r.Status == civic.RoundRevealed && r.Result != nil {
		computed, err := ResultOf(r)
		if err != nil {
			return nil, err
		}
		d.Differs = !reflect.DeepEqual(computed, *r.Result)
		if d.Icons, err = a.icons(c.Request().Context(), c.Scope.Session); err != nil {
			return nil, err
		}
	}
	return d, nil
}
