package db

import (
	"context"
	"database/sql"
	"encoding/json"

	"ashar/internal/civic"
)

func closingChanges(add func(string, applier)) {
	add(on(setReading))
	add(on(sign))
	add(on(closeSession))
	add(on(correctSession))
}

func setReading(tx *Tx, op *Operation, r civic.SetReading) (any, error) {
	if err := tx.mustBeOpen(op.Scope); err != nil {
		return nil, err
	}
	return nil, tx.exec(`INSERT INTO session_readings (session_id, read_aloud, confirmed) VALUES ($1, $2, $3)
		ON CONFLICT (session_id) DO UPDATE SET read_aloud = excluded.read_aloud, confirmed = excluded.confirmed`,
		op.Scope, flag(r.ReadAloud), flag(r.Confirmed))
}

func sign(tx *Tx, op *Operation, s civic.Sign) (any, error) {
	if err := tx.mustBeOpen(op.Scope); err != nil {
		return nil, err
	}
	if s.Gone {
		return nil, tx.exec(`DELETE FROM signatures WHERE session_id = $1 AND role = $2`, op.Scope, s.Role)
	}
	var picture any
	if len(s.Picture) > 0 {
		picture = s.Picture
	}
	return nil, tx.exec(`INSERT INTO signatures (session_id, role, name, picture, signed_at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (session_id, role) DO UPDATE SET name = excluded.name, picture = excluded.picture, signed_at = excluded.signed_at`,
		op.Scope, s.Role, s.Name, picture, micros(op.When()))
}

// closeSession ends a session that is live. The handler has shown what is
// missing; what blocks is checked again here, where nothing can slip between.
func closeSession(tx *Tx, op *Operation, _ civic.CloseSession) (any, error) {
	var status string
	var version int
	if err := tx.row(`SELECT status, minutes_version FROM sessions WHERE id = $1`, []any{op.Scope}, &status, &version); err != nil {
		return nil, err
	}
	if civic.SessionStatus(status) != civic.Live {
		return nil, civic.E(civic.Conflict, "error.session_not_live")
	}
	var came int
	if err := tx.row(`SELECT coalesce(sum(people), 0) FROM attendance WHERE session_id = $1 AND what = 'came'`, []any{op.Scope}, &came); err != nil {
		return nil, err
	}
	if came == 0 {
		return nil, civic.E(civic.Invalid, "closing.missing.attendance")
	}
	err := tx.each(`SELECT body, state, reason FROM session_checks JOIN session_items USING (session_id, number) WHERE session_id = $1 ORDER BY number`, []any{op.Scope}, func(r scanner) error {
		var c civic.Check
		var body string
		if err := r.Scan(&body, &c.State, &c.Reason); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(body), &c.ChecklistItem); err != nil {
			return err
		}
		if c.Phase != civic.After && c.Blocks() {
			return civic.E(civic.Invalid, "closing.missing.check", "number", c.Number)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	var open int
	if err := tx.row(`SELECT count(*) FROM rounds r WHERE r.session_id = $1 AND r.status <> 'revealed'`+andStands, []any{op.Scope}, &open); err != nil {
		return nil, err
	}
	if open > 0 {
		return nil, civic.E(civic.Invalid, "closing.missing.open_round")
	}
	silent, err := tx.silent(op.Scope)
	if err != nil {
		return nil, err
	}
	if silent {
		return nil, civic.E(civic.Invalid, "closing.missing.silent")
	}
	if err := tx.finishSteps(op, 0); err != nil {
		return nil, err
	}
	if err := tx.closeJoin(op); err != nil {
		return nil, err
	}
	// A correction keeps the day and hour at which the hall emptied.
	if err := tx.must(`UPDATE sessions SET status = 'closed', closed_at = coalesce(closed_at, $1),
		minutes_version = minutes_version + 1, version = version + 1 WHERE id = $2`, micros(op.When()), op.Scope); err != nil {
		return nil, err
	}
	if err := tx.collect(op, op.Scope); err != nil {
		return nil, err
	}
	return map[string]int{"version": version + 1}, tx.reckon(op.Scope)
}

func correctSession(tx *Tx, op *Operation, c civic.CorrectSession) (any, error) {
	n, err := tx.affect(`UPDATE sessions SET status = 'live', version = version + 1 WHERE id = $1 AND status = 'closed'`, op.Scope)
	if err != nil {
		return nil, err
	}
	if n == 0 {
		return nil, civic.E(civic.Conflict, "error.session_not_closed")
	}
	// Who signed read the version before: of the new one it is asked again. The old version keeps its own.
	for _, table := range []string{"signatures", "session_readings"} {
		if err := tx.exec(`DELETE FROM `+table+` WHERE session_id = $1`, op.Scope); err != nil {
			return nil, err
		}
	}
	if err := tx.touchCycle(op.Scope); err != nil {
		return nil, err
	}
	return nil, tx.exec(`INSERT INTO corrections (session_id, version, what, reason, made_by, made_at)
		SELECT id, minutes_version + 1, $1, $2, $3, $4 FROM sessions WHERE id = $5`, c.What, c.Reason, op.Actor, micros(op.At), op.Scope)
}

// Closing reads how far the end of a session has come.
func (s *Store) Closing(ctx context.Context, session string) (civic.Closing, error) {
	var c civic.Closing
	err := s.each(ctx, `SELECT r.read_aloud, r.confirmed, g.role, g.name, g.picture, g.signed_at
		FROM sessions s LEFT JOIN session_readings r ON r.session_id = s.id LEFT JOIN signatures g ON g.session_id = s.id
		WHERE s.id = $1 ORDER BY g.role`, []any{session}, func(r scanner) error {
		var aloud, confirmed sql.NullBool
		var role, name sql.NullString
		var picture []byte
		var at sql.NullInt64
		if err := r.Scan(&aloud, &confirmed, &role, &name, &picture, &at); err != nil {
			return err
		}
		c.ReadAloud, c.Confirmed = aloud.Bool, confirmed.Bool
		if role.Valid {
			c.Signatures = append(c.Signatures, civic.Signature{Role: role.String, Name: name.String, Picture: picture, SignedAt: maybeTime(at)})
		}
		return nil
	})
	return c, err
}

// Corrections of a session, oldest first.
func (s *Store) Corrections(ctx context.Context, session string) ([]civic.Correction, error) {
	return list(ctx, s, `SELECT c.version, c.what, c.reason, coalesce(u.name, ''), c.made_at
		FROM corrections c LEFT JOIN users u ON u.id = c.made_by WHERE c.session_id = $1 ORDER BY c.version`, []any{session},
		func(r scanner, c *civic.Correction) error {
			var at int64
			err := r.Scan(&c.Version, &c.What, &c.Reason, &c.By, &at)
			c.At = fromMicros(at)
			return err
		})
}

// SessionByCode finds a session by the short code on its papers.
func (s *Store) SessionByCode(ctx context.Context, code string) (string, error) {
	var id string
	err := s.row(ctx, `SELECT id FROM sessions WHERE code = $1`, []any{code}, &id)
	return id, err
}
