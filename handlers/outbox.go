package handlers

import (
	"net/http"

	"ashar/views"
)

// Outbox is the empty list of what a tablet has not sent yet: a fragment that
// static/js/outbox.js fetches once and fills from what the browser keeps.
// Nobody's data is in it, so it comes once a day and not with every page.
func (a *App) Outbox(c *Ctx) error {
	h := c.Response().Header()
	h.Set("Vary", "Cookie, Accept-Language") // where the language is
	h.Set("Cache-Control", "private, max-age=86400")
	return c.fragment(http.StatusOK, views.Outbox())
}
