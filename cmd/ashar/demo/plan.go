package demo

import (
	_ "embed"
	"slices"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2"

	"ashar/handlers"
	"ashar/internal/civic"
)

//go:embed plan.toml
var planTOML []byte

// action of the story: a row of the plan with what was reported of it.
type action struct {
	Problem   string     `toml:"problem"`
	Title     text       `toml:"title"`
	Sector    string     `toml:"sector"`
	Result    string     `toml:"result"`
	Note      string     `toml:"note"`
	AO        string     `toml:"ao"`
	DT        string     `toml:"dt"`
	Starts    string     `toml:"starts"`
	Ends      string     `toml:"ends"`
	Steps     [][]string `toml:"steps"` // what, by when, done when
	Local     []int64    `toml:"local"` // som, by year
	National  []int64    `toml:"national"`
	Grant     []int64    `toml:"grant"`
	Sponsor   []int64    `toml:"sponsor"`
	Community []int64    `toml:"community"`
	Ashar     string     `toml:"ashar"`
	Indicator string     `toml:"indicator"`
	Baseline  string     `toml:"baseline"`
	Target    string     `toml:"target"`
	People    int        `toml:"people"`
	Reports   []struct {
		On      string `toml:"on"`
		Status  string `toml:"status"`
		Percent int    `toml:"percent"`
		Spent   int64  `toml:"spent"`
		Delay   string `toml:"delay"`
		Note    string `toml:"note"`
	} `toml:"reports"`
}

type actionPlan struct {
	Agreed string   `toml:"agreed"`
	Rows   []action `toml:"row"`
}

func (d *demo) actionPlan() (p actionPlan) {
	if err := toml.Unmarshal(planTOML, &p); err != nil && d.err == nil {
		d.err = err
	}
	return p
}

// adoptPlan draws up the plan of what the council accepted, and has the council adopt it by a resolution of its own.
func (d *demo) adoptPlan(c cycle) {
	told := d.actionPlan()
	d.at("2015-12-24", "15:00")
	if d.err != nil {
		return
	}
	cy, place, err := d.store.Cycle(d.ctx, c.id)
	if err != nil {
		d.err = err
		return
	}
	head := handlers.UsualPlanHead(cy, place)
	head.AgreedBy, head.AgreedOn = told.Agreed, "2015-12-24"
	d.do(c.id, "coordinator", civic.SavePlan{Cycle: c.id, PlanHead: head})
	suggested, err := d.store.PlanSuggestions(d.ctx, c.id)
	if err != nil && d.err == nil {
		d.err = err
	}
	for _, row := range told.Rows {
		d.later(2 * time.Minute)
		text := civic.ActionText{Title: row.Title.civic(), Sector: row.Sector, Beneficiaries: row.People}
		if row.Problem != "" {
			i := slices.IndexFunc(suggested, func(x civic.PlanSuggestion) bool { return x.Text.Title.KY == d.problem(row.Problem).Title.KY })
			if i < 0 { // the council did not accept it in this telling
				continue
			}
			text = suggested[i].Text
		}
		d.do(c.id, "coordinator", civic.SaveAction{ID: d.ids.New(), ActionText: d.row(row, text)})
	}
	d.later(5 * time.Minute)
	d.do(c.id, "coordinator", civic.ProposePlan{Cycle: c.id, Base: 1})
	d.resolvePlan(c)
}

// row fills what the working group wrote of an action.
func (d *demo) row(a action, t civic.ActionText) civic.ActionText {
	if a.Note != "" {
		t.Description = strings.TrimSpace(a.Note + "\n" + t.Description)
	}
	t.Result, t.ResponsibleAO, t.ResponsibleDT, t.Starts, t.Ends = a.Result, a.AO, a.DT, a.Starts, a.Ends
	t.Indicator, t.Baseline, t.Target, t.MonitoringBy = a.Indicator, a.Baseline, a.Target, phrase("monitoring_by").KY
	for _, s := range a.Steps {
		t.Steps = append(t.Steps, civic.ActionStep{ID: d.ids.New(), Text: s[0], Due: s[1]})
	}
	t.Estimate = 0
	for i, year := range []int{2016, 2017} {
		for _, from := range []struct {
			source civic.MoneySource
			money  []int64
		}{{civic.LocalBudget, a.Local}, {civic.NationalBudget, a.National}, {civic.GrantMoney, a.Grant}, {civic.SponsorMoney, a.Sponsor}, {civic.CommunityMoney, a.Community}} {
			if len(from.money) == 0 || from.money[i] == 0 {
				continue
			}
			cost := civic.ActionCost{Source: from.source, Year: year, Amount: from.money[i]}
			if from.source == civic.CommunityMoney && (i == 0 || from.money[0] == 0) {
				cost.InKind = a.Ashar
			}
			t.Costs = append(t.Costs, cost)
			t.Estimate += cost.Amount
		}
	}
	return t
}

// resolvePlan adopts resolution № 5/4, whose annex is the plan, and with it the plan.
func (d *demo) resolvePlan(c cycle) {
	s := d.sitting()
	if d.err != nil {
		return
	}
	plan, err := d.store.Plan(d.ctx, c.id)
	if err != nil {
		d.err = err
		return
	}
	_, place, err := d.store.Cycle(d.ctx, c.id)
	if err != nil {
		d.err = err
		return
	}
	annex := handlers.PlanAnnex(plan)
	r := handlers.SuggestedPlanResolution(place, annex, "2015-12-24")
	r.Number, r.Convocation, r.SessionNo, r.Seat, r.Chair = "5/4", "VIII", "V", d.children[akBashat][0].Name.KY, s.Chair
	r.Preamble, r.Control = s.filled(r.Preamble), s.filled(r.Control)
	id := d.ids.New()
	d.do(c.id, "coordinator", civic.SaveResolution{ID: id, ResolutionText: r})
	d.later(25 * time.Minute)
	d.do(c.id, "coordinator", civic.AdoptResolution{ID: id, Base: 1, Annex: annex, Votes: civic.CouncilVotes{Elected: s.Elected, Present: s.Present, For: 18, Abstained: 1}})
	d.later(10 * time.Minute)
	d.do(c.id, "coordinator", civic.AdoptPlan{Cycle: c.id, Base: plan.Version, PlanApproval: civic.PlanApproval{ApprovedBy: s.Chair, ApprovedOn: "2015-12-24", Resolution: id}})
}

// report tells how the actions went from a day on up to another, in the order of the days; steps are marked as they were done.
func (d *demo) report(c cycle, from, to string) {
	told := d.actionPlan()
	if d.err != nil {
		return
	}
	plan, err := d.store.Plan(d.ctx, c.id)
	if err != nil {
		d.err = err
		return
	}
	type event struct {
		on     string
		change civic.Change
	}
	var events []event
	for _, row := range told.Rows {
		title := row.Title.KY
		if row.Problem != "" {
			title = d.problem(row.Problem).Title.KY
		}
		i := slices.IndexFunc(plan.Actions, func(a civic.Action) bool { return a.Title.KY == title })
		if i < 0 {
			continue
		}
		a := &plan.Actions[i]
		for n, s := range row.Steps {
			if s[2] >= from && s[2] < to {
				events = append(events, event{s[2], civic.MarkStep{Action: a.ID, Step: a.Steps[n].ID, On: s[2]}})
			}
		}
		version := a.Version
		for _, r := range row.Reports {
			if r.On >= from && r.On < to {
				events = append(events, event{r.On, civic.ReportAction{ID: d.ids.New(), Action: a.ID, Status: civic.ActionStatus(r.Status), Percent: r.Percent, Spent: r.Spent,
					Delay: r.Delay, Note: r.Note, On: r.On, Base: version}})
				version++
			}
		}
	}
	slices.SortStableFunc(events, func(x, y event) int { return strings.Compare(x.on, y.on) })
	for _, e := range events {
		if at := civic.At(e.on, "16:00"); at.After(*d.clock) {
			*d.clock = at
		}
		d.later(3 * time.Minute)
		d.do(c.id, "coordinator", e.change)
	}
}
