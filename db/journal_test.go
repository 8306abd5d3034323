package db

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"ashar/db/dbtest"
	"ashar/internal/civic"
)

// open is a store on a real file, with a clock the test sets.
func open(t *testing.T) *Store {
	t.Helper()
	at := time.Date(2016, 12, 12, 5, 0, 0, 0, time.UTC)
	s, err := Open(context.Background(), dbtest.Folder(t, Migrate), Options{Now: func() time.Time { return at }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func person(s *Store, login string) civic.AddUser {
	return civic.AddUser{ID: s.IDs.New(), Login: login, Name: "Айгүл Сатарова", Lang: "ky"}
}

func TestTheSameOperationTwiceCountsOnce(t *testing.T) {
	s, ctx := open(t), context.Background()
	op := civic.Operation{ID: s.IDs.New(), Scope: civic.Installation, Change: person(s, "aigul")}
	first, err := s.Apply(ctx, op)
	if err != nil {
		t.Fatal(err)
	}
	again, err := s.Apply(ctx, op)
	if err != nil || !again.Repeated || again.Seq != first.Seq {
		t.Fatalf("again: %+v, %v; first %+v", again, err, first)
	}
	other := op
	other.Change = person(s, "someone")
	if _, err := s.Apply(ctx, other); civic.KindOf(err) != civic.Conflict {
		t.Fatalf("same id, other content: %v, want a conflict", err)
	}
	us, err := s.Users(ctx)
	if err != nil || len(us) != 1 {
		t.Fatalf("users: %v, %v", us, err)
	}
}

func TestJournalIsChainedPerScope(t *testing.T) {
	s, ctx := open(t), context.Background()
	for i := range 5 {
		for _, scope := range []string{civic.Installation, "session-a"} {
			if _, err := s.Apply(ctx, civic.Operation{Scope: scope, Change: person(s, fmt.Sprintf("p%d%s", i, scope[:2]))}); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, scope := range []string{civic.Installation, "session-a"} {
		if err := s.Verify(ctx, scope); err != nil {
			t.Fatal(err)
		}
	}
	head, err := s.Head(ctx, "session-a")
	if err != nil || len(head) != 64 {
		t.Fatalf("head %q, %v", head, err)
	}
	if err := s.write(ctx, func(tx *Tx) error {
		return tx.exec(`UPDATE journal SET data = '{}' WHERE scope = 'session-a' AND seq = (SELECT min(seq) FROM journal WHERE scope = 'session-a')`)
	}); err != nil {
		t.Fatal(err)
	}
	if err := s.Verify(ctx, "session-a"); err == nil {
		t.Fatal("a changed entry was not noticed")
	}
	if err := s.Verify(ctx, civic.Installation); err != nil {
		t.Fatal("another scope suffered:", err)
	}
}

func TestOneFailureHarmsNoOtherInTheBatch(t *testing.T) {
	s, ctx := open(t), context.Background()
	if _, err := s.Apply(ctx, civic.Operation{Scope: civic.Installation, Change: person(s, "taken")}); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	errs := make([]error, 60)
	for i := range errs {
		wg.Go(func() {
			login := fmt.Sprintf("user%d", i)
			if i%3 == 0 {
				login = "taken"
			}
			_, errs[i] = s.Apply(ctx, civic.Operation{Scope: civic.Installation, Change: person(s, login)})
		})
	}
	wg.Wait()
	for i, err := range errs {
		if taken := i%3 == 0; taken != (err != nil) {
			t.Errorf("write %d: %v", i, err)
		}
	}
	if us, _ := s.Users(ctx); len(us) != 41 {
		t.Errorf("%d users, want 41", len(us))
	}
}

func TestAPanicInAWriteIsThatWritesFailureAlone(t *testing.T) {
	s, ctx := open(t), context.Background()
	if err := s.write(ctx, func(*Tx) error { panic("broken") }); err == nil {
		t.Fatal("no error")
	}
	if err := s.Ready(ctx); err != nil {
		t.Fatal(err)
	}
}

func TestPrivateThingsStayOutOfTheJournal(t *testing.T) {
	s, ctx := open(t), context.Background()
	u := person(s, "aigul")
	u.PasswordHash, u.Phone = "$argon2id$secret", "+996700112233"
	if _, err := s.Apply(ctx, civic.Operation{Scope: civic.Installation, Change: u}); err != nil {
		t.Fatal(err)
	}
	entries, err := s.Journal(ctx, civic.Installation, 0)
	if err != nil || len(entries) != 1 {
		t.Fatal(entries, err)
	}
	for _, secret := range []string{"argon2id", "996700112233"} {
		if strings.Contains(string(entries[0].Data), secret) {
			t.Errorf("journal holds %q", secret)
		}
	}
}

func TestAFullDiskSaysSoAndReadingGoesOn(t *testing.T) {
	s, ctx := open(t), context.Background()
	if _, err := s.Apply(ctx, civic.Operation{Scope: civic.Installation, Change: person(s, "aigul")}); err != nil {
		t.Fatal(err)
	}
	if err := s.write(ctx, func(tx *Tx) error { return tx.exec(`INSERT INTO settings (name, value) VALUES ('a', 'b')`) }); err != nil {
		t.Fatal(err)
	}
	var pages int
	if err := s.writer.tx.conn.QueryRowContext(ctx, "PRAGMA page_count").Scan(&pages); err != nil {
		t.Fatal(err)
	}
	if _, err := s.writer.tx.conn.ExecContext(ctx, fmt.Sprintf("PRAGMA max_page_count = %d", pages)); err != nil {
		t.Fatal(err)
	}
	var err error
	for i := 0; i < 200 && err == nil; i++ {
		_, err = s.Apply(ctx, civic.Operation{Scope: civic.Installation, Change: person(s, fmt.Sprintf("many%d", i))})
	}
	if civic.KindOf(err) != civic.Full {
		t.Fatalf("got %v, want a full disk", err)
	}
	if _, err := s.Users(ctx); err != nil {
		t.Fatal("reading stopped:", err)
	}
}

func TestRefusesASchemaFromTheFuture(t *testing.T) {
	dir := t.TempDir()
	s, err := Open(context.Background(), dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	err = s.write(context.Background(), func(tx *Tx) error {
		return tx.exec(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, 1)`)
	})
	if err := errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	if s, err := Open(context.Background(), dir, Options{}); err == nil {
		_ = s.Close()
		t.Fatal("opened")
	}
}
