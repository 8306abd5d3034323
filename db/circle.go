package db

import (
	"context"

	"ashar/internal/civic"
)

func circleChanges(add func(string, applier)) {
	add(on(setCircle))
	add(on(takeTurn))
}

// setCircle keeps the turns of seats that stay.
func setCircle(tx *Tx, op *Operation, s civic.SetCircle) (any, error) {
	if err := tx.mustBeOpen(op.Scope); err != nil {
		return nil, err
	}
	for i, seat := range s.Seats {
		if err := tx.exec(`INSERT INTO seats (session_id, seat, sex, young) VALUES ($1, $2, $3, $4)
			ON CONFLICT (session_id, seat) DO UPDATE SET sex = excluded.sex, young = excluded.young`, op.Scope, i+1, seat.Sex, flag(seat.Young)); err != nil {
			return nil, err
		}
	}
	return nil, tx.exec(`DELETE FROM seats WHERE session_id = $1 AND seat > $2`, op.Scope, len(s.Seats))
}

func takeTurn(tx *Tx, op *Operation, t civic.TakeTurn) (any, error) {
	if err := tx.mustBeOpen(op.Scope); err != nil {
		return nil, err
	}
	if t.Back {
		return nil, tx.exec(`UPDATE seats SET turns = turns - 1, last = 0 WHERE session_id = $1 AND seat = $2 AND turns > 0`, op.Scope, t.Seat)
	}
	return nil, tx.must(`UPDATE seats SET turns = turns + 1, last = (SELECT max(last) + 1 FROM seats WHERE session_id = $1) WHERE session_id = $1 AND seat = $2`, op.Scope, t.Seat)
}

// Circle reads who sits in the hall and how often each spoke; empty before anybody said.
func (s *Store) Circle(ctx context.Context, session string) (civic.Circle, error) {
	return list(ctx, s, `SELECT sex, young, turns, last FROM seats WHERE session_id = $1 ORDER BY seat`, []any{session}, func(r scanner, x *civic.Seat) error {
		return r.Scan(&x.Sex, &x.Young, &x.Turns, &x.Last)
	})
}
