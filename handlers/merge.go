package handlers

import (
	"slices"
	"strings"

	"ashar/internal/civic"
	"ashar/views"
)

func (a *App) mergeData(c *Ctx, first string) (*views.MergeData, error) {
	b, err := a.board(c)
	if err != nil {
		return nil, err
	}
	d := &views.MergeData{Frame: b.Frame, Cards: b.List.Active, Form: c.emptyForm()}
	i := slices.IndexFunc(d.Cards, func(p civic.Priority) bool { return p.ID == first })
	if i < 0 {
		return d, nil
	}
	// The card it began from stands first, ticked; then those like it.
	from := d.Cards[i]
	others := slices.Delete(slices.Clone(d.Cards), i, i+1)
	like := civic.Similar(from.Title, others)
	isLike := func(p civic.Priority) bool {
		return slices.ContainsFunc(like, func(l civic.Priority) bool { return l.ID == p.ID })
	}
	others = slices.DeleteFunc(others, isLike)
	d.First, d.Cards = from.ID, slices.Concat([]civic.Priority{from}, like, others)
	d.Form.Values["parts"] = []string{from.ID}
	return d, nil
}

// Merge asks which cards say one thing.
func (a *App) Merge(c *Ctx) error {
	d, err := a.mergeData(c, c.QueryParam("card"))
	if err != nil {
		return err
	}
	return c.show(c.sessionPage(d.Frame), c.part(d.Frame, "said", views.MergeBody(d)))
}

// MergePriorities makes one card of several; its title can be set right after.
func (a *App) MergePriorities(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	id, first := c.opID(), form.Value("card")
	parts := form.Values["parts"]
	if i := slices.Index(parts, first); i > 0 { // the card it began from gives title and place
		parts = slices.Concat([]string{first}, parts[:i], parts[i+1:])
	}
	if _, err := c.Apply(civic.MergePriorities{ID: id, Parts: parts}); err != nil {
		if civic.KindOf(err) != civic.Invalid {
			return a.backWith(c, err, views.SessionPath(c.Scope.Session, "priorities"))
		}
		d, e := a.mergeData(c, first)
		if e != nil {
			return e
		}
		d.Form = form
		return c.refuse(err, c.sessionPage(d.Frame), form, c.part(d.Frame, "said", views.MergeBody(d)))
	}
	c.flash(false, "merge.done")
	return c.goTo(views.PriorityPath(c.Scope.Session, id) + "/card")
}

// Split ends a merger: the cards come back exactly as they were.
func (a *App) Split(c *Ctx) error {
	back := views.SessionPath(c.Scope.Session, "priorities")
	if _, err := c.Apply(civic.UnmergePriority{ID: c.Param("priority")}); err != nil {
		return a.backWith(c, err, back)
	}
	c.flash(false, "merge.split_done")
	return c.goTo(back)
}

// Order puts the cards into another order.
func (a *App) Order(c *Ctx) error {
	d, err := a.board(c)
	if err != nil {
		return err
	}
	p := c.sessionPage(d.Frame)
	p.Scripts = []string{"reorder.js"}
	return c.show(p, c.part(d.Frame, "said", views.OrderBody(d)))
}

// OrderPriorities takes the wanted order; without a script one card goes up or down in it.
func (a *App) OrderPriorities(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	order := form.Values["order"]
	if id, way, ok := strings.Cut(form.Value("move"), ":"); ok {
		i := slices.Index(order, id)
		j := i - 1
		if way == "down" {
			j = i + 1
		}
		if i >= 0 && j >= 0 && j < len(order) {
			order[i], order[j] = order[j], order[i]
		}
	}
	if _, err := c.Apply(civic.OrderPriorities{Session: c.Scope.Session, Order: order}); err != nil {
		return err
	}
	if !c.partial() {
		return c.goTo(views.SessionPath(c.Scope.Session, "priorities/order"))
	}
	d, err := a.board(c)
	if err != nil {
		return err
	}
	return c.parts(views.OrderBody(d))
}
