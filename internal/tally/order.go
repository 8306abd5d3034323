package tally

import "slices"

// order tells who stands above whom, directly or through others: a transitive
// relation, one row of bits for each of size members. Members of a circle
// stand above each other and themselves.
type order struct {
	size, words int
	bits        []uint64
}

func newOrder(size int) *order {
	words := (size + 63) / 64
	return &order{size, words, make([]uint64, size*words)}
}

func (o *order) row(i int) []uint64 { return o.bits[i*o.words : (i+1)*o.words] }

func (o *order) above(i, j int) bool { return o.bits[i*o.words+j/64]&(1<<(j%64)) != 0 }

// put sets i above j, and with it whoever is above i above all that j is above.
func (o *order) put(i, j int) {
	if o.above(i, j) {
		return
	}
	below := slices.Clone(o.row(j)) // row j itself changes where a circle closes
	below[j/64] |= 1 << (j % 64)
	for k := range o.size {
		if k == i || o.above(k, i) {
			row := o.row(k)
			for w, b := range below {
				row[w] |= b
			}
		}
	}
}

func (o *order) clone() *order { return &order{o.size, o.words, slices.Clone(o.bits)} }

// highest reports that nobody stands above i.
func (o *order) highest(i int) bool {
	for j := range o.size {
		if o.above(j, i) {
			return false
		}
	}
	return true
}

// circles are the sets of two and more that all stand above each other.
func (o *order) circles() [][]int {
	var out [][]int
	done := make([]bool, o.size)
	for i := range o.size {
		if done[i] || !o.above(i, i) {
			continue
		}
		var circle []int
		for j := range o.size {
			if o.above(i, j) && o.above(j, i) {
				circle, done[j] = append(circle, j), true
			}
		}
		out = append(out, circle)
	}
	return out
}

// pick takes the members of from at some indexes.
func pick[T any](from []T, at []int) []T {
	out := make([]T, len(at))
	for i, k := range at {
		out[i] = from[k]
	}
	return out
}
