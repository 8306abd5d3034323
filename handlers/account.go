package handlers

import (
	"context"

	"ashar/internal/civic"
	"ashar/views"
)

type accountStore interface {
	Logins(ctx context.Context, user string) ([]civic.Login, error)
	EndLoginOf(ctx context.Context, user, short string) error
}

// Account is what concerns the person: devices and password.
func (a *App) Account(c *Ctx) error { return a.account(c, c.emptyForm(), nil) }

func (a *App) account(c *Ctx, form *views.Form, refused error) error {
	logins, err := a.store.Logins(c.Request().Context(), c.User.ID)
	if err != nil {
		return err
	}
	content := views.AccountContent(c.User, logins, c.login, form)
	if refused != nil {
		return c.refuse(refused, c.officePage("account.menu"), form, content)
	}
	return c.show(c.officePage("account.menu"), content)
}

// EndDevice signs one of the person's devices out; it is gone at its next request.
func (a *App) EndDevice(c *Ctx) error {
	if err := a.store.EndLoginOf(c.Request().Context(), c.User.ID, c.Param("login")); err != nil {
		return err
	}
	return c.goTo("/account")
}

// ChangePassword asks the old one and signs every other device out.
func (a *App) ChangePassword(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	if wait := a.throttle.wait(c.User.Login, c.RealIP()); wait > 0 {
		return a.account(c, form, civic.Bad("old", "error.login_wait", "seconds", seconds(wait)))
	}
	_, hash, err := a.store.UserByLogin(c.Request().Context(), c.User.Login)
	if err != nil {
		return err
	}
	if !checkPassword(hash, form.Value("old")) {
		a.throttle.failed(c.User.Login, c.RealIP())
		return a.account(c, form, civic.Bad("old", "error.password_old"))
	}
	if err := civic.CheckPassword("password", form.Value("password")); err != nil {
		return a.account(c, form, err)
	}
	if form.Value("again") != form.Value("password") {
		return a.account(c, form, civic.Bad("again", "error.password_again"))
	}
	change := civic.SetPassword{User: c.User.ID, PasswordHash: HashPassword(form.Value("password")), Keep: c.login}
	if _, err := c.applyIn(civic.Installation, change); err != nil {
		return err
	}
	c.flash(false, "account.password_changed")
	return c.goTo("/account")
}
