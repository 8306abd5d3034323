package civic

// NeedList is the consolidated list (domain §3.5): a cycle's needs in the order
// that stands, which is the declared rule's or, with a reason, one made by hand.
type NeedList struct {
	Needs
	Rules ListRules
	Rows  []NeedRow
	Hand  *NeedOrder // the order by hand that stands, nil when the rule's does
	// Flags are needs in the top three of a watched audience that the list has
	// further down than Rules.Within. They stay until answered.
	Flags []NeedFlag
}

// NeedRow is a need in the list.
type NeedRow struct {
	*Need
	Place    int // from 1; equal where Shared
	Shared   bool
	Points   string // exact, as the rule counts: "14", "12 1/2"
	Ruled    int    // its place by the rule alone
	Groups   int    // how many named it
	Villages int
	Ranks    map[AudienceKind]int // its place in each audience's own order, 0 not named
	First    string               // guaranteed: the session whose first need it is
}

// NeedFlag is a need that stood high with an audience and stands low in the list.
type NeedFlag struct {
	Audience AudienceKind
	Need     string
	Own      int // its place with the audience
	Place    int // in the list
	Answer   *DivergenceAnswer
}

// Row is a need's row, nil when it is not in the list.
func (l *NeedList) Row(need string) *NeedRow {
	for i := range l.Rows {
		if l.Rows[i].ID == need {
			return &l.Rows[i]
		}
	}
	return nil
}
