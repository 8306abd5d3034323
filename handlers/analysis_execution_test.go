package handlers

import (
	"testing"

	"ashar/internal/civic"
	"ashar/internal/i18n"
)

// Three actions, one of them cancelled; the local budget pays one of them in two years.
func TestACancelledActionIsNotCountedInAnyAnalysis(t *testing.T) {
	v := &civic.PublicView{List: &civic.NeedList{}, Plan: []civic.Action{
		{ID: "1", Status: civic.ActionDone, Spent: 90, Costs: []civic.ActionCost{{Source: civic.LocalBudget, Year: 2016, Amount: 60}, {Source: civic.LocalBudget, Year: 2017, Amount: 40}, {Source: civic.CommunityMoney, Amount: 5}}},
		{ID: "2", Status: civic.ActionUnderWay, Costs: []civic.ActionCost{{Source: civic.LocalBudget, Year: 2016, Amount: 20}}},
		{ID: "3", Status: civic.ActionCancelled, Spent: 3, Costs: []civic.ActionCost{{Source: civic.LocalBudget, Year: 2016, Amount: 700}}},
	}}
	r := reporter{i18n.EN}
	same := func(what string, got civic.ReportRow, want ...string) {
		t.Helper()
		for i, text := range want {
			if is := got.Cells[i+1]; text != "" && (is.In(i18n.EN, civic.ReportCount) != text) {
				t.Errorf("%s, column %d: %s, want %s", what, i+1, is.In(i18n.EN, civic.ReportCount), text)
			}
		}
	}
	status := r.byStatus(v, "2016-12-12")
	same("cancelled", status.Rows[3], "1", "–", "700", "3")
	same("the others", status.Rows[4], "2", "2", "125", "93")
	if done := status.Rows[2].Cells[2]; done.N != 1 || done.Of != 2 {
		t.Errorf("done: %+v", done)
	}
	villages := r.executedByVillage(v, "2016-12-12")
	sum := villages.Rows[len(villages.Rows)-1]
	same("villages", sum, "2", "1", "1", "0", "0", "1", "125", "93")
	same("the local budget", r.bySource(v).Rows[0], "2", "120")
	same("ashar", r.bySource(v).Rows[1], "1", "5")
	beside := r.figures([]civic.CycleFigures{{Cycle: civic.Cycle{ID: "c"}, Action: [4]int{0, 1, 1, 1}, Cost: 125, Spent: 93}}, false)[1].Rows[0]
	if share, other := beside.Cells[1], sum.Cells[3]; share.Percent() != other.Percent() {
		t.Errorf("%d %% and %d %% are done", share.Percent(), other.Percent())
	}
	same("side by side", beside, "", "", "", "2", "1", "1", "0", "125", "93")
}
