package handlers

import (
	"encoding/json"
	"strings"

	"ashar/internal/civic"
	"ashar/views"
)

// hasRivals reports whether a change met somebody else's words.
func hasRivals(r civic.Receipt) bool {
	var out struct {
		Rivals []string `json:"rivals"`
	}
	return json.Unmarshal(r.Outcome, &out) == nil && len(out.Rivals) > 0
}

// SettleEdit chooses between two texts; the other stays in the history.
func (a *App) SettleEdit(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	back := form.Value("back")
	if !strings.HasPrefix(back, views.SessionPath(c.Scope.Session, "")+"/") {
		back = views.SessionPath(c.Scope.Session, "priorities")
	}
	if _, err := c.Apply(civic.SettleEdit{ID: c.Param("edit"), Keep: c.checked("keep"), Base: base(form)}); err != nil {
		return a.backWith(c, err, back)
	}
	return c.saved(back)
}
