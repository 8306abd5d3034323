package db

import (
	"context"
	"database/sql"
	"errors"
)

// reader reads rows of one moment: inside the writer's transaction, or in a snapshot.
type reader interface {
	each(query string, args []any, scan func(scanner) error) error
	row(query string, args []any, dest ...any) error
}

// snapshot is a connection whose every read sees the same moment, while others write.
type snapshot struct {
	ctx   context.Context
	conn  *sql.Conn
	store *Store
}

// at runs read on a snapshot.
func (s *Store) at(ctx context.Context, read func(reader) error) (err error) {
	ctx = context.WithoutCancel(ctx)
	conn, err := s.read.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	if _, err := conn.ExecContext(ctx, "BEGIN"); err != nil {
		return err
	}
	err = read(snapshot{ctx, conn, s})
	_, e := conn.ExecContext(ctx, "ROLLBACK")
	return errors.Join(err, e)
}

func (s snapshot) each(query string, args []any, scan func(scanner) error) error {
	s.store.queries.Add(1)
	rows, err := s.conn.QueryContext(s.ctx, steady(query), args...)
	if err != nil {
		return err
	}
	return drain(rows, scan)
}

func (s snapshot) row(query string, args []any, dest ...any) error {
	s.store.queries.Add(1)
	return s.conn.QueryRowContext(s.ctx, steady(query), args...).Scan(dest...)
}
