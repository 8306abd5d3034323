package demo

import (
	"time"

	"ashar/internal/civic"
)

const (
	akBashat = "41708209822000"
	burana   = "41708223809000"
)

// audiences in the order of the problems' weights.
var audiences = []struct {
	kind civic.AudienceKind
	name civic.Text
}{
	{civic.Women, audienceText("women")},
	{civic.Men, audienceText("men")},
	{civic.Youth, audienceText("youth")},
	{civic.Elders, audienceText("elders")},
	{civic.Vulnerable, audienceText("vulnerable")},
}

// cycle is a cycle of the story with its ids.
type cycle struct {
	id        string
	audiences []string
}

// story is what happened: 2015 wholly, 2016 up to now.
func (d *demo) story() {
	d.at("2015-09-01", "10:00")
	past := d.cycle(akBashat, "cycle2015", "2015-09-01", "2015-12-31", 2016)
	d.year2015(past)
	chance := *d.source
	d.consolidate(past) // first: the rest of what came of 2015 builds on its list
	d.show(past, "schedule", "list")
	d.gathering(past)
	d.divide(past)
	d.decide(past)
	d.adopt(past)
	d.show(past, "decisions")
	d.adoptPlan(past)
	d.show(past, "plan", "monitoring")
	d.watch(past)
	d.answerCouncil(past)
	d.satisfaction(past)
	*d.source = chance // however much is told of what came of 2015, 2016 stays as it is
	d.at("2016-11-29", "15:00")
	d.do(past.id, "coordinator", civic.SetCycleStatus{Cycle: past.id, Status: civic.Ended})
	d.at("2016-11-29", "16:00")
	d.checklist()
	d.at("2016-11-30", "15:00")
	present := d.cycle(akBashat, "cycle2016", "2016-11-30", "2017-03-31", 2017)
	chance = *d.source
	d.household(present)
	*d.source = chance
	d.year2016(present)
}

// checklist is the one that Бурана made of the common one at the training.
func (d *demo) checklist() {
	own := civic.DefaultTemplate("checklist")
	invited := &own.Checklist[own.Find("c8")-1]
	invited.Text, invited.Due = phrase("invited5"), -5
	own.Retire(own.Find("c32"), true)
	own = own.With(0, civic.Template{Kind: "checklist", Checklist: []civic.ChecklistItem{
		{Key: d.ids.New(), Text: phrase("market"), Phase: civic.Before, Mandatory: true, Role: civic.Coordinator, Due: -10},
		{Key: d.ids.New(), Text: phrase("newsletter"), Phase: civic.After, Role: civic.Coordinator, Due: 10},
	}})
	own.Arrange()
	d.do(d.units[burana], "burana", civic.SaveTemplate{Template: "checklist", Municipality: d.units[burana], Checklist: own.Checklist})
}

func (d *demo) cycle(municipality, title, starts, ends string, budget int) cycle {
	c := cycle{id: d.ids.New()}
	save := civic.SaveCycle{ID: c.id, Municipality: d.units[municipality], Title: phrase(title), Starts: starts, Ends: ends, BudgetYear: budget,
		Rules: civic.DefaultRules()}
	for _, a := range audiences {
		id := d.ids.New()
		c.audiences = append(c.audiences, id)
		save.Audiences = append(save.Audiences, civic.CycleAudience{ID: id, Kind: a.kind, Name: a.name})
	}
	d.do(d.units[municipality], "coordinator", save)
	return c
}

// plan puts one session into the schedule.
func (d *demo) plan(c cycle, village unit, audience int, date, starts, ends, moderator string) string {
	id := d.ids.New()
	d.do(c.id, "coordinator", civic.PlanSession{ID: id, Village: d.units[village.Code], Audience: c.audiences[audience], Date: date, Starts: starts, Ends: ends,
		Venue: phrase("venue").KY, Heating: true, Power: true, Accessible: audience == 4, ExpectedMin: 8, ExpectedMax: 12,
		Moderator: d.people[moderator], Recorder: d.people["recorder"], Language: "ky", Materials: true})
	return id
}

// moderators: a woman for women, and nobody more than twice a day.
func moderator(audience, day int) string {
	if audience == 0 || (audience+day)%2 == 0 {
		return "facilitator"
	}
	return "moderator2"
}

// publish has the head of the aiyl okmotu agree to the schedule, and hangs it out.
func (d *demo) publish(c cycle) {
	if d.err != nil {
		return
	}
	s, err := d.store.Schedule(d.ctx, c.id)
	if err != nil {
		d.err = err
		return
	}
	fix := civic.FixSchedule{Cycle: c.id, Status: civic.ScheduleAgreed, Seen: s.Snapshot().Digest(), AgreedBy: phrase("head").KY, Accepted: true}
	d.do(c.id, "coordinator", fix)
	fix.Status = civic.SchedulePublished
	d.do(c.id, "coordinator", fix)
}

func (d *demo) year2015(c cycle) {
	type planned struct {
		id, date, starts  string
		village, audience int
	}
	var all []planned
	day := civic.Day("2015-09-07")
	n := 0
	*d.clock = civic.Day("2015-09-02").Add(10 * time.Hour)
	for v, village := range d.children[akBashat] {
		for a := range audiences {
			if n > 0 && n%2 == 0 {
				day = next(day)
			}
			date := day.Format(time.DateOnly)
			starts, ends := "11:00", "13:00"
			if n%2 == 1 {
				starts, ends = "15:00", "17:00"
			}
			all = append(all, planned{d.plan(c, village, a, date, starts, ends, moderator(a, n)), date, starts, v, a})
			n++
		}
	}
	d.publish(c)
	for n, p := range all {
		d.hold(p.id, p.village, p.audience, p.date, p.starts, moderator(p.audience, n))
	}
}

// next is the next working day.
func next(day time.Time) time.Time {
	day = day.AddDate(0, 0, 1)
	for day.Weekday() == time.Saturday || day.Weekday() == time.Sunday {
		day = day.AddDate(0, 0, 1)
	}
	return day
}

// rows of the 2016 schedule: village, audience, day in December, hour. Six are
// held, one is live on the 12th, one cell is still empty.
var rows2016 = []struct {
	village, audience int
	date, starts, end string
}{
	{0, 0, "2016-12-05", "11:00", "13:00"}, {0, 1, "2016-12-05", "15:00", "17:00"},
	{0, 2, "2016-12-06", "14:00", "16:00"}, {0, 3, "2016-12-07", "11:00", "13:00"},
	{1, 0, "2016-12-08", "11:00", "13:00"}, {1, 1, "2016-12-08", "15:00", "17:00"},
	{1, 2, "2016-12-12", "11:00", "13:00"},
	{1, 3, "2016-12-13", "11:00", "13:00"}, {2, 0, "2016-12-13", "15:00", "17:00"},
	{2, 1, "2016-12-14", "15:00", "17:00"}, {2, 2, "2016-12-15", "14:00", "16:00"},
	{2, 3, "2016-12-15", "11:00", "13:00"}, {2, 4, "2016-12-16", "11:00", "13:00"},
	{3, 0, "2016-12-19", "11:00", "13:00"}, {3, 1, "2016-12-19", "15:00", "17:00"},
	{3, 2, "2016-12-20", "14:00", "16:00"}, {3, 3, "2016-12-21", "11:00", "13:00"},
	{3, 4, "2016-12-22", "11:00", "13:00"}, {0, 4, "2016-12-14", "11:00", "13:00"},
}

func (d *demo) year2016(c cycle) {
	ids := make([]string, len(rows2016))
	villages := d.children[akBashat]
	for i, r := range rows2016 {
		ids[i] = d.plan(c, villages[r.village], r.audience, r.date, r.starts, r.end, moderator(r.audience, i))
	}
	d.do(c.id, "coordinator", civic.SetCycleStatus{Cycle: c.id, Status: civic.Agreed})
	d.publish(c)
	for i, r := range rows2016 {
		switch {
		case r.date < "2016-12-12":
			d.hold(ids[i], r.village, r.audience, r.date, r.starts, moderator(r.audience, i))
		case r.date == "2016-12-12":
			d.count(c)
			d.live(ids[i], r.village, r.audience, moderator(r.audience, i))
		}
	}
}

// begin opens a session and counts who came.
func (d *demo) begin(session string, audience int, date, starts, moderator string) {
	d.at(date, starts)
	for n := 1; n <= 15; n++ {
		d.do(session, "recorder", civic.SetCheck{Session: session, Number: n, State: civic.Done})
	}
	d.do(session, moderator, civic.StartSession{Session: session})
	d.came(session, audience)
	d.do(session, moderator, civic.SetHall{Session: session, Consent: civic.ConsentOral})
}

// came counts believable people of an audience.
func (d *demo) came(session string, audience int) {
	share := map[civic.AudienceKind][5]int{ // of twelve, by age band
		civic.Women: {0, 3, 4, 2, 1}, civic.Men: {0, 2, 4, 3, 2}, civic.Youth: {3, 8, 0, 0, 0},
		civic.Elders: {0, 0, 0, 3, 7}, civic.Vulnerable: {0, 2, 3, 3, 2},
	}[audiences[audience].kind]
	invited := map[string]int{"f": 0, "m": 0}
	d.heads = map[string]int{}
	for i, band := range civic.AgeBands {
		n := share[i]
		if n > 1 {
			n += d.random.IntN(3) - 1
		}
		f, m := n, 0
		switch audiences[audience].kind {
		case civic.Men:
			f, m = 0, n
		case civic.Youth, civic.Elders, civic.Vulnerable:
			f = (n + 1) / 2
			m = n - f
		}
		for _, c := range []struct {
			sex string
			n   int
		}{{"f", f}, {"m", m}} {
			d.heads[c.sex] += c.n
			if c.n > 0 {
				d.do(session, "recorder", civic.SetCount{Session: session, What: civic.Came, Sex: c.sex, Band: band, People: c.n})
			}
		}
		invited["f"] += f
		invited["m"] += m
	}
	for _, sex := range civic.Sexes { // some who were asked stayed at home
		if invited[sex] > 0 {
			d.do(session, "recorder", civic.SetCount{Session: session, What: civic.Invited, Sex: sex, People: invited[sex] + 2})
		}
	}
}

// hold runs a session from its start to its close.
func (d *demo) hold(session string, village, audience int, date, starts, moderator string) {
	d.begin(session, audience, date, starts, moderator)
	var cards []card
	for step := 2; step <= 8; step++ {
		d.later(12 * time.Minute)
		d.do(session, moderator, civic.GoToStep{Session: session, Step: step})
		switch step {
		case 4:
			cards = d.needs(session, village, audience, 6)
		case 5:
			d.rank(session, cards)
		case 6:
			d.workThrough(session, cards[:3])
		case 7:
			d.do(session, "recorder", civic.SaveVolunteer{ID: d.ids.New(), Group: "initiative"})
			d.do(session, "recorder", civic.SaveVolunteer{ID: d.ids.New(), Group: "monitoring"})
		}
	}
	for n := 16; n <= 32; n++ {
		d.do(session, "recorder", civic.SetCheck{Session: session, Number: n, State: civic.Done})
	}
	d.later(5 * time.Minute)
	d.do(session, moderator, civic.GoToStep{Session: session, Step: 0})
	d.do(session, moderator, civic.SetReading{Session: session, ReadAloud: true, Confirmed: true})
	d.do(session, moderator, civic.Sign{Session: session, Role: "moderator", Name: d.names[moderator]})
	d.do(session, "recorder", civic.Sign{Session: session, Role: "recorder", Name: d.names["recorder"]})
	for i, role := range []string{"participant1", "participant2"} {
		d.do(session, "recorder", civic.Sign{Session: session, Role: role, Name: phrase("participant").KY + " " + string(rune('1'+i))})
	}
	d.later(2 * time.Minute)
	d.do(session, moderator, civic.CloseSession{Session: session})
}

// live is the session under way: the fourth step, cards being written.
func (d *demo) live(session string, village, audience int, moderator string) {
	d.begin(session, audience, "2016-12-12", "11:00", moderator)
	for step := 2; step <= 4; step++ {
		d.later(11 * time.Minute)
		d.do(session, moderator, civic.GoToStep{Session: session, Step: step})
	}
	for n := 16; n <= 20; n++ {
		d.do(session, "recorder", civic.SetCheck{Session: session, Number: n, State: civic.Done})
	}
	d.needs(session, village, audience, 4)
	d.do(session, "recorder", civic.AddStatements{Statements: []civic.SaidStatement{
		{ID: d.ids.New(), Text: phrase("loose1").KY}, {ID: d.ids.New(), Text: phrase("loose2").KY}}})
}
