package handlers

import (
	"context"

	"ashar/internal/civic"
	"ashar/views"
)

type monitoringStore interface {
	Visits(ctx context.Context, cycle string) ([]civic.Visit, error)
	Acts(ctx context.Context, cycle string) ([]civic.Act, error)
	Act(ctx context.Context, cycle, id string) (civic.Act, error)
	ActThumbnails(ctx context.Context, act string) (map[string][]byte, error)
	PeriodReports(ctx context.Context, cycle string) ([]civic.PeriodReport, error)
}

// monitored reads what every page of the monitoring group stands on.
func (a *App) monitored(c *Ctx) (d views.MonitoringData, err error) {
	ctx := c.Request().Context()
	d.Writes, d.Answers = c.User.Holds(c.Scope.Municipality, watchers...), c.User.Holds(c.Scope.Municipality, planners...)
	d.Today = civic.Today(a.now())
	if d.Cycle, d.Place, err = a.store.Cycle(ctx, c.Scope.Cycle); err != nil {
		return d, err
	}
	d.Actions, err = a.store.Actions(ctx, c.Scope.Cycle)
	return d, err
}

// monitoringPage is a page below the station.
func (c *Ctx) monitoringPage(titleKey string, d views.MonitoringData) views.Page {
	p := c.cyclePage(titleKey, d.Cycle, d.Place)
	p.Way = &views.Way{Cycle: d.Cycle.ID, Part: "monitoring"}
	p.Back = &views.Link{Href: views.MonitoringPath(d.Cycle.ID, ""), Text: c.Lang.T("way.monitoring")}
	p.Styles = []string{"act.css"}
	return p
}

// Monitoring is the station of the monitoring group (БМжБ): both statuses of
// every action, the visits of the year, acts with their answers, reports.
func (a *App) Monitoring(c *Ctx) error {
	ctx := c.Request().Context()
	d, err := a.monitored(c)
	if err != nil {
		return err
	}
	if d.Visits, err = a.store.Visits(ctx, c.Scope.Cycle); err != nil {
		return err
	}
	if d.Acts, err = a.store.Acts(ctx, c.Scope.Cycle); err != nil {
		return err
	}
	if d.Reports, err = a.store.PeriodReports(ctx, c.Scope.Cycle); err != nil {
		return err
	}
	p := c.stationPage("monitoring", d.Cycle, d.Place)
	p.Styles = []string{"act.css"}
	return c.show(p, views.MonitoringContent(d))
}
