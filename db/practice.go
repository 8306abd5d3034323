package db

import (
	"database/sql"
	"errors"

	"ashar/internal/civic"
)

func practiceChanges(add func(string, applier)) {
	add(on(makePractice))
	add(on(dropPractice))
}

// makePractice's scope is the municipality. It borrows the newest cycle, its
// first village and its first audience.
func makePractice(tx *Tx, op *Operation, p civic.MakePractice) (any, error) {
	var cycle, audience, village string
	err := tx.row(`SELECT c.id, a.id, v.id FROM cycles c JOIN audiences a ON a.cycle_id = c.id AND a.retired = 0
		JOIN cycle_villages w ON w.cycle_id = c.id JOIN units v ON v.id = w.village_id
		WHERE c.municipality_id = $1 ORDER BY c.starts DESC, c.id DESC, a.place, v.code LIMIT 1`, []any{op.Scope}, &cycle, &audience, &village)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, civic.E(civic.Conflict, "error.practice_nowhere")
	}
	if err != nil {
		return nil, err
	}
	return nil, tx.once(`INSERT INTO sessions (id, cycle_id, municipality_id, village_id, audience_id, status, practice, date, starts, ends, moderator_id, language, code)
		VALUES ($1, $2, $3, $4, $5, 'planned', 1, $6, $7, $8, $9, 'ky', $10) ON CONFLICT (id) DO NOTHING`,
		p.Session, cycle, op.Scope, village, audience, p.Date, p.Starts, p.Ends, nullable(p.Person), shortCode(p.Session))
}

// dropPractice deletes the session wholly: its rows go by ON DELETE CASCADE,
// which a test proves for every table that names a session. Thrown away twice
// is thrown away.
func dropPractice(tx *Tx, op *Operation, p civic.DropPractice) (any, error) {
	n, err := tx.affect(`DELETE FROM sessions WHERE id = $1 AND municipality_id = $2 AND practice = 1`, p.Session, op.Scope)
	if err != nil || n == 0 {
		return nil, err
	}
	if err := tx.dropLooseFiles(); err != nil {
		return nil, err
	}
	return nil, tx.exec(`DELETE FROM journal WHERE scope = $1`, p.Session)
}
