package handlers

import (
	"slices"

	"ashar/internal/civic"
	"ashar/views"
)

// Rights is the card of the person's own role; of the community for whom there is none.
func (a *App) Rights(c *Ctx) error {
	card := views.Community
	for _, r := range []civic.Role{civic.Facilitator, civic.Coordinator, civic.Deputy, civic.Monitor, civic.Member, civic.Trainer, civic.Administrator} {
		if slices.ContainsFunc(c.User.Grants, func(g civic.Grant) bool { return g.Role == r }) {
			card = string(r)
			break
		}
	}
	return a.rights(c, card)
}

// RoleRights is the card of one role.
func (a *App) RoleRights(c *Ctx) error {
	card := c.Param("role")
	if !slices.Contains(views.RightsCards, card) {
		return civic.E(civic.NotFound, "error.not_found")
	}
	return a.rights(c, card)
}

func (a *App) rights(c *Ctx, card string) error {
	p := c.officePage("rights.title")
	return c.show(p, views.RightsContent(c.User, card))
}
