package result

import (
	"cmp"
	"math"
	"slices"
	"strconv"
)

// Cut parts respondents into groups, by village or by their answer to another question. A respondent is in
// one group or in none.
type Cut struct {
	Groups []string // keys: a village, a choice, the first year of an age band
	of     []uint16 // by row: the group from 1, 0 none
}

// Tally is what some respondents answered to a question.
type Tally struct {
	NotAsked, Blank, Answered int
	N                         []int     // by choice
	Weight                    float64   // of those who answered
	W                         []float64 // by choice
	Mean, Median, Variance    float64   // of numbers and days; no number where there is none
	First                     []int     // of orders: how often a choice stands first
	Places                    []float64 // of orders: the mean place of a choice, from 1
	Values                    []Value   // of numbers and days, rising
}

// Value is how many gave a number.
type Value struct {
	Number float64
	N      int
	W      float64
}

// Count counts a question: of all, and of each group of a cut, nil for none. weights are by village
// (by t.Units), nil for one each. Where a question stands in a repeat, instances are counted.
func (t *Table) Count(c *Column, cut *Cut, weights []float64) (all Tally, groups []Tally) {
	n := 1
	if cut != nil {
		n += len(cut.Groups)
	}
	counts := make([][]int32, n)
	sums := make([][]float64, n)
	for g := range counts {
		counts[g] = make([]int32, len(c.values))
		if weights != nil {
			sums[g] = make([]float64, len(c.values))
		}
	}
	for i, code := range c.codes {
		at := int32(i)
		if c.Repeat != nil {
			if at = c.Repeat.parent[i]; at < 0 {
				continue
			}
		}
		w := &t.rows[at]
		if !w.counts {
			continue
		}
		g := 0
		if cut != nil {
			g = int(cut.of[at])
		}
		counts[g][code]++
		if weights != nil {
			sums[g][code] += weights[w.unit]
		}
	}
	if cut != nil { // who is in no group belongs to all as well
		for g := 1; g < n; g++ {
			groups = append(groups, c.tally(counts[g], sums[g]))
			for code, x := range counts[g] {
				counts[0][code] += x
				if weights != nil {
					sums[0][code] += sums[g][code]
				}
			}
		}
	}
	return c.tally(counts[0], sums[0]), groups
}

func (c *Column) tally(counts []int32, sums []float64) Tally {
	t := Tally{NotAsked: int(counts[NotAsked]), Blank: int(counts[Blank]), N: make([]int, len(c.Choices)), W: make([]float64, len(c.Choices)), Mean: math.NaN(), Median: math.NaN(), Variance: math.NaN()}
	places, placed := make([]float64, len(c.Choices)), make([]float64, len(c.Choices))
	if c.Sort == Ranked {
		t.First = make([]int, len(c.Choices))
	}
	for code := int(first); code < len(counts); code++ {
		n := int(counts[code])
		if n == 0 {
			continue
		}
		w := float64(n)
		if sums != nil {
			w = sums[code]
		}
		t.Answered += n
		t.Weight += w
		for place, i := range c.picks[code] {
			t.N[i] += n
			t.W[i] += w
			if c.Sort == Ranked {
				places[i] += w * float64(place+1)
				placed[i] += w
				if place == 0 {
					t.First[i] += n
				}
			}
		}
		if x := c.Numbers[code]; !math.IsNaN(x) {
			t.Values = append(t.Values, Value{x, n, w})
		}
	}
	if c.Sort == Ranked {
		for i := range places {
			t.Places = append(t.Places, places[i]/placed[i])
		}
	}
	t.moments()
	return t
}

// moments are mean, median and variance (of a sample) of the values; weights count as so many people.
func (t *Tally) moments() {
	slices.SortFunc(t.Values, func(a, b Value) int { return cmp.Compare(a.Number, b.Number) })
	var n int
	var sum, weight float64
	for _, v := range t.Values {
		n += v.N
		sum += v.W * v.Number
		weight += v.W
	}
	if n == 0 || weight <= 0 {
		return
	}
	t.Mean = sum / weight
	var off, below float64
	for _, v := range t.Values {
		off += v.W * (v.Number - t.Mean) * (v.Number - t.Mean)
	}
	if n > 1 {
		t.Variance = off / weight * float64(n) / float64(n-1)
	}
	for i, v := range t.Values {
		below += v.W
		switch {
		case math.Abs(below-weight/2) < 1e-9*weight && i+1 < len(t.Values):
			t.Median = (v.Number + t.Values[i+1].Number) / 2
			return
		case below > weight/2:
			t.Median = v.Number
			return
		}
	}
}

// ByVillage parts respondents by village, in the order given; those of none of them are in no group.
func (t *Table) ByVillage(villages []string) *Cut {
	group := make([]uint16, len(t.Units))
	for g, id := range villages {
		if code, ok := t.units[id]; ok {
			group[code] = uint16(g + 1)
		}
	}
	cut := &Cut{Groups: villages, of: make([]uint16, len(t.rows))}
	for i := range t.rows {
		cut.of[i] = group[t.rows[i].unit]
	}
	return cut
}

// cutMost is how many groups can stand side by side.
const cutMost = 12

// Cuts are the questions by which respondents can be parted: one choice of few, or an age in years.
func (t *Table) Cuts() (all []*Column) {
	for _, c := range t.Columns {
		if c.Repeat == nil && (c.Sort == One && len(c.Choices) > 1 && len(c.Choices) <= cutMost || c.Sort == Number && c.Key == "age") {
			all = append(all, c)
		}
	}
	return all
}

// By parts respondents by their answer: a choice, or for an age the band that it is in. bands are the first years of age
// bands, rising.
func (t *Table) By(c *Column, bands []int) *Cut {
	cut := &Cut{of: make([]uint16, len(t.rows))}
	group := make([]uint16, len(c.values))
	if c.Sort == One {
		cut.Groups = slices.Clone(c.Choices)
		for code := int(first); code < len(group); code++ {
			group[code] = c.picks[code][0] + 1
		}
	} else {
		for _, from := range bands {
			cut.Groups = append(cut.Groups, strconv.Itoa(from))
		}
		for code := int(first); code < len(group); code++ {
			for g, from := range bands {
				if c.Numbers[code] >= float64(from) {
					group[code] = uint16(g + 1)
				}
			}
		}
	}
	for i, code := range c.codes {
		cut.of[i] = group[code]
	}
	return cut
}

// Sizes are how many that count are in each group of a cut, and in none.
func (t *Table) Sizes(cut *Cut) (sizes []int, none int) {
	sizes = make([]int, len(cut.Groups))
	for i := range t.rows {
		if !t.rows[i].counts {
			continue
		}
		if g := cut.of[i]; g > 0 {
			sizes[g-1]++
		} else {
			none++
		}
	}
	return sizes, none
}

// Weights make each village weigh what its people do: its share of all people over its share of all
// respondents, so that the weights of all respondents add up to their number. Who is of a village
// without known people, or of none, weighs nothing; without any known people there are no weights.
func (t *Table) Weights(people map[string]int) []float64 {
	n := make([]int, len(t.Units))
	for i := range t.rows {
		if t.rows[i].counts {
			n[t.rows[i].unit]++
		}
	}
	var all, asked int
	for code, id := range t.Units {
		if n[code] > 0 && people[id] > 0 {
			all += people[id]
			asked += n[code]
		}
	}
	if all == 0 {
		return nil
	}
	weights := make([]float64, len(t.Units))
	for code, id := range t.Units {
		if n[code] > 0 && people[id] > 0 {
			weights[code] = float64(people[id]) / float64(all) * float64(asked) / float64(n[code])
		}
	}
	return weights
}
