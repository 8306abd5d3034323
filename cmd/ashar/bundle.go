package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"ashar/db"
	"ashar/handlers"
	"ashar/internal/civic"
	"ashar/internal/push"
)

type packCmd struct {
	dataFlag
	What string `arg:"" help:"Session or cycle: its id, or the short code on a session's papers."`
	Out  string `help:"File to write; must not exist." required:"" type:"path"`
}

// Run writes a session with its cycle, or a whole cycle, as one signed file; a server may be running on the same folder.
func (p packCmd) Run() (err error) {
	ctx := context.Background()
	store, err := openExisting(ctx, p.Data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	scope, err := scopeOf(ctx, store, p.What)
	if err != nil {
		return err
	}
	_, file, err := handlers.WriteBundle(ctx, store, store.Key(), scope, "ashar pack", version)
	if err != nil {
		return said(err)
	}
	f, err := os.OpenFile(p.Out, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600) // names may be in it
	if err != nil {
		return err
	}
	_, err = f.Write(file)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	_, err = store.Apply(ctx, civic.Operation{Scope: scope.Municipality, Change: civic.PackBundle{Scope: scope.ID()}})
	fmt.Printf("written %s\nmark %s\n", p.Out, civic.NewSeal(store.Key()).Signer().Mark())
	return err
}

func scopeOf(ctx context.Context, store *db.Store, what string) (scope civic.Scope, err error) {
	if !civic.ValidID(what) {
		if what, err = store.SessionByCode(ctx, civic.CleanCode(what)); err != nil {
			return scope, notThere(err, "no session or cycle of that name")
		}
	}
	for _, kind := range []string{"session", "cycle"} {
		if scope, err = store.Scope(ctx, kind, what); civic.KindOf(err) != civic.NotFound {
			return scope, err
		}
	}
	return scope, usageError("no session or cycle " + what)
}

type takeCmd struct {
	dataFlag
	File   string   `arg:"" help:"Bundle to look at." type:"existingfile"`
	Yes    bool     `help:"Take it in as it was shown."`
	Trust  string   `help:"Mark of the signer, as the sender's screen shows it: sixteen characters. Needed the first time."`
	Theirs []string `help:"Of these sessions or cycles in conflict take what is in the file; what stood here is kept as a file."`
}

// Run says what taking a bundle in would do, and with --yes does it, for the
// whole installation; a server may be running on the same folder.
func (t takeCmd) Run() (err error) {
	file, err := os.ReadFile(t.File)
	if err != nil {
		return err
	}
	ctx := context.Background()
	store, err := openExisting(ctx, t.Data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	schema, err := store.Schema(ctx)
	if err != nil {
		return err
	}
	if _, _, err := civic.ReadBundle(file, schema); err != nil {
		return said(err)
	}
	h := civic.HeldBundle{ID: store.IDs.New(), Scope: civic.Installation, Way: civic.BundleIn, Name: filepath.Base(t.File), At: store.Now()}
	if err := store.HoldBundle(ctx, h, file); err != nil {
		return err
	}
	plan, err := store.PlanBundle(ctx, h.Scope, h.ID)
	if err == nil {
		show(plan)
	}
	if err != nil || !t.Yes {
		if err == nil && plan.Takes()+plan.Count(civic.BundleConflict) > 0 {
			fmt.Println("nothing was changed; --yes takes it in")
		}
		return errors.Join(said(err), store.DropBundle(ctx, h.Scope, h.ID))
	}
	trust := t.Trust != "" && civic.CleanCode(t.Trust) == civic.CleanCode(plan.Signer.Mark())
	if !plan.Known && !trust {
		return errors.Join(usageError("this signer is not known yet: ask the sender for the mark on their screen and give it with --trust"), store.DropBundle(ctx, h.Scope, h.ID))
	}
	r, err := store.Apply(ctx, civic.Operation{Scope: h.Scope, Change: civic.TakeBundle{Bundle: h.ID, Digest: plan.Digest(), Trust: trust, Theirs: t.Theirs, Version: version}})
	if err != nil {
		return errors.Join(said(err), store.DropBundle(ctx, h.Scope, h.ID))
	}
	fmt.Println("taken in: " + string(r.Outcome))
	return nil
}

// show prints a plan, part by part.
func show(p civic.BundlePlan) {
	fmt.Printf("packed by %s, %s\nmark %s", p.Bundle.By, p.Bundle.Made.Format("2006-01-02 15:04"), p.Signer.Mark())
	if !p.Known {
		fmt.Print(" (not known here yet)")
	}
	fmt.Println()
	for _, part := range p.Parts {
		title := part.Title.Cycle.In("en")
		if part.Sort == civic.BundleSession {
			title = part.Title.Date + "  " + part.Title.Village.In("en") + "  " + part.Title.Audience.In("en")
		}
		fmt.Printf("%-8s  %s  %s  (only in the file %d, only here %d)\n", part.State, part.ID, title, len(part.Theirs), len(part.Ours))
	}
	for _, u := range p.Units {
		fmt.Printf("to be made: %s %s %s\n", u.Level, u.Code, u.Name.In("en"))
	}
	for _, u := range p.People {
		fmt.Printf("to be made: %s (cannot sign in until invited)\n", u.Login)
	}
}

type pushCmd struct {
	File string `arg:"" help:"Bundle to send." type:"existingfile"`
	To   string `help:"Address of the other Ashar: https://…" required:""`
	Key  string `help:"Receiving key that its coordinator made." required:""`
}

// Run sends a bundle; called again after a break it goes on where that was.
func (p pushCmd) Run() error {
	address, err := push.Address(p.To)
	if err != nil {
		return usageError(err.Error())
	}
	file, err := os.ReadFile(p.File)
	if err != nil {
		return err
	}
	f := push.File{Name: filepath.Base(p.File), Size: int64(len(file)), Digest: civic.FileDigest(file)}
	err = push.To{Address: address, Key: p.Key}.Send(context.Background(), f, bytes.NewReader(file), func(got int64) error {
		_, err := fmt.Printf("%d of %d bytes\n", got, f.Size)
		return err
	})
	if err != nil && !slices.ContainsFunc([]error{push.ErrKey, push.ErrRefused}, func(e error) bool { return errors.Is(err, e) }) {
		return fmt.Errorf("%w\nthe same command goes on where this stopped", err)
	}
	if err == nil {
		fmt.Println("arrived; a coordinator there looks at it and takes it in")
	}
	return err
}
