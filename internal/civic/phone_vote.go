package civic

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// PhoneVote is what one phone says to a round: for dots how many lie on an
// option, for a show of hands 1 for a yes, for ballots its place. It says
// nothing of who cast it but the group that the round counts.
type PhoneVote struct {
	Round string
	Group string
	Marks map[string]int
}

// PhonePart is what all phones gave to a round, sorted, so that nothing tells
// which vote came when: sums for dots and hands, every ballot for ballots.
type PhonePart struct {
	Voters  map[string]int `json:"voters"` // by group
	Counts  []PhoneCount   `json:"counts,omitempty"`
	Unused  map[string]int `json:"unused,omitempty"`  // dots that phones did not place, by group
	Ballots [][]string     `json:"ballots,omitempty"` // options, best first
}

// PhoneCount is what a group of phones gave to an option.
type PhoneCount struct {
	Option string `json:"option"`
	Group  string `json:"group"`
	N      int    `json:"n"`
}

// People counts who voted by phone.
func (p PhonePart) People() int {
	n := 0
	for _, v := range p.Voters {
		n += v
	}
	return n
}

// ByPhone reports whether a method can be voted by phone: each person for
// themselves. Pairs and scores are what a group agrees on.
func (m Method) ByPhone() bool { return m == Dots || m == Hands || m == Ballots }

// TakesPhones reports whether phones may vote in the round now, if the session
// is open to them: until they are counted or the second counter said yes.
func (r *Round) TakesPhones() bool {
	return r.Writable() && r.Rules.Method.ByPhone() && r.Phones == nil && !r.Confirmed()
}

// PhonePeople counts who voted by phone so far.
func (r *Round) PhonePeople() int {
	n := 0
	for _, v := range r.PhoneVoters {
		n += v
	}
	return n
}

// CheckVote refuses a vote that the rules do not allow.
func (r *Round) CheckVote(v PhoneVote) error {
	if !slices.ContainsFunc(r.Groups, func(g RoundGroup) bool { return g.Key == v.Group }) {
		return Bad("group", "error.vote_group")
	}
	sum := 0
	for option, n := range v.Marks {
		if r.Title(option) == "" || n < 1 {
			return Bad("marks", "error.choice")
		}
		sum += n
	}
	switch r.Rules.Method {
	case Dots:
		if sum > r.Rules.Dots {
			return Bad("marks", "error.vote_dots", "n", r.Rules.Dots, "got", sum)
		}
		if sum == 0 {
			return Bad("marks", "error.vote_empty")
		}
	case Hands:
		if sum > len(v.Marks) {
			return Bad("marks", "error.choice")
		}
	case Ballots:
		if sum == 0 {
			return Bad("marks", "error.vote_empty")
		}
		if ps := Problems(r.Rules.CheckBallot(v.Marks)); len(ps) > 0 {
			return Bad("marks", ps[0].Key, ps[0].Args...)
		}
	default:
		return Bad("", "error.choice")
	}
	return nil
}

// SumPhones makes of all votes by phone what the journal gets: the same
// whatever order the votes came in.
func (r *Round) SumPhones(votes []PhoneVote) PhonePart {
	p := PhonePart{Voters: map[string]int{}}
	sums := map[RoundCell]int{}
	for _, v := range votes {
		p.Voters[v.Group]++
		if r.Rules.Method == Ballots {
			p.Ballots = append(p.Ballots, r.ordered(v.Marks))
			continue
		}
		used := 0
		for option, n := range v.Marks {
			sums[RoundCell{option, v.Group}] += n
			used += n
		}
		if rest := r.Rules.Dots - used; r.Rules.Method == Dots && rest > 0 {
			if p.Unused == nil {
				p.Unused = map[string]int{}
			}
			p.Unused[v.Group] += rest
		}
	}
	for _, o := range r.Options {
		for _, g := range r.Groups {
			if n := sums[RoundCell{o.ID, g.Key}]; n > 0 {
				p.Counts = append(p.Counts, PhoneCount{o.ID, g.Key, n})
			}
		}
	}
	slices.SortFunc(p.Ballots, func(a, b []string) int { return slices.CompareFunc(a, b, r.earlier) })
	return p
}

// ordered lists what a ballot names, best first; what is level stands as in the round.
func (r *Round) ordered(marks map[string]int) []string {
	return slices.SortedFunc(maps.Keys(marks), func(x, y string) int { return cmp.Or(marks[x]-marks[y], r.earlier(x, y)) })
}

// earlier compares options by where they stand in the round.
func (r *Round) earlier(x, y string) int {
	at := func(id string) int {
		return slices.IndexFunc(r.Options, func(o RoundOption) bool { return o.ID == id })
	}
	return at(x) - at(y)
}

// phones is what phones gave, nothing while they are not counted.
func (r *Round) phones() PhonePart {
	if r.Phones == nil {
		return PhonePart{}
	}
	return *r.Phones
}

// ByPhone counts who voted by phone in a group, counted already or not.
func (r *Round) ByPhone(group string) int {
	if r.Phones != nil {
		return r.Phones.Voters[group]
	}
	return r.PhoneVoters[group]
}

// Together are the counts of hands and beans and those of phones, added.
func (r *Round) Together() map[RoundCell]int {
	out := maps.Clone(r.Counts)
	for _, c := range r.phones().Counts {
		out[RoundCell{c.Option, c.Group}] += c.N
	}
	return out
}

// PhoneVotes is what all phones together gave to an option, once counted.
func (r *Round) PhoneVotes(option string) int {
	n := 0
	for _, c := range r.phones().Counts {
		if c.Option == option {
			n += c.N
		}
	}
	return n
}

// Orders are all ballots, of paper and of phones, best first.
func (r *Round) Orders() [][]string {
	var out [][]string
	for _, b := range r.Ballots {
		out = append(out, b.Order())
	}
	return append(out, r.phones().Ballots...)
}

// Votes counts what was given to all options, by hand and by phone.
func (r *Round) Votes() int {
	n := 0
	for _, v := range r.Together() {
		n += v
	}
	return n
}

// Rest are the beans or ballots of all groups that were spoiled or not used, with those of phones.
func (r *Round) Rest() (spoiled, unused int) {
	for _, g := range r.Groups {
		spoiled, unused = spoiled+g.Spoiled, unused+g.Unused+r.phones().Unused[g.Key]
	}
	return spoiled, unused
}

// CountPhones ends voting by phone and takes what phones gave into the round:
// one operation for all votes, sorted.
type CountPhones struct {
	Round string    `json:"round"`
	Part  PhonePart `json:"part"`
}

func (CountPhones) Kind() string      { return "round.phones" }
func (c CountPhones) Subject() string { return c.Round }
func (CountPhones) Validate() error   { return nil }

// SentMax is how many statements one phone sends into a session.
const SentMax = 20

// SentLong bounds a statement from a phone, in characters.
const SentLong = 500

// Sent is a statement that came from a phone: nobody's, and not on the wall
// before the facilitator lets it.
type Sent struct {
	ID    string
	Text  string
	State string // "" waits, "let", "not"
}

// CheckSent refuses an empty or an endless statement.
func CheckSent(text string) error {
	if strings.TrimSpace(text) == "" {
		return Bad("text", "error.statement_empty")
	}
	if tooLong(text, SentLong) {
		return Bad("text", "error.text_long", "n", SentLong)
	}
	return nil
}

// JudgeSent says of a statement from a phone that it goes among what was said, or not.
type JudgeSent struct {
	ID  string `json:"id"`
	Let bool   `json:"let"`
}

func (JudgeSent) Kind() string      { return "phones.judge" }
func (j JudgeSent) Subject() string { return j.ID }
func (JudgeSent) Validate() error   { return nil }

// Hand is somebody who wants to speak, called by a number.
type Hand struct {
	Number int
	Place  int // 1 is next
}

// EndHand takes a number off those who want to speak: they spoke.
type EndHand struct {
	Session string `json:"session"`
	Number  int    `json:"number"`
}

func (EndHand) Kind() string      { return "phones.spoke" }
func (e EndHand) Subject() string { return e.Session }
func (EndHand) Validate() error   { return nil }
