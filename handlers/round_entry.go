package handlers

import (
	"crypto/rand"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"ashar/internal/civic"
	"ashar/views"
)

// CountVotes sets one count: of an option, or of what was spoiled or not used.
func (a *App) CountVotes(c *Ctx) error {
	value := c.FormValue("n")
	if _, set, ok := strings.Cut(c.FormValue("set"), "="); ok { // a − or + pressed without a script
		value = set
	}
	n, err := strconv.Atoi(strings.TrimSpace(value))
	if err != nil {
		n = -1 // refused with the sentence about believable numbers
	}
	if what := c.FormValue("rest"); what != "" {
		return a.enter(c, civic.SetRest{Round: c.Param("round"), What: what, Group: c.FormValue("group"), N: n})
	}
	return a.enter(c, civic.SetTally{Round: c.Param("round"), Option: c.FormValue("option"), Group: c.FormValue("group"), N: n})
}

// AnswerPair says which of two weighs more.
func (a *App) AnswerPair(c *Ctx) error {
	win := c.FormValue("win")
	change := civic.AnswerPair{Round: c.Param("round"), Open: win == "open",
		PairAnswer: civic.PairAnswer{A: c.FormValue("a"), B: c.FormValue("b")}}
	switch win {
	case "a":
		change.Winner = change.A
	case "b":
		change.Winner = change.B
	case "equal", "open":
	default:
		return civic.Bad("winner", "error.choice")
	}
	return a.enter(c, change)
}

// SetScore gives an option its mark for a criterion.
func (a *App) SetScore(c *Ctx) error {
	n, err := strconv.Atoi(c.FormValue("score"))
	if err != nil {
		n = 0
	}
	return a.enter(c, civic.SetScore{Round: c.Param("round"), Option: c.FormValue("option"), Criterion: c.FormValue("criterion"), Score: n})
}

// PutBallot puts one paper ballot into the count, or takes one out.
func (a *App) PutBallot(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	change := civic.PutBallot{Round: c.Param("round"), Salt: form.Value("salt"), Remove: form.Value("remove")}
	if change.Remove != "" {
		change.Salt = ""
		return a.enter(c, change)
	}
	change.Places = map[string]int{}
	for name := range form.Values {
		option, ok := strings.CutPrefix(name, "place-")
		if n, err := strconv.Atoi(form.Value(name)); ok && err == nil && n != 0 {
			change.Places[option] = n
		}
	}
	return a.enterForm(c, change, form)
}

// ConfirmRound takes the second counter's yes.
func (a *App) ConfirmRound(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	confirm := civic.ConfirmRound{Round: c.Param("round"), Counters: [2]string{c.text("counter1"), c.text("counter2")}}
	if confirm.Validate() == nil {
		if err := a.endVoting(c); err != nil {
			return err
		}
	}
	return a.enterForm(c, confirm, form)
}

// endVoting counts what phones voted before the round is confirmed, unless the
// confirmation will be refused: people would be cut off for nothing.
func (a *App) endVoting(c *Ctx) error {
	d, err := a.round(c)
	if err != nil || len(d.Round.Gaps()) > 0 {
		return err
	}
	return a.countPhones(c)
}

// CloseRound ends the counting and keeps the result hidden.
func (a *App) CloseRound(c *Ctx) error {
	if err := a.endVoting(c); err != nil {
		return err
	}
	return a.enter(c, civic.CloseRound{Round: c.Param("round")})
}

// CancelRound ends a ranking opened by mistake.
func (a *App) CancelRound(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	return a.enterForm(c, civic.CancelRound{Round: c.Param("round"), Reason: c.text("cancel")}, form)
}

// RevealRound shows the result to everybody; a round still open is closed first.
func (a *App) RevealRound(c *Ctx) error {
	d, err := a.round(c)
	if err != nil {
		return err
	}
	if d.Round.Status == civic.RoundRevealed { // pressed twice, or on two tablets
		return a.entered(c)
	}
	if d.Round.Status == civic.RoundOpen {
		if _, err := c.follow(civic.CloseRound{Round: d.Round.ID}); err != nil {
			return a.refused(c, err, d.Form)
		}
		if d, err = a.round(c); err != nil {
			return err
		}
	}
	result, err := ResultOf(d.Round)
	if err != nil {
		return err
	}
	return a.enter(c, civic.RevealRound{Round: d.Round.ID, Result: result})
}

// follow applies a change that a request makes beside its own: under an id of its own.
func (c *Ctx) follow(change civic.Change) (civic.Receipt, error) {
	return c.app.store.Apply(c.Request().Context(), civic.Operation{Actor: c.User.ID, Device: c.device(), Scope: c.Scope.ID(), Change: change})
}

// DrawLot orders a tie by chance and records it with those who watched.
func (a *App) DrawLot(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	d, err := a.round(c)
	if err != nil {
		return err
	}
	place, _ := strconv.Atoi(form.Value("place"))
	var order []string
	if d.Round.Result != nil {
		for _, row := range d.Round.Result.Rows {
			if row.Place == place && row.Shared() {
				order = append(order, row.Option)
			}
		}
	}
	if len(order) < 2 { // decided meanwhile on another tablet
		return a.entered(c)
	}
	if err := shuffle(order); err != nil {
		return err
	}
	lot := civic.DrawLot{Round: d.Round.ID, Order: order, Witnesses: []string{c.text("witness1"), c.text("witness2")}}
	drawn := *d.Round
	drawn.Lots = append(slices.Clone(drawn.Lots), civic.RoundLot{Order: order})
	if lot.Result, err = ResultOf(&drawn); err != nil {
		return err
	}
	return a.enterForm(c, lot, form)
}

// shuffle puts items into an order of chance that nobody can predict.
func shuffle(items []string) error {
	for i := len(items) - 1; i > 0; i-- {
		j, err := rand.Int(rand.Reader, big.NewInt(int64(i+1)))
		if err != nil {
			return err
		}
		items[i], items[j.Int64()] = items[j.Int64()], items[i]
	}
	return nil
}

func (a *App) enter(c *Ctx, change civic.Change) error { return a.enterForm(c, change, nil) }

// enterForm applies a change of a round and shows the round as it now is;
// with form, refusals keep what was entered.
func (a *App) enterForm(c *Ctx, change civic.Change, form *views.Form) error {
	if _, err := c.Apply(change); err != nil {
		if form == nil {
			form = c.emptyForm()
		}
		return a.refused(c, err, form)
	}
	return a.entered(c)
}

func (a *App) refused(c *Ctx, err error, form *views.Form) error {
	d, e := a.round(c)
	if e != nil {
		return e
	}
	for name, had := range d.Form.Values { // what the form did not carry keeps its value
		if !form.Values.Has(name) {
			form.Values[name] = had
		}
	}
	form.Op, d.Form = d.Form.Op, form
	content := views.RoundContent(d)
	if c.partial() {
		content = views.RoundPart(d)
	}
	return c.refuse(err, c.sessionPage(d.Frame), form, content)
}

func (a *App) entered(c *Ctx) error {
	path := views.SessionPath(c.Scope.Session, "rounds") + "/" + c.Param("round")
	if !c.partial() {
		return c.goTo(path)
	}
	d, err := a.round(c)
	if err != nil {
		return err
	}
	return c.parts(views.RoundPart(d))
}
