package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

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
	if _, err := ashar(t, "жаңы-сырсөз-2\n", "user", "passwd", "nurlan", "--password-stdin", "--data", folder); err != nil {
		t.Error(err)
	}
	if err := server.AddLogin(ctx, "0123456789abcdef", u.ID, "Android"); err != nil {
		t.Fatal(err)
	}
	if _, err := ashar(t, "", "user", "disable", "nurlan", "--data", folder); err != nil {
		t.Error(err)
	}
	if _, err := server.LoginUser(ctx, "0123456789abcdef"); civic.KindOf(err) != civic.NotFound {
		t.Errorf("a disabled person's tablet is still in: %v", err)
	}
	out, err = ashar(t, "", "user", "list", "--json", "--data", folder)
	var rows []map[string]any
	if err != nil || json.Unmarshal([]byte(out), &rows) != nil || len(rows) != 2 {
		t.Fatalf("%q %v", out, err)
	}
	if rows[1]["login"] != "nurlan" || rows[1]["disabled"] != true || rows[1]["roles"].([]any)[0] != "coordinator@412" {
		t.Errorf("%v", rows[1])
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
		"Give the name":                 add("x1", " ", "administrator"),
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
	for _, args := range [][]string{{"user", "frobnicate"}, {"user", "add"}, {"user", "add", "x1"}, {"user", "list", "--colour"}} {
		if _, err := ashar(t, "", args...); err == nil {
			t.Errorf("%v is understood", args)
		}
	}
}
