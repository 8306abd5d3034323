package civic

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

func (k *CycleKnown) scheduleCells(r *ScheduleRow, lang string, word Wording) map[string]string {
	yes := func(is bool) string { return word("yes", yesCell(is)) }
	return map[string]string{"row": r.ID, "village_code": k.Villages[r.Village], "village": k.Schedule.VillageName(r.Village).In(lang), "audience": k.Schedule.AudienceOf(r.Audience).Name.In(lang),
		"date": r.Date, "starts_at": r.Starts, "ends_at": r.Ends, "venue": r.Venue, "expected_min": strconv.Itoa(r.ExpectedMin), "expected_max": strconv.Itoa(r.ExpectedMax),
		"moderator": r.ModeratorName, "recorder": r.RecorderName, "observer": r.Observer, "inviter": r.Inviter, "inviter_phone": r.InviterPhone,
		"language": word("language", r.Language), "transport": r.Transport, "heating": yes(r.Heating), "power": yes(r.Power), "accessible": yes(r.Accessible),
		"materials": yes(r.Materials), "childcare": yes(r.Childcare), "reason": r.Reason, "state": word("state", string(r.Status))}
}

// exactRows finds, for a table without marks, the sessions that stand at the
// very hour that a row says, by its line: they are taken before any row is
// thought to move another.
func (im *cycleImport) exactRows(t ImportTable) map[int]string {
	exact := map[int]string{}
	if t.Kind != ScheduleTable || t.has("row") {
		return exact
	}
	for _, r := range t.Rows {
		p := PlannedRow{texts: t.texts(r)}
		date, _ := importDate(p.texts["date"])
		starts := clockCell(p.texts["starts_at"])
		for i := range im.Schedule.Rows {
			s := &im.Schedule.Rows[i]
			if !im.met[s.ID] && s.Date == date && s.Starts == starts && im.about(&p, s) {
				im.met[s.ID], exact[r.Line] = true, s.ID
				break
			}
		}
	}
	return exact
}

// about reports whether a row names the village and the group of a session.
func (im *cycleImport) about(p *PlannedRow, r *ScheduleRow) bool {
	group := im.Schedule.AudienceOf(r.Audience)
	village := im.Schedule.VillageName(r.Village).folds(p.texts["village"])
	if code := p.texts["village_code"]; code != "" {
		village = im.Villages[r.Village] == code
	}
	return village && (group.Name.folds(p.texts["audience"]) || p.texts["audience"] == string(group.Kind))
}

// sessionOf is the session that a row is about: by its mark; without marks the
// one at the very hour, or the only one of its village and group that can still move.
func (im *cycleImport) sessionOf(t ImportTable, p *PlannedRow, exact string) *ScheduleRow {
	id := p.Code
	if !t.has("row") {
		id = exact
	}
	if i := slices.IndexFunc(im.Schedule.Rows, func(r ScheduleRow) bool { return r.ID == id }); i >= 0 {
		return &im.Schedule.Rows[i]
	}
	if id != "" {
		p.bad("row", "error.import_row_unknown")
		return nil
	}
	if t.has("row") {
		return nil
	}
	var only *ScheduleRow
	for i := range im.Schedule.Rows {
		r := &im.Schedule.Rows[i]
		if im.met[r.ID] || !ahead(*r) || !im.about(p, r) {
			continue
		}
		if only != nil {
			return nil
		}
		only = r
	}
	if only != nil {
		im.met[only.ID] = true
	}
	return only
}

// placeOf reads the village and the group of a row: the cells of the matrix.
func (im *cycleImport) placeOf(t ImportTable, p *PlannedRow, plan *PlanSession) {
	code, name := Said(im.Villages[plan.Village]), p.texts["village"]
	switch had := im.Schedule.VillageName(plan.Village); {
	case p.texts["village_code"] != "":
		p.edit(t, "village_code", code, func(is string) { im.villageCell(p, is, &plan.Village) })
	case name != "" && !had.says(name):
		p.differ("village", had.KY, name)
		plan.Village = ""
		for _, v := range im.Schedule.Villages {
			if v.Name.folds(name) {
				if plan.Village != "" {
					p.bad("village", "error.import_village_twice")
				}
				plan.Village = v.ID
			}
		}
		if plan.Village == "" {
			p.bad("village", "error.import_village_name")
		}
	case plan.Village == "":
		p.bad("village_code", "error.import_village")
	}
	if name := p.texts["audience"]; !im.Schedule.AudienceOf(plan.Audience).Name.says(name) || plan.Audience == "" {
		p.differ("audience", im.Schedule.AudienceOf(plan.Audience).Name.KY, name)
		plan.Audience = ""
		for _, a := range im.Schedule.Audiences {
			if plan.Audience == "" && !a.Retired && (a.Name.folds(name) || name == string(a.Kind)) {
				plan.Audience = a.ID
			}
		}
		if plan.Audience == "" {
			p.bad("audience", "error.choice")
		}
	}
}

// clockCell reads an hour as people and spreadsheets write it: 9:30, or a part of a day.
func clockCell(cell string) string {
	if f, err := strconv.ParseFloat(cell, 64); err == nil && f >= 0 && f < 1 && strings.ContainsAny(cell, ".0") {
		return clockOf(int(math.Round(f * 24 * 60)))
	}
	return CleanClock(cell)
}

func (im *cycleImport) scheduleRow(t ImportTable, p *PlannedRow, exact string) {
	had := im.sessionOf(t, p, exact)
	if p.State == ImportBad {
		return
	}
	added := had == nil
	if added {
		had = &ScheduleRow{}
		had.ID = im.Mint("session/" + strconv.Itoa(p.Line) + t.Sheet)
		had.ExpectedMin, had.ExpectedMax, had.Language = 8, 12, "ky"
	}
	save := had.Plan()
	im.placeOf(t, p, &save)
	village, audience := im.Schedule.VillageName(save.Village), im.Schedule.AudienceOf(save.Audience).Name
	p.Name = Text{KY: village.KY + ", " + audience.KY, RU: village.In("ru") + ", " + audience.In("ru"), EN: village.In("en") + ", " + audience.In("en")}
	p.day(t, "date", &save.Date)
	for column, clock := range map[string]*string{"starts_at": &save.Starts, "ends_at": &save.Ends} {
		p.texts[column] = clockCell(p.texts[column])
		p.edit(t, column, *clock, into(clock))
	}
	if added && save.Ends == "" && ValidClock(save.Starts) {
		save.Ends = clockOf(minuteOf(save.Starts) + usualMinutes)
		p.differ("ends_at", "", save.Ends)
	}
	for column, text := range map[string]*string{"venue": &save.Venue, "observer": &save.Observer, "inviter": &save.Inviter, "inviter_phone": &save.InviterPhone, "transport": &save.Transport} {
		p.edit(t, column, *text, into(text))
	}
	for column, n := range map[string]*int{"expected_min": &save.ExpectedMin, "expected_max": &save.ExpectedMax} {
		im.expectedCell(t, p, column, n, added)
	}
	im.staffCell(t, p, "moderator", had.ModeratorName, &save.Moderator)
	im.staffCell(t, p, "recorder", had.RecorderName, &save.Recorder)
	if !added || p.texts["language"] != "" {
		im.wordCell(t, p, "language", "language", save.Language, into(&save.Language))
	}
	for column, flag := range map[string]*bool{"heating": &save.Heating, "power": &save.Power, "accessible": &save.Accessible, "materials": &save.Materials, "childcare": &save.Childcare} {
		im.yesCell(t, p, column, flag)
	}
	moves := !added && (had.Date != save.Date || had.Starts != save.Starts)
	if is := p.texts["reason"]; is != "" && !unchanged(is, had.Reason) {
		p.differ("reason", had.Reason, is)
		if save.Reason = is; !moves || im.Schedule.Last == nil {
			p.bad("reason", "error.import_reason")
		}
	}
	p.settle(added, save)
	p.rename("starts", "starts_at")
	p.rename("ends", "ends_at")
	if added || len(p.Cells) > 0 {
		im.mayChange(p, had, &save, added, moves)
	}
}

// expectedCell takes a number of people; a new row without it has the usual one.
func (im *cycleImport) expectedCell(t ImportTable, p *PlannedRow, column string, n *int, added bool) {
	if added && p.texts[column] == "" {
		return
	}
	people := int64(*n)
	p.edit(t, column, strconv.Itoa(*n), p.amount(column, &people))
	*n = int(people)
}

// staffCell takes a name of those who can moderate and record here; who stands there stays, whoever else has the name.
func (im *cycleImport) staffCell(t ImportTable, p *PlannedRow, column, was string, person *string) {
	p.edit(t, column, was, func(is string) {
		*person = ""
		for _, s := range im.Schedule.Staff {
			if is == "" || Fold(s.Name) != Fold(is) {
				continue
			}
			if *person != "" {
				p.bad(column, "error.import_person_twice")
			}
			*person = s.ID
		}
		if is != "" && *person == "" {
			p.bad(column, "error.not_staff")
		}
	})
}

// mayChange says what the schedule does not let change.
func (im *cycleImport) mayChange(p *PlannedRow, had *ScheduleRow, save *PlanSession, added, moves bool) {
	switch {
	case im.Schedule.Cycle.Status == Ended:
		p.bad("", "error.cycle_ended")
	case added:
	case had.Status == Cancelled:
		p.bad("", "error.session_is_cancelled")
	case !ahead(*had) && (moves || had.Village != save.Village || had.Audience != save.Audience):
		p.bad("", "error.session_begun")
	case moves && im.Schedule.Last != nil && save.Reason == "":
		p.bad("reason", "error.move_reason")
	}
}
