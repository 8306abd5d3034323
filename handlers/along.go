package handlers

import "ashar/views"

// Along is the check before the road: what the tablet has and lacks, and the
// session's pages taken along. Which of it is true only the browser knows.
func (a *App) Along(c *Ctx) error {
	f, err := a.frame(c, "along")
	if err != nil {
		return err
	}
	checks, err := a.store.Checks(c.Request().Context(), c.Scope.Session)
	if err != nil {
		return err
	}
	p := c.sessionPage(f)
	p.Scripts = []string{"along.js"}
	return c.show(p, views.AlongContent(&views.AlongData{Frame: f, Items: len(checks)}))
}
