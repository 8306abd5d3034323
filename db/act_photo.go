package db

import (
	"context"
	"database/sql"
	"errors"

	"ashar/internal/civic"
)

func addActPhoto(tx *Tx, op *Operation, a civic.AddActPhoto) (any, error) {
	had, err := tx.actOf(op.Scope, a.Act)
	switch {
	case err != nil:
		return nil, err
	case had == nil: // the photo came before the words
		action, err := tx.plannedOf(op.Scope, a.Action)
		if err != nil {
			return nil, err
		}
		begin := civic.SaveAct{ID: a.Act, Action: a.Action, Visit: a.Visit, ActText: civic.PlannedOf(action)}
		begin.VisitedOn = civic.Today(op.When())
		if _, err := saveAct(tx, op, begin); err != nil {
			return nil, err
		}
	case had.filed:
		return nil, civic.E(civic.Conflict, "error.act_filed")
	}
	var n int
	if err := tx.row(`SELECT count(*) FROM act_photos WHERE act_id = $1 AND hash IS NOT NULL`, []any{a.Act}, &n); err != nil {
		return nil, err
	}
	if n >= civic.PhotosMax {
		return nil, civic.Bad("photo", "error.photo_many", "n", civic.PhotosMax)
	}
	if err := tx.keepFile(a.Hash, a.Width, a.Height, a.JPEG, a.Small); err != nil {
		return nil, err
	}
	return nil, tx.once(`INSERT INTO act_photos (id, act_id, hash, caption, blurred, made_by, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO NOTHING`,
		a.ID, a.Act, a.Hash, civic.Said(a.Caption), a.Blurred, op.Actor, micros(op.At))
}

// plannedOf reads of an action what an act is compared with.
func (tx *Tx) plannedOf(cycle, id string) (*civic.Action, error) {
	a := &civic.Action{ID: id}
	var cost int64
	err := tx.row(`SELECT title_ky, result, ends, estimate, (SELECT coalesce(sum(c.amount), 0) FROM action_costs c WHERE c.action_id = actions.id) FROM actions WHERE id = $1 AND cycle_id = $2`,
		[]any{id, cycle}, &a.Title.KY, &a.Result, &a.Ends, &a.Estimate, &cost)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, civic.E(civic.NotFound, "error.not_found")
	}
	a.Costs = []civic.ActionCost{{Amount: cost}}
	return a, err
}

func removeActPhoto(tx *Tx, op *Operation, r civic.RemoveActPhoto) (any, error) {
	var hash string
	err := tx.row(`SELECT coalesce(p.hash, '') FROM act_photos p JOIN acts a ON a.id = p.act_id WHERE p.id = $1 AND a.id = $2 AND a.cycle_id = $3`, []any{r.ID, r.Act, op.Scope}, &hash)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil, civic.E(civic.NotFound, "error.not_found")
	case err != nil:
		return nil, err
	case hash == "":
		return nil, civic.E(civic.Conflict, "error.photo_removed")
	}
	if err := tx.exec(`UPDATE act_photos SET hash = NULL, caption = '', reason = $1, removed_by = $2, removed_at = $3 WHERE id = $4`,
		civic.Said(r.Reason), op.Actor, micros(op.At), r.ID); err != nil {
		return nil, err
	}
	return nil, tx.dropFile(hash)
}

func (s *Store) actPhotos(ctx context.Context, act string) ([]civic.ActPhoto, error) {
	return list(ctx, s, `SELECT p.id, coalesce(p.hash, ''), coalesce(f.width, 0), coalesce(f.height, 0), p.caption, p.blurred, coalesce(m.name, ''), p.made_at, coalesce(r.name, ''), p.removed_at, p.reason
		FROM act_photos p LEFT JOIN files f ON f.hash = p.hash LEFT JOIN users m ON m.id = p.made_by LEFT JOIN users r ON r.id = p.removed_by
		WHERE p.act_id = $1 ORDER BY p.made_at, p.id`, []any{act}, func(r scanner, p *civic.ActPhoto) error {
		var at int64
		var removed sql.NullInt64
		err := r.Scan(&p.ID, &p.Hash, &p.Width, &p.Height, &p.Caption, &p.Blurred, &p.By, &at, &p.RemovedBy, &removed, &p.Reason)
		p.At, p.RemovedAt = fromMicros(at), maybeTime(removed)
		return err
	})
}

// ActThumbnails reads the small pictures of an act, by their hashes.
func (s *Store) ActThumbnails(ctx context.Context, act string) (map[string][]byte, error) {
	byHash := map[string][]byte{}
	err := s.each(ctx, `SELECT f.hash, f.small FROM files f WHERE f.hash IN (SELECT p.hash FROM act_photos p WHERE p.act_id = $1)`, []any{act}, func(r scanner) error {
		var hash string
		var small []byte
		err := r.Scan(&hash, &small)
		byHash[hash] = small
		return err
	})
	return byHash, err
}
