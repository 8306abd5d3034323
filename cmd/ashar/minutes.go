package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"ashar/db"
	"ashar/handlers"
	"ashar/internal/civic"
	"ashar/internal/i18n"
	"ashar/internal/paper"
)

type minutesCmd struct {
	dataFlag
	Session string `arg:"" help:"Session: its id or the short code on its papers."`
	Lang    string `help:"ky, ru or en." default:"ky" enum:"ky,ru,en"`
	Out     string `help:"PDF file to write." required:"" type:"path"`
	Base    string `help:"Address of the server, for the QR code; the one that it was last reached by when left out." env:"ASHAR_URL"`
}

// addressSetting keeps the address that the folder was last served by.
const addressSetting = "address"

// Run prints the minutes; a server may be running on the same folder.
func (m minutesCmd) Run() (err error) {
	ctx := context.Background()
	store, err := openExisting(ctx, m.Data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	id := m.Session
	if !civic.ValidID(id) {
		if id, err = store.SessionByCode(ctx, civic.CleanCode(m.Session)); err != nil {
			return notThere(err, "no session "+m.Session)
		}
	}
	if m.Base == "" {
		if m.Base, err = store.Setting(ctx, addressSetting); err != nil {
			return err
		}
		m.Base = cmp.Or(m.Base, "http://127.0.0.1:8080")
	}
	minutes, err := handlers.MinutesToPrint(ctx, store, id, m.Base, time.Now().UTC())
	if err != nil {
		return notThere(err, "no session "+m.Session)
	}
	f, err := os.Create(m.Out)
	if err != nil {
		return err
	}
	if err := errors.Join(paper.Minutes(f, i18n.Lang(m.Lang), minutes), f.Close()); err != nil {
		return err
	}
	fmt.Println("written " + m.Out)
	return nil
}

// openExisting opens a folder that holds data already: a wrong --data must not make a new one.
func openExisting(ctx context.Context, folder string) (*db.Store, error) {
	if !db.Exists(folder) {
		return nil, usageError("no Ashar data in " + folder)
	}
	var made time.Time
	store, err := db.Open(ctx, folder, db.Options{Now: func() time.Time { return demoNow(made) }})
	if err != nil {
		return nil, err
	}
	made, err = demoMade(ctx, store)
	if err != nil {
		return nil, errors.Join(err, store.Close())
	}
	return store, nil
}

// notThere turns the store's "not found" into a sentence about what was typed.
func notThere(err error, sentence string) error {
	if civic.KindOf(err) == civic.NotFound {
		return usageError(sentence)
	}
	return err
}
