package tally

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// A municipality where men's groups are many: what women put first goes under.
var manyMen = Consolidation{
	Needs: []string{"road", "canal", "pasture", "bridge", "hall", "gas", "waste", "water", "lights", "school", "kindergarten", "clinic", "bus", "bath"},
	Groups: []FocusGroup{
		group("m1", "men", "Алга", 200, 12, "road>canal>pasture>bridge>hall"), group("m2", "men", "Бурана", 200, 12, "road>canal>pasture>bridge>gas"),
		group("m3", "men", "Мээнеткеч", 200, 12, "hall>gas>waste>lights>school"), group("m4", "men", "Дөң-Арык", 200, 12, "waste>gas>bus>school>lights"),
		group("w1", "women", "Алга", 200, 8, "water>kindergarten>clinic"), group("w2", "women", "Бурана", 200, 8, "water>clinic>bus>lights>bath"),
		group("y1", "youth", "Алга", 200, 8, "hall>lights=school=bath"),
	},
}

// missed is what a divergence found, a line each: "women: clinic own 2 overall 11".
func missed(found []Divergence) []string {
	var out []string
	for _, d := range found {
		if len(d.Missed) == 0 {
			out = append(out, d.Audience+": none")
		}
		for _, m := range d.Missed {
			out = append(out, fmt.Sprintf("%s %s: %s own %s overall %s", d.Audience, m.Group, m.Need, m.Own.Mark(), m.Overall.Mark()))
		}
	}
	return out
}

func TestWhatWomenPutFirstAndTheListDoesNot(t *testing.T) {
	list := by(t, manyMen, ByBorda)
	want := "1 hall 11, 2= road 10, 2= water 10, 4 gas 9, 5 lights 8, 6 waste 8, 7 canal 8, 8 clinic 7, 9 school 6, " +
		"10= bus 6, 10= pasture 6, 12 bath 4, 13 bridge 4, 14 kindergarten 4"
	if got := said(list); got != want {
		t.Fatalf("%s\nwant\n%s", got, want)
	}
	byHand := slices.Clone(list.Order())
	byHand = slices.DeleteFunc(byHand, func(p Placed) bool { return p.Need == "water" })
	for _, x := range []struct {
		why   string
		list  []Placed
		watch Watch
		want  []string
	}{
		{"as usual; nobody asked the vulnerable", list.Order(), Watch{Audiences: []string{"women", "youth", "vulnerable"}}, []string{
			"women : kindergarten own 3 overall 14", "women w1: kindergarten own 2 overall 14",
			"youth : bath own 2= overall 12", "youth y1: bath own 2= overall 12"}},
		{"a group's third that is not the audience's", list.Order(), Watch{Audiences: []string{"women"}, TopOf: 3, Within: 9}, []string{
			"women : kindergarten own 3 overall 14", "women w1: kindergarten own 2 overall 14", "women w2: bus own 3 overall 10="}},
		{"a shared tenth is a tenth", list.Order(), Watch{Audiences: []string{"women"}, TopOf: 4}, []string{
			"women : kindergarten own 3 overall 14", "women w1: kindergarten own 2 overall 14"}},
		{"the first needs only", list.Order(), Watch{Audiences: []string{"women"}, TopOf: 1, Within: 2}, []string{"women: none"}},
		{"a list that is short enough", list.Order(), Watch{Audiences: []string{"women"}, Within: 14}, []string{"women: none"}},
		{"one that lost a need", byHand, Watch{Audiences: []string{"women"}, TopOf: 1, Within: 14}, []string{
			"women : water own 1 overall ", "women w1: water own 1 overall ", "women w2: water own 1 overall "}},
	} {
		found, err := manyMen.Divergence(x.list, x.watch)
		if got := missed(found); err != nil || !slices.Equal(got, x.want) {
			t.Errorf("%s: %v\n%s", x.why, err, strings.Join(got, "\n"))
		}
	}
}

func TestEachAudienceHasItsOwnOrder(t *testing.T) {
	for audience, want := range map[string]string{
		"women":      "1 water 10, 2 clinic 7, 3 kindergarten 4, 4 bus 3, 5 lights 2, 6 bath 1",
		"youth":      "1 hall 5, 2= bath 3, 2= lights 3, 2= school 3",
		"vulnerable": "",
	} {
		own, err := manyMen.OwnOrder(audience)
		if got := said(own); err != nil || got != want {
			t.Errorf("%s: %v %s", audience, err, got)
		}
	}
	wrong := manyMen
	wrong.Groups = []FocusGroup{group("1", "women", "", 1, 1, "moon")}
	var fault *GroupError
	if _, err := wrong.Divergence(nil, Watch{Audiences: []string{"women"}}); !errors.As(err, &fault) || fault.Need != "moon" {
		t.Errorf("%v", err)
	}
}

func TestNoFirstNeedGoesUnderUnseen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := consolidations().Draw(t, "groups")
		w := Watch{[]string{"women"}, rapid.IntRange(1, 3).Draw(t, "top"), rapid.IntRange(1, 7).Draw(t, "within")}
		list := by(t, c, Rule(rapid.SampledFrom(Rules).Draw(t, "rule")))
		found, err := c.Divergence(list.Order(), w)
		if err != nil {
			t.Fatal(err)
		}
		said := map[string]bool{} // group and need
		for _, d := range found {
			for _, m := range d.Missed {
				said[m.Group+" "+m.Need] = true
			}
		}
		at := places(list.Order())
		for _, g := range c.Groups {
			for _, p := range g.places() {
				want := g.Audience == "women" && p.Place <= w.TopOf && at[p.Need].Place > w.Within
				if said[g.ID+" "+p.Need] != want {
					t.Fatalf("group %s, need %s at %s there and %s in the list: said %v", g.ID, p.Need, p.Mark(), at[p.Need].Mark(), !want)
				}
			}
		}
		own, err := c.OwnOrder("women")
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range own.Order() {
			if want := p.Place <= w.TopOf && at[p.Need].Place > w.Within; said[" "+p.Need] != want {
				t.Fatalf("women have %s at %s, the list at %s: said %v", p.Need, p.Mark(), at[p.Need].Mark(), !want)
			}
		}
	})
}
