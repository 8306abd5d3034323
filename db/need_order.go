package db

import (
	"encoding/json"
	"errors"
	"strings"

	"ashar/internal/civic"
)

// orderNeeds keeps an order by hand beside the rule's; the newest stands.
func orderNeeds(tx *Tx, op *Operation, o civic.OrderNeeds) (any, error) {
	var last int
	if err := tx.row(`SELECT coalesce(max(number), 0) FROM need_orders WHERE cycle_id = $1`, []any{op.Scope}, &last); err != nil {
		return nil, err
	}
	if last != o.Base {
		return nil, civic.E(civic.Conflict, "error.changed_meanwhile")
	}
	rule, e1 := json.Marshal(o.Rule)
	computed, e2 := json.Marshal(append([]string{}, o.Computed...))
	ordered, e3 := json.Marshal(append([]string{}, o.Ordered...))
	if err := errors.Join(e1, e2, e3); err != nil {
		return nil, err
	}
	return nil, tx.exec(`INSERT INTO need_orders (cycle_id, number, rule, computed, ordered, reason, made_by, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		op.Scope, last+1, string(rule), string(computed), string(ordered), strings.TrimSpace(o.Reason), op.Actor, micros(op.At))
}

// answerDivergence keeps why a need stands low; a later answer takes the place of the one before.
func answerDivergence(tx *Tx, op *Operation, a civic.AnswerDivergence) (any, error) {
	n, err := tx.affect(`INSERT INTO divergence_answers (cycle_id, audience, need_id, answer, made_by, made_at)
		SELECT $1, $2, n.id, $3, $4, $5 FROM needs n WHERE n.id = $6 AND n.cycle_id = $1
		ON CONFLICT (cycle_id, audience, need_id) DO UPDATE SET answer = excluded.answer, made_by = excluded.made_by, made_at = excluded.made_at`,
		op.Scope, string(a.Audience), strings.TrimSpace(a.Answer), op.Actor, micros(op.At), a.Need)
	if err == nil && n == 0 {
		err = civic.E(civic.NotFound, "error.not_found")
	}
	return nil, err
}
