package db

import (
	"context"
	"strings"

	"ashar/internal/civic"
)

func letterChanges(add func(string, applier)) {
	add(on(saveLetter))
	add(on(answerLetter))
}

func saveLetter(tx *Tx, op *Operation, s civic.SaveLetter) (any, error) {
	if s.SentOn > civic.Today(op.At) {
		return nil, civic.Bad("sent_on", "error.future")
	}
	if s.Base == 0 {
		return nil, tx.addLetter(op, s)
	}
	had, err := tx.letterAt(op, s.ID, s.Base)
	if err != nil {
		return nil, err
	}
	if had.AnsweredOn != "" {
		return nil, civic.E(civic.Conflict, "error.letter_answered")
	}
	if had.Sent() { // its words stay as they were sent
		s.Addressee, s.Text = had.Addressee, had.Text
	}
	return nil, tx.exec(`UPDATE letters SET number = $1, addressee = $2, text_ky = $3, text_ru = $4, signed_by = $5, sent_on = $6, answer_due = $7,
		version = version + 1 WHERE id = $8`, strings.TrimSpace(s.Number), strings.TrimSpace(s.Addressee), strings.TrimSpace(s.Text.KY),
		strings.TrimSpace(s.Text.RU), strings.TrimSpace(s.SignedBy), s.SentOn, s.AnswerDue, s.ID)
}

func (tx *Tx) addLetter(op *Operation, s civic.SaveLetter) error {
	if s.Reminds != "" {
		had, err := tx.letterAt(op, s.Reminds, 0)
		if err != nil {
			return err
		}
		s.Need = had.Need
	}
	n, err := tx.affect(`INSERT INTO letters (id, cycle_id, need_id, reminds, number, addressee, text_ky, text_ru, signed_by, sent_on, answer_due, made_at)
		SELECT $1, $2, n.id, $3, $4, $5, $6, $7, $8, $9, $10, $11 FROM needs n WHERE n.id = $12 AND n.cycle_id = $2`,
		s.ID, op.Scope, nullable(s.Reminds), strings.TrimSpace(s.Number), strings.TrimSpace(s.Addressee), strings.TrimSpace(s.Text.KY),
		strings.TrimSpace(s.Text.RU), strings.TrimSpace(s.SignedBy), s.SentOn, s.AnswerDue, micros(op.At), s.Need)
	if err == nil && n == 0 {
		err = civic.E(civic.NotFound, "error.not_found")
	}
	return err
}

// letterAt reads a letter of the cycle; at another version than base it is a Conflict, 0 takes any.
func (tx *Tx) letterAt(op *Operation, id string, base int64) (l civic.Letter, err error) {
	err = tx.each(`SELECT need_id, addressee, text_ky, text_ru, sent_on, answered_on, version FROM letters WHERE id = $1 AND cycle_id = $2`,
		[]any{id, op.Scope}, func(r scanner) error {
			l.ID = id
			return r.Scan(&l.Need, &l.Addressee, &l.Text.KY, &l.Text.RU, &l.SentOn, &l.AnsweredOn, &l.Version)
		})
	switch {
	case err != nil:
	case l.ID == "":
		err = civic.E(civic.NotFound, "error.not_found")
	case base != 0 && l.Version != base:
		err = civic.E(civic.Conflict, "error.changed_meanwhile")
	}
	return l, err
}

func answerLetter(tx *Tx, op *Operation, a civic.AnswerLetter) (any, error) {
	l, err := tx.letterAt(op, a.ID, a.Base)
	if err != nil {
		return nil, err
	}
	if !l.Sent() {
		return nil, civic.Bad("answered_on", "error.letter_not_sent")
	}
	if a.AnsweredOn < l.SentOn {
		return nil, civic.Bad("answered_on", "error.letter_answer_before")
	}
	return nil, tx.exec(`UPDATE letters SET answered_on = $1, answer = $2, version = version + 1 WHERE id = $3`, a.AnsweredOn, strings.TrimSpace(a.Answer), a.ID)
}

// Letters of a cycle, oldest first.
func (s *Store) Letters(ctx context.Context, cycle string) ([]civic.Letter, error) {
	return list(ctx, s, `SELECT l.id, l.cycle_id, l.need_id, n.title_ky, n.title_ru, n.title_en, n.code, coalesce(l.reminds, ''), l.number, l.addressee,
			l.text_ky, l.text_ru, l.signed_by, l.sent_on, l.answer_due, l.answered_on, l.answer, l.version, l.made_at
		FROM letters l JOIN needs n ON n.id = l.need_id WHERE l.cycle_id = $1 ORDER BY l.made_at, l.id`, []any{cycle}, func(r scanner, l *civic.Letter) error {
		var at int64
		err := r.Scan(&l.ID, &l.Cycle, &l.Need, &l.NeedTitle.KY, &l.NeedTitle.RU, &l.NeedTitle.EN, &l.NeedCode, &l.Reminds, &l.Number, &l.Addressee,
			&l.Text.KY, &l.Text.RU, &l.SignedBy, &l.SentOn, &l.AnswerDue, &l.AnsweredOn, &l.Answer, &l.Version, &at)
		l.At = fromMicros(at)
		return err
	})
}
