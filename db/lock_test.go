package db

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// lockUntilKilled is the child: it holds the folder and says so.
func lockUntilKilled(folder string) {
	if _, err := Lock(folder); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println("locked")
	select {}
}

func TestAFolderHasOneServerUntilItIsKilled(t *testing.T) {
	folder := t.TempDir()
	cmd := exec.Command(os.Args[0], "-test.run=^$")
	cmd.Env = append(os.Environ(), "ASHAR_LOCK_CHILD="+folder)
	cmd.Stderr = os.Stderr
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(pipe).ReadString('\n'); err != nil || line != "locked\n" {
		t.Fatalf("%q %v", line, err)
	}
	_, err = Lock(folder)
	var taken *LockedError
	if !errors.As(err, &taken) || taken.Process != strconv.Itoa(cmd.Process.Pid) || taken.Folder != folder {
		t.Errorf("a second server: %v", err)
	}
	// Commands open the store beside it.
	s, err := Open(context.Background(), folder, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	release, err := Lock(folder)
	if err != nil {
		t.Fatalf("after the server was killed: %v", err)
	}
	if err := release(); err != nil {
		t.Error(err)
	}
}

func TestRestoreWantsAFolderWithoutServerAndWithoutData(t *testing.T) {
	ctx := context.Background()
	from, to := t.TempDir(), t.TempDir()
	s, err := Open(ctx, from, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "copy.db")
	if err := Backup(ctx, from, file); err != nil {
		t.Fatal(err)
	}
	release, err := Lock(to)
	if err != nil {
		t.Fatal(err)
	}
	var taken *LockedError
	if err := Restore(ctx, file, to); !errors.As(err, &taken) {
		t.Errorf("while a server runs: %v", err)
	}
	if err := release(); err != nil {
		t.Fatal(err)
	}
	// the log of a database that was moved away without it
	log := filepath.Join(to, "ashar.db-wal")
	if err := os.WriteFile(log, []byte("log"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Restore(ctx, file, to); err == nil || !strings.Contains(err.Error(), "ashar.db-wal") {
		t.Errorf("beside a log: %v", err)
	}
	if err := os.Remove(log); err != nil {
		t.Fatal(err)
	}
	if err := Restore(ctx, file, to); err != nil {
		t.Error(err)
	}
	if err := Restore(ctx, file, to); err == nil || !strings.Contains(err.Error(), "holds data already") {
		t.Errorf("over data: %v", err)
	}
}
