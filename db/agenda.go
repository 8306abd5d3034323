package db

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"ashar/internal/civic"
)

func agendaChanges(add func(string, applier)) {
	add(on(goToStep))
	add(on(extendStep))
	add(on(pauseStep))
	add(on(saveTemplate))
}

// copyAgenda gives a session its own agenda, once.
func (tx *Tx) copyAgenda(session string) error {
	var body string
	err := tx.row(templateQuery, []any{"agenda", session}, &body)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	items, err := templateRows(body, civic.DefaultAgenda())
	if err != nil {
		return err
	}
	for i, item := range items {
		body, err := encode(item)
		if err != nil {
			return err
		}
		if err := tx.exec(`INSERT INTO session_steps (session_id, place, body) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, session, i+1, body); err != nil {
			return err
		}
	}
	return nil
}

func goToStep(tx *Tx, op *Operation, g civic.GoToStep) (any, error) {
	var status string
	if err := tx.row(`SELECT status FROM sessions WHERE id = $1`, []any{op.Scope}, &status); err != nil {
		return nil, err
	}
	if civic.SessionStatus(status) != civic.Live {
		return nil, civic.E(civic.Conflict, "error.session_not_live")
	}
	at := micros(op.At)
	if err := tx.exec(`UPDATE session_steps SET finished_at = $1, spent = spent + coalesce(($1 - running_at) / 1000000, 0), running_at = NULL
		WHERE session_id = $2 AND place <> $3 AND started_at IS NOT NULL AND finished_at IS NULL`, at, op.Scope, g.Step); err != nil {
		return nil, err
	}
	if g.Step == 0 {
		return nil, nil
	}
	return nil, tx.must(`UPDATE session_steps SET started_at = coalesce(started_at, $1), finished_at = NULL, running_at = coalesce(running_at, $1)
		WHERE session_id = $2 AND place = $3`, at, op.Scope, g.Step)
}

func extendStep(tx *Tx, op *Operation, e civic.ExtendStep) (any, error) {
	return nil, tx.must(`UPDATE session_steps SET extra = $1 WHERE session_id = $2 AND place = $3`, e.Extra, op.Scope, e.Step)
}

func pauseStep(tx *Tx, op *Operation, p civic.PauseStep) (any, error) {
	at := micros(op.At)
	if p.Paused {
		return nil, tx.exec(`UPDATE session_steps SET spent = spent + ($1 - running_at) / 1000000, running_at = NULL
			WHERE session_id = $2 AND running_at IS NOT NULL`, at, op.Scope)
	}
	return nil, tx.exec(`UPDATE session_steps SET running_at = $1
		WHERE session_id = $2 AND started_at IS NOT NULL AND finished_at IS NULL AND running_at IS NULL`, at, op.Scope)
}

var agendaItems decoder[civic.AgendaItem]

func scanStep(r scanner, s *civic.Step) error {
	var body string
	var started, finished, running sql.NullInt64
	var spent int64
	if err := r.Scan(&s.Place, &body, &started, &finished, &s.Extra, &spent, &running); err != nil {
		return err
	}
	s.StartedAt, s.FinishedAt, s.RunningAt = maybeTime(started), maybeTime(finished), maybeTime(running)
	s.Spent = time.Duration(spent) * time.Second
	var err error
	s.AgendaItem, err = agendaItems.decode(body)
	return err
}

// Steps reads the agenda of a session; before it starts, the one it will start with.
func (s *Store) Steps(ctx context.Context, session string) ([]civic.Step, error) {
	steps, err := list(ctx, s, `SELECT place, body, started_at, finished_at, extra, spent, running_at
		FROM session_steps WHERE session_id = $1 ORDER BY place`, []any{session}, scanStep)
	if err != nil || len(steps) > 0 {
		return steps, err
	}
	items, err := template(ctx, s, "agenda", session, civic.DefaultAgenda())
	for i, item := range items {
		steps = append(steps, civic.Step{AgendaItem: item, Place: i + 1})
	}
	return steps, err
}
