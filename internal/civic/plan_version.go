package civic

import (
	"slices"
	"time"
)

// PlanVersion is a plan as it was adopted, or as it was changed after that with a reason.
type PlanVersion struct {
	Number int
	Plan   Plan
	Reason string // "" of the first
	By     string // name
	At     time.Time
}

// PlanChange is one row of two versions side by side. Before is nil for an
// added row, After for one taken out; Fields are what differs.
type PlanChange struct {
	Kind          DifferenceKind // RowAdded, RowRemoved, RowChanged or RowSame
	Before, After *Action
	Fields        []string
}

// Row is the row as it stands later, or as it stood.
func (c *PlanChange) Row() *Action {
	if c.After != nil {
		return c.After
	}
	return c.Before
}

// ComparePlans sets the rows of two versions side by side, in the order of the
// later one. What was reported of them is no change of the plan.
func ComparePlans(before, after *Plan) (all []PlanChange) {
	for i := range after.Actions {
		a := &after.Actions[i]
		old := before.Find(a.ID)
		if old == nil {
			all = append(all, PlanChange{Kind: RowAdded, After: a})
			continue
		}
		c := PlanChange{Kind: RowSame, Before: old, After: a, Fields: actionDiffers(old, a)}
		if len(c.Fields) > 0 {
			c.Kind = RowChanged
		}
		all = append(all, c)
	}
	for i := range before.Actions {
		if b := &before.Actions[i]; after.Find(b.ID) == nil {
			all = append(all, PlanChange{Kind: RowRemoved, Before: b})
		}
	}
	return all
}

// ActionFields of a row in the order of the paper, as versions compare them.
var ActionFields = []string{"direction", "title", "description", "village", "result", "steps", "responsible_ao", "responsible_dt", "dates", "costs", "indicator", "beneficiaries", "monitoring_by"}

func actionDiffers(a, b *Action) (fields []string) {
	differs := map[string]bool{
		"direction": a.Sector != b.Sector || a.Issue != b.Issue, "title": a.Title != b.Title, "description": a.Description != b.Description,
		"village": a.Village != b.Village, "result": a.Result != b.Result, "steps": !slices.EqualFunc(a.Steps, b.Steps, sameStep),
		"responsible_ao": a.ResponsibleAO != b.ResponsibleAO, "responsible_dt": a.ResponsibleDT != b.ResponsibleDT,
		"dates": a.Starts != b.Starts || a.Ends != b.Ends, "costs": a.Estimate != b.Estimate || !slices.Equal(a.Costs, b.Costs),
		"indicator": a.Indicator != b.Indicator || a.Baseline != b.Baseline || a.Target != b.Target, "beneficiaries": a.Beneficiaries != b.Beneficiaries,
		"monitoring_by": a.MonitoringBy != b.MonitoringBy,
	}
	for _, f := range ActionFields {
		if differs[f] {
			fields = append(fields, f)
		}
	}
	return fields
}

func sameStep(a, b ActionStep) bool { return a.Text == b.Text && a.Due == b.Due }

// PlanHeadChanges are the parts of the head that two versions have differently.
func PlanHeadChanges(a, b *Plan) (fields []string) {
	for _, f := range []struct {
		name    string
		differs bool
	}{
		{"title", a.Title != b.Title}, {"period", a.Starts != b.Starts || a.Ends != b.Ends},
		{"parties", a.PartyAO != b.PartyAO || a.PartyPeople != b.PartyPeople}, {"agreed", a.AgreedBy != b.AgreedBy || a.AgreedOn != b.AgreedOn},
		{"approved", a.PlanApproval != b.PlanApproval},
	} {
		if f.differs {
			fields = append(fields, f.name)
		}
	}
	return fields
}
