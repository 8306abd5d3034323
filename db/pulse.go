package db

import (
	"context"
	"time"
)

// What phones do is not journaled one by one. It is counted, so that the pages
// of the session follow it all the same, and told at most once in so long: a
// thousand phones make no thousand renderings.
const pulsePause = time.Second

// quietly writes what phones do into a session.
func (s *Store) quietly(ctx context.Context, session string, do func(*Tx) error) error {
	err := s.write(ctx, func(tx *Tx) error {
		if err := do(tx); err != nil {
			return err
		}
		return tx.exec(`INSERT INTO pulses (session_id, n) VALUES ($1, 1) ON CONFLICT (session_id) DO UPDATE SET n = n + 1`, session)
	})
	if err == nil {
		s.tellSoon(session)
	}
	return err
}

// tellSoon tells who watches a session that it changed, all changes of a pause at once.
func (s *Store) tellSoon(session string) {
	if _, waiting := s.telling.LoadOrStore(session, true); waiting {
		return
	}
	time.AfterFunc(pulsePause, func() {
		s.telling.Delete(session)
		if tell := s.writer.tell.Load(); tell != nil {
			(*tell)(session)
		}
	})
}
