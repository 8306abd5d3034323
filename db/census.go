package db

import (
	"context"
	"strconv"

	"ashar/internal/civic"
)

// setCensus's scope is the installation, or the village's municipality.
func setCensus(tx *Tx, op *Operation, c civic.SetCensus) (any, error) {
	within := op.Scope
	if within == civic.Installation {
		within = ""
	}
	var n int
	if err := tx.row(`SELECT count(*) FROM units WHERE id = $1 AND level = 'village' AND ($2 = '' OR parent_id = $2)`, []any{c.Unit, within}, &n); err != nil {
		return nil, err
	}
	if n == 0 {
		return nil, civic.E(civic.NotFound, "error.not_found")
	}
	if known := len(c.Counts) > 0 || c.Households != nil; known && c.Year > op.At.In(civic.Zone).Year() { // to forget such a year is well
		return nil, civic.Bad("year", "error.census_year", "year", strconv.Itoa(op.At.In(civic.Zone).Year()))
	}
	c = c.Whole()
	if err := tx.exec(`DELETE FROM population WHERE unit_id = $1 AND year = $2`, c.Unit, c.Year); err != nil {
		return nil, err
	}
	if err := tx.exec(`DELETE FROM households WHERE unit_id = $1 AND year = $2`, c.Unit, c.Year); err != nil {
		return nil, err
	}
	for _, x := range c.Counts {
		if err := tx.exec(`INSERT INTO population (unit_id, year, sex, band, people) VALUES ($1, $2, $3, $4, $5)`,
			c.Unit, c.Year, x.Sex, string(x.Band), x.People); err != nil {
			return nil, err
		}
	}
	if c.Households == nil {
		return nil, nil
	}
	return nil, tx.exec(`INSERT INTO households (unit_id, year, number) VALUES ($1, $2, $3)`, c.Unit, c.Year, *c.Households)
}

// Censuses reads what is known of a village's people, newest year first.
func (s *Store) Censuses(ctx context.Context, unit string) ([]civic.Census, error) {
	all, err := s.censuses(ctx, `unit_id = $1`, unit)
	return all[unit], err
}

// censuses reads counts and households in one query; a household count has the sex 'h'.
func (s *Store) censuses(ctx context.Context, where string, args ...any) (map[string][]civic.Census, error) {
	all := map[string][]civic.Census{}
	err := s.each(ctx, `SELECT unit_id, year, sex, band, people FROM population WHERE `+where+`
		UNION ALL SELECT unit_id, year, 'h', '', number FROM households WHERE `+where+` ORDER BY 1, 2 DESC, 4, 3`, args,
		func(r scanner) error {
			var unit string
			var year int
			var x civic.Count
			if err := r.Scan(&unit, &year, &x.Sex, &x.Band, &x.People); err != nil {
				return err
			}
			years := all[unit]
			if n := len(years); n == 0 || years[n-1].Year != year {
				years = append(years, civic.Census{Year: year})
			}
			c := &years[len(years)-1]
			if x.Sex == "h" {
				c.Households = &x.People
			} else {
				c.Counts = append(c.Counts, x)
			}
			all[unit] = years
			return nil
		})
	return all, err
}
