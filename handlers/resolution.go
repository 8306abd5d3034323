package handlers

import (
	"bytes"
	"context"
	"strconv"

	"ashar/internal/civic"
	"ashar/internal/paper"
	"ashar/views"
)

// resolutionSort is what a resolution can be about: the annex as it stands,
// and the words with which a draft begins, from the catalogue, with {place}.
type resolutionSort struct {
	annex        func(*App, context.Context, string) (civic.Annex, error)
	title, point string
}

// resolutionSortOf is where the budget and the plan add theirs.
func resolutionSortOf(about civic.ResolutionAbout) (resolutionSort, bool) {
	switch about {
	case civic.AboutNeeds:
		return resolutionSort{(*App).needsAnnex, "resolution.suggest.needs_title", "resolution.suggest.needs"}, true
	case civic.AboutBudget:
		return resolutionSort{(*App).budgetAnnex, "resolution.suggest.budget_title", "resolution.suggest.budget"}, true
	case civic.AboutPlan:
		return resolutionSort{(*App).planAnnex, "resolution.suggest.plan_title", "resolution.suggest.plan"}, true
	}
	return resolutionSort{}, false
}

func (a *App) needsAnnex(ctx context.Context, cycle string) (civic.Annex, error) {
	council, err := a.council(ctx, cycle)
	if err != nil {
		return civic.Annex{}, err
	}
	return council.AnnexOf(), nil
}

// Resolution shows a resolution: a draft with what it would fix, or as adopted.
func (a *App) Resolution(c *Ctx) error {
	d, err := a.resolutionAsked(c)
	if err != nil {
		return err
	}
	return c.show(c.resolutionPage("resolution.one", d), views.ResolutionContent(d))
}

// resolutionAsked is the resolution of the path; a draft has its annex as things stand.
func (a *App) resolutionAsked(c *Ctx) (*views.ResolutionData, error) {
	ctx := c.Request().Context()
	r, err := a.store.Resolution(ctx, c.Scope.Cycle, c.Param("resolution"))
	if err != nil {
		return nil, err
	}
	d := &views.ResolutionData{Resolution: r, Decides: c.User.Holds(c.Scope.Municipality, deciders...), Plans: c.User.Holds(c.Scope.Municipality, planners...)}
	if d.Cycle, d.Place, err = a.store.Cycle(ctx, c.Scope.Cycle); err != nil {
		return nil, err
	}
	if r.Status == civic.ResolutionAdopted {
		return d, nil
	}
	if sort, ok := resolutionSortOf(r.About); ok {
		if r.About == civic.AboutNeeds {
			council, err := a.council(ctx, c.Scope.Cycle)
			if err != nil {
				return nil, err
			}
			d.Annex = council.AnnexOf()
			d.Unexplained = council.Unexplained(d.Annex)
		} else if d.Annex, err = sort.annex(a, ctx, c.Scope.Cycle); err != nil {
			return nil, err
		}
	}
	d.Form = c.emptyForm("base", strconv.FormatInt(r.Version, 10), "seen", d.Annex.Digest(), "abstained", "0", "against", "0")
	return d, nil
}

func (c *Ctx) resolutionPage(titleKey string, d *views.ResolutionData) views.Page {
	p := c.cyclePage(titleKey, d.Cycle, d.Place)
	p.Way = &views.Way{Cycle: d.Cycle.ID, Part: "council"}
	p.Back = &views.Link{Href: views.CouncilPath(d.Cycle.ID), Text: c.Lang.T("way.council")}
	p.Styles = []string{"council.css"}
	return p
}

// ResolutionPDF is the resolution with its annex on paper.
func (a *App) ResolutionPDF(c *Ctx) error {
	d, err := a.resolutionAsked(c)
	if err != nil {
		return err
	}
	l := c.paperLang()
	var out bytes.Buffer
	if err := paper.Resolution(&out, l, paper.ResolutionData{Resolution: d.Resolution, Place: d.Place}); err != nil {
		return err
	}
	name := "toktom"
	for _, part := range []string{civic.FileName(d.Place.Name.KY), civic.FileName(d.Number), d.Date} {
		if part != "" {
			name += "-" + part
		}
	}
	return c.pdf(name+"-"+string(l)+".pdf", &out)
}

// AdoptResolution fixes a draft with its annex as it was seen.
func (a *App) AdoptResolution(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	d, err := a.resolutionAsked(c)
	if err != nil {
		return err
	}
	if err = mayBeAdopted(d, form.Value("seen")); err == nil {
		var es civic.Errors
		adopt := civic.AdoptResolution{ID: d.ID, Annex: d.Annex, Base: base(form)}
		adopt.Votes, es = councilVotes(c)
		if err = append(es, civic.Problems(adopt.Validate())...).Or(); err == nil {
			_, err = c.Apply(adopt)
		}
	}
	if err != nil {
		if civic.KindOf(err) == civic.Conflict { // what stands now is shown: adopting again adopts that
			form.Values.Set("base", strconv.FormatInt(d.Version, 10))
			form.Values.Set("seen", d.Annex.Digest())
		}
		d.Form = form
		return c.refuse(err, c.resolutionPage("resolution.one", d), form, views.ResolutionContent(d))
	}
	return c.saved(views.ResolutionPath(c.Scope.Cycle, d.ID))
}

// mayBeAdopted says what stands in the way: somebody decided since the page was
// read, nothing is to be fixed, or a departure has no reason.
func mayBeAdopted(d *views.ResolutionData, seen string) error {
	switch {
	case d.Annex.Digest() != seen:
		return civic.E(civic.Conflict, "error.resolution_changed")
	case d.Annex.Empty():
		return civic.E(civic.Conflict, "error.resolution_empty")
	case len(d.Unexplained) > 0:
		return civic.E(civic.Conflict, "error.resolution_unexplained", "n", len(d.Unexplained))
	}
	return nil
}

// DropResolution throws a draft away.
func (a *App) DropResolution(c *Ctx) error {
	if _, err := c.Apply(civic.DropResolution{ID: c.Param("resolution")}); err != nil {
		return err
	}
	c.flash(false, "resolution.dropped")
	return c.goTo(views.CouncilPath(c.Scope.Cycle))
}
