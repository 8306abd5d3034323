package db

import (
	"context"

	"ashar/internal/civic"
)

// printSlips numbers the slips after those printed before. In numbers, not in
// rows: the table keeps them by their hashes.
func printSlips(tx *Tx, op *Operation, p civic.PrintSlips) (any, error) {
	if err := tx.mustBeOpen(op.Scope); err != nil {
		return nil, err
	}
	var last int
	if err := tx.row(`SELECT coalesce(max(slip), 0) FROM participants WHERE session_id = $1`, []any{op.Scope}, &last); err != nil {
		return nil, err
	}
	for i, hash := range p.Hashes {
		if err := tx.exec(`INSERT INTO participants (hash, session_id, joined, slip) VALUES ($1, $2, 0, $3)`, hash, op.Scope, last+1+i); err != nil {
			return nil, err
		}
	}
	return map[string]int{"first": last + 1}, nil
}

func setVoters(tx *Tx, op *Operation, s civic.SetVoters) (any, error) {
	return nil, tx.exec(`UPDATE joins SET slips_only = $1 WHERE session_id = $2`, flag(s.SlipsOnly), op.Scope)
}

// SlipSession finds the session that a slip opens now, by the hash of its code.
func (s *Store) SlipSession(ctx context.Context, hash string) (session string, err error) {
	err = s.row(ctx, `SELECT p.session_id FROM participants p JOIN sessions s ON s.id = p.session_id JOIN joins j ON `+openToPhones+`
		WHERE p.hash = $1 AND p.slip > 0`, []any{hash}, &session)
	return session, err
}

// SlipOver finds the closed session that a slip was printed for.
func (s *Store) SlipOver(ctx context.Context, hash string) (session string, err error) {
	err = s.row(ctx, `SELECT s.id FROM participants p JOIN sessions s ON s.id = p.session_id WHERE p.hash = $1 AND p.slip > 0 AND s.status = 'closed'`, []any{hash}, &session)
	return session, err
}

// JoinSlip lets the holder of a slip in. A phone that took part without one
// becomes the slip: what it has voted already counts as the slip's.
func (s *Store) JoinSlip(ctx context.Context, session, slip, phone string) error {
	return s.quietly(ctx, session, func(tx *Tx) error {
		if err := tx.must(`UPDATE participants SET joined = 1 WHERE hash = $1 AND session_id = $2 AND slip > 0`, slip, session); err != nil {
			return err
		}
		if err := tx.exec(`INSERT INTO phone_voters (round_id, hash) SELECT v.round_id, $1 FROM phone_voters v JOIN participants p ON p.hash = v.hash
			WHERE v.hash = $2 AND p.slip = 0 ON CONFLICT (round_id, hash) DO NOTHING`, slip, phone); err != nil {
			return err
		}
		return tx.exec(`UPDATE participants SET joined = 0 WHERE hash = $1 AND slip = 0`, phone)
	})
}

// AddKiosk remembers a tablet that is handed round, by the hash of what it keeps.
func (s *Store) AddKiosk(ctx context.Context, session, hash string) error {
	return s.write(ctx, func(tx *Tx) error {
		return tx.exec(`INSERT INTO kiosks (hash, session_id) VALUES ($1, $2)`, hash, session)
	})
}

// EndKiosk forgets it.
func (s *Store) EndKiosk(ctx context.Context, hash string) error {
	return s.write(ctx, func(tx *Tx) error { return tx.exec(`DELETE FROM kiosks WHERE hash = $1`, hash) })
}

// KioskSession finds the session of a tablet that is handed round; Gone when it is not open to phones.
func (s *Store) KioskSession(ctx context.Context, hash string) (session string, err error) {
	var open bool
	err = s.row(ctx, `SELECT k.session_id, EXISTS (SELECT 1 FROM joins j JOIN sessions s ON `+openToPhones+` WHERE s.id = k.session_id)
		FROM kiosks k WHERE k.hash = $1`, []any{hash}, &session, &open)
	if err == nil && !open {
		err = civic.E(civic.Gone, "error.join_closed")
	}
	return session, err
}
