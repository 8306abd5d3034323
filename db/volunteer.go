package db

import (
	"context"

	"ashar/internal/civic"
)

func volunteerChanges(add func(string, applier)) {
	add(on(saveVolunteer))
}

func saveVolunteer(tx *Tx, op *Operation, v civic.SaveVolunteer) (any, error) {
	if v.Gone { // a person may ask to be deleted at any time, after the close too
		return nil, tx.exec(`DELETE FROM volunteers WHERE id = $1 AND session_id = $2`, v.ID, op.Scope)
	}
	if err := tx.mustBeOpen(op.Scope); err != nil {
		return nil, err
	}
	return nil, tx.exec(`INSERT INTO volunteers (id, session_id, body, name, phone, keep_until) VALUES ($1, $2, $3, $4, $5, $6)`,
		v.ID, op.Scope, v.Group, v.Name, v.Phone, v.KeepUntil)
}

// Volunteers reads who offered themselves. With a reader, names and phones
// are read and the look is noted, as with the attendance list; with "" the
// names only, which their owners agreed to see in the minutes.
func (s *Store) Volunteers(ctx context.Context, session, reader string) ([]civic.Volunteer, error) {
	if reader != "" {
		err := s.write(ctx, func(tx *Tx) error {
			return tx.exec(`INSERT INTO attendee_views (session_id, user_id, at) VALUES ($1, $2, $3)`, session, reader, micros(s.now()))
		})
		if err != nil {
			return nil, err
		}
	}
	return list(ctx, s, `SELECT id, body, name, phone, keep_until FROM volunteers WHERE session_id = $1 ORDER BY id`, []any{session},
		func(r scanner, v *civic.Volunteer) error {
			err := r.Scan(&v.ID, &v.Group, &v.Name, &v.Phone, &v.KeepUntil)
			if reader == "" {
				v.Phone = ""
			}
			return err
		})
}

// ForgetVolunteers deletes names and phones whose time is over; that somebody offered stays.
func (s *Store) ForgetVolunteers(ctx context.Context) error {
	return s.write(ctx, func(tx *Tx) error {
		return tx.exec(`UPDATE volunteers SET name = '', phone = '', keep_until = '' WHERE keep_until <> '' AND keep_until < $1`, civic.Today(s.now()))
	})
}
