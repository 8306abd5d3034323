package views

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"ashar/internal/civic"
)

// GatheringsPath is the station of a cycle.
func GatheringsPath(cycle string) string { return "/cycles/" + cycle + "/gatherings" }

// GatheringPath is a page of a gathering; part "" its agenda.
func GatheringPath(cycle, id, part string) string {
	if part != "" {
		part = "/" + part
	}
	return GatheringsPath(cycle) + "/" + id + part
}

// GatheringsData is what the station shows.
type GatheringsData struct {
	Cycle      civic.Cycle
	Place      civic.Place
	Gatherings []civic.Gathering
	Proposals  []civic.Proposal
	Conducts   bool
}

// said are the proposals that were voted on, of all gatherings.
func (d *GatheringsData) said() (out []civic.Proposal) {
	for _, p := range d.Proposals {
		if p.Sort == civic.Motion && !p.Withdrawn {
			out = append(out, p)
		}
	}
	return out
}

// GatheringData is a gathering with what its pages are about.
type GatheringData struct {
	civic.GatheringRecord
	Cycle          civic.Cycle
	Place          civic.Place
	Villages       []civic.CycleVillage
	Conducts       bool // this person may conduct
	Writes         bool // and it is open
	Form           *Form
	Spoken         *Form  // of a proposal that was said aloud
	Asked          string // which of several forms was refused
	Theirs         bool   // somebody else saved meanwhile: their text is shown beside
	Last, LastDate string // gathering whose lists these can begin with
}

// Path of a part of it.
func (d *GatheringData) Path(part string) string { return GatheringPath(d.Cycle.ID, d.ID, part) }

// asked is the refused form if it is this one, else an empty one.
func (d *GatheringData) asked(name string) *Form {
	if d.Asked == name && d.Form.Refused() {
		return d.Form
	}
	return &Form{Op: d.Form.Op}
}

// GatheringFormData is the form of a plan.
type GatheringFormData struct {
	GatheringData
	Action string
}

// ProposalData is a proposal with its forms.
type ProposalData struct {
	GatheringData
	Proposal        *civic.Proposal
	Needs           []civic.NeedRow
	Votes, Withdraw *Form
}

// gatheringTabs are the parts of a gathering in their order.
var gatheringTabs = []struct{ part, icon string }{
	{"", "list"}, {"presence", "people"}, {"proposals", "voice"}, {"lists", "cards"}, {"minutes", "paper"},
}

func gatheringTab(part string) string {
	if part == "" {
		return "agenda"
	}
	return part
}

// GatheringName is what it is, of which village.
func GatheringName(ctx context.Context, sort civic.GatheringSort, village civic.Text) string {
	name := t(ctx, "gathering.sort."+string(sort))
	if v := in(ctx, village); v != "" {
		name += ", " + v
	}
	return name
}

func gatheringWhen(ctx context.Context, g *civic.GatheringPlan) string {
	s := lang(ctx).WeekdayDate(civic.Day(g.Date)) + ", " + g.Starts
	if g.Ends != "" {
		s += "–" + g.Ends
	}
	return s
}

// ordering is the ids of the agenda with one moved by a step.
func (d *GatheringData) ordering(at, by int) string {
	ids := make([]string, len(d.Items))
	for i, item := range d.Items {
		ids[i] = item.ID
	}
	if to := at + by; to >= 0 && to < len(ids) {
		ids[at], ids[to] = ids[to], ids[at]
	}
	return strings.Join(ids, ",")
}

// PresenceRows are the villages to count by: of a meeting its own, else all; then who is not counted by village.
func (d *GatheringData) PresenceRows(ctx context.Context) (rows []civic.GatheringCount) {
	count := func(id string, name civic.Text) {
		rows = append(rows, civic.GatheringCount{Village: id, Name: name, F: d.Count(id, "f"), M: d.Count(id, "m")})
	}
	for _, v := range d.Villages {
		if d.Village == "" || d.Village == v.ID || d.Count(v.ID, "f")+d.Count(v.ID, "m") > 0 {
			count(v.ID, v.Name)
		}
	}
	for _, c := range d.Counts { // a village that is there no more
		if c.Village != "" && !hasVillage(rows, c.Village) {
			rows = append(rows, c)
		}
	}
	count("", civic.Text{KY: t(ctx, "gathering.elsewhere"), RU: t(ctx, "gathering.elsewhere"), EN: t(ctx, "gathering.elsewhere")})
	return rows
}

func hasVillage(rows []civic.GatheringCount, id string) bool {
	for _, r := range rows {
		if r.Village == id {
			return true
		}
	}
	return false
}

func presenceID(village, sex string) string {
	if village == "" {
		village = "none"
	}
	return "p-" + sex + "-" + village
}

// villagesOffered lead with a word for no village.
func villagesOffered(ctx context.Context, villages []civic.CycleVillage, none string) []Option {
	options := []Option{{"", none}}
	for _, v := range villages {
		options = append(options, Option{v.ID, in(ctx, v.Name)})
	}
	return options
}

// voteWords are the votes in a sentence.
func voteWords(ctx context.Context, v civic.GatheringVotes) string {
	return t(ctx, "gathering.voted", "for", strconv.Itoa(v.For), "against", strconv.Itoa(v.Against), "abstained", strconv.Itoa(v.Abstained))
}

// missingText is what the minutes lack, as a sentence.
func missingText(ctx context.Context, m civic.Missing) string { return t(ctx, m.Key, m.Args...) }

// postText of a nominee, "" of a member.
func postText(ctx context.Context, post string) string {
	if post == "" {
		return ""
	}
	return t(ctx, "nominee.post."+post)
}

func postOptions(ctx context.Context) (options []Option) {
	for _, post := range civic.NomineePosts {
		if post == "" {
			options = append(options, Option{"", t(ctx, "nominee.post.member")})
			continue
		}
		options = append(options, Option{post, t(ctx, "nominee.post."+post)})
	}
	return options
}

func proposalSorts(ctx context.Context) (options []Option) {
	for _, s := range civic.ProposalSorts {
		options = append(options, Option{string(s), t(ctx, "proposal.sort."+string(s))})
	}
	return options
}

// saidBy is who said it as far as it may be told, on a slip or aloud; with what it is.
// Who does not conduct is not told whether somebody gave a name.
func saidBy(ctx context.Context, p *civic.Proposal, sorted, named bool) string {
	var sort, slip string
	if sorted {
		sort = t(ctx, "proposal.sort."+string(p.Sort))
	}
	if p.BySlip {
		slip = t(ctx, "proposal.by_slip")
	}
	who := p.Author
	if who == "" && named {
		who = t(ctx, "proposal.unnamed")
	}
	return join(", ", sort, slip, who)
}

func budgetLine(ctx context.Context, p *civic.Proposal) string {
	if p.BudgetLine == "" {
		return ""
	}
	return t(ctx, "proposal.line", "line", p.BudgetLine)
}

// needOptions are the needs in the people's order.
func needOptions(ctx context.Context, rows []civic.NeedRow) []Option {
	options := []Option{{"", t(ctx, "proposal.no_need")}}
	for _, r := range rows {
		options = append(options, Option{r.ID, strconv.Itoa(r.Place) + ". " + in(ctx, r.Title)})
	}
	return options
}

// postForm has the post that a person holds.
func postForm(n civic.Nominee) *Form { return &Form{Values: url.Values{"post": {n.Post}}} }
