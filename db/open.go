// Package db is the store: SQLite, its migrations, one file of queries per
// concept, the one writer and the journal. Rules live in internal/civic.
package db

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	_ "github.com/mattn/go-sqlite3" // the driver
	"github.com/pressly/goose/v3"

	"ashar/internal/civic"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Store is one data folder. Reading is safe from many goroutines; writing
// goes through one writer (see writer.go).
type Store struct {
	read    *sql.DB
	writer  *writer
	stmts   sync.Map // query text → *sql.Stmt on read
	queries atomic.Int64
	homes   sync.Map // cycle or session → municipality
	telling sync.Map // sessions whose watchers will be told soon
	key     []byte   // of this installation, for digests and cookies
	now     func() time.Time
	IDs     *civic.IDs
	path    string
}

// Options of Open. The zero value is for production.
type Options struct {
	Now func() time.Time // injected clock; time.Now when nil
}

// dsn sets every pragma on every connection; a pragma run once on a pool would
// reach one connection only. mattn defaults to synchronous=NORMAL under WAL,
// which may lose acknowledged changes when the power goes.
func dsn(path string, more url.Values) string {
	q := url.Values{
		"_journal_mode":        {"WAL"},
		"_synchronous":         {"FULL"},
		"_foreign_keys":        {"1"},
		"_busy_timeout":        {"10000"},
		"_cache_size":          {"-4096"},
		"_case_sensitive_like": {"1"},
		"_secure_delete":       {"ON"}, // a name or picture that somebody asked to delete is overwritten, not only let go
		"_txlock":              {"immediate"},
		"_mutex":               {"no"}, // database/sql gives a connection to one goroutine at a time
	}
	for k, v := range more {
		q[k] = v
	}
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + q.Encode()
}

// File is the database in a data folder.
const File = "ashar.db"

// Migrate makes or renews the tables of the database in a folder, as Open does first.
func Migrate(ctx context.Context, folder string) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return fmt.Errorf("data folder: %w", err)
	}
	return migrate(ctx, filepath.Join(folder, File))
}

// Open opens or creates the database in the folder and migrates it. It
// refuses a schema from a newer version of Ashar.
func Open(ctx context.Context, folder string, o Options) (*Store, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if err := Migrate(ctx, folder); err != nil {
		return nil, err
	}
	path := filepath.Join(folder, File)
	w, err := openWriter(ctx, path)
	if err != nil {
		return nil, err
	}
	read, err := sql.Open("sqlite3", dsn(path, url.Values{"_query_only": {"1"}}))
	if err != nil {
		return nil, errors.Join(err, w.close())
	}
	// As many as can work at once: more only wait for a processor inside SQLite.
	readers := max(2, runtime.GOMAXPROCS(0))
	read.SetMaxOpenConns(readers)
	read.SetMaxIdleConns(readers)
	s := &Store{read: read, writer: w, now: o.Now, IDs: civic.NewIDs(o.Now), path: path}
	if err := s.prepare(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// Close lets queued writes finish, then closes the files: the writer's last,
// which empties the log into the database, so that one file holds everything.
func (s *Store) Close() error {
	s.writer.end()
	return errors.Join(s.read.Close(), s.writer.close())
}

// Key is a secret of this installation, made at the first start.
func (s *Store) Key() []byte { return s.key }

// Queries counts the reads so far; tests hold pages to a budget with it.
func (s *Store) Queries() int64 { return s.queries.Load() }

// Ready reports whether the database takes writes.
func (s *Store) Ready(ctx context.Context) error {
	return s.write(ctx, func(tx *Tx) error {
		return tx.exec(`INSERT INTO settings (name, value) VALUES ('ready', '1')
			ON CONFLICT (name) DO UPDATE SET value = '1'`)
	})
}

// migrate runs on a handle of its own with foreign keys off: rebuilding a
// parent table with keys on silently deletes its children.
func migrate(ctx context.Context, path string) (err error) {
	h, err := sql.Open("sqlite3", dsn(path, url.Values{"_foreign_keys": {"0"}}))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	h.SetMaxOpenConns(1)
	dir, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, h, dir)
	if err != nil {
		return err
	}
	have, err := p.GetDBVersion(ctx)
	if err != nil {
		return fmt.Errorf("open %s: %w", path, err)
	}
	sources := p.ListSources()
	known := sources[len(sources)-1].Version
	if have > known {
		return fmt.Errorf("%s was written by a newer Ashar (schema %d, this program knows %d)", path, have, known)
	}
	if have == known {
		return nil
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrate %s: %w", path, err)
	}
	rows, err := h.QueryContext(ctx, "PRAGMA foreign_key_check")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	if rows.Next() {
		return fmt.Errorf("migrate %s: rows without their parent", path)
	}
	return rows.Err()
}

// Now is the store's clock.
func (s *Store) Now() time.Time { return s.now() }

// Setting reads a setting of the installation; "" where there is none.
func (s *Store) Setting(ctx context.Context, name string) (string, error) {
	var value string
	err := s.row(ctx, `SELECT value FROM settings WHERE name = $1`, []any{name}, &value)
	if civic.KindOf(err) == civic.NotFound {
		return "", nil
	}
	return value, err
}

// SetSetting keeps a setting of the installation.
func (s *Store) SetSetting(ctx context.Context, name, value string) error {
	return s.write(ctx, func(tx *Tx) error {
		return tx.exec(`INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value`, name, value)
	})
}

// Exists reports whether a folder holds data already.
func Exists(folder string) bool {
	_, err := os.Stat(filepath.Join(folder, "ashar.db"))
	return err == nil
}
