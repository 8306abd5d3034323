package result

import "math"

// Bin is numbers from one to below another; the last one holds its end as well. One number alone where both are the same.
type Bin struct{ From, To float64 }

// binMost is how many bars stand side by side at most.
const binMost = 12

// Bins are where to count numbers: each alone where there are few and whole ones, else steps of 1, 2 or 5 times a power of ten.
func Bins(values []Value) (bins []Bin) {
	if len(values) == 0 {
		return nil
	}
	low, high := values[0].Number, values[len(values)-1].Number
	whole := true
	for _, v := range values {
		whole = whole && v.Number == math.Trunc(v.Number)
	}
	if whole && high-low < binMost {
		for x := low; x <= high; x++ {
			bins = append(bins, Bin{x, x})
		}
		return bins
	}
	if low == high {
		return []Bin{{low, low}}
	}
	step := math.Pow10(int(math.Floor(math.Log10((high - low) / binMost))))
	for _, times := range []float64{1, 2, 5, 10, 20} {
		if s := step * times; math.Floor(high/s)-math.Floor(low/s) < binMost {
			step = s
			break
		}
	}
	for i := math.Floor(low / step); i*step <= high; i++ {
		bins = append(bins, Bin{i * step, (i + 1) * step})
	}
	return bins
}

// In is how many of the values, and their weight, lie in a bin.
func (b Bin) In(values []Value) (n int, weight float64) {
	for _, v := range values {
		if v.Number >= b.From && (v.Number < b.To || b.From == b.To && v.Number == b.To) {
			n += v.N
			weight += v.W
		}
	}
	return n, weight
}
