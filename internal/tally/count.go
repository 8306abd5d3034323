package tally

// Pairwise counts for every pair how many ranked the first above the second.
func (p Profile) Pairwise() [][]int {
	m := len(p.Names)
	d := make([][]int, m)
	for i := range d {
		d[i] = make([]int, m)
	}
	level := make([]int, m)
	for _, b := range p.Ballots {
		for i := range level {
			level[i] = len(b.Groups) // unranked: below all
		}
		for l, g := range b.Groups {
			for _, c := range g {
				level[c] = l
			}
		}
		for i := range m {
			for j := range m {
				if level[i] < level[j] {
					d[i][j] += b.Count
				}
			}
		}
	}
	return d
}

// BordaTwice are the Borda points times two, so that shared places stay whole:
// with m candidates the first place is worth m−1, the last 0.
func (p Profile) BordaTwice() []int {
	m := len(p.Names)
	points := make([]int, m)
	for _, b := range p.Ballots {
		ranked := make([]bool, m)
		above := 0
		give := func(group []int) {
			for _, c := range group {
				points[c] += b.Count * (2*(m-1) - 2*above - (len(group) - 1))
			}
			above += len(group)
		}
		for _, g := range b.Groups {
			give(g)
			for _, c := range g {
				ranked[c] = true
			}
		}
		var rest []int
		for c, ok := range ranked {
			if !ok {
				rest = append(rest, c)
			}
		}
		give(rest)
	}
	return points
}

// Marks counts for each candidate the people who named it, wherever on the
// ballot: each mark is one point.
func (p Profile) Marks() []int {
	points := make([]int, len(p.Names))
	for _, b := range p.Ballots {
		for _, g := range b.Groups {
			for _, c := range g {
				points[c] += b.Count
			}
		}
	}
	return points
}
