package handlers

import (
	"slices"

	"ashar/internal/civic"
	"ashar/internal/tally"
	"ashar/views"
)

func (c *Ctx) plans() bool { return c.User.Holds(c.Scope.Municipality, planners...) }

// Needs is the consolidated list of a cycle: the whole, an audience's own
// order, the board of who named what, or what each rule would make of it.
func (a *App) Needs(c *Ctx) error {
	d, err := a.needsData(c)
	if err != nil {
		return err
	}
	return a.showNeeds(c, d)
}

func (a *App) needsData(c *Ctx) (views.NeedsData, error) {
	list, err := a.needList(c.Request().Context(), c.Scope.Cycle)
	if err != nil {
		return views.NeedsData{}, err
	}
	d := views.NeedsData{List: list, Plans: c.plans()}
	if of := civic.AudienceKind(c.QueryParam("of")); slices.Contains(list.Kinds(), of) {
		d.Of = of
	}
	if d.Rows, err = chosenOrder(list, d.Of, ""); err != nil {
		return d, err
	}
	switch view := c.QueryParam("view"); view {
	case "board":
		d.View = view
	case "rules":
		d.View = view
		if d.Compared, err = compareRules(list); err != nil {
			return d, err
		}
	default:
		if d.Plans {
			for _, group := range list.Alike() {
				d.Alike += len(group.With)
			}
		}
	}
	if d.View == "" {
		surveys, err := a.store.SurveysOf(c.Request().Context(), c.Scope.Cycle)
		if err != nil {
			return d, err
		}
		for i := range surveys {
			if surveys[i].Responses > 0 {
				d.Surveys++
			}
		}
	}
	d.Undo, d.Joined = joinsToUndo(c)
	letters, err := a.store.Letters(c.Request().Context(), c.Scope.Cycle)
	d.Letters, d.Today = civic.NewestLetters(letters), civic.Today(a.now())
	for i := range letters {
		if letters[i].Overdue(d.Today) {
			d.Late++
		}
	}
	return d, err
}

func (a *App) showNeeds(c *Ctx, d views.NeedsData) error {
	p := c.stationPage("needs", d.List.Cycle, d.List.Place)
	p.Wide = d.View != ""
	return c.show(p, views.NeedsContent(d))
}

// compareRules makes the list by each rule. Where the cycle declares no order
// for guaranteed places, all audiences come in, in their usual order.
func compareRules(l *civic.NeedList) ([]views.RuleColumn, error) {
	rules := l.Rules
	if len(rules.Order) == 0 {
		rules.Order = l.Kinds()
	}
	c := consolidationOf(&l.Needs, rules)
	var columns []views.RuleColumn
	for _, rule := range civic.ListRuleNames {
		made, err := c.By(tally.Rule(rule))
		if err != nil {
			return nil, err
		}
		column := views.RuleColumn{Rule: rule, Places: map[string]views.RulePlace{}}
		for _, r := range made.Rows {
			column.Places[r.Need] = views.RulePlace{Place: r.Place, Shared: r.Last > r.Place}
		}
		columns = append(columns, column)
	}
	return columns, nil
}

// CollectNeeds takes up the cards of closed sessions that are not in the list yet.
func (a *App) CollectNeeds(c *Ctx) error {
	if _, err := c.form(); err != nil {
		return err
	}
	if _, err := c.Apply(civic.CollectNeeds{Cycle: c.Scope.Cycle}); err != nil {
		return err
	}
	return c.saved(views.NeedsPath(c.Scope.Cycle, ""))
}

// Need is a need's own page: whose cards it holds, in their words.
func (a *App) Need(c *Ctx) error {
	d, err := a.needPage(c)
	if err != nil {
		return err
	}
	return c.show(c.needFrame(d.List, d.Need), views.NeedContent(d))
}

// needFrame is the frame of a page below the station.
func (c *Ctx) needFrame(l *civic.NeedList, n *civic.Need) views.Page {
	p := c.cyclePage("need.one", l.Cycle, l.Place)
	if n != nil {
		p.Title = n.Title.In(string(c.Lang))
	}
	p.Way = &views.Way{Cycle: l.Cycle.ID, Part: "needs"}
	p.Back = &views.Link{Href: views.NeedsPath(l.Cycle.ID, ""), Text: c.Lang.T("need.title")}
	return p
}

func (a *App) needPage(c *Ctx) (views.NeedData, error) {
	ctx := c.Request().Context()
	list, err := a.needList(ctx, c.Scope.Cycle)
	if err != nil {
		return views.NeedData{}, err
	}
	d := views.NeedData{List: list, Need: list.Find(c.Param("need")), Plans: c.plans()}
	if d.Need == nil {
		return d, civic.E(civic.NotFound, "error.not_found")
	}
	d.Row = list.Row(d.Need.ID)
	d.Undo, d.Joined = joinsToUndo(c)
	if d.Voices, err = a.store.NeedVoices(ctx, d.Need.ID); err != nil {
		return d, err
	}
	d.Today = civic.Today(a.now())
	d.Letters, err = a.store.Letters(ctx, c.Scope.Cycle)
	d.Letters = slices.DeleteFunc(d.Letters, func(l civic.Letter) bool { return l.Need != d.Need.ID })
	return d, err
}
