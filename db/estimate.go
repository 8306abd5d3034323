package db

import (
	"context"
	"strings"

	"ashar/internal/civic"
)

func setEstimate(tx *Tx, op *Operation, s civic.SetEstimate) (any, error) {
	if s.Dated > civic.Today(op.At) {
		return nil, civic.Bad("dated", "error.future")
	}
	var n int
	if err := tx.row(`SELECT count(*) FROM needs WHERE id = $1 AND cycle_id = $2`, []any{s.Need, op.Scope}, &n); err != nil {
		return nil, err
	}
	if n == 0 {
		return nil, civic.E(civic.NotFound, "error.not_found")
	}
	return nil, tx.once(`INSERT INTO estimates (id, cycle_id, need_id, cost, source, dated, note, made_by, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (id) DO NOTHING`, s.ID, op.Scope, s.Need, s.Cost, strings.TrimSpace(s.Source), s.Dated, strings.TrimSpace(s.Note), op.Actor, micros(op.At))
}

// Estimates reads what the needs of a cycle cost, the newest of each first. One
// of a need that holds no card any more is told with the need that holds its own.
func (s *Store) Estimates(ctx context.Context, cycle string) ([]civic.Estimate, error) {
	return list(ctx, s, `SELECT e.id, e.need_id, e.cost, e.source, e.dated, e.note, coalesce(u.name, ''), e.made_at, n.title_ky, n.title_ru, n.title_en,
			CASE WHEN EXISTS (SELECT 1 FROM need_cards k WHERE k.need_id = n.id) THEN '' ELSE coalesce((SELECT k.need_id FROM need_cards k WHERE k.card_id = n.card_id), '') END
		FROM estimates e JOIN needs n ON n.id = e.need_id LEFT JOIN users u ON u.id = e.made_by WHERE e.cycle_id = $1 ORDER BY e.need_id, e.made_at DESC, e.id DESC`, []any{cycle},
		func(r scanner, e *civic.Estimate) error {
			var at int64
			err := r.Scan(&e.ID, &e.Need, &e.Cost, &e.Source, &e.Dated, &e.Note, &e.By, &at, &e.NeedTitle.KY, &e.NeedTitle.RU, &e.NeedTitle.EN, &e.Joined)
			e.At = fromMicros(at)
			return err
		})
}
