package db

import (
	"context"
	"database/sql"
	"errors"

	"ashar/internal/civic"
)

func photoChanges(add func(string, applier)) {
	add(on(addPhoto))
	add(on(captionPhoto))
	add(on(placePhoto))
	add(on(removePhoto))
}

func addPhoto(tx *Tx, op *Operation, a civic.AddPhoto) (any, error) {
	if err := tx.mustBeOpen(op.Scope); err != nil {
		return nil, err
	}
	card := a.Priority
	if a.Check > 0 {
		if err := tx.mayCheck(op.Scope, a.Check, a.Item); err != nil {
			return nil, err
		}
		card = ""
	} else {
		dissolved, err := tx.cardOf(op.Scope, card)
		if err != nil {
			return nil, err
		}
		if dissolved { // taken apart while the camera was out: the photo waits for a card
			card = ""
		}
	}
	if err := tx.mustHaveRoom(op.Scope, a.Check, card); err != nil {
		return nil, err
	}
	if err := tx.keepFile(a.Hash, a.Width, a.Height, a.JPEG, a.Small); err != nil {
		return nil, err
	}
	caption := civic.Said(a.Caption)
	if err := tx.once(`INSERT INTO photos (id, session_id, check_number, priority_id, hash, caption, made_by, made_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING`,
		a.ID, op.Scope, a.Check, nullable(card), a.Hash, caption, op.Actor, micros(op.At)); err != nil {
		return nil, err
	}
	return nil, tx.begin(op, "photo", a.ID, map[string]string{"caption": caption})
}

// cardOf finds a card of the session, one that is part of another too: its
// photos are shown there.
func (tx *Tx) cardOf(session, id string) (dissolved bool, err error) {
	err = tx.row(`SELECT dissolved FROM priorities WHERE id = $1 AND session_id = $2`, []any{id, session}, &dissolved)
	if errors.Is(err, sql.ErrNoRows) {
		err = civic.E(civic.NotFound, "error.not_found")
	}
	return dissolved, err
}

// mustHaveRoom refuses one photo too many; those that wait for a card are not counted.
func (tx *Tx) mustHaveRoom(session string, check int, card string) error {
	if check == 0 && card == "" {
		return nil
	}
	var n int
	err := tx.row(`SELECT count(*) FROM photos WHERE session_id = $1 AND check_number = $2 AND coalesce(priority_id, '') = $3 AND hash IS NOT NULL`,
		[]any{session, check, card}, &n)
	if err == nil && n >= civic.PhotosMax {
		err = civic.Bad("photo", "error.photo_many", "n", civic.PhotosMax)
	}
	return err
}

// there reads what a photo of the session belongs to; one that was removed is a Conflict.
func (tx *Tx) there(session, id string) (p civic.Photo, err error) {
	err = tx.row(`SELECT id, check_number, coalesce(priority_id, ''), coalesce(hash, '') FROM photos WHERE id = $1 AND session_id = $2`,
		[]any{id, session}, &p.ID, &p.Check, &p.Priority, &p.Hash)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		err = civic.E(civic.NotFound, "error.not_found")
	case err == nil && p.Removed():
		err = civic.E(civic.Conflict, "error.photo_removed")
	}
	return p, err
}

func captionPhoto(tx *Tx, op *Operation, c civic.CaptionPhoto) (any, error) {
	if err := tx.mustBeOpen(op.Scope); err != nil {
		return nil, err
	}
	if _, err := tx.there(op.Scope, c.ID); err != nil {
		return nil, err
	}
	return tx.edit(op, "photo", c.ID, c.Base, map[string]string{"caption": civic.Said(c.Caption)})
}

func placePhoto(tx *Tx, op *Operation, p civic.PlacePhoto) (any, error) {
	if err := tx.mustBeOpen(op.Scope); err != nil {
		return nil, err
	}
	had, err := tx.there(op.Scope, p.ID)
	if err != nil || had.Priority == p.Priority {
		return nil, err
	}
	if had.Check > 0 {
		return nil, civic.E(civic.NotFound, "error.not_found")
	}
	dissolved, err := tx.cardOf(op.Scope, p.Priority)
	if err != nil {
		return nil, err
	}
	if dissolved {
		return nil, civic.E(civic.Conflict, "error.priority_inactive")
	}
	if err := tx.mustHaveRoom(op.Scope, 0, p.Priority); err != nil {
		return nil, err
	}
	return nil, tx.exec(`UPDATE photos SET priority_id = $1 WHERE id = $2`, p.Priority, p.ID)
}

// removePhoto works after the close too: whoever is seen may ask for it at any time.
func removePhoto(tx *Tx, op *Operation, r civic.RemovePhoto) (any, error) {
	p, err := tx.there(op.Scope, r.ID)
	if err != nil {
		return nil, err
	}
	if p.Of(op.Scope) != r.Of {
		return nil, civic.E(civic.Conflict, "error.changed_meanwhile")
	}
	if err := tx.exec(`UPDATE photos SET hash = NULL, caption = '', reason = $1, removed_by = $2, removed_at = $3 WHERE id = $4`,
		civic.Said(r.Reason), op.Actor, micros(op.At), r.ID); err != nil {
		return nil, err
	}
	if err := tx.exec(`DELETE FROM edits WHERE subject = $1 AND thing = 'photo'`, r.ID); err != nil {
		return nil, err
	}
	return nil, tx.dropFile(p.Hash)
}

// keepFile keeps a picture once, however many show it.
func (tx *Tx) keepFile(hash string, width, height int, jpeg, small []byte) error {
	return tx.exec(`INSERT INTO files (hash, mime, width, height, small, bytes) VALUES ($1, 'image/jpeg', $2, $3, $4, $5) ON CONFLICT (hash) DO NOTHING`, hash, width, height, small, jpeg)
}

// dropLooseFiles deletes the pictures that nothing shows any more.
func (tx *Tx) dropLooseFiles() error {
	return tx.exec(`DELETE FROM files WHERE NOT EXISTS (SELECT 1 FROM photos p WHERE p.hash = files.hash) AND NOT EXISTS (SELECT 1 FROM act_photos a WHERE a.hash = files.hash)`)
}

// dropFile deletes a picture unless something else shows it.
func (tx *Tx) dropFile(hash string) error {
	return tx.exec(`DELETE FROM files WHERE hash = $1 AND NOT EXISTS (SELECT 1 FROM photos WHERE hash = $1) AND NOT EXISTS (SELECT 1 FROM act_photos WHERE hash = $1)`, hash)
}

const photoQuery = `SELECT p.id, p.check_number, coalesce(p.priority_id, ''), coalesce(p.hash, ''), coalesce(f.width, 0), coalesce(f.height, 0), p.caption,
		p.version, coalesce(m.name, ''), p.made_at, coalesce(r.name, ''), p.removed_at, p.reason,
		(SELECT count(*) FROM edits e WHERE e.subject = p.id AND e.state = 'rival')
	FROM photos p LEFT JOIN files f ON f.hash = p.hash LEFT JOIN users m ON m.id = p.made_by LEFT JOIN users r ON r.id = p.removed_by `

func scanPhoto(r scanner, p *civic.Photo) error {
	var at int64
	var removed sql.NullInt64
	err := r.Scan(&p.ID, &p.Check, &p.Priority, &p.Hash, &p.Width, &p.Height, &p.Caption, &p.Version, &p.By, &at, &p.RemovedBy, &removed, &p.Reason, &p.Rivals)
	p.At, p.RemovedAt = fromMicros(at), maybeTime(removed)
	return err
}

// Photos reads what is known of a session's photos, removed ones too, in the order they were taken.
func (s *Store) Photos(ctx context.Context, session string) (civic.Photos, error) {
	return list(ctx, s, photoQuery+`WHERE p.session_id = $1 ORDER BY p.made_at, p.id`, []any{session}, scanPhoto)
}

// Photo reads what is known of one.
func (s *Store) Photo(ctx context.Context, session, id string) (civic.Photo, error) {
	found, err := list(ctx, s, photoQuery+`WHERE p.id = $1 AND p.session_id = $2`, []any{id, session}, scanPhoto)
	if err != nil {
		return civic.Photo{}, err
	}
	if len(found) == 0 {
		return civic.Photo{}, civic.E(civic.NotFound, "error.not_found")
	}
	return found[0], nil
}

// Thumbnails reads the small pictures of a session's cards, by their hashes.
func (s *Store) Thumbnails(ctx context.Context, session string) (map[string][]byte, error) {
	byHash := map[string][]byte{}
	err := s.each(ctx, `SELECT f.hash, f.small FROM files f WHERE f.hash IN (SELECT p.hash FROM photos p WHERE p.session_id = $1 AND p.check_number = 0)`,
		[]any{session}, func(r scanner) error {
			var hash string
			var small []byte
			err := r.Scan(&hash, &small)
			byHash[hash] = small
			return err
		})
	return byHash, err
}

// Picture reads a photo's JPEG, or its thumbnail.
func (s *Store) Picture(ctx context.Context, hash string, small bool) (jpeg []byte, err error) {
	query := `SELECT bytes FROM files WHERE hash = $1`
	if small {
		query = `SELECT small FROM files WHERE hash = $1`
	}
	err = s.row(ctx, query, []any{hash}, &jpeg)
	return jpeg, err
}
