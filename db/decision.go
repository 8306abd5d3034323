package db

import (
	"context"
	"database/sql"
	"errors"

	"ashar/internal/civic"
)

func decisionChanges(add func(string, applier)) {
	add(on(decide))
	add(on(answerDecision))
}

// notBefore refuses a day before a cycle has begun: nothing of it can have been then.
func (tx *Tx) notBefore(cycle, field, day string) error {
	var starts string
	err := tx.row(`SELECT starts FROM cycles WHERE id = $1`, []any{cycle}, &starts)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return civic.E(civic.NotFound, "error.not_found")
	case err == nil && day != "" && day < starts:
		return civic.Bad(field, "error.before_cycle")
	}
	return err
}

// decide writes a decision and lets the one that stood step back. Who has not
// seen the one that stands decides on what is no longer so.
func decide(tx *Tx, op *Operation, d civic.Decide) (any, error) {
	if d.On > civic.Today(op.At) {
		return nil, civic.Bad("on", "error.future")
	}
	if err := tx.notBefore(op.Scope, "on", d.On); err != nil {
		return nil, err
	}
	var there int
	if err := tx.row(`SELECT (SELECT count(*) FROM needs WHERE id = $1 AND cycle_id = $2) + (SELECT count(*) FROM proposals WHERE id = $3 AND cycle_id = $2 AND withdrawn = 0)`,
		[]any{d.Need, op.Scope, d.Proposal}, &there); err != nil {
		return nil, err
	}
	if there == 0 {
		return nil, civic.E(civic.NotFound, "error.not_found")
	}
	var stands string
	err := tx.row(`SELECT id FROM decisions WHERE cycle_id = $1 AND (need_id = $2 OR proposal_id = $3) AND replaced_by IS NULL`,
		[]any{op.Scope, nullable(d.Need), nullable(d.Proposal)}, &stands)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return nil, err
	}
	if stands != d.Replaces {
		return nil, civic.E(civic.Conflict, "error.decided_meanwhile")
	}
	votes := [5]any{}
	if v := d.Votes; v != nil {
		votes = [5]any{v.Elected, v.Present, v.For, v.Against, v.Abstained}
	}
	if err := tx.exec(`INSERT INTO decisions (id, cycle_id, need_id, proposal_id, outcome, reason_ky, reason_ru, departs_ky, departs_ru, place, decided_on, decided_by,
			elected, present, votes_for, against, abstained, budget_line, amount, answer_due, made_by, made_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)`,
		d.ID, op.Scope, nullable(d.Need), nullable(d.Proposal), string(d.Outcome), civic.Said(d.Reason.KY), civic.Said(d.Reason.RU), civic.Said(d.Departs.KY), civic.Said(d.Departs.RU),
		d.Place, d.On, d.By, votes[0], votes[1], votes[2], votes[3], votes[4], d.BudgetLine, d.Amount, d.AnswerDue, op.Actor, micros(op.At)); err != nil {
		return nil, err
	}
	if stands == "" {
		return nil, nil
	}
	return nil, tx.exec(`UPDATE decisions SET replaced_by = $1 WHERE id = $2`, d.ID, stands)
}

func answerDecision(tx *Tx, op *Operation, a civic.AnswerDecision) (any, error) {
	if a.On > civic.Today(op.At) {
		return nil, civic.Bad("answered_on", "error.future")
	}
	var decided string
	err := tx.row(`SELECT decided_on FROM decisions WHERE id = $1 AND cycle_id = $2`, []any{a.Decision, op.Scope}, &decided)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, civic.E(civic.NotFound, "error.not_found")
	}
	if err != nil {
		return nil, err
	}
	if a.On < decided {
		return nil, civic.Bad("answered_on", "error.answer_early")
	}
	n, err := tx.affect(`UPDATE decisions SET answered_on = $1, answer = $2, version = version + 1 WHERE id = $3 AND version = $4`,
		a.On, civic.Said(a.Answer), a.Decision, a.Base)
	if err == nil && n == 0 {
		err = civic.E(civic.Conflict, "error.changed_meanwhile")
	}
	return nil, err
}

const decisionColumns = `d.id, coalesce(d.need_id, ''), coalesce(d.proposal_id, ''), coalesce(d.resolution_id, ''), coalesce(r.number, ''), coalesce(r.date, ''),
	d.outcome, d.reason_ky, d.reason_ru, d.departs_ky, d.departs_ru, d.place, d.decided_on, d.decided_by, d.elected, d.present, d.votes_for, d.against, d.abstained,
	d.budget_line, d.amount, d.answer_due, d.answered_on, d.answer, coalesce(d.replaced_by, ''), d.version, coalesce(u.name, ''), d.made_at
	FROM decisions d LEFT JOIN resolutions r ON r.id = d.resolution_id LEFT JOIN users u ON u.id = d.made_by `

func scanDecision(r scanner, d *civic.Decision) error {
	var at int64
	err := r.Scan(&d.ID, &d.Need, &d.Proposal, &d.Resolution, &d.ResolutionNumber, &d.ResolutionDate, &d.Outcome, &d.Reason.KY, &d.Reason.RU, &d.Departs.KY, &d.Departs.RU,
		&d.Place, &d.On, &d.By, &d.Elected, &d.Present, &d.For, &d.Against, &d.Abstained, &d.BudgetLine, &d.Amount, &d.AnswerDue, &d.AnsweredOn, &d.Answer,
		&d.ReplacedBy, &d.Version, &d.MadeBy, &at)
	d.At = fromMicros(at)
	return err
}

// Decisions of a cycle, replaced ones too, newest first.
func (s *Store) Decisions(ctx context.Context, cycle string) ([]civic.Decision, error) {
	return list(ctx, s, `SELECT `+decisionColumns+`WHERE d.cycle_id = $1 ORDER BY d.made_at DESC, d.id DESC`, []any{cycle}, scanDecision)
}

// CouncilFacts reads what is before the council of a cycle in two queries: a
// page has the list to read as well.
func (s *Store) CouncilFacts(ctx context.Context, cycle string) (f civic.CouncilFacts, err error) {
	if f.Decisions, err = s.Decisions(ctx, cycle); err != nil {
		return f, err
	}
	f.Costs = map[string]civic.Cost{}
	err = s.each(ctx, `SELECT 'cost', e.need_id, 0, e.source, e.dated, '', '', '', '', '', e.cost, 0, 0, '', '', e.made_at FROM estimates e WHERE e.cycle_id = $1 AND e.cost > 0
			AND e.id = (SELECT x.id FROM estimates x WHERE x.need_id = e.need_id ORDER BY x.made_at DESC, x.id DESC LIMIT 1)
		UNION ALL SELECT 'proposal', p.id, p.place, p.text, g.date, g.sort, coalesce(v.name_ky, ''), coalesce(v.name_ru, ''), coalesce(v.name_en, ''), coalesce(p.need_id, ''),
			coalesce(p.votes_for, -1), coalesce(p.against, -1), coalesce(p.abstained, -1), p.budget_line, p.answer_due, p.made_at
		FROM proposals p JOIN gatherings g ON g.id = p.gathering_id LEFT JOIN units v ON v.id = g.village_id
		WHERE p.cycle_id = $1 AND p.withdrawn = 0 AND p.sort <> 'question' AND (g.status = 'closed' OR EXISTS (SELECT 1 FROM decisions d WHERE d.proposal_id = p.id))
		UNION ALL SELECT 'resolution', r.id, r.version, r.number, r.date, r.status, r.title_ky, r.title_ru, '', r.about, 0, 0, 0, '', '', r.made_at
		FROM resolutions r WHERE r.cycle_id = $1 ORDER BY 1, 5, 16, 3, 2`, []any{cycle}, func(r scanner) error {
		var what, id, text, date, sort, line, due, of string
		var number, at int64
		var name civic.Text
		var n [3]int64
		if err := r.Scan(&what, &id, &number, &text, &date, &sort, &name.KY, &name.RU, &name.EN, &of, &n[0], &n[1], &n[2], &line, &due, &at); err != nil {
			return err
		}
		switch what {
		case "cost":
			f.Costs[id] = civic.Cost{Som: n[0], Source: text, Dated: date}
		case "proposal":
			p := civic.TabledProposal{ID: id, Number: int(number), Text: text, Date: date, Sort: sort, Village: name, Need: of, BudgetLine: line, AnswerDue: due}
			if n[0] >= 0 {
				votes := [3]int{int(n[0]), int(n[1]), int(n[2])}
				p.For, p.Against, p.Abstained = &votes[0], &votes[1], &votes[2]
			}
			f.Proposals = append(f.Proposals, p)
		case "resolution":
			res := civic.Resolution{ID: id, Cycle: cycle, Status: civic.ResolutionStatus(sort), Version: number, MadeAt: fromMicros(at)}
			res.Number, res.Date, res.Title, res.About = text, date, name, civic.ResolutionAbout(of)
			f.Resolutions = append([]civic.Resolution{res}, f.Resolutions...)
		}
		return nil
	})
	return f, err
}
