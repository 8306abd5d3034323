package db

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"ashar/internal/civic"
)

func budgetChanges(add func(string, applier)) {
	add(on(saveEnvelope))
	add(on(dropEnvelope))
	add(on(setEstimate))
	add(on(declareBudgetRules))
	add(on(drawBudgetLot))
	add(on(keepAllocation))
	add(on(overrideAllocation))
	add(on(adoptAllocation))
}

func saveEnvelope(tx *Tx, op *Operation, s civic.SaveEnvelope) (any, error) {
	name := strings.TrimSpace(s.Name)
	if s.Base == 0 {
		return nil, tx.once(`INSERT INTO envelopes (id, cycle_id, year, source, name, amount, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
			ON CONFLICT (id) DO NOTHING`, s.ID, op.Scope, s.Year, string(s.Source), name, s.Amount, micros(op.At))
	}
	n, err := tx.affect(`UPDATE envelopes SET year = $1, source = $2, name = $3, amount = $4, version = version + 1
		WHERE id = $5 AND cycle_id = $6 AND version = $7 AND gone = 0`, s.Year, string(s.Source), name, s.Amount, s.ID, op.Scope, s.Base)
	if err == nil && n == 0 {
		err = civic.E(civic.Conflict, "error.changed_meanwhile")
	}
	return nil, err
}

func dropEnvelope(tx *Tx, op *Operation, d civic.DropEnvelope) (any, error) {
	n, err := tx.affect(`UPDATE envelopes SET gone = 1, version = version + 1 WHERE id = $1 AND cycle_id = $2 AND version = $3 AND gone = 0`, d.ID, op.Scope, d.Base)
	if err == nil && n == 0 {
		err = civic.E(civic.Conflict, "error.changed_meanwhile")
	}
	return nil, err
}

// budgetRules of a cycle as they were declared; the zero rules where none were.
func (tx *Tx) budgetRules(cycle string) (r civic.BudgetRules, at int64, err error) {
	var text string
	err = tx.row(`SELECT rule, made_at FROM budget_rules WHERE cycle_id = $1`, []any{cycle}, &text, &at)
	if errors.Is(err, sql.ErrNoRows) {
		return r, 0, nil
	}
	if err == nil {
		err = json.Unmarshal([]byte(text), &r)
	}
	return r, at, err
}

func declareBudgetRules(tx *Tx, op *Operation, d civic.DeclareBudgetRules) (any, error) {
	had, at, err := tx.budgetRules(op.Scope)
	if err != nil {
		return nil, err
	}
	if at != d.Seen {
		return nil, civic.E(civic.Conflict, "error.changed_meanwhile")
	}
	var kept, adopted int
	if err := tx.row(`SELECT count(*), count(adopted_at) FROM allocations WHERE cycle_id = $1`, []any{op.Scope}, &kept, &adopted); err != nil {
		return nil, err
	}
	r := d.Rules
	r.Reason = strings.TrimSpace(r.Reason)
	switch {
	case adopted > 0:
		return nil, civic.E(civic.Conflict, "error.budget_adopted")
	case kept > 0 && r.Reason == "":
		return nil, civic.Bad("reason", "error.budget_rules_reason")
	case kept == 0:
		r.Reason = ""
	}
	if r.Ties == civic.LotTie {
		r.Lot = had.Lot
	}
	return nil, tx.putBudgetRules(op, r)
}

func (tx *Tx) putBudgetRules(op *Operation, r civic.BudgetRules) error {
	text, err := encode(r)
	if err != nil {
		return err
	}
	return tx.exec(`INSERT INTO budget_rules (cycle_id, rule, made_by, made_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (cycle_id) DO UPDATE SET rule = excluded.rule, made_by = excluded.made_by, made_at = excluded.made_at`, op.Scope, text, op.Actor, micros(op.At))
}

func drawBudgetLot(tx *Tx, op *Operation, d civic.DrawBudgetLot) (any, error) {
	r, at, err := tx.budgetRules(op.Scope)
	if err != nil {
		return nil, err
	}
	if at == 0 || r.Ties != civic.LotTie || r.Lot != nil { // a lot that can be drawn again decides nothing
		return nil, civic.E(civic.Conflict, "error.budget_lot_drawn")
	}
	by, err := tx.personName(op.Actor)
	if err != nil {
		return nil, err
	}
	r.Lot = &civic.BudgetLot{Seed: strings.TrimSpace(d.Seed), Witness: strings.TrimSpace(d.Witness), By: by, At: op.At}
	return nil, tx.putBudgetRules(op, r)
}

// personName is who somebody is, "" for the system itself.
func (tx *Tx) personName(user string) (name string, err error) {
	err = tx.row(`SELECT name FROM users WHERE id = $1`, []any{user}, &name)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return name, err
}

// Budget reads what a cycle has to divide money with, in one query.
func (s *Store) Budget(ctx context.Context, cycle string) (b civic.Budget, err error) {
	b.Rules = civic.DefaultBudgetRules()
	err = s.each(ctx, `SELECT 1, e.id, e.year, e.source, e.name, '', '', e.amount, e.made_at, 0, '', '', e.version
			FROM envelopes e WHERE e.cycle_id = $1 AND e.gone = 0
		UNION ALL SELECT 2, '', 0, r.rule, '', '', '', 0, r.made_at, 0, coalesce(u.name, ''), '', 0
			FROM budget_rules r LEFT JOIN users u ON u.id = r.made_by WHERE r.cycle_id = $1
		UNION ALL SELECT 3, a.id, a.number, a.rule, a.body, a.winners, a.overrides, 0, a.made_at, coalesce(a.adopted_at, 0), coalesce(u.name, ''), coalesce(w.name, ''), a.version
			FROM allocations a LEFT JOIN users u ON u.id = a.made_by LEFT JOIN users w ON w.id = a.adopted_by WHERE a.cycle_id = $1
		ORDER BY 1, 3 DESC, 9, 2`, []any{cycle}, func(r scanner) error {
		var what, number int
		var id, x, y, winners, overrides, by, adoptedBy string
		var amount, at, adopted, version int64
		if err := r.Scan(&what, &id, &number, &x, &y, &winners, &overrides, &amount, &at, &adopted, &by, &adoptedBy, &version); err != nil {
			return err
		}
		switch what {
		case 1:
			b.Money = append(b.Money, civic.Envelope{ID: id, Cycle: cycle, Year: number, Source: civic.MoneySource(x), Name: y, Amount: amount, Version: version, At: fromMicros(at)})
			return nil
		case 2:
			b.Rules = civic.BudgetRules{}
			err := json.Unmarshal([]byte(x), &b.Rules)
			b.Rules.By, b.Rules.At = by, fromMicros(at)
			return err
		}
		a, err := allocationOf(x, y, winners, overrides)
		a.ID, a.Cycle, a.Number, a.By, a.At, a.AdoptedBy, a.Version = id, cycle, number, by, fromMicros(at), adoptedBy, version
		if adopted > 0 {
			a.AdoptedAt = fromMicros(adopted)
		}
		b.Allocations = append(b.Allocations, a)
		return err
	})
	slices.SortStableFunc(b.Money, func(x, y civic.Envelope) int {
		return cmp.Or(x.Year-y.Year, slices.Index(civic.MoneySources, x.Source)-slices.Index(civic.MoneySources, y.Source))
	})
	return b, err
}

// Envelopes reads the money of a cycle by year and source.
func (s *Store) Envelopes(ctx context.Context, cycle string) ([]civic.Envelope, error) {
	b, err := s.Budget(ctx, cycle)
	return b.Money, err
}

// Allocations reads the divisions that were kept, newest first.
func (s *Store) Allocations(ctx context.Context, cycle string) ([]civic.Allocation, error) {
	b, err := s.Budget(ctx, cycle)
	return b.Allocations, err
}
