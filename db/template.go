package db

import (
	"context"
	"encoding/json"
	"errors"
	"slices"

	"ashar/internal/civic"
)

// templateQuery finds the newest template of a session's municipality, else the installation's.
const templateQuery = `SELECT t.body FROM templates t WHERE t.kind = $1
	AND t.municipality IN ((SELECT municipality_id FROM sessions WHERE id = $2), '')
	ORDER BY CASE WHEN t.municipality = '' THEN 1 ELSE 0 END, t.version DESC LIMIT 1`

// inTemplate is a row of one.
type inTemplate interface{ InUse() bool }

// templateRows are the rows in use of a stored template, or of the default where none is stored.
func templateRows[T inTemplate](body string, rows []T) ([]T, error) {
	if body != "" {
		rows = nil
		if err := json.Unmarshal([]byte(body), &rows); err != nil {
			return nil, err
		}
	}
	return slices.DeleteFunc(rows, func(row T) bool { return !row.InUse() }), nil
}

// template reads the rows in effect for a session.
func template[T inTemplate](ctx context.Context, s *Store, kind, session string, rows []T) ([]T, error) {
	var body string
	if err := s.row(ctx, templateQuery, []any{kind, session}, &body); err != nil && civic.KindOf(err) != civic.NotFound {
		return nil, err
	}
	return templateRows(body, rows)
}

// Template reads the newest template of a municipality ("" the installation's);
// version 0 and nothing where there is none.
func (s *Store) Template(ctx context.Context, kind, municipality string) (civic.Template, error) {
	t := civic.Template{Kind: kind}
	var body string
	var at int64
	err := s.row(ctx, `SELECT t.version, t.body, coalesce(u.name, ''), t.made_at FROM templates t LEFT JOIN users u ON u.id = t.made_by
		WHERE t.kind = $1 AND t.municipality = $2 ORDER BY t.version DESC LIMIT 1`, []any{kind, municipality}, &t.Version, &body, &t.By, &at)
	if civic.KindOf(err) == civic.NotFound {
		return t, nil
	}
	t.At = fromMicros(at)
	if kind == "agenda" {
		return t, errors.Join(err, json.Unmarshal([]byte(body), &t.Agenda))
	}
	return t, errors.Join(err, json.Unmarshal([]byte(body), &t.Checklist))
}

func saveTemplate(tx *Tx, op *Operation, t civic.SaveTemplate) (any, error) {
	if t.Municipality == "" && op.Scope != civic.Installation || t.Municipality != "" && op.Scope != t.Municipality {
		return nil, civic.E(civic.NotFound, "error.not_found")
	}
	var body string
	var err error
	if t.Template == "agenda" {
		body, err = encode(t.Agenda)
	} else {
		body, err = encode(t.Checklist)
	}
	if err != nil {
		return nil, err
	}
	var have int
	if err := tx.row(`SELECT coalesce(max(version), 0) FROM templates WHERE kind = $1 AND municipality = $2`, []any{t.Template, t.Municipality}, &have); err != nil {
		return nil, err
	}
	if have != t.Base {
		return nil, civic.E(civic.Conflict, "error.changed_meanwhile")
	}
	return map[string]int{"version": have + 1}, tx.exec(`INSERT INTO templates (kind, municipality, version, body, made_by, made_at)
		VALUES ($1, $2, $3, $4, $5, $6)`, t.Template, t.Municipality, have+1, body, op.Actor, micros(op.At))
}
