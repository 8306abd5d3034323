package db

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"ashar/internal/civic"
)

func userChanges(add func(string, applier)) {
	add(on(addUser))
	add(on(setPassword))
	add(on(disableUser))
}

func addUser(tx *Tx, op *Operation, u civic.AddUser) (any, error) {
	n, err := tx.affect(`INSERT INTO users (id, login, name, fold, sex, phone, lang, password, made_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (login) DO NOTHING`,
		u.ID, u.Login, strings.TrimSpace(u.Name), civic.Fold(u.Name+" "+u.Login), u.Sex, u.Phone, u.Lang, u.PasswordHash, micros(op.At))
	if err != nil {
		return nil, err
	}
	if n == 0 {
		return nil, civic.Bad("login", "error.login_taken")
	}
	for _, g := range u.Grants {
		if err := tx.exec(`INSERT INTO grants (user_id, role, municipality) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
			u.ID, string(g.Role), g.Municipality); err != nil {
			return nil, err
		}
	}
	return nil, nil
}

func setPassword(tx *Tx, _ *Operation, p civic.SetPassword) (any, error) {
	if err := tx.must(`UPDATE users SET password = $1 WHERE id = $2`, p.PasswordHash, p.User); err != nil {
		return nil, err
	}
	return nil, tx.exec(`DELETE FROM logins WHERE user_id = $1 AND hash <> $2`, p.User, p.Keep)
}

// disableUser signs every device of the person out. The last administrator
// stays: nobody could let anybody in again.
func disableUser(tx *Tx, _ *Operation, d civic.DisableUser) (any, error) {
	if d.Disabled {
		var others int
		if err := tx.row(`SELECT count(*) FROM users u JOIN grants g ON g.user_id = u.id
			WHERE g.role = 'administrator' AND u.disabled = 0 AND u.id <> $1`, []any{d.User}, &others); err != nil {
			return nil, err
		}
		if others == 0 {
			return nil, civic.E(civic.Conflict, "error.last_administrator")
		}
	}
	if err := tx.must(`UPDATE users SET disabled = $1 WHERE id = $2`, flag(d.Disabled), d.User); err != nil {
		return nil, err
	}
	if !d.Disabled {
		return nil, nil
	}
	return nil, tx.exec(`DELETE FROM logins WHERE user_id = $1`, d.User)
}

const userColumns = `u.id, u.login, u.name, u.sex, u.lang, u.disabled`

// UserByLogin finds a person and the password's hash ("" before one is set).
func (s *Store) UserByLogin(ctx context.Context, login string) (u civic.User, password string, err error) {
	err = s.row(ctx, `SELECT `+userColumns+`, u.password FROM users u WHERE u.login = $1`, []any{login},
		&u.ID, &u.Login, &u.Name, &u.Sex, &u.Lang, &u.Disabled, &password)
	return u, password, err
}

// User finds a person with their roles.
func (s *Store) User(ctx context.Context, id string) (civic.User, error) {
	return s.userWhere(ctx, `u.id = $1`, id)
}

// Users lists everybody with their roles, by login.
func (s *Store) Users(ctx context.Context) ([]civic.User, error) {
	return s.usersWhere(ctx, `1 = $1`, 1)
}

func (s *Store) userWhere(ctx context.Context, where string, args ...any) (civic.User, error) {
	us, err := s.usersWhere(ctx, where, args...)
	if err != nil || len(us) == 0 {
		return civic.User{}, errors.Join(err, notFoundIf(err == nil))
	}
	return us[0], nil
}

func notFoundIf(yes bool) error {
	if yes {
		return civic.E(civic.NotFound, "error.not_found")
	}
	return nil
}

// usersWhere reads people and their grants in one query.
func (s *Store) usersWhere(ctx context.Context, where string, args ...any) ([]civic.User, error) {
	var us []civic.User
	err := s.each(ctx, `SELECT `+userColumns+`, g.role, g.municipality
		FROM users u LEFT JOIN grants g ON g.user_id = u.id WHERE `+where+` ORDER BY u.login, g.role, g.municipality`, args,
		func(r scanner) error {
			var u civic.User
			var role, municipality sql.NullString
			if err := r.Scan(&u.ID, &u.Login, &u.Name, &u.Sex, &u.Lang, &u.Disabled, &role, &municipality); err != nil {
				return err
			}
			if n := len(us); n == 0 || us[n-1].ID != u.ID {
				us = append(us, u)
			}
			if role.Valid {
				last := &us[len(us)-1]
				last.Grants = append(last.Grants, civic.Grant{Role: civic.Role(role.String), Municipality: municipality.String})
			}
			return nil
		})
	return us, err
}

// UsersOf lists the people who hold a role in a municipality, with all their roles.
func (s *Store) UsersOf(ctx context.Context, municipality string) ([]civic.User, error) {
	return s.usersWhere(ctx, `EXISTS (SELECT 1 FROM grants x WHERE x.user_id = u.id AND x.municipality = $1)`, municipality)
}
