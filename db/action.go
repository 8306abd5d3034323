package db

import (
	"context"
	"database/sql"
	"errors"
	"slices"

	"ashar/internal/civic"
)

func actionChanges(add func(string, applier)) {
	add(on(takeActions))
	add(on(saveAction))
	add(on(dropAction))
	add(on(reportAction))
	add(on(markStep))
}

func takeActions(tx *Tx, op *Operation, t civic.TakeActions) (any, error) {
	status, err := tx.planOpen(op.Scope, "")
	if err != nil {
		return nil, err
	}
	for i := range t.Actions {
		if err := tx.addAction(op, t.Actions[i].ID, &t.Actions[i].ActionText); err != nil {
			return nil, err
		}
	}
	return nil, tx.nextVersion(op, status, "")
}

// mustFit wants the village, direction and need of a row to be of its cycle, and the need not to stand in another row.
func (tx *Tx) mustFit(op *Operation, id string, t *civic.ActionText) error {
	var village, need, taken bool
	if err := tx.row(`SELECT $1 = '' OR EXISTS (SELECT 1 FROM cycle_villages w WHERE w.cycle_id = $2 AND w.village_id = $1),
			$3 = '' OR EXISTS (SELECT 1 FROM needs n WHERE n.id = $3 AND n.cycle_id = $2),
			EXISTS (SELECT 1 FROM actions a WHERE a.need_id = $3 AND a.cycle_id = $2 AND a.dropped = 0 AND a.id <> $4)`,
		[]any{t.Village, op.Scope, t.Need, id}, &village, &need, &taken); err != nil {
		return err
	}
	sectors, err := tx.cycleSectors(op.Scope)
	if err != nil {
		return err
	}
	switch _, known := sectors[t.Sector]; {
	case !village:
		return civic.Bad("village", "error.choice")
	case t.Sector != "" && !known:
		return civic.Bad("sector", "error.choice")
	case !need:
		return civic.E(civic.NotFound, "error.not_found")
	case taken:
		return civic.E(civic.Conflict, "error.action_taken")
	}
	if t.Ends != "" { // work may have begun before, but not be over years ago
		return tx.notBefore(op.Scope, "ends", t.Ends[:4]+"-12-31")
	}
	return nil
}

func actionValues(t *civic.ActionText) []any {
	return []any{nullable(t.Need), civic.Said(t.Title.KY), civic.Said(t.Title.RU), civic.Said(t.Title.EN), civic.Said(t.Description), t.Sector, t.Issue, t.Village, civic.Said(t.Result),
		civic.Said(t.ResponsibleAO), civic.Said(t.ResponsibleDT), t.Starts, t.Ends, t.Estimate, civic.Said(t.Indicator), civic.Said(t.Baseline), civic.Said(t.Target),
		t.Beneficiaries, civic.Said(t.MonitoringBy)}
}

func (tx *Tx) addAction(op *Operation, id string, t *civic.ActionText) error {
	if err := tx.mustFit(op, id, t); err != nil {
		return err
	}
	if err := tx.exec(`INSERT INTO actions (need_id, title_ky, title_ru, title_en, description, sector, issue, village_id, result, responsible_ao, responsible_dt, starts, ends, estimate,
			indicator, baseline, target, beneficiaries, monitoring_by, id, cycle_id, place, made_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
			(SELECT coalesce(max(a.place), 0) + 1 FROM actions a WHERE a.cycle_id = $21 AND a.dropped = 0), $22)`,
		append(actionValues(t), id, op.Scope, micros(op.At))...); err != nil {
		return err
	}
	return tx.partsOf(id, t)
}

// partsOf writes the steps and costs of a row. A step that was there keeps the day it was done on.
func (tx *Tx) partsOf(id string, t *civic.ActionText) error {
	done := map[string]string{}
	if err := tx.each(`SELECT id, done_on FROM action_steps WHERE action_id = $1`, []any{id}, func(r scanner) error {
		var step, on string
		err := r.Scan(&step, &on)
		done[step] = on
		return err
	}); err != nil {
		return err
	}
	for _, table := range []string{"action_steps", "action_costs"} {
		if err := tx.exec(`DELETE FROM `+table+` WHERE action_id = $1`, id); err != nil {
			return err
		}
	}
	for i, s := range t.Steps {
		n, err := tx.affect(`INSERT INTO action_steps (id, action_id, place, text, due, done_on) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO NOTHING`,
			s.ID, id, i+1, civic.Said(s.Text), s.Due, done[s.ID])
		if err != nil {
			return err
		}
		if n == 0 { // an id of another row's step
			return civic.Bad("steps", "error.id")
		}
	}
	for _, c := range t.Costs {
		if err := tx.exec(`INSERT INTO action_costs (action_id, source, year, amount, in_kind) VALUES ($1, $2, $3, $4, $5)`,
			id, string(c.Source), c.Year, c.Amount, civic.Said(c.InKind)); err != nil {
			return err
		}
	}
	return nil
}

func saveAction(tx *Tx, op *Operation, s civic.SaveAction) (any, error) {
	status, err := tx.planOpen(op.Scope, s.Reason)
	if err != nil {
		return nil, err
	}
	if status == civic.PlanAdopted { // it stays whole
		if lacks := s.Lacks(); len(lacks) > 0 {
			return nil, lacks
		}
	}
	if s.Base == 0 {
		err = tx.addAction(op, s.ID, &s.ActionText)
	} else {
		err = tx.changeAction(op, &s)
	}
	if err != nil {
		return nil, err
	}
	return nil, tx.nextVersion(op, status, s.Reason)
}

func (tx *Tx) changeAction(op *Operation, s *civic.SaveAction) error {
	if err := tx.mustFit(op, s.ID, &s.ActionText); err != nil {
		return err
	}
	n, err := tx.affect(`UPDATE actions SET need_id = $1, title_ky = $2, title_ru = $3, title_en = $4, description = $5, sector = $6, issue = $7, village_id = $8, result = $9,
			responsible_ao = $10, responsible_dt = $11, starts = $12, ends = $13, estimate = $14, indicator = $15, baseline = $16, target = $17, beneficiaries = $18,
			monitoring_by = $19, version = version + 1 WHERE id = $20 AND cycle_id = $21 AND version = $22 AND dropped = 0`,
		append(actionValues(&s.ActionText), s.ID, op.Scope, s.Base)...)
	if err == nil && n == 0 {
		err = tx.actionGone(op.Scope, s.ID)
	}
	if err != nil {
		return err
	}
	return tx.partsOf(s.ID, &s.ActionText)
}

// actionGone says why a row was not changed.
func (tx *Tx) actionGone(cycle, id string) error {
	var n int
	if err := tx.row(`SELECT count(*) FROM actions WHERE id = $1 AND cycle_id = $2 AND dropped = 0`, []any{id, cycle}, &n); err != nil {
		return err
	}
	if n == 0 {
		return civic.E(civic.NotFound, "error.not_found")
	}
	return civic.E(civic.Conflict, "error.changed_meanwhile")
}

// dropAction takes a row out; those after it move up.
func dropAction(tx *Tx, op *Operation, d civic.DropAction) (any, error) {
	status, err := tx.planOpen(op.Scope, d.Reason)
	if err != nil {
		return nil, err
	}
	var place int
	err = tx.row(`SELECT place FROM actions WHERE id = $1 AND cycle_id = $2 AND dropped = 0`, []any{d.ID, op.Scope}, &place)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, civic.E(civic.NotFound, "error.not_found")
	}
	if err != nil {
		return nil, err
	}
	if err := tx.must(`UPDATE actions SET dropped = 1, version = version + 1 WHERE id = $1`, d.ID); err != nil {
		return nil, err
	}
	if err := tx.exec(`UPDATE actions SET place = place - 1 WHERE cycle_id = $1 AND dropped = 0 AND place > $2`, op.Scope, place); err != nil {
		return nil, err
	}
	return nil, tx.nextVersion(op, status, d.Reason)
}

// mustBeAdopted wants a plan that is carried out.
func (tx *Tx) mustBeAdopted(cycle string) error {
	var n int
	if err := tx.row(`SELECT count(*) FROM plans WHERE cycle_id = $1 AND status = 'adopted'`, []any{cycle}, &n); err != nil {
		return err
	}
	if n == 0 {
		return civic.E(civic.Conflict, "error.plan_not_adopted")
	}
	return nil
}

func reportAction(tx *Tx, op *Operation, r civic.ReportAction) (any, error) {
	if err := tx.mustBeAdopted(op.Scope); err != nil {
		return nil, err
	}
	var ends, last string
	err := tx.row(`SELECT ends, coalesce((SELECT max(r.reported_on) FROM action_reports r WHERE r.action_id = a.id), '') FROM actions a
		WHERE a.id = $1 AND a.cycle_id = $2 AND a.dropped = 0`, []any{r.Action, op.Scope}, &ends, &last)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, civic.E(civic.NotFound, "error.not_found")
	}
	if err != nil {
		return nil, err
	}
	if err := r.Against(ends, last, civic.Today(op.At)); err != nil {
		return nil, err
	}
	finished := ""
	if r.Status == civic.ActionDone {
		finished = r.On
	}
	n, err := tx.affect(`UPDATE actions SET status = $1, percent = $2, spent = $3, delay = $4, finished_on = $5, version = version + 1 WHERE id = $6 AND version = $7`,
		string(r.Status), r.Percent, r.Spent, civic.Said(r.Delay), finished, r.Action, r.Base)
	if err == nil && n == 0 {
		err = civic.E(civic.Conflict, "error.changed_meanwhile")
	}
	if err != nil {
		return nil, err
	}
	return nil, tx.exec(`INSERT INTO action_reports (id, action_id, cycle_id, status, percent, spent, delay, note, reported_on, made_by, made_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`, r.ID, r.Action, op.Scope, string(r.Status), r.Percent, r.Spent, civic.Said(r.Delay), civic.Said(r.Note),
		r.On, op.Actor, micros(op.At))
}

func markStep(tx *Tx, op *Operation, m civic.MarkStep) (any, error) {
	if err := tx.mustBeAdopted(op.Scope); err != nil {
		return nil, err
	}
	if m.On > civic.Today(op.At) {
		return nil, civic.Bad("done_on", "error.future")
	}
	n, err := tx.affect(`UPDATE action_steps SET done_on = $1 WHERE id = $2 AND action_id = (SELECT a.id FROM actions a WHERE a.id = $3 AND a.cycle_id = $4 AND a.dropped = 0)`,
		m.On, m.Step, m.Action, op.Scope)
	if err == nil && n == 0 {
		err = civic.E(civic.NotFound, "error.not_found")
	}
	return nil, err
}

// Actions of a cycle's plan in their order, without those taken out.
func (s *Store) Actions(ctx context.Context, cycle string) (all []civic.Action, err error) {
	sectors, err := s.cycleSectors(ctx, cycle)
	if err != nil {
		return nil, err
	}
	err = s.at(ctx, func(r reader) error {
		all, err = readActions(r, cycle, sectors)
		return err
	})
	return all, err
}

func readActions(r reader, cycle string, sectors map[string]civic.Sector) ([]civic.Action, error) {
	var all []civic.Action
	at := map[string]int{}
	if err := r.each(`SELECT a.id, coalesce(a.need_id, ''), coalesce(n.title_ky, ''), coalesce(n.title_ru, ''), coalesce(n.title_en, ''), coalesce(n.code, ''), a.place,
			a.title_ky, a.title_ru, a.title_en, a.description, a.sector, a.issue, a.village_id, coalesce(v.name_ky, ''), coalesce(v.name_ru, ''), coalesce(v.name_en, ''),
			a.result, a.responsible_ao, a.responsible_dt, a.starts, a.ends, a.estimate, a.indicator, a.baseline, a.target, a.beneficiaries, a.monitoring_by,
			a.status, a.percent, a.spent, a.delay, a.finished_on, a.version, a.made_at,
			coalesce((SELECT max(x.reported_on) FROM action_reports x WHERE x.action_id = a.id), ''),
			coalesce(g.status, ''), coalesce(g.percent, 0), coalesce(g.visited_on, '')
		FROM actions a LEFT JOIN needs n ON n.id = a.need_id LEFT JOIN units v ON v.id = a.village_id
			LEFT JOIN acts g ON g.id = (SELECT y.id FROM acts y WHERE y.action_id = a.id AND y.filed_at IS NOT NULL AND y.status <> '' ORDER BY y.visited_on DESC, y.filed_at DESC LIMIT 1)
		WHERE a.cycle_id = $1 AND a.dropped = 0 ORDER BY a.place, a.id`, []any{cycle}, func(row scanner) error {
		var a civic.Action
		var made int64
		if err := row.Scan(&a.ID, &a.Need, &a.NeedTitle.KY, &a.NeedTitle.RU, &a.NeedTitle.EN, &a.NeedCode, &a.Place, &a.Title.KY, &a.Title.RU, &a.Title.EN, &a.Description,
			&a.Sector, &a.Issue, &a.Village, &a.VillageName.KY, &a.VillageName.RU, &a.VillageName.EN, &a.Result, &a.ResponsibleAO, &a.ResponsibleDT, &a.Starts, &a.Ends,
			&a.Estimate, &a.Indicator, &a.Baseline, &a.Target, &a.Beneficiaries, &a.MonitoringBy, &a.Status, &a.Percent, &a.Spent, &a.Delay, &a.FinishedOn, &a.Version, &made,
			&a.ReportedOn, &a.GroupStatus, &a.GroupPercent, &a.GroupOn); err != nil {
			return err
		}
		a.At = fromMicros(made)
		a.SectorName, a.SectorIcon = sectors[a.Sector].Name, sectors[a.Sector].Icon
		at[a.ID] = len(all)
		all = append(all, a)
		return nil
	}); err != nil {
		return nil, err
	}
	err := r.each(`SELECT 0, s.action_id, s.place, s.id, s.text, s.due, s.done_on, 0 FROM action_steps s JOIN actions a ON a.id = s.action_id WHERE a.cycle_id = $1 AND a.dropped = 0
		UNION ALL SELECT 1, c.action_id, c.year, c.source, c.in_kind, '', '', c.amount FROM action_costs c JOIN actions a ON a.id = c.action_id WHERE a.cycle_id = $1 AND a.dropped = 0
		ORDER BY 1, 2, 3, 4`, []any{cycle}, func(row scanner) error {
		var cost bool
		var n int
		var amount int64
		var action, id, text, due, done string
		if err := row.Scan(&cost, &action, &n, &id, &text, &due, &done, &amount); err != nil {
			return err
		}
		a := &all[at[action]]
		if cost {
			a.Costs = append(a.Costs, civic.ActionCost{Source: civic.MoneySource(id), Year: n, Amount: amount, InKind: text})
		} else {
			a.Steps = append(a.Steps, civic.ActionStep{ID: id, Text: text, Due: due, DoneOn: done})
		}
		return nil
	})
	for i := range all { // year by year within a source
		slices.SortStableFunc(all[i].Costs, func(a, b civic.ActionCost) int {
			return slices.Index(civic.MoneySources, a.Source) - slices.Index(civic.MoneySources, b.Source)
		})
	}
	return all, err
}

// ActionReports of a cycle, newest first.
func (s *Store) ActionReports(ctx context.Context, cycle string) ([]civic.ActionReport, error) {
	return list(ctx, s, `SELECT r.id, r.action_id, r.status, r.percent, r.spent, r.delay, r.note, r.reported_on, coalesce(u.name, ''), r.made_at
		FROM action_reports r LEFT JOIN users u ON u.id = r.made_by WHERE r.cycle_id = $1 ORDER BY r.reported_on DESC, r.made_at DESC, r.id DESC`, []any{cycle},
		func(r scanner, x *civic.ActionReport) error {
			var at int64
			err := r.Scan(&x.ID, &x.Action, &x.Status, &x.Percent, &x.Spent, &x.Delay, &x.Note, &x.On, &x.By, &at)
			x.At = fromMicros(at)
			return err
		})
}
