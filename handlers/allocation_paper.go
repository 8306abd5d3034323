package handlers

import (
	"bytes"

	"ashar/internal/civic"
	"ashar/internal/i18n"
	"ashar/internal/paper"
	"ashar/views"
)

// AllocationPDF is how the budget was divided, on paper.
func (a *App) AllocationPDF(c *Ctx) error {
	d, err := a.allocationAsked(c)
	if err != nil {
		return err
	}
	l := c.paperLang()
	data := budgetPaper(d, l)
	data.At, data.Link = a.timeNow(), c.base()+views.AllocationPath(d.Cycle.ID, d.A.ID)
	var out bytes.Buffer
	if err := paper.Budget(&out, l, data); err != nil {
		return err
	}
	return c.pdf(d.FileName()+"-"+string(l)+".pdf", &out)
}

// budgetPaper puts a division into the fields of the paper.
func budgetPaper(d *views.AllocationData, l i18n.Lang) paper.BudgetData {
	a := &d.A
	name := func(t civic.Text) string { return t.In(string(l)) }
	final := a.Final()
	out := paper.BudgetData{Oblast: name(d.Place.Oblast), Raion: name(d.Place.Raion), Municipality: name(d.Place.Name), Cycle: name(d.Cycle.Title), Year: a.Year,
		Number: a.Number, Adopted: a.AdoptedAt, AdoptedBy: a.AdoptedBy, By: a.By, Budget: a.Budget, Rules: views.RulesText(l, a.Rules),
		Spent: a.CostOf(final), Rest: a.Rest(), Whole: views.Whole(l, a.Division, final), Command: d.Command}
	for _, m := range a.Money {
		out.Money = append(out.Money, paper.BudgetMoney{Source: l.T("plan.source." + string(m.Source)), Name: m.Name, Amount: m.Amount})
	}
	for _, line := range a.Lines {
		r := paper.BudgetRow{Place: line.Place, Title: views.LineTitle(l, a.Division, line), Cost: line.Cost, Takes: a.Takes(line), Ruled: a.Ruled(line.Need), In: a.In(line.Need),
			Why: views.Story(l, a.Division, d.Answer, line.Need).Why}
		if x := d.Against(line.Need); x != nil {
			r.Against = views.AgainstText(l, x)
		}
		if line.Source != "" {
			r.Source = line.Source + ", " + l.DateShortYear(civic.Day(line.Dated))
		}
		out.Rows = append(out.Rows, r)
	}
	for _, o := range a.Overrides {
		out.Overrides = append(out.Overrides, paper.BudgetOverride{Title: views.LineTitle(l, a.Division, *a.Line(o.Need)), Reason: o.Reason, By: o.By, In: o.In, At: o.At,
			Against: views.OverrideAgainst(l, o)})
	}
	for _, x := range d.Unexplained() {
		out.Unexplained = append(out.Unexplained, views.LineTitle(l, a.Division, *a.Line(x.Need))+". "+views.AgainstText(l, x))
	}
	audiences, villages, _ := a.Coverage(final)
	for _, x := range audiences {
		out.Coverage = append(out.Coverage, paper.BudgetCover{Name: l.T("audience." + string(x.Audience)), Groups: x.Groups, Of: x.Of, People: x.People, OfPeople: x.OfPeople})
	}
	for _, x := range villages {
		out.Coverage = append(out.Coverage, paper.BudgetCover{Name: name(x.Village), Groups: x.Groups, Of: x.Of, People: x.People, OfPeople: x.OfPeople, Village: true})
	}
	return out
}
