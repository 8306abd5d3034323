package db

import (
	"encoding/json"

	"ashar/internal/civic"
)

// joinNeeds puts the cards of needs into one. What it reports is who held which
// card before, which is what undoing needs.
func joinNeeds(tx *Tx, op *Operation, j civic.JoinNeeds) (any, error) {
	moved := map[string][]string{}
	for _, id := range append([]string{j.Into}, j.From...) {
		var n, fixed int
		if err := tx.row(`SELECT count(*), (SELECT count(*) FROM decisions d WHERE d.need_id = $1 AND d.replaced_by IS NULL)
				+ (SELECT count(*) FROM letters l WHERE l.need_id = $1)
				+ (SELECT count(*) FROM actions a WHERE a.need_id = $1)
			FROM needs WHERE id = $1 AND cycle_id = $2`, []any{id, op.Scope}, &n, &fixed); err != nil {
			return nil, err
		}
		if n == 0 {
			return nil, civic.E(civic.NotFound, "error.not_found")
		}
		if id == j.Into {
			continue
		}
		if fixed > 0 { // what was decided, asked for or planned stays a row of its own; a cost stays with the need, and comes back with it
			return nil, civic.E(civic.Conflict, "error.need_decided")
		}
		cards, err := tx.cardsOf(id)
		if err != nil {
			return nil, err
		}
		if len(cards) > 0 {
			moved[id] = cards
		}
		if err := tx.exec(`UPDATE need_cards SET need_id = $1 WHERE need_id = $2`, j.Into, id); err != nil {
			return nil, err
		}
	}
	return moved, tx.exec(`UPDATE needs SET version = version + 1 WHERE id = $1`, j.Into)
}

func (tx *Tx) cardsOf(need string) (cards []string, err error) {
	err = tx.each(`SELECT card_id FROM need_cards WHERE need_id = $1 ORDER BY card_id`, []any{need}, func(r scanner) error {
		var id string
		err := r.Scan(&id)
		cards = append(cards, id)
		return err
	})
	return cards, err
}

// undoJoin gives the cards back to the needs that held them. What somebody has
// moved on meanwhile stays where they put it.
func undoJoin(tx *Tx, op *Operation, u civic.UndoJoin) (any, error) {
	var into, outcome string
	err := tx.each(`SELECT subject, coalesce(outcome, '') FROM journal WHERE id = $1 AND scope = $2 AND kind = $3`,
		[]any{u.Join, op.Scope, civic.JoinNeeds{}.Kind()}, func(r scanner) error { return r.Scan(&into, &outcome) })
	if err != nil {
		return nil, err
	}
	if into == "" {
		return nil, civic.E(civic.NotFound, "error.not_found")
	}
	var moved map[string][]string
	if err := json.Unmarshal([]byte(outcome), &moved); err != nil {
		return nil, err
	}
	for need, cards := range moved {
		for _, card := range cards {
			if err := tx.exec(`UPDATE need_cards SET need_id = $1 WHERE card_id = $2 AND need_id = $3`, need, card, into); err != nil {
				return nil, err
			}
		}
	}
	return nil, tx.exec(`UPDATE needs SET version = version + 1 WHERE id = $1`, into)
}

func splitNeed(tx *Tx, op *Operation, s civic.SplitNeed) (any, error) {
	var all int
	if err := tx.row(`SELECT count(*) FROM need_cards c JOIN needs n ON n.id = c.need_id WHERE c.need_id = $1 AND n.cycle_id = $2`, []any{s.Need, op.Scope}, &all); err != nil {
		return nil, err
	}
	if all == 0 {
		return nil, civic.E(civic.NotFound, "error.not_found")
	}
	if all <= len(s.Cards) {
		return nil, civic.Bad("cards", "error.need_split_all")
	}
	into := s.Cards[0]
	var taken int
	if err := tx.row(`SELECT count(*) FROM need_cards WHERE need_id = $1`, []any{into}, &taken); err != nil {
		return nil, err
	}
	if into == s.Need || taken > 0 {
		into = s.Fresh
		var p civic.Priority
		if err := tx.row(`SELECT title_ky, sector, location, competence, issue FROM needs WHERE id = $1`, []any{s.Need},
			&p.Title, &p.Sector, &p.Location, &p.Competence, &p.Issue); err != nil {
			return nil, err
		}
		p.ID = into
		if err := tx.row(`SELECT title FROM need_cards WHERE card_id = $1`, []any{s.Cards[0]}, &p.Title); err != nil {
			return nil, err
		}
		if err := tx.beginNeed(op, op.Scope, s.Cards[0], p); err != nil {
			return nil, err
		}
	}
	for _, card := range s.Cards {
		n, err := tx.affect(`UPDATE need_cards SET need_id = $1 WHERE card_id = $2 AND need_id = $3`, into, card, s.Need)
		if err != nil {
			return nil, err
		}
		if n == 0 {
			return nil, civic.E(civic.Conflict, "error.changed_meanwhile")
		}
	}
	return map[string]string{"need": into}, tx.exec(`UPDATE needs SET version = version + 1 WHERE id = $1`, s.Need)
}
