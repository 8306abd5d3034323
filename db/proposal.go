package db

import (
	"context"
	"database/sql"
	"errors"

	"ashar/internal/civic"
)

func proposalChanges(add func(string, applier)) {
	add(on(saveProposal))
	add(on(voteProposal))
	add(on(withdrawProposal))
}

func saveProposal(tx *Tx, op *Operation, s civic.SaveProposal) (any, error) {
	if _, err := tx.gatheringOpen(op.Scope, s.Gathering); err != nil {
		return nil, err
	}
	if s.Need != "" {
		var n int
		if err := tx.row(`SELECT count(*) FROM needs WHERE id = $1 AND cycle_id = $2`, []any{s.Need, op.Scope}, &n); err != nil {
			return nil, err
		}
		if n == 0 {
			return nil, civic.Bad("need", "error.choice")
		}
	}
	values := []any{string(s.Sort), civic.Said(s.Text), civic.Said(s.Author), nullable(s.Need), civic.Said(s.BudgetLine), civic.Said(s.Answer), s.AnswerDue, s.ID, s.Gathering}
	if s.Base == 0 {
		return nil, tx.exec(`INSERT INTO proposals (sort, text, author, need_id, budget_line, answer, answer_due, id, gathering_id, cycle_id, by_slip, made_at, place)
			SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, coalesce(max(place), 0) + 1 FROM proposals WHERE gathering_id = $9`,
			append(values, op.Scope, flag(s.BySlip), micros(op.At))...)
	}
	// What was voted on is no longer a question: its votes would hang in the air.
	n, err := tx.affect(`UPDATE proposals SET sort = $1, text = $2, author = $3, need_id = $4, budget_line = $5, answer = $6, answer_due = $7, version = version + 1
		WHERE id = $8 AND gathering_id = $9 AND version = $10 AND (votes_for IS NULL OR $1 = 'proposal')`, append(values, s.Base)...)
	if err == nil && n == 0 {
		err = tx.proposalStale(s.ID, s.Base)
	}
	return nil, err
}

// proposalStale says why a proposal was not changed.
func (tx *Tx) proposalStale(id string, base int64) error {
	var version int64
	err := tx.row(`SELECT version FROM proposals WHERE id = $1`, []any{id}, &version)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return civic.E(civic.NotFound, "error.not_found")
	case err != nil:
		return err
	case version != base:
		return civic.E(civic.Conflict, "error.changed_meanwhile")
	}
	return civic.Bad("sort", "error.proposal_voted")
}

// voteProposal takes votes that fit the number of people there.
func voteProposal(tx *Tx, op *Operation, v civic.VoteProposal) (any, error) {
	status, err := tx.gatheringOpen(op.Scope, v.Gathering)
	if err != nil {
		return nil, err
	}
	if status != civic.GatheringLive {
		return nil, civic.E(civic.Conflict, "error.gathering_not_begun")
	}
	votes := [3]any{}
	if v.Votes != nil {
		var present int
		if err := tx.row(`SELECT coalesce(sum(people), 0) FROM gathering_counts WHERE gathering_id = $1`, []any{v.Gathering}, &present); err != nil {
			return nil, err
		}
		if present == 0 {
			return nil, civic.Bad("", "error.votes_uncounted")
		}
		if cast := v.Votes.Cast(); cast > present {
			return nil, civic.Bad("", "error.votes_above", "cast", cast, "present", present)
		}
		votes = [3]any{v.Votes.For, v.Votes.Against, v.Votes.Abstained}
	}
	n, err := tx.affect(`UPDATE proposals SET votes_for = $1, against = $2, abstained = $3, version = version + 1
		WHERE id = $4 AND gathering_id = $5 AND version = $6 AND sort = 'proposal' AND withdrawn = 0`, votes[0], votes[1], votes[2], v.ID, v.Gathering, v.Base)
	if err == nil && n == 0 {
		err = civic.E(civic.Conflict, "error.changed_meanwhile")
	}
	return nil, err
}

func withdrawProposal(tx *Tx, op *Operation, w civic.WithdrawProposal) (any, error) {
	if _, err := tx.gatheringOpen(op.Scope, w.Gathering); err != nil {
		return nil, err
	}
	return nil, tx.must(`UPDATE proposals SET withdrawn = $1, reason = $2, version = version + 1 WHERE id = $3 AND gathering_id = $4`,
		flag(w.Withdrawn), civic.Said(w.Reason), w.ID, w.Gathering)
}

const proposalColumns = `p.id, p.gathering_id, p.cycle_id, p.sort, p.place, p.text, p.author, p.by_slip, coalesce(p.need_id, ''), coalesce(n.title_ky, ''), coalesce(n.title_ru, ''),
	coalesce(n.title_en, ''), p.budget_line, p.answer, p.answer_due, p.votes_for, coalesce(p.against, 0), coalesce(p.abstained, 0), p.withdrawn, p.reason, p.version, p.made_at,
	g.date, g.sort, coalesce(v.name_ky, ''), coalesce(v.name_ru, ''), coalesce(v.name_en, '')
	FROM proposals p JOIN gatherings g ON g.id = p.gathering_id LEFT JOIN needs n ON n.id = p.need_id LEFT JOIN units v ON v.id = g.village_id `

func scanProposal(r scanner, p *civic.Proposal) error {
	var votes sql.NullInt64
	var v civic.GatheringVotes
	var at int64
	err := r.Scan(&p.ID, &p.Gathering, &p.Cycle, &p.Sort, &p.Number, &p.Text, &p.Author, &p.BySlip, &p.Need, &p.NeedTitle.KY, &p.NeedTitle.RU, &p.NeedTitle.EN,
		&p.BudgetLine, &p.Answer, &p.AnswerDue, &votes, &v.Against, &v.Abstained, &p.Withdrawn, &p.Reason, &p.Version, &at,
		&p.Date, &p.Held, &p.VillageName.KY, &p.VillageName.RU, &p.VillageName.EN)
	if votes.Valid {
		v.For = int(votes.Int64)
		p.Votes = &v
	}
	p.At = fromMicros(at)
	return err
}

// Proposals of all gatherings of a cycle, questions and withdrawn ones too, by
// gathering and number. Their authors stay where they were said.
func (s *Store) Proposals(ctx context.Context, cycle string) ([]civic.Proposal, error) {
	all, err := list(ctx, s, `SELECT `+proposalColumns+`WHERE p.cycle_id = $1 ORDER BY g.date, g.id, p.place, p.id`, []any{cycle}, scanProposal)
	for i := range all {
		all[i].Author = ""
	}
	return all, err
}
