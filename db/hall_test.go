package db

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"ashar/db/dbtest"
	"ashar/internal/civic"
)

// plannedHall is a session planned in a village, with everything above it.
func plannedHall(t testing.TB, s *Store) (municipality, session string) {
	t.Helper()
	ids := func() string { return s.IDs.New() }
	oblast, raion, m, village, cycle, audience, session := ids(), ids(), ids(), ids(), ids(), ids(), ids()
	for _, op := range []struct {
		scope  string
		change civic.Change
	}{
		{civic.Installation, civic.SaveUnit{ID: oblast, Level: civic.Oblast, Code: "1", Name: civic.Text{KY: "Чүй"}}},
		{civic.Installation, civic.SaveUnit{ID: raion, Parent: oblast, Level: civic.Raion, Code: "2", Name: civic.Text{KY: "Жайыл"}}},
		{civic.Installation, civic.SaveUnit{ID: m, Parent: raion, Level: civic.Municipality, Code: "3", Name: civic.Text{KY: "Ак-Башат"}}},
		{civic.Installation, civic.SaveUnit{ID: village, Parent: m, Level: civic.Village, Code: "4", Name: civic.Text{KY: "Айдарбек"}}},
		{m, civic.SaveCycle{ID: cycle, Municipality: m, Title: civic.Text{KY: "Цикл"}, Starts: "2016-11-01", Ends: "2017-03-01", BudgetYear: 2017,
			Rules: civic.DefaultRules(), Audiences: []civic.CycleAudience{{ID: audience, Kind: civic.Women, Name: civic.Text{KY: "Аялдар"}}}}},
		{cycle, civic.PlanSession{ID: session, Village: village, Audience: audience, Date: "2016-12-12", Starts: "11:00", Ends: "13:00", ExpectedMin: 8, ExpectedMax: 12}},
	} {
		do(t, s, op.scope, op.change)
	}
	return m, session
}

func do(t testing.TB, s *Store, scope string, change civic.Change) {
	t.Helper()
	if _, err := s.Apply(context.Background(), civic.Operation{Scope: scope, Change: change}); err != nil {
		t.Fatalf("%s: %v", change.Kind(), err)
	}
}

func TestASessionKeepsTheChecklistItBeganWith(t *testing.T) {
	s, ctx := open(t), context.Background()
	m, session := plannedHall(t, s)
	own := civic.SaveTemplate{Template: "checklist", Municipality: m,
		Checklist: []civic.ChecklistItem{{Number: 1, Text: civic.Text{KY: "Жай даяр"}, Phase: civic.Before, Mandatory: true, Role: civic.Coordinator}}}
	do(t, s, m, own)
	checks, err := s.Checks(ctx, session)
	if err != nil || len(checks) != 1 || checks[0].Text.KY != "Жай даяр" {
		t.Fatalf("before the first tick the newest template holds: %+v, %v", checks, err)
	}
	do(t, s, session, civic.SetCheck{Session: session, Number: 1, State: civic.Done})
	own.Base, own.Checklist[0].Text.KY = 1, "Башка сөз"
	do(t, s, m, own)
	if checks, err = s.Checks(ctx, session); err != nil || checks[0].Text.KY != "Жай даяр" || checks[0].State != civic.Done {
		t.Fatalf("a later template reached a session under way: %+v, %v", checks, err)
	}
	if _, err := s.Apply(ctx, civic.Operation{Scope: m, Change: own}); civic.KindOf(err) != civic.Conflict {
		t.Fatalf("a template over a newer one: %v, want a conflict", err)
	}
	if _, err := s.Apply(ctx, civic.Operation{Scope: s.IDs.New(), Change: own}); civic.KindOf(err) != civic.NotFound {
		t.Fatalf("another scope's template: %v", err)
	}
}

// Going back to a step keeps the hours at which it was under way before.
func TestAStepKeepsEveryStretchOfIt(t *testing.T) {
	at := time.Date(2016, 12, 12, 5, 0, 0, 0, time.UTC)
	s, err := Open(t.Context(), dbtest.Folder(t, Migrate), Options{Now: func() time.Time { return at }})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	_, session := plannedHall(t, s)
	after := func(minutes int, change civic.Change) {
		at = at.Add(time.Duration(minutes) * time.Minute)
		do(t, s, session, change)
	}
	after(0, civic.StartSession{Session: session})
	after(10, civic.GoToStep{Session: session, Step: 2})
	after(0, civic.GoToStep{Session: session, Step: 3}) // a double tap
	after(15, civic.GoToStep{Session: session, Step: 2})
	after(2, civic.PauseStep{Session: session, Paused: true})
	after(5, civic.GoToStep{Session: session, Step: 1})
	after(3, civic.GoToStep{Session: session, Step: 1}) // already there
	steps, err := s.Steps(t.Context(), session)
	if err != nil {
		t.Fatal(err)
	}
	start := time.Date(2016, 12, 12, 5, 0, 0, 0, time.UTC)
	clock := func(minute int) time.Time { return start.Add(time.Duration(minute) * time.Minute) }
	for i, want := range [][]civic.Stretch{
		{{Since: clock(0), Until: clock(10)}, {Since: clock(32)}},
		{{Since: clock(10), Until: clock(10)}, {Since: clock(25), Until: clock(32)}},
		{{Since: clock(10), Until: clock(25)}},
		nil,
	} {
		if !slices.EqualFunc(steps[i].Stretches, want, func(a, b civic.Stretch) bool { return a.Since.Equal(b.Since) && a.Until.Equal(b.Until) }) {
			t.Errorf("step %d was under way %+v, want %+v", i+1, steps[i].Stretches, want)
		}
	}
	if told := civic.WorthTelling(steps[1].Stretches); len(told) != 1 || !told[0].Since.Equal(clock(25)) {
		t.Errorf("a slip is told as a stretch of work: %+v", told)
	}
	if steps[1].Spent != 2*time.Minute {
		t.Errorf("the clock of a paused step says %v", steps[1].Spent)
	}
	after(4, civic.PauseStep{Session: session, Paused: true})
	if steps, err = s.Steps(t.Context(), session); err != nil || !steps[0].PausedAt.Equal(at) || steps[0].Spent != 17*time.Minute {
		t.Errorf("paused since %v with %v on its clock, %v", steps[0].PausedAt, steps[0].Spent, err)
	}
}

func TestASessionClosesOnlyWithItsMandatoryItemsOrReasons(t *testing.T) {
	s, ctx := open(t), context.Background()
	_, session := plannedHall(t, s)
	do(t, s, session, civic.StartSession{Session: session})
	closing := civic.Operation{Scope: session, Change: civic.CloseSession{Session: session}}
	if _, err := s.Apply(ctx, closing); civic.KindOf(err) != civic.Invalid {
		t.Fatalf("closed with nobody counted: %v", err)
	}
	do(t, s, session, civic.SetCount{Session: session, What: civic.Came, Sex: "f", Band: "29-45", People: 8})
	if _, err := s.Apply(ctx, closing); civic.KindOf(err) != civic.Invalid {
		t.Fatalf("closed with mandatory items open: %v", err)
	}
	for _, c := range civic.DefaultChecklist() {
		if c.Mandatory && c.Phase != civic.After {
			if c.Number == 31 {
				do(t, s, session, civic.NoteCheck{Session: session, Number: 31, CheckWords: civic.CheckWords{Reason: "Катышуучулар шашып кетти"}})
				continue
			}
			do(t, s, session, civic.SetCheck{Session: session, Number: c.Number, State: civic.Done})
		}
	}
	do(t, s, session, closing.Change)
	if _, err := s.Apply(ctx, civic.Operation{Scope: session, Change: civic.SetCheck{Session: session, Number: 1}}); civic.KindOf(err) != civic.Conflict {
		t.Fatalf("a closed session was written to: %v", err)
	}
	do(t, s, session, civic.CorrectSession{Session: session, What: "Катышуучулардын саны", Reason: "Санактан ката кетти"})
	do(t, s, session, civic.SetCount{Session: session, What: civic.Came, Sex: "f", Band: "29-45", People: 9})
	do(t, s, session, closing.Change)
	head, err := s.SessionHead(ctx, session)
	if err != nil || head.MinutesVer != 2 || head.Status != civic.Closed {
		t.Fatalf("%+v, %v", head.Session, err)
	}
	if err := s.Verify(ctx, session); err != nil {
		t.Fatal(err)
	}
}

func TestNamesStayOutOfTheJournalAndAreForgotten(t *testing.T) {
	s, ctx := open(t), context.Background()
	_, session := plannedHall(t, s)
	person := civic.SaveAttendee{Session: session, ID: s.IDs.New(), Name: "Гүлнара Абдиева", Sex: "f", Band: "29-45", Phone: "+996700112233",
		ConsentData: true, KeepUntil: "2016-12-31"}
	do(t, s, session, person)
	heads, err := s.HeadCount(ctx, session)
	if err != nil || heads.Sum(civic.Came, "f", "29-45") != 1 {
		t.Fatalf("the list does not count: %v, %v", heads, err)
	}
	entries, err := s.Journal(ctx, session, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		for _, secret := range []string{"Абдиева", "996700112233"} {
			if strings.Contains(string(e.Data), secret) {
				t.Errorf("%s holds %q", e.Kind, secret)
			}
		}
	}
	if err := s.ForgetAttendees(ctx); err != nil {
		t.Fatal(err)
	}
	if people, _ := s.Attendees(ctx, session, "u"); len(people) != 1 {
		t.Fatal("forgotten too early")
	}
	do(t, s, session, civic.SaveAttendee{Session: session, ID: person.ID, Gone: true})
	if people, _ := s.Attendees(ctx, session, "u"); len(people) != 0 {
		t.Fatal("a person who asked is still there")
	}
}

func TestACopiedScheduleIsPlannedOnce(t *testing.T) {
	s, ctx := open(t), context.Background()
	_, session := plannedHall(t, s)
	head, err := s.SessionHead(ctx, session)
	if err != nil {
		t.Fatal(err)
	}
	plan := civic.PlanSession{ID: s.IDs.New(), Village: head.Village, Audience: head.Audience, Date: "2016-12-13", Starts: "11:00", Ends: "13:00", ExpectedMin: 8, ExpectedMax: 12}
	op := civic.Operation{ID: s.IDs.New(), Scope: head.Cycle, Change: civic.CopySchedule{Cycle: head.Cycle, Source: head.Cycle, Rows: []civic.PlanSession{plan}}}
	for range 2 {
		if _, err := s.Apply(ctx, op); err != nil {
			t.Fatal(err)
		}
	}
	schedule, err := s.Schedule(ctx, head.Cycle)
	if err != nil || len(schedule.Rows) != 2 {
		t.Fatalf("%d rows, want 2 (%v)", len(schedule.Rows), err)
	}
}

// Who counts first and then writes down those who are willing keeps the count.
func TestNamesNeverLowerTheCount(t *testing.T) {
	s, ctx := open(t), context.Background()
	_, session := plannedHall(t, s)
	do(t, s, session, civic.SetCount{Session: session, What: civic.Came, Sex: "m", Band: "18-28", People: 2})
	came := func(want int) {
		t.Helper()
		if heads, err := s.HeadCount(ctx, session); err != nil || heads.Sum(civic.Came, "m", "18-28") != want {
			t.Errorf("%v, %v, want %d", heads, err, want)
		}
	}
	var ids []string
	for _, want := range []int{2, 2, 3} { // the third was not counted
		id := s.IDs.New()
		ids = append(ids, id)
		do(t, s, session, civic.SaveAttendee{Session: session, ID: id, Name: "Бирөө", Sex: "m", Band: "18-28", ConsentData: true, KeepUntil: "2016-12-31"})
		came(want)
	}
	do(t, s, session, civic.SaveAttendee{Session: session, ID: ids[0], Gone: true}) // all were on the list: one fewer
	came(2)
	do(t, s, session, civic.SetCount{Session: session, What: civic.Came, Sex: "m", Band: "18-28", People: 4})
	do(t, s, session, civic.SaveAttendee{Session: session, ID: ids[1], Gone: true}) // others were counted besides
	came(4)
}
