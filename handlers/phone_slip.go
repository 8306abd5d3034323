package handlers

import (
	"bytes"
	"encoding/json"
	"strconv"

	"ashar/internal/civic"
	"ashar/internal/paper"
	"ashar/views"
)

// slipMark is what a phone keeps that came with a slip.
func slipMark(code string) string { return "slip~" + code }

// PrintSlips makes slips and answers their paper. The codes stand on it and
// nowhere else: printed again, they are other slips.
func (a *App) PrintSlips(c *Ctx) error {
	ctx := c.Request().Context()
	head, err := a.store.SessionHead(ctx, c.Scope.Session)
	if err != nil {
		return err
	}
	j, err := a.store.Join(ctx, c.Scope.Session)
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(c.text("slips"))
	if err != nil || n < 1 || n > civic.SlipsMax {
		d, e := a.phones(c)
		if e != nil {
			return e
		}
		if d.Form, e = c.form(); e != nil {
			return e
		}
		return c.refuse(civic.Bad("slips", "error.between", "from", 1, "to", civic.SlipsMax), c.sessionPage(d.Frame), d.Form, views.PhonesContent(d))
	}
	l := c.paperLang()
	change := civic.PrintSlips{Session: c.Scope.Session}
	d := paper.SlipsData{Title: head.VillageName.In(string(l)) + ", " + head.AudienceName.In(string(l)), WiFi: j.WiFi, Password: j.Password,
		Address: c.joinAddress(""), At: a.timeNow()}
	if !head.Practice {
		d.Code, d.Later = head.Code, a.codesTyped(c) // the code goes on wherever the session is carried
	}
	for range n {
		code := civic.RandomDigits(civic.SlipLength)
		change.Hashes = append(change.Hashes, HashToken(slipMark(code)))
		d.Slips = append(d.Slips, paper.Slip{Code: civic.SpacedCode(code), Link: c.joinAddress(code)})
	}
	receipt, err := c.Apply(change)
	if err != nil {
		return err
	}
	var outcome struct{ First int }
	if err := json.Unmarshal(receipt.Outcome, &outcome); err != nil {
		return err
	}
	for i := range d.Slips {
		d.Slips[i].Number = strconv.Itoa(outcome.First + i)
	}
	var out bytes.Buffer
	if err := paper.Slips(&out, l, d); err != nil {
		return err
	}
	return c.pdf("slips.pdf", &out)
}

// SetVoters says whether every phone votes once, or only who holds a slip.
func (a *App) SetVoters(c *Ctx) error {
	if _, err := c.Apply(civic.SetVoters{Session: c.Scope.Session, SlipsOnly: c.checked("slips_only")}); err != nil {
		return err
	}
	return c.goTo(views.SessionPath(c.Scope.Session, "phones"))
}
