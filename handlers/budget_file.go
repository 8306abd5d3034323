package handlers

import (
	"bytes"
	"strconv"
	"strings"
	"time"

	"ashar/internal/budget"
	"ashar/internal/civic"
)

// pabulibOf is a division as a Pabulib file, from which anybody can reckon it
// again. A group that stands for many people has a line for each.
func pabulibOf(place civic.Place, cycle civic.Cycle, d civic.Division, r civic.BudgetRules) ([]byte, error) {
	e, rule := ElectionOf(d, r)
	result, err := budget.Allocate(&e, rule)
	if err != nil {
		return nil, err
	}
	f := budget.File{Election: e, Columns: []string{"project_id", "cost", "votes", "name", "selected", "public_id"}, Voters: []string{"voter_id", "vote"}}
	if e.Kind == budget.Scoring {
		f.Voters = append(f.Voters, "points")
	}
	f.Voters = append(f.Voters, "neighborhood")
	title := place.Name.KY + ", " + cycle.Title.KY
	for _, m := range [][2]string{
		{"description", title}, {"country", "Kyrgyzstan"}, {"unit", place.Name.KY}, {"district", place.Raion.KY}, {"instance", strconv.Itoa(d.Year)},
		{"num_projects", ""}, {"num_votes", ""}, {"budget", ""}, {"vote_type", ""}, {"rule", pabulibRule(r)},
		{"date_begin", pabulibDay(cycle.Starts)}, {"date_end", pabulibDay(cycle.Ends)}, {"language", "ky"}, {"currency", "KGS"},
	} {
		f.Meta = append(f.Meta, budget.Field{Key: m[0], Value: m[1]})
	}
	whole := int64(0)
	chosen := map[string]bool{}
	for _, id := range result.Winners() {
		chosen[id] = true
	}
	for _, p := range e.Projects {
		whole += p.Cost
		in := "0"
		if chosen[p.ID] {
			in = "1"
		}
		need := ""
		for _, l := range d.Lines {
			if l.Code == p.ID {
				need = l.Need
			}
		}
		f.Rows = append(f.Rows, []string{"", "", "", "", in, need})
	}
	if whole <= d.Budget {
		f.Meta = append(f.Meta, budget.Field{Key: "fully_funded", Value: "1"})
	}
	f.Meta = append(f.Meta, budget.Field{Key: "comment", Value: "#1: " + allocateCommand(d, r, "FILE")})
	for i := range d.Groups {
		g := &d.Groups[i]
		row := []string{"", ""}
		if e.Kind == budget.Scoring {
			row = append(row, "")
		}
		f.Votes = append(f.Votes, append(row, g.In.KY))
	}
	var out bytes.Buffer
	err = f.WritePabulib(&out)
	return out.Bytes(), err
}

// pabulibRule is the nearest name that the format has; the comment says it wholly.
func pabulibRule(r civic.BudgetRules) string {
	switch {
	case len(r.Guaranteed) > 0:
	case r.Rule == civic.Greedy && r.Utility == civic.CostUtility:
		return "greedy"
	case r.Rule == civic.GreedyNoSkip && r.Utility == civic.CostUtility:
		return "greedy-no-skip"
	case r.Rule == civic.EqualShares && r.Completion == "none":
		return "equalshares"
	case r.Rule == civic.EqualShares && strings.HasPrefix(r.Completion, "add1"):
		return "equalshares/add1"
	}
	return "unknown"
}

func pabulibDay(date string) string {
	d, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return ""
	}
	return d.Format("02.01.2006")
}
