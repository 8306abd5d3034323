package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"strings"

	"ashar/internal/civic"
)

func planChanges(add func(string, applier)) {
	add(on(savePlan))
	add(on(proposePlan))
	add(on(adoptPlan))
}

// planOpen is the status of a plan that may be changed. One that is put forward
// may not; of an adopted one the reason is wanted.
func (tx *Tx) planOpen(cycle, reason string) (civic.PlanStatus, error) {
	var status civic.PlanStatus
	err := tx.row(`SELECT status FROM plans WHERE cycle_id = $1`, []any{cycle}, &status)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return "", civic.E(civic.Conflict, "error.plan_none")
	case err != nil:
		return "", err
	case status == civic.PlanProposed:
		return "", civic.E(civic.Conflict, "error.plan_proposed")
	case status == civic.PlanAdopted && strings.TrimSpace(reason) == "":
		return "", civic.Bad("reason", "error.plan_reason")
	}
	return status, nil
}

func savePlan(tx *Tx, op *Operation, s civic.SavePlan) (any, error) {
	values := []any{civic.Said(s.Title.KY), civic.Said(s.Title.RU), civic.Said(s.Title.EN), s.Starts, s.Ends, civic.Said(s.PartyAO), civic.Said(s.PartyPeople),
		civic.Said(s.AgreedBy), s.AgreedOn, op.Scope}
	if s.Base == 0 {
		n, err := tx.affect(`INSERT INTO plans (title_ky, title_ru, title_en, starts, ends, party_ao, party_people, agreed_by, agreed_on, cycle_id, made_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (cycle_id) DO NOTHING`, append(values, micros(op.At))...)
		if err == nil && n == 0 {
			err = civic.E(civic.Conflict, "error.changed_meanwhile")
		}
		return nil, err
	}
	status, err := tx.planOpen(op.Scope, s.Reason)
	if err != nil {
		return nil, err
	}
	n, err := tx.affect(`UPDATE plans SET title_ky = $1, title_ru = $2, title_en = $3, starts = $4, ends = $5, party_ao = $6, party_people = $7, agreed_by = $8, agreed_on = $9,
		version = version + 1 WHERE cycle_id = $10 AND version = $11`, append(values, s.Base)...)
	if err == nil && n == 0 {
		err = civic.E(civic.Conflict, "error.changed_meanwhile")
	}
	if err != nil {
		return nil, err
	}
	return nil, tx.nextVersion(op, status, s.Reason)
}

func proposePlan(tx *Tx, op *Operation, p civic.ProposePlan) (any, error) {
	from, to := civic.PlanDraft, civic.PlanProposed
	if p.Back {
		from, to = to, from
	} else {
		plan, err := tx.plan(op.Scope)
		if err == nil {
			err = plan.Complete()
		}
		if err != nil {
			return nil, err
		}
	}
	n, err := tx.affect(`UPDATE plans SET status = $1, version = version + 1 WHERE cycle_id = $2 AND status = $3 AND version = $4`,
		string(to), op.Scope, string(from), p.Base)
	if err == nil && n == 0 {
		err = civic.E(civic.Conflict, "error.changed_meanwhile")
	}
	return nil, err
}

func adoptPlan(tx *Tx, op *Operation, a civic.AdoptPlan) (any, error) {
	if a.ApprovedOn > civic.Today(op.At) {
		return nil, civic.Bad("approved_on", "error.future")
	}
	var status civic.PlanStatus
	err := tx.row(`SELECT status FROM plans WHERE cycle_id = $1`, []any{op.Scope}, &status)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil, civic.E(civic.Conflict, "error.plan_none")
	case err != nil:
		return nil, err
	case status == civic.PlanDraft:
		return nil, civic.E(civic.Conflict, "error.plan_draft")
	case status == civic.PlanAdopted && strings.TrimSpace(a.Reason) == "":
		return nil, civic.Bad("reason", "error.plan_reason")
	}
	if a.Resolution != "" {
		var n int
		if err := tx.row(`SELECT count(*) FROM resolutions WHERE id = $1 AND cycle_id = $2 AND status = 'adopted'`, []any{a.Resolution, op.Scope}, &n); err != nil {
			return nil, err
		}
		if n == 0 {
			return nil, civic.Bad("resolution", "error.choice")
		}
		a.ResolutionNumber = ""
	}
	n, err := tx.affect(`UPDATE plans SET status = 'adopted', approved_by = $1, approved_on = $2, resolution_id = $3, resolution = $4, version = version + 1
		WHERE cycle_id = $5 AND version = $6`, civic.Said(a.ApprovedBy), a.ApprovedOn, nullable(a.Resolution), civic.Said(a.ResolutionNumber), op.Scope, a.Base)
	if err == nil && n == 0 {
		err = civic.E(civic.Conflict, "error.changed_meanwhile")
	}
	if err != nil {
		return nil, err
	}
	return nil, tx.nextVersion(op, civic.PlanAdopted, a.Reason)
}

// nextVersion keeps an adopted plan as it stands now. It must be whole still.
func (tx *Tx) nextVersion(op *Operation, status civic.PlanStatus, reason string) error {
	if status != civic.PlanAdopted {
		return nil
	}
	plan, err := tx.plan(op.Scope)
	if err != nil {
		return err
	}
	if err := plan.Complete(); err != nil {
		return err
	}
	plan.Number++
	body, err := json.Marshal(plan)
	if err != nil {
		return err
	}
	return tx.exec(`INSERT INTO plan_versions (cycle_id, number, body, reason, made_by, made_at) VALUES ($1, $2, $3, $4, $5, $6)`,
		op.Scope, plan.Number, string(body), civic.Said(reason), op.Actor, micros(op.At))
}

// Plan is the joint action plan of a cycle with its actions; of version 0 when nobody has begun it.
func (s *Store) Plan(ctx context.Context, cycle string) (p civic.Plan, err error) {
	sectors, err := s.cycleSectors(ctx, cycle)
	if err != nil {
		return p, err
	}
	err = s.at(ctx, func(r reader) error {
		p, err = readPlan(r, cycle, sectors)
		return err
	})
	return p, err
}

func (tx *Tx) plan(cycle string) (civic.Plan, error) {
	sectors, err := tx.cycleSectors(cycle)
	if err != nil {
		return civic.Plan{}, err
	}
	return readPlan(tx, cycle, sectors)
}

func readPlan(r reader, cycle string, sectors map[string]civic.Sector) (p civic.Plan, err error) {
	var made int64
	err = r.row(`SELECT p.title_ky, p.title_ru, p.title_en, p.starts, p.ends, p.party_ao, p.party_people, p.approved_by, p.approved_on, coalesce(p.resolution_id, ''),
			coalesce(s.number, p.resolution), p.agreed_by, p.agreed_on, p.status, p.version, p.made_at,
			(SELECT coalesce(max(v.number), 0) FROM plan_versions v WHERE v.cycle_id = p.cycle_id)
		FROM plans p LEFT JOIN resolutions s ON s.id = p.resolution_id WHERE p.cycle_id = $1`, []any{cycle},
		&p.Title.KY, &p.Title.RU, &p.Title.EN, &p.Starts, &p.Ends, &p.PartyAO, &p.PartyPeople, &p.ApprovedBy, &p.ApprovedOn, &p.Resolution,
		&p.ResolutionNumber, &p.AgreedBy, &p.AgreedOn, &p.Status, &p.Version, &made, &p.Number)
	p.Cycle = cycle
	if errors.Is(err, sql.ErrNoRows) {
		p.Status = civic.PlanDraft
		return p, nil
	}
	if err != nil {
		return p, err
	}
	p.At = fromMicros(made)
	p.Actions, err = readActions(r, cycle, sectors)
	return p, err
}

// PlanVersions of a cycle, newest first.
func (s *Store) PlanVersions(ctx context.Context, cycle string) ([]civic.PlanVersion, error) {
	return list(ctx, s, `SELECT v.number, v.body, v.reason, coalesce(u.name, ''), v.made_at FROM plan_versions v LEFT JOIN users u ON u.id = v.made_by
		WHERE v.cycle_id = $1 ORDER BY v.number DESC`, []any{cycle}, func(r scanner, v *civic.PlanVersion) error {
		var body string
		var at int64
		if err := r.Scan(&v.Number, &body, &v.Reason, &v.By, &at); err != nil {
			return err
		}
		v.At = fromMicros(at)
		return json.Unmarshal([]byte(body), &v.Plan)
	})
}

// AdoptedResolutions of a cycle's council, newest first, with as much as an adopted plan says of its own.
func (s *Store) AdoptedResolutions(ctx context.Context, cycle string) ([]civic.Resolution, error) {
	return list(ctx, s, `SELECT r.id, r.number, r.date, r.title_ky, r.title_ru, r.chair, r.about FROM resolutions r
		WHERE r.cycle_id = $1 AND r.status = 'adopted' ORDER BY r.date DESC, r.adopted_at DESC`, []any{cycle}, func(row scanner, r *civic.Resolution) error {
		return row.Scan(&r.ID, &r.Number, &r.Date, &r.Title.KY, &r.Title.RU, &r.Chair, &r.About)
	})
}
