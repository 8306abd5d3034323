package handlers

import (
	"slices"
	"strings"

	"ashar/internal/civic"
)

// projectNeeds is the problem table in the order of the ranking, then what was
// merged and withdrawn, and the rounds themselves.
func projectNeeds(rec civic.Record, m *civic.Minutes) {
	rounds := rec.Rounds
	row := map[string]civic.ResultRow{}
	bySex := false
	if r := civic.CurrentRound(rounds); r != nil && r.Status == civic.RoundRevealed && r.Result != nil {
		bySex = r.Rules.By == civic.BySex
		for _, x := range r.Result.Rows {
			row[x.Option] = x
		}
	}
	cards := rec.Priorities.Ranked(rounds)
	number := map[string]int{}
	for i, p := range cards {
		numberAll(number, p, i+1)
		m.Problems = append(m.Problems, problemOf(p, i+1, row[p.RankedAs], bySex))
		m.Problems[i].Code = rec.Codes[p.ID]
		if len(p.Parts) > 0 {
			merge := civic.MinutesMerge{Into: civic.Text{KY: p.Title}}
			for _, part := range p.Parts {
				merge.From = append(merge.From, part.Title)
			}
			m.Merged = append(m.Merged, merge)
		}
	}
	for _, p := range rec.Priorities.Withdrawn {
		m.Withdrawn = append(m.Withdrawn, civic.MinutesWithdrawn{Title: civic.Text{KY: p.Title}, Reason: p.Reason, Statements: saidOf(p)})
	}
	for _, s := range slices.Backward(rec.Priorities.Loose) { // no word is lost
		m.Loose = append(m.Loose, s.Text)
	}
	for _, s := range rec.Priorities.Taken {
		m.TakenBack = append(m.TakenBack, civic.MinutesWithdrawn{Title: civic.Text{KY: s.Text}, Reason: s.Reason})
	}
	for i := range rounds {
		if rounds[i].Status == civic.RoundRevealed || rounds[i].Cancelled != "" {
			m.Rounds = append(m.Rounds, roundOf(&rounds[i], rounds, number))
		}
	}
}

// numberAll gives a card's number to it and all its parts: a part may have stood
// in a ranking under its own name.
func numberAll(number map[string]int, p civic.Priority, n int) {
	number[p.ID] = n
	for _, part := range p.Parts {
		numberAll(number, part, n)
	}
}

func problemOf(p civic.Priority, no int, row civic.ResultRow, bySex bool) civic.MinutesProblem {
	x := civic.MinutesProblem{No: no, Title: civic.Text{KY: p.Title}, Location: p.Location, Sector: p.SectorName, Who: p.Who, Affected: p.Affected,
		Place: row.Place, PlaceTo: row.PlaceTo, BySex: bySex && row.Place > 0, F: row.ByGroup["f"], M: row.ByGroup["m"], Votes: votesOf(row),
		Causes: lines(p.Causes), Effects: lines(p.Effects), Solutions: lines(p.Solutions), Minority: lines(p.Minority),
		Labour: p.Labour, Money: p.Money, Land: p.Land}
	if p.Competence != "" {
		x.Competence = inAll("competence." + string(p.Competence))
	}
	for _, photo := range p.Photos {
		x.Photos = append(x.Photos, civic.MinutesPhoto{ID: photo.ID, Hash: photo.Hash, Caption: photo.Caption, At: photo.At})
	}
	x.Statements = saidOf(p)
	return x
}

// saidOf are the words of a card that stand.
func saidOf(p civic.Priority) (said []string) {
	for _, s := range p.Statements {
		if !s.Withdrawn {
			said = append(said, s.Text)
		}
	}
	return said
}

func votesOf(row civic.ResultRow) int {
	n := 0
	for _, v := range row.ByGroup {
		n += v
	}
	return n
}

// lines are the entries of a field that holds one a line.
func lines(s string) []string {
	return slices.DeleteFunc(strings.Split(s, "\n"), func(l string) bool { return strings.TrimSpace(l) == "" })
}

func roundOf(r *civic.Round, all []civic.Round, number map[string]int) civic.MinutesRound {
	out := civic.MinutesRound{No: r.Number, Method: string(r.Rules.Method), PerPerson: r.Rules.Dots, Secret: r.Rules.Method == civic.Ballots,
		TieBreak: inAll("tie." + r.Rules.TieBreak), Counters: slices.DeleteFunc([]string{r.Counters[0], r.Counters[1]}, func(s string) bool { return s == "" }),
		Opened: r.OpenedAt, Closed: r.ClosedAt, Ballots: len(r.Orders()), MarkUpTo: r.Rules.Marks, Reason: r.Reason, Replaced: r.ReplacedBy != "", Cancelled: r.Cancelled}
	if r.Rules.Unranked != "" {
		out.Unranked = inAll("round.rule.unranked." + r.Rules.Unranked)
	}
	for _, o := range all {
		if o.ID == r.Replaces {
			out.Replaces = o.Number
		}
	}
	for _, g := range r.Groups {
		out.Voters.Total += g.Heads
		switch g.Key {
		case "f":
			out.Voters.F = g.Heads
		case "m":
			out.Voters.M = g.Heads
		}
		if n := r.ByPhone(g.Key); n > 0 {
			out.Phones += n
			if g.Key != civic.Everybody {
				out.PhonesBy = append(out.PhonesBy, civic.MinutesVoters{Group: g.Key, N: n})
			}
		}
	}
	out.Spoiled, out.Unused = r.Rest()
	for _, c := range r.Rules.Criteria {
		out.Criteria = append(out.Criteria, civic.MinutesCriterion{Name: c.Name, Weight: c.Weight})
	}
	for _, p := range r.Pairs {
		out.Pairs = append(out.Pairs, civic.MinutesPair{A: number[p.A], B: number[p.B], Winner: number[p.Winner]})
	}
	if r.Result == nil {
		return out
	}
	for _, row := range r.Result.Rows {
		x := civic.MinutesResult{No: number[row.Option], Title: civic.Text{KY: r.Title(row.Option)}, Place: row.Place, PlaceTo: row.PlaceTo,
			Votes: votesOf(row), F: row.ByGroup["f"], M: row.ByGroup["m"], BySex: r.Rules.By == civic.BySex, Wins: row.Wins, Losses: row.Losses}
		if r.Rules.By == civic.ByBand {
			for _, b := range civic.AgeBands {
				x.Ages = append(x.Ages, civic.MinutesAge{Band: b, Votes: row.ByGroup[string(b)]})
			}
		}
		if out.Apart() {
			x.Phones = r.PhoneVotes(row.Option)
		}
		if len(row.ByGroup) == 0 {
			x.Score = row.Points
		}
		for _, mark := range row.Marks {
			x.Marks = append(x.Marks, float64(mark))
		}
		out.Results = append(out.Results, x)
	}
	for _, lot := range r.Lots {
		l := civic.MinutesLot{Witness: lot.Witnesses}
		for i, option := range lot.Order {
			l.Titles = append(l.Titles, civic.Text{KY: r.Title(option)})
			for _, row := range r.Result.Rows {
				if row.Option == option {
					if i == 0 {
						l.From = row.Place
					}
					l.To = row.PlaceTo
				}
			}
		}
		out.Lots = append(out.Lots, l)
	}
	return out
}

// projectRemarks is what was asked and noted beside the problems, and who
// offered to carry on. Volunteers are counted: their list is kept apart and
// forgotten in time; the delegate speaks in public and is named, with consent.
func projectRemarks(h civic.SessionHead, rec civic.Record, m *civic.Minutes) {
	for _, r := range rec.Remarks {
		switch {
		case r.Withdrawn:
		case r.Sort == "question":
			m.Questions = append(m.Questions, civic.MinutesQuestion{Question: r.Text, Answer: r.Answer, By: r.Office, Due: civic.Day(r.Due)})
		case r.Sort == "opinion":
			m.Opinions = append(m.Opinions, r.Text)
		case r.Sort == "incident":
			at := r.At // when it was written down, unless somebody said otherwise
			if r.Clock != "" {
				at = civic.At(h.Date, r.Clock)
			}
			m.Incidents = append(m.Incidents, civic.MinutesIncident{At: at, What: r.Text})
		}
	}
	count := map[string]int{}
	for _, v := range rec.Volunteers {
		if v.Group == "delegate" {
			m.Delegate = v.Name
			continue
		}
		count[v.Group]++
	}
	for _, group := range civic.VolunteerGroups {
		if count[group] > 0 {
			m.Volunteers = append(m.Volunteers, civic.MinutesVolunteers{Group: inAll("volunteer.group." + group), Count: count[group]})
		}
	}
}
