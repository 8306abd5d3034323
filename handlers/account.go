package handlers

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"ashar/internal/civic"
	"ashar/views"
)

type accountStore interface {
	Person(ctx context.Context, id string) (civic.Person, error)
	Devices(ctx context.Context, user string) ([]civic.Device, error)
}

// What a person does to their own account is an operation of the
// installation: signing in authorised it, and it names nobody else.

// Account is what a person keeps of themselves: details, password, devices.
func (a *App) Account(c *Ctx) error {
	me, err := a.store.Person(c.Request().Context(), c.User.ID)
	if err != nil {
		return err
	}
	form := personForm(c, me)
	return a.account(c, form)
}

func (a *App) account(c *Ctx, form *views.Form) error {
	content, err := a.accountContent(c, form)
	if err != nil {
		return err
	}
	return c.show(c.officePage("account.title"), content)
}

func (a *App) accountContent(c *Ctx, form *views.Form) (templ.Component, error) {
	devices, err := a.store.Devices(c.Request().Context(), c.User.ID)
	return views.AccountContent(views.AccountData{Form: form, Login: c.User.Login, Devices: devices, Here: c.deviceID()}), err
}

// deviceID is this device as lists of devices name it.
func (c *Ctx) deviceID() string {
	if len(c.login) < 16 {
		return ""
	}
	return c.login[:16]
}

func personForm(c *Ctx, p civic.Person) *views.Form {
	return c.emptyForm("name", p.Name, "phone", p.Phone, "sex", p.Sex, "lang", p.Lang)
}

// savedPerson is what the fields of a person say.
func savedPerson(c *Ctx, id string) civic.SaveUser {
	return civic.SaveUser{User: id, Name: civic.Said(c.FormValue("name")), Sex: c.FormValue("sex"), Phone: civic.Said(c.FormValue("phone")), Lang: c.FormValue("lang")}
}

// SaveAccount changes the person's own details. The language chosen is the
// language of this device too.
func (a *App) SaveAccount(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	save := savedPerson(c, c.User.ID)
	if _, err := c.applyIn(civic.Installation, save); err != nil {
		content, e := a.accountContent(c, form)
		if e != nil {
			return e
		}
		return c.refuse(err, c.officePage("account.title"), form, content)
	}
	c.keepLang(save.Lang)
	return c.saved("/account")
}

// Password is the form with which a person changes their password.
func (a *App) Password(c *Ctx) error {
	return c.show(c.accountPage(), views.PasswordContent(c.emptyForm()))
}

func (c *Ctx) accountPage() views.Page {
	p := c.officePage("account.password")
	p.Back = &views.Link{Href: "/account", Text: c.Lang.T("account.title")}
	return p
}

// ChangePassword asks the old password, slowed like signing in: a tablet left
// open must not be the place to guess it.
func (a *App) ChangePassword(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	again := func(err error) error {
		return c.refuse(err, c.accountPage(), form, views.PasswordContent(form))
	}
	if wait := a.throttle.wait(c.User.Login, c.RealIP()); wait > 0 {
		c.Response().Header().Set("Retry-After", seconds(wait))
		return again(civic.Bad("old", "error.login_wait", "seconds", seconds(wait)))
	}
	_, hash, err := a.store.UserByLogin(c.Request().Context(), c.User.Login)
	if err != nil {
		return err
	}
	if !checkPassword(hash, form.Value("old")) {
		a.throttle.failed(c.User.Login, c.RealIP())
		return again(civic.Bad("old", "error.password_old"))
	}
	a.throttle.succeeded(c.User.Login, c.RealIP())
	fresh, err := newPassword(form, c.User.Login, c.User.Name)
	if err != nil {
		return again(err)
	}
	if _, err := c.applyIn(civic.Installation, civic.SetPassword{User: c.User.ID, PasswordHash: fresh, Keep: c.login}); err != nil {
		return again(err)
	}
	c.flash(false, "account.password_changed")
	return c.goTo("/account")
}

// newPassword is the hash of a password entered twice; it must not be made of
// the person's own login and name.
func newPassword(form *views.Form, own ...string) (hash string, err error) {
	password := form.Value("password")
	if err := civic.CheckPassword("password", password, own...); err != nil {
		return "", err
	}
	if form.Value("again") != password {
		return "", civic.Bad("again", "error.password_again")
	}
	return HashPassword(password), nil
}

// EndOwnDevice signs one of the person's devices out.
func (a *App) EndOwnDevice(c *Ctx) error {
	if _, err := c.applyIn(civic.Installation, civic.EndLogin{User: c.User.ID, Device: c.Param("device")}); err != nil {
		return err
	}
	c.flash(false, "account.device_ended")
	return c.goTo("/account")
}

// keepLang remembers a chosen language on this device.
func (c *Ctx) keepLang(lang string) {
	c.SetCookie(&http.Cookie{Name: c.own(langCookie), Value: lang, Path: "/", MaxAge: 365 * 24 * 3600, HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: c.IsTLS()})
}
