package db

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"ashar/internal/civic"
)

// kills in the middle of work; each time everything acknowledged must be there.
const kills = 50

func TestMain(m *testing.M) {
	if folder := os.Getenv("ASHAR_CRASH_CHILD"); folder != "" {
		writeUntilKilled(folder)
	}
	if folder := os.Getenv("ASHAR_LOCK_CHILD"); folder != "" {
		lockUntilKilled(folder)
	}
	os.Exit(m.Run())
}

// writeUntilKilled is the child: eight writers, each printing an operation's
// id once the store has acknowledged it.
func writeUntilKilled(folder string) {
	s, err := Open(context.Background(), folder, Options{})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	var out sync.Mutex
	for w := range 8 {
		go func() {
			for i := 0; ; i++ {
				op := civic.Operation{ID: s.IDs.New(), Scope: fmt.Sprintf("scope-%d", w%3),
					Change: civic.AddUser{ID: s.IDs.New(), Login: fmt.Sprintf("u%d.%d.%d", os.Getpid(), w, i), Name: "Бирөө", Lang: "ky"}}
				if _, err := s.Apply(context.Background(), op); err != nil {
					fmt.Fprintln(os.Stderr, err)
					os.Exit(1)
				}
				out.Lock()
				fmt.Println(op.ID)
				out.Unlock()
			}
		}()
	}
	select {}
}

func TestKillingTheProgramLosesNothingAcknowledged(t *testing.T) {
	folder := t.TempDir()
	acknowledged := map[string]bool{}
	for range kills {
		cmd := exec.Command(os.Args[0], "-test.run=^$")
		cmd.Env = append(os.Environ(), "ASHAR_CRASH_CHILD="+folder)
		cmd.Stderr = os.Stderr
		pipe, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewReader(pipe)
		deadline := time.Now().Add(time.Duration(5+rand.IntN(40)) * time.Millisecond)
		killed := false
		for {
			line, err := lines.ReadString('\n')
			if err == io.EOF {
				break // an unfinished line was not told to anybody
			}
			if err != nil {
				t.Fatal(err)
			}
			acknowledged[line[:len(line)-1]] = true
			if !killed && time.Now().After(deadline) {
				if err := cmd.Process.Kill(); err != nil {
					t.Fatal(err)
				}
				killed = true
			}
		}
		_ = cmd.Wait() // killed, as meant
		if !killed {
			t.Fatal("the child ended by itself")
		}
	}
	s, err := Open(context.Background(), folder, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	here := map[string]bool{}
	for _, scope := range []string{"scope-0", "scope-1", "scope-2"} {
		entries, err := s.Journal(context.Background(), scope, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			here[e.ID] = true
		}
		if err := s.Verify(context.Background(), scope); err != nil {
			t.Error(err)
		}
	}
	lost := 0
	for id := range acknowledged {
		if !here[id] {
			lost++
		}
	}
	users, err := s.Users(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d kills, %d acknowledged, %d in the journal, %d applied", kills, len(acknowledged), len(here), len(users))
	if lost > 0 || len(acknowledged) == 0 {
		t.Errorf("%d of %d acknowledged changes are lost", lost, len(acknowledged))
	}
	if len(users) != len(here) {
		t.Errorf("%d journal entries but %d applied changes", len(here), len(users))
	}
}

// Stopped in good order, one file holds everything: people copy it.
func TestAClosedStoreIsOneFile(t *testing.T) {
	folder := t.TempDir()
	s, err := Open(context.Background(), folder, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.SetSetting(context.Background(), "word", "сөз"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Setting(context.Background(), "word"); err != nil { // a reader has the file open too
		t.Fatal(err)
	}
	if err := errors.Join(s.Close(), s.Close()); err != nil {
		t.Fatal(err)
	}
	if log, err := os.Stat(filepath.Join(folder, "ashar.db-wal")); err == nil && log.Size() > 0 {
		t.Errorf("%d bytes are in the log alone", log.Size())
	}
}
