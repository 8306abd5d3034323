package views

import (
	"context"
	"math"
	"strconv"
	"strings"

	"ashar/internal/civic"
)

// CouncilData is a cycle before the council.
type CouncilData struct {
	*civic.Council
	Show    civic.CouncilShow
	Kinds   []civic.AudienceKind // who was asked
	Decides bool
	Today   string
}

// CouncilPath is the station.
func CouncilPath(cycle string) string { return "/cycles/" + cycle + "/council" }

// DecisionPath is the page of a need or proposal.
func DecisionPath(cycle string, i *civic.CouncilItem) string {
	if i.Row != nil {
		return CouncilPath(cycle) + "/needs/" + i.ID()
	}
	return CouncilPath(cycle) + "/proposals/" + i.ID()
}

// ResolutionPath is the page of a resolution.
func ResolutionPath(cycle, id string) string { return CouncilPath(cycle) + "/resolutions/" + id }

// CouncilItemID is a row's anchor.
func CouncilItemID(id string) string { return "item-" + id }

func (d *CouncilData) path(i *civic.CouncilItem) string { return DecisionPath(d.List.Cycle.ID, i) }

// shown are the needs, or the proposals, that are asked for.
func (d *CouncilData) shown(needs bool) (items []*civic.CouncilItem) {
	for i := range d.Items {
		if (d.Items[i].Row != nil) == needs && d.Items[i].Is(d.Show) {
			items = append(items, &d.Items[i])
		}
	}
	return items
}

// first is the first row that waits for a decision: what is to be done on this page.
func (d *CouncilData) first(i *civic.CouncilItem) bool {
	for j := range d.Items {
		if d.Items[j].Decision == nil && d.Items[j].Is(d.Show) {
			return &d.Items[j] == i
		}
	}
	return false
}

// ready reports whether everything is decided and something waits for a resolution.
func (d *CouncilData) ready() bool {
	annex := d.AnnexOf()
	return d.Decides && !annex.Empty() && d.Count(civic.ShowUndecided) == 0
}

// bars are the lengths of the rows' bars.
func (d *CouncilData) bars() map[string]string {
	all := map[string]string{}
	for i, share := range d.List.PointShares() {
		all[d.List.Rows[i].ID] = strconv.Itoa(int(math.Round(share*100))) + "%"
	}
	return all
}

// rankOf is a need's place, "2=" where it is shared.
func rankOf(r *civic.NeedRow) string {
	if r.Shared {
		return strconv.Itoa(r.Place) + "="
	}
	return strconv.Itoa(r.Place)
}

// placesOf are the places of the needs that a decision passes over, or that it is passed over for.
func placesOf(i *civic.CouncilItem, passed bool) string {
	var places []string
	for _, x := range i.Departures {
		if passed && x.Preferred.ID == i.ID() {
			places = append(places, strconv.Itoa(x.Passed.Place))
		} else if !passed && x.Passed.ID == i.ID() {
			places = append(places, strconv.Itoa(x.Preferred.Place))
		}
	}
	return strings.Join(places, ", ")
}

// decidedBy says in a sentence who decided and when, or by which resolution.
func decidedBy(ctx context.Context, d *civic.Decision) string {
	day := lang(ctx).Date(civic.Day(d.On))
	text := t(ctx, "decision.by_council") + ", " + day
	switch {
	case d.By != "":
		text = d.By + ", " + day
	case d.Resolution != "":
		text = t(ctx, "decision.by_resolution", "number", d.ResolutionNumber, "date", lang(ctx).Date(civic.Day(d.ResolutionDate)))
	}
	return strings.TrimSuffix(text, ".") + "." // a Russian date ends with one
}

// deputyVotes is how deputies voted.
func deputyVotes(ctx context.Context, v *civic.CouncilVotes) string {
	return t(ctx, "decision.votes", "for", strconv.Itoa(v.For), "against", strconv.Itoa(v.Against), "abstained", strconv.Itoa(v.Abstained))
}

// outcomeIcons and outcomeLooks give each outcome a shape beside its word.
var outcomeIcons = map[civic.DecisionOutcome]string{civic.Accepted: "check", civic.Partly: "split", civic.Postponed: "clock", civic.Rejected: "cross", civic.Forwarded: "mail"}

var outcomeLooks = map[civic.DecisionOutcome]string{civic.Accepted: "done", civic.Partly: "wait", civic.Rejected: "bad"}

func outcomeOptions(ctx context.Context) []Option {
	options := make([]Option, len(civic.DecisionOutcomes))
	for i, o := range civic.DecisionOutcomes {
		options[i] = Option{string(o), t(ctx, "decision.outcome."+string(o))}
	}
	return options
}

// lateSince is the day an answer was due.
func lateSince(ctx context.Context, i *civic.CouncilItem) string {
	due := ""
	if i.Decision != nil {
		due = i.Decision.AnswerDue
	} else if i.Proposal != nil {
		due = i.Proposal.AnswerDue
	}
	return lang(ctx).Date(civic.Day(due))
}

// resolutionName is its number and day; a draft may have no number yet.
func resolutionName(ctx context.Context, r civic.Resolution) string {
	number := r.Number
	if number == "" {
		number = "–"
	}
	return t(ctx, "resolution.name", "number", number, "date", lang(ctx).Date(civic.Day(r.Date)))
}
