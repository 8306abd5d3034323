package db

import (
	"context"

	"ashar/internal/civic"
)

// PublicPlaces are the municipalities that show something to everybody, by name.
func (s *Store) PublicPlaces(ctx context.Context) ([]civic.Place, error) {
	return list(ctx, s, `SELECT `+placeColumns+` FROM units m`+placeJoins+`WHERE m.level = 'municipality'
		AND EXISTS (SELECT 1 FROM cycles c JOIN publications p ON p.cycle_id = c.id WHERE c.municipality_id = m.id AND p.withdrawn = 0)
		ORDER BY o.name_ky, r.name_ky, m.name_ky, m.id`, nil, func(r scanner, p *civic.Place) error { return r.Scan(placeDest(p)...) })
}

// PublicPlace is the municipality of a code with its published cycles, newest first; NotFound where it shows nothing.
func (s *Store) PublicPlace(ctx context.Context, code string) (civic.PublicPlace, error) {
	var place civic.PublicPlace
	err := s.each(ctx, `SELECT `+placeColumns+`, `+cycleColumns+`, p.what, p.published_at
		FROM publications p JOIN cycles c ON c.id = p.cycle_id JOIN units m ON m.id = c.municipality_id`+placeJoins+`
		WHERE p.withdrawn = 0 AND m.code = $1 ORDER BY c.starts DESC, c.id`, []any{code}, func(r scanner) error {
		c := civic.PublicCycle{Published: civic.Published{}}
		var what string
		var at int64
		dest, finish := cycleDest(&c.Cycle)
		if err := r.Scan(append(append(placeDest(&place.Place), dest...), &what, &at)...); err != nil {
			return err
		}
		cycles := &place.Cycles
		if last := len(*cycles) - 1; last < 0 || (*cycles)[last].Cycle.ID != c.Cycle.ID {
			*cycles = append(*cycles, c)
		}
		(*cycles)[len(*cycles)-1].Published[what] = fromMicros(at)
		return finish()
	})
	if err == nil && place.ID == "" {
		err = civic.E(civic.NotFound, "error.not_found")
	}
	return place, err
}

// Published is a cycle with the parts of it that everybody may see; NotFound when there are none.
func (s *Store) Published(ctx context.Context, cycle string) (civic.PublicCode, error) {
	return s.publicCode(ctx, `SELECT '', '', '', `+publishedColumns+`FROM cycles c`+publishedJoins+`WHERE c.id = $1`, cycle)
}

// PublicCode is what a code on paper opens: a need, or a session; with what of its cycle everybody may see.
func (s *Store) PublicCode(ctx context.Context, code string) (civic.PublicCode, error) {
	return s.publicCode(ctx, `SELECT x.need, x.since, x.session, `+publishedColumns+`FROM (
			SELECT n.cycle_id AS cycle, n.id AS need, coalesce(k.need_id, '') AS since, '' AS session
				FROM needs n LEFT JOIN need_cards k ON k.card_id = n.id WHERE n.code = $1
			UNION ALL SELECT s.cycle_id, '', '', s.id FROM sessions s WHERE s.code = $1 AND s.practice = 0 LIMIT 1) x
		JOIN cycles c ON c.id = x.cycle`+publishedJoins, code)
}

// publishedColumns are a cycle, its municipality, one part of it that is published, and the division that was adopted last.
const (
	publishedColumns = cycleColumns + `, ` + placeColumns + `, p.what, p.published_at, coalesce(d.rule, ''), coalesce(d.body, ''), coalesce(d.winners, ''), coalesce(d.overrides, ''), coalesce(d.adopted_at, 0) `
	publishedJoins   = ` JOIN publications p ON p.cycle_id = c.id AND p.withdrawn = 0 JOIN units m ON m.id = c.municipality_id` + placeJoins +
		`LEFT JOIN allocations d ON d.id = (SELECT x.id FROM allocations x WHERE x.cycle_id = c.id AND x.adopted_at IS NOT NULL ORDER BY x.number DESC LIMIT 1) `
)

func (s *Store) publicCode(ctx context.Context, query, id string) (civic.PublicCode, error) {
	of := civic.PublicCode{Published: civic.Published{}}
	err := s.each(ctx, query, []any{id}, func(r scanner) error {
		var what, rule, body, winners, overrides string
		var at, adopted int64
		cycle, finish := cycleDest(&of.Cycle)
		if err := r.Scan(append(append(append([]any{&of.Need, &of.Since, &of.Session}, cycle...), placeDest(&of.Place)...), &what, &at, &rule, &body, &winners, &overrides, &adopted)...); err != nil {
			return err
		}
		of.Published[what] = fromMicros(at)
		if adopted > 0 && of.Division == nil {
			d, err := allocationOf(rule, body, winners, overrides)
			if err != nil {
				return err
			}
			d.AdoptedAt, of.Division = fromMicros(adopted), &d
		}
		return finish()
	})
	if err == nil && of.Cycle.ID == "" {
		err = civic.E(civic.NotFound, "error.not_found")
	}
	return of, err
}

// PublicStatements are the sentences on the cards of a need, those of merged
// parts too, in the order they were said.
func (s *Store) PublicStatements(ctx context.Context, need string) ([]civic.PublicStatement, error) {
	return list(ctx, s, `WITH RECURSIVE parts (id, card) AS (
			SELECT c.card_id, c.card_id FROM need_cards c WHERE c.need_id = $1
			UNION ALL SELECT p.id, parts.card FROM parts CROSS JOIN priorities p WHERE p.merged_into = parts.id)
		SELECT st.session_id, parts.card, st.text, st.made_at FROM parts CROSS JOIN statements st
		WHERE st.priority_id = parts.id AND st.withdrawn = 0 ORDER BY st.made_at, st.id`, []any{need}, func(r scanner, st *civic.PublicStatement) error {
		var at int64
		err := r.Scan(&st.Session, &st.Card, &st.Text, &at)
		st.At = fromMicros(at)
		return err
	})
}

// PublicActs are the filed acts of a cycle with their photos, newest first.
func (s *Store) PublicActs(ctx context.Context, cycle string) (map[string][]civic.PublicAct, error) {
	all := map[string][]civic.PublicAct{}
	err := s.each(ctx, `SELECT a.id, a.action_id, a.number, a.visited_on, a.status, a.percent, a.ao_status, a.ao_percent, a.found_work, a.recommendations,
			a.answer_due, a.answer, a.answered_on, coalesce(p.id, ''), coalesce(p.caption, '')
		FROM acts a LEFT JOIN act_photos p ON p.act_id = a.id AND p.removed_at IS NULL
		WHERE a.cycle_id = $1 AND a.filed_at IS NOT NULL ORDER BY a.action_id, a.visited_on DESC, a.number DESC, p.made_at, p.id`, []any{cycle}, func(r scanner) error {
		var a civic.PublicAct
		var p civic.PublicPhoto
		if err := r.Scan(&a.ID, &a.Action, &a.Number, &a.On, &a.Status, &a.Percent, &a.OfficeStatus, &a.OfficePercent, &a.Found, &a.Recommendations,
			&a.AnswerDue, &a.Answer, &a.AnsweredOn, &p.ID, &p.Caption); err != nil {
			return err
		}
		acts := all[a.Action]
		if n := len(acts); n == 0 || acts[n-1].ID != a.ID {
			acts = append(acts, a)
		}
		if p.ID != "" {
			last := &acts[len(acts)-1]
			last.Photos = append(last.Photos, p)
		}
		all[a.Action] = acts
		return nil
	})
	return all, err
}

// PublicPhoto is the picture of a photo of a filed act, where the monitoring of its cycle is published.
func (s *Store) PublicPhoto(ctx context.Context, id string) (hash string, err error) {
	err = s.row(ctx, `SELECT p.hash FROM act_photos p JOIN acts a ON a.id = p.act_id
		JOIN publications b ON b.cycle_id = a.cycle_id AND b.what = 'monitoring' AND b.withdrawn = 0
		WHERE p.id = $1 AND a.filed_at IS NOT NULL AND p.removed_at IS NULL`, []any{id}, &hash)
	return hash, err
}

// CycleBefore is the cycle of the same municipality that ended last before this one began; NotFound for the first.
func (s *Store) CycleBefore(ctx context.Context, cycle string) (before civic.Cycle, p civic.Place, err error) {
	dest, finish := cycleDest(&before)
	err = s.row(ctx, `SELECT `+cycleColumns+`, `+placeColumns+` FROM cycles x JOIN cycles c ON c.municipality_id = x.municipality_id AND c.starts < x.starts
			JOIN units m ON m.id = c.municipality_id`+placeJoins+`
		WHERE x.id = $1 AND EXISTS (SELECT 1 FROM needs n WHERE n.cycle_id = c.id) ORDER BY c.starts DESC LIMIT 1`, []any{cycle}, append(dest, placeDest(&p)...)...)
	if err == nil {
		err = finish()
	}
	return before, p, err
}
