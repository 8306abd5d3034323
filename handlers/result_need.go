package handlers

import (
	"context"
	"slices"

	"ashar/internal/i18n"
	"ashar/internal/result"
	"ashar/views"
)

// needNames are what a question about needs is called.
var needNames = []string{"needs", "need", "priorities", "priority"}

// needColumn is the question that asks for needs: the one chosen, else the one that is named so.
func (r *resulter) needColumn() *result.Column {
	for _, key := range append([]string{r.survey.Needs}, needNames...) {
		if c := r.t.Find(key); c != nil && asksNeeds(c) {
			return c
		}
	}
	return nil
}

func asksNeeds(c *result.Column) bool {
	return c.Repeat == nil && (c.Sort == result.One || c.Sort == result.Many || c.Sort == result.Ranked)
}

// needChoices are the questions of which one may be chosen.
func (r *resulter) needChoices() (all []views.Option) {
	all = []views.Option{{Value: "", Text: r.l.T("result.needs_named")}}
	for _, c := range r.t.Columns {
		if asksNeeds(c) && !slices.ContainsFunc(all, func(o views.Option) bool { return o.Value == c.Key }) {
			all = append(all, views.Option{Value: c.Key, Text: r.label(c)})
		}
	}
	return all
}

// needsTold is how many of a list's first places stand beside a survey.
const needsTold = 10

// SurveyNeeds are the needs that the surveys of a cycle name, beside the list of its groups.
func (a *App) SurveyNeeds(c *Ctx) error {
	ctx := c.Request().Context()
	list, err := a.needList(ctx, c.Scope.Cycle)
	if err != nil {
		return err
	}
	d := &views.SurveyNeedsData{List: list, Told: needsTold}
	if d.Surveys, err = a.surveyNeeds(ctx, c.Lang, c.Scope.Cycle); err != nil {
		return err
	}
	p := c.stationPage("needs", list.Cycle, list.Place)
	p.Back = &views.Link{Href: views.NeedsPath(list.Cycle.ID, ""), Text: c.Lang.T("need.title")}
	p.Wide, p.Styles = true, []string{"report.css", "survey.css"}
	return c.show(p, views.SurveyNeedsContent(d))
}

// surveyNeeds is what each survey of a cycle says of needs, where it asks.
func (a *App) surveyNeeds(ctx context.Context, l i18n.Lang, cycle string) (all []views.SurveyNeeds, err error) {
	surveys, err := a.store.SurveysOf(ctx, cycle)
	if err != nil {
		return nil, err
	}
	for _, s := range surveys {
		if s.Responses == 0 {
			continue
		}
		if err := a.resulter(ctx, l, s, resultAsk{}, func(r *resulter) error {
			col := r.needColumn()
			if col == nil {
				return nil
			}
			if count, _ := r.t.Count(col, nil, nil); count.Answered > 0 {
				all = append(all, views.SurveyNeeds{Survey: s, Part: r.question(col)[0]})
			}
			return nil
		}); err != nil {
			return nil, err
		}
	}
	return all, nil
}
