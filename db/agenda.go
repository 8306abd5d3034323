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
	if err := tx.finishSteps(op, g.Step); err != nil || g.Step == 0 {
		return nil, err
	}
	return nil, tx.beginStep(op, g.Step)
}

// finishSteps ends what is under way, but for the step to be gone to.
func (tx *Tx) finishSteps(op *Operation, but int) error {
	at, err := tx.stepTime(op)
	if err != nil {
		return err
	}
	if err := tx.exec(`UPDATE session_steps SET finished_at = $1, spent = spent + coalesce(($1 - running_at) / 1000000, 0), running_at = NULL, paused_at = NULL
		WHERE session_id = $2 AND place <> $3 AND started_at IS NOT NULL AND finished_at IS NULL`, at, op.Scope, but); err != nil {
		return err
	}
	return tx.exec(`UPDATE step_stretches SET until_at = $1 WHERE session_id = $2 AND place <> $3 AND until_at IS NULL`, at, op.Scope, but)
}

// stepTime is when the person did it, but not before what is stamped already:
// a tablet without a line sends late, and another may have gone on meanwhile.
func (tx *Tx) stepTime(op *Operation) (at int64, err error) {
	err = tx.row(`SELECT max(CAST($1 AS INTEGER), coalesce(max(max(coalesce(started_at, 0), coalesce(finished_at, 0), coalesce(running_at, 0), coalesce(paused_at, 0))), 0))
		FROM session_steps WHERE session_id = $2`, []any{micros(op.When()), op.Scope}, &at)
	return min(at, micros(op.At)), err
}

// beginStep starts a step, or goes on with it.
func (tx *Tx) beginStep(op *Operation, place int) error {
	at, err := tx.stepTime(op)
	if err != nil {
		return err
	}
	if err := tx.must(`UPDATE session_steps SET started_at = coalesce(started_at, $1), finished_at = NULL, running_at = coalesce(running_at, $1), paused_at = NULL
		WHERE session_id = $2 AND place = $3`, at, op.Scope, place); err != nil {
		return err
	}
	return tx.exec(`INSERT INTO step_stretches (session_id, place, since_at) SELECT $1, $2, $3
		WHERE NOT EXISTS (SELECT 1 FROM step_stretches WHERE session_id = $1 AND place = $2 AND until_at IS NULL) ON CONFLICT DO NOTHING`, op.Scope, place, at)
}

func extendStep(tx *Tx, op *Operation, e civic.ExtendStep) (any, error) {
	return nil, tx.must(`UPDATE session_steps SET extra = $1 WHERE session_id = $2 AND place = $3`, e.Extra, op.Scope, e.Step)
}

func pauseStep(tx *Tx, op *Operation, p civic.PauseStep) (any, error) {
	at, err := tx.stepTime(op)
	if err != nil {
		return nil, err
	}
	if p.Paused {
		return nil, tx.exec(`UPDATE session_steps SET spent = spent + ($1 - running_at) / 1000000, running_at = NULL, paused_at = $1
			WHERE session_id = $2 AND running_at IS NOT NULL`, at, op.Scope)
	}
	return nil, tx.exec(`UPDATE session_steps SET running_at = $1, paused_at = NULL
		WHERE session_id = $2 AND started_at IS NOT NULL AND finished_at IS NULL AND running_at IS NULL`, at, op.Scope)
}

var agendaItems decoder[civic.AgendaItem]

func scanStep(r scanner, s *civic.Step) error {
	var body string
	var started, finished, running, paused, since, until sql.NullInt64
	var spent int64
	if err := r.Scan(&s.Place, &body, &started, &finished, &s.Extra, &spent, &running, &paused, &since, &until); err != nil {
		return err
	}
	if since.Valid {
		s.Stretches = []civic.Stretch{{Since: maybeTime(since), Until: maybeTime(until)}}
	}
	s.StartedAt, s.FinishedAt, s.RunningAt = maybeTime(started), maybeTime(finished), maybeTime(running)
	s.PausedAt = maybeTime(paused)
	s.Spent = time.Duration(spent) * time.Second
	var err error
	s.AgendaItem, err = agendaItems.decode(body)
	return err
}

// Steps reads the agenda of a session; before it starts, the one it will start with.
func (s *Store) Steps(ctx context.Context, session string) ([]civic.Step, error) {
	rows, err := list(ctx, s, `SELECT s.place, s.body, s.started_at, s.finished_at, s.extra, s.spent, s.running_at, s.paused_at, t.since_at, t.until_at
		FROM session_steps s LEFT JOIN step_stretches t ON t.session_id = s.session_id AND t.place = s.place
		WHERE s.session_id = $1 ORDER BY s.place, t.since_at`, []any{session}, scanStep)
	var steps []civic.Step
	for _, r := range rows { // one for each stretch
		if n := len(steps); n > 0 && steps[n-1].Place == r.Place {
			steps[n-1].Stretches = append(steps[n-1].Stretches, r.Stretches...)
		} else {
			steps = append(steps, r)
		}
	}
	if err != nil || len(steps) > 0 {
		return steps, err
	}
	items, err := template(ctx, s, "agenda", session, civic.DefaultAgenda())
	for i, item := range items {
		steps = append(steps, civic.Step{AgendaItem: item, Place: i + 1})
	}
	return steps, err
}
