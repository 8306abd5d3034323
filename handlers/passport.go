package handlers

import (
	"net/http"
	"strings"

	"ashar/internal/civic"
	"ashar/views"
)

// Passport shows the way of one need, from the first sentence to the photo.
func (a *App) Passport(c *Ctx) error {
	if a.fromPublicCache(c) {
		return nil
	}
	ctx := c.Request().Context()
	of, err := a.store.PublicCode(ctx, civic.CleanPaperCode(c.Param("code")))
	if err != nil {
		return a.passportAgain(c, c.Param("code"), err)
	}
	v, err := a.viewBy(ctx, of)
	if err == nil && !v.Published.Has("list") {
		err = civic.E(civic.NotFound, "error.passport_unknown")
	}
	if err != nil {
		return a.passportAgain(c, c.Param("code"), err)
	}
	if of.Session != "" {
		return a.publicTitled(c, depsOf(v), c.Lang.T("passport.session"), views.PublicSessionContent(v, of.Session, civic.Today(a.now())))
	}
	row := of.Row(v.List)
	if row == nil {
		return a.passportAgain(c, c.Param("code"), civic.E(civic.NotFound, "error.passport_unknown"))
	}
	d := views.PassportData{View: v, Row: row, Today: civic.Today(a.now())}
	if err := a.tellAll(ctx, v); err != nil {
		return err
	}
	if d.Statements, err = a.store.PublicStatements(ctx, row.ID); err != nil {
		return err
	}
	return a.publicTitled(c, depsOf(v), row.Title.In(string(c.Lang)), views.PassportContent(d))
}

// PassportCode asks for the code on a slip, or leads to what was typed.
func (a *App) PassportCode(c *Ctx) error {
	if code := civic.CleanPaperCode(c.QueryParam("code")); code != "" {
		return c.Redirect(http.StatusSeeOther, "/n/"+code)
	}
	if c.QueryParams().Has("code") {
		return a.passportAsk(c, http.StatusUnprocessableEntity, c.QueryParam("code"), "error.passport_empty")
	}
	return a.publicPage(c, nil, "passport.code", views.PassportCodeContent(c.emptyForm()))
}

// passportAgain asks again, with what was typed and what is wrong with it.
func (a *App) passportAgain(c *Ctx, typed string, err error) error {
	if civic.KindOf(err) != civic.NotFound {
		return err
	}
	return a.passportAsk(c, http.StatusNotFound, typed, "error.passport_unknown")
}

func (a *App) passportAsk(c *Ctx, status int, typed, problem string) error {
	form := c.emptyForm("code", strings.TrimSpace(typed))
	form.Problems = []*civic.Error{civic.Bad("code", problem)}
	c.Response().Header().Set("X-Robots-Tag", "noindex")
	return c.write(status, views.PublicLayout(views.Page{Title: c.Lang.T("passport.code"), Lang: c.Lang, Here: "/n"}, views.PassportCodeContent(form)))
}
