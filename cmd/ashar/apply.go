package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"

	"ashar/handlers"
	"ashar/internal/civic"
	"ashar/internal/i18n"
)

type applyCmd struct {
	dataFlag
	File string `arg:"" help:"Outbox that a tablet saved." type:"existingfile"`
	Lang string `help:"Language of the sentences: ky, ru or en." default:"ky" enum:"ky,ru,en"`
}

// Run does what a tablet's outbox holds, as the person who did it; a server may
// be running on the same folder. The same file again changes nothing.
func (a applyCmd) Run() (err error) {
	f, err := os.Open(a.File)
	if err != nil {
		return err
	}
	outbox, err := handlers.ReadOutbox(f)
	if err := errors.Join(err, f.Close()); err != nil {
		return usageError(a.File + ": " + err.Error())
	}
	ctx := context.Background()
	store, err := openExisting(ctx, a.Data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	app := handlers.New(handlers.Config{Store: store, Key: store.Key(), Now: store.Now, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Version: version})
	defer app.Close()
	refused := 0
	for _, op := range outbox.Operations {
		word := "done"
		if err := app.Replay(ctx, op); err != nil {
			refused++
			word = "refused: " + sentence(err, i18n.Lang(a.Lang))
		}
		fmt.Printf("%s  %s  %s\n", op.At().Format("2006-01-02 15:04"), op.Words, word)
	}
	fmt.Printf("%d of %d done\n", len(outbox.Operations)-refused, len(outbox.Operations))
	if refused > 0 {
		return fmt.Errorf("%d refused; they are still in the file", refused)
	}
	return nil
}

// sentence is an error as the person would have read it.
func sentence(err error, lang i18n.Lang) string {
	if ps := civic.Problems(err); len(ps) > 0 {
		return lang.T(ps[0].Key, ps[0].Args...)
	}
	return err.Error()
}
