package tally

// BallotsRound is one ballot a person: options in order, or marks without one.
// A ballot lists option ids; those left out are unranked.
type BallotsRound struct {
	Options []string
	Ballots [][]string
	Ordered bool // places count; else every mark is one point
	Most    int  // options a ballot may name; 0 = all
}

// BallotFault is a ballot (from 0) that the rules do not allow.
type BallotFault struct {
	Ballot int
	Option string
	Why    string // "option": there is none; "twice": named before; "most": one too many
}

// Check lists what no ballot of the round may have; none when all are right.
func (b BallotsRound) Check() []BallotFault {
	index := b.index()
	var out []BallotFault
	for i, marks := range b.Ballots {
		seen := map[string]bool{}
		for n, o := range marks {
			_, known := index[o]
			switch {
			case !known:
				out = append(out, BallotFault{i, o, "option"})
			case seen[o]:
				out = append(out, BallotFault{i, o, "twice"})
			case b.Most > 0 && n >= b.Most:
				out = append(out, BallotFault{i, o, "most"})
			}
			seen[o] = true
		}
	}
	return out
}

func (b BallotsRound) index() map[string]int {
	index := make(map[string]int, len(b.Options))
	for i, o := range b.Options {
		index[o] = i
	}
	return index
}

// Profile is the round as a file that anybody can recount. Unknown options and
// second marks for one option are left out: see Check.
func (b BallotsRound) Profile(names []string) Profile {
	index := b.index()
	p := Profile{Names: names}
	for _, marks := range b.Ballots {
		ballot := Ballot{Count: 1}
		seen := map[string]bool{}
		for _, o := range marks {
			c, known := index[o]
			if !known || seen[o] {
				continue
			}
			seen[o] = true
			if b.Ordered || len(ballot.Groups) == 0 {
				ballot.Groups = append(ballot.Groups, []int{c})
			} else {
				ballot.Groups[0] = append(ballot.Groups[0], c)
			}
		}
		p.Ballots = append(p.Ballots, ballot)
	}
	return p
}

// Result orders by Borda points, doubled (unranked options share the average
// of the places left), or by marks.
func (b BallotsRound) Result(tie TieBreak, lots [][]string) Result {
	p := b.Profile(b.Options)
	points := p.Marks()
	if b.Ordered {
		points = p.BordaTwice()
	}
	rows := make([]Row, len(b.Options))
	for i, o := range b.Options {
		rows[i] = Row{Option: o, Points: points[i]}
	}
	out := placed(byPoints(rows), tie, lots)
	out.Half = b.Ordered
	return out
}
