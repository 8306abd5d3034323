package db

import (
	"context"
	"database/sql"
	"encoding/json"

	"ashar/internal/civic"
)

func importChanges(add func(string, applier)) {
	add(on(finishImport))
}

// finishImport closes an import of the operation's scope and person, once, and
// lets go of what it held.
func finishImport(tx *Tx, op *Operation, f civic.FinishImport) (any, error) {
	n, err := tx.affect(`UPDATE imports SET done_at = $1, rows = $2, tables = '[]' WHERE id = $3 AND scope = $4 AND user_id = $5 AND done_at IS NULL`,
		micros(op.At), f.Rows, f.Import, op.Scope, op.Actor)
	if err == nil && n == 0 {
		err = civic.E(civic.Conflict, "error.import_done")
	}
	return nil, err
}

// AddImport keeps a file that was read until it is confirmed or its time is
// over; those whose time is over go.
func (s *Store) AddImport(ctx context.Context, i civic.Import) error {
	tables, err := json.Marshal(i.Tables)
	if err != nil {
		return err
	}
	return s.write(ctx, func(tx *Tx) error {
		if err := tx.exec(`DELETE FROM imports WHERE until < $1`, micros(s.now())); err != nil {
			return err
		}
		return tx.exec(`INSERT INTO imports (id, user_id, scope, name, tables, until) VALUES ($1, $2, $3, $4, $5, $6)`,
			i.ID, i.User, i.Scope, i.Name, string(tables), micros(i.Until))
	})
}

// Import reads a person's own import; NotFound when it is another's or its time is over.
func (s *Store) Import(ctx context.Context, id, user string) (civic.Import, error) {
	i := civic.Import{ID: id, User: user}
	var tables string
	var until int64
	var done sql.NullInt64
	err := s.row(ctx, `SELECT scope, name, tables, until, done_at, rows FROM imports WHERE id = $1 AND user_id = $2 AND until >= $3`,
		[]any{id, user, micros(s.now())}, &i.Scope, &i.Name, &tables, &until, &done, &i.Rows)
	if err != nil {
		return i, err
	}
	i.Until, i.Done = fromMicros(until), maybeTime(done)
	return i, json.Unmarshal([]byte(tables), &i.Tables)
}

// DropImport lets go of a person's own import.
func (s *Store) DropImport(ctx context.Context, id, user string) error {
	return s.write(ctx, func(tx *Tx) error {
		return tx.exec(`DELETE FROM imports WHERE id = $1 AND user_id = $2`, id, user)
	})
}

// UnitsIn lists every unit that a scope holds, by code, with their
// predecessors: all of the installation, or a municipality with its villages
// and the units above it.
func (s *Store) UnitsIn(ctx context.Context, scope string) ([]civic.UnitRow, error) {
	where := `WHERE u.id = $2 OR u.parent_id = $2
		OR u.id IN (SELECT m.parent_id FROM units m WHERE m.id = $2)
		OR u.id IN (SELECT r.parent_id FROM units m JOIN units r ON r.id = m.parent_id WHERE m.id = $2) ORDER BY u.code`
	if scope == civic.Installation {
		where = `WHERE $2 <> '' ORDER BY u.code`
	}
	us, err := s.units(ctx, where, scope)
	if err != nil {
		return nil, err
	}
	at := map[string]int{}
	for i, u := range us {
		at[u.ID] = i
	}
	err = s.each(ctx, `SELECT unit_id, predecessor_id FROM unit_predecessors ORDER BY unit_id, predecessor_id`, nil, func(r scanner) error {
		var unit, from string
		if err := r.Scan(&unit, &from); err != nil {
			return err
		}
		if i, here := at[unit]; here {
			us[i].Predecessors = append(us[i].Predecessors, from)
		}
		return nil
	})
	return us, err
}

// UnitCodes are the codes of every unit of the installation.
func (s *Store) UnitCodes(ctx context.Context) (map[string]bool, error) {
	codes := map[string]bool{}
	err := s.each(ctx, `SELECT code FROM units`, nil, func(r scanner) error {
		var code string
		err := r.Scan(&code)
		codes[code] = true
		return err
	})
	return codes, err
}

// CensusesIn reads the people of every village that a scope holds.
func (s *Store) CensusesIn(ctx context.Context, scope string) (map[string][]civic.Census, error) {
	if scope == civic.Installation {
		return s.censuses(ctx, `$1 <> ''`, scope)
	}
	return s.censuses(ctx, `unit_id IN (SELECT id FROM units WHERE parent_id = $1)`, scope)
}
