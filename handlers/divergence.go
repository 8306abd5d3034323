package handlers

import (
	"ashar/internal/civic"
	"ashar/views"
)

// AnswerDivergence keeps why a need that stood high with an audience stands low in the list.
func (a *App) AnswerDivergence(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	answer := civic.AnswerDivergence{Cycle: c.Scope.Cycle, Audience: civic.AudienceKind(form.Value("audience")), Need: form.Value("need"), Answer: c.text("answer")}
	if _, err := c.Apply(answer); err != nil {
		d, e := a.needsData(c)
		if e != nil {
			return e
		}
		d.Form = form
		return c.refuse(err, c.stationPage("needs", d.List.Cycle, d.List.Place), form, views.NeedsContent(d))
	}
	return c.saved(views.NeedsPath(c.Scope.Cycle, "#flags"))
}
