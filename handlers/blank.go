package handlers

import (
	"bytes"
	"strconv"

	"ashar/internal/civic"
	"ashar/internal/i18n"
	"ashar/internal/paper"
)

// BlankPDF is a form to fill by hand: the protocol itself, attendance list and
// tally, and the sheet of every way to rank. What is known is printed on it.
func (a *App) BlankPDF(c *Ctx) error {
	head, err := a.store.SessionHead(c.Request().Context(), c.Scope.Session)
	if err != nil {
		return err
	}
	l := c.paperLang()
	occasion, err := a.occasion(c, head, l)
	if err != nil {
		return err
	}
	cards, err := a.cardTitles(c, head.ID)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	switch c.Param("form") {
	case "attendance.pdf":
		err = paper.Attendance(&out, l, paper.AttendanceData{Occasion: occasion})
	case "tally.pdf":
		err = paper.AttendanceTally(&out, l, occasion)
	case "protocol.pdf":
		err = paper.BlankMinutes(&out, l, paper.BlankMinutesData{Occasion: occasion})
	case "beans.pdf":
		err = paper.Beans(&out, l, paper.BeansData{Occasion: occasion, Priorities: cards, PerPerson: head.Rules.Dots})
	case "pairwise.pdf":
		if len(cards) > civic.PairwiseMax { // they are still to be merged: lines to write on
			cards = nil
		}
		err = paper.Pairwise(&out, l, paper.PairwiseData{Occasion: occasion, Priorities: cards})
	case "scoring.pdf":
		d := paper.ScoringData{Occasion: occasion, Priorities: cards, Max: civic.ScoreMax}
		for _, cr := range head.Rules.Criteria {
			d.Criteria = append(d.Criteria, paper.ScoringCriterion{Name: cr.Name.In(string(l)), Weight: cr.Weight})
		}
		err = paper.Scoring(&out, l, d)
	case "ballot.pdf":
		err = paper.Ballots(&out, l, paper.BallotData{Title: occasion.Village + ", " + occasion.Audience, Options: cards,
			Order: !head.Rules.Unordered, MarkUpTo: head.Rules.Marks, Copies: head.ExpectedMax, At: occasion.At})
	default:
		err = civic.E(civic.NotFound, "error.not_found")
	}
	if err != nil {
		return err
	}
	return c.pdf(c.Param("form"), &out)
}

// cardTitles are the cards a ranking would take now.
func (a *App) cardTitles(c *Ctx, session string) (titles []string, err error) {
	options, err := a.store.RoundOptions(c.Request().Context(), session)
	for _, o := range options {
		titles = append(titles, o.Title)
	}
	return titles, err
}

// occasion is what every form of a session has at its head.
func (a *App) occasion(c *Ctx, h civic.SessionHead, l i18n.Lang) (paper.Occasion, error) {
	raion, oblast, err := a.store.SessionPlace(c.Request().Context(), h.ID)
	name := func(t civic.Text) string { return t.In(string(l)) }
	number := ""
	if h.Number > 0 {
		number = strconv.Itoa(h.Number)
	}
	return paper.Occasion{
		Oblast: name(oblast), Raion: name(raion), Municipality: name(h.MunicipalityName), Village: name(h.VillageName), Venue: h.Venue,
		Audience: name(h.AudienceName), Cycle: name(h.CycleTitle), Number: number,
		Date: civic.Day(h.Date), Start: civic.At(h.Date, h.Starts), End: civic.At(h.Date, h.Ends),
		Moderator: h.ModeratorName, Recorder: h.RecorderName, URL: c.base() + "/s/" + h.Code, Code: h.Code, At: a.timeNow(),
	}, err
}
