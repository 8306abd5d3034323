package db

import (
	"context"

	"ashar/internal/civic"
)

// figures of cycles c, with their municipalities.
const (
	figureColumns = cycleColumns + `, ` + placeColumns + `, z.cells, z.plans, z.held, z.below, z.came, z.women, z.youth, z.invited, z.checks_done, z.checks, z.read_aloud,
		z.needs, z.ruled, z.acts, z.not_started, z.under_way, z.done, z.cancelled, z.spent, z.cost `
	figureJoins = ` JOIN cycle_sums z ON z.cycle_id = c.id JOIN units m ON m.id = c.municipality_id` + placeJoins
)

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
	return list(ctx, s, `SELECT `+figureColumns+`FROM cycles c`+figureJoins+`WHERE c.municipality_id = $1 ORDER BY c.starts DESC, c.id`, []any{municipality}, scanFigures)
}

// AllFigures are the newest cycles of all municipalities that a person may see,
// by raion and name, then the municipalities that have none; with an oblast or
// raion only those below it.
func (s *Store) AllFigures(ctx context.Context, user, above string) ([]civic.CycleFigures, error) {
	begun, err := list(ctx, s, `SELECT `+figureColumns+`FROM units m`+placeJoins+`
			JOIN cycles c ON c.id = (SELECT n.id FROM cycles n WHERE n.municipality_id = m.id ORDER BY n.starts DESC, n.id DESC LIMIT 1) JOIN cycle_sums z ON z.cycle_id = c.id
		WHERE m.level = 'municipality' AND EXISTS (SELECT 1 FROM grants g WHERE g.user_id = $1 AND g.municipality IN ('', m.id) AND g.role IN ('administrator', 'trainer'))
			AND ($2 = '' OR m.parent_id = $2 OR r.parent_id = $2) ORDER BY o.name_ky, r.name_ky, m.name_ky, c.id`, []any{user, above}, scanFigures)
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
