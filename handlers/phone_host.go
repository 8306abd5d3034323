package handlers

import (
	"context"
	"net"
	"net/url"
	"strconv"
	"strings"

	"ashar/internal/civic"
	"ashar/internal/paper"
	"ashar/views"
)

type phoneStore interface {
	Join(ctx context.Context, session string) (civic.Join, error)
	JoinByCode(ctx context.Context, code string) (session string, err error)
	JoinOver(ctx context.Context, code string) (session string, err error)
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
	SlipSession(ctx context.Context, hash string) (session string, err error)
	SlipOver(ctx context.Context, hash string) (session string, err error)
	JoinSlip(ctx context.Context, session, slip, phone string) error
	AddKiosk(ctx context.Context, session, hash string) error
	EndKiosk(ctx context.Context, hash string) error
	KioskSession(ctx context.Context, hash string) (session string, err error)
	Hands(ctx context.Context, session string) ([]civic.Hand, error)
	JournalHead(ctx context.Context, scope string) (int64, error)
}

// Phones is where the facilitator lets participants' phones in: code, QR, how many have joined.
func (a *App) Phones(c *Ctx) error {
	d, err := a.phones(c)
	if err != nil {
		return err
	}
	return c.show(c.sessionPage(d.Frame), views.PhonesContent(d))
}

// phones is the page's data; as many slips are offered as people are expected.
func (a *App) phones(c *Ctx) (*views.PhonesData, error) {
	f, err := a.frame(c, "phones")
	if err != nil {
		return nil, err
	}
	ctx, session := c.Request().Context(), c.Scope.Session
	j, err := a.store.Join(ctx, session)
	if err != nil {
		return nil, err
	}
	d := &views.PhonesData{Frame: f, Join: j, Form: c.emptyForm("slips", strconv.Itoa(max(f.Head.ExpectedMax, 8))), Address: c.joinAddress(""), Here: c.fromHere()}
	if d.Sent, err = a.store.SentStatements(ctx, session); err != nil {
		return nil, err
	}
	if d.Hands, err = a.store.Hands(ctx, session); err != nil {
		return nil, err
	}
	if j.Open {
		d.QR.Size, d.QR.Path = paper.QRPath(c.joinAddress(j.Code))
	}
	return d, nil
}

// SetPhones opens the session to phones, or closes it.
func (a *App) SetPhones(c *Ctx) error {
	var change civic.Change = civic.OpenPhones{Session: c.Scope.Session}
	if c.FormValue("open") == "0" {
		change = civic.ClosePhones{Session: c.Scope.Session}
	}
	if _, err := c.Apply(change); err != nil {
		return err
	}
	return c.goTo(views.SessionPath(c.Scope.Session, "phones"))
}

// joinAddress is where a phone types a code, or with a code what its QR says.
func (c *Ctx) joinAddress(code string) string {
	address := c.base()
	if all := c.app.joinAddresses(c); len(all) > 0 {
		address = all[0]
	}
	if code == "" {
		return address + "/j"
	}
	return address + "/j/" + code
}

// fromHere reports whether the address that phones would get leads to the
// machine it is read on: another phone could not come by it.
func (c *Ctx) fromHere() bool {
	u, err := url.Parse(c.joinAddress(""))
	if err != nil {
		return true
	}
	host := u.Hostname()
	ip := net.ParseIP(host)
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || ip != nil && ip.IsLoopback()
}
