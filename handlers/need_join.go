package handlers

import (
	"slices"
	"strconv"
	"strings"

	"ashar/internal/civic"
	"ashar/views"
)

// joinsMost that one tap of undoing takes back.
const joinsMost = 40

// joinsToUndo are the joinings that the address says were just made.
func joinsToUndo(c *Ctx) (ids []string, joined int) {
	if !c.plans() {
		return nil, 0
	}
	for id := range strings.SplitSeq(c.QueryParam("undo"), ",") {
		if civic.ValidID(id) && len(ids) < joinsMost {
			ids = append(ids, id)
		}
	}
	joined, _ = strconv.Atoi(c.QueryParam("joined"))
	return ids, max(joined, len(ids))
}

// Joins offers needs that seem to ask for the same, or all others beside one.
func (a *App) Joins(c *Ctx) error {
	d, err := a.joinData(c)
	if err != nil {
		return err
	}
	return c.show(c.needFrame(d.List, nil), views.JoinNeedsContent(d))
}

func (a *App) joinData(c *Ctx) (views.JoinData, error) {
	list, err := a.needList(c.Request().Context(), c.Scope.Cycle)
	if err != nil {
		return views.JoinData{}, err
	}
	d := views.JoinData{List: list, Form: c.emptyForm()}
	d.Undo, d.Joined = joinsToUndo(c)
	if d.With = list.Find(c.QueryParam("with")); d.With != nil {
		d.Others = list.AlikeTo(d.With.ID)
	} else {
		d.Groups = list.Alike()
	}
	return d, nil
}

// JoinNeeds joins what is ticked: of one group where its button was pressed, else of all.
func (a *App) JoinNeeds(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	only, with := form.Value("only"), form.Value("with")
	seed := c.opID()
	var ops []civic.Operation
	var ids []string
	joined := 0
	for _, into := range form.Values["into"] {
		from := form.Values["from-"+into]
		if len(from) == 0 && into != only && with == "" || only != "" && into != only || slices.Contains(ids, into) {
			continue
		}
		id := civic.ChildID(seed, into)
		ops = append(ops, c.operation(id, c.Scope.Cycle, civic.JoinNeeds{Into: into, From: from}))
		ids = append(ids, id)
		joined += len(from)
	}
	back := views.NeedsPath(c.Scope.Cycle, "/joins")
	if with != "" {
		back += "?with=" + queryEscape(with)
	}
	if len(ops) == 0 {
		err = civic.Bad("from", "error.need_join_none")
	} else {
		err = a.store.ApplyAll(c.Request().Context(), ops)
	}
	if civic.KindOf(err) == civic.Invalid {
		d, e := a.joinData(c)
		if e != nil {
			return e
		}
		if d.With = d.List.Find(with); d.With != nil {
			d.Others, d.Groups = d.List.AlikeTo(with), nil
		}
		d.Form = form
		return c.refuse(err, c.needFrame(d.List, nil), form, views.JoinNeedsContent(d))
	}
	if err != nil {
		return a.backWith(c, err, back)
	}
	next := views.NeedsPath(c.Scope.Cycle, "/joins")
	if with != "" {
		next = views.NeedsPath(c.Scope.Cycle, "/"+with)
	} else if only == "" {
		next = views.NeedsPath(c.Scope.Cycle, "")
	}
	return c.goTo(next + "?undo=" + strings.Join(ids[:min(len(ids), joinsMost)], ",") + "&joined=" + strconv.Itoa(joined))
}

// UndoJoins takes joinings back that were just made.
func (a *App) UndoJoins(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	seed := c.opID()
	var ops []civic.Operation
	for _, join := range form.Values["join"] {
		ops = append(ops, c.operation(civic.ChildID(seed, join), c.Scope.Cycle, civic.UndoJoin{Cycle: c.Scope.Cycle, Join: join}))
	}
	slices.Reverse(ops)
	back := views.NeedsPath(c.Scope.Cycle, "/joins")
	if err := a.store.ApplyAll(c.Request().Context(), ops); err != nil {
		return a.backWith(c, err, back)
	}
	c.flash(false, "need.undone")
	return c.goTo(back)
}

// SplitNeed takes a card out of a need, or all apart.
func (a *App) SplitNeed(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	list, err := a.needList(c.Request().Context(), c.Scope.Cycle)
	if err != nil {
		return err
	}
	need := list.Find(c.Param("need"))
	if need == nil {
		return civic.E(civic.NotFound, "error.not_found")
	}
	cards := form.Values["card"]
	if form.Value("apart") != "" {
		cards = need.CardsApart()
	}
	seed := c.opID()
	var ops []civic.Operation
	for _, card := range cards {
		id := civic.ChildID(seed, card)
		ops = append(ops, c.operation(id, c.Scope.Cycle, civic.SplitNeed{Need: need.ID, Cards: []string{card}, Fresh: civic.ChildID(id, "need")}))
	}
	if len(ops) == 0 {
		return civic.Bad("cards", "error.need_split_none")
	}
	back := views.NeedsPath(c.Scope.Cycle, "/"+need.ID)
	if err := a.store.ApplyAll(c.Request().Context(), ops); err != nil {
		return a.backWith(c, err, back)
	}
	c.flash(false, "need.split_done")
	return c.goTo(back)
}
