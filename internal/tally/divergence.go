package tally

import (
	"cmp"
	"slices"
)

// What a cycle asks of Divergence unless it declares otherwise (Watch).
const (
	WatchTopOf  = 3
	WatchWithin = 10
)

// Watch says whose first needs must not go under, and where.
type Watch struct {
	Audiences []string // kinds: women, youth, vulnerable
	TopOf     int      // how many of their first needs; 0 = WatchTopOf
	Within    int      // the part of the list they should be in; 0 = WatchWithin
}

// Miss is a need that an audience has at its top and the list does not.
type Miss struct {
	Need    string
	Group   string // the one group that put it there; "" the audience together
	Own     Placed // in that order
	Overall Placed // in the list; Place 0 where it is not in it at all
}

// Divergence is what the list makes of one audience's wishes.
type Divergence struct {
	Audience string
	Own      List   // its own order, see OwnOrder
	Missed   []Miss // the audience together first, then group by group by id, each in its own order
}

// OwnOrder is the list of one audience alone, whatever rule the cycle has: Borda
// of its groups with equal weights, on the scale of the whole cycle. Needs that
// none of them named are not in it. Errors: *GroupError.
func (c Consolidation) OwnOrder(audience string) (List, error) {
	own := c
	own.Groups = c.groupsOf(audience)
	return own.named(ByBorda)
}

// OfVillage is the list of one village alone: the rule of its groups, on the
// scale of the whole cycle. Needs that none of them named are not in it.
// Errors: *MethodError, *GroupError.
func (c Consolidation) OfVillage(village string, rule Rule) (List, error) {
	own := c
	own.Groups = slices.DeleteFunc(slices.Clone(c.Groups), func(g FocusGroup) bool { return g.Village != village })
	return own.named(rule)
}

// named is By without the needs that no group named.
func (c Consolidation) named(rule Rule) (List, error) {
	list, err := c.By(rule)
	list.Rows = slices.DeleteFunc(list.Rows, func(r NeedRow) bool { return len(r.Voices) == 0 })
	return list, err
}

// groupsOf an audience, by id.
func (c Consolidation) groupsOf(audience string) []FocusGroup {
	groups := slices.DeleteFunc(slices.Clone(c.Groups), func(g FocusGroup) bool { return g.Audience != audience })
	slices.SortFunc(groups, func(a, b FocusGroup) int { return cmp.Compare(a.ID, b.ID) })
	return groups
}

// Divergence looks for the first needs of the watched audiences in the list as
// it stands, made by a rule or by hand. A need is missed if its place in the
// audience's own order, or in the order of one of the audience's groups, is
// TopOf or better and its place in the list is not Within or better. Places
// count as they are written: a shared third place is a third place, a shared
// tenth a tenth. So a group that put five needs level at the top has five first
// needs. A list of no more than Within needs misses nothing. Groups below the
// minimum are watched like all others. Audiences are in the order of Watch;
// those without a group are left out. Errors: *GroupError.
func (c Consolidation) Divergence(list []Placed, w Watch) ([]Divergence, error) {
	topOf, within := cmp.Or(w.TopOf, WatchTopOf), cmp.Or(w.Within, WatchWithin)
	overall := make(map[string]Placed, len(list))
	for _, p := range list {
		overall[p.Need] = p
	}
	missed := func(group string, order []Placed) []Miss {
		var out []Miss
		for _, p := range order {
			if at := overall[p.Need]; p.Place <= topOf && (at.Place == 0 || at.Place > within) {
				at.Need = p.Need
				out = append(out, Miss{p.Need, group, p, at})
			}
		}
		return out
	}
	var out []Divergence
	for _, audience := range w.Audiences {
		groups := c.groupsOf(audience)
		if len(groups) == 0 {
			continue
		}
		own, err := c.OwnOrder(audience)
		if err != nil {
			return nil, err
		}
		d := Divergence{audience, own, missed("", own.Order())}
		for _, g := range groups {
			order := g.places()
			slices.SortFunc(order, func(a, b Placed) int { return cmp.Or(a.Place-b.Place, cmp.Compare(a.Need, b.Need)) })
			d.Missed = append(d.Missed, missed(g.ID, order)...)
		}
		out = append(out, d)
	}
	return out, nil
}
