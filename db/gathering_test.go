package db

import (
	"context"
	"strings"
	"testing"

	"ashar/internal/civic"
)

func gatheringPlan() civic.GatheringPlan {
	return civic.GatheringPlan{Sort: civic.VillageGathering, Date: "2016-12-12", Starts: "10:00", Number: "1", Chair: "Жылдыз Сатыбалдиева", Secretary: "Мирлан Абдыкеримов",
		Quorum: 50, QuorumSource: "14-берене"}
}

// begun is a gathering under way with one item on its agenda.
func (h *hall) begun(cycle string) string {
	h.t.Helper()
	id := h.s.IDs.New()
	h.must(cycle, civic.SaveGathering{ID: id, GatheringPlan: gatheringPlan(), Agenda: "Шайлоо\n\n  Артыкчылыктар "})
	h.must(cycle, civic.SetGatheringStatus{ID: id, Status: civic.GatheringLive})
	return id
}

func (h *hall) gathering(cycle, id string) civic.GatheringRecord {
	h.t.Helper()
	r, err := h.s.Gathering(context.Background(), cycle, id)
	if err != nil {
		h.t.Fatal(err)
	}
	return r
}

func (h *hall) village() (id string) {
	h.t.Helper()
	if err := h.s.row(context.Background(), `SELECT village_id FROM sessions WHERE id = $1`, []any{h.session}, &id); err != nil {
		h.t.Fatal(err)
	}
	return id
}

func TestVotesFitThePeopleThere(t *testing.T) {
	h := newHall(t)
	cycle := h.cycle()
	id := h.begun(cycle)
	motion, wish := h.s.IDs.New(), h.s.IDs.New()
	h.must(cycle, civic.SaveProposal{ID: motion, Gathering: id, Sort: civic.Motion, Text: "Жарык"})
	h.must(cycle, civic.SaveProposal{ID: wish, Gathering: id, Sort: civic.Suggestion, Text: "Көпүрө", BySlip: true})
	vote := civic.VoteProposal{ID: motion, Gathering: id, Base: 1, Votes: &civic.GatheringVotes{For: 40, Against: 10, Abstained: 5}}
	h.turnedDown(cycle, vote, civic.Invalid, "error.votes_uncounted")
	h.must(cycle, civic.SetPresence{Gathering: id, Village: h.village(), Sex: "f", People: 30})
	h.must(cycle, civic.SetPresence{Gathering: id, Village: "", Sex: "m", People: 24})
	h.turnedDown(cycle, vote, civic.Invalid, "error.votes_above")
	h.must(cycle, civic.SetPresence{Gathering: id, Village: "", Sex: "m", People: 25})
	h.must(cycle, vote)
	h.turnedDown(cycle, vote, civic.Conflict, "error.changed_meanwhile")
	h.turnedDown(cycle, civic.VoteProposal{ID: wish, Gathering: id, Base: 1, Votes: vote.Votes}, civic.Conflict, "error.changed_meanwhile")
	h.turnedDown(cycle, civic.SaveProposal{ID: motion, Gathering: id, Sort: civic.Suggestion, Text: "Жарык", Base: 2}, civic.Invalid, "error.proposal_voted")

	r := h.gathering(cycle, id)
	if r.Present != 55 || r.Proposals != 1 || r.Proposal(motion).Votes.For != 40 || r.Proposal(wish).Number != 2 || r.Slips() != 1 || len(r.Items) != 2 || r.Items[1].Title != "Артыкчылыктар" {
		t.Errorf("the gathering holds %+v", r)
	}
	all, err := h.s.Proposals(context.Background(), cycle)
	if err != nil || len(all) != 2 || all[0].Votes == nil || all[1].Votes != nil || all[0].Date != "2016-12-12" {
		t.Errorf("proposals of the cycle: %+v, %v", all, err)
	}
}

func TestAClosedGatheringChangesOnlyByACorrection(t *testing.T) {
	h := newHall(t)
	cycle := h.cycle()
	id := h.begun(cycle)
	h.turnedDown(cycle, civic.CloseGathering{ID: id}, civic.Conflict, "error.gathering_lacks")
	h.must(cycle, civic.SetPresence{Gathering: id, Village: "", Sex: "f", People: 40})
	h.must(cycle, civic.SaveGatheringDecisions{ID: id, Decisions: "Жактырылсын\n\nЖооп берилсин", SlipsGiven: 40, Base: 2})
	h.turnedDown(cycle, civic.SaveGatheringDecisions{ID: id, Decisions: "Башка", Base: 2}, civic.Conflict, "error.changed_meanwhile")
	h.must(cycle, civic.CloseGathering{ID: id})
	plan := gatheringPlan()
	for _, c := range []civic.Change{
		civic.SaveGathering{ID: id, GatheringPlan: plan, Base: 4}, civic.SaveItem{ID: h.s.IDs.New(), Gathering: id, Title: "Дагы"}, civic.SetPresence{Gathering: id, Sex: "f", People: 1},
		civic.SaveProposal{ID: h.s.IDs.New(), Gathering: id, Sort: civic.Motion, Text: "Дагы"}, civic.SaveNominee{ID: h.s.IDs.New(), Gathering: id, Body: "initiative", Name: "Бермет"},
		civic.SaveGatheringDecisions{ID: id, Base: 4}, civic.CloseGathering{ID: id}, civic.SetGatheringStatus{ID: id, Status: civic.GatheringCancelled, Reason: "бороон"},
	} {
		h.turnedDown(cycle, c, civic.Conflict, "error.gathering_closed")
	}
	r := h.gathering(cycle, id)
	m := r.MinutesOf(civic.Cycle{}, civic.Place{})
	if err := h.s.KeepGatheringMinutes(context.Background(), id, m); err != nil {
		t.Fatal(err)
	}
	h.must(cycle, civic.CorrectGathering{ID: id, Reason: "саны туура эмес"})
	h.turnedDown(cycle, civic.SetGatheringStatus{ID: id, Status: civic.GatheringCancelled, Reason: "бороон"}, civic.Conflict, "error.gathering_held")
	h.must(cycle, civic.SetPresence{Gathering: id, Sex: "f", People: 41})
	h.must(cycle, civic.CloseGathering{ID: id})

	kept, err := h.s.GatheringMinutes(context.Background(), id, 1)
	if err != nil || kept.Present != 40 || len(kept.Decisions) != 2 {
		t.Errorf("the first version is now %+v, %v", kept, err)
	}
	r = h.gathering(cycle, id)
	second := r.MinutesOf(civic.Cycle{}, civic.Place{})
	if second.Version != 2 || second.State != civic.MinutesCorrected || second.Present != 41 || len(second.Corrections) != 1 || second.Corrections[0].Version != 2 || !second.ClosedAt.Equal(m.ClosedAt) {
		t.Errorf("the second version: %+v", second)
	}
}

func TestListsBeginWithTheLastAndAreAmendedOnTheSpot(t *testing.T) {
	h := newHall(t)
	cycle := h.cycle()
	first := h.begun(cycle)
	gone := h.s.IDs.New()
	h.must(cycle, civic.SaveNominee{ID: h.s.IDs.New(), Gathering: first, Body: "initiative", Name: "Бермет Осмоналиева", Village: h.village(), Post: "chair"})
	h.must(cycle, civic.SaveNominee{ID: gone, Gathering: first, Body: "initiative", Name: "Эркин Дүйшөбаев"})
	h.turnedDown(cycle, civic.SaveNominee{ID: h.s.IDs.New(), Gathering: first, Body: "initiative", Name: " Эркин Дүйшөбаев "}, civic.Invalid, "error.nominee_twice")
	h.turnedDown(cycle, civic.SetNominee{ID: gone, Gathering: first, Removed: true}, civic.Invalid, "error.words_needed")
	h.must(cycle, civic.SetNominee{ID: gone, Gathering: first, Removed: true, Reason: "көчүп кетти"})
	h.must(cycle, civic.SetPresence{Gathering: first, Sex: "f", People: 60})
	h.must(cycle, civic.CloseGathering{ID: first})

	second := h.s.IDs.New()
	h.must(cycle, civic.SaveGathering{ID: second, GatheringPlan: gatheringPlan()})
	last, date, err := h.s.LastGathering(context.Background(), cycle, second)
	if err != nil || last != first || date != "2016-12-12" {
		t.Fatalf("the last gathering with lists is %q of %q, %v", last, date, err)
	}
	h.must(cycle, civic.TakeNominees{Gathering: second, From: first})
	h.turnedDown(cycle, civic.TakeNominees{Gathering: second, From: first}, civic.Conflict, "error.nominees_begun")
	r := h.gathering(cycle, second)
	if stand, off := r.List("initiative"); len(stand) != 1 || len(off) != 0 || stand[0].Name != "Бермет Осмоналиева" || stand[0].Post != "chair" || stand[0].VillageName.KY != "Айдарбек" || stand[0].Added {
		t.Errorf("the lists begin with %+v and %+v", stand, off)
	}
	h.must(cycle, civic.SetGatheringStatus{ID: second, Status: civic.GatheringLive})
	h.must(cycle, civic.SaveNominee{ID: h.s.IDs.New(), Gathering: second, Body: "monitoring", Name: "Тилек Жумабаев"})
	r = h.gathering(cycle, second)
	if stand, _ := r.List("monitoring"); len(stand) != 1 || !stand[0].Added {
		t.Errorf("who was added on the spot: %+v", stand)
	}
	entries, err := h.s.Journal(context.Background(), cycle, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		for _, name := range []string{"Бермет", "Эркин", "көчүп", "Тилек", "Жылдыз"} {
			if strings.Contains(string(e.Data), name) {
				t.Errorf("the journal's %s tells of %s", e.Kind, name)
			}
		}
	}
}

func TestAGatheringBelongsToItsCycleAndItsVillages(t *testing.T) {
	h := newHall(t)
	cycle := h.cycle()
	id := h.begun(cycle)
	foreign := h.s.IDs.New()
	for _, c := range []civic.Change{civic.SaveItem{ID: h.s.IDs.New(), Gathering: id, Title: "Дагы"}, civic.SetPresence{Gathering: id, Sex: "f", People: 1}, civic.CloseGathering{ID: id}, civic.CorrectGathering{ID: id, Reason: "себеп"}} {
		h.turnedDown(foreign, c, civic.NotFound, "error.not_found")
	}
	h.turnedDown(cycle, civic.SetPresence{Gathering: id, Village: foreign, Sex: "f", People: 1}, civic.Invalid, "error.choice")
	h.turnedDown(cycle, civic.SaveProposal{ID: h.s.IDs.New(), Gathering: id, Sort: civic.Motion, Text: "Жарык", Need: foreign}, civic.Invalid, "error.choice")
	items := h.gathering(cycle, id).Items
	h.must(cycle, civic.OrderItems{Gathering: id, Items: []string{items[1].ID, items[0].ID}})
	h.must(cycle, civic.SetItem{ID: items[0].ID, Gathering: id, Done: true})
	if r := h.gathering(cycle, id); r.Items[0].ID != items[1].ID || r.Items[0].Done || !r.Items[1].Done || r.Items[1].Place != 2 {
		t.Errorf("the agenda is %+v", r.Items)
	}
	h.turnedDown(cycle, civic.SaveItem{ID: items[0].ID, Gathering: id, Title: "Башка", Base: 7}, civic.Conflict, "error.changed_meanwhile")
}
