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
	SessionHead(ctx context.Context, id string) (civic.SessionHead, error)
	Steps(ctx context.Context, session string) ([]civic.Step, error)
	SessionPlace(ctx context.Context, session string) (raion, oblast civic.Text, err error)
	Record(ctx context.Context, session string) (civic.Record, error)
	Minutes(ctx context.Context, session string, version int) (civic.Minutes, error)
	KeepMinutes(ctx context.Context, session string, m civic.Minutes) error
}

// MinutesToPrint is the protocol of a session with the pictures that stand in it.
func MinutesToPrint(ctx context.Context, store interface {
	minutesStore
	thumbnailStore
}, session, base string, now time.Time) (civic.Minutes, error) {
	m, err := MinutesOf(ctx, store, session, base, now)
	if err != nil {
		return m, err
	}
	m.Needs = base + "/n"
	return m, withThumbnails(ctx, store, session, &m)
}

type thumbnailStore interface {
	Thumbnails(ctx context.Context, session string) (map[string][]byte, error)
}

// withThumbnails reads the pictures for a paper. A thumbnail is enough: on
// half the measure it has 200 dots an inch.
func withThumbnails(ctx context.Context, store thumbnailStore, session string, m *civic.Minutes) error {
	if !m.HasPhotos() {
		return nil
	}
	images, err := store.Thumbnails(ctx, session)
	m.SetImages(images)
	return err
}

// MinutesOf is the protocol of a session: the kept one when it is closed, the
// draft as of now while it is open. base is the address of this server.
func MinutesOf(ctx context.Context, store minutesStore, session, base string, now time.Time) (civic.Minutes, error) {
	head, err := store.SessionHead(ctx, session)
	if err != nil {
		return civic.Minutes{}, err
	}
	return minutesOf(ctx, store, head, nil, base, now)
}

// minutesOf takes the steps of the agenda where they were read already.
func minutesOf(ctx context.Context, store minutesStore, head civic.SessionHead, steps []civic.Step, base string, now time.Time) (civic.Minutes, error) {
	closed := head.Status == civic.Closed
	if closed {
		m, err := store.Minutes(ctx, head.ID, head.MinutesVer)
		if civic.KindOf(err) != civic.NotFound {
			m.URL = base + "/s/" + head.Code
			return m, err
		}
	}
	var err error
	if steps == nil {
		if steps, err = store.Steps(ctx, head.ID); err != nil {
			return civic.Minutes{}, err
		}
	}
	rec, err := store.Record(ctx, head.ID)
	if err != nil {
		return civic.Minutes{}, err
	}
	m := project(head, steps, rec, now)
	if closed {
		if err := store.KeepMinutes(ctx, head.ID, m); err != nil {
			return m, err
		}
	}
	m.URL = base + "/s/" + head.Code
	return m, nil
}

// project puts the record of a session into the fields of the paper.
func project(h civic.SessionHead, steps []civic.Step, rec civic.Record, now time.Time) civic.Minutes {
	m := civic.Minutes{
		Version: max(1, h.MinutesVer), State: civic.MinutesDraft, Practice: h.Practice, FromPaper: h.OnPaper,
		Cycle: h.CycleTitle, Raion: rec.Raion, Oblast: rec.Oblast, Municipality: h.MunicipalityName, Village: h.VillageName,
		Venue: civic.Text{KY: h.Venue}, Audience: h.AudienceName, Date: civic.Day(h.Date), Start: h.StartedAt, End: h.ClosedAt,
		Moderator: h.ModeratorName, Recorder: h.RecorderName, Language: languageName(h.Language), Minimum: h.Rules.MinAttendance,
		Photos: len(rec.Priorities.Photos), Head: rec.Head, Code: h.Code, At: now,
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
	for _, s := range steps {
		m.Agenda = append(m.Agenda, civic.MinutesStep{Title: s.Title, Planned: s.Minutes + s.Extra, Start: s.StartedAt, Finish: s.FinishedAt,
			Stretches: civic.WorthTelling(s.Stretches)})
	}
	projectHall(h, rec, &m)
	projectNeeds(rec, &m)
	projectRemarks(h, rec, &m)
	projectChecklist(rec, &m)
	projectClosing(rec, &m)
	if h.Status == civic.Closed { // the document's own time is its closing, whenever it is printed
		m.At = h.ClosedAt
		if n := len(m.Corrections); n > 0 {
			m.At = m.Corrections[n-1].At
		}
	}
	return m
}

func projectHall(h civic.SessionHead, rec civic.Record, m *civic.Minutes) {
	m.Invited, m.Came, m.Left = headsOf(rec.Heads, civic.Invited), headsOf(rec.Heads, civic.Came), headsOf(rec.Heads, civic.Left)
	m.Valid = m.Came.Total >= m.Minimum
	m.Consent, m.Recording = rec.Hall.Consent, rec.Hall.Recording
	for _, g := range rec.Hall.Guests {
		role := inAll("guest.kind." + g.Kind)
		if g.Post != "" {
			role = civic.Text{KY: role.KY + ", " + g.Post, RU: role.RU + ", " + g.Post, EN: role.EN + ", " + g.Post}
		}
		m.Present = append(m.Present, civic.MinutesPerson{Name: g.Name, Role: role})
	}
	if h.Observer != "" {
		m.Present = append(m.Present, civic.MinutesPerson{Name: h.Observer, Role: inAll("guest.kind.observer")})
	}
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

func projectChecklist(rec civic.Record, m *civic.Minutes) {
	for _, phase := range civic.Phases {
		p := civic.MinutesPhase{Phase: inAll("check.phase." + string(phase))}
		for _, c := range rec.Checks {
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
					NotApplicable: c.State == civic.NotApplicable, Untouched: c.State == civic.Open, Reason: reason})
			}
		}
		m.Checklist = append(m.Checklist, p)
	}
}

func projectClosing(rec civic.Record, m *civic.Minutes) {
	m.ReadAloud, m.Confirmed = rec.Closing.ReadAloud, rec.Closing.Confirmed
	for _, role := range civic.SignRoles {
		line := civic.MinutesSignature{Role: inAll("closing.role." + role)}
		if s, ok := rec.Closing.Signed(role); ok {
			line.Name, line.Image, line.At = s.Name, s.Picture, s.SignedAt
		}
		m.Signatures = append(m.Signatures, line)
	}
	for _, c := range rec.Corrections {
		m.Corrections = append(m.Corrections, civic.MinutesCorrection{Version: c.Version, At: c.At, Who: c.By, What: c.What, Reason: c.Reason})
	}
}

// inAll is a catalogue text in the three languages, for a paper that keeps all of them.
func inAll(key string) civic.Text {
	return inLangs(func(l i18n.Lang) string { return l.T(key) })
}

// inLangs is what is said, in every language.
func inLangs(say func(i18n.Lang) string) civic.Text {
	return civic.Text{KY: say(i18n.KY), RU: say(i18n.RU), EN: say(i18n.EN)}
}

func languageName(code string) civic.Text {
	if !i18n.KY.Has("spoken." + code) {
		return civic.Text{KY: code}
	}
	return inAll("spoken." + code)
}
