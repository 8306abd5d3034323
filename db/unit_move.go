package db

import (
	"context"
	"database/sql"
	"errors"

	"ashar/internal/civic"
)

// Each kind of thing that keeps a unit, with how many of them there are.
const unitHolds = `SELECT 'below' AS kind, count(*) AS n FROM units WHERE parent_id = $1
	UNION ALL SELECT 'population', count(*) FROM (SELECT year FROM population WHERE unit_id = $1 UNION SELECT year FROM households WHERE unit_id = $1) AS y
	UNION ALL SELECT 'sessions', count(*) FROM sessions WHERE $1 IN (village_id, municipality_id)
	UNION ALL SELECT 'cycles', count(*) FROM (SELECT id FROM cycles WHERE municipality_id = $1 UNION SELECT cycle_id FROM cycle_villages WHERE village_id = $1) AS c
	UNION ALL SELECT 'people', count(DISTINCT user_id) FROM grants WHERE municipality = $1
	UNION ALL SELECT 'lists', count(*) FROM (SELECT kind FROM templates WHERE municipality = $1 UNION ALL SELECT id FROM sectors WHERE municipality = $1) AS l
	UNION ALL SELECT 'after', count(*) FROM unit_predecessors WHERE predecessor_id = $1`

// UnitHolds lists what keeps a unit from being removed; none, when it may go.
func (s *Store) UnitHolds(ctx context.Context, unit string) (holds []civic.UnitHold, err error) {
	err = s.each(ctx, unitHolds, []any{unit}, holding(&holds))
	return holds, err
}

func holding(holds *[]civic.UnitHold) func(scanner) error {
	return func(r scanner) error {
		var h civic.UnitHold
		err := r.Scan(&h.Kind, &h.N)
		if h.N > 0 {
			*holds = append(*holds, h)
		}
		return err
	}
}

// removeUnit's scope is the installation, or the village's municipality.
func removeUnit(tx *Tx, op *Operation, r civic.RemoveUnit) (any, error) {
	within := op.Scope
	if within == civic.Installation {
		within = ""
	}
	var n int
	if err := tx.row(`SELECT count(*) FROM units WHERE id = $1 AND ($2 = '' OR level = 'village' AND parent_id = $2)`, []any{r.Unit, within}, &n); err != nil {
		return nil, err
	}
	if n == 0 {
		return nil, civic.E(civic.NotFound, "error.not_found")
	}
	var holds []civic.UnitHold
	if err := tx.each(unitHolds, []any{r.Unit}, holding(&holds)); err != nil {
		return nil, err
	}
	if len(holds) > 0 {
		return nil, civic.E(civic.Conflict, "error.unit_held")
	}
	return nil, tx.exec(`DELETE FROM units WHERE id = $1`, r.Unit)
}

// takeUnits's scope is the installation: units go from one municipality to another.
func takeUnits(tx *Tx, op *Operation, t civic.TakeUnits) (any, error) {
	if op.Scope != civic.Installation {
		return nil, civic.E(civic.Forbidden, "error.forbidden")
	}
	var from string
	err := tx.row(`SELECT valid_from FROM units WHERE id = $1`, []any{t.Unit}, &from)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, civic.E(civic.NotFound, "error.not_found")
	}
	if err != nil {
		return nil, err
	}
	if from > civic.Today(op.At) {
		return nil, civic.Bad("from", "error.unit_take_early")
	}
	for _, id := range t.Units {
		n, err := tx.affect(`UPDATE units SET version = version + CASE parent_id WHEN $1 THEN 0 ELSE 1 END, parent_id = $1
			WHERE id = $2 AND (parent_id = $1 OR parent_id IN (SELECT predecessor_id FROM unit_predecessors WHERE unit_id = $1))`, t.Unit, id)
		if err != nil {
			return nil, err
		}
		if n == 0 { // it lies elsewhere by now
			return nil, civic.Bad("units", "error.choice")
		}
	}
	return nil, nil
}

// UnitsLeft lists the units that lie below the predecessors of a unit today.
func (s *Store) UnitsLeft(ctx context.Context, unit string) ([]civic.UnitRow, error) {
	return s.units(ctx, `WHERE u.parent_id IN (SELECT k.predecessor_id FROM unit_predecessors k WHERE k.unit_id = $2)
		AND (u.valid_to = '' OR u.valid_to >= day.today) ORDER BY u.code`, unit)
}

// CyclesWithout lists the cycles of a village's municipality that are not
// closed, run in its time and do not ask it.
func (s *Store) CyclesWithout(ctx context.Context, village string) ([]civic.Cycle, error) {
	return list(ctx, s, `SELECT `+cycleColumns+` FROM units v JOIN cycles c ON c.municipality_id = v.parent_id
		WHERE v.id = $1 AND v.level = 'village' AND c.status <> 'closed' AND (v.valid_from = '' OR v.valid_from <= c.ends) AND (v.valid_to = '' OR v.valid_to >= c.starts)
			AND NOT EXISTS (SELECT 1 FROM cycle_villages w WHERE w.cycle_id = c.id AND w.village_id = v.id)
		ORDER BY c.starts DESC, c.id`, []any{village}, func(r scanner, c *civic.Cycle) error {
		dest, finish := cycleDest(c)
		if err := r.Scan(dest...); err != nil {
			return err
		}
		return finish()
	})
}
