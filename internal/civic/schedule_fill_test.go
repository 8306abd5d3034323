package civic

import "testing"

func TestFillingGivesWhatIsLackingAndNothingElse(t *testing.T) {
	row := func(id, village, moderator, recorder, venue string, status SessionStatus) ScheduleRow {
		return ScheduleRow{Session: Session{ID: id, Village: village, Moderator: moderator, Recorder: recorder, Venue: venue, Status: status}}
	}
	s := Schedule{Villages: []ScheduleVillage{{ID: "a"}, {ID: "b"}}, Rows: []ScheduleRow{
		row("1", "a", "x", "", "", Planned),
		row("2", "a", "r", "", "мектеп", Confirmed), // r moderates: nobody records what they moderate
		row("3", "b", "x", "y", "", Planned),
		row("4", "b", "x", "", "", Closed), // held: stays as it was
		row("5", "b", "x", "", "", Cancelled),
	}}
	if n, villages := s.Lacking(); n != 2 || len(villages) != 2 {
		t.Errorf("lacking %d, %v", n, villages)
	}
	got := s.Fills(Fill{Recorder: "r", Venues: map[string]string{"a": "клуб"}})
	if len(got) != 1 || got[0].ID != "1" || got[0].Recorder != "r" || got[0].Venue != "клуб" {
		t.Errorf("%+v", got)
	}
	if got := s.Fills(Fill{}); len(got) != 0 {
		t.Errorf("nothing given: %+v", got)
	}
}
