// Package dbtest gives tests data folders whose database has its tables already:
// migrating takes a third of a second under the race detector, copying nothing.
// Each copy becomes an installation of its own, since its secret is made when it is opened.
package dbtest

import (
	"context"
	"errors"
	"os"
	"sync"
	"testing"
	"testing/fstest"
)

var (
	once  sync.Once
	blank = fstest.MapFS{}
	wrong error
)

// Folder is a temporary data folder with an empty database, made once by
// migrate, which is db.Migrate: the tests of db itself want this too.
func Folder(t testing.TB, migrate func(ctx context.Context, folder string) error) string {
	t.Helper()
	once.Do(func() { wrong = keep(migrate) })
	folder := t.TempDir()
	if err := errors.Join(wrong, os.CopyFS(folder, blank)); err != nil {
		t.Fatal(err)
	}
	return folder
}

// keep reads what migrate makes of an empty folder.
func keep(migrate func(ctx context.Context, folder string) error) error {
	folder, err := os.MkdirTemp("", "ashar-blank-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	if err := migrate(context.Background(), folder); err != nil {
		return err
	}
	files, err := os.ReadDir(folder)
	for _, f := range files {
		body, e := os.ReadFile(folder + "/" + f.Name())
		blank[f.Name()] = &fstest.MapFile{Data: body, Mode: 0o600}
		err = errors.Join(err, e)
	}
	return err
}
