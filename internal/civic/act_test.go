package civic

import (
	"testing"
	"time"
)

func keysOf(err error) (keys []string) {
	for _, p := range Problems(err) {
		keys = append(keys, p.Field+" "+p.Key)
	}
	return keys
}

func TestADraftMayLackMuchAFiledActMayNot(t *testing.T) {
	draft := SaveAct{ID: NewIDs(time.Now).New(), Action: "a", ActText: ActText{VisitedOn: "2016-10-05", Method: "visit"}}
	if err := draft.Validate(); err != nil {
		t.Errorf("an empty draft: %v", err)
	}
	if keys := keysOf(draft.Lacks("2016-10-04")); len(keys) != 4 || keys[0] != "visited_on error.future" || keys[1] != "members error.act_members" ||
		keys[2] != "found_work error.act_found" || keys[3] != "status error.act_status" {
		t.Errorf("it lacks %v", keys)
	}
	for _, c := range []struct {
		status  ActionStatus
		percent int
		want    string
	}{{ActionDone, 99, "percent error.report_done"}, {NotStarted, 1, "percent error.report_not_started"}, {ActionUnderWay, 100, "percent error.report_whole"},
		{ActionDone, 100, ""}, {ActionUnderWay, 0, ""}, {ActionCancelled, 30, ""}} {
		full := ActText{VisitedOn: "2016-10-05", Members: "Айгүл", FoundWork: "Жол жок", Status: c.status, Percent: c.percent}
		keys := keysOf(full.Lacks("2016-10-05"))
		if c.want == "" && len(keys) > 0 || c.want != "" && (len(keys) != 1 || keys[0] != c.want) {
			t.Errorf("%s, %d %%: %v, want %q", c.status, c.percent, keys, c.want)
		}
	}
	bad := int64(-1)
	draft.ActText = ActText{VisitedOn: "кечээ", Method: "look", PlannedMoney: &bad, Quality: "so-so", Pleased: -1, Status: "nearly", Percent: 101, AnswerDue: "эртең"}
	if keys := keysOf(draft.Validate()); len(keys) != 8 {
		t.Errorf("refused for %v", keys)
	}
}

func TestAVisitIsOverdueUntilItsActIsFiled(t *testing.T) {
	v := Visit{Due: "2016-06-10"}
	if v.Overdue("2016-06-10") || !v.Overdue("2016-06-11") || v.Year() != "2016" {
		t.Error("the day itself is not too late, the next is")
	}
	v.Filed = true
	if v.Overdue("2016-06-11") {
		t.Error("it was made")
	}
	v.Filed, v.Dropped = false, true
	if v.Overdue("2016-06-11") {
		t.Error("it was dropped")
	}
}

func TestAPeriodTellsBothStatusesAsTheyStoodAtItsEnd(t *testing.T) {
	filed := time.Date(2016, 10, 6, 0, 0, 0, 0, time.UTC)
	actions := []Action{
		{ID: "water", Ends: "2016-08-31", Costs: []ActionCost{{Amount: 500_000}}, Status: ActionDone, Percent: 100}, // by now
		{ID: "road", Ends: "2016-09-15", Costs: []ActionCost{{Amount: 300_000}}},
		{ID: "lights", Ends: "2017-05-01", Costs: []ActionCost{{Amount: 100_000}}},
	}
	reports := []ActionReport{
		{Action: "water", Status: ActionUnderWay, Percent: 30, Spent: 100_000, On: "2016-06-01"},
		{Action: "water", Status: ActionUnderWay, Percent: 80, Spent: 420_000, Delay: "Түтүк кечикти", On: "2016-09-30"},
		{Action: "water", Status: ActionDone, Percent: 100, Spent: 500_000, On: "2016-12-01"},
		{Action: "lights", Status: ActionUnderWay, Percent: 5, Spent: 1_000, On: "2016-09-01"},
	}
	acts := []Act{
		{ID: "3", Number: 3, Action: "water", FiledAt: filed, ActText: ActText{VisitedOn: "2016-12-02", Status: ActionDone, Percent: 100}},
		{ID: "2", Number: 2, Action: "water", FiledAt: filed, ActText: ActText{VisitedOn: "2016-10-05", Status: ActionUnderWay, Percent: 40, Recommendations: "Түтүк алынсын", AnswerDue: "2016-11-05"}},
		{ID: "1", Number: 1, Action: "water", FiledAt: filed, AnsweredOn: "2016-11-20", ActText: ActText{VisitedOn: "2016-06-10", Status: NotStarted, Recommendations: "Башталсын", AnswerDue: "2016-07-10"}},
		{ID: "draft", Action: "road", ActText: ActText{VisitedOn: "2016-10-06", Status: ActionDone, Recommendations: "жок"}},
	}
	p := PeriodOf(PeriodReport{Starts: "2016-07-01", Ends: "2016-10-31"}, actions, reports, acts)
	water, road, lights := &p.Rows[0], &p.Rows[1], &p.Rows[2]
	if water.AOStatus != ActionUnderWay || water.AOPercent != 80 || water.Fact != 420_000 || water.Group == nil || water.Group.ID != "2" || water.Differ() || water.DaysLate != 61 {
		t.Errorf("water: %+v", water)
	}
	if road.AOStatus != NotStarted || road.Group != nil || road.Differ() || road.DaysLate != 46 {
		t.Errorf("a draft is nobody's status: %+v", road)
	}
	if lights.DaysLate != 0 || p.Plan != 900_000 || p.Fact != 421_000 {
		t.Errorf("%+v, plan %d, fact %d", lights, p.Plan, p.Fact)
	}
	if len(p.Late) != 2 || p.Late[0].ID != "water" || p.Late[1].ID != "road" {
		t.Errorf("late: %+v", p.Late)
	}
	if p.Acts != 1 || len(p.Recommendations) != 1 || p.Recommendations[0].ID != "2" {
		t.Errorf("of the period: %d acts, %+v", p.Acts, p.Recommendations)
	}
	if len(p.Open) != 2 || p.Open[0].ID != "1" || p.Open[1].ID != "2" {
		t.Errorf("not answered by then: %+v", p.Open)
	}
	p = PeriodOf(PeriodReport{Starts: "2016-01-01", Ends: "2016-06-30"}, actions, reports, acts)
	if !p.Rows[0].Differ() || p.Rows[0].Group.ID != "1" {
		t.Errorf("in June they saw it differently: %+v", p.Rows[0])
	}
}

func TestAnAnswerIsOverdueTheDayAfter(t *testing.T) {
	a := Act{ActText: ActText{AnswerDue: "2016-11-05", Status: ActionDone}, AOStatus: ActionUnderWay}
	if a.Overdue("2016-12-01") || a.Differs() {
		t.Error("a draft waits for nobody")
	}
	a.FiledAt = time.Unix(1, 0)
	if a.Overdue("2016-11-05") || !a.Overdue("2016-11-06") || !a.Differs() {
		t.Errorf("%+v", a)
	}
	a.AnsweredOn = "2016-11-06"
	if a.Overdue("2016-12-01") {
		t.Error("it was answered")
	}
}
