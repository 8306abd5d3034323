package main

import (
	"context"
	"errors"
	"fmt"

	"ashar/db"
)

type backupCmd struct {
	dataFlag
	File string `arg:"" help:"File to write; must not exist." type:"path"`
}

func (b backupCmd) Run() error {
	if !db.Exists(b.Data) {
		return usageError("no Ashar data in " + b.Data)
	}
	if err := db.Backup(context.Background(), b.Data, b.File); err != nil {
		return err
	}
	fmt.Println("saved " + b.File)
	return nil
}

type restoreCmd struct {
	dataFlag
	File string `arg:"" help:"Backup to read." type:"existingfile"`
}

func (r restoreCmd) Run() error {
	err := db.Restore(context.Background(), r.File, r.Data)
	var taken *db.LockedError
	if errors.As(err, &taken) {
		return fmt.Errorf("%w: stop it before restoring", err)
	}
	if err != nil {
		return err
	}
	fmt.Println("restored into " + r.Data)
	return nil
}
