package handlers

import (
	"bytes"
	"context"
	"slices"
	"strings"

	"ashar/internal/civic"
	"ashar/internal/i18n"
	"ashar/internal/paper"
	"ashar/views"
)

// analysisStore is what the analyses are reckoned from.
type analysisStore interface {
	SessionFacts(ctx context.Context, cycle, session string) ([]civic.HeldSession, error)
	MunicipalityFigures(ctx context.Context, municipality string) ([]civic.CycleFigures, error)
	AllFigures(ctx context.Context, user, above string) ([]civic.CycleFigures, error)
}

// analyses of a cycle, in the order of the seed: how sessions were held, what
// they came to, how the plan is carried out, planning against fact.
var analyses = []string{"held", "results", "execution", "planning"}

// Analysis is one of the four analyses of a cycle, ?view= says which.
func (a *App) Analysis(c *Ctx) error {
	view := c.QueryParam("view")
	if !slices.Contains(analyses, view) {
		view = analyses[0]
	}
	r, cycle, place, err := a.analysis(c, view, c.Lang)
	if err != nil {
		return err
	}
	p := c.stationPage("analysis", cycle, place)
	p.Wide, p.Styles = true, []string{"report.css"}
	path := cyclePath(c.Scope.Cycle) + "/analysis"
	return c.show(p, views.AnalysisContent(views.AnalysisData{Report: r, Path: path, File: path + "/" + view, View: view, Views: analyses}))
}

// AnalysisFile is the same as PDF, XLSX or CSV: held.pdf, results.xlsx.
func (a *App) AnalysisFile(c *Ctx) error {
	view, kind, _ := strings.Cut(c.Param("file"), ".")
	if !slices.Contains(analyses, view) {
		return civic.E(civic.NotFound, "error.not_found")
	}
	r, _, _, err := a.analysis(c, view, c.paperLang())
	if err != nil {
		return err
	}
	return c.reportFile(r, view, kind)
}

// analysis of the scope's cycle in a language.
func (a *App) analysis(c *Ctx, view string, l i18n.Lang) (report civic.Report, of civic.Cycle, place civic.Place, err error) {
	ctx := c.Request().Context()
	r := reporter{l}
	var parts []civic.ReportPart
	switch view {
	case "held", "planning":
		var s civic.Schedule
		if s, err = a.store.Schedule(ctx, c.Scope.Cycle); err != nil {
			return
		}
		of, place = s.Cycle, s.Place
		if view == "planning" {
			parts = r.planning(s)
			break
		}
		var facts []civic.HeldSession
		if facts, err = a.store.SessionFacts(ctx, of.ID, ""); err != nil {
			return
		}
		parts = r.held(s, facts)
	default:
		if of, place, err = a.store.Cycle(ctx, c.Scope.Cycle); err != nil {
			return
		}
		if view == "results" {
			parts, err = a.results(ctx, r, of, place)
		} else {
			parts, err = a.execution(ctx, r, of, place)
		}
	}
	return civic.Report{Title: l.T("analysis." + view), Sub: l.T("paper.place.municipality", "name", r.say(place.Name)) + ", " + r.say(of.Title), At: a.timeNow(), Parts: parts}, of, place, err
}

// results are beside those of the cycle before, where there was one.
func (a *App) results(ctx context.Context, r reporter, of civic.Cycle, place civic.Place) ([]civic.ReportPart, error) {
	list, err := a.needListOf(ctx, of, place)
	if err != nil {
		return nil, err
	}
	last, place, err := a.store.CycleBefore(ctx, of.ID)
	if civic.KindOf(err) == civic.NotFound {
		return r.results(list, nil)
	}
	if err != nil {
		return nil, err
	}
	before, err := a.needListOf(ctx, last, place)
	if err != nil {
		return nil, err
	}
	return r.results(list, before)
}

func (a *App) execution(ctx context.Context, r reporter, of civic.Cycle, place civic.Place) ([]civic.ReportPart, error) {
	v, err := a.viewOf(ctx, of, place, allParts())
	if err == nil {
		err = a.tellActs(ctx, v)
	}
	if err != nil {
		return nil, err
	}
	return r.execution(v, civic.Today(a.now())), nil
}

// SessionAnalysis is how one session was held.
func (a *App) SessionAnalysis(c *Ctx) error {
	f, err := a.frame(c, "conduct")
	if err != nil {
		return err
	}
	facts, err := a.store.SessionFacts(c.Request().Context(), c.Scope.Cycle, c.Scope.Session)
	if err != nil {
		return err
	}
	p := c.sessionPage(f)
	p.Title, p.Live, p.Styles = c.Lang.T("analysis.held"), false, []string{"report.css"}
	r := civic.Report{Title: c.Lang.T("analysis.held"), Parts: reporter{c.Lang}.session(facts)}
	return c.show(p, views.AnalysisContent(views.AnalysisData{Report: r}))
}

// MunicipalityAnalysis sets the cycles of a municipality side by side.
func (a *App) MunicipalityAnalysis(c *Ctx) error {
	r, place, err := a.municipalityReport(c, c.Lang)
	if err != nil {
		return err
	}
	p := c.officePage("analysis.cycles")
	p.Wide, p.Styles = true, []string{"report.css"}
	p.Back = &views.Link{Href: "/municipalities/" + c.Scope.Municipality, Text: place}
	path := "/municipalities/" + c.Scope.Municipality + "/analysis"
	return c.show(p, views.AnalysisContent(views.AnalysisData{Report: r, File: path + "/cycles"}))
}

// MunicipalityAnalysisFile is the same as a file.
func (a *App) MunicipalityAnalysisFile(c *Ctx) error {
	r, _, err := a.municipalityReport(c, c.paperLang())
	if err != nil {
		return err
	}
	_, kind, _ := strings.Cut(c.Param("file"), ".")
	return c.reportFile(r, "cycles", kind)
}

func (a *App) municipalityReport(c *Ctx, l i18n.Lang) (civic.Report, string, error) {
	name, err := a.store.UnitName(c.Request().Context(), c.Scope.Municipality)
	if err != nil {
		return civic.Report{}, "", err
	}
	all, err := a.store.MunicipalityFigures(c.Request().Context(), c.Scope.Municipality)
	r := reporter{l}
	place := l.T("paper.place.municipality", "name", r.say(name))
	return civic.Report{Title: l.T("analysis.cycles"), Sub: place, At: a.timeNow(), Parts: r.figures(all, false)}, place, err
}

// AllAnalysis sets the newest cycles of all municipalities side by side, as tiles and as tables.
func (a *App) AllAnalysis(c *Ctx) error {
	r, err := a.allReport(c, c.Lang)
	if err != nil {
		return err
	}
	p := c.officePage("analysis.all")
	p.Wide, p.Styles = true, []string{"report.css"}
	return c.show(p, views.AnalysisContent(views.AnalysisData{Report: r, File: "/analysis/all"}))
}

// AllAnalysisFile is the same as a file.
func (a *App) AllAnalysisFile(c *Ctx) error {
	r, err := a.allReport(c, c.paperLang())
	if err != nil {
		return err
	}
	_, kind, _ := strings.Cut(c.Param("file"), ".")
	return c.reportFile(r, "all", kind)
}

func (a *App) allReport(c *Ctx, l i18n.Lang) (civic.Report, error) {
	all, err := a.store.AllFigures(c.Request().Context(), c.User.ID, c.QueryParam("above"))
	return civic.Report{Title: l.T("analysis.all"), Sub: l.T("analysis.newest"), At: a.timeNow(), Parts: reporter{l}.figures(all, true)}, err
}

// reportFile answers a report in a format; formats are told by the name's end.
func (c *Ctx) reportFile(r civic.Report, name, kind string) error {
	name, err := c.placed(name)
	if err != nil {
		return err
	}
	switch kind {
	case "pdf":
		var out bytes.Buffer
		if err := paper.Report(&out, c.paperLang(), r); err != nil {
			return err
		}
		return c.pdf("ashar-"+name+".pdf", &out)
	case "xlsx":
		return c.reportXLSX(r, name)
	case "csv":
		return c.reportCSV(r, name)
	}
	return civic.E(civic.NotFound, "error.not_found")
}

// placed puts the municipality before the name of a file, so that those of several can lie together.
func (c *Ctx) placed(name string) (string, error) {
	if c.Scope.Municipality == "" {
		return name, nil
	}
	place, err := c.app.store.UnitName(c.Request().Context(), c.Scope.Municipality)
	if file := civic.FileName(place.KY); file != "" {
		name = file + "-" + name
	}
	return name, err
}
