package handlers

import (
	"cmp"
	"crypto/sha256"
	"slices"
	"strings"

	"ashar/internal/budget"
	"ashar/internal/civic"
	"ashar/views"
)

// DivisionOf is what a year's money of a cycle is divided by: the needs in the
// order of the list with their costs, and what each group asked for.
func DivisionOf(l *civic.NeedList, b civic.Budget, estimates []civic.Estimate) civic.Division {
	d := civic.Division{Year: l.Cycle.BudgetYear, Depth: l.Rules.Depth}
	for _, m := range b.Money {
		if m.Year == d.Year {
			d.Money = append(d.Money, m)
		}
	}
	d.Budget = civic.EnvelopeOf(d.Money, d.Year)
	costs := civic.NewestEstimates(estimates)
	for _, r := range l.Rows {
		e := costs[r.ID]
		d.Lines = append(d.Lines, civic.BudgetLine{Need: r.ID, Code: r.Code, Title: r.Title, Place: r.Place, Cost: e.Cost, Source: e.Source, Dated: e.Dated})
	}
	for i := range l.Groups {
		g := &l.Groups[i]
		group := civic.BudgetGroup{Session: g.Session, Code: g.Code, Village: g.Village, In: g.VillageName, Name: g.AudienceName, Audience: g.AudienceKind,
			People: g.Population, Came: g.Attendance, Order: orderOf(&l.Needs, g.Session)}
		for _, r := range l.Rows {
			if slices.ContainsFunc(r.Cards, func(c civic.NeedCard) bool { return c.Session == g.Session }) {
				group.Asked = append(group.Asked, r.ID)
			}
		}
		d.Groups = append(d.Groups, group)
	}
	for _, k := range l.Kinds() {
		d.Own = append(d.Own, civic.AudienceOrder{Audience: k, Needs: ownOrder(l, k)})
	}
	return d
}

// ownOrder is an audience's order; of equal ones that which stands higher in the list goes first.
func ownOrder(l *civic.NeedList, kind civic.AudienceKind) (needs []string) {
	rows := slices.Clone(l.Rows)
	rows = slices.DeleteFunc(rows, func(r civic.NeedRow) bool { return r.Ranks[kind] == 0 })
	slices.SortStableFunc(rows, func(a, b civic.NeedRow) int { return a.Ranks[kind] - b.Ranks[kind] })
	for _, r := range rows {
		needs = append(needs, r.ID)
	}
	return needs
}

// ElectionOf says a division in the terms of the rules that count it. Projects
// are the lines that take part, in their order; ballots are the groups in theirs.
func ElectionOf(d civic.Division, r civic.BudgetRules) (budget.Election, budget.Rule) {
	e := budget.Election{Kind: budget.Approval, Budget: d.Budget}
	switch r.Ballots {
	case civic.PointBallots:
		e.Kind = budget.Scoring
	case civic.OrderBallots:
		e.Kind = budget.Ordinal
	}
	at := map[string]int{}
	for _, l := range d.Lines {
		if d.Takes(l) {
			at[l.Need] = len(e.Projects)
			e.Projects = append(e.Projects, budget.Project{ID: l.Code, Name: l.Title.KY, Cost: l.Cost})
		}
	}
	for i := range d.Groups {
		g := &d.Groups[i]
		e.Ballots = append(e.Ballots, ballotOf(g, e.Kind, at, d.Depth, g.Weight(r.Slices)))
	}
	rule := budget.Rule{Name: r.Rule, Utility: r.Utility, Completion: r.Completion, Ties: r.Ties, Guaranteed: guaranteed(d, r, at)}
	if r.Ties == civic.LotTie && r.Lot != nil {
		rule.Lot = drawn(r.Lot.Seed, e.Projects)
	}
	return e, rule
}

func ballotOf(g *civic.BudgetGroup, kind budget.Kind, at map[string]int, depth int, weight int64) budget.Ballot {
	b := budget.Ballot{ID: g.Code, Weight: weight}
	if kind == budget.Approval {
		for _, need := range g.Asked {
			if p, takes := at[need]; takes {
				b.Projects = append(b.Projects, p)
			}
		}
		slices.Sort(b.Projects)
		return b
	}
	place := 1
	for _, level := range g.Order {
		var same []int
		for _, need := range level {
			if p, takes := at[need]; takes {
				same = append(same, p)
			}
		}
		slices.Sort(same) // of equal ones that which stands higher in the list
		for _, p := range same {
			points := depth + 1 - place
			if kind == budget.Ordinal {
				b.Projects = append(b.Projects, p)
			} else if points > 0 {
				b.Projects, b.Points = append(b.Projects, p), append(b.Points, int64(points))
			}
		}
		place += len(level)
	}
	return b
}

// guaranteed are the first needs of the audiences that were promised one. An
// audience whose first need takes no part brings its next one.
func guaranteed(d civic.Division, r civic.BudgetRules, at map[string]int) (places []int) {
	for _, kind := range r.Guaranteed {
		for _, own := range d.Own {
			if own.Audience != kind {
				continue
			}
			for _, need := range own.Needs {
				if p, takes := at[need]; takes {
					if !slices.Contains(places, p) {
						places = append(places, p)
					}
					break
				}
			}
		}
	}
	return places
}

// drawn is the order of a lot: by the digest of what was drawn and the code,
// so that a need that joins later has its place too and nobody could choose it.
func drawn(seed string, projects []budget.Project) []int {
	digest := func(p int) string {
		sum := sha256.Sum256([]byte(seed + "\n" + projects[p].ID))
		return string(sum[:])
	}
	order := make([]int, len(projects))
	for p := range order {
		order[p] = p
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(digest(a), digest(b)) })
	return order
}

// Answer is what a rule makes of a division.
func Answer(d civic.Division, key string, r civic.BudgetRules) (views.BudgetAnswer, error) {
	e, rule := ElectionOf(d, r)
	result, err := budget.Allocate(&e, rule)
	a := views.BudgetAnswer{Key: key, Rules: r, Result: result}
	if err != nil {
		return a, err
	}
	ids := result.Winners()
	for i, l := range d.Lines {
		if !d.Takes(l) {
			continue
		}
		a.Lines = append(a.Lines, i)
		if slices.Contains(ids, l.Code) {
			a.In = append(a.In, l.Need)
		}
	}
	return a, nil
}

// rulesBeside are the declared rule and those to set it beside: the same
// ballots, slices and tie-break, counted otherwise.
func rulesBeside(r civic.BudgetRules) (keys []string, all map[string]civic.BudgetRules) {
	with := func(rule, completion string, first []civic.AudienceKind) civic.BudgetRules {
		x := r
		x.Rule, x.Completion, x.Guaranteed = rule, completion, first
		return x
	}
	completion := cmp.Or(r.Completion, civic.DefaultBudgetRules().Completion)
	first := r.Guaranteed
	if len(first) == 0 {
		first = []civic.AudienceKind{civic.Women, civic.Vulnerable, civic.Youth, civic.Elders, civic.Men}
	}
	all = map[string]civic.BudgetRules{
		"declared":         r,
		civic.EqualShares:  with(civic.EqualShares, completion, nil),
		civic.Greedy:       with(civic.Greedy, "", nil),
		civic.GreedyNoSkip: with(civic.GreedyNoSkip, "", nil),
		civic.Phragmen:     with(civic.Phragmen, "", nil),
		"guaranteed":       with(civic.Greedy, "", first),
	}
	keys = []string{"declared"}
	for _, k := range []string{civic.EqualShares, civic.Greedy, civic.GreedyNoSkip, civic.Phragmen, "guaranteed"} {
		if !all[k].Same(r) {
			keys = append(keys, k)
		}
	}
	return keys, all
}

// allocateCommand is how anybody reckons it again from the file.
func allocateCommand(d civic.Division, r civic.BudgetRules, file string) string {
	e, rule := ElectionOf(d, r)
	ids := func(list []int) string {
		var out []string
		for _, p := range list {
			out = append(out, e.Projects[p].ID)
		}
		return strings.Join(out, ",")
	}
	words := []string{"ashar allocate", file, "--rule", r.Rule, "--utility", r.Utility}
	if r.Completion != "" {
		words = append(words, "--completion", r.Completion)
	}
	words = append(words, "--ties", r.Ties)
	if len(rule.Lot) > 0 {
		words = append(words, "--lot", ids(rule.Lot))
	}
	if len(rule.Guaranteed) > 0 {
		words = append(words, "--guaranteed", ids(rule.Guaranteed))
	}
	return strings.Join(words, " ")
}
