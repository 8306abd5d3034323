package views

import (
	"strconv"
	"strings"

	"ashar/internal/civic"
	"ashar/internal/i18n"
)

// StepsText is the steps of a row, numbered, each with its day, one a line.
func StepsText(l i18n.Lang, a *civic.Action) string {
	lines := make([]string, len(a.Steps))
	for i, s := range a.Steps {
		lines[i] = strconv.Itoa(i+1) + ") " + s.Text
		if day := civic.Day(s.Due); !day.IsZero() {
			lines[i] += " (" + l.T("action.until", "date", l.DateShortYear(day)) + ")"
		}
	}
	return strings.Join(lines, "\n")
}

// CostLines are who pays how much of a row, a line for each source: year by year where there are several.
func CostLines(l i18n.Lang, a *civic.Action) (lines []string) {
	for i, c := range a.Costs { // by source, then year
		if i > 0 && a.Costs[i-1].Source == c.Source {
			continue
		}
		line, years, ashar := l.T("plan.source."+string(c.Source)), []string{}, ""
		for _, x := range a.Costs[i:] {
			if x.Source == c.Source && x.Amount > 0 {
				years = append(years, strconv.Itoa(x.Year)+": "+l.Money(x.Amount))
			}
			if x.Source == c.Source && x.InKind != "" {
				ashar = " (" + x.InKind + ")"
			}
		}
		if len(years) > 0 {
			line += ", " + strings.Join(years, ", ")
		}
		lines = append(lines, line+ashar)
	}
	return lines
}

// CostText is the same in one line.
func CostText(l i18n.Lang, a *civic.Action) string { return strings.Join(CostLines(l, a), "; ") }
