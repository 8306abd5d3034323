package db

import (
	"context"
	"database/sql"
	"errors"

	"ashar/internal/civic"
)

func phoneChanges(add func(string, applier)) {
	add(on(openPhones))
	add(on(closePhones))
	add(on(countPhones))
	add(on(judgeSent))
	add(on(endHand))
	add(on(printSlips))
	add(on(setVoters))
}

// openPhones gives the session a code that no open session has.
func openPhones(tx *Tx, op *Operation, _ civic.OpenPhones) (any, error) {
	if err := tx.mustBeOpen(op.Scope); err != nil {
		return nil, err
	}
	var open int
	if err := tx.row(`SELECT count(*) FROM joins WHERE session_id = $1 AND closed_at IS NULL`, []any{op.Scope}, &open); err != nil || open > 0 {
		return nil, err
	}
	for {
		code := civic.RandomDigits(civic.JoinLength)
		var taken int
		if err := tx.row(`SELECT count(*) FROM joins WHERE code = $1 AND closed_at IS NULL`, []any{code}, &taken); err != nil {
			return nil, err
		}
		if taken > 0 {
			continue
		}
		return nil, tx.exec(`INSERT INTO joins (session_id, code, opened_at) VALUES ($1, $2, $3)
			ON CONFLICT (session_id) DO UPDATE SET code = excluded.code, opened_at = excluded.opened_at, closed_at = NULL`,
			op.Scope, code, micros(op.At))
	}
}

func closePhones(tx *Tx, op *Operation, _ civic.ClosePhones) (any, error) {
	return nil, tx.closeJoin(op)
}

// closeJoin makes a session's code void; closed already is closed.
func (tx *Tx) closeJoin(op *Operation) error {
	return tx.exec(`UPDATE joins SET closed_at = $1 WHERE session_id = $2 AND closed_at IS NULL`, micros(op.At), op.Scope)
}

// openToPhones is true of a session s and its join j while a code opens it.
const openToPhones = `j.session_id = s.id AND j.closed_at IS NULL AND s.status IN ('planned', 'confirmed', 'live')`

// Join is how phones come into a session: for its page, its slips and the wall.
func (s *Store) Join(ctx context.Context, session string) (civic.Join, error) {
	j := civic.Join{Session: session}
	var opened int64
	var closed sql.NullInt64
	err := s.row(ctx, `SELECT j.code, j.opened_at, j.closed_at, coalesce(w.name, ''), coalesce(w.password, ''), coalesce(w.hidden, 0), j.slips_only,
			(SELECT count(*) FROM participants p WHERE p.session_id = j.session_id AND p.joined = 1),
			(SELECT count(*) FROM participants p WHERE p.session_id = j.session_id AND p.slip > 0)
		FROM joins j JOIN sessions s ON s.id = j.session_id LEFT JOIN hall_wifis w ON w.municipality_id = s.municipality_id
		WHERE j.session_id = $1`, []any{session}, &j.Code, &opened, &closed, &j.WiFi, &j.Password, &j.WiFiHidden, &j.SlipsOnly, &j.Joined, &j.Slips)
	if civic.KindOf(err) == civic.NotFound {
		return j, nil
	}
	j.OpenedAt, j.Open = fromMicros(opened), !closed.Valid
	return j, err
}

// JoinByCode finds the session that a code opens now.
func (s *Store) JoinByCode(ctx context.Context, code string) (session string, err error) {
	err = s.row(ctx, `SELECT s.id FROM joins j JOIN sessions s ON `+openToPhones+` WHERE j.code = $1`, []any{code}, &session)
	return session, err
}

// JoinOver finds the closed session that a code opened. Codes are given out again: of two such sessions none is meant.
func (s *Store) JoinOver(ctx context.Context, code string) (session string, err error) {
	err = s.row(ctx, `SELECT min(s.id) FROM joins j JOIN sessions s ON s.id = j.session_id AND s.status = 'closed' WHERE j.code = $1 HAVING count(*) = 1`, []any{code}, &session)
	return session, err
}

// JoinedSession finds where a phone takes part, by the hash of what it keeps.
// Gone when the session is not open to phones any more.
func (s *Store) JoinedSession(ctx context.Context, hash string) (session string, err error) {
	var open bool
	err = s.row(ctx, `SELECT p.session_id, EXISTS (SELECT 1 FROM joins j JOIN sessions s ON `+openToPhones+` WHERE s.id = p.session_id)
		FROM participants p WHERE p.hash = $1 AND p.joined = 1`, []any{hash}, &session, &open)
	if err == nil && !open {
		err = civic.E(civic.Gone, "error.join_closed")
	}
	return session, err
}

// JoinPhone lets a phone into a session. Joining is not journaled: the phone is nobody's.
func (s *Store) JoinPhone(ctx context.Context, session, hash string) error {
	return s.quietly(ctx, session, func(tx *Tx) error {
		var open int
		err := tx.row(`SELECT 1 FROM joins WHERE session_id = $1 AND closed_at IS NULL`, []any{session}, &open)
		if errors.Is(err, sql.ErrNoRows) {
			return civic.E(civic.Gone, "error.join_closed")
		}
		if err != nil {
			return err
		}
		return tx.exec(`INSERT INTO participants (hash, session_id) VALUES ($1, $2) ON CONFLICT (hash) DO UPDATE SET joined = 1`, hash, session)
	})
}

// LeavePhone takes a phone out of a session. Its mark stays: who comes back is
// the same, and votes once.
func (s *Store) LeavePhone(ctx context.Context, session, hash string) error {
	return s.quietly(ctx, session, func(tx *Tx) error {
		return tx.exec(`UPDATE participants SET joined = 0 WHERE hash = $1 AND session_id = $2`, hash, session)
	})
}
