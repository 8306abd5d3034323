package handlers

import (
	"context"
	"slices"
	"strconv"

	"ashar/internal/civic"
	"ashar/internal/i18n"
	"ashar/internal/result"
)

// counted is a question of one survey, kept to be held against another's.
type counted struct {
	key, title string
	sort       result.Sort
	choices    []string
	names      []string
	tally      result.Tally
}

// counts are the questions of a survey that can be compared, asked once of each.
func (a *App) counts(ctx context.Context, l i18n.Lang, s civic.Survey) (all []counted, err error) {
	err = a.resulter(ctx, l, s, resultAsk{}, func(r *resulter) error {
		for _, c := range r.t.Columns {
			if c.Repeat != nil || c.Sort != result.One && c.Sort != result.Many && c.Sort != result.Number {
				continue
			}
			x := counted{key: c.Key, title: r.label(c), sort: c.Sort, choices: slices.Clone(c.Choices)}
			for i := range c.Choices {
				x.names = append(x.names, r.choice(c, i))
			}
			x.tally, _ = r.t.Count(c, nil, nil)
			all = append(all, x)
		}
		return nil
	})
	return all, err
}

// changes hold a survey against the one before it, question by question of the same name.
func (a *App) changes(ctx context.Context, l i18n.Lang, s *civic.Survey) (parts []civic.ReportPart, title string, err error) {
	had, err := a.store.Survey(ctx, s.Before)
	if err != nil {
		return nil, "", err
	}
	after, err := a.counts(ctx, l, *s)
	if err != nil {
		return nil, "", err
	}
	before, err := a.counts(ctx, l, had)
	if err != nil {
		return nil, "", err
	}
	r := reporter{l}
	for _, now := range after {
		i := slices.IndexFunc(before, func(x counted) bool { return x.key == now.key && x.sort == now.sort })
		if i < 0 {
			continue
		}
		if p := r.change(&before[i], &now); len(p.Rows) > 0 {
			parts = append(parts, p)
		}
	}
	return parts, had.Title.In(string(l)), nil
}

func (r reporter) change(before, after *counted) civic.ReportPart {
	p := civic.ReportPart{Key: "change-" + after.key, Title: after.title, Whole: -1, Columns: []civic.ReportColumn{{Name: r.l.T("result.col.choice")}, {Name: r.l.T("result.col.before")}, {Name: r.l.T("result.col.after")},
		{Name: r.l.T("result.col.change")}, {Name: r.l.T("result.col.between")}, {Name: r.l.T("result.col.sure")}}}
	line := func(name, a, b, d, low, high string, c result.Change) {
		sure := "result.chance"
		if c.Sure() {
			sure = "result.sure"
		}
		p.Rows = append(p.Rows, civic.ReportRow{Cells: []civic.ReportCell{civic.Say(name), civic.Say(a + " (" + strconv.Itoa(c.NBefore) + ")"), civic.Say(b + " (" + strconv.Itoa(c.NAfter) + ")"), civic.Say(d), civic.Say(r.l.T("result.between", "low", low, "high", high)), civic.Say(r.l.T(sure))}})
	}
	if after.sort == result.Number {
		if c, ok := result.MeanChange(&before.tally, &after.tally); ok {
			d := func(x float64) string { return r.l.Decimal(x, 2) }
			line(r.l.T("result.col.mean"), d(c.Before), d(c.After), signed(d, c.After-c.Before), signed(d, c.Low), signed(d, c.High), c)
		}
		return p
	}
	for i, choice := range after.choices {
		j, x := slices.Index(before.choices, choice), 0
		if j >= 0 {
			x = before.tally.N[j]
		}
		if c, ok := result.ShareChange(x, before.tally.Answered, after.tally.N[i], after.tally.Answered); ok {
			points := func(x float64) string { return r.l.Decimal(100*x, 0) }
			line(after.names[i], r.l.Percent(c.Before), r.l.Percent(c.After), signed(points, c.After-c.Before), signed(points, c.Low), signed(points, c.High), c)
		}
	}
	return p
}

// signed is a change with its sign.
func signed(write func(float64) string, x float64) string {
	if s := write(x); x > 0 {
		return "+" + s
	}
	return write(x)
}
