package civic

import (
	"slices"
	"time"
)

// GatheringSort is what people meet for.
type GatheringSort string

const (
	VillageGathering GatheringSort = "gathering" // айыл жыйыны
	PublicHearing    GatheringSort = "hearing"   // коомдук угуулар
	VillageMeeting   GatheringSort = "meeting"   // of one village, before that of the aimak
)

// GatheringSorts in the order they are offered.
var GatheringSorts = []GatheringSort{VillageGathering, PublicHearing, VillageMeeting}

// GatheringStatus is how far a gathering is. A closed one is live again only by a correction.
type GatheringStatus string

const (
	GatheringPlanned   GatheringStatus = "planned"
	GatheringLive      GatheringStatus = "live"
	GatheringClosed    GatheringStatus = "closed"
	GatheringCancelled GatheringStatus = "cancelled"
)

// GatheringPlan is what is settled before people come, and may be mended until the minutes are closed.
type GatheringPlan struct {
	Sort         GatheringSort `json:"sort"`
	Village      string        `json:"village,omitempty"` // id; "" the whole municipality
	Number       string        `json:"number,omitempty"`  // of the minutes
	Date         string        `json:"date"`
	Starts       string        `json:"starts"`
	Ends         string        `json:"ends,omitempty"`
	Venue        string        `json:"venue,omitempty"`
	Initiator    string        `json:"initiator,omitempty"`
	NoticeOn     string        `json:"notice_on,omitempty"`
	NoticeWay    string        `json:"notice_way,omitempty"`
	Quorum       int           `json:"quorum"` // people who must be there; 0 none is asked
	QuorumRule   string        `json:"quorum_rule,omitempty"`
	QuorumSource string        `json:"quorum_source,omitempty"` // article and date of the local charter
	Chair        string        `json:"chair,omitempty"`
	Secretary    string        `json:"secretary,omitempty"`
	Counters     string        `json:"counters,omitempty"` // counting commission, one a line
}

// Gathering is an event with minutes of its own (domain §3.8).
type Gathering struct {
	GatheringPlan
	ID          string
	Cycle       string
	VillageName Text
	Status      GatheringStatus
	Reason      string // why cancelled
	Decisions   string // one a line
	SlipsGiven  int
	StartedAt   time.Time
	ClosedAt    time.Time
	MinutesVer  int
	Present     int
	Proposals   int // put to the vote, not withdrawn
	Version     int64
}

// Open reports whether it can be changed.
func (g *Gathering) Open() bool { return g.Status == GatheringPlanned || g.Status == GatheringLive }

// Lacking is how many people the quorum still wants.
func (g *Gathering) Lacking() int { return max(0, g.Quorum-g.Present) }

// GatheringItem is an item of the agenda with what was heard on it.
type GatheringItem struct {
	ID      string
	Place   int
	Title   string
	Speaker string
	Heard   string
	Done    bool
	Version int64
}

// GatheringCount is how many of a village came, by sex; Village "" is who was not counted by village.
type GatheringCount struct {
	Village string
	Name    Text
	F, M    int
}

// GatheringCorrection opened closed minutes; Version is the one it leads to.
type GatheringCorrection struct {
	Version int
	Reason  string
	By      string // name
	At      time.Time
}

// GatheringRecord is a gathering with all that belongs to it.
type GatheringRecord struct {
	Gathering
	Items       []GatheringItem
	Counts      []GatheringCount
	Said        []Proposal // slips and proposals in the order they came
	Nominees    []Nominee
	Corrections []GatheringCorrection
}

// Item finds one by its id, nil when there is none.
func (r *GatheringRecord) Item(id string) *GatheringItem {
	for i := range r.Items {
		if r.Items[i].ID == id {
			return &r.Items[i]
		}
	}
	return nil
}

// Proposal finds one by its id, nil when there is none.
func (r *GatheringRecord) Proposal(id string) *Proposal {
	for i := range r.Said {
		if r.Said[i].ID == id {
			return &r.Said[i]
		}
	}
	return nil
}

// Nominee finds one by its id, nil when there is none.
func (r *GatheringRecord) Nominee(id string) *Nominee {
	for i := range r.Nominees {
		if r.Nominees[i].ID == id {
			return &r.Nominees[i]
		}
	}
	return nil
}

// Count is how many of a village and sex came.
func (r *GatheringRecord) Count(village, sex string) int {
	for _, c := range r.Counts {
		if c.Village == village && sex == "f" {
			return c.F
		}
		if c.Village == village {
			return c.M
		}
	}
	return 0
}

// Of are slips and proposals of some sorts, withdrawn ones too.
func (r *GatheringRecord) Of(sorts ...ProposalSort) (out []Proposal) {
	for _, p := range r.Said {
		if slices.Contains(sorts, p.Sort) {
			out = append(out, p)
		}
	}
	return out
}

// Slips counts what was handed in on paper.
func (r *GatheringRecord) Slips() (n int) {
	for _, p := range r.Said {
		if p.BySlip {
			n++
		}
	}
	return n
}

// List is who stands on a body's list; gone are those taken off it.
func (r *GatheringRecord) List(body string) (stand, gone []Nominee) {
	for _, n := range r.Nominees {
		switch {
		case n.Body != body:
		case n.Removed:
			gone = append(gone, n)
		default:
			stand = append(stand, n)
		}
	}
	return stand, gone
}

// Nameless leaves only chair and secretary named: for who does not conduct.
func (r *GatheringRecord) Nameless() {
	r.Counters = ""
	for i := range r.Said {
		r.Said[i].Author = ""
	}
	r.Nominees = nameless(r.Nominees)
}

// Missing is what the minutes lack. What blocks must be mended before they are
// closed, the rest is told. Part is the page where it is mended.
func (r *GatheringRecord) Missing() (all []Missing) {
	tell := func(blocks bool, part, key string, args ...any) {
		all = append(all, Missing{Key: "gathering.missing." + key, Args: args, Part: part, Blocks: blocks})
	}
	if r.Present == 0 {
		tell(true, "presence", "presence")
	} else if n := r.Lacking(); n > 0 {
		tell(false, "presence", "quorum", "n", n)
	}
	if r.Quorum == 0 && r.QuorumSource == "" {
		tell(false, "edit", "quorum_rule")
	}
	if r.Chair == "" || r.Secretary == "" {
		tell(true, "edit", "officers")
	}
	if r.NoticeOn == "" || r.NoticeWay == "" {
		tell(false, "edit", "notice")
	}
	if r.Number == "" {
		tell(false, "edit", "number")
	}
	open := 0
	for _, i := range r.Items {
		if !i.Done {
			open++
		}
	}
	if len(r.Items) == 0 {
		tell(true, "", "agenda")
	} else if open > 0 {
		tell(false, "", "items", "n", open)
	}
	for _, p := range r.Said {
		switch {
		case p.Withdrawn:
		case p.Sort == Motion && p.Votes == nil:
			tell(false, "proposals/"+p.ID, "votes", "number", p.Number)
		case p.Votes != nil && p.Votes.Cast() > r.Present:
			tell(true, "proposals/"+p.ID, "too_many", "number", p.Number, "cast", p.Votes.Cast(), "present", r.Present)
		case p.Sort == Question && p.Answer == "" && p.AnswerDue == "":
			tell(false, "proposals/"+p.ID, "answer", "number", p.Number)
		}
	}
	if r.Sort == VillageGathering && len(r.Nominees) == 0 {
		tell(false, "lists", "lists")
	}
	if len(Lines(r.Decisions)) == 0 {
		tell(false, "closing", "decisions")
	}
	return all
}

// Blocked reports whether something of it must be mended first.
func Blocked(missing []Missing) bool {
	return slices.ContainsFunc(missing, func(m Missing) bool { return m.Blocks })
}
