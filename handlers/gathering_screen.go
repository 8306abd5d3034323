package handlers

import (
	"net/http"
	"strconv"

	"ashar/views"
)

// GatheringScreen shows the people's list to the hall: five rows a page, or
// one need, with arrows on the keyboard and large buttons.
func (a *App) GatheringScreen(c *Ctx) error {
	ctx := c.Request().Context()
	g, err := a.store.Gathering(ctx, c.Scope.Cycle, c.Param("gathering"))
	if err != nil {
		return err
	}
	l, err := a.needList(ctx, c.Scope.Cycle)
	if err != nil {
		return err
	}
	d := &views.GatheringScreenData{Gathering: g.Gathering, List: l, One: c.QueryParam("show") == "one"}
	n, _ := strconv.Atoi(c.QueryParam("page"))
	d.Page = min(max(n, 0), d.Pages()-1)
	if row := d.Single(); row != nil {
		voices, err := a.store.NeedVoices(ctx, row.ID)
		if err != nil {
			return err
		}
		d.SetWords(voices)
	}
	return c.write(http.StatusOK, views.GatheringScreen(views.Page{Title: c.Lang.T("gathering.screen"), Lang: c.Lang, Here: c.here()}, d))
}
