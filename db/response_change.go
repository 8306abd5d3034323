package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"ashar/internal/civic"
)

func responseChanges(add func(string, applier)) {
	add(on(excludeResponse))
	add(on(editResponse))
	add(on(settleConflict))
	add(on(saveTag))
	add(on(dropTag))
	add(on(tagResponses))
	add(on(chooseNeeds))
}

// pulse counts a change of what a survey's results follow; every write of a response sets its turn before.
func (tx *Tx) pulse(survey string) error {
	return tx.must(`UPDATE surveys SET pulse = pulse + 1 WHERE id = $1`, survey)
}

func excludeResponse(tx *Tx, op *Operation, e civic.ExcludeResponse) (any, error) {
	reason := ""
	if e.Out {
		reason = civic.Said(e.Reason)
	}
	if err := tx.must(`UPDATE responses SET excluded = $1, version = version + 1, turn = (SELECT pulse + 1 FROM surveys s WHERE s.id = survey_id) WHERE id = $2 AND survey_id = $3 AND withdrawn = 0`, reason, e.Response, op.Scope); err != nil {
		return nil, err
	}
	return nil, tx.pulse(op.Scope)
}

func editResponse(tx *Tx, op *Operation, e civic.EditResponse) (any, error) {
	if err := tx.correct(op, e.Response, e.Base, 0, e.Answers, e.Blank, e.Reason); err != nil {
		return nil, err
	}
	return nil, tx.pulse(op.Scope)
}

// correct puts other answers in the place of a response's and keeps those before; number 0 leaves the version of the questionnaire.
func (tx *Tx) correct(op *Operation, response string, base int64, number int, answers json.RawMessage, blank, reason string) error {
	var version int64
	var before string
	err := tx.row(`SELECT version, answers FROM responses WHERE id = $1 AND survey_id = $2 AND withdrawn = 0`, []any{response, op.Scope}, &version, &before)
	if errors.Is(err, sql.ErrNoRows) {
		return civic.E(civic.NotFound, "error.not_found")
	}
	if err != nil {
		return err
	}
	if version != base {
		return civic.E(civic.Conflict, "error.changed_meanwhile")
	}
	if err := tx.exec(`INSERT INTO response_edits (id, response_id, before, reason, made_by, made_at) VALUES ($1, $2, $3, $4, $5, $6)`, op.store.IDs.New(), response, before, civic.Said(reason), op.Actor, micros(op.At)); err != nil {
		return err
	}
	return tx.must(`UPDATE responses SET answers = $1, blank = $2, number = CASE WHEN $3 = 0 THEN number ELSE $3 END, version = version + 1,
		turn = (SELECT pulse + 1 FROM surveys s WHERE s.id = survey_id) WHERE id = $4`, string(answers), blank, number, response)
}

func settleConflict(tx *Tx, op *Operation, s civic.SettleConflict) (any, error) {
	var response, answers, settled string
	var number int
	err := tx.row(`SELECT response_id, answers, number, settled FROM response_conflicts WHERE id = $1 AND survey_id = $2`, []any{s.Conflict, op.Scope}, &response, &answers, &number, &settled)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, civic.E(civic.NotFound, "error.not_found")
	}
	if err != nil {
		return nil, err
	}
	if settled != "" {
		return nil, civic.E(civic.Conflict, "error.changed_meanwhile")
	}
	how := "kept"
	if s.Take {
		how = "taken"
		if err := tx.correct(op, response, s.Base, number, json.RawMessage(answers), s.Blank, s.Reason); err != nil {
			return nil, err
		}
	}
	if err := tx.exec(`UPDATE response_conflicts SET settled = $1 WHERE id = $2`, how, s.Conflict); err != nil {
		return nil, err
	}
	return nil, tx.pulse(op.Scope)
}

func saveTag(tx *Tx, op *Operation, s civic.SaveTag) (any, error) {
	var had int
	if err := tx.row(`SELECT count(*) FROM survey_tags WHERE survey_id = $1 AND question = $2 AND name = $3 AND id <> $4`, []any{op.Scope, s.Question, civic.Said(s.Name), s.ID}, &had); err != nil {
		return nil, err
	}
	if had > 0 {
		return nil, civic.Bad("name", "error.survey_tag_twice")
	}
	n, err := tx.affect(`INSERT INTO survey_tags (id, survey_id, question, name) VALUES ($1, $2, $3, $4)
		ON CONFLICT (id) DO UPDATE SET name = excluded.name WHERE survey_id = excluded.survey_id AND question = excluded.question`, s.ID, op.Scope, s.Question, civic.Said(s.Name))
	if err == nil && n == 0 {
		err = civic.E(civic.NotFound, "error.not_found")
	}
	if err != nil {
		return nil, err
	}
	return nil, tx.pulse(op.Scope)
}

func dropTag(tx *Tx, op *Operation, d civic.DropTag) (any, error) {
	if err := tx.must(`DELETE FROM survey_tags WHERE id = $1 AND survey_id = $2`, d.ID, op.Scope); err != nil {
		return nil, err
	}
	return nil, tx.pulse(op.Scope)
}

func tagResponses(tx *Tx, op *Operation, t civic.TagResponses) (any, error) {
	var n int
	if err := tx.row(`SELECT count(*) FROM survey_tags WHERE id = $1 AND survey_id = $2`, []any{t.Tag, op.Scope}, &n); err != nil {
		return nil, err
	}
	if n == 0 {
		return nil, civic.E(civic.NotFound, "error.not_found")
	}
	for _, id := range t.Responses {
		var err error
		if t.On {
			err = tx.exec(`INSERT INTO response_tags (tag_id, response_id) SELECT $1, id FROM responses WHERE id = $2 AND survey_id = $3 AND withdrawn = 0 ON CONFLICT (tag_id, response_id) DO NOTHING`, t.Tag, id, op.Scope)
		} else {
			err = tx.exec(`DELETE FROM response_tags WHERE tag_id = $1 AND response_id = $2`, t.Tag, id)
		}
		if err != nil {
			return nil, err
		}
	}
	return nil, tx.pulse(op.Scope)
}

func chooseNeeds(tx *Tx, op *Operation, c civic.ChooseNeeds) (any, error) {
	if c.Survey != op.Scope {
		return nil, civic.E(civic.NotFound, "error.not_found")
	}
	return nil, tx.must(`UPDATE surveys SET needs = $1, version = version + 1 WHERE id = $2`, c.Question, c.Survey)
}

// ResponseEdits are what a response was before, newest first.
func (s *Store) ResponseEdits(ctx context.Context, response string) ([]civic.ResponseEdit, error) {
	return list(ctx, s, `SELECT before, reason, coalesce((SELECT name FROM users u WHERE u.id = made_by), ''), made_at FROM response_edits WHERE response_id = $1 ORDER BY made_at DESC, id DESC`, []any{response},
		func(r scanner, e *civic.ResponseEdit) error {
			var before string
			var at int64
			err := r.Scan(&before, &e.Reason, &e.By, &at)
			e.Before, e.At = json.RawMessage(before), fromMicros(at)
			return err
		})
}

// ResponseConflicts of a survey that wait for a person, oldest first.
func (s *Store) ResponseConflicts(ctx context.Context, survey string) ([]civic.ResponseConflict, error) {
	return list(ctx, s, `SELECT id, response_id, number, answers, received_at FROM response_conflicts WHERE survey_id = $1 AND settled = '' ORDER BY received_at, id`, []any{survey},
		func(r scanner, c *civic.ResponseConflict) error {
			var answers string
			var at int64
			err := r.Scan(&c.ID, &c.Response, &c.Number, &answers, &at)
			c.Answers, c.ReceivedAt = json.RawMessage(answers), fromMicros(at)
			return err
		})
}

// SurveyTags of a survey with how many responses have each, most first.
func (s *Store) SurveyTags(ctx context.Context, survey string) ([]civic.SurveyTag, error) {
	return list(ctx, s, `SELECT t.id, t.question, t.name, (SELECT count(*) FROM response_tags x JOIN responses r ON r.id = x.response_id WHERE x.tag_id = t.id AND r.withdrawn = 0 AND r.excluded = '')
		FROM survey_tags t WHERE t.survey_id = $1 ORDER BY 4 DESC, 3`, []any{survey}, func(r scanner, t *civic.SurveyTag) error {
		return r.Scan(&t.ID, &t.Question, &t.Name, &t.N)
	})
}

// ResponseTags are the tags of a question that some responses of a survey have, all where none are named, by response.
func (s *Store) ResponseTags(ctx context.Context, survey, question string, responses map[string]bool) (map[string][]string, error) {
	all := map[string][]string{}
	err := s.each(ctx, `SELECT x.response_id, x.tag_id FROM response_tags x JOIN survey_tags t ON t.id = x.tag_id WHERE t.survey_id = $1 AND t.question = $2 ORDER BY x.response_id, t.name`, []any{survey, question}, func(r scanner) error {
		var response, tag string
		err := r.Scan(&response, &tag)
		if responses == nil || responses[response] {
			all[response] = append(all[response], tag)
		}
		return err
	})
	return all, err
}

// VillagePeople are a municipality's villages with their newest census, in the order of their codes.
func (s *Store) VillagePeople(ctx context.Context, municipality string) ([]civic.VillagePeople, error) {
	return list(ctx, s, `SELECT v.id, v.name_ky, v.name_ru, v.name_en, coalesce((SELECT p.people FROM population p WHERE p.unit_id = v.id AND p.sex = '' AND p.band = '' ORDER BY p.year DESC LIMIT 1), 0)
		FROM units v WHERE v.parent_id = $1 AND v.level = 'village' ORDER BY v.code`, []any{municipality}, func(r scanner, v *civic.VillagePeople) error {
		return r.Scan(&v.ID, &v.Name.KY, &v.Name.RU, &v.Name.EN, &v.People)
	})
}
