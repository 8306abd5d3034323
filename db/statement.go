package db

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"ashar/internal/civic"
)

func statementChanges(add func(string, applier)) {
	add(on(addStatements))
	add(on(editStatement))
	add(on(withdrawStatement))
	add(on(placeStatement))
}

func addStatements(tx *Tx, op *Operation, a civic.AddStatements) (any, error) {
	if err := tx.mustBeOpen(op.Scope); err != nil {
		return nil, err
	}
	if a.Priority != "" {
		if err := tx.mustBeActive(op.Scope, a.Priority); err != nil {
			return nil, err
		}
	}
	place, err := tx.nextPlace("statements", op.Scope)
	if err != nil {
		return nil, err
	}
	location := civic.Said(a.Location)
	for i, s := range a.Statements {
		text := civic.Said(s.Text)
		if err := tx.exec(`INSERT INTO statements (id, session_id, priority_id, place, text, location, made_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7)`, s.ID, op.Scope, nullable(a.Priority), place+i, text, location, micros(op.ClientAt)); err != nil {
			return nil, err
		}
		if err := tx.begin(op, "statement", s.ID, map[string]string{"text": text, "location": location}); err != nil {
			return nil, err
		}
	}
	return nil, nil
}

// nextPlace is the place after the last of a session's statements or priorities.
func (tx *Tx) nextPlace(table, session string) (int, error) {
	var place int
	err := tx.row(`SELECT coalesce(max(place), 0) + 1 FROM `+table+` WHERE session_id = $1`, []any{session}, &place)
	return place, err
}

func editStatement(tx *Tx, op *Operation, e civic.EditStatement) (any, error) {
	if err := tx.mustBeOpen(op.Scope); err != nil {
		return nil, err
	}
	return tx.edit(op, "statement", e.ID, e.Base, map[string]string{"text": civic.Said(e.Text), "location": civic.Said(e.Location)})
}

func withdrawStatement(tx *Tx, op *Operation, w civic.WithdrawStatement) (any, error) {
	if err := tx.mustBeOpen(op.Scope); err != nil {
		return nil, err
	}
	if w.Withdrawn {
		if err := tx.mustLeaveAnother(op.Scope, w.ID); err != nil {
			return nil, err
		}
	}
	return nil, tx.must(`UPDATE statements SET withdrawn = $1, reason = $2 WHERE id = $3 AND session_id = $4`,
		flag(w.Withdrawn), reasonOf(w.Withdrawn, w.Reason), w.ID, op.Scope)
}

// reasonOf is kept only while it holds; the journal keeps them all.
func reasonOf(withdrawn bool, reason string) string {
	if !withdrawn {
		return ""
	}
	return strings.TrimSpace(reason)
}

// placeStatement moves a statement to the end of a card, or off any. A
// restored merger's parts are not touched by it: only the statement moves.
func placeStatement(tx *Tx, op *Operation, p civic.PlaceStatement) (any, error) {
	if err := tx.mustBeOpen(op.Scope); err != nil {
		return nil, err
	}
	var on string
	err := tx.row(`SELECT coalesce(priority_id, '') FROM statements WHERE id = $1 AND session_id = $2`, []any{p.ID, op.Scope}, &on)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, civic.E(civic.NotFound, "error.not_found")
	}
	if err != nil || on == p.Priority {
		return nil, err
	}
	if p.Priority != "" {
		if err := tx.mustBeActive(op.Scope, p.Priority); err != nil {
			return nil, err
		}
		inside, err := tx.within(on, p.Priority)
		if err != nil || inside {
			return nil, err // it is on a part of that card
		}
	}
	if err := tx.mustLeaveAnother(op.Scope, p.ID); err != nil {
		return nil, err
	}
	place, err := tx.nextPlace("statements", op.Scope)
	if err != nil {
		return nil, err
	}
	return nil, tx.must(`UPDATE statements SET priority_id = $1, place = $2 WHERE id = $3 AND session_id = $4`,
		nullable(p.Priority), place, p.ID, op.Scope)
}

// within reports whether a card is a part, at any depth, of another.
func (tx *Tx) within(part, whole string) (bool, error) {
	for part != "" && part != whole {
		var into string
		if err := tx.row(`SELECT coalesce(merged_into, '') FROM priorities WHERE id = $1`, []any{part}, &into); err != nil {
			return false, err
		}
		part = into
	}
	return part != "", nil
}

// mustLeaveAnother refuses to take the only standing statement off its card:
// a card is one or more statements, and whoever means the card says so. A
// merged card has those of its parts; a part keeps one for when it comes back.
func (tx *Tx) mustLeaveAnother(session, statement string) error {
	var others int
	err := tx.row(`SELECT count(*) FROM statements o JOIN statements s ON s.priority_id = o.priority_id
		WHERE s.id = $1 AND o.id <> s.id AND o.withdrawn = 0 AND s.session_id = $2`, []any{statement, session}, &others)
	if err != nil || others > 0 {
		return err
	}
	var on bool
	err = tx.row(`SELECT priority_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM priorities p WHERE p.merged_into = priority_id)
		FROM statements WHERE id = $1 AND session_id = $2`, []any{statement, session}, &on)
	if errors.Is(err, sql.ErrNoRows) {
		return civic.E(civic.NotFound, "error.not_found")
	}
	if err == nil && on {
		return civic.E(civic.Conflict, "error.statement_only")
	}
	return err
}

// Statements reads all that was said in a session, withdrawn ones too, in order.
func (s *Store) Statements(ctx context.Context, session string) ([]civic.Statement, error) {
	return list(ctx, s, `SELECT s.id, coalesce(s.priority_id, ''), s.place, s.text, s.location, s.withdrawn, s.reason, s.version, s.made_at,
			(SELECT count(*) FROM edits e WHERE e.subject = s.id AND e.state = 'rival')
		FROM statements s WHERE s.session_id = $1 ORDER BY s.place, s.id`, []any{session}, func(r scanner, st *civic.Statement) error {
		var at int64
		err := r.Scan(&st.ID, &st.Priority, &st.Place, &st.Text, &st.Location, &st.Withdrawn, &st.Reason, &st.Version, &at, &st.Rivals)
		st.At = fromMicros(at)
		return err
	})
}
