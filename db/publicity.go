package db

import (
	"context"
	"strings"

	"ashar/internal/civic"
)

func publicityChanges(add func(string, applier)) {
	add(on(setPublication))
}

func setPublication(tx *Tx, op *Operation, s civic.SetPublication) (any, error) {
	shown := civic.Published{}
	if err := tx.each(`SELECT what, published_at FROM publications WHERE cycle_id = $1 AND withdrawn = 0`, []any{op.Scope}, func(r scanner) error {
		var what string
		var at int64
		err := r.Scan(&what, &at)
		shown[what] = fromMicros(at)
		return err
	}); err != nil {
		return nil, err
	}
	if err := s.Fits(shown); err != nil {
		return nil, err
	}
	if !s.Published {
		if err := tx.must(`UPDATE publications SET withdrawn = 1, reason = $1 WHERE cycle_id = $2 AND what = $3`, strings.TrimSpace(s.Reason), op.Scope, s.What); err != nil {
			return nil, err
		}
		return nil, tx.tellHooks(op, op.Scope, "withdrawn", s.What)
	}
	n, err := tx.affect(`INSERT INTO publications (cycle_id, what, published_at, published_by) VALUES ($1, $2, $3, $4)
		ON CONFLICT (cycle_id, what) DO UPDATE SET published_at = excluded.published_at, published_by = excluded.published_by, withdrawn = 0, reason = ''
		WHERE publications.withdrawn = 1`, op.Scope, s.What, micros(op.At), op.Actor)
	if err != nil || n == 0 { // shown already
		return nil, err
	}
	return nil, tx.tellHooks(op, op.Scope, "published", s.What)
}

// Publications reads what a cycle shows, or showed, to everybody.
func (s *Store) Publications(ctx context.Context, cycle string) ([]civic.Publication, error) {
	return list(ctx, s, `SELECT p.what, p.published_at, coalesce(u.name, ''), p.withdrawn, p.reason
		FROM publications p LEFT JOIN users u ON u.id = p.published_by WHERE p.cycle_id = $1`, []any{cycle}, func(r scanner, p *civic.Publication) error {
		var at int64
		err := r.Scan(&p.What, &at, &p.By, &p.Withdrawn, &p.Reason)
		p.At = fromMicros(at)
		return err
	})
}
