package survey

import (
	"fmt"
	"testing"
)

func forms() *Form {
	say := func(s string) Text { return Text{"": s} }
	return &Form{Title: "T", ID: "t", Questions: []*Question{
		{Type: "start", Name: "start"},
		{Type: "note", Name: "hello", Label: say("Салам")},
		{Type: "select_one", List: "yesno", Name: "kids", Label: say("Балдар барбы?")},
		{Type: "integer", Name: "many", Label: say("Канча?"), Relevant: "${kids} = 'yes'"},
		{Type: "calculate", Name: "twice", Calculation: "${many} * 2"},
		{Type: "group", Name: "school", Label: say("Мектеп"), Relevant: "selected(${kids}, 'yes') and ${many} > 0", Children: []*Question{
			{Type: "select_one", List: "yesno", Name: "goes", Label: say("Барабы?")},
			{Type: "text", Name: "why", Label: say("Эмнеге?"), Relevant: "not(selected(${goes}, 'yes'))"},
		}},
		{Type: "group", Name: "plain", Children: []*Question{{Type: "select_multiple", List: "yesno", OrOther: true, Name: "wants", Label: say("Эмне керек?")}}},
		{Type: "select_one", List: "yesno", Name: "held", Relevant: "0"},
		{Type: "text", Name: "last", Label: say("Дагы?"), Relevant: "${many} + 1 > 2"},
	}, Lists: []*List{{Name: "yesno", Choices: []Choice{{Name: "yes"}, {Name: "no"}}}}}
}

func TestQuestionsAreNumberedAsOnPaper(t *testing.T) {
	numbers := Numbers(forms())
	want := map[string]string{"kids": "1", "many": "2", "school": "3", "school/goes": "3.1", "school/why": "3.2", "plain/wants": "4", "plain/wants_other": "4.1", "last": "5"}
	if fmt.Sprint(numbers) != fmt.Sprint(want) {
		t.Errorf("%v\nwant %v", numbers, want)
	}
}

func TestSimpleRulesAreReadAndOthersAreNot(t *testing.T) {
	f := forms()
	for said, want := range map[string]string{
		"${kids} = 'yes'": "{false [{kids is [yes]}]} true",
		"'yes' = ${kids}": "{false [{kids is [yes]}]} true",
		"3 < ${many}":     "{false [{many more [3]}]} true",
		"selected(${kids}, 'yes') and ${many} > 0":         "{false [{kids has [yes]} {many more [0]}]} true",
		"${many} >= 7 or ${kids} != ''":                    "{true [{many from [7]} {kids answered []}]} true",
		"not(selected(${goes}, 'yes'))":                    "{false [{goes lacks [yes]}]} true",
		"${kids} = 'yes' and (${many} = 1 or ${many} = 2)": "false",
		"not(${kids} = 'yes') and ${many} > -1":            "{false [{kids not [yes]} {many more [-1]}]} true",
		"selected('yes', ${kids})":                         "false",
		"starts-with(${kids}, 'y')":                        "false",
		"not(${many} > 3)":                                 "false",
		"${many} + 1 > 2":                                  "false",
		"${nobody} = 1":                                    "false",
		"count(${many}) > 2":                               "false",
	} {
		c, ok := f.Sentence(said)
		got := fmt.Sprint(c, ok)
		if !ok {
			got = "false"
		}
		if got != want {
			t.Errorf("%s: %s, want %s", said, got, want)
		}
	}
}

func TestAChoiceLeadsPastWhatItMakesPointless(t *testing.T) {
	skips := Skips(forms())
	want := map[string]map[string]string{"kids": {"no": "plain/wants"}, "school/goes": {"yes": "plain/wants"}}
	if fmt.Sprint(skips) != fmt.Sprint(want) {
		t.Errorf("%v\nwant %v", skips, want)
	}
}
