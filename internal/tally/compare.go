package tally

import "strconv"

// Placed is a need's place in an order; competition numbering: 1, 2, 2, 4.
type Placed struct {
	Need  string
	Place int // 0 where the need is not in the order
	Last  int // the last place that is shared; Place when it is not
}

// Shared reports whether the place is shared.
func (p Placed) Shared() bool { return p.Last > p.Place }

// Mark is the place as it is written, "2=" where it is shared, "" without one.
func (p Placed) Mark() string {
	switch {
	case p.Place == 0:
		return ""
	case p.Shared():
		return strconv.Itoa(p.Place) + "="
	}
	return strconv.Itoa(p.Place)
}

// Compared is a need's place in each of several orders.
type Compared struct {
	Need   string
	Places []Placed // one an order, as they were given
}

// Compare puts several orders side by side, as the first has them: rules, or a
// rule and an order made by hand. Needs that the first has not are left out.
func Compare(orders ...[]Placed) []Compared {
	if len(orders) == 0 {
		return nil
	}
	out, index := make([]Compared, len(orders[0])), make(map[string]int, len(orders[0]))
	for i, p := range orders[0] {
		out[i], index[p.Need] = Compared{p.Need, make([]Placed, len(orders))}, i
		for k := range orders {
			out[i].Places[k].Need = p.Need
		}
	}
	for k, order := range orders {
		for _, p := range order {
			if i, ok := index[p.Need]; ok {
				out[i].Places[k] = p
			}
		}
	}
	return out
}
