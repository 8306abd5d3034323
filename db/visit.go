package db

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"ashar/internal/civic"
)

func visitChanges(add func(string, applier)) {
	add(on(saveVisit))
	add(on(dropVisit))
}

func saveVisit(tx *Tx, op *Operation, s civic.SaveVisit) (any, error) {
	if s.Action != "" {
		if err := tx.mustBeAction(op.Scope, s.Action); err != nil {
			return nil, err
		}
	}
	who, title, reason := civic.Said(s.Who), civic.Said(s.Title), civic.Said(s.Reason)
	if s.Base == 0 {
		return nil, tx.once(`INSERT INTO visits (id, cycle_id, action_id, title, year, due, who, method, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO NOTHING`,
			s.ID, op.Scope, nullable(s.Action), title, civic.Day(s.Due).Year(), s.Due, who, string(s.Method), micros(op.At))
	}
	had, err := tx.visitOf(op.Scope, s.ID)
	switch {
	case err != nil:
		return nil, err
	case had.Dropped:
		return nil, civic.E(civic.Conflict, "error.visit_dropped")
	case had.Version != s.Base:
		return nil, civic.E(civic.Conflict, "error.changed_meanwhile")
	}
	planned := had.Planned
	if had.Due != s.Due {
		if strings.TrimSpace(reason) == "" {
			return nil, civic.Bad("reason", "error.visit_moved")
		}
		planned = had.Due
	} else if reason == "" {
		reason = had.Reason
	}
	return nil, tx.must(`UPDATE visits SET action_id = $1, title = $2, year = $3, due = $4, planned = $5, who = $6, method = $7, reason = $8, version = version + 1 WHERE id = $9`,
		nullable(s.Action), title, civic.Day(s.Due).Year(), s.Due, planned, who, string(s.Method), reason, s.ID)
}

func dropVisit(tx *Tx, op *Operation, d civic.DropVisit) (any, error) {
	had, err := tx.visitOf(op.Scope, d.ID)
	if err != nil || had.Dropped {
		return nil, err
	}
	var acts int
	if err := tx.row(`SELECT count(*) FROM acts WHERE visit_id = $1 AND filed_at IS NOT NULL`, []any{d.ID}, &acts); err != nil {
		return nil, err
	}
	if acts > 0 {
		return nil, civic.E(civic.Conflict, "error.visit_made")
	}
	return nil, tx.must(`UPDATE visits SET dropped = 1, reason = $1, version = version + 1 WHERE id = $2`, civic.Said(d.Reason), d.ID)
}

// visitOf reads a visit of the cycle as a change needs it.
func (tx *Tx) visitOf(cycle, id string) (v civic.Visit, err error) {
	err = tx.row(`SELECT due, planned, reason, dropped, version FROM visits WHERE id = $1 AND cycle_id = $2`, []any{id, cycle}, &v.Due, &v.Planned, &v.Reason, &v.Dropped, &v.Version)
	if errors.Is(err, sql.ErrNoRows) {
		err = civic.E(civic.NotFound, "error.not_found")
	}
	return v, err
}

// mustBeAction wants an action of the cycle's plan.
func (tx *Tx) mustBeAction(cycle, id string) error {
	var n int
	if err := tx.row(`SELECT count(*) FROM actions WHERE id = $1 AND cycle_id = $2`, []any{id, cycle}, &n); err != nil {
		return err
	}
	if n == 0 {
		return civic.E(civic.NotFound, "error.not_found")
	}
	return nil
}

// Visits of a cycle's annual plans by their dates, those taken out too.
func (s *Store) Visits(ctx context.Context, cycle string) ([]civic.Visit, error) {
	return list(ctx, s, `SELECT v.id, coalesce(v.action_id, ''), coalesce(a.title_ky, ''), coalesce(a.title_ru, ''), coalesce(a.title_en, ''), v.title, v.due, v.planned, v.who, v.method,
			v.dropped, v.reason, v.version, v.made_at,
			coalesce((SELECT x.id FROM acts x WHERE x.visit_id = v.id ORDER BY x.made_at DESC, x.id DESC LIMIT 1), ''),
			(SELECT count(*) FROM acts y WHERE y.visit_id = v.id AND y.filed_at IS NOT NULL) > 0
		FROM visits v LEFT JOIN actions a ON a.id = v.action_id WHERE v.cycle_id = $1 ORDER BY v.due, v.made_at, v.id`, []any{cycle}, func(r scanner, v *civic.Visit) error {
		var at int64
		err := r.Scan(&v.ID, &v.Action, &v.ActionTitle.KY, &v.ActionTitle.RU, &v.ActionTitle.EN, &v.Title, &v.Due, &v.Planned, &v.Who, &v.Method, &v.Dropped, &v.Reason,
			&v.Version, &at, &v.Act, &v.Filed)
		v.At = fromMicros(at)
		return err
	})
}
