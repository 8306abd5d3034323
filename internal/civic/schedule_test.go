package civic

import (
	"slices"
	"strconv"
	"testing"
)

// plan is a small schedule: two villages, women, men and youth; Айгүл and
// Чынара are women, Нурлан is a man. The cycle runs through December 2016.
// Each row has a venue and a recorder of its own.
func plan(rows ...ScheduleRow) Schedule {
	for i := range rows {
		r := &rows[i]
		if r.ID == "" {
			r.ID = string(rune('a' + i))
		}
		r.ExpectedMin, r.ExpectedMax = 8, 12
		if r.Status == "" {
			r.Status = Planned
		}
		if r.Ends == "" {
			r.Ends = clockOf(minuteOf(r.Starts) + 120)
		}
		if r.Recorder == "" {
			r.Recorder = "recorder of " + r.ID
		}
		if r.Venue == "" {
			r.Venue = "жай " + r.ID
		}
		switch r.Moderator {
		case "aigul", "chynara":
			r.ModeratorName, r.ModeratorSex = r.Moderator, "f"
		case "nurlan":
			r.ModeratorName, r.ModeratorSex = "nurlan", "m"
		}
	}
	return Schedule{
		Cycle:     Cycle{ID: "c", Starts: "2016-12-01", Ends: "2016-12-31"},
		Villages:  []ScheduleVillage{{ID: "aral", Name: Text{KY: "Арал"}}, {ID: "aidar", Name: Text{KY: "Айдарбек"}}},
		Audiences: []Audience{{ID: "w", Kind: Women, Name: Text{KY: "Аялдар"}}, {ID: "m", Kind: Men, Name: Text{KY: "Эркектер"}}, {ID: "y", Kind: Youth, Name: Text{KY: "Жаштар"}}},
		Staff:     []Staff{{"aigul", "Айгүл", "f"}, {"chynara", "Чынара", "f"}, {"nurlan", "Нурлан", "m"}},
		Rows:      rows,
	}
}

func at(village, audience, date, starts, moderator string) ScheduleRow {
	return ScheduleRow{Session: Session{Village: village, Audience: audience, Date: date, Starts: starts, Moderator: moderator}}
}

func with(r ScheduleRow, change func(*ScheduleRow)) ScheduleRow {
	change(&r)
	return r
}

func kinds(ws []Warning) []WarningKind {
	var ks []WarningKind
	for _, w := range ws {
		if w.Kind != WarnUncovered {
			ks = append(ks, w.Kind)
		}
	}
	return ks
}

// 2016-12-12 is a Monday, 2016-12-16 a Friday.
func TestCheckSaysWhatMayBeWrong(t *testing.T) {
	const v1, v2, mon = "aral", "aidar", "2016-12-12"
	const today = "2016-12-05"
	for name, c := range map[string]struct {
		s    Schedule
		want []WarningKind
	}{
		"a good day":                       {plan(at(v1, "w", mon, "11:00", "aigul"), at(v1, "m", mon, "16:00", "nurlan")), nil},
		"moderator twice":                  {plan(at(v1, "y", mon, "11:00", "aigul"), at(v2, "y", mon, "12:00", "aigul")), []WarningKind{WarnPersonTwice}},
		"moderator records elsewhere":      {plan(at(v1, "y", mon, "11:00", "aigul"), with(at(v2, "y", mon, "12:00", "nurlan"), func(r *ScheduleRow) { r.Recorder = "aigul" })), []WarningKind{WarnPersonTwice}},
		"one after the other is no clash":  {plan(at(v1, "y", mon, "11:00", "aigul"), at(v1, "w", mon, "13:00", "aigul")), nil},
		"no time to travel":                {plan(at(v1, "y", mon, "11:00", "aigul"), at(v2, "y", mon, "13:59", "aigul")), []WarningKind{WarnTravel}},
		"just time to travel":              {plan(at(v1, "y", mon, "11:00", "aigul"), at(v2, "y", mon, "14:00", "aigul")), nil},
		"another day needs no travel time": {plan(at(v1, "y", mon, "11:00", "aigul"), at(v2, "y", "2016-12-13", "11:30", "aigul")), nil},
		"venue twice, spelt differently": {plan(with(at(v1, "y", mon, "11:00", "aigul"), func(r *ScheduleRow) { r.Venue = "Мектеп  залы" }),
			with(at(v1, "m", mon, "12:30", "nurlan"), func(r *ScheduleRow) { r.Venue = "мектеп залы" })), []WarningKind{WarnVenueTwice}},
		"the same name in another village is another venue": {plan(with(at(v1, "y", mon, "11:00", "aigul"), func(r *ScheduleRow) { r.Venue = "Клуб" }),
			with(at(v2, "m", mon, "11:00", "nurlan"), func(r *ScheduleRow) { r.Venue = "Клуб" })), nil},
		"a man moderates women":               {plan(at(v1, "w", mon, "11:00", "nurlan")), []WarningKind{WarnNoWoman}},
		"a man moderates men":                 {plan(at(v1, "m", mon, "16:00", "nurlan")), nil},
		"three sessions a day":                {plan(at(v1, "y", mon, "09:00", "aigul"), at(v1, "w", mon, "11:00", "aigul"), at(v1, "m", mon, "16:00", "aigul")), []WarningKind{WarnOverload}},
		"a fixed holiday":                     {plan(at(v1, "y", "2016-11-07", "11:00", "aigul")), []WarningKind{WarnOutside, WarnHoliday, WarnPassed}},
		"outside the cycle":                   {plan(at(v1, "y", "2017-01-10", "11:00", "aigul")), []WarningKind{WarnOutside}},
		"one person does both":                {plan(with(at(v1, "y", mon, "11:00", "aigul"), func(r *ScheduleRow) { r.Recorder = "aigul" })), []WarningKind{WarnOneBoth}},
		"nobody moderates":                    {plan(at(v1, "y", mon, "11:00", "")), []WarningKind{WarnNoModerator}},
		"the day passed":                      {plan(at(v1, "y", "2016-12-02", "11:00", "aigul")), []WarningKind{WarnPassed}},
		"held in the past":                    {plan(with(at(v1, "y", "2016-12-02", "11:00", "aigul"), func(r *ScheduleRow) { r.Status = Closed })), nil},
		"men at Friday prayer":                {plan(at(v1, "m", "2016-12-16", "11:00", "nurlan")), []WarningKind{HintFriday}},
		"men before prayer":                   {plan(with(at(v1, "m", "2016-12-16", "10:00", "nurlan"), func(r *ScheduleRow) { r.Ends = "12:30" })), nil},
		"youth at Friday prayer":              {plan(at(v1, "y", "2016-12-16", "12:00", "nurlan")), []WarningKind{HintFriday}},
		"women on a Friday":                   {plan(at(v1, "w", "2016-12-16", "12:00", "aigul")), nil},
		"a Sunday":                            {plan(at(v1, "y", "2016-12-18", "11:00", "aigul")), []WarningKind{HintSunday}},
		"a Saturday":                          {plan(at(v1, "y", "2016-12-17", "11:00", "aigul")), nil},
		"a Sunday that is a holiday":          {plan(at(v1, "y", "2017-01-01", "11:00", "aigul")), []WarningKind{WarnOutside, WarnHoliday}},
		"three days ahead":                    {plan(at(v1, "y", "2016-12-08", "11:00", "aigul")), []WarningKind{HintSoon}},
		"four days ahead":                     {plan(at(v1, "y", "2016-12-09", "09:00", "aigul")), nil},
		"three days ahead, the village knows": {plan(with(at(v1, "y", "2016-12-08", "11:00", "aigul"), func(r *ScheduleRow) { r.Status = Confirmed })), nil},
		"women while milking":                 {plan(at(v1, "w", mon, "15:00", "aigul")), []WarningKind{HintMilking}},
		"a cancelled row is no clash": {plan(at(v1, "y", mon, "11:00", "aigul"),
			with(at(v2, "y", mon, "11:00", "aigul"), func(r *ScheduleRow) { r.Status = Cancelled })), nil},
		"two that are over clash no more": {plan(with(at(v1, "y", "2016-12-02", "11:00", "aigul"), func(r *ScheduleRow) { r.Status = Closed }),
			with(at(v2, "y", "2016-12-02", "11:00", "aigul"), func(r *ScheduleRow) { r.Status = Closed })), nil},
	} {
		t.Run(name, func(t *testing.T) {
			if got := kinds(c.s.Check(today)); !slices.Equal(got, c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

func TestUncoveredCellsAreOneWarningAVillage(t *testing.T) {
	s := plan(at("aral", "w", "2016-12-12", "11:00", "aigul"))
	ws := s.Check("2016-12-05")
	if len(ws) != 2 || ws[0].Kind != WarnUncovered || len(ws[0].Cells) != 2 || len(ws[1].Cells) != 3 {
		t.Fatalf("%+v", ws)
	}
	if ws[0].Number != 1 || ws[1].Number != 2 {
		t.Errorf("numbers %d, %d", ws[0].Number, ws[1].Number)
	}
	if ws := plan().Check("2016-12-05"); len(ws) != 0 {
		t.Errorf("an empty schedule is a beginning, got %v", ws)
	}
	s.Audiences[1].Retired = true
	if ws := s.Check("2016-12-05"); len(ws[0].Cells) != 1 {
		t.Errorf("a retired audience is asked for: %+v", ws[0].Cells)
	}
}

func TestWhatIsMissingIsOneWarningAVillage(t *testing.T) {
	s := plan(at("aral", "m", "2016-12-12", "16:00", ""), at("aral", "y", "2016-12-13", "15:00", ""), at("aidar", "y", "2016-12-14", "15:00", ""))
	for i := range s.Rows {
		s.Rows[i].Recorder, s.Rows[i].Venue = "", " "
	}
	found := map[WarningKind][]Warning{}
	for _, w := range s.Check("2016-12-05") {
		found[w.Kind] = append(found[w.Kind], w)
	}
	for _, k := range []WarningKind{WarnNoModerator, WarnNoRecorder, WarnNoVenue} {
		if ws := found[k]; len(ws) != 2 || len(ws[0].Sessions) != 2 || ws[0].Sessions[1] != "a" {
			t.Errorf("%s: %+v", k, ws)
		}
	}
}

func TestAnHourThatWentByIsSaid(t *testing.T) {
	s := plan(at("aral", "y", "2016-12-12", "11:00", "aigul"))
	for now, want := range map[string][]WarningKind{"2016-12-12 12:30": {HintSoon}, "2016-12-12 13:01": {WarnPassed}, "2016-12-13": {WarnPassed}, "2016-12-08 18:00": nil} {
		if got := kinds(s.Check(now)); !slices.Equal(got, want) {
			t.Errorf("at %s: %v, want %v", now, got, want)
		}
	}
}

func TestAPublishedPlanThatDrawsNearIsNoSurprise(t *testing.T) {
	s := plan(at("aral", "y", "2016-12-12", "11:00", "aigul"))
	s.Last = &ScheduleVersion{Number: 1, Status: SchedulePublished, Digest: s.Snapshot().Digest()}
	if got := kinds(s.Check("2016-12-11")); got != nil {
		t.Errorf("%v", got)
	}
	s.Rows[0].Date = "2016-12-13"
	if got := kinds(s.Check("2016-12-11")); !slices.Equal(got, []WarningKind{HintSoon}) {
		t.Errorf("a row put there since: %v", got)
	}
}

func TestClashWithAnotherCycleIsSeen(t *testing.T) {
	s := plan(at("aral", "y", "2016-12-12", "11:00", "aigul"))
	s.Elsewhere = []Busy{{"aigul", "2016-12-12", "12:00", "14:00"}}
	if got := kinds(s.Check("2016-12-05")); !slices.Equal(got, []WarningKind{WarnElsewhere}) {
		t.Errorf("got %v", got)
	}
	s.Elsewhere[0].Starts, s.Elsewhere[0].Ends = "13:00", "15:00"
	if got := kinds(s.Check("2016-12-05")); got != nil {
		t.Errorf("got %v", got)
	}
}

func TestHintsStandAfterClashes(t *testing.T) {
	ws := plan(at("aral", "w", "2016-12-12", "15:00", "aigul"), at("aidar", "y", "2016-12-12", "15:00", "aigul")).Check("2016-12-05")
	if last := ws[len(ws)-1]; !last.Soft || last.Number != len(ws) {
		t.Errorf("%+v", last)
	}
	rows, cells := Marks(ws)
	if len(rows["a"]) != 2 || len(cells[Cell{"aral", "m"}]) != 1 {
		t.Errorf("marks %v %v", rows, cells)
	}
}

func TestHolidays(t *testing.T) {
	for date, want := range map[string]string{"2016-01-01": "holiday.new_year", "2016-03-21": "holiday.nooruz", "2023-11-08": "holiday.ancestors",
		"2016-09-12": "holiday.kurman", "2016-07-05": "holiday.orozo", "2016-12-12": "", "16-01-01": ""} {
		if h, ok := HolidayOn(date); h.Key != want || ok != (want != "") || h.Estimated {
			t.Errorf("%s: %+v", date, h)
		}
	}
	if h, _ := HolidayOn("2029-04-24"); !h.Estimated {
		t.Error("2029 is computed, not announced")
	}
	years := map[string]int{}
	for date := range movingFeasts {
		years[date[:4]]++
	}
	for y := 2015; y <= 2030; y++ {
		if years[strconv.Itoa(y)] != 2 {
			t.Errorf("%d lacks a feast", y)
		}
	}
}

func TestSuggestionRaisesNoWarning(t *testing.T) {
	s := plan(with(at("aral", "w", "2016-12-12", "11:00", "aigul"), func(r *ScheduleRow) { r.Venue, r.Recorder = "ФАП", "nurlan" }),
		at("aidar", "m", "2016-12-12", "16:00", "nurlan"))
	for _, c := range []Cell{{"aral", "m"}, {"aral", "y"}, {"aidar", "w"}, {"aidar", "y"}} {
		p := s.Suggest(c, "2016-12-05")
		p.ID = "new"
		ws := s.With([]PlanSession{p}).Check("2016-12-05")
		for _, w := range ws {
			if slices.Contains(w.Sessions, "new") {
				t.Errorf("%v: suggested %+v raises %s", c, p, w.Kind)
			}
		}
		if c.Village == "aral" && p.Venue != "ФАП" {
			t.Errorf("the village's venue is known, suggested %q", p.Venue)
		}
		if c.Audience == "w" && p.Moderator != "aigul" {
			t.Errorf("women want a woman: suggested %q", p.Moderator)
		}
	}
	for today, want := range map[string]string{
		"2016-11-01": "2016-12-01", // nothing before the cycle
		"2016-12-07": "2016-12-12", // four days on is a Sunday
		"2016-12-08": "2016-12-12",
		"2016-12-28": "2017-01-02", // the cycle is over, New Year a Sunday
	} {
		if p := plan().Suggest(Cell{"aral", "w"}, today); p.Date != want {
			t.Errorf("on %s: %s, want %s", today, p.Date, want)
		}
	}
}

func TestStatusFollowsFromTheNewestVersion(t *testing.T) {
	s := plan(at("aral", "w", "2016-12-12", "11:00", "aigul"))
	if s.Status() != ScheduleDraft {
		t.Error(s.Status())
	}
	s.Last = &ScheduleVersion{Number: 1, Status: SchedulePublished, Digest: s.Snapshot().Digest()}
	if s.Status() != SchedulePublished {
		t.Error(s.Status())
	}
	s.Rows[0].Status = Closed // what happens in the hall does not change the plan
	s.Villages[0].Name.KY = "Арал айылы"
	if s.Status() != SchedulePublished {
		t.Errorf("held and renamed: %s", s.Status())
	}
	s.Rows[0].Date = "2016-12-13"
	if s.Status() != ScheduleChanged {
		t.Error(s.Status())
	}
}

func TestTheLastChangeIsBetweenDifferentPlans(t *testing.T) {
	v := func(n int, digest string) ScheduleVersion { return ScheduleVersion{Number: n, Digest: digest} }
	for name, c := range map[string]struct {
		versions      []ScheduleVersion
		now           string
		before, after int
	}{
		"none":                {nil, "x", 0, 0},
		"one, as it is":       {[]ScheduleVersion{v(1, "x")}, "x", 1, 0},
		"changed since":       {[]ScheduleVersion{v(2, "y"), v(1, "x")}, "z", 2, 0},
		"nothing since":       {[]ScheduleVersion{v(2, "y"), v(1, "x")}, "y", 1, 2},
		"agreed twice, alike": {[]ScheduleVersion{v(3, "y"), v(2, "y"), v(1, "x")}, "y", 1, 3},
	} {
		if before, after := LastChange(c.versions, c.now); before != c.before || after != c.after {
			t.Errorf("%s: %d → %d", name, before, after)
		}
	}
}

func TestCompareSaysWhatHappenedToEachRow(t *testing.T) {
	before := plan(at("aral", "w", "2016-12-12", "11:00", "aigul"), at("aral", "m", "2016-12-13", "16:00", "nurlan"),
		at("aral", "y", "2016-12-14", "11:00", "aigul"), at("aidar", "w", "2016-12-15", "11:00", "aigul"), at("aidar", "m", "2016-12-16", "16:00", "nurlan")).Snapshot()
	after := plan(at("aral", "w", "2016-12-12", "11:00", "aigul"), at("aral", "m", "2016-12-20", "16:00", "nurlan"),
		at("aral", "y", "2016-12-14", "11:00", "chynara"),
		with(at("aidar", "w", "2016-12-15", "11:00", "aigul"), func(r *ScheduleRow) { r.Status = Cancelled }),
		with(at("aidar", "y", "2016-12-18", "15:00", "aigul"), func(r *ScheduleRow) { r.ID = "new" })).Snapshot()
	got := map[string]DifferenceKind{}
	for _, d := range Compare(before, after) {
		got[d.Before.ID+"→"+d.After.ID] = d.Kind
	}
	want := map[string]DifferenceKind{"a→a": RowSame, "b→b": RowMoved, "c→c": RowChanged, "d→d": RowCancelled, "e→": RowRemoved, "→new": RowAdded}
	for k, w := range want {
		if got[k] != w {
			t.Errorf("%s: %s, want %s", k, got[k], w)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%v", got)
	}
	for _, d := range Compare(before, before) {
		if d.Kind != RowSame {
			t.Errorf("against itself: %+v", d)
		}
	}
}
