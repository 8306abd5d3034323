package civic

import "slices"

// NeedList is the consolidated list (domain §3.5): a cycle's needs in the order
// that stands, which is the declared rule's or, with a reason, one made by hand.
type NeedList struct {
	Needs
	Rules ListRules
	Rows  []NeedRow
	Hand  *NeedOrder // the order by hand that stands, nil when the rule's does
	// Flags are needs in the top three of a watched audience that the list has
	// further down than Rules.Within. They stay until answered.
	Flags []NeedFlag
}

// NeedRow is a need in the list.
type NeedRow struct {
	*Need
	Place    int // from 1; equal where Shared
	Shared   bool
	Points   string // exact, as the rule counts: "14", "12 1/2"
	Percent  int    // of the most points
	Ruled    int    // its place by the rule alone
	Groups   int    // how many named it
	Villages int
	Ranks    map[AudienceKind]int // its place in each audience's own order, 0 not named
	First    string               // guaranteed: the session whose first need it is
}

// NeedFlag is a need that stood high with an audience, or with one of its
// groups, and stands low in the list.
type NeedFlag struct {
	Audience AudienceKind
	Need     string
	Group    string // the session; "" the audience together
	Own      int    // its place there
	Place    int    // in the list
	Answer   *DivergenceAnswer
}

// Kinds are the audiences that were asked, in their usual order.
func (l *NeedList) Kinds() (kinds []AudienceKind) {
	for _, k := range AudienceKinds {
		if slices.ContainsFunc(l.Groups, func(g NeedGroup) bool { return g.AudienceKind == k }) {
			kinds = append(kinds, k)
		}
	}
	return kinds
}

// FlagsOf are the flags of a need.
func (l *NeedList) FlagsOf(need string) (flags []NeedFlag) {
	for _, f := range l.Flags {
		if f.Need == need {
			flags = append(flags, f)
		}
	}
	return flags
}

// Small reports whether fewer came to a group than the cycle asks. It counts like all others.
func (l *NeedList) Small(g NeedGroup) bool { return g.Attendance < l.Cycle.Rules.MinAttendance }

// ByHand puts the rows into the order that Hand gives; what it does not name
// keeps the rule's place among the rest.
func (l *NeedList) ByHand() {
	rows := map[string]NeedRow{}
	ids := make([]string, len(l.Rows))
	for i, r := range l.Rows {
		ids[i], rows[r.ID] = r.ID, r
	}
	for i, id := range Reordered(ids, l.Hand.Ordered) {
		r := rows[id]
		r.Place, r.Shared = i+1, false
		l.Rows[i] = r
	}
}

// Hands are the orders by hand that made the one that stands, since the rule's
// was last taken, oldest first: the reason of each still matters.
func (l *NeedList) Hands() (hands []NeedOrder) {
	if l.Hand == nil {
		return nil
	}
	for _, o := range l.Orders { // newest first
		if len(o.Ordered) == 0 {
			break
		}
		hands = append(hands, o)
	}
	slices.Reverse(hands)
	return hands
}

// MovedByHand reports whether a need stands elsewhere than the rule has it.
func (l *NeedList) MovedByHand(need string) bool {
	r := l.Row(need)
	return l.Hand != nil && r != nil && r.Ruled != r.Place
}

// Flag adds one, with its answer where it was given. Of an audience and a need
// the audience together goes before its single groups, and is told once.
func (l *NeedList) Flag(f NeedFlag) {
	for _, had := range l.Flags {
		if had.Audience == f.Audience && had.Need == f.Need {
			return
		}
	}
	for i := range l.Answers {
		if a := &l.Answers[i]; a.Audience == f.Audience && a.Need == f.Need {
			f.Answer = a
		}
	}
	l.Flags = append(l.Flags, f)
}

// OpenFlags are those without an answer.
func (l *NeedList) OpenFlags() (open []NeedFlag) {
	for _, f := range l.Flags {
		if f.Answer == nil {
			open = append(open, f)
		}
	}
	return open
}

// Row is a need's row, nil when it is not in the list.
func (l *NeedList) Row(need string) *NeedRow {
	for i := range l.Rows {
		if l.Rows[i].ID == need {
			return &l.Rows[i]
		}
	}
	return nil
}

// Affected adds up whom the cards of a need concern: of each village the largest
// number that one of its groups said, since groups of a village mean the same people.
func (ns *Needs) Affected(n *Need) (sum int) {
	most := map[string]int{}
	for _, c := range n.Cards {
		village := ""
		if g := ns.Group(c.Session); g != nil {
			village = g.Village
		}
		most[village] = max(most[village], c.Affected)
	}
	for _, people := range most {
		sum += people
	}
	return sum
}

// Moves are the needs that an order by hand took from their place by the rule.
func (o *NeedOrder) Moves() (moves []NeedMove) {
	if len(o.Ordered) == 0 {
		return nil
	}
	for i, id := range Reordered(o.Computed, o.Ordered) {
		if from := slices.Index(o.Computed, id); from != i {
			moves = append(moves, NeedMove{id, from + 1, i + 1})
		}
	}
	return moves
}

// NeedMove is a need that stands elsewhere than the rule has it.
type NeedMove struct {
	Need     string
	From, To int
}
