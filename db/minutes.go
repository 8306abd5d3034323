package db

import (
	"context"
	"encoding/json"

	"ashar/internal/civic"
)

// Minutes reads a kept version of the minutes; NotFound when it is not kept.
func (s *Store) Minutes(ctx context.Context, session string, version int) (civic.Minutes, error) {
	var m civic.Minutes
	var body string
	if err := s.row(ctx, `SELECT body FROM minutes WHERE session_id = $1 AND version = $2`, []any{session, version}, &body); err != nil {
		return m, err
	}
	return m, json.Unmarshal([]byte(body), &m)
}

// KeepMinutes keeps a version as it was closed; a version kept already stays.
func (s *Store) KeepMinutes(ctx context.Context, session string, m civic.Minutes) error {
	body, err := encode(m)
	if err != nil {
		return err
	}
	return s.write(ctx, func(tx *Tx) error {
		return tx.exec(`INSERT INTO minutes (session_id, version, body) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, session, m.Version, body)
	})
}

// SessionPlace reads the names of the units above a session's village.
func (s *Store) SessionPlace(ctx context.Context, session string) (raion, oblast civic.Text, err error) {
	err = s.row(ctx, `SELECT r.name_ky, r.name_ru, r.name_en, o.name_ky, o.name_ru, o.name_en
		FROM sessions s JOIN units m ON m.id = s.municipality_id JOIN units r ON r.id = m.parent_id JOIN units o ON o.id = r.parent_id
		WHERE s.id = $1`, []any{session}, &raion.KY, &raion.RU, &raion.EN, &oblast.KY, &oblast.RU, &oblast.EN)
	return raion, oblast, err
}

// Record reads a whole session for its minutes, in at most six queries: the
// cards, their statements, the rounds in two, and all that comes in few rows
// at once. Before a session starts its checklist is the template it will have.
func (s *Store) Record(ctx context.Context, session string) (civic.Record, error) {
	rec := civic.Record{Heads: civic.HeadCount{}, Codes: map[string]string{}}
	sectors, photos, err := s.smallRows(ctx, session, &rec)
	if err != nil {
		return rec, err
	}
	if len(rec.Checks) == 0 {
		if rec.Checks, err = s.checksToCome(ctx, session); err != nil {
			return rec, err
		}
	}
	statements, err := s.Statements(ctx, session)
	if err != nil {
		return rec, err
	}
	if rec.Priorities, err = s.cards(ctx, session, civic.Sectors(sectors), statements, photos); err != nil {
		return rec, err
	}
	rec.Rounds, err = s.Rounds(ctx, session)
	return rec, err
}

// smallRows reads the tables that hold few rows a session, each as a name, six
// texts, two numbers and a picture.
func (s *Store) smallRows(ctx context.Context, session string, rec *civic.Record) (sectors []civic.Sector, photos civic.Photos, err error) {
	err = s.each(ctx, `SELECT 'place' AS what, r.name_ky AS a, r.name_ru AS b, r.name_en AS c, o.name_ky AS d, o.name_ru AS e, o.name_en AS f,
			0 AS n, 0 AS at, NULL AS picture, '' AS id
		FROM sessions s JOIN units m ON m.id = s.municipality_id JOIN units r ON r.id = m.parent_id JOIN units o ON o.id = r.parent_id WHERE s.id = $1
		UNION ALL SELECT * FROM (SELECT 'journal', hash, '', '', '', '', '', 0, 0, NULL, '' FROM journal WHERE scope = $1 ORDER BY seq DESC LIMIT 1) AS j
		UNION ALL SELECT 'heads', what, sex, band, '', '', '', people, 0, NULL, '' FROM attendance WHERE session_id = $1
		UNION ALL SELECT 'hall', consent, '', '', '', '', '', recording, 0, NULL, '' FROM session_halls WHERE session_id = $1
		UNION ALL SELECT 'guest', kind, name, post, '', '', '', 0, 0, NULL, id FROM guests WHERE session_id = $1
		UNION ALL SELECT 'sector', id, municipality, name_ky, name_ru, name_en, icon, place, retired, NULL, '' FROM sectors
			WHERE municipality IN ('', (SELECT municipality_id FROM sessions WHERE id = $1))
		UNION ALL SELECT 'remark', sort, text, answer, office, due, clock, withdrawn, made_at, NULL, id FROM remarks WHERE session_id = $1
		UNION ALL SELECT 'volunteer', body, name, '', '', '', '', 0, 0, NULL, id FROM volunteers WHERE session_id = $1
		UNION ALL SELECT 'check', i.body, c.state, c.note, c.reason, coalesce(u.name, ''), '', c.on_paper, c.number, NULL, ''
			FROM session_checks c JOIN session_items i USING (session_id, number) LEFT JOIN users u ON u.id = c.set_by WHERE c.session_id = $1
		UNION ALL SELECT 'reading', '', '', '', '', '', '', read_aloud, confirmed, NULL, '' FROM session_readings WHERE session_id = $1
		UNION ALL SELECT 'signature', role, name, '', '', '', '', 0, signed_at, picture, '' FROM signatures WHERE session_id = $1
		UNION ALL SELECT 'correction', k.what, k.reason, coalesce(u.name, ''), '', '', '', k.version, k.made_at, NULL, ''
			FROM corrections k LEFT JOIN users u ON u.id = k.made_by WHERE k.session_id = $1
		UNION ALL SELECT 'photo', hash, caption, coalesce(priority_id, ''), '', '', '', check_number, made_at, NULL, id
			FROM photos WHERE session_id = $1 AND hash IS NOT NULL
		UNION ALL SELECT 'need', '', '', '', '', '', '', 0, 0, NULL, p.id FROM priorities p JOIN sessions s ON s.id = p.session_id
			WHERE s.id = $1 AND s.practice = 0 AND (s.status = 'closed' OR EXISTS (SELECT 1 FROM need_cards c WHERE c.session_id = s.id))
		ORDER BY 1, 9, 11`, []any{session}, func(r scanner) (err error) {
		var what, a, b, c, d, e, f, id string
		var n int
		var at int64
		var picture []byte
		if err := r.Scan(&what, &a, &b, &c, &d, &e, &f, &n, &at, &picture, &id); err != nil {
			return err
		}
		switch what {
		case "place":
			rec.Raion, rec.Oblast = civic.Text{KY: a, RU: b, EN: c}, civic.Text{KY: d, RU: e, EN: f}
		case "journal":
			rec.Head = a
		case "heads":
			rec.Heads[civic.HeadKey{What: a, Sex: b, Band: civic.AgeBand(c)}] = n
		case "hall":
			rec.Hall.Consent, rec.Hall.Recording = civic.MinutesConsent(a), n == 1
		case "guest":
			rec.Hall.Guests = append(rec.Hall.Guests, civic.Guest{ID: id, Kind: a, Name: b, Post: c})
		case "sector":
			sectors = append(sectors, civic.Sector{ID: a, Owner: b, Name: civic.Text{KY: c, RU: d, EN: e}, Icon: f, Place: n, Retired: at == 1})
		case "remark":
			rec.Remarks = append(rec.Remarks, civic.Remark{ID: id, Sort: a, Text: b, Answer: c, Office: d, Due: e, Clock: f, Withdrawn: n == 1, At: fromMicros(at)})
		case "volunteer":
			rec.Volunteers = append(rec.Volunteers, civic.Volunteer{ID: id, Group: a, Name: b})
		case "check":
			check := civic.Check{State: civic.CheckState(b), Note: c, Reason: d, By: e, OnPaper: n == 1}
			check.ChecklistItem, err = checklistItems.decode(a)
			rec.Checks = append(rec.Checks, check)
			return err
		case "photo":
			photos = append(photos, civic.Photo{ID: id, Hash: a, Caption: b, Priority: c, Check: n, At: fromMicros(at)})
		case "need":
			rec.Codes[id] = needCode(id) // made of the card's, so that every installation tells the same
		case "reading":
			rec.Closing.ReadAloud, rec.Closing.Confirmed = n == 1, at == 1
		case "signature":
			rec.Closing.Signatures = append(rec.Closing.Signatures, civic.Signature{Role: a, Name: b, Picture: picture, SignedAt: fromMicros(at)})
		case "correction":
			rec.Corrections = append(rec.Corrections, civic.Correction{Version: n, What: a, Reason: b, By: c, At: fromMicros(at)})
		}
		return nil
	})
	return sectors, photos, err
}
