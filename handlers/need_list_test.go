package handlers

import (
	"slices"
	"strconv"
	"testing"

	"ashar/internal/civic"
	"ashar/internal/i18n"
)

// workedExample is the one of the conformance notes: four groups, six needs, complete orders.
func workedExample(rule civic.ListRule) civic.Needs {
	ns := civic.Needs{Cycle: civic.Cycle{Rules: civic.DefaultRules()}}
	rules := civic.DefaultListRules()
	rules.Rule = rule
	ns.Cycle.Rules.List = &rules
	groups := []struct {
		kind   civic.AudienceKind
		people int
		order  []string
	}{
		{civic.Women, 210, []string{"Well", "Clinic", "School", "Road", "Market", "Lights"}},
		{civic.Men, 190, []string{"Road", "Market", "Well", "Lights", "School", "Clinic"}},
		{civic.Youth, 150, []string{"Lights", "Market", "School", "Road", "Well", "Clinic"}},
		{civic.Mixed, 60, []string{"Road", "Well", "Lights", "Market", "Clinic", "School"}},
	}
	for i, g := range groups {
		session := strconv.Itoa(i)
		ns.Groups = append(ns.Groups, civic.NeedGroup{Session: session, AudienceKind: g.kind, Village: session, Population: g.people, Attendance: 10})
		for place, id := range g.order {
			at := slices.IndexFunc(ns.Needs, func(n civic.Need) bool { return n.ID == id })
			if at < 0 {
				ns.Needs = append(ns.Needs, civic.Need{ID: id, Title: civic.Text{KY: id}})
				at = len(ns.Needs) - 1
			}
			ns.Needs[at].Cards = append(ns.Needs[at].Cards, civic.NeedCard{Card: id + session, Session: session, Place: place + 1})
		}
	}
	return ns
}

func TestTheListOfTheWorkedExample(t *testing.T) {
	for rule, want := range map[civic.ListRule]string{
		civic.ListBorda:      "Road 14, Well 13, Market 11, Lights 10, School 7, Clinic 5, ",
		civic.ListPopulation: "Well 2010, Road 1970, Market 1690, Lights 1310, School 1270, Clinic 900, ",
	} {
		l, err := ListOf(workedExample(rule))
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, r := range l.Rows {
			got += r.ID + " " + r.Points + ", "
		}
		if got != want {
			t.Errorf("%s: %s, want %s", rule, got, want)
		}
		if row := l.Row("Well"); row.Ranks[civic.Women] != 1 || row.Ranks[civic.Youth] != 5 || row.Groups != 4 {
			t.Errorf("%s: the well is %+v", rule, row)
		}
	}
}

func TestAnOrderByHandKeepsTheRulesPlace(t *testing.T) {
	ns := workedExample(civic.ListBorda)
	ns.Orders = []civic.NeedOrder{{Number: 1, Ordered: []string{"Clinic", "Road"}, Reason: "the clinic is closed"}}
	l, err := ListOf(ns)
	if err != nil {
		t.Fatal(err)
	}
	if l.Rows[0].ID != "Clinic" || l.Rows[0].Place != 1 || l.Rows[0].Ruled != 6 || l.Rows[5].ID != "Road" || l.Hand == nil {
		t.Errorf("%+v", l.Rows[0])
	}
}

func TestWhatStandsHighWithWomenAndLowInTheListIsFlaggedUntilAnswered(t *testing.T) {
	ns := workedExample(civic.ListBorda)
	rules := ns.Cycle.Rules.ListRules()
	rules.Within = 4
	ns.Cycle.Rules.List = &rules
	l, err := ListOf(ns)
	if err != nil {
		t.Fatal(err)
	}
	open := l.OpenFlags()
	if len(open) != 3 || open[0].Audience != civic.Women || open[0].Need != "Clinic" || open[0].Own != 2 || open[0].Place != 6 {
		t.Fatalf("%+v", open)
	}
	ns.Answers = []civic.DivergenceAnswer{{Audience: civic.Women, Need: "Clinic", Answer: "the raion builds it"}}
	if l, err = ListOf(ns); err != nil || len(l.OpenFlags()) != 2 || len(l.Flags) != 3 {
		t.Errorf("%v: %+v", err, l.Flags)
	}
}

// Each village of the worked example has one group: its order is that group's.
func TestAVillageHasTheOrderOfItsOwnGroups(t *testing.T) {
	ns := workedExample(civic.ListBorda)
	ns.Groups[3].Village = "0" // the women's and the mixed group are of one village
	ns.Orders = []civic.NeedOrder{{Number: 1, Ordered: []string{"School", "Road"}, Reason: "by hand"}}
	l, err := ListOf(ns)
	if err != nil {
		t.Fatal(err)
	}
	for village, want := range map[string]string{
		"0": "1 Well 9, 2 Road 7, 3 Clinic 5, 4 School 3, 4 Lights 3, 6 Market 3, ",
		"1": "1 Road 5, 2 Market 4, 3 Well 3, 4 Lights 2, 5 School 1, 6 Clinic 0, ",
		"9": "",
	} {
		rows, err := chosenOrder(l, "", village)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, r := range rows {
			got += strconv.Itoa(r.Place) + " " + r.ID + " " + r.Points + ", "
		}
		if got != want {
			t.Errorf("village %s: %s, want %s", village, got, want)
		}
	}
	p, err := reporter{i18n.EN}.firstOf(l, "first_village")
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Rows) != 3 || p.Rows[1].Cells[1].Text != "1 Road – 5 points" || p.Rows[0].Cells[1].Text != "1 Well – 9 points" {
		t.Errorf("%+v", p.Rows)
	}
	whole, err := chosenOrder(l, "", "")
	if err != nil || whole[0].ID != "School" {
		t.Errorf("%v: %+v", err, whole)
	}
}
