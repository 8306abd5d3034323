package handlers

import (
	"ashar/views"
)

type homeStore interface{}

// Home is where a person begins: what is today, and what comes next.
func (a *App) Home(c *Ctx) error {
	return c.show(c.page("home.title"), views.HomeContent(c.User))
}
