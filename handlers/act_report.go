package handlers

import (
	"bytes"
	"context"
	"slices"
	"strconv"

	"ashar/internal/civic"
	"ashar/internal/paper"
	"ashar/views"
)

// period reads the report of the path with its tables; a new one has none yet.
func (a *App) period(c *Ctx) (views.PeriodData, error) {
	ctx := c.Request().Context()
	d, err := a.monitored(c)
	if err != nil {
		return views.PeriodData{}, err
	}
	x := views.PeriodData{MonitoringData: d}
	id := c.Param("report")
	if id == "" {
		year := d.Today[:4]
		starts, ends := year+"-01-01", year+"-06-30"
		if d.Today > ends {
			starts, ends = year+"-07-01", year+"-12-31"
		}
		x.Form = c.emptyForm("base", "0", "starts", starts, "ends", min(ends, d.Today))
		return x, nil
	}
	all, err := a.store.PeriodReports(ctx, c.Scope.Cycle)
	if err != nil {
		return x, err
	}
	i := slices.IndexFunc(all, func(r civic.PeriodReport) bool { return r.ID == id })
	if i < 0 {
		return x, civic.E(civic.NotFound, "error.not_found")
	}
	r := all[i]
	if x.Period, err = a.periodOf(ctx, c.Scope.Cycle, r, d.Actions); err != nil {
		return x, err
	}
	x.Form = c.emptyForm("base", strconv.FormatInt(r.Version, 10), "starts", r.Starts, "ends", r.Ends, "summary", r.Summary, "council_on", r.CouncilOn, "citizens_on", r.CitizensOn)
	return x, nil
}

func (a *App) periodOf(ctx context.Context, cycle string, r civic.PeriodReport, actions []civic.Action) (*civic.Period, error) {
	told, err := a.store.ActionReports(ctx, cycle)
	if err != nil {
		return nil, err
	}
	acts, err := a.store.Acts(ctx, cycle)
	if err != nil {
		return nil, err
	}
	return civic.PeriodOf(r, actions, told, acts), nil
}

func (c *Ctx) periodPage(d views.PeriodData) views.Page {
	p := c.monitoringPage("monitoring.report", d.MonitoringData)
	p.Wide = d.Period != nil
	return p
}

// PeriodReport is the group's report of a period, or the form of one to come.
func (a *App) PeriodReport(c *Ctx) error {
	d, err := a.period(c)
	if err != nil {
		return err
	}
	return c.show(c.periodPage(d), views.PeriodContent(d))
}

// SavePeriodReport writes it down, and to whom it was presented.
func (a *App) SavePeriodReport(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	save := civic.SavePeriodReport{ID: c.Param("report"), Starts: form.Value("starts"), Ends: form.Value("ends"), Summary: c.text("summary"),
		CouncilOn: form.Value("council_on"), CitizensOn: form.Value("citizens_on"), Base: base(form)}
	if save.ID == "" {
		save.ID, save.Base = c.opID(), 0
	}
	if _, err := c.Apply(save); err != nil {
		d, e := a.period(c)
		if e != nil {
			return e
		}
		if d.Period != nil && civic.KindOf(err) == civic.Conflict {
			form.Values.Set("base", strconv.FormatInt(d.Period.Version, 10))
		}
		d.Form = form
		return c.refuse(err, c.periodPage(d), form, views.PeriodContent(d))
	}
	return c.saved(views.MonitoringPath(c.Scope.Cycle, "/reports/"+save.ID))
}

// PeriodReportPDF is the report on paper.
func (a *App) PeriodReportPDF(c *Ctx) error {
	d, err := a.period(c)
	if err != nil {
		return err
	}
	l := c.paperLang()
	var out bytes.Buffer
	if err := paper.Period(&out, l, paper.PeriodData{Period: d.Period, Cycle: d.Cycle, Place: d.Place}); err != nil {
		return err
	}
	return c.pdf("monitoring-"+d.Period.Starts+"-"+d.Period.Ends+"-"+string(l)+".pdf", &out)
}
