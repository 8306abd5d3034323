package db

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"reflect"

	"ashar/internal/civic"
)

// CastVote takes one phone's vote into an open round. Who voted and what was
// voted lie in two tables that nothing joins; neither has a time, and neither
// the journal nor a log hears of it. hash "" is a tablet that is handed round:
// there the moderator sees to it that each person votes once. voted is false
// where the phone had voted before.
func (s *Store) CastVote(ctx context.Context, session, hash string, v civic.PhoneVote) (voted bool, err error) {
	marks, err := encode(v.Marks)
	if err != nil {
		return false, err
	}
	err = s.quietly(ctx, session, func(tx *Tx) error {
		voted = false
		r, err := tx.round(session, v.Round)
		if civic.KindOf(err) == civic.Conflict || err == nil && !r.TakesPhones() {
			return civic.E(civic.Conflict, "error.vote_over")
		}
		if err != nil {
			return err
		}
		if err := tx.mayVote(session, hash); err != nil {
			return err
		}
		if err := r.CheckVote(v); err != nil {
			return err
		}
		if hash != "" {
			n, err := tx.affect(`INSERT INTO phone_voters (round_id, hash) VALUES ($1, $2) ON CONFLICT (round_id, hash) DO NOTHING`, v.Round, hash)
			if err != nil || n == 0 {
				return err
			}
		}
		voted = true
		var id [16]byte
		_, _ = rand.Read(id[:]) // never fails
		return tx.exec(`INSERT INTO phone_votes (id, round_id, grp, marks) VALUES ($1, $2, $3, $4)`, hex.EncodeToString(id[:]), v.Round, v.Group, marks)
	})
	return voted, err
}

// mayVote refuses who is not in, and without a slip where only slips vote.
func (tx *Tx) mayVote(session, hash string) error {
	var open, slipsOnly, in, slip int
	err := tx.row(`SELECT count(*), coalesce(max(slips_only), 0),
			(SELECT count(*) FROM participants WHERE hash = $1 AND session_id = $2 AND joined = 1),
			(SELECT count(*) FROM participants WHERE hash = $1 AND session_id = $2 AND slip > 0)
		FROM joins WHERE session_id = $2 AND closed_at IS NULL`, []any{hash, session}, &open, &slipsOnly, &in, &slip)
	switch {
	case err != nil:
		return err
	case open == 0:
		return civic.E(civic.Gone, "error.join_closed")
	case hash != "" && in == 0:
		return civic.E(civic.NotFound, "error.join_first")
	case slipsOnly == 1 && slip == 0:
		return civic.E(civic.Forbidden, "error.vote_slip")
	}
	return nil
}

// phoneVotes reads the votes of a round, in the order of their random keys.
func phoneVotes(each reading, round string) (votes []civic.PhoneVote, err error) {
	err = each(`SELECT grp, marks FROM phone_votes WHERE round_id = $1 ORDER BY id`, []any{round}, func(row scanner) error {
		v := civic.PhoneVote{Round: round}
		var marks string
		if err := row.Scan(&v.Group, &marks); err != nil {
			return err
		}
		votes = append(votes, v)
		return json.Unmarshal([]byte(marks), &votes[len(votes)-1].Marks)
	})
	return votes, err
}

// PhoneVotes reads what phones have given to a round so far, sorted.
func (s *Store) PhoneVotes(ctx context.Context, r *civic.Round) (civic.PhonePart, error) {
	votes, err := phoneVotes(s.eachIn(ctx), r.ID)
	return r.SumPhones(votes), err
}

// countPhones takes the votes by phone into their round. What the operation
// says must be what lies there: a vote that came in between is a Conflict, and
// the handler looks again. The votes themselves, and who voted, are deleted.
func countPhones(tx *Tx, op *Operation, c civic.CountPhones) (any, error) {
	r, err := tx.round(op.Scope, c.Round)
	if err != nil {
		return nil, err
	}
	if r.Phones != nil {
		return nil, nil // two tablets at once: counted is counted
	}
	votes, err := phoneVotes(tx.each, c.Round)
	if err != nil {
		return nil, err
	}
	part := r.SumPhones(votes)
	if !reflect.DeepEqual(part, c.Part) {
		return nil, civic.E(civic.Conflict, "error.vote_counting")
	}
	body, err := encode(part)
	if err != nil {
		return nil, err
	}
	if err := tx.exec(`UPDATE rounds SET phones = $1, version = version + 1 WHERE id = $2`, body, c.Round); err != nil {
		return nil, err
	}
	return nil, tx.dropVotes(c.Round)
}

// dropVotes deletes the votes by phone of a round, overwritten on disk.
func (tx *Tx) dropVotes(round string) error {
	if err := tx.exec(`DELETE FROM phone_votes WHERE round_id = $1`, round); err != nil {
		return err
	}
	return tx.exec(`DELETE FROM phone_voters WHERE round_id = $1`, round)
}

// Settle empties the write-ahead log. Until then it holds pages as they were,
// vote by vote; afterwards only what was counted can be read anywhere.
func (s *Store) Settle(ctx context.Context) error {
	var busy, size, moved int
	return s.read.QueryRowContext(context.WithoutCancel(ctx), "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &size, &moved)
}
