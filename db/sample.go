package db

import (
	"context"
	"encoding/json"
	"time"

	"ashar/internal/civic"
)

func sampleChanges(add func(string, applier)) {
	add(on(drawSample))
	add(on(assignVisits))
	add(on(printSurveySlips))
}

func drawSample(tx *Tx, op *Operation, d civic.DrawSample) (any, error) {
	var begun int
	if err := tx.row(`SELECT count(*) FROM survey_visits WHERE survey_id = $1 AND outcome <> ''`, []any{op.Scope}, &begun); err != nil {
		return nil, err
	}
	switch {
	case d.Survey != op.Scope:
		return nil, civic.E(civic.NotFound, "error.not_found")
	case begun > 0:
		return nil, civic.E(civic.Conflict, "error.sample_begun")
	}
	if err := tx.exec(`DELETE FROM survey_visits WHERE survey_id = $1`, op.Scope); err != nil {
		return nil, err
	}
	strata, err := json.Marshal(d.Strata)
	if err != nil {
		return nil, err
	}
	if err := tx.once(`INSERT INTO survey_samples (id, survey_id, of, seed, strata, drawn_by, drawn_at) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO NOTHING`,
		d.ID, op.Scope, d.Of, d.Seed, string(strata), op.Actor, micros(op.At)); err != nil {
		return nil, err
	}
	for _, s := range d.Strata {
		var code string
		if err := tx.row(`SELECT u.code FROM units u JOIN surveys s ON s.municipality_id = u.parent_id WHERE u.id = $1 AND s.id = $2`, []any{s.Unit, op.Scope}, &code); err != nil {
			return nil, err
		}
		numbers, err := tx.frameOf(op.Scope, d.Of, s)
		if err != nil {
			return nil, err
		}
		if code != s.Code || len(numbers) != s.Size { // slips were printed meanwhile, or the village has another code
			return nil, civic.E(civic.Conflict, "error.changed_meanwhile")
		}
		for i, n := range civic.Draw(d.Seed, s.Code, numbers)[:s.Main+s.Reserve] {
			if err := tx.exec(`INSERT INTO survey_visits (id, survey_id, sample_id, unit_id, number, turn, reserve) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
				op.store.IDs.New(), op.Scope, d.ID, s.Unit, n, i+1, i >= s.Main); err != nil {
				return nil, err
			}
		}
	}
	return nil, nil
}

// frameOf is what is drawn from: the numbers of a village's households, or of its slips.
func (tx *Tx) frameOf(survey, of string, s civic.Stratum) (numbers []int, err error) {
	if of == "households" {
		for n := range s.Size {
			numbers = append(numbers, n+1)
		}
		return numbers, nil
	}
	err = tx.each(`SELECT number FROM survey_slips WHERE survey_id = $1 AND unit_id = $2 AND number > 0 ORDER BY number`, []any{survey, s.Unit}, func(r scanner) error {
		var n int
		err := r.Scan(&n)
		numbers = append(numbers, n)
		return err
	})
	return numbers, err
}

func assignVisits(tx *Tx, op *Operation, a civic.AssignVisits) (any, error) {
	if a.Survey != op.Scope {
		return nil, civic.E(civic.NotFound, "error.not_found")
	}
	if a.Interviewer != "" {
		var n int
		if err := tx.row(`SELECT count(*) FROM grants g JOIN surveys s ON g.municipality IN ('', s.municipality_id) WHERE g.user_id = $1 AND s.id = $2`, []any{a.Interviewer, op.Scope}, &n); err != nil {
			return nil, err
		}
		if n == 0 {
			return nil, civic.E(civic.NotFound, "error.not_found")
		}
	}
	return nil, tx.exec(`UPDATE survey_visits SET interviewer = $1 WHERE survey_id = $2 AND unit_id = $3 AND (id = $4 OR $4 = '' AND outcome = '')`, a.Interviewer, op.Scope, a.Unit, a.Visit)
}

// SetSurveyVisit says what came of a visit: not journaled and without a time.
func (s *Store) SetSurveyVisit(ctx context.Context, survey string, v civic.SetSurveyVisit) error {
	if err := v.Validate(); err != nil {
		return err
	}
	return s.quietlyOf(ctx, survey, func(tx *Tx) error {
		var place any
		if v.Place != nil {
			place = civic.Said(*v.Place)
		}
		return tx.must(`UPDATE survey_visits SET outcome = $1, place = coalesce($2, place) WHERE survey_id = $3 AND id = $4`, string(v.Outcome), place, survey, v.ID)
	})
}

// SurveyVisits are those of a survey by village and number, with the reserves whose turn has come marked.
func (s *Store) SurveyVisits(ctx context.Context, survey string) ([]civic.SurveyVisit, error) {
	all, err := list(ctx, s, `SELECT v.id, v.unit_id, u.name_ky, u.name_ru, u.name_en, v.number, v.turn, v.reserve, v.place, v.interviewer, coalesce(w.name, ''), v.outcome
		FROM survey_visits v JOIN units u ON u.id = v.unit_id LEFT JOIN users w ON w.id = v.interviewer
		WHERE v.survey_id = $1 ORDER BY u.name_ky, u.id, v.reserve, CASE v.reserve WHEN 0 THEN v.number ELSE v.turn END`, []any{survey},
		func(r scanner, v *civic.SurveyVisit) error {
			return r.Scan(&v.ID, &v.Unit, &v.Village.KY, &v.Village.RU, &v.Village.EN, &v.Number, &v.Turn, &v.Reserve, &v.Place, &v.Interviewer, &v.Name, &v.Outcome)
		})
	civic.StandIn(all)
	return all, err
}

// SurveyVisit is one of them.
func (s *Store) SurveyVisit(ctx context.Context, survey, id string) (civic.SurveyVisit, error) {
	all, err := s.SurveyVisits(ctx, survey)
	for _, v := range all {
		if v.ID == id {
			return v, nil
		}
	}
	if err == nil {
		err = civic.E(civic.NotFound, "error.not_found")
	}
	return civic.SurveyVisit{}, err
}

// Samples of a survey, the one that stands first.
func (s *Store) Samples(ctx context.Context, survey string) ([]civic.Sample, error) {
	return list(ctx, s, `SELECT x.id, x.survey_id, x.of, x.seed, x.strata, coalesce(w.name, ''), x.drawn_at FROM survey_samples x LEFT JOIN users w ON w.id = x.drawn_by
		WHERE x.survey_id = $1 ORDER BY x.drawn_at DESC, x.id DESC`, []any{survey}, func(r scanner, x *civic.Sample) error {
		var strata string
		var at int64
		if err := r.Scan(&x.ID, &x.Survey, &x.Of, &x.Seed, &strata, &x.DrawnBy, &at); err != nil {
			return err
		}
		x.DrawnAt = fromMicros(at).In(civic.Zone).Format(time.DateOnly)
		return json.Unmarshal([]byte(strata), &x.Strata)
	})
}

// SurveyVillages are the municipality's villages with how far a survey is in each; the last row, without a unit,
// counts responses that name no village.
func (s *Store) SurveyVillages(ctx context.Context, survey string) ([]civic.VillageProgress, error) {
	all, err := list(ctx, s, `SELECT u.id, u.name_ky, u.name_ru, u.name_en, u.code,
			coalesce((SELECT h.number FROM households h WHERE h.unit_id = u.id ORDER BY h.year DESC LIMIT 1), 0),
			coalesce((SELECT max(h.year) FROM households h WHERE h.unit_id = u.id), 0),
			(SELECT count(*) FROM survey_slips p WHERE p.survey_id = s.id AND p.unit_id = u.id AND p.number > 0),
			(SELECT count(*) FROM survey_visits v WHERE v.survey_id = s.id AND v.unit_id = u.id AND v.reserve = 0),
			(SELECT count(*) FROM survey_visits v WHERE v.survey_id = s.id AND v.unit_id = u.id AND v.reserve = 1),
			(SELECT count(*) FROM survey_visits v WHERE v.survey_id = s.id AND v.unit_id = u.id AND v.outcome = 'done'),
			(SELECT count(*) FROM survey_visits v WHERE v.survey_id = s.id AND v.unit_id = u.id AND v.outcome IN ('absent', 'refused', 'none')),
			(SELECT count(*) FROM responses r WHERE r.survey_id = s.id AND r.unit_id = u.id AND r.withdrawn = 0 AND r.excluded = '')
		FROM surveys s JOIN units u ON u.parent_id = s.municipality_id
		WHERE s.id = $1 AND u.level = 'village' AND (u.valid_to = '' OR u.valid_to >= $2) ORDER BY u.name_ky, u.id`, []any{survey, civic.Today(s.now())},
		func(r scanner, v *civic.VillageProgress) error {
			return r.Scan(&v.Unit, &v.Name.KY, &v.Name.RU, &v.Name.EN, &v.Code, &v.Households, &v.Year, &v.Slips, &v.Main, &v.Reserve, &v.Done, &v.Failed, &v.Responses)
		})
	if err != nil {
		return nil, err
	}
	var elsewhere civic.VillageProgress
	if err := s.row(ctx, `SELECT count(*) FROM responses r WHERE r.survey_id = $1 AND r.unit_id IS NULL AND r.withdrawn = 0 AND r.excluded = ''`, []any{survey}, &elsewhere.Responses); err != nil {
		return nil, err
	}
	if elsewhere.Responses > 0 {
		all = append(all, elsewhere)
	}
	return all, nil
}

// Interviewers are the people who may ask in a survey's municipality, by name.
func (s *Store) Interviewers(ctx context.Context, municipality string) ([]civic.Staff, error) {
	return list(ctx, s, `SELECT DISTINCT u.id, u.name, u.sex FROM users u JOIN grants g ON g.user_id = u.id
		WHERE g.municipality = $1 AND g.role IN ('facilitator', 'coordinator', 'trainer') AND u.disabled = 0 ORDER BY u.name, u.id`, []any{municipality},
		func(r scanner, p *civic.Staff) error { return r.Scan(&p.ID, &p.Name, &p.Sex) })
}

// printSurveySlips numbers the slips after those printed before.
func printSurveySlips(tx *Tx, op *Operation, p civic.PrintSurveySlips) (any, error) {
	if p.Survey != op.Scope {
		return nil, civic.E(civic.NotFound, "error.not_found")
	}
	if p.Unit != "" {
		var n int
		if err := tx.row(`SELECT count(*) FROM units u JOIN surveys s ON s.municipality_id = u.parent_id WHERE u.id = $1 AND s.id = $2`, []any{p.Unit, op.Scope}, &n); err != nil {
			return nil, err
		}
		if n == 0 {
			return nil, civic.E(civic.NotFound, "error.not_found")
		}
	}
	var last int
	if err := tx.row(`SELECT coalesce(max(number), 0) FROM survey_slips WHERE survey_id = $1`, []any{op.Scope}, &last); err != nil {
		return nil, err
	}
	for i, hash := range p.Hashes {
		if err := tx.exec(`INSERT INTO survey_slips (hash, survey_id, number, unit_id) VALUES ($1, $2, $3, $4)`, hash, op.Scope, last+1+i, nullable(p.Unit)); err != nil {
			return nil, err
		}
	}
	return map[string]int{"first": last + 1}, nil
}
