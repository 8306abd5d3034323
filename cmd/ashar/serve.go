package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"ashar/db"
	"ashar/handlers"
	"ashar/internal/lan"
)

// dataFlag is shared by every command that opens the data folder.
type dataFlag struct {
	Data string `help:"Data folder." default:"data" type:"path"`
}

// urlFlag is the address by which people open Ashar: only they know it.
type urlFlag struct {
	URL string `help:"Address by which people open Ashar, such as http://192.168.1.5:8080: printed links begin with it." name:"url" env:"ASHAR_URL"`
}

// hookFlag is for an installation whose receivers stand beside it.
type hookFlag struct {
	HooksInside bool `help:"Let webhooks reach this machine and its own network." env:"ASHAR_HOOKS_INSIDE"`
}

// Validate refuses what could not be opened.
func (u urlFlag) Validate() error {
	if u.URL == "" || strings.HasPrefix(u.URL, "http://") || strings.HasPrefix(u.URL, "https://") {
		return nil
	}
	return fmt.Errorf("--url %q must begin with http:// or https://", u.URL)
}

func (u urlFlag) or(other string) string {
	if u.URL == "" {
		return other
	}
	return strings.TrimRight(u.URL, "/")
}

// lock keeps the folder for this server, or says what to do instead.
func lock(folder string) (release func() error, err error) {
	release, err = db.Lock(folder)
	var taken *db.LockedError
	if errors.As(err, &taken) {
		return nil, fmt.Errorf("%w: stop it first, or give this one a folder of its own with --data", err)
	}
	return release, err
}

type serveCmd struct {
	dataFlag
	Addr string   `help:"Address to listen on; port 0 picks a free one." default:"127.0.0.1:8080"`
	Host []string `help:"Further host names this server may be called by. Loopback, LAN names and addresses always may." env:"ASHAR_HOST"`
	urlFlag
	hallFlag
	hookFlag
}

func (s serveCmd) Run() error {
	return s.serve(serving{folder: s.Data, url: s.or(""), addr: s.Addr, hosts: s.Host, hall: s.Hall, secureAddr: s.secureAddr(s.Addr), tls: s.tlsFlags, hooksInside: s.HooksInside})
}

// serve opens the folder and invites the first administrator, if there is none.
func (s serveCmd) serve(how serving) (err error) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	release, err := lock(s.Data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, release()) }()
	store, err := db.Open(ctx, s.Data, db.Options{})
	if err != nil {
		return err
	}
	return serve(ctx, store, how, func(w io.Writer, url string) error {
		has, err := store.HasUsers(ctx)
		if err != nil || has {
			return err
		}
		token, hash := handlers.NewInvitation()
		if err := store.InviteFirst(ctx, hash, time.Now().Add(24*time.Hour)); err != nil {
			return err
		}
		_, err = fmt.Fprintf(w, "Nobody can sign in yet. Create the administrator (once, within 24 hours):\n%s/invitations/%s\n", s.or(url), token)
		return err
	})
}

// serving is how a server is reached.
type serving struct {
	folder     string
	addr       string
	url        string // by which people open it, if it was said
	hosts      []string
	hall       bool // by everybody on this network
	secureAddr string
	tls        tlsFlags
	// hooksInside lets webhooks reach this machine and its own network.
	hooksInside bool
	now         func() time.Time
}

// stopWithin is how long requests under way may take to finish.
const stopWithin = 5 * time.Second

// serve listens, says where on standard output, and stops gracefully: streams
// end at once, requests under way finish, then the database closes.
func serve(ctx context.Context, store *db.Store, how serving, greet func(w io.Writer, url string) error) (err error) {
	defer func() { err = errors.Join(err, store.Close()) }()
	log := slog.New(slog.NewTextHandler(os.Stderr, nil))
	if how.hall {
		how.addr = everywhere(how.addr)
	}
	listener, err := net.Listen("tcp", how.addr)
	if err != nil {
		return err
	}
	watch := lan.NewWatch(lan.Links)
	safe, own, err := secure(how, time.Now, watch.Addrs)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	cfg := handlers.Config{Store: store, Key: store.Key(), Hosts: how.hosts, Now: how.now, Log: log, Version: version, HooksInside: how.hooksInside}
	url := "http://" + listener.Addr().String()
	var hall *hallBox
	if how.hall {
		hall = newHallBox(listener.Addr(), watch)
		hall.secured(safe, own)
		cfg.Hall, url = &hall.Hall, hall.url()
	}
	app := handlers.New(cfg)
	srv := &http.Server{
		Handler:           app,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       2 * time.Minute, // a photo over a village's mobile network
		IdleTimeout:       2 * time.Minute,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	srv.RegisterOnShutdown(app.Close)
	fmt.Println("listening on " + url)
	if safe != nil {
		fmt.Println("and on https://" + safe.Addr().String())
	}
	if hall != nil {
		fmt.Print(hall.greeting())
		go hall.follow(ctx)
	}
	if err := store.SetSetting(ctx, addressSetting, cmp.Or(how.url, url)); err != nil {
		return err
	}
	if err := greet(os.Stdout, url); err != nil {
		return err
	}
	go forget(ctx, store, log)
	go app.SendBundles(ctx)
	go app.SendHooks(ctx)
	failed := make(chan error, 2)
	go func() { failed <- srv.Serve(listener) }()
	if safe != nil {
		go func() { failed <- srv.Serve(safe) }()
	}
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	quiet, cancel := context.WithTimeout(context.Background(), stopWithin)
	defer cancel()
	if err := srv.Shutdown(quiet); errors.Is(err, context.DeadlineExceeded) { // somebody does not let go: what they were sending they send again
		return srv.Close()
	} else if err != nil {
		return err
	}
	return nil
}

// forget deletes names whose time is over, at the start and daily.
func forget(ctx context.Context, store *db.Store, log *slog.Logger) {
	daily := time.NewTicker(24 * time.Hour)
	defer daily.Stop()
	for {
		if err := errors.Join(store.ForgetAttendees(ctx), store.ForgetVolunteers(ctx)); err != nil && ctx.Err() == nil {
			log.Error("deleting names whose time is over", "error", err)
		}
		select {
		case <-daily.C:
		case <-ctx.Done():
			return
		}
	}
}
