package civic

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"
)

// GatheringMinutes are the minutes of a gathering (domain §3.8), kept as data
// when it is closed, so that they print the same for ever.
type GatheringMinutes struct {
	GatheringPlan
	Version      int
	State        MinutesState
	Cycle        Text
	Oblast       Text
	Raion        Text
	Municipality Text
	VillageName  Text
	StartedAt    time.Time
	ClosedAt     time.Time
	Present      int
	Counts       []GatheringCount
	Agenda       []GatheringItem
	Questions    []Proposal // and suggestions that were not voted on
	Proposals    []Proposal
	Lists        []GatheringList
	Decisions    []string
	SlipsGiven   int
	SlipsIn      int
	Corrections  []GatheringCorrection
	URL          string `json:"-"` // of the page
	Hidden       bool   `json:"-"` // names were taken out
}

// GatheringList is a body's list as it stood at the end, and who was taken off
// it. Without names it keeps the numbers.
type GatheringList struct {
	Body  string
	Stand []Nominee
	Gone  []Nominee
}

// MinutesOf projects the record of a gathering into its minutes.
func (r *GatheringRecord) MinutesOf(cycle Cycle, place Place) GatheringMinutes {
	m := GatheringMinutes{GatheringPlan: r.GatheringPlan, Version: max(1, r.MinutesVer), State: MinutesDraft, Cycle: cycle.Title, Oblast: place.Oblast, Raion: place.Raion,
		Municipality: place.Name, VillageName: r.VillageName, StartedAt: r.StartedAt, ClosedAt: r.ClosedAt, Present: r.Present, Counts: r.Counts, Agenda: r.Items,
		Questions: r.Of(Question, Suggestion), Proposals: r.Of(Motion), Decisions: Lines(r.Decisions), SlipsGiven: r.SlipsGiven, SlipsIn: r.Slips(), Corrections: r.Corrections}
	switch {
	case r.Status != GatheringClosed && r.MinutesVer > 0:
		m.Version = r.MinutesVer + 1
	case r.Status == GatheringClosed && r.MinutesVer > 1:
		m.State = MinutesCorrected
	case r.Status == GatheringClosed:
		m.State = MinutesClosed
	}
	for _, body := range Bodies {
		l := GatheringList{Body: body}
		if l.Stand, l.Gone = r.List(body); len(l.Stand)+len(l.Gone) > 0 {
			m.Lists = append(m.Lists, l)
		}
	}
	return m
}

// Lacking is how many people the quorum wanted more.
func (m *GatheringMinutes) Lacking() int { return max(0, m.Quorum-m.Present) }

// Nameless are the minutes for who does not conduct: of people there are
// numbers, only chair and secretary are named.
func (m GatheringMinutes) Nameless() GatheringMinutes {
	m.Counters, m.Hidden = "", true
	without := func(ps []Proposal) []Proposal {
		out := append([]Proposal(nil), ps...)
		for i := range out {
			out[i].Author = ""
		}
		return out
	}
	m.Questions, m.Proposals = without(m.Questions), without(m.Proposals)
	lists := make([]GatheringList, len(m.Lists))
	for i, l := range m.Lists {
		lists[i] = GatheringList{Body: l.Body, Stand: nameless(l.Stand), Gone: nameless(l.Gone)}
	}
	m.Lists = lists
	return m
}

func nameless(all []Nominee) []Nominee {
	out := append([]Nominee(nil), all...)
	for i := range out {
		out[i].Name, out[i].Reason = "", ""
	}
	return out
}

// Check is a value that tells whether two prints are of the same minutes, names included or not.
func (m GatheringMinutes) Check() string {
	text, err := json.Marshal(m.Nameless())
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}
