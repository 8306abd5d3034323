package db

import (
	"context"
	"database/sql"
	"time"

	"ashar/internal/civic"
)

// AddAPIToken lets whoever holds a token read a municipality's data; only its hash is kept.
func (s *Store) AddAPIToken(ctx context.Context, hash, municipality, name, user string) error {
	return s.write(ctx, func(tx *Tx) error {
		return tx.exec(`INSERT INTO api_tokens (hash, municipality_id, name, made_by, made_at) VALUES ($1, $2, $3, $4, $5)`, hash, municipality, name, user, micros(s.now()))
	})
}

// EndAPIToken lets nobody read by it any more.
func (s *Store) EndAPIToken(ctx context.Context, municipality, hash string) error {
	return s.write(ctx, func(tx *Tx) error {
		return tx.must(`DELETE FROM api_tokens WHERE hash = $1 AND municipality_id = $2`, hash, municipality)
	})
}

// APITokens are those of a municipality, newest first.
func (s *Store) APITokens(ctx context.Context, municipality string) ([]civic.APIToken, error) {
	return list(ctx, s, `SELECT t.hash, t.name, coalesce(u.name, ''), t.made_at, t.used_at FROM api_tokens t LEFT JOIN users u ON u.id = t.made_by
		WHERE t.municipality_id = $1 ORDER BY t.made_at DESC`, []any{municipality}, func(r scanner, t *civic.APIToken) error {
		var at int64
		var used sql.NullInt64
		err := r.Scan(&t.Hash, &t.Name, &t.By, &at, &used)
		t.At, t.UsedAt = fromMicros(at), maybeTime(used)
		return err
	})
}

// usedEvery bounds how often the use of a token is written down.
const usedEvery = time.Hour

// APIMunicipality is whose data a token opens; NotFound for an unknown one.
func (s *Store) APIMunicipality(ctx context.Context, hash string, at time.Time) (municipality string, err error) {
	var used sql.NullInt64
	if err := s.row(ctx, `SELECT municipality_id, used_at FROM api_tokens WHERE hash = $1`, []any{hash}, &municipality, &used); err != nil {
		return "", err
	}
	if at.Sub(maybeTime(used)) > usedEvery {
		err = s.write(ctx, func(tx *Tx) error {
			return tx.exec(`UPDATE api_tokens SET used_at = $1 WHERE hash = $2`, micros(at), hash)
		})
	}
	return municipality, err
}
