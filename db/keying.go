package db

import (
	"context"
	"encoding/json"

	"ashar/internal/civic"
)

// SaveKeying takes a paper keyed in, as the first or the second time. op is the form that was sent: sent again it
// is the same keying, or a lost answer would make a paper agree with itself.
func (s *Store) SaveKeying(ctx context.Context, survey, op string, k civic.Keying) error {
	if !civic.ValidID(op) {
		return civic.E(civic.Invalid, "error.id")
	}
	if k.Sheet < 1 || k.Sheet > civic.SheetMost {
		return civic.Bad("sheet", "error.between", "from", 1, "to", civic.SheetMost)
	}
	return s.quietlyOf(ctx, survey, func(tx *Tx) error {
		var same, turns, number int
		if err := tx.row(`SELECT coalesce(sum(CASE WHEN op = $1 THEN 1 ELSE 0 END), 0), count(*), coalesce(max(number), 0) FROM keyings WHERE survey_id = $2 AND sheet = $3`, []any{op, survey, k.Sheet}, &same, &turns, &number); err != nil {
			return err
		}
		switch {
		case same > 0:
			return nil
		case turns > 1 || turns > 0 && number != k.Number:
			return civic.E(civic.Conflict, "error.keying_twice", "n", k.Sheet)
		}
		return tx.exec(`INSERT INTO keyings (survey_id, sheet, turn, number, unit_id, answers, keyed_by, keyed_at, op) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			survey, k.Sheet, turns+1, k.Number, nullable(k.Unit), string(k.Answers), k.By, micros(s.now()), op)
	})
}

// Keyings of a sheet, the first one first.
func (s *Store) Keyings(ctx context.Context, survey string, sheet int) ([]civic.Keying, error) {
	return list(ctx, s, `SELECT k.sheet, k.turn, k.number, coalesce(k.unit_id, ''), k.answers, k.keyed_by, coalesce(u.name, ''), k.keyed_at, EXISTS (SELECT 1 FROM responses r WHERE r.id = k.response_id) FROM keyings k LEFT JOIN users u ON u.id = k.keyed_by
		WHERE k.survey_id = $1 AND k.sheet = $2 ORDER BY k.turn`, []any{survey, sheet}, func(r scanner, k *civic.Keying) error {
		var answers string
		var at int64
		err := r.Scan(&k.Sheet, &k.Turn, &k.Number, &k.Unit, &answers, &k.By, &k.Name, &at, &k.Done)
		k.Answers, k.At = json.RawMessage(answers), fromMicros(at)
		return err
	})
}

// KeyedSheets of a survey: what waits for a decision first, then what was keyed in once, then the others.
func (s *Store) KeyedSheets(ctx context.Context, survey string) ([]civic.KeyedSheet, error) {
	return list(ctx, s, `SELECT k.sheet, coalesce(u.name, ''), coalesce(w.name, CASE WHEN l.sheet IS NULL THEN '' ELSE '–' END),
			EXISTS (SELECT 1 FROM responses r WHERE r.id = k.response_id) AS done
		FROM keyings k LEFT JOIN users u ON u.id = k.keyed_by LEFT JOIN keyings l ON l.survey_id = k.survey_id AND l.sheet = k.sheet AND l.turn = 2 LEFT JOIN users w ON w.id = l.keyed_by
		WHERE k.survey_id = $1 AND k.turn = 1 ORDER BY done, CASE WHEN l.sheet IS NULL THEN 1 ELSE 0 END, k.sheet`, []any{survey},
		func(r scanner, x *civic.KeyedSheet) error { return r.Scan(&x.Sheet, &x.First, &x.Second, &x.Done) })
}

// KeyingResponse is the id of the response that a sheet becomes: made once, whatever happens after it.
func (s *Store) KeyingResponse(ctx context.Context, survey string, sheet int) (id string, err error) {
	err = s.write(ctx, func(tx *Tx) error {
		if err := tx.exec(`UPDATE keyings SET response_id = $1 WHERE survey_id = $2 AND sheet = $3 AND response_id = ''`, s.IDs.New(), survey, sheet); err != nil {
			return err
		}
		return tx.row(`SELECT max(response_id) FROM keyings WHERE survey_id = $1 AND sheet = $2`, []any{survey, sheet}, &id)
	})
	return id, err
}

// DropKeying throws away what was keyed in of a sheet, under a wrong number perhaps, as long as it is no response.
func (s *Store) DropKeying(ctx context.Context, survey string, sheet int) error {
	return s.quietlyOf(ctx, survey, func(tx *Tx) error {
		n, err := tx.affect(`DELETE FROM keyings WHERE survey_id = $1 AND sheet = $2 AND NOT EXISTS (SELECT 1 FROM responses r JOIN keyings k ON k.response_id = r.id WHERE k.survey_id = $1 AND k.sheet = $2)`, survey, sheet)
		if err == nil && n == 0 {
			err = civic.E(civic.NotFound, "error.not_found")
		}
		return err
	})
}
