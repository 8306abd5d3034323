package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
)

// Backup writes a consistent copy of the database in a folder to a file that
// does not exist yet; it may be called while another process serves the folder.
func Backup(ctx context.Context, folder, file string) (err error) {
	path := filepath.Join(folder, "ashar.db")
	if _, err := os.Stat(path); err != nil {
		return fmt.Errorf("no Ashar data in %s: %w", folder, err)
	}
	if _, err := os.Stat(file); err == nil {
		return fmt.Errorf("%s exists already; choose another name", file)
	}
	h, err := sql.Open("sqlite3", dsn(path, url.Values{"_query_only": {"1"}}))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	// VACUUM INTO reads one snapshot; query_only must be off for it.
	if _, err := h.ExecContext(ctx, "PRAGMA query_only = 0"); err != nil {
		return err
	}
	part := file + ".part"
	if err := os.Remove(part); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	// Names, phones and passwords' hashes are in it: nobody else may read it, from its first byte.
	if err := os.WriteFile(part, nil, 0o600); err != nil {
		return fmt.Errorf("cannot save %s: %w", file, err)
	}
	if _, err := h.ExecContext(ctx, "VACUUM INTO $1", part); err != nil {
		return errors.Join(err, os.Remove(part))
	}
	f, err := os.Open(part)
	if err != nil {
		return err
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(part, file)
}

// Restore puts a backup into a folder that holds no data yet, after checking
// that it is a whole Ashar database and that no server runs on the folder.
func Restore(ctx context.Context, file, folder string) (err error) {
	if err := check(ctx, file); err != nil {
		return fmt.Errorf("%s is not a whole Ashar backup: %w", file, err)
	}
	// Asked before the files: moved away from under a running server they would take its changes along.
	release, err := Lock(folder)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, release()) }()
	path := filepath.Join(folder, "ashar.db")
	for _, old := range []string{path, path + "-wal"} { // a log left behind would be read into the copy
		if _, err := os.Stat(old); err == nil {
			return fmt.Errorf("%s holds data already (%s); move it away first", folder, filepath.Base(old))
		}
	}
	b, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	part := path + ".part"
	if err := os.WriteFile(part, b, 0o600); err != nil {
		return err
	}
	return os.Rename(part, path)
}

func check(ctx context.Context, file string) (err error) {
	h, err := sql.Open("sqlite3", "file:"+(&url.URL{Path: file}).EscapedPath()+"?mode=ro&immutable=1")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	var said string
	if err := h.QueryRowContext(ctx, "PRAGMA integrity_check").Scan(&said); err != nil {
		return err
	}
	if said != "ok" {
		return errors.New(said)
	}
	var n int
	return h.QueryRowContext(ctx, "SELECT count(*) FROM journal").Scan(&n)
}
