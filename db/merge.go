package db

import (
	"ashar/internal/civic"
)

// mergePriorities makes a card of several and points them at it; nothing of theirs changes.
func mergePriorities(tx *Tx, op *Operation, m civic.MergePriorities) (any, error) {
	if err := tx.mustBeOpen(op.Scope); err != nil {
		return nil, err
	}
	parts := make([]civic.Priority, len(m.Parts))
	for i, id := range m.Parts {
		if err := tx.mustBeActive(op.Scope, id); err != nil {
			return nil, err
		}
		if err := tx.mustBeFree(op.Scope, id); err != nil {
			return nil, err
		}
		dest, finish := priorityDest(&parts[i])
		if err := tx.row(`SELECT `+priorityColumns+` FROM priorities p WHERE p.id = $1`, []any{id}, dest...); err != nil {
			return nil, err
		}
		finish()
	}
	if err := tx.insertPriority(op, m.ID, parts[0].Place, civic.Merged(parts)); err != nil {
		return nil, err
	}
	for _, id := range m.Parts {
		if err := tx.exec(`UPDATE priorities SET merged_into = $1 WHERE id = $2`, m.ID, id); err != nil {
			return nil, err
		}
	}
	return nil, nil
}

// unmergePriority lets the parts stand alone again, exactly as they were.
func unmergePriority(tx *Tx, op *Operation, u civic.UnmergePriority) (any, error) {
	if err := tx.mustBeOpen(op.Scope); err != nil {
		return nil, err
	}
	if err := tx.mustBeActive(op.Scope, u.ID); err != nil {
		return nil, err
	}
	if err := tx.mustBeFree(op.Scope, u.ID); err != nil {
		return nil, err
	}
	n, err := tx.affect(`UPDATE priorities SET merged_into = NULL WHERE merged_into = $1 AND session_id = $2`, u.ID, op.Scope)
	if err != nil {
		return nil, err
	}
	if n == 0 {
		return nil, civic.E(civic.Conflict, "error.priority_not_merged")
	}
	// What was said onto the merged card itself belongs to none of the parts, nor do photos taken of it.
	if err := tx.exec(`UPDATE statements SET priority_id = NULL WHERE priority_id = $1`, u.ID); err != nil {
		return nil, err
	}
	if err := tx.exec(`UPDATE photos SET priority_id = NULL WHERE priority_id = $1`, u.ID); err != nil {
		return nil, err
	}
	return nil, tx.exec(`UPDATE priorities SET dissolved = 1 WHERE id = $1`, u.ID)
}
