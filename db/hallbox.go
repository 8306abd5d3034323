package db

import (
	"context"

	"ashar/internal/civic"
)

func hallBoxChanges(add func(string, applier)) {
	add(on(setWiFi))
}

// setWiFi's scope is the municipality.
func setWiFi(tx *Tx, op *Operation, s civic.SetWiFi) (any, error) {
	if s.Municipality != op.Scope {
		return nil, civic.E(civic.NotFound, "error.not_found")
	}
	if s.Name == "" {
		return nil, tx.exec(`DELETE FROM hall_wifis WHERE municipality_id = $1`, s.Municipality)
	}
	return nil, tx.exec(`INSERT INTO hall_wifis (municipality_id, name, password, hidden) VALUES ($1, $2, $3, $4)
		ON CONFLICT (municipality_id) DO UPDATE SET name = excluded.name, password = excluded.password, hidden = excluded.hidden`,
		s.Municipality, s.Name, s.Password, flag(s.Hidden))
}

// WiFi is how to get into the Wi-Fi of a municipality's hall; without a name nobody has said.
func (s *Store) WiFi(ctx context.Context, municipality string) (civic.WiFi, error) {
	var w civic.WiFi
	err := s.row(ctx, `SELECT name, password, hidden FROM hall_wifis WHERE municipality_id = $1`, []any{municipality}, &w.Name, &w.Password, &w.Hidden)
	if civic.KindOf(err) == civic.NotFound {
		return civic.WiFi{}, nil
	}
	return w, err
}
