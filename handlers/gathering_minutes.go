package handlers

import (
	"bytes"
	"context"
	"strconv"

	"ashar/internal/civic"
	"ashar/internal/paper"
	"ashar/views"
)

// gatheringMinutes are the minutes of a gathering: the kept version when it is
// closed, the draft as of now while it is open. An older version may be asked for.
func (a *App) gatheringMinutes(c *Ctx, d *views.GatheringData) (m civic.GatheringMinutes, err error) {
	ctx := c.Request().Context()
	if v, e := strconv.Atoi(c.QueryParam("version")); e == nil && v > 0 && v < d.MinutesVer || e == nil && v == d.MinutesVer && d.Open() {
		m, err = a.store.GatheringMinutes(ctx, d.ID, v)
	} else {
		m, err = a.minutesOfGathering(ctx, d)
	}
	if err != nil {
		return m, err
	}
	m.URL = c.base() + d.Path("minutes")
	if !d.Conducts {
		m = m.Nameless()
	}
	return m, nil
}

func (a *App) minutesOfGathering(ctx context.Context, d *views.GatheringData) (civic.GatheringMinutes, error) {
	if d.Status != civic.GatheringClosed {
		return d.MinutesOf(d.Cycle, d.Place), nil
	}
	m, err := a.store.GatheringMinutes(ctx, d.ID, d.MinutesVer)
	if civic.KindOf(err) != civic.NotFound {
		return m, err
	}
	whole := d.GatheringRecord
	if !d.Conducts { // with the names, whoever asks
		if whole, err = a.store.Gathering(ctx, d.Cycle.ID, d.ID); err != nil {
			return m, err
		}
	}
	m = whole.MinutesOf(d.Cycle, d.Place)
	return m, a.store.KeepGatheringMinutes(ctx, d.ID, m)
}

// GatheringMinutesPage is the protocol as a page.
func (a *App) GatheringMinutesPage(c *Ctx) error {
	d, err := a.gathering(c)
	if err != nil {
		return err
	}
	return a.showGatheringMinutes(c, d, nil, nil)
}

func (a *App) showGatheringMinutes(c *Ctx, d *views.GatheringData, form *views.Form, refused error) error {
	m, err := a.gatheringMinutes(c, d)
	if err != nil {
		return err
	}
	content := views.GatheringMinutesContent(d, m)
	if refused != nil {
		d.Form = form
		return c.refuse(refused, c.gatheringPage("gathering.minutes", d), form, content)
	}
	return c.show(c.gatheringPage("gathering.minutes", d), content)
}

// GatheringMinutesPDF is the protocol on paper.
func (a *App) GatheringMinutesPDF(c *Ctx) error {
	d, err := a.gathering(c)
	if err != nil {
		return err
	}
	m, err := a.gatheringMinutes(c, d)
	if err != nil {
		return err
	}
	l := c.paperLang()
	var out bytes.Buffer
	if err := paper.GatheringMinutes(&out, l, m); err != nil {
		return err
	}
	return c.pdf("jyiyn-protokol-"+m.Date+"-"+string(l)+".pdf", &out)
}

// GatheringSlipsPDF are blank slips to hand out at the beginning.
func (a *App) GatheringSlipsPDF(c *Ctx) error {
	d, err := a.gathering(c)
	if err != nil {
		return err
	}
	l := c.paperLang()
	var out bytes.Buffer
	if err := paper.GatheringSlips(&out, l, paper.GatheringSlipsData{Sort: d.Sort, Municipality: d.Place.Name, Village: d.VillageName, Date: d.Date}); err != nil {
		return err
	}
	return c.pdf("barakchalar-"+d.Date+"-"+string(l)+".pdf", &out)
}

// ClosingGathering is what was decided, what is missing, and the close.
func (a *App) ClosingGathering(c *Ctx) error {
	d, err := a.gathering(c)
	if err != nil {
		return err
	}
	a.fillDecisions(c, d)
	return c.show(c.gatheringPage("gathering.closing", d), views.GatheringClosing(d))
}

func (a *App) fillDecisions(c *Ctx, d *views.GatheringData) {
	d.Form = c.emptyForm("base", strconv.FormatInt(d.Version, 10), "decisions", d.Decisions, "slips_given", strconv.Itoa(d.SlipsGiven))
}

// SaveGatheringDecisions keeps what was decided.
func (a *App) SaveGatheringDecisions(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	given, wrong := c.number("slips_given")
	save := civic.SaveGatheringDecisions{ID: c.Param("gathering"), Decisions: c.text("decisions"), SlipsGiven: given, Base: base(form)}
	if err = append(wrong, civic.Problems(save.Validate())...).Or(); err == nil {
		_, err = c.Apply(save)
	}
	if err == nil {
		return c.saved(views.GatheringPath(c.Scope.Cycle, save.ID, "closing"))
	}
	d, e := a.gathering(c)
	if e != nil {
		return e
	}
	if civic.KindOf(err) == civic.Conflict {
		d.Theirs = d.Writes
		form.Values.Set("base", strconv.FormatInt(d.Version, 10))
	}
	d.Form = form
	return c.refuse(err, c.gatheringPage("gathering.closing", d), form, views.GatheringClosing(d))
}

// CloseGathering closes it; its minutes are kept at once.
func (a *App) CloseGathering(c *Ctx) error {
	path := views.GatheringPath(c.Scope.Cycle, c.Param("gathering"), "closing")
	if _, err := c.Apply(civic.CloseGathering{ID: c.Param("gathering")}); err != nil {
		return a.backWith(c, err, path)
	}
	d, err := a.gathering(c)
	if err != nil {
		return err
	}
	if _, err := a.minutesOfGathering(c.Request().Context(), d); err != nil {
		return err
	}
	c.flash(false, "gathering.closed")
	return c.goTo(d.Path("minutes"))
}

// CorrectGathering opens closed minutes with a reason.
func (a *App) CorrectGathering(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	if _, err = c.Apply(civic.CorrectGathering{ID: c.Param("gathering"), Reason: c.text("reason")}); err == nil {
		return c.goTo(views.GatheringPath(c.Scope.Cycle, c.Param("gathering"), ""))
	}
	if civic.KindOf(err) != civic.Invalid {
		return a.backWith(c, err, views.GatheringPath(c.Scope.Cycle, c.Param("gathering"), "minutes"))
	}
	d, e := a.gathering(c)
	if e != nil {
		return e
	}
	return a.showGatheringMinutes(c, d, form, err)
}
