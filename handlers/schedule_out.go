package handlers

import (
	"slices"
	"strings"
	"time"

	"ashar/internal/civic"
	"ashar/internal/i18n"
	"ashar/internal/paper"
	"ashar/views"
)

// schedulePaper puts the schedule into the fields of the paper.
func schedulePaper(d views.ScheduleData, l i18n.Lang, at time.Time) paper.ScheduleData {
	s := d.Schedule
	name := func(t civic.Text) string { return t.In(string(l)) }
	out := paper.ScheduleData{Oblast: name(s.Place.Oblast), Raion: name(s.Place.Raion), Municipality: name(s.Place.Name), Cycle: name(s.Cycle.Title),
		Status: string(s.Status()), At: at}
	if s.Last != nil {
		out.Version, out.AgreedBy, out.DraftedBy, out.Date = s.Last.Number, s.Last.AgreedBy, s.Last.MadeBy, s.Last.MadeAt
	}
	for _, v := range s.Villages {
		out.Villages = append(out.Villages, name(v.Name))
	}
	for _, au := range s.Audiences {
		out.Audiences = append(out.Audiences, name(au.Name))
	}
	for i, r := range s.Rows {
		row := paper.ScheduleRow{No: i + 1, Date: civic.Day(r.Date), Start: civic.At(r.Date, r.Starts), End: civic.At(r.Date, r.Ends),
			Village: name(s.VillageName(r.Village)), Venue: r.Venue, Audience: name(s.AudienceOf(r.Audience).Name), Min: r.ExpectedMin, Max: r.ExpectedMax,
			Moderator: r.ModeratorName, Recorder: r.RecorderName, Observer: r.Observer, Inviter: r.Inviter, Phone: r.InviterPhone,
			Language: name(languageName(r.Language)), Transport: r.Transport, Materials: r.Materials, Status: paperState(r), Reason: r.Reason}
		var has []string
		for key, yes := range map[string]bool{"heating": r.Heating, "power": r.Power, "accessible": r.Accessible} {
			if yes {
				has = append(has, l.T("schedule.has."+key))
			}
		}
		slices.Sort(has)
		row.Conditions = strings.Join(has, ", ")
		if r.Childcare {
			row.Childcare = l.T("schedule.has.childcare")
		}
		if came, ok := d.Came[r.ID]; ok && r.Status == civic.Closed {
			row.Held, row.ActualF, row.ActualM = true, came[0], came[1]
		}
		out.Rows = append(out.Rows, row)
	}
	if out.Status == string(civic.SchedulePublished) {
		return out // it hangs in the villages: what the planners weighed is no matter there
	}
	for _, w := range d.Warnings {
		out.Warnings = append(out.Warnings, views.WarningText(l, w))
	}
	return out
}

// paperState is a row's status as the paper names it.
func paperState(r civic.ScheduleRow) string {
	switch {
	case r.Status == civic.Closed:
		return "held"
	case r.Status == civic.Cancelled:
		return "cancelled"
	case r.Moved():
		return "moved"
	case r.Status == civic.Planned:
		return "planned"
	}
	return "confirmed"
}
