package db

import (
	"context"
	"slices"
	"sync"

	"ashar/internal/civic"
)

func sectorChanges(add func(string, applier)) {
	add(on(saveSector))
}

// saveSector's scope is the municipality or the installation.
func saveSector(tx *Tx, op *Operation, s civic.SaveSector) (any, error) {
	if s.Municipality == "" && op.Scope != civic.Installation || s.Municipality != "" && op.Scope != s.Municipality {
		return nil, civic.E(civic.NotFound, "error.not_found")
	}
	n, err := tx.affect(`INSERT INTO sectors (id, municipality, name_ky, name_ru, name_en, icon, place, retired) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (id, municipality) DO UPDATE SET name_ky = excluded.name_ky, name_ru = excluded.name_ru, name_en = excluded.name_en,
			icon = excluded.icon, place = excluded.place, retired = excluded.retired, version = sectors.version + 1 WHERE sectors.version = $9`,
		s.ID, s.Municipality, s.Name.KY, s.Name.RU, s.Name.EN, s.Icon, s.Place, flag(s.Retired), s.Base)
	tx.newSectors = true
	if err == nil && n == 0 {
		err = civic.E(civic.Conflict, "error.changed_meanwhile")
	}
	return nil, err
}

const sectorColumns = `id, municipality, name_ky, name_ru, name_en, icon, place, retired, version FROM sectors `

func scanSector(r scanner, s *civic.Sector) error {
	return r.Scan(&s.ID, &s.Owner, &s.Name.KY, &s.Name.RU, &s.Name.EN, &s.Icon, &s.Place, &s.Retired, &s.Version)
}

// Sectors reads the directions a session's cards choose from, retired ones too.
func (s *Store) Sectors(ctx context.Context, session string) ([]civic.Sector, error) {
	municipality, err := s.home(ctx, `SELECT municipality_id FROM sessions WHERE id = $1`, session)
	if civic.KindOf(err) == civic.NotFound { // its list is the installation's
		err = nil
	}
	if err != nil {
		return nil, err
	}
	return s.SectorsOf(ctx, municipality)
}

// SectorsOf reads the list of a municipality; with "" that of the installation.
func (s *Store) SectorsOf(ctx context.Context, municipality string) ([]civic.Sector, error) {
	return s.writer.sectors.of(municipality, func() ([]civic.Sector, error) {
		rows, err := list(ctx, s, `SELECT `+sectorColumns+`WHERE municipality IN ('', $1)`, []any{municipality}, scanSector)
		return civic.Sectors(rows), err
	})
}

// sectorLists remembers the lists, which nearly every page reads and hardly anybody changes.
type sectorLists struct {
	mu    sync.Mutex
	known map[string][]civic.Sector // by municipality
	told  int                       // changes so far: what was read before one is not kept after it
}

func (l *sectorLists) of(municipality string, read func() ([]civic.Sector, error)) ([]civic.Sector, error) {
	l.mu.Lock()
	have, ok := l.known[municipality]
	told := l.told
	l.mu.Unlock()
	if ok {
		return slices.Clone(have), nil
	}
	have, err := read()
	if err != nil {
		return nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if told == l.told {
		if l.known == nil || len(l.known) > 1000 {
			l.known = map[string][]civic.Sector{}
		}
		l.known[municipality] = have
	}
	return slices.Clone(have), nil
}

// forget is told after every commit that changed a list.
func (l *sectorLists) forget() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.known = nil
	l.told++
}

// sectors is the list of the session's municipality, retired ones too.
func (tx *Tx) sectors(session string) ([]civic.Sector, error) {
	var rows []civic.Sector
	err := tx.each(`SELECT `+sectorColumns+`WHERE municipality IN ('', (SELECT municipality_id FROM sessions WHERE id = $1))`, []any{session},
		func(r scanner) error {
			var s civic.Sector
			if err := scanSector(r, &s); err != nil {
				return err
			}
			rows = append(rows, s)
			return nil
		})
	return civic.Sectors(rows), err
}

// mustBeSector wants a sector of that list; a retired one stays good on a card that has it.
func (tx *Tx) mustBeSector(session, id string) error {
	list, err := tx.sectors(session)
	if err == nil && id != "" && !slices.ContainsFunc(list, func(s civic.Sector) bool { return s.ID == id }) {
		err = civic.Bad("sector", "error.choice")
	}
	return err
}

// UnitName is what a municipality or village is called.
func (s *Store) UnitName(ctx context.Context, id string) (civic.Text, error) {
	var name civic.Text
	err := s.row(ctx, `SELECT name_ky, name_ru, name_en FROM units WHERE id = $1`, []any{id}, &name.KY, &name.RU, &name.EN)
	return name, err
}
