package views

import (
	"math/big"
	"slices"
	"strings"

	"ashar/internal/budget"
	"ashar/internal/civic"
	"ashar/internal/i18n"
)

// BudgetStory tells of one need why the rule chose it, or did not.
type BudgetStory struct {
	In   bool
	Turn int // as how many-eth it came in, from 1
	Why  []string
	Pays []BudgetPay // who asked for it, where shares are paid
}

// BudgetPay is a group that asked for a need: what it had, what it gave, what
// it spent the rest on.
type BudgetPay struct {
	Group     string
	Had, Paid string // som
	Left      string
	Spent     bool     // nothing is left
	On        []string // what else it paid for, before this
}

// Story of a line in an answer.
func Story(l i18n.Lang, d civic.Division, a *BudgetAnswer, need string) BudgetStory {
	line := d.Line(need)
	if line.Cost == 0 {
		return BudgetStory{Why: []string{l.T("budget.why.no_cost")}}
	}
	project := -1
	for p, i := range a.Lines {
		if d.Lines[i].Need == need {
			project = p
		}
	}
	if project < 0 {
		return BudgetStory{Why: []string{l.T("budget.why.too_dear", "cost", l.Money(line.Cost), "budget", l.Money(d.Budget))}}
	}
	n := slices.IndexFunc(a.Result.Rounds, func(r budget.Round) bool { return r.Project == project })
	s := BudgetStory{In: n >= 0, Turn: n + 1, Pays: pays(l, d, a, project, n)}
	if n >= 0 {
		s.Why = a.chosen(l, d, line, n, s.Pays)
	} else {
		m := a.Result.Missed[slices.IndexFunc(a.Result.Missed, func(m budget.Missed) bool { return m.Project == project })]
		s.Why = a.missed(l, d, line, m, s.Pays)
	}
	return s
}

// chosen says why the n-th round chose a line.
func (a *BudgetAnswer) chosen(l i18n.Lang, d civic.Division, line *civic.BudgetLine, n int, pays []BudgetPay) []string {
	round := a.Result.Rounds[n]
	asked := l.T("budget.why.asked", "n", d.Asking(line.Need))
	cost, had := l.Money(line.Cost), l.Money(round.Rest+line.Cost)
	switch {
	case round.How == budget.ByPlace:
		return []string{l.T("budget.why.place", "audience", a.promised(l, d, line.Need))}
	case round.How == budget.ByCompletion:
		return []string{asked, l.T("budget.why.completion", "cost", cost, "rest", had)}
	case a.Rules.Rule == civic.EqualShares:
		why := []string{asked, l.T("budget.why.shares", "cost", cost)}
		var spent []string
		for _, p := range pays {
			if p.Spent {
				spent = append(spent, p.Group)
			}
		}
		if len(spent) > 0 {
			why = append(why, l.T("budget.why.spent", "groups", strings.Join(spent, "; ")))
		}
		return why
	case a.Rules.Rule == civic.Phragmen:
		if round.Price == nil {
			return []string{asked, l.T("budget.why.fits", "cost", cost, "rest", had)}
		}
		return []string{asked, l.T("budget.why.saved", "turn", n+1, "cost", cost)}
	}
	return []string{asked, l.T("budget.why.turn", "cost", cost, "rest", had)}
}

// promised is the audience whose first need a guaranteed place brought in.
func (a *BudgetAnswer) promised(l i18n.Lang, d civic.Division, need string) string {
	for _, k := range a.Rules.Guaranteed {
		for _, own := range d.Own {
			if own.Audience != k {
				continue
			}
			for _, id := range own.Needs {
				if line := d.Line(id); line != nil && d.Takes(*line) {
					if id == need {
						return l.T("audience." + string(k))
					}
					break
				}
			}
		}
	}
	return ""
}

// missed says why a line was not chosen.
func (a *BudgetAnswer) missed(l i18n.Lang, d civic.Division, line *civic.BudgetLine, m budget.Missed, pays []BudgetPay) []string {
	cost, room := l.Money(line.Cost), l.Money(m.Room)
	asked := l.T("budget.why.asked", "n", d.Asking(line.Need))
	switch m.Why {
	case budget.NoSupport:
		if d.Asking(line.Need) > 0 {
			return []string{asked, l.T("budget.why.no_points")}
		}
		return []string{l.T("budget.why.nobody")}
	case budget.TooPoor:
		why := []string{asked, l.T("budget.why.poor", "had", exactSom(l, m.Had), "cost", cost, "lack", l.Money(line.Cost-rounded(m.Had)))}
		if a.Rules.Completion == "utilitarian" || a.Rules.Completion == "add1u" {
			why = append(why, l.T("budget.why.nor_rest", "rest", room))
		}
		var on []string
		for _, p := range pays {
			for _, title := range p.On {
				if !slices.Contains(on, title) {
					on = append(on, title)
				}
			}
		}
		if len(on) > 0 {
			why = append(why, l.T("budget.why.went", "needs", strings.Join(on, "; ")))
		}
		return why
	case budget.Stopped:
		return []string{asked, l.T("budget.why.stopped")}
	}
	return []string{asked, l.T("budget.why.no_room", "cost", cost, "rest", room)}
}

// pays tells of the groups that asked for a project what they had and gave:
// in round n, or, where it was not chosen (n < 0), what became of their shares.
func pays(l i18n.Lang, d civic.Division, a *BudgetAnswer, project, n int) (list []BudgetPay) {
	r := a.Result
	if r.Share == nil || n >= 0 && r.Rounds[n].How != budget.ByRule {
		return nil
	}
	need := d.Lines[a.Lines[project]].Need
	last := len(r.Rounds)
	if n >= 0 {
		last = n
	}
	paid := make([]*big.Rat, len(d.Groups)) // before
	on := make([][]string, len(d.Groups))
	for k := range last {
		for _, p := range r.Payments(k) {
			if p.Paid.Sign() <= 0 {
				continue
			}
			if paid[p.Ballot] == nil {
				paid[p.Ballot] = new(big.Rat)
			}
			paid[p.Ballot].Add(paid[p.Ballot], p.Paid)
			on[p.Ballot] = append(on[p.Ballot], LineTitle(l, d, d.Lines[a.Lines[r.Rounds[k].Project]]))
		}
	}
	var now []budget.Payment
	if n >= 0 {
		now = r.Payments(n)
	}
	for i := range d.Groups {
		g := &d.Groups[i]
		weight := g.Weight(a.Rules.Slices)
		if !slices.Contains(g.Asked, need) || weight == 0 {
			continue
		}
		left := new(big.Rat).Mul(r.Share, new(big.Rat).SetInt64(weight))
		if paid[i] != nil {
			left.Sub(left, paid[i])
		}
		row := BudgetPay{Group: GroupName(l, g), Had: l.Number(rounded(left)), Paid: "–", On: on[i]}
		for _, p := range now {
			if p.Ballot == i {
				row.Paid = l.Number(rounded(p.Paid))
				left.Sub(left, p.Paid)
			}
		}
		row.Left, row.Spent = l.Number(rounded(left)), left.Sign() == 0
		list = append(list, row)
	}
	return list
}

// GroupName is a focus group by its village and audience.
func GroupName(l i18n.Lang, g *civic.BudgetGroup) string {
	return g.In.In(string(l)) + ", " + strings.ToLower(g.Name.In(string(l)))
}

// AnswerText says a rule in two sentences to whoever looks at its result.
func AnswerText(l i18n.Lang, a *BudgetAnswer) []string {
	out := []string{l.T("budget.about." + under(a.Rules.Rule))}
	if share := a.Result.Share; share != nil {
		key := "budget.share_group"
		if a.Rules.Slices == civic.PopulationSlices {
			key = "budget.share_person"
		}
		out = append(out, l.T(key, "share", exactSom(l, share)))
		if a.Result.Raised > 0 {
			out = append(out, l.T("budget.raised", "n", l.Money(a.Result.Raised)))
		}
	}
	return out
}

// LeftOut are the groups that get nothing of what they asked for.
func LeftOut(l i18n.Lang, d civic.Division, needs []string) (groups []string) {
	for i := range d.Groups {
		g := &d.Groups[i]
		if !slices.ContainsFunc(g.Asked, func(need string) bool { return slices.Contains(needs, need) }) {
			groups = append(groups, GroupName(l, g))
		}
	}
	return groups
}

// Whole says what a result means as a whole: what takes most, and who gets nothing.
func Whole(l i18n.Lang, d civic.Division, needs []string) (out []string) {
	for _, p := range moneyParts(d, needs) {
		if p.Cost*2 > d.Budget {
			out = append(out, l.T("budget.takes_half", "need", LineTitle(l, d, p), "percent", l.Percent(float64(p.Cost)/float64(d.Budget))))
		}
	}
	switch none := LeftOut(l, d, needs); {
	case len(d.Groups) == 0:
	case len(none) == 0:
		out = append(out, l.T("budget.all_covered"))
	default:
		out = append(out, l.T("budget.left_out", "n", len(none))+" "+strings.Join(none, "; ")+".")
	}
	return out
}
