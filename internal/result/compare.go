package result

import "math"

// Change is how much something grew from one survey to the next, with the ends of the interval
// that holds the true change 95 times of 100. Respondents are anonymous, so nobody is compared with
// themselves: these are two groups of people.
type Change struct {
	Before, After   float64
	Low, High       float64
	NBefore, NAfter int
}

// Sure reports whether the interval leaves no change out.
func (c Change) Sure() bool { return c.Low > 0 || c.High < 0 }

// z is the standard normal deviate of 95 in 100.
const z = 1.959963984540054

// wilson is the interval of a share.
func wilson(x, n int) (low, high float64) {
	p, m := float64(x)/float64(n), float64(n)
	middle, half := (2*m*p+z*z)/(2*(m+z*z)), z*math.Sqrt(z*z+4*m*p*(1-p))/(2*(m+z*z))
	return max(0, middle-half), min(1, middle+half)
}

// ShareChange is the change of a share: x of n before, y of m after.
func ShareChange(x, n, y, m int) (Change, bool) {
	if n == 0 || m == 0 {
		return Change{}, false
	}
	p, q := float64(x)/float64(n), float64(y)/float64(m)
	pl, ph := wilson(x, n)
	ql, qh := wilson(y, m)
	d := q - p
	return Change{Before: p, After: q, NBefore: n, NAfter: m, Low: d - math.Hypot(q-ql, ph-p), High: d + math.Hypot(qh-q, p-pl)}, true
}

// MeanChange is the change of a mean.
func MeanChange(before, after *Tally) (Change, bool) {
	n, m := 0, 0
	for _, v := range before.Values {
		n += v.N
	}
	for _, v := range after.Values {
		m += v.N
	}
	if n < 2 || m < 2 {
		return Change{}, false
	}
	a, b := before.Variance/float64(n), after.Variance/float64(m)
	d := after.Mean - before.Mean
	half := 0.0
	if a+b > 0 {
		free := (a + b) * (a + b) / (a*a/float64(n-1) + b*b/float64(m-1))
		half = student(free) * math.Sqrt(a+b)
	}
	return Change{Before: before.Mean, After: after.Mean, Low: d - half, High: d + half, NBefore: n, NAfter: m}, true
}

// student is the deviate of Student's t of 95 in 100 (Hill, Communications of the ACM 13 (1970) 619–620).
func student(free float64) float64 {
	const p = 0.05
	if free < 1 {
		free = 1
	}
	switch free {
	case 1:
		return 1 / math.Tan(p*math.Pi/2)
	case 2:
		return math.Sqrt(2/(p*(2-p)) - 2)
	}
	a := 1 / (free - 0.5)
	b := 48 / (a * a)
	c := ((20700*a/b-98)*a-16)*a + 96.36
	d := ((94.5/(b+c)-3)/b + 1) * math.Sqrt(a*math.Pi/2) * free
	y := math.Pow(d*p, 2/free)
	if y > 0.05+a {
		x := -z
		y = x * x
		if free < 5 {
			c += 0.3 * (free - 4.5) * (x + 0.6)
		}
		c = (((0.05*d*x-5)*x-7)*x-2)*x + b + c
		y = (((((0.4*y+6.3)*y+36)*y+94.5)/c-y-3)/b + 1) * x
		y = math.Expm1(a * y * y)
	} else {
		y = ((1/(((free+6)/(free*y)-0.089*d-0.822)*(free+2)*3)+0.5/(free+4))*y-1)*(free+1)/(free+2) + 1/y
	}
	return math.Sqrt(free * y)
}
