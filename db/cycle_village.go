package db

import (
	"context"
	"slices"

	"ashar/internal/civic"
)

// setCycleVillages gives a new cycle its villages; later it adds those of the
// municipality and drops those without sessions, until the cycle is closed.
func (tx *Tx) setCycleVillages(cycle string, c civic.SaveCycle) error {
	if c.Villages == nil {
		if c.Version > 0 {
			return nil
		}
		return tx.exec(`INSERT INTO cycle_villages (cycle_id, village_id) SELECT c.id, v.id FROM cycles c
			JOIN units v ON v.parent_id = c.municipality_id AND v.level = 'village'
			WHERE c.id = $1 AND (v.valid_from = '' OR v.valid_from <= c.ends) AND (v.valid_to = '' OR v.valid_to >= c.starts)`, cycle)
	}
	var had []civic.CycleVillage
	if err := tx.each(cycleVillages, []any{cycle}, into(&had, scanCycleVillage)); err != nil {
		return err
	}
	for _, v := range had {
		if slices.Contains(c.Villages, v.ID) {
			continue
		}
		if err := tx.mustNotBeEnded(cycle); err != nil {
			return err
		}
		if v.Sessions > 0 {
			return civic.Bad("villages", "error.village_has_sessions", "village", v.Name, "n", v.Sessions)
		}
		if err := tx.exec(`DELETE FROM cycle_villages WHERE cycle_id = $1 AND village_id = $2`, cycle, v.ID); err != nil {
			return err
		}
	}
	for _, id := range c.Villages {
		if slices.ContainsFunc(had, func(v civic.CycleVillage) bool { return v.ID == id }) {
			continue
		}
		if err := tx.mustNotBeEnded(cycle); err != nil {
			return err
		}
		n, err := tx.affect(`INSERT INTO cycle_villages (cycle_id, village_id) SELECT c.id, v.id FROM cycles c
			JOIN units v ON v.parent_id = c.municipality_id AND v.level = 'village' WHERE c.id = $1 AND v.id = $2 ON CONFLICT DO NOTHING`, cycle, id)
		if err != nil {
			return err
		}
		if n == 0 {
			return civic.Bad("villages", "error.choice")
		}
	}
	return nil
}

const cycleVillages = `SELECT v.id, v.name_ky, v.name_ru, v.name_en, v.code, v.valid_from, v.valid_to, 1,
		(SELECT count(*) FROM sessions s WHERE s.cycle_id = w.cycle_id AND s.village_id = v.id AND s.practice = 0),
		EXISTS (SELECT 1 FROM sessions s WHERE s.cycle_id = w.cycle_id AND s.village_id = v.id AND s.practice = 0 AND s.started_at IS NOT NULL)
	FROM cycle_villages w JOIN units v ON v.id = w.village_id WHERE w.cycle_id = $1`

func scanCycleVillage(r scanner, v *civic.CycleVillage) error {
	return r.Scan(&v.ID, &v.Name.KY, &v.Name.RU, &v.Name.EN, &v.Code, &v.From, &v.To, &v.Asked, &v.Sessions, &v.Begun)
}

// CycleVillages lists the villages of a cycle with how many sessions each has
// in it, and those of the municipality that it could ask as well; for a cycle
// to come, "", these alone.
func (s *Store) CycleVillages(ctx context.Context, cycle, municipality string) ([]civic.CycleVillage, error) {
	return list(ctx, s, cycleVillages+` UNION ALL SELECT v.id, v.name_ky, v.name_ru, v.name_en, v.code, v.valid_from, v.valid_to, 0, 0, 0 FROM units v
		WHERE v.parent_id = $2 AND v.level = 'village' AND NOT EXISTS (SELECT 1 FROM cycle_villages w WHERE w.cycle_id = $1 AND w.village_id = v.id)
		ORDER BY 5`, []any{cycle, municipality}, scanCycleVillage)
}
