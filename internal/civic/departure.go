package civic

// Departure is where the council departs from the people's order: it gave less
// to Passed than to Preferred, which stands further down in the list.
type Departure struct {
	Passed, Preferred *NeedRow
	Explained         bool // one of the two decisions says why
}

// given is how much of what a need asks for it got.
type given int

const (
	notComparable given = iota - 1
	nothing
	part
	whole
)

// givenBy grades a decision. Accepted with less money than the newest estimate
// is a part. Forwarded is not compared where the need is in the raion's or the
// state's power; where it is the municipality's own, forwarding gives nothing.
func givenBy(d *Decision, n *Need, cost int64) given {
	switch {
	case d == nil:
		return notComparable
	case d.Outcome == Forwarded && (n.Competence == "raion" || n.Competence == "state"):
		return notComparable
	case d.Outcome == Accepted && d.Amount > 0 && d.Amount < cost:
		return part
	case d.Outcome == Accepted:
		return whole
	case d.Outcome == Partly:
		return part
	}
	return nothing
}

// Departures compares the decisions that stand with the people's order: of two
// needs at different places the one further down may not have got more. Needs
// that share a place, and those not decided, depart from nothing. Costs are
// the newest estimates by need, 0 or absent unknown.
func Departures(rows []NeedRow, standing map[string]*Decision, costs map[string]int64) []Departure {
	var all []Departure
	for i := range rows {
		high := standing[rows[i].ID]
		got := givenBy(high, rows[i].Need, costs[rows[i].ID])
		if got == notComparable {
			continue
		}
		for j := range rows {
			low := standing[rows[j].ID]
			if rows[j].Place > rows[i].Place && givenBy(low, rows[j].Need, costs[rows[j].ID]) > got {
				all = append(all, Departure{&rows[i], &rows[j], high.Departs.KY != "" || low.Departs.KY != ""})
			}
		}
	}
	return all
}

// DeparturesOf are those in which a need is passed over or preferred.
func DeparturesOf(all []Departure, need string) (own []Departure) {
	for _, d := range all {
		if d.Passed.ID == need || d.Preferred.ID == need {
			own = append(own, d)
		}
	}
	return own
}
