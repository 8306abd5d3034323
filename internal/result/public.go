package result

import "slices"

// Least is how many there must be in a cell that everybody may see.
const Least = 5

// Shown is a cell as everybody may see it: alone, or put together with others.
type Shown struct {
	Cells []int // of what was counted
	N     int
}

// Alone reports whether the cell is one answer and not several together.
func (s Shown) Alone() bool { return len(s.Cells) == 1 }

// Hide makes cells that add up to a known whole fit to be seen by everybody. Those of one to four are put
// together into one. Where that gives them away, because it is one alone, because they are fewer than five
// together, or all of them the least or the most that they can be, the first larger one joins them: the first and not
// the smallest, since its size would tell. So none follows from what is shown, for whoever knows this rule
// too; a test goes through all ways of answering. ok is false where nothing is left to be shown.
//
// Nobody is no person: a cell of nought stays.
func Hide(counts []int) (shown []Shown, ok bool) {
	var pool Shown
	for i, n := range counts {
		if n > 0 && n < Least {
			pool.Cells = append(pool.Cells, i)
			pool.N += n
		}
	}
	if k := len(pool.Cells); k == 1 || k > 1 && (pool.N < Least || pool.N == k || pool.N == k*(Least-1)) {
		if i := slices.IndexFunc(counts, func(n int) bool { return n >= Least }); i >= 0 {
			pool.Cells = append(pool.Cells, i)
			pool.N += counts[i]
		}
	}
	for i, n := range counts {
		if !slices.Contains(pool.Cells, i) {
			shown = append(shown, Shown{Cells: []int{i}, N: n})
		}
	}
	if len(pool.Cells) == 0 {
		return shown, true
	}
	if !slices.ContainsFunc(shown, func(s Shown) bool { return s.N > 0 }) {
		return nil, false
	}
	slices.Sort(pool.Cells)
	return append(shown, pool), true
}

// HideEach makes cells that overlap fit to be seen, each of so many: those that fewer than five are in, or out of, are not told (-1).
func HideEach(counts []int, whole int) []int {
	shown := make([]int, len(counts))
	for i, n := range counts {
		shown[i] = n
		if n > 0 && n < Least || whole-n > 0 && whole-n < Least {
			shown[i] = -1
		}
	}
	return shown
}
