package handlers

import (
	"net/http"
	"strings"

	"ashar/internal/civic"
	"ashar/views"
)

// InvitationCode is the door for who holds a printed card.
func (a *App) InvitationCode(c *Ctx) error {
	p := c.doorPage("invitation.have")
	return c.show(p, views.InvitationCodeContent(p, c.emptyForm()))
}

// TypeInvitation opens the door for a code that was typed.
func (a *App) TypeInvitation(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	code := civic.CleanCode(form.Value("code"))
	if _, err := a.invitation(c, code); err != nil {
		return a.codeAgain(c, form.Value("code"), err)
	}
	return c.goTo("/invitations/" + queryEscape(code))
}

// invitation finds whom a code invites. Trying codes is slowed.
func (a *App) invitation(c *Ctx, code string) (user string, err error) {
	address := c.RealIP()
	if wait := a.throttle.waitCode(address); wait > 0 {
		c.Response().Header().Set("Retry-After", seconds(wait))
		return "", civic.E(civic.TooMany, "error.login_wait", "seconds", seconds(wait))
	}
	user, err = a.store.Invitation(c.Request().Context(), hashInvitation(code))
	switch {
	case civic.KindOf(err) == civic.NotFound:
		// A slip of the finger is no guess: only what could be a code counts.
		if len(civic.CleanCode(code)) == invitationLetters {
			a.throttle.failedCode(address)
		}
		return "", civic.E(civic.NotFound, "error.invitation_unknown")
	case err == nil:
		a.throttle.succeededCode(address)
	}
	return user, err
}

// codeAgain asks for the code again, with what was typed and what is wrong
// with it. Other errors pass on.
func (a *App) codeAgain(c *Ctx, typed string, err error) error {
	kind := civic.KindOf(err)
	if kind != civic.NotFound && kind != civic.Gone && kind != civic.TooMany {
		return err
	}
	form := c.emptyForm("code", typed)
	for _, problem := range civic.Problems(err) {
		form.Problems = append(form.Problems, civic.Bad("code", problem.Key, problem.Args...))
	}
	p := c.doorPage("invitation.have")
	p.Here = "/invitations"
	return c.render(statusOf(kind), p, views.InvitationCodeContent(p, form))
}

// Invitation shows the form behind a one-time link.
func (a *App) Invitation(c *Ctx) error {
	id, err := a.invitation(c, c.Param("token"))
	if err != nil {
		return a.codeAgain(c, c.Param("token"), err)
	}
	user, err := a.invited(c, id)
	if err != nil {
		return err
	}
	p := c.doorPage("invitation.title")
	return c.show(p, views.InvitationContent(p, c.emptyForm(), user))
}

// invited is who a link is for; the zero user stands for the first administrator.
func (a *App) invited(c *Ctx, id string) (civic.User, error) {
	if id == "" {
		return civic.User{}, nil
	}
	return a.store.User(c.Request().Context(), id)
}

// AcceptInvitation sets the password and signs in. For the first administrator
// it also creates the person.
func (a *App) AcceptInvitation(c *Ctx) error {
	ctx := c.Request().Context()
	id, err := a.invitation(c, c.Param("token"))
	if err != nil {
		return a.codeAgain(c, c.Param("token"), err)
	}
	user, err := a.invited(c, id)
	if err != nil {
		return err
	}
	form, err := c.form()
	if err != nil {
		return err
	}
	again := func(err error) error {
		p := c.doorPage("invitation.title")
		return c.refuse(err, p, form, views.InvitationContent(p, form, user))
	}
	login, name := user.Login, user.Name
	if user.ID == "" {
		login, name = form.Value("login"), form.Value("name")
	}
	password, err := newPassword(form, login, name)
	if err != nil {
		return again(err)
	}
	var change civic.Change = civic.SetPassword{User: user.ID, PasswordHash: password}
	if user.ID == "" {
		admin := civic.AddUser{ID: a.ids.New(), Login: civic.CleanLogin(login), Name: name, Lang: string(c.Lang),
			Grants: []civic.Grant{{Role: civic.Administrator}}, PasswordHash: password}
		if err := admin.Validate(); err != nil {
			return again(err)
		}
		change, user = admin, civic.User{ID: admin.ID}
	}
	if err := a.store.UseInvitation(ctx, hashInvitation(c.Param("token"))); err != nil {
		return a.codeAgain(c, c.Param("token"), err)
	}
	if _, err := c.applyIn(civic.Installation, change); err != nil {
		return again(err)
	}
	if err := a.signIn(c, user); err != nil {
		return err
	}
	return c.goTo("/")
}

// hidesAddress reports whether a page's own address is a secret that must not
// travel on as a Referer, not even to this server, before which a proxy may log.
func hidesAddress(r *http.Request) bool {
	for _, secret := range [...]string{"/invitations/", "/j/", "/w/"} {
		if len(r.URL.Path) > len(secret) && strings.HasPrefix(r.URL.Path, secret) {
			return true
		}
	}
	return false
}
