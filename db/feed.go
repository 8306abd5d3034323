package db

import (
	"context"

	"ashar/internal/civic"
)

// SetFeed gives a person a calendar address by its hash, or takes it away with
// an empty one. Like signing in it is the person's own affair and not journaled.
func (s *Store) SetFeed(ctx context.Context, user, hash string) error {
	return s.write(ctx, func(tx *Tx) error {
		return tx.must(`UPDATE users SET feed = $1 WHERE id = $2`, nullable(hash), user)
	})
}

// HasFeed reports whether a person has a calendar address.
func (s *Store) HasFeed(ctx context.Context, user string) (bool, error) {
	var n int
	err := s.row(ctx, `SELECT count(*) FROM users WHERE id = $1 AND feed IS NOT NULL`, []any{user}, &n)
	return n > 0, err
}

// FeedUser finds whose calendar address it is; NotFound when it was renewed or
// revoked, or the person is disabled.
func (s *Store) FeedUser(ctx context.Context, hash string) (civic.User, error) {
	return s.userWhere(ctx, `u.feed = $1 AND u.disabled = 0`, hash)
}

// FeedSessions are the sessions of a person's calendar from a day on: those
// they moderate or record, and all of the municipalities where they are more
// than a facilitator.
func (s *Store) FeedSessions(ctx context.Context, user, from string) ([]civic.HomeSession, error) {
	return list(ctx, s, `SELECT `+headColumns+mine+headJoins+`JOIN users me ON me.id = $1
		WHERE s.practice = 0 AND s.date >= $2 AND (s.moderator_id = me.id OR s.recorder_id = me.id
			OR EXISTS (SELECT 1 FROM grants g WHERE g.user_id = me.id AND g.municipality IN ('', s.municipality_id) AND g.role <> 'facilitator'))
		ORDER BY s.date, s.starts, s.id LIMIT 2000`, []any{user, from}, scanHomeSession)
}
