package db

import (
	"context"
	"testing"

	"ashar/internal/civic"
)

// planned begins a plan with one row that lacks everything but its title.
func (h *hall) planned(cycle string) (action string) {
	h.t.Helper()
	h.must(cycle, civic.SavePlan{Cycle: cycle, PlanHead: civic.PlanHead{Title: civic.Text{KY: "БАП 2017–2018"}, Starts: "2017-01-01", Ends: "2018-12-31"}})
	action = h.s.IDs.New()
	h.must(cycle, civic.SaveAction{ID: action, ActionText: civic.ActionText{Title: civic.Text{KY: "Суу түтүгү"}}})
	return action
}

func (h *hall) plan(cycle string) civic.Plan {
	h.t.Helper()
	p, err := h.s.Plan(context.Background(), cycle)
	if err != nil {
		h.t.Fatal(err)
	}
	return p
}

func (h *hall) cycle() string {
	h.t.Helper()
	head, err := h.s.SessionHead(context.Background(), h.session)
	if err != nil {
		h.t.Fatal(err)
	}
	return head.Cycle
}

func (h *hall) turnedDown(scope string, c civic.Change, kind civic.Kind, key string) {
	h.t.Helper()
	_, err := h.apply(scope, c)
	if ps := civic.Problems(err); len(ps) == 0 || ps[0].Kind != kind || ps[0].Key != key {
		h.t.Errorf("%s: %v, want %s", c.Kind(), err, key)
	}
}

func wholeText(h *hall) civic.ActionText {
	return civic.ActionText{Title: civic.Text{KY: "Суу түтүгү"}, Sector: "water", ResponsibleAO: "Адис", Starts: "2017-03-01", Ends: "2017-10-31", Estimate: 500_000,
		Steps: []civic.ActionStep{{ID: h.s.IDs.New(), Text: "Смета", Due: "2017-04-01"}, {ID: h.s.IDs.New(), Text: "Казуу"}},
		Costs: []civic.ActionCost{{Source: civic.LocalBudget, Year: 2017, Amount: 450_000}, {Source: civic.CommunityMoney, Year: 2017, Amount: 50_000, InKind: "20 адам 3 күн"}}}
}

func TestAPlanIsPutForwardWholeAdoptedAndChangedOnlyWithAReason(t *testing.T) {
	h := newHall(t)
	cycle := h.cycle()
	if p := h.plan(cycle); p.Exists() || p.Status != civic.PlanDraft {
		t.Fatalf("before anybody began: %+v", p)
	}
	h.turnedDown(cycle, civic.SaveAction{ID: h.s.IDs.New(), ActionText: civic.ActionText{Title: civic.Text{KY: "А"}}}, civic.Conflict, "error.plan_none")
	action := h.planned(cycle)
	h.turnedDown(cycle, civic.ProposePlan{Cycle: cycle, Base: 1}, civic.Conflict, "error.plan_lacks")
	h.turnedDown(cycle, civic.ReportAction{ID: h.s.IDs.New(), Action: action, Status: civic.NotStarted, On: "2016-12-12", Base: 1}, civic.Conflict, "error.plan_not_adopted")
	whole := wholeText(h)
	h.must(cycle, civic.SaveAction{ID: action, ActionText: whole, Base: 1})
	h.turnedDown(cycle, civic.SaveAction{ID: action, ActionText: whole, Base: 1}, civic.Conflict, "error.changed_meanwhile")
	h.turnedDown(cycle, civic.AdoptPlan{Cycle: cycle, PlanApproval: civic.PlanApproval{ApprovedBy: "Төрага", ApprovedOn: "2016-12-12", ResolutionNumber: "5/2"}, Base: 1}, civic.Conflict, "error.plan_draft")
	h.must(cycle, civic.ProposePlan{Cycle: cycle, Base: 1})
	h.turnedDown(cycle, civic.SaveAction{ID: action, ActionText: whole, Base: 2}, civic.Conflict, "error.plan_proposed")
	h.turnedDown(cycle, civic.AdoptPlan{Cycle: cycle, PlanApproval: civic.PlanApproval{ApprovedBy: "Төрага", ApprovedOn: "2016-12-13", ResolutionNumber: "5/2"}, Base: 2}, civic.Invalid, "error.future")
	h.must(cycle, civic.AdoptPlan{Cycle: cycle, PlanApproval: civic.PlanApproval{ApprovedBy: "Төрага", ApprovedOn: "2016-12-12", ResolutionNumber: "5/2"}, Base: 2})
	p := h.plan(cycle)
	if p.Status != civic.PlanAdopted || p.Number != 1 || p.ResolutionNumber != "5/2" || p.Actions[0].Cost() != 500_000 || p.Actions[0].SectorName.KY == "" || p.Actions[0].Ashar() != "20 адам 3 күн" {
		t.Fatalf("%+v", p)
	}

	later := whole
	later.Ends = "2017-12-01"
	h.turnedDown(cycle, civic.SaveAction{ID: action, ActionText: later, Base: 2}, civic.Invalid, "error.plan_reason")
	lacking := later
	lacking.ResponsibleAO = ""
	h.turnedDown(cycle, civic.SaveAction{ID: action, ActionText: lacking, Reason: "себеби", Base: 2}, civic.Invalid, "error.action_person")
	h.must(cycle, civic.SaveAction{ID: action, ActionText: later, Reason: "Каржы кечикти", Base: 2})
	versions, err := h.s.PlanVersions(context.Background(), cycle)
	if err != nil || len(versions) != 2 || versions[0].Number != 2 || versions[0].Reason != "Каржы кечикти" || versions[1].Plan.Actions[0].Ends != "2017-10-31" {
		t.Fatalf("%+v %v", versions, err)
	}
	if changes := civic.ComparePlans(&versions[1].Plan, &versions[0].Plan); len(changes) != 1 || len(changes[0].Fields) != 1 || changes[0].Fields[0] != "dates" {
		t.Errorf("%+v", changes)
	}
	h.turnedDown(cycle, civic.DropAction{ID: action, Reason: "кереги жок"}, civic.Conflict, "error.plan_empty")
	if p := h.plan(cycle); len(p.Actions) != 1 {
		t.Error("a refused removal took the row out")
	}
}

func TestReportsAreKeptAndDoNotTouchTheGroupsStatus(t *testing.T) {
	h := newHall(t)
	ctx, cycle := context.Background(), h.cycle()
	action := h.planned(cycle)
	whole := wholeText(h)
	whole.Starts, whole.Ends = "2016-03-01", "2016-11-30"
	h.must(cycle, civic.SaveAction{ID: action, ActionText: whole, Base: 1})
	h.must(cycle, civic.ProposePlan{Cycle: cycle, Base: 1})
	h.must(cycle, civic.AdoptPlan{Cycle: cycle, PlanApproval: civic.PlanApproval{ApprovedBy: "Төрага", ApprovedOn: "2016-12-12", ResolutionNumber: "5/2"}, Base: 2})
	for i, at := range []string{"", "1"} { // of two acts the newer one's status is the group's; a draft is none
		if err := h.s.write(ctx, func(tx *Tx) error {
			return tx.exec(`INSERT INTO acts (id, cycle_id, action_id, visited_on, status, percent, filed_at, made_by, made_at) VALUES ($1, $2, $3, '2016-06-10', 'under_way', 40, $4, '', 0)`,
				h.s.IDs.New(), cycle, action, map[string]any{"": nil, "1": 1}[at])
		}); err != nil {
			t.Fatal(i, err)
		}
	}
	report := civic.ReportAction{ID: h.s.IDs.New(), Action: action, Status: civic.ActionUnderWay, Percent: 60, Spent: 300_000, On: "2016-10-20", Base: 2}
	h.must(cycle, report)
	report.ID, report.On, report.Base, report.Percent = h.s.IDs.New(), "2016-10-01", 3, 70
	h.turnedDown(cycle, report, civic.Invalid, "error.report_earlier")
	report.On = "2016-12-12" // its end has passed
	h.turnedDown(cycle, report, civic.Invalid, "error.report_late")
	report.Delay = "Жаан-чачын"
	h.must(cycle, report)
	report.ID, report.Delay, report.Base = h.s.IDs.New(), "", 4
	report.Status, report.Percent = civic.ActionDone, 100
	h.turnedDown(cycle, report, civic.Invalid, "error.report_late") // done, after its end
	report.Delay = "Кышында аяктады"
	h.must(cycle, report)
	a := h.plan(cycle).Actions[0]
	if a.Status != civic.ActionDone || a.FinishedOn != "2016-12-12" || !a.DoneLate() || a.GroupStatus != civic.ActionUnderWay || a.GroupPercent != 40 || !a.Differ() {
		t.Errorf("%+v", a)
	}
	reports, err := h.s.ActionReports(ctx, cycle)
	if err != nil || len(reports) != 3 || reports[0].Status != civic.ActionDone || reports[2].Percent != 60 {
		t.Errorf("%+v %v", reports, err)
	}
	h.must(cycle, civic.MarkStep{Action: action, Step: whole.Steps[0].ID, On: "2016-12-01"})
	whole.Result = "Суу келет"
	h.must(cycle, civic.SaveAction{ID: action, ActionText: whole, Reason: "натыйжасы такталды", Base: 5})
	if a := h.plan(cycle).Actions[0]; a.Steps[0].DoneOn != "2016-12-01" || a.Steps[1].DoneOn != "" {
		t.Errorf("changing the row lost what was done: %+v", a.Steps)
	}
}

func TestSuggestionsAreWhatTheCouncilAcceptedAndTheBudgetHas(t *testing.T) {
	h := newHall(t)
	ctx, cycle := context.Background(), h.cycle()
	need := map[string]string{}
	for _, name := range []string{"accepted", "partly", "rejected", "funded", "nothing"} {
		id := h.s.IDs.New()
		need[name] = id
		if err := h.s.write(ctx, func(tx *Tx) error {
			return tx.exec(`INSERT INTO needs (id, cycle_id, code, title_ky, sector, made_at) VALUES ($1, $2, $3, $4, 'water', 0)`, id, cycle, name, name)
		}); err != nil {
			t.Fatal(err)
		}
	}
	for i, d := range []civic.Decide{{Need: need["partly"], Outcome: civic.Partly, Amount: 70_000, Place: 2}, {Need: need["accepted"], Outcome: civic.Accepted, Place: 1}, {Need: need["rejected"], Outcome: civic.Rejected, Place: 3}} {
		d.ID, d.Reason, d.On = h.s.IDs.New(), civic.Text{KY: "себеби"}, "2016-12-12"
		if _, err := h.apply(cycle, d); err != nil {
			t.Fatal(i, err)
		}
	}
	if err := h.s.write(ctx, func(tx *Tx) error {
		return tx.exec(`INSERT INTO allocations (id, cycle_id, number, rule, body, election, winners, overrides, adopted_at, made_by, made_at) VALUES ($1, $2, 1, '{}', '{}', '', $3, '[]', 1, '', 0)`,
			h.s.IDs.New(), cycle, `["`+need["funded"]+`","`+need["rejected"]+`"]`)
	}); err != nil {
		t.Fatal(err)
	}
	h.planned(cycle)
	h.must(cycle, civic.SaveAction{ID: h.s.IDs.New(), ActionText: civic.ActionText{Title: civic.Text{KY: "accepted"}, Need: need["accepted"]}})
	h.turnedDown(cycle, civic.SaveAction{ID: h.s.IDs.New(), ActionText: civic.ActionText{Title: civic.Text{KY: "again"}, Need: need["accepted"]}}, civic.Conflict, "error.action_taken")
	all, err := h.s.PlanSuggestions(ctx, cycle)
	if err != nil {
		t.Fatal(err)
	}
	got := ""
	for _, x := range all {
		got += x.Text.Title.KY
		if x.Taken {
			got += " taken"
		}
		got += ", "
	}
	if got != "accepted taken, partly, funded, " {
		t.Errorf("suggested: %s", got)
	}
	if all[1].Text.Estimate != 70_000 || all[1].Given != 70_000 {
		t.Errorf("without an estimate what the council gave is the cost: %+v", all[1])
	}
}
