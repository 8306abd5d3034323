package civic

// Count is a number of people of a sex ("" both) and age band ("" all ages).
type Count struct {
	Sex    string  `json:"sex,omitempty"`
	Band   AgeBand `json:"band,omitempty"`
	People int     `json:"people"`
}

// Census is what is known of a village's people in a year, from the household
// registers. Children under 14 are in no band, so the bands need not add up to
// all ages. What is not known has no row; nought is known.
type Census struct {
	Year       int
	Households *int
	Counts     []Count
}

// Of is the number of people of a sex and band, and whether it is known.
func (c Census) Of(sex string, band AgeBand) (int, bool) {
	for _, x := range c.Counts {
		if x.Sex == sex && x.Band == band {
			return x.People, true
		}
	}
	return 0, false
}

// CountField names the form field and the column of a count: people,
// people_f, people_m_18-28.
func CountField(sex string, band AgeBand) string {
	name := "people"
	if sex != "" {
		name += "_" + sex
	}
	if band != "" {
		name += "_" + string(band)
	}
	return name
}

// CountKeys are the counts a form and a file hold, in their order: all, then
// women and men of all ages, then by bands.
func CountKeys() []Count {
	keys := []Count{{}, {Sex: "f"}, {Sex: "m"}}
	for _, band := range AgeBands {
		keys = append(keys, Count{Sex: "f", Band: band}, Count{Sex: "m", Band: band})
	}
	return keys
}

// SetCensus sets all that is known of a village in a year; with nothing known
// the year is forgotten.
type SetCensus struct {
	Unit       string  `json:"unit"`
	Year       int     `json:"year"`
	Households *int    `json:"households,omitempty"`
	Counts     []Count `json:"counts,omitempty"`
}

func (SetCensus) Kind() string      { return "unit.census" }
func (c SetCensus) Subject() string { return c.Unit }

// mostPeople is more than any village or town of the country has.
const mostPeople = 2_000_000

// Validate checks the numbers, and that parts do not exceed wholes.
func (c SetCensus) Validate() error {
	var es Errors
	if c.Year < 1900 || c.Year > 2200 {
		es = append(es, Bad("year", "error.year"))
	}
	if c.Households != nil && (*c.Households < 0 || *c.Households > mostPeople) {
		es = append(es, Bad("households", "error.whole_number"))
	}
	known := map[Count]int{}
	for _, x := range c.Counts {
		if x.People < 0 || x.People > mostPeople {
			es = append(es, Bad(CountField(x.Sex, x.Band), "error.whole_number"))
			continue
		}
		known[Count{Sex: x.Sex, Band: x.Band}] = x.People
	}
	if len(es) > 0 {
		return es
	}
	both, women, men := known[Count{}], known[Count{Sex: "f"}], known[Count{Sex: "m"}]
	_, hasBoth := known[Count{}]
	_, hasWomen := known[Count{Sex: "f"}]
	_, hasMen := known[Count{Sex: "m"}]
	if hasBoth && (hasWomen && hasMen && women+men != both || women > both || men > both) {
		es = append(es, Bad("people", "error.census_sum", "women", women, "men", men, "people", both))
	}
	for _, sex := range Sexes {
		sum := 0
		for _, band := range AgeBands {
			sum += known[Count{Sex: sex, Band: band}]
		}
		if all, has := known[Count{Sex: sex}]; has && sum > all {
			es = append(es, Bad(CountField(sex, ""), "error.census_bands", "sum", sum, "people", all))
		}
	}
	return es.Or()
}

// Whole adds up what follows from the parts: both sexes from women and men.
func (c SetCensus) Whole() SetCensus {
	had := Census{Counts: c.Counts}
	women, hasWomen := had.Of("f", "")
	men, hasMen := had.Of("m", "")
	if _, has := had.Of("", ""); !has && hasWomen && hasMen {
		c.Counts = append([]Count{{People: women + men}}, c.Counts...)
	}
	return c
}
