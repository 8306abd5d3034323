package db

import (
	"context"
	"database/sql"
	"errors"

	"ashar/internal/civic"
)

func wallChanges(add func(string, applier)) {
	add(on(setWall))
	add(on(offerScreen))
	add(on(endScreen))
}

// setWall holds after the close too: the hall still looks at the wall then.
func setWall(tx *Tx, op *Operation, s civic.SetWall) (any, error) {
	var scene, blank, theme, lang, page any
	if s.Scene != nil {
		scene = string(*s.Scene)
	}
	if s.Blank != nil {
		blank = flag(*s.Blank)
	}
	if s.Theme != nil {
		theme = *s.Theme
	}
	if s.Lang != nil {
		lang = *s.Lang
	}
	if s.Page != nil {
		page = *s.Page
	} else if s.Scene != nil { // another scene begins at its first page
		page = 0
	}
	return nil, tx.exec(`INSERT INTO walls (session_id, scene, blank, theme, lang, page)
		VALUES ($1, coalesce($2, ''), coalesce($3, 0), coalesce($4, 'light'), coalesce($5, ''), coalesce($6, 0))
		ON CONFLICT (session_id) DO UPDATE SET scene = coalesce($2, walls.scene), blank = coalesce($3, walls.blank),
			theme = coalesce($4, walls.theme), lang = coalesce($5, walls.lang), page = coalesce($6, walls.page)`, op.Scope, scene, blank, theme, lang, page)
}

// offerScreen mints a code that no other screen waits with.
func offerScreen(tx *Tx, op *Operation, o civic.OfferScreen) (any, error) {
	if err := tx.exec(`DELETE FROM screens WHERE session_id = $1 AND code IS NOT NULL OR at < $2`, op.Scope, micros(op.At.Add(-civic.ScreenLife))); err != nil {
		return nil, err
	}
	for {
		code := civic.RandomDigits(civic.ScreenLength)
		n, err := tx.affect(`INSERT INTO screens (id, session_id, code, at) VALUES ($1, $2, $3, $4) ON CONFLICT (code) DO NOTHING`, o.ID, op.Scope, code, micros(op.At))
		if err != nil || n > 0 {
			return nil, err
		}
	}
}

// endScreen: gone already is gone.
func endScreen(tx *Tx, op *Operation, e civic.EndScreen) (any, error) {
	return nil, tx.exec(`DELETE FROM screens WHERE id = $1 AND session_id = $2`, e.ID, op.Scope)
}

// Wall is what was decided about a session's wall.
func (s *Store) Wall(ctx context.Context, session string) (civic.Wall, error) {
	w := civic.Wall{Theme: civic.WallThemes[0]}
	err := s.row(ctx, `SELECT scene, blank, theme, lang, page FROM walls WHERE session_id = $1`, []any{session}, &w.Scene, &w.Blank, &w.Theme, &w.Lang, &w.Page)
	if civic.KindOf(err) == civic.NotFound {
		err = nil
	}
	return w, err
}

// WallCards are the cards of a session that stand, in their order, with the
// pictures of their sectors.
func (s *Store) WallCards(ctx context.Context, session string) ([]civic.WallCard, error) {
	sectors, err := s.Sectors(ctx, session)
	if err != nil {
		return nil, err
	}
	icons := map[string]string{}
	for _, sector := range sectors {
		icons[sector.ID] = sector.Icon
	}
	return list(ctx, s, `SELECT id, title, sector FROM priorities
		WHERE session_id = $1 AND withdrawn = 0 AND dissolved = 0 AND merged_into IS NULL ORDER BY place, id`, []any{session},
		func(r scanner, c *civic.WallCard) error {
			var sector string
			err := r.Scan(&c.ID, &c.Title, &sector)
			c.Icon = icons[sector]
			return err
		})
}

// LooseWords is what was said and is on no card yet, oldest first.
func (s *Store) LooseWords(ctx context.Context, session string) ([]string, error) {
	return list(ctx, s, `SELECT text FROM statements WHERE session_id = $1 AND priority_id IS NULL AND withdrawn = 0 ORDER BY place, id`, []any{session},
		func(r scanner, text *string) error { return r.Scan(text) })
}

// Screens are the browsers that show a session's wall, and the code that waits for one.
func (s *Store) Screens(ctx context.Context, session string) ([]civic.Screen, error) {
	now := s.now()
	return list(ctx, s, `SELECT id, coalesce(code, ''), device, at FROM screens
		WHERE session_id = $1 AND at > CASE WHEN code IS NULL THEN $2 ELSE $3 END ORDER BY at, id`,
		[]any{session, micros(now.Add(-civic.ScreenLife)), micros(now.Add(-civic.ScreenWait))}, func(r scanner, sc *civic.Screen) error {
			var at int64
			err := r.Scan(&sc.ID, &sc.Code, &sc.Device, &at)
			sc.At = fromMicros(at)
			return err
		})
}

// ScreenSession finds whose wall a browser shows, by the hash of what it keeps.
func (s *Store) ScreenSession(ctx context.Context, hash string) (session string, err error) {
	err = s.row(ctx, `SELECT session_id FROM screens WHERE hash = $1 AND at > $2`, []any{hash, micros(s.now().Add(-civic.ScreenLife))}, &session)
	return session, err
}

// TakeScreen turns a code, once, into a browser that shows the wall. Like
// signing in it is not journaled.
func (s *Store) TakeScreen(ctx context.Context, code, hash, device string) error {
	var session string
	now := s.now()
	since := micros(now.Add(-civic.ScreenWait))
	if err := s.row(ctx, `SELECT session_id FROM screens WHERE code = $1 AND at > $2`, []any{code, since}, &session); err != nil {
		return err
	}
	return s.quietly(ctx, session, func(tx *Tx) error {
		var id string
		err := tx.row(`SELECT id FROM screens WHERE code = $1 AND at > $2`, []any{code, since}, &id)
		if errors.Is(err, sql.ErrNoRows) {
			return civic.E(civic.NotFound, "error.not_found")
		}
		if err != nil {
			return err
		}
		return tx.must(`UPDATE screens SET code = NULL, hash = $1, device = $2, at = $3 WHERE id = $4`, hash, device, micros(now), id)
	})
}
