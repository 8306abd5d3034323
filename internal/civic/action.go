package civic

import (
	"slices"
	"strings"
	"time"
)

// MoneySource is where money of a budget or plan comes from (domain §3.6).
type MoneySource string

const (
	LocalBudget    MoneySource = "local"
	NationalBudget MoneySource = "national"
	GrantMoney     MoneySource = "grant"
	SponsorMoney   MoneySource = "sponsor"
	CommunityMoney MoneySource = "community" // money and labour of the community: ashar
)

// MoneySources in the order of the columns.
var MoneySources = []MoneySource{LocalBudget, NationalBudget, GrantMoney, SponsorMoney, CommunityMoney}

// ActionStatus is how far an action is, by the aiyl okmotu or by the monitoring group.
type ActionStatus string

const (
	NotStarted      ActionStatus = "not_started"
	ActionUnderWay  ActionStatus = "under_way"
	ActionDone      ActionStatus = "done"
	ActionCancelled ActionStatus = "cancelled"
)

// ActionStatuses in their order.
var ActionStatuses = []ActionStatus{NotStarted, ActionUnderWay, ActionDone, ActionCancelled}

// Action is a row of the joint action plan (БАП, domain §3.6). Dates are
// "2006-01-02", money whole som. Status, Percent, Spent, Delay and FinishedOn
// are the aiyl okmotu's, of its newest report; the Group ones the monitoring
// group's, of its newest act. Neither ever changes the other.
type Action struct {
	ID            string
	Need          string // "" where it comes from no need
	NeedTitle     Text
	NeedCode      string
	Place         int // among the rows, from 1
	Title         Text
	Description   string
	Sector        string
	SectorName    Text
	SectorIcon    string
	Issue         string // № of the issue of local importance
	Village       string // "" the whole municipality
	VillageName   Text
	Result        string
	ResponsibleAO string
	ResponsibleDT string
	Starts, Ends  string
	Estimate      int64 // what it costs; Costs say who pays
	Indicator     string
	Baseline      string
	Target        string
	Beneficiaries int
	MonitoringBy  string
	Steps         []ActionStep
	Costs         []ActionCost
	Status        ActionStatus
	Percent       int
	Spent         int64
	Delay         string
	ReportedOn    string // "" not reported on yet
	FinishedOn    string
	GroupStatus   ActionStatus // "" no act yet
	GroupPercent  int
	GroupOn       string
	Version       int64
	At            time.Time
}

// ActionStep is one thing to do for an action.
type ActionStep struct {
	ID     string `json:"id"`
	Text   string `json:"text"`
	Due    string `json:"due,omitempty"`
	DoneOn string `json:"-"` // told by MarkStep
}

// Late reports whether a step should be done by a day and is not.
func (s *ActionStep) Late(today string) bool { return s.Due != "" && s.Due < today && s.DoneOn == "" }

// ActionCost is what a source gives in a year; the community gives labour in words too.
type ActionCost struct {
	Source MoneySource `json:"source"`
	Year   int         `json:"year"`
	Amount int64       `json:"amount"`
	InKind string      `json:"in_kind,omitempty"`
}

// Cost is what all sources give.
func (a *Action) Cost() (sum int64) { return costOf(a.Costs) }

func costOf(costs []ActionCost) (sum int64) {
	for _, c := range costs {
		sum += c.Amount
	}
	return sum
}

// FromIn is what a source gives in a year.
func (a *Action) FromIn(source MoneySource, year int) (sum int64) {
	for _, c := range a.Costs {
		if c.Source == source && c.Year == year {
			sum += c.Amount
		}
	}
	return sum
}

// Ashar is what the community gives in labour, in words.
func (a *Action) Ashar() string {
	for _, c := range a.Costs {
		if c.Source == CommunityMoney && c.InKind != "" {
			return c.InKind
		}
	}
	return ""
}

// Late reports whether the action should be over by a day and is not.
func (a *Action) Late(today string) bool { return a.Status.late(a.Ends, today) }

// late reports whether something with this status is behind its end on a day.
func (s ActionStatus) late(ends, on string) bool {
	return ends != "" && ends < on && s != ActionDone && s != ActionCancelled
}

// DoneLate reports whether it was finished after its end.
func (a *Action) DoneLate() bool {
	return a.Status == ActionDone && a.Ends != "" && a.FinishedOn > a.Ends
}

// Differ reports whether the monitoring group found another status than was reported.
func (a *Action) Differ() bool { return a.GroupStatus != "" && a.GroupStatus != a.Status }

// StepsDone counts the steps that are done.
func (a *Action) StepsDone() (n int) {
	for _, s := range a.Steps {
		if s.DoneOn != "" {
			n++
		}
	}
	return n
}

// Text is what people write of the row.
func (a *Action) Text() ActionText {
	return ActionText{Need: a.Need, Title: a.Title, Description: a.Description, Sector: a.Sector, Issue: a.Issue, Village: a.Village, Result: a.Result,
		ResponsibleAO: a.ResponsibleAO, ResponsibleDT: a.ResponsibleDT, Starts: a.Starts, Ends: a.Ends, Estimate: a.Estimate, Indicator: a.Indicator,
		Baseline: a.Baseline, Target: a.Target, Beneficiaries: a.Beneficiaries, MonitoringBy: a.MonitoringBy, Steps: a.Steps, Costs: a.Costs}
}

// Lacks is what the row lacks to be put forward.
func (a *Action) Lacks() Errors {
	t := a.Text()
	return t.Lacks()
}

// ActionText is what people write of a row, beside what happens to it.
type ActionText struct {
	Need          string       `json:"need,omitempty"`
	Title         Text         `json:"title"`
	Description   string       `json:"description,omitempty"`
	Sector        string       `json:"sector,omitempty"`
	Issue         string       `json:"issue,omitempty"`
	Village       string       `json:"village,omitempty"`
	Result        string       `json:"result,omitempty"`
	ResponsibleAO string       `json:"responsible_ao,omitempty"`
	ResponsibleDT string       `json:"responsible_dt,omitempty"`
	Starts        string       `json:"starts,omitempty"`
	Ends          string       `json:"ends,omitempty"`
	Estimate      int64        `json:"estimate,omitempty"`
	Indicator     string       `json:"indicator,omitempty"`
	Baseline      string       `json:"baseline,omitempty"`
	Target        string       `json:"target,omitempty"`
	Beneficiaries int          `json:"beneficiaries,omitempty"`
	MonitoringBy  string       `json:"monitoring_by,omitempty"`
	Steps         []ActionStep `json:"steps,omitempty"`
	Costs         []ActionCost `json:"costs,omitempty"`
}

// Lacks is what a row lacks to be put forward: step, person, date, cost,
// source. Each is an error at its field of the form.
func (t *ActionText) Lacks() (es Errors) {
	if len(t.Steps) == 0 {
		es = append(es, Bad("steps", "error.action_steps"))
	}
	if strings.TrimSpace(t.ResponsibleAO) == "" {
		es = append(es, Bad("responsible_ao", "error.action_person"))
	}
	if t.Starts == "" {
		es = append(es, Bad("starts", "error.action_starts"))
	}
	if t.Ends == "" {
		es = append(es, Bad("ends", "error.action_ends"))
	}
	inKind := slices.ContainsFunc(t.Costs, func(c ActionCost) bool { return c.InKind != "" })
	given := costOf(t.Costs)
	if t.Estimate == 0 && given == 0 && !inKind {
		es = append(es, Bad("estimate", "error.action_cost"))
	}
	if given == 0 && (!inKind || t.Estimate > 0) {
		es = append(es, Bad("source", "error.action_source"))
	} else if given < t.Estimate {
		es = append(es, Bad("source", "error.action_short", "given", given, "cost", t.Estimate))
	}
	return es
}

const (
	stepsMost  = 30
	personMax  = 300
	measureMax = 300
	somMost    = 1_000_000_000_000
)

// problems are what cannot be, in a draft too.
func (t *ActionText) problems() (es Errors) {
	if strings.TrimSpace(t.Title.KY) == "" {
		es = append(es, Bad("title_ky", "error.action_title"))
	}
	for _, f := range []struct {
		name, text string
		most       int
	}{{"title_ky", t.Title.KY, titleMax}, {"title_ru", t.Title.RU, titleMax}, {"description", t.Description, WordsMax}, {"issue", t.Issue, issueMax},
		{"result", t.Result, ReasonMax}, {"responsible_ao", t.ResponsibleAO, personMax}, {"responsible_dt", t.ResponsibleDT, personMax},
		{"indicator", t.Indicator, measureMax}, {"baseline", t.Baseline, measureMax}, {"target", t.Target, measureMax}, {"monitoring_by", t.MonitoringBy, personMax}} {
		if tooLong(f.text, f.most) {
			es = append(es, Bad(f.name, "error.text_long", "n", f.most))
		}
	}
	for _, f := range []struct{ name, date string }{{"starts", t.Starts}, {"ends", t.Ends}} {
		if f.date != "" && !ValidDate(f.date) {
			es = append(es, Bad(f.name, "error.date"))
		}
	}
	if t.Starts != "" && t.Ends != "" && t.Ends < t.Starts {
		es = append(es, Bad("ends", "error.ends_before_start"))
	}
	if t.Beneficiaries < 0 || t.Beneficiaries > 10_000_000 {
		es = append(es, Bad("beneficiaries", "error.affected"))
	}
	if t.Estimate < 0 || t.Estimate > somMost {
		es = append(es, Bad("estimate", "error.som"))
	}
	return append(es, append(stepProblems(t.Steps), costProblems(t.Costs)...)...)
}

func stepProblems(steps []ActionStep) (es Errors) {
	if len(steps) > stepsMost {
		es = append(es, Bad("steps", "error.action_steps_many", "n", stepsMost))
	}
	for _, s := range steps {
		switch {
		case !ValidID(s.ID):
			es = append(es, Bad("steps", "error.id"))
		case strings.TrimSpace(s.Text) == "":
			es = append(es, Bad("steps", "error.action_step_text"))
		case tooLong(s.Text, titleMax):
			es = append(es, Bad("steps", "error.text_long", "n", titleMax))
		case s.Due != "" && !ValidDate(s.Due):
			es = append(es, Bad("steps", "error.date"))
		}
	}
	return es
}

func costProblems(costs []ActionCost) (es Errors) {
	seen := map[ActionCost]bool{}
	for _, c := range costs {
		key := ActionCost{Source: c.Source, Year: c.Year}
		switch {
		case !slices.Contains(MoneySources, c.Source), c.Year < 1990, c.Year > 2100, seen[key]:
			es = append(es, Bad("source", "error.choice"))
		case c.Amount < 0, c.Amount > somMost:
			es = append(es, Bad("source", "error.som"))
		case tooLong(c.InKind, measureMax):
			es = append(es, Bad("ashar", "error.text_long", "n", measureMax))
		}
		seen[key] = true
	}
	return es
}
