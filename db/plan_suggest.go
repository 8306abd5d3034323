package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"strings"

	"ashar/internal/civic"
)

// PlanSuggestions are the needs of a cycle that the council accepted, wholly or
// in part, and those that the adopted division of the budget has, in the
// people's order. Rows of the plan that stand for them are told.
func (s *Store) PlanSuggestions(ctx context.Context, cycle string) (all []civic.PlanSuggestion, err error) {
	sectors, err := s.cycleSectors(ctx, cycle)
	if err != nil {
		return nil, err
	}
	err = s.at(ctx, func(r reader) error {
		funded, err := fundedNeeds(r, cycle)
		if err != nil {
			return err
		}
		places, err := needPlaces(r, cycle)
		if err != nil {
			return err
		}
		return r.each(`SELECT n.id, n.code, n.title_ky, n.title_ru, n.title_en, n.sector, n.issue, n.beneficiaries, coalesce(d.outcome, ''), coalesce(d.place, 0), coalesce(d.amount, 0),
				coalesce((SELECT e.cost FROM estimates e WHERE e.need_id = n.id ORDER BY e.made_at DESC, e.id DESC LIMIT 1), 0),
				EXISTS (SELECT 1 FROM actions a WHERE a.need_id = n.id AND a.dropped = 0)
			FROM needs n LEFT JOIN decisions d ON d.need_id = n.id AND d.replaced_by IS NULL
			WHERE n.cycle_id = $1 ORDER BY coalesce(d.place, 9999), n.id`, []any{cycle}, func(row scanner) error {
			var x civic.PlanSuggestion
			t := &x.Text
			if err := row.Scan(&t.Need, &x.Code, &t.Title.KY, &t.Title.RU, &t.Title.EN, &t.Sector, &t.Issue, &t.Beneficiaries, &x.Outcome, &x.Place, &x.Given, &t.Estimate, &x.Taken); err != nil {
				return err
			}
			x.Funded = funded[t.Need]
			if !x.Outcome.Gives() && (!x.Funded || x.Outcome != "") {
				return nil
			}
			if t.Estimate == 0 {
				t.Estimate = x.Given
			}
			x.Sector = sectors[t.Sector].Name
			if where := places[t.Need]; where != nil {
				t.Description = strings.Join(where.lines, "\n")
				if len(where.villages) == 1 {
					t.Village, x.Village = where.villages[0], where.name
				}
			}
			all = append(all, x)
			return nil
		})
	})
	return all, err
}

// needPlace is where a need was named: its villages, and a line for each with what was said there.
type needPlace struct {
	villages []string
	name     civic.Text
	lines    []string
}

// needPlaces gathers, village by village, where on its own the groups placed each need.
func needPlaces(r reader, cycle string) (map[string]*needPlace, error) {
	places := map[string]*needPlace{}
	err := r.each(`SELECT c.need_id, v.id, v.name_ky, v.name_ru, v.name_en, p.location FROM need_cards c JOIN sessions s ON s.id = c.session_id JOIN units v ON v.id = s.village_id
		JOIN priorities p ON p.id = c.card_id WHERE s.cycle_id = $1 ORDER BY c.need_id, v.code, c.place, c.card_id`, []any{cycle}, func(row scanner) error {
		var need, village, location string
		var name civic.Text
		if err := row.Scan(&need, &village, &name.KY, &name.RU, &name.EN, &location); err != nil {
			return err
		}
		p := places[need]
		if p == nil {
			p = &needPlace{}
			places[need] = p
		}
		if n := len(p.villages); n > 0 && p.villages[n-1] == village {
			return nil
		}
		p.villages, p.name = append(p.villages, village), name
		for i, line := range p.lines { // the same place in several villages is one line
			if before, where, _ := strings.Cut(line, ": "); where == location {
				p.lines[i] = strings.TrimSuffix(before+", "+name.KY+": "+location, ": ")
				return nil
			}
		}
		p.lines = append(p.lines, strings.TrimSuffix(name.KY+": "+location, ": "))
		return nil
	})
	return places, err
}

// fundedNeeds are those that the newest adopted division of the budget has, with what was changed by hand.
func fundedNeeds(r reader, cycle string) (map[string]bool, error) {
	var winners, overrides string
	err := r.row(`SELECT winners, overrides FROM allocations WHERE cycle_id = $1 AND adopted_at IS NOT NULL ORDER BY adopted_at DESC, number DESC LIMIT 1`, []any{cycle}, &winners, &overrides)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var ids []string
	var hands []civic.Override // oldest first
	if err := errors.Join(json.Unmarshal([]byte(winners), &ids), json.Unmarshal([]byte(overrides), &hands)); err != nil {
		return nil, err
	}
	funded := map[string]bool{}
	for _, id := range ids {
		funded[id] = true
	}
	for _, h := range hands {
		funded[h.Need] = h.In
	}
	return funded, nil
}

// cycleSectors are the directions of the municipality of a cycle, by id.
func (s *Store) cycleSectors(ctx context.Context, cycle string) (map[string]civic.Sector, error) {
	municipality, err := s.home(ctx, `SELECT municipality_id FROM cycles WHERE id = $1`, cycle)
	if err != nil {
		return nil, err
	}
	list, err := s.SectorsOf(ctx, municipality)
	return sectorsByID(list), err
}

func (tx *Tx) cycleSectors(cycle string) (map[string]civic.Sector, error) {
	var rows []civic.Sector
	err := tx.each(`SELECT `+sectorColumns+`WHERE municipality IN ('', (SELECT municipality_id FROM cycles WHERE id = $1))`, []any{cycle}, func(row scanner) error {
		var x civic.Sector
		err := scanSector(row, &x)
		rows = append(rows, x)
		return err
	})
	return sectorsByID(civic.Sectors(rows)), err
}

func sectorsByID(list []civic.Sector) map[string]civic.Sector {
	named := map[string]civic.Sector{}
	for _, x := range list {
		named[x.ID] = x
	}
	return named
}
