package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"text/tabwriter"
	"time"

	"ashar/cmd/ashar/demo"
	"ashar/db"
	"ashar/handlers"
	"ashar/internal/civic"
)

type demoCmd struct {
	dataFlag
	Addr  string        `help:"Address to listen on; port 0 picks a free one." default:"127.0.0.1:8080"`
	Host  []string      `help:"Further host names this server may be called by." env:"ASHAR_HOST"`
	Later time.Duration `help:"Let so much time have gone by in the demo since it was left, such as 10m."`
	hallFlag
	hookFlag
}

// demoSetting keeps when the demo was made, so that its December 2016 runs on after a restart.
const demoSetting = "demo_made"

func (c demoCmd) Run() (err error) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	release, err := lock(c.Data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, release()) }()
	story := demo.Now
	var made time.Time
	store, err := db.Open(ctx, c.Data, db.Options{Now: func() time.Time {
		if made.IsZero() {
			return story
		}
		return demoNow(made)
	}})
	if err != nil {
		return err
	}
	people, err := c.fill(ctx, store, &story)
	if err != nil {
		return err
	}
	if made, err = demoMade(ctx, store); err != nil {
		return err
	}
	if made.IsZero() {
		return fmt.Errorf("%s holds data that is no demo", c.Data)
	}
	if c.Later > 0 {
		made = made.Add(-c.Later)
		if err := keepDemoMade(ctx, store, made); err != nil {
			return err
		}
	}
	return serve(ctx, store, serving{folder: c.Data, addr: c.Addr, hosts: c.Host, hall: c.Hall, secureAddr: c.secureAddr(c.Addr), tls: c.tlsFlags, hooksInside: c.HooksInside, now: store.Now}, func(w io.Writer, _ string) error {
		t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
		rows := "role\tlogin\tpassword\n"
		for _, p := range people {
			rows += string(p.Role) + "\t" + p.Login + "\t" + demo.Password + "\n"
		}
		_, err := io.WriteString(t, rows)
		return errors.Join(err, t.Flush())
	})
}

// demoMade is when a folder's demo was made; the zero time for data that is no demo.
func demoMade(ctx context.Context, store *db.Store) (time.Time, error) {
	setting, err := store.Setting(ctx, demoSetting)
	if err != nil || setting == "" {
		return time.Time{}, err
	}
	micros, err := strconv.ParseInt(setting, 10, 64)
	return time.UnixMicro(micros), err
}

func keepDemoMade(ctx context.Context, store *db.Store, made time.Time) error {
	return store.SetSetting(ctx, demoSetting, strconv.FormatInt(made.UnixMicro(), 10))
}

// demoNow is the time in a folder: a demo's December 2016 runs on from when it was made.
func demoNow(made time.Time) time.Time {
	if made.IsZero() {
		return time.Now()
	}
	return demo.Now.Add(time.Since(made))
}

// fill makes the demo in an empty folder; a folder that holds it already is used as it is.
func (c demoCmd) fill(ctx context.Context, store *db.Store, clock *time.Time) ([]demo.Person, error) {
	has, err := store.HasUsers(ctx)
	if err != nil {
		return nil, err
	}
	if has {
		return demo.People()
	}
	ids := store.IDs
	store.IDs = civic.NewIDsFrom(func() time.Time { return *clock }, rand.New(rand.NewPCG(12, 2016))) // the same demo every time
	people, err := demo.Fill(ctx, store, clock, handlers.HashPassword(demo.Password))
	if err != nil {
		return nil, err
	}
	store.IDs = ids
	return people, keepDemoMade(ctx, store, time.Now())
}
