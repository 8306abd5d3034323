package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"strconv"
	"strings"

	"ashar/internal/civic"
)

// keepAllocation keeps a division if what it was made of still stands: the
// rules, the money and every cost.
func keepAllocation(tx *Tx, op *Operation, k civic.KeepAllocation) (any, error) {
	rules, at, err := tx.budgetRules(op.Scope)
	if err != nil {
		return nil, err
	}
	if at == 0 || !rules.Drawn() {
		return nil, civic.E(civic.Conflict, "error.budget_undeclared")
	}
	var money int64
	if err := tx.row(`SELECT coalesce(sum(amount), 0) FROM envelopes WHERE cycle_id = $1 AND year = $2 AND gone = 0`, []any{op.Scope, k.Division.Year}, &money); err != nil {
		return nil, err
	}
	same, err := tx.sameCosts(op.Scope, k.Division)
	if err != nil {
		return nil, err
	}
	if !rules.Same(k.Rules) || money != k.Division.Budget || !same {
		return nil, civic.E(civic.Conflict, "error.changed_meanwhile")
	}
	rule, err1 := encode(k.Rules)
	body, err2 := encode(k.Division)
	winners, err3 := encode(append([]string{}, k.Winners...))
	if err := errors.Join(err1, err2, err3); err != nil {
		return nil, err
	}
	return nil, tx.once(`INSERT INTO allocations (id, cycle_id, number, rule, body, election, winners, made_by, made_at)
		VALUES ($1, $2, 1 + (SELECT coalesce(max(o.number), 0) FROM allocations o WHERE o.cycle_id = $2), $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING`,
		k.ID, op.Scope, rule, body, k.Election, winners, op.Actor, micros(op.At))
}

// sameCosts reports whether the lines have the costs that stand.
func (tx *Tx) sameCosts(cycle string, d civic.Division) (bool, error) {
	stands := map[string]int64{}
	err := tx.each(`SELECT need_id, cost FROM estimates WHERE cycle_id = $1 ORDER BY made_at, id`, []any{cycle}, func(r scanner) error {
		var need string
		var cost int64
		err := r.Scan(&need, &cost)
		stands[need] = cost
		return err
	})
	for _, l := range d.Lines {
		if stands[l.Need] != l.Cost {
			return false, err
		}
	}
	return true, err
}

// allocation of the scope that is not adopted yet, of the version that was read.
func (tx *Tx) openAllocation(op *Operation, id string, base int64) (civic.Allocation, error) {
	var rule, body, winners, overrides string
	var version int64
	var adopted sql.NullInt64
	err := tx.row(`SELECT rule, body, winners, overrides, adopted_at, version FROM allocations WHERE id = $1 AND cycle_id = $2`, []any{id, op.Scope},
		&rule, &body, &winners, &overrides, &adopted, &version)
	if errors.Is(err, sql.ErrNoRows) {
		return civic.Allocation{}, civic.E(civic.NotFound, "error.not_found")
	}
	if err != nil {
		return civic.Allocation{}, err
	}
	if adopted.Valid {
		return civic.Allocation{}, civic.E(civic.Conflict, "error.budget_adopted")
	}
	if version != base {
		return civic.Allocation{}, civic.E(civic.Conflict, "error.changed_meanwhile")
	}
	return allocationOf(rule, body, winners, overrides)
}

func allocationOf(rule, body, winners, overrides string) (a civic.Allocation, err error) {
	err = errors.Join(json.Unmarshal([]byte(rule), &a.Rules), json.Unmarshal([]byte(body), &a.Division),
		json.Unmarshal([]byte(winners), &a.Winners), json.Unmarshal([]byte(overrides), &a.Overrides))
	return a, err
}

func overrideAllocation(tx *Tx, op *Operation, o civic.OverrideAllocation) (any, error) {
	a, err := tx.openAllocation(op, o.ID, o.Base)
	if err != nil {
		return nil, err
	}
	by, err := tx.personName(op.Actor)
	if err != nil {
		return nil, err
	}
	add := civic.Override{Need: o.Need, In: o.In, Reason: strings.TrimSpace(o.Reason), By: by, At: op.At}
	withheld, err := tx.withheld(op.Scope)
	if err != nil {
		return nil, err
	}
	if d := withheld[o.Need]; d != nil && o.In {
		add.Against = d.Outcome
	}
	if err := a.Decide(add); err != nil {
		return nil, err
	}
	text, err := encode(append(a.Overrides, add))
	if err != nil {
		return nil, err
	}
	return nil, tx.exec(`UPDATE allocations SET overrides = $1, version = version + 1 WHERE id = $2`, text, o.ID)
}

func adoptAllocation(tx *Tx, op *Operation, x civic.AdoptAllocation) (any, error) {
	a, err := tx.openAllocation(op, x.ID, x.Base)
	if err != nil {
		return nil, err
	}
	withheld, err := tx.withheld(op.Scope)
	if err != nil {
		return nil, err
	}
	var places []string
	for _, d := range a.Unexplained(a.Contrary(withheld)) {
		places = append(places, strconv.Itoa(a.Line(d.Need).Place))
	}
	if len(places) > 0 {
		return nil, civic.E(civic.Conflict, "error.budget_against", "places", strings.Join(places, ", "))
	}
	return nil, tx.exec(`UPDATE allocations SET adopted_at = $1, adopted_by = $2, version = version + 1 WHERE id = $3`, micros(op.When()), op.Actor, x.ID)
}

// withheld are the council's decisions of a cycle that stand and give no money now, by need.
func (tx *Tx) withheld(cycle string) (map[string]*civic.Decision, error) {
	all := map[string]*civic.Decision{}
	err := tx.each(`SELECT need_id, outcome FROM decisions WHERE cycle_id = $1 AND need_id IS NOT NULL AND replaced_by IS NULL`, []any{cycle}, func(r scanner) error {
		var d civic.Decision
		err := r.Scan(&d.Need, &d.Outcome)
		if d.Outcome.Withholds() {
			all[d.Need] = &d
		}
		return err
	})
	return all, err
}

// Election is the Pabulib file of a division that was kept.
func (s *Store) Election(ctx context.Context, cycle, allocation string) (text string, err error) {
	err = s.row(ctx, `SELECT election FROM allocations WHERE id = $1 AND cycle_id = $2`, []any{allocation, cycle}, &text)
	return text, err
}
