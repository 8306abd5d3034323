package paper

import "math"

// grown is how much wider than it was given a column may get for its head, in mm.
const grown = 8

// measure finds the width of every column: none narrower than its longest
// word while there is room, the rest shared by what the columns ask for. It
// reports whether every word fits.
func (t *table) measure(total float64) bool {
	n := len(t.cols)
	least, want, fixed := make([]float64, n), make([]float64, n), make([]float64, n)
	pad := 2 * t.padX
	see := func(i int, word, full float64) {
		least[i], want[i] = max(least[i], word+pad+0.1), max(want[i], full+pad+0.1)
	}
	hs := t.headStyle()
	for i, c := range t.cols {
		fixed[i] = c.width
		if !t.nohead && !(c.turn && c.width > 0) {
			word, full := extent(in(hs, c.head))
			see(i, word, min(full, max(word, 30)))
			if c.width > 0 { // a head's word is not broken for a round number
				fixed[i] = max(c.width, min(least[i], c.width+grown))
			}
		}
		for _, r := range t.rows {
			if r.across || i >= len(r.cells) {
				continue
			}
			for _, p := range r.cells[i].paras {
				word, full := extent(p)
				see(i, min(word, total*0.45), min(full, total*1.5))
			}
			see(i, r.cells[i].picW, r.cells[i].picW)
		}
	}
	free, sumLeast, sumExtra, slack, autos := total, 0.0, 0.0, 0.0, 0
	for i, c := range t.cols {
		if c.width > 0 {
			free -= fixed[i]
			slack += max(0, fixed[i]-least[i])
			continue
		}
		autos++
		sumLeast += least[i]
		sumExtra += want[i] - least[i]
	}
	if lack := sumLeast - free; lack > 0 && slack > 0 && !t.grid { // where nobody writes by hand a given width yields to words
		give := min(lack, slack)
		for i, c := range t.cols {
			if c.width > 0 {
				fixed[i] -= give * max(0, fixed[i]-least[i]) / slack
			}
		}
		free += give
	}
	t.ws = make([]float64, n)
	if sumLeast < free && sumLeast+sumExtra > free {
		t.share(least, want, fixed, free-sumLeast)
		return true
	}
	for i, c := range t.cols {
		switch {
		case c.width > 0:
			t.ws[i] = fixed[i]
		case sumLeast >= free:
			t.ws[i] = least[i] * free / sumLeast
		case sumExtra > 0:
			t.ws[i] = least[i] + (want[i]-least[i])*(free-sumLeast)/sumExtra
		default:
			t.ws[i] = least[i] + (free-sumLeast)/float64(autos)
		}
	}
	return sumLeast <= free+0.01
}

// share gives room beyond the least widths to the columns that ask for more:
// long texts more than short ones, but not all of it, and none more than it wants.
func (t *table) share(least, want, fixed []float64, room float64) {
	copy(t.ws, least)
	for range 4 {
		sum := 0.0
		for i, c := range t.cols {
			if c.width == 0 {
				sum += math.Pow(max(0, want[i]-t.ws[i]), 0.72)
			}
		}
		if sum == 0 || room < 0.01 {
			break
		}
		rest := room
		for i, c := range t.cols {
			if c.width > 0 {
				t.ws[i] = fixed[i]
				continue
			}
			add := min(want[i]-t.ws[i], rest*math.Pow(max(0, want[i]-t.ws[i]), 0.72)/sum)
			t.ws[i] += add
			room -= add
		}
	}
}
