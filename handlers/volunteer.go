package handlers

import (
	"ashar/internal/civic"
	"ashar/views"
)

// AddVolunteer writes down who offered: with a name only if they agreed, else as one more.
func (a *App) AddVolunteer(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	v := civic.SaveVolunteer{ID: c.opID(), Group: form.Value("group"), Name: civic.Said(form.Value("name")), Phone: civic.Said(form.Value("phone"))}
	if v.Name != "" || v.Phone != "" {
		v.Consent, v.KeepUntil = c.checked("consent"), form.Value("keep_until")
	}
	if _, err := c.Apply(v); err != nil {
		d, e := a.people(c)
		if e != nil {
			return e
		}
		d.Person = form
		return c.refuse(err, c.sessionPage(d.Frame), form, c.part(d.Frame, "people", views.PeopleBody(d)))
	}
	if !c.partial() {
		return c.saved(views.SessionPath(c.Scope.Session, "people"))
	}
	d, err := a.people(c)
	if err != nil {
		return err
	}
	return c.parts(views.PeopleBody(d))
}

// ForgetVolunteer deletes a person on their wish, at any time.
func (a *App) ForgetVolunteer(c *Ctx) error {
	if _, err := c.Apply(civic.SaveVolunteer{ID: c.Param("person"), Gone: true}); err != nil {
		return err
	}
	return c.saved(views.SessionPath(c.Scope.Session, "people"))
}
