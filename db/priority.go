package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"

	"ashar/internal/civic"
)

func priorityChanges(add func(string, applier)) {
	add(on(makePriority))
	add(on(savePriority))
	add(on(withdrawPriority))
	add(on(orderPriorities))
	add(on(mergePriorities))
	add(on(unmergePriority))
}

// mustBeActive wants a card of the session that is in the list.
func (tx *Tx) mustBeActive(session, id string) error {
	var active bool
	err := tx.row(`SELECT withdrawn = 0 AND dissolved = 0 AND merged_into IS NULL FROM priorities WHERE id = $1 AND session_id = $2`,
		[]any{id, session}, &active)
	if errors.Is(err, sql.ErrNoRows) {
		return civic.E(civic.NotFound, "error.not_found")
	}
	if err == nil && !active {
		return civic.E(civic.Conflict, "error.priority_inactive")
	}
	return err
}

func makePriority(tx *Tx, op *Operation, m civic.MakePriority) (any, error) {
	if err := tx.mustBeOpen(op.Scope); err != nil {
		return nil, err
	}
	var loose bool
	var text, location string
	err := tx.row(`SELECT priority_id IS NULL AND withdrawn = 0, text, location FROM statements WHERE id = $1 AND session_id = $2`,
		[]any{m.Statement, op.Scope}, &loose, &text, &location)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, civic.E(civic.NotFound, "error.not_found")
	}
	if err != nil {
		return nil, err
	}
	if !loose {
		return nil, civic.E(civic.Conflict, "error.statement_taken")
	}
	place, err := tx.nextPlace("priorities", op.Scope)
	if err != nil {
		return nil, err
	}
	p := civic.Priority{Title: civic.Said(m.Title), Sector: m.Sector, Location: location}
	if p.Title == "" {
		p.Title = civic.TitleOf(text)
	}
	if p.Sector == "" {
		sectors, err := tx.sectors(op.Scope)
		if err != nil {
			return nil, err
		}
		p.Sector = civic.GuessSector(text, sectors)
	} else if err := tx.mustBeSector(op.Scope, p.Sector); err != nil {
		return nil, err
	}
	if err := tx.insertPriority(op, m.ID, place, p); err != nil {
		return nil, err
	}
	return nil, tx.exec(`UPDATE statements SET priority_id = $1 WHERE id = $2`, m.ID, m.Statement)
}

func (tx *Tx) insertPriority(op *Operation, id string, place int, p civic.Priority) error {
	err := tx.exec(`INSERT INTO priorities (id, session_id, place, title, sector, location, who, affected, competence, issue, supporters,
			causes, effects, solutions, labour, money, land, minority, made_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`,
		id, op.Scope, place, p.Title, p.Sector, p.Location, p.Who, p.Affected, string(p.Competence), p.Issue, civic.Seats(p.Supporters),
		p.Causes, p.Effects, p.Solutions, p.Labour, p.Money, p.Land, p.Minority, micros(op.At))
	if err != nil {
		return err
	}
	texts := map[string]string{}
	for _, field := range civic.PriorityFields() {
		texts[field] = p.Field(field)
	}
	return tx.begin(op, "priority", id, texts)
}

func savePriority(tx *Tx, op *Operation, s civic.SavePriority) (any, error) {
	if err := tx.mustBeOpen(op.Scope); err != nil {
		return nil, err
	}
	wanted := map[string]string{}
	for _, field := range civic.PriorityFields() {
		if text, ok := s.Fields[field]; ok {
			var p civic.Priority // numbers and seats in their one spelling
			p.SetField(field, civic.Said(text))
			wanted[field] = p.Field(field)
		}
	}
	if _, ok := wanted["title"]; ok && wanted["title"] == "" {
		return nil, civic.Bad("title", "error.priority_title")
	}
	if err := tx.mustBeSector(op.Scope, wanted["sector"]); err != nil {
		return nil, err
	}
	return tx.edit(op, "priority", s.ID, s.Base, wanted)
}

func withdrawPriority(tx *Tx, op *Operation, w civic.WithdrawPriority) (any, error) {
	if err := tx.mustBeOpen(op.Scope); err != nil {
		return nil, err
	}
	if w.Withdrawn {
		if err := tx.mustBeFree(op.Scope, w.ID); err != nil {
			return nil, err
		}
	}
	n, err := tx.affect(`UPDATE priorities SET withdrawn = $1, reason = $2 WHERE id = $3 AND session_id = $4
		AND merged_into IS NULL AND dissolved = 0`, flag(w.Withdrawn), reasonOf(w.Withdrawn, w.Reason), w.ID, op.Scope)
	if err == nil && n == 0 {
		err = tx.mustBeActive(op.Scope, w.ID) // not there, or part of another
	}
	return nil, err
}

// mustBeFree refuses what would change the options of a ranking whose result is not open yet.
func (tx *Tx) mustBeFree(session, priority string) error {
	return tx.each(`SELECT r.options FROM rounds r WHERE r.session_id = $1 AND r.status <> 'revealed'`+andStands, []any{session}, func(r scanner) error {
		var body string
		var options []civic.RoundOption
		if err := r.Scan(&body); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(body), &options); err != nil {
			return err
		}
		if slices.ContainsFunc(options, func(o civic.RoundOption) bool { return o.ID == priority }) {
			return civic.E(civic.Conflict, "error.priority_in_round")
		}
		return nil
	})
}

// orderPriorities numbers all cards anew; merged and withdrawn ones keep their places among them.
func orderPriorities(tx *Tx, op *Operation, o civic.OrderPriorities) (any, error) {
	if err := tx.mustBeOpen(op.Scope); err != nil {
		return nil, err
	}
	var all []string
	active := map[string]bool{}
	err := tx.each(`SELECT id, withdrawn = 0 AND dissolved = 0 AND merged_into IS NULL FROM priorities WHERE session_id = $1 ORDER BY place, id`,
		[]any{op.Scope}, func(r scanner) error {
			var id string
			var on bool
			err := r.Scan(&id, &on)
			all, active[id] = append(all, id), on
			return err
		})
	if err != nil {
		return nil, err
	}
	wanted := slices.DeleteFunc(slices.Clone(o.Order), func(id string) bool { return !active[id] })
	for i, id := range civic.Reordered(all, wanted) {
		if err := tx.exec(`UPDATE priorities SET place = $1 WHERE id = $2 AND place <> $1`, i+1, id); err != nil {
			return nil, err
		}
	}
	return nil, nil
}

const priorityColumns = `p.id, p.place, p.title, p.sector, p.location, p.who, p.affected, p.competence, p.issue, p.supporters,
	p.causes, p.effects, p.solutions, p.labour, p.money, p.land, p.minority, coalesce(p.merged_into, ''), p.dissolved, p.withdrawn, p.reason,
	p.version, p.made_at`

func priorityDest(p *civic.Priority) ([]any, func()) {
	var supporters string
	var at int64
	return []any{&p.ID, &p.Place, &p.Title, &p.Sector, &p.Location, &p.Who, &p.Affected, &p.Competence, &p.Issue, &supporters,
			&p.Causes, &p.Effects, &p.Solutions, &p.Labour, &p.Money, &p.Land, &p.Minority, &p.MergedInto, &p.Dissolved, &p.Withdrawn, &p.Reason,
			&p.Version, &at}, func() {
			p.Supporters, p.At = civic.ParseSeats(supporters), fromMicros(at)
		}
}

// Priorities reads the cards of a session with their statements, in four
// queries: active ones in order with their parts inside, withdrawn ones and
// loose statements apart.
func (s *Store) Priorities(ctx context.Context, session string) (civic.Priorities, error) {
	var none civic.Priorities
	sectors, err := s.Sectors(ctx, session)
	if err != nil {
		return none, err
	}
	statements, err := s.Statements(ctx, session)
	if err != nil {
		return none, err
	}
	photos, err := s.Photos(ctx, session)
	if err != nil {
		return none, err
	}
	return s.cards(ctx, session, sectors, statements, photos)
}

// cards reads the cards of a session and puts what belongs to them together.
func (s *Store) cards(ctx context.Context, session string, sectors []civic.Sector, statements []civic.Statement, photos civic.Photos) (civic.Priorities, error) {
	named := map[string]civic.Sector{}
	for _, sector := range sectors {
		named[sector.ID] = sector
	}
	cards, err := list(ctx, s, `SELECT `+priorityColumns+`, (SELECT count(*) FROM edits e WHERE e.subject = p.id AND e.state = 'rival')
		FROM priorities p WHERE p.session_id = $1 ORDER BY p.place, p.id`, []any{session}, func(r scanner, p *civic.Priority) error {
		dest, finish := priorityDest(p)
		err := r.Scan(append(dest, &p.Rivals)...)
		finish()
		p.SectorName, p.SectorIcon = named[p.Sector].Name, named[p.Sector].Icon
		p.Photos = photos.OfPriority(p.ID)
		return err
	})
	if err != nil {
		return civic.Priorities{}, err
	}
	out := civic.Assemble(cards, statements)
	out.Sectors, out.Photos = sectors, photos
	return out, nil
}
