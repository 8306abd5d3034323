package tally

import (
	"errors"
	"math/big"
	"slices"
	"strings"
	"testing"
)

// The worked example: four groups order six needs completely.
var fourGroups = Consolidation{
	Needs: []string{"Well", "Clinic", "School", "Road", "Market", "Lights"},
	Groups: []FocusGroup{
		group("women", "women", "Алга", 210, 9, "Well>Clinic>School>Road>Market>Lights"),
		group("men", "men", "Алга", 190, 12, "Road>Market>Well>Lights>School>Clinic"),
		group("youth", "youth", "Бурана", 150, 10, "Lights>Market>School>Road>Well>Clinic"),
		group("hamlet", "mixed", "Мээнеткеч", 60, 6, "Road>Well>Lights>Market>Clinic>School"),
	},
	First: []string{"women", "men", "youth", "hamlet"},
}

// group reads an order such as "Road>Well=Lights".
func group(id, audience, village string, population, attendance int, order string) FocusGroup {
	g := FocusGroup{ID: id, Audience: audience, Village: village, Population: population, Attendance: attendance}
	for _, level := range strings.Split(order, ">") {
		g.Order = append(g.Order, strings.Split(level, "="))
	}
	return g
}

// said is a list in a line: "1 Road 14, 2= Well 13".
func said(l List) string {
	var out []string
	for _, r := range l.Rows {
		out = append(out, r.Mark()+" "+r.Need+" "+Mixed(r.Points))
	}
	return strings.Join(out, ", ")
}

// by is the list of a rule that cannot fail.
func by(t interface{ Fatal(...any) }, c Consolidation, rule Rule) List {
	list, err := c.By(rule)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestTheWorkedExampleComesOut(t *testing.T) {
	for _, depth := range []int{0, 5, 10, 100} { // with six needs every depth from 5 is Borda's count
		c := fourGroups
		c.Depth = depth
		for rule, want := range map[Rule]string{
			"":           "1 Road 14, 2 Well 13, 3 Market 11, 4 Lights 10, 5 School 7, 6 Clinic 5",
			ByBorda:      "1 Road 14, 2 Well 13, 3 Market 11, 4 Lights 10, 5 School 7, 6 Clinic 5",
			ByPopulation: "1 Well 2010, 2 Road 1970, 3 Market 1690, 4 Lights 1310, 5 School 1270, 6 Clinic 900",
			ByAttendance: "1 Road 128, 2 Well 115, 3 Market 109, 4 Lights 92, 5 School 69, 6 Clinic 42",
			ByCopeland:   "1 Road 4 1/2, 2 Well 3 1/2, 3 Market 3, 4 Lights 2 1/2, 5 School 1, 6 Clinic 1/2",
			ByGuarantee:  "1 Well 13, 2 Road 14, 3 Lights 10, 4 Market 11, 5 School 7, 6 Clinic 5",
			ByGroups:     "1= Lights 4, 1= Road 4, 1= Well 4, 4= Clinic 4, 4= Market 4, 6 School 4",
		} {
			if got := said(by(t, c, rule)); got != want {
				t.Errorf("%s to depth %d:\n%s\nwant\n%s", rule, depth, got, want)
			}
		}
	}
}

func TestTheOrderChangesWithTheRule(t *testing.T) {
	var orders [][]Placed
	for _, rule := range []Rule{ByBorda, ByPopulation, ByGuarantee} {
		orders = append(orders, by(t, fourGroups, rule).Order())
	}
	orders = append(orders, []Placed{{"Clinic", 1, 1}, {"Bridge", 2, 2}}) // by hand, not finished
	var got []string
	for _, row := range Compare(orders...) {
		line := row.Need
		for _, p := range row.Places {
			line += " " + p.Mark()
		}
		got = append(got, line)
	}
	want := []string{"Road 1 2 2 ", "Well 2 1 1 ", "Market 3 3 4 ", "Lights 4 4 3 ", "School 5 5 5 ", "Clinic 6 6 6 1"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if Compare() != nil {
		t.Error("rows without an order")
	}
}

func TestARowSaysWhoGaveWhat(t *testing.T) {
	c := fourGroups
	c.Groups = slices.Clone(c.Groups)
	c.Groups[3].BelowMinimum = true
	list := by(t, c, ByPopulation)
	var got []string
	for _, v := range list.Rows[0].Voices {
		got = append(got, v.Group+" "+Placed{"", v.Place, v.Last}.Mark()+" "+Mixed(big.NewRat(int64(v.Weight), 1))+" × "+Mixed(v.Points))
	}
	if want := []string{"women 1 210 × 5", "hamlet 2 60 × 4", "men 3 190 × 3", "youth 5 150 × 1"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if r := list.Rows[0]; r.Groups != 4 || r.Villages != 3 || r.Best != 1 || !r.Voices[1].BelowMinimum {
		t.Errorf("%+v", r)
	}
	if !slices.Equal(list.BelowMinimum, []string{"hamlet"}) {
		t.Errorf("too small: %v", list.BelowMinimum)
	}
	if r := by(t, c, ByCopeland).Rows[0]; r.Wins != 4 || r.Losses != 0 || r.Voices[0].Points != nil {
		t.Errorf("%+v", r)
	}
}

func TestWhatAGroupDoesNotNameGetsNothing(t *testing.T) {
	many := Consolidation{Needs: strings.Split("a b c d e f g h i j k l", " ")}
	for _, x := range []struct {
		why    string
		depth  int
		groups []string
		want   string
	}{
		{"a long list brings five needs, a short one as heavy a first", 0, []string{"a>b>c>d>e>f>g>h", "i>j"},
			"1= a 5, 1= i 5, 3= b 4, 3= j 4, 5 c 3, 6 d 2, 7 e 1, 8 f 0, 9 g 0, 10 h 0, 11= k 0, 11= l 0"},
		{"deeper", 10, []string{"a>b>c>d>e>f>g>h", "i>j"},
			"1= a 10, 1= i 10, 3= b 9, 3= j 9, 5 c 8, 6 d 7, 7 e 6, 8 f 5, 9 g 4, 10 h 3, 11= k 0, 11= l 0"},
		{"those level share the points of their places, also over the edge", 0, []string{"a=b>c>d>e=f=g"},
			"1= a 4 1/2, 1= b 4 1/2, 3 c 3, 4 d 2, 5= e 1/3, 5= f 1/3, 5= g 1/3, 8= h 0, 8= i 0, 8= j 0, 8= k 0, 8= l 0"},
		{"a third is not lost", 0, []string{"a>b=c=d>e", "f>e>d", "a"},
			"1 a 10, 2 d 6, 3 e 5, 4 f 5, 5= b 3, 5= c 3, 7= g 0, 7= h 0, 7= i 0, 7= j 0, 7= k 0, 7= l 0"},
	} {
		c := many
		c.Depth = x.depth
		for i, order := range x.groups {
			c.Groups = append(c.Groups, group(string(rune('A'+i)), "women", "Алга", 1, 1, order))
		}
		got := said(by(t, c, ByBorda))
		if got != x.want {
			t.Errorf("%s:\n%s\nwant\n%s", x.why, got, x.want)
		}
	}
}

func TestTiesArePartedInTheDeclaredOrder(t *testing.T) {
	for _, x := range []struct {
		why    string
		groups []FocusGroup
		want   string
	}{
		{"more groups", []FocusGroup{group("1", "", "Алга", 0, 0, "a>p>b"), group("2", "", "Алга", 0, 0, "q>r>s>b")},
			"1 b 5 , 2= a 5 groups, 2= q 5 groups"},
		{"more villages", []FocusGroup{group("1", "", "Алга", 0, 0, "a>b"), group("2", "", "Алга", 0, 0, "p>a"), group("3", "", "Бурана", 0, 0, "b")},
			"1 b 9 , 2 a 9 villages, 3 p 5 "},
		{"no village is none", []FocusGroup{group("1", "", "Алга", 0, 0, "a>b"), group("2", "", "Бурана", 0, 0, "p>a"), group("3", "", "", 0, 0, "b")},
			"1 a 9 , 2 b 9 villages, 3 p 5 "},
		{"the best place", []FocusGroup{group("1", "", "Алга", 0, 0, "a>p>b"), group("2", "", "Алга", 0, 0, "q>r>b>s>a")},
			"1 a 6 , 2 b 6 best, 3 q 5 "},
	} {
		list := by(t, Consolidation{Needs: strings.Split("q p r s b a", " "), Groups: x.groups}, ByBorda)
		var got []string
		for _, r := range list.Rows[:3] {
			got = append(got, r.Mark()+" "+r.Need+" "+Mixed(r.Points)+" "+r.Step)
		}
		if s := strings.Join(got, ", "); s != x.want {
			t.Errorf("%s: %s, want %s", x.why, s, x.want)
		}
	}
}

func TestEachGroupsFirstNeedComesIn(t *testing.T) {
	c := Consolidation{Needs: strings.Split("a b c d e f g", " "), Groups: []FocusGroup{
		group("1", "men", "Алга", 1, 1, "a>b>c"), group("2", "men", "Алга", 1, 1, "a>b>c"), group("3", "women", "Алга", 1, 1, "d>b"),
		group("4", "youth", "Алга", 1, 1, "e=a>b"), group("5", "elders", "Алга", 1, 1, "f=g"), group("6", "mixed", "Алга", 1, 1, "c=b"), group("7", "mixed", "Алга", 1, 1, "d=b"),
	}}
	for _, x := range []struct {
		first []string
		want  string
	}{
		{[]string{"3", "1", "nobody", "3", "6", "5"}, // 4 and 7 were not declared: what they put first is in by then
			"1 d [3 7], 2 a [1 2 4], 3 b [6 7], 4= f [5], 4= g [5], 6 c [], 7 e []"},
		{[]string{"4"}, // the others come in by their points, a stands for 4 as it has more than e
			"1 a [4 1 2], 2 b [6 7], 3 d [3], 4= f [5], 4= g [5], 6 c [], 7 e []"},
	} {
		c.First = x.first
		var got []string
		for _, r := range by(t, c, ByGuarantee).Rows {
			got = append(got, r.Mark()+" "+r.Need+" ["+strings.Join(r.Brought, " ")+"]")
		}
		if s := strings.Join(got, ", "); s != x.want {
			t.Errorf("%v: %s\nwant %s", x.first, s, x.want)
		}
	}
}

func TestAGroupWithoutWeightIsSaid(t *testing.T) {
	c := fourGroups
	c.Groups = slices.Clone(c.Groups)
	c.Groups[1].Population = 0
	list := by(t, c, ByPopulation)
	if !slices.Equal(list.Unweighed, []string{"men"}) || list.Rows[0].Groups != 3 || len(list.Rows[0].Voices) != 4 {
		t.Errorf("%v, %+v", list.Unweighed, list.Rows[0])
	}
	if list := by(t, c, ByBorda); list.Unweighed != nil {
		t.Errorf("%v do not weigh", list.Unweighed)
	}
}

func TestWhatNoRuleCanReadIsNamed(t *testing.T) {
	c := Consolidation{Needs: []string{"a", "b"}, Groups: []FocusGroup{group("1", "", "", 1, 1, "a>b")}}
	with := func(change func(*Consolidation)) Consolidation {
		out := c
		out.Groups = slices.Clone(c.Groups)
		change(&out)
		return out
	}
	for _, x := range []struct {
		c    Consolidation
		want GroupError
	}{
		{with(func(c *Consolidation) { c.Needs = []string{"a", "b", "a"} }), GroupError{"", "a", "twice"}},
		{with(func(c *Consolidation) { c.Depth = -1 }), GroupError{"", "", "number"}},
		{with(func(c *Consolidation) { c.Groups[0].Population = -1 }), GroupError{"1", "", "number"}},
		{with(func(c *Consolidation) { c.Groups[0].Attendance = -1 }), GroupError{"1", "", "number"}},
		{with(func(c *Consolidation) { c.Groups = append(c.Groups, c.Groups[0]) }), GroupError{"1", "", "twice"}},
		{with(func(c *Consolidation) { c.Groups[0] = group("1", "", "", 1, 1, "a>z") }), GroupError{"1", "z", "need"}},
		{with(func(c *Consolidation) { c.Groups[0] = group("1", "", "", 1, 1, "a>b=a") }), GroupError{"1", "a", "twice"}},
	} {
		var got *GroupError
		if _, err := x.c.By(ByBorda); !errors.As(err, &got) || *got != x.want {
			t.Errorf("%v, want %v", err, &x.want)
		}
	}
	var method *MethodError
	if _, err := c.By("loudest"); !errors.As(err, &method) || !slices.Equal(method.Allowed, Rules) {
		t.Errorf("%v", err)
	}
	if list := by(t, Consolidation{Needs: []string{"a"}, Groups: []FocusGroup{group("1", "", "", 1, 1, "a")}}, ByBorda); said(list) != "1 a 1" {
		t.Errorf("one need alone: %s", said(list))
	}
	if list := by(t, Consolidation{}, ByCopeland); len(list.Rows) != 0 {
		t.Errorf("%v out of nothing", list.Rows)
	}
}

func TestPointsAreWrittenAsPeopleReadThem(t *testing.T) {
	for want, points := range map[string]*big.Rat{"0": new(big.Rat), "14": big.NewRat(14, 1), "12 1/2": big.NewRat(25, 2), "1/3": big.NewRat(2, 6), "2010": big.NewRat(2010, 1)} {
		if got := Mixed(points); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
