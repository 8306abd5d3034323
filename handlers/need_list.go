package handlers

import (
	"cmp"
	"context"
	"math/big"
	"slices"

	"ashar/internal/civic"
	"ashar/internal/tally"
)

type needStore interface {
	Needs(ctx context.Context, cycle string) (civic.Needs, error)
	NeedsOf(ctx context.Context, cycle civic.Cycle, place civic.Place) (civic.Needs, error)
	NeedVoices(ctx context.Context, need string) (map[string][]string, error)
}

// needList is the consolidated list of a cycle as it stands.
func (a *App) needList(ctx context.Context, cycle string) (*civic.NeedList, error) {
	ns, err := a.store.Needs(ctx, cycle)
	if err != nil {
		return nil, err
	}
	return ListOf(ns)
}

// needListOf is the same of a cycle that is at hand.
func (a *App) needListOf(ctx context.Context, cycle civic.Cycle, place civic.Place) (*civic.NeedList, error) {
	ns, err := a.store.NeedsOf(ctx, cycle, place)
	if err != nil {
		return nil, err
	}
	return ListOf(ns)
}

// ListOf makes the list of needs by the rules of their cycle, and puts the
// order by hand over it where there is one.
func ListOf(ns civic.Needs) (*civic.NeedList, error) {
	l := &civic.NeedList{Needs: ns, Rules: ns.Cycle.Rules.ListRules()}
	c := consolidationOf(&l.Needs, l.Rules)
	ruled, err := c.By(tally.Rule(l.Rules.Rule))
	if err != nil {
		return nil, err
	}
	ranks := map[string]map[civic.AudienceKind]int{}
	for _, kind := range l.Kinds() {
		own, err := c.OwnOrder(string(kind))
		if err != nil {
			return nil, err
		}
		for _, r := range own.Rows {
			if ranks[r.Need] == nil {
				ranks[r.Need] = map[civic.AudienceKind]int{}
			}
			ranks[r.Need][kind] = r.Place
		}
	}
	most := mostPoints(ruled)
	for _, r := range ruled.Rows {
		row := civic.NeedRow{Need: l.Find(r.Need), Place: r.Place, Shared: r.Last > r.Place, Points: tally.Mixed(r.Points), Percent: percentOf(r.Points, most), Ruled: r.Place,
			Groups: r.Groups, Villages: r.Villages, Ranks: ranks[r.Need]}
		if len(r.Brought) > 0 {
			row.First = r.Brought[0]
		}
		l.Rows = append(l.Rows, row)
	}
	if len(ns.Orders) > 0 && len(ns.Orders[0].Ordered) > 0 {
		l.Hand = &ns.Orders[0]
		l.ByHand()
	}
	return l, flagDivergence(l, c)
}

// chosenOrder is the list as the groups of an audience, or of a village, alone
// make it: the village's by the declared rule, the audience's by Borda, as it is
// compared with the list. With neither it is the list. What else stands on a row is of the whole list.
func chosenOrder(l *civic.NeedList, audience civic.AudienceKind, village string) ([]civic.NeedRow, error) {
	if audience == "" && village == "" {
		return l.Rows, nil
	}
	c := consolidationOf(&l.Needs, l.Rules)
	own, err := c.OwnOrder(string(audience))
	if audience == "" {
		own, err = c.OfVillage(village, tally.Rule(l.Rules.Rule))
	}
	most, at := mostPoints(own), map[string]tally.NeedRow{}
	for _, r := range own.Rows {
		at[r.Need] = r
	}
	var rows []civic.NeedRow
	for _, row := range l.Rows { // of equal ones that which stands higher in the list goes first
		if r, ok := at[row.ID]; ok {
			row.Place, row.Shared, row.Points, row.Percent = r.Place, r.Shared(), tally.Mixed(r.Points), percentOf(r.Points, most)
			rows = append(rows, row)
		}
	}
	slices.SortStableFunc(rows, func(a, b civic.NeedRow) int { return a.Place - b.Place })
	return rows, err
}

func mostPoints(l tally.List) *big.Rat {
	most := new(big.Rat)
	for _, r := range l.Rows {
		if most.Cmp(r.Points) < 0 {
			most = r.Points
		}
	}
	return most
}

// percentOf is a part in whole percents, rounded down.
func percentOf(part, whole *big.Rat) int {
	if whole.Sign() == 0 {
		return 0
	}
	share := new(big.Rat).Quo(part, whole)
	share.Mul(share, big.NewRat(100, 1))
	return int(new(big.Int).Quo(share.Num(), share.Denom()).Int64())
}

// consolidationOf is what the rules count: every group's own ranking of the needs.
func consolidationOf(ns *civic.Needs, rules civic.ListRules) tally.Consolidation {
	c := tally.Consolidation{Depth: rules.Depth}
	for i := range ns.Needs {
		c.Needs = append(c.Needs, ns.Needs[i].ID)
	}
	for i := range ns.Groups {
		g := &ns.Groups[i]
		c.Groups = append(c.Groups, tally.FocusGroup{ID: g.Session, Audience: string(g.AudienceKind), Village: g.Village, Population: g.Population,
			Attendance: g.Attendance, BelowMinimum: g.Attendance < ns.Cycle.Rules.MinAttendance, Order: orderOf(ns, g.Session)})
	}
	byTurn := slices.Clone(ns.Groups)
	turn := func(k civic.AudienceKind) int { return slices.Index(rules.Order, k) }
	byTurn = slices.DeleteFunc(byTurn, func(g civic.NeedGroup) bool { return turn(g.AudienceKind) < 0 })
	slices.SortStableFunc(byTurn, func(a, b civic.NeedGroup) int { return cmp.Compare(turn(a.AudienceKind), turn(b.AudienceKind)) })
	for _, g := range byTurn {
		c.First = append(c.First, g.Session)
	}
	return c
}

// orderOf is a group's ranking of the needs, best first, those level together.
// Of two cards in one need the better counts; a card that was not ranked names its need no place.
func orderOf(ns *civic.Needs, session string) [][]string {
	type placed struct {
		need  string
		place int
	}
	var all []placed
	for i := range ns.Needs {
		if place := ns.Needs[i].Best(session); place > 0 {
			all = append(all, placed{ns.Needs[i].ID, place})
		}
	}
	slices.SortFunc(all, func(a, b placed) int { return cmp.Or(a.place-b.place, cmp.Compare(a.need, b.need)) })
	var order [][]string
	for i, p := range all {
		if i > 0 && all[i-1].place == p.place {
			order[len(order)-1] = append(order[len(order)-1], p.need)
		} else {
			order = append(order, []string{p.need})
		}
	}
	return order
}

// flagDivergence marks what stands high with a watched audience and low in the list.
func flagDivergence(l *civic.NeedList, c tally.Consolidation) error {
	var watch []string
	for _, k := range l.Rules.Watch {
		watch = append(watch, string(k))
	}
	var order []tally.Placed
	for _, r := range l.Rows {
		order = append(order, tally.Placed{Need: r.ID, Place: r.Place, Last: r.Place})
	}
	found, err := c.Divergence(order, tally.Watch{Audiences: watch, Within: l.Rules.Within})
	if err != nil {
		return err
	}
	for _, d := range found {
		for _, m := range d.Missed {
			l.Flag(civic.NeedFlag{Audience: civic.AudienceKind(d.Audience), Need: m.Need, Group: m.Group, Own: m.Own.Place, Place: m.Overall.Place})
		}
	}
	return nil
}
