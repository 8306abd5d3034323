package db

import (
	"context"

	"ashar/internal/civic"
)

func silentChanges(add func(string, applier)) {
	add(on(openSilence))
	add(on(typeSlip))
	add(on(showSlips))
}

func openSilence(tx *Tx, op *Operation, _ civic.OpenSilence) (any, error) {
	if err := tx.mustBeOpen(op.Scope); err != nil {
		return nil, err
	}
	n, err := tx.affect(`INSERT INTO silences (session_id, open) VALUES ($1, 1) ON CONFLICT (session_id) DO UPDATE SET open = 1 WHERE open = 0`, op.Scope)
	if err != nil || n == 0 {
		return nil, err
	}
	return nil, tx.exec(`UPDATE participants SET silent = 0 WHERE session_id = $1`, op.Scope)
}

// silent reports whether a session is in its silence.
func (tx *Tx) silent(session string) (open bool, err error) {
	err = tx.row(`SELECT EXISTS (SELECT 1 FROM silences WHERE session_id = $1 AND open = 1)`, []any{session}, &open)
	return open, err
}

func typeSlip(tx *Tx, op *Operation, s civic.TypeSlip) (any, error) {
	if err := tx.mustBeOpen(op.Scope); err != nil {
		return nil, err
	}
	silent, err := tx.silent(op.Scope)
	if err != nil {
		return nil, err
	}
	if !silent {
		return addStatements(tx, op, civic.AddStatements{Statements: []civic.SaidStatement{{ID: s.ID, Text: s.Text}}})
	}
	return nil, tx.exec(`INSERT INTO silent_slips (id, session_id, text) VALUES ($1, $2, $3)`, s.ID, op.Scope, civic.Said(s.Text))
}

// showSlips: shown already is shown.
func showSlips(tx *Tx, op *Operation, _ civic.ShowSlips) (any, error) {
	if err := tx.mustBeOpen(op.Scope); err != nil {
		return nil, err
	}
	if err := tx.exec(`UPDATE silences SET open = 0 WHERE session_id = $1`, op.Scope); err != nil {
		return nil, err
	}
	var slips civic.AddStatements
	err := tx.each(`SELECT id, text FROM silent_slips WHERE session_id = $1 ORDER BY random()`, []any{op.Scope}, func(r scanner) error {
		var s civic.SaidStatement
		err := r.Scan(&s.ID, &s.Text)
		slips.Statements = append(slips.Statements, s)
		return err
	})
	if err != nil {
		return nil, err
	}
	if _, err := addStatements(tx, op, slips); err != nil {
		return nil, err
	}
	if err := tx.exec(`DELETE FROM silent_slips WHERE session_id = $1`, op.Scope); err != nil {
		return nil, err
	}
	return nil, tx.exec(`UPDATE phone_statements SET hidden = 0, place = chance.place FROM (
			SELECT id, row_number() OVER (ORDER BY random()) + (SELECT max(place) FROM phone_statements WHERE session_id = $1) AS place
			FROM phone_statements WHERE session_id = $1 AND hidden = 1) AS chance
		WHERE phone_statements.id = chance.id`, op.Scope)
}

// Silence reads how far a session's silent writing is.
func (s *Store) Silence(ctx context.Context, session string) (civic.Silence, error) {
	var x civic.Silence
	err := s.row(ctx, `SELECT coalesce((SELECT open FROM silences WHERE session_id = $1), 0),
		EXISTS (SELECT 1 FROM silences WHERE session_id = $1 AND open = 0),
		(SELECT count(*) FROM silent_slips WHERE session_id = $1),
		(SELECT count(*) FROM participants WHERE session_id = $1 AND silent = 1),
		(SELECT coalesce(sum(people), 0) FROM attendance WHERE session_id = $1 AND what = 'came')`, []any{session}, &x.Open, &x.Shown, &x.Paper, &x.Phones, &x.Came)
	return x, err
}
