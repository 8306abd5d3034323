package civic

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// VotersMax is how many people one round counts.
const VotersMax = 1000

// OpenRound begins a ranking: from now on its rules, options and voters are
// fixed. With Replaces it is a recount, which wants a reason.
type OpenRound struct {
	Session  string        `json:"session"`
	ID       string        `json:"id"`
	Rules    RoundRules    `json:"rules"`
	Options  []RoundOption `json:"options"`
	Groups   []RoundGroup  `json:"groups"`
	Replaces string        `json:"replaces,omitempty"`
	Reason   string        `json:"reason,omitempty"`
}

func (OpenRound) Kind() string      { return "round.open" }
func (o OpenRound) Subject() string { return o.ID }

// Validate checks that there is something to rank and somebody to rank it.
func (o OpenRound) Validate() error {
	var es Errors
	if !ValidID(o.ID) || o.Replaces != "" && !ValidID(o.Replaces) {
		es = append(es, Bad("id", "error.id"))
	}
	if len(o.Options) < 2 {
		es = append(es, Bad("options", "error.round_options"))
	}
	if o.Rules.Method == Pairwise && len(o.Options) > PairwiseMax {
		es = append(es, Bad("options", "error.round_pairs", "max", PairwiseMax))
	}
	seen := map[string]bool{}
	for _, x := range o.Options {
		if seen[x.ID] || !ValidID(x.ID) || x.Title == "" {
			es = append(es, Bad("options", "error.choice"))
		}
		seen[x.ID] = true
	}
	heads := 0
	for _, g := range o.Groups {
		if !validGroup(o.Rules.By, g.Key) || seen[g.Key] || g.Heads < 0 {
			es = append(es, Bad("groups", "error.choice"))
		}
		seen[g.Key], heads = true, heads+g.Heads
	}
	switch {
	case heads < 1:
		es = append(es, Bad("groups", "error.round_heads"))
	case heads > VotersMax:
		es = append(es, Bad("groups", "error.round_many", "n", VotersMax))
	}
	if o.Replaces != "" && strings.TrimSpace(o.Reason) == "" {
		es = append(es, Bad("reason", "error.round_reason"))
	}
	if utf8.RuneCountInString(o.Reason) > 2000 {
		es = append(es, Bad("reason", "error.text_long", "n", 2000))
	}
	return es.Or()
}

func validGroup(by, key string) bool {
	switch by {
	case BySex:
		return slices.Contains(Sexes, key)
	case ByBand:
		return validBand(AgeBand(key))
	}
	return key == Everybody
}

// countMax bounds a count: more than any hall's beans.
const countMax = 9999

// SetTally sets one count: what a group gave to an option.
type SetTally struct {
	Round  string `json:"round"`
	Option string `json:"option"`
	Group  string `json:"group"`
	N      int    `json:"n"`
}

func (SetTally) Kind() string      { return "round.tally" }
func (s SetTally) Subject() string { return s.Round }

// Validate checks the number is believable.
func (s SetTally) Validate() error { return validCount(s.N) }

func validCount(n int) error {
	if n < 0 || n > countMax {
		return Bad("n", "error.between", "from", 0, "to", countMax)
	}
	return nil
}

// SetRest sets how many beans or ballots of a group were spoiled or not used.
type SetRest struct {
	Round string `json:"round"`
	What  string `json:"what"` // "spoiled", "unused"
	Group string `json:"group"`
	N     int    `json:"n"`
}

func (SetRest) Kind() string      { return "round.rest" }
func (s SetRest) Subject() string { return s.Round }

// Validate checks the kind and the number.
func (s SetRest) Validate() error {
	if s.What != "spoiled" && s.What != "unused" {
		return Bad("n", "error.choice")
	}
	return validCount(s.N)
}

// AnswerPair says which of two weighs more, or with Open takes the answer back.
type AnswerPair struct {
	Round string `json:"round"`
	PairAnswer
	Open bool `json:"open,omitempty"`
}

func (AnswerPair) Kind() string      { return "round.pair" }
func (a AnswerPair) Subject() string { return a.Round }

// Validate checks the winner is one of the two, or neither.
func (a AnswerPair) Validate() error {
	if a.A == a.B || a.Winner != "" && a.Winner != a.A && a.Winner != a.B {
		return Bad("winner", "error.choice")
	}
	return nil
}

// SetScore gives an option its mark for a criterion; 0 takes it back.
type SetScore struct {
	Round     string `json:"round"`
	Option    string `json:"option"`
	Criterion string `json:"criterion"`
	Score     int    `json:"score"`
}

func (SetScore) Kind() string      { return "round.score" }
func (s SetScore) Subject() string { return s.Round }

// Validate checks the mark.
func (s SetScore) Validate() error {
	if s.Score < 0 || s.Score > ScoreMax {
		return Bad("score", "error.between", "from", 1, "to", ScoreMax)
	}
	return nil
}

// PutBallot puts one paper ballot into the count, or with Remove takes one out
// that was entered wrongly. Salt is random and kept nowhere: with it nobody
// can find out a ballot's marks from the journal by trying all there are.
type PutBallot struct {
	Round  string         `json:"round"`
	Places map[string]int `json:"places,omitempty"`
	Remove string         `json:"remove,omitempty"`
	Salt   string         `json:"salt,omitempty"`
}

func (PutBallot) Kind() string      { return "round.ballot" }
func (p PutBallot) Subject() string { return p.Round }

// Validate wants at least one mark, and the salt.
func (p PutBallot) Validate() error {
	if p.Remove != "" {
		return nil
	}
	if len(p.Salt) < 16 {
		return Bad("", "error.operation_id")
	}
	if len(p.Places) == 0 {
		return Bad("places", "error.ballot_empty")
	}
	return nil
}

// Journaled says that a ballot was put in or taken out, and nothing of what is on it.
func (p PutBallot) Journaled() any {
	return map[string]any{"round": p.Round, "removed": p.Remove != ""}
}

// ConfirmRound is the second counter's yes: two people counted and agree.
type ConfirmRound struct {
	Round    string    `json:"round"`
	Counters [2]string `json:"counters"`
}

func (ConfirmRound) Kind() string      { return "round.confirm" }
func (c ConfirmRound) Subject() string { return c.Round }

// Validate wants two different people.
func (c ConfirmRound) Validate() error {
	var es Errors
	for i, field := range [...]string{"counter1", "counter2"} {
		if !named(c.Counters[i]) {
			es = append(es, Bad(field, "error.name_length"))
		}
	}
	if len(es) == 0 && Fold(strings.TrimSpace(c.Counters[0])) == Fold(strings.TrimSpace(c.Counters[1])) {
		es = append(es, Bad("counter2", "error.round_counters"))
	}
	return es.Or()
}

// CloseRound ends the counting; nothing of it changes any more.
type CloseRound struct {
	Round string `json:"round"`
}

func (CloseRound) Kind() string      { return "round.close" }
func (c CloseRound) Subject() string { return c.Round }
func (CloseRound) Validate() error   { return nil }

// CancelRound ends a ranking that was opened by mistake, before anybody saw its result.
type CancelRound struct {
	Round  string `json:"round"`
	Reason string `json:"reason"`
}

func (CancelRound) Kind() string      { return "round.cancel" }
func (c CancelRound) Subject() string { return c.Round }

// Validate wants a reason: the minutes say it.
func (c CancelRound) Validate() error {
	if strings.TrimSpace(c.Reason) == "" {
		return Bad("cancel", "error.round_cancel")
	}
	if utf8.RuneCountInString(c.Reason) > 2000 {
		return Bad("cancel", "error.text_long", "n", 2000)
	}
	return nil
}

// RevealRound shows the result to everybody. The result is computed from the
// counts by the rules and kept, so that it can be checked later.
type RevealRound struct {
	Round  string      `json:"round"`
	Result RoundResult `json:"result"`
}

func (RevealRound) Kind() string      { return "round.reveal" }
func (r RevealRound) Subject() string { return r.Round }

// Validate wants a result.
func (r RevealRound) Validate() error { return validResult(r.Result) }

func validResult(r RoundResult) error {
	if len(r.Rows) == 0 {
		return Bad("", "error.round_result")
	}
	return nil
}

// DrawLot records a lot: the tied options in the order drawn, who watched, and
// the result as it is then.
type DrawLot struct {
	Round     string      `json:"round"`
	Order     []string    `json:"order"`
	Witnesses []string    `json:"witnesses"`
	Result    RoundResult `json:"result"`
}

func (DrawLot) Kind() string      { return "round.lot" }
func (d DrawLot) Subject() string { return d.Round }

// Validate wants a tie and two witnesses.
func (d DrawLot) Validate() error {
	if len(d.Order) < 2 {
		return Bad("", "error.choice")
	}
	var es Errors
	for i, field := range [...]string{"witness1", "witness2"} {
		if len(d.Witnesses) <= i || !named(d.Witnesses[i]) {
			es = append(es, Bad(field, "error.name_length"))
		}
	}
	if len(es) == 0 && Fold(d.Witnesses[0]) == Fold(d.Witnesses[1]) {
		es = append(es, Bad("witness2", "error.round_counters"))
	}
	return append(es, Problems(validResult(d.Result))...).Or()
}
