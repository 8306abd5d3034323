package db

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// LockedError says that a server runs on the folder already.
type LockedError struct {
	Folder  string
	Process string // its number; empty when it is not known
}

func (e *LockedError) Error() string {
	who := "another ashar"
	if e.Process != "" {
		who += " (process " + e.Process + ")"
	}
	return who + " is serving " + e.Folder
}

// Lock keeps a data folder for one server: two would share the files, but
// neither would see what the other keeps in memory. The system lets go of it
// when the process ends, however it ends. Commands that only open the store
// for a moment need no lock.
func Lock(folder string) (release func() error, err error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("data folder: %w", err)
	}
	f, err := os.OpenFile(filepath.Join(folder, "ashar.lock"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		if !errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, errors.Join(fmt.Errorf("lock %s: %w", folder, err), f.Close())
		}
		b, _ := os.ReadFile(f.Name())
		return nil, errors.Join(&LockedError{Folder: folder, Process: strings.TrimSpace(string(b))}, f.Close())
	}
	// The number only helps to find the process: without it the lock holds as well.
	if err := f.Truncate(0); err == nil {
		_, _ = f.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0)
	}
	return f.Close, nil
}
