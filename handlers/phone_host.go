package handlers

import (
	"context"
	"net"
	"strings"

	"ashar/internal/civic"
	"ashar/internal/paper"
	"ashar/views"
)

type phoneStore interface {
	Join(ctx context.Context, session string) (civic.Join, error)
	JoinByCode(ctx context.Context, code string) (session string, err error)
	JoinedSession(ctx context.Context, hash string) (session string, err error)
	JoinPhone(ctx context.Context, session, hash string) error
	LeavePhone(ctx context.Context, session, hash string) error
	OnePhone(ctx context.Context, hash, round string) (civic.OnePhone, error)
	CastVote(ctx context.Context, session, hash string, v civic.PhoneVote) (voted bool, err error)
	PhoneVotes(ctx context.Context, r *civic.Round) (civic.PhonePart, error)
	Settle(ctx context.Context) error
	SendStatement(ctx context.Context, session, hash, id, text string) error
	SentStatements(ctx context.Context, session string) ([]civic.Sent, error)
	AskToSpeak(ctx context.Context, session, hash string, wants bool) error
	Hands(ctx context.Context, session string) ([]civic.Hand, error)
	JournalHead(ctx context.Context, scope string) (int64, error)
}

// Phones is where the facilitator lets participants' phones in: code, QR, how many have joined.
func (a *App) Phones(c *Ctx) error { return a.phones(c, nil, nil) }

// phones shows the page; refused is why what was entered was refused, if it was.
func (a *App) phones(c *Ctx, form *views.Form, refused error) error {
	f, err := a.frame(c, "phones")
	if err != nil {
		return err
	}
	j, err := a.store.Join(c.Request().Context(), c.Scope.Session)
	if err != nil {
		return err
	}
	if form == nil {
		form = c.emptyForm("wifi", j.WiFi, "password", j.Password)
	}
	d := &views.PhonesData{Frame: f, Join: j, Form: form, Address: c.joinAddress(""), Here: c.fromHere()}
	if d.Sent, err = a.store.SentStatements(c.Request().Context(), c.Scope.Session); err != nil {
		return err
	}
	if d.Hands, err = a.store.Hands(c.Request().Context(), c.Scope.Session); err != nil {
		return err
	}
	if j.Open {
		d.QR.Size, d.QR.Path = paper.QRPath(c.joinAddress(j.Code))
	}
	content := views.PhonesContent(d)
	if refused != nil {
		return c.refuse(refused, c.sessionPage(f), form, content)
	}
	return c.show(c.sessionPage(f), content)
}

// SetPhones opens the session to phones, changes the hall's Wi-Fi, or closes it.
func (a *App) SetPhones(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	var change civic.Change = civic.OpenPhones{Session: c.Scope.Session, WiFi: c.text("wifi"), Password: c.text("password")}
	if c.FormValue("open") == "0" {
		change = civic.ClosePhones{Session: c.Scope.Session}
	}
	if _, err := c.Apply(change); err != nil {
		return a.phones(c, form, err)
	}
	return c.goTo(views.SessionPath(c.Scope.Session, "phones"))
}

// joinAddress is where a phone types a code, or with a code what its QR says.
func (c *Ctx) joinAddress(code string) string {
	if code == "" {
		return c.base() + "/j"
	}
	return c.base() + "/j/" + code
}

// fromHere reports whether this page's address leads to the machine it is read
// on: another phone could not come by it.
func (c *Ctx) fromHere() bool {
	host := c.Request().Host
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	ip := net.ParseIP(strings.Trim(host, "[]"))
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || ip != nil && ip.IsLoopback()
}
