package db

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"time"

	"ashar/internal/civic"
)

// bundleChunk is how much of a file stands in one row, in bytes.
const bundleChunk = 256 << 10

// Schema is the number of the newest migration: what a bundle's rows are written in.
func (s *Store) Schema(ctx context.Context) (n int64, err error) {
	err = s.at(ctx, func(r reader) error {
		n, err = schemaOf(r)
		return err
	})
	return n, err
}

// holdFile keeps a whole file.
func holdFile(tx *Tx, h civic.HeldBundle, file []byte) error {
	h.Size, h.Digest = int64(len(file)), civic.FileDigest(file)
	if h.Way != civic.BundleOut {
		h.Got = h.Size
	}
	if err := insertHeld(tx, h); err != nil {
		return err
	}
	for start := 0; start < len(file); start += bundleChunk {
		if err := tx.exec(`INSERT INTO bundle_chunks (bundle_id, start, bytes) VALUES ($1, $2, $3)`,
			h.ID, start, file[start:min(len(file), start+bundleChunk)]); err != nil {
			return err
		}
	}
	return nil
}

func insertHeld(tx *Tx, h civic.HeldBundle) error {
	return tx.once(`INSERT INTO bundles (id, scope, way, user_id, name, size, digest, got, at, target, secret) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING`,
		h.ID, h.Scope, h.Way, h.User, h.Name, h.Size, h.Digest, h.Got, micros(h.At), h.To, h.Key)
}

// HoldBundle keeps a bundle's file: one that came in, or one that is to go out.
func (s *Store) HoldBundle(ctx context.Context, h civic.HeldBundle, file []byte) error {
	return s.write(ctx, func(tx *Tx) error { return holdFile(tx, h, file) })
}

// BeginBundle answers the file of a digest that a scope is to get, as far as it
// is there: begun before, or begun now.
func (s *Store) BeginBundle(ctx context.Context, h civic.HeldBundle) (held civic.HeldBundle, err error) {
	err = s.write(ctx, func(tx *Tx) error {
		// what was begun and never went on makes room
		if err := tx.exec(`DELETE FROM bundles WHERE way = 'in' AND got < size AND at < $1`, micros(s.now().Add(-unfinishedLife))); err != nil {
			return err
		}
		held = civic.HeldBundle{}
		err := tx.each(heldColumns+` WHERE scope = $1 AND way = 'in' AND digest = $2 AND size = $3`, []any{h.Scope, h.Digest, h.Size}, func(r scanner) error { return scanHeld(r, &held) })
		if err != nil || held.ID != "" {
			return err
		}
		held = h
		return insertHeld(tx, h)
	})
	return held, err
}

const unfinishedLife = 30 * 24 * time.Hour

// AddChunk puts the next bytes of a file where they belong, and answers how
// many are there now. Bytes that are there already are passed over; a gap is a Conflict.
func (s *Store) AddChunk(ctx context.Context, scope, id string, start int64, b []byte) (got int64, err error) {
	err = s.write(ctx, func(tx *Tx) error {
		var size int64
		err := tx.row(`SELECT got, size FROM bundles WHERE id = $1 AND scope = $2 AND way = 'in'`, []any{id, scope}, &got, &size)
		if errors.Is(err, sql.ErrNoRows) {
			return civic.E(civic.NotFound, "error.not_found")
		}
		if err != nil || start+int64(len(b)) <= got {
			return err
		}
		if start > got || start+int64(len(b)) > size {
			return civic.E(civic.Conflict, "error.changed_meanwhile")
		}
		b := b[got-start:]
		if err := tx.exec(`INSERT INTO bundle_chunks (bundle_id, start, bytes) VALUES ($1, $2, $3)`, id, got, b); err != nil {
			return err
		}
		got += int64(len(b))
		return tx.exec(`UPDATE bundles SET got = $1 WHERE id = $2`, got, id)
	})
	return got, err
}

const heldColumns = `SELECT id, scope, way, user_id, name, size, digest, got, at, done_at, target, secret, problem, tried_at FROM bundles`

func scanHeld(r scanner, h *civic.HeldBundle) error {
	var at int64
	var done, tried sql.NullInt64
	err := r.Scan(&h.ID, &h.Scope, &h.Way, &h.User, &h.Name, &h.Size, &h.Digest, &h.Got, &at, &done, &h.To, &h.Key, &h.Problem, &tried)
	h.At, h.Done, h.Tried = fromMicros(at), maybeTime(done), maybeTime(tried)
	return err
}

// HeldBundle reads what is known of a file that lies here.
func (s *Store) HeldBundle(ctx context.Context, id string) (h civic.HeldBundle, err error) {
	all, err := list(ctx, s, heldColumns+` WHERE id = $1`, []any{id}, scanHeld)
	if err == nil && len(all) == 0 {
		err = civic.E(civic.NotFound, "error.not_found")
	}
	if err == nil {
		h = all[0]
	}
	return h, err
}

// HeldBundles lists the files of a scope, the newest first.
func (s *Store) HeldBundles(ctx context.Context, scope string) ([]civic.HeldBundle, error) {
	return list(ctx, s, heldColumns+` WHERE scope = $1 ORDER BY at DESC, id`, []any{scope}, scanHeld)
}

// BundlesToSend are those on their way out that have not arrived.
func (s *Store) BundlesToSend(ctx context.Context) ([]civic.HeldBundle, error) {
	return list(ctx, s, heldColumns+` WHERE way = 'out' AND done_at IS NULL ORDER BY at, id`, nil, scanHeld)
}

// SentBundle notes how far a file has come and why no further.
func (s *Store) SentBundle(ctx context.Context, id string, got int64, done bool, problem string) error {
	return s.write(ctx, func(tx *Tx) error {
		if !done {
			return tx.exec(`UPDATE bundles SET got = $1, problem = $2, tried_at = $3 WHERE id = $4 AND way = 'out'`, got, problem, micros(s.now()), id)
		}
		if err := tx.exec(`DELETE FROM bundle_chunks WHERE bundle_id = $1`, id); err != nil {
			return err
		}
		return tx.exec(`UPDATE bundles SET got = size, done_at = $1, secret = '', problem = '', tried_at = $1 WHERE id = $2 AND way = 'out'`, micros(s.now()), id)
	})
}

// BundleFile is the whole of a file that lies here.
func (s *Store) BundleFile(ctx context.Context, scope, id string) (file []byte, err error) {
	err = s.at(ctx, func(r reader) error {
		file, err = heldFile(r, id, scope)
		return err
	})
	return file, err
}

func heldFile(r reader, id, scope string) ([]byte, error) {
	var size int64
	var digest string
	err := r.row(`SELECT size, digest FROM bundles WHERE id = $1 AND scope = $2 AND (way <> 'in' OR done_at IS NULL)`, []any{id, scope}, &size, &digest)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, civic.E(civic.Conflict, "error.bundle_done")
	}
	if err != nil {
		return nil, err
	}
	var file bytes.Buffer
	if err := r.each(`SELECT bytes FROM bundle_chunks WHERE bundle_id = $1 ORDER BY start`, []any{id}, func(r scanner) error {
		var b []byte
		err := r.Scan(&b)
		file.Write(b)
		return err
	}); err != nil {
		return nil, err
	}
	if int64(file.Len()) != size {
		return nil, civic.E(civic.Conflict, "error.bundle_part")
	}
	if civic.FileDigest(file.Bytes()) != digest {
		return nil, civic.Bad("file", "error.bundle_changed")
	}
	return file.Bytes(), nil
}

// PlanBundle says what taking a file in would do now.
func (s *Store) PlanBundle(ctx context.Context, scope, id string) (p civic.BundlePlan, err error) {
	err = s.at(ctx, func(r reader) error {
		file, err := heldFile(r, id, scope)
		if err != nil {
			return err
		}
		schema, err := schemaOf(r)
		if err != nil {
			return err
		}
		b, by, err := civic.ReadBundle(file, schema)
		if err != nil {
			return err
		}
		a, err := s.planTake(r, scope, b, by)
		p = a.BundlePlan
		return err
	})
	return p, err
}

// DropBundle lets go of a file.
func (s *Store) DropBundle(ctx context.Context, scope, id string) error {
	return s.write(ctx, func(tx *Tx) error {
		return tx.must(`DELETE FROM bundles WHERE id = $1 AND scope = $2`, id, scope)
	})
}

// AddBundleKey lets the holder of a key send bundles to a municipality; only its hash is kept.
func (s *Store) AddBundleKey(ctx context.Context, hash, municipality, user string, until time.Time) error {
	return s.write(ctx, func(tx *Tx) error {
		now := micros(s.now())
		if err := tx.exec(`DELETE FROM bundle_keys WHERE until < $1`, now); err != nil {
			return err
		}
		return tx.exec(`INSERT INTO bundle_keys (hash, municipality_id, user_id, at, until) VALUES ($1, $2, $3, $4, $5)`, hash, municipality, user, now, micros(until))
	})
}

// BundleKey is whom a key lets send, and in whose name; NotFound when its time is over.
func (s *Store) BundleKey(ctx context.Context, hash string) (municipality, user string, err error) {
	err = s.row(ctx, `SELECT municipality_id, user_id FROM bundle_keys WHERE hash = $1 AND until > $2`, []any{hash, micros(s.now())}, &municipality, &user)
	return municipality, user, err
}

// BundleKeys are those of a municipality that still let somebody in.
func (s *Store) BundleKeys(ctx context.Context, municipality string) ([]civic.BundleKey, error) {
	return list(ctx, s, `SELECT k.hash, u.name, k.until FROM bundle_keys k JOIN users u ON u.id = k.user_id WHERE k.municipality_id = $1 AND k.until > $2 ORDER BY k.until DESC`,
		[]any{municipality, micros(s.now())}, func(r scanner, k *civic.BundleKey) error {
			var until int64
			err := r.Scan(&k.Hash, &k.By, &until)
			k.Until = fromMicros(until)
			return err
		})
}

// EndBundleKey lets nobody in by it any more.
func (s *Store) EndBundleKey(ctx context.Context, municipality, hash string) error {
	return s.write(ctx, func(tx *Tx) error {
		return tx.exec(`DELETE FROM bundle_keys WHERE hash = $1 AND municipality_id = $2`, hash, municipality)
	})
}
