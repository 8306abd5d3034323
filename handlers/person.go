package handlers

import (
	"bytes"
	"strings"
	"time"

	"ashar/internal/civic"
	"ashar/internal/paper"
	"ashar/views"
)

// kept reads the person of the path and in which scope the reader may change
// them. Somebody of another municipality is not found.
func (a *App) kept(c *Ctx, id string) (views.PersonData, error) {
	p, err := a.store.Person(c.Request().Context(), id)
	if err != nil {
		return views.PersonData{}, err
	}
	scope, reach := c.User.Keeps(p.Grants)
	if reach == civic.Nobody {
		return views.PersonData{}, civic.E(civic.NotFound, "error.not_found")
	}
	return views.PersonData{Person: p, Scope: scope, Reach: reach, Self: p.ID == c.User.ID}, nil
}

// User is one person: roles, invitation, devices, access.
func (a *App) User(c *Ctx) error {
	d, err := a.kept(c, c.Param("user"))
	if err != nil {
		return err
	}
	if d.Code = a.once.take(c.secretOf("/users/" + d.Person.ID)); d.Code != "" {
		d.Link = c.base() + "/invitations/" + d.Code
	}
	return a.person(c, d)
}

func (a *App) person(c *Ctx, d views.PersonData) error {
	ctx := c.Request().Context()
	var err error
	if d.Scope == civic.Installation {
		d.Places, err = a.store.Places(ctx, c.User.ID)
	} else {
		var place civic.Place
		place, err = a.store.PlaceOf(ctx, d.Scope)
		d.Places = []civic.Place{place}
	}
	if err != nil {
		return err
	}
	if d.Reach >= civic.Here {
		if d.Devices, err = a.store.Devices(ctx, d.Person.ID); err != nil {
			return err
		}
	}
	return c.show(a.personPage(c, d), views.PersonContent(d))
}

func (a *App) personPage(c *Ctx, d views.PersonData) views.Page {
	p := c.officePage("users.title")
	p.Back = &views.Link{Href: "/users", Text: c.Lang.T("users.title")}
	if d.Scope != civic.Installation {
		p.Back.Href = "/municipalities/" + d.Scope + "/people"
	}
	return p
}

// EditUser is the form of what is known of a person.
func (a *App) EditUser(c *Ctx) error {
	d, err := a.kept(c, c.Param("user"))
	if err != nil {
		return err
	}
	if d.Reach != civic.Whole {
		return civic.E(civic.Forbidden, "error.person_elsewhere")
	}
	return c.show(a.editPage(c, d), views.EditPersonContent(personForm(c, d.Person), d.Person))
}

func (a *App) editPage(c *Ctx, d views.PersonData) views.Page {
	p := c.officePage("common.edit")
	p.Back = &views.Link{Href: "/users/" + d.Person.ID, Text: d.Person.Name}
	return p
}

// SaveUser changes it.
func (a *App) SaveUser(c *Ctx) error {
	d, err := a.kept(c, c.Param("user"))
	if err != nil {
		return err
	}
	form, err := c.form()
	if err != nil {
		return err
	}
	if _, err := c.applyIn(d.Scope, savedPerson(c, d.Person.ID)); err != nil {
		return c.refuse(err, a.editPage(c, d), form, views.EditPersonContent(form, d.Person))
	}
	return c.saved("/users/" + d.Person.ID)
}

// change applies what a button of a person's page wants, and says what came of it there.
func (a *App) change(c *Ctx, d views.PersonData, change civic.Change, done string) error {
	_, err := c.applyIn(d.Scope, change)
	kind := civic.KindOf(err)
	if err != nil && kind != civic.Invalid && kind != civic.Conflict {
		return err
	}
	if err != nil {
		p := civic.Problems(err)[0]
		c.flash(true, p.Key, p.Args...)
	} else {
		c.flash(false, done)
	}
	return c.goTo("/users/" + d.Person.ID)
}

// SetRole gives a role (held=1) or takes it back.
func (a *App) SetRole(c *Ctx) error {
	d, err := a.kept(c, c.Param("user"))
	if err != nil {
		return err
	}
	r := civic.SetRole{User: d.Person.ID, Grant: civic.Grant{Role: civic.Role(c.FormValue("role")), Municipality: c.FormValue("municipality")}, Held: c.checked("held")}
	if r.Held && r.Role == civic.Administrator {
		r.Municipality = "" // the form's list of municipalities does not concern this role
	}
	done := "user.role_taken"
	if r.Held {
		done = "user.role_given"
	}
	return a.change(c, d, r, done)
}

// SetAccess keeps a person from signing in (disabled=1) or lets them in again.
func (a *App) SetAccess(c *Ctx) error {
	d, err := a.kept(c, c.Param("user"))
	if err != nil {
		return err
	}
	off := c.checked("disabled")
	done := "user.enabled"
	if off {
		done = "user.disabled"
	}
	return a.change(c, d, civic.DisableUser{User: d.Person.ID, Disabled: off}, done)
}

// EndDevice signs a device of a person out.
func (a *App) EndDevice(c *Ctx) error {
	d, err := a.kept(c, c.Param("user"))
	if err != nil {
		return err
	}
	return a.change(c, d, civic.EndLogin{User: d.Person.ID, Device: c.Param("device")}, "account.device_ended")
}

// Invite makes a one-time link; the person's page shows it, once.
func (a *App) Invite(c *Ctx) error {
	d, err := a.kept(c, c.Param("user"))
	if err != nil {
		return err
	}
	code, _, err := a.invite(c, d)
	if err != nil {
		return err
	}
	path := "/users/" + d.Person.ID
	a.once.put(c.secretOf(path), code)
	return c.goTo(path)
}

// invite keeps a new invitation. Asked twice, the second one counts and is the
// one shown: so the operation is not the form's.
func (a *App) invite(c *Ctx, d views.PersonData) (code string, until time.Time, err error) {
	code, hash := NewInvitation()
	until = a.timeNow().AddDate(0, 0, civic.InvitationDays)
	_, err = a.store.Apply(c.Request().Context(), civic.Operation{Actor: c.User.ID, Device: c.device(), Scope: d.Scope,
		Change: civic.Invite{User: d.Person.ID, Hash: hash, Until: until}})
	return code, until, err
}

// mostCards is how many invitations are printed at once.
const mostCards = peoplePage

// Cards prints invitations for the people named, each a card with a code and a QR.
func (a *App) Cards(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	users := form.Values["user"]
	if len(users) == 0 || len(users) > mostCards {
		return civic.E(civic.NotFound, "error.not_found")
	}
	places, err := a.store.Places(c.Request().Context(), c.User.ID)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	var cards []paper.Card
	for _, id := range users {
		d, err := a.kept(c, id)
		if err != nil {
			return err
		}
		if d.Reach != civic.Whole {
			return civic.E(civic.Forbidden, "error.person_elsewhere")
		}
		code, until, err := a.invite(c, d)
		if err != nil {
			return err
		}
		card := paper.Card{Name: d.Person.Name, Link: c.base() + "/invitations/" + code, Code: code, Until: until}
		var roles []string
		for _, g := range d.Person.Grants {
			roles = append(roles, c.Lang.T("role."+string(g.Role)))
			if g.Municipality != "" {
				card.Place = c.Lang.T("paper.place.municipality", "name", views.PlaceName(ctx, places, g.Municipality))
			}
		}
		card.Role = strings.Join(roles, ", ")
		cards = append(cards, card)
	}
	var out bytes.Buffer
	if err := paper.Cards(&out, c.Lang, a.timeNow(), cards); err != nil {
		return err
	}
	return c.pdf("chakyruu.pdf", &out)
}
