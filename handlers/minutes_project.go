package handlers

import (
	"context"
	"strconv"
	"time"

	"ashar/internal/civic"
	"ashar/internal/i18n"
)

// minutesStore is what the protocol is projected from.
type minutesStore interface {
	sessionStore
	checklistStore
	attendanceStore
	needsStore
	Closing(ctx context.Context, session string) (civic.Closing, error)
	Corrections(ctx context.Context, session string) ([]civic.Correction, error)
	SessionPlace(ctx context.Context, session string) (raion, oblast civic.Text, err error)
	Head(ctx context.Context, scope string) (string, error)
	PhotoCount(ctx context.Context, session string) (int, error)
	Minutes(ctx context.Context, session string, version int) (civic.Minutes, error)
	KeepMinutes(ctx context.Context, session string, m civic.Minutes) error
}

// MinutesOf is the protocol of a session: the kept one when it is closed, the
// draft as of now while it is open. base is the address of this server.
func MinutesOf(ctx context.Context, store minutesStore, session, base string, now time.Time) (civic.Minutes, error) {
	head, err := store.SessionHead(ctx, session)
	if err != nil {
		return civic.Minutes{}, err
	}
	closed := head.Status == civic.Closed
	if closed {
		m, err := store.Minutes(ctx, session, head.MinutesVer)
		if civic.KindOf(err) != civic.NotFound {
			m.URL = base + "/s/" + head.Code
			return m, err
		}
	}
	m, err := project(ctx, store, head, now)
	if err != nil {
		return m, err
	}
	if closed {
		if err := store.KeepMinutes(ctx, session, m); err != nil {
			return m, err
		}
	}
	m.URL = base + "/s/" + head.Code
	return m, nil
}

// project reads the state and the journal's head into the fields of the paper.
func project(ctx context.Context, store minutesStore, h civic.SessionHead, now time.Time) (m civic.Minutes, err error) {
	m = civic.Minutes{
		Version: max(1, h.MinutesVer), State: civic.MinutesDraft, Practice: h.Practice, FromPaper: h.OnPaper,
		Cycle: h.CycleTitle, Municipality: h.MunicipalityName, Village: h.VillageName,
		Venue: civic.Text{KY: h.Venue}, Audience: h.AudienceName, Date: civic.Day(h.Date), Start: h.StartedAt, End: h.ClosedAt,
		Moderator: h.ModeratorName, Recorder: h.RecorderName, Language: languageName(h.Language), Minimum: h.Rules.MinAttendance,
		Code: h.Code, At: now,
	}
	if h.Number > 0 {
		m.Number = strconv.Itoa(h.Number)
	}
	switch {
	case h.Status == civic.Closed && h.MinutesVer > 1:
		m.State = civic.MinutesCorrected
	case h.Status == civic.Closed:
		m.State = civic.MinutesClosed
	case h.MinutesVer > 0:
		m.Version = h.MinutesVer + 1
	}
	if m.Raion, m.Oblast, err = store.SessionPlace(ctx, h.ID); err != nil {
		return m, err
	}
	if m.Head, err = store.Head(ctx, h.ID); err != nil {
		return m, err
	}
	if m.Photos, err = store.PhotoCount(ctx, h.ID); err != nil {
		return m, err
	}
	for _, part := range []func(context.Context, minutesStore, civic.SessionHead, *civic.Minutes) error{
		projectHall, projectAgenda, projectNeeds, projectRemarks, projectChecklist, projectClosing,
	} {
		if err := part(ctx, store, h, &m); err != nil {
			return m, err
		}
	}
	if h.Status == civic.Closed { // the document's own time is its closing, whenever it is printed
		m.At = h.ClosedAt
		if n := len(m.Corrections); n > 0 {
			m.At = m.Corrections[n-1].At
		}
	}
	return m, nil
}

func projectHall(ctx context.Context, store minutesStore, h civic.SessionHead, m *civic.Minutes) error {
	heads, err := store.HeadCount(ctx, h.ID)
	if err != nil {
		return err
	}
	hall, err := store.Hall(ctx, h.ID)
	if err != nil {
		return err
	}
	m.Invited, m.Came, m.Left = headsOf(heads, civic.Invited), headsOf(heads, civic.Came), headsOf(heads, civic.Left)
	m.Valid = m.Came.Total >= m.Minimum
	m.Consent, m.Recording = hall.Consent, hall.Recording
	for _, g := range hall.Guests {
		role := inAll("guest.kind." + g.Kind)
		if g.Post != "" {
			role = civic.Text{KY: role.KY + ", " + g.Post, RU: role.RU + ", " + g.Post, EN: role.EN + ", " + g.Post}
		}
		m.Present = append(m.Present, civic.MinutesPerson{Name: g.Name, Role: role})
	}
	if h.Observer != "" {
		m.Present = append(m.Present, civic.MinutesPerson{Name: h.Observer, Role: inAll("guest.kind.observer")})
	}
	return nil
}

func headsOf(heads civic.HeadCount, what string) civic.MinutesHeads {
	out := civic.MinutesHeads{Total: heads.Total(what), F: heads.Sum(what, "f", ""), M: heads.Sum(what, "m", "")}
	if what != civic.Came {
		return out
	}
	for _, b := range civic.AgeBands {
		out.Bands = append(out.Bands, civic.MinutesBand{Band: b, F: heads.Sum(what, "f", b), M: heads.Sum(what, "m", b)})
	}
	return out
}

func projectAgenda(ctx context.Context, store minutesStore, h civic.SessionHead, m *civic.Minutes) error {
	steps, err := store.Steps(ctx, h.ID)
	for _, s := range steps {
		m.Agenda = append(m.Agenda, civic.MinutesStep{Title: s.Title, Planned: s.Minutes + s.Extra, Start: s.StartedAt, Finish: s.FinishedAt})
	}
	return err
}

func projectChecklist(ctx context.Context, store minutesStore, h civic.SessionHead, m *civic.Minutes) error {
	checks, err := store.Checks(ctx, h.ID)
	if err != nil {
		return err
	}
	for _, phase := range civic.Phases {
		p := civic.MinutesPhase{Phase: inAll("check.phase." + string(phase))}
		for _, c := range checks {
			if c.Phase != phase {
				continue
			}
			p.Total++
			switch c.State {
			case civic.Done:
				p.Done++
			case civic.NotApplicable:
				p.NotApplicable++
			}
			// What comes after the session is not yet due when the hall empties.
			if c.State != civic.Done && phase != civic.After {
				reason := c.Reason
				if reason == "" {
					reason = c.Note
				}
				m.Unticked = append(m.Unticked, civic.MinutesUnticked{No: c.Number, Item: c.Text, Mandatory: c.Mandatory,
					NotApplicable: c.State == civic.NotApplicable, Reason: reason})
			}
		}
		m.Checklist = append(m.Checklist, p)
	}
	return nil
}

func projectClosing(ctx context.Context, store minutesStore, h civic.SessionHead, m *civic.Minutes) error {
	closing, err := store.Closing(ctx, h.ID)
	if err != nil {
		return err
	}
	m.ReadAloud, m.Confirmed = closing.ReadAloud, closing.Confirmed
	for _, role := range civic.SignRoles {
		line := civic.MinutesSignature{Role: inAll("closing.role." + role)}
		if s, ok := closing.Signed(role); ok {
			line.Name, line.Image, line.At = s.Name, s.Picture, s.SignedAt
		}
		m.Signatures = append(m.Signatures, line)
	}
	corrections, err := store.Corrections(ctx, h.ID)
	for _, c := range corrections {
		m.Corrections = append(m.Corrections, civic.MinutesCorrection{Version: c.Version, At: c.At, Who: c.By, What: c.What, Reason: c.Reason})
	}
	return err
}

// inAll is a catalogue text in the three languages, for a paper that keeps all of them.
func inAll(key string) civic.Text {
	return civic.Text{KY: i18n.KY.T(key), RU: i18n.RU.T(key), EN: i18n.EN.T(key)}
}

func languageName(code string) civic.Text {
	if !i18n.KY.Has("spoken." + code) {
		return civic.Text{KY: code}
	}
	return inAll("spoken." + code)
}
