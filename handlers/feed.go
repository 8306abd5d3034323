package handlers

import (
	"context"
	"net/http"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"ashar/internal/civic"
	"ashar/internal/i18n"
	"ashar/views"
)

type feedStore interface {
	SetFeed(ctx context.Context, user, hash string) error
	HasFeed(ctx context.Context, user string) (bool, error)
	FeedUser(ctx context.Context, hash string) (civic.User, error)
	FeedSessions(ctx context.Context, user, from string) ([]civic.HomeSession, error)
}

// Calendar is the person's private calendar address: whether there is one, a
// new one, none any more. Only its hash is kept, so it is shown once.
func (a *App) Calendar(c *Ctx) error {
	has, err := a.store.HasFeed(c.Request().Context(), c.User.ID)
	if err != nil {
		return err
	}
	address := ""
	if token := a.once.take(c.secretOf("/calendar")); token != "" && has {
		address = c.base() + "/feeds/" + token + ".ics"
	}
	return c.show(c.officePage("feed.title"), views.FeedContent(has, address))
}

// SetCalendar makes a new address (wanted=1), which ends the old one, or takes it away.
func (a *App) SetCalendar(c *Ctx) error {
	token, hash := "", ""
	if c.checked("wanted") {
		token, hash = newToken()
	}
	if err := a.store.SetFeed(c.Request().Context(), c.User.ID, hash); err != nil {
		return err
	}
	if token == "" {
		c.flash(false, "feed.revoked")
	} else {
		a.once.put(c.secretOf("/calendar"), token)
	}
	return c.goTo("/calendar")
}

// feedPast is how long a session stays in a calendar after its day.
const feedPast = 120 * 24 * time.Hour

// Feed is a person's calendar, for the program that asks with the address alone.
func (a *App) Feed(c *Ctx) error {
	ctx := c.Request().Context()
	u, err := a.store.FeedUser(ctx, HashToken(strings.TrimSuffix(c.Param("token"), ".ics")))
	if err != nil {
		return err
	}
	sessions, err := a.store.FeedSessions(ctx, u.ID, civic.Today(a.now().Add(-feedPast)))
	if err != nil {
		return err
	}
	l, _ := i18n.Parse(u.Lang)
	return c.calendar("ashar.ics", calendar(l, l.T("feed.name", "name", u.Name), c.base(), a.timeNow(), sessions))
}

func (c *Ctx) calendar(name string, cal *ics.Calendar) error {
	h := c.Response().Header()
	h.Set("Content-Disposition", `attachment; filename="`+name+`"`)
	h.Set("Cache-Control", "private, no-store")
	return c.Blob(http.StatusOK, "text/calendar; charset=utf-8", []byte(cal.Serialize(ics.WithNewLineWindows)))
}

// calendar writes sessions as an iCalendar (RFC 5545). Times are UTC, so that
// no time-zone definition is needed; a session keeps its UID when it moves.
func calendar(l i18n.Lang, name, base string, now time.Time, sessions []civic.HomeSession) *ics.Calendar {
	cal := ics.NewCalendarFor("Ashar")
	cal.SetMethod(ics.MethodPublish)
	cal.SetName(name)
	cal.SetXWRCalName(name)
	cal.SetXWRTimezone("Asia/Bishkek")
	cal.SetRefreshInterval("PT1H")
	cal.SetXPublishedTTL("PT1H")
	say := func(t civic.Text) string { return t.In(string(l)) }
	for _, s := range sessions {
		e := cal.AddEvent(s.ID + "@ashar")
		e.SetDtStampTime(now)
		e.SetSequence(int(s.Version))
		e.SetStartAt(civic.At(s.Date, s.Starts))
		e.SetEndAt(civic.At(s.Date, s.Ends))
		e.SetSummary(l.T("feed.summary", "village", say(s.VillageName), "audience", say(s.AudienceName)))
		e.SetLocation(strings.TrimPrefix(s.Venue+", "+say(s.VillageName), ", "))
		status := ics.ObjectStatusTentative
		switch s.Status {
		case civic.Cancelled:
			status = ics.ObjectStatusCancelled
		case civic.Confirmed, civic.Live, civic.Closed:
			status = ics.ObjectStatusConfirmed
		}
		e.SetStatus(status)
		lines := []string{l.T("paper.place.municipality", "name", say(s.MunicipalityName)) + ", " + l.T("session.short."+string(s.Status))}
		for _, who := range [][2]string{{"session.moderator", s.ModeratorName}, {"session.recorder", s.RecorderName}} {
			if who[1] != "" {
				lines = append(lines, l.T(who[0])+": "+who[1])
			}
		}
		if s.Reason != "" {
			lines = append(lines, s.Reason)
		}
		e.SetDescription(strings.Join(lines, "\n"))
		e.SetURL(base + views.SessionPath(s.ID, ""))
	}
	return cal
}
