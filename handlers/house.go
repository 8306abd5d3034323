package handlers

import (
	"net/http"
	"strconv"

	"ashar/static"
)

// Health answers once the database takes writes.
func (a *App) Health(c *Ctx) error {
	if err := a.store.Ready(c.Request().Context()); err != nil {
		return err
	}
	return c.String(http.StatusOK, "ok\n")
}

var assets = static.Handler()

// Static serves the hashed files of the static room.
func (a *App) Static(c *Ctx) error {
	assets.ServeHTTP(c.Response(), c.Request())
	return nil
}

func itoa(n int) string { return strconv.Itoa(n) }
