package db

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"ashar/internal/civic"
)

func needChanges(add func(string, applier)) {
	add(on(collectNeeds))
	add(on(saveNeed))
	add(on(joinNeeds))
	add(on(undoJoin))
	add(on(splitNeed))
	add(on(orderNeeds))
	add(on(answerDivergence))
}

// collectNeeds goes through the closed sessions of a cycle. Closing one does
// the same for it; this takes up what came otherwise, in a bundle or from before.
func collectNeeds(tx *Tx, op *Operation, _ civic.CollectNeeds) (any, error) {
	var sessions []string
	err := tx.each(`SELECT id FROM sessions WHERE cycle_id = $1 AND status = 'closed' AND practice = 0 ORDER BY closed_at, id`, []any{op.Scope}, func(r scanner) error {
		var id string
		err := r.Scan(&id)
		sessions = append(sessions, id)
		return err
	})
	for _, id := range sessions {
		if err == nil {
			err = errors.Join(tx.collect(op, id), tx.reckon(id))
		}
	}
	return nil, err
}

// collect puts a session's cards on the board of its cycle as they stand, and
// takes off those that are no longer in its list. A card that is there already
// stays in the need that somebody put it into.
func (tx *Tx) collect(op *Operation, session string) error {
	var cycle string
	var practice bool
	if err := tx.row(`SELECT cycle_id, practice FROM sessions WHERE id = $1`, []any{session}, &cycle, &practice); err != nil || practice {
		return err
	}
	tx.touched[cycle] = struct{}{}
	cards, err := tx.rankedCards(session)
	if err != nil {
		return err
	}
	had := map[string]bool{}
	if err := tx.each(`SELECT card_id FROM need_cards WHERE session_id = $1`, []any{session}, func(r scanner) error {
		var id string
		err := r.Scan(&id)
		had[id] = true
		return err
	}); err != nil {
		return err
	}
	ranks := map[int]int{}
	for _, p := range cards {
		ranks[p.Rank]++
	}
	for _, p := range cards {
		if !had[p.ID] {
			if err := tx.beginNeed(op, cycle, p.ID, p); err != nil {
				return err
			}
		}
		delete(had, p.ID)
		if err := tx.exec(`INSERT INTO need_cards (card_id, need_id, session_id, title, place, shared, voices, supporters, affected)
			VALUES ($1, $1, $2, $3, $4, $5, $6, $7, $8)
			ON CONFLICT (card_id) DO UPDATE SET title = excluded.title, place = excluded.place, shared = excluded.shared,
			voices = excluded.voices, supporters = excluded.supporters, affected = excluded.affected`,
			p.ID, session, p.Title, p.Rank, flag(p.Rank > 0 && ranks[p.Rank] > 1), len(p.Statements), len(p.Supporters), p.Affected); err != nil {
			return err
		}
	}
	for id := range had {
		if err := tx.exec(`DELETE FROM need_cards WHERE card_id = $1`, id); err != nil {
			return err
		}
	}
	return nil
}

// touchCycle has a session's cycle told too: its list is made of its closed sessions, its sums of all.
func (tx *Tx) touchCycle(session string) error {
	var cycle string
	err := tx.row(`SELECT cycle_id FROM sessions WHERE id = $1`, []any{session}, &cycle)
	tx.touched[cycle] = struct{}{}
	return err
}

// rankedCards are the active cards of a session in the order of its ranking.
func (tx *Tx) rankedCards(session string) ([]civic.Priority, error) {
	var cards []civic.Priority
	err := tx.each(`SELECT `+priorityColumns+` FROM priorities p WHERE p.session_id = $1 ORDER BY p.place, p.id`, []any{session}, func(r scanner) error {
		var p civic.Priority
		dest, finish := priorityDest(&p)
		err := r.Scan(dest...)
		finish()
		cards = append(cards, p)
		return err
	})
	if err != nil {
		return nil, err
	}
	var said []civic.Statement
	if err := tx.each(`SELECT id, priority_id, withdrawn FROM statements WHERE session_id = $1 AND priority_id IS NOT NULL ORDER BY place`, []any{session}, func(r scanner) error {
		var s civic.Statement
		err := r.Scan(&s.ID, &s.Priority, &s.Withdrawn)
		said = append(said, s)
		return err
	}); err != nil {
		return nil, err
	}
	rounds, err := roundsBy(tx.each, `r.session_id = $1`, session)
	if err != nil {
		return nil, err
	}
	all := civic.Assemble(cards, said)
	return all.Ranked(rounds), nil
}

// beginNeed makes a need of a card, with its id, so that every installation makes the same.
func (tx *Tx) beginNeed(op *Operation, cycle, card string, p civic.Priority) error {
	return tx.exec(`INSERT INTO needs (id, cycle_id, card_id, code, title_ky, sector, location, competence, issue, beneficiaries, made_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (id) DO NOTHING`,
		p.ID, cycle, card, needCode(p.ID), p.Title, p.Sector, p.Location, string(p.Competence), p.Issue, p.Affected, micros(op.At))
}

// needCode is a session's code with one letter more, so that the two are told apart.
func needCode(need string) string { return codeOf(need, 7) }

func saveNeed(tx *Tx, op *Operation, s civic.SaveNeed) (any, error) {
	if err := tx.mustBeNeedSector(op.Scope, s.Sector); err != nil {
		return nil, err
	}
	n, err := tx.affect(`UPDATE needs SET title_ky = $1, title_ru = $2, title_en = $3, sector = $4, location = $5, competence = $6, issue = $7,
		beneficiaries = $8, programme = $9, version = version + 1 WHERE id = $10 AND cycle_id = $11 AND version = $12`,
		strings.TrimSpace(s.Title.KY), strings.TrimSpace(s.Title.RU), strings.TrimSpace(s.Title.EN), s.Sector, s.Location, string(s.Competence), s.Issue,
		s.Beneficiaries, flag(s.Programme), s.ID, op.Scope, s.Base)
	if err != nil {
		return nil, err
	}
	if n == 0 {
		return nil, tx.needGone(op.Scope, s.ID)
	}
	return nil, nil
}

// mustBeNeedSector wants a sector of the list of the cycle's municipality.
func (tx *Tx) mustBeNeedSector(cycle, id string) error {
	var rows []civic.Sector
	err := tx.each(`SELECT `+sectorColumns+`WHERE municipality IN ('', (SELECT municipality_id FROM cycles WHERE id = $1))`, []any{cycle}, func(r scanner) error {
		var s civic.Sector
		err := scanSector(r, &s)
		rows = append(rows, s)
		return err
	})
	if err == nil && id != "" && !slices.ContainsFunc(civic.Sectors(rows), func(s civic.Sector) bool { return s.ID == id }) {
		err = civic.Bad("sector", "error.choice")
	}
	return err
}

// needGone says why nothing was changed: not there, or changed meanwhile.
func (tx *Tx) needGone(cycle, need string) error {
	var n int
	if err := tx.row(`SELECT count(*) FROM needs WHERE id = $1 AND cycle_id = $2`, []any{need, cycle}, &n); err != nil {
		return err
	}
	if n == 0 {
		return civic.E(civic.NotFound, "error.not_found")
	}
	return civic.E(civic.Conflict, "error.changed_meanwhile")
}

const needColumns = `n.id, n.cycle_id, n.code, n.title_ky, n.title_ru, n.title_en, n.sector, n.location, n.competence, n.issue, n.beneficiaries, n.programme, n.version, n.made_at`

func needDest(n *civic.Need) ([]any, func()) {
	var at int64
	return []any{&n.ID, &n.Cycle, &n.Code, &n.Title.KY, &n.Title.RU, &n.Title.EN, &n.Sector, &n.Location, &n.Competence, &n.Issue, &n.Beneficiaries,
		&n.Programme, &n.Version, &at}, func() { n.At = fromMicros(at) }
}

// Needs reads all that makes the consolidated list of a cycle, in four queries.
func (s *Store) Needs(ctx context.Context, cycle string) (civic.Needs, error) {
	c, place, err := s.Cycle(ctx, cycle)
	if err != nil {
		return civic.Needs{}, err
	}
	return s.NeedsOf(ctx, c, place)
}

// NeedsOf reads the same of a cycle that is at hand, in three.
func (s *Store) NeedsOf(ctx context.Context, cycle civic.Cycle, place civic.Place) (ns civic.Needs, err error) {
	ns.Cycle, ns.Place = cycle, place
	s.homes.Store(cycle.ID, cycle.Municipality) // who reads its plan next need not ask
	sectors, err := s.SectorsOf(ctx, ns.Cycle.Municipality)
	if err != nil {
		return ns, err
	}
	if err = s.needGroups(ctx, &ns); err != nil {
		return ns, err
	}
	if err = s.needRows(ctx, &ns, sectors); err != nil {
		return ns, err
	}
	return ns, s.needHands(ctx, &ns)
}

// needRows reads the needs with their cards.
func (s *Store) needRows(ctx context.Context, ns *civic.Needs, sectors []civic.Sector) error {
	named := map[string]civic.Sector{}
	for _, x := range sectors {
		named[x.ID] = x
	}
	return s.each(ctx, `SELECT `+needColumns+`, EXISTS (SELECT 1 FROM decisions d WHERE d.need_id = n.id) OR EXISTS (SELECT 1 FROM letters l WHERE l.need_id = n.id)
				OR EXISTS (SELECT 1 FROM actions a WHERE a.need_id = n.id),
			coalesce((SELECT e.cost FROM estimates e WHERE e.cycle_id = n.cycle_id AND e.need_id = n.id ORDER BY e.made_at DESC, e.id DESC LIMIT 1), 0),
			coalesce(c.card_id, ''), coalesce(c.session_id, ''), coalesce(c.title, ''), coalesce(c.place, 0), coalesce(c.shared, 0),
			coalesce(c.voices, 0), coalesce(c.supporters, 0), coalesce(c.affected, 0)
		FROM needs n LEFT JOIN need_cards c ON c.need_id = n.id WHERE n.cycle_id = $1 ORDER BY n.id, c.session_id, c.place, c.card_id`, []any{ns.Cycle.ID}, func(r scanner) error {
		var n civic.Need
		var c civic.NeedCard
		dest, finish := needDest(&n)
		if err := r.Scan(append(dest, &n.Fixed, &n.Cost, &c.Card, &c.Session, &c.Title, &c.Place, &c.Shared, &c.Voices, &c.Supporters, &c.Affected)...); err != nil {
			return err
		}
		finish()
		if c.Card == "" && !n.Fixed {
			return nil
		}
		if last := len(ns.Needs) - 1; last < 0 || ns.Needs[last].ID != n.ID {
			n.SectorName, n.SectorIcon = named[n.Sector].Name, named[n.Sector].Icon
			ns.Needs = append(ns.Needs, n)
		}
		if c.Card != "" {
			last := &ns.Needs[len(ns.Needs)-1]
			last.Cards = append(last.Cards, c)
		}
		return nil
	})
}

// NeedVoices are what people said on the cards of a need, in their words, by card.
func (s *Store) NeedVoices(ctx context.Context, need string) (map[string][]string, error) {
	voices := map[string][]string{}
	err := s.each(ctx, `WITH RECURSIVE parts (card, part) AS (
			SELECT card_id, card_id FROM need_cards WHERE need_id = $1
			UNION ALL SELECT x.card, p.id FROM parts x CROSS JOIN priorities p WHERE p.merged_into = x.part)
		SELECT x.card, s.text FROM parts x CROSS JOIN statements s WHERE s.priority_id = x.part AND s.withdrawn = 0 ORDER BY x.card, s.place, s.id`, []any{need}, func(r scanner) error {
		var card, text string
		err := r.Scan(&card, &text)
		voices[card] = append(voices[card], text)
		return err
	})
	return voices, err
}

// needGroups reads the sessions that were held, with how many came and how many
// people of the village each stands for: the newest census up to the cycle's
// end, of the audience's sex or age where that is known. The censuses come first, the newest of each village ahead.
func (s *Store) needGroups(ctx context.Context, ns *civic.Needs) error {
	people := map[string][]civic.Census{}
	err := s.each(ctx, `SELECT 0, p.unit_id, -p.year, '', '', p.people, 0, 0, '', '', '', '', p.sex, p.band, '', '', '', ''
		FROM population p WHERE p.unit_id IN (SELECT village_id FROM sessions WHERE cycle_id = $1)
		UNION ALL SELECT 1, v.name_ky, a.place, s.date, s.id,
			coalesce((SELECT sum(t.people) FROM attendance t WHERE t.session_id = s.id AND t.what = 'came'), 0),
			(SELECT count(*) FROM priorities p WHERE p.session_id = s.id AND p.withdrawn = 0 AND p.dissolved = 0 AND p.merged_into IS NULL
				AND NOT EXISTS (SELECT 1 FROM need_cards c WHERE c.card_id = p.id)),
			s.number, s.village_id, v.name_ru, v.name_en, s.audience_id, a.name_ky, a.name_ru, a.name_en, a.kind, s.status, s.code
		FROM sessions s JOIN units v ON v.id = s.village_id JOIN audiences a ON a.id = s.audience_id
		WHERE s.cycle_id = $1 AND s.practice = 0 AND s.status = 'closed' ORDER BY 1, 2, 3, 4, 5`, []any{ns.Cycle.ID}, func(r scanner) error {
		var held bool
		var name string
		var place, n, loose int
		var g civic.NeedGroup
		if err := r.Scan(&held, &name, &place, &g.Date, &g.Session, &n, &loose, &g.Number, &g.Village, &g.VillageName.RU, &g.VillageName.EN, &g.Audience,
			&g.AudienceName.KY, &g.AudienceName.RU, &g.AudienceName.EN, &g.AudienceKind, &g.Status, &g.Code); err != nil {
			return err
		}
		if held {
			g.VillageName.KY, g.Attendance = name, n
			ns.Groups, ns.Loose = append(ns.Groups, g), ns.Loose+loose
			return nil
		}
		years := people[name]
		if last := len(years) - 1; last < 0 || years[last].Year != -place {
			years = append(years, civic.Census{Year: -place})
		}
		last := &years[len(years)-1]
		last.Counts = append(last.Counts, civic.Count{Sex: g.AudienceName.KY, Band: civic.AgeBand(g.AudienceName.RU), People: n})
		people[name] = years
		return nil
	})
	for i := range ns.Groups {
		g := &ns.Groups[i]
		g.Population = civic.PeopleBehind(g.AudienceKind, people[g.Village], civic.Day(ns.Cycle.Ends).Year())
	}
	return err
}

// needHands reads what people did to the list: orders by hand, and answers to divergence.
func (s *Store) needHands(ctx context.Context, ns *civic.Needs) error {
	return s.each(ctx, `SELECT o.number, o.rule, o.computed, o.ordered, o.reason, coalesce(u.name, ''), o.made_at
		FROM need_orders o LEFT JOIN users u ON u.id = o.made_by WHERE o.cycle_id = $1
		UNION ALL SELECT 0, d.audience, d.need_id, '', d.answer, coalesce(u.name, ''), d.made_at
		FROM divergence_answers d LEFT JOIN users u ON u.id = d.made_by WHERE d.cycle_id = $1 ORDER BY 1 DESC, 2, 3`, []any{ns.Cycle.ID}, func(r scanner) error {
		var number int
		var a, b, c, text, by string
		var at int64
		if err := r.Scan(&number, &a, &b, &c, &text, &by, &at); err != nil {
			return err
		}
		if number == 0 {
			ns.Answers = append(ns.Answers, civic.DivergenceAnswer{Audience: civic.AudienceKind(a), Need: b, Answer: text, By: by, At: fromMicros(at)})
			return nil
		}
		o := civic.NeedOrder{Number: number, Reason: text, By: by, At: fromMicros(at)}
		err := errors.Join(json.Unmarshal([]byte(a), &o.Rule), json.Unmarshal([]byte(b), &o.Computed), json.Unmarshal([]byte(c), &o.Ordered))
		ns.Orders = append(ns.Orders, o)
		return err
	})
}
