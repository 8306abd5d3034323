package db

import (
	"context"

	"ashar/internal/civic"
)

func remarkChanges(add func(string, applier)) {
	add(on(saveRemark))
	add(on(withdrawRemark))
}

func saveRemark(tx *Tx, op *Operation, s civic.SaveRemark) (any, error) {
	if err := tx.mustBeOpen(op.Scope); err != nil {
		return nil, err
	}
	fields := map[string]string{}
	for _, name := range civic.RemarkFields {
		if text, ok := s.Fields[name]; ok {
			fields[name] = civic.Said(text)
		}
	}
	if s.Base > 0 {
		return tx.edit(op, "remark", s.ID, s.Base, fields)
	}
	if err := tx.exec(`INSERT INTO remarks (id, session_id, sort, text, answer, office, due, clock, made_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, s.ID, op.Scope, s.Sort, fields["text"], fields["answer"], fields["office"],
		fields["due"], fields["clock"], micros(op.ClientAt)); err != nil {
		return nil, err
	}
	return edited{Version: 1}, tx.begin(op, "remark", s.ID, fields)
}

func withdrawRemark(tx *Tx, op *Operation, w civic.WithdrawRemark) (any, error) {
	if err := tx.mustBeOpen(op.Scope); err != nil {
		return nil, err
	}
	return nil, tx.must(`UPDATE remarks SET withdrawn = $1, reason = $2 WHERE id = $3 AND session_id = $4`,
		flag(w.Withdrawn), reasonOf(w.Withdrawn, w.Reason), w.ID, op.Scope)
}

// Remarks reads questions, opinions and incidents of a session, withdrawn ones too, in the order they came.
func (s *Store) Remarks(ctx context.Context, session string) ([]civic.Remark, error) {
	return list(ctx, s, `SELECT m.id, m.sort, m.text, m.answer, m.office, m.due, m.clock, m.withdrawn, m.reason, m.version, m.made_at,
			(SELECT count(*) FROM edits e WHERE e.subject = m.id AND e.state = 'rival')
		FROM remarks m WHERE m.session_id = $1 ORDER BY m.made_at, m.id`, []any{session}, func(r scanner, m *civic.Remark) error {
		var at int64
		err := r.Scan(&m.ID, &m.Sort, &m.Text, &m.Answer, &m.Office, &m.Due, &m.Clock, &m.Withdrawn, &m.Reason, &m.Version, &at, &m.Rivals)
		m.At = fromMicros(at)
		return err
	})
}
