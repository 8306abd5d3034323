package db

import (
	"context"
	"database/sql"
	"errors"

	"ashar/internal/civic"
)

func surveyChanges(add func(string, applier)) {
	add(on(saveSurvey))
	add(on(setSurvey))
	add(on(showSurvey))
	add(on(saveQuestionnaire))
	add(on(publishQuestionnaire))
	add(on(dropQuestionnaire))
}

// saveSurvey: a new one is a change of its municipality, a change of it lies in its own scope.
func saveSurvey(tx *Tx, op *Operation, s civic.SaveSurvey) (any, error) {
	if s.Base == 0 {
		if err := tx.once(`INSERT INTO surveys (id, municipality_id, cycle_id, session_id, title_ky, title_ru, title_en, purpose, access, code,
				consent_ky, consent_ru, consent_en, contact, village, before_id, made_by, made_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) ON CONFLICT (id) DO NOTHING`,
			s.ID, op.Scope, nullable(s.Cycle), nullable(s.Session), civic.Said(s.Title.KY), civic.Said(s.Title.RU), civic.Said(s.Title.EN), string(s.Purpose), string(s.Access),
			civic.RandomDigits(surveyCode), civic.Said(s.Consent.KY), civic.Said(s.Consent.RU), civic.Said(s.Consent.EN), s.Contact, s.Village, nullable(s.Before), op.Actor, micros(op.At)); err != nil {
			return nil, err
		}
		if err := tx.surveyNear(op.Scope, s.SurveyText); err != nil {
			return nil, err
		}
		return nil, tx.writeQuestionnaire(op, s.ID, 1, s.Digest, s.Questions, s.File, s.Files)
	}
	var version int64
	var municipality string
	if err := tx.row(`SELECT version, municipality_id FROM surveys WHERE id = $1`, []any{op.Scope}, &version, &municipality); err != nil {
		return nil, err
	}
	if s.ID != op.Scope {
		return nil, civic.E(civic.NotFound, "error.not_found")
	}
	if version != s.Base {
		return nil, civic.E(civic.Conflict, "error.changed_meanwhile")
	}
	if err := tx.surveyNear(municipality, s.SurveyText); err != nil {
		return nil, err
	}
	return nil, tx.must(`UPDATE surveys SET cycle_id = $1, session_id = $2, title_ky = $3, title_ru = $4, title_en = $5, purpose = $6, access = $7,
			consent_ky = $8, consent_ru = $9, consent_en = $10, contact = $11, village = $12, before_id = $13, version = version + 1 WHERE id = $14`,
		nullable(s.Cycle), nullable(s.Session), civic.Said(s.Title.KY), civic.Said(s.Title.RU), civic.Said(s.Title.EN), string(s.Purpose), string(s.Access),
		civic.Said(s.Consent.KY), civic.Said(s.Consent.RU), civic.Said(s.Consent.EN), s.Contact, s.Village, nullable(s.Before), s.ID)
}

// surveyCode is how many digits lead to a survey: sixteen million.
const surveyCode = 8

// surveyNear wants what a survey stands beside to be of its municipality.
func (tx *Tx) surveyNear(municipality string, s civic.SurveyText) error {
	for _, near := range []struct{ id, query string }{
		{s.Cycle, `SELECT count(*) FROM cycles WHERE id = $1 AND municipality_id = $2`},
		{s.Session, `SELECT count(*) FROM sessions WHERE id = $1 AND municipality_id = $2`},
		{s.Before, `SELECT count(*) FROM surveys WHERE id = $1 AND municipality_id = $2`},
	} {
		var n int
		if near.id == "" {
			continue
		}
		if err := tx.row(near.query, []any{near.id, municipality}, &n); err != nil {
			return err
		}
		if n == 0 {
			return civic.E(civic.NotFound, "error.not_found")
		}
	}
	return nil
}

func setSurvey(tx *Tx, op *Operation, s civic.SetSurvey) (any, error) {
	if s.ID != op.Scope {
		return nil, civic.E(civic.NotFound, "error.not_found")
	}
	if !s.Open {
		return nil, tx.must(`UPDATE surveys SET status = 'closed', closed_at = $1, version = version + 1 WHERE id = $2`, micros(op.At), s.ID)
	}
	var published int
	if err := tx.row(`SELECT count(*) FROM questionnaires WHERE survey_id = $1 AND published_at IS NOT NULL`, []any{s.ID}, &published); err != nil {
		return nil, err
	}
	if published == 0 {
		return nil, civic.E(civic.Invalid, "error.survey_unpublished")
	}
	return nil, tx.must(`UPDATE surveys SET status = 'open', closed_at = NULL, opened_at = coalesce(opened_at, $1), version = version + 1 WHERE id = $2`, micros(op.At), s.ID)
}

func showSurvey(tx *Tx, op *Operation, s civic.ShowSurvey) (any, error) {
	if s.ID != op.Scope {
		return nil, civic.E(civic.NotFound, "error.not_found")
	}
	return nil, tx.must(`UPDATE surveys SET published = $1, version = version + 1 WHERE id = $2`, s.Public, s.ID)
}

// working is the version being worked on and the digest of the newest one; number 0 where none is.
func (tx *Tx) working(survey string) (number, newest int, digest string, err error) {
	var published sql.NullInt64
	err = tx.row(`SELECT number, digest, published_at FROM questionnaires WHERE survey_id = $1 ORDER BY number DESC LIMIT 1`, []any{survey}, &newest, &digest, &published)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, 0, "", nil
	}
	if !published.Valid {
		number = newest
	}
	return number, newest, digest, err
}

func saveQuestionnaire(tx *Tx, op *Operation, s civic.SaveQuestionnaire) (any, error) {
	if s.Survey != op.Scope {
		return nil, civic.E(civic.NotFound, "error.not_found")
	}
	number, newest, digest, err := tx.working(s.Survey)
	switch {
	case err != nil:
		return nil, err
	case digest != s.Base:
		return nil, civic.E(civic.Conflict, "error.changed_meanwhile")
	case number == 0:
		number = newest + 1
	}
	files := s.Files
	if files == nil {
		if files, err = tx.questionnaireFiles(s.Survey, newest); err != nil {
			return nil, err
		}
	}
	return nil, tx.writeQuestionnaire(op, s.Survey, number, s.Digest, s.Questions, s.File, files)
}

func (tx *Tx) writeQuestionnaire(op *Operation, survey string, number int, digest string, questions int, file []byte, files map[string][]byte) error {
	if err := tx.exec(`INSERT INTO questionnaires (survey_id, number, file, digest, questions, made_by, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (survey_id, number) DO UPDATE SET file = excluded.file, digest = excluded.digest, questions = excluded.questions, made_by = excluded.made_by, made_at = excluded.made_at`,
		survey, number, file, digest, questions, op.Actor, micros(op.At)); err != nil {
		return err
	}
	if err := tx.exec(`DELETE FROM questionnaire_files WHERE survey_id = $1 AND number = $2`, survey, number); err != nil {
		return err
	}
	for name, content := range files {
		if err := tx.exec(`INSERT INTO questionnaire_files (survey_id, number, name, content) VALUES ($1, $2, $3, $4)`, survey, number, name, content); err != nil {
			return err
		}
	}
	return nil
}

func (tx *Tx) questionnaireFiles(survey string, number int) (map[string][]byte, error) {
	files := map[string][]byte{}
	err := tx.each(`SELECT name, content FROM questionnaire_files WHERE survey_id = $1 AND number = $2`, []any{survey, number}, func(r scanner) error {
		var name string
		var content []byte
		err := r.Scan(&name, &content)
		files[name] = content
		return err
	})
	return files, err
}

func publishQuestionnaire(tx *Tx, op *Operation, p civic.PublishQuestionnaire) (any, error) {
	number, _, digest, err := tx.working(op.Scope)
	switch {
	case err != nil:
		return nil, err
	case number == 0 || p.Survey != op.Scope:
		return nil, civic.E(civic.NotFound, "error.not_found")
	case digest != p.Digest:
		return nil, civic.E(civic.Conflict, "error.changed_meanwhile")
	}
	return nil, tx.must(`UPDATE questionnaires SET published_at = $1 WHERE survey_id = $2 AND number = $3`, micros(op.At), op.Scope, number)
}

func dropQuestionnaire(tx *Tx, op *Operation, d civic.DropQuestionnaire) (any, error) {
	number, newest, _, err := tx.working(op.Scope)
	if err != nil {
		return nil, err
	}
	if number == 0 || newest == 1 || d.Survey != op.Scope { // the first one is all there is
		return nil, civic.E(civic.NotFound, "error.not_found")
	}
	return nil, tx.exec(`DELETE FROM questionnaires WHERE survey_id = $1 AND number = $2`, op.Scope, number)
}

const surveyColumns = `s.id, s.municipality_id, coalesce(s.cycle_id, ''), coalesce(s.session_id, ''), s.title_ky, s.title_ru, s.title_en, s.purpose, s.status, s.access, s.code,
	s.consent_ky, s.consent_ru, s.consent_en, s.contact, s.village, s.published, coalesce(s.before_id, ''), s.needs, s.opened_at, s.closed_at, s.made_at, s.version,
	coalesce((SELECT max(number) FROM questionnaires q WHERE q.survey_id = s.id AND q.published_at IS NOT NULL), 0),
	coalesce((SELECT max(number) FROM questionnaires q WHERE q.survey_id = s.id AND q.published_at IS NULL), 0),
	coalesce((SELECT questions FROM questionnaires q WHERE q.survey_id = s.id ORDER BY number DESC LIMIT 1), 0),
	(SELECT count(*) FROM responses r WHERE r.survey_id = s.id AND r.withdrawn = 0 AND r.excluded = '')`

func scanSurvey(r scanner, s *civic.Survey) error {
	var opened, closed sql.NullInt64
	var made int64
	err := r.Scan(&s.ID, &s.Municipality, &s.Cycle, &s.Session, &s.Title.KY, &s.Title.RU, &s.Title.EN, &s.Purpose, &s.Status, &s.Access, &s.Code,
		&s.Consent.KY, &s.Consent.RU, &s.Consent.EN, &s.Contact, &s.Village, &s.Public, &s.Before, &s.Needs, &opened, &closed, &made, &s.Version,
		&s.Published, &s.Working, &s.Questions, &s.Responses)
	if opened.Valid {
		s.OpenedAt = fromMicros(opened.Int64)
	}
	if closed.Valid {
		s.ClosedAt = fromMicros(closed.Int64)
	}
	s.MadeAt = fromMicros(made)
	return err
}

// Surveys of a municipality, newest first.
func (s *Store) Surveys(ctx context.Context, municipality string) ([]civic.Survey, error) {
	return list(ctx, s, `SELECT `+surveyColumns+` FROM surveys s WHERE s.municipality_id = $1 ORDER BY s.made_at DESC, s.id DESC`, []any{municipality}, scanSurvey)
}

// SurveysOf a cycle, newest first.
func (s *Store) SurveysOf(ctx context.Context, cycle string) ([]civic.Survey, error) {
	return list(ctx, s, `SELECT `+surveyColumns+` FROM surveys s WHERE s.cycle_id = $1 ORDER BY s.made_at DESC, s.id DESC`, []any{cycle}, scanSurvey)
}

// Survey by its id.
func (s *Store) Survey(ctx context.Context, id string) (civic.Survey, error) {
	return s.oneSurvey(ctx, `s.id = $1`, id)
}

// SurveyByCode is the survey that a code leads to, whatever its state.
func (s *Store) SurveyByCode(ctx context.Context, code string) (civic.Survey, error) {
	return s.oneSurvey(ctx, `s.code = $1`, code)
}

func (s *Store) oneSurvey(ctx context.Context, where, value string) (civic.Survey, error) {
	all, err := list(ctx, s, `SELECT `+surveyColumns+` FROM surveys s WHERE `+where, []any{value}, scanSurvey)
	if err == nil && len(all) == 0 {
		err = civic.E(civic.NotFound, "error.not_found")
	}
	if err != nil {
		return civic.Survey{}, err
	}
	return all[0], nil
}

// Questionnaire is a version of a survey's questions; number 0 is the newest, published or not.
func (s *Store) Questionnaire(ctx context.Context, survey string, number int) (q civic.Questionnaire, err error) {
	var made int64
	var published sql.NullInt64
	err = s.row(ctx, `SELECT survey_id, number, file, digest, questions, made_at, published_at FROM questionnaires
		WHERE survey_id = $1 AND (number = $2 OR $2 = 0) ORDER BY number DESC LIMIT 1`, []any{survey, number}, &q.Survey, &q.Number, &q.File, &q.Digest, &q.Questions, &made, &published)
	q.MadeAt = fromMicros(made)
	if published.Valid {
		q.PublishedAt = fromMicros(published.Int64)
	}
	return q, err
}

// Questionnaires are a survey's versions without their files, newest first.
func (s *Store) Questionnaires(ctx context.Context, survey string) ([]civic.Questionnaire, error) {
	return list(ctx, s, `SELECT survey_id, number, digest, questions, made_at, published_at FROM questionnaires WHERE survey_id = $1 ORDER BY number DESC`, []any{survey},
		func(r scanner, q *civic.Questionnaire) error {
			var made int64
			var published sql.NullInt64
			err := r.Scan(&q.Survey, &q.Number, &q.Digest, &q.Questions, &made, &published)
			q.MadeAt = fromMicros(made)
			if published.Valid {
				q.PublishedAt = fromMicros(published.Int64)
			}
			return err
		})
}

// QuestionnaireFile is a file that a version names: choices as CSV, a picture.
func (s *Store) QuestionnaireFile(ctx context.Context, survey string, number int, name string) (content []byte, err error) {
	err = s.row(ctx, `SELECT content FROM questionnaire_files WHERE survey_id = $1 AND number = $2 AND name = $3`, []any{survey, number, name}, &content)
	return content, err
}

// QuestionnaireFiles are the names of the files that a version has.
func (s *Store) QuestionnaireFiles(ctx context.Context, survey string, number int) ([]string, error) {
	return list(ctx, s, `SELECT name FROM questionnaire_files WHERE survey_id = $1 AND number = $2 ORDER BY name`, []any{survey, number}, func(r scanner, name *string) error { return r.Scan(name) })
}
