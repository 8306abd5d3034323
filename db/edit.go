package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"ashar/internal/civic"
)

func editChanges(add func(string, applier)) {
	add(on(settleEdit))
}

// things are what has texts with versions, by name: the table and the columns that may be set.
var things = map[string]struct {
	table  string
	fields []string
}{
	"statement": {"statements", []string{"text", "location"}},
	"priority":  {"priorities", civic.PriorityFields()},
	"remark":    {"remarks", civic.RemarkFields},
	"photo":     {"photos", []string{"caption"}},
}

const editColumns = `e.id, e.thing, e.subject, e.field, e.version, e.text, e.state, coalesce(u.name, ''), e.made_at
	FROM edits e LEFT JOIN users u ON u.id = e.made_by `

func scanEdit(r scanner, e *civic.Edit) error {
	var at int64
	err := r.Scan(&e.ID, &e.Thing, &e.Subject, &e.Field, &e.Version, &e.Text, &e.State, &e.By, &at)
	e.At = fromMicros(at)
	return err
}

// Edits reads every version of every text of a thing, oldest first.
func (s *Store) Edits(ctx context.Context, session, subject string) ([]civic.Edit, error) {
	return list(ctx, s, `SELECT `+editColumns+`WHERE e.subject = $1 AND e.session_id = $2 ORDER BY e.version, e.id`,
		[]any{subject, session}, scanEdit)
}

// keep writes one version of one text into the history.
func (tx *Tx) keep(op *Operation, thing, subject, field string, version int64, text string, state civic.EditState) error {
	return tx.exec(`INSERT INTO edits (id, session_id, thing, subject, field, version, text, state, made_by, made_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		op.store.IDs.New(), op.Scope, thing, subject, field, version, text, string(state), op.Actor, micros(op.At))
}

// begin writes the first version of the texts of a new thing.
func (tx *Tx) begin(op *Operation, thing, subject string, texts map[string]string) error {
	for _, field := range things[thing].fields {
		if texts[field] == "" {
			continue
		}
		if err := tx.keep(op, thing, subject, field, 1, texts[field], civic.Held); err != nil {
			return err
		}
	}
	return nil
}

// edited is the outcome of changing texts.
type edited struct {
	Version int64    `json:"version"`
	Rivals  []string `json:"rivals,omitempty"` // fields that now have two texts
}

// edit changes texts of a thing that was read at version base; what somebody
// else changed meanwhile is kept beside it as a rival.
func (tx *Tx) edit(op *Operation, thing, subject string, base int64, wanted map[string]string) (*edited, error) {
	var out edited
	err := tx.row(`SELECT version FROM `+things[thing].table+` WHERE id = $1 AND session_id = $2`, []any{subject, op.Scope}, &out.Version)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, civic.E(civic.NotFound, "error.not_found")
	}
	if err != nil {
		return nil, err
	}
	var had []civic.Edit
	err = tx.each(`SELECT `+editColumns+`WHERE e.subject = $1 AND e.session_id = $2 ORDER BY e.version, e.id`, []any{subject, op.Scope},
		func(r scanner) error {
			var e civic.Edit
			if err := scanEdit(r, &e); err != nil {
				return err
			}
			had = append(had, e)
			return nil
		})
	if err != nil {
		return nil, err
	}
	set, rivals := civic.Reconcile(had, base, wanted)
	if len(set) > 0 {
		out.Version++
	}
	for _, field := range things[thing].fields {
		if text, ok := set[field]; ok {
			if err := tx.setText(op, thing, subject, field, out.Version, text); err != nil {
				return nil, err
			}
		}
		if text, ok := rivals[field]; ok {
			out.Rivals = append(out.Rivals, field)
			if err := tx.keep(op, thing, subject, field, out.Version, text, civic.Rival); err != nil {
				return nil, err
			}
		}
	}
	return &out, nil
}

// setText makes a text the one that holds. The field comes from the table of things, never from outside.
func (tx *Tx) setText(op *Operation, thing, subject, field string, version int64, text string) error {
	var value any = text
	if field == "affected" {
		var p civic.Priority
		p.SetField(field, text)
		value = p.Affected
	}
	if err := tx.must(`UPDATE `+things[thing].table+` SET `+field+` = $1, version = $2 WHERE id = $3 AND session_id = $4`,
		value, version, subject, op.Scope); err != nil {
		return err
	}
	return tx.keep(op, thing, subject, field, version, text, civic.Held)
}

// settleEdit ends the waiting of a rival. Settled already: nothing to do.
func settleEdit(tx *Tx, op *Operation, s civic.SettleEdit) (any, error) {
	if err := tx.mustBeOpen(op.Scope); err != nil {
		return nil, err
	}
	var e civic.Edit
	err := tx.row(`SELECT thing, subject, field, text, state FROM edits WHERE id = $1 AND session_id = $2`, []any{s.ID, op.Scope},
		&e.Thing, &e.Subject, &e.Field, &e.Text, &e.State)
	if errors.Is(err, sql.ErrNoRows) || err == nil && e.State == civic.Held {
		return nil, civic.E(civic.NotFound, "error.not_found")
	}
	if err != nil || e.State == civic.Passed {
		return nil, err
	}
	var version, changed int64
	if err := tx.row(`SELECT version FROM `+things[e.Thing].table+` WHERE id = $1`, []any{e.Subject}, &version); err != nil {
		return nil, err
	}
	if err := tx.row(`SELECT coalesce(max(version), 0) FROM edits WHERE subject = $1 AND field = $2 AND state = 'held'`,
		[]any{e.Subject, e.Field}, &changed); err != nil {
		return nil, err
	}
	if s.Keep && changed > s.Base {
		return nil, civic.E(civic.Conflict, "error.text_changed_again")
	}
	if err := tx.exec(`UPDATE edits SET state = 'passed' WHERE id = $1`, s.ID); err != nil {
		return nil, err
	}
	out := edited{Version: version}
	if s.Keep {
		out.Version++
		if err := tx.setText(op, e.Thing, e.Subject, e.Field, out.Version, e.Text); err != nil {
			return nil, fmt.Errorf("settle %s: %w", e.Field, err)
		}
	}
	return out, nil
}
