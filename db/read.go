package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"regexp"
	"time"

	"ashar/internal/civic"
)

// scanner is a row, of one or of many.
type scanner interface{ Scan(dest ...any) error }

// each reads rows. The context is shielded from cancellation: a cancellable
// one costs 1.6 times the CPU in the driver, and our reads are short.
func (s *Store) each(ctx context.Context, query string, args []any, scan func(scanner) error) error {
	st, err := s.stmt(ctx, query)
	if err != nil {
		return err
	}
	rows, err := st.QueryContext(context.WithoutCancel(ctx), args...)
	if err != nil {
		return err
	}
	return drain(rows, scan)
}

// row reads one row; none is civic NotFound.
func (s *Store) row(ctx context.Context, query string, args []any, dest ...any) error {
	st, err := s.stmt(ctx, query)
	if err != nil {
		return err
	}
	err = st.QueryRowContext(context.WithoutCancel(ctx), args...).Scan(dest...)
	if errors.Is(err, sql.ErrNoRows) {
		return civic.E(civic.NotFound, "error.not_found")
	}
	return err
}

func (s *Store) stmt(ctx context.Context, query string) (*sql.Stmt, error) {
	s.queries.Add(1)
	if st, ok := s.stmts.Load(query); ok {
		return st.(*sql.Stmt), nil
	}
	st, err := s.read.PrepareContext(context.WithoutCancel(ctx), steady(query))
	if err != nil {
		return nil, err
	}
	if had, loaded := s.stmts.LoadOrStore(query, st); loaded {
		_ = st.Close()
		return had.(*sql.Stmt), nil
	}
	return st, nil
}

var parameter = regexp.MustCompile(`\$\d+`)

// steady keeps SQLite from planning a statement anew whenever a parameter is
// bound, which it does for every join and takes longer than the query itself:
// it looks into $1 but not into +$1, and the two mean the same.
func steady(query string) string { return parameter.ReplaceAllString(query, `+${0}`) }

func drain(rows *sql.Rows, scan func(scanner) error) (err error) {
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// list collects rows into a slice, nil when there are none.
func list[T any](ctx context.Context, s *Store, query string, args []any, scan func(scanner, *T) error) ([]T, error) {
	var out []T
	err := s.each(ctx, query, args, func(r scanner) error {
		var t T
		if err := scan(r, &t); err != nil {
			return err
		}
		out = append(out, t)
		return nil
	})
	return out, err
}

// micros is how times are stored: unix microseconds, UTC.
func micros(t time.Time) int64 { return t.UnixMicro() }

func fromMicros(n int64) time.Time { return time.UnixMicro(n).UTC() }

// maybeTime reads a nullable time; NULL is the zero time.
func maybeTime(n sql.NullInt64) time.Time {
	if !n.Valid {
		return time.Time{}
	}
	return fromMicros(n.Int64)
}

// nullable stores an empty text as NULL, for optional references.
func nullable(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}

func encode(v any) (string, error) {
	b, err := json.Marshal(v)
	return string(b), err
}
