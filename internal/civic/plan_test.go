package civic

import (
	"strings"
	"testing"
)

func lackKeys(es Errors) string {
	var keys []string
	for _, e := range es {
		keys = append(keys, e.Field+":"+strings.TrimPrefix(e.Key, "error.action_"))
	}
	return strings.Join(keys, " ")
}

func TestARowSaysWhatItLacks(t *testing.T) {
	step := []ActionStep{{ID: "s", Text: "казуу"}}
	whole := ActionText{Steps: step, ResponsibleAO: "Адис", Starts: "2016-03-01", Ends: "2016-09-01", Estimate: 100, Costs: []ActionCost{{Source: LocalBudget, Year: 2016, Amount: 100}}}
	for name, c := range map[string]struct {
		change func(*ActionText)
		want   string
	}{
		"whole":                 {func(*ActionText) {}, ""},
		"no step":               {func(t *ActionText) { t.Steps = nil }, "steps:steps"},
		"nobody":                {func(t *ActionText) { t.ResponsibleAO = "  " }, "responsible_ao:person"},
		"no dates":              {func(t *ActionText) { t.Starts, t.Ends = "", "" }, "starts:starts ends:ends"},
		"no source":             {func(t *ActionText) { t.Costs = nil }, "source:source"},
		"neither cost nor ways": {func(t *ActionText) { t.Costs, t.Estimate = nil, 0 }, "estimate:cost source:source"},
		"sources fall short":    {func(t *ActionText) { t.Estimate = 150 }, "source:short"},
		"sources give the cost": {func(t *ActionText) { t.Estimate = 0 }, ""},
		"labour alone": {func(t *ActionText) {
			t.Estimate, t.Costs = 0, []ActionCost{{Source: CommunityMoney, Year: 2016, InKind: "20 адам 3 күн"}}
		}, ""},
		"labour does not pay": {func(t *ActionText) {
			t.Costs = []ActionCost{{Source: CommunityMoney, Year: 2016, InKind: "20 адам"}}
		}, "source:source"},
		"from the start": {func(t *ActionText) { *t = ActionText{} }, "steps:steps responsible_ao:person starts:starts ends:ends estimate:cost source:source"},
	} {
		text := whole
		c.change(&text)
		if got := lackKeys(text.Lacks()); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestWhoIsBehindSaysWhy(t *testing.T) {
	report := func(s ActionStatus, on, delay string) error {
		return ReportAction{Status: s, On: on, Delay: delay}.Against("2016-09-01", "2016-05-20", "2016-12-12")
	}
	for name, c := range map[string]struct {
		err  error
		want string
	}{
		"in time":           {report(ActionUnderWay, "2016-09-01", ""), ""},
		"behind":            {report(ActionUnderWay, "2016-09-02", ""), "error.report_late"},
		"not even begun":    {report(NotStarted, "2016-10-01", ""), "error.report_late"},
		"behind, with why":  {report(ActionUnderWay, "2016-10-01", "жаан"), ""},
		"done in time":      {report(ActionDone, "2016-09-01", ""), ""},
		"done late":         {report(ActionDone, "2016-09-02", ""), "error.report_late"},
		"before the last":   {report(ActionUnderWay, "2016-05-19", ""), "error.report_earlier"},
		"in days to come":   {report(ActionUnderWay, "2016-12-13", "жаан"), "error.future"},
		"cancelled, unsaid": {ReportAction{ID: "00000000-0000-7000-8000-000000000000", Status: ActionCancelled, On: "2016-09-01"}.Validate(), "error.report_cancelled"},
	} {
		got := ""
		if ps := Problems(c.err); len(ps) > 0 {
			got = ps[0].Key
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	for status, late := range map[ActionStatus]bool{NotStarted: true, ActionUnderWay: true, ActionDone: false, ActionCancelled: false} {
		a := Action{Status: status, Ends: "2016-09-01"}
		if a.Late("2016-09-02") != late || a.Late("2016-09-01") {
			t.Errorf("%s: late %v", status, a.Late("2016-09-02"))
		}
	}
}

func TestSumsBySourceYearAndFact(t *testing.T) {
	p := Plan{PlanHead: PlanHead{Starts: "2016-01-01", Ends: "2017-12-31"}, Actions: []Action{
		{Costs: []ActionCost{{LocalBudget, 2016, 100, ""}, {LocalBudget, 2017, 50, ""}, {CommunityMoney, 2016, 10, "ашар"}}, Spent: 90},
		{Costs: []ActionCost{{GrantMoney, 2017, 30, ""}, {GrantMoney, 2018, 5, ""}}},
	}}
	for _, c := range []struct {
		source MoneySource
		year   int
		want   int64
	}{{LocalBudget, 2016, 100}, {LocalBudget, 0, 150}, {"", 2017, 80}, {"", 0, 195}, {SponsorMoney, 0, 0}, {GrantMoney, 2018, 5}} {
		if got := p.Sum(c.source, c.year); got != c.want {
			t.Errorf("%s in %d: %d, want %d", c.source, c.year, got, c.want)
		}
	}
	if years := p.CostYears(); len(years) != 3 || years[2] != 2018 {
		t.Errorf("a year beyond the period is left out: %v", years)
	}
	reports := []ActionReport{{Action: "a", On: "2016-05-20", Spent: 40}, {Action: "a", On: "2016-10-20", Spent: 90}, {Action: "b", On: "2016-11-01", Spent: 7}, {Action: "a", On: "2017-02-01", Spent: 120}}
	for day, want := range map[string]int64{"2016-05-19": 0, "2016-12-31": 97, "2017-12-31": 127} {
		if got := SpentBy(reports, day); got != want {
			t.Errorf("spent by %s: %d, want %d", day, got, want)
		}
	}
}

func TestVersionsTellRowByRowWhatChanged(t *testing.T) {
	row := func(id, title string) Action { return Action{ID: id, Title: Text{KY: title}} }
	before := Plan{Actions: []Action{row("same", "А"), row("gone", "Б"), row("other", "В")}}
	after := Plan{PlanHead: PlanHead{AgreedBy: "Башчы"}, Actions: []Action{row("same", "А"), row("other", "В"), row("new", "Г")}}
	after.Actions[0].Status, after.Actions[0].Spent = ActionDone, 100 // reported: no change of the plan
	after.Actions[1].Ends, after.Actions[1].Steps = "2017-01-01", []ActionStep{{ID: "s", Text: "казуу"}}
	got := ""
	for _, c := range ComparePlans(&before, &after) {
		got += c.Row().ID + " " + string(c.Kind) + " " + strings.Join(c.Fields, "+") + ", "
	}
	if want := "same same , other changed steps+dates, new added , gone removed , "; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if head := PlanHeadChanges(&before, &after); len(head) != 1 || head[0] != "agreed" {
		t.Error(head)
	}
}

func TestMonthsKnowWhereADayStands(t *testing.T) {
	m := Month("2016-02-15")
	if m.Year() != 2016 || m.Number() != 2 || Month("2017-01-01").Since(m) != 11 || m.Add(11).Number() != 1 {
		t.Errorf("%d %d", m.Year(), m.Number())
	}
	if m.Share("2016-02-01", false) != 0 || m.Share("2016-02-29", true) != 1 {
		t.Error("a month does not reach from its first day to its last")
	}
}
