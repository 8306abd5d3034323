package main

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"ashar/handlers"
	"ashar/internal/civic"
)

func TestAllocateSaysWhatIsWrongAndWhere(t *testing.T) {
	name := filepath.Join(t.TempDir(), "a.pb")
	if err := os.WriteFile(name, []byte("META\nkey;value\nbudget;10\nvote_type;approval\nPROJECTS\nproject_id;cost\n1;0\nVOTES\nvoter_id;vote\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	err := allocateCmd{File: name, Rule: "greedy", Completion: "none", Ties: "lexicographic"}.Run()
	if err == nil || !strings.Contains(err.Error(), "line 7") || !strings.Contains(err.Error(), "PROJECTS cost") || !strings.Contains(err.Error(), "over 0") {
		t.Errorf("%v", err)
	}
}

// What a page keeps and the program reckons again from its file, by the
// command that the file itself names, are the same needs: also with places
// that were promised and a lot that was drawn.
func TestAllocateAgreesWithTheDivisionThatWasKept(t *testing.T) {
	list := &civic.NeedList{Rules: civic.DefaultListRules()}
	list.Cycle = civic.Cycle{Title: civic.Text{KY: "ЖМБА"}, Starts: "2016-11-30", Ends: "2017-03-31", BudgetYear: 2017}
	list.Place.Name.KY = "Ак-Башат"
	var estimates []civic.Estimate
	for i, code := range []string{"KQWNABC", "BBBBBBB", "ZZZZZZZ", "AAAAAAA", "MMMMMMM", "CCCCCCC"} {
		n := &civic.Need{ID: "need-" + code, Code: code, Title: civic.Text{KY: "Муктаждык; " + code}}
		for g := range 5 {
			if (i*3+g*2)%5 < 3 {
				n.Cards = append(n.Cards, civic.NeedCard{Card: code + strconv.Itoa(g), Session: strconv.Itoa(g), Place: 1 + (i+g)%6})
			}
		}
		list.Needs.Needs = append(list.Needs.Needs, *n)
		list.Rows = append(list.Rows, civic.NeedRow{Need: n, Place: i + 1, Ranks: map[civic.AudienceKind]int{civic.Women: 1 + (i+4)%6}})
		estimates = append(estimates, civic.Estimate{Need: n.ID, Cost: int64(150_000 + i%3*50_000)})
	}
	for g := range 5 {
		list.Groups = append(list.Groups, civic.NeedGroup{Session: strconv.Itoa(g), Code: "GROUP" + strconv.Itoa(g), Village: "v", AudienceKind: civic.AudienceKinds[g], Population: 90 + 40*g, Attendance: 9})
	}
	money := []civic.Envelope{{Year: 2017, Source: civic.LocalBudget, Amount: 600_000}}
	for _, rules := range []civic.BudgetRules{
		{Rule: civic.EqualShares, Utility: civic.CostUtility, Completion: "add1u", Ties: civic.CostTie, Ballots: civic.ApprovalBallots, Slices: civic.EqualSlices},
		{Rule: civic.EqualShares, Utility: civic.CountUtility, Completion: "utilitarian", Ties: civic.VotesTie, Ballots: civic.PointBallots, Slices: civic.PopulationSlices},
		{Rule: civic.Greedy, Utility: civic.CostUtility, Ties: civic.LotTie, Ballots: civic.ApprovalBallots, Slices: civic.EqualSlices, Lot: &civic.BudgetLot{Seed: "17 4 29 8"}},
		{Rule: civic.Phragmen, Utility: civic.CostUtility, Ties: civic.CostTie, Ballots: civic.OrderBallots, Slices: civic.PopulationSlices, Guaranteed: []civic.AudienceKind{civic.Women}},
	} {
		rules.At = time.Now()
		kept, err := handlers.KeepOf("", list, civic.Budget{Money: money, Rules: rules}, estimates)
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Join(t.TempDir(), "division.pb")
		if err := os.WriteFile(name, []byte(kept.Election), 0o600); err != nil {
			t.Fatal(err)
		}
		var want []string
		for _, id := range kept.Winners {
			want = append(want, strings.TrimPrefix(id, "need-"))
		}
		slices.Sort(want)
		_, command, found := strings.Cut(kept.Election, "#1: ashar ")
		command, _, _ = strings.Cut(command, "\n")
		args := strings.Fields(strings.Trim(command, `"`))
		if !found || len(want) == 0 || args[1] != "FILE" {
			t.Fatalf("%v, %q", want, command)
		}
		args[1] = name
		printed, err := ashar(t, "", args...)
		if err != nil {
			t.Fatal(args, err)
		}
		if got := strings.Fields(printed); !slices.Equal(got, want) {
			t.Errorf("%s: the program has %v, the page %v", strings.Join(args, " "), got, want)
		}
	}
}
