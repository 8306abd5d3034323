package handlers

import (
	"cmp"
	"slices"
	"strings"

	"ashar/internal/civic"
	"ashar/views"
)

// results is what the focus groups came to: by sector, competence, village and
// audience, against the cycle before where there was one.
func (r reporter) results(list, before *civic.NeedList) ([]civic.ReportPart, error) {
	villages, err := r.firstOf(list, "first_village")
	if err != nil {
		return nil, err
	}
	audiences, err := r.firstOf(list, "first_audience")
	return []civic.ReportPart{r.bySector(list, before), r.byCompetence(list), villages, audiences, r.divergence(list)}, err
}

// sector is what was named of one.
type sector struct {
	id            string
	name          string
	needs, cards  int
	groups        map[string]bool
	first, before int // cards that are a group's first; cards of the cycle before
}

func (r reporter) bySector(list, before *civic.NeedList) civic.ReportPart {
	p := r.part("sectors", r.col("sector", civic.ReportWords), r.col("needs", civic.ReportCount), r.col("cards", civic.ReportCount), r.col("groups", civic.ReportCount),
		r.col("first", civic.ReportCount), r.col("share", civic.ReportShare), r.col("share_before", civic.ReportShare))
	p.Bars = []int{2}
	var all []sector
	at := func(n *civic.Need) *sector {
		i := slices.IndexFunc(all, func(s sector) bool { return s.id == n.Sector })
		if i < 0 {
			name := r.say(n.SectorName)
			if name == "" {
				name = r.l.T("analysis.no_sector")
			}
			all = append(all, sector{id: n.Sector, name: name, groups: map[string]bool{}})
			i = len(all) - 1
		}
		return &all[i]
	}
	cards, had := 0, 0
	for i := range list.Needs.Needs {
		n := &list.Needs.Needs[i]
		s := at(n)
		s.needs++
		for _, c := range n.Cards {
			s.cards++
			cards++
			s.groups[c.Session] = true
			if c.Place == 1 {
				s.first++
			}
		}
	}
	if before != nil {
		for i := range before.Needs.Needs {
			n := &before.Needs.Needs[i]
			at(n).before += len(n.Cards)
			had += len(n.Cards)
		}
	}
	slices.SortStableFunc(all, func(a, b sector) int { return cmp.Or(b.cards-a.cards, cmp.Compare(a.name, b.name)) })
	for _, s := range all {
		p.Rows = append(p.Rows, civic.ReportRow{Cells: []civic.ReportCell{civic.Say(s.name), civic.Num(s.needs), civic.Num(s.cards), civic.Num(len(s.groups)), civic.Num(s.first),
			civic.Share(s.cards, cards), civic.Share(s.before, had)}})
	}
	return p
}

func (r reporter) byCompetence(list *civic.NeedList) civic.ReportPart {
	p := r.part("competence", r.col("competence", civic.ReportWords), r.col("needs", civic.ReportCount), r.col("share", civic.ReportShare))
	p.Bars = []int{1}
	for _, k := range append(slices.Clone(civic.Competences), "") {
		n := 0
		for i := range list.Needs.Needs {
			if list.Needs.Needs[i].Competence == k {
				n++
			}
		}
		name := r.l.T("analysis.no_competence")
		if k != "" {
			name = r.l.T("competence." + string(k))
		} else if n == 0 {
			continue
		}
		if len(list.Needs.Needs) > 0 {
			p.Rows = append(p.Rows, civic.ReportRow{Cells: []civic.ReportCell{civic.Say(name), civic.Num(n), civic.Share(n, len(list.Needs.Needs))}})
		}
	}
	return p
}

// firstsShown is how many of a group's first needs are told.
const firstsShown = 3

// firstOf are the first needs of each village, by the rule of its groups alone,
// or of each audience in its own order. Ties are told as ties; those of the last place shown stand together.
func (r reporter) firstOf(list *civic.NeedList, key string) (civic.ReportPart, error) {
	head := "audience"
	if key == "first_village" {
		head = "village"
	}
	p := r.part(key, r.col(head, civic.ReportWords), r.col("first1", civic.ReportWords), r.col("first2", civic.ReportWords), r.col("first3", civic.ReportWords))
	line := func(name string, audience civic.AudienceKind, village string) error {
		rows, err := chosenOrder(list, audience, village)
		cells := []civic.ReportCell{civic.Say(name), {}, {}, {}}
		for i, row := range rows {
			text := views.PlaceText(row.Place, row.Shared) + " " + r.say(row.Title) + " – " + r.l.T("need.points", "points", row.Points)
			switch {
			case i < firstsShown:
				cells[i+1] = civic.Say(text)
			case row.Place <= firstsShown:
				cells[firstsShown].Text += "; " + text
			}
		}
		p.Rows = append(p.Rows, civic.ReportRow{Cells: cells})
		return err
	}
	if key == "first_village" {
		p.Note = r.l.T("analysis.first_village.by", "rule", views.ListRuleText(r.l, list.Rules))
		for _, v := range list.Villages() {
			if err := line(r.say(v.VillageName), "", v.Village); err != nil {
				return p, err
			}
		}
		return p, nil
	}
	for _, k := range list.Kinds() {
		if err := line(r.l.T("audience."+string(k)), k, ""); err != nil {
			return p, err
		}
	}
	return p, nil
}

func (r reporter) divergence(list *civic.NeedList) civic.ReportPart {
	p := r.part("divergence", r.col("audience", civic.ReportWords), r.col("need", civic.ReportWords), r.col("own", civic.ReportCount), r.col("place", civic.ReportCount), r.col("answer", civic.ReportWords))
	p.Empty = r.l.T("analysis.divergence.none")
	for _, f := range list.Flags {
		answer := civic.ReportCell{}
		if f.Answer != nil {
			answer = civic.Say(f.Answer.Answer)
		}
		title := ""
		if n := list.Find(f.Need); n != nil {
			title = r.say(n.Title)
		}
		p.Rows = append(p.Rows, civic.ReportRow{Cells: []civic.ReportCell{civic.Say(r.l.T("audience." + string(f.Audience))), civic.Say(title), civic.Num(f.Own), civic.Num(f.Place), answer}})
	}
	return p
}

// planning is the schedule against what happened.
func (r reporter) planning(s civic.Schedule) []civic.ReportPart {
	n := s.Count()
	whole := r.part("plan_whole", r.col("what", civic.ReportWords), r.col("number", civic.ReportCount), r.col("share", civic.ReportShare))
	whole.Bars = []int{1}
	for _, x := range []struct {
		key string
		n   int
	}{{"cells", n.Cells}, {"planned_cells", n.Planned}, {"held_cells", n.Held}, {"moved", n.Moved}, {"cancelled", n.Cancelled}} {
		whole.Rows = append(whole.Rows, civic.ReportRow{Cells: []civic.ReportCell{civic.Say(r.l.T("analysis.plan." + x.key)), civic.Num(x.n), civic.Share(x.n, n.Cells)}})
	}
	changes := r.part("plan_changes", r.col("session", civic.ReportWords), r.col("agreed", civic.ReportWords), r.col("now", civic.ReportWords), r.col("reason", civic.ReportWords))
	changes.Empty = r.l.T("analysis.plan_changes.none")
	for _, row := range s.Rows {
		if !row.Moved() && row.Status != civic.Cancelled {
			continue
		}
		now := r.l.DateShortYear(civic.Day(row.Date)) + ", " + row.Starts
		if row.Status == civic.Cancelled {
			now = r.l.T("session.short." + string(row.Status))
		}
		changes.Rows = append(changes.Rows, civic.ReportRow{Link: "/sessions/" + row.ID, Cells: []civic.ReportCell{
			civic.Say(r.say(s.VillageName(row.Village)) + ", " + r.say(s.AudienceOf(row.Audience).Name)), civic.Say(strings.ReplaceAll(row.MovedFrom, "T", " ")), civic.Say(now), civic.Say(row.Reason)}})
	}
	loads := r.part("plan_loads", r.col("moderator", civic.ReportWords), r.col("sessions", civic.ReportCount), r.col("held", civic.ReportCount), r.col("days", civic.ReportCount), r.col("most", civic.ReportCount))
	loads.Bars = []int{1}
	for _, l := range s.Loads() {
		loads.Rows = append(loads.Rows, civic.ReportRow{Cells: []civic.ReportCell{civic.Say(l.Name), civic.Num(l.Sessions), civic.Num(l.Held), civic.Num(l.Days), civic.Num(l.Most)}})
	}
	return []civic.ReportPart{whole, changes, loads}
}
