package handlers

import (
	"slices"

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
