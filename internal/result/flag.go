package result

import (
	"slices"
)

// Flag is what makes a response worth a second look. Nothing is left out for it: a person decides.
type Flag uint8

const (
	Straight Flag = 1 << iota // one answer to all questions of a scale
	Fast                      // in less than a third of the middle time
	Same                      // the same answers as another
)

// straightLeast is how many questions of a scale must be answered alike, sameLeast how many answers two
// responses must share, before it can hardly be by chance; fastPart is which part of the middle time is too short.
const (
	straightLeast = 4
	sameLeast     = 4
	fastPart      = 3
)

// Flags of a row.
func (t *Table) Flags(at int) (f Flag) {
	t.ready()
	w := &t.rows[at]
	if w.seconds > 0 && w.seconds < t.middle/fastPart {
		f |= Fast
	}
	if w.answered >= sameLeast && w.counts && t.alike[w.alike] > 1 {
		f |= Same
	}
	if t.straight(at) {
		f |= Straight
	}
	return f
}

func (t *Table) straight(at int) bool {
	for _, scale := range t.scales {
		if len(scale) < straightLeast || scale[0].Repeat != nil {
			continue
		}
		code := scale[0].codes[at]
		if code >= first && !slices.ContainsFunc(scale, func(c *Column) bool { return c.said(at) != scale[0].said(at) }) {
			return true
		}
	}
	return false
}

// said is what a row says to a question, "" nothing.
func (c *Column) said(at int) string {
	if code := c.codes[at]; code >= first {
		return c.values[code]
	}
	return ""
}

// ready reckons what is so of all rows together.
func (t *Table) ready() {
	if !t.stale {
		return
	}
	t.stale = false
	t.alike = map[uint64]int32{}
	t.scales = t.Scales()
	var seconds []int32
	for i := range t.rows {
		w := &t.rows[i]
		if !w.counts {
			continue
		}
		t.alike[w.alike]++
		if w.seconds > 0 {
			seconds = append(seconds, w.seconds)
		}
	}
	t.middle = 0
	if len(seconds) > 0 {
		slices.Sort(seconds)
		t.middle = seconds[len(seconds)/2]
	}
}

// Middle is the middle time that answering took, in seconds; 0 not known.
func (t *Table) Middle() int {
	t.ready()
	return int(t.middle)
}

// Size is how much memory the columns take, about, in bytes.
func (t *Table) Size() int {
	n := 80 * len(t.rows)
	for _, c := range t.Columns {
		n += 4*cap(c.codes) + 100*len(c.values)
	}
	return n
}
