package tally

import (
	"fmt"
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// consolidations of up to seven needs and six groups with weak, incomplete
// orders, some without weight.
func consolidations() *rapid.Generator[Consolidation] {
	return rapid.Custom(func(t *rapid.T) Consolidation {
		c := Consolidation{Needs: []string{"a", "b", "c", "d", "e", "f", "g"}[:rapid.IntRange(1, 7).Draw(t, "needs")]}
		c.Depth = rapid.IntRange(0, 8).Draw(t, "depth")
		ids := []string{"1", "2", "3", "4", "5", "6"}[:rapid.IntRange(0, 6).Draw(t, "groups")]
		for _, id := range ids {
			c.Groups = append(c.Groups, FocusGroup{ID: id, Order: weak(c.Needs).Draw(t, "order"),
				Audience:   rapid.SampledFrom([]string{"women", "men"}).Draw(t, "audience"),
				Village:    rapid.SampledFrom([]string{"", "Алга", "Бурана"}).Draw(t, "village"),
				Population: rapid.IntRange(0, 3).Draw(t, "population"), Attendance: rapid.IntRange(0, 3).Draw(t, "attendance"),
				BelowMinimum: rapid.Bool().Draw(t, "below minimum")})
		}
		if len(ids) > 0 {
			c.First = rapid.Permutation(ids).Draw(t, "first")[:rapid.IntRange(0, len(ids)).Draw(t, "declared")]
		}
		return c
	})
}

// weak orders of some of the needs.
func weak(needs []string) *rapid.Generator[[][]string] {
	return rapid.Custom(func(t *rapid.T) [][]string {
		var out [][]string
		for _, need := range rapid.Permutation(needs).Draw(t, "all")[:rapid.IntRange(0, len(needs)).Draw(t, "named")] {
			if n := len(out); n > 0 && rapid.IntRange(0, 3).Draw(t, "level") == 0 {
				out[n-1] = append(out[n-1], need)
			} else {
				out = append(out, []string{need})
			}
		}
		return out
	})
}

// changed copies the groups and changes each.
func changed(c Consolidation, change func(*FocusGroup)) Consolidation {
	c.Groups = slices.Clone(c.Groups)
	for i := range c.Groups {
		g := &c.Groups[i]
		g.Order = slices.Clone(g.Order)
		for k, level := range g.Order {
			g.Order[k] = slices.Clone(level)
		}
		change(g)
	}
	return c
}

// all of a list that is to be the same, written down.
func all(l List) string {
	s := fmt.Sprintln(l.Rule, l.Depth, l.BelowMinimum, l.Unweighed)
	for _, r := range l.Rows {
		s += fmt.Sprintln(r.Mark(), r.Last, r.Need, r.Points, r.Groups, r.Villages, r.Best, r.Step, r.Wins, r.Losses, r.Brought)
		for _, v := range r.Voices {
			s += fmt.Sprintln(v.Group, v.Place, v.Last, v.Points, v.Weight, v.BelowMinimum)
		}
	}
	return s
}

// places of the needs by name.
func places(order []Placed) map[string]Placed {
	out := map[string]Placed{}
	for _, p := range order {
		out[p.Need] = p
	}
	return out
}

func eachRule(t *testing.T, rules []string, check func(*rapid.T, Consolidation, Rule)) {
	for _, rule := range rules {
		t.Run(rule, rapid.MakeCheck(func(t *rapid.T) { check(t, consolidations().Draw(t, "groups"), Rule(rule)) }))
	}
}

func TestNoOrderOfTypingCounts(t *testing.T) {
	eachRule(t, Rules, func(t *rapid.T, c Consolidation, rule Rule) {
		other := changed(c, func(g *FocusGroup) {
			for i, level := range g.Order {
				g.Order[i] = rapid.Permutation(level).Draw(t, "level")
			}
		})
		other.Needs = rapid.Permutation(c.Needs).Draw(t, "needs")
		if len(c.Groups) > 0 {
			other.Groups = rapid.Permutation(other.Groups).Draw(t, "groups")
		}
		if got, want := all(by(t, other, rule)), all(by(t, c, rule)); got != want {
			t.Fatalf("%s\nwas\n%s", got, want)
		}
	})
}

func TestNoNameCounts(t *testing.T) {
	eachRule(t, Rules, func(t *rapid.T, c Consolidation, rule Rule) {
		rename := map[string]string{}
		for i, other := range rapid.Permutation(c.Needs).Draw(t, "needs") {
			rename[c.Needs[i]] = other
		}
		var ids []string
		for _, g := range c.Groups {
			ids = append(ids, g.ID)
		}
		if len(ids) > 0 {
			for i, other := range rapid.Permutation(ids).Draw(t, "ids") {
				rename[ids[i]] = other
			}
		}
		other := changed(c, func(g *FocusGroup) {
			g.ID = rename[g.ID]
			if g.Village != "" {
				g.Village += " айылы"
			}
			for _, level := range g.Order {
				for k := range level {
					level[k] = rename[level[k]]
				}
			}
		})
		other.First = nil
		for _, id := range c.First {
			other.First = append(other.First, rename[id])
		}
		got := places(by(t, other, rule).Order())
		for _, p := range by(t, c, rule).Order() {
			if now := got[rename[p.Need]]; now.Place != p.Place || now.Last != p.Last {
				t.Fatalf("%s stands at %s, as %s at %s", p.Need, p.Mark(), now.Need, now.Mark())
			}
		}
	})
}

func TestEveryGroupTwiceChangesNoPlace(t *testing.T) {
	eachRule(t, Rules, func(t *rapid.T, c Consolidation, rule Rule) {
		times := rapid.IntRange(2, 4).Draw(t, "times")
		more := c
		more.Groups, more.First = nil, nil
		for k := range times {
			copied := changed(c, func(g *FocusGroup) { g.ID = fmt.Sprint(g.ID, "/", k) })
			more.Groups = append(more.Groups, copied.Groups...)
		}
		for _, id := range c.First {
			for k := range times {
				more.First = append(more.First, fmt.Sprint(id, "/", k))
			}
		}
		if got, want := by(t, more, rule).Order(), by(t, c, rule).Order(); !slices.Equal(got, want) {
			t.Fatalf("%v, was %v", got, want)
		}
	})
}

func TestAGroupWithoutWeightChangesNoPlace(t *testing.T) {
	eachRule(t, Rules, func(t *rapid.T, c Consolidation, rule Rule) {
		silent := FocusGroup{ID: "silent", Village: "Мээнеткеч"} // names nothing
		if rule == ByPopulation || rule == ByAttendance {
			silent.Order = weak(c.Needs).Draw(t, "unweighed")
		}
		more := c
		more.Groups = append(slices.Clone(c.Groups), silent)
		was, now := by(t, c, rule), by(t, more, rule)
		for i, r := range now.Rows {
			if w := was.Rows[i]; r.Placed != w.Placed || r.Points.Cmp(w.Points) != 0 || r.Step != w.Step || r.Groups != w.Groups {
				t.Fatalf("%+v, was %+v", r, w)
			}
		}
	})
}

func TestASmallGroupIsNeverLeftOut(t *testing.T) {
	eachRule(t, Rules, func(t *rapid.T, c Consolidation, rule Rule) {
		small := by(t, changed(c, func(g *FocusGroup) { g.BelowMinimum = true }), rule)
		full := by(t, changed(c, func(g *FocusGroup) { g.BelowMinimum = false }), rule)
		if !slices.Equal(small.Order(), full.Order()) || len(small.BelowMinimum) != len(c.Groups) || full.BelowMinimum != nil {
			t.Fatalf("%s\nsmall:\n%s", all(full), all(small))
		}
	})
}

// Not so with guaranteed places: a group whose two first needs were level was
// served by the other one, and now brings this one later than others their own.
func TestPuttingANeedHigherNeverLowersIt(t *testing.T) {
	rules := slices.DeleteFunc(slices.Clone(Rules), func(r string) bool { return Rule(r) == ByGuarantee })
	eachRule(t, rules, func(t *rapid.T, c Consolidation, rule Rule) {
		if len(c.Groups) == 0 {
			return
		}
		need := rapid.SampledFrom(c.Needs).Draw(t, "need")
		id := rapid.SampledFrom(c.Groups).Draw(t, "group").ID
		raised := changed(c, func(g *FocusGroup) {
			if g.ID == id {
				g.Order = raise(t, g.Order, need)
			}
		})
		was, now := places(by(t, c, rule).Order())[need], places(by(t, raised, rule).Order())[need]
		if now.Place > was.Place || now.Last > was.Last {
			t.Fatalf("%s was %s, put higher by %s it is %s", need, was.Mark(), id, now.Mark())
		}
	})
}

// raise puts a need into a level above its own, or between two.
func raise(t *rapid.T, order [][]string, need string) [][]string {
	at := slices.IndexFunc(order, func(level []string) bool { return slices.Contains(level, need) })
	if at < 0 {
		at = len(order)
	} else {
		order[at] = slices.DeleteFunc(order[at], func(x string) bool { return x == need })
	}
	if to := rapid.IntRange(0, at).Draw(t, "to"); to < at && rapid.Bool().Draw(t, "level with others") {
		order[to] = append(order[to], need)
	} else {
		order = slices.Insert(order, to, []string{need})
	}
	return slices.DeleteFunc(order, func(level []string) bool { return len(level) == 0 })
}

func TestPointsAreTheSumOfTheVoices(t *testing.T) {
	eachRule(t, Rules, func(t *rapid.T, c Consolidation, rule Rule) {
		list := by(t, c, rule)
		gave := map[string]*big.Rat{}
		for _, r := range list.Rows {
			sum := new(big.Rat)
			for _, v := range r.Voices {
				if v.Points == nil {
					continue
				}
				sum.Add(sum, new(big.Rat).Mul(v.Points, big.NewRat(int64(v.Weight), 1)))
				if gave[v.Group] == nil {
					gave[v.Group] = new(big.Rat)
				}
				gave[v.Group].Add(gave[v.Group], v.Points)
			}
			if rule != ByCopeland && sum.Cmp(r.Points) != 0 {
				t.Fatalf("%s has %s, its voices give %s", r.Need, r.Points, sum)
			}
		}
		for _, g := range c.Groups { // so many needs at 5, 4, 3 … , however they are tied, and no more than there are points
			want := 0
			for k := range min(list.Depth, len(g.places())) {
				want += list.Depth - k
			}
			if got := gave[g.ID]; rule != ByGroups && got != nil && got.Cmp(big.NewRat(int64(want), 1)) != 0 {
				t.Fatalf("group %s gave %s, not %d", g.ID, got, want)
			}
		}
	})
}

func TestCompleteOrdersAreCountedAsBordaDid(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := profiles().Draw(t, "profile")
		c := Consolidation{Needs: p.Names}
		for i, b := range p.Ballots {
			g := FocusGroup{ID: fmt.Sprint(i), Population: b.Count}
			for _, level := range b.Groups {
				g.Order = append(g.Order, pick(p.Names, level))
			}
			var rest []string
			for _, name := range p.Names {
				if !slices.Contains(slices.Concat(g.Order...), name) {
					rest = append(rest, name)
				}
			}
			g.Order = append(g.Order, rest) // level at the end, as BordaTwice has them
			c.Groups = append(c.Groups, g)
		}
		twice := p.BordaTwice()
		for _, r := range by(t, c, ByPopulation).Rows {
			if want := big.NewRat(int64(twice[slices.Index(p.Names, r.Need)]), 2); r.Points.Cmp(want) != 0 {
				t.Fatalf("%s has %s, want %s", r.Need, r.Points, want)
			}
		}
	})
}

func TestEveryGroupIsGuaranteedAFirstNeed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := consolidations().Draw(t, "groups")
		in, over := map[string]bool{}, false
		for _, r := range by(t, c, ByGuarantee).Rows {
			if over && len(r.Brought) > 0 {
				t.Fatalf("%s comes after a need that nobody brought", r.Need)
			}
			over = over || len(r.Brought) == 0
			for _, id := range r.Brought {
				in[id] = true
			}
		}
		for _, g := range c.Groups {
			if in[g.ID] != (len(g.places()) > 0) {
				t.Fatalf("group %s in: %v", g.ID, in[g.ID])
			}
		}
	})
}
