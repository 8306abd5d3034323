package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"

	"ashar/cmd/ashar/demo"
	"ashar/db"
	"ashar/handlers"
	"ashar/internal/civic"
)

// ashar runs a command as typed, with what it reads, and returns what it prints.
func ashar(t *testing.T, stdin string, args ...string) (string, error) {
	t.Helper()
	in, out, back := os.Stdin, os.Stdout, make(chan string, 1)
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	typed, typing, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(typing, stdin); err != nil {
		t.Fatal(err)
	}
	_ = typing.Close()
	os.Stdin, os.Stdout = typed, w
	defer func() { os.Stdin, os.Stdout = in, out }()
	go func() {
		b, _ := io.ReadAll(r)
		back <- string(b)
	}()
	var c cli
	k, err := kong.New(&c, kong.Name("ashar"), kong.Exit(func(int) {}))
	if err != nil {
		t.Fatal(err)
	}
	ctx, err := k.Parse(args)
	if err == nil {
		err = ctx.Run()
	}
	_ = w.Close()
	return <-back, err
}

// served is a folder with a municipality that a server has open.
func served(t *testing.T) (folder string, store *db.Store) {
	t.Helper()
	folder = t.TempDir()
	store, err := db.Open(context.Background(), folder, db.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	parent := ""
	for i, level := range []civic.Level{civic.Oblast, civic.Raion, civic.Municipality} {
		u := civic.SaveUnit{ID: store.IDs.New(), Parent: parent, Level: level, Code: "41" + string(rune('0'+i)), Name: civic.Text{KY: "Ак-Башат"}}
		if _, err := store.Apply(context.Background(), civic.Operation{Scope: civic.Installation, Change: u}); err != nil {
			t.Fatal(err)
		}
		parent = u.ID
	}
	return folder, store
}

func TestPeopleAreAddedWhileTheServerRuns(t *testing.T) {
	folder, server := served(t)
	ctx := context.Background()
	if out, err := ashar(t, "кыйын-сырсөз-1\n", "user", "add", "Admin", "--name", "Бакыт Токтоналиев", "--role", "administrator", "--password-stdin", "--data", folder); err != nil || out != "added admin\n" {
		t.Fatalf("%q %v", out, err)
	}
	if out, err := ashar(t, "", "user", "add", "aida", "--name", "Аида Асанова", "--role", "member@412", "--url", "http://192.168.1.5:8080/", "--data", folder); err != nil || !regexp.MustCompile(`(?m)^http://192\.168\.1\.5:8080/invitations/[0-9A-Z-]{19}$`).MatchString(out) {
		t.Errorf("%q %v", out, err)
	}
	out, err := ashar(t, "", "user", "add", "nurlan", "--name", "Нурлан Асанов", "--role", "coordinator@412,facilitator@412", "--sex", "m", "--phone", "+996 555 123456", "--data", folder)
	code := regexp.MustCompile(`/invitations/(\S+)`).FindStringSubmatch(out)
	if err != nil || code == nil {
		t.Fatalf("%q %v", out, err)
	}
	u, hash, err := server.UserByLogin(ctx, "nurlan")
	if err != nil || hash != "" || u.Sex != "m" {
		t.Fatalf("the server sees %+v %v", u, err)
	}
	first := handlers.HashToken(strings.ReplaceAll(code[1], "-", ""))
	if who, err := server.Invitation(ctx, first); err != nil || who != u.ID {
		t.Errorf("the link is for %q: %v", who, err)
	}
	if _, err := ashar(t, "", "user", "passwd", "nurlan", "--data", folder); err != nil {
		t.Error(err)
	}
	if _, err := server.Invitation(ctx, first); err == nil {
		t.Error("two links are good at once")
	}
	if out, err := ashar(t, "жаңы-сырсөз-2\n", "user", "passwd", "nurlan", "--password-stdin", "--data", folder); err != nil || !strings.HasPrefix(out, "the password of nurlan is changed") {
		t.Errorf("%q %v", out, err)
	}
	if err := server.AddLogin(ctx, "0123456789abcdef", u.ID, "Android"); err != nil {
		t.Fatal(err)
	}
	if out, err := ashar(t, "", "user", "disable", "nurlan", "--data", folder); err != nil || !strings.HasPrefix(out, "nurlan may not sign in") {
		t.Errorf("%q %v", out, err)
	}
	if _, err := server.LoginUser(ctx, "0123456789abcdef"); civic.KindOf(err) != civic.NotFound {
		t.Errorf("a disabled person's tablet is still in: %v", err)
	}
	out, err = ashar(t, "", "user", "list", "--json", "--data", folder)
	var rows []map[string]any
	if err != nil || json.Unmarshal([]byte(out), &rows) != nil || len(rows) != 3 {
		t.Fatalf("%q %v", out, err)
	}
	if rows[2]["login"] != "nurlan" || rows[2]["disabled"] != true || rows[2]["roles"].([]any)[0] != "coordinator@412" {
		t.Errorf("%v", rows[2])
	}
	plain, err := ashar(t, "", "user", "list", "--data", folder)
	if err != nil || !strings.Contains(plain, "(disabled)") {
		t.Errorf("%q %v", plain, err)
	}
	for _, secret := range []string{"argon2", "555 123456"} {
		if strings.Contains(out+plain, secret) {
			t.Errorf("the list holds %q", secret)
		}
	}
}

// Whatever cannot be is told in a sentence and ends with 2.
func TestWhatIsTypedWrongIsToldPlainly(t *testing.T) {
	folder, _ := served(t)
	if _, err := ashar(t, "кыйын-сырсөз-1\n", "user", "add", "admin", "--name", "Бакыт Токтоналиев", "--role", "administrator", "--password-stdin", "--data", folder); err != nil {
		t.Fatal(err)
	}
	add := func(login, name, role string) []string {
		return []string{"user", "add", login, "--name", name, "--role", role}
	}
	for says, args := range map[string][]string{
		`no role "mayor"`:               add("x1", "Кимдир Бирөө", "mayor"),
		"no municipality with the code": add("x1", "Кимдир Бирөө", "coordinator@999"),
		"Choose a municipality":         add("x1", "Кимдир Бирөө", "coordinator"),
		"for the whole installation":    add("x1", "Кимдир Бирөө", "administrator@412"),
		"Use Latin letters":             add("Админ", "Кимдир Бирөө", "administrator"),
		"This name is taken":            add("admin", "Кимдир Бирөө", "administrator"),
		"Give the whole name: 2–120":    add("x1", "Ю", "administrator"),
		"Write the phone like this":     append(add("x1", "Кимдир Бирөө", "administrator"), "--phone", "жок"),
		"nobody is called":              {"user", "passwd", "nobody"},
		"last administrator":            {"user", "disable", "admin"},
		"At least 8 characters":         {"user", "passwd", "admin", "--password-stdin"},
		"no Ashar data in":              {"user", "list", "--data", folder + "/none"},
	} {
		if args[len(args)-2] != "--data" {
			args = append(args, "--data", folder)
		}
		_, err := ashar(t, "аз\n", args...)
		var usage usageError
		if !errors.As(err, &usage) || !strings.Contains(err.Error(), says) {
			t.Errorf("%v: %v", args, err)
		}
	}
	for _, args := range [][]string{{"user", "frobnicate"}, {"user", "add"}, {"user", "add", "x1"}, {"user", "list", "--colour"}, {"user", "passwd", "admin", "--url", "hall.local:8080", "--data", folder}} {
		if _, err := ashar(t, "", args...); err == nil {
			t.Errorf("%v is understood", args)
		}
	}
}

func TestASecondServerOnAFolderIsRefused(t *testing.T) {
	folder, _ := served(t)
	release, err := lock(folder)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "copy.db")
	if out, err := ashar(t, "", "backup", file, "--data", folder); err != nil || out != "saved "+file+"\n" {
		t.Errorf("while a server runs a backup is possible: %q %v", out, err)
	}
	for says, args := range map[string][]string{
		"stop it first, or give this one a folder of its own": {"serve", "--addr", "127.0.0.1:0"},
		"a folder of its own with --data":                     {"demo", "--addr", "127.0.0.1:0"},
		"stop it before restoring":                            {"restore", file},
	} {
		var usage usageError
		_, err := ashar(t, "", append(args, "--data", folder)...)
		if err == nil || errors.As(err, &usage) || !strings.Contains(err.Error(), says) {
			t.Errorf("%v: %v", args, err)
		}
	}
	if err := release(); err != nil {
		t.Error(err)
	}
}

func TestSessionsListTheCodeThatMinutesTakes(t *testing.T) {
	folder := t.TempDir()
	ctx := context.Background()
	clock := demo.Now
	store, err := db.Open(ctx, folder, db.Options{Now: func() time.Time { return clock }})
	if err != nil {
		t.Fatal(err)
	}
	_, err = demo.Fill(ctx, store, &clock, "")
	if err := errors.Join(err, store.Close()); err != nil {
		t.Fatal(err)
	}
	out, err := ashar(t, "", "sessions", "--json", "--status", "closed", "--data", folder)
	var rows []map[string]string
	if err != nil || json.Unmarshal([]byte(out), &rows) != nil || len(rows) == 0 {
		t.Fatalf("%q %v", out, err)
	}
	plain, err := ashar(t, "", "sessions", "--status", "closed", "--data", folder)
	if first, _, _ := strings.Cut(plain, "\n"); err != nil || !strings.HasPrefix(first, rows[0]["id"]) || !strings.HasSuffix(first, rows[0]["code"]) {
		t.Errorf("%q %v", first, err)
	}
	pdf := filepath.Join(t.TempDir(), "minutes.pdf")
	if _, err := ashar(t, "", "minutes", strings.ToLower(rows[0]["code"]), "--out", pdf, "--data", folder); err != nil {
		t.Error(err)
	}
}
