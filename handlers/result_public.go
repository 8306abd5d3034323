package handlers

import (
	"context"
	"strings"

	"ashar/internal/civic"
	"ashar/internal/i18n"
	"ashar/internal/result"
	"ashar/views"
)

// publicLeast is how many must have answered before anything but their number is shown.
const publicLeast = 2 * result.Least

// PublicResults are a survey's results as everybody may see them: once it is closed, since from one answer to the
// next a page that counts would tell each of them; never what few said, nothing in words.
func (a *App) PublicResults(c *Ctx) error {
	if a.fromPublicCache(c) {
		return nil
	}
	ctx := c.Request().Context()
	s, err := a.store.SurveyByCode(ctx, c.Param("code"))
	if err == nil && !s.Public {
		err = civic.E(civic.NotFound, "error.not_found")
	}
	if err != nil {
		return err
	}
	place, err := a.store.PlaceOf(ctx, s.Municipality)
	if err != nil {
		return err
	}
	d := &views.PublicResultsData{Survey: s, Place: place, Least: result.Least}
	if s.Status == civic.SurveyClosed && s.Responses >= publicLeast {
		if d.Parts, err = a.publicParts(ctx, c.Lang, s); err != nil {
			return err
		}
	}
	return a.publicTitled(c, []string{s.ID, s.Municipality}, s.Title.In(string(c.Lang)), views.PublicResultsContent(d))
}

// publicSurveys are those of a municipality that everybody may see.
func (a *App) publicSurveys(ctx context.Context, municipality string) (shown []civic.Survey, err error) {
	all, err := a.store.Surveys(ctx, municipality)
	for _, s := range all {
		if s.Public {
			shown = append(shown, s)
		}
	}
	return shown, err
}

func (a *App) publicParts(ctx context.Context, l i18n.Lang, s civic.Survey) (parts []civic.ReportPart, err error) {
	err = a.resulter(ctx, l, s, resultAsk{}, func(r *resulter) error {
		parts = r.public()
		return nil
	})
	return parts, err
}

// public are the parts for everybody. Each part's cells add up to all who answered, so no part tells more than itself.
func (r *resulter) public() []civic.ReportPart {
	parts := []civic.ReportPart{r.publicWho()}
	for _, c := range r.t.Columns {
		if c.Repeat != nil {
			continue // instances of one household are not so many people
		}
		all, _ := r.t.Count(c, nil, nil)
		if all.Answered < result.Least {
			continue
		}
		p := civic.ReportPart{Title: r.label(c), Whole: -1}
		switch c.Sort {
		case result.One:
			var names []string
			for i := range c.Choices {
				names = append(names, r.choice(c, i))
			}
			r.hide(&p, append(names, r.l.T("result.public.rest")), append(all.N, all.Blank+all.NotAsked))
		case result.Many:
			p.Note = r.l.T("result.several")
			for i, n := range result.HideEach(all.N, r.t.Live()) {
				cell := civic.ReportCell{}
				if n >= 0 {
					cell = civic.Share(n, r.t.Live())
				}
				p.Rows = append(p.Rows, civic.ReportRow{Cells: []civic.ReportCell{civic.Say(r.choice(c, i)), {N: int64(n), Known: n >= 0}, cell}})
			}
		case result.Number:
			bins := result.Bins(all.Values)
			var names []string
			var counts []int
			for _, b := range bins {
				n, _ := b.In(all.Values)
				names, counts = append(names, r.bin(b)), append(counts, n)
			}
			if !r.hide(&p, append(names, r.l.T("result.public.rest")), append(counts, all.Blank+all.NotAsked)) { // else both could be reckoned back to what is hidden
				p.Note = r.l.T("result.mean", "mean", r.l.Decimal(all.Mean, 1), "median", r.number(all.Median))
			}
		case result.Ranked:
			var order []string // without the places: a mean of few tells how many put it there
			for _, i := range rankOrder(all) {
				order = append(order, r.choice(c, i))
			}
			p.Note = r.l.T("result.public.order", "list", r.l.List(order))
		default:
			continue
		}
		parts = append(parts, p)
	}
	return parts
}

func (r *resulter) publicWho() civic.ReportPart {
	p := civic.ReportPart{Title: r.l.T("result.who"), Whole: -1}
	var ids, names []string
	for _, v := range r.villages {
		ids, names = append(ids, v.ID), append(names, r.say(v.Name))
	}
	sizes, none := r.t.Sizes(r.t.ByVillage(ids))
	r.hide(&p, append(names, r.l.T("result.village_none")), append(sizes, none))
	return p
}

// hide writes cells that add up to all who answered: small ones together. It reports whether there were any.
func (r *resulter) hide(p *civic.ReportPart, names []string, counts []int) (hidden bool) {
	shown, ok := result.Hide(counts)
	if !ok {
		p.Empty = r.l.T("result.public.few")
		return true
	}
	for _, s := range shown {
		hidden = hidden || !s.Alone()
		var together []string
		for _, i := range s.Cells {
			together = append(together, names[i])
		}
		if s.Alone() && s.N == 0 && s.Cells[0] == len(names)-1 {
			continue // nobody is left over
		}
		p.Rows = append(p.Rows, civic.ReportRow{Cells: []civic.ReportCell{civic.Say(strings.Join(together, "; ")), civic.Num(s.N), civic.Share(s.N, r.t.Live())}})
	}
	return hidden
}
