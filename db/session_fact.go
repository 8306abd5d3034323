package db

import (
	"context"
	"encoding/json"

	"ashar/internal/civic"
)

// reckon puts a session that is just closed into numbers. Practice is not counted.
func (tx *Tx) reckon(session string) error {
	var cycle, municipality, body string
	var practice bool
	var closing civic.Closing
	var cards, said, rounds, corrected, signed int
	if err := tx.row(`SELECT s.cycle_id, s.municipality_id, s.practice, c.rules, coalesce(r.read_aloud, 0), coalesce(r.confirmed, 0),
			(SELECT count(*) FROM signatures g WHERE g.session_id = s.id), (SELECT count(*) FROM need_cards n WHERE n.session_id = s.id),
			(SELECT count(*) FROM statements t WHERE t.session_id = s.id AND t.withdrawn = 0), (SELECT count(*) FROM rounds o WHERE o.session_id = s.id AND o.status = 'revealed'),
			(SELECT count(*) FROM corrections k WHERE k.session_id = s.id)
		FROM sessions s JOIN cycles c ON c.id = s.cycle_id LEFT JOIN session_readings r ON r.session_id = s.id WHERE s.id = $1`, []any{session},
		&cycle, &municipality, &practice, &body, &closing.ReadAloud, &closing.Confirmed, &signed, &cards, &said, &rounds, &corrected); err != nil || practice {
		return err
	}
	var rules civic.CycleRules
	if err := json.Unmarshal([]byte(body), &rules); err != nil {
		return err
	}
	closing.Signatures = make([]civic.Signature, signed)
	heads, steps, circle, checks, err := tx.parts(session)
	if err != nil {
		return err
	}
	f := civic.SessionFactOf(heads, steps, circle, checks, closing, rules)
	f.Cards, f.Said, f.Rounds, f.Corrected = cards, said, rounds, corrected
	text, err := encode(f)
	if err != nil {
		return err
	}
	if err := tx.exec(`DELETE FROM session_facts WHERE session_id = $1`, session); err != nil {
		return err
	}
	return tx.exec(`INSERT INTO session_facts (session_id, cycle_id, municipality_id, invited, came_f, came_m, came, youth, below_minimum, minutes_planned, minutes_taken,
			turns, turns_f, checks_done, checks, read_aloud, signatures, cards, statements, body)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)`,
		session, cycle, municipality, f.Invited, f.Women, f.Men, f.Came, f.Youth, flag(f.Came < f.Minimum), f.Planned(), f.Taken(),
		f.Turns, f.TurnsF, f.Done, f.Checks, flag(f.ReadAloud), f.Signed, f.Cards, f.Said, text)
}

// parts reads what is reckoned of a session, in four queries.
func (tx *Tx) parts(session string) (heads civic.HeadCount, steps []civic.Step, circle civic.Circle, checks []civic.Check, err error) {
	heads = civic.HeadCount{}
	if err = tx.each(`SELECT what, sex, band, people FROM attendance WHERE session_id = $1`, []any{session}, func(r scanner) error {
		var k civic.HeadKey
		var n int
		err := r.Scan(&k.What, &k.Sex, &k.Band, &n)
		heads[k] = n
		return err
	}); err != nil {
		return heads, steps, circle, checks, err
	}
	if err = tx.each(`SELECT s.place, s.body, s.started_at, s.finished_at, s.extra, s.spent, s.running_at, s.paused_at, NULL, NULL
		FROM session_steps s WHERE s.session_id = $1 ORDER BY s.place`, []any{session}, func(r scanner) error {
		var s civic.Step
		err := scanStep(r, &s)
		steps = append(steps, s)
		return err
	}); err != nil {
		return heads, steps, circle, checks, err
	}
	if err = tx.each(`SELECT sex, young, turns, last FROM seats WHERE session_id = $1 ORDER BY seat`, []any{session}, func(r scanner) error {
		var x civic.Seat
		err := r.Scan(&x.Sex, &x.Young, &x.Turns, &x.Last)
		circle = append(circle, x)
		return err
	}); err != nil {
		return heads, steps, circle, checks, err
	}
	err = tx.each(`SELECT i.body, c.state FROM session_checks c JOIN session_items i USING (session_id, number) WHERE c.session_id = $1`, []any{session}, func(r scanner) error {
		var c civic.Check
		var body string
		if err := r.Scan(&body, &c.State); err != nil {
			return err
		}
		checks = append(checks, c)
		return json.Unmarshal([]byte(body), &checks[len(checks)-1].ChecklistItem)
	})
	return heads, steps, circle, checks, err
}

// SessionFacts are the closed sessions of a cycle in numbers, in the order of
// villages and audiences; with a session only that one.
func (s *Store) SessionFacts(ctx context.Context, cycle, session string) ([]civic.HeldSession, error) {
	return list(ctx, s, `SELECT s.id, s.number, s.date, s.village_id, v.name_ky, v.name_ru, v.name_en, s.audience_id, a.name_ky, a.name_ru, a.name_en, a.kind, s.status, s.code, f.body
		FROM session_facts f JOIN sessions s ON s.id = f.session_id JOIN units v ON v.id = s.village_id JOIN audiences a ON a.id = s.audience_id
		WHERE f.cycle_id = $1 AND ($2 = '' OR s.id = $2) ORDER BY v.name_ky, a.place, s.date, s.id`, []any{cycle, session}, func(r scanner, h *civic.HeldSession) error {
		var body string
		if err := r.Scan(&h.Session, &h.Number, &h.Date, &h.Village, &h.VillageName.KY, &h.VillageName.RU, &h.VillageName.EN, &h.Audience,
			&h.AudienceName.KY, &h.AudienceName.RU, &h.AudienceName.EN, &h.AudienceKind, &h.Status, &h.Code, &body); err != nil {
			return err
		}
		err := json.Unmarshal([]byte(body), &h.Fact)
		h.Attendance = h.Fact.Came
		return err
	})
}
