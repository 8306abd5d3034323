package db

import (
	"encoding/json"

	"ashar/internal/civic"
)

func cycleChanges(add func(string, applier)) {
	add(on(saveCycle))
	add(on(setCycleStatus))
}

// saveCycle's scope is the municipality for a new cycle, the cycle itself later.
func saveCycle(tx *Tx, op *Operation, c civic.SaveCycle) (any, error) {
	rules, err := json.Marshal(c.Rules)
	if err != nil {
		return nil, err
	}
	if c.Version == 0 {
		if op.Scope != c.Municipality {
			return nil, civic.E(civic.NotFound, "error.not_found")
		}
		err = tx.exec(`INSERT INTO cycles (id, municipality_id, title_ky, title_ru, title_en, starts, ends, budget_year, status, rules, made_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'drafting', $9, $10)`,
			c.ID, c.Municipality, c.Title.KY, c.Title.RU, c.Title.EN, c.Starts, c.Ends, c.BudgetYear, string(rules), micros(op.At))
		if err != nil {
			return nil, err
		}
	} else {
		var had string
		var started int
		if err := tx.row(`SELECT rules, (SELECT count(*) FROM sessions s WHERE s.cycle_id = c.id AND s.started_at IS NOT NULL AND s.practice = 0)
			FROM cycles c WHERE id = $1`, []any{op.Scope}, &had, &started); err != nil {
			return nil, err
		}
		if started > 0 && had != string(rules) {
			return nil, civic.Bad("method", "error.rules_fixed")
		}
		n, err := tx.affect(`UPDATE cycles SET title_ky = $1, title_ru = $2, title_en = $3, starts = $4, ends = $5, budget_year = $6,
			rules = $7, version = version + 1 WHERE id = $8 AND version = $9`,
			c.Title.KY, c.Title.RU, c.Title.EN, c.Starts, c.Ends, c.BudgetYear, string(rules), op.Scope, c.Version)
		if err != nil {
			return nil, err
		}
		if n == 0 {
			return nil, civic.E(civic.Conflict, "error.changed_meanwhile")
		}
	}
	if err := tx.exec(`UPDATE audiences SET retired = 1 WHERE cycle_id = $1`, c.ID); err != nil {
		return nil, err
	}
	for i, a := range c.Audiences {
		if err := tx.exec(`INSERT INTO audiences (id, cycle_id, kind, name_ky, name_ru, name_en, place) VALUES ($1, $2, $3, $4, $5, $6, $7)
			ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, name_ky = excluded.name_ky, name_ru = excluded.name_ru,
			name_en = excluded.name_en, place = excluded.place, retired = 0`,
			a.ID, c.ID, string(a.Kind), a.Name.KY, a.Name.RU, a.Name.EN, i); err != nil {
			return nil, err
		}
	}
	return nil, nil
}

func setCycleStatus(tx *Tx, op *Operation, c civic.SetCycleStatus) (any, error) {
	return nil, tx.must(`UPDATE cycles SET status = $1, version = version + 1 WHERE id = $2`, string(c.Status), op.Scope)
}
