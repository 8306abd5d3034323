package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"os"
	"slices"
	"strings"

	"ashar/internal/budget"
)

type allocateCmd struct {
	File       string   `arg:"" help:"Projects and votes in the Pabulib format (.pb)."`
	Rule       string   `help:"greedy, greedy-no-skip, equal-shares or phragmen." default:"greedy"`
	Utility    string   `help:"What a person gains from a project: cost or cardinality. Approval: cost unless said; points and orders: themselves." default:""`
	Completion string   `help:"What equal shares leaves: none, utilitarian, add1, add1-exhaustive or add1u." default:"none"`
	Ties       string   `help:"lexicographic; cost-votes: lowest cost, then most votes, then by id; votes-cost; lot: as drawn." default:"lexicographic"`
	Lot        []string `help:"--ties lot: the ids of all projects in the order drawn, with commas between them."`
	Guaranteed []string `help:"Ids of projects that come in first, in this order, as far as they fit."`
	JSON       bool     `name:"json" help:"Print rounds, payments and what was not chosen, with the reasons."`
}

// Run prints the ids of what gets built, one a line, sorted as strings.
// Warnings about the file go to standard error.
func (c allocateCmd) Run() error {
	f, err := os.Open(c.File)
	if err != nil {
		return usageError(err.Error())
	}
	file, err := budget.ParsePabulib(f)
	if err := errors.Join(err, f.Close()); err != nil {
		var found budget.Finding
		if errors.As(err, &found) {
			return usageError(fmt.Sprintf("%s cannot be counted: %v. %s", c.File, found, remedies[found.Why]))
		}
		return usageError(err.Error())
	}
	rule := budget.Rule{Name: c.Rule, Utility: c.Utility, Completion: c.Completion, Ties: c.Ties}
	if rule.Lot, err = places(file, "lot", c.Lot); err != nil {
		return err
	}
	if rule.Guaranteed, err = places(file, "guaranteed", c.Guaranteed); err != nil {
		return err
	}
	result, err := budget.Allocate(&file.Election, rule)
	if err != nil {
		return allocateError(err)
	}
	for i, found := range file.Findings {
		if i == 20 {
			fmt.Fprintf(os.Stderr, "%s: %d more\n", c.File, len(file.Findings)-i)
			break
		}
		fmt.Fprintf(os.Stderr, "%s: %v. %s\n", c.File, found, remedies[found.Why])
	}
	if c.JSON {
		out := json.NewEncoder(os.Stdout)
		out.SetIndent("", "  ")
		return out.Encode(allocationJSON(file, result))
	}
	for _, id := range result.Winners() {
		fmt.Println(id)
	}
	return nil
}

// places finds projects by their ids.
func places(file *budget.File, flag string, ids []string) (list []int, err error) {
	for _, id := range ids {
		i := slices.IndexFunc(file.Projects, func(p budget.Project) bool { return p.ID == id })
		if i < 0 {
			return nil, usageError(fmt.Sprintf("--%s: no project has the id %q", flag, id))
		}
		list = append(list, i)
	}
	return list, nil
}

func allocateError(err error) error {
	var rule *budget.RuleError
	if !errors.As(err, &rule) {
		return usageError(err.Error())
	}
	switch rule.Part {
	case "lot":
		return usageError("--ties lot needs --lot with the ids of all projects, each once, in the order drawn")
	case "guaranteed":
		return usageError("--guaranteed names a project twice")
	}
	allowed := strings.Join(rule.Allowed, ", ")
	if rule.Part == "completion" && len(rule.Allowed) == 1 {
		return usageError("--completion " + rule.Asked + " is for --rule equal-shares only")
	}
	return usageError(fmt.Sprintf("--%s %q is none of %s", rule.Part, rule.Asked, strings.TrimPrefix(allowed, ", ")))
}

// remedies say what to do about a finding.
var remedies = map[string]string{
	budget.WhyMissingSection: "A file has the sections META, PROJECTS and VOTES; add the missing one.",
	budget.WhySectionTwice:   "Join the two sections into one.",
	budget.WhySectionOrder:   "The order is META, PROJECTS, VOTES.",
	budget.WhyHeader:         "Begin the section with its line of column names.",
	budget.WhyBefore:         "Begin the file with the line META.",
	budget.WhyMissing:        "Add the field.",
	budget.WhyEmpty:          "Fill it in or remove the line.",
	budget.WhyTwice:          "Remove one of the two.",
	budget.WhyNumber:         "Write a number in digits.",
	budget.WhyComma:          "Read as a decimal point; write a point.",
	budget.WhyKind:           "Say how people voted.",
	budget.WhyCount:          "Correct the number, or look for the lines that are missing.",
	budget.WhyNoCost:         "Give the project a cost over 0.",
	budget.WhyOverBudget:     "Correct the cost or the budget; a project that was withdrawn costs 999999999.",
	budget.WhyWithdrawn:      "Counted as withdrawn; nothing to do.",
	budget.WhyUnknown:        "Correct the id, or add the project to PROJECTS.",
	budget.WhySpace:          "Remove the spaces beside commas.",
	budget.WhyPoints:         "Give as many points as projects, and none in an approval ballot.",
	budget.WhyShort:          "Correct the ballot, or the least that META allows.",
	budget.WhyLong:           "Correct the ballot, or the most that META allows.",
	budget.WhyVotes:          "Correct the number in PROJECTS, or look for ballots that are missing.",
	budget.WhySpent:          "What is selected costs more than the budget; correct either.",
	budget.WhyFullyFunded:    "Say fully_funded;1 if and only if all projects together fit the budget.",
	budget.WhySelected:       "The rule that META names gives otherwise.",
	budget.WhyField:          "The format has no such field; it is left aside.",
	budget.WhyRenamed:        "Use the new name.",
	budget.WhyValue:          "Write one of the values allowed.",
	budget.WhySize:           "Make it smaller: it cannot be reckoned with.",
}

// What --json prints. Money is in the unit of the file; fractions are exact,
// "num/den".
type allocationOut struct {
	Rule       string     `json:"rule"`
	Utility    string     `json:"utility"`
	Completion string     `json:"completion"`
	Ties       string     `json:"ties"`
	Budget     string     `json:"budget"`
	Spent      string     `json:"spent"`
	People     int64      `json:"people"`
	Covered    int64      `json:"covered"` // people who get at least one project they named
	Share      string     `json:"share,omitempty"`
	Raised     int64      `json:"raised,omitempty"`
	Winners    []string   `json:"winners"`
	Rounds     []roundOut `json:"rounds"`
	Missed     []missOut  `json:"missed"`
}

type roundOut struct {
	Project  string `json:"project"`
	Cost     string `json:"cost"`
	How      string `json:"how"` // guaranteed, rule, completion
	Votes    int64  `json:"votes"`
	Price    string `json:"price,omitempty"`
	Rho      string `json:"rho,omitempty"`
	Full     int64  `json:"full,omitempty"`
	FullSum  string `json:"full_sum,omitempty"`
	Spent    int64  `json:"spent,omitempty"`
	SpentSum string `json:"spent_sum,omitempty"`
	Left     string `json:"left,omitempty"`
	Rest     string `json:"rest"`
}

type missOut struct {
	Project string `json:"project"`
	Cost    string `json:"cost"`
	Why     string `json:"why"` // support, money, room, stopped
	Had     string `json:"had,omitempty"`
	Room    string `json:"room"`
	Votes   int64  `json:"votes"`
}

func allocationJSON(file *budget.File, r *budget.Result) allocationOut {
	unit := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(file.Decimals)), nil)
	money := func(x *big.Rat) string {
		if x == nil {
			return ""
		}
		return new(big.Rat).Quo(x, new(big.Rat).SetInt(unit)).RatString()
	}
	whole := func(n int64) string { return money(new(big.Rat).SetInt64(n)) }
	out := allocationOut{Rule: r.Rule.Name, Utility: r.Rule.Utility, Completion: r.Rule.Completion, Ties: r.Rule.Ties, Budget: whole(file.Budget), Spent: whole(r.Spent),
		People: r.People, Covered: r.Covered, Share: money(r.Share), Raised: r.Raised, Winners: r.Winners(), Rounds: []roundOut{}, Missed: []missOut{}}
	for _, n := range r.Rounds {
		p := file.Projects[n.Project]
		o := roundOut{Project: p.ID, Cost: whole(p.Cost), How: n.How, Votes: n.Votes, Price: money(n.Price), Full: n.Full, FullSum: money(n.FullSum),
			Spent: n.Spent, SpentSum: money(n.SpentSum), Left: money(n.Left), Rest: whole(n.Rest)}
		if o.Rho = money(n.Rho); n.Rho != nil && r.Rule.Utility == budget.Cost {
			o.Rho = n.Rho.RatString() // money per money
		}
		out.Rounds = append(out.Rounds, o)
	}
	for _, m := range r.Missed {
		p := file.Projects[m.Project]
		out.Missed = append(out.Missed, missOut{Project: p.ID, Cost: whole(p.Cost), Why: m.Why, Had: money(m.Had), Room: whole(m.Room), Votes: m.Votes})
	}
	return out
}
