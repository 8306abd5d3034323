package db

import (
	"context"

	"ashar/internal/civic"
)

// figures of the cycles in "chosen", with their municipalities.
const figures = `SELECT ` + cycleColumns + `, ` + placeColumns + `,
		(SELECT count(*) FROM cycle_villages v WHERE v.cycle_id = c.id) * (SELECT count(*) FROM audiences a WHERE a.cycle_id = c.id AND a.retired = 0),
		(SELECT count(*) FROM sessions s WHERE s.cycle_id = c.id AND s.practice = 0 AND s.status <> 'cancelled'),
		coalesce(f.held, 0), coalesce(f.below, 0), coalesce(f.came, 0), coalesce(f.women, 0), coalesce(f.youth, 0), coalesce(f.asked, 0), coalesce(f.done, 0), coalesce(f.checks, 0), coalesce(f.read, 0),
		(SELECT count(*) FROM needs n WHERE n.cycle_id = c.id AND EXISTS (SELECT 1 FROM need_cards k WHERE k.need_id = n.id)),
		(SELECT count(*) FROM decisions d WHERE d.cycle_id = c.id AND d.need_id IS NOT NULL AND d.replaced_by IS NULL),
		(SELECT count(*) FROM acts t WHERE t.cycle_id = c.id AND t.filed_at IS NOT NULL),
		coalesce(x.waiting, 0), coalesce(x.going, 0), coalesce(x.done, 0), coalesce(x.given_up, 0), coalesce(x.spent, 0),
		(SELECT coalesce(sum(m.amount), 0) FROM action_costs m JOIN actions y ON y.id = m.action_id WHERE y.cycle_id = c.id AND y.dropped = 0 AND y.status <> 'cancelled')
	FROM chosen c JOIN units m ON m.id = c.municipality_id` + placeJoins + `
	LEFT JOIN (SELECT f.cycle_id, count(*) AS held, sum(f.below_minimum) AS below, sum(f.came) AS came, sum(f.came_f) AS women, sum(f.youth) AS youth, sum(f.invited) AS asked,
		sum(f.checks_done) AS done, sum(f.checks) AS checks, sum(f.read_aloud) AS read FROM session_facts f WHERE f.cycle_id IN (SELECT id FROM chosen) GROUP BY f.cycle_id) f ON f.cycle_id = c.id
	LEFT JOIN (SELECT y.cycle_id, sum(CASE WHEN y.status = 'not_started' THEN 1 ELSE 0 END) AS waiting, sum(CASE WHEN y.status = 'under_way' THEN 1 ELSE 0 END) AS going,
		sum(CASE WHEN y.status = 'done' THEN 1 ELSE 0 END) AS done, sum(CASE WHEN y.status = 'cancelled' THEN 1 ELSE 0 END) AS given_up, sum(y.spent) AS spent
		FROM actions y WHERE y.dropped = 0 AND y.cycle_id IN (SELECT id FROM chosen) GROUP BY y.cycle_id) x ON x.cycle_id = c.id`

func scanFigures(r scanner, f *civic.CycleFigures) error {
	dest, finish := cycleDest(&f.Cycle)
	dest = append(append(dest, placeDest(&f.Place)...), &f.Cells, &f.Plans, &f.Held, &f.Below, &f.Came, &f.Women, &f.Youth, &f.Asked, &f.Done, &f.All, &f.Read,
		&f.Needs, &f.Ruled, &f.Acts, &f.Action[0], &f.Action[1], &f.Action[2], &f.Action[3], &f.Spent, &f.Cost)
	if err := r.Scan(dest...); err != nil {
		return err
	}
	return finish()
}

// MunicipalityFigures are the cycles of a municipality, newest first.
func (s *Store) MunicipalityFigures(ctx context.Context, municipality string) ([]civic.CycleFigures, error) {
	return list(ctx, s, `WITH chosen AS (SELECT * FROM cycles WHERE municipality_id = $1) `+figures+` ORDER BY c.starts DESC, c.id`, []any{municipality}, scanFigures)
}

// AllFigures are the newest cycles of all municipalities that a person may see,
// by raion and name, then the municipalities that have none; with an oblast or
// raion only those below it.
func (s *Store) AllFigures(ctx context.Context, user, above string) ([]civic.CycleFigures, error) {
	begun, err := list(ctx, s, `WITH chosen AS MATERIALIZED (SELECT c.* FROM units u LEFT JOIN units p ON p.id = u.parent_id
			JOIN cycles c ON c.id = (SELECT n.id FROM cycles n WHERE n.municipality_id = u.id ORDER BY n.starts DESC, n.id DESC LIMIT 1)
			WHERE u.level = 'municipality' AND EXISTS (SELECT 1 FROM grants g WHERE g.user_id = $1 AND g.municipality IN ('', c.municipality_id) AND g.role IN ('administrator', 'trainer'))
			AND ($2 = '' OR u.parent_id = $2 OR p.parent_id = $2)) `+figures+` ORDER BY o.name_ky, r.name_ky, m.name_ky, c.id`, []any{user, above}, scanFigures)
	if err != nil {
		return nil, err
	}
	rest, err := list(ctx, s, `SELECT `+placeColumns+` FROM units m`+placeJoins+`WHERE m.level = 'municipality' AND m.valid_to = ''
		AND NOT EXISTS (SELECT 1 FROM cycles c WHERE c.municipality_id = m.id)
		AND EXISTS (SELECT 1 FROM grants g WHERE g.user_id = $1 AND g.municipality IN ('', m.id) AND g.role IN ('administrator', 'trainer'))
		AND ($2 = '' OR m.parent_id = $2 OR r.parent_id = $2) ORDER BY o.name_ky, r.name_ky, m.name_ky`, []any{user, above}, func(r scanner, f *civic.CycleFigures) error {
		return r.Scan(placeDest(&f.Place)...)
	})
	return append(begun, rest...), err
}
