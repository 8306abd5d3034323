package db

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"ashar/internal/civic"
)

// Signing in is not a change of the municipality's affairs: it is not journaled.

// loginLife is how long an unused device stays signed in.
const loginLife = 30 * 24 * time.Hour

// AddLogin remembers a signed-in device by the hash of its random id.
func (s *Store) AddLogin(ctx context.Context, hash, user, device string) error {
	return s.write(ctx, func(tx *Tx) error {
		now := s.now()
		if err := tx.exec(`DELETE FROM logins WHERE seen_at < $1`, micros(now.Add(-loginLife))); err != nil {
			return err
		}
		return tx.exec(`INSERT INTO logins (hash, user_id, device, made_at, seen_at) VALUES ($1, $2, $3, $4, $5)`,
			hash, user, device, micros(now), micros(now))
	})
}

// LoginUser finds who is signed in with a device; NotFound when the login was
// revoked, has expired or the person is disabled. It notes at most once an
// hour that the device was seen.
func (s *Store) LoginUser(ctx context.Context, hash string) (civic.User, error) {
	var seen int64
	u, err := s.userWhereLogin(ctx, hash, &seen)
	if err != nil {
		return u, err
	}
	now := s.now()
	if age := now.Sub(fromMicros(seen)); age > loginLife {
		return civic.User{}, civic.E(civic.NotFound, "error.not_found")
	} else if age > time.Hour {
		err = s.write(ctx, func(tx *Tx) error {
			return tx.exec(`UPDATE logins SET seen_at = $1 WHERE hash = $2`, micros(now), hash)
		})
		if civic.KindOf(err) == civic.Full { // a full disk must not keep people from reading
			err = nil
		}
	}
	return u, err
}

func (s *Store) userWhereLogin(ctx context.Context, hash string, seen *int64) (u civic.User, err error) {
	err = s.each(ctx, `SELECT `+userColumns+`, l.seen_at, g.role, g.municipality
		FROM logins l JOIN users u ON u.id = l.user_id LEFT JOIN grants g ON g.user_id = u.id
		WHERE l.hash = $1 AND u.disabled = 0 ORDER BY g.role, g.municipality`, []any{hash},
		func(r scanner) error {
			var role, municipality sql.NullString
			if err := r.Scan(&u.ID, &u.Login, &u.Name, &u.Sex, &u.Lang, &u.Disabled, seen, &role, &municipality); err != nil {
				return err
			}
			if role.Valid {
				u.Grants = append(u.Grants, civic.Grant{Role: civic.Role(role.String), Municipality: municipality.String})
			}
			return nil
		})
	if err == nil && u.ID == "" {
		err = civic.E(civic.NotFound, "error.not_found")
	}
	return u, err
}

// EndLogin signs a device out. It is gone at its next request.
func (s *Store) EndLogin(ctx context.Context, hash string) error {
	return s.write(ctx, func(tx *Tx) error { return tx.exec(`DELETE FROM logins WHERE hash = $1`, hash) })
}

// InviteFirst keeps the hash of the one-time link that creates the first administrator.
func (s *Store) InviteFirst(ctx context.Context, hash string, until time.Time) error {
	return s.write(ctx, func(tx *Tx) error {
		return tx.exec(`INSERT INTO invitations (hash, made_at, until) VALUES ($1, $2, $3)`, hash, micros(s.now()), micros(until))
	})
}

// Invitation finds whom an unused link invites; user "" is the first
// administrator. Gone when it was used, has expired, or there is an
// administrator already.
func (s *Store) Invitation(ctx context.Context, hash string) (user string, err error) {
	var id sql.NullString
	var until int64
	var used sql.NullInt64
	var users int
	err = s.row(ctx, `SELECT i.user_id, i.until, i.used_at, (SELECT count(*) FROM users) FROM invitations i WHERE i.hash = $1`,
		[]any{hash}, &id, &until, &used, &users)
	if err != nil {
		return "", err
	}
	if used.Valid || s.now().After(fromMicros(until)) || !id.Valid && users > 0 {
		return "", civic.E(civic.Gone, "error.invitation_used")
	}
	return id.String, nil
}

// UseInvitation marks a link used, once: a second use is Gone.
func (s *Store) UseInvitation(ctx context.Context, hash string) error {
	return s.write(ctx, func(tx *Tx) error {
		err := tx.must(`UPDATE invitations SET used_at = $1 WHERE hash = $2 AND used_at IS NULL`, micros(s.now()), hash)
		if civic.KindOf(err) == civic.NotFound {
			return civic.E(civic.Gone, "error.invitation_used")
		}
		return err
	})
}

// deviceID names a device without opening anything: the beginning of the hash
// of its secret.
const deviceID = `substr(l.hash, 1, 16)`

// endLogin signs a device out. Gone already is gone.
func endLogin(tx *Tx, op *Operation, e civic.EndLogin) (any, error) {
	if err := tx.reaches(op, e.User, civic.Here); err != nil {
		return nil, err
	}
	return nil, tx.exec(`DELETE FROM logins AS l WHERE l.user_id = $1 AND `+deviceID+` = $2`, e.User, e.Device)
}

// invite puts an invitation in the place of those not yet used.
func invite(tx *Tx, op *Operation, i civic.Invite) (any, error) {
	if err := tx.reaches(op, i.User, civic.Whole); err != nil {
		return nil, err
	}
	var disabled bool
	err := tx.row(`SELECT disabled FROM users WHERE id = $1`, []any{i.User}, &disabled)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, civic.E(civic.NotFound, "error.not_found")
	}
	if err != nil {
		return nil, err
	}
	if disabled {
		return nil, civic.E(civic.Conflict, "error.person_disabled")
	}
	if err := tx.exec(`DELETE FROM invitations WHERE user_id = $1 AND used_at IS NULL`, i.User); err != nil {
		return nil, err
	}
	return nil, tx.exec(`INSERT INTO invitations (hash, user_id, made_at, until) VALUES ($1, $2, $3, $4)`, i.Hash, i.User, micros(op.At), micros(i.Until))
}

// Devices lists what a person is signed in with, last used first.
func (s *Store) Devices(ctx context.Context, user string) ([]civic.Device, error) {
	return list(ctx, s, `SELECT `+deviceID+`, l.device, l.made_at, l.seen_at FROM logins l WHERE l.user_id = $1 AND l.seen_at >= $2
		ORDER BY l.seen_at DESC, l.hash LIMIT 100`, []any{user, micros(s.now().Add(-loginLife))}, func(r scanner, d *civic.Device) error {
		var made, seen int64
		err := r.Scan(&d.ID, &d.Name, &made, &seen)
		d.MadeAt, d.SeenAt = fromMicros(made), fromMicros(seen)
		return err
	})
}

// HasUsers reports whether anybody can sign in yet.
func (s *Store) HasUsers(ctx context.Context) (bool, error) {
	var n int
	err := s.row(ctx, `SELECT count(*) FROM (SELECT id FROM users LIMIT 1) AS some`, nil, &n)
	return n > 0, err
}

// home is the municipality of a cycle or session, remembered: neither ever moves.
func (s *Store) home(ctx context.Context, query, id string) (municipality string, err error) {
	if known, ok := s.homes.Load(id); ok {
		return known.(string), nil
	}
	if err = s.row(ctx, query, []any{id}, &municipality); err == nil {
		s.homes.Store(id, municipality)
	}
	return municipality, err
}

// Scope is what a route's path concerns, for deciding who may call it.
func (s *Store) Scope(ctx context.Context, kind, id string) (civic.Scope, error) {
	sc := civic.Scope{}
	var err error
	switch kind {
	case "municipality":
		sc.Municipality = id
		var one int
		err = s.row(ctx, `SELECT 1 FROM units WHERE id = $1 AND level = 'municipality'`, []any{id}, &one)
	case "unit": // an oblast or raion is of no municipality: only who sees all sees it
		err = s.row(ctx, `SELECT CASE level WHEN 'municipality' THEN id WHEN 'village' THEN parent_id ELSE '' END FROM units WHERE id = $1`,
			[]any{id}, &sc.Municipality)
	case "cycle":
		sc.Cycle = id
		sc.Municipality, err = s.home(ctx, `SELECT municipality_id FROM cycles WHERE id = $1`, id)
	case "session":
		sc.Session = id
		err = s.row(ctx, `SELECT municipality_id, cycle_id, status FROM sessions WHERE id = $1`, []any{id}, &sc.Municipality, &sc.Cycle, &sc.Status)
	case "survey":
		sc.Survey = id
		sc.Municipality, err = s.home(ctx, `SELECT municipality_id FROM surveys WHERE id = $1`, id)
	default:
		err = errors.New("scope of what? " + kind)
	}
	return sc, err
}
