package handlers

import (
	"net/http"
	"strconv"

	"ashar/internal/civic"
	"ashar/views"
)

// Conductor is the session's first page: where we are in the agenda, what to
// say, how long, and what comes next.
func (a *App) Conductor(c *Ctx) error {
	f, err := a.frame(c, "conduct")
	if err != nil {
		return err
	}
	f.Look, _ = strconv.Atoi(c.QueryParam("step"))
	return c.show(c.sessionPage(f), views.ConductorContent(f))
}

// StepsAhead is a fragment that a tablet fetches when it is idle: the steps to
// come, for when the line is gone and the session goes on.
func (a *App) StepsAhead(c *Ctx) error {
	f, err := a.frame(c, "conduct")
	if err != nil {
		return err
	}
	return c.fragment(http.StatusOK, views.StepsAhead(f))
}

// StartSession opens the session in the hall.
func (a *App) StartSession(c *Ctx) error {
	if _, err := c.Apply(civic.StartSession{Session: c.Scope.Session}); err != nil {
		return err
	}
	return c.goTo(views.SessionPath(c.Scope.Session, ""))
}

// GoToStep makes a step the current one.
func (a *App) GoToStep(c *Ctx) error {
	step, _ := strconv.Atoi(c.FormValue("step"))
	return a.conduct(c, civic.GoToStep{Session: c.Scope.Session, Step: step})
}

// ExtendStep gives the step more minutes.
func (a *App) ExtendStep(c *Ctx) error {
	step, _ := strconv.Atoi(c.FormValue("step"))
	extra, _ := strconv.Atoi(c.FormValue("extra"))
	return a.conduct(c, civic.ExtendStep{Session: c.Scope.Session, Step: step, Extra: extra})
}

// PauseStep stops or starts the clock.
func (a *App) PauseStep(c *Ctx) error {
	return a.conduct(c, civic.PauseStep{Session: c.Scope.Session, Paused: c.checked("paused")})
}

// conduct applies a change of the agenda and shows the conductor as it now is.
func (a *App) conduct(c *Ctx, change civic.Change) error {
	if _, err := c.Apply(change); err != nil {
		return err
	}
	if !c.partial() {
		return c.goTo(views.SessionPath(c.Scope.Session, ""))
	}
	f, err := a.frame(c, "conduct")
	if err != nil {
		return err
	}
	return c.parts(views.ConductorContent(f))
}
