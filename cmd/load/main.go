// Command load does to a running Ashar what a full hall does: a thousand phones
// that vote while all watch, lines that break, tablets that come back, clients
// that drip. It starts servers of its own on loopback, is bounded in time, and
// fails where something was lost or doubled; how long things took it only tells.
package main

import (
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/alecthomas/kong"
)

type cli struct {
	Bin   string `default:"bin/ashar" help:"The program under load." type:"existingfile"`
	Short bool   `help:"A tenth of everything, for every run of the tests."`
	Write string `help:"File whose table between <!-- load --> and <!-- /load --> is written anew." type:"existingfile"`
}

// limit is how long all of it may take.
const limit = 6 * time.Minute

// report is what was seen, a row for each promise.
type report struct {
	rows   []string
	broken int
}

// row adds a line; ok says that nothing was lost or doubled.
func (r *report) row(what, reach string, ok bool, seen string, args ...any) {
	if !ok {
		r.broken++
		seen = "**BROKEN** " + seen
	}
	line := fmt.Sprintf("| %s | %s | %s |", what, reach, fmt.Sprintf(seen, args...))
	r.rows = append(r.rows, line)
	fmt.Println(line)
}

// load is one run.
type load struct {
	cli
	*report
	ctx context.Context
}

// of is a tenth where the run is short.
func (l *load) of(n int) int {
	if l.Short {
		return n / 10
	}
	return n
}

func main() {
	l := &load{report: &report{}}
	kong.Parse(&l.cli, kong.Name("load"), kong.Description("A full hall, on loopback."))
	if err := l.run(); err != nil {
		fmt.Fprintln(os.Stderr, "load:", err)
		os.Exit(1)
	}
}

func (l *load) run() error {
	ctx, stop := context.WithTimeout(context.Background(), limit)
	defer stop()
	l.ctx = ctx
	fmt.Println("| what | reach | seen |\n|---|---|---|")
	for _, part := range []func() error{l.vote, l.sight, l.cut, l.shuffle, l.road, l.slow, l.restart} {
		if err := part(); err != nil {
			return err
		}
	}
	if l.Write != "" {
		if err := l.write(); err != nil {
			return err
		}
	}
	if l.broken > 0 {
		return fmt.Errorf("%d promises are broken", l.broken)
	}
	return nil
}

func (l *load) write() error {
	text, err := os.ReadFile(l.Write)
	if err != nil {
		return err
	}
	before, rest, _ := strings.Cut(string(text), "<!-- load -->")
	_, after, found := strings.Cut(rest, "<!-- /load -->")
	if !found {
		return fmt.Errorf("%s has no place for the table", l.Write)
	}
	table := "\n| what | reach | seen |\n|---|---|---|\n" + strings.Join(l.rows, "\n") + "\n"
	return os.WriteFile(l.Write, []byte(before+"<!-- load -->"+table+"<!-- /load -->"+after), 0o644)
}
