package demo

import (
	_ "embed"
	"slices"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2"

	"ashar/internal/civic"
)

//go:embed gathering.toml
var gatheringTOML []byte

// held is a gathering as it went.
type held struct {
	Venue     string   `toml:"venue"`
	Initiator string   `toml:"initiator"`
	NoticeWay string   `toml:"notice_way"`
	Rule      string   `toml:"rule"`
	Source    string   `toml:"source"`
	Chair     string   `toml:"chair"`
	Secretary string   `toml:"secretary"`
	Counters  string   `toml:"counters"`
	Presence  [][]int  `toml:"presence"` // by village: women, men
	Decisions []string `toml:"decisions"`
	Item      []struct {
		Title   string `toml:"title"`
		Speaker string `toml:"speaker"`
		Heard   string `toml:"heard"`
	} `toml:"item"`
	Said []struct {
		Sort   string `toml:"sort"`
		Text   string `toml:"text"`
		Author string `toml:"author"`
		Slip   bool   `toml:"slip"`
		Line   string `toml:"line"`
		Need   string `toml:"need"` // a problem's id
		Answer string `toml:"answer"`
		Due    string `toml:"due"`
		Votes  []int  `toml:"votes"`
	} `toml:"said"`
	Nominee []struct {
		Body    string `toml:"body"`
		Name    string `toml:"name"`
		Post    string `toml:"post"`
		Village int    `toml:"village"`
		Gone    string `toml:"gone"`
		Added   bool   `toml:"added"`
	} `toml:"nominee"`
}

// gathering tells the people what came out, on 11 December 2015: 104 of them.
func (d *demo) gathering(c cycle) {
	var h held
	if d.err == nil {
		d.err = toml.Unmarshal(gatheringTOML, &h)
	}
	if d.err != nil {
		return
	}
	d.at("2015-12-10", "16:40")
	id := d.ids.New()
	plan := civic.GatheringPlan{Sort: civic.VillageGathering, Number: "2", Date: "2015-12-11", Starts: "10:00", Ends: "12:10", Venue: h.Venue, Initiator: h.Initiator,
		NoticeOn: "2015-12-02", NoticeWay: h.NoticeWay, Quorum: 100, QuorumRule: h.Rule, QuorumSource: h.Source}
	d.do(c.id, "coordinator", civic.SaveGathering{ID: id, GatheringPlan: plan})
	items := make([]string, len(h.Item))
	for i, item := range h.Item {
		items[i] = d.ids.New()
		d.do(c.id, "coordinator", civic.SaveItem{ID: items[i], Gathering: id, Title: item.Title})
	}
	d.nominate(c, id, h, false)
	d.at("2015-12-11", "09:40")
	for v, n := range h.Presence {
		for i, sex := range civic.Sexes {
			d.do(c.id, "facilitator", civic.SetPresence{Gathering: id, Village: d.units[d.children[akBashat][v].Code], Sex: sex, People: n[i]})
		}
	}
	d.at("2015-12-11", "10:04")
	d.do(c.id, "coordinator", civic.SetGatheringStatus{ID: id, Status: civic.GatheringLive})
	d.later(6 * time.Minute)
	plan.Chair, plan.Secretary, plan.Counters = h.Chair, h.Secretary, h.Counters
	d.do(c.id, "coordinator", civic.SaveGathering{ID: id, GatheringPlan: plan, Base: 2}) // the start made it 2
	for i, item := range h.Item {
		d.later(20 * time.Minute)
		if i == 3 {
			d.nominate(c, id, h, true)
		}
		if i == 4 {
			d.said(c, id, h)
		}
		d.do(c.id, "facilitator", civic.SaveItem{ID: items[i], Gathering: id, Title: item.Title, Speaker: item.Speaker, Heard: item.Heard, Base: 1})
		d.do(c.id, "facilitator", civic.SetItem{ID: items[i], Gathering: id, Done: true})
	}
	d.at("2015-12-11", "12:10")
	d.do(c.id, "coordinator", civic.SaveGatheringDecisions{ID: id, Decisions: strings.Join(h.Decisions, "\n"), SlipsGiven: 104, Base: 3})
	d.do(c.id, "coordinator", civic.CloseGathering{ID: id})
}

// nominate reads the lists out: those prepared before, then what the gathering changed.
func (d *demo) nominate(c cycle, gathering string, h held, live bool) {
	for _, n := range h.Nominee {
		if n.Added != live {
			continue
		}
		d.do(c.id, "coordinator", civic.SaveNominee{ID: d.ids.New(), Gathering: gathering, Body: n.Body, Name: n.Name, Post: n.Post, Village: d.units[d.children[akBashat][n.Village].Code]})
	}
	if !live || d.err != nil {
		return
	}
	r, err := d.store.Gathering(d.ctx, c.id, gathering)
	if err != nil {
		d.err = err
		return
	}
	for _, n := range h.Nominee {
		if i := slices.IndexFunc(r.Nominees, func(x civic.Nominee) bool { return x.Name == n.Name }); n.Gone != "" && i >= 0 {
			d.do(c.id, "coordinator", civic.SetNominee{ID: r.Nominees[i].ID, Gathering: gathering, Removed: true, Reason: n.Gone})
		}
	}
}

// said types the slips and puts the proposals to the vote.
func (d *demo) said(c cycle, gathering string, h held) {
	needs := d.board(c.id).Needs
	for _, x := range h.Said {
		d.later(time.Minute)
		save := civic.SaveProposal{ID: d.ids.New(), Gathering: gathering, Sort: civic.ProposalSort(x.Sort), Text: x.Text, Author: x.Author, BySlip: x.Slip, BudgetLine: x.Line, Answer: x.Answer, AnswerDue: x.Due}
		if i := slices.IndexFunc(d.problems, func(p problem) bool { return p.ID == x.Need }); i >= 0 {
			if at := slices.IndexFunc(needs, func(n civic.Need) bool { return n.Title.KY == d.problems[i].Title.KY }); at >= 0 {
				save.Need = needs[at].ID
			}
		}
		d.do(c.id, "facilitator", save)
		if len(x.Votes) == 3 {
			d.do(c.id, "facilitator", civic.VoteProposal{ID: save.ID, Gathering: gathering, Base: 1, Votes: &civic.GatheringVotes{For: x.Votes[0], Against: x.Votes[1], Abstained: x.Votes[2]}})
		}
	}
}
