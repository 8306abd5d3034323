package handlers

import (
	"ashar/internal/civic"
	"ashar/internal/i18n"
)

// reporter makes the parts of an analysis in a language.
type reporter struct{ l i18n.Lang }

func (r reporter) say(t civic.Text) string { return t.In(string(r.l)) }

func (r reporter) part(key string, columns ...civic.ReportColumn) civic.ReportPart {
	p := civic.ReportPart{Title: r.l.T("analysis." + key), Columns: columns, Whole: -1, Empty: r.l.T("analysis.empty")}
	if note := "analysis." + key + ".note"; r.l.Has(note) {
		p.Note = r.l.T(note)
	}
	return p
}

func (r reporter) col(key string, kind civic.ReportKind) civic.ReportColumn {
	return civic.ReportColumn{Name: r.l.T("analysis.col." + key), Kind: kind}
}

// turnout of some sessions: an audience's, a village's, all.
type turnout struct {
	name                                  string
	cells, sessions                       int
	asked, came, women, men, youth, below int
}

func (t *turnout) add(f civic.SessionFact) {
	t.sessions++
	t.asked += f.Invited
	t.came += f.Came
	t.women += f.Women
	t.men += f.Men
	t.youth += f.Youth
	if f.Came < f.Minimum {
		t.below++
	}
}

func (t *turnout) row(heavy bool) civic.ReportRow {
	return civic.ReportRow{Heavy: heavy, Cells: []civic.ReportCell{civic.Say(t.name), civic.Share(t.sessions, t.cells), civic.Num(t.sessions), civic.Num(t.came), civic.Share(t.came, t.asked),
		civic.Num(t.women), civic.Num(t.men), civic.Share(t.women, t.women+t.men), civic.Share(t.youth, t.came), civic.Num(t.below)}}
}

// turnouts are by the key that of gives, in the order of names; the sum last.
func (r reporter) turnouts(key, first string, names []civic.Cell, title func(civic.Cell) string, cells int, facts []civic.HeldSession, of func(civic.HeldSession) civic.Cell) civic.ReportPart {
	p := r.part(key, r.col(first, civic.ReportWords), r.col("coverage", civic.ReportShare), r.col("sessions", civic.ReportCount), r.col("came", civic.ReportCount), r.col("turnout", civic.ReportShare),
		r.col("women", civic.ReportCount), r.col("men", civic.ReportCount), r.col("women_share", civic.ReportShare), r.col("youth_share", civic.ReportShare), r.col("below", civic.ReportCount))
	p.Bars = []int{5, 6}
	all := turnout{name: r.l.T("analysis.sum"), cells: cells * len(names)}
	for _, n := range names {
		t := turnout{name: title(n), cells: cells}
		for _, f := range facts {
			if of(f) == n {
				t.add(f.Fact)
				all.add(f.Fact)
			}
		}
		p.Rows = append(p.Rows, t.row(false))
	}
	if len(p.Rows) > 0 {
		p.Rows = append(p.Rows, all.row(true))
	}
	return p
}

// held is how the sessions of a cycle were run: coverage, turnout, balance, time, voices, checklist, papers.
func (r reporter) held(s civic.Schedule, facts []civic.HeldSession) []civic.ReportPart {
	var audiences, villages []civic.Cell
	for _, a := range s.Audiences {
		if !a.Retired {
			audiences = append(audiences, civic.Cell{Audience: a.ID})
		}
	}
	for _, v := range s.Villages {
		villages = append(villages, civic.Cell{Village: v.ID})
	}
	byAudience := r.turnouts("by_audience", "audience", audiences, func(c civic.Cell) string { return r.say(s.AudienceOf(c.Audience).Name) }, len(villages), facts,
		func(h civic.HeldSession) civic.Cell { return civic.Cell{Audience: h.Audience} })
	byVillage := r.turnouts("by_village", "village", villages, func(c civic.Cell) string { return r.say(s.VillageName(c.Village)) }, len(audiences), facts,
		func(h civic.HeldSession) civic.Cell { return civic.Cell{Village: h.Village} })
	return append([]civic.ReportPart{byAudience, byVillage}, r.session(facts)...)
}

// session are the parts that a single session has too.
func (r reporter) session(facts []civic.HeldSession) []civic.ReportPart {
	return []civic.ReportPart{r.bands(facts), r.steps(facts), r.voices(facts), r.quality(facts)}
}

func (r reporter) bands(facts []civic.HeldSession) civic.ReportPart {
	p := r.part("bands", r.col("band", civic.ReportWords), r.col("came", civic.ReportCount), r.col("share", civic.ReportShare))
	p.Bars = []int{1}
	sums, all := make([]int, len(civic.AgeBands)), 0
	for _, f := range facts {
		all += f.Fact.Came
		for i, n := range f.Fact.Bands {
			sums[i] += n
		}
	}
	for i, band := range civic.AgeBands {
		if all > 0 {
			p.Rows = append(p.Rows, civic.ReportRow{Cells: []civic.ReportCell{civic.Say(string(band)), civic.Num(sums[i]), civic.Share(sums[i], all)}})
		}
	}
	return p
}

// steps are the mean minutes of each step of the agenda, by its key: a title may have been changed.
func (r reporter) steps(facts []civic.HeldSession) civic.ReportPart {
	p := r.part("steps", r.col("step", civic.ReportWords), r.col("planned", civic.ReportMinutes), r.col("taken", civic.ReportMinutes), r.col("over", civic.ReportMinutes), r.col("longest", civic.ReportMinutes))
	p.Bars = []int{2}
	type sum struct {
		title                      civic.Text
		n, planned, taken, longest int
	}
	at := map[string]int{}
	var sums []sum
	for _, f := range facts {
		for _, s := range f.Fact.Steps {
			i, ok := at[s.Key]
			if !ok {
				i = len(sums)
				at[s.Key] = i
				sums = append(sums, sum{title: s.Title})
			}
			x := &sums[i]
			x.n++
			x.planned += s.Planned
			x.taken += s.Taken
			x.longest = max(x.longest, s.Taken)
		}
	}
	for _, x := range sums {
		planned, taken := mean(x.planned, x.n), mean(x.taken, x.n)
		p.Rows = append(p.Rows, civic.ReportRow{Cells: []civic.ReportCell{civic.Say(r.say(x.title)), civic.Num(planned), civic.Num(taken), civic.Num(taken - planned), civic.Num(x.longest)}})
	}
	return p
}

func mean(sum, n int) int { return (2*sum + n) / (2 * n) }

// voices is how the talk was shared, where somebody counted it.
func (r reporter) voices(facts []civic.HeldSession) civic.ReportPart {
	p := r.part("voices", r.col("session", civic.ReportWords), r.col("turns", civic.ReportCount), r.col("spoken", civic.ReportShare), r.col("women_seats", civic.ReportShare),
		r.col("women_turns", civic.ReportShare), r.col("few", civic.ReportWords))
	p.Empty = r.l.T("analysis.voices.empty")
	p.Bars = []int{4}
	for _, h := range facts {
		f := h.Fact
		if f.Turns == 0 {
			continue
		}
		few := r.l.T("analysis.few.no")
		if f.Few {
			few = r.l.T("analysis.few.yes")
		}
		p.Rows = append(p.Rows, civic.ReportRow{Link: "/sessions/" + h.Session + "/circle", Cells: []civic.ReportCell{civic.Say(r.name(h)), civic.Num(f.Turns), civic.Share(f.Spoken, f.Seats),
			civic.Share(f.SeatsF, f.Seats), civic.Share(f.TurnsF, f.Turns), civic.Say(few)}})
	}
	return p
}

func (r reporter) name(h civic.HeldSession) string {
	return r.say(h.VillageName) + ", " + r.say(h.AudienceName)
}

// quality is the checklist, the reading and the signatures of each session.
func (r reporter) quality(facts []civic.HeldSession) civic.ReportPart {
	p := r.part("quality", r.col("session", civic.ReportWords), r.col("checks", civic.ReportShare), r.col("read", civic.ReportWords), r.col("signed", civic.ReportCount),
		r.col("said", civic.ReportCount), r.col("cards", civic.ReportCount), r.col("minutes", civic.ReportMinutes), r.col("corrected", civic.ReportCount))
	p.Bars = []int{1}
	done, checks, read, signed, said, cards := 0, 0, 0, 0, 0, 0
	for _, h := range facts {
		f := h.Fact
		word := r.l.T("common.no")
		if f.ReadAloud {
			word = r.l.T("common.yes")
			read++
		}
		done, checks, signed, said, cards = done+f.Done, checks+f.Checks, signed+f.Signed, said+f.Said, cards+f.Cards
		p.Rows = append(p.Rows, civic.ReportRow{Link: "/sessions/" + h.Session + "/minutes", Cells: []civic.ReportCell{civic.Say(r.name(h)), civic.Share(f.Done, f.Checks), civic.Say(word), civic.Num(f.Signed),
			civic.Num(f.Said), civic.Num(f.Cards), civic.Num(f.Taken()), civic.Num(f.Corrected)}})
	}
	if len(facts) > 1 {
		p.Rows = append(p.Rows, civic.ReportRow{Heavy: true, Cells: []civic.ReportCell{civic.Say(r.l.T("analysis.sum")), civic.Share(done, checks), civic.Say(r.l.T("analysis.of", "n", read, "all", len(facts))), civic.Num(signed),
			civic.Num(said), civic.Num(cards), {}, {}}})
	}
	return p
}
