package paper

import "math"

// measure finds the width of every column: none narrower than its longest
// word while there is room, the rest shared by what the columns ask for.
func (t *table) measure(total float64) {
	n := len(t.cols)
	least, want := make([]float64, n), make([]float64, n)
	pad := 2 * t.padX
	see := func(i int, word, full float64) {
		least[i], want[i] = max(least[i], word+pad+0.1), max(want[i], full+pad+0.1)
	}
	hs := t.headStyle()
	for i, c := range t.cols {
		if c.width > 0 {
			continue
		}
		if !t.nohead {
			word, full := extent(in(hs, c.head))
			see(i, word, min(full, max(word, 30)))
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
	free, sumLeast, sumExtra, autos := total, 0.0, 0.0, 0
	for i, c := range t.cols {
		if c.width > 0 {
			free -= c.width
			continue
		}
		autos++
		sumLeast += least[i]
		sumExtra += want[i] - least[i]
	}
	t.ws = make([]float64, n)
	if sumLeast < free && sumLeast+sumExtra > free {
		t.share(least, want, free-sumLeast)
		return
	}
	for i, c := range t.cols {
		switch {
		case c.width > 0:
			t.ws[i] = c.width
		case sumLeast >= free:
			t.ws[i] = least[i] * free / sumLeast
		case sumExtra > 0:
			t.ws[i] = least[i] + (want[i]-least[i])*(free-sumLeast)/sumExtra
		default:
			t.ws[i] = least[i] + (free-sumLeast)/float64(autos)
		}
	}
}

// share gives room beyond the least widths to the columns that ask for more:
// long texts more than short ones, but not all of it, and none more than it wants.
func (t *table) share(least, want []float64, room float64) {
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
				t.ws[i] = c.width
				continue
			}
			add := min(want[i]-t.ws[i], rest*math.Pow(max(0, want[i]-t.ws[i]), 0.72)/sum)
			t.ws[i] += add
			room -= add
		}
	}
}
