package civic

import "testing"

func TestCopyShiftsDaysMapsVillagesAndKeepsOwnPeople(t *testing.T) {
	source := plan(at("aral", "w", "2015-11-20", "11:00", "aigul"), at("aidar", "m", "2015-11-23", "16:00", "stranger"), at("aidar", "y", "2015-11-24", "15:00", "aigul"))
	target := plan(with(at("aidar", "y", "2016-12-20", "15:00", "aigul"), func(r *ScheduleRow) { r.ID = "there" }))
	copied := target.CopyPlan(source, CopyChoices{
		Villages: MatchVillages(source.Villages, target.Villages), Audiences: MatchAudiences(source.Audiences, target.Audiences),
		First: "2016-12-05", Seed: "01890a5d-ac96-774b-bcce-b302099a8057"})
	if len(copied) != 3 {
		t.Fatal(len(copied))
	}
	a, b, c := copied[0], copied[1], copied[2]
	if a.Plan.Date != "2016-12-05" || b.Plan.Date != "2016-12-08" {
		t.Errorf("dates %s, %s", a.Plan.Date, b.Plan.Date)
	}
	if a.Plan.Moderator != "aigul" || !a.KeptModerator || b.Plan.Moderator != "" || b.KeptModerator {
		t.Errorf("moderators %q, %q", a.Plan.Moderator, b.Plan.Moderator)
	}
	if c.Skip != SkipPlanned {
		t.Errorf("a planned cell is planned again: %q", c.Skip)
	}
	for _, p := range Plans(copied) {
		if err := p.Validate(); err != nil {
			t.Errorf("%+v: %v", p, err)
		}
	}
	if n := len(Plans(copied)); n != 2 {
		t.Errorf("%d rows would be planned", n)
	}
}

func TestACopyAppointsWhoIsChosenButNoManForWomen(t *testing.T) {
	source := plan(at("aral", "w", "2015-11-20", "11:00", "stranger"), at("aral", "m", "2015-11-23", "16:00", "stranger"))
	how := CopyChoices{Villages: map[string]string{"aral": "aral"}, Audiences: map[string]string{"w": "w", "m": "m"}, First: "2016-12-05", Seed: "s", Moderator: "nurlan", Recorder: "nurlan"}
	got := Plans(plan().CopyPlan(source, how))
	if got[0].Moderator != "" || got[0].Recorder != "nurlan" || got[1].Moderator != "nurlan" || got[1].Recorder != "" {
		t.Errorf("%+v", got)
	}
}

func TestVillagesAreMatchedByNameThenInOrder(t *testing.T) {
	from := []ScheduleVillage{{ID: "1", Name: Text{KY: "Арал"}}, {ID: "2", Name: Text{KY: "Дөң-Арык"}}, {ID: "3", Name: Text{KY: "Алга"}}}
	to := []ScheduleVillage{{ID: "x", Name: Text{KY: "Кошой"}}, {ID: "y", Name: Text{KY: "Дон-Арык"}}}
	m := MatchVillages(from, to)
	if m["2"] != "y" || m["1"] != "x" || m["3"] != "" {
		t.Errorf("%v", m)
	}
}

func TestAudiencesAreMatchedByNameThenKindNeverByOrder(t *testing.T) {
	from := []Audience{{ID: "1", Kind: Women, Name: Text{KY: "Жумушсуз аялдар"}}, {ID: "2", Kind: Other, Name: Text{KY: "Мигранттардын үй-бүлөлөрү"}}, {ID: "3", Kind: Men, Name: Text{KY: "Эркектер"}}}
	to := []Audience{{ID: "a", Kind: Men, Name: Text{KY: "Эркектер"}}, {ID: "b", Kind: Women, Name: Text{KY: "Аялдар"}}, {ID: "c", Kind: Youth, Name: Text{KY: "Жаштар"}}}
	m := MatchAudiences(from, to)
	if m["1"] != "b" || m["2"] != "" || m["3"] != "a" {
		t.Errorf("%v", m)
	}
}

func TestChildIDIsAnIDThatFollows(t *testing.T) {
	a, b := ChildID("x", "1"), ChildID("x", "2")
	if !ValidID(a) || a != ChildID("x", "1") || a == b {
		t.Error(a, b)
	}
}

func TestACopyKeepsItsWeekdayAndAvoidsDaysOfRest(t *testing.T) {
	for _, c := range []struct{ stood, from, want, why string }{
		{"2015-11-16", "2016-12-12", "2016-12-12", "Monday to Monday"},
		{"2015-11-16", "2016-12-13", "2016-12-19", "the next Monday"},
		{"2015-11-14", "2017-01-02", "2017-01-14", "the first Saturday is Christmas"},
		{"2015-11-15", "2016-12-18", "2016-12-19", "a Sunday is not kept"},
		{"", "2017-01-01", "2017-01-02", "nothing to keep"},
	} {
		if got := FirstCopied(c.stood, c.from); got != c.want {
			t.Errorf("%s: %s, want %s", c.why, got, c.want)
		}
	}
}
