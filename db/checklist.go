package db

import (
	"context"
	"database/sql"
	"errors"
	"time"

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
		if err := errors.Join(
			tx.exec(`INSERT INTO session_items (session_id, number, body) VALUES ($1, $2, $3)`, session, item.Number, body),
			tx.exec(`INSERT INTO session_checks (session_id, number) VALUES ($1, $2)`, session, item.Number)); err != nil {
			return err
		}
	}
	return nil
}

// mayCheck makes sure that the session is open, has its list, and that the
// number means what the person saw: the template may have changed between
// looking and the session's first tick.
func (tx *Tx) mayCheck(session string, number int, item string) error {
	var status string
	var body sql.NullString
	look := func() error {
		return tx.row(`SELECT s.status, i.body FROM sessions s LEFT JOIN session_items i ON i.session_id = s.id AND i.number = $1 WHERE s.id = $2`,
			[]any{number, session}, &status, &body)
	}
	if err := look(); err != nil {
		return err
	}
	if !civic.SessionStatus(status).Open() {
		return civic.E(civic.Conflict, "error.session_over")
	}
	if !body.Valid {
		if err := errors.Join(tx.copyChecklist(session), look()); err != nil {
			return err
		}
	}
	if item == "" && !body.Valid {
		return civic.E(civic.NotFound, "error.not_found")
	}
	if item == "" {
		return nil
	}
	if !body.Valid {
		return civic.E(civic.Conflict, "error.list_changed")
	}
	have, err := checklistItems.decode(body.String)
	if err == nil && have.Key != "" && have.Key != item {
		err = civic.E(civic.Conflict, "error.list_changed")
	}
	return err
}

func setCheck(tx *Tx, op *Operation, c civic.SetCheck) (any, error) {
	if err := tx.mayCheck(op.Scope, c.Number, c.Item); err != nil {
		return nil, err
	}
	if c.Words != nil {
		if err := tx.noteCheck(op.Scope, c.Number, *c.Words); err != nil {
			return nil, err
		}
	}
	return nil, tx.must(`UPDATE session_checks SET state = $1, on_paper = $2, set_by = $3, set_at = $4 WHERE session_id = $5 AND number = $6`,
		string(c.State), flag(c.OnPaper), op.Actor, micros(op.When()), op.Scope, c.Number)
}

func noteCheck(tx *Tx, op *Operation, c civic.NoteCheck) (any, error) {
	if err := tx.mayCheck(op.Scope, c.Number, c.Item); err != nil {
		return nil, err
	}
	return nil, tx.noteCheck(op.Scope, c.Number, c.CheckWords)
}

func (tx *Tx) noteCheck(session string, number int, w civic.CheckWords) error {
	return tx.must(`UPDATE session_checks SET note = $1, reason = $2 WHERE session_id = $3 AND number = $4`, w.Note, w.Reason, session, number)
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

const checkColumns = `i.body, c.state, c.note, c.reason, c.on_paper, coalesce(u.name, ''), c.set_at, CASE WHEN s.practice = 1 THEN '' ELSE s.date END,
		(SELECT count(*) FROM photos p WHERE p.session_id = c.session_id AND p.check_number = c.number AND p.hash IS NOT NULL)
	FROM session_checks c JOIN session_items i USING (session_id, number) JOIN sessions s ON s.id = c.session_id LEFT JOIN users u ON u.id = c.set_by `

func scanCheck(r scanner, c *civic.Check) error {
	var body, date string
	var at sql.NullInt64
	if err := r.Scan(&body, &c.State, &c.Note, &c.Reason, &c.OnPaper, &c.By, &at, &date, &c.Photos); err != nil {
		return err
	}
	c.At = maybeTime(at)
	var err error
	c.ChecklistItem, err = checklistItems.decode(body)
	c.DueOn = dueOn(date, c.Due)
	return err
}

// dueOn counts days from the session's; in a practice session nothing is due.
func dueOn(date string, days int) time.Time {
	if date == "" {
		return time.Time{}
	}
	return civic.Day(date).AddDate(0, 0, days)
}

// checksToCome is the checklist that a session will start with.
func (s *Store) checksToCome(ctx context.Context, session string) (checks []civic.Check, err error) {
	var date, body string
	if err := s.row(ctx, `SELECT CASE WHEN s.practice = 1 THEN '' ELSE s.date END, coalesce((SELECT t.body FROM templates t WHERE t.kind = 'checklist' AND t.municipality IN (s.municipality_id, '')`+inEffect+`), '')
		FROM sessions s WHERE s.id = $1`, []any{session}, &date, &body); err != nil {
		return nil, err
	}
	items, err := templateRows(body, civic.DefaultChecklist())
	for _, item := range items {
		checks = append(checks, civic.Check{ChecklistItem: item, DueOn: dueOn(date, item.Due)})
	}
	return checks, err
}
