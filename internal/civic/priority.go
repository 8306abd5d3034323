package civic

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// Competence says in whose power a problem is.
type Competence string

// Competences in the order they are offered: aiyl okmotu, raion, state, the community itself.
var Competences = []Competence{"ao", "raion", "state", "community"}

const (
	titleMax    = 500
	locationMax = 300
	issueMax    = 40
)

// TopMin and TopMax bound how many priorities are worked through.
const (
	TopMin = 3
	TopMax = 5
)

// Priority is a card: one or more statements under a title. Number is its
// place among the active ones, from 1. A merged card holds its parts, which
// stay exactly as they were.
type Priority struct {
	ID         string
	Place      int // order among all cards of the session
	Number     int
	Rank       int    // place in the ranking that stands, 0 none; set by Ranked
	RankedAs   string // the card that stood in it: itself, or a part; set by Ranked
	Title      string
	Sector     string // id; SectorName and SectorIcon resolve it
	SectorName Text
	SectorIcon string
	Location   string
	Who        string // who is affected
	Affected   int    // how many people, 0 not said
	Competence Competence
	Issue      string // № of the issue of local importance, when known
	Supporters []int  // seats that support it: a set, never names
	Outcome
	Statements []Statement // its own and its parts', in the order they were said
	Parts      []Priority  // the cards it was merged from
	MergedInto string
	Dissolved  bool // a merger that was taken apart again
	Withdrawn  bool
	Reason     string
	Photos     Photos // its own and its parts', removed ones too, in the order they were taken
	Version    int64
	Rivals     int // texts that wait for a choice
	At         time.Time
}

// Outcome is what a group works out for a top priority. Causes, effects,
// solutions and opinions hold one a line. Labour, Money and Land are the
// community's own contribution (ashar).
type Outcome struct {
	Causes    string
	Effects   string
	Solutions string
	Labour    string
	Money     string
	Land      string
	Minority  string // the opinion of those who see it otherwise
}

// Missing names what is not worked out yet: "causes", "effects", "solutions", "contribution".
func (o Outcome) Missing() []string {
	var out []string
	for _, part := range []struct{ name, text string }{
		{"causes", o.Causes}, {"effects", o.Effects}, {"solutions", o.Solutions}, {"contribution", o.Labour + o.Money + o.Land},
	} {
		if strings.TrimSpace(part.text) == "" {
			out = append(out, part.name)
		}
	}
	return out
}

// Worked reports whether a priority is worked through.
func (o Outcome) Worked() bool { return len(o.Missing()) == 0 }

// CardFields and OutcomeFields are the texts of a priority, each with versions of its own.
var (
	CardFields    = []string{"title", "sector", "location", "who", "affected", "competence", "issue", "supporters"}
	OutcomeFields = []string{"causes", "effects", "solutions", "labour", "money", "land", "minority"}
)

// PriorityFields are both.
func PriorityFields() []string { return slices.Concat(CardFields, OutcomeFields) }

// text is where a field lies that is a text as it is.
func (p *Priority) text(field string) *string {
	switch field {
	case "title":
		return &p.Title
	case "sector":
		return &p.Sector
	case "location":
		return &p.Location
	case "who":
		return &p.Who
	case "competence":
		return (*string)(&p.Competence)
	case "issue":
		return &p.Issue
	case "causes":
		return &p.Causes
	case "effects":
		return &p.Effects
	case "solutions":
		return &p.Solutions
	case "labour":
		return &p.Labour
	case "money":
		return &p.Money
	case "land":
		return &p.Land
	case "minority":
		return &p.Minority
	}
	return nil
}

// Field is a field as text: a number in digits, seats with spaces between, "" when not given.
func (p *Priority) Field(name string) string {
	switch name {
	case "affected":
		if p.Affected == 0 {
			return ""
		}
		return strconv.Itoa(p.Affected)
	case "supporters":
		return Seats(p.Supporters)
	}
	if s := p.text(name); s != nil {
		return *s
	}
	return ""
}

// SetField is the reverse of Field.
func (p *Priority) SetField(name, text string) {
	switch name {
	case "affected":
		p.Affected, _ = number(text)
	case "supporters":
		p.Supporters = ParseSeats(text)
	default:
		if s := p.text(name); s != nil {
			*s = text
		}
	}
}

// Active reports whether the card is in the list: not withdrawn, not part of another, not taken apart.
func (p *Priority) Active() bool { return !p.Withdrawn && p.MergedInto == "" && !p.Dissolved }

// Seats writes a set of seats: each once, in order.
func Seats(seats []int) string {
	set := slices.Compact(slices.Sorted(slices.Values(seats)))
	words := make([]string, len(set))
	for i, n := range set {
		words[i] = strconv.Itoa(n)
	}
	return strings.Join(words, " ")
}

// ParseSeats reads what Seats writes; what is no seat is left out.
func ParseSeats(s string) []int {
	var seats []int
	for word := range strings.FieldsSeq(s) {
		if n, err := strconv.Atoi(word); err == nil && n > 0 && n <= seatsMax {
			seats = append(seats, n)
		}
	}
	slices.Sort(seats)
	return slices.Compact(seats)
}

const seatsMax = 200

// Priorities are all cards and statements of a session.
type Priorities struct {
	Active    []Priority  // in their order
	Withdrawn []Priority  // with reasons
	Loose     []Statement // on no card yet, newest first
	Taken     []Statement // withdrawn statements
	Photos    Photos      // of the whole session
	Sectors   []Sector    // to choose from, retired ones too
}

// Find is a card of the list or of the withdrawn ones.
func (ps *Priorities) Find(id string) *Priority {
	for _, list := range [...][]Priority{ps.Active, ps.Withdrawn} {
		for i := range list {
			if list[i].ID == id {
				return &list[i]
			}
		}
	}
	return nil
}

// Voices counts the statements that stand.
func (ps *Priorities) Voices() int {
	n := len(ps.Loose)
	for _, p := range ps.Active {
		n += len(p.Statements)
	}
	return n
}

// Top are the priorities to be worked through: the first TopMax by the ranking
// that stands, else of the list.
func (ps *Priorities) Top(rounds []Round) []Priority {
	cards := ps.Ranked(rounds)
	return cards[:min(TopMax, len(cards))]
}

// Ranked are the active cards by the ranking that stands, else as listed. A
// card merged after the ranking has the best place of its parts; one that was
// not ranked comes after those that were.
func (ps *Priorities) Ranked(rounds []Round) []Priority {
	place := map[string]int{}
	if r := CurrentRound(rounds); r != nil && r.Status == RoundRevealed && r.Result != nil {
		for _, row := range r.Result.Rows {
			place[row.Option] = row.Place
		}
	}
	cards := slices.Clone(ps.Active)
	for i := range cards {
		cards[i].RankedAs = cards[i].rankedAs(place)
		cards[i].Rank = place[cards[i].RankedAs]
	}
	slices.SortStableFunc(cards, func(a, b Priority) int {
		if a.Rank == 0 || b.Rank == 0 {
			return b.Rank - a.Rank // only one of them, or none, has a place
		}
		return a.Rank - b.Rank
	})
	return cards
}

// rankedAs is the card, itself or the best placed of its parts, that stood in a
// ranking; "" none.
func (p *Priority) rankedAs(place map[string]int) string {
	best := ""
	if place[p.ID] > 0 {
		best = p.ID
	}
	for i := range p.Parts {
		if id := p.Parts[i].rankedAs(place); id != "" && (best == "" || place[id] < place[best]) {
			best = id
		}
	}
	return best
}

// Assemble puts cards and statements together; cards by place then id, statements by place.
func Assemble(cards []Priority, statements []Statement) Priorities {
	var out Priorities
	said := map[string][]Statement{}
	for _, s := range statements {
		switch {
		case s.Withdrawn:
			out.Taken = append(out.Taken, s)
		case s.Priority == "":
			out.Loose = append(out.Loose, s)
		default:
			said[s.Priority] = append(said[s.Priority], s)
		}
	}
	slices.Reverse(out.Loose)
	parts := map[string][]Priority{}
	for _, p := range cards {
		if p.MergedInto != "" {
			parts[p.MergedInto] = append(parts[p.MergedInto], p)
		}
	}
	for _, p := range cards {
		if p.MergedInto != "" || p.Dissolved {
			continue
		}
		p.gather(parts, said)
		if p.Withdrawn {
			out.Withdrawn = append(out.Withdrawn, p)
			continue
		}
		p.Number = len(out.Active) + 1
		out.Active = append(out.Active, p)
	}
	return out
}

// gather fills a card with its parts, all their statements and photos.
func (p *Priority) gather(parts map[string][]Priority, said map[string][]Statement) {
	p.Statements = slices.Clone(said[p.ID])
	p.Parts = slices.Clone(parts[p.ID])
	for i := range p.Parts {
		p.Parts[i].gather(parts, said)
		p.Statements = append(p.Statements, p.Parts[i].Statements...)
		p.Photos = append(p.Photos, p.Parts[i].Photos...)
	}
	slices.SortStableFunc(p.Photos, func(a, b Photo) int { return a.At.Compare(b.At) })
	slices.SortStableFunc(p.Statements, func(a, b Statement) int { return a.Place - b.Place })
}

// MakePriority makes a card of a statement that is on none. Title is made of
// its words when empty.
type MakePriority struct {
	ID        string `json:"id"`
	Statement string `json:"statement"`
	Title     string `json:"title,omitempty"`
	Sector    string `json:"sector,omitempty"`
}

func (MakePriority) Kind() string      { return "priority.make" }
func (m MakePriority) Subject() string { return m.ID }

// Validate checks the id and the title's length.
func (m MakePriority) Validate() error {
	if !ValidID(m.ID) {
		return Bad("", "error.id")
	}
	if tooLong(m.Title, titleMax) {
		return Bad("title", "error.text_long", "n", titleMax)
	}
	return nil
}

// SavePriority sets some fields of a card; Base is the version that was read.
// A field that is not given stays.
type SavePriority struct {
	ID     string            `json:"id"`
	Base   int64             `json:"base"`
	Fields map[string]string `json:"fields"`
}

func (SavePriority) Kind() string      { return "priority.save" }
func (s SavePriority) Subject() string { return s.ID }

// Journaled counts the seats that support and does not say which.
func (s SavePriority) Journaled() any {
	seats, ok := s.Fields["supporters"]
	if !ok {
		return s
	}
	fields := map[string]string{}
	for k, v := range s.Fields {
		fields[k] = v
	}
	fields["supporters"] = strconv.Itoa(len(ParseSeats(seats)))
	s.Fields = fields
	return s
}

// Validate checks every field given.
func (s SavePriority) Validate() error {
	var es Errors
	for _, name := range PriorityFields() {
		text, ok := s.Fields[name]
		if !ok {
			continue
		}
		limit := WordsMax
		switch name {
		case "title":
			limit = titleMax
			if strings.TrimSpace(text) == "" {
				es = append(es, Bad(name, "error.priority_title"))
			}
		case "location":
			limit = locationMax
		case "issue", "sector":
			limit = issueMax
		case "affected":
			if _, ok := number(text); !ok {
				es = append(es, Bad(name, "error.affected"))
			}
		case "competence":
			if text != "" && !slices.Contains(Competences, Competence(text)) {
				es = append(es, Bad(name, "error.choice"))
			}
		}
		if tooLong(text, limit) {
			es = append(es, Bad(name, "error.text_long", "n", limit))
		}
	}
	return es.Or()
}

// WithdrawPriority takes a card off the list with a reason, or puts it back.
type WithdrawPriority struct {
	ID        string `json:"id"`
	Withdrawn bool   `json:"withdrawn"`
	Reason    string `json:"reason,omitempty"`
}

func (WithdrawPriority) Kind() string      { return "priority.withdraw" }
func (w WithdrawPriority) Subject() string { return w.ID }

// Validate wants a reason for taking off.
func (w WithdrawPriority) Validate() error { return validReason(w.Withdrawn, w.Reason) }

// OrderPriorities puts the cards named into this order; others keep their places.
type OrderPriorities struct {
	Session string   `json:"session"`
	Order   []string `json:"order"`
}

func (OrderPriorities) Kind() string      { return "priority.order" }
func (o OrderPriorities) Subject() string { return o.Session }

// Validate wants each card once.
func (o OrderPriorities) Validate() error {
	seen := map[string]bool{}
	for _, id := range o.Order {
		if seen[id] {
			return Bad("", "error.order")
		}
		seen[id] = true
	}
	return nil
}

// Reordered is all with those that wanted names in its order; the others keep
// their places, so that a merged or withdrawn card comes back where it was.
func Reordered(all, wanted []string) []string {
	has := map[string]bool{}
	for _, id := range all {
		has[id] = true
	}
	var queue []string
	named := map[string]bool{}
	for _, id := range wanted {
		if has[id] && !named[id] {
			named[id] = true
			queue = append(queue, id)
		}
	}
	out := slices.Clone(all)
	for i, id := range out {
		if named[id] {
			out[i], queue = queue[0], queue[1:]
		}
	}
	return out
}

// Holds reports whether the card is or contains, at any depth, the card with an id.
func (p *Priority) Holds(id string) bool {
	if id == "" {
		return false
	}
	for i := range p.Parts {
		if p.Parts[i].Holds(id) {
			return true
		}
	}
	return p.ID == id
}

// Last is the statement that was captured or moved last.
func (ps *Priorities) Last() (last Statement) {
	for _, s := range ps.All() {
		if s.Place > last.Place {
			last = s
		}
	}
	return last
}

// All are the statements of the session, withdrawn ones too.
func (ps *Priorities) All() []Statement {
	all := slices.Concat(ps.Loose, ps.Taken)
	for _, list := range [...][]Priority{ps.Active, ps.Withdrawn} {
		for _, p := range list {
			all = append(all, p.Statements...)
		}
	}
	return all
}
