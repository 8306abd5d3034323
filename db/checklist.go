package db

import (
	"context"
	"database/sql"
	"errors"

	"ashar/internal/civic"
)

func checklistChanges(add func(string, applier)) {
	add(on(setCheck))
	add(on(noteCheck))
}

// copyChecklist gives a session its own checklist, once: it keeps the version it began with.
func (tx *Tx) copyChecklist(session string) error {
	var one int
	err := tx.row(`SELECT 1 FROM session_checks WHERE session_id = $1 LIMIT 1`, []any{session}, &one)
	if err == nil || !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	var body string
	err = tx.row(templateQuery, []any{"checklist", session}, &body)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	items, err := templateRows(body, civic.DefaultChecklist())
	if err != nil {
		return err
	}
	for _, item := range items {
		body, err := encode(item)
		if err != nil {
			return err
		}
		if err := tx.exec(`INSERT INTO session_checks (session_id, number, body) VALUES ($1, $2, $3)`, session, item.Number, body); err != nil {
			return err
		}
	}
	return nil
}

func setCheck(tx *Tx, op *Operation, c civic.SetCheck) (any, error) {
	if err := errors.Join(tx.mustBeOpen(op.Scope), tx.copyChecklist(op.Scope)); err != nil {
		return nil, err
	}
	return nil, tx.must(`UPDATE session_checks SET state = $1, on_paper = $2, set_by = $3, set_at = $4 WHERE session_id = $5 AND number = $6`,
		string(c.State), flag(c.OnPaper), op.Actor, micros(op.At), op.Scope, c.Number)
}

func noteCheck(tx *Tx, op *Operation, c civic.NoteCheck) (any, error) {
	if err := errors.Join(tx.mustBeOpen(op.Scope), tx.copyChecklist(op.Scope)); err != nil {
		return nil, err
	}
	return nil, tx.must(`UPDATE session_checks SET note = $1, reason = $2 WHERE session_id = $3 AND number = $4`,
		c.Note, c.Reason, op.Scope, c.Number)
}

var checklistItems decoder[civic.ChecklistItem]

// Checks reads the checklist of a session; before the first tick, the one it will begin with.
func (s *Store) Checks(ctx context.Context, session string) ([]civic.Check, error) {
	checks, err := list(ctx, s, `SELECT `+checkColumns+`WHERE c.session_id = $1 ORDER BY c.number`, []any{session}, scanCheck)
	if err != nil || len(checks) > 0 {
		return checks, err
	}
	return s.checksToCome(ctx, session)
}

// Check reads one item of it; NotFound where there is none.
func (s *Store) Check(ctx context.Context, session string, number int) (civic.Check, error) {
	checks, err := list(ctx, s, `SELECT `+checkColumns+`WHERE c.session_id = $1 AND c.number = $2`, []any{session, number}, scanCheck)
	if err == nil && len(checks) == 0 {
		checks, err = s.checksToCome(ctx, session)
	}
	if err != nil {
		return civic.Check{}, err
	}
	for _, c := range checks {
		if c.Number == number {
			return c, nil
		}
	}
	return civic.Check{}, civic.E(civic.NotFound, "error.not_found")
}

const checkColumns = `c.body, c.state, c.note, c.reason, c.on_paper, coalesce(u.name, ''), c.set_at, s.date,
		(SELECT count(*) FROM photos p WHERE p.session_id = c.session_id AND p.check_number = c.number AND p.hash IS NOT NULL)
	FROM session_checks c JOIN sessions s ON s.id = c.session_id LEFT JOIN users u ON u.id = c.set_by `

func scanCheck(r scanner, c *civic.Check) error {
	var body, date string
	var at sql.NullInt64
	if err := r.Scan(&body, &c.State, &c.Note, &c.Reason, &c.OnPaper, &c.By, &at, &date, &c.Photos); err != nil {
		return err
	}
	c.At = maybeTime(at)
	var err error
	c.ChecklistItem, err = checklistItems.decode(body)
	c.DueOn = civic.Day(date).AddDate(0, 0, c.Due)
	return err
}

// checksToCome is the checklist that a session will start with.
func (s *Store) checksToCome(ctx context.Context, session string) (checks []civic.Check, err error) {
	var date, body string
	if err := s.row(ctx, `SELECT s.date, coalesce((SELECT t.body FROM templates t WHERE t.kind = 'checklist' AND t.municipality IN (s.municipality_id, '')
			ORDER BY CASE WHEN t.municipality = '' THEN 1 ELSE 0 END, t.version DESC LIMIT 1), '')
		FROM sessions s WHERE s.id = $1`, []any{session}, &date, &body); err != nil {
		return nil, err
	}
	items, err := templateRows(body, civic.DefaultChecklist())
	for _, item := range items {
		checks = append(checks, civic.Check{ChecklistItem: item, DueOn: civic.Day(date).AddDate(0, 0, item.Due)})
	}
	return checks, err
}
