package handlers

import (
	"context"
	"slices"
	"time"

	"ashar/internal/civic"
	"ashar/views"
)

type userStore interface {
	UsersOf(ctx context.Context, municipality string) ([]civic.User, error)
	AddInvitation(ctx context.Context, hash, user string, until time.Time) error
}

// invitationLife is how long a one-time link serves.
const invitationLife = 7 * 24 * time.Hour

// Staff lists who holds a role in a municipality, and invites more.
func (a *App) Staff(c *Ctx) error { return a.staff(c, c.emptyForm("lang", string(c.Lang)), "", nil) }

// staff shows the list; link is a one-time link just made, shown this once.
func (a *App) staff(c *Ctx, form *views.Form, link string, refused error) error {
	ctx := c.Request().Context()
	place, err := a.store.PlaceOf(ctx, c.Scope.Municipality)
	if err != nil {
		return err
	}
	users, err := a.store.UsersOf(ctx, c.Scope.Municipality)
	if err != nil {
		return err
	}
	d := views.StaffData{Place: place, Users: users, Form: form, Link: link, Me: c.User, Municipality: c.Scope.Municipality}
	if refused != nil {
		return c.refuse(refused, c.officePage("people.title"), form, views.StaffContent(d))
	}
	return c.show(c.officePage("people.title"), views.StaffContent(d))
}

// AddPerson creates a person with roles here and answers with their one-time link.
func (a *App) AddPerson(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	add := civic.AddUser{ID: a.ids.New(), Login: civic.CleanLogin(form.Value("login")), Name: c.text("name"), Sex: form.Value("sex"),
		Phone: c.text("phone"), Lang: form.Value("lang")}
	for _, role := range form.Values["role"] {
		if slices.Contains(civic.LocalRoles, civic.Role(role)) {
			add.Grants = append(add.Grants, civic.Grant{Role: civic.Role(role), Municipality: c.Scope.Municipality})
		}
	}
	if len(add.Grants) == 0 {
		return a.staff(c, form, "", civic.Bad("role", "error.role"))
	}
	r, err := c.Apply(add)
	if err != nil {
		return a.staff(c, form, "", err)
	}
	if r.Repeated { // sent twice: the link was shown the first time
		return c.goTo("/municipalities/" + c.Scope.Municipality + "/people")
	}
	return a.inviteHere(c, add.ID)
}

// InvitePerson makes a new one-time link: a forgotten password.
func (a *App) InvitePerson(c *Ctx) error {
	if _, err := a.mine(c); err != nil {
		return err
	}
	return a.inviteHere(c, c.Param("user"))
}

func (a *App) inviteHere(c *Ctx, user string) error {
	token, hash := newToken()
	if err := a.store.AddInvitation(c.Request().Context(), hash, user, a.now().Add(invitationLife)); err != nil {
		return err
	}
	return a.staff(c, c.emptyForm("lang", string(c.Lang)), c.base()+"/invitations/"+token, nil)
}

// mine is the person in the path, if the caller may manage them.
func (a *App) mine(c *Ctx) (civic.User, error) {
	user, err := a.store.User(c.Request().Context(), c.Param("user"))
	if err != nil {
		return user, err
	}
	if len(user.Grants) == 0 || !user.Local(c.Scope.Municipality) && !c.User.Holds("", civic.Administrator) {
		return user, civic.E(civic.NotFound, "error.not_found")
	}
	return user, nil
}

// DisablePerson keeps a person out, or lets them in again.
func (a *App) DisablePerson(c *Ctx) error {
	user, err := a.mine(c)
	if err != nil {
		return err
	}
	if _, err := c.Apply(civic.DisableUser{User: user.ID, Disabled: c.checked("disabled")}); err != nil {
		return err
	}
	return c.goTo("/municipalities/" + c.Scope.Municipality + "/people")
}
