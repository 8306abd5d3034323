package handlers

import (
	"ashar/internal/civic"
)

// FillSchedule gives a recorder and venues to all sessions to come that lack them, all or none.
func (a *App) FillSchedule(c *Ctx) error {
	if _, err := c.form(); err != nil {
		return err
	}
	d, err := a.schedule(c)
	if err != nil {
		return err
	}
	f := civic.Fill{Recorder: c.text("recorder"), Venues: map[string]string{}}
	if f.Recorder != "" && !d.Schedule.HasStaff(f.Recorder) {
		return civic.Bad("recorder", "error.not_staff")
	}
	for _, v := range d.Schedule.Villages {
		f.Venues[v.ID] = c.text("venue-" + v.ID)
	}
	var ops []civic.Operation
	seed := c.opID()
	for _, row := range d.Schedule.Fills(f) {
		ops = append(ops, c.operation(civic.ChildID(seed, row.ID), c.Scope.Cycle, row.Plan()))
	}
	if err := a.store.ApplyAll(c.Request().Context(), ops); err != nil {
		return err
	}
	if d, err = a.schedule(c); err != nil {
		return err
	}
	if left, _ := d.Schedule.Lacking(); len(ops) == 0 {
		c.flash(true, "schedule.fill_none")
	} else {
		c.flash(false, "schedule.fill_done", "n", len(ops), "left", left)
	}
	return c.goTo(cyclePath(c.Scope.Cycle) + "/schedule")
}
