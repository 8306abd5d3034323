package handlers

import (
	"context"
	"strconv"

	"ashar/internal/civic"
	"ashar/views"
)

type remarkStore interface {
	Remarks(ctx context.Context, session string) ([]civic.Remark, error)
	Volunteers(ctx context.Context, session, reader string) ([]civic.Volunteer, error)
}

// people reads questions, opinions, incidents and who goes on with them.
// Names and phones are read, and the look noted, only for those who run the session.
func (a *App) people(c *Ctx) (*views.PeopleData, error) {
	f, err := a.frame(c, "priorities")
	if err != nil {
		return nil, err
	}
	d := &views.PeopleData{Frame: f, Named: c.mayConduct(), Form: c.emptyForm("sort", "question"),
		Person: c.emptyForm("group", "initiative", "keep_until", civic.Day(f.Head.Date).AddDate(1, 0, 0).Format("2006-01-02"))}
	ctx := c.Request().Context()
	if d.Remarks, err = a.store.Remarks(ctx, c.Scope.Session); err != nil {
		return nil, err
	}
	reader := ""
	if d.Named {
		reader = c.User.ID
	}
	d.Volunteers, err = a.store.Volunteers(ctx, c.Scope.Session, reader)
	return d, err
}

// People shows what is no priority, and who offered to go on with it.
func (a *App) People(c *Ctx) error {
	d, err := a.people(c)
	if err != nil {
		return err
	}
	return c.show(c.sessionPage(d.Frame), c.part(d.Frame, "people", views.PeopleBody(d)))
}

// AddRemark writes down a question, opinion or incident.
func (a *App) AddRemark(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	_, err = c.Apply(civic.SaveRemark{ID: c.opID(), Sort: form.Value("sort"), Fields: map[string]string{"text": civic.Said(form.Value("text"))}})
	d, e := a.people(c)
	if e != nil {
		return e
	}
	if err != nil {
		d.Form = form
		return c.refuse(err, c.sessionPage(d.Frame), form, c.part(d.Frame, "people", views.PeopleBody(d)))
	}
	d.Form.Values.Set("sort", form.Value("sort"))
	return c.done(views.SessionPath(c.Scope.Session, "people"), views.PeopleBody(d))
}

func (a *App) remark(c *Ctx) (*views.RemarkData, error) {
	f, err := a.frame(c, "priorities")
	if err != nil {
		return nil, err
	}
	ctx := c.Request().Context()
	remarks, err := a.store.Remarks(ctx, c.Scope.Session)
	if err != nil {
		return nil, err
	}
	for _, r := range remarks {
		if r.ID != c.Param("remark") {
			continue
		}
		d := &views.RemarkData{Frame: f, Remark: r, Form: c.emptyForm("base", strconv.FormatInt(r.Version, 10)), Reason: c.emptyForm()}
		for _, name := range civic.RemarkFields {
			d.Form.Values.Set(name, r.Field(name))
		}
		d.Edits, err = a.store.Edits(ctx, c.Scope.Session, r.ID)
		return d, err
	}
	return nil, civic.E(civic.NotFound, "error.not_found")
}

// Remark is one of them on its own page: its answer, its history.
func (a *App) Remark(c *Ctx) error {
	d, err := a.remark(c)
	if err != nil {
		return err
	}
	return c.show(c.sessionPage(d.Frame), c.part(d.Frame, "people", views.RemarkBody(d)))
}

// SaveRemark writes the answer or corrects the words.
func (a *App) SaveRemark(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	d, err := a.remark(c)
	if err != nil {
		return err
	}
	fields := map[string]string{}
	for _, name := range civic.RemarkFields {
		if values, ok := form.Values[name]; ok {
			fields[name] = civic.Said(values[0])
		}
	}
	r, err := c.Apply(civic.SaveRemark{ID: d.Remark.ID, Sort: d.Remark.Sort, Base: max(1, base(form)), Fields: fields})
	if err != nil {
		d.Form = form
		return c.refuse(err, c.sessionPage(d.Frame), form, c.part(d.Frame, "people", views.RemarkBody(d)))
	}
	if hasRivals(r) {
		return c.goTo(views.SessionPath(c.Scope.Session, "remarks") + "/" + d.Remark.ID)
	}
	return c.saved(views.SessionPath(c.Scope.Session, "people"))
}

// WithdrawRemark takes one back with a reason, or puts it back.
func (a *App) WithdrawRemark(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	_, err = c.Apply(civic.WithdrawRemark{ID: c.Param("remark"), Withdrawn: c.checked("withdrawn"), Reason: civic.Said(form.Value("reason"))})
	if civic.KindOf(err) == civic.Invalid {
		d, e := a.remark(c)
		if e != nil {
			return e
		}
		d.Reason = form
		return c.refuse(err, c.sessionPage(d.Frame), form, c.part(d.Frame, "people", views.RemarkBody(d)))
	}
	if err != nil {
		return err
	}
	return c.saved(views.SessionPath(c.Scope.Session, "people"))
}
