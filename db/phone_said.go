package db

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"math/big"

	"ashar/internal/civic"
)

// SendStatement keeps what a phone sent in. The words lie apart from the phone:
// of that only the number of its statements is counted. The same id again
// changes nothing.
func (s *Store) SendStatement(ctx context.Context, session, hash, id, text string) error {
	return s.quietly(ctx, session, func(tx *Tx) error {
		place, err := tx.nextPlace("phone_statements", session)
		if err != nil {
			return err
		}
		silent, err := tx.silent(session)
		if err != nil {
			return err
		}
		n, err := tx.affect(`INSERT INTO phone_statements (id, session_id, place, text, hidden) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO NOTHING`,
			id, session, place, text, flag(silent))
		if err != nil || n == 0 {
			return err
		}
		n, err = tx.affect(`UPDATE participants SET sent = sent + 1, silent = CASE WHEN $1 = 1 THEN 1 ELSE silent END WHERE hash = $2 AND session_id = $3 AND sent < $4`,
			flag(silent), hash, session, civic.SentMax)
		if err == nil && n == 0 {
			err = civic.Bad("text", "error.sent_max", "n", civic.SentMax)
		}
		return err
	})
}

// SentStatements are what phones sent into a session, as it came; what was
// written in silence only once all of it is shown.
func (s *Store) SentStatements(ctx context.Context, session string) ([]civic.Sent, error) {
	return list(ctx, s, `SELECT id, text, state FROM phone_statements WHERE session_id = $1 AND hidden = 0 ORDER BY place, id`, []any{session},
		func(r scanner, x *civic.Sent) error { return r.Scan(&x.ID, &x.Text, &x.State) })
}

// judgeSent notes what the facilitator decided. What was let is among the
// statements and stays; what was not may still be let.
func judgeSent(tx *Tx, op *Operation, j civic.JudgeSent) (any, error) {
	if err := tx.mustBeOpen(op.Scope); err != nil {
		return nil, err
	}
	state := "not"
	if j.Let {
		state = "let"
	}
	n, err := tx.affect(`UPDATE phone_statements SET state = $1 WHERE id = $2 AND session_id = $3 AND state <> 'let' AND hidden = 0`, state, j.ID, op.Scope)
	if err == nil && n == 0 {
		err = civic.E(civic.Conflict, "error.changed_meanwhile")
	}
	return nil, err
}

// AskToSpeak puts a phone at the end of those who want to speak, under a
// number that says nothing of who they are or when they came; or takes it back.
func (s *Store) AskToSpeak(ctx context.Context, session, hash string, wants bool) error {
	return s.quietly(ctx, session, func(tx *Tx) error {
		if !wants {
			return tx.exec(`DELETE FROM phone_hands WHERE hash = $1 AND session_id = $2`, hash, session)
		}
		number, err := tx.numberOf(session, hash)
		if err != nil {
			return err
		}
		place, err := tx.nextPlace("phone_hands", session)
		if err != nil {
			return err
		}
		return tx.exec(`INSERT INTO phone_hands (hash, session_id, number, place) VALUES ($1, $2, $3, $4) ON CONFLICT (hash) DO NOTHING`, hash, session, number, place)
	})
}

// numberOf is what a participant is called by: a slip's own number, else one of chance.
func (tx *Tx) numberOf(session, hash string) (int, error) {
	var number, slip, most int
	err := tx.row(`SELECT number, slip, (SELECT max(slip) FROM participants WHERE session_id = $1) FROM participants WHERE hash = $2 AND session_id = $1`,
		[]any{session, hash}, &number, &slip, &most)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, civic.E(civic.NotFound, "error.join_first")
	}
	if err != nil || slip > 0 || number > 0 {
		return max(slip, number), err
	}
	for tries, span := 0, int64(90); ; tries++ {
		if tries == 20 { // crowded: numbers grow
			tries, span = 0, span*10
		}
		n, err := rand.Int(rand.Reader, big.NewInt(span))
		if err != nil {
			return 0, err
		}
		number = most + 10 + int(n.Int64())
		var taken int
		if err := tx.row(`SELECT count(*) FROM participants WHERE session_id = $1 AND number = $2`, []any{session, number}, &taken); err != nil {
			return 0, err
		}
		if taken == 0 {
			return number, tx.exec(`UPDATE participants SET number = $1 WHERE hash = $2`, number, hash)
		}
	}
}

// Hands are who wants to speak, the next one first.
func (s *Store) Hands(ctx context.Context, session string) ([]civic.Hand, error) {
	n := 0
	return list(ctx, s, `SELECT number FROM phone_hands WHERE session_id = $1 ORDER BY place, number`, []any{session}, func(r scanner, h *civic.Hand) error {
		n++
		h.Place = n
		return r.Scan(&h.Number)
	})
}

func endHand(tx *Tx, op *Operation, e civic.EndHand) (any, error) {
	return nil, tx.exec(`DELETE FROM phone_hands WHERE session_id = $1 AND number = $2`, op.Scope, e.Number)
}

// OnePhone is what a participant's own page says of them. round is the one
// that is voted on, "" when there is none.
func (s *Store) OnePhone(ctx context.Context, hash, round string) (civic.OnePhone, error) {
	var p civic.OnePhone
	err := s.row(ctx, `SELECT p.session_id, p.slip, EXISTS (SELECT 1 FROM phone_voters v WHERE v.round_id = $1 AND v.hash = p.hash),
			coalesce((SELECT h.number FROM phone_hands h WHERE h.hash = p.hash), 0),
			(SELECT count(*) FROM phone_hands h JOIN phone_hands o ON o.session_id = h.session_id AND o.place < h.place WHERE h.hash = p.hash),
			(SELECT j.slips_only FROM joins j WHERE j.session_id = p.session_id)
		FROM participants p WHERE p.hash = $2`, []any{round, hash}, &p.Session, &p.Slip, &p.Voted, &p.Number, &p.Before, &p.SlipsOnly)
	return p, err
}
