package tally

// BallotsRound is one ballot a person: options in order, or marks without one.
// A ballot lists option ids; those left out are unranked.
type BallotsRound struct {
	Options []string
	Ballots [][]string
	Ordered bool // places count; else every mark is one point
}

// Profile is the round as a file that anybody can recount.
func (b BallotsRound) Profile(names []string) Profile {
	index := map[string]int{}
	for i, o := range b.Options {
		index[o] = i
	}
	p := Profile{Names: names}
	for _, marks := range b.Ballots {
		ballot := Ballot{Count: 1}
		if b.Ordered {
			for _, o := range marks {
				ballot.Groups = append(ballot.Groups, []int{index[o]})
			}
		} else if len(marks) > 0 {
			group := make([]int, len(marks))
			for i, o := range marks {
				group[i] = index[o]
			}
			ballot.Groups = [][]int{group}
		}
		p.Ballots = append(p.Ballots, ballot)
	}
	return p
}

// Result orders by Borda points, doubled (unranked options share the average
// of the places left), or by marks.
func (b BallotsRound) Result(tie TieBreak, lots []string) Result {
	rows := make([]Row, len(b.Options))
	for i, o := range b.Options {
		rows[i].Option = o
	}
	if b.Ordered {
		for i, points := range b.Profile(b.Options).BordaTwice() {
			rows[i].Points = points
		}
		return Result{Rows: rank(rows, tie, lots), Half: true}
	}
	index := map[string]int{}
	for i, o := range b.Options {
		index[o] = i
	}
	for _, marks := range b.Ballots {
		for _, o := range marks {
			rows[index[o]].Points++
		}
	}
	return Result{Rows: rank(rows, tie, lots)}
}
