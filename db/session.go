package db

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"strings"

	"ashar/internal/civic"
)

func sessionChanges(add func(string, applier)) {
	add(on(planSession))
	add(on(startSession))
	add(on(setSessionStatus))
}

// planSession's scope is the cycle.
func planSession(tx *Tx, op *Operation, p civic.PlanSession) (any, error) {
	if err := tx.mustNotBeEnded(op.Scope); err != nil {
		return nil, err
	}
	var municipality string
	// The village and the audience must be of the cycle.
	err := tx.row(`SELECT c.municipality_id FROM cycles c JOIN cycle_villages v ON v.village_id = $1 AND v.cycle_id = c.id
		JOIN audiences a ON a.id = $2 AND a.cycle_id = c.id WHERE c.id = $3`, []any{p.Village, p.Audience, op.Scope}, &municipality)
	if err != nil {
		return nil, civic.Bad("village", "error.choice").Because(err)
	}
	row := []any{p.Village, p.Audience, p.Date, p.Starts, p.Ends, p.Venue, flag(p.Heating), flag(p.Power), flag(p.Accessible),
		p.ExpectedMin, p.ExpectedMax, nullable(p.Moderator), nullable(p.Recorder), p.Observer, p.Inviter, p.InviterPhone,
		p.Language, p.Transport, flag(p.Materials), flag(p.Childcare)}
	if p.Version == 0 {
		return nil, tx.once(`INSERT INTO sessions (village_id, audience_id, date, starts, ends, venue, heating, power, accessible,
				expected_min, expected_max, moderator_id, recorder_id, observer, inviter, inviter_phone,
				language, transport, materials, childcare, id, cycle_id, municipality_id, status, practice, code)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, 'planned', $24, $25) ON CONFLICT (id) DO NOTHING`,
			append(row, p.ID, op.Scope, municipality, flag(p.Practice), shortCode(p.ID))...)
	}
	reason, movedFrom, err := moving(tx, op, p)
	if err != nil {
		return nil, err
	}
	n, err := tx.affect(`UPDATE sessions SET village_id = $1, audience_id = $2, date = $3, starts = $4, ends = $5, venue = $6,
			heating = $7, power = $8, accessible = $9, expected_min = $10, expected_max = $11, moderator_id = $12, recorder_id = $13,
			observer = $14, inviter = $15, inviter_phone = $16, language = $17, transport = $18, materials = $19, childcare = $20,
			reason = $21, moved_from = $22, version = version + 1
		WHERE id = $23 AND cycle_id = $24 AND version = $25`, append(row, reason, movedFrom, p.ID, op.Scope, p.Version)...)
	if err == nil && n == 0 {
		err = civic.E(civic.Conflict, "error.changed_meanwhile")
	}
	return nil, err
}

// moving looks whether a changed row moves to another day or hour. Once the
// schedule was agreed people rely on it: every move then wants a reason of its
// own, and the row keeps the time it was agreed for. A session that has begun
// stays where it was, and a cancelled one is planned again first.
func moving(tx *Tx, op *Operation, p civic.PlanSession) (reason, movedFrom string, err error) {
	var had civic.Session
	var agreed bool
	err = tx.row(`SELECT status, village_id, audience_id, date, starts, reason, moved_from,
			EXISTS (SELECT 1 FROM schedule_versions v WHERE v.cycle_id = s.cycle_id) FROM sessions s WHERE id = $1 AND cycle_id = $2`,
		[]any{p.ID, op.Scope}, &had.Status, &had.Village, &had.Audience, &had.Date, &had.Starts, &had.Reason, &had.MovedFrom, &agreed)
	if errors.Is(err, sql.ErrNoRows) {
		return "", "", civic.E(civic.NotFound, "error.not_found")
	}
	if err != nil {
		return "", "", err
	}
	if had.Status == civic.Cancelled {
		return "", "", civic.E(civic.Conflict, "error.session_is_cancelled")
	}
	was, is := had.Date+" "+had.Starts, p.Date+" "+p.Starts
	begun := had.Status == civic.Live || had.Status == civic.Closed
	if begun && (was != is || had.Village != p.Village || had.Audience != p.Audience) {
		return "", "", civic.Bad("date", "error.session_begun")
	}
	reason, movedFrom = had.Reason, had.MovedFrom
	if was == is || !agreed {
		return reason, movedFrom, nil
	}
	if reason = strings.TrimSpace(p.Reason); reason == "" {
		return "", "", civic.Bad("reason", "error.move_reason")
	}
	switch movedFrom {
	case is: // back where it was agreed for
		movedFrom = ""
	case "":
		movedFrom = was
	}
	return reason, movedFrom, nil
}

// setSessionStatus confirms, cancels or takes up again; its scope is the session.
func setSessionStatus(tx *Tx, op *Operation, c civic.SetSessionStatus) (any, error) {
	var had civic.SessionStatus
	if err := tx.row(`SELECT status FROM sessions WHERE id = $1`, []any{op.Scope}, &had); err != nil {
		return nil, err
	}
	if had == civic.Live || had == civic.Closed {
		return nil, civic.E(civic.Conflict, "error.session_begun")
	}
	if had == c.Status && c.Status != civic.Cancelled {
		return nil, nil
	}
	if err := tx.touchCycle(op.Scope); err != nil {
		return nil, err
	}
	if c.Status == civic.Cancelled || had == civic.Cancelled {
		return nil, tx.must(`UPDATE sessions SET status = $1, reason = $2, version = version + 1 WHERE id = $3`,
			string(c.Status), strings.TrimSpace(c.Reason), op.Scope)
	}
	return nil, tx.must(`UPDATE sessions SET status = $1, version = version + 1 WHERE id = $2`, string(c.Status), op.Scope)
}

// codeLetters leaves out what looks alike: 0 O, 1 I L, 2 Z, 5 S, 8 B, U V.
const codeLetters = "34679ACDEFGHJKMNPQRTWXY"

// shortCode is six letters that a person can read off paper: 148 million of
// them, made of the session's id, so that the same demo has the same codes.
func shortCode(session string) string { return codeOf(session, 6) }

func codeOf(id string, letters int) string {
	b := sha256.Sum256([]byte(id))
	for i := range letters {
		b[i] = codeLetters[int(b[i])%len(codeLetters)]
	}
	return string(b[:letters])
}

// startSession gives the session its number within the cycle. Starting twice changes nothing.
func startSession(tx *Tx, op *Operation, _ civic.StartSession) (any, error) {
	n, err := tx.affect(`UPDATE sessions SET status = 'live', started_at = $1, version = version + 1,
			number = CASE WHEN practice = 1 THEN 0 ELSE 1 + (SELECT coalesce(max(o.number), 0) FROM sessions o WHERE o.cycle_id = sessions.cycle_id) END
		WHERE id = $2 AND status IN ('planned', 'confirmed')`, micros(op.When()), op.Scope)
	if err != nil {
		return nil, err
	}
	if n == 0 {
		var status string
		if err := tx.row(`SELECT status FROM sessions WHERE id = $1`, []any{op.Scope}, &status); err != nil {
			return nil, err
		}
		if civic.SessionStatus(status) != civic.Live {
			return nil, civic.E(civic.Conflict, "error.session_over")
		}
		return nil, nil
	}
	if err := errors.Join(tx.copyAgenda(op.Scope), tx.copyChecklist(op.Scope)); err != nil {
		return nil, err
	}
	if err := tx.beginStep(op, 1); err != nil {
		return nil, err
	}
	return nil, tx.exec(`UPDATE cycles SET status = 'underway' WHERE id = (SELECT cycle_id FROM sessions WHERE id = $1 AND practice = 0)
		AND status IN ('drafting', 'agreed')`, op.Scope)
}

// mustBeOpen refuses to write into a session that is over.
func (tx *Tx) mustBeOpen(session string) error {
	var status string
	if err := tx.row(`SELECT status FROM sessions WHERE id = $1`, []any{session}, &status); err != nil {
		return err
	}
	if !civic.SessionStatus(status).Open() {
		return civic.E(civic.Conflict, "error.session_over")
	}
	return nil
}

const sessionColumns = `s.id, s.cycle_id, s.municipality_id, s.village_id, s.audience_id, s.number, s.status, s.practice, s.on_paper,
	s.date, s.starts, s.ends, s.venue, s.heating, s.power, s.accessible, s.expected_min, s.expected_max,
	coalesce(s.moderator_id, ''), coalesce(s.recorder_id, ''), s.observer, s.inviter, s.inviter_phone, s.language, s.transport,
	s.materials, s.childcare, s.reason, s.moved_from, s.code, s.started_at, s.closed_at, s.minutes_version, s.version`

// sessionDest are the destinations of sessionColumns; finish it by calling the function after Scan.
func sessionDest(s *civic.Session) ([]any, func()) {
	var started, closed sql.NullInt64
	return []any{&s.ID, &s.Cycle, &s.Municipality, &s.Village, &s.Audience, &s.Number, &s.Status, &s.Practice, &s.OnPaper,
			&s.Date, &s.Starts, &s.Ends, &s.Venue, &s.Heating, &s.Power, &s.Accessible, &s.ExpectedMin, &s.ExpectedMax,
			&s.Moderator, &s.Recorder, &s.Observer, &s.Inviter, &s.InviterPhone, &s.Language, &s.Transport,
			&s.Materials, &s.Childcare, &s.Reason, &s.MovedFrom, &s.Code, &started, &closed, &s.MinutesVer, &s.Version}, func() {
			s.StartedAt, s.ClosedAt = maybeTime(started), maybeTime(closed)
		}
}

// SessionHead reads a session with its names: what stands over each of its pages.
func (s *Store) SessionHead(ctx context.Context, id string) (civic.SessionHead, error) {
	var h civic.SessionHead
	dest, finish := headDest(&h)
	if err := s.row(ctx, `SELECT `+headColumns+headJoins+`WHERE s.id = $1`, []any{id}, dest...); err != nil {
		return h, err
	}
	return h, finish()
}

// countColumns are the figures of the rail.
const countColumns = `
	(SELECT count(*) FROM session_checks WHERE session_id = s.id AND state IN ('done', 'na')),
	(SELECT count(*) FROM session_checks WHERE session_id = s.id),
	(SELECT coalesce(sum(people), 0) FROM attendance WHERE session_id = s.id AND what = 'came'),
	(SELECT count(*) FROM priorities WHERE session_id = s.id AND withdrawn = 0 AND dissolved = 0 AND merged_into IS NULL),
	(SELECT count(*) FROM rounds r WHERE r.session_id = s.id` + andStands + `),
	(SELECT count(*) FROM rounds r WHERE r.session_id = s.id AND r.status <> 'revealed'` + andStands + `),
	(SELECT coalesce(max(seq), 0) FROM journal WHERE scope = s.id) + coalesce((SELECT n FROM pulses WHERE session_id = s.id), 0) `

func countDest(n *civic.SessionCounts) []any {
	return []any{&n.Checked, &n.Checks, &n.Came, &n.Priorities, &n.Rounds, &n.OpenRounds, &n.Seq}
}

// SessionCounts reads the figures of the rail alone.
func (s *Store) SessionCounts(ctx context.Context, session string) (n civic.SessionCounts, err error) {
	err = s.row(ctx, `SELECT`+countColumns+`FROM sessions s WHERE s.id = $1`, []any{session}, countDest(&n)...)
	return n, err
}

// SessionFrame reads what stands round each page of a session: its head and the rail's figures.
func (s *Store) SessionFrame(ctx context.Context, id string) (h civic.SessionHead, n civic.SessionCounts, err error) {
	dest, finish := headDest(&h)
	var step string
	dest = append(append(dest, countDest(&n)...), &n.Wall.Scene, &n.Wall.Page, &n.Wall.Blank, &step)
	if err := s.row(ctx, `SELECT `+headColumns+`,`+countColumns+wallColumns+headJoins+`WHERE s.id = $1`, []any{id}, dest...); err != nil {
		return h, n, err
	}
	if step != "" {
		if n.Step, err = agendaItems.decode(step); err != nil {
			return h, n, err
		}
	}
	return h, n, finish()
}

// wallColumns are what somebody chose for the wall, and the step under way.
const wallColumns = `,
	coalesce((SELECT w.scene FROM walls w WHERE w.session_id = s.id), ''), coalesce((SELECT w.page FROM walls w WHERE w.session_id = s.id), 0),
	coalesce((SELECT w.blank FROM walls w WHERE w.session_id = s.id), 0),
	coalesce((SELECT p.body FROM session_steps p WHERE p.session_id = s.id AND p.started_at IS NOT NULL AND p.finished_at IS NULL ORDER BY p.place LIMIT 1), '') `

// ListedSession is a session as the command line lists it.
type ListedSession struct {
	ID           string `json:"id"`
	Date         string `json:"date"`
	Municipality string `json:"municipality"`
	Village      string `json:"village"`
	Audience     string `json:"audience"`
	Status       string `json:"status"`
	Code         string `json:"code"` // short, as on its papers
}

// ListSessions lists the sessions of an installation by date, practice left
// out; status "" means all, "planned" those confirmed as well.
func (s *Store) ListSessions(ctx context.Context, status string) ([]ListedSession, error) {
	rows, err := list(ctx, s, `SELECT s.id, s.date, m.name_ky, v.name_ky, a.name_ky, s.status, s.code
		FROM sessions s JOIN units m ON m.id = s.municipality_id JOIN units v ON v.id = s.village_id JOIN audiences a ON a.id = s.audience_id
		WHERE s.practice = 0 AND ($1 = '' OR s.status = $1 OR $1 = 'planned' AND s.status = 'confirmed') ORDER BY s.date, s.starts, s.id`, []any{status},
		func(r scanner, l *ListedSession) error {
			return r.Scan(&l.ID, &l.Date, &l.Municipality, &l.Village, &l.Audience, &l.Status, &l.Code)
		})
	if rows == nil {
		rows = []ListedSession{}
	}
	return rows, err
}

// MunicipalityByCode finds a municipality by its SOATE code.
func (s *Store) MunicipalityByCode(ctx context.Context, code string) (string, error) {
	var id string
	err := s.row(ctx, `SELECT id FROM units WHERE code = $1 AND level = 'municipality'`, []any{code}, &id)
	return id, err
}
