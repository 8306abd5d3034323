package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"ashar/internal/civic"
)

func gatheringChanges(add func(string, applier)) {
	add(on(saveGathering))
	add(on(setGatheringStatus))
	add(on(saveItem))
	add(on(setItem))
	add(on(orderItems))
	add(on(setPresence))
	add(on(saveGatheringDecisions))
	add(on(closeGathering))
	add(on(correctGathering))
}

// gatheringOpen says whether a gathering of the cycle can be changed, else why not.
func (tx *Tx) gatheringOpen(cycle, id string) (civic.GatheringStatus, error) {
	var status civic.GatheringStatus
	err := tx.row(`SELECT status FROM gatherings WHERE id = $1 AND cycle_id = $2`, []any{id, cycle}, &status)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return "", civic.E(civic.NotFound, "error.not_found")
	case err != nil:
		return "", err
	case status == civic.GatheringClosed:
		return status, civic.E(civic.Conflict, "error.gathering_closed")
	case status == civic.GatheringCancelled:
		return status, civic.E(civic.Conflict, "error.gathering_cancelled")
	}
	return status, nil
}

// villageHere refuses a village that is not of the cycle's municipality.
func (tx *Tx) villageHere(cycle, village string) error {
	if village == "" {
		return nil
	}
	var n int
	if err := tx.row(`SELECT count(*) FROM units u JOIN cycles c ON c.municipality_id = u.parent_id WHERE u.id = $1 AND u.level = 'village' AND c.id = $2`, []any{village, cycle}, &n); err != nil {
		return err
	}
	if n == 0 {
		return civic.Bad("village", "error.choice")
	}
	return nil
}

func saveGathering(tx *Tx, op *Operation, s civic.SaveGathering) (any, error) {
	if err := tx.notBefore(op.Scope, "date", s.Date); err != nil {
		return nil, err
	}
	if err := tx.villageHere(op.Scope, s.Village); err != nil {
		return nil, err
	}
	values := []any{string(s.Sort), nullable(s.Village), civic.Said(s.Number), s.Date, s.Starts, s.Ends, civic.Said(s.Venue), civic.Said(s.Initiator), s.NoticeOn, civic.Said(s.NoticeWay),
		s.Quorum, civic.Said(s.QuorumRule), civic.Said(s.QuorumSource), civic.Said(s.Chair), civic.Said(s.Secretary), lined(s.Counters), s.ID, op.Scope}
	if s.Base > 0 {
		if _, err := tx.gatheringOpen(op.Scope, s.ID); err != nil {
			return nil, err
		}
		n, err := tx.affect(`UPDATE gatherings SET sort = $1, village_id = $2, number = $3, date = $4, starts = $5, ends = $6, venue = $7, initiator = $8, notice_on = $9, notice_way = $10,
			quorum = $11, quorum_rule = $12, quorum_source = $13, chair = $14, secretary = $15, counters = $16, version = version + 1
			WHERE id = $17 AND cycle_id = $18 AND version = $19`, append(values, s.Base)...)
		if err == nil && n == 0 {
			err = civic.E(civic.Conflict, "error.changed_meanwhile")
		}
		return nil, err
	}
	if err := tx.exec(`INSERT INTO gatherings (sort, village_id, number, date, starts, ends, venue, initiator, notice_on, notice_way, quorum, quorum_rule, quorum_source,
			chair, secretary, counters, id, cycle_id, made_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`, append(values, micros(op.At))...); err != nil {
		return nil, err
	}
	for i, title := range civic.Lines(civic.Said(s.Agenda)) {
		if err := tx.exec(`INSERT INTO gathering_items (id, gathering_id, place, title) VALUES ($1, $2, $3, $4)`, op.store.IDs.New(), s.ID, i+1, title); err != nil {
			return nil, err
		}
	}
	return nil, nil
}

func setGatheringStatus(tx *Tx, op *Operation, s civic.SetGatheringStatus) (any, error) {
	if _, err := tx.gatheringOpen(op.Scope, s.ID); err != nil {
		return nil, err
	}
	if s.Status == civic.GatheringCancelled {
		n, err := tx.affect(`UPDATE gatherings SET status = 'cancelled', reason = $1, version = version + 1 WHERE id = $2 AND minutes_version = 0`, civic.Said(s.Reason), s.ID)
		if err == nil && n == 0 { // corrected minutes were closed once: it was held
			err = civic.E(civic.Conflict, "error.gathering_held")
		}
		return nil, err
	}
	return nil, tx.exec(`UPDATE gatherings SET status = 'live', started_at = coalesce(started_at, $1), version = version + 1 WHERE id = $2 AND status = 'planned'`, micros(op.When()), s.ID)
}

func saveItem(tx *Tx, op *Operation, s civic.SaveItem) (any, error) {
	if _, err := tx.gatheringOpen(op.Scope, s.Gathering); err != nil {
		return nil, err
	}
	title, speaker, heard := civic.Said(s.Title), civic.Said(s.Speaker), civic.Said(s.Heard)
	if s.Base == 0 {
		return nil, tx.exec(`INSERT INTO gathering_items (id, gathering_id, place, title, speaker, heard)
			SELECT $1, $2, coalesce(max(place), 0) + 1, $3, $4, $5 FROM gathering_items WHERE gathering_id = $2`, s.ID, s.Gathering, title, speaker, heard)
	}
	n, err := tx.affect(`UPDATE gathering_items SET title = $1, speaker = $2, heard = $3, version = version + 1 WHERE id = $4 AND gathering_id = $5 AND version = $6`,
		title, speaker, heard, s.ID, s.Gathering, s.Base)
	if err == nil && n == 0 {
		err = civic.E(civic.Conflict, "error.changed_meanwhile")
	}
	return nil, err
}

func setItem(tx *Tx, op *Operation, s civic.SetItem) (any, error) {
	if _, err := tx.gatheringOpen(op.Scope, s.Gathering); err != nil {
		return nil, err
	}
	if s.Gone {
		return nil, tx.exec(`DELETE FROM gathering_items WHERE id = $1 AND gathering_id = $2`, s.ID, s.Gathering)
	}
	return nil, tx.must(`UPDATE gathering_items SET done = $1 WHERE id = $2 AND gathering_id = $3`, flag(s.Done), s.ID, s.Gathering)
}

func orderItems(tx *Tx, op *Operation, o civic.OrderItems) (any, error) {
	if _, err := tx.gatheringOpen(op.Scope, o.Gathering); err != nil {
		return nil, err
	}
	var all []string
	if err := tx.each(`SELECT id FROM gathering_items WHERE gathering_id = $1 ORDER BY place, id`, []any{o.Gathering}, func(r scanner) error {
		var id string
		err := r.Scan(&id)
		all = append(all, id)
		return err
	}); err != nil {
		return nil, err
	}
	for i, id := range civic.Reordered(all, o.Items) {
		if err := tx.exec(`UPDATE gathering_items SET place = $1 WHERE id = $2`, i+1, id); err != nil {
			return nil, err
		}
	}
	return nil, nil
}

func setPresence(tx *Tx, op *Operation, s civic.SetPresence) (any, error) {
	if _, err := tx.gatheringOpen(op.Scope, s.Gathering); err != nil {
		return nil, err
	}
	if err := tx.villageHere(op.Scope, s.Village); err != nil {
		return nil, err
	}
	return nil, tx.exec(`INSERT INTO gathering_counts (gathering_id, village_id, sex, people) VALUES ($1, $2, $3, $4)
		ON CONFLICT (gathering_id, village_id, sex) DO UPDATE SET people = excluded.people`, s.Gathering, s.Village, s.Sex, s.People)
}

func saveGatheringDecisions(tx *Tx, op *Operation, s civic.SaveGatheringDecisions) (any, error) {
	if _, err := tx.gatheringOpen(op.Scope, s.ID); err != nil {
		return nil, err
	}
	n, err := tx.affect(`UPDATE gatherings SET decisions = $1, slips_given = $2, version = version + 1 WHERE id = $3 AND version = $4`, lined(s.Decisions), s.SlipsGiven, s.ID, s.Base)
	if err == nil && n == 0 {
		err = civic.E(civic.Conflict, "error.changed_meanwhile")
	}
	return nil, err
}

// closeGathering fixes it, if nothing is missing that must not be.
func closeGathering(tx *Tx, op *Operation, c civic.CloseGathering) (any, error) {
	status, err := tx.gatheringOpen(op.Scope, c.ID)
	if err != nil {
		return nil, err
	}
	if status != civic.GatheringLive {
		return nil, civic.E(civic.Conflict, "error.gathering_not_begun")
	}
	var present, most, items int
	var chair, secretary string
	if err := tx.row(`SELECT g.chair, g.secretary, (SELECT coalesce(sum(people), 0) FROM gathering_counts WHERE gathering_id = g.id),
			(SELECT coalesce(max(votes_for + against + abstained), 0) FROM proposals WHERE gathering_id = g.id AND withdrawn = 0),
			(SELECT count(*) FROM gathering_items WHERE gathering_id = g.id)
		FROM gatherings g WHERE g.id = $1`, []any{c.ID}, &chair, &secretary, &present, &most, &items); err != nil {
		return nil, err
	}
	if present == 0 || most > present || items == 0 || chair == "" || secretary == "" {
		return nil, civic.E(civic.Conflict, "error.gathering_lacks")
	}
	return nil, tx.must(`UPDATE gatherings SET status = 'closed', closed_at = coalesce(closed_at, $1), minutes_version = minutes_version + 1, version = version + 1 WHERE id = $2`, micros(op.When()), c.ID)
}

func correctGathering(tx *Tx, op *Operation, c civic.CorrectGathering) (any, error) {
	n, err := tx.affect(`UPDATE gatherings SET status = 'live', version = version + 1 WHERE id = $1 AND cycle_id = $2 AND status = 'closed'`, c.ID, op.Scope)
	if err != nil {
		return nil, err
	}
	if n == 0 {
		if _, err = tx.gatheringOpen(op.Scope, c.ID); err == nil {
			err = civic.E(civic.Conflict, "error.gathering_not_closed")
		}
		return nil, err
	}
	return nil, tx.exec(`INSERT INTO gathering_corrections (gathering_id, version, reason, made_by, made_at)
		SELECT id, minutes_version + 1, $1, $2, $3 FROM gatherings WHERE id = $4`, civic.Said(c.Reason), op.Actor, micros(op.At), c.ID)
}

const gatheringColumns = `g.id, g.cycle_id, g.sort, coalesce(g.village_id, ''), coalesce(v.name_ky, ''), coalesce(v.name_ru, ''), coalesce(v.name_en, ''), g.number, g.date, g.starts, g.ends,
	g.venue, g.initiator, g.notice_on, g.notice_way, g.quorum, g.quorum_rule, g.quorum_source, g.chair, g.secretary, g.counters, g.status, g.reason, g.decisions, g.slips_given,
	g.started_at, g.closed_at, g.minutes_version, g.version, (SELECT coalesce(sum(people), 0) FROM gathering_counts WHERE gathering_id = g.id),
	(SELECT count(*) FROM proposals WHERE gathering_id = g.id AND sort = 'proposal' AND withdrawn = 0)
	FROM gatherings g LEFT JOIN units v ON v.id = g.village_id `

func scanGathering(r scanner, g *civic.Gathering) error {
	dest, finish := gatheringDest(g)
	err := r.Scan(dest...)
	finish()
	return err
}

func gatheringDest(g *civic.Gathering) ([]any, func()) {
	var started, closed sql.NullInt64
	return []any{&g.ID, &g.Cycle, &g.Sort, &g.Village, &g.VillageName.KY, &g.VillageName.RU, &g.VillageName.EN, &g.Number, &g.Date, &g.Starts, &g.Ends,
			&g.Venue, &g.Initiator, &g.NoticeOn, &g.NoticeWay, &g.Quorum, &g.QuorumRule, &g.QuorumSource, &g.Chair, &g.Secretary, &g.Counters, &g.Status, &g.Reason, &g.Decisions, &g.SlipsGiven,
			&started, &closed, &g.MinutesVer, &g.Version, &g.Present, &g.Proposals}, func() {
			g.StartedAt, g.ClosedAt = maybeTime(started), maybeTime(closed)
		}
}

// Gatherings of a cycle, the newest first.
func (s *Store) Gatherings(ctx context.Context, cycle string) ([]civic.Gathering, error) {
	return list(ctx, s, `SELECT `+gatheringColumns+`WHERE g.cycle_id = $1 ORDER BY g.date DESC, g.starts DESC, g.id DESC`, []any{cycle}, scanGathering)
}

// Gathering of a cycle with all that belongs to it, in four queries.
func (s *Store) Gathering(ctx context.Context, cycle, id string) (r civic.GatheringRecord, err error) {
	dest, finish := gatheringDest(&r.Gathering)
	if err = s.row(ctx, `SELECT `+gatheringColumns+`WHERE g.id = $1 AND g.cycle_id = $2`, []any{id, cycle}, dest...); err != nil {
		return r, err
	}
	finish()
	if err = s.gatheringRows(ctx, &r); err != nil {
		return r, err
	}
	if r.Nominees, err = list(ctx, s, `SELECT n.id, n.body, n.name, n.village_id, coalesce(u.name_ky, ''), coalesce(u.name_ru, ''), coalesce(u.name_en, ''), n.post, n.added, n.removed, n.reason
		FROM nominees n LEFT JOIN units u ON u.id = n.village_id WHERE n.gathering_id = $1 ORDER BY n.body, n.place, n.id`, []any{id}, func(row scanner, n *civic.Nominee) error {
		return row.Scan(&n.ID, &n.Body, &n.Name, &n.Village, &n.VillageName.KY, &n.VillageName.RU, &n.VillageName.EN, &n.Post, &n.Added, &n.Removed, &n.Reason)
	}); err != nil {
		return r, err
	}
	r.Said, err = list(ctx, s, `SELECT `+proposalColumns+`WHERE p.gathering_id = $1 ORDER BY p.place, p.id`, []any{id}, scanProposal)
	return r, err
}

// gatheringRows reads the agenda, the counts and the corrections of a gathering, each row as its sort, an id, texts and numbers.
func (s *Store) gatheringRows(ctx context.Context, r *civic.GatheringRecord) error {
	return s.each(ctx, `SELECT 'item', id, '', title, speaker, heard, '', place, done, version FROM gathering_items WHERE gathering_id = $1
		UNION ALL SELECT 'count', c.village_id, coalesce(u.code, '~'), coalesce(u.name_ky, ''), coalesce(u.name_ru, ''), coalesce(u.name_en, ''), c.sex, 0, c.people, 0
			FROM gathering_counts c LEFT JOIN units u ON u.id = c.village_id WHERE c.gathering_id = $1
		UNION ALL SELECT 'correction', '', '', k.reason, coalesce(u.name, ''), '', '', k.version, k.made_at, 0
			FROM gathering_corrections k LEFT JOIN users u ON u.id = k.made_by WHERE k.gathering_id = $1
		ORDER BY 1, 8, 3, 2, 7`, []any{r.ID}, func(row scanner) error {
		var what, id, code, a, b, c, d string
		var place, n, m int64
		if err := row.Scan(&what, &id, &code, &a, &b, &c, &d, &place, &n, &m); err != nil {
			return err
		}
		switch what {
		case "item":
			r.Items = append(r.Items, civic.GatheringItem{ID: id, Place: len(r.Items) + 1, Title: a, Speaker: b, Heard: c, Done: n == 1, Version: m})
		case "count":
			if k := len(r.Counts); k == 0 || r.Counts[k-1].Village != id {
				r.Counts = append(r.Counts, civic.GatheringCount{Village: id, Name: civic.Text{KY: a, RU: b, EN: c}})
			}
			last := &r.Counts[len(r.Counts)-1]
			if d == "f" {
				last.F = int(n)
			} else {
				last.M = int(n)
			}
		case "correction":
			r.Corrections = append(r.Corrections, civic.GatheringCorrection{Version: int(place), Reason: a, By: b, At: fromMicros(n)})
		}
		return nil
	})
}

// GatheringMinutes reads a kept version; NotFound when it is not kept.
func (s *Store) GatheringMinutes(ctx context.Context, gathering string, version int) (m civic.GatheringMinutes, err error) {
	var body string
	if err = s.row(ctx, `SELECT body FROM gathering_minutes WHERE gathering_id = $1 AND version = $2`, []any{gathering, version}, &body); err != nil {
		return m, err
	}
	return m, json.Unmarshal([]byte(body), &m)
}

// KeepGatheringMinutes keeps a version as it was closed; one kept already stays.
func (s *Store) KeepGatheringMinutes(ctx context.Context, gathering string, m civic.GatheringMinutes) error {
	body, err := encode(m)
	if err != nil {
		return err
	}
	return s.write(ctx, func(tx *Tx) error {
		return tx.exec(`INSERT INTO gathering_minutes (gathering_id, version, body) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, gathering, m.Version, body)
	})
}
