package db

import (
	"context"
	"database/sql"
	"errors"

	"ashar/internal/civic"
)

func nomineeChanges(add func(string, applier)) {
	add(on(saveNominee))
	add(on(setNominee))
	add(on(takeNominees))
}

// saveNominee puts a person on a list: once the gathering has begun, on the spot.
func saveNominee(tx *Tx, op *Operation, s civic.SaveNominee) (any, error) {
	status, err := tx.gatheringOpen(op.Scope, s.Gathering)
	if err != nil {
		return nil, err
	}
	if err := tx.villageHere(op.Scope, s.Village); err != nil {
		return nil, err
	}
	name := civic.Said(s.Name)
	var twice int
	if err := tx.row(`SELECT count(*) FROM nominees WHERE gathering_id = $1 AND body = $2 AND name = $3 AND id <> $4`, []any{s.Gathering, s.Body, name, s.ID}, &twice); err != nil {
		return nil, err
	}
	if twice > 0 {
		return nil, civic.Bad("name", "error.nominee_twice")
	}
	return nil, tx.exec(`INSERT INTO nominees (id, gathering_id, body, name, village_id, post, added, place)
		SELECT $1, $2, $3, $4, $5, $6, $7, coalesce(max(place), 0) + 1 FROM nominees WHERE gathering_id = $2
		ON CONFLICT (id) DO UPDATE SET name = excluded.name, village_id = excluded.village_id, post = excluded.post WHERE nominees.gathering_id = excluded.gathering_id`,
		s.ID, s.Gathering, s.Body, name, s.Village, s.Post, flag(status == civic.GatheringLive))
}

func setNominee(tx *Tx, op *Operation, s civic.SetNominee) (any, error) {
	if _, err := tx.gatheringOpen(op.Scope, s.Gathering); err != nil {
		return nil, err
	}
	return nil, tx.must(`UPDATE nominees SET removed = $1, reason = $2 WHERE id = $3 AND gathering_id = $4`, flag(s.Removed), civic.Said(s.Reason), s.ID, s.Gathering)
}

// takeNominees copies who stood at the end of an earlier gathering of the
// municipality, where nobody is on a list yet.
func takeNominees(tx *Tx, op *Operation, t civic.TakeNominees) (any, error) {
	if _, err := tx.gatheringOpen(op.Scope, t.Gathering); err != nil {
		return nil, err
	}
	var had, here int
	if err := tx.row(`SELECT (SELECT count(*) FROM nominees WHERE gathering_id = $1),
		(SELECT count(*) FROM gatherings g JOIN cycles c ON c.id = g.cycle_id WHERE g.id = $2 AND c.municipality_id = (SELECT municipality_id FROM cycles WHERE id = $3))`,
		[]any{t.Gathering, t.From, op.Scope}, &had, &here); err != nil {
		return nil, err
	}
	if had > 0 {
		return nil, civic.E(civic.Conflict, "error.nominees_begun")
	}
	if here == 0 {
		return nil, civic.E(civic.NotFound, "error.not_found")
	}
	var all []civic.Nominee
	if err := tx.each(`SELECT body, name, village_id, post FROM nominees WHERE gathering_id = $1 AND removed = 0 ORDER BY place, id`, []any{t.From}, func(r scanner) error {
		var n civic.Nominee
		err := r.Scan(&n.Body, &n.Name, &n.Village, &n.Post)
		all = append(all, n)
		return err
	}); err != nil {
		return nil, err
	}
	for i, n := range all {
		if err := tx.exec(`INSERT INTO nominees (id, gathering_id, body, name, village_id, post, place) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			op.store.IDs.New(), t.Gathering, n.Body, n.Name, n.Village, n.Post, i+1); err != nil {
			return nil, err
		}
	}
	return nil, nil
}

// LastGathering is the newest closed gathering of the same place that had
// lists, to begin the next ones with; "" where there was none.
func (s *Store) LastGathering(ctx context.Context, cycle, gathering string) (id, date string, err error) {
	err = s.row(ctx, `SELECT g.id, g.date FROM gatherings g JOIN cycles c ON c.id = g.cycle_id JOIN gatherings me ON me.id = $1
		WHERE c.municipality_id = (SELECT municipality_id FROM cycles WHERE id = $2) AND g.status = 'closed' AND g.id <> me.id AND coalesce(g.village_id, '') = coalesce(me.village_id, '')
			AND EXISTS (SELECT 1 FROM nominees n WHERE n.gathering_id = g.id AND n.removed = 0) AND g.date <= me.date
		ORDER BY g.date DESC, g.starts DESC LIMIT 1`, []any{gathering, cycle}, &id, &date)
	if civic.KindOf(err) == civic.NotFound || errors.Is(err, sql.ErrNoRows) {
		return "", "", nil
	}
	return id, date, err
}
