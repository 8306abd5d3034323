package civic

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Need is a row of the consolidated list (domain §3.5): the cards of one or
// several groups that ask for the same. A card begins as its own need and has
// its id. Code is of its passport, as people type it.
type Need struct {
	ID            string
	Cycle         string
	Code          string
	Title         Text
	Sector        string // id; SectorName and SectorIcon resolve it
	SectorName    Text
	SectorIcon    string
	Location      string
	Competence    Competence
	Issue         string // № of the issue of local importance
	Beneficiaries int    // people, 0 not said
	Programme     bool   // stands in the SEDP already
	Cost          int64  // som, by the newest estimate; 0 not estimated
	Fixed         bool   // decided on, asked for in a letter, or planned: it stays a row of its own
	Cards         []NeedCard
	Version       int64
	At            time.Time
}

// NeedCard is what a group had on the need: its words, and its rank in the
// group's own ranking, 0 where the group did not rank.
type NeedCard struct {
	Card       string // the priority's id
	Session    string
	Title      string
	Place      int
	Shared     bool // the place, with another card
	Voices     int  // statements on it
	Supporters int  // seats that support it
	Affected   int
}

// NeedGroup is a session of the cycle as the list weighs it.
type NeedGroup struct {
	Session      string
	Number       int
	Date         string
	Village      string // id
	VillageName  Text
	Audience     string // id
	AudienceName Text
	AudienceKind AudienceKind
	Status       SessionStatus
	Attendance   int // people who came
	Population   int // of the village, of the audience's sex or age where that is known; 0 unknown
	Code         string
}

// Needs are all of a cycle with the groups that named them. Loose counts cards
// of closed sessions that are not on the board yet.
type Needs struct {
	Cycle   Cycle
	Place   Place
	Needs   []Need // those that hold a card, or were decided on; in no order of importance
	Groups  []NeedGroup
	Loose   int
	Orders  []NeedOrder // by hand, newest first
	Answers []DivergenceAnswer
}

// Find is a need by its id, nil when there is none.
func (ns *Needs) Find(id string) *Need {
	for i := range ns.Needs {
		if ns.Needs[i].ID == id {
			return &ns.Needs[i]
		}
	}
	return nil
}

// Group is a session's, nil when it is not of the cycle.
func (ns *Needs) Group(session string) *NeedGroup {
	for i := range ns.Groups {
		if ns.Groups[i].Session == session {
			return &ns.Groups[i]
		}
	}
	return nil
}

// Supporters adds the seats of all groups: those of one group are a set already.
func (n *Need) Supporters() int {
	sum := 0
	for _, c := range n.Cards {
		sum += c.Supporters
	}
	return sum
}

// Best is the best place that a session gave the need, 0 where it did not rank it.
func (n *Need) Best(session string) int {
	best := 0
	for _, c := range n.Cards {
		if c.Session == session && c.Place > 0 && (best == 0 || c.Place < best) {
			best = c.Place
		}
	}
	return best
}

// NeedOrder is the list as somebody ordered it by hand, beside what the rule
// gave. An empty Ordered means that the rule's order was taken up again.
type NeedOrder struct {
	Number   int
	Rule     ListRules
	Computed []string
	Ordered  []string
	Reason   string
	By       string // name
	At       time.Time
}

// DivergenceAnswer says why a need that stood high with an audience stands low in the list.
type DivergenceAnswer struct {
	Audience AudienceKind
	Need     string
	Answer   string
	By       string // name
	At       time.Time
}

// CollectNeeds puts the cards of closed sessions of a cycle on the board: what
// is new becomes a need of its own, what a correction took away is taken off.
type CollectNeeds struct {
	Cycle string `json:"cycle"`
}

func (CollectNeeds) Kind() string      { return "need.collect" }
func (c CollectNeeds) Subject() string { return c.Cycle }

// Validate has nothing to check.
func (CollectNeeds) Validate() error { return nil }

// SaveNeed changes what stands on a need; Base is the version read.
type SaveNeed struct {
	ID            string     `json:"id"`
	Title         Text       `json:"title"`
	Sector        string     `json:"sector"`
	Location      string     `json:"location"`
	Competence    Competence `json:"competence"`
	Issue         string     `json:"issue"`
	Beneficiaries int        `json:"beneficiaries"`
	Programme     bool       `json:"programme"`
	Base          int64      `json:"base"`
}

func (SaveNeed) Kind() string      { return "need.save" }
func (s SaveNeed) Subject() string { return s.ID }

// Validate wants a Kyrgyz title.
func (s SaveNeed) Validate() error {
	var es Errors
	if strings.TrimSpace(s.Title.KY) == "" {
		es = append(es, Bad("title_ky", "error.need_title"))
	}
	for _, f := range []struct {
		name, text string
		most       int
	}{{"title_ky", s.Title.KY, titleMax}, {"title_ru", s.Title.RU, titleMax}, {"title_en", s.Title.EN, titleMax},
		{"location", s.Location, locationMax}, {"issue", s.Issue, issueMax}} {
		if utf8.RuneCountInString(f.text) > f.most {
			es = append(es, Bad(f.name, "error.text_long", "n", f.most))
		}
	}
	if s.Competence != "" && !slices.Contains(Competences, s.Competence) {
		es = append(es, Bad("competence", "error.choice"))
	}
	if s.Beneficiaries < 0 || s.Beneficiaries > 10_000_000 {
		es = append(es, Bad("beneficiaries", "error.affected"))
	}
	return es.Or()
}

// PeopleBehind is how many people of a village a group stands for, by the
// newest census up to a year: of its sex or age where that is known, else all. 0 unknown.
func PeopleBehind(kind AudienceKind, censuses []Census, year int) int {
	for _, c := range censuses { // newest first
		if c.Year > year {
			continue
		}
		n, known := c.behind(kind)
		if !known {
			n, known = c.Of("", "")
		}
		if known {
			return n
		}
	}
	return 0
}

func (c Census) behind(kind AudienceKind) (int, bool) {
	switch kind {
	case Women:
		return c.Of("f", "")
	case Men:
		return c.Of("m", "")
	case Youth:
		return c.sum(AgeBands[:2])
	case Elders:
		return c.sum(AgeBands[len(AgeBands)-1:])
	}
	return 0, false
}

// sum adds both sexes of bands, where all are known.
func (c Census) sum(bands []AgeBand) (n int, known bool) {
	for _, band := range bands {
		for _, sex := range Sexes {
			people, ok := c.Of(sex, band)
			if !ok {
				return 0, false
			}
			n += people
		}
	}
	return n, true
}
