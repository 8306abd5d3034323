package views

import (
	"context"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"ashar/internal/budget"
	"ashar/internal/civic"
	"ashar/internal/i18n"
)

// BudgetAnswer is what one rule makes of a division. Lines are the division's
// lines that took part, by the number of their project.
type BudgetAnswer struct {
	Key    string // "declared", or the rule it is set beside with
	Rules  civic.BudgetRules
	Result *budget.Result
	Lines  []int
	In     []string // needs, in the order of the list
}

// BudgetData is the page of dividing the budget.
type BudgetData struct {
	Cycle    civic.Cycle
	Place    civic.Place
	Division civic.Division // as tried
	Real     civic.Division
	Rules    civic.BudgetRules
	Current  *civic.Allocation
	Keys     []string // of rules that can be set beside each other
	Answers  []BudgetAnswer
	Left     string
	Right    string
	Trial    bool // something is not as it is
	Form     *Form
	Plans    bool // this person enters and divides
	Command  string
}

func (d *BudgetData) path(more string) string { return BudgetPath(d.Cycle.ID) + more }

// BudgetPath is a cycle's station of the budget.
func BudgetPath(cycle string) string { return "/cycles/" + cycle + "/budget" }

// AllocationPath is a division that was kept.
func AllocationPath(cycle, id string) string { return BudgetPath(cycle) + "/allocations/" + id }

func (d *BudgetData) answer(key string) *BudgetAnswer {
	for i := range d.Answers {
		if d.Answers[i].Key == key {
			return &d.Answers[i]
		}
	}
	return &d.Answers[0]
}

// counted are the lines that some rule can divide money among; the rest is missing a cost or costs too much.
func counted(d civic.Division) (takes, not []civic.BudgetLine) {
	for _, l := range d.Lines {
		if d.Takes(l) {
			takes = append(takes, l)
		} else {
			not = append(not, l)
		}
	}
	return takes, not
}

// ready reports whether there is anything to divide and anything to divide it among.
func (d *BudgetData) ready() bool { return len(d.Answers) > 0 }

// has reports whether the answer gives a need its money.
func (a *BudgetAnswer) has(need string) bool { return slices.Contains(a.In, need) }

// byCost is how much each of the needs in it takes, in the order of the list.
func moneyParts(d civic.Division, needs []string) (parts []civic.BudgetLine) {
	for _, l := range d.Lines {
		if slices.Contains(needs, l.Need) {
			parts = append(parts, l)
		}
	}
	return parts
}

// barLabel says a bar of money in words.
func barLabel(ctx context.Context, d civic.Division, needs []string) string {
	l := lang(ctx)
	var parts []string
	for _, p := range moneyParts(d, needs) {
		parts = append(parts, LineTitle(l, d, p)+" "+l.Money(p.Cost))
	}
	if len(parts) == 0 {
		return t(ctx, "budget.nothing")
	}
	return strings.Join(parts, ", ")
}

// LineTitle is a need's name; where several have the same, with the groups that asked for this one.
func LineTitle(l i18n.Lang, d civic.Division, line civic.BudgetLine) string {
	title := line.Title.In(string(l))
	for _, other := range d.Lines {
		if other.Need == line.Need || other.Title.In(string(l)) != title {
			continue
		}
		var groups []string
		for i := range d.Groups {
			if slices.Contains(d.Groups[i].Asked, line.Need) {
				groups = append(groups, GroupName(l, &d.Groups[i]))
			}
		}
		return title + " (" + strings.Join(groups, "; ") + ")"
	}
	return title
}

// barWidth in thousandths of the budget.
func barWidth(part, whole int64) int64 {
	return new(big.Int).Div(new(big.Int).Mul(big.NewInt(part), big.NewInt(1000)), big.NewInt(max(whole, 1))).Int64()
}

// AnswerName is what a rule that is set beside others is called.
func AnswerName(l i18n.Lang, key string, r civic.BudgetRules) string {
	if key == "guaranteed" || len(r.Guaranteed) > 0 {
		return l.T("budget.short."+under(r.Rule)) + ", " + l.T("budget.with_places")
	}
	return l.T("budget.rule." + under(r.Rule))
}

// shortName heads a column.
func shortName(l i18n.Lang, a BudgetAnswer) string {
	if len(a.Rules.Guaranteed) > 0 {
		return l.T("budget.short.places")
	}
	return l.T("budget.short." + under(a.Rules.Rule))
}

// RulesText is a set of rules in sentences, as it is shown and printed wherever a result is.
func RulesText(l i18n.Lang, r civic.BudgetRules) []string {
	out := []string{l.T("budget.rule."+under(r.Rule)) + ". " + l.T("budget.about."+under(r.Rule))}
	if r.Rule == civic.EqualShares {
		out = append(out, l.T("budget.completion")+": "+l.T("budget.completion."+under(r.Completion))+".")
	}
	if r.Rule != civic.Phragmen {
		out = append(out, l.T("budget.utility."+under(r.Utility))+".")
	}
	out = append(out, l.T("budget.ballots."+under(r.Ballots))+". "+l.T("budget.slices."+under(r.Slices))+".", l.T("budget.ties")+": "+l.T("budget.ties."+under(r.Ties))+".")
	if len(r.Guaranteed) > 0 {
		var kinds []string
		for _, k := range r.Guaranteed {
			kinds = append(kinds, l.T("audience."+string(k)))
		}
		out = append(out, l.T("budget.guaranteed")+": "+strings.Join(kinds, " → ")+".")
	}
	if r.Lot != nil {
		out = append(out, l.T("budget.lot_drawn", "seed", r.Lot.Seed, "witness", r.Lot.Witness, "date", l.Date(r.Lot.At)))
	}
	if r.Reason != "" {
		out = append(out, l.T("budget.rules_again")+": "+r.Reason)
	}
	return out
}

// under spells a name as keys are spelled: equal-shares is equal_shares.
func under(name string) string { return strings.ReplaceAll(name, "-", "_") }

// exactSom is an exact amount in whole som.
func exactSom(l i18n.Lang, x *big.Rat) string { return l.Money(rounded(x)) }

// rounded to the nearest whole number, halves up.
func rounded(x *big.Rat) int64 {
	if x == nil {
		return 0
	}
	twice := new(big.Rat).Add(x, big.NewRat(1, 2))
	return new(big.Int).Div(twice.Num(), twice.Denom()).Int64()
}

// coveredPeople is a coverage in people, "" where nobody knows.
func coveredPeople(ctx context.Context, c civic.Covered) string {
	if c.OfPeople == 0 {
		return ""
	}
	l := lang(ctx)
	return l.Number(int64(c.People)) + " / " + l.Number(int64(c.OfPeople))
}

func ofGroups(c civic.Covered) string { return strconv.Itoa(c.Groups) + " / " + strconv.Itoa(c.Of) }

// trialID is the field of a cost in the what-if form.
func trialID(code string) string { return "cost_" + code }

// stepOf is by how much a button changes an amount: a tenth, rounded to a number people say.
func stepOf(amount int64) int64 {
	step := int64(10_000)
	for _, s := range []int64{20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000} {
		if amount/12 >= s {
			step = s
		}
	}
	return step
}

// most a slider goes to: twice what stands, a round number.
func mostOf(amount, other int64) int64 {
	if amount == 0 {
		amount = other / 2
	}
	step := stepOf(amount)
	return (2*amount + step - 1) / step * step
}

// FileName of a division's papers and files: whose, of which year, the how many-eth.
func (d *AllocationData) FileName() string {
	name := "byudjet"
	if p := civic.FileName(d.Place.Name.KY); p != "" {
		name += "-" + p
	}
	return name + "-" + strconv.Itoa(d.A.Year) + "-" + strconv.Itoa(d.A.Number)
}
