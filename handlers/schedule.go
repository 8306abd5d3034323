package handlers

import (
	"bytes"
	"context"
	"strconv"
	"strings"

	"ashar/internal/civic"
	"ashar/internal/i18n"
	"ashar/internal/paper"
	"ashar/views"
)

type scheduleStore interface {
	ScheduleVersions(ctx context.Context, cycle string) ([]civic.ScheduleVersion, error)
	AttendanceTotals(ctx context.Context, cycle string) (map[string][2]int, error)
}

// i18nTitle is what a new cycle is called at first.
func i18nTitle(lang, year string) string {
	return i18n.Lang(lang).T("cycle.default_title", "year", year)
}

// schedule reads what the schedule pages show.
func (a *App) schedule(c *Ctx) (views.ScheduleData, error) {
	s, err := a.store.Schedule(c.Request().Context(), c.Scope.Cycle)
	d := views.ScheduleData{Schedule: s, Plans: c.User.Holds(c.Scope.Municipality, planners...) && s.Cycle.Status != civic.Ended, Invites: c.User.Holds(c.Scope.Municipality, keepers...)}
	d.Warnings = s.Check(civic.Moment(a.now()))
	return d, err
}

// Schedule is the plan of a cycle: the matrix, or day by day with ?view=days.
func (a *App) Schedule(c *Ctx) error {
	d, err := a.schedule(c)
	if err != nil {
		return err
	}
	if d.Came, err = a.store.AttendanceTotals(c.Request().Context(), c.Scope.Cycle); err != nil {
		return err
	}
	if v := c.QueryParam("view"); v == "days" || v == "fact" {
		d.View = v
	}
	return c.show(a.schedulePage(c, d), views.ScheduleContent(d))
}

func (a *App) schedulePage(c *Ctx, d views.ScheduleData) views.Page {
	title := "schedule.title"
	if d.View == "fact" {
		title = "schedule.fact"
	}
	p := c.cyclePage(title, d.Schedule.Cycle, d.Schedule.Place)
	p.Way = &views.Way{Cycle: d.Schedule.Cycle.ID, Part: "schedule"}
	p.Wide = true
	return p
}

// planPage is a page behind the schedule: the way up leads back to it.
func (a *App) planPage(c *Ctx, d views.ScheduleData, titleKey string) views.Page {
	p := c.cyclePage(titleKey, d.Schedule.Cycle, d.Schedule.Place)
	p.Back = &views.Link{Href: cyclePath(d.Schedule.Cycle.ID) + "/schedule", Text: c.Lang.T("schedule.title")}
	return p
}

// NewSession is the form behind an empty cell, filled sensibly.
func (a *App) NewSession(c *Ctx) error {
	d, err := a.schedule(c)
	if err != nil {
		return err
	}
	cell := civic.Cell{Village: c.QueryParam("village"), Audience: c.QueryParam("audience")}
	plan := d.Schedule.Suggest(cell, civic.Today(a.now()))
	plan.ID = a.ids.New()
	return c.show(a.planPage(c, d, "schedule.plan"), views.PlanForm(d, planToForm(c, plan), nil))
}

// EditPlan is the form of a row of the schedule.
func (a *App) EditPlan(c *Ctx) error {
	d, err := a.schedule(c)
	if err != nil {
		return err
	}
	row := rowOf(d, c.Scope.Session)
	if row == nil {
		return civic.E(civic.NotFound, "error.not_found")
	}
	return c.show(a.planPage(c, d, "schedule.plan"), views.PlanForm(d, planToForm(c, row.Plan()), row))
}

func planToForm(c *Ctx, p civic.PlanSession) *views.Form {
	yes := map[bool]string{true: "1"}
	return c.emptyForm("id", p.ID, "village", p.Village, "audience", p.Audience, "date", p.Date, "starts", p.Starts, "ends", p.Ends, "venue", p.Venue,
		"heating", yes[p.Heating], "power", yes[p.Power], "accessible", yes[p.Accessible], "expected_min", strconv.Itoa(p.ExpectedMin),
		"expected_max", strconv.Itoa(p.ExpectedMax), "moderator", p.Moderator, "recorder", p.Recorder, "observer", p.Observer,
		"inviter", p.Inviter, "inviter_phone", p.InviterPhone, "language", p.Language, "transport", p.Transport,
		"materials", yes[p.Materials], "childcare", yes[p.Childcare], "reason", p.Reason, "version", strconv.FormatInt(p.Version, 10))
}

// PlanNew plans a session in an empty cell.
func (a *App) PlanNew(c *Ctx) error { return a.savePlan(c, "") }

// ChangePlan changes a row of the schedule.
func (a *App) ChangePlan(c *Ctx) error { return a.savePlan(c, c.Scope.Session) }

func (a *App) savePlan(c *Ctx, session string) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	d, err := a.schedule(c)
	if err != nil {
		return err
	}
	p := planFromForm(c, form, session)
	for field, person := range map[string]string{"moderator": p.Moderator, "recorder": p.Recorder} {
		if err == nil && person != "" && !d.Schedule.HasStaff(person) {
			err = civic.Bad(field, "error.not_staff")
		}
	}
	if err == nil {
		_, err = c.applyIn(c.Scope.Cycle, p)
	}
	if err != nil {
		return c.refuse(err, a.planPage(c, d, "schedule.plan"), form, views.PlanForm(d, form, rowOf(d, session)))
	}
	if d, err = a.schedule(c); err != nil {
		return err
	}
	rows, _ := civic.Marks(d.Warnings)
	switch about := rows[p.ID]; len(about) {
	case 0:
		c.flash(false, "common.saved")
	case 1:
		c.flash(false, "schedule.saved_warning", "warning", views.WarningText(c.Lang, about[0]))
	default:
		c.flash(false, "schedule.saved_warnings", "warning", views.WarningText(c.Lang, about[0]), "n", len(about)-1)
	}
	return c.goTo(cyclePath(c.Scope.Cycle) + "/schedule")
}

func rowOf(d views.ScheduleData, session string) *civic.ScheduleRow {
	for i := range d.Schedule.Rows {
		if d.Schedule.Rows[i].ID == session {
			return &d.Schedule.Rows[i]
		}
	}
	return nil
}

// planFromForm reads a row; session is the one to change, "" for a new one.
func planFromForm(c *Ctx, form *views.Form, session string) civic.PlanSession {
	number := func(name string) int {
		n, err := strconv.Atoi(strings.TrimSpace(form.Value(name)))
		if err != nil {
			return -1
		}
		return n
	}
	p := civic.PlanSession{ID: form.Value("id"), Village: form.Value("village"), Audience: form.Value("audience"), Date: form.Value("date"),
		Starts: civic.CleanClock(form.Value("starts")), Ends: civic.CleanClock(form.Value("ends")), Venue: c.text("venue"), Heating: c.checked("heating"), Power: c.checked("power"),
		Accessible: c.checked("accessible"), ExpectedMin: number("expected_min"), ExpectedMax: number("expected_max"), Moderator: form.Value("moderator"),
		Recorder: form.Value("recorder"), Observer: c.text("observer"), Inviter: c.text("inviter"), InviterPhone: c.text("inviter_phone"),
		Language: form.Value("language"), Transport: c.text("transport"), Materials: c.checked("materials"), Childcare: c.checked("childcare"),
		Reason: c.text("reason")}
	if session != "" {
		p.ID, p.Version = session, int64(max(1, number("version")))
	}
	return p
}

// SetSessionStatus confirms, cancels (with a reason) or takes up again a row.
func (a *App) SetSessionStatus(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	_, err = c.Apply(civic.SetSessionStatus{Session: c.Scope.Session, Status: civic.SessionStatus(form.Value("status")), Reason: c.text("cancel_reason")})
	if err == nil && c.checked("again") { // its day may be long past
		return c.goTo(views.SessionPath(c.Scope.Session, "plan"))
	}
	if err == nil {
		return c.saved(cyclePath(c.Scope.Cycle) + "/schedule")
	}
	d, e := a.schedule(c)
	if e != nil {
		return e
	}
	row := rowOf(d, c.Scope.Session)
	if row == nil {
		return err
	}
	for _, p := range civic.Problems(err) {
		if p.Field == "reason" {
			p.Field = "cancel_reason"
		}
	}
	typed := form.Value("cancel_reason")
	form = planToForm(c, row.Plan())
	form.Values.Set("cancel_reason", typed)
	return c.refuse(err, a.planPage(c, d, "schedule.plan"), form, views.PlanForm(d, form, row))
}

// Publication shows what is about to be agreed or published, with its
// warnings, and the versions before it.
func (a *App) Publication(c *Ctx) error {
	d, err := a.schedule(c)
	if err != nil {
		return err
	}
	if d.Versions, err = a.store.ScheduleVersions(c.Request().Context(), c.Scope.Cycle); err != nil {
		return err
	}
	return c.show(a.planPage(c, d, "schedule.publication"), views.PublicationContent(d, c.emptyForm("agreed_by", d.AgreedBy())))
}

// FixSchedule agrees or publishes the schedule as it was seen.
func (a *App) FixSchedule(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	warnings, _ := strconv.Atoi(form.Value("warnings"))
	_, err = c.Apply(civic.FixSchedule{Cycle: c.Scope.Cycle, Status: civic.ScheduleStatus(form.Value("status")), Seen: form.Value("seen"),
		AgreedBy: c.text("agreed_by"), Warnings: warnings, Accepted: c.checked("accepted")})
	if err != nil {
		d, e := a.schedule(c)
		if e != nil {
			return e
		}
		if d.Versions, e = a.store.ScheduleVersions(c.Request().Context(), c.Scope.Cycle); e != nil {
			return e
		}
		return c.refuse(err, a.planPage(c, d, "schedule.publication"), form, views.PublicationContent(d, form))
	}
	return c.goTo("/cycles/" + c.Scope.Cycle + "/schedule")
}

// Versions sets two versions of the schedule side by side: ?a= and ?b=, where
// 0 is the plan as it is now. Without them: what changed last.
func (a *App) Versions(c *Ctx) error {
	d, err := a.schedule(c)
	if err != nil {
		return err
	}
	if d.Versions, err = a.store.ScheduleVersions(c.Request().Context(), c.Scope.Cycle); err != nil {
		return err
	}
	before, after := civic.LastChange(d.Versions, d.Schedule.Snapshot().Digest())
	if n, err := strconv.Atoi(c.QueryParam("a")); err == nil {
		before = n
	}
	if n, err := strconv.Atoi(c.QueryParam("b")); err == nil {
		after = n
	}
	return c.show(a.planPage(c, d, "schedule.versions"), views.VersionsContent(d, before, after))
}

// SchedulePDF is the schedule on paper, A4 across.
func (a *App) SchedulePDF(c *Ctx) error {
	d, err := a.schedule(c)
	if err != nil {
		return err
	}
	if d.Came, err = a.store.AttendanceTotals(c.Request().Context(), c.Scope.Cycle); err != nil {
		return err
	}
	var out bytes.Buffer
	l := c.paperLang()
	if err := paper.Schedule(&out, l, schedulePaper(d, l, a.timeNow())); err != nil {
		return err
	}
	return c.pdf(a.scheduleFile(d)+".pdf", &out)
}
