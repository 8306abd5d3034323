package handlers

import (
	"context"

	"ashar/internal/civic"
	"ashar/views"
)

type copyStore interface {
	ScheduleBeside(ctx context.Context, cycle, source string) (target, from civic.Schedule, err error)
}

// CopyForm chooses whose schedule to copy; then which village stands for
// which, and from which day, with what would come of it.
func (a *App) CopyForm(c *Ctx) error {
	ctx := c.Request().Context()
	if c.QueryParam("from") == "" {
		cycle, place, err := a.store.Cycle(ctx, c.Scope.Cycle)
		if err != nil {
			return err
		}
		d, err := a.sources(c, place.ID, cycle.ID)
		if err != nil {
			return err
		}
		d.Title, d.Hint = c.Lang.T("copy.schedule"), c.Lang.T("copy.schedule_hint")
		d.Path = func(o civic.Overview) string { return cyclePath(cycle.ID) + "/copy?from=" + o.Cycle.ID }
		return c.show(c.cyclePage("copy.schedule", cycle, place), views.SourcesContent(d))
	}
	d, err := a.copyPreview(c)
	if err != nil {
		return err
	}
	return c.show(c.cyclePage("copy.schedule", d.Target.Cycle, d.Target.Place), views.CopyContent(d, c.emptyForm()))
}

// mayCopy: a schedule that hangs in the villages is everybody's to copy, any other its own municipality's.
func (c *Ctx) mayCopy(s civic.Schedule) bool {
	return len(c.User.In(s.Cycle.Municipality)) > 0 || s.HangsOut()
}

// copyPreview reads the choices from the request, proposes what is not chosen
// yet, and works out what copying would do.
func (a *App) copyPreview(c *Ctx) (views.CopyData, error) {
	d := views.CopyData{Chosen: c.FormValue("first") != ""}
	var err error
	if d.Target, d.Source, err = a.store.ScheduleBeside(c.Request().Context(), c.Scope.Cycle, c.FormValue("from")); err != nil {
		return d, err
	}
	if !c.mayCopy(d.Source) || d.Source.Cycle.ID == d.Target.Cycle.ID {
		return d, civic.E(civic.NotFound, "error.not_found")
	}
	same := d.Source.Cycle.Municipality == d.Target.Cycle.Municipality
	how := civic.CopyChoices{Villages: civic.MatchVillages(d.Source.Villages, d.Target.Villages), Audiences: civic.MatchAudiences(d.Source.Audiences, d.Target.Audiences),
		First: civic.FirstCopied(d.Source.FirstDay(), max(d.Target.Cycle.Starts, civic.AddDays(civic.Today(a.now()), civic.DaysAhead))), Venues: same, Seed: c.FormValue("seed"),
		Moderator: c.FormValue("moderator"), Recorder: c.FormValue("recorder")}
	if !same {
		if err := a.copyLists(c, &d); err != nil {
			return d, err
		}
	}
	if d.Chosen {
		how.First, how.Venues = c.FormValue("first"), same && c.checked("venues")
		d.Checklist = d.Lists.N() > 0 && c.checked("checklist")
		for _, v := range d.Source.Villages {
			how.Villages[v.ID] = c.FormValue("v-" + v.ID)
		}
		for _, au := range d.Source.Audiences {
			how.Audiences[au.ID] = c.FormValue("a-" + au.ID)
		}
	}
	if !civic.ValidID(how.Seed) {
		how.Seed = a.ids.New()
	}
	d.How, d.Same = how, same
	d.Rows = d.Target.CopyPlan(d.Source, how)
	d.Warnings = d.Target.CheckCopied(d.Rows, civic.Moment(a.now()))
	return d, nil
}

// CopySchedule plans what the preview showed, all of it or nothing.
func (a *App) CopySchedule(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	d, err := a.copyPreview(c)
	if err != nil {
		return err
	}
	page := c.cyclePage("copy.schedule", d.Target.Cycle, d.Target.Place)
	if !civic.ValidDate(d.How.First) {
		return c.refuse(civic.Bad("first", "error.date"), page, form, views.CopyContent(d, form))
	}
	if d.Checklist && form.Value("lists") != d.ListsSeen() {
		return c.refuse(civic.E(civic.Conflict, "error.preview_changed"), page, form, views.CopyContent(d, form))
	}
	plans := civic.Plans(d.Rows)
	if _, err := c.Apply(civic.CopySchedule{Cycle: d.Target.Cycle.ID, Source: d.Source.Cycle.ID, Rows: plans}); err != nil {
		return c.refuse(err, page, form, views.CopyContent(d, form))
	}
	if d.Checklist {
		if err := a.copyChecklist(c, d); err != nil {
			return err
		}
	}
	c.flash(false, "copy.done", "n", len(plans))
	return c.goTo(cyclePath(d.Target.Cycle.ID) + "/schedule")
}

// copyLists compares the checklists of two municipalities, where the source has
// its own; the target's own one is replaced only if the person says so.
func (a *App) copyLists(c *Ctx, d *views.CopyData) error {
	from, into := d.Source.Cycle.Municipality, d.Target.Cycle.Municipality
	all, err := a.store.Templates(c.Request().Context(), "checklist", from, into)
	if err != nil || !all[from].Own() || len(c.User.In(from)) == 0 { // its own lists hang nowhere
		return err
	}
	d.ListFrom, d.ListInto, d.ListBase = all[from], all.InEffect("checklist", into), all[into].Version
	d.Lists = d.ListInto.Changes(d.ListFrom)
	d.Checklist = d.Lists.N() > 0 && !all[into].Own()
	return nil
}

// copyChecklist takes over the source municipality's own checklist.
func (a *App) copyChecklist(c *Ctx, d views.CopyData) error {
	_, err := a.store.Apply(c.Request().Context(), civic.Operation{Actor: c.User.ID, Device: c.device(), Scope: d.Target.Cycle.Municipality,
		Change: civic.SaveTemplate{Template: "checklist", Municipality: d.Target.Cycle.Municipality, Base: d.ListBase, Checklist: d.ListFrom.Checklist}})
	return err
}
