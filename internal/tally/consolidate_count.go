package tally

import (
	"cmp"
	"maps"
	"math"
	"math/big"
	"slices"
)

// counted fills the rows, in the order of Needs, with what the groups gave them.
func (c Consolidation) counted(rule Rule) List {
	list := List{Rule: rule, Depth: c.depth(), Rows: make([]NeedRow, len(c.Needs))}
	index := c.index()
	for i, need := range c.Needs {
		list.Rows[i] = NeedRow{Placed: Placed{Need: need}, Points: new(big.Rat)}
	}
	villages := map[[2]string]bool{}
	for _, g := range c.Groups {
		weight := rule.weight(g)
		if weight == 0 {
			list.Unweighed = append(list.Unweighed, g.ID)
		}
		if g.BelowMinimum {
			list.BelowMinimum = append(list.BelowMinimum, g.ID)
		}
		for _, p := range g.places() {
			row := &list.Rows[index[p.Need]]
			v := Voice{g.ID, p.Place, p.Last, points(rule, list.Depth, p), weight, g.BelowMinimum}
			row.Voices = append(row.Voices, v)
			if weight == 0 {
				continue
			}
			if v.Points != nil {
				row.Points.Add(row.Points, new(big.Rat).Mul(v.Points, big.NewRat(int64(weight), 1)))
			}
			row.Groups++
			if at := [2]string{p.Need, g.Village}; g.Village != "" && !villages[at] {
				villages[at] = true
				row.Villages++
			}
			if row.Best == 0 || v.Place < row.Best {
				row.Best = v.Place
			}
		}
	}
	slices.Sort(list.Unweighed)
	slices.Sort(list.BelowMinimum)
	for _, row := range list.Rows {
		slices.SortFunc(row.Voices, func(a, b Voice) int {
			return cmp.Or(a.Place-b.Place, cmp.Compare(a.Group, b.Group))
		})
	}
	return list
}

// index tells where a need stands in Needs.
func (c Consolidation) index() map[string]int {
	out := make(map[string]int, len(c.Needs))
	for i, need := range c.Needs {
		out[need] = i
	}
	return out
}

// places are the needs of a group's order with the places they have in it.
func (g FocusGroup) places() []Placed {
	var out []Placed
	for _, level := range g.Order {
		first := len(out) + 1
		for _, need := range level {
			out = append(out, Placed{need, first, first + len(level) - 1})
		}
	}
	return out
}

// points of a place in a group's order: of a shared one the average.
func points(rule Rule, depth int, p Placed) *big.Rat {
	switch rule {
	case ByCopeland:
		return nil
	case ByGroups:
		return big.NewRat(1, 1)
	}
	sum := 0
	for place := p.Place; place <= min(p.Last, depth); place++ {
		sum += depth + 1 - place
	}
	return big.NewRat(int64(sum), int64(p.Last-p.Place+1))
}

// ordered numbers the places: by turn first, where there is one, lowest first
// (ByGuarantee), then by points, then by TieSteps.
func ordered(rows []NeedRow, turn map[string]int) []NeedRow {
	byRule := func(a, b NeedRow) int {
		return cmp.Or(turn[a.Need]-turn[b.Need], b.Points.Cmp(a.Points))
	}
	// step is the first of TieSteps that parts two rows, and how; -1 none does.
	step := func(a, b NeedRow) (int, int) {
		for i, d := range []int{b.Groups - a.Groups, b.Villages - a.Villages, worth(a.Best) - worth(b.Best)} {
			if d != 0 {
				return i, d
			}
		}
		return -1, 0
	}
	rows = slices.Clone(rows)
	slices.SortFunc(rows, func(a, b NeedRow) int {
		_, parted := step(a, b)
		return cmp.Or(byRule(a, b), parted, cmp.Compare(a.Need, b.Need))
	})
	start := 0
	for i := range rows {
		rows[i].Place, rows[i].Step = i+1, ""
		if i > 0 && byRule(rows[i-1], rows[i]) == 0 {
			if s, _ := step(rows[i-1], rows[i]); s >= 0 {
				rows[i].Step = TieSteps[s]
			} else {
				rows[i].Place, rows[i].Step = rows[start].Place, rows[start].Step
			}
		}
		if rows[i].Place == i+1 {
			start = i
		}
		for k := start; k <= i; k++ {
			rows[k].Last = i + 1
		}
	}
	return rows
}

// worth makes no place at all the worst one.
func worth(place int) int {
	if place == 0 {
		return math.MaxInt32
	}
	return place
}

// compare gives the points of ByCopeland. What a group does not name stands
// below all it names; needs that two groups put against each other, or nobody
// compares, are equal.
func (c Consolidation) compare(rows []NeedRow) {
	p, index := Profile{Names: c.Needs}, c.index()
	for _, g := range c.Groups {
		b := Ballot{Count: 1}
		for _, level := range g.Order {
			var at []int
			for _, need := range level {
				at = append(at, index[need])
			}
			b.Groups = append(b.Groups, at)
		}
		p.Ballots = append(p.Ballots, b)
	}
	d := p.Pairwise()
	for i, twice := range copelandTwice(d) {
		rows[i].Points.SetFrac64(int64(twice), 2)
		for j := range d {
			switch {
			case d[i][j] > d[j][i]:
				rows[i].Wins++
			case d[i][j] < d[j][i]:
				rows[i].Losses++
			}
		}
	}
}

// guaranteed puts the groups' first needs before all others. Groups take turns
// as declared; those that are not declared have one turn together after them,
// ordered by Borda. A group one of whose first needs came in at an earlier turn
// has its place by that. One with several level first needs brings the one that
// Borda puts highest; where Borda does not part them either, all of those.
func (c Consolidation) guaranteed(rows []NeedRow) []NeedRow {
	groups, undeclared := c.turns()
	turn, borda := make(map[string]int, len(rows)), make(map[string]int, len(rows)) // by need
	for _, r := range ordered(rows, nil) {
		turn[r.Need], borda[r.Need] = len(groups), r.Place
	}
	index := c.index()
	for i, g := range groups {
		mine := min(i, undeclared)
		var in, best []string
		for _, p := range g.places() {
			switch {
			case p.Place > 1:
			case turn[p.Need] < mine:
				in = append(in, p.Need)
			case len(best) == 0 || borda[p.Need] < borda[best[0]]:
				best = []string{p.Need}
			case borda[p.Need] == borda[best[0]]:
				best = append(best, p.Need)
			}
		}
		if len(in) == 0 {
			in = best
		}
		for _, need := range in {
			turn[need] = min(turn[need], mine)
			row := &rows[index[need]]
			row.Brought = append(row.Brought, g.ID)
		}
	}
	return ordered(rows, turn)
}

// turns are the groups as declared, each once, then the others by id; undeclared
// is where those begin.
func (c Consolidation) turns() (groups []FocusGroup, undeclared int) {
	rest := make(map[string]FocusGroup, len(c.Groups))
	for _, g := range c.Groups {
		rest[g.ID] = g
	}
	for _, id := range c.First {
		if g, ok := rest[id]; ok {
			groups = append(groups, g)
			delete(rest, id)
		}
	}
	undeclared = len(groups)
	for _, id := range slices.Sorted(maps.Keys(rest)) {
		groups = append(groups, rest[id])
	}
	return groups, undeclared
}
