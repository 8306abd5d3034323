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

// CostLines are who pays how much of a row: a line for each source and year.
func CostLines(l i18n.Lang, a *civic.Action) (lines []string) {
	for _, c := range a.Costs {
		line := l.T("plan.source." + string(c.Source))
		if c.Amount > 0 {
			line += ", " + strconv.Itoa(c.Year) + ": " + l.Money(c.Amount)
		}
		if c.InKind != "" {
			line += ", " + c.InKind
		}
		lines = append(lines, line)
	}
	return lines
}
