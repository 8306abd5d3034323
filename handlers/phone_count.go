package handlers

import (
	"bytes"
	"net/http"
	"slices"
	"strconv"

	"ashar/internal/civic"
	"ashar/internal/tally"
	"ashar/views"
)

// CountPhones ends voting by phone in a round and takes the votes into it.
func (a *App) CountPhones(c *Ctx) error {
	if err := a.countPhones(c); err != nil {
		return err
	}
	return a.entered(c)
}

// countPhones takes what phones voted into the round, all at once and sorted.
// Where a vote comes in between reading and writing it looks again. A round
// that phones have nothing to do with stays as it is.
func (a *App) countPhones(c *Ctx) error {
	ctx := c.Request().Context()
	for tries := 0; ; tries++ {
		rounds, err := a.store.Rounds(ctx, c.Scope.Session)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(rounds, func(r civic.Round) bool { return r.ID == c.Param("round") })
		if i < 0 || !rounds[i].TakesPhones() {
			return nil
		}
		r := &rounds[i]
		if r.PhonePeople() == 0 {
			j, err := a.store.Join(ctx, c.Scope.Session)
			if err != nil || !j.Open {
				return err
			}
		}
		part, err := a.store.PhoneVotes(ctx, r)
		if err != nil {
			return err
		}
		_, err = c.follow(civic.CountPhones{Round: r.ID, Part: part})
		if civic.KindOf(err) == civic.Conflict && tries < 20 {
			continue
		}
		if err != nil {
			return err
		}
		if part.People() > 0 {
			if err := a.store.Settle(ctx); err != nil {
				a.log.Error("emptying the write-ahead log after a vote", "error", err)
			}
		}
		return nil
	}
}

// JudgeSent lets a phone's statement among what was said, or does not.
func (a *App) JudgeSent(c *Ctx) error {
	ctx := c.Request().Context()
	sent, err := a.store.SentStatements(ctx, c.Scope.Session)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(sent, func(s civic.Sent) bool { return s.ID == c.Param("statement") })
	if i < 0 {
		return civic.E(civic.NotFound, "error.not_found")
	}
	if err := a.store.ApplyAll(ctx, c.judged(sent[i:i+1], c.checked("let"))); err != nil {
		return err
	}
	return c.goTo(views.SessionPath(c.Scope.Session, "phones"))
}

// judged is what lets statements of phones among what was said, or notes that
// they are not. What was let stays: pressed twice, or on two tablets, it is once.
func (c *Ctx) judged(sent []civic.Sent, let bool) (ops []civic.Operation) {
	for _, s := range sent {
		if s.State == "let" {
			continue
		}
		if let {
			ops = append(ops, c.operation("", c.Scope.Session, civic.AddStatements{Statements: []civic.SaidStatement{{ID: s.ID, Text: s.Text}}}))
		}
		ops = append(ops, c.operation("", c.Scope.Session, civic.JudgeSent{ID: s.ID, Let: let}))
	}
	return ops
}

// EndHand takes who spoke off those who want to speak.
func (a *App) EndHand(c *Ctx) error {
	number, err := strconv.Atoi(c.FormValue("number"))
	if err != nil {
		return civic.Bad("number", "error.choice")
	}
	if _, err := c.Apply(civic.EndHand{Session: c.Scope.Session, Number: number}); err != nil {
		return err
	}
	return c.goTo(views.SessionPath(c.Scope.Session, "phones"))
}

// BallotsFile is every ballot of a round, of paper and of phones, sorted and
// counted, in the format of preflib.org: anybody can count them again with
// "ashar rank". Before the result is open there is nothing to give out.
func (a *App) BallotsFile(c *Ctx) error {
	rounds, err := a.store.Rounds(c.Request().Context(), c.Scope.Session)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(rounds, func(r civic.Round) bool { return r.ID == c.Param("round") })
	if i < 0 || rounds[i].Rules.Method != civic.Ballots || rounds[i].Status != civic.RoundRevealed {
		return civic.E(civic.NotFound, "error.not_found")
	}
	var file bytes.Buffer
	profile := ProfileOf(&rounds[i])
	if err := profile.WritePreflib(&file); err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set("Content-Disposition", `attachment; filename="`+profile.FileName(rounds[i].Number)+`"`)
	h.Set("Cache-Control", "private, no-store")
	return c.Blob(http.StatusOK, "text/plain; charset=utf-8", file.Bytes())
}

// ProfileOf is a round's ballots as a file has them: equal ones counted, in an
// order that says nothing of when they were cast.
func ProfileOf(r *civic.Round) tally.Profile {
	round := tally.BallotsRound{Ordered: !r.Rules.Unordered, Ballots: r.Orders()}
	var names []string
	for _, o := range r.Options {
		round.Options, names = append(round.Options, o.ID), append(names, o.Title)
	}
	return round.Profile(names).Sorted()
}
