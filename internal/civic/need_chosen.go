package civic

import "slices"

func (l *NeedList) namedIn(n *Need, village string) bool {
	return slices.ContainsFunc(n.Cards, func(c NeedCard) bool {
		g := l.Group(c.Session)
		return g != nil && g.Village == village
	})
}

// Villages names each village that was asked once, by one of its groups.
func (l *NeedList) Villages() (groups []NeedGroup) {
	for _, g := range l.Groups {
		if !slices.ContainsFunc(groups, func(had NeedGroup) bool { return had.Village == g.Village }) {
			groups = append(groups, g)
		}
	}
	return groups
}

// Named is a card of one group with the need that it became.
type Named struct {
	Title  string // in the group's words
	Own    int    // its place in the group, 0 not ranked
	Row    *NeedRow
	Shared bool // another of the group has the same place
}

// NamedBy are the cards of a group in its own order; not ranked ones last.
func (l *NeedList) NamedBy(session string) (all []Named) {
	for i := range l.Rows {
		for _, c := range l.Rows[i].Cards {
			if c.Session == session {
				all = append(all, Named{Title: c.Title, Own: c.Place, Row: &l.Rows[i]})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Named) int {
		if a.Own == 0 || b.Own == 0 {
			return b.Own - a.Own
		}
		return a.Own - b.Own
	})
	for i := 1; i < len(all); i++ {
		if all[i].Own > 0 && all[i].Own == all[i-1].Own {
			all[i].Shared, all[i-1].Shared = true, true
		}
	}
	return all
}

// OfVillage parts the rows into those that a village's groups named, and the others.
func (l *NeedList) OfVillage(village string) (here, others []NeedRow) {
	for _, r := range l.Rows {
		if l.namedIn(r.Need, village) {
			here = append(here, r)
		} else {
			others = append(others, r)
		}
	}
	return here, others
}

// Loudest are a need's cards of known groups, those that put it highest first.
func (l *NeedList) Loudest(n *Need) []NeedCard {
	cards := slices.DeleteFunc(slices.Clone(n.Cards), func(c NeedCard) bool { return l.Group(c.Session) == nil })
	slices.SortStableFunc(cards, func(a, b NeedCard) int {
		if (a.Place == 0) != (b.Place == 0) {
			return b.Place - a.Place
		}
		if a.Place != b.Place {
			return a.Place - b.Place
		}
		return b.Voices - a.Voices
	})
	return cards
}
