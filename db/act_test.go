package db

import (
	"context"
	"strings"
	"testing"

	"ashar/internal/civic"
)

// carriedOut is a cycle with an adopted plan of one action.
func (h *hall) carriedOut() (cycle, action string) {
	h.t.Helper()
	cycle = h.cycle()
	action = h.planned(cycle)
	h.must(cycle, civic.SaveAction{ID: action, ActionText: wholeText(h), Base: 1})
	h.must(cycle, civic.ProposePlan{Cycle: cycle, Base: 1})
	h.must(cycle, civic.AdoptPlan{Cycle: cycle, PlanApproval: civic.PlanApproval{ApprovedBy: "Төрага", ApprovedOn: "2016-12-12", ResolutionNumber: "5/2"}, Base: 2})
	return cycle, action
}

func (h *hall) act(cycle, id string) civic.Act {
	h.t.Helper()
	a, err := h.s.Act(context.Background(), cycle, id)
	if err != nil {
		h.t.Fatal(err)
	}
	return a
}

func som(n int64) *int64 { return &n }

func found(action string, h *hall) civic.SaveAct {
	return civic.SaveAct{ID: h.s.IDs.New(), Action: action, ActText: civic.ActText{VisitedOn: "2016-12-10", Method: "visit", Members: "Айгүл Асанова\nБакыт Токтогулов", PlannedWork: "Суу түтүгү, 2 км",
		FoundWork: "Траншея казылган, түтүк жок", PlannedMoney: som(500_000), FoundMoney: som(120_000), PlannedEnd: "2017-10-31", Quality: "poor", Pleased: 2, Neither: 1, Displeased: 7,
		Recommendations: "Түтүк сатып алынсын", Status: civic.ActionUnderWay, Percent: 20}}
}

func TestAnActIsADraftThenFiledAndFixed(t *testing.T) {
	h := newHall(t)
	cycle, action := h.carriedOut()
	h.must(cycle, civic.ReportAction{ID: h.s.IDs.New(), Action: action, Status: civic.ActionUnderWay, Percent: 80, Spent: 400_000, On: "2016-12-11", Base: 2})
	save := found(action, h)
	save.Members = " "
	h.must(cycle, save)
	h.turnedDown(cycle, civic.FileAct{ID: save.ID}, civic.Invalid, "error.act_members")
	save.Members, save.Base = "Айгүл Асанова", 1
	h.must(cycle, save)
	h.must(cycle, civic.FileAct{ID: save.ID})
	a := h.act(cycle, save.ID)
	if a.Number != 1 || !a.Filed() || a.AOStatus != civic.ActionUnderWay || a.AOPercent != 80 || a.Percent != 20 || *a.FoundMoney != 120_000 || a.AnswerDue == "" || a.Asked() != 10 {
		t.Fatalf("%+v", a)
	}
	save.Base, save.Percent = a.Version, 90
	h.turnedDown(cycle, save, civic.Conflict, "error.act_filed")
	h.turnedDown(cycle, civic.FileAct{ID: save.ID}, civic.Conflict, "error.act_filed")
	h.turnedDown(cycle, civic.DropAct{ID: save.ID}, civic.Conflict, "error.act_filed")

	more := found(action, h)
	more.Amends, more.Percent = save.ID, 90
	h.must(cycle, more)
	h.must(cycle, civic.FileAct{ID: more.ID})
	if b := h.act(cycle, more.ID); b.Number != 2 || b.AmendsNumber != 1 {
		t.Errorf("%+v", b)
	}
	if a := h.act(cycle, save.ID); a.Percent != 20 {
		t.Error("what corrects an act changed it")
	}
	drafted := found(action, h)
	h.must(cycle, drafted)
	drafted.Amends, drafted.ID = drafted.ID, h.s.IDs.New()
	h.turnedDown(cycle, drafted, civic.Conflict, "error.act_amends")
	h.turnedDown("другой", civic.SaveAct{ID: save.ID, Action: action, ActText: save.ActText, Base: a.Version}, civic.NotFound, "error.not_found")
}

func TestNeitherSideOverwritesTheOther(t *testing.T) {
	h := newHall(t)
	ctx := context.Background()
	cycle, action := h.carriedOut()
	of := func() civic.Action {
		all, err := h.s.Actions(ctx, cycle)
		if err != nil {
			t.Fatal(err)
		}
		return all[0]
	}
	h.must(cycle, civic.ReportAction{ID: h.s.IDs.New(), Action: action, Status: civic.ActionDone, Percent: 100, Spent: 490_000, On: "2016-12-11", Base: 2})
	before := of()
	save := found(action, h)
	h.must(cycle, save)
	h.must(cycle, civic.FileAct{ID: save.ID})
	after := of()
	if !after.Differ() || after.GroupStatus != civic.ActionUnderWay || after.GroupPercent != 20 {
		t.Errorf("%+v", after)
	}
	after.GroupStatus, after.GroupPercent, after.GroupOn = before.GroupStatus, before.GroupPercent, before.GroupOn
	if after.Status != before.Status || after.Percent != before.Percent || after.Version != before.Version || after.Spent != before.Spent {
		t.Errorf("an act changed the aiyl okmotu's: %+v, was %+v", after, before)
	}

	filed := h.act(cycle, save.ID)
	h.turnedDown(cycle, civic.AnswerAct{Act: save.ID, Answer: "Түтүк келди", On: "2016-12-11", Base: filed.Version}, civic.Invalid, "error.act_answer_before")
	h.turnedDown(cycle, civic.AnswerAct{Act: save.ID, Answer: "Түтүк келди", On: "2016-12-13", Base: filed.Version}, civic.Invalid, "error.future")
	h.must(cycle, civic.AnswerAct{Act: save.ID, Answer: "Түтүк келди", On: "2016-12-12", Base: filed.Version})
	h.turnedDown(cycle, civic.AnswerAct{Act: save.ID, Answer: "Башка жооп", On: "2016-12-12", Base: filed.Version}, civic.Conflict, "error.changed_meanwhile")
	h.must(cycle, civic.ReportAction{ID: h.s.IDs.New(), Action: action, Status: civic.ActionUnderWay, Percent: 50, Spent: 490_000, On: "2016-12-12", Base: 3})
	now := h.act(cycle, save.ID)
	if now.Answer != "Түтүк келди" || now.FoundWork != filed.FoundWork || now.Status != filed.Status || now.Percent != filed.Percent || now.Members != filed.Members ||
		now.AOStatus != civic.ActionDone || now.AOPercent != 100 || now.Number != filed.Number {
		t.Errorf("an answer or report changed the group's: %+v, was %+v", now, filed)
	}
	draft := found(action, h)
	h.must(cycle, draft)
	h.turnedDown(cycle, civic.AnswerAct{Act: draft.ID, Answer: "Эрте", On: "2016-12-12", Base: 1}, civic.Conflict, "error.act_draft")
}

func TestADraftOfTwoPeopleIsAConflictOfOnePhoneItIsNot(t *testing.T) {
	h := newHall(t)
	cycle, action := h.carriedOut()
	save := found(action, h)
	as := func(actor, device string, base int64) error {
		save.Base = base
		_, err := h.s.Apply(context.Background(), civic.Operation{ID: h.s.IDs.New(), Actor: actor, Device: device, Scope: cycle, Change: save})
		return err
	}
	for i, c := range []struct {
		actor, device string
		base          int64
		bad           bool
	}{
		{"айгүл", "phone", 0, false},
		{"айгүл", "phone", 0, false},  // waited without a line beside the first
		{"бакыт", "tablet", 1, true},  // has not read the second
		{"айгүл", "laptop", 1, true},  // nor has she herself, elsewhere
		{"бакыт", "tablet", 2, false}, // read it
		{"айгүл", "phone", 2, true},
	} {
		if err := as(c.actor, c.device, c.base); (civic.KindOf(err) == civic.Conflict) != c.bad || err != nil && !c.bad {
			t.Errorf("%d: %v", i, err)
		}
	}
}

func TestWhoWasThereStaysOutOfTheJournal(t *testing.T) {
	h := newHall(t)
	cycle, action := h.carriedOut()
	h.must(cycle, found(action, h))
	h.must(cycle, civic.SaveVisit{ID: h.s.IDs.New(), Action: action, Due: "2016-12-20", Who: "Айгүл Асанова", Method: "visit"})
	photo := actPhoto(h, action, "а")
	photo.Caption = "Айгүл Асанова траншеянын жанында"
	h.must(cycle, photo)
	var all string
	if err := h.s.each(context.Background(), `SELECT data FROM journal WHERE scope = $1`, []any{cycle}, func(r scanner) error {
		var data string
		err := r.Scan(&data)
		all += data
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(all, "Асанова") {
		t.Error("a name is in the journal")
	}
	if !strings.Contains(all, "Траншея казылган") {
		t.Error("the journal does not say what was found")
	}
}

func actPhoto(h *hall, action, picture string) civic.AddActPhoto {
	p := photo(h.s, "", picture)
	return civic.AddActPhoto{ID: h.s.IDs.New(), Act: h.s.IDs.New(), Action: action, Hash: p.Hash, Width: 4, Height: 3, JPEG: p.JPEG, Small: p.Small, Blurred: 2}
}

func TestAPhotoMayComeBeforeTheWords(t *testing.T) {
	h := newHall(t)
	cycle, action := h.carriedOut()
	p := actPhoto(h, action, "траншея")
	h.must(cycle, p)
	a := h.act(cycle, p.Act)
	if len(a.Photos) != 1 || a.Photos[0].Blurred != 2 || a.Version != 1 || a.PlannedMoney == nil || *a.PlannedMoney != 500_000 || a.VisitedOn != "2016-12-12" {
		t.Fatalf("%+v", a)
	}
	save := found(action, h)
	save.ID = p.Act
	h.must(cycle, save) // written without having seen the draft that the photo began
	h.must(cycle, civic.FileAct{ID: p.Act})
	p.ID = h.s.IDs.New()
	h.turnedDown(cycle, p, civic.Conflict, "error.act_filed")
	p.Act, p.Action = h.s.IDs.New(), h.s.IDs.New()
	h.turnedDown(cycle, p, civic.NotFound, "error.not_found")
}

func TestAPictureGoesWithTheLastThatShowsIt(t *testing.T) {
	h := newHall(t)
	cycle, action := h.carriedOut()
	ofSession := ofCheck(photo(h.s, h.session, "бир сүрөт"), 8)
	h.must(h.session, ofSession)
	p, q := actPhoto(h, action, "бир сүрөт"), actPhoto(h, action, "башка")
	h.must(cycle, p)
	h.must(cycle, q)
	if n := pictures(t, h.s); n != 2 {
		t.Fatalf("%d pictures, want two: one is shown in both places", n)
	}
	h.must(h.session, civic.RemovePhoto{ID: ofSession.ID, Of: civic.CheckSubject(h.session, 8), Reason: "сурады"})
	if n := pictures(t, h.s); n != 2 {
		t.Fatal("a session took an act's picture away")
	}
	h.must(cycle, civic.RemoveActPhoto{ID: p.ID, Act: p.Act, Reason: "сурады"})
	if n := pictures(t, h.s); n != 1 {
		t.Fatalf("%d pictures: nothing shows it any more", n)
	}
	h.turnedDown(cycle, civic.RemoveActPhoto{ID: p.ID, Act: p.Act, Reason: "сурады"}, civic.Conflict, "error.photo_removed")
	if a := h.act(cycle, p.Act); len(a.Photos) != 1 || !a.Photos[0].Removed() || a.Photos[0].Reason != "сурады" || a.Pictures != 0 {
		t.Errorf("%+v", a.Photos)
	}
	h.must(cycle, civic.DropAct{ID: q.Act})
	if n := pictures(t, h.s); n != 0 {
		t.Error("a dropped draft left its picture")
	}
}

func TestAVisitIsMovedAndDroppedWithAReason(t *testing.T) {
	h := newHall(t)
	ctx := context.Background()
	cycle, action := h.carriedOut()
	v := civic.SaveVisit{ID: h.s.IDs.New(), Action: action, Due: "2016-12-01", Method: "visit", Who: "Айгүл"}
	h.must(cycle, v)
	v.Due, v.Base = "2016-12-08", 1
	h.turnedDown(cycle, v, civic.Invalid, "error.visit_moved")
	v.Reason = "Кар жаады"
	h.must(cycle, v)
	all, err := h.s.Visits(ctx, cycle)
	if err != nil || len(all) != 1 || all[0].Planned != "2016-12-01" || all[0].Reason != "Кар жаады" || !all[0].Overdue("2016-12-12") {
		t.Fatalf("%+v %v", all, err)
	}
	save := found(action, h)
	save.Visit = v.ID
	h.must(cycle, save)
	h.must(cycle, civic.FileAct{ID: save.ID})
	if all, err = h.s.Visits(ctx, cycle); err != nil || all[0].Act != save.ID || all[0].Overdue("2016-12-12") {
		t.Errorf("%+v %v", all, err)
	}
	h.turnedDown(cycle, civic.DropVisit{ID: v.ID, Reason: "кереги жок"}, civic.Conflict, "error.visit_made")
	other := civic.SaveVisit{ID: h.s.IDs.New(), Title: "Сурамжылоо", Due: "2017-02-01", Method: "survey"}
	h.must(cycle, other)
	h.must(cycle, civic.DropVisit{ID: other.ID, Reason: "Кийинки жылга калды"})
	other.Base = 2
	h.turnedDown(cycle, other, civic.Conflict, "error.visit_dropped")
}

func TestAPeriodReportIsPresentedInThePast(t *testing.T) {
	h := newHall(t)
	cycle, _ := h.carriedOut()
	r := civic.SavePeriodReport{ID: h.s.IDs.New(), Starts: "2016-07-01", Ends: "2016-12-31"}
	h.must(cycle, r)
	r.Base, r.CouncilOn = 1, "2017-01-10"
	h.turnedDown(cycle, r, civic.Invalid, "error.future")
	r.CouncilOn = "2016-12-12"
	h.must(cycle, r)
	h.turnedDown(cycle, r, civic.Conflict, "error.changed_meanwhile")
	all, err := h.s.PeriodReports(context.Background(), cycle)
	if err != nil || len(all) != 1 || all[0].CouncilOn != "2016-12-12" || all[0].CitizensOn != "" {
		t.Errorf("%+v %v", all, err)
	}
}
