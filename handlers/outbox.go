package handlers

import (
	"net/http"

	"ashar/views"
)

// Outbox is the empty list of what a tablet has not sent yet: a fragment that
// static/js/outbox.js fetches once and fills from what the browser keeps.
func (a *App) Outbox(c *Ctx) error { return c.write(http.StatusOK, views.Outbox()) }
