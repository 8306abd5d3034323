package db

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"
	"time"

	"ashar/internal/civic"
)

func userChanges(add func(string, applier)) {
	add(on(addUser))
	add(on(saveUser))
	add(on(setRole))
	add(on(setPassword))
	add(on(disableUser))
	add(on(endLogin))
	add(on(invite))
}

// reaches finds out how far the operation's scope, a municipality or the
// installation, reaches a person; less than what is wanted is refused.
func (tx *Tx) reaches(op *Operation, user string, want civic.Reach) error {
	var roles []civic.Grant
	err := tx.each(`SELECT role, municipality FROM grants WHERE user_id = $1`, []any{user}, func(r scanner) error {
		var g civic.Grant
		if err := r.Scan(&g.Role, &g.Municipality); err != nil {
			return err
		}
		roles = append(roles, g)
		return nil
	})
	switch reach := civic.ReachOf(op.Scope, roles); {
	case err != nil:
		return err
	case reach == civic.Nobody:
		return civic.E(civic.NotFound, "error.not_found")
	case reach < want:
		return civic.E(civic.Forbidden, "error.person_elsewhere")
	}
	return nil
}

// gives writes a role; the scope must be one that may give it.
func (tx *Tx) gives(op *Operation, user string, g civic.Grant) error {
	if !slices.Contains(civic.MayGive(op.Scope), g.Role) || op.Scope != civic.Installation && op.Scope != g.Municipality {
		return civic.E(civic.Forbidden, "error.forbidden")
	}
	if g.Municipality != "" {
		var one int
		err := tx.row(`SELECT 1 FROM units WHERE id = $1 AND level = 'municipality'`, []any{g.Municipality}, &one)
		if errors.Is(err, sql.ErrNoRows) {
			return civic.Bad("municipality", "error.role_municipality")
		}
		if err != nil {
			return err
		}
	}
	return tx.exec(`INSERT INTO grants (user_id, role, municipality) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
		user, string(g.Role), g.Municipality)
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
		if err := tx.gives(op, u.ID, g); err != nil {
			return nil, err
		}
	}
	return nil, nil
}

func saveUser(tx *Tx, op *Operation, u civic.SaveUser) (any, error) {
	if err := tx.reaches(op, u.User, civic.Whole); err != nil {
		return nil, err
	}
	var login string
	if err := tx.row(`SELECT login FROM users WHERE id = $1`, []any{u.User}, &login); errors.Is(err, sql.ErrNoRows) {
		return nil, civic.E(civic.NotFound, "error.not_found")
	} else if err != nil {
		return nil, err
	}
	return nil, tx.exec(`UPDATE users SET name = $1, fold = $2, sex = $3, phone = $4, lang = $5 WHERE id = $6`,
		strings.TrimSpace(u.Name), civic.Fold(u.Name+" "+login), u.Sex, u.Phone, u.Lang, u.User)
}

// setRole keeps a person from giving up the role they act by, and somebody
// from being left without any role, where only an administrator would find them.
func setRole(tx *Tx, op *Operation, r civic.SetRole) (any, error) {
	if err := tx.reaches(op, r.User, civic.Here); err != nil {
		return nil, err
	}
	if op.Scope != civic.Installation && op.Actor == r.User {
		return nil, civic.E(civic.Conflict, "error.own_roles")
	}
	if r.Held {
		return nil, tx.gives(op, r.User, r.Grant)
	}
	if op.Scope != civic.Installation && op.Scope != r.Municipality {
		return nil, civic.E(civic.Forbidden, "error.forbidden")
	}
	if r.Role == civic.Administrator {
		if err := tx.anotherAdministrator(r.User); err != nil {
			return nil, err
		}
	}
	if err := tx.exec(`DELETE FROM grants WHERE user_id = $1 AND role = $2 AND municipality = $3`, r.User, string(r.Role), r.Municipality); err != nil {
		return nil, err
	}
	var left int
	if err := tx.row(`SELECT count(*) FROM grants WHERE user_id = $1`, []any{r.User}, &left); err != nil {
		return nil, err
	}
	if left == 0 && op.Scope != civic.Installation {
		return nil, civic.E(civic.Conflict, "error.last_role")
	}
	return nil, nil
}

// anotherAdministrator refuses what would leave nobody who could let anybody
// in again: one who is disabled or never set a password does not count.
func (tx *Tx) anotherAdministrator(than string) error {
	var is, others int
	if err := tx.row(`SELECT coalesce(sum(CASE WHEN u.id = $1 THEN 1 ELSE 0 END), 0),
			coalesce(sum(CASE WHEN u.id <> $1 AND u.disabled = 0 AND u.password <> '' THEN 1 ELSE 0 END), 0)
		FROM users u JOIN grants g ON g.user_id = u.id WHERE g.role = 'administrator'`, []any{than}, &is, &others); err != nil {
		return err
	}
	if is > 0 && others == 0 {
		return civic.E(civic.Conflict, "error.last_administrator")
	}
	return nil
}

// setPassword voids the invitations that are still about.
func setPassword(tx *Tx, op *Operation, p civic.SetPassword) (any, error) {
	if err := tx.reaches(op, p.User, civic.Whole); err != nil {
		return nil, err
	}
	if err := tx.must(`UPDATE users SET password = $1 WHERE id = $2`, p.PasswordHash, p.User); err != nil {
		return nil, err
	}
	if err := tx.exec(`DELETE FROM invitations WHERE user_id = $1 AND used_at IS NULL`, p.User); err != nil {
		return nil, err
	}
	return nil, tx.exec(`DELETE FROM logins WHERE user_id = $1 AND hash <> $2`, p.User, p.Keep)
}

// disableUser signs every device of the person out and voids their invitations.
func disableUser(tx *Tx, op *Operation, d civic.DisableUser) (any, error) {
	if err := tx.reaches(op, d.User, civic.Whole); err != nil {
		return nil, err
	}
	if d.Disabled {
		if err := tx.anotherAdministrator(d.User); err != nil {
			return nil, err
		}
	}
	if err := tx.must(`UPDATE users SET disabled = $1 WHERE id = $2`, flag(d.Disabled), d.User); err != nil {
		return nil, err
	}
	if !d.Disabled {
		return nil, nil
	}
	if err := tx.exec(`DELETE FROM invitations WHERE user_id = $1 AND used_at IS NULL`, d.User); err != nil {
		return nil, err
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

// People lists persons who look-after screens show, by name: those whose name
// or user name holds the folded query, and who hold the role and a role in the
// municipality, where asked for.
func (s *Store) People(ctx context.Context, f civic.PeopleFilter) ([]civic.Person, error) {
	return s.peopleWhere(ctx, `u.id IN (SELECT x.id FROM users x WHERE x.fold LIKE '%' || $1 || '%' AND ($2 = '' AND $3 = ''
			OR EXISTS (SELECT 1 FROM grants y WHERE y.user_id = x.id AND ($2 = '' OR y.role = $2) AND ($3 = '' OR y.municipality = $3)))
		ORDER BY x.fold, x.id LIMIT $4 OFFSET $5)`, civic.Fold(f.Query), string(f.Role), f.Municipality, f.Most, f.From)
}

// Person is one of them; NotFound when there is none.
func (s *Store) Person(ctx context.Context, id string) (civic.Person, error) {
	ps, err := s.peopleWhere(ctx, `u.id = $1`, id)
	if err != nil || len(ps) == 0 {
		return civic.Person{}, errors.Join(err, notFoundIf(err == nil))
	}
	return ps[0], nil
}

func (s *Store) peopleWhere(ctx context.Context, where string, args ...any) ([]civic.Person, error) {
	var ps []civic.Person
	now := s.now()
	err := s.each(ctx, `SELECT `+userColumns+`, u.phone, CASE WHEN u.password = '' THEN 0 ELSE 1 END,
			(SELECT max(i.until) FROM invitations i WHERE i.user_id = u.id AND i.used_at IS NULL),
			(SELECT max(l.seen_at) FROM logins l WHERE l.user_id = u.id), g.role, g.municipality
		FROM users u LEFT JOIN grants g ON g.user_id = u.id WHERE `+where+` ORDER BY u.fold, u.id, g.municipality, g.role`, args,
		func(r scanner) error {
			var p civic.Person
			var invited, seen sql.NullInt64
			var role, municipality sql.NullString
			if err := r.Scan(&p.ID, &p.Login, &p.Name, &p.Sex, &p.Lang, &p.Disabled, &p.Phone, &p.Password, &invited, &seen, &role, &municipality); err != nil {
				return err
			}
			if p.Invited, p.Seen = maybeTime(invited), maybeTime(seen); p.Invited.Before(now) {
				p.Invited = time.Time{}
			}
			if n := len(ps); n == 0 || ps[n-1].ID != p.ID {
				ps = append(ps, p)
			}
			if role.Valid {
				last := &ps[len(ps)-1]
				last.Grants = append(last.Grants, civic.Grant{Role: civic.Role(role.String), Municipality: municipality.String})
			}
			return nil
		})
	return ps, err
}
