package handlers

import (
	"strings"
	"unicode/utf8"

	"ashar/internal/civic"
	"ashar/views"
)

// access is how programs read a municipality's data, and what they are told.
func (a *App) access(c *Ctx, token, hook *views.Form) (views.Page, *views.AccessData, error) {
	ctx, m := c.Request().Context(), c.Scope.Municipality
	d := &views.AccessData{Municipality: m, Token: token, Hook: hook, Base: c.base(), Fresh: a.once.take(c.secretOf(views.AccessPath(m)))}
	name, err := a.store.UnitName(ctx, m)
	if err != nil {
		return views.Page{}, d, err
	}
	if d.Tokens, err = a.store.APITokens(ctx, m); err != nil {
		return views.Page{}, d, err
	}
	d.Hooks, err = a.store.Webhooks(ctx, m)
	d.Secrets = map[string]string{}
	for _, h := range d.Hooks {
		d.Secrets[h.ID] = a.store.WebhookSecret(h.ID)
	}
	p := c.officePage("access.title")
	p.Back = &views.Link{Href: "/municipalities/" + m, Text: name.In(string(c.Lang))}
	return p, d, err
}

// Access lists the tokens and addresses of a municipality.
func (a *App) Access(c *Ctx) error {
	p, d, err := a.access(c, c.emptyForm(), c.emptyForm())
	if err != nil {
		return err
	}
	return c.show(p, views.AccessContent(d))
}

const tokenNameMost = 100

// AddToken makes a token; the page shows it, once.
func (a *App) AddToken(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	name := strings.TrimSpace(form.Value("name"))
	if name == "" || utf8.RuneCountInString(name) > tokenNameMost {
		p, d, e := a.access(c, form, c.emptyForm())
		if e != nil {
			return e
		}
		return c.refuse(civic.Bad("name", "error.token_name"), p, form, views.AccessContent(d))
	}
	token, hash := newToken()
	if err := a.store.AddAPIToken(c.Request().Context(), hash, c.Scope.Municipality, name, c.User.ID); err != nil {
		return err
	}
	a.once.put(c.secretOf(views.AccessPath(c.Scope.Municipality)), token)
	return c.goTo(views.AccessPath(c.Scope.Municipality))
}

// EndToken takes a token back.
func (a *App) EndToken(c *Ctx) error {
	if err := a.store.EndAPIToken(c.Request().Context(), c.Scope.Municipality, c.Param("token")); err != nil {
		return err
	}
	return c.saved(views.AccessPath(c.Scope.Municipality))
}

// AddHook has an address told from now on.
func (a *App) AddHook(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	url, err := a.hookURL(form.Value("url"))
	if err != nil {
		p, d, e := a.access(c, c.emptyForm(), form)
		if e != nil {
			return e
		}
		return c.refuse(err, p, form, views.AccessContent(d))
	}
	if err := a.store.AddWebhook(c.Request().Context(), c.opID(), c.Scope.Municipality, url, c.User.ID); err != nil {
		return err
	}
	return c.saved(views.AccessPath(c.Scope.Municipality))
}

// EndHook tells an address nothing more.
func (a *App) EndHook(c *Ctx) error {
	if err := a.store.EndWebhook(c.Request().Context(), c.Scope.Municipality, c.Param("hook")); err != nil {
		return err
	}
	return c.saved(views.AccessPath(c.Scope.Municipality))
}

// RetryHook tries a telling again at once.
func (a *App) RetryHook(c *Ctx) error {
	if err := a.store.RetryHook(c.Request().Context(), c.Scope.Municipality, c.Param("event")); err != nil {
		return err
	}
	return c.saved(views.AccessPath(c.Scope.Municipality))
}
