package handlers

import (
	"ashar/internal/civic"
	"ashar/views"
)

// nominees reads the lists, and from which gathering they can begin.
func (a *App) nominees(c *Ctx) (*views.GatheringData, error) {
	d, err := a.gathering(c)
	if err != nil || !d.Writes {
		return d, err
	}
	if d.Villages, err = a.villagesOf(c, d.Cycle); err != nil {
		return nil, err
	}
	if len(d.Nominees) == 0 {
		d.Last, d.LastDate, err = a.store.LastGathering(c.Request().Context(), c.Scope.Cycle, d.ID)
	}
	return d, err
}

// Nominees are the lists of the initiative group and of the monitoring group.
func (a *App) Nominees(c *Ctx) error {
	d, err := a.nominees(c)
	if err != nil {
		return err
	}
	d.Form = c.emptyForm("body", civic.Bodies[0], "village", d.Village)
	if body := c.QueryParam("body"); body == civic.Bodies[1] {
		d.Form.Values.Set("body", body)
	}
	return c.show(c.gatheringPage("gathering.lists", d), views.GatheringLists(d))
}

// AddNominee puts a person on a list.
func (a *App) AddNominee(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	_, err = c.Apply(civic.SaveNominee{ID: c.opID(), Gathering: c.Param("gathering"), Body: form.Value("body"), Name: c.text("name"), Village: form.Value("village"), Post: form.Value("post")})
	return a.nomineeAnswer(c, err, form)
}

// TakeNominees begins the lists with those of the last gathering.
func (a *App) TakeNominees(c *Ctx) error {
	_, err := c.Apply(civic.TakeNominees{Gathering: c.Param("gathering"), From: c.FormValue("from")})
	return a.nomineeAnswer(c, err, nil)
}

// SetNominee takes a person off a list with a reason, puts them back, or gives them a post.
func (a *App) SetNominee(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	var change civic.Change = civic.SetNominee{ID: c.Param("nominee"), Gathering: c.Param("gathering"), Removed: c.checked("removed"), Reason: c.text("reason")}
	if form.Values.Has("post") {
		d, err := a.gathering(c)
		if err != nil {
			return err
		}
		n := d.Nominee(c.Param("nominee"))
		if n == nil {
			return civic.E(civic.NotFound, "error.not_found")
		}
		change = civic.SaveNominee{ID: n.ID, Gathering: d.ID, Body: n.Body, Name: n.Name, Village: n.Village, Post: form.Value("post")}
	}
	_, err = c.Apply(change)
	return a.nomineeAnswer(c, err, form)
}

func (a *App) nomineeAnswer(c *Ctx, err error, form *views.Form) error {
	path := views.GatheringPath(c.Scope.Cycle, c.Param("gathering"), "lists")
	if err == nil {
		if body := c.FormValue("body"); body != "" {
			path += "?body=" + queryEscape(body)
		}
		return c.saved(path)
	}
	if form == nil || civic.KindOf(err) != civic.Invalid {
		return a.backWith(c, err, path)
	}
	d, e := a.nominees(c)
	if e != nil {
		return e
	}
	d.Form, d.Asked = form, c.Param("nominee")
	return c.refuse(err, c.gatheringPage("gathering.lists", d), form, views.GatheringLists(d))
}
