package db

import (
	"context"
	"encoding/json"
	"strings"

	"ashar/internal/civic"
)

func unitChanges(add func(string, applier)) {
	add(on(saveUnit))
}

func saveUnit(tx *Tx, _ *Operation, u civic.SaveUnit) (any, error) {
	aliases, err := json.Marshal(append([]string{}, u.Aliases...))
	if err != nil {
		return nil, err
	}
	fold := u.Name.Fold() + " " + civic.Fold(strings.Join(u.Aliases, " ")) + " " + u.Code
	args := []any{u.ID, nullable(u.Parent), string(u.Level), u.Code, u.Name.KY, u.Name.RU, u.Name.EN, string(aliases), fold, u.From, u.To}
	if u.Version == 0 {
		n, err := tx.affect(`INSERT INTO units (id, parent_id, level, code, name_ky, name_ru, name_en, aliases, fold, valid_from, valid_to)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (code) DO NOTHING`, args...)
		if err != nil {
			return nil, err
		}
		if n == 0 {
			return nil, civic.Bad("code", "error.unit_code_taken")
		}
	} else {
		n, err := tx.affect(`UPDATE units SET parent_id = $1, level = $2, code = $3, name_ky = $4, name_ru = $5, name_en = $6,
			aliases = $7, fold = $8, valid_from = $9, valid_to = $10, version = version + 1 WHERE id = $11 AND version = $12`,
			append(args[1:], u.ID, u.Version)...)
		if err != nil {
			return nil, err
		}
		if n == 0 {
			return nil, civic.E(civic.Conflict, "error.changed_meanwhile")
		}
	}
	if err := tx.exec(`DELETE FROM unit_predecessors WHERE unit_id = $1`, u.ID); err != nil {
		return nil, err
	}
	for _, p := range u.Predecessors {
		if err := tx.exec(`INSERT INTO unit_predecessors (unit_id, predecessor_id) VALUES ($1, $2)`, u.ID, p); err != nil {
			return nil, err
		}
	}
	return nil, nil
}

// Places lists the municipalities a person may see, by code.
func (s *Store) Places(ctx context.Context, user string) ([]civic.Place, error) {
	return list(ctx, s, `SELECT `+placeColumns+` FROM units m`+placeJoins+`JOIN users me ON me.id = $1
		WHERE m.level = 'municipality' AND `+seesPlace+` ORDER BY m.code`, []any{user},
		func(r scanner, p *civic.Place) error { return r.Scan(placeDest(p)...) })
}
