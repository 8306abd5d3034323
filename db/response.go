package db

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strconv"
	"time"

	"ashar/internal/civic"
)

// AcceptResponse takes a response once. The same id with the same content is answered as the first time;
// with other content it is a Conflict, and what came is kept for a person (response_conflicts). sent is
// what was sent, as it was sent; r.Answers what of it is kept; files the pictures that answers name. spend is the hash of a slip or of a
// phone's mark that answers once, "" for none: it is spent with the response and nothing ties the two.
func (s *Store) AcceptResponse(ctx context.Context, r civic.Response, sent []byte, files map[string][]byte, spend string) error {
	if err := r.Validate(); err != nil {
		return err
	}
	digest := s.responseDigest(r, sent, files)
	var conflict bool
	err := s.quietlyOf(ctx, r.Survey, func(tx *Tx) error {
		conflict = false
		var had, survey string
		err := tx.row(`SELECT digest, survey_id FROM responses WHERE id = $1`, []any{r.ID}, &had, &survey)
		switch {
		case err == nil && survey != r.Survey:
			return civic.E(civic.Conflict, "error.operation_reused")
		case err == nil && had == digest:
			return nil
		case err == nil:
			conflict = true
			return tx.exec(`INSERT INTO response_conflicts (id, response_id, survey_id, number, answers, digest, received_at) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (response_id, digest) DO NOTHING`,
				s.IDs.New(), r.ID, r.Survey, r.Number, string(r.Answers), digest, micros(s.now()))
		case !errors.Is(err, sql.ErrNoRows):
			return err
		}
		var published sql.NullInt64
		err = tx.row(`SELECT published_at FROM questionnaires WHERE survey_id = $1 AND number = $2`, []any{r.Survey, r.Number}, &published)
		if errors.Is(err, sql.ErrNoRows) || err == nil && !published.Valid {
			return civic.E(civic.NotFound, "error.response_version", "number", r.Number)
		}
		if err != nil {
			return err
		}
		if spend != "" {
			if err := tx.spend(r.Survey, spend); err != nil {
				return err
			}
		}
		for name, content := range files {
			if err := tx.keepPicture(r.Survey, r.ID, name, content); err != nil {
				return err
			}
		}
		return tx.exec(`INSERT INTO responses (id, survey_id, number, mode, unit_id, lang, answers, digest, seconds, interviewer, began_at, received_at, withdrawal, blank, turn, nth)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, `+turnNow+`, (SELECT coalesce(max(nth), 0) + 1 FROM responses WHERE survey_id = $2))`,
			r.ID, r.Survey, r.Number, string(r.Mode), nullable(r.Unit), r.Lang, string(r.Answers), digest, r.Seconds, r.Interviewer, micros(r.BeganAt), micros(s.now()), s.withdrawal(r.Survey, civic.WithdrawCode(r.ID)), r.Blank)
	})
	if err == nil && conflict {
		err = civic.E(civic.Conflict, "error.response_other")
	}
	return err
}

// responseDigest is of what came, keyed so that short answers cannot be guessed from it.
func (s *Store) responseDigest(r civic.Response, sent []byte, files map[string][]byte) string {
	parts := []string{"response", r.Survey, strconv.Itoa(r.Number), string(r.Mode), r.Unit, string(sent)}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		parts = append(parts, name, string(files[name]))
	}
	return sum(hmac.New(sha256.New, s.key), parts...)
}

// withdrawal is how the code of a response is kept.
func (s *Store) withdrawal(survey, code string) string {
	return sum(hmac.New(sha256.New, s.key), "withdrawal", survey, code)
}

// spend uses a slip up, or notes that a phone has answered.
func (tx *Tx) spend(survey, hash string) error {
	var number int
	var used bool
	err := tx.row(`SELECT number, used FROM survey_slips WHERE hash = $1 AND survey_id = $2`, []any{hash, survey}, &number, &used)
	if errors.Is(err, sql.ErrNoRows) {
		return tx.exec(`INSERT INTO survey_slips (hash, survey_id, number, used) VALUES ($1, $2, 0, 1)`, hash, survey)
	}
	if err == nil && used {
		err = civic.E(civic.Gone, "error.survey_answered")
	}
	if err != nil {
		return err
	}
	return tx.exec(`UPDATE survey_slips SET used = 1 WHERE hash = $1`, hash)
}

// turnNow is what the survey's pulse will be when the write that says it is done: each write has its own.
const turnNow = `(SELECT pulse + 1 FROM surveys s WHERE s.id = $2)`

// quietlyOf writes what respondents do into a survey: not journaled, counted for who watches.
func (s *Store) quietlyOf(ctx context.Context, survey string, do func(*Tx) error) error {
	err := s.write(ctx, func(tx *Tx) error {
		if err := do(tx); err != nil {
			return err
		}
		return tx.exec(`UPDATE surveys SET pulse = pulse + 1 WHERE id = $1`, survey)
	})
	if err == nil {
		s.tellSoon(survey)
	}
	return err
}

// WithdrawResponse takes a response back by its code: its answers go, that there was one stays.
func (s *Store) WithdrawResponse(ctx context.Context, survey, code string) error {
	return s.quietlyOf(ctx, survey, func(tx *Tx) error {
		var id string
		var n int
		err := tx.row(`SELECT max(id), count(*) FROM responses WHERE survey_id = $1 AND withdrawal = $2 HAVING count(*) > 0`, []any{survey, s.withdrawal(survey, code)}, &id, &n)
		if n > 1 { // chance gave two the same; nobody's answers go for another's
			return civic.E(civic.Conflict, "error.response_code_twice")
		}
		if errors.Is(err, sql.ErrNoRows) {
			return civic.E(civic.NotFound, "error.response_code")
		}
		if err != nil {
			return err
		}
		for _, query := range []string{
			`UPDATE responses SET answers = '{}', blank = '', withdrawn = 1, excluded = '', version = version + 1, turn = (SELECT pulse + 1 FROM surveys s WHERE s.id = survey_id) WHERE id = $1`,
			`DELETE FROM response_edits WHERE response_id = $1`, `DELETE FROM response_conflicts WHERE response_id = $1`,
			`DELETE FROM response_tags WHERE response_id = $1`, `DELETE FROM response_files WHERE response_id = $1`,
			`UPDATE keyings SET answers = '{}' WHERE response_id = $1`,
		} {
			if err := tx.exec(query, id); err != nil {
				return err
			}
		}
		return nil
	})
}

// Responses of a survey that arrived or changed after a turn (civic.Response.Turn), in the order of turns, one by
// one: there may be many. Each is the newest state; what each is given does not last.
func (s *Store) Responses(ctx context.Context, survey string, after int64, each func(*civic.Response) error) error {
	return s.eachResponse(ctx, `survey_id = $1 AND turn > $2 ORDER BY turn, seq`, []any{survey, after}, each)
}

// ResponsesFrom are some responses of a survey in the order of arrival, after one of them.
func (s *Store) ResponsesFrom(ctx context.Context, survey string, after int64, most int, each func(*civic.Response) error) error {
	return s.eachResponse(ctx, `survey_id = $1 AND seq > $2 ORDER BY seq LIMIT $3`, []any{survey, after, most}, each)
}

func (s *Store) eachResponse(ctx context.Context, where string, args []any, each func(*civic.Response) error) error {
	return s.each(ctx, `SELECT `+responseColumns+` FROM responses WHERE `+where, args, func(r scanner) error {
		var rec civic.Response
		if err := scanResponse(r, &rec); err != nil {
			return err
		}
		return each(&rec)
	})
}

// Response of a survey by its id.
func (s *Store) Response(ctx context.Context, survey, id string) (civic.Response, error) {
	all, err := list(ctx, s, `SELECT `+responseColumns+` FROM responses WHERE survey_id = $1 AND id = $2`, []any{survey, id}, scanResponse)
	if err == nil && len(all) == 0 {
		err = civic.E(civic.NotFound, "error.not_found")
	}
	if err != nil {
		return civic.Response{}, err
	}
	return all[0], nil
}

const responseColumns = `seq, id, survey_id, number, mode, coalesce(unit_id, ''), lang, answers, seconds, interviewer, began_at, received_at, withdrawn, excluded, version, turn, blank, nth`

func scanResponse(r scanner, rec *civic.Response) error {
	var began, received int64
	var answers string
	err := r.Scan(&rec.Seq, &rec.ID, &rec.Survey, &rec.Number, &rec.Mode, &rec.Unit, &rec.Lang, &answers, &rec.Seconds, &rec.Interviewer, &began, &received, &rec.Withdrawn, &rec.Excluded, &rec.Version, &rec.Turn, &rec.Blank, &rec.Nth)
	rec.Answers, rec.BeganAt, rec.ReceivedAt = json.RawMessage(answers), fromMicros(began), fromMicros(received)
	return err
}

// draftLife is how long answers under way are kept for who comes back.
const draftLife = 30 * 24 * time.Hour

// SaveDraft keeps answers under way; those long left go.
func (s *Store) SaveDraft(ctx context.Context, d civic.ResponseDraft) error {
	if !civic.ValidID(d.ID) {
		return civic.E(civic.Invalid, "error.id")
	}
	return s.write(ctx, func(tx *Tx) error {
		for _, query := range []string{
			`DELETE FROM response_files WHERE response_id IN (SELECT id FROM response_drafts WHERE updated_at < $1)`,
			`DELETE FROM response_drafts WHERE updated_at < $1`,
		} {
			if err := tx.exec(query, micros(s.now().Add(-draftLife))); err != nil {
				return err
			}
		}
		n, err := tx.affect(`INSERT INTO response_drafts (id, survey_id, number, mode, unit_id, lang, mark, answers, place, began_at, updated_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
			ON CONFLICT (id) DO UPDATE SET unit_id = excluded.unit_id, lang = excluded.lang, answers = excluded.answers, place = excluded.place, updated_at = excluded.updated_at
			WHERE survey_id = excluded.survey_id AND number = excluded.number`,
			d.ID, d.Survey, d.Number, string(d.Mode), nullable(d.Unit), d.Lang, d.Mark, string(d.Answers), d.Place, micros(d.BeganAt), micros(s.now()))
		if err == nil && n == 0 {
			err = civic.E(civic.Conflict, "error.operation_reused")
		}
		return err
	})
}

// Draft of a survey by its id, which is known to nobody but the browser that answers.
func (s *Store) Draft(ctx context.Context, survey, id string) (d civic.ResponseDraft, err error) {
	var answers string
	var began int64
	err = s.row(ctx, `SELECT id, survey_id, number, mode, coalesce(unit_id, ''), lang, mark, answers, place, began_at FROM response_drafts WHERE survey_id = $1 AND id = $2`, []any{survey, id},
		&d.ID, &d.Survey, &d.Number, &d.Mode, &d.Unit, &d.Lang, &d.Mark, &answers, &d.Place, &began)
	d.Answers, d.BeganAt = json.RawMessage(answers), fromMicros(began)
	return d, err
}

// DropDraft lets answers under way go: they became a response, or nobody wants them.
func (s *Store) DropDraft(ctx context.Context, survey, id string) error {
	return s.write(ctx, func(tx *Tx) error {
		return tx.exec(`DELETE FROM response_drafts WHERE survey_id = $1 AND id = $2`, survey, id)
	})
}

// DraftOf is the newest answers under way of a phone, "" for none.
func (s *Store) DraftOf(ctx context.Context, survey, mark string) (id string, err error) {
	err = s.row(ctx, `SELECT id FROM response_drafts WHERE survey_id = $1 AND mark = $2 ORDER BY updated_at DESC LIMIT 1`, []any{survey, mark}, &id)
	if civic.KindOf(err) == civic.NotFound {
		err = nil
	}
	return id, err
}

// SurveySlip is a printed slip, or a phone that has answered, by the hash of what it keeps; NotFound where there is none.
func (s *Store) SurveySlip(ctx context.Context, survey, hash string) (unit string, used bool, err error) {
	err = s.row(ctx, `SELECT coalesce(unit_id, ''), used FROM survey_slips WHERE hash = $1 AND survey_id = $2`, []any{hash, survey}, &unit, &used)
	return unit, used, err
}

// AddContact keeps how somebody can be reached, once for each op, with nothing that leads to a response. The key is
// made of the op so that it tells neither when nor in which order.
func (s *Store) AddContact(ctx context.Context, survey, op string, c civic.Contact) error {
	if err := c.Validate(); err != nil {
		return err
	}
	if !civic.ValidID(op) {
		return civic.E(civic.Invalid, "error.operation_id")
	}
	return s.write(ctx, func(tx *Tx) error {
		return tx.exec(`INSERT INTO survey_contacts (id, survey_id, name, phone) VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO NOTHING`,
			sum(hmac.New(sha256.New, s.key), "contact", survey, op), survey, civic.Said(c.Name), civic.Said(c.Phone))
	})
}

// AddDraftFile keeps a picture of answers under way, in the place of the one before under that name.
func (s *Store) AddDraftFile(ctx context.Context, survey, draft, name string, content []byte) error {
	return s.write(ctx, func(tx *Tx) error {
		var there int
		if err := tx.row(`SELECT count(*) FROM response_drafts WHERE id = $1 AND survey_id = $2`, []any{draft, survey}, &there); err != nil {
			return err
		}
		if there == 0 {
			return civic.E(civic.NotFound, "error.ask_gone")
		}
		return tx.keepPicture(survey, draft, name, content)
	})
}

func (tx *Tx) keepPicture(survey, response, name string, content []byte) error {
	return tx.exec(`INSERT INTO response_files (survey_id, response_id, name, content) VALUES ($1, $2, $3, $4)
		ON CONFLICT (response_id, name) DO UPDATE SET content = excluded.content`, survey, response, name, content)
}

// ResponseFile is a picture of a response.
func (s *Store) ResponseFile(ctx context.Context, survey, response, name string) (content []byte, err error) {
	err = s.row(ctx, `SELECT content FROM response_files WHERE survey_id = $1 AND response_id = $2 AND name = $3`, []any{survey, response, name}, &content)
	return content, err
}

// ResponseFiles are the names of a response's pictures.
func (s *Store) ResponseFiles(ctx context.Context, survey, response string) ([]string, error) {
	return list(ctx, s, `SELECT name FROM response_files WHERE survey_id = $1 AND response_id = $2 ORDER BY name`, []any{survey, response}, func(r scanner, name *string) error { return r.Scan(name) })
}

// SurveyContacts are kept under random keys, so their order tells nothing.
func (s *Store) SurveyContacts(ctx context.Context, survey string) ([]civic.Contact, error) {
	return list(ctx, s, `SELECT name, phone FROM survey_contacts WHERE survey_id = $1 ORDER BY id`, []any{survey}, func(r scanner, c *civic.Contact) error { return r.Scan(&c.Name, &c.Phone) })
}
