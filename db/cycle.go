package db

import (
	"context"
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
		err = tx.once(`INSERT INTO cycles (id, municipality_id, title_ky, title_ru, title_en, starts, ends, budget_year, status, rules, made_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'drafting', $9, $10) ON CONFLICT (id) DO NOTHING`,
			c.ID, c.Municipality, c.Title.KY, c.Title.RU, c.Title.EN, c.Starts, c.Ends, c.BudgetYear, string(rules), micros(op.At))
		if err != nil {
			return nil, err
		}
	} else {
		var had string
		var rulesHad civic.CycleRules
		var started int
		if err := tx.row(`SELECT rules, (SELECT count(*) FROM sessions s WHERE s.cycle_id = c.id AND s.started_at IS NOT NULL AND s.practice = 0)
			FROM cycles c WHERE id = $1`, []any{op.Scope}, &had, &started); err != nil {
			return nil, err
		}
		if err := json.Unmarshal([]byte(had), &rulesHad); err != nil {
			return nil, err
		}
		if started > 0 && !c.Rules.Same(rulesHad) {
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
	id := op.Scope
	if c.Version == 0 {
		id = c.ID
		tx.touched[id] = struct{}{}
	}
	if err := tx.exec(`UPDATE audiences SET retired = 1 WHERE cycle_id = $1`, id); err != nil {
		return nil, err
	}
	for i, a := range c.Audiences {
		n, err := tx.affect(`INSERT INTO audiences (id, cycle_id, kind, name_ky, name_ru, name_en, place) VALUES ($1, $2, $3, $4, $5, $6, $7)
			ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, name_ky = excluded.name_ky, name_ru = excluded.name_ru,
			name_en = excluded.name_en, place = excluded.place, retired = 0 WHERE audiences.cycle_id = excluded.cycle_id`,
			a.ID, id, string(a.Kind), a.Name.KY, a.Name.RU, a.Name.EN, i)
		if err != nil {
			return nil, err
		}
		if n == 0 { // an audience of another cycle
			return nil, civic.Bad("audiences", "error.choice")
		}
	}
	return nil, tx.setCycleVillages(id, c)
}

// mustNotBeEnded refuses to plan in a cycle that is over.
func (tx *Tx) mustNotBeEnded(cycle string) error {
	var status civic.CycleStatus
	if err := tx.row(`SELECT status FROM cycles WHERE id = $1`, []any{cycle}, &status); err != nil {
		return err
	}
	if status == civic.Ended {
		return civic.E(civic.Conflict, "error.cycle_ended")
	}
	return nil
}

// setCycleStatus follows civic.CycleStatus.Next; a status it has already is no change.
func setCycleStatus(tx *Tx, op *Operation, c civic.SetCycleStatus) (any, error) {
	var had civic.CycleStatus
	var live int
	if err := tx.row(`SELECT status, (SELECT count(*) FROM sessions s WHERE s.cycle_id = c.id AND s.status = 'live' AND s.practice = 0)
		FROM cycles c WHERE id = $1`, []any{op.Scope}, &had, &live); err != nil {
		return nil, err
	}
	switch {
	case had == c.Status:
		return nil, nil
	case !had.May(c.Status):
		return nil, civic.E(civic.Conflict, "error.cycle_step")
	case c.Status == civic.Ended && live > 0:
		return nil, civic.E(civic.Conflict, "error.cycle_live")
	}
	return nil, tx.must(`UPDATE cycles SET status = $1, version = version + 1 WHERE id = $2`, string(c.Status), op.Scope)
}

const cycleColumns = `c.id, c.municipality_id, c.title_ky, c.title_ru, c.title_en, c.starts, c.ends, c.budget_year, c.status, c.rules, c.version`

// cycleDest are the destinations of cycleColumns; finish it by calling the function after Scan.
func cycleDest(c *civic.Cycle) ([]any, func() error) {
	var rules string
	return []any{&c.ID, &c.Municipality, &c.Title.KY, &c.Title.RU, &c.Title.EN, &c.Starts, &c.Ends, &c.BudgetYear, &c.Status, &rules, &c.Version},
		func() error { return json.Unmarshal([]byte(rules), &c.Rules) }
}

const placeColumns = `m.id, m.code, m.name_ky, m.name_ru, m.name_en, coalesce(r.name_ky, ''), coalesce(r.name_ru, ''), coalesce(r.name_en, ''),
	coalesce(o.name_ky, ''), coalesce(o.name_ru, ''), coalesce(o.name_en, '')`

const placeJoins = ` LEFT JOIN units r ON r.id = m.parent_id LEFT JOIN units o ON o.id = r.parent_id `

func placeDest(p *civic.Place) []any {
	p.Level = civic.Municipality
	return []any{&p.ID, &p.Code, &p.Name.KY, &p.Name.RU, &p.Name.EN, &p.Raion.KY, &p.Raion.RU, &p.Raion.EN, &p.Oblast.KY, &p.Oblast.RU, &p.Oblast.EN}
}

// Cycle reads a cycle and the municipality it belongs to.
func (s *Store) Cycle(ctx context.Context, id string) (c civic.Cycle, p civic.Place, err error) {
	dest, finish := cycleDest(&c)
	err = s.row(ctx, `SELECT `+cycleColumns+`, `+placeColumns+` FROM cycles c JOIN units m ON m.id = c.municipality_id`+placeJoins+`WHERE c.id = $1`,
		[]any{id}, append(dest, placeDest(&p)...)...)
	if err == nil {
		err = finish()
	}
	return c, p, err
}

// CycleAudiences lists the groups a cycle asks, retired ones last.
func (s *Store) CycleAudiences(ctx context.Context, cycle string) ([]civic.Audience, error) {
	return list(ctx, s, `SELECT a.id, a.kind, a.name_ky, a.name_ru, a.name_en, a.place, a.retired FROM audiences a
		WHERE a.cycle_id = $1 ORDER BY a.retired, a.place`, []any{cycle}, func(r scanner, a *civic.Audience) error {
		return r.Scan(&a.ID, &a.Kind, &a.Name.KY, &a.Name.RU, &a.Name.EN, &a.Place, &a.Retired)
	})
}
