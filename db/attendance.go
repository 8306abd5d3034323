package db

import (
	"context"
	"database/sql"
	"errors"

	"ashar/internal/civic"
)

func attendanceChanges(add func(string, applier)) {
	add(on(setCount))
	add(on(setHall))
	add(on(saveGuest))
	add(on(saveAttendee))
}

func setCount(tx *Tx, op *Operation, c civic.SetCount) (any, error) {
	if err := tx.mustBeOpen(op.Scope); err != nil {
		return nil, err
	}
	if c.What == civic.Left && c.People > 0 { // a slip of the finger; who came may still be counted later on
		var came int
		if err := tx.row(`SELECT coalesce(sum(people), 0) FROM attendance WHERE session_id = $1 AND what = 'came' AND ($2 = '' OR sex = $2)`, []any{op.Scope, c.Sex}, &came); err != nil {
			return nil, err
		}
		if c.People > came {
			return nil, civic.Bad("people", "error.left_more", "came", came)
		}
	}
	return nil, tx.count(op.Scope, c.What, c.Sex, string(c.Band), c.People)
}

func (tx *Tx) count(session, what, sex, band string, people int) error {
	return tx.exec(`INSERT INTO attendance (session_id, what, sex, band, people) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (session_id, what, sex, band) DO UPDATE SET people = excluded.people`, session, what, sex, band, people)
}

func setHall(tx *Tx, op *Operation, h civic.SetHall) (any, error) {
	if err := tx.mustBeOpen(op.Scope); err != nil {
		return nil, err
	}
	return nil, tx.exec(`INSERT INTO session_halls (session_id, named, consent, recording) VALUES ($1, $2, $3, $4)
		ON CONFLICT (session_id) DO UPDATE SET named = excluded.named, consent = excluded.consent, recording = excluded.recording`,
		op.Scope, flag(h.Named), string(h.Consent), flag(h.Recording))
}

func saveGuest(tx *Tx, op *Operation, g civic.SaveGuest) (any, error) {
	if err := tx.mustBeOpen(op.Scope); err != nil {
		return nil, err
	}
	if g.Gone {
		return nil, tx.exec(`DELETE FROM guests WHERE id = $1 AND session_id = $2`, g.ID, op.Scope)
	}
	return nil, tx.exec(`INSERT INTO guests (id, session_id, kind, name, post) VALUES ($1, $2, $3, $4, $5)`, g.ID, op.Scope, g.Sort, g.Name, g.Post)
}

// saveAttendee keeps the list, and the tally at least as high as it: who is not
// on the list may have been counted before.
func saveAttendee(tx *Tx, op *Operation, a civic.SaveAttendee) (any, error) {
	if a.Gone { // a person may ask to be deleted at any time, after the close too; the counts stay
		if err := tx.row(`SELECT sex, band FROM attendees WHERE id = $1 AND session_id = $2`, []any{a.ID, op.Scope}, &a.Sex, &a.Band); err != nil {
			return nil, civic.E(civic.NotFound, "error.not_found").Because(err)
		}
		err := tx.mustBeOpen(op.Scope)
		if err == nil {
			err = tx.countNamed(op.Scope, a, -1)
		} else if civic.KindOf(err) == civic.Conflict { // over: the counts of the minutes stay
			err = nil
		}
		return nil, errors.Join(err, tx.exec(`DELETE FROM attendees WHERE id = $1 AND session_id = $2`, a.ID, op.Scope))
	}
	if err := tx.mustBeOpen(op.Scope); err != nil {
		return nil, err
	}
	var signature any
	if len(a.Signature) > 0 {
		signature = a.Signature
	}
	if err := tx.exec(`INSERT INTO attendees (id, session_id, name, sex, band, street, phone, consent_data, consent_photo, signature, keep_until)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`, a.ID, op.Scope, a.Name, a.Sex, string(a.Band), a.Street, a.Phone,
		flag(a.ConsentData), flag(a.ConsentPhoto), signature, a.KeepUntil); err != nil {
		return nil, err
	}
	return nil, tx.countNamed(op.Scope, a, 0)
}

// countNamed raises the tally to what the list says. Somebody taken off (by −1)
// lowers it only where all who were counted were on the list.
func (tx *Tx) countNamed(session string, a civic.SaveAttendee, by int) error {
	var named, counted int
	if err := tx.row(`SELECT (SELECT count(*) FROM attendees WHERE session_id = $1 AND sex = $2 AND band = $3),
			coalesce((SELECT people FROM attendance WHERE session_id = $1 AND what = 'came' AND sex = $2 AND band = $3), 0)`,
		[]any{session, a.Sex, string(a.Band)}, &named, &counted); err != nil {
		return err
	}
	if counted > named {
		return nil
	}
	return tx.count(session, civic.Came, a.Sex, string(a.Band), named+by)
}

// HeadCount reads the tally of a session.
func (s *Store) HeadCount(ctx context.Context, session string) (civic.HeadCount, error) {
	h := civic.HeadCount{}
	err := s.each(ctx, `SELECT what, sex, band, people FROM attendance WHERE session_id = $1`, []any{session}, func(r scanner) error {
		var k civic.HeadKey
		var n int
		err := r.Scan(&k.What, &k.Sex, &k.Band, &n)
		h[k] = n
		return err
	})
	return h, err
}

// AttendanceTotals counts who came to each session of a cycle, women and men.
func (s *Store) AttendanceTotals(ctx context.Context, cycle string) (map[string][2]int, error) {
	totals := map[string][2]int{}
	err := s.each(ctx, `SELECT a.session_id, a.sex, sum(a.people) FROM attendance a JOIN sessions s ON s.id = a.session_id
		WHERE s.cycle_id = $1 AND a.what = 'came' GROUP BY a.session_id, a.sex`, []any{cycle}, func(r scanner) error {
		var id, sex string
		var n int
		if err := r.Scan(&id, &sex, &n); err != nil {
			return err
		}
		t := totals[id]
		if sex == "f" {
			t[0] += n
		} else {
			t[1] += n
		}
		totals[id] = t
		return nil
	})
	return totals, err
}

// Hall reads what the group agreed, and the guests.
func (s *Store) Hall(ctx context.Context, session string) (civic.Hall, error) {
	var h civic.Hall
	err := s.each(ctx, `SELECT h.named, h.consent, h.recording, g.id, g.kind, g.name, g.post
		FROM sessions s LEFT JOIN session_halls h ON h.session_id = s.id LEFT JOIN guests g ON g.session_id = s.id
		WHERE s.id = $1 ORDER BY g.id`, []any{session}, func(r scanner) error {
		var named, recording sql.NullBool
		var consent, id, kind, name, post sql.NullString
		if err := r.Scan(&named, &consent, &recording, &id, &kind, &name, &post); err != nil {
			return err
		}
		h.Named, h.Recording, h.Consent = named.Bool, recording.Bool, civic.MinutesConsent(consent.String)
		if id.Valid {
			h.Guests = append(h.Guests, civic.Guest{ID: id.String, Kind: kind.String, Name: name.String, Post: post.String})
		}
		return nil
	})
	return h, err
}

// Attendees reads the named list and notes who looked: names are the most
// sensitive thing in the house. No note, no names.
func (s *Store) Attendees(ctx context.Context, session, reader string) ([]civic.Attendee, error) {
	err := s.write(ctx, func(tx *Tx) error {
		return tx.exec(`INSERT INTO attendee_views (session_id, user_id, at) VALUES ($1, $2, $3)`, session, reader, micros(s.now()))
	})
	if err != nil {
		return nil, err
	}
	return list(ctx, s, `SELECT id, name, sex, band, street, phone, consent_data, consent_photo, signature, keep_until
		FROM attendees WHERE session_id = $1 ORDER BY id`, []any{session}, func(r scanner, a *civic.Attendee) error {
		return r.Scan(&a.ID, &a.Name, &a.Sex, &a.Band, &a.Street, &a.Phone, &a.ConsentData, &a.ConsentPhoto, &a.Signature, &a.KeepUntil)
	})
}

// ForgetAttendees deletes the names whose time is over; run at the start and daily.
func (s *Store) ForgetAttendees(ctx context.Context) error {
	return s.write(ctx, func(tx *Tx) error {
		return tx.exec(`DELETE FROM attendees WHERE keep_until < $1`, civic.Today(s.now()))
	})
}
