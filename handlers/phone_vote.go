package handlers

import (
	"net/http"
	"strconv"
	"strings"

	"ashar/internal/civic"
	"ashar/views"
)

// Phone is the participant's page: what the hall does now.
func (a *App) Phone(c *Ctx) error {
	s, p, err := a.phoneStage(c)
	if civic.KindOf(err) == civic.Gone {
		return a.phoneOver(c, err)
	}
	if err != nil {
		return a.joinAgain(c, "", err)
	}
	return c.phonePage(http.StatusOK, "phone.title", views.PhoneContent(s, p))
}

// phoneOver is for a phone whose session lets nobody take part any more.
func (a *App) phoneOver(c *Ctx, gone error) error {
	session, _ := a.store.JoinedSession(c.Request().Context(), HashToken(c.phone())) // why it is gone is known
	head, err := a.store.SessionHead(c.Request().Context(), session)
	if err != nil {
		return err
	}
	if head.Status != civic.Closed { // closed to phones alone
		return a.joinAgain(c, "", gone)
	}
	return a.joinOver(c, session)
}

// phoneStage is what this phone's session does now, and what the phone did.
func (a *App) phoneStage(c *Ctx) (*views.PhoneStage, civic.OnePhone, error) {
	session, err := a.joined(c)
	if err != nil {
		return nil, civic.OnePhone{}, err
	}
	ctx := c.Request().Context()
	s, err := a.stage(ctx, session)
	if err != nil {
		return nil, civic.OnePhone{}, err
	}
	round := ""
	if r := s.Vote(); r != nil {
		round = r.ID
	}
	p, err := a.store.OnePhone(ctx, HashToken(c.phone()), round)
	return s, p, err
}

// Vote is the ballot, while phones vote.
func (a *App) Vote(c *Ctx) error {
	s, p, err := a.phoneStage(c)
	if err != nil {
		return a.joinAgain(c, "", err)
	}
	r := s.Vote()
	if r == nil || p.Voted || p.SlipsOnly && p.Slip == 0 {
		return c.Redirect(http.StatusSeeOther, "/p")
	}
	return c.phonePage(http.StatusOK, "phone.vote.now", views.VoteContent(s, r, c.emptyForm(), "/p/vote"))
}

// CastVote puts this phone's vote among the others.
func (a *App) CastVote(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	s, _, err := a.phoneStage(c)
	if err != nil {
		return a.joinAgain(c, "", err)
	}
	return a.castVote(c, s, form, HashToken(c.phone()), "/p/vote", func() error { return c.Redirect(http.StatusSeeOther, "/p") })
}

// castVote casts what a form says; where it is refused the form comes back as it was.
func (a *App) castVote(c *Ctx, s *views.PhoneStage, form *views.Form, hash, action string, done func() error) error {
	r := s.Vote()
	if r == nil || r.ID != form.Value("round") {
		return c.phonePage(http.StatusConflict, "phone.vote.now", views.PhoneDoneContent(c.Lang.T("phone.vote.over"), c.Lang.T("error.vote_over")))
	}
	vote, err := voteOf(r, form)
	if err == nil {
		_, err = a.store.CastVote(c.Request().Context(), s.Head.ID, hash, vote)
	}
	switch civic.KindOf(err) {
	case 0:
		if err != nil {
			return err
		}
		return done()
	case civic.Invalid:
		form.Problems = civic.Problems(err)
		return c.phonePage(http.StatusUnprocessableEntity, "phone.vote.now", views.VoteContent(s, r, form, action))
	}
	return err
}

// voteOf reads a ballot. Where the round knows one group only, nobody is asked for theirs.
func voteOf(r *civic.Round, form *views.Form) (civic.PhoneVote, error) {
	v := civic.PhoneVote{Round: r.ID, Group: form.Value("group"), Marks: map[string]int{}}
	if len(r.Groups) == 1 {
		v.Group = r.Groups[0].Key
	}
	for name := range form.Values {
		option, ok := strings.CutPrefix(name, "m-")
		if !ok || form.Value(name) == "" {
			continue
		}
		n, err := strconv.Atoi(form.Value(name))
		if err != nil || n < 0 || n > 1000 {
			return v, civic.Bad("marks", "error.choice")
		}
		if n > 0 {
			v.Marks[option] = n
		}
	}
	return v, r.CheckVote(v)
}

// Say is where a phone writes a statement.
func (a *App) Say(c *Ctx) error {
	if _, err := a.joined(c); err != nil {
		return a.joinAgain(c, "", err)
	}
	return c.phonePage(http.StatusOK, "phone.say", views.SayContent(c.emptyForm()))
}

// SendStatement keeps it for the facilitator. The id that the form carries makes sending twice once.
func (a *App) SendStatement(c *Ctx) error {
	session, err := a.joined(c)
	if err != nil {
		return a.joinAgain(c, "", err)
	}
	form, err := c.form()
	if err != nil {
		return err
	}
	text, id := civic.Said(form.Value("text")), form.Value("op")
	if !civic.ValidID(id) {
		id = a.ids.New()
	}
	if err = civic.CheckSent(text); err == nil {
		err = a.store.SendStatement(c.Request().Context(), session, HashToken(c.phone()), id, text)
	}
	if civic.KindOf(err) == civic.Invalid {
		form.Problems = civic.Problems(err)
		return c.phonePage(http.StatusUnprocessableEntity, "phone.say", views.SayContent(form))
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/p/said")
}

// Said tells that a statement has come to the facilitator.
func (a *App) Said(c *Ctx) error {
	return c.phonePage(http.StatusOK, "phone.said", views.PhoneDoneContent(c.Lang.T("phone.said"), c.Lang.T("phone.said.next")))
}

// AskToSpeak puts the phone among those who want to speak, or takes it back.
func (a *App) AskToSpeak(c *Ctx) error {
	session, err := a.joined(c)
	if err != nil {
		return a.joinAgain(c, "", err)
	}
	if err := a.store.AskToSpeak(c.Request().Context(), session, HashToken(c.phone()), c.checked("wants")); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/p")
}
