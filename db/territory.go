package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"ashar/internal/civic"
)

func unitChanges(add func(string, applier)) {
	add(on(saveUnit))
	add(on(setCensus))
	add(on(removeUnit))
	add(on(takeUnits))
}

// saveUnit's scope is the installation, or a municipality: then the unit is
// and stays a village of it.
func saveUnit(tx *Tx, op *Operation, u civic.SaveUnit) (any, error) {
	if op.Scope != civic.Installation && (u.Level != civic.Village || u.Parent != op.Scope) {
		return nil, civic.E(civic.Forbidden, "error.forbidden")
	}
	if err := tx.fits(u); err != nil {
		return nil, err
	}
	aliases, err := json.Marshal(append([]string{}, u.Aliases...))
	if err != nil {
		return nil, err
	}
	fold := u.Name.Fold() + " " + civic.Fold(strings.Join(u.Aliases, " ")) + " " + civic.Fold(u.Code)
	row := []any{nullable(u.Parent), string(u.Level), u.Code, u.Name.KY, u.Name.RU, u.Name.EN, string(aliases), fold, u.From, u.To}
	if u.Version == 0 {
		if err := tx.exec(`INSERT INTO units (parent_id, level, code, name_ky, name_ru, name_en, aliases, fold, valid_from, valid_to, id)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`, append(row, u.ID)...); err != nil {
			return nil, err
		}
	} else {
		within := op.Scope
		if within == civic.Installation {
			within = ""
		}
		n, err := tx.affect(`UPDATE units SET parent_id = $1, level = $2, code = $3, name_ky = $4, name_ru = $5, name_en = $6,
				aliases = $7, fold = $8, valid_from = $9, valid_to = $10, version = version + 1
			WHERE id = $11 AND version = $12 AND level = $2 AND ($13 = '' OR parent_id = $13)`, append(row, u.ID, u.Version, within)...)
		if err != nil {
			return nil, err
		}
		if n == 0 {
			return nil, tx.whyNot(u, within)
		}
	}
	return nil, tx.predecessors(op, u)
}

// fits checks a unit against the others: the unit above is one level above,
// and the code is its own.
func (tx *Tx) fits(u civic.SaveUnit) error {
	if u.Parent != "" {
		var above civic.Level
		err := tx.row(`SELECT level FROM units WHERE id = $1`, []any{u.Parent}, &above)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		if above != u.Level.Parent() {
			return civic.Bad("parent", "error.unit_parent")
		}
	}
	var taken int
	if err := tx.row(`SELECT count(*) FROM units WHERE code = $1 AND id <> $2`, []any{u.Code, u.ID}, &taken); err != nil {
		return err
	}
	if taken > 0 {
		return civic.Bad("code", "error.unit_code_taken")
	}
	return nil
}

// whyNot says why a unit was not changed: it is not there or not of the
// municipality, or somebody changed it meanwhile.
func (tx *Tx) whyNot(u civic.SaveUnit, within string) error {
	var n int
	if err := tx.row(`SELECT count(*) FROM units WHERE id = $1 AND level = $2 AND ($3 = '' OR parent_id = $3)`,
		[]any{u.ID, string(u.Level), within}, &n); err != nil {
		return err
	}
	if n == 0 {
		return civic.E(civic.NotFound, "error.not_found")
	}
	return civic.E(civic.Conflict, "error.changed_meanwhile")
}

// predecessors sets which units this one came from: of the same level, and
// for a municipality's own change of the same municipality, unless an
// administrator had set them.
func (tx *Tx) predecessors(op *Operation, u civic.SaveUnit) error {
	var had []string
	if err := tx.each(`SELECT predecessor_id FROM unit_predecessors WHERE unit_id = $1`, []any{u.ID}, func(r scanner) error {
		var id string
		err := r.Scan(&id)
		had = append(had, id)
		return err
	}); err != nil {
		return err
	}
	for _, id := range had {
		if !slices.Contains(u.Predecessors, id) {
			if err := tx.exec(`DELETE FROM unit_predecessors WHERE unit_id = $1 AND predecessor_id = $2`, u.ID, id); err != nil {
				return err
			}
		}
	}
	parent := ""
	if op.Scope != civic.Installation {
		parent = op.Scope
	}
	for _, id := range u.Predecessors {
		if slices.Contains(had, id) {
			continue
		}
		n, err := tx.affect(`INSERT INTO unit_predecessors (unit_id, predecessor_id)
			SELECT $1, p.id FROM units p WHERE p.id = $2 AND p.level = $3 AND ($4 = '' OR p.parent_id = $4)
			ON CONFLICT DO NOTHING`, u.ID, id, string(u.Level), parent)
		if err != nil {
			return err
		}
		if n == 0 {
			return civic.Bad("predecessors", "error.unit_predecessor")
		}
		var back int // the other way round would make a circle
		if err := tx.row(`SELECT count(*) FROM unit_predecessors WHERE unit_id = $1 AND predecessor_id = $2`, []any{id, u.ID}, &back); err != nil {
			return err
		}
		if back > 0 {
			return civic.Bad("predecessors", "error.unit_predecessor")
		}
	}
	return nil
}

const unitColumns = `u.id, coalesce(u.parent_id, ''), u.level, u.code, u.name_ky, u.name_ru, u.name_en, u.aliases, u.valid_from, u.valid_to, u.version,
	coalesce(a.id, ''), coalesce(a.code, ''), coalesce(a.name_ky, ''), coalesce(a.name_ru, ''), coalesce(a.name_en, ''),
	coalesce(b.id, ''), coalesce(b.code, ''), coalesce(b.name_ky, ''), coalesce(b.name_ru, ''), coalesce(b.name_en, ''),
	coalesce(c.id, ''), coalesce(c.code, ''), coalesce(c.name_ky, ''), coalesce(c.name_ru, ''), coalesce(c.name_en, ''),
	(SELECT count(*) FROM units x WHERE x.parent_id = u.id AND (x.valid_to = '' OR x.valid_to >= day.today)),
	coalesce((SELECT p.people FROM population p WHERE p.unit_id = u.id AND p.sex = '' AND p.band = '' ORDER BY p.year DESC LIMIT 1), 0)`

const unitJoins = ` FROM day CROSS JOIN units u LEFT JOIN units a ON a.id = u.parent_id LEFT JOIN units b ON b.id = a.parent_id LEFT JOIN units c ON c.id = b.parent_id `

func scanUnit(r scanner, u *civic.UnitRow) error {
	var aliases string
	var above [3]civic.Ref
	dest := []any{&u.ID, &u.Parent, &u.Level, &u.Code, &u.Name.KY, &u.Name.RU, &u.Name.EN, &aliases, &u.From, &u.To, &u.Version}
	for i := range above {
		a := &above[i]
		dest = append(dest, &a.ID, &a.Code, &a.Name.KY, &a.Name.RU, &a.Name.EN)
	}
	if err := r.Scan(append(dest, &u.Below, &u.People)...); err != nil {
		return err
	}
	for i := len(above) - 1; i >= 0; i-- {
		if above[i].ID != "" {
			u.Above = append(u.Above, above[i])
		}
	}
	return json.Unmarshal([]byte(aliases), &u.Aliases)
}

// units reads units of a day where the condition, whose parameters begin at $2, holds.
func (s *Store) units(ctx context.Context, where string, args ...any) ([]civic.UnitRow, error) {
	args = append([]any{civic.Today(s.now())}, args...)
	return list(ctx, s, `WITH day AS (SELECT CAST($1 AS TEXT) AS today) SELECT `+unitColumns+unitJoins+where, args, scanUnit)
}

// Unit reads one unit with its predecessors' ids.
func (s *Store) Unit(ctx context.Context, id string) (civic.UnitRow, error) {
	us, err := s.units(ctx, `WHERE u.id = $2`, id)
	if err != nil || len(us) == 0 {
		return civic.UnitRow{}, errors.Join(err, notFoundIf(err == nil))
	}
	u := us[0]
	u.Predecessors, err = list(ctx, s, `SELECT predecessor_id FROM unit_predecessors WHERE unit_id = $1 ORDER BY predecessor_id`, []any{id},
		func(r scanner, p *string) error { return r.Scan(p) })
	return u, err
}

// UnitsBelow lists the units one level below, by code; with "" the oblasts.
func (s *Store) UnitsBelow(ctx context.Context, id string) ([]civic.UnitRow, error) {
	return s.units(ctx, `WHERE coalesce(u.parent_id, '') = $2 ORDER BY u.code`, id)
}

// Kin lists the units that a unit came from and those that came from it.
func (s *Store) Kin(ctx context.Context, id string) (before, after []civic.UnitRow, err error) {
	all, err := s.units(ctx, `WHERE u.id IN (SELECT k.predecessor_id FROM unit_predecessors k WHERE k.unit_id = $2
		UNION SELECT k.unit_id FROM unit_predecessors k WHERE k.predecessor_id = $2) ORDER BY u.code`, id)
	if err != nil || len(all) == 0 {
		return nil, nil, err
	}
	from := map[string]bool{}
	if err := s.each(ctx, `SELECT predecessor_id FROM unit_predecessors WHERE unit_id = $1`, []any{id}, func(r scanner) error {
		var p string
		err := r.Scan(&p)
		from[p] = true
		return err
	}); err != nil {
		return nil, nil, err
	}
	for _, u := range all {
		if from[u.ID] {
			before = append(before, u)
		} else {
			after = append(after, u)
		}
	}
	return before, after, nil
}

// seesUnit: I hold a role in the municipality that u is or lies in, or everywhere.
const seesUnit = `EXISTS (SELECT 1 FROM grants g WHERE g.user_id = me.id AND g.municipality IN ('', u.id, coalesce(u.parent_id, '-')))`

// FindUnits searches names, other spellings and codes, folded, among the units
// a person may see; wider units first.
func (s *Store) FindUnits(ctx context.Context, user, query string, most int) ([]civic.UnitRow, error) {
	folded := civic.Fold(query)
	if folded == "" {
		return nil, nil
	}
	return s.units(ctx, `JOIN users me ON me.id = $2 WHERE `+seesUnit+` AND ' ' || u.fold LIKE '% ' || $3 || '%'
		ORDER BY CASE u.level WHEN 'oblast' THEN 0 WHEN 'raion' THEN 1 WHEN 'municipality' THEN 2 ELSE 3 END, u.fold, u.code LIMIT $4`,
		user, folded, most)
}

// UnitsAt lists the units of a level that a person may see, by code.
func (s *Store) UnitsAt(ctx context.Context, user string, level civic.Level) ([]civic.UnitRow, error) {
	return s.units(ctx, `JOIN users me ON me.id = $2 WHERE `+seesUnit+` AND u.level = $3 ORDER BY u.code`, user, string(level))
}

// Places lists the municipalities a person may see, by code.
func (s *Store) Places(ctx context.Context, user string) ([]civic.Place, error) {
	return list(ctx, s, `SELECT `+placeColumns+` FROM units m`+placeJoins+`JOIN users me ON me.id = $1
		WHERE m.level = 'municipality' AND `+seesPlace+` ORDER BY m.code`, []any{user},
		func(r scanner, p *civic.Place) error { return r.Scan(placeDest(p)...) })
}
