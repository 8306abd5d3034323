package db

import (
	"context"

	"ashar/internal/civic"
)

func savePeriodReport(tx *Tx, op *Operation, s civic.SavePeriodReport) (any, error) {
	for _, f := range []struct{ name, date string }{{"council_on", s.CouncilOn}, {"citizens_on", s.CitizensOn}} {
		if f.date > civic.Today(op.At) {
			return nil, civic.Bad(f.name, "error.future")
		}
	}
	if s.Base == 0 {
		return nil, tx.once(`INSERT INTO monitoring_reports (id, cycle_id, starts, ends, summary, council_on, citizens_on, made_by, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO NOTHING`,
			s.ID, op.Scope, s.Starts, s.Ends, civic.Said(s.Summary), s.CouncilOn, s.CitizensOn, op.Actor, micros(op.At))
	}
	n, err := tx.affect(`UPDATE monitoring_reports SET starts = $1, ends = $2, summary = $3, council_on = $4, citizens_on = $5, version = version + 1 WHERE id = $6 AND cycle_id = $7 AND version = $8`,
		s.Starts, s.Ends, civic.Said(s.Summary), s.CouncilOn, s.CitizensOn, s.ID, op.Scope, s.Base)
	if err == nil && n == 0 {
		err = civic.E(civic.Conflict, "error.changed_meanwhile")
	}
	return nil, err
}

// PeriodReports of a cycle's monitoring group, the newest period first.
func (s *Store) PeriodReports(ctx context.Context, cycle string) ([]civic.PeriodReport, error) {
	return list(ctx, s, `SELECT r.id, r.starts, r.ends, r.summary, r.council_on, r.citizens_on, coalesce(u.name, ''), r.version, r.made_at
		FROM monitoring_reports r LEFT JOIN users u ON u.id = r.made_by WHERE r.cycle_id = $1 ORDER BY r.ends DESC, r.made_at DESC, r.id`, []any{cycle}, func(r scanner, p *civic.PeriodReport) error {
		var at int64
		err := r.Scan(&p.ID, &p.Starts, &p.Ends, &p.Summary, &p.CouncilOn, &p.CitizensOn, &p.By, &p.Version, &at)
		p.At = fromMicros(at)
		return err
	})
}
